//! What one person eats on one day: the printed dishes taken apart by the tables, and the sums the rules ask for.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bank::{Bank, Dish, Food};
use super::who::Who;

/// One food of one dish.
pub struct Part<'a> {
    /// Which of her meals, from 0.
    pub meal: usize,
    /// The dish.
    pub dish: &'a str,
    /// Its code.
    pub code: u32,
    /// The food.
    pub food: &'a Food,
    /// Edible grams.
    pub grams: f64,
    /// Seasoning or oil: too little to count as a group.
    pub seasoning: bool,
    /// Hazards of the food and of the dish as served to her.
    pub hazards: BTreeSet<&'a str>,
}

/// A dish on her table.
pub struct Served<'a> {
    /// Its id.
    pub id: &'a str,
    /// The dish.
    pub dish: &'a Dish,
    /// The child's share, taken out before seasoning.
    pub unseasoned: bool,
    /// Servings.
    pub portion: f64,
}

/// Her day.
pub struct Day<'a> {
    /// Which meals, in their order.
    pub meals: Vec<&'a str>,
    /// Dish by dish.
    pub served: Vec<Served<'a>>,
    /// Food by food.
    pub parts: Vec<Part<'a>>,
}

/// A total, and the share of the food's weight for which it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sum {
    /// How much.
    pub amount: f64,
    /// 0–1.
    pub known: f64,
}

/// A change of a sum, known as far.
impl Sum {
    /// So many times it.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { amount: self.amount * factor, ..self }
    }

    /// Both together, known where the lesser known is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { amount: self.amount + other.amount, known: self.known.min(other.known) }
    }
}

impl<'a> Day<'a> {
    /// Dishes with liver in them, those of each meal by themselves.
    #[must_use]
    pub fn liver_dishes(&self) -> usize {
        let with_liver = self.parts.iter().filter(|part| part.hazards.contains("liver"));
        with_liver.map(|part| (part.meal, part.dish)).collect::<BTreeSet<_>>().len()
    }

    /// Takes the printed day apart; what the print and the tables do not agree on is added to `faults`.
    ///
    /// # Panics
    ///
    /// When the answer is no answer.
    #[must_use]
    pub fn read(bank: &'a Bank, who: &Who, day: &'a Value, faults: &mut Vec<String>) -> Self {
        let mut read = Self { meals: Vec::new(), served: Vec::new(), parts: Vec::new() };
        for meal in day["meals"].as_array().expect("meals") {
            let dishes = meal["dishes"].as_array().expect("dishes");
            let hers: Vec<&Value> = dishes.iter().filter(|dish| dish["eater"] == who.id.as_str()).collect();
            if hers.is_empty() {
                continue;
            }
            read.meals.push(meal["meal"].as_str().expect("a meal"));
            for dish in hers {
                read.serve(bank, who, dish, faults);
            }
        }
        read
    }

    fn serve(&mut self, bank: &'a Bank, who: &Who, printed: &'a Value, faults: &mut Vec<String>) {
        let id = printed["dish_id"].as_str().expect("a dish of the bank");
        let Some(dish) = bank.dishes.get(id) else {
            faults.push(format!("{id} is no dish of the bank"));
            return;
        };
        let portion = printed["portion"].as_f64().expect("a portion");
        let unseasoned = printed["share"] == "unseasoned";
        let changes = printed["changes"].as_array().expect("changes");
        let changed = |code: u32| changes.iter().find(|change| change["out"] == code);
        let mut expected = Vec::new();
        for (code, grams, role) in &dish.ingredients {
            let (code, grams) = match changed(*code) {
                Some(change) => (
                    u32::try_from(change["into"].as_u64().expect("a food")).expect("a code"),
                    change["grams"].as_f64().expect("grams"),
                ),
                None => (*code, *grams),
            };
            let food = &bank.foods[&code];
            let put_in_last =
                ["added_salt", "salty", "added_sugar", "honey"].iter().any(|flag| food.flags.contains(*flag));
            if grams > 0.0 && !(unseasoned && role == "seasoning" && put_in_last) {
                expected.push((code, grams * portion, role.as_str(), changed(code).is_some()));
            }
        }
        let shown = printed["ingredients"].as_array().expect("ingredients");
        if shown.len() != expected.len() {
            faults.push(format!("{id}: {} foods are printed, the tables hold {}", shown.len(), expected.len()));
        }
        // A dish made for the child's age has its fruit stoned and cut; one whose nuts are ground says so.
        let prepared = dish.months.zip(who.months).is_some_and(|((first, _), months)| first <= months);
        let ground = dish.flags.contains("ground_nut");
        for (shown, (code, grams, role, changed)) in shown.iter().zip(expected) {
            let (food_code, printed) = (&shown["food_code"], shown["grams"].as_f64().expect("grams"));
            if food_code != code || (printed - grams).abs() > 1e-6 * grams.max(1.0) {
                faults.push(format!("{id}: {food_code} {printed} g is printed, the tables say {code} {grams} g"));
            }
            let food = &bank.foods[&code];
            let lifted =
                |flag: &&str| !changed && (**flag == *"whole_nut" && ground || **flag == *"choking" && prepared);
            let of_both = food.flags.iter().chain(&dish.flags).map(String::as_str).filter(|flag| !lifted(flag));
            self.parts.push(Part {
                meal: self.meals.len() - 1,
                dish: id,
                code,
                food,
                grams,
                seasoning: matches!(role, "seasoning" | "oil"),
                hazards: of_both.collect(),
            });
        }
        self.served.push(Served { id, dish, unseasoned, portion });
    }

