//! What a household eats: one cooking, several eaters, one day or several.
//!
//! What catches people out:
//! - a dish is cooked once and stands once in the meal, with a portion for each who eats of it;
//! - a child's share taken out before seasoning is of the same cooking ([`Share::Unseasoned`]); a dish cooked for the child
//!   alone is a dish of its own;
//! - the printed tables hold no men and no women who neither bear nor nurse a child: they eat along and are not judged.

use super::{Change, DayMenu, Fault, MealMenu, Reading, Serving, Share, Table, evaluate, evaluate_days, laid};
use crate::foods::{Confidence, Database, FoodCode, Meal, Menu, Region, SharedAmount, SourceRef};
use crate::nutrition::Person;
use crate::nutrition::balance::{LIVER_DAYS, Overall, liver_rule};

/// The menus of a household.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where it lives: what food costs there.
    pub region: Region,
    /// Who eats.
    pub eaters: Vec<Eater>,
    /// 1 to [`Plan::MOST_DAYS`].
    pub days: Vec<PlanDay>,
}

/// One who eats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eater {
    /// What the family calls them here; no two alike.
    pub id: String,
    /// For whom the need is looked up.
    pub who: Who,
}

/// Whether the tables know what the eater needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// They do.
    Person(Person),
    /// Another grown-up of the family: servings, and no verdict.
    Adult,
}

impl Who {
    /// The person the tables know.
    #[must_use]
    pub const fn person(self) -> Option<Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Adult => None,
        }
    }
}

/// One day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanDay {
    /// In the order of the day.
    pub meals: Vec<PlanMeal>,
}

/// One meal of the household.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanMeal {
    /// Which.
    pub meal: Meal,
    /// What is cooked for it.
    pub dishes: Vec<PlanDish>,
}

/// One cooking.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDish {
    /// The dish's id: of the bank, or the family's own.
    pub dish: String,
    /// What stands in it for what, for everyone who eats of it.
    pub changes: Vec<Change>,
    /// Who eats how much.
    pub portions: Vec<Portion>,
}

/// What one eater has of a cooking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portion {
    /// Index in [`Plan::eaters`].
    pub eater: usize,
    /// Servings, above 0 and up to [`DayMenu::MOST_PORTIONS`].
    pub servings: f64,
    /// Which part.
    pub share: Share,
}

/// A child too young to share the pot the others eat of: what it eats is cooked apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CookedApart {
    /// Index in [`Plan::eaters`].
    pub eater: usize,
    /// Its age.
    pub age_months: u8,
    /// The completed month from which a child shares dishes of grown-ups.
    pub shares_from_months: u32,
    /// How sure that month is.
    pub confidence: Confidence,
    /// Its row.
    pub place: SourceRef,
}

/// Why a plan is not read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanFault {
    /// No day, or more than [`Plan::MOST_DAYS`].
    #[error("{0} days: a plan has 1 to {most}", most = Plan::MOST_DAYS)]
    Days(usize),
    /// Nobody, or more than [`Plan::MOST_EATERS`].
    #[error("{0} eaters: a plan has 1 to {most}", most = Plan::MOST_EATERS)]
    Eaters(usize),
    /// Two eaters with one id.
    #[error("two eaters are called {0}")]
    EaterTwice(String),
    /// A portion of nobody, or a second one of the same eater.
    #[error("day {day}, meal {meal}, dish {dish}: eater {eater} does not exist or has two portions")]
    NotHisPortion {
        /// Which day, from 0.
        day: usize,
        /// Which meal, from 0.
        meal: usize,
        /// Which dish, from 0.
        dish: usize,
        /// The index given.
        eater: usize,
    },
    /// What one eater has cannot be read; its places count the meals and dishes of that eater.
    #[error("day {day}, eater {eater}: {fault}")]
    Menu {
        /// Which day, from 0.
        day: usize,
        /// Whose, as an index.
        eater: usize,
        /// What is wrong.
        fault: Fault,
    },
}

impl Plan {
    /// Two weeks: nobody shops longer ahead.
    pub const MOST_DAYS: usize = 14;
    /// More than one pot feeds.
    pub const MOST_EATERS: usize = 12;

