//! What the judged rules measure, as sums over foods: for those who look for a menu that keeps them.
//!
//! [`judged`] asks [`judge`] itself for the limits, so that a figure has one home; [`Measure`] says what
//! is set against them. A test of the menu builder holds both against the rules over thousands of menus.
//!
//! What catches people out:
//! - the limits depend on whether breast milk stands in the menu, and iron's on the class of absorption: ask again for
//!   each;
//! - a share must be told from foods that are known: a ratio over too much unknown food is no answer, whatever it is;
//! - rules of safety are no sums: [`safety`](super::safety) answers them dish by dish.

use super::{Day, Finding, Kind, energy, judge, limit, nutrients};
use crate::foods::{Meal, MealKind};
use crate::nutrition::{Amount, Intake, IronAbsorption, Nutrient, Person, Stage, Subject};

/// Something of which every food of the day gives its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The amount of a subject that is a sum.
    Of(Subject),
    /// Energy of all but breast milk.
    EnergyOfFood,
    /// Energy of breast milk.
    EnergyOfMilk,
    /// Energy of protein, fat and carbohydrate together.
    EnergyOfThree,
    /// Energy of that nutrient, one of the three.
    EnergyFrom(Nutrient),
    /// Energy of free sugars.
    EnergyFromSugars,
    /// Protein of animal origin.
    AnimalProtein,
}

impl Quantity {
    /// How much of it these foods hold.
    #[must_use]
    pub fn of(self, intake: Intake<'_>) -> Amount {
        match self {
            Self::Of(subject) => intake.subject(subject).unwrap_or_default(),
            Self::EnergyOfFood => intake.amount_from(Nutrient::Energy, |food| !food.traits.breast_milk),
            Self::EnergyOfMilk => intake.amount_from(Nutrient::Energy, |food| food.traits.breast_milk),
            Self::EnergyOfThree => energy::of_three(intake),
            Self::EnergyFrom(nutrient) => energy::of_one(intake, nutrient),
            Self::EnergyFromSugars => {
                let sugars = intake.free_sugars();
                Amount { amount: energy::kcal_of_sugar(sugars.amount), ..sugars }
            }
            Self::AnimalProtein => intake.amount_from(Nutrient::Protein, |food| food.traits.animal_protein),
        }
    }
}

impl Quantity {
    /// The quantities that must each be known for this one to be.
    #[must_use]
    pub fn known_of(self) -> Vec<Self> {
        match self {
            Self::EnergyOfThree => {
                [Nutrient::Protein, Nutrient::Fat, Nutrient::Carbohydrate].map(Self::EnergyFrom).to_vec()
            }
            Self::AnimalProtein => Vec::new(),
            one => vec![one],
        }
    }
}

/// What a rule sets against its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// A sum; short or over as soon as the known part shows it.
    Sum(Quantity),
    /// A sum that must be known.
    KnownSum(Quantity),
    /// `100 × part / whole`, both known.
    Percent {
        /// Its part.
        part: Quantity,
        /// The whole.
        whole: Quantity,
    },
    /// How many food groups.
    Groups,
}

/// A rule that can fail, with its limits for one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The rule.
    pub rule: &'static str,
    /// What it measures.
    pub measure: Measure,
    /// The least that keeps it.
    pub low: Option<f64>,
    /// The most that keeps it.
    pub high: Option<f64>,
    /// A goal, or safety.
    pub kind: Kind,
    /// Missing it fails no menu: the tablet or the health station supplies what food does not.
    pub supplemented: bool,
}

/// The rules that can fail this person's day and are sums or counts, with their limits. `day` may hold any food; whether
/// breast milk is among it chooses the rows.
#[must_use]
pub fn judged(day: &Day<'_>) -> Vec<Judged> {
    let supplemented = |rule: &str| rule == Subject::Iron.code() && nutrients::needs_the_tablet(day.person);
    let findings = judge(day).into_iter().filter(|finding| finding.kind != Kind::Inform);
    findings
        .filter_map(|Finding { rule, low, high, kind, unit, .. }| {
            let measure = measure(rule, unit, day.need_from_food.is_some())?;
            Some(Judged { rule, measure, low, high, kind, supplemented: supplemented(rule) })
        })
        .collect()
}

