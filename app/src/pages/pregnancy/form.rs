//! The form of the pregnancy page. Today's weighing stands in `on` and `weight`, earlier ones in `e_on` and `e_weight`.

use chrono::NaiveDate;
use maud::{Markup, html};
use nep_core::pregnancy::{
    Assessment, Case, Clue, DatingError, LastPeriod, Measure, Refused, Scan, Transfer, Weighing, assess, danger_signs,
};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

use crate::icons;
use crate::pages::View;
use crate::pages::controls::{Text, choice, fault, text, tick};
use crate::pages::input::{self, Field, Wrong};
use crate::pregnancy_words;

/// At most so many earlier weighings fit an address.
const MOST_EARLIER: usize = 60;

/// One earlier weighing.
#[derive(Default)]
pub struct EarlierFields {
    on: Field<NaiveDate>,
    weight: Field<f64>,
}

/// The whole form.
#[derive(Default)]
pub struct Form {
    name: String,
    on: Field<NaiveDate>,
    last_period: Field<NaiveDate>,
    lunar: bool,
    due: Field<NaiveDate>,
    scan_on: Field<NaiveDate>,
    scan_weeks: Field<f64>,
    scan_days: Field<f64>,
    transfer_on: Field<NaiveDate>,
    embryo: Field<String>,
    height: Field<f64>,
    before: Field<f64>,
    weight: Field<f64>,
    earlier: Vec<EarlierFields>,
    fetuses: Field<String>,
    muac: Field<f64>,
    age: Field<f64>,
    signs: Vec<String>,
}

/// The field that every filled form sends.
const MARK: &str = "lmp";
/// The fields: an address with any of them asks for an answer.
const FIELDS: [&str; 18] = [
    MARK,
    "lunar",
    "due",
    "scan_on",
    "scan_weeks",
    "scan_days",
    "transfer_on",
    "embryo",
    "height",
    "before",
    "weight",
    "on",
    "e_on",
    "e_weight",
    "fetuses",
    "muac",
    "age",
    "sign",
];

