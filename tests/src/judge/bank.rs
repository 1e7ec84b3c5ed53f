//! Dishes, foods and prices as their tables say.

use std::collections::{BTreeMap, BTreeSet};

use super::composition::{Composition, compositions};
use super::tsv::{Row, rows};
use super::who::Who;

/// A food.
#[derive(Clone, Debug)]
pub struct Food {
    /// What 100 g hold.
    pub composition: Composition,
    /// Vietnamese name.
    pub name: String,
    /// Group of the 2007 table.
    pub group: u32,
    /// Left after peeling, per cent.
    pub edible: Option<f64>,
    /// Its protein is animal.
    pub animal: bool,
    /// Food group of a child's count.
    pub iycf: String,
    /// Food group of a woman's count.
    pub mddw: String,
    /// Flags the safety rules read.
    pub flags: BTreeSet<String>,
}

/// A dish: one serving.
#[derive(Clone, Debug)]
pub struct Dish {
    /// Vietnamese name.
    pub name: String,
    /// `main`, `soup` …
    pub kind: String,
    /// Made for children of these months; `None` for women.
    pub months: Option<(u32, u32)>,
    /// `pregnant`, `lactating`, `child`.
    pub audiences: Vec<String>,
    /// Where it is eaten.
    pub regions: Vec<String>,
    /// Meals it suits.
    pub meals: Vec<String>,
    /// Hazards over those of its foods.
    pub flags: BTreeSet<String>,
    /// Food, edible grams, role.
    pub ingredients: Vec<(u32, f64, String)>,
    /// What it holds that some are allergic to.
    pub allergens: BTreeSet<String>,
    /// First month at which a child's share may be taken out before seasoning.
    pub shared_from: Option<u32>,
    /// Whether that share is taken out before seasoning; false where nothing seasons the dish.
    pub seasoned_later: bool,
    grid: Grid,
}

#[derive(Clone, Copy, Debug)]
struct Grid {
    per_serving: f64,
    step: f64,
    least: f64,
    most: f64,
    most_under_36: Option<f64>,
}

/// All of it.
#[derive(Debug)]
pub struct Bank {
    /// By code.
    pub foods: BTreeMap<u32, Food>,
    /// By id.
    pub dishes: BTreeMap<String, Dish>,
    prices: Vec<Row>,
    shared: Vec<Row>,
}

impl Bank {
    /// Reads the tables.
    #[must_use]
    pub fn read() -> Self {
        let dishes = dishes();
        Self {
            foods: foods(),
            dishes,
            prices: rows("dishes/nep-2026/prices.tsv"),
            shared: rows("dishes/nep-2026/dish_sharing_amounts.tsv"),
        }
    }

    /// The row of a food's price: the region's, else the one for everywhere.
    #[must_use]
    pub fn price(&self, food: u32, region: &str) -> Option<&Row> {
        let of = |region: &str| {
            self.prices.iter().find(|row| row.whole("food_code") == Some(food) && row.text("region") == region)
        };
        of(region).or_else(|| of("all"))
    }

    /// đ of so many edible grams; nothing where no price is known.
    #[must_use]
    pub fn cost(&self, food: u32, edible_grams: f64, region: &str) -> f64 {
        let Some(price) = self.price(food, region) else { return 0.0 };
        let bought = match (price.text("basis"), self.foods[&food].edible) {
            ("as_purchased", Some(percent)) => edible_grams / percent * 100.0,
            _ => edible_grams,
        };
        bought / 1000.0 * price.number("price_vnd_per_kg").expect("a price")
    }

    /// Whether so many servings are an amount of the dish that this person is served at a meal.
    #[must_use]
    pub fn is_served(&self, dish: &Dish, who: &Who, servings: f64) -> bool {
        let Grid { per_serving, step, least, most, most_under_36 } = dish.grid;
        let measures = servings * per_serving;
        let steps = measures / step;
        let on_grid = (steps - steps.round()).abs() < 1e-6;
        if who.months.is_some() && dish.months.is_none() {
            let age = |row: &&Row| (row.whole("from_months")..=row.whole("to_months")).contains(&who.months);
            let most = self.shared.iter().find(age).and_then(|row| row.number("most_servings"));
            return on_grid && steps > 0.5 && most.is_some_and(|most| servings <= most + 1e-9);
        }
        let most = match (most_under_36, who.months) {
            (Some(small), Some(..36)) => small,
            _ => most,
        };
        on_grid && measures >= least - 1e-6 && measures <= most + 1e-6
    }
}

