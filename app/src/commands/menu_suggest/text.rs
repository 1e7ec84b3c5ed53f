//! The proposals as text: what is eaten by whom, what it costs, what is short and how to make up for it.

use std::fmt::Write;

use nep_core::menu::build::Proposal;
use nep_core::menu::swap::Avoid;
use nep_core::menu::{PlanDish, PlanMeal, Share, Who};

use super::Shown;
use super::request::Asked;
use crate::balance_words::{self, Listener, gap, overall, unit};
use crate::build_words;
use crate::commands::menu_json::{Someone, Told, cost_of_day};
use crate::fix_words::{self, measures};
use crate::food_words;
use crate::i18n::{Language, Words};

pub(super) fn print(asked: &Asked, proposals: &[Shown], words: &Words) -> String {
    let (mut out, avoid) = (String::new(), asked.avoid());
    for (index, (proposal, told)) in proposals.iter().enumerate() {
        let aim = build_words::aim(proposal.aim, words);
        line(&mut out, 0, &words.with("suggest-heading", &[("number", &(index + 1).to_string()), ("aim", &aim)]));
        if let Some(impossible) = &proposal.impossible {
            line(&mut out, 0, &build_words::impossible(impossible, asked.request.budget_vnd_per_day, words));
        }
        line(&mut out, 0, &build_words::certificate(&proposal.certificate, words));
        missed(&mut out, asked, proposal, words);
        for apart in proposal.plan.cooked_apart(asked.table.foods()) {
            let who = called(&asked.people[apart.eater], words);
            line(&mut out, 0, &format!("{who}: {}", build_words::cooked_apart(&apart, words)));
        }
        for (day, (planned, told)) in proposal.plan.days.iter().zip(told).enumerate() {
            out.push('\n');
            #[expect(clippy::cast_precision_loss, reason = "the price of a household's food")]
            let vnd = words.language().decimal(cost_of_day(told) as f64, 0);
            line(&mut out, 0, &words.with("suggest-day", &[("day", &(day + 1).to_string()), ("vnd", &vnd)]));
            for meal in &planned.meals {
                self::meal(&mut out, asked, &avoid, meal, words);
            }
            for ((someone, told), part) in asked.people.iter().zip(told).zip(&proposal.parts) {
                if *part < 1.0 && told.reading().is_some() {
                    // Judged as a whole day it would be called short of nearly everything.
                    let percent = words.language().decimal(part * 100.0, 0);
                    let given = [("who", called(someone, words)), ("percent", percent)];
                    let given = given.each_ref().map(|(name, value)| (*name, value.as_str()));
                    line(&mut out, 0, &words.with("suggest-part", &given));
                } else {
                    verdict(&mut out, &called(someone, words), told, words);
                }
            }
        }
        out.push('\n');
    }
    out
}

/// What the objective is made of, part by part.
fn missed(out: &mut String, asked: &Asked, proposal: &Proposal, words: &Words) {
    if proposal.missed.is_empty() {
        return;
    }
    line(out, 0, &build_words::objective(&proposal.certificate, words));
    for one in &proposal.missed {
        let who = one.eater.filter(|_| asked.people.len() > 1).map(|eater| called(&asked.people[eater], words));
        let days = proposal.plan.days.len();
        line(out, 1, &build_words::missed(one, who.as_deref(), days, words));
    }
}

/// One line; what was given by the caller may steer no terminal.
fn line(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{}{}", "  ".repeat(indent), text.replace(char::is_control, "\u{fffd}"));
}

fn meal(out: &mut String, asked: &Asked, avoid: &Avoid, meal: &PlanMeal, words: &Words) {
    line(out, 0, &words.get(&format!("meal-{}", meal.meal.code())));
    for dish in &meal.dishes {
        line(out, 1, &self::dish(asked, dish, words));
        let on_labels = avoid.on_labels_of(&asked.table, dish);
        if !on_labels.is_empty() {
            line(out, 2, &food_words::read_label(&on_labels, words));
        }
    }
}

/// `Canh rau ngót: mẹ: 1½ bát con; bé: ½ bát con (múc riêng trước khi nêm)`.
fn dish(asked: &Asked, dish: &PlanDish, words: &Words) -> String {
    let known = asked.table.dish(&dish.dish).expect("the builder serves dishes of the table");
    let (name, measure) = match words.language() {
        Language::Vietnamese => (&known.name_vi, &known.portions.measure_vi),
        Language::English => (&known.name_en, &known.portions.measure_en),
    };
    let portions: Vec<String> = dish
        .portions
        .iter()
        .map(|portion| {
            let amount = measures(known.portions.measures(portion.servings), words);
            let mut text = if asked.people.len() == 1 {
                words.with("suggest-everyone", &[("amount", &amount), ("measure", measure)])
            } else {
                let who = called(&asked.people[portion.eater], words);
                words.with("suggest-of", &[("who", &who), ("amount", &amount), ("measure", measure)])
            };
            if portion.share == Share::Unseasoned {
                let _ = write!(text, " ({})", words.get("suggest-unseasoned"));
            }
            text
        })
        .collect();
    format!("{name}: {}", portions.join("; "))
}

/// As the request calls them; the other adults it only counts.
fn called(someone: &Someone, words: &Words) -> String {
    match someone.eater.id.strip_prefix("adult-") {
        Some(number) if someone.eater.who == Who::Adult => words.with("suggest-adult", &[("number", number)]),
        _ => someone.eater.id.clone(),
    }
}

fn verdict(out: &mut String, who: &str, told: &Told, words: &Words) {
    let Some(reading) = told.reading() else {
        let kcal = words.language().decimal(told.energy(), 0);
        line(out, 0, &words.with("suggest-adult-line", &[("who", who), ("kcal", &kcal)]));
        return;
    };
    let verdict = overall(reading.overall, Listener::HealthWorker, words);
    line(out, 0, &words.with("suggest-verdict", &[("who", who), ("verdict", &verdict)]));
    if let Some(feeds) = &reading.feeds {
        line(out, 1, &balance_words::feeds(feeds, words));
    }
    for short in &reading.shortfalls {
        let Some(fix) = fix_words::told(short, words) else { continue };
        let what = words.get(&format!("rule-{}", short.nutrient));
        let (by, unit) = (gap(short.by, short.unit, words), unit(short.unit, words));
        let given = [("what", what.as_str()), ("by", &by), ("unit", &unit), ("fix", &fix)];
        line(out, 1, &words.with("suggest-short", &given));
    }
}
