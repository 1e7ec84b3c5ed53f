//! The words users read: Vietnamese first, English second, from the Fluent files under `app/locales`.
//!
//! Numbers are put in as text already written the language's way (see [`Language::decimal`]).

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// A language of the pages and of the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Both, the first first.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// BCP 47 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The language whose code begins `tag` (`en`, `en_GB.UTF-8`, `vi-VN`).
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| tag.get(..2) == Some(language.code()))
    }

    /// A number with `decimals` places: `9,6` in Vietnamese, `9.6` in English; thousands `1.320` and `1,320`.
    #[must_use]
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let (group, point) = match self {
            Self::Vietnamese => ('.', ','),
            Self::English => (',', '.'),
        };
        let mut out = String::new();
        if value < 0.0 && plain.chars().any(|digit| ('1'..='9').contains(&digit)) {
            out.push('−');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }
}

/// Every message of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

macro_rules! files {
    ($($name:literal),*) => {
        [$((
            include_str!(concat!("../locales/vi/", $name, ".ftl")),
            include_str!(concat!("../locales/en/", $name, ".ftl")),
        )),*]
    };
}

/// The Fluent files, a subject each, Vietnamese and English.
const FILES: &[(&str, &str)] = &files![
    "shell",
    "cli",
    "growth",
    "pages-build",
    "pages-week",
    "pages-growth",
    "pages-pregnancy",
    "pregnancy",
    "menu",
    "menu-fix",
    "menu-suggest",
    "nutrition",
    "balance-notes",
    "plan",
    "shopping",
    "own",
    "export",
    "take",
    "vault",
    "sync",
    "records"
];

impl Words {
    /// The words of `language`.
    pub fn of(language: Language) -> &'static Self {
        static WORDS: [OnceLock<Words>; 2] = [OnceLock::new(), OnceLock::new()];
        WORDS[language as usize].get_or_init(|| Self::load(language))
    }

    fn load(language: Language) -> Self {
        let tag = language.code().parse().expect("vi and en are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        for (vietnamese, english) in FILES {
            let text = match language {
                Language::Vietnamese => vietnamese,
                Language::English => english,
            };
            let resource = FluentResource::try_new((*text).to_owned()).expect("the Fluent files parse (tested)");
            bundle.add_resource(resource).expect("no message stands twice (tested)");
        }
        Self { language, bundle }
    }

    /// The language of these words.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message `id`.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The message `id`, which takes no arguments.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message `id` with its arguments filled in. A message that does not exist shows as its id.
    #[must_use]
    pub fn with(&self, id: &str, arguments: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            debug_assert!(false, "no message {id} in {}", self.language.code());
            return id.to_owned();
        };
        let mut filled = FluentArgs::new();
        for (name, value) in arguments {
            filled.set(*name, *value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Ids of a file with the arguments each message uses.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '[', '*', '.', '}'])) {
                current = id.to_owned();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect();
                found.entry(current.clone()).or_default().insert(name);
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_arguments() {
        for (vietnamese, english) in FILES {
            assert_eq!(messages(vietnamese), messages(english));
        }
        for language in Language::ALL {
            let _ = Words::of(language);
        }
    }

    #[test]
    fn numbers_are_written_the_language_s_way() {
        assert_eq!(Language::Vietnamese.decimal(9.6, 1), "9,6");
        assert_eq!(Language::Vietnamese.decimal(-2.0, 1), "−2,0");
        assert_eq!(Language::Vietnamese.decimal(-0.001, 1), "0,0");
        assert_eq!(Language::English.decimal(60_000.0, 0), "60,000");
        assert_eq!(Language::Vietnamese.decimal(1320.25, 2), "1.320,25");
    }
}
