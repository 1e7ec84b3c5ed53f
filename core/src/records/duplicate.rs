//! The same child or mother written down twice: proposed for merging, never merged by itself.
//!
//! What catches people out:
//! - marks are lost on the way ("Lo Thi Mai", "Lò Thị Mai"), the middle name is left out, the order is turned round for forms
//!   that ask for the given name first;
//! - a birth day is told by memory, a few days off, or in the lunar calendar, or read with day and month exchanged;
//! - a newborn has no name yet ("bé", "con chị Lan");
//! - twins share everything but the given name, and sisters-in-law share a husband's family name: names that differ are never
//!   enough, and two given names of one document are two people.
//!
//! Source of the margins: ours, since no study of Vietnamese village registers is known; scenario of three registrations with
//! birth days two days apart. A proposal is looked at by a person, so the margins are wide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::RecordId;
use super::likeness::{Birth, NEAR_DAYS, Name, children, compare_births, compare_names, mothers};
use super::summary::{Person, Summary, Who};
use crate::foods::fold;
use crate::growth::Sex;
use crate::log::DocId;

/// How a text begins that stands in the place of a newborn's name. With marks where "bé" must not be the family name Bế.
const NO_NAME: [&str; 9] = ["bé", "con ", "chưa", "sơ sinh", "be gai", "be trai", "chua dat", "chua co", "so sinh"];

/// Why two records may be of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same name, whatever its marks and order.
    SameName,
    /// A name that lacks a word of the other, or differs by one letter.
    CloseName,
    /// One of them has no name yet.
    NoNameYet,
    /// Born on the same day.
    SameBirth,
    /// Born within a week.
    NearBirth,
    /// The same birth day with day and month exchanged.
    DayMonthExchanged,
    /// The same birth day when one is read in the lunar calendar.
    LunarBirth,
    /// The mothers have the same name, or nearly.
    SameMother,
}

/// How likely it is one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// Ask when there is time.
    Possible,
    /// Ask now.
    Likely,
}

/// Two records that may be of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The records with the documents they stand in.
    pub of: [(DocId, RecordId); 2],
    /// How likely.
    pub likeness: Likeness,
    /// Why.
    pub because: Vec<Reason>,
}

/// Pairs of records of a village that may be of one person, likely ones first. Pairs somebody kept apart are left out.
#[must_use]
pub fn duplicates<'a>(families: impl IntoIterator<Item = (DocId, &'a Summary)>) -> Vec<Proposal> {
    let mut known = Vec::new();
    let mut apart = BTreeSet::new();
    for (doc, summary) in families {
        known.extend(summary.people.iter().filter(|one| one.who != Who::Carer).map(|one| Known::new(doc, one)));
        for group in &summary.apart {
            apart.extend(group.iter().flat_map(|one| group.iter().map(move |other| (*one, *other))));
        }
    }
    let mut proposals = Vec::new();
    for (one, other) in worth_comparing(&known) {
        let (one, other) = (&known[one], &known[other]);
        if !apart.contains(&(one.person.id, other.person.id))
            && let Some((likeness, because)) = compare(one, other)
        {
            let of = [(one.doc, one.person.id), (other.doc, other.person.id)];
            proposals.push(Proposal { of, likeness, because });
        }
    }
    proposals.sort_by_key(|proposal| (std::cmp::Reverse(proposal.likeness), proposal.of));
    proposals
}

struct Known<'a> {
    doc: DocId,
    person: &'a Person,
    /// Words of the name without marks, sorted; none for a newborn without a name.
    name: Vec<String>,
    mother: Vec<String>,
    /// The given name: the last word.
    given: Option<String>,
}

impl<'a> Known<'a> {
    fn new(doc: DocId, person: &'a Person) -> Self {
        let written: String = person.name.trim().nfc().flat_map(char::to_lowercase).collect();
        let no_name = NO_NAME.iter().any(|beginning| written.starts_with(beginning));
        let name = if no_name { "" } else { written.as_str() };
        Self {
            doc,
            person,
            name: words(name),
            mother: person.mother.as_deref().map(words).unwrap_or_default(),
            given: fold(name).split_whitespace().last().map(str::to_owned),
        }
    }
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split_whitespace().map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// Pairs that share a birth week, a whole name or a given name: the others cannot be proposed.
fn worth_comparing(known: &[Known<'_>]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    let mut by_birth: Vec<(i64, usize)> =
        known.iter().enumerate().filter_map(|(at, one)| Some((one.person.birth?.number(), at))).collect();
    by_birth.sort_unstable();
    for (at, (born, one)) in by_birth.iter().enumerate() {
        let near = by_birth[at + 1..].iter().take_while(|(other, _)| other - born <= NEAR_DAYS);
        pairs.extend(near.map(|(_, other)| (*one.min(other), *one.max(other))));
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in known.iter().enumerate().filter(|(_, one)| !one.name.is_empty()) {
        by_name.entry(one.name.join(" ")).or_default().push(at);
        by_name.entry(format!("given {}", one.given.as_deref().unwrap_or_default())).or_default().push(at);
    }
    for same in by_name.values() {
        for (at, one) in same.iter().enumerate() {
            pairs.extend(same[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs
}

fn compare(one: &Known<'_>, other: &Known<'_>) -> Option<(Likeness, Vec<Reason>)> {
    if one.person.who != other.person.who {
        return None;
    }
    let name = compare_names(&one.name, &other.name);
    let birth =
        one.person.birth.zip(other.person.birth).map_or(Birth::Unknown, |(one, other)| compare_births(one, other));
    let likeness = if one.person.who == Who::Mother {
        mothers(name, birth, one.doc == other.doc)
    } else {
        // Twins stand in one document, with two given names.
        let twins = one.doc == other.doc && name == Name::Close && one.given != other.given;
        if twins {
            None
        } else {
            children(name, birth, compare_names(&one.mother, &other.mother), same_sex(one, other))
        }
    }?;
    let mut because = match name {
        Name::Same => vec![Reason::SameName],
        Name::Close => vec![Reason::CloseName],
        Name::Missing => vec![Reason::NoNameYet],
        Name::Other => Vec::new(),
    };
    because.extend(match birth {
        Birth::Same => Some(Reason::SameBirth),
        Birth::Near => Some(Reason::NearBirth),
        Birth::Exchanged => Some(Reason::DayMonthExchanged),
        Birth::Lunar => Some(Reason::LunarBirth),
        Birth::Unknown | Birth::Other => None,
    });
    if matches!(compare_names(&one.mother, &other.mother), Name::Same | Name::Close) {
        because.push(Reason::SameMother);
    }
    Some((likeness, because))
}

fn same_sex(one: &Known<'_>, other: &Known<'_>) -> bool {
    one.person.sex.zip(other.person.sex).is_none_or(|(one, other): (Sex, Sex)| one == other)
}
