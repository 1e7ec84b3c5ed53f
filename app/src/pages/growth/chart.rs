//! The chart of one index, and what it says about one visit.

use chrono::{Days, NaiveDate};
use maud::{Markup, html};
use nep_core::growth::{
    Chart, ChartPoint, ChartReading, Classified, Indicator, NoScore, Severity, Visit, Window, chart,
};

use super::result::{Answer, MAIN, OTHERS};
use super::words;
use crate::charts;
use crate::growth_words;
use crate::icons;
use crate::pages::View;
use crate::pages::controls::badge;
use crate::pregnancy_words::Reader;

/// The index the chart shows: the one asked for, else the gravest of the three, else the first other that was measured.
pub fn chosen(answer: &Answer) -> Indicator {
    let asked = answer.view.query("chart");
    let named = Indicator::ALL.into_iter().find(|indicator| asked == Some(words::code(*indicator)));
    let grave = |indicator: &Indicator| answer.now().classes.of(*indicator).severity();
    let measured = MAIN.into_iter().filter(|indicator| grave(indicator) != Some(Severity::Unknown));
    let other = || OTHERS.into_iter().find(|indicator| answer.now().classes.of(*indicator).z().is_some());
    named.or_else(|| measured.min_by_key(grave)).or_else(other).unwrap_or(Indicator::WeightForAge)
}

/// The card: title, picture, readout, way to the visits before and after, table of numbers.
pub fn card(answer: &Answer) -> Markup {
    let (view, child) = (answer.view, answer.child);
    let indicator = chosen(answer);
    let readings: Vec<ChartReading> =
        child.visits.iter().map(|seen| ChartReading { visit: seen.visit, kept: true }).collect();
    let last = child.visits.len() - 1;
    let reading =
        view.query("point").and_then(|point| point.parse().ok()).filter(|point| *point <= last).unwrap_or(last);
    let Some(age) = child.visits[reading].visit.age else { return html! {} };
    let window = Window::at(indicator, age);
    let chart = chart(indicator, child.sex, window, &readings, child.gestation);
    let title = growth_words::indicator(view.words, indicator);
    let text = growth_words::chart(view.words, &chart);
    let link = |reading: usize| {
        let seen = &child.visits[reading];
        let name = format!("{}, {}", view.day(seen.on), words::age(view, child.birth, seen.on));
        (point_address(view, reading), name)
    };
    let sex = view.words.get(match child.sex {
        nep_core::growth::Sex::Boy => "growth-page-boy",
        nep_core::growth::Sex::Girl => "growth-page-girl",
    });
    let span = view.words.get(match window {
        Window::FirstTwoYears => "growth-window-first",
        Window::TwoToFive => "growth-window-second",
        Window::Lying => "growth-window-lying",
        Window::Standing => "growth-window-standing",
    });
    let tile = view.words.get(&format!("growth-tile-{}", words::code(indicator)));
    let vertical = match indicator {
        Indicator::WeightForLength => view.words.get("growth-tile-weight"),
        _ => tile,
    };
    let vertical = format!("{vertical} ({})", charts::growth::unit(chart.y.unit));
    let horizontal = match indicator {
        Indicator::WeightForLength => format!("{} (cm)", view.words.get("growth-tile-length")),
        _ => view.words.get("growth-axis-months"),
    };
    let names = charts::growth::Names { label: &title, text: &text, vertical: &vertical, horizontal: &horizontal };
    html! {
        section.sec.first {
            div.card.chartcard {
                h2.hd.t-s.b { (title) " · " (sex) " · " (span) }
                (charts::growth::draw(view.words, &chart, reading, link, names))
                (readout(answer, &chart, indicator, reading))
                (steps(answer, &chart, reading))
                (numbers(answer, &chart))
            }
        }
    }
}

fn point_address(view: &View, reading: usize) -> String {
    view.link(&[("point", Some(&reading.to_string()))])
}

