//! How a meal is laid: which kinds of dish stand together.
//!
//! A main meal is one bowl (phở, porridge) with vegetables in it or beside it, or rice with a main dish and soup or
//! vegetables; meat, fish, egg or tofu is always there; fruit may follow. A snack is one thing, with fruit or a drink now and
//! then; at night it is something light. A breast-fed child's feed is a meal of its own, or comes before breakfast.
//!
//! What catches people out: the dish bank has no meal of its own for fruit, so that fruit after a meal is what the bank
//! offers at that meal.

use super::candidates::{holds_protein, holds_vegetables};
use crate::foods::{Database, Dish, DishKind, MddwGroup, Meal, MealKind, Role};

/// A place at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Staple,
    /// A meal in a bowl, with meat, fish, egg or tofu.
    Bowl,
    /// The same with vegetables in it.
    GreenBowl,
    /// What one breakfasts on.
    Breakfast,
    Main,
    Soup,
    Vegetable,
    Side,
    Fruit,
    Drink,
    Snack,
    /// Fruit or a drink beside a snack.
    Extra,
    /// Something light before sleep.
    Night,
    /// Breast milk.
    Feed,
}

/// One way to lay a meal: each place, and whether it must be filled.
pub(super) type Pattern = &'static [(Place, bool)];

const BOWL_OF_GREENS: Pattern = &[(Place::GreenBowl, true), (Place::Vegetable, false), (Place::Fruit, false)];
const BOWL_AND_GREENS: Pattern = &[(Place::Bowl, true), (Place::Vegetable, true), (Place::Fruit, false)];
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
const MORNING_BOWL: Pattern = &[
    (Place::Breakfast, true),
    (Place::Side, false),
    (Place::Drink, false),
    (Place::Fruit, false),
    (Place::Feed, false),
];
const BESIDE_THE_POT: Pattern =
    &[(Place::Staple, false), (Place::Main, false), (Place::Vegetable, false), (Place::Fruit, false)];
const ONE_OR_TWO: Pattern = &[(Place::Snack, true), (Place::Extra, false)];
const AT_NIGHT: Pattern = &[(Place::Night, true)];

/// A feed of breast milk and nothing else.
pub(super) const FEED: Pattern = &[(Place::Feed, true)];

/// The ways to lay a meal of food.
pub(super) const fn patterns(meal: Meal) -> &'static [Pattern] {
    match meal.kind() {
        MealKind::Breakfast => &[MORNING_BOWL],
        MealKind::Lunch | MealKind::Dinner => &[WITH_SOUP, WITHOUT_SOUP, BOWL_OF_GREENS, BOWL_AND_GREENS],
        MealKind::Snack => match meal {
            Meal::NightSnack => &[AT_NIGHT],
            _ => &[ONE_OR_TWO],
        },
    }
}

/// The ways to lay a child's own meal beside its share of the grown-ups' pot: something of its own, or nothing.
pub(super) const fn beside_the_pot(meal: Meal) -> &'static [Pattern] {
    match meal.kind() {
        MealKind::Lunch | MealKind::Dinner => &[BESIDE_THE_POT],
        MealKind::Breakfast | MealKind::Snack => &[],
    }
}

/// What a dish brings to a child's meal that leans on the pot: grain, something beside it.
pub(super) const fn brings(kind: DishKind) -> [u8; 2] {
    match kind {
        DishKind::OneBowl | DishKind::Porridge => [1, 1],
        DishKind::Staple => [1, 0],
        DishKind::Main | DishKind::Soup => [0, 1],
        _ => [0, 0],
    }
}

/// Whether a dish may stand in that place of that meal.
pub(super) fn suits(foods: &Database, dish: &Dish, place: Place, meal: Meal) -> bool {
    if !dish.meals.contains(&meal.kind()) {
        return false;
    }
    let bowl = matches!(dish.kind, DishKind::OneBowl | DishKind::Porridge);
    let light = matches!(dish.kind, DishKind::Drink | DishKind::Fruit | DishKind::Dessert | DishKind::Puree);
    let snack_meal = meal.kind() == MealKind::Snack;
    match place {
        Place::Staple => dish.kind == DishKind::Staple,
        Place::Bowl => bowl && holds_protein(foods, dish),
        Place::GreenBowl => bowl && holds_protein(foods, dish) && holds_vegetables(foods, dish),
        Place::Breakfast => bowl || matches!(dish.kind, DishKind::Snack | DishKind::Staple) && fills(foods, dish),
        Place::Main => dish.kind == DishKind::Main && holds_protein(foods, dish),
        Place::Soup => dish.kind == DishKind::Soup && holds_vegetables(foods, dish),
        Place::Vegetable => dish.kind == DishKind::Vegetable,
        Place::Side => dish.kind == DishKind::Side,
        Place::Fruit => matches!(dish.kind, DishKind::Fruit | DishKind::Puree | DishKind::Dessert),
        Place::Drink => dish.kind == DishKind::Drink,
        Place::Snack => snack_meal && (light || matches!(dish.kind, DishKind::Snack | DishKind::Porridge)),
        Place::Extra => snack_meal && matches!(dish.kind, DishKind::Drink | DishKind::Fruit),
        Place::Night => light || dish.kind == DishKind::Snack && is_dairy(foods, dish),
        Place::Feed => false,
    }
}

/// Whether the dish is milk, yoghurt or cheese first of all.
fn is_dairy(foods: &Database, dish: &Dish) -> bool {
    let dairy = |food| foods.food(food).is_some_and(|food| food.mddw_group == Some(MddwGroup::Dairy));
    dish.ingredients.first().is_some_and(|part| dairy(part.food))
}

/// Whether the dish is made of grain or roots: bread makes a breakfast, cheese does not.
fn fills(foods: &Database, dish: &Dish) -> bool {
    /// Groups of the 2007 table: grain, and starchy roots.
    const STARCH_GROUPS: std::ops::RangeInclusive<u8> = 1..=2;
    let starch = |food| foods.food(food).is_some_and(|food| STARCH_GROUPS.contains(&food.group));
    dish.ingredients.iter().any(|part| part.role == Role::Main && starch(part.food))
}
