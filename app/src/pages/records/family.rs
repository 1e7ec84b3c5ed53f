//! `/families/{id}`: one family: the mother, her pregnancies with their weighings, each child with every measurement and its
//! scores, who wrote it, what is told differently, and who may be written down twice.

use maud::{Markup, html};
use nep_core::growth::{
    BirthGestation, ChildAssessment, Month, Options, Part, Severity, Sex, Visit, assess_child, remark,
};
use nep_core::log::DocId;
use nep_core::pregnancy::{self, GestationalAge, danger_sign, date_pregnancy};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::Mother;
use nep_core::records::pregnancy::Pregnancy;
use nep_core::records::{Day, Family, Held, Proposal, RecordId, Summary, WeightG, duplicates};
use nep_core::vault::{Vault, VaultError};

use super::villages::Authors;
use super::{decide, families, told};
use crate::growth_words;
use crate::icons;
use crate::pages::controls::badge;
use crate::pages::growth::MAIN;
use crate::pages::growth::words::{age, answer, code};
use crate::pages::{Page, Tab, View};
use crate::pregnancy_words::{self, Reader};
use crate::station::Station;

/// The page.
///
/// # Errors
///
/// [`VaultError`].
pub(super) fn page(station: &Station, doc: DocId, view: &View) -> Result<Page, VaultError> {
    let vault = station.vault();
    let family = vault.family(doc)?;
    let place = vault.index().place(doc).ok_or(VaultError::NotFound(doc))?;
    let authors = Authors::of(&vault, place.scope);
    let twice = twice(&vault, &vault.index().group(doc), view);
    let names = vault.index().villages();
    let village = names.get(&place.scope).map(|name| (*name).to_owned());
    let title = families::title(view, &family.summary());
    drop(vault);
    let words = view.words;
    let card = told::Cards { doc, family: &family, authors: &authors, view };
    let body = html! {
        div.sec.first.stack {
            (go_now(&family, view))
            (decide::done(doc, view))
            (twice)
            @for mother in &family.mothers { (merged(mother, &mother.value.name, doc, view)) }
            @for child in &family.children { (merged(child, &child.value.name, doc, view)) }
            @for mother in &family.mothers { (card.of(mother, &mother.value.name)) }
            @for child in &family.children {
                (card.of(child, &child.value.name))
                @for held in family.measurements_of(child) {
                    (card.of(held, &seen_on(&child.value.name, held.value.on, view)))
                }
            }
            @for pregnancy in &family.pregnancies {
                @let name = expecting(&family, pregnancy);
                (card.of(pregnancy, &words.with("records-pregnancy-of", &[("who", &name)])))
                @for held in family.weighings_of(pregnancy) {
                    (card.of(held, &seen_on(&name, held.value.on, view)))
                }
            }
            @for mother in &family.mothers { (of_mother(&family, mother, &authors, view)) }
            @for child in &family.children { (of_child(&family, child, &authors, view)) }
            @if !family.unread.is_empty() {
                div.note.ash { (icons::INFO) div {
                    (view.words.with("records-unread", &[("count", &family.unread.len().to_string())]))
                } }
            }
            div.row.wrap.noprint { a.btn.sec.sm href={ "/families/" (doc) "/erase" } { (words.get("records-erase-link")) } }
        }
    };
    let back = Some(format!("/families?village={}", place.scope));
    Ok(Page { title, subtitle: village, back, tab: Some(Tab::Families), body, ..Page::default() })
}

