//! `/families`: the villages; a village's families; everybody of a name, typed with or without marks.

use maud::{Markup, html};
use nep_core::growth::Severity;
use nep_core::log::{DocId, ScopeId};
use nep_core::records::{Person, Summary, Who, duplicates};
use nep_core::vault::{Found, Index, Vault};

use super::villages;
use crate::growth_words;
use crate::icons;
use crate::pages::controls::badge;
use crate::pages::growth::words::age;
use crate::pages::{Page, Tab, View};
use crate::station::Station;

/// So many are listed; who looks for one of more types more of the name.
const LISTED: usize = 100;

/// The page.
pub(super) fn page(station: &Station, view: &View) -> Page {
    let vault = station.vault();
    let words = view.words;
    let scope: Option<ScopeId> = view.query("village").and_then(|text| text.parse().ok());
    let known = villages::sorted(&vault);
    let village = scope.and_then(|scope| known.iter().find(|(one, _)| *one == scope));
    let asked = view.query("q");
    let title = village.map_or_else(|| words.get("records-families"), |(_, name)| name.clone());
    let body = html! {
        div.sec.first.stack {
            @if view.query("erased").is_some() {
                div.note.leafc role="status" { (icons::CIRCLE_CHECK) div { (words.get("records-erased")) } }
            }
            (search(view, scope, asked))
            @match (asked, village) {
                (Some(asked), _) => (found(&vault, view, asked, scope)),
                (None, Some((scope, _))) => (of_village(vault.index(), view, *scope)),
                (None, None) => (list(&vault, view, &known)),
            }
        }
    };
    let back = (village.is_some() || asked.is_some()).then(|| "/families".to_owned());
    Page { title, subtitle: villages::commune(&vault), back, tab: Some(Tab::Families), body, ..Page::default() }
}

fn search(view: &View, scope: Option<ScopeId>, asked: Option<&str>) -> Markup {
    let words = view.words;
    html! {
        form.stack.narrow method="get" action="/families" {
            @if let Some(scope) = scope { input type="hidden" name="village" value=(scope); }
            div.f {
                label for="q" { (words.get("records-search")) }
                span.hint { (words.get("records-search-hint")) }
                span.in { input id="q" name="q" type="text" value=(asked.unwrap_or_default()) autocomplete="off" maxlength="60"; }
            }
            button.btn.pri type="submit" { (icons::SEARCH) (words.get("records-search-button")) }
        }
    }
}

/// Everybody of a name.
fn found(vault: &Vault, view: &View, asked: &str, scope: Option<ScopeId>) -> Markup {
    let names = vault.index().villages();
    let found = vault.index().search(asked, scope, LISTED + 1);
    html! {
        @if found.is_empty() {
            div.note { (icons::INFO) div { (view.words.with("records-nobody", &[("asked", asked)])) } }
        } @else {
            ul.card.list.narrow {
                @for one in found.iter().take(LISTED) {
                    (person(view, one, names.get(&one.document.scope).copied().unwrap_or_default()))
                }
            }
        }
        @if found.len() > LISTED { p.t-s.i3 { (view.words.get("records-more-found")) } }
    }
}

