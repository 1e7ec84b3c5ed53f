//! Pieces of forms and results that several pages use: fields with their faults, choices, ticks, status badges.

use maud::{Markup, html};
use nep_core::growth::Severity;

use super::View;
use super::input::{Field, Wrong};
use crate::icons::{self, Icon};
use crate::pregnancy_words::Reader;

/// What is wrong, at its field.
#[must_use]
pub fn fault(view: &View, id: &str, wrong: Option<&Wrong>) -> Markup {
    html! {
        @if let Some(wrong) = wrong {
            p.err id={ (id) "-err" } { (icons::TRIANGLE_ALERT) span { (wrong.say(view.words)) } }
        }
    }
}

/// How a text field looks and asks.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Name in the address; the `id` too, unless rows repeat.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// Unit after the number; empty for none.
    pub unit: &'a str,
    /// A line under the label; empty for none.
    pub hint: &'a str,
    /// `decimal`, `numeric` or `text`: the keyboard a phone shows.
    pub keyboard: &'a str,
    /// Shown while nothing is typed.
    pub placeholder: &'a str,
    /// Row number of a repeated field; 0 for a field that stands once.
    pub row: usize,
}

impl Default for Text<'_> {
    fn default() -> Self {
        Self { name: "", label: "", unit: "", hint: "", keyboard: "decimal", placeholder: "", row: 0 }
    }
}

/// A placeholder of more letters is cut in a field half as wide as a phone.
const HALF_A_PHONE: usize = 11;

/// A text field with its label, what was typed, and what is wrong with it.
#[must_use]
pub fn text<T>(view: &View, look: Text, field: &Field<T>) -> Markup {
    let id = if look.row == 0 { look.name.to_owned() } else { format!("{}-{}", look.name, look.row) };
    let wrong = field.wrong();
    let described = wrong.map(|_| format!("{id}-err"));
    let number = look.keyboard != "text";
    let long = look.placeholder.chars().count() > HALF_A_PHONE;
    html! {
        div.f.bad[wrong.is_some()].long[long] {
            label for=(id) { (look.label) }
            @if !look.hint.is_empty() { span.hint { (look.hint) } }
            span.in[!look.unit.is_empty()] {
                input.so[number].num[!look.unit.is_empty()] id=(id) name=(look.name) type="text" value=(field.typed) inputmode=(look.keyboard)
                    autocomplete="off" maxlength="60" placeholder=(look.placeholder)
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described];
                @if !look.unit.is_empty() { span.u aria-hidden="true" { (look.unit) } }
            }
            (fault(view, &id, wrong))
        }
    }
}

/// A choice of one among few, as large buttons.
#[must_use]
pub fn choice(view: &View, name: &str, question: &str, options: &[(&str, String)], field: &Field<String>) -> Markup {
    html! {
        fieldset.f.bad[field.wrong().is_some()] {
            legend { (question) }
            div.opts {
                @for (value, word) in options {
                    label.opt {
                        input type="radio" name=(name) value=(value) checked[field.typed == *value];
                        span { (word) }
                    }
                }
            }
            (fault(view, name, field.wrong()))
        }
    }
}

/// A row to tick.
#[must_use]
pub fn tick(name: &str, value: &str, word: &str, checked: bool, danger: bool) -> Markup {
    html! {
        label.tick.dng[danger] {
            input type="checkbox" name=(name) value=(value) checked[checked];
            span.ck { (icons::CHECK) }
            span.nm { (word) }
        }
    }
}

/// The shape and the class of a status; its word comes from the page.
#[must_use]
pub const fn sign(severity: Severity) -> (&'static str, Icon) {
    match severity {
        Severity::Ok => ("ok", icons::CIRCLE_CHECK),
        Severity::Watch => ("watch", icons::EYE),
        Severity::Moderate => ("mod", icons::TRIANGLE_ALERT),
        Severity::Severe => ("sev", icons::OCTAGON_ALERT),
        Severity::Over => ("over", icons::ARROW_UP),
        Severity::Obese => ("obese", icons::CHEVRONS_UP),
        Severity::Unknown => ("unk", icons::CIRCLE_QUESTION_MARK),
        Severity::Flag => ("flag", icons::FLAG),
    }
}

/// A status: shape, word, colour.
#[must_use]
pub fn badge(severity: Severity, word: &str) -> Markup {
    let (class, icon) = sign(severity);
    html! { span.st.(class) { (icon) (word) } }
}

/// A status in one line of a tile.
#[must_use]
pub fn word(severity: Severity, word: &str) -> Markup {
    let (class, icon) = sign(severity);
    html! { span.nw.(class) { (icon) (word) } }
}

/// The tint of a note or a lead icon that carries this status.
#[must_use]
pub const fn tint(severity: Severity) -> &'static str {
    match severity {
        Severity::Ok => "leafc",
        Severity::Watch => "turm",
        Severity::Moderate => "clay",
        Severity::Severe => "gac",
        Severity::Over | Severity::Obese => "plum",
        Severity::Unknown | Severity::Flag => "ash",
    }
}

/// Says above the form that some fields want another look.
#[must_use]
pub fn faults_note(view: &View, faults: usize) -> Markup {
    html! {
        @if faults > 0 {
            div.note.turm role="alert" {
                (icons::TRIANGLE_ALERT)
                div { (view.words.with("input-faults", &[("count", &faults.to_string())])) }
            }
        }
    }
}

/// Switches between the wording for the family and the one for health workers.
#[must_use]
pub fn reader_switch(view: &View) -> Markup {
    let words = view.words;
    html! {
        section.sec.first.noprint {
            div.seg role="group" aria-label=(words.get("growth-page-reader")) {
                @for (reader, value, id) in [(Reader::Family, None, "growth-page-for-family"),
                    (Reader::Worker, Some("worker"), "growth-page-for-worker")] {
                    a href=(view.link(&[("as", value)])) aria-current=[(view.reader() == reader).then_some("true")] {
                        (words.get(id))
                    }
                }
            }
        }
    }
}

/// A field to look something up: with scripts as one types, without by its button. What is found stands in an element
/// `found-NAME`. `pending`: something was looked for, and nothing of it was chosen.
#[must_use]
pub fn finder(view: &View, action: &str, name: &str, label: &str, typed: &str, pending: bool) -> Markup {
    let words = view.words;
    html! {
        div.f.bad[pending] {
            label for=(name) { (words.get(label)) }
            div.find {
                input id=(name) name=(name) type="search" value=(typed) maxlength="60" autocomplete="off"
                    aria-describedby=[pending.then(|| format!("{name}-err"))]
                    hx-get=(action) hx-trigger="input changed delay:250ms" hx-include="closest form" hx-target={ "#found-" (name) }
                    hx-select={ "#found-" (name) } hx-swap="outerHTML";
                button.btn.sec type="submit" name="go" value="find" { (icons::SEARCH) (words.get("search-go")) }
            }
            @if pending { (fault(view, name, Some(&Wrong::new("build-choose-found")))) }
        }
    }
}

/// A word to tick, drawn as a chip.
#[must_use]
pub fn chip(name: &str, value: &str, word: &str, chosen: bool) -> Markup {
    html! {
        label.chk {
            input type="checkbox" name=(name) value=(value) checked[chosen];
            span.chip { (icons::CHECK.small()) (word) }
        }
    }
}
