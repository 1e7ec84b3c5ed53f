//! The file `nep menu check` reads: who eats, and what at each meal.

use nep_core::foods::{Database, Flag, FoodCode, Meal};
use nep_core::menu::{Change, DayMenu, Ingredient, MealMenu, Serving, Share, Table};
use serde_json::Value;

use crate::commands::menu_json::{At, Fault, PRINTED, Read, Someone, Wrong, people, whose};

/// The whole file.
#[derive(Debug, PartialEq)]
pub(in crate::commands) struct Request {
    pub people: Vec<Someone>,
    /// Each day: the menu of each person, in the order of `people`.
    pub days: Vec<Vec<DayMenu>>,
}

/// Grams of a dish are printed rounded: so far apart they are still the bank's.
const ROUNDED_GRAMS: f64 = 0.1;
const ROUNDED_SHARE: f64 = 0.005;

pub(in crate::commands) fn read(file: &Value) -> Read<Request> {
    let root = At { value: file, path: "$".into() };
    let mut members = vec!["person", "people", "meals", "days"];
    members.extend(PRINTED);
    root.members(&members)?;
    root.one_of("person", "people")?;
    root.one_of("meals", "days")?;
    let list = match root.member("people")? {
        Some(list) => list.some_list()?,
        None => vec![root.required("person")?],
    };
    let days = match root.member("days")? {
        Some(list) => list.some_list()?,
        None => vec![root.clone()],
    };
    let people = people(&list)?;
    let days = days.iter().map(|at| day(at, &people)).collect::<Read<_>>()?;
    Ok(Request { people, days })
}

/// The menu of each person of one day; meals at which someone eats nothing are none of theirs.
fn day(at: &At<'_>, people: &[Someone]) -> Read<Vec<DayMenu>> {
    let foods = Database::bundled();
    if at.path != "$" {
        at.members(&["day", "meals"])?;
    }
    let mut menus = vec![DayMenu::default(); people.len()];
    let meals = at.required("meals")?.list()?;
    for meal in &meals {
        meal.members(&["meal", "dishes", "ingredients"])?;
        let kind_at = meal.required("meal")?;
        let word = kind_at.text()?;
        let which = Meal::from_code(word).ok_or_else(|| {
            let allowed = Meal::ALL.iter().map(|meal| meal.code()).collect::<Vec<_>>().join(", ");
            kind_at.fault(Wrong::NoneOf { word: word.into(), allowed })
        })?;
        for menu in &mut menus {
            menu.meals.push(MealMenu { meal: which, dishes: Vec::new(), ingredients: Vec::new() });
        }
        let breastfed = |someone: &Someone| someone.eater.who.person().is_some_and(|who| who.is_breastfed_child());
        let mut put = |eater: Option<usize>, food: Option<FoodCode>, place: &dyn Fn(&mut MealMenu)| {
            // Breast milk that names no eater is the breast-fed child's, not the whole family's.
            let nursed =
                eater.is_none() && food.and_then(|food| foods.food(food)).is_some_and(|f| f.is(Flag::BreastMilk));
            let nursed = nursed && people.iter().any(breastfed);
            for ((index, menu), someone) in menus.iter_mut().enumerate().zip(people) {
                let theirs = if nursed { breastfed(someone) } else { eater.is_none_or(|e| e == index) };
                if theirs && let Some(last) = menu.meals.last_mut() {
                    place(last);
                }
            }
        };
        for at in meal.member("dishes")?.map(|list| list.list()).transpose()?.unwrap_or_default() {
            let eater = whose(&at, people)?;
            match dish(&at)? {
                Dish::OfTheBank(serving) => {
                    let milk = foods.dish(&serving.dish).and_then(|dish| dish.ingredients.first());
                    put(eater, milk.map(|part| part.food), &|meal| meal.dishes.push(serving.clone()));
                }
                Dish::Foods(list) => {
                    for food in list {
                        put(eater, Some(food.food), &|meal| meal.ingredients.push(food));
                    }
                }
            }
        }
        if meal.member("ingredients")?.is_some() {
            for (at, food) in ingredients(meal)? {
                put(whose(&at, people)?, Some(food.food), &|meal| meal.ingredients.push(food));
            }
        }
    }
    for menu in &mut menus {
        menu.meals.retain(|meal| !meal.is_empty());
    }
    if menus.iter().all(|menu| menu.meals.is_empty()) {
        return Err(Fault { path: format!("{}.meals", at.path), what: Wrong::Empty });
    }
    Ok(menus)
}

