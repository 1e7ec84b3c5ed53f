//! What is said of a rule beside its verdict: the notes of its limit and the names of the documents it rests on.
//!
//! The tables note both in short English. Here they are in the reader's words: every note of the table of balance, and
//! every document that its row names with a remark (`locales/*/balance-notes.ftl`, under the first letters of the row's own
//! text). What catches people out: `the requirement row` is no document; it says that the person's requirement, cited next,
//! is the limit.

use nep_core::menu::Reading;
use nep_core::nutrition::balance::{Finding, Kind, Verdict};
use nep_core::nutrition::{Citation, Subject};

use crate::balance_words;
use crate::i18n::Words;

/// Letters of a row's text that name its words.
const TOLD_APART: usize = 56;

/// What stands for a document in a row whose limit is the person's requirement.
const THE_REQUIREMENT: &str = "the requirement row";

fn id(kind: &str, text: &str) -> String {
    let mut id = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(TOLD_APART);
    format!("{kind}-{}", id.trim_matches('-'))
}

/// What a reader must know of a rule's limit, in his language.
#[must_use]
pub fn notes(finding: &Finding, words: &Words) -> Vec<String> {
    let ids = finding.notes.iter().map(|note| id("note", note));
    ids.filter(|id| words.has(id)).map(|id| words.get(&id)).collect()
}

/// The documents a rule rests on, the requirement's after the rule's own.
pub fn cited(finding: &Finding) -> impl Iterator<Item = &Citation> {
    finding.sources.iter().filter(|source| source.document != THE_REQUIREMENT)
}

/// The name of a document as a row cites it: `QD2615/2016 Bảng 16 p58` is `QĐ 2615/QĐ-BYT 2016, Bảng 16, tr. 58`.
#[must_use]
pub fn document(cited: &str, words: &Words) -> String {
    let id = id("document", cited);
    if words.has(&id) {
        return words.get(&id);
    }
    let named = |text: &str| {
        let decided = |word: &str| {
            let (number, year) = word.strip_prefix("QD")?.split_once('/')?;
            Some(format!("QĐ {number}/QĐ-BYT {year}"))
        };
        let all: Vec<String> = text.split(' ').map(|word| decided(word).unwrap_or_else(|| word.to_owned())).collect();
        all.join(" ").replace(" Bảng", ", Bảng").replace(" Phụ lục", ", Phụ lục")
    };
    match cited.rsplit_once(" p") {
        Some((text, page)) if page.starts_with(|digit: char| digit.is_ascii_digit()) => {
            words.with("document-page", &[("document", &named(text)), ("page", page)])
        }
        _ => named(cited),
    }
}

/// Whether a rule only informs and what it found lies outside of its limits.
#[must_use]
pub const fn is_outside(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::Inform) && matches!(finding.verdict, Verdict::Short | Verdict::Over)
}

/// Where a figure lies that only informs: within its limits, under or over them.
#[must_use]
pub fn beside_its_limits(verdict: Verdict, words: &Words) -> String {
    words.get(match verdict {
        Verdict::Ok => "inform-ok",
        Verdict::Short | Verdict::NeedsSupplement => "inform-short",
        Verdict::Over => "inform-over",
        Verdict::Unknown => "verdict-unknown",
    })
}