fn person(view: &View, found: &Found<'_>, village: &str) -> Markup {
    let one = found.person;
    let line: Vec<String> = [Some(kind(view, one)), one.mother.clone(), Some(village.to_owned())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let icon = if one.who == Who::Child { icons::BABY } else { icons::HOUSE };
    html! {
        li { a.item href={ "/families/" (found.document.doc) } {
            span.lead.leafc { (icon) }
            span.grow {
                span.b { (one.name) } br; span.t-s.i2 { (line.join(" · ")) }
                @if let Some(severity) = graver(one) { span.row.wrap { (said(view, severity)) } }
            }
            span.end { (icons::CHEVRON_RIGHT) }
        } }
    }
}

/// What somebody is, with a child's age.
fn kind(view: &View, one: &Person) -> String {
    match (one.who, one.birth) {
        (Who::Child, Some(birth)) => age(view, birth.date(), view.today),
        (Who::Child, None) => view.words.get("records-no-birth"),
        (Who::Mother, _) if one.expecting.is_some() => view.words.get("records-pregnant"),
        (Who::Mother, _) => view.words.get("records-mother"),
        (Who::Carer, _) => view.words.get("records-carer"),
    }
}

/// Worth a badge in a list.
fn graver(one: &Person) -> Option<Severity> {
    if one.danger { Some(Severity::Severe) } else { one.severity.filter(|severity| *severity != Severity::Ok) }
}

fn said(view: &View, severity: Severity) -> Markup {
    badge(severity, &growth_words::severity(view.words, severity))
}

/// The villages with their counts.
fn list(vault: &Vault, view: &View, known: &[(ScopeId, String)]) -> Markup {
    let words = view.words;
    html! {
        @if known.is_empty() { div.note { (icons::INFO) div { (words.get("records-no-villages")) } } }
        ul.card.list {
            @for (scope, name) in known {
                @let counts = Counts::of(vault.index(), *scope);
                li { a.item href={ "/families?village=" (scope) } {
                    span.lead.ind { (icons::HOUSE) }
                    span.grow {
                        span.b { (name) } br;
                        span.t-s.i2 { (words.with("records-village-counts", &[
                            ("families", &counts.families.to_string()), ("children", &counts.children.to_string()),
                            ("pregnant", &counts.pregnant.to_string()),
                        ])) }
                        @if counts.severe > 0 || counts.disputes > 0 {
                            span.row.wrap {
                                @if counts.severe > 0 { (badge(Severity::Severe, &words.with("records-severe", &[("count", &counts.severe.to_string())]))) }
                                @if counts.disputes > 0 { (badge(Severity::Watch, &words.with("records-disputes-count", &[("count", &counts.disputes.to_string())]))) }
                            }
                        }
                    }
                    span.end { (icons::CHEVRON_RIGHT) }
                } }
            }
        }
    }
}

#[derive(Default)]
struct Counts {
    families: usize,
    children: usize,
    pregnant: usize,
    severe: usize,
    disputes: usize,
}

impl Counts {
    fn of(index: &Index, scope: ScopeId) -> Self {
        let mut counts = Self::default();
        for (_, summary) in of_scope(index, scope) {
            counts.families += 1;
            counts.disputes += usize::from(summary.disputes > 0);
            for one in &summary.people {
                counts.children += usize::from(one.who == Who::Child);
                counts.pregnant += usize::from(one.expecting.is_some());
                counts.severe += usize::from(graver(one) == Some(Severity::Severe));
            }
        }
        counts
    }
}

fn of_scope(index: &Index, scope: ScopeId) -> impl Iterator<Item = (DocId, &Summary)> {
    index.families(Some(scope)).map(|(place, family)| (place.doc, family))
}

/// A village's families by the mother's name, and who may be one person.
fn of_village(index: &Index, view: &View, scope: ScopeId) -> Markup {
    let words = view.words;
    let mut families: Vec<(String, DocId, &Summary)> =
        of_scope(index, scope).map(|(doc, summary)| (title(view, summary), doc, summary)).collect();
    families.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let proposed = duplicates(of_scope(index, scope));
    html! {
        @if !proposed.is_empty() {
            div.note.turm { (icons::EYE) div {
                (words.with("records-duplicates-count", &[("count", &proposed.len().to_string())]))
            } }
        }
        @if families.is_empty() { div.note { (icons::INFO) div { (words.get("records-no-families")) } } }
        ul.card.list {
            @for (name, doc, summary) in families.iter().take(LISTED) {
                li { a.item href={ "/families/" (doc) } {
                    span.lead.leafc { (icons::HOUSE) }
                    span.grow {
                        span.b { (name) } br; span.t-s.i2 { (children(view, summary)) }
                        span.row.wrap {
                            @if let Some(severity) = summary.people.iter().filter_map(graver).min() { (said(view, severity)) }
                            @if summary.disputes > 0 { (badge(Severity::Watch, &words.get("records-disputed"))) }
                            @if proposed.iter().any(|one| one.of.iter().any(|(of, _)| of == doc)) {
                                (badge(Severity::Flag, &words.get("records-twice")))
                            }
                        }
                    }
                    span.end { (icons::CHEVRON_RIGHT) }
                } }
            }
        }
        @if families.len() > LISTED { p.t-s.i3 { (words.get("records-more-found")) } }
    }
}

/// A family is called after the mother, or else after the first of it.
pub(super) fn title(view: &View, summary: &Summary) -> String {
    let mother = summary.people.iter().find(|one| one.who == Who::Mother);
    let first = mother.or_else(|| summary.people.first());
    first.map_or_else(|| view.words.get("records-nobody-yet"), |one| one.name.clone())
}

fn children(view: &View, summary: &Summary) -> String {
    let pregnant = summary.people.iter().any(|one| one.expecting.is_some());
    let pregnant = pregnant.then(|| view.words.get("records-pregnant"));
    let children = summary.people.iter().filter(|one| one.who == Who::Child);
    let children = children.map(|one| format!("{} ({})", one.name, kind(view, one)));
    pregnant.into_iter().chain(children).collect::<Vec<_>>().join(" · ")
}