enum Dish {
    OfTheBank(Serving),
    /// A dish of no bank: its ingredients say what it is.
    Foods(Vec<Ingredient>),
}

fn dish(at: &At<'_>) -> Read<Dish> {
    at.members(&["dish_id", "portion", "eater", "name_vi", "energy_kcal", "share", "changes", "ingredients"])?;
    let id_at = match at.member("dish_id")? {
        Some(id_at) => id_at,
        None if at.member("ingredients")?.is_some() => {
            return Ok(Dish::Foods(ingredients(at)?.into_iter().map(|(_, food)| food).collect()));
        }
        None => return Err(Fault { path: format!("{}.dish_id", at.path), what: Wrong::Missing }),
    };
    let id = id_at.text()?;
    let Some(known) = Database::bundled().dish(id) else { return Err(id_at.fault(Wrong::NoSuchDish(id.to_owned()))) };
    let portion = at.member("portion")?.map_or(Ok(1.0), |portion| portion.up_to(DayMenu::MOST_PORTIONS))?;
    let share = at.word("share", &[("whole", Share::Whole), ("unseasoned", Share::Unseasoned)])?.unwrap_or_default();
    let mut serving = Serving { share, ..Serving::whole(id, portion) };
    for at in at.member("changes")?.map(|list| list.list()).transpose()?.unwrap_or_default() {
        at.members(&["out", "into", "grams"])?;
        let out_at = at.required("out")?;
        let out = food(&out_at)?;
        if known.ingredients.iter().all(|part| part.food != out) {
            return Err(out_at.fault(Wrong::NotInTheDish(out)));
        }
        if serving.changes.iter().any(|change| change.out == out) {
            return Err(out_at.fault(Wrong::Twice));
        }
        let into = food(&at.required("into")?)?;
        let grams = at.required("grams")?.zero_or_up_to(DayMenu::MOST_GRAMS)?;
        serving.changes.push(Change { out, into, grams });
    }
    if let Some(list) = at.member("ingredients")? {
        let given = ingredients(at)?;
        let cooked = serving.foods(&Table::bundled()).unwrap_or_default();
        let same = |(food, part): (&Ingredient, &Ingredient)| {
            let near = ROUNDED_GRAMS + part.grams * ROUNDED_SHARE;
            food.food == part.food && (food.grams - part.grams).abs() <= near
        };
        if given.len() != cooked.len() || !given.iter().map(|(_, food)| food).zip(&cooked).all(same) {
            return Err(list.fault(Wrong::NotTheBanksRecipe));
        }
    }
    Ok(Dish::OfTheBank(serving))
}

/// The foods by weight of the member `ingredients`, each with its place.
fn ingredients<'a>(at: &At<'a>) -> Read<Vec<(At<'a>, Ingredient)>> {
    let list = at.required("ingredients")?.list()?;
    list.into_iter()
        .map(|at| {
            at.members(&["food_code", "grams", "eater", "food_name_vi"])?;
            let food = food(&at.required("food_code")?)?;
            let grams = at.required("grams")?.up_to(DayMenu::MOST_GRAMS)?;
            Ok((at, Ingredient { food, grams }))
        })
        .collect()
}

fn food(at: &At<'_>) -> Read<FoodCode> {
    let food = FoodCode(at.whole()?);
    if Database::bundled().food(food).is_some() { Ok(food) } else { Err(at.fault(Wrong::NoSuchFood(food))) }
}

#[cfg(test)]
#[path = "input_tests.rs"]
mod tests;
