//! A day's menu as the pages speak of it: meals with their dishes, energy, cost, and what the core found.

use std::sync::OnceLock;

use nep_core::foods::{Database, Dish, Meal as Kind, Menu};
use nep_core::menu::{self, DayMenu, MealMenu, Reading, Serving, Table, evaluate};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Activity, Person, Stage};

/// A dish in a meal.
pub(super) struct Served {
    pub dish: &'static Dish,
    pub kcal: f64,
}

/// A meal of the day.
pub(super) struct Meal {
    pub kind: Kind,
    pub served: Vec<Served>,
    pub kcal: f64,
    pub vnd: f64,
}

/// A menu read for one person.
pub(super) struct Day {
    pub meals: Vec<Meal>,
    pub overall: Overall,
    /// The activity a woman is judged by.
    pub activity: Option<Activity>,
}

impl Meal {
    /// Sáng, trưa, tối.
    pub(super) const fn is_main(&self) -> bool {
        matches!(self.kind, Kind::Breakfast | Kind::Lunch | Kind::Dinner)
    }

    /// The dishes that tell a meal from another: not the rice, and at most two.
    pub(super) fn telling(&self) -> impl Iterator<Item = &Served> {
        use nep_core::foods::DishKind::{Drink, Fruit, Staple};
        let plain = |served: &&Served| matches!(served.dish.kind, Staple | Fruit | Drink);
        let only_plain = self.served.iter().all(|served| plain(&served));
        self.served.iter().filter(move |served| only_plain || !plain(served)).take(2)
    }
}

/// The menu of that id.
pub(in crate::pages) fn menu(id: &str) -> Option<&'static Menu> {
    Database::bundled().menu(id)
}

/// Every menu of the bank, each read for whom it was made; worked out once.
pub(super) fn bank() -> &'static [(&'static Menu, Day)] {
    static BANK: OnceLock<Vec<(&'static Menu, Day)>> = OnceLock::new();
    BANK.get_or_init(|| {
        let mut bank: Vec<(&'static Menu, Day)> = Database::bundled()
            .menus()
            .iter()
            .filter_map(|menu| Some((menu, day(menu, menu::person_of(menu)?))))
            .collect();
        let rank = |overall| match overall {
            Overall::Balanced => 0,
            Overall::CannotSay => 1,
            Overall::NotBalanced => 2,
            Overall::Unsafe => 3,
        };
        bank.sort_by_key(|(_, day)| rank(day.overall));
        bank
    })
}

/// Energy of one serving, kcal, as far as it is known.
pub(super) fn kcal(dish: &Dish) -> f64 {
    menu::dish_energy(&Table::bundled(), dish).amount
}

/// What the core says of the menu for `person`.
fn reading(menu: &Menu, person: Person) -> Reading {
    let served = |kind| {
        let of_meal = menu.dishes.iter().filter(move |part| part.meal == kind);
        of_meal.map(|part| Serving::whole(&part.dish, part.portion)).collect::<Vec<_>>()
    };
    let meals = Kind::ALL.iter().map(|&meal| MealMenu { meal, dishes: served(meal), ingredients: Vec::new() });
    let whole = DayMenu { meals: meals.filter(|meal| !meal.is_empty()).collect() };
    evaluate(&Table::bundled(), person, menu.region, &whole)
        .expect("the build checks the menus' dishes and portions, and no page asks for a child under 7 months")
}

/// The menu read for `person`.
pub(super) fn day(menu: &'static Menu, person: Person) -> Day {
    let database = Database::bundled();
    let reading = reading(menu, person);
    let mut day = Day { meals: Vec::new(), overall: reading.overall, activity: person_activity(person) };
    for meal in reading.meals {
        let dishes = meal.dishes.iter().filter_map(|read| {
            let dish = database.dish(read.dish_id.as_deref()?)?;
            Some(Served { dish, kcal: read.energy.amount })
        });
        let served = dishes.collect();
        day.meals.push(Meal { kind: meal.meal, served, kcal: meal.energy.amount, vnd: meal.cost.exact_vnd });
    }
    day
}

const fn person_activity(person: Person) -> Option<Activity> {
    match person.stage {
        Stage::Pregnant { activity, .. } | Stage::Lactating { activity, .. } => Some(activity),
        Stage::Child { .. } => None,
    }
}
