//! `nep menu suggest`: its JSON, read back by `nep menu check`; its flags and files; its complaints.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn nep(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.arg("menu").args(arguments);
    let mut nep =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nep runs");
    // A call that is refused before it reads leaves nobody at the other end.
    let _ = nep.stdin.take().expect("piped").write_all(input.as_bytes());
    nep.wait_with_output().expect("nep ends")
}

fn answer(arguments: &[&str], input: &str) -> Value {
    let output = nep(arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn suggested(request: &Value) -> Value {
    answer(&["suggest", "--json", "--request", "-"], &request.to_string())
}

fn family() -> Value {
    json!({
        "people": [
            { "id": "mẹ", "stage": "lactating_6_12", "age_years": 28, "activity": "light" },
            { "id": "bé", "stage": "child", "age_months": 10, "sex": "f", "breastfed": true },
            { "id": "bà", "stage": "adult" },
        ],
        "adults": 1, "region": "south", "days": 2, "seed": 7,
    })
}

#[test]
fn what_suggest_prints_check_reads_with_the_same_verdicts() {
    let requests = [
        json!({ "person": { "stage": "pregnant_t2", "age_years": 26 }, "region": "north", "budget_vnd_per_day": 60_000 }),
        json!({ "person": { "stage": "child", "age_months": 7 }, "region": "central" }),
        json!({ "person": { "stage": "child", "age_months": 30, "sex": "m", "edition": "2026" } }),
        family(),
    ];
    for request in requests {
        let suggested = suggested(&request);
        let checked = answer(&["check", "-", "--json"], &suggested.to_string());
        let members =
            ["days", "verdicts", "nutrients", "rules", "cost_vnd", "costs", "food_groups", "breast_milk", "balanced"];
        for member in members {
            assert_eq!(suggested[member], checked[member], "{member} of {request}");
        }
        let people = |answer: &Value| answer["people"].as_array().expect("people").clone();
        for (ours, theirs) in people(&suggested).iter().zip(people(&checked)) {
            for member in ["id", "stage", "age_months", "age_years", "sex", "breastfed", "edition", "region"] {
                assert_eq!(ours[member], theirs[member], "{member} of {request}");
            }
        }
    }
}

#[test]
fn the_answer_has_the_shape_that_programs_are_promised() {
    let answer = suggested(&family());
    for member in ["people", "days", "nutrients", "rules", "shortfalls", "cost_vnd", "certificate", "seed"] {
        assert!(!answer[member].is_null(), "{member}");
    }
    assert_eq!(answer["people"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        answer["people"][3],
        json!({
            "id": "adult-1", "stage": "adult", "age_months": null, "age_years": null, "sex": null, "breastfed": null,
            "activity": null, "edition": null, "edition_complete": null, "region": "south", "menses_returned": null,
            "iron_absorption": null, "zinc_absorption": null, "assumed": ["region"],
        })
    );
    assert_eq!(answer["days"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["seed"], 7);
    for member in ["status", "objective", "bound", "gap"] {
        assert!(!answer["certificate"][member].is_null(), "{member}");
    }
    let dish = &answer["days"][1]["meals"][0]["dishes"][0];
    for member in ["dish_id", "name_vi", "eater", "portion", "share", "changes", "energy_kcal", "ingredients"] {
        assert!(!dish[member].is_null(), "{member}");
    }
    let rules = answer["rules"].as_array().expect("rules");
    assert!(rules.iter().all(|rule| rule["person"] != "adult-1" && rule["person"] != "bà"), "no table knows them");
    let hard = |rule: &&Value| rule["kind"] == "hard" && matches!(rule["verdict"].as_str(), Some("short" | "over"));
    assert_eq!(rules.iter().find(hard), None, "a rule of safety is never broken");
}

#[test]
fn the_printed_grams_of_each_dish_are_its_recipe_times_its_portion() {
    let table = std::fs::read_to_string(nep_tests::repository().join("data/dishes/nep-2026/dish_ingredients.tsv"));
    let table = table.expect("the table of ingredients");
    let recipe = |dish: &str| -> Vec<(u64, f64)> {
        let rows = table.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row[0] == dish);
        rows.map(|row| (row[2].parse().expect("a code"), row[3].parse().expect("grams"))).collect()
    };
    let answer = suggested(&json!({ "person": { "stage": "pregnant_t3" }, "days": 2 }));
    for meal in answer["days"].as_array().expect("days").iter().flat_map(|day| day["meals"].as_array().expect("meals"))
    {
        for dish in meal["dishes"].as_array().expect("dishes") {
            let portion = dish["portion"].as_f64().expect("a number");
            let printed: Vec<(u64, f64)> = dish["ingredients"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|food| (food["food_code"].as_u64().expect("a code"), food["grams"].as_f64().expect("grams")))
                .collect();
            let recipe = recipe(dish["dish_id"].as_str().expect("an id"));
            assert_eq!(printed.len(), recipe.len(), "{dish}");
            for ((food, grams), (other, of_one)) in printed.iter().zip(&recipe) {
                // Printed to six places.
                assert!(food == other && (grams - of_one * portion).abs() < 1e-5, "{dish}");
            }
        }
    }
}

#[test]
fn flags_and_a_file_ask_the_same() {
    let flags = [
        "suggest",
        "--json",
        "--stage",
        "pregnant_t2",
        "--age-years",
        "26",
        "--region",
        "north",
        "--days",
        "2",
        "--meals",
        "breakfast,lunch,dinner,snack_pm",
        "--month",
        "6",
        "--dislike",
        "gan",
        "--dislike",
        "7017,tôm",
        "--favourite",
        "com-trang",
        "--fix",
        "2:lunch:com-trang",
        "--at-home",
        "1004:500",
        "--at-home",
        "4004",
        "--budget",
        "90000",
        "--price",
        "1004:25000",
        "--seed",
        "3",
        "--allergen",
        "milk",
    ];
    let file = json!({
        "people": [{ "stage": "pregnant_t2", "age_years": 26 }], "region": "north", "days": 2,
        "meals": ["breakfast", "lunch", "dinner", "snack_pm"], "month": 6, "dislikes": ["gan", 7017, "tôm"],
        "favourites": ["com-trang"], "fixed": [{ "day": 2, "meal": "lunch", "dish": "com-trang" }],
        "at_home": [{ "food": 1004, "grams": 500 }, 4004], "budget_vnd_per_day": 90_000,
        "prices": [{ "food": "1004", "vnd_per_kg": 25_000 }], "seed": 3, "allergens": ["milk"],
    });
    let by_flags = answer(&flags, "");
    assert_eq!(by_flags, suggested(&file));
    assert_eq!(by_flags, answer(&flags, ""), "the same question, the same menu");
    let text = by_flags["days"].to_string();
    assert!(!text.contains("\"food_code\":7017") && !text.contains("Gan "), "what is disliked is in no dish");
    let second = &by_flags["days"][1]["meals"];
    let lunch = second.as_array().and_then(|meals| meals.iter().find(|meal| meal["meal"] == "lunch")).expect("a lunch");
    assert!(lunch["dishes"].to_string().contains("\"com-trang\""), "what is fixed stands");
}

#[test]
fn requests_a_line_are_answered_a_line_in_their_order() {
    let lines = [
        r#"{"id": "một", "person": {"stage": "pregnant_t1"}, "seed": 1}"#,
        r#"{"id": 2, "person": {"stage": "child", "age_months": 5}}"#,
        r#"{"id": "ba", "person": {"stage": "child", "age_months": 24}} trailing"#,
        "",
        r#"{"id": "bốn", "person": {"stage": "child", "age_months": 24}, "proposals": 2}"#,
    ];
    let output = nep(&["suggest", "--request", "-"], &lines.join("\n"));
    assert_eq!(output.status.code(), Some(1), "something given was bad");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 4);
    assert_eq!((&answers[0]["id"], &answers[0]["seed"]), (&json!("một"), &json!(1)));
    assert_eq!(answers[1]["id"], 2);
    assert!(answers[1]["error"].as_str().is_some_and(|error| error.contains("$.person.age_months")));
    assert!(answers[2]["error"].is_string() && answers[2]["id"].is_null());
    assert_eq!(answers[3]["id"], "bốn");
    assert_eq!(answers[3]["others"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_wrong_with_a_request_is_named_with_its_place() {
    let mother = json!({ "stage": "pregnant_t2" });
    let with = |name: &str, value: Value| json!({ "person": mother, name: value });
    for (request, place) in [
        (json!({}), "$.people"),
        (json!([]), "$:"),
        (json!({ "people": [] }), "$.people"),
        (json!({ "person": mother, "people": [mother] }), "$.person"),
        (json!({ "people": [{ "stage": "child", "age_months": 5 }] }), "$.people[0].age_months"),
        (json!({ "people": [{ "stage": "child", "age_months": 61 }] }), "$.people[0].age_months"),
        (json!({ "people": [{ "stage": "adult", "sex": "m" }] }), "$.people[0].sex"),
        (json!({ "people": [{ "id": "a", "stage": "adult" }, { "id": "a", "stage": "adult" }] }), "$.people[1].id"),
        (json!({ "people": vec![json!({ "stage": "adult" }); 9] }), "$.people"),
        (json!({ "adults": 0 }), "$.adults"),
        (json!({ "adults": 9 }), "$.adults"),
        (with("days", json!(0)), "$.days"),
        (with("days", json!(15)), "$.days"),
        (with("days", json!(1e300)), "$.days"),
        (with("proposals", json!(6)), "$.proposals"),
        (with("month", json!(13)), "$.month"),
        (with("meals", json!(["brunch"])), "$.meals[0]"),
        (with("meals", json!(["lunch", "lunch"])), "$.meals[1]"),
        (with("meals", json!([])), "$.meals"),
        (with("vegetarian", json!("yes")), "$.vegetarian"),
        (with("allergens", json!(["<script>alert(1)</script>"])), "$.allergens[0]"),
        (with("dislikes", json!(["không có món này"])), "$.dislikes[0]"),
        (with("dislikes", json!([99_999_999])), "$.dislikes[0]"),
        (with("dislikes", json!([{}])), "$.dislikes[0]"),
        (with("dislikes", json!(vec!["gan"; 201])), "$.dislikes"),
        (with("favourites", json!(["no-such-dish"])), "$.favourites[0]"),
        (with("fixed", json!([{ "meal": "lunch" }])), "$.fixed[0].dish"),
        (with("fixed", json!([{ "day": 2, "meal": "lunch", "dish": "com-trang" }])), "$.fixed[0].day"),
        (with("at_home", json!([{ "food": 1004, "grams": -1 }])), "$.at_home[0].grams"),
        (with("at_home", json!([{ "food": 1004, "grams": 1e9 }])), "$.at_home[0].grams"),
        (with("at_home", json!([1004, { "food": 1004 }])), "$.at_home[1]"),
        (with("budget_vnd_per_day", json!(0)), "$.budget_vnd_per_day"),
        (with("budget_vnd_per_day", json!(100_000_001)), "$.budget_vnd_per_day"),
        (with("prices", json!([{ "food": 1004, "vnd_per_kg": 0 }])), "$.prices[0].vnd_per_kg"),
        (with("prices", json!([{ "food": 1, "vnd_per_kg": 10 }])), "$.prices[0].food"),
        (with("seed", json!(-1)), "$.seed"),
        (with("seed", json!(9_007_199_254_740_993_u64)), "$.seed"),
        (with("id", json!([1])), "$.id"),
        (with("budget", json!(1)), "$.budget"),
    ] {
        for language in ["vi", "en"] {
            let output = nep(&["suggest", "--lang", language, "--request", "-"], &request.to_string());
            let said = String::from_utf8(output.stderr).expect("UTF-8");
            assert_eq!(output.status.code(), Some(2), "{request}: {said}");
            assert!(output.stdout.is_empty() && said.contains(place), "{request}: {said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
    }
}

#[test]
fn a_wrong_flag_is_named_as_a_flag() {
    for (arguments, flag) in [
        (&["--stage", "child", "--age-months", "5"][..], "--age-months"),
        (&["--budget", "60000"], "--stage"),
        (&["--stage", "pregnant_t1", "--budget", "nhiều"], "--budget"),
        (&["--stage", "pregnant_t1", "--fix", "com-trang"], "--fix"),
        (&["--stage", "pregnant_t1", "--price", "1004"], "--price"),
        (&["--person", "{"], "--person"),
        (&["--stage", "pregnant_t1", "--request", "x.json"], "--request"),
        (&["--stage", "pregnant_t1", "--person", "{}"], "--person"),
        (&["--request", "no-such-file.json"], "no-such-file.json"),
    ] {
        let output = nep(&[&["suggest"], arguments].concat(), "");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(flag), "{arguments:?}: {said}");
    }
}

#[test]
fn the_text_says_what_to_eat_and_steers_no_terminal() {
    let request =
        json!({ "people": [{ "id": "mẹ\u{1b}[31m", "stage": "pregnant_t2" }, { "id": "ba", "stage": "adult" }] });
    let output = nep(&["suggest", "--lang", "vi", "--request", "-"], &request.to_string());
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(!text.contains('\u{1b}'));
    for part in ["Ngày 1", "Trưa", "bát", "không chấm"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_sample_of_the_documentation_is_answered() {
    let path = nep_tests::repository().join("docs/examples/menu-suggest.json");
    let answer = answer(&["suggest", "--json", "--request", path.to_str().expect("a path")], "");
    assert_eq!(answer["people"].as_array().map(Vec::len), Some(3));
    assert_eq!(answer["others"].as_array().map(Vec::len), Some(1));
    assert!(!answer.to_string().contains("Gan lợn"), "liver was disliked");
}

#[test]
fn the_certificate_names_everything_its_objective_counts() {
    let mother = json!({ "stage": "pregnant_t2" });
    let child = |months: u8| json!({ "stage": "child", "age_months": months });
    let requests = [
        json!({ "person": mother, "region": "north", "budget_vnd_per_day": 20_000, "proposals": 3 }),
        json!({ "person": child(9), "region": "south", "budget_vnd_per_day": 6_000 }),
        json!({ "person": child(20), "vegetarian": true, "allergens": ["milk", "eggs"], "days": 2 }),
        json!({ "person": mother, "meals": ["breakfast", "snack_am"], "budget_vnd_per_day": 5_000 }),
        json!({ "people": [mother, child(10)], "adults": 1, "budget_vnd_per_day": 30_000, "region": "central" }),
        json!({ "person": { "stage": "lactating_0_6" }, "region": "north" }),
    ];
    let mut whats = std::collections::BTreeSet::new();
    for request in &requests {
        let mut answer = suggested(request);
        let others = answer["others"].take().as_array().cloned().unwrap_or_default();
        for proposal in std::iter::once(answer).chain(others) {
            let objective = proposal["certificate"]["objective"].as_f64().expect("a number");
            let missed = proposal["certificate"]["missed"].as_array().expect("a list");
            let weighs: f64 = missed.iter().map(|part| part["weighs"].as_f64().expect("a number")).sum();
            assert!((weighs - objective).abs() < 1e-5 * objective.max(1.0), "{weighs} of {objective}: {request}");
            assert_eq!(missed.is_empty(), objective <= 0.0, "{request}");
            for part in missed {
                assert!(part["weighs"].as_f64() > Some(0.0) && part["by"].as_f64() > Some(0.0), "{part}");
                assert_eq!(part["person"].is_null(), part["what"] == "budget", "{part}");
                assert!(part["day"].as_u64() >= Some(1), "{part}");
                whats.insert(part["what"].as_str().expect("a code").to_owned());
            }
        }
    }
    for what in ["budget", "calcium", "energy"] {
        assert!(whats.contains(what), "{what}: {whats:?}");
    }
    assert!(whats.iter().any(|what| what.starts_with("meal_share_")), "{whats:?}");
    let output = nep(&["suggest", "--lang", "vi", "--request", "-"], &requests[0].to_string());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("Điểm chưa đạt: ") && text.contains("tiền chợ vượt "), "{text}");
    assert!(!text.contains("missed-") && !text.contains(" 0% "), "{text}");
}

#[test]
fn each_proposal_past_the_budget_prints_what_is_impossible() {
    let request = json!({
        "person": { "stage": "pregnant_t2" }, "region": "north", "budget_vnd_per_day": 20_000, "proposals": 3,
    });
    let answer = suggested(&request);
    let others = answer["others"].as_array().expect("two more");
    for proposal in others.iter().chain([&answer]) {
        let cost = proposal["cost_vnd"].as_u64().expect("a cost");
        assert!(cost > 20_000, "{cost} đ");
        let impossible = &proposal["impossible"];
        assert_eq!(impossible["wish"], "budget");
        assert!(impossible["cheapest_vnd"].as_u64() > Some(20_000) && !impossible["nearest"]["days"].is_null());
        assert_eq!(impossible["at_least_vnd"], answer["impossible"]["at_least_vnd"], "proven once");
    }
    let output = nep(&["suggest", "--lang", "vi", "--request", "-"], &request.to_string());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.matches("Tiền chợ: không đủ để đạt").count(), 3, "{text}");
}

#[test]
fn a_family_pot_with_a_child_of_eight_months_says_that_its_dishes_are_cooked_apart_and_why() {
    let pot = |months: u8| {
        json!({ "people": [
            { "id": "mẹ", "stage": "lactating_6_12" },
            { "id": "bé", "stage": "child", "age_months": months, "breastfed": true },
        ], "region": "north" })
    };
    let eight = suggested(&pot(8));
    let told = &eight["cooked_apart"][0];
    assert_eq!(
        (&told["person"], &told["age_months"], &told["shares_from_months"]),
        (&json!("bé"), &json!(8), &json!(9))
    );
    assert!(told["source"].as_str().is_some_and(|source| source.contains("dish_sharing_amounts.tsv")), "{told}");
    let meals = eight["days"][0]["meals"].as_array().expect("meals");
    let own = meals.iter().flat_map(|meal| meal["dishes"].as_array().expect("dishes"));
    assert!(own.filter(|dish| dish["eater"] == "bé" && dish["dish_id"].as_str() != Some("sua-me")).count() >= 2);
    assert_eq!(suggested(&pot(9))["cooked_apart"], json!([]));
    let output = nep(&["suggest", "--lang", "vi", "--request", "-"], &pot(8).to_string());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("bé: Món của bé nấu riêng") && text.contains("Trước 9 tháng"), "{text}");
}

#[test]
fn a_child_who_is_not_nursed_is_told_how_often_to_eat() {
    let child = |breastfed: bool| json!({ "person": { "stage": "child", "age_months": 11, "breastfed": breastfed }, "region": "south" });
    let answer = suggested(&child(false));
    let feeds = &answer["feeds"][0];
    assert!(feeds["least"].as_u64() == Some(4) && feeds["held"].as_u64() >= Some(1), "{answer}");
    assert_eq!(suggested(&child(true))["feeds"], json!([]));
    let output = nep(&["suggest", "--lang", "vi", "--request", "-"], &child(false).to_string());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Bé không bú mẹ cần ăn ít nhất 4 lần"));
}

#[test]
fn an_allergic_house_is_told_which_labels_to_read() {
    let arguments = ["suggest", "--stage", "pregnant_t2", "--region", "north", "--allergen", "peanuts,soy"];
    let answered = answer(&[&arguments[..], &["--json"]].concat(), "");
    let labels = answered["read_labels"].as_array().expect("a list");
    assert!(!labels.is_empty(), "something is cooked in oil");
    let database = nep_core::foods::Database::bundled();
    for meal in answered["days"][0]["meals"].as_array().expect("meals") {
        for dish in meal["dishes"].as_array().expect("dishes") {
            let told = labels.iter().find(|label| label["dish_id"] == dish["dish_id"] && label["meal"] == meal["meal"]);
            let id = dish["dish_id"].as_str().expect("an id");
            let known = database.allergens_on_labels(database.dish(id).expect("a dish of the bank"));
            let known: Vec<&str> =
                known.iter().map(|one| one.code()).filter(|code| ["peanuts", "soy"].contains(code)).collect();
            assert_eq!(told.map_or(&json!([]), |label| &label["allergens"]), &json!(known), "{id}");
        }
    }
    let text = String::from_utf8(nep(&arguments, "").stdout).expect("text");
    assert!(text.contains("đọc nhãn: ") && !text.contains("adult-"), "{text}");
    let alone = answer(&["suggest", "--stage", "pregnant_t2", "--region", "north", "--json"], "");
    assert_eq!(alone["read_labels"], json!([]));
}
