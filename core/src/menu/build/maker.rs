//! Makes the [`Problem`] of one day from the request and the tables.
//!
//! What catches people out: the order of candidates, lists and slots is that of the bank and of the request, never of a
//! hash, so that the same question is the same problem on every device.

use super::answer::Refusal;
use super::candidates::{self, Portions};
use super::goals::Goals;
use super::places::{self, Pattern, Place};
use super::problem::{Candidate, Diner, Feeding, Layout, Problem, Seat, Sitting};
use super::request::{Fixed, Request};
use crate::foods::{
    Audience, Dish, DishKind, Ingredient, IycfGroup, MddwGroup, Meal, MealKind, RequirementKind, RequirementRow,
};
use crate::menu::evaluate::with_day;
use crate::menu::laid::Laid;
use crate::menu::safety::{self, lay, one};
use crate::menu::{DayMenu, Eater, Share, Table};
use crate::nutrition::balance::measure::{Quantity, meal_share, part_of_day};
use crate::nutrition::balance::{self, Kind, LIVER_DAYS};
use crate::nutrition::{Intake, Person, Stage};

/// The problem being put together.
struct Maker<'a> {
    table: &'a Table<'a>,
    request: &'a Request,
    dishes: Vec<&'a Dish>,
    problem: Problem,
    /// Candidate to dish.
    dish_of: Vec<usize>,
    /// Dish to candidate.
    candidate_of: Vec<Option<u16>>,
    /// Whether liver was served in the days before, or must be on this day or one soon after.
    liver_near: bool,
    /// `[dish][diner]`: the rule of safety it breaks, once asked.
    broken: Vec<Option<Option<&'static str>>>,
    lead_names: Vec<&'a str>,
    keys: Vec<(Meal, Place, Vec<usize>)>,
}

impl Problem {
    /// The problem of one day, with the dishes that must stand on it.
    ///
    /// `served`: what stood on the days before, yesterday first.
    pub fn new(
        table: &Table<'_>,
        request: &Request,
        fixed: &[(Meal, &str)],
        served: &[Vec<String>],
    ) -> Result<Self, Refusal> {
        let liver = |id: &str| table.dish(id).is_some_and(|dish| candidates::holds_liver(table.foods(), dish));
        let mut maker = Maker::new(table, request);
        let today = served.len();
        let soon = |fixed: &Fixed| (today..today + LIVER_DAYS).contains(&usize::from(fixed.day.unwrap_or(0)));
        let fixed_soon = request.fixed.iter().filter(|fixed| soon(fixed)).any(|fixed| liver(&fixed.dish));
        let lately = served.iter().take(LIVER_DAYS - 1).flatten().any(|id| liver(id));
        maker.liver_near = lately || fixed_soon;
        // What must stand stands: its rule is judged with the plan.
        let must = fixed.iter().filter(|(_, id)| liver(id)).count();
        maker.problem.most_liver = u32::try_from(must.max(1)).unwrap_or(1);
        maker.sittings(fixed)?;
        Ok(maker.finish())
    }
}

impl<'a> Maker<'a> {
    fn new(table: &'a Table<'a>, request: &'a Request) -> Self {
        let dishes: Vec<&Dish> = table.dishes().collect();
        let problem = Problem {
            meals: request.meals.clone(),
            diners: Vec::new(),
            candidates: Vec::new(),
            columns: Vec::new(),
            width: 0,
            sittings: Vec::new(),
            sitting_of: Vec::new(),
            lists: Vec::new(),
            leads: 0,
            feeding: Vec::new(),
            leaning: Vec::new(),
            budget: request.budget_vnd_per_day.map(f64::from),
            most_liver: 1,
            favourites: 0,
        };
        Self {
            table,
            request,
            problem,
            dish_of: Vec::new(),
            candidate_of: vec![None; dishes.len()],
            liver_near: false,
            broken: vec![None; dishes.len() * request.eaters.len()],
            dishes,
            lead_names: Vec::new(),
            keys: Vec::new(),
        }
    }

    fn person(&self, diner: usize) -> Option<Person> {
        self.request.eaters[diner].who.person()
    }

