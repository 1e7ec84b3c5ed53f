//! What a device knows of everybody at a glance, in memory only: search by name, who is due, who is at risk.
//!
//! Filled at unlock from the sealed summaries, kept up with every edit and merge, gone when the vault is locked.
//!
//! What catches people out:
//! - names are found without their marks and in any order of words: `mai lo` finds *Lò Thị Mai*; who types the marks sees the
//!   names that have them first;
//! - nobody is due who has no day to count from: she is listed by [`Index::unknown`];
//! - documents that turned out to be one family's are listed once, under the first of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::circles;
use super::summary::Summary;
use crate::foods::fold;
use crate::growth::{self, Severity};
use crate::log::{DocId, Document, ScopeId};
use crate::pregnancy::{Clues, GestationalAge, Schedule, date_pregnancy, next_visits};
use crate::records::{self, Day, Person, Who};

/// A person of some document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found<'a> {
    /// Her document.
    pub document: Document,
    /// Who she is.
    pub person: &'a Person,
}

/// Somebody who should be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due<'a> {
    /// Who.
    pub who: Found<'a>,
    /// From this day on.
    pub from: NaiveDate,
    /// Days since; negative while the day is to come.
    pub late: i64,
}

/// Everybody a device knows.
#[derive(Debug, Default)]
pub struct Index {
    documents: BTreeMap<DocId, Known>,
    /// Families of several documents, as read together, by the first of their documents.
    joined: BTreeMap<DocId, Joined>,
    /// The other documents of these, each with the first.
    behind: BTreeMap<DocId, DocId>,
}

#[derive(Debug)]
struct Joined {
    of: Vec<DocId>,
    known: Known,
}

#[derive(Debug)]
struct Known {
    scope: ScopeId,
    summary: Summary,
    /// Person by person: the name folded, each word after a space; then the mother's.
    folded: Vec<String>,
}

impl Index {
    /// Takes in the summary of a document, in place of an older one.
    pub fn put(&mut self, document: Document, summary: Summary) {
        self.documents.insert(document.doc, Known::of(document.scope, summary));
    }

    /// The documents that links tie together, two or more each, sorted.
    pub(super) fn tied(&self) -> Vec<Vec<DocId>> {
        let mut group_of: BTreeMap<DocId, BTreeSet<DocId>> = BTreeMap::new();
        for (doc, known) in self.documents.iter().filter(|(_, known)| !known.summary.links.is_empty()) {
            let linked = known.summary.links.iter().filter(|link| self.documents.contains_key(link));
            let mut all: BTreeSet<DocId> = linked.chain([doc]).copied().collect();
            for one in all.clone() {
                all.extend(group_of.get(&one).into_iter().flatten());
            }
            for one in &all {
                group_of.insert(*one, all.clone());
            }
        }
        let groups = group_of.into_iter().filter(|(doc, group)| group.len() > 1 && group.first() == Some(doc));
        groups.map(|(_, group)| group.into_iter().collect()).collect()
    }

    /// Lists families of several documents once, as read together, in place of those listed so before.
    pub(super) fn join(&mut self, families: impl IntoIterator<Item = (Vec<DocId>, records::Summary)>) {
        self.joined.clear();
        self.behind.clear();
        for (of, family) in families {
            let Some((first, others)) = of.split_first() else { continue };
            let Some(Document { scope, doc }) = self.place(*first) else { continue };
            self.behind.extend(others.iter().map(|other| (*other, doc)));
            let known = Known::of(scope, Summary { family, ..Summary::default() });
            self.joined.insert(doc, Joined { of, known });
        }
    }

    /// How many families of several documents are listed.
    pub(super) fn joined(&self) -> usize {
        self.joined.len()
    }

    /// All documents of the family that this one is of, itself included.
    #[must_use]
    pub fn group(&self, doc: DocId) -> Vec<DocId> {
        let first = self.behind.get(&doc).unwrap_or(&doc);
        self.joined.get(first).map_or_else(|| vec![doc], |joined| joined.of.clone())
    }

    /// Every family once, of one village or of all, with the first of its documents.
    pub fn families(&self, scope: Option<ScopeId>) -> impl Iterator<Item = (Document, &records::Summary)> {
        let families = self.known(scope).filter(|(place, _)| circles::is_family(*place));
        families.map(|(place, known)| (place, &known.summary.family))
    }

