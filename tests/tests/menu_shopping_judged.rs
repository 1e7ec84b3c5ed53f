//! The lists that `nep menu shopping` prints for random menus, people, days, kitchens and prices, judged from the tables
//! by [`nep_tests::judge`].

use std::collections::BTreeMap;
use std::process::Command;

use nep_tests::judge::Judge;
use nep_tests::judge::answers::suggested;
use nep_tests::judge::asked::{Dice, request};
use nep_tests::judge::shopping::{Errand, Market};
use serde_json::{Value, json};

const SEED: u64 = 2026;

/// How many ways one shops for a menu of the bank.
const OF_THE_BANK: usize = 60;
/// How many menus for random people are shopped for.
const OF_REQUESTS: usize = 20;

fn nep(arguments: &[String]) -> Value {
    let output = Command::new(nep_tests::nep()).args(["menu", "shopping", "--json"]).args(arguments).output();
    let output = output.expect("nep runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A household of some size, some time, a kitchen that is not empty, prices of its own: the errand and its flags.
fn household(dice: &mut Dice, errand: Errand) -> (Errand, Vec<String>) {
    let (people, days) = (1 + dice.roll(12), 1 + dice.roll(14));
    let mut flags = vec![format!("--people={people}"), format!("--days={days}")];
    #[expect(clippy::cast_precision_loss, reason = "at most 12 × 14")]
    let mut errand = errand.times((people * days) as f64);
    if dice.in_a_hundred(30) {
        errand.region = dice.of(&["north", "central", "south"]).to_owned();
        flags.push(format!("--region={}", errand.region));
    }
    // Rice and eggs may stand in the kitchen of whom the menu gives none.
    let foods: Vec<u32> = errand.needs.keys().copied().chain([1004, 9001]).collect();
    let mut held: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for _ in 0..dice.roll(5) {
        let grams = dice.of(&[None, Some(1), Some(40), Some(500), Some(20_000)]);
        held.insert(dice.of(&foods), grams);
    }
    for (food, grams) in held {
        errand.at_home.insert(food, grams.map(f64::from));
        flags.push(format!("--at-home={food}{}", grams.map_or_else(String::new, |grams| format!(":{grams}"))));
    }
    for _ in 0..dice.roll(3) {
        let (food, vnd) = (dice.of(&foods), dice.of(&[1_u32, 12_345, 90_000]));
        errand.paid.insert(food, f64::from(vnd));
        flags.push(format!("--price={food}:{vnd}"));
    }
    (errand, flags)
}

/// Shops for it, and says what the tables do not bear out.
fn judged(judge: &Judge, market: &Market, errand: &Errand, arguments: &[String]) -> Vec<String> {
    let printed = nep(arguments);
    assert_eq!(printed["region"], errand.region.as_str(), "{arguments:?}");
    let faults = judge.list_faults(market, errand, &printed).into_iter();
    faults.map(|fault| format!("{arguments:?}\n    {fault}")).collect()
}

#[test]
fn the_list_of_a_menu_of_the_bank_is_the_sum_of_the_tables() {
    let judge = Judge::read();
    let market = Market::read();
    let menus = market.menus();
    let mut dice = Dice::new(SEED);
    let mut faults = Vec::new();
    for _ in 0..OF_THE_BANK {
        let menu = dice.of(&menus);
        let (errand, mut arguments) = household(&mut dice, market.errand(&judge.bank, menu));
        arguments.push(format!("--menu={menu}"));
        faults.extend(judged(&judge, &market, &errand, &arguments));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_figure_that_is_not_the_tables_is_noticed() {
    let (judge, market) = (Judge::read(), Market::read());
    let errand = market.errand(&judge.bank, "pregnant-t2-north-1");
    let good = nep(&["--menu=pregnant-t2-north-1".to_owned()]);
    assert_eq!(judge.list_faults(&market, &errand, &good), Vec::<String>::new());
    let line = "/stalls/0/lines/0";
    for (place, wrong) in [
        ("/cost_vnd".to_owned(), json!(100)),
        ("/unpriced".to_owned(), json!([1004])),
        ("/stalls/0/stall".to_owned(), json!("fish")),
        (format!("{line}/food_code"), json!(1001)),
        (format!("{line}/edible_grams"), json!(1.0)),
        (format!("{line}/purchased_grams"), json!(1.0)),
        (format!("{line}/vnd"), json!(null)),
        (format!("{line}/sold_ready"), json!(true)),
        (format!("{line}/price_place"), json!("data/dishes/nep-2026/prices.tsv:2")),
        (format!("{line}/ask_for"), json!({ "amount": 7, "measure_vi": "lạng" })),
    ] {
        let mut list = good.clone();
        let figure = list.pointer_mut(&place).unwrap_or_else(|| panic!("{place} is printed"));
        assert_ne!(*figure, wrong, "{place}");
        *figure = wrong;
        assert!(!judge.list_faults(&market, &errand, &list).is_empty(), "{place}");
    }
}

#[test]
fn the_list_of_a_menu_made_for_a_family_is_the_sum_of_what_each_eats() {
    let (judge, market) = (Judge::read(), Market::read());
    let mut dice = Dice::new(SEED);
    let requests: Vec<Value> = (0..OF_REQUESTS).map(|id| request(&mut dice, &judge.bank, id)).collect();
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut faults = Vec::new();
    for (index, answer) in suggested(&requests).iter().enumerate() {
        assert!(answer["error"].is_null(), "{}: {}", requests[index], answer["error"]);
        let printed = folder.path().join(format!("{index}.json"));
        std::fs::write(&printed, answer.to_string()).expect("a file");
        let (errand, mut arguments) = household(&mut dice, Errand::of_answer(&judge.bank, answer));
        arguments.push(printed.to_str().expect("a name").to_owned());
        faults.extend(judged(&judge, &market, &errand, &arguments));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
