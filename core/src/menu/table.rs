//! What menus are worked out from: the bundled foods and requirements, and a family's own dishes and prices.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::DayMenu;
use super::swap::Avoid;
use crate::foods::{
    Audience, Confidence, Cost, Database, Dish, DishKind, Flag, Food, FoodCode, Ingredient, MealKind, NoCost,
    PortionGrid, PriceBasis, Region, Role, SourceRef, Tag,
};
use crate::nutrition::{Nutrient, Per100g, Person, Requirements};

/// Foods, dishes, prices and requirements: every function on menus asks the same table.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    foods: &'a Database,
    requirements: &'a Requirements,
    /// In the order of [`Database::foods`], which is by code.
    compositions: Arc<[Per100g]>,
    own_dishes: BTreeMap<String, Dish>,
    own_prices: BTreeMap<FoodCode, u32>,
}

/// A dish the family cooks and the bank does not know: one serving.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnDish {
    /// Begins with [`OwnDish::PREFIX`], so that no dish of the bank is ever meant.
    pub id: String,
    /// What the family calls it.
    pub name: String,
    /// What part of a meal it is.
    pub kind: DishKind,
    /// Meals it suits.
    pub meals: Vec<MealKind>,
    /// First and last completed month of the children it is cooked for; `None`: a dish of the family.
    pub child_months: Option<(u32, u32)>,
    /// Whether its fish, meat or egg is eaten raw or half done.
    pub raw: bool,
    /// What goes in.
    pub ingredients: Vec<OwnIngredient>,
}

/// What goes into one serving of an own dish.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnIngredient {
    /// The food.
    pub food: FoodCode,
    /// Grams of its edible part, raw; above 0 and up to [`DayMenu::MOST_GRAMS`].
    pub grams: f64,
    /// What it does there.
    pub role: Role,
}

/// Why an own dish or price is not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotTaken {
    /// The id does not begin with [`OwnDish::PREFIX`], or nothing follows.
    #[error("{0} is no id of an own dish")]
    Id(String),
    /// Another own dish has that id.
    #[error("there are two own dishes {0}")]
    Twice(String),
    /// Nothing goes in.
    #[error("own dish {0} has no ingredient")]
    Empty(String),
    /// More goes in than [`OwnDish::MOST_INGREDIENTS`].
    #[error("own dish {0} has more than {most} ingredients", most = OwnDish::MOST_INGREDIENTS)]
    TooMany(String),
    /// A dish for children under 6 months, or of months that are none.
    #[error("own dish {id}: there is no dish for a child of {from}–{to} months")]
    Months {
        /// The dish.
        id: String,
        /// First month.
        from: u32,
        /// Last month.
        to: u32,
    },
    /// One food stands in the dish twice.
    #[error("food {0} goes in twice")]
    FoodTwice(FoodCode),
    /// The food table holds no such food.
    #[error("there is no food {0}")]
    UnknownFood(FoodCode),
    /// Not an amount.
    #[error("{value} g of food {food} is not an amount anyone eats")]
    NotAnAmount {
        /// Of which food.
        food: FoodCode,
        /// What was given.
        value: f64,
    },
    /// Not a price.
    #[error("{vnd_per_kg} đ a kilogram of food {food} is no price")]
    NotAPrice {
        /// Of which food.
        food: FoodCode,
        /// What was given.
        vnd_per_kg: u32,
    },
}

impl OwnDish {
    /// What ids of own dishes begin with.
    pub const PREFIX: &'static str = "own-";
    /// No pot holds more different foods.
    pub const MOST_INGREDIENTS: usize = 60;
}

/// What a family says itself stands in no table.
const THEIR_OWN: SourceRef = SourceRef { file: "", line: 0, column: "" };

impl<'a> Table<'a> {
    /// The dearest price taken, in đ a kilogram: swallow's nest sells for less.
    pub const MOST_VND_PER_KG: u32 = 100_000_000;

    /// A table without own dishes and prices.
    #[must_use]
    pub fn new(foods: &'a Database, requirements: &'a Requirements) -> Self {
        let compositions = foods.foods().iter().map(composition).collect();
        Self { foods, requirements, compositions, own_dishes: BTreeMap::new(), own_prices: BTreeMap::new() }
    }