/// Who should go to the station now, before anything else is said.
fn go_now(family: &Family, view: &View) -> Markup {
    let words = view.words;
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for child in &family.children {
        let seen: Vec<_> = family.visits_of(child).filter(|(held, _)| !family.is_repeated(held)).collect();
        let Some(((held, visit), earlier)) = seen.split_last() else { continue };
        let history: Vec<Visit> = earlier.iter().map(|(_, visit)| *visit).collect();
        let assessed = assess_child(visit, gestation(&child.value), Options::default());
        let birth_weight = child.value.birth_weight_g.map(WeightG::quantity);
        let (on, confirmed) = (held.value.on.date(), held.value.confirmed);
        let month = Month { visit, child: &assessed, history: &history, birth_weight, on, confirmed };
        let lines = remark(&month).into_iter().filter(|line| line.part == Part::GoNow);
        let lines: Vec<String> = lines.map(|line| growth_words::line(words, &line, Reader::Worker)).collect();
        said.push((seen_on(&child.value.name, held.value.on, view), lines));
    }
    for pregnancy in family.pregnancies.iter().filter(|held| held.value.ended_on.is_none()) {
        let Some(last) = family.weighings_of(pregnancy).last().map(|held| &held.value) else { continue };
        let signs = last.signs.iter().filter(|code| danger_sign(code).is_some());
        let lines: Vec<String> = signs.map(|code| pregnancy_words::danger_sign(words, code)).collect();
        let go = (!lines.is_empty()).then(|| pregnancy_words::go_now(words, Reader::Worker));
        let lines = go.into_iter().chain(lines).collect();
        said.push((seen_on(&expecting(family, pregnancy), last.on, view), lines));
    }
    html! {
        @for (who, lines) in said.iter().filter(|(_, lines)| !lines.is_empty()) {
            div.note.gac { (icons::OCTAGON_ALERT) div {
                p.b { (who) }
                @for line in lines { p { (line) } }
            } }
        }
    }
}

/// Whose pregnancy it is; nothing while her record has not arrived.
fn expecting(family: &Family, pregnancy: &Held<Pregnancy>) -> String {
    let mother = family.mothers.iter().find(|mother| mother.is(pregnancy.value.mother));
    mother.map(|mother| mother.value.name.clone()).unwrap_or_default()
}

fn seen_on(who: &str, on: Day, view: &View) -> String {
    view.words.with("records-seen-on", &[("who", who), ("day", &view.day(on.date()))])
}

/// Who of this family may be written down twice, with a way to the other and a choice.
fn twice(vault: &Vault, group: &[DocId], view: &View) -> Markup {
    let (index, words) = (vault.index(), view.words);
    let scope = group.first().and_then(|doc| index.place(*doc)).map(|place| place.scope);
    let of_village: Vec<(DocId, &Summary)> = index.families(scope).map(|(place, family)| (place.doc, family)).collect();
    let proposed = duplicates(of_village.iter().copied());
    let here = proposed.iter().filter(|one| one.of.iter().any(|(of, _)| group.contains(of)));
    let name = |of: DocId, id: RecordId| {
        let people = of_village.iter().filter(|(doc, _)| *doc == of).flat_map(|(_, family)| &family.people);
        people.filter(|one| one.id == id).map(|one| one.name.clone()).next().unwrap_or_default()
    };
    let two = |one: (DocId, RecordId), other: (DocId, RecordId)| {
        html! {
            input type="hidden" name="person" value=(one.1);
            input type="hidden" name="other_family" value=(other.0);
            input type="hidden" name="other_person" value=(other.1);
        }
    };
    html! {
        @for Proposal { of: [one, other], .. } in here {
            @let (one, other) = if group.contains(&one.0) { (*one, *other) } else { (*other, *one) };
            div.note.turm { (icons::EYE) div.stack-s {
                p { (words.with("records-maybe-one", &[("one", &name(one.0, one.1)), ("other", &name(other.0, other.1))])) }
                @if !group.contains(&other.0) { p { a href={ "/families/" (other.0) } { (words.get("records-see-other")) } } }
                div.row.wrap {
                    form method="post" action={ "/families/" (one.0) "/merge" } {
                        (two(one, other)) button.btn.sec.sm type="submit" { (words.get("records-merge")) }
                    }
                    form method="post" action={ "/families/" (one.0) "/keep-apart" } {
                        (two(one, other)) button.btn.sec.sm type="submit" { (words.get("records-keep-apart")) }
                    }
                }
            } }
        }
    }
}

