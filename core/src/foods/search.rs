//! Finding a food or a dish by the beginnings of its words.
//!
//! A few thousand short names are read through at every key: that is faster than an index that must be kept.

use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization;

use super::fold::fold;
use super::{Dish, Food};

/// Letters of a query that are read; no name is longer.
const LONGEST_QUERY: usize = 120;

/// A food or a dish that was found.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// A raw food.
    Food(&'a Food),
    /// A dish.
    Dish(&'a Dish),
}

impl<'a> Found<'a> {
    /// Its Vietnamese name.
    #[must_use]
    pub fn name_vi(self) -> &'a str {
        match self {
            Self::Food(food) => &food.name_vi,
            Self::Dish(dish) => &dish.name_vi,
        }
    }
}

/// One answer of a search.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// What was found.
    pub found: Found<'a>,
    /// Whether the English name matched, and not the Vietnamese.
    pub in_english: bool,
}

/// Names ready to be searched.
#[derive(Debug)]
pub(super) struct Index {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    /// Place among the foods, then the dishes.
    of: Place,
    english: bool,
    /// The name as [`spaced`] words.
    exact: String,
    /// The same without diacritics.
    folded: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Dish(usize),
    Food(usize),
}

/// How good a match is; greater is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    vietnamese: bool,
    typed_marks: bool,
    whole_words: bool,
    from_the_start: bool,
    shorter: Reverse<usize>,
    earlier: Reverse<Place>,
}

/// Lower-case words with one space before each and one at the end, so that `" bo"` finds the beginning of a word and
/// `" bo "` a whole one.
fn spaced(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// The words of a query, each with a space before it.
fn query_words(spaced: &str) -> Vec<String> {
    spaced.split_whitespace().map(|word| format!(" {word}")).collect()
}

impl Index {
    pub(super) fn new(foods: &[Food], dishes: &[Dish]) -> Self {
        let mut entries = Vec::with_capacity(2 * (foods.len() + dishes.len()));
        let mut add = |of: Place, english: bool, name: &str| {
            if !name.is_empty() {
                let exact = spaced(name);
                entries.push(Entry { of, english, folded: fold(&exact), exact });
            }
        };
        for (index, dish) in dishes.iter().enumerate() {
            add(Place::Dish(index), false, &dish.name_vi);
            add(Place::Dish(index), true, &dish.name_en);
        }
        for (index, food) in foods.iter().enumerate() {
            add(Place::Food(index), false, &food.name_vi);
            add(Place::Food(index), true, &food.name_en);
        }
        Self { entries }
    }

    pub(super) fn search<'a>(&self, query: &str, limit: usize, foods: &'a [Food], dishes: &'a [Dish]) -> Vec<Hit<'a>> {
        let typed = spaced(&query.nfc().take(LONGEST_QUERY).collect::<String>());
        let (exact, folded) = (query_words(&typed), query_words(&fold(&typed)));
        if folded.is_empty() {
            return Vec::new();
        }
        let mut ranked: Vec<(Rank, &Entry)> =
            self.entries.iter().filter_map(|entry| Some((entry.rank(&exact, &folded)?, entry))).collect();
        ranked.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
        let mut hits: Vec<Hit<'a>> = Vec::new();
        let mut seen: Vec<Place> = Vec::new();
        for (_, entry) in ranked {
            if hits.len() == limit {
                break;
            }
            if !seen.contains(&entry.of) {
                seen.push(entry.of);
                let found = match entry.of {
                    Place::Dish(index) => Found::Dish(&dishes[index]),
                    Place::Food(index) => Found::Food(&foods[index]),
                };
                hits.push(Hit { found, in_english: entry.english });
            }
        }
        hits
    }
}

impl Entry {
    /// How well this name answers; `None` when some word of the query begins no word of it.
    fn rank(&self, exact: &[String], folded: &[String]) -> Option<Rank> {
        if !folded.iter().all(|word| self.folded.contains(word.as_str())) {
            return None;
        }
        let mut names = self.folded.split_whitespace();
        Some(Rank {
            vietnamese: !self.english,
            // Letters without marks are how one types in haste: "ca" means "cá" no less than the beginning of "canh".
            typed_marks: exact != folded && exact.iter().all(|word| self.exact.contains(word.as_str())),
            from_the_start: folded.iter().all(|word| names.next().is_some_and(|name| name.starts_with(&word[1..]))),
            whole_words: folded.iter().all(|word| self.folded.contains(&format!("{word} "))),
            shorter: Reverse(self.folded.len()),
            earlier: Reverse(self.of),
        })
    }
}