fn foods() -> BTreeMap<u32, Food> {
    let by_code = |path: &str, column: &str| -> BTreeMap<u32, Row> {
        rows(path).into_iter().map(|row| (row.whole(column).expect("a code"), row)).collect()
    };
    let mut printed = by_code("foods/vtn-2007/foods.tsv", "code");
    printed.extend(by_code("foods/nep-2026/foods.tsv", "code"));
    let traits = by_code("foods/nep-2026/food_traits.tsv", "code");
    let food = |(code, composition): (u32, Composition)| {
        let (row, traits) = (&printed[&code], &traits[&code]);
        let food = Food {
            composition,
            name: row.text("name_vi").to_owned(),
            group: row.whole("food_group").expect("a group"),
            edible: row.number("edible_percent"),
            animal: traits.text("animal_protein") == "1",
            iycf: traits.text("iycf_group").to_owned(),
            mddw: traits.text("mddw_group").to_owned(),
            flags: traits.words("flags").into_iter().collect(),
        };
        (code, food)
    };
    compositions().into_iter().map(food).collect()
}

fn dishes() -> BTreeMap<String, Dish> {
    let mut ingredients: BTreeMap<String, Vec<(u32, f64, String)>> = BTreeMap::new();
    let mut allergens: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let held = rows("foods/nep-2026/food_allergens.tsv");
    for row in rows("dishes/nep-2026/dish_ingredients.tsv") {
        // A row with a local name speaks of the product that a dish calls so.
        let of_it = held.iter().filter(|held| {
            let called = held.text("local_name_vi");
            held.text("code") == row.text("food_code") && (called.is_empty() || called == row.text("local_name_vi"))
        });
        let of_it = of_it.flat_map(|held| held.words("allergens")).filter(|word| word != "none");
        allergens.entry(row.text("dish_id").to_owned()).or_default().extend(of_it);
        let part =
            (row.whole("food_code").expect("a food"), row.number("grams").expect("grams"), row.text("role").into());
        ingredients.entry(row.text("dish_id").to_owned()).or_default().push(part);
    }
    let (hazards, sharing) = (rows("dishes/nep-2026/dish_traits.tsv"), rows("dishes/nep-2026/dish_sharing.tsv"));
    let portions = rows("dishes/nep-2026/dish_portions.tsv");
    let dish = |row: Row| {
        let id = row.text("id").to_owned();
        let youngest = row.whole("child_age_min_months");
        let by_kind = |rule: &&Row| {
            let months = rule.whole("from_months").zip(rule.whole("to_months"));
            let eater = match (months, youngest) {
                (Some((from, to)), Some(youngest)) => (from..=to).contains(&youngest),
                (months, youngest) => months.is_none() && youngest.is_none(),
            };
            rule.text("dish_id").is_empty() && rule.text("kind") == row.text("kind") && eater
        };
        let share = sharing.iter().find(|row| row.text("dish_id") == id);
        let own = portions.iter().find(|rule| rule.text("dish_id") == id);
        let rule = own.or_else(|| portions.iter().find(by_kind)).expect("every dish has a measure");
        let figure = |column: &str| rule.number(column).expect("a figure");
        let dish = Dish {
            name: row.text("name_vi").to_owned(),
            kind: row.text("kind").to_owned(),
            months: youngest.zip(row.whole("child_age_max_months")),
            audiences: row.words("audiences"),
            regions: row.words("regions"),
            meals: row.words("meals"),
            flags: hazards.iter().filter(|row| row.text("dish_id") == id).flat_map(|row| row.words("flags")).collect(),
            ingredients: ingredients.get(&id).cloned().unwrap_or_default(),
            allergens: allergens.get(&id).cloned().unwrap_or_default(),
            shared_from: share.and_then(|row| row.whole("from_months")),
            seasoned_later: share.is_some_and(|row| row.text("before_seasoning") == "1"),
            grid: Grid {
                per_serving: figure("per_serving"),
                step: figure("step"),
                least: figure("least"),
                most: figure("most"),
                most_under_36: rule.number("most_under_36"),
            },
        };
        (id, dish)
    };
    rows("dishes/nep-2026/dishes.tsv").into_iter().map(dish).collect()
}
