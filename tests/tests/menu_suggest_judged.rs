//! The menus that `nep menu suggest` prints for random people and wishes, judged from the tables by [`nep_tests::judge`].

use nep_tests::judge::Judge;
use nep_tests::judge::answers::suggested;
use nep_tests::judge::asked::{Dice, request};
use serde_json::{Value, json};

/// How many requests are judged. The variable `NEP_JUDGED` asks for another number.
const REQUESTS: usize = 500;
const SEED: u64 = 2026;

/// The first proposal and the others, each as an answer of its own.
fn proposals(answer: &Value) -> Vec<Value> {
    let others = answer["others"].as_array().cloned().unwrap_or_default();
    std::iter::once(answer.clone()).chain(others).collect()
}

#[test]
fn random_menus_break_no_rule_of_safety_and_every_figure_is_that_of_the_tables() {
    let judge = Judge::read();
    let count = std::env::var("NEP_JUDGED").ok().and_then(|text| text.parse().ok()).unwrap_or(REQUESTS);
    let mut dice = Dice::new(SEED);
    let requests: Vec<Value> = (0..count).map(|id| request(&mut dice, &judge.bank, id)).collect();
    let started = std::time::Instant::now();
    let answers = suggested(&requests);
    println!("{count} requests answered in {:.1?}", started.elapsed());
    let mut faults = Vec::new();
    let mut tally = std::collections::BTreeMap::<String, usize>::new();
    for (asked, answer) in requests.iter().zip(&answers) {
        if !answer["error"].is_null() {
            faults.push(format!("{asked}\n    is not answered: {}", answer["error"]));
            continue;
        }
        for proposal in proposals(answer) {
            for verdict in proposal["verdicts"].as_array().expect("verdicts") {
                *tally.entry(verdict["overall"].to_string()).or_default() += 1;
                if verdict["overall"] == "unsafe" {
                    faults.push(format!("{asked}\n    an unsafe day is offered"));
                }
            }
            let found = judge.faults(&proposal).into_iter().chain(judge.broken(asked, &proposal));
            faults.extend(found.map(|fault| format!("{asked}\n    {fault}")));
        }
    }
    println!("{tally:?}");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn nobody_under_six_months_is_given_a_menu() {
    let requests: Vec<Value> = (0..6)
        .map(|months| json!({ "people": [{ "id": "p0", "stage": "child", "age_months": months }, { "id": "p1", "stage": "lactating_0_6" }] }))
        .collect();
    for (asked, answer) in requests.iter().zip(suggested(&requests)) {
        assert!(answer["error"].is_string() && answer["days"].is_null(), "{asked}");
    }
}