    /// The table of the bundled database; cheap from the second call on.
    #[must_use]
    pub fn bundled() -> Table<'static> {
        static BUNDLED: OnceLock<Table<'static>> = OnceLock::new();
        BUNDLED.get_or_init(|| Table::new(Database::bundled(), Requirements::bundled())).clone()
    }

    /// The same with an own dish.
    ///
    /// # Errors
    ///
    /// When the dish names an unknown food, holds no amount, or its id is not its own.
    pub fn with_dish(mut self, own: &OwnDish) -> Result<Self, NotTaken> {
        if own.id.strip_prefix(OwnDish::PREFIX).is_none_or(str::is_empty) {
            return Err(NotTaken::Id(own.id.clone()));
        }
        if own.ingredients.is_empty() {
            return Err(NotTaken::Empty(own.id.clone()));
        }
        if own.ingredients.len() > OwnDish::MOST_INGREDIENTS {
            return Err(NotTaken::TooMany(own.id.clone()));
        }
        for (index, &OwnIngredient { food, grams, .. }) in own.ingredients.iter().enumerate() {
            if own.ingredients[..index].iter().any(|known| known.food == food) {
                return Err(NotTaken::FoodTwice(food));
            }
            if self.foods.food(food).is_none() {
                return Err(NotTaken::UnknownFood(food));
            }
            if !(grams > 0.0 && grams <= DayMenu::MOST_GRAMS) {
                return Err(NotTaken::NotAnAmount { food, value: grams });
            }
        }
        let (from, to) = own.child_months.unwrap_or_default();
        let months = own.child_months.is_none() || from <= to && to <= u32::from(Person::CHILD_LAST_MONTH);
        let youngest = own.child_months.map(|(from, _)| from);
        let portions = self.foods.usual_portions(own.kind, youngest).filter(|_| months);
        let portions = portions.ok_or_else(|| NotTaken::Months { id: own.id.clone(), from, to })?.clone();
        if self
            .own_dishes
            .insert(own.id.clone(), own.as_dish(portions, self.is_vegetarian(own), self.raw(own)))
            .is_some()
        {
            return Err(NotTaken::Twice(own.id.clone()));
        }
        Ok(self)
    }

    /// The same with the family's own price of a food, in đ a kilogram as its market sells it.
    ///
    /// # Errors
    ///
    /// When there is no such food, or the price is 0 or past [`Table::MOST_VND_PER_KG`].
    pub fn with_price(mut self, food: FoodCode, vnd_per_kg: u32) -> Result<Self, NotTaken> {
        if self.foods.food(food).is_none() {
            return Err(NotTaken::UnknownFood(food));
        }
        if vnd_per_kg == 0 || vnd_per_kg > Self::MOST_VND_PER_KG {
            return Err(NotTaken::NotAPrice { food, vnd_per_kg });
        }
        self.own_prices.insert(food, vnd_per_kg);
        Ok(self)
    }

    /// Whether nothing of meat or fish goes in, nor their fat and sauces.
    fn is_vegetarian(&self, own: &OwnDish) -> bool {
        let vegetarian = Avoid { vegetarian: true, ..Avoid::default() };
        let eaten = |part: &OwnIngredient| self.foods.food(part.food).is_some_and(|food| vegetarian.allows_food(food));
        own.ingredients.iter().all(eaten)
    }

    /// What of it is eaten raw.
    fn raw(&self, own: &OwnDish) -> Vec<Flag> {
        /// Groups of the 2007 table: meat, fish, egg.
        const EATEN_RAW: [(u8, Flag); 3] = [(7, Flag::RawMeat), (8, Flag::RawFish), (9, Flag::RawEgg)];
        let of = |group| {
            own.ingredients.iter().any(|part| self.foods.food(part.food).is_some_and(|food| food.group == group))
        };
        EATEN_RAW.into_iter().filter(|(group, _)| own.raw && of(*group)).map(|(_, flag)| flag).collect()
    }

    /// The foods.
    #[must_use]
    pub const fn foods(&self) -> &'a Database {
        self.foods
    }

    /// The requirements.
    #[must_use]
    pub const fn requirements(&self) -> &'a Requirements {
        self.requirements
    }

    /// The dish of that id: of the bank, or the family's own.
    #[must_use]
    pub fn dish(&self, id: &str) -> Option<&Dish> {
        self.own_dishes.get(id).or_else(|| self.foods.dish(id))
    }

    /// Every dish: the bank's in the order of its table, then the family's own by id.
    pub fn dishes(&self) -> impl Iterator<Item = &Dish> {
        self.foods.dishes().iter().chain(self.own_dishes.values())
    }

    /// Whether the dish is the family's own.
    #[must_use]
    pub fn is_own(&self, id: &str) -> bool {
        self.own_dishes.contains_key(id)
    }

    /// From which completed month a child's share of the dish may be taken out before seasoning; `None`: the table of
    /// sharing does not say that it may.
    #[must_use]
    pub fn shared_from_months(&self, dish: &str) -> Option<u32> {
        self.dish(dish)?.sharing.as_ref().map(|sharing| sharing.from_months)
    }

    /// What 100 g of a food's edible part hold.
    #[must_use]
    pub fn composition(&self, food: FoodCode) -> Option<&Per100g> {
        let index = self.foods.foods().binary_search_by_key(&food, |known| known.code).ok()?;
        Some(&self.compositions[index])
    }

    /// The family's own price of a food, đ a kilogram.
    #[must_use]
    pub fn own_price(&self, food: FoodCode) -> Option<u32> {
        self.own_prices.get(&food).copied()
    }

    /// What `edible_grams` of a food cost: at the family's own price where it gave one, else at the region's.
    ///
    /// # Errors
    ///
    /// When there is no such food or it has no price.
    pub fn cost(&self, food: FoodCode, edible_grams: f64, region: Region) -> Result<Cost, NoCost> {
        let Some(vnd_per_kg) = self.own_price(food) else { return self.foods.cost(food, edible_grams, region) };
        let known = self.foods.food(food).ok_or(NoCost::UnknownFood(food))?;
        // What is sold ready to cook everywhere is sold so at her market too.
        let edible = self.foods.price(food, region).is_some_and(|price| price.basis == PriceBasis::Edible);
        let (grams, confidence) = match known.edible_percent {
            _ if edible => (edible_grams, Confidence::High),
            Some(percent) => (edible_grams / percent * 100.0, Confidence::High),
            None => (edible_grams, Confidence::Low),
        };
        Ok(Cost { vnd: grams / 1000.0 * f64::from(vnd_per_kg), confidence, place: THEIR_OWN })
    }
}

