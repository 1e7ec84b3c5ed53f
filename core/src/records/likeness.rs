//! How alike two names, two birth days, two people are.

use chrono::{Datelike, NaiveDate};

use super::Day;
use super::duplicate::Likeness;
use crate::pregnancy::lunar::LunarDate;

/// A birth day told by memory is off by no more than this many days.
pub(super) const NEAR_DAYS: i64 = 7;

/// Two names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Same,
    Close,
    Missing,
    Other,
}

/// Two birth days.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Birth {
    Same,
    Near,
    Exchanged,
    Lunar,
    Unknown,
    Other,
}

/// Two children of one name and birth day or another; `mother` compares the mothers' names.
pub(super) fn children(name: Name, birth: Birth, mother: Name, same_sex: bool) -> Option<Likeness> {
    let (likely, possible) = (Some(Likeness::Likely), Some(Likeness::Possible));
    if !same_sex {
        return if (name, birth) == (Name::Same, Birth::Same) { possible } else { None };
    }
    let other_mother = mother == Name::Other;
    let same_mother = |then, otherwise| if matches!(mother, Name::Same | Name::Close) { then } else { otherwise };
    match (name, birth) {
        (Name::Other, _) | (_, Birth::Other) => None,
        (Name::Same, Birth::Same) if !other_mother => likely,
        (Name::Same, Birth::Same) => possible,
        (_, _) if other_mother => None,
        (Name::Same, Birth::Near) => likely,
        (Name::Same, Birth::Exchanged | Birth::Lunar) => same_mother(likely, possible),
        (Name::Same, Birth::Unknown) => same_mother(possible, None),
        (Name::Close, Birth::Same | Birth::Near) => same_mother(likely, possible),
        (Name::Close, Birth::Exchanged | Birth::Lunar) => same_mother(possible, None),
        (Name::Missing, Birth::Same | Birth::Near) => same_mother(likely, None),
        (Name::Close | Name::Missing, _) => None,
    }
}

/// Two mothers.
pub(super) fn mothers(name: Name, birth: Birth, same_document: bool) -> Option<Likeness> {
    match (name, birth) {
        (Name::Same, Birth::Same | Birth::Exchanged | Birth::Lunar) => Some(Likeness::Likely),
        (Name::Same, Birth::Unknown) if same_document => Some(Likeness::Likely),
        (Name::Same, Birth::Near) | (Name::Close, Birth::Same) => Some(Likeness::Possible),
        _ => None,
    }
}

/// Names as sorted words without marks.
pub(super) fn compare_names(one: &[String], other: &[String]) -> Name {
    if one.is_empty() || other.is_empty() {
        return Name::Missing;
    }
    if one == other {
        return Name::Same;
    }
    let lacks = |all: &[String], some: &[String]| -> Vec<String> {
        let mut rest = some.to_vec();
        for word in all {
            if let Some(at) = rest.iter().position(|one| one == word) {
                rest.remove(at);
            }
        }
        rest
    };
    match (lacks(other, one).as_slice(), lacks(one, other).as_slice()) {
        ([], _) | (_, []) if one.len().min(other.len()) > 1 => Name::Close,
        ([word], [spelt]) if one.len() > 1 && is_one_letter_off(word, spelt) => Name::Close,
        _ => Name::Other,
    }
}

/// One letter replaced, added or left out, in words of three letters or more.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.len() <= other.len() { (one.as_bytes(), other.as_bytes()) } else { (other.as_bytes(), one.as_bytes()) };
    if long.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    short[same + usize::from(short.len() == long.len())..] == long[same + 1..]
}

/// How far apart two birth days are, and whether a slip explains it.
pub(super) fn compare_births(one: Day, other: Day) -> Birth {
    let apart = one.days_since(other).abs();
    if apart == 0 {
        Birth::Same
    } else if apart <= NEAR_DAYS {
        Birth::Near
    } else if exchanged(one.date()) == Some(other.date()) {
        Birth::Exchanged
    } else if read_as_lunar(one, other) || read_as_lunar(other, one) {
        Birth::Lunar
    } else {
        Birth::Other
    }
}

fn exchanged(date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())
}

/// The figures of `told` are a lunar date, that of the solar day `other`.
fn read_as_lunar(told: Day, other: Day) -> bool {
    let date = told.date();
    let (Ok(month), Ok(day)) = (u8::try_from(date.month()), u8::try_from(date.day())) else { return false };
    [false, true].into_iter().any(|leap| {
        LunarDate { year: date.year(), month, leap, day }.to_solar().is_ok_and(|solar| solar == other.date())
    })
}
