//! `nep menu swap`: what could stand instead, the menu with it, and what is refused.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn swap(file: &Value, arguments: &[&str]) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.args(["--lang", "vi", "menu", "swap", "-"]).args(arguments);
    let mut nep =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nep runs");
    nep.stdin.take().expect("piped").write_all(file.to_string().as_bytes()).expect("nep reads");
    nep.wait_with_output().expect("nep ends")
}

fn answer(file: &Value, arguments: &[&str]) -> Value {
    let output = swap(file, &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn complaint(file: &Value, arguments: &[&str]) -> String {
    let output = swap(file, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("text")
}

/// A woman's lunch of rice and beef.
fn lunch() -> Value {
    json!({
        "person": { "id": "chi", "stage": "pregnant_t2", "age_years": 25, "activity": "moderate", "region": "north" },
        "meals": [{ "meal": "lunch", "dishes": [
            { "dish_id": "com-trang", "portion": 1 }, { "dish_id": "bo-xao-hanh-tay-ca-chua", "portion": 1 },
        ] }],
    })
}

#[test]
fn what_is_offered_can_be_taken_and_the_menu_with_it_is_judged() {
    let place = ["--meal", "lunch", "--dish", "bo-xao-hanh-tay-ca-chua"];
    let found = answer(&lunch(), &place);
    let alternatives = found["alternatives"].as_array().expect("a list");
    assert!(!alternatives.is_empty() && alternatives.len() <= 12);
    let offered = |other: &&Value| other["offered"] == json!(true);
    let refused = alternatives.iter().find(|other| !offered(other));
    if let Some(chosen) = alternatives.iter().find(offered) {
        let id = chosen["id"].as_str().expect("an id");
        let menu = answer(&lunch(), &[&place[..], &["--to", id]].concat());
        let dishes = menu["days"][0]["meals"][0]["dishes"].as_array().expect("dishes");
        assert!(dishes.iter().any(|dish| dish["dish_id"] == json!(id)), "{id}");
        assert!(dishes.iter().all(|dish| dish["dish_id"] != json!("bo-xao-hanh-tay-ca-chua")));
        assert!(menu["verdicts"][0]["overall"].is_string());
    }
    if let Some(refused) = refused {
        let id = refused["id"].as_str().expect("an id");
        assert!(!refused["broken"].as_array().expect("reasons").is_empty() || refused["standing"] == json!("breaks"));
        assert!(complaint(&lunch(), &[&place[..], &["--to", id]].concat()).contains(id));
    }
}

#[test]
fn an_ingredient_is_swapped_and_read_again() {
    let place = ["--meal", "lunch", "--dish", "bo-xao-hanh-tay-ca-chua", "--ingredient", "7003"];
    let found = answer(&lunch(), &place);
    let alternatives = found["alternatives"].as_array().expect("a list");
    let pork = alternatives.iter().find(|other| other["id"] == json!("7017")).expect("lean pork");
    assert!(pork["amount"].as_f64().is_some_and(|grams| grams % 5.0 < 1e-9), "{}", pork["amount"]);
}

#[test]
fn a_place_that_is_not_there_and_foods_by_weight_are_refused() {
    assert!(complaint(&lunch(), &["--meal", "dinner", "--dish", "com-trang"]).contains("com-trang"));
    assert!(complaint(&lunch(), &["--meal", "lunch", "--dish", "no-such-dish"]).contains("no-such-dish"));
    let place = ["--meal", "lunch", "--dish", "com-trang"];
    assert!(complaint(&lunch(), &[&place[..], &["--ingredient", "7003"]].concat()).contains("7003"));
    assert!(complaint(&lunch(), &[&place[..], &["--day", "2"]].concat()).contains("com-trang"));
    let weighed = json!({
        "person": lunch()["person"],
        "meals": [{ "meal": "lunch", "dishes": [{ "dish_id": "com-trang" }],
                    "ingredients": [{ "food_code": 4083, "grams": 100 }] }],
    });
    assert!(complaint(&weighed, &place).contains("theo cân"));
}

#[test]
fn what_the_house_keeps_from_its_table_is_not_offered_and_labels_to_read_are_named() {
    let place = ["--meal", "lunch", "--dish", "bo-xao-hanh-tay-ca-chua"];
    let ids = |avoided: &[&str]| -> Vec<String> {
        let found = answer(&lunch(), &[&place[..], avoided].concat());
        let all = found["alternatives"].as_array().expect("a list");
        all.iter().map(|other| other["id"].as_str().expect("an id").to_owned()).collect()
    };
    let free = ids(&[]);
    let first = free.first().expect("something could stand there").clone();
    assert!(!ids(&["--dislike", &first]).contains(&first), "{first}");
    // Everything fried is seasoned with fish sauce or fried in an oil of which only the label tells.
    let found = answer(&lunch(), &[&place[..], &["--allergen", "fish,peanuts"]].concat());
    let all = found["alternatives"].as_array().expect("a list");
    assert!(all.iter().any(|other| other["read_labels"] == json!(["peanuts"])), "something is fried in oil: {found}");
    for other in all {
        let labels = other["read_labels"].as_array().expect("a list");
        assert!(labels.iter().all(|label| label == "fish" || label == "peanuts"), "{other}");
        let id = other["id"].as_str().expect("an id");
        let dish = nep_core::foods::Database::bundled().dish(id).expect("a dish of the bank");
        let held = nep_core::foods::Database::bundled().allergens(dish);
        assert!(held.iter().all(|allergen| !["fish", "peanuts"].contains(&allergen.code())), "{id}");
    }
    let slip = complaint(&lunch(), &[&place[..], &["--allergen", "soy,stone"]].concat());
    assert!(slip.contains("--allergen[1]") && slip.contains("stone"), "{slip}");
    let unknown = complaint(&lunch(), &[&place[..], &["--dislike", "khong co mon nay"]].concat());
    assert!(unknown.contains("--dislike"), "{unknown}");
}
