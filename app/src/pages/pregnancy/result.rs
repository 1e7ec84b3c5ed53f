//! What the answer says: danger first, then the finding in words, the chart, what to do, and where it comes from.

use maud::{Markup, html};
use nep_core::pregnancy::{
    AlertCode, Assessment, Case, GainChart, Severity, Standing, Supplement, SupplementKind, Verdict, gain_chart,
};

use super::form::Form;
use crate::charts;
use crate::icons::{self, Icon};
use crate::pages::controls::reader_switch;
use crate::pages::sources::{self, reference as source};
use crate::pages::{Page, View, leaf_veins};
use crate::pregnancy_words::{self as said, Reader};

/// The page of a result.
pub fn page(view: &View, form: &Form, case: &Case, seen: &Assessment, base: Page) -> Page {
    let words = view.words;
    let reader = view.reader();
    let name = view.query("name").map_or_else(|| words.get("pregnancy-page-title"), str::to_owned);
    let subtitle = seen.age.ok().map(|age| words.with("pregnancy-page-week", &[("age", &said::age(words, age))]));
    let go_now = seen.alerts.iter().any(|alert| alert.severity == Severity::GoNow);
    let leaf = go_now.then(|| danger(view, reader, seen, &name, subtitle.as_deref()));
    let chart = gain_chart(case, seen);
    let body = html! {
        (finding(view, seen))
        div.cols {
            div id="charts" { (chart_card(view, seen, &chart)) }
            div {
                (alerts(view, reader, seen))
                (remarks(view, reader, seen))
                (reader_switch(view))
            }
        }
        div.cols {
            (supplements(view, reader, seen))
            (visits(view, seen))
        }
        (standards(view, seen))
        (all_sources(view, seen))
        section.sec.noprint {
            details.more.card.p id="edit" {
                summary { (icons::PENCIL) (words.get("growth-page-edit")) (icons::CHEVRON_DOWN) }
                (form.html(view))
            }
        }
    };
    let dock = html! {
        @if go_now { a.btn.dan href="/danger" { (icons::OCTAGON_ALERT) (words.get("danger-all")) } }
        @else { a.btn.pri href=(next_address(view, case)) { (icons::PLUS) (words.get("pregnancy-page-new")) } }
    };
    let page = Page { title: name, subtitle, back: Some("/pregnancy".into()), leaf, body, ..base };
    Page { dock: Some(dock), danger_row: !go_now, ..page }
}

/// The whole top of the page when she must go now.
fn danger(view: &View, reader: Reader, seen: &Assessment, name: &str, week: Option<&str>) -> Markup {
    let grave = seen.alerts.iter().filter(|alert| alert.severity == Severity::GoNow);
    html! {
        header.leaf.gac role="alert" {
            (leaf_veins())
            p.row.b { (icons::OCTAGON_ALERT) span { (name) @if let Some(week) = week { " · " (week) } } }
            h1.t-2xl { (view.words.get("pregnancy-page-go-now")) }
            @for alert in grave {
                p { (said::alert(view.words, alert, reader)) }
                p.t-xs { (source(view, &alert.source)) }
            }
        }
    }
}

/// The finding in everyday words, with the number.
fn finding(view: &View, seen: &Assessment) -> Markup {
    let (words, language) = (view.words, view.language());
    let standing = judged(seen);
    let (tint, icon, id) = match standing.verdict {
        Ok(Verdict::Low) => ("turm", icons::TRENDING_DOWN, "low"),
        Ok(Verdict::Within) => ("leafc", icons::CIRCLE_CHECK, "within"),
        Ok(Verdict::High) => ("plum", icons::TRENDING_UP, "high"),
        Err(_) => ("ash", icons::CIRCLE_QUESTION_MARK, "unknown"),
    };
    let near = seen.gain_kg.is_ok_and(|gain| standing.is_near(gain));
    let (tint, icon, id) = if near { ("turm", icons::EYE, "near") } else { (tint, icon, id) };
    let off = standing.range.ok().zip(seen.gain_kg.ok()).and_then(|(range, gain)| match standing.verdict {
        Ok(Verdict::Low) => Some(("pregnancy-page-under", range.low - gain)),
        Ok(Verdict::High) => Some(("pregnancy-page-over", gain - range.high)),
        _ => None,
    });
    html! {
        section.sec.first {
            div.note.(tint) {
                (icon)
                div {
                    p.t-l.bb { (words.get(&format!("pregnancy-page-finding-{id}"))) }
                    @if let Some((id, by)) = off { p { (words.with(id, &[("by", &said::short(language, by, if by < 0.1 { 2 } else { 1 }))])) } }
                    @if let Err(why) = standing.verdict { p { (sentence(&said::missing(words, why))) } }
                    @if let Some(why) = seen.dating.as_ref().err() { p { (sentence(&said::missing(words, *why))) } }
                }
            }
        }
    }
}

/// A reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// The standard whose band judges: the Vietnamese guideline, the IOM's where that has none.
fn judged(seen: &Assessment) -> &Standing {
    if seen.vietnam.range.is_ok() || seen.iom.range.is_err() { &seen.vietnam } else { &seen.iom }
}