    /// Sums what each food gives; `None` where it is not known.
    pub fn sum(&self, gives: impl Fn(&Part<'a>) -> Option<f64>) -> Sum {
        self.sum_of(|_| true, gives)
    }

    /// The same over some foods.
    pub fn sum_of(&self, of: impl Fn(&Part<'a>) -> bool, gives: impl Fn(&Part<'a>) -> Option<f64>) -> Sum {
        let (mut amount, mut known, mut all) = (0.0, 0.0, 0.0);
        for part in self.parts.iter().filter(|part| of(part)) {
            all += part.grams;
            if let Some(per_100g) = gives(part) {
                amount += per_100g * part.grams / 100.0;
                known += part.grams;
            }
        }
        Sum { amount, known: if all > 0.0 { known / all } else { 0.0 } }
    }

    /// The total of a nutrient.
    #[must_use]
    pub fn of(&self, nutrient: &str) -> Sum {
        self.sum(|part| part.food.composition.get(nutrient).copied())
    }

    /// A subject that is a sum; `None` for a share or a ratio.
    #[must_use]
    pub fn subject(&self, subject: &str) -> Option<Sum> {
        Some(match subject {
            "niacin_equivalents" => {
                let both = |part: &Part<'_>| {
                    let of = |nutrient: &str| part.food.composition.get(nutrient).copied();
                    of("niacin").zip(of("tryptophan")).map(|(niacin, _)| niacin)
                };
                let amount = self.of("niacin").amount + self.of("tryptophan").amount / 60.0;
                Sum { amount, known: self.sum(both).known }
            }
            "epa_dha" => self.of("epa").and(self.of("dha")).times(1000.0),
            "salt" => self.of("sodium").times(2.54 / 1000.0),
            "free_sugars" => self.free_sugars(),
            _ => self.of(subject),
        })
    }

    /// Sugars of foods that are or hold added sugar, honey and juice; their carbohydrate where sugars are not known.
    #[must_use]
    pub fn free_sugars(&self) -> Sum {
        self.sum(|part| {
            let sweet = ["added_sugar", "honey", "juice"].iter().any(|flag| part.food.flags.contains(*flag));
            let of = |nutrient: &str| part.food.composition.get(nutrient).copied();
            if sweet { of("sugars").or_else(|| of("carbohydrate")) } else { Some(0.0) }
        })
    }

    /// kcal of protein, fat and carbohydrate.
    #[must_use]
    pub fn kcal_of_three(&self) -> Sum {
        self.of("protein").times(4.0).and(self.of("fat").times(9.0)).and(self.of("carbohydrate").times(4.0))
    }

    /// Grams of the foods that fit.
    pub fn grams(&self, fits: impl Fn(&Part<'a>) -> bool) -> f64 {
        self.parts.iter().filter(|part| fits(part)).map(|part| part.grams).sum()
    }

    /// Whether breast milk stands in the menu with an amount.
    #[must_use]
    pub fn records_milk(&self) -> bool {
        self.grams(|part| part.food.flags.contains("breast_milk")) > 0.0
    }
}
