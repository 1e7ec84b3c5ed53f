//! A second reading of what `nep menu suggest --json` and `nep menu check --json` print, from the tables under `data/`
//! and nothing else: no figure passes through the library.
//!
//! It is written from the tables' own words (`PROVENANCE.md`, column `note`) so that a slip of the library and one here
//! seldom fall together. It judges the *printed* answer: the portions and grams a reader sees.
//!
//! What catches people out: figures are printed with six decimals, so that two that differ by less are equal.

pub mod answers;
pub mod asked;
pub mod bank;
pub mod composition;
pub mod day;
pub mod needs;
pub mod rules;
pub mod shopping;
pub mod tsv;
pub mod who;

use serde_json::Value;

use self::bank::Bank;
use self::day::Day;
use self::rules::{Finding, Rules};
use self::who::Who;

/// The tables, read once.
#[derive(Debug)]
pub struct Judge {
    /// Foods and dishes.
    pub bank: Bank,
    rules: Rules,
}

impl Judge {
    /// Reads the tables.
    #[must_use]
    pub fn read() -> Self {
        Self { bank: Bank::read(), rules: Rules::read() }
    }

    /// Everything in an answer that the tables do not bear out.
    ///
    /// # Panics
    ///
    /// When the answer is no answer.
    #[must_use]
    pub fn faults(&self, answer: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let people: Vec<Who> = list(answer, "people").iter().map(Who::read).collect();
        let mut cost = 0.0;
        let mut all_balanced = true;
        let mut liver: Vec<Vec<usize>> = vec![Vec::new(); people.len()];
        for (index, day) in list(answer, "days").iter().enumerate() {
            let mut vnd = 0.0;
            for (who, liver) in people.iter().zip(&mut liver) {
                let mut found = Vec::new();
                let hers = Day::read(&self.bank, who, day, &mut found);
                vnd += hers.parts.iter().map(|part| self.bank.cost(part.code, part.grams, &who.region)).sum::<f64>();
                if !who.is_adult() {
                    let printed = Printed { answer, person: &who.id, day: index + 1 };
                    // That day and the six before it.
                    liver.push(hers.liver_dishes());
                    let week = liver.iter().rev().take(7).sum();
                    all_balanced &= self.person(&printed, who, &hers, week, &mut found);
                }
                faults.extend(found.into_iter().map(|fault| format!("{} on day {}: {fault}", who.id, index + 1)));
            }
            cost += (vnd / 100.0).round() * 100.0;
        }
        if answer["cost_vnd"].as_f64().is_none_or(|printed| (printed - cost).abs() > 0.5) {
            faults.push(format!("cost: {} is printed, the tables say {cost}", answer["cost_vnd"]));
        }
        if answer["balanced"] != all_balanced {
            faults.push(format!("balanced: {} is printed, the rules say {all_balanced}", answer["balanced"]));
        }
        faults
    }

    fn person(&self, printed: &Printed<'_>, who: &Who, day: &Day<'_>, liver: usize, faults: &mut Vec<String>) -> bool {
        let resolved = self.rules.with_iron(who, day);
        let lines = printed.lines("nutrients");
        for line in &lines {
            let nutrient = line["nutrient"].as_str().expect("a nutrient");
            let sum = day.subject(nutrient).expect("a sum");
            let (need, upper) = self.rules.line(&resolved, nutrient);
            for (what, ours) in
                [("amount", Some(sum.amount)), ("known_share", Some(sum.known)), ("need", need), ("upper", upper)]
            {
                differs(&mut *faults, &format!("{what} of {nutrient}"), &line[what], ours);
            }
        }
        if lines.len() < 30 {
            faults.push(format!("only {} nutrients are told", lines.len()));
        }
        let mut findings = self.rules.ask(who, day);
        findings.extend(self.rules.liver(who, day, liver));
        let mut rules = printed.lines("rules");
        for ours in &findings {
            let same = |line: &&Value| line["rule"] == ours.rule.as_str();
            let Some(place) = rules.iter().position(same) else {
                faults.push(format!("{} is not told ({ours:?})", ours.rule));
                continue;
            };
            compare(ours, rules.remove(place), faults);
        }
        faults.extend(rules.iter().map(|line| format!("{} is told and is not for this person", line["rule"])));
        let overall = overall(&findings);
        if printed.lines("verdicts").iter().any(|line| line["overall"] != overall) {
            faults.push(format!("the day is {overall}, printed {:?}", printed.lines("verdicts")));
        }
        shortfalls(&findings, &printed.lines("shortfalls"), faults);
        overall == "balanced"
    }
}

