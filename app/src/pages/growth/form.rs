//! The form of the growth page: everything typed lives in the address, so nothing is lost on reload or back.
//!
//! The visit of today stands in `on`, `weight`, …; earlier visits in the same names with `e_`, repeated in order.

use chrono::NaiveDate;
use maud::{Markup, html};
use nep_core::growth::{Age, BirthGestation, Posture, Sex, Visit};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

use crate::icons;
use crate::pages::View;
use crate::pages::controls::{Text, choice, fault, text, tick};
use crate::pages::input::{self, Field, Unit, Wrong};

/// More visits than a child has in five years: one a month, and one a week while severely malnourished. Of more, the
/// first typed are left out, for the last is the one just recorded.
const MOST_EARLIER: usize = 150;

/// What one visit's fields hold.
#[derive(Default)]
pub struct VisitFields {
    pub on: Field<NaiveDate>,
    pub weight: Field<f64>,
    pub length: Field<f64>,
    pub posture: Field<String>,
    pub arm: Field<f64>,
    pub head: Field<f64>,
    pub oedema: bool,
}

/// The whole form.
#[derive(Default)]
pub struct Form {
    pub name: String,
    pub sex: Field<String>,
    pub birth: Field<NaiveDate>,
    pub weeks: Field<f64>,
    pub birth_weight: Field<f64>,
    pub today: VisitFields,
    pub earlier: Vec<VisitFields>,
}

/// A visit understood: its day and what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub on: NaiveDate,
    pub visit: Visit,
}

/// A child understood: at least one visit, oldest first; the last is the visit of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    pub name: String,
    pub sex: Sex,
    pub birth: NaiveDate,
    /// Gestation at birth, when known.
    pub gestation: Option<BirthGestation>,
    /// Weight at birth, when known.
    pub birth_weight: Option<Kilograms>,
    pub visits: Vec<Seen>,
}

impl Form {
    /// Reads the address. `None` when nothing was asked yet.
    pub fn read(view: &View) -> Option<Self> {
        view.pairs.iter().any(|(name, _)| name == "birth").then(|| {
            let typed = view.all("e_on").count();
            let earlier = (typed.saturating_sub(MOST_EARLIER)..typed)
                .map(|row| VisitFields::read(view, "e_", row))
                .filter(VisitFields::is_typed)
                .collect();
            let mut form = Self {
                name: view.query("name").unwrap_or_default().chars().take(60).collect(),
                sex: Field::read(view.query("sex").unwrap_or_default(), |typed| match typed {
                    "boy" | "girl" => Ok(typed.to_owned()),
                    _ => Err(Wrong::new("input-choose")),
                }),
                birth: Field::read(view.query("birth").unwrap_or_default(), |typed| input::past_day(view, typed)),
                weeks: Field::read(view.query("weeks").unwrap_or_default(), |typed| {
                    input::measurement(view, typed, input::WEEKS_AT_BIRTH)
                }),
                birth_weight: Field::read(view.query("birth_weight").unwrap_or_default(), |typed| {
                    input::measurement(view, typed, input::CHILD_WEIGHT)
                }),
                today: VisitFields::read(view, "", 0),
                earlier,
            };
            form.look_across(view);
            form
        })
    }

    /// What is wrong only given other fields.
    fn look_across(&mut self, view: &View) {
        if self.sex.typed.is_empty() {
            self.sex.refuse(Wrong::new("input-choose"));
        }
        if self.birth.typed.is_empty() {
            self.birth.refuse(Wrong::new("input-required"));
        }
        if !self.today.has_measurement() && view.query("more").is_none() {
            self.today.weight.refuse(Wrong::new("growth-page-nothing-measured"));
        }
        let Some(birth) = self.birth.get() else { return };
        for fields in self.earlier.iter_mut().chain([&mut self.today]) {
            if fields.on.get().is_some_and(|on| on < birth) {
                fields.on.refuse(Wrong::new("growth-page-before-birth").with("birth", view.day(birth)));
            }
        }
        let today = self.today.on.get().unwrap_or(view.today);
        for fields in &mut self.earlier {
            if fields.on.typed.is_empty() {
                fields.on.refuse(Wrong::new("input-required"));
            } else if fields.on.get().is_some_and(|on| on > today) {
                fields.on.refuse(Wrong::new("growth-page-not-earlier").with("today", view.day(today)));
            }
        }
    }

    /// How many fields are wrong.
    pub fn faults(&self) -> usize {
        let visits = self.earlier.iter().chain([&self.today]).map(VisitFields::faults).sum::<usize>();
        let head = [self.sex.wrong(), self.birth.wrong(), self.weeks.wrong(), self.birth_weight.wrong()];
        visits + head.iter().flatten().count()
    }

