//! What the reader of `nep menu check` takes and refuses.

use serde_json::json;

use super::*;
use crate::commands::menu_json::Kind;

fn fault(file: &Value) -> (String, Wrong) {
    match read(file) {
        Ok(request) => panic!("read without a fault: {request:?}"),
        Err(Fault { path, what }) => (path, what),
    }
}

fn with(person: Value, dishes: Value) -> Value {
    json!({ "person": person, "meals": [{ "meal": "lunch", "dishes": dishes }] })
}

#[test]
fn a_fault_names_its_place() {
    let mother = json!({ "stage": "pregnant_t2", "age_years": 26 });
    let dish = json!([{ "dish_id": "com-trang", "portion": 1 }]);
    for (file, path, what) in [
        (with(json!({}), dish.clone()), "$.person.stage", Wrong::Missing),
        (with(json!({ "stage": 2 }), dish.clone()), "$.person.stage", Wrong::NotA(Kind::Text)),
        (
            with(mother.clone(), json!([{ "dish_id": "com-trang", "portion": -1 }])),
            "$.meals[0].dishes[0].portion",
            Wrong::NotAbove0(-1.0),
        ),
        (with(mother.clone(), json!([{ "dish": "com-trang" }])), "$.meals[0].dishes[0].dish", Wrong::UnknownMember),
        (with(mother.clone(), json!([])), "$.meals", Wrong::Empty),
        (
            with(json!({ "stage": "child", "age_months": 5 }), dish.clone()),
            "$.person.age_months",
            Wrong::UnderSixMonths,
        ),
        (json!({ "person": mother, "meals": 3 }), "$.meals", Wrong::NotA(Kind::List)),
    ] {
        assert_eq!(fault(&file), (path.to_owned(), what));
    }
}

#[test]
fn six_months_is_the_first_age_that_is_read() {
    let dish = json!([{ "dish_id": "bot-thit-lon-bi-do" }]);
    let request = read(&with(json!({ "stage": "child", "age_months": 6 }), dish)).expect("a menu from 6 months on");
    assert_eq!(request.people[0].assumed, ["sex", "breastfed", "region"]);
}

#[test]
fn a_dish_without_an_eater_is_everyone_s() {
    let request = read(&json!({
        "people": [{ "id": "chị", "stage": "lactating_6_12" }, { "id": "bé", "stage": "child", "age_months": 10 }],
        "days": [{ "meals": [{ "meal": "dinner",
            "dishes": [{ "dish_id": "com-trang" }, { "dish_id": "sua-me", "eater": "bé", "portion": 0.5 }] }] }],
    }))
    .expect("well formed");
    let dishes: Vec<usize> =
        request.days[0].iter().map(|menu| menu.meals.iter().map(|meal| meal.dishes.len()).sum()).collect();
    assert_eq!(dishes, [1, 2]);
}

#[test]
fn what_would_be_left_unread_is_refused() {
    let dish = json!([{ "dish_id": "com-trang", "portion": 1 }]);
    let meals = json!([{ "meal": "lunch", "dishes": dish }]);
    let mother = json!({ "stage": "pregnant_t2", "age_years": 26 });
    let child = |stage: &str, months: u8| json!({ "stage": stage, "age_months": months });
    for (file, path, what) in [
        (json!({ "person": mother, "people": [mother], "meals": meals }), "$.person", Wrong::NotBeside("people")),
        (
            json!({ "person": mother, "meals": meals, "days": [{ "meals": meals }] }),
            "$.meals",
            Wrong::NotBeside("days"),
        ),
        (json!({ "people": [], "meals": meals }), "$.people", Wrong::Missing),
        (json!({ "person": mother, "days": [] }), "$.days", Wrong::Missing),
        (
            json!({ "people": [{ "id": "a", "stage": "pregnant_t1" }, { "id": "a", "stage": "pregnant_t2" }], "meals": meals }),
            "$.people[1].id",
            Wrong::Twice,
        ),
        (
            with(json!({ "stage": "pregnant_t2", "age_months": 7 }), dish.clone()),
            "$.person.age_months",
            Wrong::NotBeside("stage"),
        ),
        (
            with(json!({ "stage": "child", "age_months": 7, "activity": "light" }), dish.clone()),
            "$.person.activity",
            Wrong::NotBeside("stage"),
        ),
        (
            with(child("child_7_8", 9), dish.clone()),
            "$.person.stage",
            Wrong::NoneOf { word: "child_7_8".into(), allowed: "child, child_9_11".into() },
        ),
    ] {
        assert_eq!(fault(&file), (path.to_owned(), what));
    }
    for (stage, months) in [("child_7_8", 6), ("child_7_8", 8), ("child_9_11", 9), ("child", 60)] {
        assert!(read(&with(child(stage, months), dish.clone())).is_ok(), "{stage} {months}");
    }
}

#[test]
fn amounts_past_what_anyone_eats_are_refused() {
    let mother = json!({ "stage": "pregnant_t2" });
    let of = |portion: f64| with(mother.clone(), json!([{ "dish_id": "com-trang", "portion": portion }]));
    assert!(read(&of(DayMenu::MOST_PORTIONS)).is_ok());
    let (path, what) = fault(&of(1e300));
    assert_eq!(
        (path.as_str(), what),
        ("$.meals[0].dishes[0].portion", Wrong::TooMuch { value: 1e300, most: DayMenu::MOST_PORTIONS })
    );
    let grams = |grams: f64| json!({ "person": mother, "meals": [{ "meal": "lunch", "ingredients": [{ "food_code": 1004, "grams": grams }] }] });
    assert!(read(&grams(DayMenu::MOST_GRAMS)).is_ok());
    assert_eq!(fault(&grams(DayMenu::MOST_GRAMS + 1.0)).0, "$.meals[0].ingredients[0].grams");
}

#[test]
fn a_dish_may_name_its_ingredients_as_the_answer_does() {
    let mother = json!({ "stage": "pregnant_t2" });
    let rice = |grams: f64| json!([{ "food_code": 1004, "food_name_vi": "Gạo tẻ máy", "grams": grams }]);
    let own =
        read(&with(mother.clone(), json!([{ "dish_id": null, "ingredients": rice(80.0) }]))).expect("foods by weight");
    assert_eq!(own.days[0][0].meals[0].ingredients, [Ingredient { food: FoodCode(1004), grams: 80.0 }]);
    let bank = Database::bundled().dish("com-trang").expect("in the bank").ingredients[0].grams;
    let given = |grams: f64| {
        with(mother.clone(), json!([{ "dish_id": "com-trang", "portion": 2, "ingredients": rice(grams) }]))
    };
    assert!(read(&given(2.0 * bank)).is_ok());
    assert_eq!(fault(&given(bank)), ("$.meals[0].dishes[0].ingredients".to_owned(), Wrong::NotTheBanksRecipe));
}

#[test]
fn breast_milk_without_an_eater_is_the_breast_fed_child_s() {
    let request = read(&json!({
        "people": [{ "id": "chị", "stage": "lactating_6_12" }, { "id": "bé", "stage": "child", "age_months": 10 }],
        "meals": [{ "meal": "dinner", "dishes": [{ "dish_id": "sua-me" }], "ingredients": [{ "food_code": 10003, "grams": 50 }] }],
    }))
    .expect("well formed");
    assert!(request.days[0][0].meals.is_empty(), "a meal at which she eats nothing is none of hers");
    let theirs = &request.days[0][1].meals[0];
    assert_eq!((theirs.dishes.len(), theirs.ingredients.len()), (1, 1));
}
