//! The question as numbers: places, dishes that may fill them, portions, and what each portion adds to each goal.
//!
//! What catches people out:
//! - a shared dish has a portion for each diner of its sitting, and a small child sits by itself: one person is the same
//!   problem as a family;
//! - a slot is a place of a sitting whatever its layout; which dishes may fill it depends on the layout chosen.

use super::candidates::Portions;
use super::goals::Goals;
use crate::foods::Meal;
use crate::menu::Share;

/// No dish.
pub(super) const NONE: u16 = u16::MAX;

/// One who eats.
#[derive(Debug)]
pub(super) struct Diner {
    pub goals: Goals,
    /// For each meal, the shares of the day's energy between which it usually lies, 0–1.
    pub bands: Vec<Option<(f64, f64)>>,
}

/// A dish that may be served.
#[derive(Debug)]
pub(super) struct Candidate {
    pub id: String,
    pub portions: Portions,
    /// Which part each diner eats.
    pub shares: Vec<Share>,
    /// Its lead foods, among all that lead.
    pub leads: Vec<u16>,
    /// What it brings to a child's meal: grain, something beside it.
    pub brings: [u8; 2],
    /// đ for one serving.
    pub cost: f64,
    /// May stand twice a day: rice, milk.
    pub repeatable: bool,
    pub favourite: bool,
    pub out_of_season: bool,
    /// Holds milk, yoghurt or cheese.
    pub dairy: bool,
    /// Holds liver.
    pub liver: bool,
    /// Holds fish or seafood.
    pub fish: bool,
    /// Holds meat or fish.
    pub flesh: bool,
    /// Grams in one serving of what is at home, in the order of the request.
    pub at_home: Vec<f64>,
}

/// A place of a sitting in one of its layouts.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub slot: usize,
    /// Of [`Problem::lists`].
    pub list: usize,
    pub required: bool,
}

/// One way to lay a sitting.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub seats: Vec<Seat>,
    /// Breast milk and nothing else.
    pub feed: bool,
}

/// One meal of those who eat it together.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub meal: usize,
    pub diners: Vec<usize>,
    pub layouts: Vec<Layout>,
}

/// How many meals of food a nursed child takes: of main meals and of snacks, fewest and most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feeding {
    pub diner: usize,
    pub main_meals: (usize, usize),
    pub snacks: (usize, usize),
}

/// The whole question of one day.
#[derive(Debug)]
pub(super) struct Problem {
    pub meals: Vec<Meal>,
    pub diners: Vec<Diner>,
    pub candidates: Vec<Candidate>,
    /// `[candidate][diner][row]` of one serving.
    pub columns: Vec<f64>,
    /// Rows and columns of the widest diner.
    pub width: usize,
    pub sittings: Vec<Sitting>,
    /// Slot to sitting.
    pub sitting_of: Vec<usize>,
    /// Candidates that fit a kind of place.
    pub lists: Vec<Vec<u16>>,
    pub leads: usize,
    pub feeding: Vec<Feeding>,
    /// Children who share a pot, each with the meals, lunch and dinner, at which nothing of their own need stand.
    pub leaning: Vec<(usize, usize)>,
    /// đ a day.
    pub budget: Option<f64>,
    /// The most dishes of liver.
    pub most_liver: u32,
    /// How many of the favourites may be served at all.
    pub favourites: u32,
}

impl Problem {
    /// What one serving adds to each row and column of a diner.
    pub fn column(&self, candidate: u16, diner: usize) -> &[f64] {
        let at = (usize::from(candidate) * self.diners.len() + diner) * self.width;
        &self.columns[at..at + self.width]
    }

    pub const fn slots(&self) -> usize {
        self.sitting_of.len()
    }

    pub fn candidate(&self, candidate: u16) -> &Candidate {
        &self.candidates[usize::from(candidate)]
    }

    /// Whether a nursed child's meals, laid so, are as many of food as its age asks.
    pub fn is_fed_by_age(&self, layouts: &[usize]) -> bool {
        self.feeding.iter().all(|feeding| {
            let (mut main, mut snacks) = (0, 0);
            let of_diner = |sitting: &Sitting| sitting.diners == [feeding.diner];
            for (sitting, layout) in self.sittings.iter().zip(layouts).filter(|(sitting, _)| of_diner(sitting)) {
                if !sitting.layouts[*layout].feed {
                    match self.meals[sitting.meal] {
                        Meal::Breakfast | Meal::Lunch | Meal::Dinner => main += 1,
                        Meal::MorningSnack | Meal::AfternoonSnack | Meal::NightSnack => snacks += 1,
                    }
                }
            }
            main <= feeding.main_meals.1 && snacks <= feeding.snacks.1
        })
    }
}
