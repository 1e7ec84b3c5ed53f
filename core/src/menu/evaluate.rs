//! Reads one person's day against the need.

use super::laid::{Laid, Served, for_children, made_for};
use super::reading::{BreastMilk, Feeds, Fix, MealReading, NutrientLine, Reading, Shortfall};
use super::{Cost, DayMenu, Share, Table};
use crate::foods::{Database, Dish, Flag, FoodCode, Region};
use crate::nutrition::balance::{self, Day, Finding, Kind, NeedFromFood, Overall, Verdict};
use crate::nutrition::{Amount, Citation, Intake, Nutrient, Person, Requirements, Stage, Subject};

/// Why a menu is not read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A child under 6 months takes breast milk only: no menu, ever.
    #[error("a child of {months} months takes breast milk only: there is no menu before 6 months")]
    UnderSixMonths {
        /// Its age.
        months: u8,
    },
    /// The bank holds no such dish.
    #[error("meal {meal}, dish {index}: there is no dish {dish}")]
    UnknownDish {
        /// Which meal, from 0.
        meal: usize,
        /// Which of its dishes, from 0.
        index: usize,
        /// The id.
        dish: String,
    },
    /// The food table holds no such food.
    #[error("meal {meal}, ingredient {index}: there is no food {food}")]
    UnknownFood {
        /// Which meal, from 0.
        meal: usize,
        /// Which of its ingredients, from 0.
        index: usize,
        /// The code.
        food: FoodCode,
    },
    /// A change takes out a food the dish does not hold, or the same food twice.
    #[error("meal {meal}, dish {index}: {dish} holds no food {food} to change")]
    NotInTheDish {
        /// Which meal, from 0.
        meal: usize,
        /// Which of its dishes, from 0.
        index: usize,
        /// The dish.
        dish: String,
        /// The food.
        food: FoodCode,
    },
    /// Not an amount.
    #[error("meal {meal}: {value} is not an amount anyone eats")]
    NotAnAmount {
        /// Which meal, from 0.
        meal: usize,
        /// What was given.
        value: f64,
    },
}

/// The person's day: totals, rules, what is short, cost. Of what was eaten on other days it knows nothing: see
/// [`evaluate_days`].
///
/// # Errors
///
/// For a child under 6 months, and when the menu names a dish or food that does not exist or an amount that is none.
pub fn evaluate(table: &Table<'_>, person: Person, region: Region, menu: &DayMenu) -> Result<Reading, Fault> {
    evaluate_after(table, person, region, menu, 0).map(|(reading, _)| reading)
}

/// The person's days, one after the other, each judged with what the days before it hold.
///
/// # Errors
///
/// As [`evaluate`], with the day, from 0.
pub fn evaluate_days(
    table: &Table<'_>,
    person: Person,
    region: Region,
    menus: &[DayMenu],
) -> Result<Vec<Reading>, (usize, Fault)> {
    let mut liver: Vec<u32> = Vec::new();
    let read = |(day, menu): (usize, &DayMenu)| {
        let before = liver.iter().rev().take(balance::LIVER_DAYS - 1).sum();
        let (reading, today) = evaluate_after(table, person, region, menu, before).map_err(|fault| (day, fault))?;
        liver.push(today);
        Ok(reading)
    };
    menus.iter().enumerate().map(read).collect()
}

/// The day after so many dishes of liver in the six days before, and how many it holds itself.
fn evaluate_after(
    table: &Table<'_>,
    person: Person,
    region: Region,
    menu: &DayMenu,
    liver_before: u32,
) -> Result<(Reading, u32), Fault> {
    if let Some(months) = person.child_months().filter(|months| *months < Person::FIRST_MENU_MONTH) {
        return Err(Fault::UnderSixMonths { months });
    }
    let laid = Laid::set(table, menu, Some(person))?;
    Ok(with_day(table, person, menu, &laid, |day| {
        let mut rules = balance::judge(day);
        rules.extend(balance::liver_week(person, day.intake, liver_before));
        let iron_absorption = balance::iron_absorption(person, day.intake);
        let resolved = person.absorbing_iron(iron_absorption);
        let reading = Reading {
            overall: Overall::of(&rules),
            meals: laid.meals(table, region, menu),
            nutrients: nutrients(day.requirements, resolved, day.intake),
            shortfalls: shortfalls(person, &rules),
            rules,
            cost: Cost::of(table, day.intake.eaten(), region),
            food_groups: balance::food_groups(day.intake),
            iron_absorption,
            breast_milk: breast_milk(day.requirements, resolved, day.intake, day.need_from_food.clone()),
            feeds: feeds(table.foods(), person, menu),
        };
        (reading, balance::liver_dishes(day.intake))
    }))
}

