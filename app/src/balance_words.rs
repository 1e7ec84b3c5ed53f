//! The sentences of a menu's verdicts, for the mother and for the health worker.
//!
//! The core answers with codes and figures; every sentence stands in `locales/*/nutrition.ftl`.

use nep_core::menu::Feeds;
use nep_core::nutrition::balance::{Finding, Overall, Verdict};

use crate::i18n::Words;

/// Whom a sentence is for.
#[derive(Clone, Copy)]
pub enum Listener {
    /// The mother, or whoever feeds the child.
    Mother,
    /// The collaborator or the station.
    HealthWorker,
}

impl Listener {
    const fn code(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::HealthWorker => "worker",
        }
    }
}

/// The sentence of one rule's answer.
#[must_use]
pub fn verdict(finding: &Finding, listener: Listener, words: &Words) -> String {
    let what = words.get(&format!("rule-{}", finding.rule));
    let value = finding.value.unwrap_or_default();
    let limit = match finding.verdict {
        Verdict::Over => finding.high,
        _ => finding.low.or(finding.high),
    };
    // Groups and dishes are counted, not measured.
    let number = |value: f64, words: &Words| match finding.unit {
        "groups" | "dishes" => words.language().decimal(value, 0),
        _ => number(value, words),
    };
    let by = gap(limit.map_or(0.0, |limit| (limit - value).abs()), finding.unit, words);
    let known = words.language().decimal(finding.known_share.unwrap_or(1.0) * 100.0, 0);
    let code = match finding.verdict {
        Verdict::Over if limit == Some(0.0) => "forbidden",
        // Not for want of figures of foods: the menu does not say how much milk.
        Verdict::Unknown if finding.known_share.is_none() => "no-milk",
        verdict => code_of(verdict),
    };
    let id = format!("verdict-{code}-{}", listener.code());
    let (value, limit) = (number(value, words), limit.map_or_else(String::new, |limit| number(limit, words)));
    let unit = unit(finding.unit, words);
    words.with(
        &id,
        &[("what", &what), ("value", &value), ("unit", &unit), ("by", &by), ("limit", &limit), ("known", &known)],
    )
}

/// The verdict in one word: đủ, thiếu, quá …
#[must_use]
pub fn verdict_word(verdict: Verdict, words: &Words) -> String {
    words.get(&format!("verdict-{}", code_of(verdict)))
}

/// The day in one sentence.
#[must_use]
pub fn overall(overall: Overall, listener: Listener, words: &Words) -> String {
    let code = match overall {
        Overall::Balanced => "balanced",
        Overall::CannotSay => "cannot_say",
        Overall::NotBalanced => "not_balanced",
        Overall::Unsafe => "unsafe",
    };
    words.get(&format!("overall-{code}-{}", listener.code()))
}

const fn code_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Short => "short",
        Verdict::Over => "over",
        Verdict::Unknown => "unknown",
        Verdict::NeedsSupplement => "needs_supplement",
    }
}

/// How often a child who is not breast-fed is to eat, beside how often it does in this menu.
#[must_use]
pub fn feeds(feeds: &Feeds, words: &Words) -> String {
    let (least, held) = (feeds.least.to_string(), feeds.held.to_string());
    let id = if feeds.held < feeds.least { "feeds-few" } else { "feeds-enough" };
    words.with(id, &[("least", &least), ("held", &held)])
}

/// The unit as part of a message id.
/// A unit of the rules in words.
#[must_use]
pub fn unit(unit: &str, words: &Words) -> String {
    words.get(&format!("unit-{}", unit_code(unit)))
}

fn unit_code(unit: &str) -> &'static str {
    match unit {
        "kcal" => "kcal",
        "g" => "g",
        "mg" => "mg",
        "µg" => "ug",
        "% of energy" => "of-energy",
        "% of protein" => "of-protein",
        "groups" => "groups",
        "dishes" => "dishes",
        _ => "ratio",
    }
}

/// By how much something is short or over: never printed as nothing. What is under the last digit anybody reads is told as
/// less than that digit.
#[must_use]
pub fn gap(by: f64, of: &str, words: &Words) -> String {
    let language = words.language();
    let (least, decimals) = match of {
        "groups" | "dishes" => return language.decimal(by, 0),
        "kcal" => (1.0, 0),
        share if share.starts_with('%') => (0.1, 1),
        _ => (0.01, 2),
    };
    if by < least {
        return words.with("less-than", &[("least", &language.decimal(least, decimals))]);
    }
    let enough = match by {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    language.decimal(by, decimals.min(enough))
}

/// A figure for reading: three digits that count, never more than two places.
#[must_use]
pub fn number(value: f64, words: &Words) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    words.language().decimal(value, decimals)
}

#[cfg(test)]
mod tests {
    use nep_core::foods::Confidence;
    use nep_core::nutrition::Subject;
    use nep_core::nutrition::balance::Kind;

    use super::*;
    use crate::i18n::Language;

    const LIMITS: &str = include_str!("../../data/guidelines/balance-2026/balance.tsv");

