//! What the builder answers.

use serde::Serialize;

use super::missed::Missed;
use crate::foods::{FoodCode, Meal};
use crate::menu::{Plan, PlanFault};

/// What makes one proposal different from the others, its goals being met alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Nothing: dishes as the seed draws them.
    Usual,
    /// The least money.
    Cheapest,
    /// The most iron.
    MostIron,
    /// The most calcium.
    MostCalcium,
    /// Favourites, and what is at home.
    Liked,
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What makes it different.
    pub aim: Aim,
    /// What is eaten.
    pub plan: Plan,
    /// Which part of each eater's day its meals are, 0–1, by eater. Under 1 the goals are that share of the day's, ceilings
    /// stay whole, and what [`read_plan`](crate::menu::read_plan) says of a whole day does not hold.
    pub parts: Vec<f64>,
    /// How good it is, proven.
    pub certificate: Certificate,
    /// What its objective is made of, day by day, what weighs most first; empty when it is 0.
    pub missed: Vec<Missed>,
    /// The seed it was drawn with: the same request with it gives the same menu.
    pub seed: u64,
    /// Which wish cannot be met together with the goals, if any.
    pub impossible: Option<Impossible>,
}

/// Whether the menu is proven to be the best of its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No menu of these dishes and portions misses less, rice, milk and other plain drinks alone standing twice a day.
    Optimal,
    /// None misses less than the bound; whether one lies between is not known.
    Bounded,
}

/// How far the goals are missed, and how far they must be.
///
/// The objective adds up, over goals and days, how far each is missed as a share of its need or limit; energy and
/// macronutrients weigh 1000, the budget and a nursed child's feeds 100, a child's lunch or dinner from the pot that lacks
/// grain or what goes with it 10, a vitamin or mineral 1 and the worst of them 2 more, iron where a tablet is taken beside the
/// food a two-hundredth, a meal's share of the energy a twentieth. 0: every goal is met, iron too. What only tells equal menus apart (variety,
/// favourites, season, cost, the seed's own draw) is left out: nobody can prove how varied a week must be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Certificate {
    /// Proven best, or how near.
    pub status: Status,
    /// What this menu misses.
    pub objective: f64,
    /// What any menu must miss.
    pub bound: f64,
    /// `(objective − bound) / objective`; 0 when nothing is missed.
    pub gap: f64,
}

/// Why no menu is built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A child under 6 months takes breast milk only: no menu, ever.
    #[error("a child of {months} months takes breast milk only: there is no menu before 6 months")]
    UnderSixMonths {
        /// Its age.
        months: u8,
    },
    /// A child whose first foods begin: small tastes beside breast milk, and no menu yet.
    #[error("at {months} months first foods begin beside breast milk; the bank's menus begin at {from} months")]
    FirstFoods {
        /// Its age.
        months: u8,
        /// From which month on the bank holds dishes.
        from: u32,
    },
    /// Nobody eats, or too many.
    #[error("{eaters} eaters: a pot feeds 1 to {most}")]
    Eaters {
        /// How many.
        eaters: usize,
        /// The most.
        most: usize,
    },
    /// Not so many days.
    #[error("{days} days: a menu is made for 1 to {most}")]
    Days {
        /// How many.
        days: u8,
        /// The most.
        most: u8,
    },
    /// Not so many proposals.
    #[error("{proposals} proposals: 1 to {most} are made")]
    Proposals {
        /// How many.
        proposals: u8,
        /// The most.
        most: u8,
    },
    /// No meal, or one twice.
    #[error("the day has no meal, or one of them twice")]
    Meals,
    /// No such month.
    #[error("there is no month {month}")]
    Month {
        /// What was given.
        month: u8,
    },
    /// The bank holds no such dish.
    #[error("there is no dish {dish}")]
    UnknownDish {
        /// The id.
        dish: String,
    },
    /// The food table holds no such food.
    #[error("there is no food {food}")]
    UnknownFood {
        /// The code.
        food: FoodCode,
    },
    /// A dish that was fixed must not be eaten by one of the eaters.
    #[error("the dish {dish} is not safe for eater {eater}: {rule}")]
    UnsafeDish {
        /// The dish.
        dish: String,
        /// Which eater, from 0.
        eater: usize,
        /// The rule it breaks.
        rule: &'static str,
    },
    /// A dish that was fixed holds what the household keeps from its table.
    #[error("the dish {dish} was fixed and is not eaten: {wish:?}")]
    FixedNotEaten {
        /// The dish.
        dish: String,
        /// Against which wish it stands.
        wish: Wish,
    },
    /// Nothing the bank holds may stand in a meal, with these wishes and for these eaters.
    #[error("no dish of the bank fits the meal {}", meal.code())]
    NoDish {
        /// The meal.
        meal: Meal,
        /// Each wish without which there would be one; where none alone is enough, all that keep dishes away together.
        because: Vec<Wish>,
    },
    /// What was built breaks a rule of safety all the same, and is not shown.
    #[error("no safe menu was found")]
    NoSafeMenu,
    /// The plan cannot be read.
    #[error(transparent)]
    Plan(#[from] PlanFault),
    /// Whoever asked told the builder to stop.
    #[error("stopped")]
    Stopped,
}

/// A wish of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// The money for a day.
    Budget,
    /// Foods and dishes nobody likes.
    Dislikes,
    /// Foods someone is allergic to.
    Allergens,
    /// No meat, no fish.
    Vegetarian,
    /// Dishes that must stand.
    Fixed,
}

/// A wish that cannot be met together with the goals, and the nearest that can.
#[derive(Clone, Debug, PartialEq)]
pub struct Impossible {
    /// The wish that stands in the way.
    pub wish: Wish,
    /// Whether no menu at all keeps the wish and misses nothing; else none was found, and there may be one.
    pub proven: bool,
    /// The goals that would be met without it, by rule.
    pub goals: Vec<&'static str>,
    /// On which day, from 0: of a budget the first that it does not suffice for, else the one that misses most.
    pub day: u8,
    /// For a budget: what any day that keeps energy and macronutrients costs at least, đ, proven.
    pub at_least_vnd: Option<u32>,
    /// For a budget: what any day that meets every goal costs at least, đ, proven; `None` when none does.
    pub balanced_at_least_vnd: Option<u32>,
    /// For a budget: a price at which a whole safe day was really built, `nearest`, đ, rounded up; the cheapest found.
    pub cheapest_vnd: Option<u32>,
    /// The nearest plan of that day without the wish.
    pub nearest: Option<Box<Plan>>,
}

/// How far the builder is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Of the whole work, 0–1.
    pub done: f64,
    /// Proposals finished.
    pub proposals: u8,
    /// What the best menu so far of the one being worked on misses.
    pub objective: f64,
}