/// `None` for the rules of safety.
fn measure(rule: &str, unit: &str, milk_beside_food: bool) -> Option<Measure> {
    let of_energy = |part| Measure::Percent { part, whole: Quantity::EnergyOfThree };
    Some(match rule {
        "energy" if milk_beside_food => Measure::KnownSum(Quantity::EnergyOfFood),
        "energy" | "energy_with_breast_milk" => Measure::KnownSum(Quantity::Of(Subject::Energy)),
        "protein_share" => of_energy(Quantity::EnergyFrom(Nutrient::Protein)),
        "fat_share" => of_energy(Quantity::EnergyFrom(Nutrient::Fat)),
        "carbohydrate_share" => of_energy(Quantity::EnergyFrom(Nutrient::Carbohydrate)),
        "animal_protein_share" => {
            Measure::Percent { part: Quantity::AnimalProtein, whole: Quantity::Of(Subject::Protein) }
        }
        "free_sugars" if unit != "g" => of_energy(Quantity::EnergyFromSugars),
        "food_groups" => Measure::Groups,
        _ => Measure::Sum(Quantity::Of(nutrients::limited_by(rule).or_else(|| Subject::from_code(rule))?)),
    })
}

/// Grams of meat and fish, and milligrams of vitamin C, over which iron is absorbed at 15 %.
#[must_use]
pub fn iron_class_limits(person: Person) -> Option<(f64, f64)> {
    let high = |rule| limit(rule, person, false).and_then(|limit| limit.high);
    if person.iron.is_some() {
        return None;
    }
    Some((high("iron_class_meat")?, high("iron_class_vitamin_c")?))
}

/// The classes a day may fall in, the one that asks most first.
#[must_use]
pub const fn iron_classes(person: Person) -> [IronAbsorption; 2] {
    match person.iron {
        Some(known) => [known, known],
        None => [IronAbsorption::Ten, IronAbsorption::Fifteen],
    }
}

/// Shares of the food's weight, 0–1, for which a nutrient must be known: to call it short, and to call a ceiling kept
/// when what is known is carried over to all food.
#[must_use]
pub fn known_shares(person: Person) -> (f64, f64) {
    let share = |rule| limit(rule, person, false).and_then(|limit| limit.low).map_or(1.0, |percent| percent / 100.0);
    (share("known_share"), share("known_share_of_limit"))
}

/// Grams from which a food group counts.
#[must_use]
pub fn food_group_minimum(person: Person) -> Option<f64> {
    limit("food_group_minimum", person, false).and_then(|limit| limit.low)
}

/// Which part of the day these meals usually are, 0–1: the sum of their usual shares of its energy. 1 when all three main
/// meals are among them, for who eats no snack eats more at table.
///
/// The shares are an author's default ([`meal_share`]); of a child under 12 months those of the next age are taken, for none
/// are printed.
#[must_use]
pub fn part_of_day(person: Person, meals: &[Meal]) -> f64 {
    if [Meal::Breakfast, Meal::Lunch, Meal::Dinner].iter().all(|main| meals.contains(main)) {
        return 1.0;
    }
    let of_shares = match person.stage {
        Stage::Child { age_months: ..12, sex, .. } => {
            Person::new(Stage::Child { age_months: 12, sex, breastfed: false }).unwrap_or(person)
        }
        _ => person,
    };
    let middle = |meal: &Meal| meal_share(of_shares, meal.kind()).map_or(0.0, |(low, high)| f64::midpoint(low, high));
    let part: f64 = meals.iter().map(middle).sum();
    if part > 0.0 { (part / 100.0).min(1.0) } else { 1.0 }
}

/// Percent of the day's energy a meal should give, from and to: an author's default that only informs.
#[must_use]
pub fn meal_share(person: Person, meal: MealKind) -> Option<(f64, f64)> {
    let limit = limit(energy::meal_share_rule(meal), person, false)?;
    Some((limit.low?, limit.high?))
}

/// The rule that says so, by its code.
#[must_use]
pub const fn meal_share_rule(meal: MealKind) -> &'static str {
    energy::meal_share_rule(meal)
}
