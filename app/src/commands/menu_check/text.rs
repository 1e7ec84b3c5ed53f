//! The answer as text in the user's language.

use std::fmt::Write;

use nep_core::menu::{Reading, Who};
use nep_core::nutrition::balance::{Finding, Kind, Verdict};
use nep_core::nutrition::{Edition, Subject};

use crate::balance_words::{self, Listener, number, overall, verdict, verdict_word};
use crate::commands::menu_json::{Someone, Told};
use crate::fix_words;
use crate::i18n::Words;

pub(in crate::commands) fn print(people: &[Someone], days: &[Vec<Told>], words: &Words) -> String {
    let mut out = String::new();
    for (day, told) in days.iter().enumerate() {
        for (someone, told) in people.iter().zip(told) {
            let (Who::Person(person), Some(reading)) = (someone.eater.who, told.reading()) else { continue };
            let day = (day + 1).to_string();
            let id = someone.eater.id.replace(char::is_control, "\u{fffd}");
            let _ = writeln!(out, "{}", words.with("check-person", &[("id", &id), ("day", &day)]));
            edition(&mut out, person.edition, reading, words);
            one(&mut out, reading, words);
            out.push('\n');
        }
    }
    out
}

/// Which table the needs are of, and how many of them another table had to fill.
fn edition(out: &mut String, edition: Edition, reading: &Reading, words: &Words) {
    let code = match edition {
        Edition::Y2016 => "2016",
        Edition::Y2026 => "2026tool",
    };
    let named = words.get(&format!("edition-{code}"));
    let _ = writeln!(out, "{}", words.with("check-edition", &[("edition", &named)]));
    if edition == Edition::Y2026 {
        let needs: Vec<_> = reading.nutrients.iter().filter_map(|line| line.need.as_ref()).collect();
        let filled = needs.iter().filter(|need| need.edition != code).count().to_string();
        let all = needs.len().to_string();
        let _ = writeln!(out, "{}", words.with("check-edition-filled", &[("filled", &filled), ("all", &all)]));
    }
}

fn one(out: &mut String, reading: &Reading, words: &Words) {
    let _ = writeln!(out, "{}", overall(reading.overall, Listener::HealthWorker, words));
    #[expect(clippy::cast_precision_loss, reason = "prices of a day's food")]
    let vnd = words.language().decimal(reading.cost.vnd as f64, 0);
    let _ = writeln!(out, "{}", words.with("check-cost", &[("vnd", &vnd)]));
    if let Some(feeds) = &reading.feeds {
        let _ = writeln!(out, "{}", balance_words::feeds(feeds, words));
    }
    if let Some(milk) = &reading.breast_milk {
        if let (Some(food), Some(expected)) = (&milk.need_from_food, milk.expected_kcal) {
            let (food, milk) = (number(food.kcal, words), number(expected, words));
            let _ = writeln!(out, "{}", words.with("breast-milk-share", &[("food", &food), ("milk", &milk)]));
            let _ = writeln!(out, "{}", words.with("breast-milk-average", &[("food", &food)]));
        }
        let counted = words.with("breast-milk-counted", &[("kcal", &number(milk.recorded_kcal, words))]);
        let _ = writeln!(out, "{}", if milk.counted { counted } else { words.get("breast-milk-not-counted") });
    }
    let told = |finding: &&Finding| finding.kind != Kind::Inform && finding.verdict != Verdict::Ok;
    if reading.rules.iter().any(|finding| told(&finding)) {
        let _ = writeln!(out, "\n{}", words.get("check-short-heading"));
        for finding in reading.rules.iter().filter(told) {
            let _ = writeln!(out, "  {}", verdict(finding, Listener::HealthWorker, words));
            let short = reading.shortfalls.iter().find(|short| short.nutrient == finding.rule);
            if let Some(fix) = short.and_then(|short| fix_words::told(short, words)) {
                let _ = writeln!(out, "    {}", words.with("check-fix", &[("fix", &fix)]));
            }
        }
    }
    let _ = writeln!(out, "\n{}", words.get("check-nutrients-heading"));
    for line in &reading.nutrients {
        let what = words.get(&format!("nutrient-{}", line.nutrient.code()));
        // A breast-fed child's food is compared with its need from food, not with the whole need.
        let from_food = reading.breast_milk.as_ref().and_then(|milk| milk.need_from_food.as_ref());
        let from_food = from_food.filter(|_| line.nutrient == Subject::Energy).zip(reading.rule("energy"));
        if let Some((need, finding)) = from_food {
            let figures = [
                ("what", words.get("rule-energy-from-food")),
                ("amount", number(finding.value.unwrap_or_default(), words)),
                ("need", number(need.kcal, words)),
                ("unit", line.unit.to_owned()),
                ("verdict", verdict_word(finding.verdict, words)),
            ];
            let figures: Vec<(&str, &str)> = figures.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let _ = writeln!(out, "  {}", words.with("check-nutrient-of", &figures));
            continue;
        }
        if line.known_share <= 0.0 {
            let _ = writeln!(out, "  {}", words.with("check-nutrient-unknown", &[("what", &what)]));
            continue;
        }
        let amount = number(line.amount, words);
        // Carbohydrate in grams has a printed need and no rule: its share of energy is judged.
        let mut text = match line.need.as_ref().zip(reading.rule(line.nutrient.code())) {
            Some((need, finding)) => {
                let need = number(need.value, words);
                let verdict = verdict_word(finding.verdict, words);
                let figures = [
                    ("what", what.as_str()),
                    ("amount", &amount),
                    ("need", &need),
                    ("unit", line.unit),
                    ("verdict", &verdict),
                ];
                words.with("check-nutrient-of", &figures)
            }
            None => words.with("check-nutrient", &[("what", &what), ("amount", &amount), ("unit", line.unit)]),
        };
        if line.known_share < 0.995 {
            let known = words.language().decimal(line.known_share * 100.0, 0);
            let _ = write!(text, " {}", words.with("check-known", &[("known", &known)]));
        }
        let _ = writeln!(out, "  {text}");
    }
}