fn chart_card(view: &View, seen: &Assessment, chart: &GainChart) -> Markup {
    let (words, language) = (view.words, view.language());
    let last = chart.points.len().checked_sub(1);
    let chosen = view.query("point").and_then(|point| point.parse().ok()).filter(|at| Some(*at) <= last).or(last);
    let point = chosen.and_then(|at| chart.points.get(at));
    let kg = |value: f64| said::short(language, value, 2);
    let label = words.get("pregnancy-chart-title");
    let point_text = |at: usize| said::chart_point(words, &chart.points[at]);
    let text = chosen.map_or_else(|| label.clone(), point_text);
    let link = |at: usize| (view.link(&[("point", Some(&at.to_string()))]), point_text(at));
    html! {
        section.sec.first {
            div.card.chartcard {
                div.hd.stack-s {
                    @match seen.bmi {
                        Ok(bmi) => {
                            @let class = match bmi.vietnamese_class() {
                                nep_core::pregnancy::BmiClass::Underweight => "underweight",
                                nep_core::pregnancy::BmiClass::Normal => "normal",
                                nep_core::pregnancy::BmiClass::Overweight => "overweight",
                                nep_core::pregnancy::BmiClass::Obese => "obese",
                            };
                            h2.t-s.b { (words.with("pregnancy-bmi", &[("bmi", &said::bmi(language, bmi.get())),
                                ("class", &words.get(&format!("pregnancy-bmi-{class}")))])) }
                        }
                        Err(why) => { h2.t-s.b { (words.get("pregnancy-label-bmi")) ": " (said::missing(words, why)) } }
                    }
                    @if let Ok(dating) = &seen.dating {
                        p.t-xs.i2 { (words.with("pregnancy-due", &[("date", &view.day(dating.due_date))])) }
                    }
                }
                @if seen.dating.is_ok() && (!chart.points.is_empty() || chart.vietnam.is_ok() || chart.iom.is_ok()) {
                    (charts::gain::draw(words, chart, chosen, link, &label, &text))
                    @if chart.vietnam.is_ok() || chart.iom.is_ok() {
                        p.t-xs.i2.ft.row.wrap {
                            @if chart.vietnam.is_ok() { span.tag { span.key.band {} (words.get("pregnancy-page-band-vn")) } }
                            @if chart.iom.is_ok() { span.tag { span.key.iom {} (words.get("pregnancy-page-band-iom")) } }
                        }
                    }
                }
                @if let Some(point) = point {
                    div.read {
                        b.b { (view.day(point.date)) " · " (said::age(words, point.age)) }
                        b.bb.so { (kg(point.weight_kg)) "\u{a0}kg" }
                        @if point.gain_kg < 0.0 {
                            span.t-s.i2 { (words.with("pregnancy-lost", &[("lost", &kg(-point.gain_kg))])) }
                        } @else { span.t-s.i2 { (words.with("pregnancy-gained", &[("gain", &kg(point.gain_kg))])) } }
                        @if let Some(range) = point.range {
                            span.t-s.i2 { (words.with("pregnancy-page-should",
                                &[("range", &said::range_beside(words, range, Some(point.gain_kg)))])) }
                        }
                    }
                } @else if let Some(why) = chart.no_points {
                    p.t-s.i2.ft { (words.with("pregnancy-chart-no-points", &[("reason", &said::missing(words, why))])) }
                }
                @if !chart.points.is_empty() {
                    details.more.ft {
                        summary { (icons::TABLE_2) (words.get("growth-page-numbers")) (icons::CHEVRON_DOWN) }
                        div.scroll { table.tbl {
                            thead { tr {
                                th { (words.get("growth-page-day")) } th { (words.get("pregnancy-label-about")) }
                                th.num { "kg" } th.num { (words.get("pregnancy-page-gain")) }
                            } }
                            tbody { @for point in chart.points.iter().rev() { tr {
                                td.n { (view.day(point.date)) } td { (said::age(words, point.age)) }
                                td.num { (kg(point.weight_kg)) } td.num { (kg(point.gain_kg)) }
                            } } }
                        } }
                    }
                }
            }
        }
    }
}

/// Alerts under danger: to the health worker, measure again, to know.
fn alerts(view: &View, reader: Reader, seen: &Assessment) -> Markup {
    let below = seen.alerts.iter().filter(|alert| alert.severity != Severity::GoNow);
    html! {
        @for alert in below {
            @let (tint, icon) = match (alert.severity, alert.code) {
                (Severity::SeeWorker, _) => ("clay", icons::HOSPITAL),
                (Severity::MeasureAgain, _) => ("turm", icons::ROTATE_CCW),
                (_, AlertCode::MuacSevere | AlertCode::MuacAtRisk) => ("turm", icons::BICEPS_FLEXED),
                _ => ("ash", icons::INFO),
            };
            section.sec.first {
                div.note.(tint) { (icon) div { p.b { (said::alert(view.words, alert, reader)) } p.t-xs { (source(view, &alert.source)) } } }
            }
        }
    }
}