    /// The village of a document.
    #[must_use]
    pub fn place(&self, doc: DocId) -> Option<Document> {
        self.documents.get(&doc).map(|known| Document { scope: known.scope, doc })
    }

    /// Forgets a document.
    pub fn remove(&mut self, doc: DocId) {
        self.documents.remove(&doc);
        if self.behind.contains_key(&doc) || self.joined.contains_key(&doc) {
            // Nothing of it stays in what was read together; the others are listed alone until they are joined again.
            self.join([]);
        }
    }

    /// The summary of a document.
    #[must_use]
    pub fn summary(&self, doc: DocId) -> Option<&Summary> {
        self.documents.get(&doc).map(|known| &known.summary)
    }

    /// Every document with its summary.
    pub fn documents(&self) -> impl Iterator<Item = (Document, &Summary)> {
        self.documents.iter().map(|(doc, known)| (Document { scope: known.scope, doc: *doc }, &known.summary))
    }

    /// Everybody, of one village or of all.
    pub fn people(&self, scope: Option<ScopeId>) -> impl Iterator<Item = Found<'_>> {
        self.known(scope).flat_map(|(document, known)| {
            known.summary.family.people.iter().map(move |person| Found { document, person })
        })
    }

    /// Those whose name (or whose mother's name) has words that begin with every word of `asked`; the best matches first, at most
    /// `most`. Nothing asked finds nobody.
    #[must_use]
    pub fn search(&self, asked: &str, scope: Option<ScopeId>, most: usize) -> Vec<Found<'_>> {
        let plain = fold(asked);
        let words: Vec<&str> = plain.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let marked = asked.trim().to_lowercase();
        let mut found: Vec<(u8, Found<'_>)> = Vec::new();
        for (document, known) in self.known(scope) {
            for (person, folded) in known.summary.family.people.iter().zip(&known.folded) {
                if let Some(rank) = rank(person, folded, &words, &plain, &marked) {
                    found.push((rank, Found { document, person }));
                }
            }
        }
        // Ties stand in the order of names, then of documents: the same list on every device.
        found.sort_by(|(rank, one), (other_rank, other)| {
            (rank, &one.person.name, one.person.id).cmp(&(other_rank, &other.person.name, other.person.id))
        });
        found.into_iter().take(most).map(|(_, found)| found).collect()
    }

    /// Who should be seen on `today` or in the `ahead` days after, the longest waiting first.
    #[must_use]
    pub fn due(&self, today: NaiveDate, ahead: i64, scope: Option<ScopeId>) -> Vec<Due<'_>> {
        let mut due: Vec<Due<'_>> = self
            .people(scope)
            .filter_map(|who| {
                let from = due_from(who.person, today)?;
                let late = today.signed_duration_since(from).num_days();
                (late >= -ahead).then_some(Due { who, from, late })
            })
            .collect();
        due.sort_by_key(|one| (one.from, one.who.person.id));
        due
    }

    /// Who is at risk: danger signs and severe classes first, then the other classes that a health worker looks into.
    #[must_use]
    pub fn at_risk(&self, scope: Option<ScopeId>) -> Vec<Found<'_>> {
        let mut risk: Vec<(Severity, Found<'_>)> =
            self.people(scope).filter_map(|who| Some((risk(who.person)?, who))).collect();
        risk.sort_by_key(|(severity, who)| (*severity, who.person.id));
        risk.into_iter().map(|(_, who)| who).collect()
    }

    /// Children of whom no birth date is known: nobody can say when they are due.
    #[must_use]
    pub fn unknown(&self, scope: Option<ScopeId>) -> Vec<Found<'_>> {
        self.people(scope).filter(|who| who.person.who == Who::Child && who.person.birth.is_none()).collect()
    }

    /// The names of villages, as the commune's and the villages' documents tell them.
    #[must_use]
    pub fn villages(&self) -> HashMap<ScopeId, &str> {
        let named = self.documents.values().flat_map(|known| &known.summary.villages);
        named.map(|(scope, name)| (*scope, name.as_str())).collect()
    }

    fn known(&self, scope: Option<ScopeId>) -> impl Iterator<Item = (Document, &Known)> {
        let listed = self.documents.iter().filter(|(doc, _)| !self.behind.contains_key(doc));
        let listed = listed.map(|(doc, known)| (*doc, self.joined.get(doc).map_or(known, |joined| &joined.known)));
        listed
            .filter(move |(_, known)| scope.is_none_or(|scope| scope == known.scope))
            .map(|(doc, known)| (Document { scope: known.scope, doc }, known))
    }
}

