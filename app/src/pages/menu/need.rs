//! A day's findings on the page: bars against the need, the verdict in words, and where each figure comes from.

use maud::{Markup, html};
use nep_core::foods::{Confidence, SourceRef};
use nep_core::nutrition::Citation;
use nep_core::nutrition::balance::{Finding, Kind, Overall, Verdict};

use super::bar::{Tone, bar};
use super::lower_first;
use crate::balance_words::gap;
use crate::i18n::Words;
use crate::icons::{self, Icon};
use crate::pages::{View, sources};

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

fn verdict(finding: &Finding) -> (&'static str, Icon, Tone) {
    match finding.verdict {
        Verdict::Ok if finding.low.is_none() => ("verdict-ok-limit", icons::CHECK, Tone::Ok),
        Verdict::Ok => ("verdict-ok", icons::CHECK, Tone::Ok),
        Verdict::Short => ("verdict-short", icons::ARROW_DOWN, Tone::Low),
        Verdict::Over => ("verdict-over", icons::ARROW_UP, Tone::High),
        Verdict::Unknown => ("verdict-unknown", icons::CIRCLE_QUESTION_MARK, Tone::Plain),
        Verdict::NeedsSupplement => ("verdict-needs_supplement", icons::PILL, Tone::Low),
    }
}

