//! A day's findings on the page: the verdict in words and six bars against the need; the rest in [`super::rules`].
//!
//! What only informs looks like it: no colour of too little or too much, and the reason beside it.

use maud::{Markup, html};
use nep_core::foods::SourceRef;
use nep_core::menu::Reading;
use nep_core::nutrition::balance::{Finding, Kind, Overall, Verdict};
use nep_core::nutrition::{Citation, Person};

use super::bar::{Tone, bar};
use super::lower_first;
use super::rules::{self, Why};
use crate::balance_words::gap;
use crate::i18n::Words;
use crate::icons::{self, Icon};
use crate::pages::{View, sources};
use crate::rule_words;

/// One person's day to be shown.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Need<'a> {
    pub view: &'a View,
    pub person: Person,
    pub reading: &'a Reading,
}

/// What a mother's page shows first; the rest stands under "see all".
const FIRST: [&str; 6] = ["energy", "protein", "fat_share", "iron", "calcium", "salt"];

/// Whether the rule has a bar at first sight.
pub(in crate::pages) fn is_first(rule: &str) -> bool {
    FIRST.contains(&rule)
}

/// The name of a rule.
pub(in crate::pages) fn name(words: &Words, rule: &str) -> String {
    words.get(&format!("rule-{rule}"))
}

/// The word, icon and class of a status.
pub(in crate::pages) fn overall(overall: Overall) -> (&'static str, Icon, &'static str) {
    match overall {
        Overall::Balanced => ("badge-balanced", icons::CIRCLE_CHECK, "ok"),
        Overall::CannotSay => ("badge-cannot_say", icons::CIRCLE_QUESTION_MARK, "unk"),
        Overall::NotBalanced => ("badge-not_balanced", icons::EYE, "watch"),
        Overall::Unsafe => ("badge-unsafe", icons::OCTAGON_ALERT, "sev"),
    }
}

/// What a rule found: word, icon and colour. What only informs has no colour of its own.
pub(super) fn verdict(words: &Words, finding: &Finding) -> (String, Icon, Tone) {
    let forbidden = finding.high == Some(0.0);
    let (id, icon, tone) = match finding.verdict {
        Verdict::Ok if forbidden => ("verdict-none", icons::CHECK, Tone::Ok),
        Verdict::Over if forbidden => ("verdict-there", icons::ARROW_UP, Tone::High),
        Verdict::Ok if finding.low.is_none() => ("verdict-ok-limit", icons::CHECK, Tone::Ok),
        Verdict::Ok => ("verdict-ok", icons::CHECK, Tone::Ok),
        Verdict::Short => ("verdict-short", icons::ARROW_DOWN, Tone::Low),
        Verdict::Over => ("verdict-over", icons::ARROW_UP, Tone::High),
        Verdict::Unknown => ("verdict-unknown", icons::CIRCLE_QUESTION_MARK, Tone::Plain),
        Verdict::NeedsSupplement => ("verdict-needs_supplement", icons::PILL, Tone::Low),
    };
    match finding.kind {
        Kind::Inform if forbidden => (words.get(id), icons::INFO, Tone::Plain),
        Kind::Inform => (rule_words::beside_its_limits(finding.verdict, words), icons::INFO, Tone::Plain),
        Kind::Goal | Kind::Hard => (words.get(id), icon, tone),
    }
}

/// A number with the decimals that say enough and no more; what is small keeps enough not to read as zero.
pub(in crate::pages) fn figure(words: &Words, value: f64, unit: &str) -> String {
    words.language().decimal(value, decimals(value, unit))
}

fn decimals(value: f64, unit: &str) -> usize {
    let size = value.abs();
    let whole = matches!(unit, "groups" | "dishes");
    match unit {
        _ if whole || size < 1e-9 => 0,
        _ if size < 0.01 => 3,
        _ if size < 0.1 || unit == "ratio" => 2,
        "kcal" | "µg" => usize::from(size < 10.0),
        unit if unit.starts_with('%') => usize::from(size < 10.0),
        _ => usize::from(size < 100.0),
    }
}

/// Places after the point that tell `value` from a limit it misses: 4,96 of 5,00 is short, 5,0 of 5,0 is a riddle. Three more
/// at most: what is nearer than that is told by the gap.
pub(in crate::pages) fn places_apart(value: f64, limit: f64, unit: &str) -> usize {
    let (least, most) = (decimals(value, unit).max(decimals(limit, unit)), decimals(value, unit) + 3);
    (least..=most).find(|places| format!("{value:.places$}") != format!("{limit:.places$}")).unwrap_or(least)
}

