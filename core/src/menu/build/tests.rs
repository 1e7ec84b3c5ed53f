//! What only the inside can tell: the search's view of every rule is the rules' own.

use std::collections::BTreeSet;

use super::answer::Aim;
use super::days::lay;
use super::goals::{Goals, TOLERANCE, Tier};
use super::problem::Problem;
use super::request::Request;
use super::search::Search;
use super::taste::Taste;
use crate::foods::{Region, Stage};
use crate::menu::{Eater, Plan, Table, Who, read_plan, usual_person};
use crate::nutrition::balance::{Finding, Kind, Verdict};

/// The rules a day misses, as the search sees them.
fn missed(goals: &Goals, totals: &[f64]) -> BTreeSet<&'static str> {
    let rows = goals.rows.iter().zip(totals).filter(|(row, total)| row.from - *total > TOLERANCE);
    let mut rules: BTreeSet<_> = rows
        .filter(|(row, _)| row.tier != Tier::Better && row.rule != "breast_milk")
        .map(|(row, _)| row.rule)
        .collect();
    goals.each_beside(totals, |rule, _, _| {
        rules.insert(rule);
    });
    rules
}

#[test]
fn the_search_sees_every_rule_as_the_rules_judge_it() {
    let table = Table::bundled();
    let (mut days, mut missing) = (0, 0);
    for &stage in Stage::ALL {
        for &region in Region::ALL {
            let person = usual_person(stage);
            let eaters = vec![Eater { id: "1".into(), who: Who::Person(person) }];
            let request = Request::plain(eaters.clone(), region);
            let problem = Problem::new(&table, &request, &[], &[]).expect("the bank feeds every stage everywhere");
            let goals = &problem.diners[0].goals;
            let taste = Taste::new(&problem, Aim::Usual, 1);
            let mut search = Search::new(&problem, &taste, 1);
            for _ in 0..70 {
                search.best = None;
                search.lay();
                let Some(found) = search.best.clone() else { continue };
                let plan = Plan { region, eaters: eaters.clone(), days: vec![lay(&problem, &found)] };
                let readings = read_plan(&table, &plan).expect("a plan of the bank's dishes");
                let reading = readings[0][0].as_ref().expect("a person is read");
                let misses = |finding: &&Finding| {
                    let fails = !matches!(finding.verdict, Verdict::Ok | Verdict::NeedsSupplement);
                    finding.kind != Kind::Inform && fails
                };
                let judged: BTreeSet<_> = reading.rules.iter().filter(misses).map(|finding| finding.rule).collect();
                assert_eq!(missed(goals, search.totals(0)), judged, "{stage:?} {region:?} {plan:?}");
                days += 1;
                missing += judged.len();
            }
        }
    }
    assert!(days >= 2000, "{days} days");
    assert!(missing > 2 * days, "random days miss much: {missing}");
}
