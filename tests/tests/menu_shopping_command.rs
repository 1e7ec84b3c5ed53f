//! `nep menu shopping`: sums, prices, what is at home, files, complaints.

use std::process::{Command, Output};

use serde_json::{Value, json};

fn nep(arguments: &[&str]) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.args(["--lang", "vi", "menu", "shopping"]).args(arguments).output().expect("nep runs")
}

fn answer(arguments: &[&str]) -> Value {
    let output = nep(&[&["--menu", "pregnant-t2-north-1", "--json"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn lines(answer: &Value) -> Vec<&Value> {
    let stalls = answer["stalls"].as_array().expect("stalls");
    stalls.iter().flat_map(|stall| stall["lines"].as_array().expect("lines")).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn complaint(arguments: &[&str]) -> String {
    let output = nep(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn six_times_the_menu_is_six_times_the_food_and_the_total_is_the_sum() {
    let (one, six) = (answer(&[]), answer(&["--people", "2", "--days", "3"]));
    let grams = |answer: &Value, food: &Value| {
        let line = lines(answer).into_iter().find(|line| &line["food_code"] == food).cloned();
        number(&line.expect("the same foods")["edible_grams"])
    };
    for line in lines(&one) {
        let food = &line["food_code"];
        assert!((6.0 * grams(&one, food) - grams(&six, food)).abs() < 1e-6, "{food}");
    }
    let sum: f64 = lines(&six).iter().map(|line| line["vnd"].as_f64().unwrap_or(0.0)).sum();
    assert!((sum - number(&six["cost_vnd"])).abs() <= 50.0, "summed first, rounded once to 100 đ");
    assert_eq!((&six["people"], &six["days"]), (&Value::from(2), &Value::from(3)));
}

#[test]
fn the_beans_of_red_bean_soup_are_bought_as_red_beans() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("red-beans.json");
    let meal = |meal: &str, dish: &str| json!({ "meal": meal, "dishes": [{ "dish_id": dish, "portion": 1 }] });
    let day = json!({ "person": { "stage": "pregnant_t1" }, "meals": [meal("lunch", "com-trang"), meal("snack_pm", "che-dau-do")] });
    std::fs::write(&file, day.to_string()).expect("written");
    let menu = [file.to_str().expect("a path")];
    let text = String::from_utf8(nep(&menu).stdout).expect("text");
    assert!(text.contains("Đậu đỏ: ") && !text.contains("Đậu đũa"), "{text}");
    let output = nep(&[&menu[..], &["--json"]].concat());
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let beans =
        lines(&answer).into_iter().find(|line| line["food_code"] == 3005).expect("the menu serves them").clone();
    assert_eq!((&beans["called_vi"], &beans["food_name_vi"]), (&"Đậu đỏ".into(), &"Đậu đũa (hạt)".into()));
    let rice = lines(&answer).into_iter().find(|line| line["food_code"] == 1004).expect("rice").clone();
    assert_eq!(rice["called_vi"], Value::Null);
}

#[test]
fn what_is_at_home_and_what_one_pays_count() {
    let all = answer(&[]);
    let less = answer(&["--at-home", "1004", "--at-home", "Thịt bò loại I:10", "--price", "5055:10000"]);
    assert!(lines(&less).iter().all(|line| line["food_code"] != 1004));
    assert!(less["at_home"].as_array().expect("a list").iter().any(|line| line["food_code"] == 1004));
    let of = |answer: &Value, food: u32| lines(answer).into_iter().find(|line| line["food_code"] == food).cloned();
    let (before, after) = (of(&all, 7003).expect("beef"), of(&less, 7003).expect("beef"));
    assert!((number(&before["edible_grams"]) - number(&after["edible_grams"]) - 10.0).abs() < 1e-9);
    let mango = of(&less, 5055).expect("mango");
    assert!((number(&mango["vnd"]) - number(&mango["purchased_grams"]) * 10.0).abs() < 1e-6);
    assert!(mango["price_place"].is_null(), "an own price stands in no table");
}

#[test]
fn files_are_written_beside_the_text() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (csv, xlsx) = (folder.path().join("list.csv"), folder.path().join("list.xlsx"));
    let (csv_name, xlsx_name) = (csv.to_str().expect("a name"), xlsx.to_str().expect("a name"));
    let output = nep(&["--menu", "pregnant-t2-north-1", "--csv", csv_name, "--xlsx", xlsx_name]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.starts_with("Đi chợ · 1 ngày · 1 người · Miền Bắc\n") && text.contains("Hàng rau"));
    assert!(std::fs::read_to_string(csv).expect("a table").starts_with("\u{feff}Hàng;"));
    assert_eq!(&std::fs::read(xlsx).expect("a workbook")[..2], b"PK");
}

#[test]
fn what_menu_check_prints_can_be_bought() {
    let sample = nep_tests::repository().join("docs/examples/menu-check.json");
    let checked =
        Command::new(nep_tests::nep()).args(["menu", "check", "--json"]).arg(&sample).output().expect("nep runs");
    let folder = tempfile::TempDir::new().expect("a folder");
    let printed = folder.path().join("printed.json");
    std::fs::write(&printed, checked.stdout).expect("a file");
    let of = |path: &std::path::Path| {
        let output = nep(&[path.to_str().expect("a name"), "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    assert_eq!(of(&sample)["cost_vnd"], of(&printed)["cost_vnd"]);
}

#[test]
fn what_cannot_be_done_is_said() {
    for (arguments, said) in [
        (&["--menu", "none"][..], "Không có thực đơn none"),
        (&[], "Cần một tệp thực đơn"),
        (&["--menu", "pregnant-t2-north-1", "--price", "7017"], "THỰC-PHẨM:ĐỒNG"),
        (&["--menu", "pregnant-t2-north-1", "--price", "7017:0"], "THỰC-PHẨM:ĐỒNG"),
        (&["--menu", "pregnant-t2-north-1", "--at-home", "1004:nhiều"], "THỰC-PHẨM:GAM"),
        (&["--menu", "pregnant-t2-north-1", "--at-home", "99999"], "99999"),
        (&["--menu", "pregnant-t2-north-1", "--days", "15"], "--days"),
        (&["--menu", "pregnant-t2-north-1", "--people", "0"], "--people"),
        (&["--menu", "pregnant-t2-north-1", "--csv", "/nowhere/at/all.csv"], "/nowhere/at/all.csv"),
        (&["/no/such/file.json"], "/no/such/file.json"),
    ] {
        let told = complaint(arguments);
        assert!(told.contains(said), "{arguments:?}: {told}");
    }
}
