//! A day's menu read against the need: what a page shows and `nep menu check` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, Cost, Share};
use crate::foods::{Confidence, FoodCode, Meal};
use crate::nutrition::balance::{Finding, NeedFromFood, Overall};
use crate::nutrition::{Amount, Citation, Figure, IronAbsorption, Subject};

/// Everything known about one person's day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// The day in one word.
    pub overall: Overall,
    /// What is eaten, meal by meal.
    pub meals: Vec<MealReading>,
    /// Every nutrient with its need and limit.
    pub nutrients: Vec<NutrientLine>,
    /// Every rule's answer.
    pub rules: Vec<Finding>,
    /// What is short, worst first.
    pub shortfalls: Vec<Shortfall>,
    /// What it costs.
    pub cost: Cost,
    /// Food groups present, with their grams, in the counting of the rule on variety: IYCF for a child, MDD-W for a woman.
    pub food_groups: BTreeMap<&'static str, f64>,
    /// The class of iron absorption the need goes by.
    pub iron_absorption: IronAbsorption,
    /// For a breast-fed child under 24 months.
    pub breast_milk: Option<BreastMilk>,
    /// For a child of 6–23 months who is not breast-fed: how often it is to eat.
    pub feeds: Option<Feeds>,
}

impl Reading {
    /// The line of one subject.
    #[must_use]
    pub fn nutrient(&self, subject: Subject) -> Option<&NutrientLine> {
        self.nutrients.iter().find(|line| line.nutrient == subject)
    }

    /// The answer of one rule.
    #[must_use]
    pub fn rule(&self, rule: &str) -> Option<&Finding> {
        self.rules.iter().find(|finding| finding.rule == rule)
    }
}

/// One meal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MealReading {
    /// Which meal.
    pub meal: Meal,
    /// Its energy.
    pub energy: Amount,
    /// Its protein.
    pub protein: Amount,
    /// What it costs.
    pub cost: Cost,
    /// Its dishes; foods by weight stand in one entry without id.
    pub dishes: Vec<DishReading>,
}

/// One dish of a meal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DishReading {
    /// The dish; `None` for foods given by weight.
    pub dish_id: Option<String>,
    /// Its Vietnamese name.
    pub name_vi: Option<String>,
    /// Servings.
    pub portion: f64,
    /// Whether it was taken out before seasoning.
    pub share: Share,
    /// What stands in it for what.
    pub changes: Vec<Change>,
    /// Its energy.
    pub energy: Amount,
    /// What it costs.
    pub cost: Cost,
    /// What is in it.
    pub ingredients: Vec<IngredientReading>,
}

/// One food of a dish.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IngredientReading {
    /// The food.
    pub food_code: FoodCode,
    /// Its Vietnamese name.
    pub food_name_vi: String,
    /// Edible grams, raw, for the portion eaten.
    pub grams: f64,
}

/// A nutrient of the day beside the need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NutrientLine {
    /// Which.
    pub nutrient: Subject,
    /// Its unit.
    pub unit: &'static str,
    /// How much; a lower bound when not all is known.
    pub amount: f64,
    /// Share of the food's weight for which it is known, 0–1.
    pub known_share: f64,
    /// The recommended intake or goal, with its sources; none where only a ceiling counts.
    pub need: Option<Figure>,
    /// The most, where there is only a ceiling (salt, sugar).
    pub high: Option<Figure>,
    /// The tolerable upper limit.
    pub upper: Option<Figure>,
}

/// What is short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortfall {
    /// The rule that is not met.
    pub nutrient: &'static str,
    /// By how much, in `unit`.
    pub by: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What sets it right: at first only the supplement; [`fill_fixes`](super::fill_fixes) finds the food.
    pub fix: Option<Fix>,
    /// Where `fix` is a supplement: the food that brings it nearer beside it, once [`fill_fixes`](super::fill_fixes) found any.
    pub beside: Option<FoodFix>,
}

/// What sets a shortfall right.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// The daily iron–folic acid tablet (QĐ 4128/2016).
    IronFolicTablet,
    /// Iron as the health station says.
    HealthStation,
    /// More of this food.
    Food(FoodFix),
    /// No dish of the bank brings it nearer without harm elsewhere.
    NoFood,
}

/// The cheapest food found that closes a gap, or the largest part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoodFix {
    /// What to eat, one after the other.
    pub steps: Vec<FixStep>,
    /// What is still short then, in the shortfall's unit; 0 when the gap is closed.
    pub left: f64,
    /// What it costs more, đồng, rounded to 100 đ; below 0 it saves.
    pub cost_vnd: i64,
}

/// A dish more, more of a dish, or one dish instead of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FixStep {
    /// At which meal.
    pub meal: Meal,
    /// The dish.
    pub dish_id: String,
    /// Its Vietnamese name.
    pub name_vi: String,
    /// Servings of it.
    pub portion: f64,
    /// The same in household measures.
    pub measures: f64,
    /// The measure, in Vietnamese.
    pub measure_vi: String,
    /// The measure, in English.
    pub measure_en: String,
    /// Edible grams, raw, all its foods together.
    pub grams: f64,
    /// The dish of that meal it is eaten instead of, if any.
    pub instead_of: Option<String>,
    /// What it brings the day, in the shortfall's unit.
    pub gives: f64,
}

/// How often a child who is not breast-fed is to eat: meals, snacks and feeds of milk together. It informs. What milk a child
/// may have, and from which age, the rules of safety say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feeds {
    /// The least a day.
    pub least: u32,
    /// The meals and snacks of this day.
    pub held: u32,
    /// How sure the least is.
    pub confidence: Confidence,
    /// Its cell.
    pub citation: Citation,
}

/// A breast-fed child's milk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreastMilk {
    /// The breast milk that stands in the menu, g.
    pub recorded_grams: f64,
    /// Energy of the breast milk that stands in the menu, kcal.
    pub recorded_kcal: f64,
    /// Energy milk is taken to give when food gives what it should: the whole need less the need from food, kcal.
    pub expected_kcal: Option<f64>,
    /// The need from food.
    pub need_from_food: Option<NeedFromFood>,
    /// Whether the totals of other nutrients count breast milk.
    pub counted: bool,
}