impl Known {
    fn of(scope: ScopeId, summary: Summary) -> Self {
        let folded = summary.family.people.iter().map(folded).collect();
        Self { scope, summary, folded }
    }
}

fn folded(person: &Person) -> String {
    let mut text = format!(" {}", fold(&person.name));
    if let Some(mother) = &person.mother {
        text.push_str("\n ");
        text.push_str(&fold(mother));
    }
    text
}

/// How well a person fits: 0 is best. `None`: not at all.
fn rank(person: &Person, folded: &str, words: &[&str], plain: &str, marked: &str) -> Option<u8> {
    let begins = |text: &str, word: &str| text.match_indices(word).any(|(at, _)| text[..at].ends_with(' '));
    if !words.iter().all(|word| begins(folded, word)) {
        return None;
    }
    let own = folded.split('\n').next().unwrap_or_default();
    let in_own = words.iter().all(|word| begins(own, word));
    let in_order = begins(own, plain.trim());
    Some(match () {
        () if marked != plain.trim() && person.name.to_lowercase().contains(marked) => 0,
        () if in_order => 1,
        () if in_own => 2,
        () => 3,
    })
}

/// How grave it is, when it is a risk.
fn risk(person: &Person) -> Option<Severity> {
    if person.danger {
        return Some(Severity::Severe);
    }
    person.severity.filter(|severity| matches!(severity, Severity::Severe | Severity::Moderate | Severity::Obese))
}

/// The first day on which a person should be seen that has not been met yet.
fn due_from(person: &Person, today: NaiveDate) -> Option<NaiveDate> {
    let agreed = person.due.map(Day::date);
    match person.who {
        Who::Child => {
            let birth = person.birth?.date();
            let age = growth::Age::between(birth, today).ok()?;
            // Never measured: due since birth.
            let due = agreed.or_else(|| person.seen.is_none().then_some(birth));
            if age.months() >= growth::OLDEST_MONTHS { None } else { due }
        }
        Who::Mother => window(person, today).into_iter().chain(agreed).min(),
        Who::Carer => None,
    }
}

