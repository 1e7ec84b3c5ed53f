//! What was told differently: every value with who told it, the suggested one marked, nothing chosen silently.

use maud::{Markup, html};
use nep_core::log::DocId;
use nep_core::records::{Day, Family, Held, RecordId, Statement, Told};
use serde_json::Value;

use super::villages::Authors;
use crate::icons;
use crate::pages::View;

/// What the cards of a family's records have in common.
pub(super) struct Cards<'a> {
    pub doc: DocId,
    pub family: &'a Family,
    pub authors: &'a Authors,
    pub view: &'a View,
}

impl Cards<'_> {
    /// The disputes and the history of a record's fields, each value with a way to choose it.
    pub(super) fn of<T>(&self, held: &Held<T>, who: &str) -> Markup {
        let settled: Vec<(&String, &Told)> = held.told.iter().filter(|(_, told)| !told.is_disputed()).collect();
        let words = self.view.words;
        html! {
            @for (field, told) in held.disputes() {
                section.card.p.stack {
                    h3.t-l.b { (words.with("records-dispute", &[("field", &field_name(field, self.view)), ("who", who)])) }
                    ul.list {
                        @for (at, one) in told.current.iter().enumerate() {
                            li.item {
                                span.grow {
                                    span.b { (self.value(field, &one.value)) } br;
                                    span.t-s.i2 { (self.authors.wrote(one.origin, self.view)) }
                                }
                                @if at == 0 { span.tag { (words.get("records-suggested")) } }
                                (self.choose((held.id, field), one))
                            }
                        }
                    }
                    p.t-s.i3 { (words.get("records-dispute-open")) }
                    (self.history(field, &told.replaced))
                }
            }
            @if !settled.is_empty() {
                details.more.card.p {
                    summary { (icons::REPEAT_2) (words.get("records-changed")) (icons::CHEVRON_DOWN) }
                    ul.list {
                        @for (field, told) in settled {
                            @for one in &told.current { (self.line(field, one)) }
                            (self.history(field, &told.replaced))
                        }
                    }
                }
            }
        }
    }

    fn choose(&self, (record, field): (RecordId, &str), one: &Statement) -> Markup {
        let (word, said) = (self.view.words.get("records-choose"), self.value(field, &one.value));
        html! {
            form method="post" action={ "/families/" (self.doc) "/settle" } {
                input type="hidden" name="record" value=(record);
                input type="hidden" name="field" value=(field);
                input type="hidden" name="chosen" value=(one.by);
                button.btn.sec.sm type="submit" aria-label={ (word) ": " (said) } { (word) }
            }
        }
    }

    fn history(&self, field: &str, replaced: &[Statement]) -> Markup {
        html! {
            @for one in replaced {
                p.t-s.i3 {
                    (self.view.words.with("records-before", &[
                        ("field", &field_name(field, self.view)), ("value", &self.value(field, &one.value)),
                        ("who", &self.authors.wrote(one.origin, self.view)),
                    ]))
                }
            }
        }
    }

    fn line(&self, field: &str, one: &Statement) -> Markup {
        let (words, who) = (self.view.words, self.authors.wrote(one.origin, self.view));
        html! {
            li.item {
                span.grow {
                    (field_name(field, self.view)) ": " span.b { (self.value(field, &one.value)) } br;
                    span.t-s.i2 {
                        @if one.chosen.is_some() { (words.with("records-chosen-by", &[("who", &who)])) } @else { (who) }
                    }
                }
                @if one.chosen.is_some() {
                    form method="post" action={ "/families/" (self.doc) "/take-back" } {
                        input type="hidden" name="record" value=(one.by);
                        button.btn.sec.sm type="submit" { (icons::UNDO_2.small()) (words.get("records-choose-again")) }
                    }
                }
            }
        }
    }

    /// In words; a record that is named is called by its person's name.
    fn value(&self, field: &str, told: &Value) -> String {
        let named = told.as_str().and_then(|text| text.parse::<RecordId>().ok());
        let mother = named.and_then(|id| self.family.mothers.iter().find(|held| held.is(id)));
        mother.map_or_else(|| value(field, told, self.view), |held| held.value.name.clone())
    }
}

/// Fields that have a name of their own on these pages.
const NAMED: [&str; 23] = [
    "mother",
    "name",
    "birth",
    "sex",
    "weight_g",
    "length_mm",
    "height_mm",
    "phone",
    "ended_on",
    "outcome",
    "birth_weight_g",
    "birth_length_mm",
    "gestation_days",
    "mother_name",
    "on",
    "head_mm",
    "arm_mm",
    "posture",
    "oedema",
    "last_period",
    "due_told",
    "weight_before_g",
    "fetuses",
];

/// In words; a field that these pages have no word for is said to be another.
fn field_name(field: &str, view: &View) -> String {
    let field = if NAMED.contains(&field) { field } else { "other" };
    view.words.get(&format!("records-field-{}", field.replace('_', "-")))
}

fn value(field: &str, value: &Value, view: &View) -> String {
    let number = value.as_f64();
    match (field, value) {
        (_, Value::Null) => view.words.get("records-none"),
        ("birth" | "ended_on" | "on" | "last_period" | "due_told", _) => {
            let day = value.as_i64().and_then(|number| Day::try_from(number).ok());
            day.map_or_else(|| value.to_string(), |day| view.day(day.date()))
        }
        ("sex", Value::String(sex)) if sex == "boy" => view.words.get("records-boy"),
        ("sex", Value::String(sex)) if sex == "girl" => view.words.get("records-girl"),
        ("outcome", Value::String(code)) if code == "live_birth" => view.words.get("records-live-birth"),
        ("posture", Value::String(code)) if code == "standing" => view.words.get("records-standing"),
        ("posture", Value::String(code)) if code == "lying" => view.words.get("records-lying"),
        (_, Value::Bool(yes)) => view.words.get(if *yes { "records-yes" } else { "records-no" }),
        ("weight_g" | "birth_weight_g" | "weight_before_g", _) => {
            number.map_or_else(|| value.to_string(), |grams| scaled(grams / 1000.0, 2, "kg", view))
        }
        ("length_mm" | "height_mm" | "birth_length_mm" | "head_mm" | "arm_mm", _) => {
            number.map_or_else(|| value.to_string(), |mm| scaled(mm / 10.0, 1, "cm", view))
        }
        (_, Value::String(text)) => text.clone(),
        _ => value.to_string(),
    }
}

fn scaled(value: f64, decimals: usize, unit: &str, view: &View) -> String {
    format!("{}\u{a0}{unit}", view.language().decimal(value, decimals))
}
