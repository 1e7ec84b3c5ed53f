//! What the visit of today says: danger first, then doubts, the three indices and their chart, the remark, the table.

use maud::{Markup, html};
use nep_core::growth::{
    Age, AgeUsed, BirthGestation, ChildAssessment, Classified, Correction, Doubt, Indicator, Measurement, NextVisit,
    Options, Reading, Reference, Severity, Visit, assess_child, doubts, next_weighing,
};

use super::chart;
use super::form::{Child, Form, Seen};
use super::words::{self, Reader};
use crate::icons;
use crate::pages::controls::{badge, word};
use crate::pages::{Page, View, leaf_veins, sources};

/// The three indices of the register, in its order.
pub const MAIN: [Indicator; 3] = [Indicator::WeightForAge, Indicator::LengthForAge, Indicator::WeightForLength];

/// The others, shown when they were measured.
const OTHERS: [Indicator; 3] = [Indicator::BmiForAge, Indicator::HeadForAge, Indicator::ArmForAge];

/// A child and what the core answers about it.
pub struct Answer<'a> {
    pub view: &'a View,
    pub reader: Reader,
    pub child: &'a Child,
    /// Visit by visit, oldest first.
    pub assessed: Vec<ChildAssessment>,
    pub doubts: Vec<Doubt>,
    /// A doubtful reading was measured again and stands.
    pub kept: bool,
}

impl<'a> Answer<'a> {
    fn new(view: &'a View, child: &'a Child) -> Self {
        let gestation = child.weeks_at_birth.and_then(|weeks| BirthGestation::from_days(u16::from(weeks) * 7).ok());
        let visits: Vec<Visit> = child.visits.iter().map(|seen| seen.visit).collect();
        let assessed = visits.iter().map(|visit| assess_child(visit, gestation, Options::default())).collect();
        let (last, history) = visits.split_last().expect("a child has a visit of today");
        let doubts = doubts(&Reading { visit: last, birth_weight: None, history, gestation });
        Self { view, reader: Reader::of(view), child, assessed, doubts, kept: view.query("keep") == Some("1") }
    }

    /// The visit of today.
    pub fn today(&self) -> &Seen {
        self.child.visits.last().expect("a child has a visit of today")
    }

    /// What the core answers about today.
    pub fn now(&self) -> &ChildAssessment {
        self.assessed.last().expect("a child has a visit of today")
    }

    /// Whether a doubt about today's reading keeps this index from being named.
    pub fn doubts_on(&self, indicator: Indicator) -> bool {
        let about = |measurement| match indicator {
            Indicator::WeightForAge => measurement == Measurement::Weight,
            Indicator::LengthForAge => measurement == Measurement::Length,
            Indicator::WeightForLength | Indicator::BmiForAge => {
                matches!(measurement, Measurement::Weight | Measurement::Length)
            }
            Indicator::HeadForAge => measurement == Measurement::Head,
            Indicator::ArmForAge => measurement == Measurement::Arm,
            Indicator::TricepsForAge | Indicator::SubscapularForAge => measurement == Measurement::Skinfold,
        };
        !self.kept && self.pressing().any(|doubt| about(doubt.measurement()))
    }

    /// Doubts that ask to measure again; a posture only informs.
    fn pressing(&self) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().filter(|doubt| !matches!(doubt, Doubt::StandingTooYoung | Doubt::UnexpectedPosture { .. }))
    }

    /// The badge of an index today.
    pub fn badge(&self, indicator: Indicator) -> Option<(Severity, String)> {
        if self.doubts_on(indicator) {
            return Some((Severity::Unknown, self.view.words.get("growth-page-wait")));
        }
        if indicator == Indicator::ArmForAge
            && let Ok(class) = self.now().classes.muac()
        {
            return Some((class.severity, words::class(self.view, self.reader, class)));
        }
        words::answer(self.view, self.reader, self.now().classes.of(indicator))
    }
}