/// The open or next window of the Vietnamese antenatal visits that she was not seen in.
fn window(person: &Person, today: NaiveDate) -> Option<NaiveDate> {
    let clues = Clues { due_date: Some(person.expecting.flatten()?.date()), ..Clues::default() };
    let counted_from = date_pregnancy(&clues, today).ok()?.counted_from;
    let age = GestationalAge::from_days(today.signed_duration_since(counted_from).num_days())?;
    let visits = next_visits(counted_from, age);
    let visit = visits.into_iter().find(|next| next.visit.schedule == Schedule::Vietnam)?;
    let met = person.seen.is_some_and(|seen| (visit.from..=visit.to).contains(&seen.date()));
    (!met).then_some(visit.from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::DeviceId;
    use crate::records::{Actor, RecordId};

    const VILLAGE: ScopeId = ScopeId::new([1; 16]);

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::new(NaiveDate::from_ymd_opt(year, month, day).expect("a real date")).expect("within the years")
    }

    fn person(who: Who, name: &str, nth: u32) -> Person {
        let doc = DocId::new([9; 16]);
        Person {
            id: RecordId { actor: Actor::new(DeviceId::new([7; 32]), doc, 1), seq: 1, nth },
            who,
            name: name.to_owned(),
            birth: None,
            sex: None,
            mother: None,
            seen: None,
            due: None,
            severity: None,
            expecting: None,
            danger: false,
        }
    }

    fn index(people: Vec<Person>) -> Index {
        let mut index = Index::default();
        let document = Document { scope: VILLAGE, doc: DocId::new([9; 16]) };
        let family = records::Summary { people, ..records::Summary::default() };
        index.put(document, Summary { family, ..Summary::default() });
        index
    }

    fn names<'a>(found: &[Found<'a>]) -> Vec<&'a str> {
        found.iter().map(|one| one.person.name.as_str()).collect()
    }

    #[test]
    fn a_name_is_found_without_marks_in_any_order_by_the_beginnings_of_its_words() {
        let index = index(vec![
            person(Who::Mother, "Lò Thị Mai", 0),
            person(Who::Mother, "Lô Văn Mải", 1),
            person(Who::Child, "Đặng Mai Lan", 2),
        ]);
        assert_eq!(names(&index.search("lo mai", None, 9)), ["Lò Thị Mai", "Lô Văn Mải"]);
        assert_eq!(names(&index.search("mai lo", None, 9)), ["Lò Thị Mai", "Lô Văn Mải"]);
        assert_eq!(names(&index.search("dang", None, 9)), ["Đặng Mai Lan"]);
        assert_eq!(names(&index.search("ai", None, 9)), [""; 0], "a word's middle is no beginning");
        assert_eq!(names(&index.search("  ", None, 9)), [""; 0]);
        assert_eq!(index.search("mai", None, 2).len(), 2);
        assert_eq!(index.search("mai", Some(ScopeId::new([2; 16])), 9).len(), 0, "another village's");
    }

    #[test]
    fn who_types_the_marks_sees_the_names_that_have_them_first() {
        let index = index(vec![person(Who::Mother, "Lô Mai", 0), person(Who::Mother, "Lò Mải", 1)]);
        assert_eq!(names(&index.search("mải", None, 9)), ["Lò Mải", "Lô Mai"]);
        assert_eq!(names(&index.search("lô", None, 9)), ["Lô Mai", "Lò Mải"]);
    }

    #[test]
    fn a_child_is_found_by_her_mother_after_those_of_that_name() {
        let mut child = person(Who::Child, "Bé Na", 0);
        child.mother = Some("Lò Thị Mai".to_owned());
        let index = index(vec![child, person(Who::Mother, "Lò Thị Mai", 1)]);
        assert_eq!(names(&index.search("mai", None, 9)), ["Lò Thị Mai", "Bé Na"]);
        assert_eq!(names(&index.search("na mai", None, 9)), ["Bé Na"]);
    }

    #[test]
    fn a_child_is_due_from_her_day_until_she_is_five() {
        let mut child = person(Who::Child, "Bé Na", 0);
        (child.birth, child.due) = (Some(day(2025, 1, 10)), Some(day(2026, 5, 10)));
        let index = index(vec![child]);
        let due = |on: Day, ahead| index.due(on.date(), ahead, None).first().map(|one| one.late);
        assert_eq!(due(day(2026, 5, 9), 0), None);
        assert_eq!(due(day(2026, 5, 9), 1), Some(-1));
        assert_eq!(due(day(2026, 5, 10), 0), Some(0));
        assert_eq!(due(day(2026, 6, 9), 0), Some(30));
        assert_eq!(due(day(2030, 1, 9), 0), Some(1340), "1825 days old");
        assert_eq!(due(day(2030, 1, 11), 0), None, "1827 days are 60.02 months");
    }

    #[test]
    fn a_pregnant_woman_is_due_in_each_window_until_she_was_seen_in_it() {
        let mut mother = person(Who::Mother, "Lò Thị Mai", 0);
        mother.expecting = Some(Some(day(2026, 10, 8)));
        let today = day(2026, 4, 9).date();
        assert_eq!(index(vec![mother.clone()]).due(today, 0, None).len(), 1, "day 98: the second window is open");
        mother.seen = Some(day(2026, 4, 9));
        assert_eq!(index(vec![mother.clone()]).due(today, 0, None).len(), 0);
        mother.seen = Some(day(2026, 4, 8));
        assert_eq!(index(vec![mother]).due(today, 0, None).len(), 1, "seen in the first window only");
    }

    #[test]
    fn who_should_go_now_stands_before_who_should_be_looked_at() {
        let mut first = person(Who::Child, "Bé Na", 0);
        first.severity = Some(Severity::Moderate);
        let mut second = person(Who::Mother, "Lò Thị Mai", 1);
        second.danger = true;
        let mut third = person(Who::Child, "Bé Su", 2);
        third.severity = Some(Severity::Watch);
        let index = index(vec![first, second, third]);
        assert_eq!(names(&index.at_risk(None)), ["Lò Thị Mai", "Bé Na"]);
        assert_eq!(index.unknown(None).len(), 2);
    }
}