    /// The child, when every field is right.
    pub fn child(&self, view: &View) -> Option<Child> {
        if self.faults() > 0 {
            return None;
        }
        let sex = if self.sex.typed == "boy" { Sex::Boy } else { Sex::Girl };
        let birth = self.birth.get()?;
        let seen = |fields: &VisitFields| {
            let on = fields.on.get().unwrap_or(view.today);
            Some(Seen { on, visit: fields.visit(sex, Age::between(birth, on).ok()?) })
        };
        let mut visits: Vec<Seen> = self.earlier.iter().filter_map(seen).collect();
        visits.sort_by_key(|seen| seen.on);
        visits.push(seen(&self.today)?);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 22 to 44")]
        let gestation = self.weeks.get().and_then(|weeks| BirthGestation::from_days((weeks * 7.0).round() as u16).ok());
        let birth_weight = self.birth_weight.get().and_then(|value| Kilograms::new(value).ok());
        Some(Child { name: self.name.clone(), sex, birth, gestation, birth_weight, visits })
    }

    /// The form as HTML.
    pub fn html(&self, view: &View) -> Markup {
        let words = view.words;
        let day = words.get("growth-page-day-form");
        html! {
                    form.stack method="get" action="/growth" hx-boost="true" novalidate {
                        @if view.query("as") == Some("worker") { input type="hidden" name="as" value="worker"; }
                        @if view.language() != crate::i18n::Language::default() && view.query("lang").is_some() {
                            input type="hidden" name="lang" value=(view.language().code());
                        }
                        section.card.p.stack {
                            h2 { (words.get("growth-page-child")) }
                            (choice(view, "sex", &words.get("growth-page-sex"), &[
                                ("girl", words.get("growth-page-girl")), ("boy", words.get("growth-page-boy")),
                            ], &self.sex))
                            div.fields {
                                (text(view, Text { name: "birth", label: &words.get("growth-page-birth"), keyboard: "numeric",
                                    placeholder: &day, ..Text::default() }, &self.birth))
                                (text(view, Text { name: "name", label: &words.get("growth-page-name"), keyboard: "text",
                                    placeholder: &words.get("growth-page-optional"), ..Text::default() }, &self.name_field()))
                            }
                            div.fields {
        (text(view, Text { name: "weeks", label: &words.get("growth-page-weeks"), keyboard: "numeric",
                                hint: &words.get("growth-page-weeks-hint"), unit: &words.get("growth-page-weeks-unit"),
                                ..Text::default() }, &self.weeks))
                                (text(view, Text { name: "birth_weight", label: &words.get("growth-page-birth-weight"), unit: "kg",
                                    hint: &words.get("growth-page-birth-weight-hint"), ..Text::default() }, &self.birth_weight))
                            }
                        }
                        section.card.p.stack {
                            h2 { (words.get("growth-page-visit")) }
                            (text(view, Text { name: "on", label: &words.get("growth-page-on"), keyboard: "numeric",
                                hint: &words.with("growth-page-on-hint", &[("today", &view.day(view.today))]),
                                placeholder: &day, ..Text::default() }, &self.today.on))
                            div.fields {
                                (text(view, Text { name: "weight", label: &words.get("growth-page-weight"), unit: "kg",
                                    ..Text::default() }, &self.today.weight))
                                (text(view, Text { name: "length", label: &words.get("growth-page-length"), unit: "cm",
                                    ..Text::default() }, &self.today.length))
                            }
                            (choice(view, "posture", &words.get("growth-page-posture"), &[
                                ("lying", words.get("growth-page-lying")), ("standing", words.get("growth-page-standing")),
                            ], &self.today.posture))
                            div.fields {
                                (text(view, Text { name: "muac", label: &words.get("growth-page-muac"), unit: "mm",
                                    ..Text::default() }, &self.today.arm))
                                (text(view, Text { name: "head", label: &words.get("growth-page-head"), unit: "cm",
                                    ..Text::default() }, &self.today.head))
                            }
                            (tick("oedema", "yes", &words.get("growth-page-oedema"), self.today.oedema, true))
                        }
                        (self.earlier_html(view))
                        button.btn.pri type="submit" { (icons::CHECK) (words.get("growth-page-see")) }
                    }
                }
    }

    fn name_field(&self) -> Field<String> {
        Field { typed: self.name.clone(), value: Ok(None) }
    }

