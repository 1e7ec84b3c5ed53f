//! `nep menu check`: its JSON, its words, its complaints.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn nep(language: &str, file: &[u8], json: bool) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.args(["--lang", language, "menu", "check", "-"]).args(json.then_some("--json"));
    let mut nep =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nep runs");
    nep.stdin.take().expect("piped").write_all(file).expect("nep reads");
    nep.wait_with_output().expect("nep ends")
}

fn answer(file: &Value) -> Value {
    let output = nep("vi", file.to_string().as_bytes(), true);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What is said of a file that must be refused.
fn complaint(language: &str, file: &[u8]) -> String {
    let output = nep(language, file, true);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("text")
}

fn sample() -> Value {
    let path = nep_tests::repository().join("docs/examples/menu-check.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the sample stands in docs/")).expect("JSON")
}

#[test]
fn the_sample_of_the_documentation_is_read_whole() {
    let answer = answer(&sample());
    assert_eq!(answer["people"][0]["stage"], "pregnant_t2");
    assert_eq!(answer["people"][0]["assumed"], json!([]));
    assert_eq!(answer["days"][0]["meals"][1]["dishes"][0]["dish_id"], "com-trang");
    assert_eq!(
        answer["days"][0]["meals"][1]["dishes"][0]["ingredients"][0],
        json!({ "food_code": 1004, "food_name_vi": "Gạo tẻ máy", "grams": 150.0 })
    );
    assert_eq!(answer["balanced"], false);
    assert_eq!(answer["verdicts"][0]["overall"], "not_balanced");
    let line = |list: &str, key: &str, value: &str| {
        let found = answer[list].as_array().expect("a list").iter().find(|line| line[key] == value);
        found.unwrap_or_else(|| panic!("no {value} in {list}")).clone()
    };
    let energy = line("nutrients", "nutrient", "energy");
    assert_eq!(
        (&energy["need"], &energy["unit"], &energy["person"], &energy["day"]),
        (&json!(2300.0), &json!("kcal"), &json!("1"), &json!(1))
    );
    assert_eq!(energy["sources"].as_array().map(Vec::len), Some(2), "base and addition");
    let rule = line("rules", "rule", "energy");
    assert_eq!(
        (&rule["low"], &rule["high"], &rule["verdict"], &rule["kind"]),
        (&json!(2070.0), &json!(2530.0), &json!("short"), &json!("goal"))
    );
    assert!(rule["source"].as_str().is_some_and(|source| source.contains("guidelines/balance-2026/balance.tsv:")));
    assert_eq!(line("rules", "rule", "iron")["verdict"], "needs_supplement");
    assert_eq!(line("shortfalls", "nutrient", "iron")["fix"], "iron_folic_tablet");
    let calcium = &line("shortfalls", "nutrient", "calcium")["fix"]["food"];
    assert!(calcium["steps"][0]["dish_id"].is_string() && calcium["cost_vnd"].is_i64(), "{calcium}");
    assert!(answer["cost_vnd"].as_u64().is_some_and(|vnd| vnd > 0 && vnd % 100 == 0));
}

#[test]
fn several_people_and_days_are_told_apart() {
    let answer = answer(&json!({
        "people": [
            { "id": "chị", "stage": "lactating_6_12", "age_years": 30 },
            { "id": "bé", "stage": "child", "age_months": 10, "sex": "f", "breastfed": true },
        ],
        "days": [
            { "meals": [{ "meal": "lunch", "dishes": [
                { "dish_id": "com-trang", "eater": "chị" },
                { "dish_id": "sua-me", "eater": "bé", "portion": 2 },
            ] }] },
            { "meals": [{ "meal": "lunch", "dishes": [{ "dish_id": "com-trang", "portion": 0.5 }] }] },
        ],
    }));
    let verdicts = answer["verdicts"].as_array().expect("a list");
    assert_eq!(verdicts.len(), 4);
    assert_eq!(verdicts[1], json!({ "person": "bé", "day": 1, "overall": "not_balanced" }));
    assert_eq!(verdicts[3]["overall"], "unsafe", "a dish of adults is no dish at 10 months");
    assert_eq!(answer["breast_milk"][0]["counted"], true);
    assert_eq!(answer["breast_milk"][1]["counted"], false);
}