/// The limit a finding misses, when its value and that limit would be told by the same digits: the places that tell them apart.
fn places(finding: &Finding) -> Option<usize> {
    let limit = match finding.verdict {
        Verdict::Short | Verdict::NeedsSupplement => finding.low,
        Verdict::Over => finding.high,
        Verdict::Ok | Verdict::Unknown => None,
    }?;
    let value = finding.value?;
    let usual = decimals(value, finding.unit).max(decimals(limit, finding.unit));
    Some(places_apart(value, limit, finding.unit)).filter(|places| *places > usual)
}

/// A unit as written beside a number.
pub(in crate::pages) fn unit(words: &Words, unit: &str) -> String {
    match unit {
        "% of energy" => words.get("unit-of-energy"),
        "% of protein" => words.get("unit-of-protein"),
        "groups" | "ratio" | "dishes" => words.get(&format!("unit-{unit}")),
        plain => plain.to_owned(),
    }
}

/// The percent sign stands at its number.
fn joined(text: &str) -> String {
    text.replace(" %", "%")
}

/// What a rule asks for.
pub(super) fn wanted(words: &Words, finding: &Finding) -> String {
    let unit = unit(words, finding.unit);
    let figure = |value| match places(finding) {
        Some(places) => words.language().decimal(value, places),
        None => figure(words, value, finding.unit),
    };
    joined(&match (finding.low, finding.high) {
        (Some(low), Some(high)) => {
            words.with("need-range", &[("low", &figure(low)), ("high", &figure(high)), ("unit", &unit)])
        }
        (Some(low), None) => words.with("need-from", &[("low", &figure(low)), ("unit", &unit)]),
        (None, Some(high)) if high <= 0.0 => words.get("need-nothing"),
        (None, Some(high)) => words.with("need-up-to", &[("high", &figure(high)), ("unit", &unit)]),
        (None, None) => words.get("need-none"),
    })
}

/// What a rule found, as a figure.
pub(super) fn intake(words: &Words, finding: &Finding) -> String {
    let Some(value) = finding.value else { return words.get("value-unknown") };
    if finding.high == Some(0.0) && value <= 0.0 {
        return words.get("value-none");
    }
    let all_known = finding.known_share.is_none_or(|share| share > 0.995) || finding.unit.starts_with('%');
    let id = if all_known { "value-is" } else { "value-at-least" };
    let shown = match places(finding) {
        Some(places) => words.language().decimal(value, places),
        None => figure(words, value, finding.unit),
    };
    joined(&words.with(id, &[("value", &shown), ("unit", &unit(words, finding.unit))]))
}

/// The address of a source row.
pub(super) fn row(source: &Citation) -> String {
    address(source.place)
}

/// The address of a printed cell.
pub(in crate::pages) fn address(place: SourceRef) -> String {
    let column = (!place.column.is_empty()).then_some(place.column);
    sources::address(&format!("data/{}", place.file), place.line, column)
}

/// Whether a rule judges food alone against the need from food, beside breast milk.
pub(in crate::pages) fn is_from_food(finding: &Finding) -> bool {
    finding.sources.iter().any(|source| source.place.file.contains("feeding"))
}

/// The name of what a rule looked at.
pub(super) fn title(words: &Words, finding: &Finding) -> String {
    let from_food = finding.rule == "energy" && is_from_food(finding);
    if from_food { words.get("rule-energy-from-food") } else { name(words, finding.rule) }
}

/// One nutrient: name and word, bar, intake and need. The need leads to the row it is printed in; one that is made of
/// several says how.
fn line(need: &Need<'_>, finding: &Finding, why: Why<'_>) -> Markup {
    let view = need.view;
    let words = view.words;
    let (word, icon, tone) = verdict(words, finding);
    let informs = finding.kind == Kind::Inform;
    let value = finding.value.filter(|_| finding.verdict != Verdict::Unknown || !finding.unit.starts_with('%'));
    let made = rules::made(need, finding);
    html! {
        li {
            div.row.sp.wrap {
                span.b { (title(words, finding)) }
                span.nw.(tone.class()) { (icon) @if informs { (words.get("informs")) } @else { (word) } }
            }
            (bar(value, finding.low, finding.high, tone))
            div.v {
                span.so { (intake(words, finding)) }
                @match finding.sources.last().filter(|_| made.0.is_empty()) {
                    Some(source) => { a.so href=(row(source)) { (wanted(words, finding)) } }
                    None => { span.so { (wanted(words, finding)) } }
                }
            }
            (made)
            @if informs {
                p.why { @for (index, note) in rule_words::notes(finding, words).iter().enumerate() { @if index > 0 { " " } (note) } }
            }
            @if let Some(share) = finding.known_share.filter(|share| *share < 0.995) {
                p.t-xs.i3 { (words.with("known-share", &[("share", &words.language().decimal(share * 100.0, 0))])) }
            }
            (why(finding))
        }
    }
}