/// The page of a result.
pub fn page(view: &View, form: &Form, child: &Child, base: Page) -> Page {
    let answer = Answer::new(view, child);
    let seen = answer.today();
    let name = if child.name.is_empty() { view.words.get("growth-page-this-child") } else { child.name.clone() };
    let sex = view.words.get(match child.sex {
        nep_core::growth::Sex::Boy => "growth-page-boy",
        nep_core::growth::Sex::Girl => "growth-page-girl",
    });
    let age = words::age(view, child.birth, seen.on);
    let subtitle = format!("{age} · {}", sex.to_lowercase());
    let severe = answer.now().classes.acute().is_severe();
    let leaf = severe.then(|| danger(&answer, &name, &age));
    let body = html! {
        (doubts_card(&answer))
        div.cols {
            div id="charts" {
                (tiles(&answer))
                (chart::card(&answer))
            }
            div {
                (correction(&answer))
                (remarks(&answer))
                (next(&answer))
                (reader_switch(&answer))
            }
        }
        (table(&answer))
        (history(&answer))
        section.sec.noprint {
            details.more.card.p id="edit" open[!answer.kept && answer.pressing().next().is_some()] {
                summary { (icons::PENCIL) (view.words.get("growth-page-edit")) (icons::CHEVRON_DOWN) }
                (form.html(view))
            }
        }
    };
    let again = !answer.kept && answer.pressing().next().is_some();
    let dock = html! {
        @if severe { a.btn.dan href="/danger" { (icons::OCTAGON_ALERT) (view.words.get("danger-all")) } }
        @else if !again {
            a.btn.pri href=(next_visit_address(&answer)) { (icons::PLUS) (view.words.get("growth-page-new-visit")) }
        }
    };
    let dock = (severe || !again).then_some(dock);
    let page = Page { title: name, subtitle: Some(subtitle), back: Some("/growth".into()), leaf, body, ..base };
    Page { dock, danger_row: !severe, ..page }
}

/// The whole top of the page when the child must go now.
fn danger(answer: &Answer, name: &str, age: &str) -> Markup {
    let (view, now) = (answer.view, answer.now());
    let signs = match now.classes.acute() {
        nep_core::growth::AcuteMalnutrition::Severe { by, .. } => *by,
        _ => Default::default(),
    };
    let class = now.classes.acute().class();
    html! {
        header.leaf.gac role="alert" {
            (leaf_veins())
            p.row.b { (icons::OCTAGON_ALERT) span { (name) " · " (age) } }
            h1.t-2xl { (view.words.get("growth-page-go-now")) }
            @if signs.oedema { p { (view.words.get("growth-page-sign-oedema")) } }
            @if let Some(arm) = signs.muac {
                p { (view.words.with("growth-page-sign-muac", &[("mm", &view.language().decimal(arm.get() * 10.0, 0))])) }
            }
            @if let Some(z) = signs.weight_for_length {
                p { (view.words.with("growth-page-sign-wasted", &[("z", &view.language().decimal(z.get(), 2))])) }
            }
            @if let Some(class) = class {
                p.b { (match view.language() {
                    crate::i18n::Language::Vietnamese => class.name_vi,
                    crate::i18n::Language::English => class.name_en,
                }) }
                p.t-xs { (source(view, &class.reference)) }
            }
            p { a href="/danger" { (view.words.get("growth-page-look-now")) } }
        }
    }
}

/// Asks to measure again while the child is here.
fn doubts_card(answer: &Answer) -> Markup {
    let view = answer.view;
    let again: Vec<&Doubt> = if answer.kept { Vec::new() } else { answer.pressing().collect() };
    let informs =
        answer.doubts.iter().filter(|doubt| matches!(doubt, Doubt::StandingTooYoung | Doubt::UnexpectedPosture { .. }));
    let says = |doubt: &Doubt| {
        words::sentence(view, &format!("growth-doubt-{}-{}", doubt.code(), answer.reader.code()), &doubt.figures())
    };
    html! {
        @if !again.is_empty() {
            section.sec.first {
                div.note.turm role="alert" {
                    (icons::ROTATE_CCW)
                    div.stack-s {
                        @for doubt in &again {
                            p.b { (says(doubt)) }
                            @if let Some(reference) = doubt.reference() { p.t-xs { (source(view, reference)) } }
                        }
                        p { (view.words.get("growth-page-again-here")) }
                        div.row.wrap.noprint {
                            a.btn.pri.sm href="#edit" { (view.words.get("growth-page-again")) }
                            a.btn.sec.sm href=(view.link(&[("keep", Some("1"))])) { (view.words.get("growth-page-keep")) }
                        }
                    }
                }
            }
        }
        @for doubt in informs {
            section.sec.first { div.note { (icons::INFO) div { (says(doubt)) } } }
        }
    }
}

