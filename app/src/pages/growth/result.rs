//! What the visit of today says: danger first, then doubts, the three indices and their chart, the remark, the table.

use chrono::Days;
use maud::{Markup, html};
use nep_core::foods::Stage;
use nep_core::growth::{
    AgeUsed, ChildAssessment, Classified, Correction, DigitPreference, Doubt, Indicator, Line, Measurement, Month,
    NoMuacClass, NoScore, Options, Part, Reading, Reference, Severity, Visit, assess_child, digit_preference, doubts,
    remark,
};

use super::form::{Child, Form, Seen};
use super::{chart, numbers, words};
use crate::growth_words;
use crate::icons;
use crate::pages::controls::{reader_switch, sign, tint, word};
use crate::pages::sources::reference as source;
use crate::pages::{Page, View, danger_row, leaf_veins};
use crate::pregnancy_words::Reader;

/// The three indices of the register, in its order.
pub const MAIN: [Indicator; 3] = [Indicator::WeightForAge, Indicator::LengthForAge, Indicator::WeightForLength];

/// The others, shown when they were measured.
pub const OTHERS: [Indicator; 3] = [Indicator::BmiForAge, Indicator::HeadForAge, Indicator::ArmForAge];

/// A child and what the core answers about it.
pub struct Answer<'a> {
    pub view: &'a View,
    pub child: &'a Child,
    /// Visit by visit, oldest first.
    pub assessed: Vec<ChildAssessment>,
    pub doubts: Vec<Doubt>,
    remark: Vec<Line>,
    /// A doubtful reading was measured again and stands.
    pub kept: bool,
}

impl<'a> Answer<'a> {
    fn new(view: &'a View, child: &'a Child) -> Self {
        let visits: Vec<Visit> = child.visits.iter().map(|seen| seen.visit).collect();
        let assessed: Vec<ChildAssessment> =
            visits.iter().map(|visit| assess_child(visit, child.gestation, Options::default())).collect();
        let (visit, history) = visits.split_last().expect("a child has a visit of today");
        let birth_weight = child.birth_weight;
        let doubts = doubts(&Reading { visit, birth_weight, gestation: child.gestation, history });
        let (on, now) = child.visits.last().zip(assessed.last()).map(|(seen, now)| (seen.on, now)).expect("as above");
        let kept = view.query("keep") == Some("1");
        let remark = remark(&Month { visit, child: now, history, birth_weight, on, confirmed: kept });
        Self { view, child, assessed, doubts, remark, kept }
    }

    /// The lines of one part of the remark.
    fn lines(&self, part: Part) -> impl Iterator<Item = &Line> {
        self.remark.iter().filter(move |line| line.part == part)
    }

    /// The child must go to the station now.
    fn is_urgent(&self) -> bool {
        self.lines(Part::GoNow).next().is_some()
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

    /// A reading is to be taken again before anything is said about it.
    fn waits(&self) -> bool {
        !self.kept && self.pressing().next().is_some()
    }

    /// Doubts that ask to measure again; a posture only informs.
    fn pressing(&self) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().filter(|doubt| !is_about_posture(doubt))
    }