    /// The children whose dishes are cooked apart while others eat of one pot; nobody, where only such children eat.
    #[must_use]
    pub fn cooked_apart(&self, foods: &Database) -> Vec<CookedApart> {
        let Some(first) = foods.first_shared_amount() else { return Vec::new() };
        let apart = |(eater, one): (usize, &Eater)| {
            let age_months = one.who.person()?.child_months()?;
            let shares_from_months = first.months.0;
            let apart = u32::from(age_months) < shares_from_months;
            let SharedAmount { confidence, place, .. } = *first;
            apart.then_some(CookedApart { eater, age_months, shares_from_months, confidence, place })
        };
        let found: Vec<CookedApart> = self.eaters.iter().enumerate().filter_map(apart).collect();
        if found.len() < self.eaters.len() { found } else { Vec::new() }
    }

    /// A menu of the bank as the plan of one person.
    #[must_use]
    pub fn of_menu(menu: &Menu, person: Person) -> Self {
        let mut day = PlanDay::default();
        for &meal in Meal::ALL {
            let of_meal = menu.dishes.iter().filter(|served| served.meal == meal);
            let dishes: Vec<PlanDish> = of_meal.map(|served| PlanDish::for_one(&served.dish, served.portion)).collect();
            if !dishes.is_empty() {
                day.meals.push(PlanMeal { meal, dishes });
            }
        }
        let eater = Eater { id: "1".into(), who: Who::Person(person) };
        Self { region: menu.region, eaters: vec![eater], days: vec![day] }
    }

    /// What one eater has on one day; meals at which nothing is his are left out. `None`: no such day.
    #[must_use]
    pub fn menu_of(&self, day: usize, eater: usize) -> Option<DayMenu> {
        let meals = self.days.get(day)?.meals.iter().map(|meal| MealMenu {
            meal: meal.meal,
            dishes: meal.dishes.iter().flat_map(|dish| dish.servings_of(eater)).collect(),
            ingredients: Vec::new(),
        });
        Some(DayMenu { meals: meals.filter(|meal| !meal.is_empty()).collect() })
    }