/// The day as the rules are asked of it.
pub(super) fn with_day<T>(
    table: &Table<'_>,
    person: Person,
    menu: &DayMenu,
    laid: &Laid<'_>,
    ask: impl FnOnce(&Day<'_>) -> T,
) -> T {
    let eaten = laid.eaten();
    let meals: Vec<_> = menu.meals.iter().map(|meal| meal.meal).collect();
    let too_old = laid.dishes(|_, dish| for_children(dish) && !made_for(dish, person));
    // The table of sharing speaks of the recipe as it stands, not of one with another food in it.
    let shared = |served: &Served<'_>, dish: &Dish| {
        let recipe = served.changes.iter().all(|change| change.into == change.out);
        let sharing = person.child_months().and_then(|months| dish.shared_at(u32::from(months)));
        recipe && sharing.is_some_and(|sharing| served.share == Share::Unseasoned || !sharing.before_seasoning)
    };
    let of_the_family = laid.dishes(|served, dish| !for_children(dish) && !shared(served, dish));
    let choking = laid.dishes(|_, dish| made_for(dish, person) && dish.flags.contains(&Flag::Choking));
    ask(&Day {
        person,
        requirements: table.requirements(),
        intake: Intake::of(&eaten),
        meals: &meals,
        need_from_food: need_from_food(table.foods(), person),
        too_old: &too_old,
        of_the_family: &of_the_family,
        choking: &choking,
    })
}

/// What someone eats of whom no table says what he needs: meals with their foods, energy and protein, and no verdict.
///
/// # Errors
///
/// When the menu names a dish or food that does not exist or an amount that is none.
pub fn served(table: &Table<'_>, region: Region, menu: &DayMenu) -> Result<Vec<MealReading>, Fault> {
    Ok(Laid::set(table, menu, None)?.meals(table, region, menu))
}

/// The printed need from food of a breast-fed child under 24 months.
fn need_from_food(foods: &Database, person: Person) -> Option<NeedFromFood> {
    let months = person.child_months().filter(|_| person.is_breastfed_child())?;
    let row = foods.feeding_at(u32::from(months))?;
    Some(NeedFromFood {
        kcal: row.energy_from_food_breastfed_kcal?,
        confidence: row.confidence,
        citation: Citation { document: row.source.clone(), place: row.at("energy_from_food_breastfed_kcal") },
    })
}

fn nutrients(requirements: &Requirements, person: Person, intake: Intake<'_>) -> Vec<NutrientLine> {
    let lines = Subject::ALL.iter().filter_map(|&subject| {
        let Amount { amount, known_share } = intake.subject(subject)?;
        let printed = requirements.requirement(person, subject);
        Some(NutrientLine {
            nutrient: subject,
            unit: subject.unit(),
            amount,
            known_share,
            need: printed.as_ref().and_then(|printed| printed.need().cloned()).filter(|_| !subject.is_only_limited()),
            high: printed.as_ref().and_then(|printed| printed.high.clone()),
            upper: printed.and_then(|printed| printed.upper),
        })
    });
    lines.collect()
}

/// Goals that are short and iron that a tablet brings up to the need, the largest share of the need first.
fn shortfalls(person: Person, rules: &[Finding]) -> Vec<Shortfall> {
    let mut found: Vec<(f64, Shortfall)> = Vec::new();
    for finding in rules.iter().filter(|finding| finding.kind != Kind::Inform) {
        let (Some(value), Some(low)) = (finding.value, finding.low) else { continue };
        let fix = match finding.verdict {
            Verdict::Short => None,
            Verdict::NeedsSupplement => Some(match person.stage {
                Stage::Pregnant { .. } => Fix::IronFolicTablet,
                Stage::Lactating { .. } | Stage::Child { .. } => Fix::HealthStation,
            }),
            Verdict::Ok | Verdict::Over | Verdict::Unknown => continue,
        };
        let by = low - value;
        found.push((by / low, Shortfall { nutrient: finding.rule, by, unit: finding.unit, fix, beside: None }));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, shortfall)| shortfall).collect()
}

/// The least feeds of a child who is not breast-fed beside the day's own.
fn feeds(foods: &Database, person: Person, menu: &DayMenu) -> Option<Feeds> {
    let months = person.child_months().filter(|_| !person.is_breastfed_child())?;
    let row = foods.feeding_at(u32::from(months))?;
    Some(Feeds {
        least: row.min_feeds_non_breastfed?,
        held: u32::try_from(menu.meals.iter().filter(|meal| !meal.is_empty()).count()).unwrap_or(u32::MAX),
        confidence: row.confidence,
        citation: Citation { document: row.source.clone(), place: row.at("min_feeds_non_breastfed") },
    })
}

fn breast_milk(
    requirements: &Requirements,
    person: Person,
    intake: Intake<'_>,
    need_from_food: Option<NeedFromFood>,
) -> Option<BreastMilk> {
    if !person.is_breastfed_child() {
        return None;
    }
    let whole = requirements.requirement(person, Subject::Energy).and_then(|energy| energy.recommended);
    let expected = whole.zip(need_from_food.as_ref()).map(|(whole, food)| whole.value - food.kcal);
    Some(BreastMilk {
        recorded_grams: intake.grams(|food| food.traits.breast_milk),
        recorded_kcal: intake.amount_from(Nutrient::Energy, |food| food.traits.breast_milk).amount,
        expected_kcal: expected,
        need_from_food,
        counted: intake.records_breast_milk(),
    })
}