    #[test]
    fn every_rule_every_nutrient_and_every_verdict_has_words_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            for rule in LIMITS.lines().skip(1).filter_map(|row| row.split('\t').next()) {
                assert!(words.has(&format!("rule-{rule}")), "{rule}");
            }
            for subject in Subject::ALL {
                assert!(words.has(&format!("nutrient-{}", subject.code())), "{subject:?}");
            }
            for day in [Overall::Balanced, Overall::CannotSay, Overall::NotBalanced, Overall::Unsafe] {
                for listener in [Listener::Mother, Listener::HealthWorker] {
                    assert!(!overall(day, listener, words).starts_with("overall-"));
                }
            }
        }
    }

    fn calcium(verdict: Verdict) -> Finding {
        Finding {
            rule: "calcium",
            value: Some(1038.14),
            unit: "mg",
            low: Some(1200.0),
            high: None,
            verdict,
            kind: Kind::Goal,
            confidence: Confidence::High,
            known_share: Some(0.78),
            sources: Vec::new(),
            notes: Vec::new(),
            foods: Vec::new(),
            dishes: Vec::new(),
        }
    }

    #[test]
    fn what_is_short_by_less_than_anybody_reads_is_never_short_by_nothing() {
        let words = Words::of(Language::Vietnamese);
        for (by, unit, told) in [
            (0.23, "kcal", "chưa tới 1"),
            (0.9999, "kcal", "chưa tới 1"),
            (1.0, "kcal", "1"),
            (1234.4, "kcal", "1.234"),
            (0.009_99, "mg", "chưa tới 0,01"),
            (0.01, "mg", "0,01"),
            (9.876, "mg", "9,88"),
            (75.06, "mg", "75,1"),
            (695.7, "mg", "696"),
            (0.009, "µg", "chưa tới 0,01"),
            (0.1, "µg", "0,10"),
            (0.0001, "g", "chưa tới 0,01"),
            (0.05, "% of energy", "chưa tới 0,1"),
            (0.3, "% of energy", "0,3"),
            (1.0, "groups", "1"),
        ] {
            assert_eq!(gap(by, unit, words), told, "{by} {unit}");
        }
        let nearly = Finding { value: Some(1199.999), ..calcium(Verdict::Short) };
        assert_eq!(verdict(&nearly, Listener::Mother, words), "Canxi: còn thiếu chưa tới 0,01 mg.");
        assert_eq!(gap(0.001, "mg", Words::of(Language::English)), "less than 0.01");
    }

    #[test]
    fn a_child_who_is_not_nursed_is_told_how_often_to_eat_and_by_whom_its_milk_is_chosen() {
        let place = nep_core::foods::SourceRef { file: "feeding.tsv", line: 3, column: "min_feeds_non_breastfed" };
        let citation = nep_core::nutrition::Citation { document: "WHO 2023".into(), place };
        for language in Language::ALL {
            let words = Words::of(language);
            let told = |held| {
                feeds(&Feeds { least: 4, held, confidence: Confidence::High, citation: citation.clone() }, words)
            };
            assert!(told(3).contains('3') && told(3).contains('4') && told(3) != told(4));
            for count in [3, 4] {
                let said = told(count).to_lowercase();
                let station = if language == Language::Vietnamese { "trạm y tế" } else { "health station" };
                assert!(said.contains(station), "{said}");
                for banned in ["công thức", "bình", "núm", "formula", "bottle", "teat"] {
                    assert!(!said.contains(banned), "{said}");
                }
            }
        }
    }

    #[test]
    fn groups_are_counted_and_what_must_not_be_there_is_no_amount_too_much() {
        let words = Words::of(Language::Vietnamese);
        let groups = Finding {
            rule: "food_groups",
            unit: "groups",
            value: Some(4.0),
            low: Some(5.0),
            verdict: Verdict::Short,
            ..calcium(Verdict::Short)
        };
        assert_eq!(verdict(&groups, Listener::Mother, words), "Số nhóm thực phẩm: còn thiếu 1 nhóm.");
        let honey = Finding {
            rule: "unsafe_honey",
            unit: "g",
            value: Some(5.0),
            low: None,
            high: Some(0.0),
            verdict: Verdict::Over,
            known_share: None,
            ..calcium(Verdict::Over)
        };
        assert_eq!(verdict(&honey, Listener::Mother, words), "Mật ong: không nên có trong mâm này.");
    }

    #[test]
    fn milk_nobody_recorded_is_said_to_be_missing() {
        let words = Words::of(Language::English);
        let milk = Finding {
            rule: "energy_with_breast_milk",
            unit: "kcal",
            value: None,
            known_share: None,
            ..calcium(Verdict::Unknown)
        };
        let said = verdict(&milk, Listener::HealthWorker, words);
        assert_eq!(said, "Energy with breast milk: no breast milk is recorded, no conclusion.");
    }

    #[test]
    fn a_sentence_names_what_is_short_and_by_how_much() {
        let words = Words::of(Language::Vietnamese);
        let said = |found, listener| verdict(&calcium(found), listener, words);
        assert_eq!(said(Verdict::Short, Listener::Mother), "Canxi: còn thiếu 162 mg.");
        assert_eq!(said(Verdict::Short, Listener::HealthWorker), "Canxi: 1.038 mg, thiếu 162 so với mức 1.200.");
        assert_eq!(
            said(Verdict::Unknown, Listener::HealthWorker),
            "Canxi: mới biết 78% lượng thức ăn, chưa kết luận được."
        );
        assert_eq!(verdict_word(Verdict::NeedsSupplement, words), "cần uống thêm");
    }
}