/// A number with the decimals that say enough and no more; what is small keeps enough not to read as zero.
pub(in crate::pages) fn figure(words: &Words, value: f64, unit: &str) -> String {
    let size = value.abs();
    let whole = matches!(unit, "groups" | "dishes");
    let decimals = match unit {
        _ if whole || size < 1e-9 => 0,
        _ if size < 0.01 => 3,
        _ if size < 0.1 || unit == "ratio" => 2,
        "kcal" | "µg" => usize::from(size < 10.0),
        unit if unit.starts_with('%') => usize::from(size < 10.0),
        _ => usize::from(size < 100.0),
    };
    words.language().decimal(value, decimals)
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

fn need(words: &Words, finding: &Finding) -> String {
    let unit = unit(words, finding.unit);
    let figure = |value| figure(words, value, finding.unit);
    joined(&match (finding.low, finding.high) {
        (Some(low), Some(high)) => {
            words.with("need-range", &[("low", &figure(low)), ("high", &figure(high)), ("unit", &unit)])
        }
        (Some(low), None) => words.with("need-from", &[("low", &figure(low)), ("unit", &unit)]),
        (None, Some(high)) => words.with("need-up-to", &[("high", &figure(high)), ("unit", &unit)]),
        (None, None) => words.get("need-none"),
    })
}

fn intake(words: &Words, finding: &Finding) -> String {
    let Some(value) = finding.value else { return words.get("value-unknown") };
    let all_known = finding.known_share.is_none_or(|share| share > 0.995) || finding.unit.starts_with('%');
    let id = if all_known { "value-is" } else { "value-at-least" };
    joined(&words.with(id, &[("value", &figure(words, value, finding.unit)), ("unit", &unit(words, finding.unit))]))
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

/// One nutrient: name and word, bar, intake and need. The need leads to the row it is printed in.
fn line(view: &View, finding: &Finding, why: &dyn Fn(&Finding) -> Markup) -> Markup {
    let words = view.words;
    let (word, icon, tone) = verdict(finding);
    let from_food =
        finding.rule == "energy" && finding.sources.iter().any(|source| source.place.file.contains("feeding"));
    let name = if from_food { words.get("rule-energy-from-food") } else { name(words, finding.rule) };
    let value = finding.value.filter(|_| finding.verdict != Verdict::Unknown || !finding.unit.starts_with('%'));
    html! {
        li {
            div.row.sp.wrap { span.b { (name) } span.nw.(tone.class()) { (icon) (words.get(word)) } }
            (bar(value, finding.low, finding.high, tone))
            div.v {
                span.so { (intake(words, finding)) }
                @match finding.sources.last() {
                    Some(source) => { a.so href=(row(source)) { (need(words, finding)) } }
                    None => { span.so { (need(words, finding)) } }
                }
            }
            @if let Some(share) = finding.known_share.filter(|share| *share < 0.995) {
                p.t-xs.i3 { (words.with("known-share", &[("share", &words.language().decimal(share * 100.0, 0))])) }
            }
            (why(finding))
        }
    }
}

/// The bars: the first six, then all that was looked at.
pub(in crate::pages) fn bars(view: &View, findings: &[Finding]) -> Markup {
    bars_with(view, findings, &|_| html! {})
}

/// The same, each with what `why` says of it.
pub(in crate::pages) fn bars_with(view: &View, findings: &[Finding], why: &dyn Fn(&Finding) -> Markup) -> Markup {
    let words = view.words;
    let shown = |finding: &&Finding| finding.low.is_some() || finding.high.is_some_and(|high| high > 0.0);
    let first = FIRST.iter().filter_map(|rule| findings.iter().find(|finding| finding.rule == *rule).filter(shown));
    let rest = |inform: bool| {
        findings
            .iter()
            .filter(shown)
            .filter(move |finding| !FIRST.contains(&finding.rule) && (finding.kind == Kind::Inform) == inform)
    };
    let count = findings.iter().filter(shown).count().to_string();
    html! {
        div.card.p {
            ul.nut { @for finding in first { (line(view, finding, why)) } }
            details.more {
                summary { (words.with("menu-all-rules", &[("count", &count)])) (icons::CHEVRON_DOWN) }
                (rows(view, rest(false), why))
                h3.t-s.i2 { (words.get("menu-inform")) }
                (rows(view, rest(true), why))
            }
        }
    }
}

/// The rest in a table: what was found, what it is compared with, and the word.
fn rows<'a>(view: &View, findings: impl Iterator<Item = &'a Finding>, why: &dyn Fn(&Finding) -> Markup) -> Markup {
    let words = view.words;
    html! {
        table.tbl.all {
            @for finding in findings {
                @let (word, icon, tone) = verdict(finding);
                tr {
                    td {
                        (name(words, finding.rule))
                        br;
                        span.t-xs.i3 {
                            (intake(words, finding)) " · "
                            @match finding.sources.last() {
                                Some(source) => { a href=(row(source)) { (need(words, finding)) } }
                                None => { (need(words, finding)) }
                            }
                        }
                        (why(finding))
                    }
                    td { span.nw.(tone.class()) { (icon) (words.get(word)) } }
                }
            }
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
    let count = match whole {
        // What only a tablet can meet is not counted among what is met.
        Overall::Balanced => {
            let met = |finding: &&Finding| finding.kind != Kind::Inform && finding.verdict == Verdict::Ok;
            findings.iter().filter(met).count()
        }
        _ => fails.len(),
    }
    .to_string();
    let sentence = match whole {
        Overall::Balanced | Overall::NotBalanced => words.with(&format!("{word}-line"), &[("count", &count)]),
        Overall::CannotSay | Overall::Unsafe => words.get(&format!("{word}-line")),
    };
    html! {
        div.note.(tint) {
            (icon)
            div {
                p { span.bb { (words.get(word)) "." } " " (sentence) }
                @if !fails.is_empty() {
                    ul.stack-s { @for finding in fails { li { (reason(words, finding, &named(finding))) } } }
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

/// Every document a day's findings rest on, each once, with the way to its row.
pub(in crate::pages) fn documents(view: &View, findings: &[Finding]) -> Markup {
    let words = view.words;
    let mut seen: Vec<(&Citation, Confidence)> = Vec::new();
    for finding in findings {
        for source in &finding.sources {
            if seen.iter().all(|(known, _)| known.document != source.document) {
                seen.push((source, finding.confidence));
            }
        }
    }
    html! {
        details.more {
            summary { (words.get("sources-title-short")) (icons::CHEVRON_DOWN) }
            ul.src {
                @for (source, confidence) in seen {
                    li {
                        (source.document)
                        @match confidence {
                            Confidence::Low | Confidence::Estimate => { " (" (words.get("confidence-low")) ")" }
                            Confidence::Medium => { " (" (words.get("confidence-medium")) ")" }
                            Confidence::High => {}
                        }
                        ": " a href=(row(source)) { (words.get("source-row")) }
                    }
                }
            }
        }
    }
}