    /// The badge of an index today.
    pub fn badge(&self, indicator: Indicator) -> Option<(Severity, String)> {
        if self.doubts_on(indicator) {
            return Some((Severity::Unknown, self.view.words.get("growth-waiting-for-repeat")));
        }
        if self.kept && matches!(self.now().classes.of(indicator), Classified::MeasureAgain { .. }) {
            return Some((Severity::Flag, growth_words::severity(self.view.words, Severity::Flag)));
        }
        if indicator == Indicator::ArmForAge {
            match self.now().classes.muac() {
                Ok(class) => {
                    return Some((class.severity, growth_words::class(self.view.words, class, self.view.reader())));
                }
                Err(NoMuacClass::UnderSixMonths) => {
                    return Some((Severity::Unknown, growth_words::severity(self.view.words, Severity::Unknown)));
                }
                Err(_) => {}
            }
        }
        words::answer(self.view, self.now().classes.of(indicator), self.view.reader())
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
    let urgent = answer.is_urgent();
    let leaf = urgent.then(|| danger(&answer, &name, &age));
    let again = answer.waits();
    let body = html! {
        (doubts_card(&answer))
        div.cols {
            div id="charts" {
                (tiles(&answer))
                (chart::card(&answer))
                (others(&answer))
            }
            div {
                (correction(&answer))
                (remark_card(&answer))
                (reader_switch(view))
                @if !urgent && !again { (menu_row(&answer)) }
            }
        }
        (numbers::table(&answer))
        (numbers::velocity(&answer))
        (numbers::history(&answer))
        section.sec.noprint {
            details.more.card.p id="edit" open[again] {
                summary { (icons::PENCIL) (view.words.get("growth-page-edit")) (icons::CHEVRON_DOWN) }
                (form.html(view))
            }
        }
        @if !urgent { section.sec.noprint { (danger_row(view)) } }
    };
    let dock = html! {
        @if urgent { a.btn.dan href="/danger" { (icons::OCTAGON_ALERT) (view.words.get("danger-all")) } }
        @else if !again {
            a.btn.pri href=(next_visit_address(&answer)) { (icons::PLUS) (view.words.get("growth-page-new-visit")) }
        }
    };
    let dock = (urgent || !again).then_some(dock);
    let page = Page { title: name, subtitle: Some(subtitle), back: Some("/growth".into()), leaf, body, ..base };
    Page { dock, danger_row: false, ..page }
}

/// The way to the menus of this age; none under 7 months, nor for a child born early whose age is still corrected.
fn menu_row(answer: &Answer) -> Markup {
    let (months, _) = words::months_and_days(answer.child.birth, answer.today().on);
    let stage = Stage::of_child(months).filter(|_| answer.now().age_used == AgeUsed::SinceBirth);
    html! {
        @if let Some(stage) = stage {
            section.sec.noprint { ul.card.list {
                li { a.item href={ "/menus?for=" (stage.code()) } {
                    span.lead { (icons::BOWL) }
                    span.grow.b {
                        (answer.view.words.with("growth-page-menus", &[("stage", &answer.view.words.get(&format!("stage-{}", stage.code())))]))
                    }
                    span.end { (icons::CHEVRON_RIGHT) }
                } }
            } }
        }
    }
}

/// The whole top of the page when the child must go now.
fn danger(answer: &Answer, name: &str, age: &str) -> Markup {
    let view = answer.view;
    // One way to go: the head says no station where the advice says hospital.
    let hospital = answer.lines(Part::Action).any(|line| line.code == "action-refer-hospital");
    let go = if hospital { "growth-page-go-hospital" } else { "growth-page-go-now" };
    html! {
        header.leaf.gac role="alert" {
            (leaf_veins())
            p.row.b { (icons::OCTAGON_ALERT) span { (name) " · " (age) } }
            h1.t-2xl { (view.words.get(go)) }
            @for part in [Part::GoNow, Part::Action] {
                @for line in answer.lines(part) {
                    p { (growth_words::line(view.words, line, view.reader())) }
                    @if let Some(reference) = line.reference.filter(|_| part == Part::GoNow) {
                        p.t-xs { (source(view, reference)) }
                    }
                }
            }
        }
    }
}

/// Asks to measure again while the child is here. What is grave if it stands is said even after it was kept.
fn doubts_card(answer: &Answer) -> Markup {
    let view = answer.view;
    let (words, reader) = (view.words, view.reader());
    let grave = answer.lines(Part::MeasureAgain);
    let mut again: Vec<(String, Option<&Reference>)> =
        grave.map(|line| (growth_words::line(words, line, reader), line.reference)).collect();
    if !answer.kept {
        // The remark has said already which scores are implausible; it leaves BMI out.
        let others = answer.pressing().filter(|doubt| match doubt {
            Doubt::Implausible { indicator, .. } => *indicator == Indicator::BmiForAge,
            Doubt::Inconsistent { .. } => false,
            _ => true,
        });
        again.extend(others.map(|doubt| (growth_words::doubt(words, doubt, reader), doubt.reference())));
    }
    let informs = answer.doubts.iter().filter(|doubt| is_about_posture(doubt));
    html! {
        @if !again.is_empty() {
            section.sec.first {
                div.note.turm role="alert" {
                    (icons::ROTATE_CCW)
                    div.stack-s {
                        @for (said, reference) in &again {
                            p.b { (said) }
                            @if let Some(reference) = reference { p.t-xs { (source(view, reference)) } }
                        }
                        @if !answer.kept {
                            div.row.wrap.noprint {
                                a.btn.pri.sm href="#edit" { (words.get("growth-page-again")) }
                                a.btn.sec.sm href=(view.link(&[("keep", Some("1"))])) { (words.get("growth-page-keep")) }
                            }
                        }
                    }
                }
            }
        }
        @for doubt in informs {
            section.sec.first { div.note { (icons::INFO) div { (growth_words::doubt(words, doubt, reader)) } } }
        }
        @if let Some(habit) = rounding(answer) {
            section.sec.first { div.note { (icons::INFO) div { (growth_words::digit_preference(words, habit, reader)) } } }
        }
    }
}

/// A habit of rounding in the weights of all visits, else in the lengths.
fn rounding(answer: &Answer) -> Option<DigitPreference> {
    let visits = || answer.child.visits.iter().map(|seen| &seen.visit);
    let weights: Vec<f64> = visits().filter_map(|visit| Some(visit.weight?.get())).collect();
    let lengths: Vec<f64> = visits().filter_map(|visit| Some(visit.length?.get())).collect();
    digit_preference(&weights).or_else(|| digit_preference(&lengths))
}

/// A posture that was corrected informs; it asks for nothing.
const fn is_about_posture(doubt: &Doubt) -> bool {
    matches!(doubt, Doubt::StandingTooYoung | Doubt::UnexpectedPosture { .. })
}

/// The three indices, one of them chosen for the chart.
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
                        @if view.reader() == Reader::Worker && !answer.doubts_on(indicator) {
                            @if let Some(z) = now.classes.of(indicator).z() {
                                span.t-xs.i2.so { "z " (view.language().decimal(z.get(), 2)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The other indices that were measured, under the chart so that it stays in sight; each can be chosen for it.
fn others(answer: &Answer) -> Markup {
    let view = answer.view;
    let chosen = chart::chosen(answer);
    let visit = &answer.today().visit;
    let bmi = answer.now().since_birth.prepared().bmi();
    let address = |indicator| view.link(&[("chart", Some(words::code(indicator))), ("point", None)]);
    html! {
        section.sec.first {
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
                                @let (class, icon) = sign(severity);
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
    let Correction::Corrected { taken_off_days, .. } = now.correction else {
        return html! { @for line in answer.lines(Part::Age) { section.sec.first { (note(view, line)) } } };
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "under 20 weeks")]
    let term = answer.child.birth + Days::new(taken_off_days as u64);
    html! {
        section.sec.first {
            div.card.p.stack-s {
                h2 { (view.words.get("growth-page-corrected-title")) }
                dl.pairs {
                    dt { (view.words.get("growth-page-age-birth")) }
                    dd { (words::age(view, answer.child.birth, answer.today().on)) }
                    dt { (view.words.get("growth-page-age-corrected")) }
                    dd.b { (words::age(view, term, answer.today().on)) }
                }
                @for line in answer.lines(Part::Age) {
                    p.t-s.i2 { (growth_words::line(view.words, line, view.reader())) }
                    @if let Some(reference) = line.reference { p.src { (source(view, reference)) } }
                }
            }
        }
    }
}

/// How the child is, where the line goes, what to do, when to come back. Waits while a reading is to be taken again.
fn remark_card(answer: &Answer) -> Markup {
    let view = answer.view;
    if answer.waits() && !answer.is_urgent() {
        return html! {};
    }
    let said = |line: &Line| growth_words::line(view.words, line, view.reader());
    let about = answer.lines(Part::Finding).chain(answer.lines(Part::Trend));
    // What is well is told to a family in one breath; a health worker reads it line by line, each with its source.
    let (well, rest): (Vec<&Line>, Vec<&Line>) =
        about.partition(|line| line.severity == Severity::Ok && view.reader() == Reader::Family);
    let to_do: Vec<&Line> =
        answer.lines(Part::Action).chain(answer.lines(Part::Next)).filter(|_| !answer.is_urgent()).collect();
    // The danger has said it all, or this is why nothing can be said.
    let nothing = rest.is_empty() && well.is_empty();
    let why = why_nothing(answer).filter(|_| nothing && !answer.is_urgent());
    if nothing && why.is_none() && to_do.is_empty() {
        return html! {};
    }
    html! {
        section.sec {
            h2 { (view.words.get("growth-page-remark")) }
            ul.card.list {
                @if let Some(why) = &why { (row(Severity::Unknown, html! { p.b { (why) } })) }
                @for line in rest {
                    (row(line.severity, html! {
                        p.b { (said(line)) }
                        @if view.reader() == Reader::Worker {
                            @if let Some(reference) = line.reference { p.src { (source(view, reference)) } }
                        }
                    }))
                }
                @if !well.is_empty() { (row(Severity::Ok, html! { p { @for line in &well { (said(line)) " " } } })) }
                @for line in to_do {
                    @let (tint, icon) =
                        if line.part == Part::Next { ("ind", icons::CALENDAR_DAYS) } else { ("leafc", icons::ARROW_RIGHT) };
                    li.item {
                        span.lead.(tint) { (icon) }
                        div.grow {
                            p { (said(line)) }
                            @if let Some(reference) = line.reference { p.src { (source(view, reference)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Why what was measured has no class.
fn why_nothing(answer: &Answer) -> Option<String> {
    let (words, reader) = (answer.view.words, answer.view.reader());
    let classes = &answer.now().classes;
    let of_score = MAIN.into_iter().find_map(|indicator| match classes.of(indicator) {
        // Not yet at term: said above, beside the age.
        Classified::NotScored(NoScore::NotMeasured | NoScore::BeforeTerm { .. }) => None,
        Classified::NotScored(reason) => Some(growth_words::why_no_score(words, reason, reader)),
        _ => None,
    });
    let of_arm = classes.muac().err().filter(|reason| *reason != NoMuacClass::NotMeasured);
    of_score.or_else(|| of_arm.map(|reason| growth_words::why_no_muac_class(words, reason, reader)))
}

fn row(severity: Severity, said: Markup) -> Markup {
    let (class, icon) = sign(severity);
    html! { li.remark.row.gap3.top { span.nw.(class) { (icon) } div.grow { (said) } } }
}

/// A note tinted by how grave its line is.
fn note(view: &View, line: &Line) -> Markup {
    let (_, icon) = sign(line.severity);
    html! { div.note.(tint(line.severity)) { (icon) div { (growth_words::line(view.words, line, view.reader())) } } }
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