    /// Who sits together at which meal, and what may stand there.
    fn sittings(&mut self, fixed: &[(Meal, &str)]) -> Result<(), Refusal> {
        for (meal_index, &meal) in self.request.meals.iter().enumerate() {
            let groups = groups(self.table, &self.request.eaters);
            let mut fixed_of: Vec<Vec<&str>> = vec![Vec::new(); groups.len()];
            for (_, id) in fixed.iter().filter(|(at, _)| *at == meal) {
                let dish = self.table.dish(id).ok_or_else(|| Refusal::UnknownDish { dish: (*id).to_owned() })?;
                // A dish made for nobody here is cooked for the first all the same, if it is safe.
                let group = groups.iter().position(|diners| self.is_made_for_all(dish, diners)).unwrap_or(0);
                fixed_of[group].push(id);
            }
            for (diners, fixed) in groups.into_iter().zip(fixed_of) {
                let layouts = self.layouts(meal, &diners, &fixed)?;
                if layouts.is_empty() {
                    return Err(Refusal::NoDish { meal, because: Vec::new() });
                }
                let slots = layouts.iter().map(|layout| layout.seats.len()).max().unwrap_or(0);
                let first = self.problem.slots();
                let seat = |(index, seat): (usize, Seat)| Seat { slot: first + index, ..seat };
                let layouts = layouts.into_iter().map(|layout| Layout {
                    seats: layout.seats.into_iter().enumerate().map(seat).collect(),
                    feed: layout.feed,
                });
                let sitting = Sitting { meal: meal_index, diners, layouts: layouts.collect() };
                let index = self.problem.sittings.len();
                self.problem.sitting_of.extend(std::iter::repeat_n(index, slots));
                self.problem.sittings.push(sitting);
            }
        }
        self.feeding();
        Ok(())
    }

    /// The ways to lay this meal for these diners that hold every fixed dish.
    fn layouts(&mut self, meal: Meal, diners: &[usize], fixed: &[&str]) -> Result<Vec<Layout>, Refusal> {
        let mut locked = Vec::new();
        for id in fixed {
            let at = self.dishes.iter().position(|dish| dish.id == *id);
            let at = at.ok_or_else(|| Refusal::UnknownDish { dish: (*id).to_owned() })?;
            let unsafe_dish = |(eater, rule)| Refusal::UnsafeDish { dish: (*id).to_owned(), eater, rule };
            locked.push((at, self.candidate(at, diners).map_err(unsafe_dish)?));
        }
        let nursed = self.person(diners[0]).filter(|_| self.is_nursed(diners));
        let mut patterns: Vec<Pattern> = Vec::new();
        // At night a nursed child takes milk and nothing else.
        if nursed.is_none() || meal != Meal::NightSnack {
            patterns.extend(places::patterns(meal));
        }
        let leans = self.months(diners[0]).is_some_and(|months| months >= LEANS_FROM_MONTHS);
        if leans && self.shares_a_pot(diners) && !places::beside_the_pot(meal).is_empty() {
            patterns.extend(places::beside_the_pot(meal));
            let meal = self.request.meals.iter().position(|asked| *asked == meal).expect("one of the meals asked for");
            self.problem.leaning.push((diners[0], meal));
        }
        if nursed.is_some_and(|child| may_be_a_feed(child, meal)) {
            patterns.push(places::FEED);
        }
        let (mut whole, mut beside) = (Vec::new(), Vec::new());
        for pattern in patterns {
            let Some((layout, all_fit)) = self.layout(meal, pattern, diners, &locked) else { continue };
            if all_fit { whole.push(layout) } else { beside.push(layout) }
        }
        Ok(if whole.is_empty() { beside } else { whole })
    }

    fn months(&self, diner: usize) -> Option<u32> {
        self.person(diner).and_then(Person::child_months).map(u32::from)
    }

    fn is_nursed(&self, diners: &[usize]) -> bool {
        diners.len() == 1 && self.person(diners[0]).is_some_and(Person::is_breastfed_child)
    }