impl Form {
    /// Reads the address. `None` when nothing was asked yet.
    pub fn read(view: &View) -> Option<Self> {
        if !view.pairs.iter().any(|(name, _)| FIELDS.contains(&name.as_str())) {
            return None;
        }
        let typed = |name| view.query(name).unwrap_or_default();
        let day = |name| Field::read(typed(name), |typed| input::past_day(view, typed));
        let number = |name, unit| Field::read(typed(name), |typed| input::measurement(view, typed, unit));
        // 12,5 weeks may be 12 weeks 5 days: not ours to guess.
        let whole = |name| {
            Field::read(typed(name), |typed| {
                let number = input::number(typed, "")?;
                let fault = || Wrong::said(view.words.with("pregnancy-error-whole", &[("typed", typed)]));
                if number.fract().abs() > 0.0 { Err(fault()) } else { Ok(number) }
            })
        };
        let one_of = |name, known: &'static [&'static str]| {
            Field::read(typed(name), |typed| {
                if known.contains(&typed) { Ok(typed.to_owned()) } else { Err(Wrong::new("input-choose")) }
            })
        };
        let lunar = typed("lunar") == "yes";
        let last_period = if lunar {
            Field::read(typed(MARK), |typed| {
                let lunar = input::lunar_day(typed)?;
                lunar.to_solar().map_err(|fault| Wrong::said(pregnancy_words::lunar_fault(view.words, fault)))
            })
        } else {
            day(MARK)
        };
        let earlier = view.all("e_on").zip(view.all("e_weight")).take(MOST_EARLIER);
        let earlier = earlier.filter(|(on, weight)| !on.is_empty() || !weight.is_empty());
        let earlier = earlier.map(|(on, weight)| EarlierFields {
            on: Field::read(on, |typed| input::past_day(view, typed)),
            weight: Field::read(weight, |typed| input::measurement(view, typed, input::WOMAN_WEIGHT)),
        });
        let mut form = Self {
            name: typed("name").chars().take(60).collect(),
            on: day("on"),
            last_period,
            lunar,
            due: Field::read(typed("due"), input::day),
            scan_on: day("scan_on"),
            scan_weeks: whole("scan_weeks"),
            scan_days: whole("scan_days"),
            transfer_on: day("transfer_on"),
            embryo: one_of("embryo", &["3", "5"]),
            height: number("height", input::WOMAN_HEIGHT),
            before: number("before", input::WOMAN_WEIGHT),
            weight: number("weight", input::WOMAN_WEIGHT),
            earlier: earlier.collect(),
            fetuses: one_of("fetuses", &["1", "2", "3"]),
            muac: number("muac", input::ARM),
            age: whole("age"),
            signs: view.all("sign").map(str::to_owned).filter(|code| !code.is_empty()).collect(),
        };
        form.look_across();
        Some(form)
    }

    /// What is missing only given other fields.
    fn look_across(&mut self) {
        if !self.scan_on.typed.is_empty() && self.scan_weeks.typed.is_empty() {
            self.scan_weeks.refuse(Wrong::new("input-required"));
        }
        if self.scan_days.get().is_some_and(|days| days > 6.0) {
            self.scan_days.refuse(Wrong::new("pregnancy-error-days-of-week"));
        }
        let scan_found = !self.scan_weeks.typed.is_empty() || !self.scan_days.typed.is_empty();
        if self.scan_on.typed.is_empty() && scan_found {
            self.scan_on.refuse(Wrong::new("input-required"));
        }
        if !self.transfer_on.typed.is_empty() && self.embryo.typed.is_empty() {
            self.embryo.refuse(Wrong::new("input-choose"));
        }
        if self.transfer_on.typed.is_empty() && !self.embryo.typed.is_empty() {
            self.transfer_on.refuse(Wrong::new("input-required"));
        }
        for fields in &mut self.earlier {
            if fields.on.typed.is_empty() {
                fields.on.refuse(Wrong::new("input-required"));
            }
            if fields.weight.typed.is_empty() {
                fields.weight.refuse(Wrong::new("input-required"));
            }
        }
    }

    /// How many fields are wrong.
    pub fn faults(&self) -> usize {
        let days = [&self.on, &self.last_period, &self.due, &self.scan_on, &self.transfer_on].map(Field::wrong);
        let numbers =
            [&self.scan_weeks, &self.scan_days, &self.height, &self.before, &self.weight, &self.muac, &self.age]
                .map(Field::wrong);
        let choices = [&self.embryo, &self.fetuses].map(Field::wrong);
        let earlier = self.earlier.iter().flat_map(|fields| [fields.on.wrong(), fields.weight.wrong()]);
        days.into_iter().chain(numbers).chain(choices).chain(earlier).flatten().count()
    }

    /// The case and what the core answers; what the core refuses is put at its field.
    pub fn assess(&mut self, view: &View) -> Option<(Case, Assessment)> {
        if self.faults() > 0 {
            return None;
        }
        let case = self.case(view);
        match assess(&case) {
            Ok(seen) => Some((case, seen)),
            Err(refused) => {
                self.refuse(&refused, Wrong::said(pregnancy_words::refused(view.words, &refused)));
                None
            }
        }
    }

    fn case(&self, view: &View) -> Case {
        let kilograms = |field: &Field<f64>| field.get().and_then(|value| Kilograms::new(value).ok());
        let mut case = Case::on(self.on.get().unwrap_or(view.today));
        case.clues.last_period =
            self.last_period.get().map(|date| LastPeriod { date, from_lunar: self.lunar, cycle_days: None });
        case.clues.due_date = self.due.get();
        if let (Some(date), Some(weeks)) = (self.scan_on.get(), self.scan_weeks.get()) {
            let gestation_days = whole(weeks) * 7 + self.scan_days.get().map_or(0, whole);
            case.clues.scans.push(Scan { date, gestation_days });
        }
        case.clues.transfer = self
            .transfer_on
            .get()
            .map(|date| Transfer { date, embryo_days: self.embryo.typed.parse().unwrap_or_default() });
        case.height = self.height.get().and_then(|value| Centimetres::new(value).ok());
        case.weight_before = kilograms(&self.before);
        case.weight = kilograms(&self.weight);
        case.earlier = self
            .earlier
            .iter()
            .filter_map(|fields| Some(Weighing { date: fields.on.get()?, weight: kilograms(&fields.weight)? }))
            .collect();
        case.fetuses = self.fetuses.typed.parse().unwrap_or(1);
        case.muac = self.muac.get().and_then(|value| Millimetres::new(value).ok());
        case.age_years = self.age.get().map(whole);
        case.danger_signs =
            self.signs.iter().filter(|code| danger_signs().iter().any(|sign| sign.code == *code)).cloned().collect();
        case
    }

    /// Puts what the core refused at the field it is about.
    fn refuse(&mut self, refused: &Refused, wrong: Wrong) {
        match refused {
            Refused::Dating(DatingError::ScanAge { .. }) => self.scan_weeks.refuse(wrong),
            Refused::Dating(fault) => match fault.clue() {
                Some(Clue::DueDate) => self.due.refuse(wrong),
                Some(Clue::Ultrasound) => self.scan_on.refuse(wrong),
                Some(Clue::EmbryoTransfer) => self.transfer_on.refuse(wrong),
                _ => self.last_period.refuse(wrong),
            },
            Refused::Impossible(fault) => match fault.measure {
                Measure::Height => self.height.refuse(wrong),
                Measure::WeightBefore => self.before.refuse(wrong),
                Measure::Weight => self.weight.refuse(wrong),
                Measure::Muac => self.muac.refuse(wrong),
                Measure::EarlierWeight => {
                    let odd = |fields: &&mut EarlierFields| {
                        fields.weight.get().is_some_and(|kg| (kg - fault.value).abs() < 1e-9)
                    };
                    if let Some(fields) = self.earlier.iter_mut().find(odd) {
                        fields.weight.refuse(wrong);
                    }
                }
            },
            Refused::NotEarlier { date, .. } => {
                if let Some(fields) = self.earlier.iter_mut().find(|fields| fields.on.get() == Some(*date)) {
                    fields.on.refuse(wrong);
                }
            }
            Refused::TwoWeights { date, kg } => {
                let second = |fields: &&mut EarlierFields| {
                    fields.on.get() == Some(*date) && fields.weight.get().is_some_and(|given| (given - kg).abs() < 1e-9)
                };
                if let Some(fields) = self.earlier.iter_mut().rfind(second) {
                    fields.weight.refuse(wrong);
                }
            }
            Refused::Age { .. } => self.age.refuse(wrong),
            Refused::NoFetus | Refused::UnknownDangerSign { .. } => self.fetuses.refuse(wrong),
        }
    }

    /// The form as HTML.
    pub fn html(&self, view: &View) -> Markup {
        let words = view.words;
        let get = |id: &str| words.get(&format!("pregnancy-page-{id}"));
        let day = words.get("growth-page-day-form");
        let other = [&self.due, &self.scan_on, &self.transfer_on].iter().any(|field| !field.typed.is_empty());
        let name = Field::<String> { typed: self.name.clone(), value: Ok(None) };
        html! {
            form.stack method="get" action="/pregnancy" hx-boost="true" novalidate {
                @for kept in ["as", "lang"] {
                    @if let Some(value) = view.query(kept) { input type="hidden" name=(kept) value=(value); }
                }
                section.card.p.stack {
                    h2 { (get("dates")) }
                    (text(view, Text { name: MARK, label: &get("lmp"), keyboard: "text", placeholder: &day, ..Text::default() },
                        &self.last_period))
                    (tick("lunar", "yes", &get("lunar"), self.lunar, false))
                    details.more open[other] {
                        summary { (icons::CALENDAR_DAYS) (get("other-dates")) (icons::CHEVRON_DOWN) }
                        div.stack {
                            (text(view, Text { name: "due", label: &get("due"), keyboard: "numeric", placeholder: &day,
                                ..Text::default() }, &self.due))
                            div.fields {
                                (text(view, Text { name: "scan_on", label: &get("scan"), keyboard: "numeric", placeholder: &day,
                                    ..Text::default() }, &self.scan_on))
                                (text(view, Text { name: "scan_weeks", label: &get("scan-weeks"), keyboard: "numeric",
                                    unit: &words.get("growth-page-weeks-unit"), ..Text::default() }, &self.scan_weeks))
                                (text(view, Text { name: "scan_days", label: &get("scan-days"), keyboard: "numeric",
                                    unit: &get("days-unit"), ..Text::default() }, &self.scan_days))
                            }
                            div.fields {
                                (text(view, Text { name: "transfer_on", label: &get("transfer"), keyboard: "numeric",
                                    placeholder: &day, ..Text::default() }, &self.transfer_on))
                                div.f {
                                    label for="embryo" { (get("embryo")) }
                                    select name="embryo" id="embryo" {
                                        option value="" { "–" }
                                        @for days in ["3", "5"] {
                                            option value=(days) selected[self.embryo.typed == days] { (days) " " (get("days-unit")) }
                                        }
                                    }
                                    (fault(view, "embryo", self.embryo.wrong()))
                                }
                            }
                        }
                    }
                }
                section.card.p.stack {
                    h2 { (get("body")) }
                    div.fields {
                        (text(view, Text { name: "height", label: &get("height"), unit: "cm", ..Text::default() }, &self.height))
                        (text(view, Text { name: "before", label: &get("before"), unit: "kg", ..Text::default() }, &self.before))
                    }
                    div.fields {
                        (text(view, Text { name: "weight", label: &get("weight"), unit: "kg", ..Text::default() }, &self.weight))
                        (text(view, Text { name: "on", label: &words.get("growth-page-on"), keyboard: "numeric",
                            placeholder: &view.day(view.today), ..Text::default() }, &self.on))
                    }
                    (choice(view, "fetuses", &get("fetuses"), &[("1", get("one")), ("2", get("two")), ("3", get("three"))],
                        &self.fetuses_shown()))
                    div.fields {
                        (text(view, Text { name: "muac", label: &words.get("growth-page-muac"), unit: "mm", ..Text::default() },
                            &self.muac))
                        (text(view, Text { name: "age", label: &get("age"), keyboard: "numeric", unit: &get("years-unit"),
                            ..Text::default() }, &self.age))
                        (text(view, Text { name: "name", label: &get("name"), keyboard: "text",
                            placeholder: &words.get("growth-page-optional"), ..Text::default() }, &name))
                    }
                }
                (self.earlier_html(view))
                (self.signs_html(view))
                button.btn.pri type="submit" { (icons::CHECK) (words.get("growth-page-see")) }
            }
        }
    }

    /// One child unless told otherwise.
    fn fetuses_shown(&self) -> Field<String> {
        let typed = if self.fetuses.typed.is_empty() { "1".to_owned() } else { self.fetuses.typed.clone() };
        Field { typed, value: self.fetuses.value.clone() }
    }

    fn earlier_html(&self, view: &View) -> Markup {
        let words = view.words;
        let day = words.get("growth-page-day-form");
        let empty = EarlierFields::default();
        let faulty = |fields: &EarlierFields| fields.on.wrong().is_some() || fields.weight.wrong().is_some();
        let open = self.earlier.iter().any(faulty) || view.query("more").is_some();
        html! {
            details.more.card.p open[open] {
                summary {
                    (icons::SCALE) (words.get("growth-page-earlier"))
                    @if !self.earlier.is_empty() { span.tag { (self.earlier.len()) } }
                    (icons::CHEVRON_DOWN)
                }
                div.stack {
                    @for (index, fields) in self.earlier.iter().chain([&empty]).enumerate() {
                        div.fields {
                            (text(view, Text { name: "e_on", label: &words.get("growth-page-day"), keyboard: "numeric",
                                placeholder: &day, row: index + 1, ..Text::default() }, &fields.on))
                            (text(view, Text { name: "e_weight", label: &words.get("growth-page-weight"), unit: "kg",
                                row: index + 1, ..Text::default() }, &fields.weight))
                        }
                    }
                    button.btn.sec.sm type="submit" name="more" value="1" { (icons::PLUS) (words.get("growth-page-add")) }
                }
            }
        }
    }

    fn signs_html(&self, view: &View) -> Markup {
        html! {
            details.more.card.p open[!self.signs.is_empty()] {
                summary { (icons::OCTAGON_ALERT) (view.words.get("pregnancy-page-signs")) (icons::CHEVRON_DOWN) }
                ul.list {
                    @for sign in danger_signs() {
                        @let ticked = self.signs.iter().any(|code| code == sign.code);
                        li { (tick("sign", sign.code, &pregnancy_words::danger_sign(view.words, sign.code), ticked, true)) }
                    }
                }
            }
        }
    }
}

/// Whole weeks, days or years as typed.
#[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and the core refuses what cannot be")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}