/// The bars: the first six, then all that was looked at, which `address` lists.
pub(in crate::pages) fn bars(need: &Need<'_>, address: &str, why: Why<'_>) -> Markup {
    let shown = |finding: &&Finding| finding.low.is_some() || finding.high.is_some_and(|high| high > 0.0);
    let rules = &need.reading.rules;
    let first = FIRST.iter().filter_map(|rule| rules.iter().find(|finding| finding.rule == *rule).filter(shown));
    html! {
        div.card.p {
            ul.nut { @for finding in first { (line(need, finding, why)) } }
            (rules::closed(need, address))
        }
    }
}

/// The verdict in one sentence, with every reason it is not "balanced".
pub(in crate::pages) fn verdict_note(
    view: &View,
    whole: Overall,
    findings: &[Finding],
    named: &dyn Fn(&Finding) -> Vec<String>,
) -> Markup {
    let words = view.words;
    let (word, icon, _) = overall(whole);
    let tint = match whole {
        Overall::Balanced => "leafc",
        Overall::CannotSay => "ash",
        Overall::NotBalanced => "turm",
        Overall::Unsafe => "gac",
    };
    let fails: Vec<&Finding> = findings.iter().filter(|finding| finding.fails()).collect();
    let sentence = standing(words, whole, findings);
    html! {
        div.note.(tint) {
            (icon)
            div {
                p { span.bb { (words.get(word)) "." } " " (sentence) }
                @if !fails.is_empty() {
                    ul.stack-s { @for finding in fails { li { (reason(words, finding, &named(finding))) } } }
                }
                @if whole != Overall::Unsafe { (outside(view, findings)) }
            }
        }
    }
}

/// The verdict's sentence.
pub(in crate::pages) fn standing(words: &Words, whole: Overall, findings: &[Finding]) -> String {
    let line = format!("{}-line", overall(whole).0);
    let fails = findings.iter().filter(|finding| finding.fails()).count();
    match whole {
        Overall::Balanced => met(words, findings),
        Overall::NotBalanced => words.with(&line, &[("count", &fails.to_string())]),
        Overall::CannotSay | Overall::Unsafe => words.get(&line),
    }
}

/// How much of what is scored is met; what only a tablet can meet is not counted among it.
fn met(words: &Words, findings: &[Finding]) -> String {
    let count = |verdict| {
        let scored = findings.iter().filter(|finding| finding.kind != Kind::Inform);
        scored.filter(|finding| finding.verdict == verdict).count()
    };
    let (met, tablets) = (count(Verdict::Ok).to_string(), count(Verdict::NeedsSupplement));
    if tablets == 0 {
        return words.with("badge-balanced-line", &[("count", &met)]);
    }
    words.with("badge-balanced-tablet-line", &[("count", &met), ("tablets", &tablets.to_string())])
}

/// What only informs and lies outside of its limits: how many, and on a press which, by how much, and why it is not scored.
pub(in crate::pages) fn outside(view: &View, findings: &[Finding]) -> Markup {
    let words = view.words;
    let found: Vec<&Finding> = findings.iter().filter(|finding| rule_words::is_outside(finding)).collect();
    html! {
        @if !found.is_empty() {
            details.more.outside {
                summary { (words.with("inform-outside", &[("count", &found.len().to_string())])) (icons::CHEVRON_DOWN) }
                ul.stack-s.t-s {
                    @for finding in found {
                        li {
                            span.b { (title(words, finding)) ": " }
                            (intake(words, finding)) ", " (wanted(words, finding)) "."
                            @for note in rule_words::notes(finding, words) { " " (note) }
                        }
                    }
                }
            }
        }
    }
}

/// Why a rule is broken, with the amount.
pub(in crate::pages) fn reason(words: &Words, finding: &Finding, foods: &[String]) -> String {
    let name = name(words, finding.rule);
    if finding.kind == Kind::Hard && !foods.is_empty() {
        return words.with("unsafe-foods", &[("name", &name), ("foods", &foods.join(", "))]);
    }
    let by = |limit: Option<f64>| {
        let apart = finding.value.zip(limit).map_or(0.0, |(value, limit)| (value - limit).abs());
        [("name", lower_first(&name)), ("by", gap(apart, finding.unit, words)), ("unit", unit(words, finding.unit))]
    };
    let (id, arguments) = match finding.verdict {
        Verdict::Over => ("over-by", by(finding.high)),
        _ => ("short-by", by(finding.low)),
    };
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(key, value)| (*key, value.as_str())).collect();
    joined(&words.with(id, &arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_tell_what_is_missed_from_its_limit() {
        assert_eq!(places_apart(4.96, 5.0, "µg"), 2);
        assert_eq!(places_apart(4.0, 5.0, "µg"), 1);
        assert_eq!(places_apart(1199.7, 1200.0, "mg"), 1);
        assert_eq!(places_apart(5.0, 5.0, "µg"), 1, "no digits tell the same figure apart");
    }
}