    /// Whether these diners are one child who may also take its share of the grown-ups' pot.
    fn shares_a_pot(&self, diners: &[usize]) -> bool {
        let sitting = |sitting: &Sitting| sitting.diners.len() > 1 && sitting.diners.contains(&diners[0]);
        diners.len() == 1 && self.problem.sittings.iter().any(sitting)
    }

    /// One layout, and whether every fixed dish found a place of its kind.
    fn layout(
        &mut self,
        meal: Meal,
        pattern: Pattern,
        diners: &[usize],
        locked: &[(usize, u16)],
    ) -> Option<(Layout, bool)> {
        let mut seats: Vec<(Place, Seat)> = Vec::new();
        let mut free_locked: Vec<(usize, u16)> = locked.to_vec();
        for &(place, required) in pattern {
            let fits = |(dish, _): &(usize, u16)| places::suits(self.table.foods(), self.dishes[*dish], place, meal);
            if let Some(at) = free_locked.iter().position(fits) {
                let (_, candidate) = free_locked.remove(at);
                let list = self.push_list((meal, place, Vec::new()), vec![candidate]);
                seats.push((place, Seat { slot: 0, list, required: true }));
                continue;
            }
            let list = self.list(meal, place, diners);
            if !self.problem.lists[list].is_empty() {
                seats.push((place, Seat { slot: 0, list, required }));
            } else if required {
                return None;
            }
        }
        let all_fit = free_locked.is_empty();
        for (_, candidate) in free_locked {
            let list = self.push_list((meal, Place::Side, Vec::new()), vec![candidate]);
            seats.push((Place::Side, Seat { slot: 0, list, required: true }));
        }
        let feed = pattern.iter().all(|(place, _)| *place == Place::Feed);
        Some((Layout { seats: seats.into_iter().map(|(_, seat)| seat).collect(), feed }, all_fit))
    }

    /// The dishes that may stand in that place, made once.
    fn list(&mut self, meal: Meal, place: Place, diners: &[usize]) -> usize {
        let key = (meal, place, diners.to_vec());
        if let Some(known) = self.keys.iter().position(|known| *known == key) {
            return known;
        }
        let mut list = Vec::new();
        for at in 0..self.dishes.len() {
            let dish = self.dishes[at];
            let milk = candidates::is_breast_milk(self.table.foods(), dish);
            let fits = if place == Place::Feed {
                milk && self.is_nursed(diners)
            } else {
                !milk && places::suits(self.table.foods(), dish, place, meal)
            };
            let wished = place == Place::Feed || candidates::is_wished(self.table.foods(), dish, self.request);
            if fits && wished && self.is_made_for_all(dish, diners) && self.may_hold_liver(dish, meal, diners) {
                list.extend(self.candidate(at, diners).ok());
            }
        }
        self.push_list(key, list)
    }

    fn push_list(&mut self, key: (Meal, Place, Vec<usize>), mut list: Vec<u16>) -> usize {
        // A dish may have become a candidate for an earlier meal.
        list.sort_unstable();
        self.keys.push(key);
        self.problem.lists.push(list);
        self.problem.lists.len() - 1
    }

    /// Liver as rarely as [`balance::liver_week`] allows and at a main meal; where passing that is unsafe, only when it was
    /// asked for by name.
    fn may_hold_liver(&self, dish: &Dish, meal: Meal, diners: &[usize]) -> bool {
        if !candidates::holds_liver(self.table.foods(), dish) {
            return true;
        }
        let unsafe_to_pass = |diner: &usize| {
            let limit = self.person(*diner).and_then(balance::liver_limit);
            limit.is_some_and(|(_, kind)| kind == Kind::Hard)
        };
        let asked = self.request.favourites.contains(&dish.id);
        !self.liver_near
            && matches!(meal.kind(), MealKind::Lunch | MealKind::Dinner)
            && (asked || !diners.iter().any(unsafe_to_pass))
    }

