//! The answer in numbers: every index with its row, the speed of growth, every visit.

use maud::{Markup, html};
use nep_core::growth::{
    AgeUsed, Classified, Grown, Indicator, NoMuacClass, NoScore, Visit, at_classifying_ages, velocities,
};

use super::result::{Answer, MAIN};
use super::words;
use crate::growth_words;
use crate::icons;
use crate::pages::controls::badge;
use crate::pages::sources::{link, reference as source};
use crate::pregnancy_words::Reader;

/// Every index with its score, class and source.
pub fn table(answer: &Answer) -> Markup {
    let (view, now) = (answer.view, answer.now());
    let by_birth = now.age_used == AgeUsed::Corrected;
    let shown = Indicator::ALL.into_iter().filter(|indicator| {
        !matches!(now.classes_since_birth.of(*indicator), Classified::NotScored(NoScore::NotMeasured))
    });
    html! {
        section.sec {
            details.more.card.p open[view.reader() == Reader::Worker] {
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
                                    td { (growth_words::indicator(view.words, indicator)) }
                                    td.num { @if let Some(z) = answered.z() { (view.language().decimal(z.get(), 2)) } @else { "–" } }
                                    @if by_birth { td.num {
                                        @if let Some(z) = now.classes_since_birth.of(indicator).z() {
                                            (view.language().decimal(z.get(), 2))
                                        } @else { "–" }
                                    } }
                                    td {
                                        @if let Classified::NotScored(reason) = answered { (growth_words::why_no_score(view.words, reason, view.reader())) }
                                        @else if let Some(reason) = no_arm_class(answer, indicator) { (growth_words::why_no_muac_class(view.words, reason, view.reader())) }
                                        @else if let Some((severity, said)) = answer.badge(indicator) { (badge(severity, &said)) }
                                        @else { "–" }
                                    }
                                    td.t-xs {
                                        @if let Some(class) = answered.class() { (link(view, &class.reference)) " " }
                                        @if indicator == Indicator::ArmForAge {
                                            @if let Ok(class) = now.classes.muac() { (link(view, &class.reference)) }
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

/// Why an arm that was measured and scored has no class all the same.
fn no_arm_class(answer: &Answer, indicator: Indicator) -> Option<NoMuacClass> {
    let reason = answer.now().classes.muac().err().filter(|_| indicator == Indicator::ArmForAge)?;
    (reason == NoMuacClass::UnderSixMonths).then_some(reason)
}

/// Every visit in numbers.
pub fn history(answer: &Answer) -> Markup {
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

/// Growth between visits against WHO's velocity standards, for health workers.
pub fn velocity(answer: &Answer) -> Markup {
    let view = answer.view;
    let visits: Vec<Visit> = answer.child.visits.iter().map(|seen| seen.visit).collect();
    let visits = at_classifying_ages(&visits, answer.now().correction);
    let found: Vec<_> =
        [Grown::Weight, Grown::Length, Grown::Head].into_iter().flat_map(|grown| velocities(grown, &visits)).collect();
    html! {
        @if view.reader() == Reader::Worker && !found.is_empty() {
            section.sec.first {
                details.more.card.p {
                    summary { (icons::TRENDING_UP) (view.words.get("growth-page-velocity")) (icons::CHEVRON_DOWN) }
                    ul.list {
                        @for one in &found {
                            li.remark {
                                p { (growth_words::velocity(view.words, one, view.reader())) }
                                p.src { (source(view, &one.reference)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
