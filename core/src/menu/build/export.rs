//! Problems of one day written down for another solver, beside our own answers: `tests/peers/run menus` runs it.
//!
//! A problem is told as the search sees it: lists of dishes for each sitting, portions, rows. What the rows do not say
//! (iron's class, food groups) is told beside them.

use std::fmt::Write as _;
use std::time::Instant;

use super::build;
use super::goals::{Tier, weight};
use super::problem::Problem;
use super::request::Request;
use crate::foods::{Allergen, Region, Stage};
use crate::menu::{Eater, Table, Who, usual_person};

/// Ten stages, each with a plain wish, a harder one and a short purse.
fn requests() -> Vec<(String, Request)> {
    let mut all = Vec::new();
    for &stage in Stage::ALL {
        let eaters = vec![Eater { id: "1".into(), who: Who::Person(usual_person(stage)) }];
        let plain = Request::plain(eaters.clone(), Region::North);
        let vegetarian = Request { vegetarian: true, ..Request::plain(eaters.clone(), Region::Central) };
        let poor = Request {
            budget_vnd_per_day: Some(25_000),
            allergens: vec![Allergen::Milk],
            ..Request::plain(eaters, Region::South)
        };
        for (what, request) in [("plain", plain), ("vegetarian", vegetarian), ("no milk, 25,000 đ", poor)] {
            all.push((format!("{}, {what}", stage.code()), request));
        }
    }
    all
}

fn told(problem: &Problem) -> serde_json::Value {
    let goals = &problem.diners[0].goals;
    let rows = goals.rows.iter().map(|row| {
        let tier = match row.tier {
            Tier::Hard => "hard",
            Tier::Goal => "goal",
            Tier::Better => "better",
        };
        serde_json::json!({ "rule": row.rule, "tier": tier, "weight": row.weight, "from": row.from, "micro": row.micro })
    });
    let candidates = (0..problem.candidates.len()).map(|index| {
        let index = u16::try_from(index).expect("fewer dishes");
        let known = problem.candidate(index);
        let portions: Vec<f64> = (0..known.portions.count(0)).map(|level| known.portions.at(0, level)).collect();
        serde_json::json!({ "cost": known.cost, "portions": portions, "column": problem.column(index, 0) })
    });
    let sittings = problem.sittings.iter().map(|sitting| {
        let layouts = sitting.layouts.iter().map(|layout| {
            let seats = layout.seats.iter().map(|seat| serde_json::json!([seat.list, seat.required]));
            serde_json::json!({ "feed": layout.feed, "seats": seats.collect::<Vec<_>>() })
        });
        serde_json::json!({ "meal": sitting.meal, "layouts": layouts.collect::<Vec<_>>() })
    });
    let iron = goals.iron.map(|iron| {
        serde_json::json!({
            "row": iron.row, "more": iron.more, "limits": [iron.limits.0, iron.limits.1],
            "columns": [iron.columns.0, iron.columns.1],
        })
    });
    let groups = goals.groups.as_ref().map(|groups| {
        let columns: Vec<usize> = groups.columns.clone().collect();
        serde_json::json!({ "weight": groups.weight, "count": groups.count, "minimum": groups.minimum, "columns": columns })
    });
    let main: Vec<bool> = problem.meals.iter().map(|meal| !meal.code().starts_with("snack")).collect();
    let feeding = problem.feeding.first().map(|feeding| [feeding.main_meals.1, feeding.snacks.1]);
    serde_json::json!({
        "rows": rows.collect::<Vec<_>>(), "candidates": candidates.collect::<Vec<_>>(), "lists": problem.lists,
        "sittings": sittings.collect::<Vec<_>>(), "iron": iron, "groups": groups, "main": main, "feeding": feeding,
        "energy": goals.energy, "whole_energy": goals.whole_energy, "bands": problem.diners[0].bands,
        "budget": problem.budget,
        "weights": { "worst": weight::WORST, "meal": weight::MEAL, "budget": weight::BUDGET },
    })
}

#[test]
#[ignore = "writes files for another solver: tests/peers/run menus"]
fn problems_are_written_down_for_another_solver() {
    let file = std::env::var("NEP_PROBLEMS").expect("NEP_PROBLEMS names the file to write");
    let table = Table::bundled();
    let mut lines = String::new();
    for (name, request) in requests() {
        #[expect(clippy::disallowed_methods, reason = "a stopwatch beside another solver's")]
        let started = Instant::now();
        let proposals =
            build(&table, &request, &mut |_| std::ops::ControlFlow::Continue(())).expect("the bank answers");
        let seconds = started.elapsed().as_secs_f64();
        let problem = Problem::new(&table, &request, &[], &[]).expect("the bank answers");
        let mut line = told(&problem);
        let certificate = &proposals[0].certificate;
        line["name"] = name.into();
        line["ours"] =
            serde_json::json!({ "objective": certificate.objective, "bound": certificate.bound, "seconds": seconds });
        writeln!(lines, "{line}").expect("a string takes it");
    }
    std::fs::write(&file, lines).expect("the file is written");
    assert_eq!(std::fs::read_to_string(&file).expect("and read").lines().count(), 30);
}