    fn is_made_for_all(&self, dish: &Dish, diners: &[usize]) -> bool {
        let of_grown = dish.audiences.iter().any(|audience| *audience != Audience::Child);
        self.cooked_for(diners).into_iter().all(|diner| match self.person(diner) {
            Some(person) => candidates::is_made_for(self.table.foods(), dish, person),
            None => of_grown,
        })
    }

    /// The candidate of a dish, when it breaks no rule of safety for any of those it is cooked for.
    fn candidate(&mut self, at: usize, diners: &[usize]) -> Result<u16, (usize, &'static str)> {
        for diner in self.cooked_for(diners) {
            if let Some(broken) = self.broken_rule(at, diner, Share::Whole) {
                return Err((diner, broken));
            }
        }
        if let Some(known) = self.candidate_of[at] {
            return Ok(known);
        }
        let dish = self.dishes[at];
        let index = u16::try_from(self.problem.candidates.len()).expect("the bank holds fewer dishes");
        let leads = self.leads(dish);
        let milk = candidates::is_breast_milk(self.table.foods(), dish);
        let price = |part: &Ingredient| self.table.cost(part.food, part.grams, self.request.region).ok();
        let cost = dish.ingredients.iter().filter_map(price).map(|cost| cost.vnd).sum();
        let (portions, shares) = (0..self.request.eaters.len()).map(|diner| self.portions(at, diner)).unzip();
        let grams_of = |food| dish.ingredients.iter().filter(|part| part.food == food).map(|part| part.grams).sum();
        let favourite = self.request.favourites.contains(&dish.id);
        self.problem.favourites += u32::from(favourite);
        self.problem.candidates.push(Candidate {
            id: dish.id.clone(),
            portions: Portions::new(portions),
            shares,
            brings: places::brings(dish.kind),
            leads,
            cost: if milk { 0.0 } else { cost },
            repeatable: milk || dish.kind == DishKind::Staple || candidates::is_plain_drink(dish),
            favourite,
            out_of_season: self.request.month.is_some_and(|month| {
                candidates::is_out_of_season(self.table.foods(), dish, self.request.region, month)
            }),
            dairy: candidates::is_of_milk(self.table.foods(), dish),
            liver: candidates::holds_liver(self.table.foods(), dish),
            fish: candidates::is_of_fish(self.table.foods(), dish),
            flesh: !matches!(dish.kind, DishKind::Snack | DishKind::Side)
                && candidates::holds_flesh(self.table.foods(), dish),
            at_home: self.request.at_home.iter().map(|home| grams_of(home.food)).collect(),
        });
        self.dish_of.push(at);
        self.candidate_of[at] = Some(index);
        Ok(index)
    }

    /// For whom a sitting's dishes are cooked: of a pot, the grown-ups; the children share what they may.
    fn cooked_for(&self, diners: &[usize]) -> Vec<usize> {
        let child = |diner: &usize| self.person(*diner).is_some_and(|person| person.child_months().is_some());
        let grown: Vec<usize> = diners.iter().copied().filter(|diner| !child(diner)).collect();
        if grown.is_empty() { diners.to_vec() } else { grown }
    }