/// The verdict on a nutrient's line, where need and upper limit stand side by side: the worst of what is judged, else what
/// only informs; nothing for what no rule looks at and nothing is printed for.
#[must_use]
pub fn line_verdict(reading: &Reading, subject: Subject, words: &Words) -> String {
    let upper = format!("upper_{}", subject.code());
    let of_it: Vec<&Finding> = [subject.code(), &upper].iter().filter_map(|rule| reading.rule(rule)).collect();
    let worst = |judged: bool| {
        let order = [Verdict::Over, Verdict::Short, Verdict::NeedsSupplement, Verdict::Unknown, Verdict::Ok];
        let found = |verdict| of_it.iter().any(|f| f.verdict == verdict && (f.kind != Kind::Inform) == judged);
        order.into_iter().find(|verdict| found(*verdict))
    };
    let informs = words.get("informs");
    let Some(judged) = worst(true) else {
        let compared = reading.nutrient(subject).is_some_and(|line| line.need.is_some() || line.upper.is_some());
        return match worst(false) {
            Some(beside) => format!("{informs}: {}", beside_its_limits(beside, words)),
            None if compared => informs,
            None => String::new(),
        };
    };
    // Of a nutrient whose upper limit alone is scored nothing says that it is enough.
    let only_limited = of_it.iter().filter(|finding| finding.kind != Kind::Inform).all(|finding| finding.low.is_none());
    let word = match judged {
        Verdict::Ok if only_limited => words.get("verdict-ok-limit"),
        _ => balance_words::verdict_word(judged, words),
    };
    match worst(false) {
        Some(beside) if judged == Verdict::Ok && (only_limited || beside != Verdict::Ok) => {
            format!("{word} ({informs}: {})", beside_its_limits(beside, words))
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nep_core::foods::Database;
    use nep_core::menu::{Plan, Table, person_of, read_plan};

    use super::*;
    use crate::i18n::Language;

    const LIMITS: &str = include_str!("../../data/guidelines/balance-2026/balance.tsv");
    const REQUIREMENTS: &str = include_str!("../../data/guidelines/rni-2016/rni.tsv");
    const FEEDING: &str = include_str!("../../data/guidelines/feeding-2026/feeding_by_age.tsv");

    fn column<'a>(table: &'a str, name: &str) -> Vec<&'a str> {
        let mut lines = table.lines();
        let at = lines.next().and_then(|head| head.split('\t').position(|column| column == name)).expect("a column");
        lines.filter_map(|line| line.split('\t').nth(at)).filter(|cell| !cell.is_empty()).collect()
    }

    #[test]
    fn every_note_of_a_limit_has_words_of_its_own_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            let mut known: BTreeMap<String, &str> = BTreeMap::new();
            for note in column(LIMITS, "note") {
                let id = id("note", note);
                assert!(words.has(&id), "{id}: {note}");
                assert_eq!(*known.entry(id).or_insert(note), note, "two notes under one name");
            }
        }
    }

    #[test]
    fn no_document_is_named_by_an_english_remark_or_a_path_in_vietnamese() {
        let words = Words::of(Language::Vietnamese);
        for table in [LIMITS, REQUIREMENTS, FEEDING] {
            for cited in column(table, "source").into_iter().filter(|cited| *cited != THE_REQUIREMENT) {
                let told = document(cited, words).to_lowercase();
                for english in
                    ["recalled", "row", "author", "default", "copy", "copies", "computed", "dish", "_", "teaching"]
                {
                    assert!(!told.contains(english), "{cited}: {told}");
                }
            }
        }
    }

    #[test]
    fn a_decision_is_named_as_it_is_cited_with_its_table_and_page() {
        let said = |cited, language| document(cited, Words::of(language));
        let table = "QD2615/2016 Bảng 16 p58";
        assert_eq!(said(table, Language::Vietnamese), "QĐ 2615/QĐ-BYT 2016, Bảng 16, tr. 58");
        assert_eq!(said(table, Language::English), "QĐ 2615/QĐ-BYT 2016, Bảng 16, p. 58");
        assert_eq!(said("QD776/2017; WHO 2013", Language::Vietnamese), "QĐ 776/QĐ-BYT 2017; WHO 2013");
        assert_eq!(said("FDA/EPA 2021", Language::Vietnamese), "FDA/EPA 2021");
    }

    #[test]
    fn a_table_of_nutrients_never_calls_short_what_the_badge_does_not() {
        let (table, words) = (Table::bundled(), Words::of(Language::Vietnamese));
        let menu = Database::bundled().menu("pregnant-t2-north-1").expect("a menu of the bank");
        let plan = Plan::of_menu(menu, person_of(menu).expect("of a stage"));
        let days = read_plan(&table, &plan).expect("read");
        let reading = days[0][0].as_ref().expect("a person");
        for line in &reading.nutrients {
            let told = line_verdict(reading, line.nutrient, words);
            let fails = reading.rules.iter().any(|rule| rule.fails() && rule.rule == line.nutrient.code());
            assert_eq!(told == "thiếu" || told == "quá", fails, "{:?}: {told}", line.nutrient);
            assert!(line.need.is_none() || !told.is_empty(), "{:?}", line.nutrient);
        }
        assert_eq!(line_verdict(reading, Subject::VitaminD, words), "không quá (chỉ để tham khảo: dưới mức)");
        assert_eq!(line_verdict(reading, Subject::EpaDha, words), "chỉ để tham khảo: dưới mức");
        assert_eq!(line_verdict(reading, Subject::Salt, words), "không quá");
        assert_eq!(line_verdict(reading, Subject::Calcium, words), "đủ");
    }
}
