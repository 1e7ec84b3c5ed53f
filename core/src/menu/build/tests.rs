//! What only the inside can tell: the search's view of every rule is the rules' own.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::answer::{Aim, Proposal, Wish};
use super::bound::bound;
use super::branch::branch;
use super::days::{WALK, build, lay};
use super::dive::dive;
use super::goals::{Goals, TOLERANCE, Tier};
use super::impossible;
use super::problem::{NONE, Problem, Seat};
use super::relaxation::{Relaxation, What};
use super::request::Request;
use super::search::Search;
use super::state::{Choice, State};
use super::taste::Taste;
use crate::foods::{DishKind, FoodCode, Meal, MealKind, Region, Role, Stage};
use crate::menu::{Eater, OwnDish, OwnIngredient, Plan, Table, Who, read_plan, usual_person};
use crate::nutrition::balance::{Finding, Kind, Verdict};

/// The rules a day misses, as the search sees them.
fn missed(goals: &Goals, totals: &[f64]) -> BTreeSet<&'static str> {
    let rows = goals.rows.iter().zip(totals).filter(|(row, total)| row.from - *total > TOLERANCE);
    let mut rules: BTreeSet<_> = rows
        .filter(|(row, _)| row.tier != Tier::Better && row.rule != "breast_milk")
        .map(|(row, _)| row.rule)
        .collect();
    goals.each_beside(totals, |beside| {
        rules.insert(beside.rule);
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
                let misses = |finding: &&Finding| finding.kind != Kind::Inform && finding.verdict != Verdict::Ok;
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

#[test]
fn a_proposal_past_a_budget_that_another_keeps_is_told_of_the_other() {
    let table = Table::bundled();
    let eaters = vec![Eater { id: "1".into(), who: Who::Person(usual_person(Stage::PregnantT2)) }];
    let mut request = Request { proposals: 3, ..Request::plain(eaters, Region::North) };
    let mut proposals = build(&table, &request, &mut |_| ControlFlow::Continue(())).expect("a menu is built");
    let cost = |proposal: &Proposal| proposal.plan.cost_of_day(&table, 0).exact_vnd;
    proposals.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    let (cheapest, dearest) = (cost(&proposals[0]), cost(&proposals[2]));
    assert!(cheapest + 100.0 < dearest, "{cheapest} {dearest}");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a day's food")]
    let budget = cheapest.ceil() as u32;
    request.budget_vnd_per_day = Some(budget);
    impossible::of_each(&table, &request, &mut proposals, false);
    assert_eq!(proposals[0].impossible, None);
    let told = proposals[2].impossible.as_ref().expect("it is past the budget");
    assert_eq!((told.wish, told.day), (Wish::Budget, 0));
    assert_eq!(told.nearest.as_deref(), Some(&proposals[0].plan));
    let (least, nearest) = (told.at_least_vnd.expect("proven"), told.cheapest_vnd.expect("built"));
    assert!(least <= nearest && f64::from(nearest) < cheapest + 100.0, "{least} {nearest} {cheapest}");
}

/// A breakfast and a snack of two places each, three dishes for each place: few enough to lay them all.
fn small(budget: u32) -> Problem {
    let eaters = vec![Eater { id: "1".into(), who: Who::Person(usual_person(Stage::Child36To60)) }];
    let mut request = Request::plain(eaters, Region::North);
    request.meals = vec![Meal::Breakfast, Meal::AfternoonSnack];
    request.budget_vnd_per_day = Some(budget);
    let mut problem = Problem::new(&Table::bundled(), &request, &[], &[]).expect("the bank feeds every stage");
    for list in &mut problem.lists {
        list.truncate(3);
    }
    for layout in problem.sittings.iter_mut().flat_map(|sitting| &mut sitting.layouts) {
        layout.seats.truncate(2);
    }
    problem
}

/// The least any menu of a small problem misses: every dish in every portion in every place.
fn least_of_all(problem: &Problem) -> (f64, u32) {
    let taste = Taste::none(problem);
    let seats: Vec<&Seat> = problem.sittings.iter().flat_map(|sitting| &sitting.layouts[0].seats).collect();
    let options: Vec<Vec<Choice>> = seats
        .iter()
        .map(|seat| {
            let empty = (!seat.required).then_some(Choice::EMPTY);
            let of = |candidate: &u16| {
                let (candidate, levels) = (*candidate, problem.candidate(*candidate).portions.count(0));
                (0..levels).map(move |level| {
                    let mut choice = Choice { candidate, ..Choice::EMPTY };
                    choice.levels[0] = level;
                    choice
                })
            };
            empty.into_iter().chain(problem.lists[seat.list].iter().flat_map(of)).collect()
        })
        .collect();
    let (mut least, mut laid) = (f64::INFINITY, 0);
    let mut at = vec![0; seats.len()];
    loop {
        let menu: Vec<(usize, Choice)> =
            seats.iter().zip(&options).zip(&at).map(|((seat, all), at)| (seat.slot, all[*at])).collect();
        let twice = |(index, (_, choice)): (usize, &(usize, Choice))| {
            let same = menu[..index].iter().any(|(_, other)| other.candidate == choice.candidate);
            choice.candidate != NONE && same && !problem.candidate(choice.candidate).repeatable
        };
        let mut state = State::new(problem, &taste);
        if !menu.iter().enumerate().any(twice) && state.attempt(&menu, |_, _| true) && state.score.hard <= 0.0 {
            least = least.min(state.score.goals);
            laid += 1;
        }
        let Some(next) = (0..at.len()).find(|seat| at[*seat] + 1 < options[*seat].len()) else { break };
        at[next] += 1;
        at[..next].fill(0);
    }
    (least, laid)
}

#[test]
fn no_menu_of_all_that_can_be_laid_lies_under_the_bound_and_the_best_is_found() {
    for budget in [2_000, 6_000, 12_000, 60_000] {
        let problem = small(budget);
        let (least, laid) = least_of_all(&problem);
        assert!(laid > 1000, "{laid} menus");
        let root = bound(&problem, What::Misses, true).expect("a bound");
        let taste = Taste::none(&problem);
        let mut search = Search::new(&problem, &taste, 1);
        search.lay();
        search.repeats = true;
        let mut relaxation = Relaxation::new(&problem, What::Misses, true);
        assert!(dive(&mut relaxation, &mut search, 6, 1, &mut |_| true));
        let proven = branch(&mut relaxation, &mut search, 400, &mut |_| true).expect("nobody stops it");
        let found = search.best.expect("a menu").score.goals;
        assert!(root <= proven + 1e-6 && proven <= least + 1e-6, "{budget} đ: {root} {proven} {least}");
        assert!(found >= least - 1e-6 && found <= least * 1.001, "{budget} đ: found {found} of {least}");
        assert!(proven >= found * 0.99, "{budget} đ: {proven} proven of {found}");
    }
}

#[test]
fn a_bound_narrowed_by_branching_still_lies_under_every_menu_of_random_walks() {
    let table = Table::bundled();
    for (stage, budget) in [(Stage::Child12To23, 15_000), (Stage::PregnantT2, 35_000)] {
        let eaters = vec![Eater { id: "1".into(), who: Who::Person(usual_person(stage)) }];
        let request = Request { budget_vnd_per_day: Some(budget), ..Request::plain(eaters, Region::South) };
        let problem = Problem::new(&table, &request, &[], &[]).expect("the bank feeds every stage");
        let taste = Taste::none(&problem);
        let mut search = Search::new(&problem, &taste, 1);
        search.lay();
        search.walk(WALK, &mut |_| true);
        let mut relaxation = Relaxation::new(&problem, What::Misses, true);
        let proven = branch(&mut relaxation, &mut search, 20, &mut |_| true).expect("nobody stops it");
        for seed in 0..6 {
            let mut other = Search::new(&problem, &taste, seed);
            other.repeats = true;
            other.lay();
            other.walk(WALK, &mut |_| true);
            let found = other.best.expect("a menu");
            let under = found.serves_each_once(&problem) && found.score.goals < proven - 1e-6;
            assert!(!under, "{stage:?}: {} under {proven}", found.score.goals);
        }
    }
}

#[test]
fn a_familys_own_dish_that_is_wished_for_is_served() {
    let part = |food, grams| OwnIngredient { food: FoodCode(food), grams, role: Role::Main };
    let own = OwnDish {
        id: "own-1".into(),
        name: "Thịt rim nhà em".into(),
        kind: DishKind::Main,
        meals: vec![MealKind::Lunch, MealKind::Dinner],
        child_months: None,
        raw: false,
        ingredients: vec![part(7017, 80.0)],
    };
    let table = Table::bundled().with_dish(&own).expect("well formed");
    let woman = Eater { id: "1".into(), who: Who::Person(usual_person(Stage::PregnantT2)) };
    let request = Request { favourites: vec!["own-1".into()], ..Request::plain(vec![woman], Region::North) };
    let built = build(&table, &request, &mut |_| ControlFlow::Continue(())).expect("built");
    let meals = built[0].plan.days[0].meals.iter();
    let at: Vec<Meal> =
        meals.filter(|meal| meal.dishes.iter().any(|dish| dish.dish == "own-1")).map(|meal| meal.meal).collect();
    assert!(matches!(at[..], [Meal::Lunch | Meal::Dinner]), "{at:?}");
}
