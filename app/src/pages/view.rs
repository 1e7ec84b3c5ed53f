//! Who reads a page, and how: language, colours, text size, the day, and what the address asks.

use axum::extract::{FromRef, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use chrono::NaiveDate;
use std::convert::Infallible;

use crate::i18n::{Language, Words};
use crate::pregnancy_words::Reader;
use crate::server::{App, cookie};

/// Colours of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Dark on rice.
    Light,
    /// Light on dark green.
    Dark,
}

impl Theme {
    /// All three.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in forms, cookies and `data-theme`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// Size of the text, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSize(u16);

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TextSize {
    /// The sizes one can choose.
    pub const ALL: [Self; 4] = [Self(100), Self(125), Self(150), Self(200)];

    /// Per cent.
    #[must_use]
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// The size of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| code.parse() == Ok(size.0))
    }
}

/// Names of the cookies that keep the settings.
pub(super) const LANGUAGE: &str = "nep_lang";
pub(super) const THEME: &str = "nep_theme";
pub(super) const TEXT: &str = "nep_text";

/// A year, in seconds.
const KEPT_SECONDS: u32 = 31_536_000;

/// A cookie that keeps a setting, out of reach of scripts.
pub(super) fn kept(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Strict")
}

/// One request for a page, as pages see it.
#[derive(Clone)]
pub struct View {
    /// The words to write in.
    pub words: &'static Words,
    /// Colours.
    pub theme: Theme,
    /// Text size.
    pub text: TextSize,
    /// Today.
    pub today: NaiveDate,
    /// The pages are a station's.
    pub station: bool,
    /// Path asked for.
    pub path: String,
    /// What the address asks, in order; a name may come more than once.
    pub pairs: Vec<(String, String)>,
}

impl View {
    /// Reads a request. `?lang=` outranks the cookie.
    #[must_use]
    pub fn of(request: &Request, app: &App) -> Self {
        Self::read(request.uri(), request.headers(), app)
    }

    pub(in crate::pages) fn read(uri: &Uri, headers: &HeaderMap, app: &App) -> Self {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0).unwrap_or_default();
        let asked = pairs.iter().find_map(|(name, value)| (name == "lang").then_some(value.as_str()));
        let language = asked
            .and_then(Language::from_tag)
            .or_else(|| cookie(headers, LANGUAGE).and_then(Language::from_tag))
            .unwrap_or_default();
        Self {
            words: Words::of(language),
            theme: cookie(headers, THEME).and_then(Theme::from_code).unwrap_or_default(),
            text: cookie(headers, TEXT).and_then(TextSize::from_code).unwrap_or_default(),
            today: app.today(),
            station: app.station().is_some(),
            path: uri.path().to_owned(),
            pairs,
        }
    }

    /// The language of the page.
    #[must_use]
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// The cookie that remembers the language asked for in the address.
    #[must_use]
    pub fn language_asked(&self) -> Option<HeaderValue> {
        let language = self.query("lang").and_then(Language::from_tag)?;
        HeaderValue::from_str(&kept(LANGUAGE, language.code())).ok()
    }

    /// Whose wording is shown, as the address says: the family's by default.
    #[must_use]
    pub fn reader(&self) -> Reader {
        if self.query("as") == Some("worker") { Reader::Worker } else { Reader::Family }
    }

    /// What the address asks under `name`, unless nothing was typed.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.trim()))
            .filter(|value| !value.is_empty())
    }

    /// Everything the address asks under `name`, in order, empty values too.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// This page's address with `changes` made to what it asks; `None` takes a name away. For use in `href`.
    #[must_use]
    pub fn link(&self, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let made = changes.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
        let query: Vec<String> =
            kept.chain(made).map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }

    /// A day as people write it: `9/6/2026`.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        day.format("%-d/%-m/%Y").to_string()
    }
}

/// Percent-encoding for one part of a query, where RFC 3986 §3.4 lets `/`, `:` and `,` stand as they are: a plan stays short.
pub(crate) fn escape(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~,:/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

impl<S> FromRequestParts<S> for View
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.uri, &parts.headers, &App::from_ref(state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(address: &str) -> View {
        let app = App::new(8080, "secret", NaiveDate::default);
        View::read(&address.parse().expect("an address"), &HeaderMap::new(), &app)
    }

    #[test]
    fn a_link_keeps_what_was_typed_and_changes_what_is_asked() {
        let view = view("/growth?name=M%E1%BA%A7y+%26&weight=9,6&on=1&on=2&point=3");
        assert_eq!(view.link(&[("point", Some("4"))]), "/growth?name=M%E1%BA%A7y%20%26&weight=9,6&on=1&on=2&point=4");
        assert_eq!(view.link(&[("name", None), ("weight", None), ("on", None), ("point", None)]), "/growth");
    }

    #[test]
    fn the_address_chooses_the_language() {
        assert_eq!(view("/").language(), Language::Vietnamese);
        assert_eq!(view("/?lang=en").language(), Language::English);
        assert_eq!(view("/?lang=fr").language(), Language::Vietnamese);
    }

    #[test]
    fn nothing_typed_is_nothing_asked() {
        assert_eq!(view("/?weight=+&height=80").query("weight"), None);
        assert_eq!(view("/?weight=+&height=80").query("height"), Some("80"));
    }
}
