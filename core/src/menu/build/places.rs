//! How a meal is laid: which kinds of dish stand together.
//!
//! A main meal is one bowl (phở, porridge) by itself, or rice with a main dish and soup or vegetables; fruit may follow. A
//! snack is one thing or two. A breast-fed child's feed is a meal of its own.
//!
//! What catches people out: the dish bank has no meal of its own for fruit, so that fruit after a meal is what the bank
//! offers at that meal.

use crate::foods::{Database, Dish, DishKind, Meal, MealKind, Role};

/// A place at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Staple,
    Bowl,
    Main,
    Soup,
    Vegetable,
    Side,
    Fruit,
    Drink,
    Snack,
    /// Breast milk.
    Feed,
}

/// One way to lay a meal: each place, and whether it must be filled.
pub(super) type Pattern = &'static [(Place, bool)];

const BOWL: Pattern = &[(Place::Bowl, true), (Place::Vegetable, false), (Place::Fruit, false)];
const WITH_SOUP: Pattern = &[
    (Place::Staple, true),
    (Place::Main, true),
    (Place::Soup, true),
    (Place::Vegetable, false),
    (Place::Side, false),
    (Place::Fruit, false),
];
const WITHOUT_SOUP: Pattern = &[
    (Place::Staple, true),
    (Place::Main, true),
    (Place::Vegetable, true),
    (Place::Side, false),
    (Place::Fruit, false),
];
const MORNING_BOWL: Pattern =
    &[(Place::Bowl, true), (Place::Side, false), (Place::Drink, false), (Place::Fruit, false)];
const ONE_OR_TWO: Pattern = &[(Place::Snack, true), (Place::Snack, false)];
/// A feed of breast milk and nothing else.
pub(super) const FEED: Pattern = &[(Place::Feed, true)];

const STAPLE_OF_ITS_OWN: Pattern = &[(Place::Staple, true), (Place::Fruit, false)];
const ALL_FROM_THE_POT: Pattern = &[(Place::Fruit, false)];

/// The ways to lay a child's main meal that takes the rest from the grown-ups' pot.
pub(super) const fn from_pot(meal: Meal) -> &'static [Pattern] {
    match meal.kind() {
        MealKind::Breakfast => &[ALL_FROM_THE_POT],
        MealKind::Lunch | MealKind::Dinner => &[STAPLE_OF_ITS_OWN, ALL_FROM_THE_POT],
        MealKind::Snack => &[],
    }
}

/// The ways to lay a meal of food.
pub(super) const fn patterns(meal: Meal) -> &'static [Pattern] {
    match meal.kind() {
        MealKind::Breakfast => &[MORNING_BOWL],
        MealKind::Lunch | MealKind::Dinner => &[WITH_SOUP, WITHOUT_SOUP, BOWL],
        MealKind::Snack => &[ONE_OR_TWO],
    }
}

/// Whether a dish may stand in that place of that meal.
pub(super) fn suits(foods: &Database, dish: &Dish, place: Place, meal: Meal) -> bool {
    if !dish.meals.contains(&meal.kind()) {
        return false;
    }
    let morning = meal.kind() == MealKind::Breakfast;
    match place {
        Place::Staple => dish.kind == DishKind::Staple,
        Place::Bowl => {
            matches!(dish.kind, DishKind::OneBowl | DishKind::Porridge)
                || morning && matches!(dish.kind, DishKind::Snack | DishKind::Staple) && fills(foods, dish)
        }
        Place::Main => dish.kind == DishKind::Main,
        Place::Soup => dish.kind == DishKind::Soup,
        Place::Vegetable => dish.kind == DishKind::Vegetable,
        Place::Side => dish.kind == DishKind::Side,
        Place::Fruit => matches!(dish.kind, DishKind::Fruit | DishKind::Puree | DishKind::Dessert),
        Place::Drink => dish.kind == DishKind::Drink,
        Place::Snack => true,
        Place::Feed => false,
    }
}

/// Whether the dish is made of grain or roots: bread makes a breakfast, cheese does not.
fn fills(foods: &Database, dish: &Dish) -> bool {
    /// Groups of the 2007 table: grain, and starchy roots.
    const STARCH_GROUPS: std::ops::RangeInclusive<u8> = 1..=2;
    let starch = |food| foods.food(food).is_some_and(|food| STARCH_GROUPS.contains(&food.group));
    dish.ingredients.iter().any(|part| part.role == Role::Main && starch(part.food))
}