fn composition(food: &Food) -> Per100g {
    let mut per_100g: Per100g = [None; Nutrient::ALL.len()];
    for known in &food.nutrients {
        per_100g[known.nutrient as usize] = Some(known.per_100g);
    }
    per_100g
}

impl OwnDish {
    fn as_dish(&self, portions: PortionGrid, vegetarian: bool, raw: Vec<Flag>) -> Dish {
        let ingredients = self.ingredients.iter().map(|own| Ingredient {
            food: own.food,
            grams: own.grams,
            role: own.role,
            optional: false,
            local_name_vi: String::new(),
            local_allergens: Vec::new(),
            local_read_label: Vec::new(),
            place: THEIR_OWN,
        });
        Dish {
            id: self.id.clone(),
            name_vi: self.name.clone(),
            name_en: self.name.clone(),
            kind: self.kind,
            regions: Region::ALL.to_vec(),
            audiences: match self.child_months {
                Some(_) => vec![Audience::Child],
                None => vec![Audience::Pregnant, Audience::Lactating],
            },
            child_months: self.child_months,
            portions,
            minutes: None,
            sharing: None,
            meals: self.meals.clone(),
            tags: if vegetarian { vec![Tag::Vegetarian] } else { Vec::new() },
            flags: raw,
            flags_reason: String::new(),
            note_vi: String::new(),
            sources: Vec::new(),
            ingredients: ingredients.collect(),
            recipe: Vec::new(),
            place: THEIR_OWN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORK: FoodCode = FoodCode(7017);

    fn dish(id: &str, ingredients: &[(u32, f64)]) -> OwnDish {
        let part = |&(code, grams): &(u32, f64)| OwnIngredient { food: FoodCode(code), grams, role: Role::Main };
        OwnDish {
            id: id.into(),
            name: "Thịt kho nhà".into(),
            kind: DishKind::Main,
            meals: vec![MealKind::Lunch],
            child_months: None,
            raw: false,
            ingredients: ingredients.iter().map(part).collect(),
        }
    }

    #[test]
    fn an_own_dish_stands_beside_the_banks() {
        let table = Table::bundled().with_dish(&dish("own-1", &[(7017, 80.0)])).expect("well formed");
        assert!(table.dish("own-1").is_some() && table.is_own("own-1"));
        assert!(table.dish("com-trang").is_some() && !table.is_own("com-trang"));
        assert_eq!(table.dishes().count(), Database::bundled().dishes().len() + 1);
        assert!(Table::bundled().dish("own-1").is_none(), "one family's dish is not everyone's");
    }

    #[test]
    fn an_own_dish_is_vegetarian_when_nothing_of_it_was_killed() {
        let of = |foods: &[(u32, f64)]| {
            let table = Table::bundled().with_dish(&dish("own-1", foods)).expect("well formed");
            table.dish("own-1").expect("just put in").tags.contains(&Tag::Vegetarian)
        };
        let (rice, egg, fish_sauce, lard) = ((1004, 50.0), (9001, 50.0), (13017, 2.0), (6004, 5.0));
        assert!(of(&[rice]) && of(&[rice, egg]));
        assert!(!of(&[rice, (7017, 5.0)]) && !of(&[rice, fish_sauce]) && !of(&[rice, lard]));
    }

    #[test]
    fn an_own_dish_that_means_nothing_is_refused() {
        let taken = |own: &OwnDish| Table::bundled().with_dish(own).map(|_| ());
        assert_eq!(taken(&dish("com-trang", &[(7017, 80.0)])), Err(NotTaken::Id("com-trang".into())));
        assert_eq!(taken(&dish("own-", &[(7017, 80.0)])), Err(NotTaken::Id("own-".into())));
        assert_eq!(taken(&dish("own-1", &[])), Err(NotTaken::Empty("own-1".into())));
        assert_eq!(taken(&dish("own-1", &[(1, 80.0)])), Err(NotTaken::UnknownFood(FoodCode(1))));
        for value in [0.0, -1.0, 10_000.1, f64::INFINITY] {
            assert_eq!(taken(&dish("own-1", &[(7017, value)])), Err(NotTaken::NotAnAmount { food: PORK, value }));
        }
        assert!(taken(&dish("own-1", &[(7017, f64::NAN)])).is_err());
        assert!(taken(&dish("own-1", &[(7017, 10_000.0)])).is_ok());
        assert_eq!(taken(&dish("own-1", &[(7017, 1.0); 2])), Err(NotTaken::FoodTwice(PORK)));
        let many: Vec<(u32, f64)> = Database::bundled().foods()[..61].iter().map(|food| (food.code.0, 1.0)).collect();
        assert!(taken(&dish("own-1", &many[..60])).is_ok());
        assert_eq!(taken(&dish("own-1", &many)), Err(NotTaken::TooMany("own-1".into())));
        let twice = Table::bundled().with_dish(&dish("own-1", &[(7017, 80.0)])).expect("the first is taken");
        assert!(twice.with_dish(&dish("own-1", &[(7017, 70.0)])).is_err());
    }

    #[test]
    fn no_own_dish_is_for_a_child_under_six_months() {
        let taken = |months| {
            let own = OwnDish { child_months: Some(months), ..dish("own-1", &[(7017, 20.0)]) };
            Table::bundled().with_dish(&own).is_ok()
        };
        assert!(taken((6, 60)) && !taken((5, 60)) && !taken((6, 61)) && !taken((9, 8)));
    }

    #[test]
    fn an_own_price_is_paid_for_skin_and_bone_as_the_bundled_one() {
        // Lean pork: 98 % is eaten.
        let table = Table::bundled().with_price(PORK, 98_000).expect("a price");
        let cost = table.cost(PORK, 98.0, Region::North).expect("priced");
        assert!((cost.vnd - 9_800.0).abs() < 1e-6, "100 g bought: {}", cost.vnd);
        let usual = Table::bundled().cost(PORK, 98.0, Region::North).expect("priced");
        assert!((usual.vnd - 11_000.0).abs() < 1e-6, "at 110 000 đ: {}", usual.vnd);
    }

    #[test]
    fn a_price_is_above_0_and_below_what_nothing_costs() {
        let taken = |vnd| Table::bundled().with_price(PORK, vnd).is_ok();
        assert!(!taken(0) && taken(1) && taken(100_000_000) && !taken(100_000_001));
        assert!(Table::bundled().with_price(FoodCode(1), 1000).is_err());
    }
}