#[test]
fn the_edition_of_2026_says_that_it_is_incomplete() {
    let mut file = sample();
    file["person"]["edition"] = json!("2026");
    let answer = answer(&file);
    assert_eq!(answer["people"][0]["edition_complete"], false);
    let editions: Vec<&str> =
        answer["nutrients"].as_array().expect("a list").iter().filter_map(|line| line["edition"].as_str()).collect();
    assert!(editions.contains(&"2026tool") && editions.contains(&"2016"), "{editions:?}");
    let text = nep("vi", file.to_string().as_bytes(), false);
    let text = String::from_utf8(text.stdout).expect("UTF-8");
    assert!(text.contains("(chưa đầy đủ)") && text.contains("lấy từ bảng khác"), "{text}");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let with = |pointer: &str, value: Value| {
        let mut file = sample();
        *file.pointer_mut(pointer).expect("a place of the sample") = value;
        file.to_string()
    };
    for (file, place, said) in [
        (with("/person/stage", json!("pregnant")), "$.person.stage", "pregnant_t1"),
        (with("/person/age_years", json!(60)), "$.person.age_years", "49"),
        (sample().to_string().replacen("\"stage\"", "\"stage\": \"child\", \"stage\"", 1), "$.person.stage", "hai lần"),
        (with("/meals/1/ingredients/2/grams", json!(1e300)), "$.meals[1].ingredients[2].grams", "1e300"),
        (with("/meals/1/dishes/0/dish_id", json!("com-vang")), "$.meals[1].dishes[0].dish_id", "com-vang"),
        (with("/meals/1/ingredients/2/food_code", json!(999)), "$.meals[1].ingredients[2].food_code", "999"),
        (with("/meals/1/ingredients/2/grams", json!(-8)), "$.meals[1].ingredients[2].grams", "−8"),
        (with("/meals/1/ingredients/2/grams", json!("8 g")), "$.meals[1].ingredients[2].grams", "số"),
        (with("/meals/0/meal", json!("tea")), "$.meals[0].meal", "snack_am"),
    ] {
        let complaint = complaint("vi", file.as_bytes());
        assert!(complaint.contains(&format!("{place}: ")) && complaint.contains(said), "{complaint}");
    }
    let young = json!({ "person": { "stage": "child", "age_months": 5 }, "meals": [] }).to_string();
    assert!(complaint("vi", young.as_bytes()).contains("dưới 6 tháng chỉ bú mẹ"));
    assert!(complaint("en", young.as_bytes()).contains("breast milk only"));
    assert!(complaint("en", b"{ \"person\": ").contains("not JSON"));
    assert!(complaint("vi", b"{\n\"person\": NaN }").contains("dòng 2"));
    assert!(complaint("en", &[0xff, 0xfe, 0x00]).contains("UTF-8"));
    assert!(complaint("vi", &vec![b' '; 8 * 1024 * 1024 + 1]).contains("8 MB"));
    let steering = with("/meals/1/dishes/0/dish_id", json!("<b>\u{1b}[31m"));
    let said = complaint("vi", steering.as_bytes());
    assert!(said.contains("<b>") && !said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn the_text_says_what_is_short_in_both_languages() {
    for (language, words) in [
        ("vi", ["Có mục tiêu chưa đạt.", "Canxi: ", "viên bổ sung"]),
        ("en", ["A goal is missed.", "Calcium: ", "tablet"]),
    ] {
        let output = nep(language, sample().to_string().as_bytes(), false);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).expect("text");
        for word in words {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
}