    /// Refuses what no household has: too many days or eaters, two of one name, portions of nobody.
    ///
    /// # Errors
    ///
    /// The first such fault.
    pub fn check(&self) -> Result<(), PlanFault> {
        if self.days.is_empty() || self.days.len() > Self::MOST_DAYS {
            return Err(PlanFault::Days(self.days.len()));
        }
        if self.eaters.is_empty() || self.eaters.len() > Self::MOST_EATERS {
            return Err(PlanFault::Eaters(self.eaters.len()));
        }
        for (index, eater) in self.eaters.iter().enumerate() {
            if self.eaters[..index].iter().any(|known| known.id == eater.id) {
                return Err(PlanFault::EaterTwice(eater.id.clone()));
            }
        }
        for (day, meals) in self.days.iter().enumerate() {
            for (meal, served) in meals.meals.iter().enumerate() {
                for (dish, cooked) in served.dishes.iter().enumerate() {
                    for (index, &Portion { eater, .. }) in cooked.portions.iter().enumerate() {
                        let twice = cooked.portions[..index].iter().any(|known| known.eater == eater);
                        if twice || eater >= self.eaters.len() {
                            return Err(PlanFault::NotHisPortion { day, meal, dish, eater });
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

impl PlanDish {
    /// A dish as its recipe has it, for the first eater alone.
    #[must_use]
    pub fn for_one(dish: impl Into<String>, servings: f64) -> Self {
        let portions = vec![Portion { eater: 0, servings, share: Share::Whole }];
        Self { dish: dish.into(), changes: Vec::new(), portions }
    }

    /// What an eater has of it.
    #[must_use]
    pub fn portion_of(&self, eater: usize) -> Option<&Portion> {
        self.portions.iter().find(|portion| portion.eater == eater)
    }

    fn servings_of(&self, eater: usize) -> Option<Serving> {
        let &Portion { servings, share, .. } = self.portion_of(eater)?;
        Some(Serving { dish: self.dish.clone(), changes: self.changes.clone(), share, portion: servings })
    }

    /// Foods with grams that the whole cooking takes, seasoning only for those whose share is seasoned. `None`: the table
    /// does not hold the dish.
    #[must_use]
    pub fn cooked(&self, table: &Table<'_>) -> Option<Vec<(FoodCode, f64)>> {
        let dish = table.dish(&self.dish)?;
        let mut foods: Vec<(FoodCode, f64)> = Vec::new();
        for portion in &self.portions {
            for (part, _) in laid::cooked(table, dish, &self.changes, portion.share) {
                let grams = part.grams * portion.servings;
                match foods.iter_mut().find(|(food, _)| *food == part.food) {
                    Some((_, sum)) => *sum += grams,
                    None => foods.push((part.food, grams)),
                }
            }
        }
        Some(foods)
    }
}

/// One day of one eater, its liver judged with the days on both sides of it: what a change of that day alone must keep.
pub(super) fn read_amid(
    table: &Table<'_>,
    plan: &Plan,
    day: usize,
    eater: usize,
    person: Person,
) -> Result<Reading, PlanFault> {
    let fault = |(day, fault)| PlanFault::Menu { day, eater, fault };
    let menu = |day: usize| plan.menu_of(day, eater).unwrap_or_default();
    let alone = evaluate(table, person, plan.region, &menu(day)).map_err(|found| fault((day, found)))?;
    if plan.days.len() == 1 || alone.rule(liver_rule()).is_none() {
        return Ok(alone);
    }
    let first = day.saturating_sub(LIVER_DAYS - 1);
    let last = (day + LIVER_DAYS).min(plan.days.len());
    let menus: Vec<DayMenu> = (first..last).map(menu).collect();
    let mut readings =
        evaluate_days(table, person, plan.region, &menus).map_err(|(at, found)| fault((first + at, found)))?;
    let value = |reading: &Reading| reading.rule(liver_rule()).and_then(|finding| finding.value).unwrap_or(0.0);
    // The week that holds most of it.
    let rest = readings.split_off(day - first);
    let worst =
        rest.iter().max_by(|a, b| value(a).total_cmp(&value(b))).and_then(|one| one.rule(liver_rule())).cloned();
    let mut here = rest.into_iter().next().unwrap_or(alone);
    if let Some((known, worst)) = here.rules.iter_mut().find(|finding| finding.rule == liver_rule()).zip(worst) {
        (known.value, known.verdict) = (worst.value, worst.verdict);
    }
    here.overall = Overall::of(&here.rules);
    Ok(here)
}

/// Every day of every eater read against the need and with the days before it, `[day][eater]`; `None` for those whom no
/// table knows.
///
/// # Errors
///
/// When the plan is none ([`Plan::check`]), names what the table does not hold, or feeds a child under 6 months.
pub fn read_plan(table: &Table<'_>, plan: &Plan) -> Result<Vec<Vec<Option<Reading>>>, PlanFault> {
    plan.check()?;
    let mut readings: Vec<Vec<Option<Reading>>> = plan.days.iter().map(|_| Vec::new()).collect();
    for eater in 0..plan.eaters.len() {
        let menus: Vec<DayMenu> =
            (0..plan.days.len()).map(|day| plan.menu_of(day, eater).unwrap_or_default()).collect();
        let fault = |(day, fault)| PlanFault::Menu { day, eater, fault };
        let read: Vec<Option<Reading>> = match plan.eaters[eater].who {
            Who::Person(person) => {
                let read = evaluate_days(table, person, plan.region, &menus).map_err(fault)?;
                read.into_iter().map(Some).collect()
            }
            Who::Adult => {
                for (day, menu) in menus.iter().enumerate() {
                    super::served(table, plan.region, menu).map_err(|found| fault((day, found)))?;
                }
                vec![None; menus.len()]
            }
        };
        for (day, reading) in readings.iter_mut().zip(read) {
            day.push(reading);
        }
    }
    Ok(readings)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
