//! Names and days that are or are not of one person.

use super::tests::day;
use super::*;
use crate::log::{DeviceId, DocId};

fn person(nth: u32, who: Who, name: &str, birth: Option<Day>, mother: Option<&str>) -> Person {
    let actor = Actor::new(DeviceId::new([1; 32]), DocId::new([1; 16]), 1);
    Person {
        id: RecordId { actor, seq: 1, nth },
        who,
        name: name.into(),
        birth,
        sex: None,
        mother: mother.map(str::to_owned),
        seen: None,
        due: None,
        severity: None,
        expecting: None,
        danger: false,
    }
}

fn in_two_documents(one: Person, other: Person) -> Option<(Likeness, Vec<Reason>)> {
    let [one, other] = [one, other].map(|person| Summary { people: vec![person], ..Summary::default() });
    let proposals = duplicates([(DocId::new([1; 16]), &one), (DocId::new([2; 16]), &other)]);
    proposals.into_iter().next().map(|proposal| (proposal.likeness, proposal.because))
}

/// Children told of by two people, each a name, a birth day and a mother.
fn children(one: (&str, Day, Option<&str>), other: (&str, Day, Option<&str>)) -> Option<Likeness> {
    let [one, other] =
        [(1, one), (2, other)].map(|(nth, (name, birth, mother))| person(nth, Who::Child, name, Some(birth), mother));
    in_two_documents(one, other).map(|(likeness, _)| likeness)
}

#[test]
fn marks_order_and_case_of_a_name_do_not_matter() {
    let born = day(2026, 5, 4);
    for name in ["Lo Thi Mai", "LÒ THỊ MAI", "Mai Lò Thị", "lò  thị mai", "Lo\u{300} Thi\u{323} Mai"] {
        let found = children(("Lò Thị Mai", born, None), (name, born, None));
        assert_eq!(found, Some(Likeness::Likely), "{name}");
    }
}

#[test]
fn a_middle_name_left_out_or_a_letter_wrong_needs_the_mother_to_be_likely() {
    let born = day(2026, 5, 4);
    for name in ["Lò Mai", "Lò Thị May"] {
        assert_eq!(children(("Lò Thị Mai", born, None), (name, born, None)), Some(Likeness::Possible), "{name}");
        let hoa = Some("Lò Thị Hoa");
        assert_eq!(
            children(("Lò Thị Mai", born, hoa), (name, born, Some("Lo Thi Hoa"))),
            Some(Likeness::Likely),
            "{name}"
        );
        assert_eq!(children(("Lò Thị Mai", born, hoa), (name, born, Some("Vì Thị Lan"))), None, "{name}");
    }
    assert_eq!(children(("Lò Thị Mai", born, None), ("Lò Thị Lan", born, None)), None);
    assert_eq!(children(("Lò Thị Mai", born, None), ("Mai", born, None)), None, "a given name alone");
}

#[test]
fn a_birth_day_may_be_off_by_a_week_and_no_more() {
    let told = |born| children(("Lò Thị Mai", day(2026, 5, 4), None), ("Lò Thị Mai", born, None));
    assert_eq!(told(day(2026, 5, 11)), Some(Likeness::Likely));
    assert_eq!(told(day(2026, 4, 27)), Some(Likeness::Likely));
    assert_eq!(told(day(2026, 5, 12)), None);
    assert_eq!(told(day(2026, 4, 26)), None);
}

#[test]
fn day_and_month_exchanged_and_the_lunar_calendar_are_seen() {
    let why = |born| {
        let hoa = Some("Lò Thị Hoa");
        in_two_documents(
            person(1, Who::Child, "Lò Thị Mai", Some(day(2026, 3, 5)), hoa),
            person(2, Who::Child, "Lò Thị Mai", Some(born), hoa),
        )
    };
    let (likeness, because) = why(day(2026, 5, 3)).expect("exchanged");
    assert!(likeness == Likeness::Likely && because.contains(&Reason::DayMonthExchanged));
    // 5th day of the 3rd lunar month of Bính Ngọ: the month begins on 17 April 2026 (tables of the Vietnamese calendar).
    let (_, because) = why(day(2026, 4, 21)).expect("lunar");
    assert!(because.contains(&Reason::LunarBirth));
    assert_eq!(why(day(2026, 4, 22)), None);
}

#[test]
fn a_newborn_without_a_name_is_found_by_day_and_mother() {
    let (born, hoa) = (day(2026, 5, 4), Some("Lò Thị Hoa"));
    for unnamed in ["Bé gái", "con chị Hoa", "Chưa đặt tên", "chua dat ten", "Sơ sinh"] {
        assert_eq!(children(("Lò Thị Mai", born, hoa), (unnamed, born, hoa)), Some(Likeness::Likely), "{unnamed}");
        assert_eq!(children(("Lò Thị Mai", born, hoa), (unnamed, born, None)), None, "{unnamed}");
    }
    assert_eq!(children(("Bế Thị Mai", born, hoa), ("Lò Thị Sen", born, hoa)), None, "Bế is a family name");
}

#[test]
fn twins_are_two_people() {
    let hoa = Some("Lò Thị Hoa");
    let born = Some(day(2026, 5, 4));
    let twins = [person(1, Who::Child, "Lò Thị Mai", born, hoa), person(2, Who::Child, "Lò Thị May", born, hoa)];
    let summary = Summary { people: twins.into(), ..Summary::default() };
    assert_eq!(duplicates([(DocId::new([1; 16]), &summary)]), []);
}

#[test]
fn a_boy_and_a_girl_are_proposed_only_when_all_else_is_the_same() {
    let pair = |born| {
        let mut one = person(1, Who::Child, "Lò Mai", Some(day(2026, 5, 4)), None);
        let mut other = person(2, Who::Child, "Lò Mai", Some(born), None);
        one.sex = Some(crate::growth::Sex::Boy);
        other.sex = Some(crate::growth::Sex::Girl);
        in_two_documents(one, other).map(|(likeness, _)| likeness)
    };
    assert_eq!(pair(day(2026, 5, 4)), Some(Likeness::Possible));
    assert_eq!(pair(day(2026, 5, 5)), None);
}

#[test]
fn mothers_are_compared_by_name_and_birth() {
    let pair = |name, born| {
        let one = person(1, Who::Mother, "Lò Thị Hoa", Some(day(1998, 2, 1)), None);
        in_two_documents(one, person(2, Who::Mother, name, born, None)).map(|(likeness, _)| likeness)
    };
    assert_eq!(pair("Lo Thi Hoa", Some(day(1998, 2, 1))), Some(Likeness::Likely));
    assert_eq!(pair("Lo Thi Hoa", Some(day(1998, 1, 2))), Some(Likeness::Likely), "day and month exchanged");
    assert_eq!(pair("Lo Thi Hoa", None), None, "the name alone is too common");
    assert_eq!(pair("Lò Thị Lan", Some(day(1998, 2, 1))), None);
    let child = person(2, Who::Child, "Lò Thị Hoa", Some(day(1998, 2, 1)), None);
    assert_eq!(in_two_documents(person(1, Who::Mother, "Lò Thị Hoa", Some(day(1998, 2, 1)), None), child), None);
}