/// Day and age, value, change, class of the visit chosen.
fn readout(answer: &Answer, chart: &Chart, indicator: Indicator, reading: usize) -> Markup {
    let (view, seen, assessed) = (answer.view, &answer.child.visits[reading], &answer.assessed[reading]);
    let language = view.language();
    let row = chart.table.iter().find(|row| row.reading == reading);
    let point = chart.points.iter().find(|point| point.reading == reading);
    let is_today = reading + 1 == answer.child.visits.len();
    let named = if is_today {
        answer.badge(indicator)
    } else {
        words::answer(view, assessed.classes.of(indicator), view.reader())
    };
    let bmi = assessed.since_birth.prepared().bmi();
    let measured = words::measured(view, indicator, &seen.visit, bmi).or_else(|| weight_and_length(view, &seen.visit));
    html! {
        div.read {
            b.b { (view.day(seen.on)) " · " (words::age(view, answer.child.birth, seen.on)) }
            @if let Some(corrected) = point.and_then(|point| corrected_age(answer, point, seen.on)) {
                span.t-s.i2 { (view.words.get("growth-page-age-corrected")) ": " (corrected) }
            }
            @if let Some(value) = measured { b.bb.so { (value) } }
            @if row.is_none() { span.t-s.i2 { (growth_words::why_no_score(view.words, &NoScore::NotMeasured, view.reader())) } }
            @if let Some(change) = point.and_then(|point| point.change) {
                span.t-s.i2 { (changed(view, chart, change)) }
            }
            @if let Some((severity, said)) = named { (badge(severity, &said)) }
            @if view.reader() == Reader::Worker && !(is_today && answer.doubts_on(indicator)) {
                @if let Some(z) = assessed.classes.of(indicator).z() { span.t-s.i2.so { "z = " (language.decimal(z.get(), 2)) } }
            }
        }
        @if let Some(by) = point.and_then(|point| point.posture_correction_cm) {
            p.t-xs.i2.ft {
                (view.words.with(if by > 0.0 { "growth-page-posture-added" } else { "growth-page-posture-taken" },
                    &[("cm", &language.decimal(by.abs(), 1))]))
            }
        }
        @if let Classified::NotScored(reason) = assessed.classes.of(indicator) {
            @if row.is_some() { p.t-xs.i2.ft { (growth_words::why_no_score(view.words, reason, view.reader())) } }
        }
    }
}

/// The corrected age at a visit of a child born early.
fn corrected_age(answer: &Answer, point: &ChartPoint, on: NaiveDate) -> Option<String> {
    let taken_off = point.age_days - point.corrected_age_days?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "under 20 weeks")]
    let term = answer.child.birth + Days::new(taken_off.round() as u64);
    Some(words::age(answer.view, term, on))
}

fn weight_and_length(view: &View, visit: &Visit) -> Option<String> {
    let weight = words::measured(view, Indicator::WeightForAge, visit, None)?;
    let length = words::measured(view, Indicator::LengthForAge, visit, None)?;
    Some(format!("{weight} · {length}"))
}

fn changed(view: &View, chart: &Chart, change: f64) -> String {
    use nep_core::growth::AxisUnit;
    let (unit, decimals) = match chart.y.unit {
        AxisUnit::Kilograms => ("kg", 2),
        AxisUnit::Millimetres => ("mm", 1),
        AxisUnit::KilogramsPerSquareMetre => ("kg/m²", 1),
        AxisUnit::Centimetres | AxisUnit::Months => ("cm", 1),
    };
    if change.abs() < 1e-6 {
        return view.words.get("growth-page-same");
    }
    let number = view.language().decimal(change.abs(), decimals);
    let number = if decimals == 2 { number.strip_suffix('0').unwrap_or(&number).to_owned() } else { number };
    let id = if change < 0.0 { "growth-page-less" } else { "growth-page-more" };
    view.words.with(id, &[("by", &format!("{number} {unit}"))])
}

/// To the visits before and after, for keys and for fingers.
fn steps(answer: &Answer, chart: &Chart, reading: usize) -> Markup {
    let view = answer.view;
    let at = chart.table.iter().position(|row| row.reading == reading);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| chart.table.get(at));
    let after = at.and_then(|at| chart.table.get(at + 1));
    html! {
        @if before.is_some() || after.is_some() {
            div.row.sp.ft.noprint {
                @for (row, id) in [(before, "growth-page-last"), (after, "growth-page-next-point")] {
                    @if let Some(row) = row {
                        a.chip href=(point_address(view, row.reading)) hx-boost="true" hx-target="#charts"
                            hx-select="#charts" hx-swap="outerHTML show:none" { (view.words.get(id)) }
                    } @else { span {} }
                }
            }
        }
    }
}

/// The same in numbers.
fn numbers(answer: &Answer, chart: &Chart) -> Markup {
    let view = answer.view;
    let by_length = chart.table.iter().any(|row| row.length_cm.is_some());
    html! {
        details.more.ft {
            summary { (icons::TABLE_2) (view.words.get("growth-page-numbers")) (icons::CHEVRON_DOWN) }
            div.scroll { table.tbl {
                thead { tr {
                    th { (view.words.get("growth-page-day")) }
                    th { (view.words.get("growth-page-age-word")) }
                    @if by_length { th.num { "cm" } }
                    th.num { (view.words.get("growth-page-value")) }
                    th.num { "z" }
                } }
                tbody {
                    @for row in chart.table.iter().rev() {
                        @let seen = &answer.child.visits[row.reading];
                        tr {
                            td.n { (view.day(seen.on)) }
                            td { (words::age(view, answer.child.birth, seen.on)) }
                            @if by_length { td.num { @if let Some(cm) = row.length_cm { (view.language().decimal(cm, 1)) } } }
                            td.num { (view.language().decimal(row.value, 2)) }
                            td.num { @if let Some(z) = row.answer.z() { (view.language().decimal(z.get(), 2)) } @else { "–" } }
                        }
                    }
                }
            } }
        }
    }
}