/// Somebody who was merged, with a way to part her again.
fn merged<T>(held: &Held<T>, name: &str, doc: DocId, view: &View) -> Markup {
    let count = held.ids.len().to_string();
    html! {
        @if held.ids.len() > 1 {
            form.note.undo method="post" action={ "/families/" (doc) "/unmerge" } {
                span.grow { (view.words.with("records-merged", &[("who", name), ("count", &count)])) }
                input type="hidden" name="person" value=(held.id);
                button.btn.sm type="submit" { (icons::UNDO_2) (view.words.get("records-unmerge")) }
            }
        }
    }
}

fn of_mother(family: &Family, mother: &Held<Mother>, authors: &Authors, view: &View) -> Markup {
    let words = view.words;
    let (known, language) = (&mother.value, view.language());
    let height = known.height_mm.map(|height| format!("{}\u{a0}cm", language.decimal(height.quantity().get(), 1)));
    let facts = [
        ("records-field-birth", known.birth.map(|birth| view.day(birth.date()))),
        ("records-height", height),
        ("records-field-phone", known.phone.clone()),
        ("records-written-by", Some(authors.wrote(mother.origin, view))),
    ];
    let pregnancies = family.pregnancies.iter().filter(|held| mother.is(held.value.mother));
    html! {
        section.card.p.stack {
            h2.t-l.b { (words.get("records-mother")) ": " (known.name) }
            dl.pairs { @for (id, fact) in &facts { @if let Some(fact) = fact { dt { (words.get(id)) } dd { (fact) } } } }
            @for pregnancy in pregnancies { (of_pregnancy(family, pregnancy, authors, view)) }
        }
    }
}

fn of_pregnancy(family: &Family, pregnancy: &Held<Pregnancy>, authors: &Authors, view: &View) -> Markup {
    let words = view.words;
    let clues = family.clues_of(pregnancy);
    let last = family.weighings_of(pregnancy).last().map_or(view.today, |held| held.value.on.date());
    let dated = date_pregnancy(&clues, last).ok();
    let before = pregnancy.value.weight_before_g.map(|weight| weight.quantity().get());
    let weeks = |on: chrono::NaiveDate| {
        let from = dated.as_ref()?.counted_from;
        GestationalAge::from_days(on.signed_duration_since(from).num_days())
    };
    html! {
        h3.b { (words.get("records-pregnancy")) }
        p.t-s.i2 {
            @if let Some(ended) = pregnancy.value.ended_on { (words.with("records-ended", &[("day", &view.day(ended.date()))])) }
            @else if let Some(dated) = &dated { (words.with("records-due", &[("day", &view.day(dated.due_date))])) }
            @else { (words.get("records-not-dated")) }
        }
        div.scroll { table.tbl {
            thead { tr {
                th { (words.get("growth-page-day")) } th { (words.get("records-weeks")) } th.num { "kg" }
                th.num { (words.get("records-gained")) } th { (words.get("records-class")) } th { (words.get("records-written-by")) }
            } }
            tbody {
                @for weighing in family.weighings_of(pregnancy) {
                    @let kg = weighing.value.weight_g.map(|weight| weight.quantity().get());
                    tr {
                        td.n { (view.day(weighing.value.on.date())) }
                        td.n { @if let Some(age) = weeks(weighing.value.on.date()) { (pregnancy_words::age(words, age)) } @else { "–" } }
                        td.num { (decimal(view, kg, 1)) }
                        td.num { (decimal(view, kg.zip(before).map(|(kg, before)| kg - before), 1)) }
                        td {
                            @if weighing.value.signs.is_empty() {
                                @let case = family.case_of(pregnancy, weighing.value.on);
                                @if let Ok(found) = pregnancy::assess(&case) {
                                    (pregnancy_words::verdict(words, found.vietnam.verdict))
                                }
                            } @else {
                                (badge(Severity::Severe, &words.get("records-danger")))
                            }
                        }
                        td.t-xs { (authors.wrote(weighing.origin, view)) }
                    }
                }
            }
        } }
    }
}

