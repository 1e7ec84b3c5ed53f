//! Every rule of a day in one list: what was found, what it is compared with, how that was made, and the documents.
//!
//! Three parts, each with its count, so that what the verdict counts can be counted: what must not be there at all, what is
//! scored, what only informs.

use maud::{Markup, html};
use nep_core::menu::NutrientLine;
use nep_core::nutrition::balance::{Finding, Kind, Verdict};
use nep_core::nutrition::{Citation, Figure, Joined, Stage, Subject};

use super::need::{self, Need};
use crate::icons;
use crate::rule_words;

/// What is said of a rule besides: which foods give the figure.
pub(in crate::pages) type Why<'a> = &'a dyn Fn(&Finding) -> Markup;

/// Whether a rule is about what must not be there.
fn is_of_safety(finding: &Finding) -> bool {
    ["unsafe_", "dish_", "liver_week"].iter().any(|begin| finding.rule.starts_with(begin))
}

/// The whole list, closed: where scripts run it opens in its place, else on the page at `address`. A menu's page stays light.
pub(super) fn closed(need: &Need<'_>, address: &str) -> Markup {
    let words = need.view.words;
    let all = words.with("menu-all-rules", &[("count", &need.reading.rules.len().to_string())]);
    html! {
        details.more hx-get=(address) hx-trigger="toggle once" hx-target="find .rules" hx-select=".rules" hx-swap="outerHTML" {
            summary { (all) (icons::CHEVRON_DOWN) }
            div.rules { p { a href=(address) { (all) } } }
        }
    }
}

/// The whole list.
pub(in crate::pages) fn list(need: &Need<'_>, why: Why<'_>) -> Markup {
    let words = need.view.words;
    let rules = &need.reading.rules;
    let scored = |finding: &&Finding| finding.kind != Kind::Inform;
    let parts: [(&str, Vec<&Finding>); 3] = [
        ("rules-safety", rules.iter().filter(scored).filter(|finding| is_of_safety(finding)).collect()),
        ("rules-scored", rules.iter().filter(scored).filter(|finding| !is_of_safety(finding)).collect()),
        ("rules-inform", rules.iter().filter(|finding| finding.kind == Kind::Inform).collect()),
    ];
    html! {
        div.rules {
            @for (title, findings) in parts.iter().filter(|(_, findings)| !findings.is_empty()) {
                h3.t-s.i2 { (words.with(title, &[("count", &findings.len().to_string())])) }
                ul.nut { @for finding in findings { (row(need, finding, why)) } }
            }
        }
    }
}

fn row(need: &Need<'_>, finding: &Finding, why: Why<'_>) -> Markup {
    let words = need.view.words;
    let (word, icon, tone) = need::verdict(words, finding);
    // That raw fish must not be there says what it is.
    let notes = if finding.high == Some(0.0) && finding.verdict == Verdict::Ok {
        Vec::new()
    } else {
        rule_words::notes(finding, words)
    };
    html! {
        li {
            div.row.sp.top { span { (need::title(words, finding)) } span.nw.(tone.class()) { (icon) (word) } }
            p.t-xs.i2 { (need::intake(words, finding)) ", " (need::wanted(words, finding)) }
            (made(need, finding))
            @for note in notes { p.why { (note) } }
            (documents(need, finding))
            (why(finding))
        }
    }
}

/// The documents of a rule, each once, leading to its row.
fn documents(need: &Need<'_>, finding: &Finding) -> Markup {
    let words = need.view.words;
    let mut cited: Vec<&Citation> = Vec::new();
    for source in rule_words::cited(finding) {
        if cited.iter().all(|known| known.document != source.document) {
            cited.push(source);
        }
    }
    html! {
        p.why {
            (words.get("rules-source")) " "
            @for (index, source) in cited.iter().enumerate() {
                @if index > 0 { " · " }
                a.doc href=(need::row(source)) { (rule_words::document(&source.document, words)) }
            }
            @if let Some(own) = finding.sources.first().filter(|own| rule_words::cited(finding).all(|cited| cited != *own)) {
                " · " a href=(need::row(own)) { (words.get("rules-own-row")) }
            }
        }
    }
}

