//! Foods and dishes by code or by name, with or without diacritics.

use nep_core::foods::{Database, Dish, Food, FoodCode, fold};

use crate::commands::menu_json::{At, Kind, Read, Wrong};

/// Names told when what was written means several.
const TOLD: usize = 5;

/// What a name means that is not to be on the table.
pub(super) struct Disliked {
    pub foods: Vec<FoodCode>,
    pub dishes: Vec<String>,
}

/// Every food and dish the word means: a code, a dish's id, or words of a name. Written without diacritics they mean every
/// spelling, for what is disliked must not slip through.
pub(super) fn disliked(at: &At<'_>) -> Read<Disliked> {
    let database = Database::bundled();
    if let Some(food) = code(at)? {
        return Ok(Disliked { foods: vec![food], dishes: Vec::new() });
    }
    let name = at.text()?;
    if let Some(dish) = database.dish(name) {
        return Ok(Disliked { foods: Vec::new(), dishes: vec![dish.id.clone()] });
    }
    let foods: Vec<FoodCode> =
        database.foods().iter().filter(|food| says(&food.name_vi, name)).map(|food| food.code).collect();
    let dishes: Vec<String> =
        database.dishes().iter().filter(|dish| says(&dish.name_vi, name)).map(|dish| dish.id.clone()).collect();
    if foods.is_empty() && dishes.is_empty() {
        return Err(at.fault(Wrong::Name { name: name.to_owned(), meant: Vec::new() }));
    }
    Ok(Disliked { foods, dishes })
}

/// The one food that is meant.
pub(in crate::commands) fn food(at: &At<'_>) -> Read<FoodCode> {
    if let Some(food) = code(at)? {
        return Ok(food);
    }
    let name = at.text()?;
    let foods = Database::bundled().foods();
    let told = |food: &&Food| format!("{} {}", food.code, food.name_vi);
    let found = the_one(foods, name, |food| &food.name_vi);
    match found[..] {
        [food] => Ok(food.code),
        ref several => {
            let meant = several.iter().take(TOLD).map(told).collect();
            Err(at.fault(Wrong::Name { name: name.to_owned(), meant }))
        }
    }
}

/// The one dish that is meant.
pub(super) fn dish(at: &At<'_>) -> Read<String> {
    let name = at.text()?;
    let database = Database::bundled();
    if let Some(dish) = database.dish(name) {
        return Ok(dish.id.clone());
    }
    let told = |dish: &&Dish| format!("{} ({})", dish.id, dish.name_vi);
    let found = the_one(database.dishes(), name, |dish| &dish.name_vi);
    match found[..] {
        [dish] => Ok(dish.id.clone()),
        ref several => {
            let meant = several.iter().take(TOLD).map(told).collect();
            Err(at.fault(Wrong::Name { name: name.to_owned(), meant }))
        }
    }
}

/// Those whose whole name it is; else those whose name has these words.
fn the_one<'a, T>(all: &'a [T], name: &str, of: impl Fn(&T) -> &String) -> Vec<&'a T> {
    let whole: Vec<&T> = all.iter().filter(|one| of(one).to_lowercase() == name.to_lowercase()).collect();
    if !whole.is_empty() {
        return whole;
    }
    let folded: Vec<&T> = all.iter().filter(|one| fold(of(one)) == fold(name)).collect();
    if !folded.is_empty() {
        return folded;
    }
    all.iter().filter(|one| says(of(one), name)).collect()
}

/// A number, or digits in quotes.
fn code(at: &At<'_>) -> Read<Option<FoodCode>> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = match at.value.as_str() {
        Some(text) if digits(text) => text.parse().map_err(|_| at.fault(Wrong::NotA(Kind::WholeNumber)))?,
        Some(_) => return Ok(None),
        None => at.whole()?,
    };
    let food = FoodCode(code);
    if Database::bundled().food(food).is_some() { Ok(Some(food)) } else { Err(at.fault(Wrong::NoSuchFood(food))) }
}

/// Whether a name has these words in a row: as they are spelled when they bear a diacritic, else in any spelling.
fn says(name: &str, asked: &str) -> bool {
    let (name, asked) = match asked.is_ascii() {
        true => (fold(name), fold(asked)),
        false => (name.to_lowercase(), asked.to_lowercase()),
    };
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (name, asked) = (words(&name), words(&asked));
    !asked.is_empty() && name.windows(asked.len()).any(|window| window == asked)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn at(value: &Value) -> At<'_> {
        At { value, path: "$".into() }
    }

    fn foods(value: &Value) -> Vec<&'static str> {
        let foods = disliked(&at(value)).expect("known").foods;
        foods.iter().map(|food| Database::bundled().food(*food).expect("known").name_vi.as_str()).collect()
    }

    #[test]
    fn a_word_without_diacritics_means_every_spelling() {
        let liver = foods(&json!("gan"));
        for name in ["Gan bò", "Gan gà", "Gan lợn", "Gan vịt"] {
            assert!(liver.contains(&name), "{liver:?}");
        }
        let fish = foods(&json!("cá"));
        assert!(fish.iter().any(|name| name.starts_with("Cá ")) && !fish.iter().any(|name| name.starts_with("Cà ")));
        assert!(foods(&json!("ca")).len() > fish.len());
    }

    #[test]
    fn a_code_is_a_number_or_digits() {
        assert_eq!(foods(&json!(7017)), foods(&json!("7017")));
        for bad in [json!(1), json!("1"), json!("99999999999"), json!(-1), json!(1.5), json!("không có"), json!("")] {
            assert!(disliked(&at(&bad)).is_err() && food(&at(&bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn one_food_or_dish_is_meant_or_several_are_told() {
        assert_eq!(food(&at(&json!("gao te may"))), Ok(FoodCode(1004)));
        assert!(
            matches!(food(&at(&json!("gan"))), Err(fault) if matches!(&fault.what, Wrong::Name { meant, .. } if meant.len() > 1 && meant.len() <= TOLD))
        );
        assert_eq!(dish(&at(&json!("com-trang"))), Ok("com-trang".to_owned()));
        assert!(dish(&at(&json!("<b>com</b>"))).is_err());
    }
}