fn of_child(family: &Family, child: &Held<Child>, authors: &Authors, view: &View) -> Markup {
    let words = view.words;
    let known = &child.value;
    let assessed = |visit: &Visit| assess_child(visit, gestation(known), Options::default());
    let rows: Vec<(&Held<Measurement>, ChildAssessment)> =
        family.visits_of(child).map(|(held, visit)| (held, assessed(&visit))).collect();
    // A reading that was doubted and taken again decides nothing.
    let latest = rows.iter().rfind(|(held, _)| !family.is_repeated(held));
    let sex = known.sex.map(|sex| words.get(if sex == Sex::Boy { "records-boy" } else { "records-girl" }));
    let born = known.birth.map(|birth| view.day(birth.date()));
    let old = known.birth.map(|birth| age(view, birth.date(), view.today));
    let line: Vec<String> = [sex, born, old].into_iter().flatten().collect();
    html! {
        section.card.p.stack {
            h2.t-l.b { (known.name) }
            p.t-s.i2 { (line.join(" · ")) }
            @if known.birth.is_none() { p.t-s { (words.get("records-no-birth")) } }
            @if let Some((held, latest)) = latest {
                div.chips {
                    @for indicator in MAIN {
                        @if let Some((severity, said)) = answer(view, latest.classes.of(indicator), Reader::Worker) {
                            (badge(severity, &format!("{}: {said}", growth_words::indicator(words, indicator))))
                        }
                    }
                    @if let Ok(class) = latest.classes.muac() { (badge(class.severity, &growth_words::class(words, class, Reader::Worker))) }
                    @if held.value.oedema { (badge(Severity::Severe, &words.get("records-oedema"))) }
                }
            }
            @if rows.is_empty() { p.t-s.i2 { (words.get("records-never-measured")) } }
            @else { (measurements(family, child, &rows, authors, view)) }
            p.t-xs.i3 { (words.get("records-written-by")) ": " (authors.wrote(child.origin, view)) }
        }
    }
}

fn measurements(
    family: &Family,
    child: &Held<Child>,
    rows: &[(&Held<Measurement>, ChildAssessment)],
    authors: &Authors,
    view: &View,
) -> Markup {
    let words = view.words;
    html! {
        div.scroll { table.tbl {
            thead { tr {
                th { (words.get("growth-page-day")) } th { (words.get("growth-page-age-word")) }
                th.num { "kg" } th.num { "cm" } th.num { (words.get("records-arm")) }
                @for indicator in MAIN { th.num { (words.get(&format!("growth-short-{}", code(indicator)))) } }
                th { (words.get("records-class")) } th { (words.get("records-written-by")) }
            } }
            tbody {
                @for (held, assessed) in rows.iter().rev() {
                    @let measured = &held.value;
                    tr {
                        td.n { (view.day(measured.on.date())) }
                        td.n { @if let Some(birth) = child.value.birth { (age(view, birth.date(), measured.on.date())) } @else { "–" } }
                        td.num { (decimal(view, measured.weight_g.map(|weight| weight.quantity().get()), 2)) }
                        td.num { (decimal(view, measured.length_mm.map(|length| length.quantity().get()), 1)) }
                        td.num { (decimal(view, measured.arm_mm.map(|arm| arm.quantity().get()), 1)) }
                        @for indicator in MAIN {
                            td.num { (decimal(view, assessed.classes.of(indicator).z().map(|z| z.get()), 2)) }
                        }
                        td {
                            @if family.is_repeated(held) { span.tag { (words.get("records-measured-again")) } }
                            @else if measured.oedema { (badge(Severity::Severe, &words.get("records-oedema"))) }
                            @else { @let gravest = assessed.classes.gravest(); (badge(gravest, &growth_words::severity(words, gravest))) }
                        }
                        td.t-xs { (authors.wrote(held.origin, view)) }
                    }
                }
            }
        } }
    }
}

fn gestation(child: &Child) -> Option<BirthGestation> {
    child.gestation_days.and_then(|days| BirthGestation::from_days(days).ok())
}

fn decimal(view: &View, value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| view.language().decimal(value, decimals))
}
