//! `/handover`: where phones hand in, what arrived, what waits to go up.

use chrono::{DateTime, Local};
use maud::{Markup, html};
use nep_core::vault::VaultError;

use super::villages::{self, Authors};
use crate::icons;
use crate::pages::{Page, Tab, View};
use crate::qr;
use crate::station::{Reached, Station, Told};
use crate::sync_words;

/// The page.
///
/// # Errors
///
/// [`VaultError`].
pub(super) fn page(station: &Station, view: &View) -> Result<Page, VaultError> {
    let words = view.words;
    let (told, waiting) = (station.told(), station.waiting()?);
    let body = html! {
        div.sec.first.stack {
            section.card.p.stack {
                h2.t-l.b { (words.get("handover-phones")) }
                (phones(station.reached().as_ref(), &told, view))
            }
            section.card.p.stack {
                h2.t-l.b { (words.get("handover-up")) }
                @match station.upward() {
                    None => p { (words.get("handover-no-server")) },
                    Some(hub) => {
                        p { (hub.url) }
                        (upward(&told, waiting, view))
                    }
                }
            }
            @if let Some(complaint) = &told.complaint {
                div.note.turm { (icons::TRIANGLE_ALERT) div { (words.with("vault-failed", &[("error", complaint)])) } }
            }
            div.row.wrap { a.btn.sec.sm href="/devices" { (icons::PHONE) (words.get("devices-title")) } }
            section.card.p.stack {
                h2.t-l.b { (words.get("handover-villages")) }
                (received(station, view)?)
            }
        }
    };
    let title = words.get("handover-title");
    Ok(Page { title, back: Some("/".to_owned()), tab: Some(Tab::Families), body, ..Page::default() })
}

fn phones(reached: Option<&Reached>, told: &Told, view: &View) -> Markup {
    let words = view.words;
    html! {
        @match reached {
            None => p { (words.get("station-no-lan")) },
            Some(reached) => {
                @if let Some(code) = reached.code().and_then(|code| qr::drawn(&code, &words.get("handover-code"))) {
                    (code)
                    p.t-s.i2 { (words.get("handover-code-how")) }
                }
                dl.pairs {
                    dt { (words.get("handover-address")) } dd { (reached.address) }
                    dt { (words.get("handover-fingerprint")) } dd { span.so { (grouped(&reached.fingerprint)) } }
                    dt { (words.get("handover-last-phone")) }
                    dd { @match told.arrived.and_then(moment) { Some(at) => (at), None => (words.get("handover-none-yet")) } }
                    @if told.receipts > 0 { dt { (words.get("handover-receipts")) } dd { (told.receipts) } }
                }
            }
        }
    }
}

fn upward(told: &Told, waiting: Option<(usize, bool)>, view: &View) -> Markup {
    let words = view.words;
    let ending = told.tried.as_ref().and_then(|(at, done)| Some((*at, sync_words::ending(done, words)?.1)));
    html! {
        dl.pairs {
            dt { (words.get("handover-last-up")) }
            dd { @match told.finished.and_then(moment) { Some(at) => (at), None => (words.get("handover-none-yet")) } }
            @if let Some((count, more)) = waiting {
                dt { (words.get("handover-waiting")) }
                dd { (words.with(if more { "handover-waiting-over" } else { "handover-waiting-count" }, &[("count", &count.to_string())])) }
            }
        }
        @if let Some((at, sentence)) = ending {
            div.note { (icons::INFO) div {
                p { (sentence) }
                @if let Some(at) = moment(at) { p.t-s.i2 { (words.with("handover-tried", &[("at", &at)])) } }
            } }
        }
    }
}

/// Month by month what the station confirmed to whom, the latest of each village.
fn received(station: &Station, view: &View) -> Result<Markup, VaultError> {
    let words = view.words;
    let vault = station.vault();
    let mut rows = Vec::new();
    for (scope, name) in villages::sorted(&vault) {
        let authors = Authors::of(&vault, scope);
        let records = villages::records(&vault, scope)?;
        let latest = records.receipts.iter().map(|held| &held.value).max_by_key(|one| (one.on, one.month.clone()));
        let line = latest.map(|one| {
            let (who, month) = (authors.name(one.device, words), month(&one.month));
            let via = one.via.clone().filter(|via| !via.is_empty());
            (who, month, view.day(one.on.date()), via)
        });
        rows.push((name, line));
    }
    Ok(html! {
        div.scroll { table.tbl {
            thead { tr {
                th { (words.get("handover-village")) } th { (words.get("handover-who")) }
                th { (words.get("handover-month")) } th { (words.get("handover-on")) } th { (words.get("handover-via")) }
            } }
            tbody {
                @for (name, line) in &rows {
                    tr {
                        td { (name) }
                        @match line {
                            Some((who, month, on, via)) => {
                                td { (who) } td.n { (month) } td.n { (on) } td { (via.as_deref().unwrap_or("–")) }
                            }
                            None => td colspan="4" { (words.get("handover-nothing")) },
                        }
                    }
                }
            }
        } }
    })
}

/// `11/2026` for `2026-11`; a month of no known year as it stands.
fn month(written: &str) -> String {
    written.split_once('-').map_or_else(|| written.to_owned(), |(year, month)| format!("{month}/{year}"))
}

/// `9/6/2026 14:05`, by this machine's clock.
fn moment(seconds: i64) -> Option<String> {
    let at = DateTime::from_timestamp(seconds, 0)?.with_timezone(&Local);
    Some(at.format("%-d/%-m/%Y %H:%M").to_string())
}

/// Hex in groups of four: two people can compare it aloud.
fn grouped(fingerprint: &[u8]) -> String {
    let pairs = fingerprint.chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    pairs.collect::<Vec<_>>().join(" ")
}
