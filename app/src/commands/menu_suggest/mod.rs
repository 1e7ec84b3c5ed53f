//! `nep menu suggest`: builds menus to order and prints them with what they give.
//!
//! A request comes from flags or from a file; a file of several requests, one a line, is answered one a line.

pub(super) mod flags;
pub(super) mod names;
pub(super) mod request;
mod text;

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use nep_core::foods::Database;
use nep_core::menu::build::{Missed, Proposal, Refusal, build};
use nep_core::menu::{CookedApart, Plan, Who, fill_fixes};
use serde_json::{Map, Value, json};

use self::request::Asked;
use super::menu_json::{self, Fault, Someone, Told, sentence};
use super::usage::complain;
use super::{DONE, FAILED, SOME_BAD};
use crate::build_words;
use crate::i18n::Words;

/// A proposal with what is told of every eater, day by day.
type Shown = (Proposal, Vec<Vec<Told>>);

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    let command = Command::new("suggest").about(words.get("suggest-about")).after_help(words.get("suggest-more"));
    flags::arguments(command, words)
}

/// Reads, builds, prints.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let json = matches.get_flag("json");
    let Some(name) = matches.get_one::<String>("request") else {
        let single = !matches.contains_id("person") || matches.get_many::<String>("person").is_none();
        let place = |fault: Fault| Fault { path: flags::in_flags(&fault.path, single), ..fault };
        let asked = flags::as_json(matches)
            .map_err(|person| words.with("suggest-not-a-person", &[("text", &person)]))
            .and_then(|file| request::read(&file).map_err(|fault| sentence(&place(fault), words)));
        return one(asked, json, words);
    };
    let requests = menu_json::read(name, words).and_then(|text| requests(&text, words));
    match requests {
        Err(sentence) => failed(&sentence, words),
        Ok(Requests::One(file)) => one(request::read(&file).map_err(|fault| sentence(&fault, words)), json, words),
        Ok(Requests::Many(files)) => many(files, words),
    }
}

fn failed(sentence: &str, words: &Words) -> ExitCode {
    complain(&sentence.replace(char::is_control, "\u{fffd}"), words);
    ExitCode::from(FAILED)
}

fn one(asked: Result<Asked, String>, json: bool, words: &'static Words) -> ExitCode {
    let answered = asked.and_then(|asked| {
        let proposals = proposals(&asked).map_err(|refusal| build_words::refusal(&refusal, words))?;
        Ok(if json {
            format!("{:#}\n", Value::Object(as_json(&asked, &proposals)))
        } else {
            text::print(&asked, &proposals, words)
        })
    });
    match answered {
        Ok(text) => ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED }),
        Err(sentence) => failed(&sentence, words),
    }
}

/// Each request a line, each answer a line, in their order; what cannot be answered says so in its line.
fn many(files: Vec<Result<Value, String>>, words: &Words) -> ExitCode {
    let mut out = io::stdout().lock();
    let mut bad = false;
    for file in files {
        let id = file.as_ref().ok().and_then(|file| file.get("id")).cloned();
        let asked = file.and_then(|file| request::read(&file).map_err(|fault| sentence(&fault, words)));
        let answered = asked.and_then(|asked| {
            let told = proposals(&asked).map_err(|refusal| build_words::refusal(&refusal, words))?;
            Ok(as_json(&asked, &told))
        });
        let line = answered.unwrap_or_else(|sentence| {
            bad = true;
            let mut line = Map::new();
            line.extend(id.map(|id| ("id".to_owned(), id)));
            line.insert("error".into(), json!(sentence));
            line
        });
        if writeln!(out, "{}", Value::Object(line)).and_then(|()| out.flush()).is_err() {
            return ExitCode::from(FAILED);
        }
    }
    ExitCode::from(if bad { SOME_BAD } else { DONE })
}

/// What a file holds.
enum Requests {
    One(Value),
    /// One a line.
    Many(Vec<Result<Value, String>>),
}

/// A file whose first line is a whole request and that has more lines holds one a line.
fn requests(text: &str, words: &Words) -> Result<Requests, String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > 1 && menu_json::parse(lines[0], words).is_ok() {
        return Ok(Requests::Many(lines.into_iter().map(|line| menu_json::parse(line, words)).collect()));
    }
    menu_json::parse(text, words).map(Requests::One)
}

/// The proposals, each with what is told of every eater, day by day.
fn proposals(asked: &Asked) -> Result<Vec<Shown>, Refusal> {
    let built = build(&asked.table, &asked.request, &mut |_| ControlFlow::Continue(()))?;
    Ok(built
        .into_iter()
        .map(|proposal| {
            let told = told(asked, &proposal.plan);
            (proposal, told)
        })
        .collect())
}