    /// The rule of safety the dish breaks for a diner, asked once.
    fn broken_rule(&mut self, at: usize, diner: usize, share: Share) -> Option<&'static str> {
        let person = self.person(diner)?;
        let (table, dish) = (self.table, self.dishes[at]);
        let known = &mut self.broken[at * self.request.eaters.len() + diner];
        match share {
            Share::Whole => *known.get_or_insert_with(|| safety::broken_rule(table, dish, person, share)),
            Share::Unseasoned => safety::broken_rule(table, dish, person, share),
        }
    }

    /// What a diner may be served of a dish, and which part of it: of what is cooked for grown-ups a child has a share or
    /// nothing.
    fn portions(&mut self, at: usize, diner: usize) -> (Vec<f64>, Share) {
        let dish = self.dishes[at];
        let months = self.person(diner).and_then(Person::child_months).map(u32::from);
        let Some(months) = months.filter(|_| !dish.audiences.contains(&Audience::Child)) else {
            return (dish.portions.choices(months).collect(), Share::Whole);
        };
        let Some(sharing) = dish.shared_at(months) else { return (vec![0.0], Share::Whole) };
        // From 24 months on a child eats as the family does, where that is safe for it.
        let unseasoned = sharing.before_seasoning && months < UNSEASONED_BEFORE_MONTHS;
        let share = if unseasoned { Share::Unseasoned } else { Share::Whole };
        let mut portions = vec![0.0];
        if self.broken_rule(at, diner, share).is_none() {
            portions.extend(self.table.foods().shared_choices(dish, months));
        }
        (portions, share)
    }

    fn leads(&mut self, dish: &Dish) -> Vec<u16> {
        let number = |name| {
            let at = self.lead_names.iter().position(|known| *known == name).unwrap_or_else(|| {
                self.lead_names.push(name);
                self.lead_names.len() - 1
            });
            u16::try_from(at).expect("fewer leads than dishes")
        };
        candidates::leads(self.table.foods(), dish).into_iter().map(number).collect()
    }

    fn feeding(&mut self) {
        for diner in 0..self.request.eaters.len() {
            let Some(person) = self.person(diner).filter(|person| person.is_breastfed_child()) else { continue };
            let months = person.child_months().map_or(0, u32::from);
            let Some(row) = self.table.foods().feeding_at(months) else { continue };
            let pair = |(low, high): (u32, u32)| (low as usize, high as usize);
            self.problem.feeding.push(Feeding { diner, main_meals: pair(row.main_meals), snacks: pair(row.snacks) });
        }
    }

    /// Goals and columns, once every candidate is known.
    fn finish(mut self) -> Problem {
        self.problem.leads = self.lead_names.len();
        let mut columns: Vec<Vec<Vec<f64>>> = Vec::new();
        for diner in 0..self.request.eaters.len() {
            let bands = self.person(diner).map_or(Vec::new(), |person| bands(person, &self.problem.meals));
            let (goals, of_diner) = match self.person(diner) {
                Some(person) => self.goals(person, diner),
                None => self.goals_of_an_adult(),
            };
            columns.push(of_diner);
            self.problem.width = self.problem.width.max(goals.width);
            self.problem.diners.push(Diner { goals, bands });
        }
        let width = self.problem.width;
        for candidate in 0..self.dish_of.len() {
            for of_diner in &columns {
                let column = &of_diner[candidate];
                self.problem.columns.extend_from_slice(column);
                self.problem.columns.extend(std::iter::repeat_n(0.0, width - column.len()));
            }
        }
        self.problem
    }

    fn goals_of_an_adult(&self) -> (Goals, Vec<Vec<f64>>) {
        let kcal = adult_kcal(self.table).expect("the row is printed; a test reads it");
        let goals = Goals::of_adult(kcal * part_of_an_adults_day(&self.problem.meals));
        let column = |dish: &usize| {
            let menu = one(self.dishes[*dish], Share::Whole);
            let laid = Laid::set(self.table, &menu, None).expect("one serving of a dish of the table");
            goals.column(Intake::of(&laid.eaten()))
        };
        let columns = self.dish_of.iter().map(column).collect();
        (goals, columns)
    }

    fn goals(&self, person: Person, diner: usize) -> (Goals, Vec<Vec<f64>>) {
        let shares = self.problem.candidates.iter().map(|candidate| candidate.shares[diner]);
        let menus: Vec<DayMenu> =
            self.dish_of.iter().zip(shares).map(|(&dish, share)| one(self.dishes[dish], share)).collect();
        goals_of(self.table, person, part_of_day(person, &self.problem.meals), &menus)
    }
}

/// The person's goals for a part of the day, 0–1, and of each menu, one serving of a dish, what it adds to their rows.
pub(super) fn goals_of(table: &Table<'_>, person: Person, part: f64, menus: &[DayMenu]) -> (Goals, Vec<Vec<f64>>) {
    let codes = match person.stage {
        Stage::Child { .. } => IycfGroup::ALL.iter().map(|group| group.code()).collect(),
        Stage::Pregnant { .. } | Stage::Lactating { .. } => MddwGroup::ALL.iter().map(|group| group.code()).collect(),
    };
    let whole = DayMenu { meals: menus.iter().flat_map(|menu| menu.meals.clone()).collect() };
    let goals = with_day(table, person, &whole, &lay(table, &whole, person), |day| {
        let partly = |quantity: Quantity| quantity.of(day.intake).known_share < 1.0 - 1e-12;
        Goals::of(day, part, codes, partly)
    });
    let column = |menu: &DayMenu| goals.column(Intake::of(&lay(table, menu, person).eaten()));
    let columns = menus.iter().map(column).collect();
    (goals, columns)
}