fn remarks(view: &View, reader: Reader, seen: &Assessment) -> Markup {
    html! {
        @if !seen.remarks.is_empty() {
            section.sec {
                h2 { (view.words.get("pregnancy-label-remarks")) }
                ul.card.list {
                    @for remark in &seen.remarks {
                        li.remark { p { (said::remark(view.words, remark, reader)) } p.src { (source(view, &remark.source)) } }
                    }
                }
            }
        }
    }
}

/// What every woman takes stands open; what to ask about and what to avoid is one press away.
fn supplements(view: &View, reader: Reader, seen: &Assessment) -> Markup {
    let words = view.words;
    let (take, rest): (Vec<&Supplement>, Vec<&Supplement>) =
        seen.supplements.iter().copied().partition(|row| row.kind == SupplementKind::Take);
    let item = |row: &Supplement| {
        let (tint, icon): (&str, Icon) = match row.kind {
            SupplementKind::Take => ("leafc", icons::PILL),
            SupplementKind::AskFirst => ("ind", icons::STETHOSCOPE),
            SupplementKind::Avoid => ("ash", icons::X),
            _ => ("ash", icons::INFO),
        };
        html! {
            li.item {
                span.lead.(tint) { (icon) }
                div.grow { p { (said::supplement(words, row, reader)) } p.src { (source(view, &row.source)) } }
            }
        }
    };
    html! {
        @if !seen.supplements.is_empty() {
            section.sec {
                h2 { (words.get("pregnancy-label-supplements")) }
                div.card {
                    ul.list { @for row in take { (item(row)) } }
                    @if !rest.is_empty() {
                        details.more.pad open[reader == Reader::Worker] {
                            summary { (icons::INFO) (words.get("pregnancy-page-more")) (icons::CHEVRON_DOWN) }
                            ul.list { @for row in rest { (item(row)) } }
                        }
                    }
                }
            }
        }
    }
}

fn visits(view: &View, seen: &Assessment) -> Markup {
    html! {
        @if !seen.next_visits.is_empty() {
            section.sec {
                h2 { (view.words.get("pregnancy-label-visits")) }
                ul.card.list {
                    @for next in &seen.next_visits {
                        li.item {
                            span.lead.ind { (icons::CALENDAR_DAYS) }
                            div.grow { p { (said::visit(view.words, next)) } p.src { (source(view, &next.visit.source)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The Vietnamese guideline and the IOM side by side.
fn standards(view: &View, seen: &Assessment) -> Markup {
    let (words, language) = (view.words, view.language());
    let gain = seen.gain_kg.ok();
    html! {
        section.sec {
            details.more.card.p {
                summary { (icons::TABLE_2) (words.get("pregnancy-page-standards")) (icons::CHEVRON_DOWN) }
                div.scroll { table.tbl {
                    thead { tr {
                        th {} th.num { (words.get("pregnancy-page-this-week")) } th.num { (words.get("pregnancy-page-total")) }
                        th { (words.get("growth-page-class")) } th { (words.get("growth-page-source")) }
                    } }
                    tbody {
                        @for (id, standing) in [("vn776", &seen.vietnam), ("iom2009", &seen.iom)] {
                            tr {
                                td { (words.get(&format!("pregnancy-standard-{id}"))) }
                                td.num { @match standing.range { Ok(found) => { (said::range_beside(words, found, gain)) } Err(_) => { "–" } } }
                                td.num { @match &standing.recommendation {
                                    Ok(rule) => { (said::range(words, rule.total)) } Err(_) => { "–" }
                                } }
                                td { @match standing.verdict {
                                    Ok(_) => { (said::verdict(words, standing.verdict)) }
                                    Err(why) => { (said::missing(words, why)) }
                                } }
                                td.t-xs { @if let Ok(rule) = &standing.recommendation { (source(view, &rule.source)) } }
                            }
                        }
                    }
                } }
                @if let Ok(z) = seen.gain_z {
                    p.t-s { (words.with("pregnancy-gain-z", &[("z", &language.decimal(z, 2))])) }
                }
            }
        }
    }
}

fn all_sources(view: &View, seen: &Assessment) -> Markup {
    html! {
        section.sec.first {
            details.more.card.p {
                summary { (icons::FILE_TEXT) (view.words.get("pregnancy-label-sources")) (icons::CHEVRON_DOWN) }
                ul.src {
                    @for row in &seen.sources {
                        li { (sources::line(view, row.source, row.confidence.code(), &sources::address(row.file, row.line, None))) }
                    }
                }
            }
        }
    }
}

/// The address that keeps today's weighing as an earlier one and asks for a new one.
fn next_address(view: &View, case: &Case) -> String {
    let passing = ["point", "more", "on", "weight", "sign"];
    let mut pairs: Vec<(String, String)> =
        view.pairs.iter().filter(|(name, _)| !passing.contains(&name.as_str())).cloned().collect();
    if let Some(weight) = view.query("weight") {
        pairs.push(("e_on".into(), view.day(case.on)));
        pairs.push(("e_weight".into(), weight.to_owned()));
    }
    pairs.push(("more".into(), "1".into()));
    View { pairs, ..view.clone() }.link(&[])
}