    /// Earlier visits and one empty row.
    fn earlier_html(&self, view: &View) -> Markup {
        let words = view.words;
        let day = words.get("growth-page-day-form");
        let empty = VisitFields::default();
        let open = self.earlier.iter().any(|fields| fields.faults() > 0) || view.query("more").is_some();
        html! {
            details.more.card.p open[open] {
                summary {
                    (icons::CALENDAR_DAYS) (words.get("growth-page-earlier"))
                    @if !self.earlier.is_empty() { span.tag { (self.earlier.len()) } }
                    (icons::CHEVRON_DOWN)
                }
                div.stack {
                    p.t-s.i2 { (words.get("growth-page-earlier-hint")) }
                    @for (index, fields) in self.earlier.iter().chain([&empty]).enumerate() {
                        @let row = index + 1;
                        div.fields.visit {
                            (text(view, Text { name: "e_on", label: &words.get("growth-page-day"), keyboard: "numeric",
                                placeholder: &day, row, ..Text::default() }, &fields.on))
                            (text(view, Text { name: "e_weight", label: &words.get("growth-page-weight"), unit: "kg", row,
                                ..Text::default() }, &fields.weight))
                            (text(view, Text { name: "e_length", label: &words.get("growth-page-length"), unit: "cm", row,
                                ..Text::default() }, &fields.length))
                            div.f {
                                label for={ "e_posture-" (row) } { (words.get("growth-page-posture")) }
                                select name="e_posture" id={ "e_posture-" (row) } {
                                    @for (value, word) in [("", "growth-page-posture-unknown"),
                                        ("lying", "growth-page-lying"), ("standing", "growth-page-standing")] {
                                        option value=(value) selected[fields.posture.typed == value] { (words.get(word)) }
                                    }
                                }
                                (fault(view, "e_posture", fields.posture.wrong()))
                            }
                            div.f {
                                label for={ "e_oedema-" (row) } { (words.get("growth-page-oedema")) }
                                select name="e_oedema" id={ "e_oedema-" (row) } {
                                    option value="" { (words.get("growth-page-no")) }
                                    option value="yes" selected[fields.oedema] { (words.get("growth-page-yes")) }
                                }
                            }
                            (text(view, Text { name: "e_muac", label: &words.get("growth-page-muac"), unit: "mm", row,
                                ..Text::default() }, &fields.arm))
                            (text(view, Text { name: "e_head", label: &words.get("growth-page-head"), unit: "cm", row,
                                ..Text::default() }, &fields.head))
                        }
                    }
                    button.btn.sec.sm type="submit" name="more" value="1" { (icons::PLUS) (words.get("growth-page-add")) }
                }
            }
        }
    }
}

impl VisitFields {
    fn read(view: &View, prefix: &str, row: usize) -> Self {
        let typed = |name: &str| view.all(&format!("{prefix}{name}")).nth(row).unwrap_or_default();
        let measured = |name: &str, unit: Unit| Field::read(typed(name), |typed| input::measurement(view, typed, unit));
        Self {
            on: Field::read(typed("on"), |typed| input::past_day(view, typed)),
            weight: measured("weight", input::CHILD_WEIGHT),
            length: measured("length", input::CHILD_LENGTH),
            posture: Field::read(typed("posture"), |typed| match typed {
                "lying" | "standing" => Ok(typed.to_owned()),
                _ => Err(Wrong::new("input-choose")),
            }),
            arm: measured("muac", input::ARM),
            head: measured("head", input::HEAD),
            oedema: typed("oedema") == "yes",
        }
    }

    fn typed(&self) -> [&str; 5] {
        [&self.on.typed, &self.weight.typed, &self.length.typed, &self.arm.typed, &self.head.typed]
    }

    fn is_typed(&self) -> bool {
        self.typed().iter().any(|typed| !typed.is_empty())
    }

    /// Something was measured, rightly typed or not.
    fn has_measurement(&self) -> bool {
        self.oedema || self.typed()[1..].iter().any(|typed| !typed.is_empty())
    }

    fn faults(&self) -> usize {
        let numbers = [self.weight.wrong(), self.length.wrong(), self.arm.wrong(), self.head.wrong()];
        numbers.iter().chain(&[self.on.wrong(), self.posture.wrong()]).flatten().count()
    }

    fn visit(&self, sex: Sex, age: Age) -> Visit {
        let centimetres = |field: &Field<f64>| field.get().and_then(|value| Centimetres::new(value).ok());
        Visit {
            sex: Some(sex),
            age: Some(age),
            weight: self.weight.get().and_then(|value| Kilograms::new(value).ok()),
            length: centimetres(&self.length),
            posture: match self.posture.typed.as_str() {
                "lying" => Some(Posture::Lying),
                "standing" => Some(Posture::Standing),
                _ => None,
            },
            arm: self.arm.get().and_then(|value| Millimetres::new(value).ok()).map(Centimetres::from),
            head: centimetres(&self.head),
            oedema: self.oedema,
            ..Visit::default()
        }
    }
}