/// The part of an answer that is of one person's day.
struct Printed<'a> {
    answer: &'a Value,
    person: &'a str,
    day: usize,
}

impl<'a> Printed<'a> {
    fn lines(&self, member: &str) -> Vec<&'a Value> {
        let hers = |line: &&Value| line["person"] == self.person && line["day"] == self.day;
        list(self.answer, member).iter().filter(hers).collect()
    }
}

fn list<'a>(answer: &'a Value, member: &str) -> &'a [Value] {
    answer[member].as_array().map_or(&[], Vec::as_slice)
}

fn compare(ours: &Finding, printed: &Value, faults: &mut Vec<String>) {
    let rule = &ours.rule;
    for (what, figure) in [("value", ours.value), ("low", ours.low), ("high", ours.high)] {
        differs(faults, &format!("{what} of {rule}"), &printed[what], figure);
    }
    for (what, word) in [("verdict", ours.verdict), ("kind", &ours.kind)] {
        if printed[what] != word {
            faults.push(format!("{what} of {rule}: {} is printed, the tables say {word} ({ours:?})", printed[what]));
        }
    }
    let place = format!("guidelines/balance-2026/balance.tsv:{}", ours.line);
    if printed["source"].as_str().is_none_or(|source| source.split("; ").next() != Some(&*place)) {
        faults.push(format!("source of {rule}: {} is printed, the row is {place}", printed["source"]));
    }
}

fn differs(faults: &mut Vec<String>, what: &str, printed: &Value, ours: Option<f64>) {
    let same = match (printed.as_f64(), ours) {
        (Some(printed), Some(ours)) => (printed - ours).abs() <= 1e-6 * ours.abs().max(1.0),
        (printed, ours) => printed.is_none() && ours.is_none(),
    };
    if !same {
        faults.push(format!("{what}: {printed} is printed, the tables say {ours:?}"));
    }
}

fn overall(findings: &[Finding]) -> &'static str {
    let broken = |kind: &str| {
        findings.iter().any(|finding| finding.kind == kind && ["short", "over"].contains(&finding.verdict))
    };
    if broken("hard") {
        "unsafe"
    } else if broken("goal") {
        "not_balanced"
    } else if findings.iter().any(|finding| finding.kind != "inform" && finding.verdict == "unknown") {
        "cannot_say"
    } else {
        "balanced"
    }
}

/// Every goal that is short is told, by how much, and with what sets it right.
fn shortfalls(findings: &[Finding], printed: &[&Value], faults: &mut Vec<String>) {
    let short: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.kind != "inform" && ["short", "needs_supplement"].contains(&finding.verdict))
        .collect();
    for ours in &short {
        let Some(line) = printed.iter().find(|line| line["nutrient"] == ours.rule.as_str()) else {
            faults.push(format!("{} is short and not among the shortfalls", ours.rule));
            continue;
        };
        let by = ours.low.zip(ours.value).map(|(low, value)| low - value);
        differs(faults, &format!("shortfall of {}", ours.rule), &line["by"], by);
        if line["fix"].is_null() {
            faults.push(format!("the shortfall of {} names nothing that sets it right", ours.rule));
        }
    }
    if printed.len() != short.len() {
        faults.push(format!("{} shortfalls are told, the tables say {}", printed.len(), short.len()));
    }
}