/// How limits were made that are printed nowhere as they stand: a base and what pregnancy adds, a share of the need.
/// Nothing for a limit that is one printed figure.
pub(super) fn made(need: &Need<'_>, finding: &Finding) -> Markup {
    let words = need.view.words;
    let Some(Printed { parts, joined, value }) = printed(need, finding) else { return html! {} };
    let figure = |value: f64| need::figure(words, value, finding.unit);
    let share = |limit: Option<f64>| limit.map(|limit| words.language().decimal(100.0 * limit / value, 0));
    let whole = |limit: Option<f64>| limit.is_none_or(|limit| (limit - value).abs() < 1e-6 * value.abs().max(1.0));
    let shared = !(whole(finding.low) && whole(finding.high));
    if parts.len() < 2 && !shared {
        return html! {};
    }
    let named = |index: usize| match (joined, index, need.person.stage) {
        (Joined::Sum, 0, _) => Some("made-base"),
        (Joined::Sum, _, Stage::Lactating { .. }) => Some("made-lactating"),
        (Joined::Sum, _, _) => Some("made-pregnant"),
        _ => None,
    };
    let unit = need::unit(words, finding.unit);
    let sum = [("value", figure(value)), ("unit", unit)];
    let sum: Vec<(&str, &str)> = sum.iter().map(|(name, said)| (*name, said.as_str())).collect();
    let between = if joined == Joined::Sum { " + " } else { " · " };
    html! {
        p.why {
            (words.get("made-from")) " "
            @for (index, (part, source)) in parts.iter().enumerate() {
                @if index > 0 { (between) }
                a href=(need::row(source)) { (figure(*part)) }
                @if let Some(name) = named(index) { " " (words.get(name)) }
            }
            @match joined {
                Joined::Printed => { " " (need::unit(words, finding.unit)) }
                Joined::Sum => { " " (words.with("made-sum", &sum)) }
                Joined::Mean => { " " (words.with("made-mean", &sum)) }
                Joined::Lower => { " " (words.with("made-lower", &sum)) }
            }
            @if let Some(own) = finding.sources.first().filter(|_| shared) {
                "; " a href=(need::row(own)) {
                    @match (share(finding.low), share(finding.high)) {
                        (Some(low), Some(high)) => { (words.with("made-range", &[("low", &low), ("high", &high)])) }
                        (Some(low), None) => { (words.with("made-at-least", &[("low", &low)])) }
                        (None, Some(high)) => { (words.with("made-at-most", &[("high", &high)])) }
                        (None, None) => {}
                    }
                }
            }
        }
    }
}

/// The printed figures behind a rule's limit, with their rows; how they are joined, and what they make.
struct Printed<'a> {
    parts: Vec<(f64, &'a Citation)>,
    joined: Joined,
    value: f64,
}

fn printed<'a>(need: &Need<'a>, finding: &Finding) -> Option<Printed<'a>> {
    let reading = need.reading;
    if need::is_from_food(finding) {
        let food = reading.breast_milk.as_ref()?.need_from_food.as_ref()?;
        return Some(Printed { parts: vec![(food.kcal, &food.citation)], joined: Joined::Printed, value: food.kcal });
    }
    let upper = finding.rule.strip_prefix("upper_");
    let subject = match finding.rule {
        "energy_with_breast_milk" => Subject::Energy,
        rule => Subject::from_code(upper.unwrap_or(rule))?,
    };
    let line: &NutrientLine = reading.nutrient(subject)?;
    let figure: &Figure =
        if upper.is_some() { line.upper.as_ref()? } else { line.need.as_ref().or(line.high.as_ref())? };
    // A limit that stands in the table of balance itself is not made of the requirement.
    let cited = figure.sources.iter().all(|source| finding.sources.contains(source));
    let parts = || figure.parts.iter().copied().zip(&figure.sources).collect();
    cited.then(|| Printed { parts: parts(), joined: figure.joined, value: figure.value })
}