/// Who sits together: the grown-ups at their pot, with the children who may share of it; and each child before its own
/// dishes.
fn groups(table: &Table<'_>, eaters: &[Eater]) -> Vec<Vec<usize>> {
    let months = |diner: &usize| eaters[*diner].who.person().and_then(Person::child_months).map(u32::from);
    let shares = |diner: &usize| months(diner).is_some_and(|months| table.foods().shared_amount(months).is_some());
    let (children, grown): (Vec<usize>, Vec<usize>) = (0..eaters.len()).partition(|diner| months(diner).is_some());
    let pot = (!grown.is_empty()).then(|| grown.into_iter().chain(children.iter().copied().filter(shares)).collect());
    pot.into_iter().chain(children.iter().map(|child| vec![*child])).collect()
}

/// Whether a feed of milk may be the whole meal: between meals, at night, and in the morning of the youngest.
fn may_be_a_feed(child: Person, meal: Meal) -> bool {
    /// A child of 6–8 months takes two meals of food or three (guidelines/feeding-2026).
    const THREE_MEALS_FROM: u8 = 9;
    match meal {
        Meal::NightSnack | Meal::AfternoonSnack | Meal::MorningSnack => true,
        Meal::Breakfast => child.child_months().is_some_and(|months| months < THREE_MEALS_FROM),
        Meal::Lunch | Meal::Dinner => false,
    }
}

/// From this completed month a child's lunch may lean on the pot: rice is shared from then on (dish_sharing.tsv). Before,
/// its own porridge stands there, and what it shares is beside it.
const LEANS_FROM_MONTHS: u32 = 12;

/// A child's share is taken out before seasoning up to this completed month: salt comes late.
const UNSEASONED_BEFORE_MONTHS: u32 = 24;

/// kcal a day by which a grown-up of the family is served, whom no table knows: the only row of grown-ups printed, a woman
/// of 30–49 years at moderate work (`guidelines/rni-2016/rni.tsv`). A man eats more, and may.
fn adult_kcal(table: &Table<'_>) -> Option<f64> {
    let row = |row: &&RequirementRow| {
        row.group_id == "f_30_49y"
            && row.nutrient == "energy"
            && row.condition == "activity=moderate"
            && row.edition == "2016"
            && row.kind == RequirementKind::Rni
    };
    table.foods().requirements().iter().find(row).map(|row| row.value)
}

/// The main meals among them, of three.
pub(super) fn part_of_an_adults_day(meals: &[Meal]) -> f64 {
    let mains = meals.iter().filter(|meal| meal.kind() != MealKind::Snack).count();
    f64::from(u32::try_from(mains).unwrap_or(3).clamp(1, 3)) / 3.0
}

/// The usual shares of the day's energy, 0–1; moved in step when the meals asked for cannot make up a day by them.
pub(super) fn bands(person: Person, meals: &[Meal]) -> Vec<Option<(f64, f64)>> {
    let found: Vec<Option<(f64, f64)>> = meals.iter().map(|meal| meal_share(person, meal.kind())).collect();
    let sum = |side: fn((f64, f64)) -> f64| found.iter().flatten().map(|band| side(*band)).sum::<f64>();
    let (low, middle, high) = (sum(|b| b.0), sum(|b| f64::midpoint(b.0, b.1)), sum(|b| b.1));
    let factor = if low > 95.0 || high < 105.0 { 100.0 / middle } else { 1.0 };
    found.into_iter().map(|band| band.map(|(low, high)| (low * factor / 100.0, high * factor / 100.0))).collect()
}