/// The three indices, one of them chosen for the chart, then the others that were measured.
fn tiles(answer: &Answer) -> Markup {
    let (view, now) = (answer.view, answer.now());
    let chosen = chart::chosen(answer);
    let visit = &answer.today().visit;
    let bmi = now.since_birth.prepared().bmi();
    let address = |indicator| view.link(&[("chart", Some(words::code(indicator))), ("point", None)]);
    html! {
        section.sec.first {
            div.tiles {
                @for indicator in MAIN {
                    @let found = answer.badge(indicator);
                    a.tile.warn[answer.doubts_on(indicator)] href=(address(indicator)) hx-boost="true"
                        hx-target="#charts" hx-select="#charts" hx-swap="outerHTML show:none"
                        aria-current=[(chosen == indicator).then_some("true")] {
                        span.t-xs.i2 { (view.words.get(&format!("growth-tile-{}", words::code(indicator)))) }
                        @if let Some(value) = words::measured(view, indicator, visit, bmi) { b.t-l.bb.so { (value) } }
                        @else if found.is_none() { b.t-l.i3 { "–" } }
                        @if let Some((severity, said)) = found { (word(severity, &said)) }
                        @if answer.reader == Reader::Worker && !answer.doubts_on(indicator) {
                            @if let Some(z) = now.classes.of(indicator).z() {
                                span.t-xs.i2.so { "z " (view.language().decimal(z.get(), 2)) }
                            }
                        }
                    }
                }
            }
            @let measured: Vec<_> = OTHERS.into_iter()
                .filter_map(|indicator| Some((indicator, words::measured(view, indicator, visit, bmi)?))).collect();
            @if !measured.is_empty() {
                div.chips.others {
                    @for (indicator, value) in measured {
                        a.chip href=(address(indicator)) hx-boost="true" hx-target="#charts" hx-select="#charts"
                            hx-swap="outerHTML show:none" aria-current=[(chosen == indicator).then_some("true")] {
                            (view.words.get(&format!("growth-tile-{}", words::code(indicator)))) " "
                            b.so { (value) }
                            @if let Some((severity, _)) = answer.badge(indicator) {
                                @let (class, icon) = crate::pages::controls::sign(severity);
                                span.nw.(class) { (icon) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Both ages of a child born early, and which of them names the classes.
fn correction(answer: &Answer) -> Markup {
    let (view, now) = (answer.view, answer.now());
    let said = match now.correction {
        Correction::Corrected { age, taken_off_days } => {
            let weeks = view.language().decimal((taken_off_days / 7.0).floor(), 0);
            let born = view.words.with("growth-page-corrected-off", &[("weeks", &weeks)]);
            let since_birth = words::age(view, answer.child.birth, answer.today().on);
            let moved = answer.child.birth + chrono::Days::new(taken_off_days as u64);
            let corrected = words::age(view, moved, answer.today().on);
            let _: Age = age;
            Some((born, since_birth, corrected))
        }
        _ => None,
    };
    html! {
        @if let Some((born, since_birth, corrected)) = said {
            section.sec.first {
                div.card.p.stack-s {
                    h2 { (view.words.get("growth-page-corrected-title")) }
                    dl.pairs {
                        dt { (view.words.get("growth-page-age-birth")) } dd { (since_birth) }
                        dt { (view.words.get("growth-page-age-corrected")) } dd.b { (corrected) }
                    }
                    p.t-s.i2 { (born) " " (view.words.get("growth-page-corrected-used")) }
                    p.src { (source(view, &now.rule().reference)) }
                }
            }
        } @else if let Correction::BeforeTerm { days_to_term } = now.correction {
            section.sec.first { div.note { (icons::INFO) div {
                (view.words.with("growth-none-before-term", &[("days", &days_to_term.to_string())]))
            } } }
        }
    }
}

fn remarks(_answer: &Answer) -> Markup {
    html! {}
}

/// When to come back.
fn next(answer: &Answer) -> Markup {
    let view = answer.view;
    let seen = answer.today();
    let next: Option<NextVisit> = seen.visit.age.and_then(|age| next_weighing(seen.on, age, &answer.now().classes));
    html! {
        @if let Some(next) = next {
            section.sec.first {
                div.card.p.row.gap3.top {
                    span.lead.ind { (icons::CALENDAR_DAYS) }
                    div.grow {
                        p.b { (view.words.with("growth-page-next", &[("day", &view.day(next.on))])) }
                        p.src { (source(view, &next.because.reference)) }
                    }
                }
            }
        }
    }
}

/// Family or health worker.
fn reader_switch(answer: &Answer) -> Markup {
    let view = answer.view;
    html! {
        section.sec.first.noprint {
            div.seg role="group" aria-label=(view.words.get("growth-page-reader")) {
                @for (reader, value, id) in [(Reader::Family, None, "growth-page-for-family"),
                    (Reader::Worker, Some("worker"), "growth-page-for-worker")] {
                    a href=(view.link(&[("as", value)])) aria-current=[(answer.reader == reader).then_some("true")] {
                        (view.words.get(id))
                    }
                }
            }
        }
    }
}

/// Every index with its score, class and source.
fn table(answer: &Answer) -> Markup {
    let (view, now) = (answer.view, answer.now());
    let by_birth = now.age_used == AgeUsed::Corrected;
    let shown = Indicator::ALL.into_iter().filter(|indicator| {
        !matches!(now.classes_since_birth.of(*indicator), Classified::NotScored(nep_core::growth::NoScore::NotMeasured))
    });
    html! {
        section.sec {
            details.more.card.p open[answer.reader == Reader::Worker] {
                summary { (icons::TABLE_2) (view.words.get("growth-page-table")) (icons::CHEVRON_DOWN) }
                div.scroll {
                    table.tbl {
                        thead { tr {
                            th { (view.words.get("growth-page-index")) }
                            th.num { "z" }
                            @if by_birth { th.num { (view.words.get("growth-page-z-birth")) } }
                            th { (view.words.get("growth-page-class")) }
                            th { (view.words.get("growth-page-source")) }
                        } }
                        tbody {
                            @for indicator in shown {
                                @let answered = now.classes.of(indicator);
                                tr {
                                    td { (view.words.get(&format!("growth-index-{}", words::code(indicator)))) }
                                    td.num { @if let Some(z) = answered.z() { (view.language().decimal(z.get(), 2)) } @else { "–" } }
                                    @if by_birth { td.num {
                                        @if let Some(z) = now.classes_since_birth.of(indicator).z() {
                                            (view.language().decimal(z.get(), 2))
                                        } @else { "–" }
                                    } }
                                    td {
                                        @if let Classified::NotScored(reason) = answered { (words::no_score(view, reason)) }
                                        @else if let Some((severity, said)) = answer.badge(indicator) { (badge(severity, &said)) }
                                        @else { "–" }
                                    }
                                    td.t-xs {
                                        @if let Some(class) = answered.class() { (source(view, &class.reference)) }
                                        @if indicator == Indicator::ArmForAge {
                                            @if let Ok(class) = now.classes.muac() { (source(view, &class.reference)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                p.src { (view.words.get("growth-page-standard")) " "
                    a href="/sources/folder?name=data%2Fgrowth%2Fwho-2006" { (view.words.get("sources-more")) } }
            }
        }
    }
}

/// Every visit in numbers.
fn history(answer: &Answer) -> Markup {
    let view = answer.view;
    let decimal = |value: Option<f64>, decimals| {
        value.map_or_else(|| "–".to_owned(), |value| view.language().decimal(value, decimals))
    };
    html! {
        section.sec.first {
            details.more.card.p {
                summary { (icons::CALENDAR_DAYS) (view.words.get("growth-page-visits")) (icons::CHEVRON_DOWN) }
                div.scroll {
                    table.tbl {
                        thead { tr {
                            th { (view.words.get("growth-page-day")) } th { (view.words.get("growth-page-age-word")) }
                            th.num { "kg" } th.num { "cm" }
                            @for indicator in MAIN { th.num { (view.words.get(&format!("growth-short-{}", words::code(indicator)))) } }
                        } }
                        tbody {
                            @for (seen, assessed) in answer.child.visits.iter().zip(&answer.assessed).rev() {
                                tr {
                                    td.n { (view.day(seen.on)) }
                                    td { (words::age(view, answer.child.birth, seen.on)) }
                                    td.num { (decimal(seen.visit.weight.map(|kg| kg.get()), 2)) }
                                    td.num { (decimal(seen.visit.length.map(|cm| cm.get()), 1)) }
                                    @for indicator in MAIN {
                                        td.num { (decimal(assessed.classes.of(indicator).z().map(|z| z.get()), 2)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The address that keeps today's visit as an earlier one and asks for a new one.
fn next_visit_address(answer: &Answer) -> String {
    let view = answer.view;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let now = ["on", "weight", "length", "posture", "muac", "head", "oedema"];
    for (name, value) in &view.pairs {
        let passing = ["keep", "point", "chart", "more"].contains(&name.as_str());
        if !passing && !now.contains(&name.as_str()) {
            pairs.push((name.clone(), value.clone()));
        }
    }
    for name in now {
        let typed = view.query(name).map(str::to_owned);
        let value = if name == "on" { typed.or_else(|| Some(view.day(answer.today().on))) } else { typed };
        pairs.push((format!("e_{name}"), value.unwrap_or_default()));
    }
    pairs.push(("more".into(), "1".into()));
    let view = View { pairs, ..view.clone() };
    view.link(&[])
}

/// A source line of the core's reference: whole for a health worker, the way to it for a family.
fn source(view: &View, reference: &Reference) -> Markup {
    let address = sources::address(reference.file, reference.line, None);
    let document = if Reader::of(view) == Reader::Worker { reference.source } else { "" };
    sources::line(view, document, reference.confidence.code(), &address)
}