fn told(asked: &Asked, plan: &Plan) -> Vec<Vec<Told>> {
    let (request, avoid) = (&asked.request, asked.avoid());
    let mut told = Told::of_plan(&asked.table, plan).expect("the builder read its own plan");
    for (day, of_day) in told.iter_mut().enumerate() {
        for (eater, told) in of_day.iter_mut().enumerate() {
            if let (Told::Judged(reading), Who::Person(person)) = (told, plan.eaters[eater].who) {
                let menu = plan.menu_of(day, eater).unwrap_or_default();
                fill_fixes(&asked.table, person, plan.region, &menu, &avoid, request.month, reading);
            }
        }
    }
    told
}

/// Where only the label of what is bought tells whether it holds what somebody is allergic to.
fn labels(asked: &Asked, plan: &Plan) -> Value {
    let avoid = asked.avoid();
    let mut lines = Vec::new();
    for (day, planned) in plan.days.iter().enumerate() {
        for (meal, dish) in planned.meals.iter().flat_map(|meal| meal.dishes.iter().map(move |dish| (meal.meal, dish)))
        {
            let allergens = avoid.on_labels_of(&asked.table, dish);
            if !allergens.is_empty() {
                lines.push(json!({ "day": day + 1, "meal": meal, "dish_id": dish.dish, "allergens": allergens }));
            }
        }
    }
    Value::Array(lines)
}

/// The children whose meals are cooked apart from the pot of the others, and from which month they are not.
fn cooked_apart(people: &[Someone], plan: &Plan) -> Value {
    let line = |apart: CookedApart| {
        json!({
            "person": people[apart.eater].eater.id, "age_months": apart.age_months,
            "shares_from_months": apart.shares_from_months, "confidence": apart.confidence,
            "source": apart.place.to_string(),
        })
    };
    plan.cooked_apart(Database::bundled()).into_iter().map(line).collect()
}

/// What the objective is made of.
fn missed(people: &[Someone], missed: &[Missed]) -> Value {
    let line = |one: &Missed| {
        json!({
            "person": one.eater.map(|eater| &people[eater].eater.id), "day": one.day + 1, "what": one.goal,
            "meal": one.meal, "way": one.way, "by": one.by, "weighs": one.weighs,
        })
    };
    missed.iter().map(line).collect()
}

/// The first proposal, and the others in a list of their own.
fn as_json(asked: &Asked, proposals: &[Shown]) -> Map<String, Value> {
    let mut lines = proposals.iter().map(|(proposal, told)| {
        let mut line = menu_json::answer(&asked.people, told);
        line.insert("read_labels".into(), labels(asked, &proposal.plan));
        line.insert("cooked_apart".into(), cooked_apart(&asked.people, &proposal.plan));
        let mut certificate = json!(proposal.certificate);
        certificate["missed"] = missed(&asked.people, &proposal.missed);
        line.insert("certificate".into(), certificate);
        line.insert("seed".into(), json!(proposal.seed));
        line.insert("aim".into(), json!(proposal.aim));
        if proposal.parts.iter().any(|part| *part < 1.0) {
            // Of these meals the goals were that share of the day's; the verdicts are a whole day's.
            let parts = asked.people.iter().zip(&proposal.parts);
            let part = |(someone, part): (&Someone, &f64)| json!({ "person": someone.eater.id, "part": part });
            line.insert("part_of_day".into(), parts.map(part).collect());
        }
        let impossible = proposal.impossible.as_ref().map(|impossible| {
            let nearest = impossible.nearest.as_ref().map(|plan| {
                let told = self::told(asked, plan);
                let mut answer = menu_json::answer(&asked.people, &told);
                json!({ "days": answer.remove("days"), "cost_vnd": answer.remove("cost_vnd") })
            });
            json!({
                "wish": impossible.wish, "proven": impossible.proven, "goals": impossible.goals, "at_least_vnd": impossible.at_least_vnd,
                "balanced_at_least_vnd": impossible.balanced_at_least_vnd, "day": impossible.day + 1,
                "cheapest_vnd": impossible.cheapest_vnd, "nearest": nearest,
            })
        });
        line.insert("impossible".into(), json!(impossible));
        line
    });
    let mut first = lines.next().unwrap_or_default();
    let others: Vec<Value> = lines.map(Value::Object).collect();
    if !others.is_empty() {
        first.insert("others".into(), Value::Array(others));
    }
    first.extend(asked.id.clone().map(|id| ("id".to_owned(), id)));
    first
}
