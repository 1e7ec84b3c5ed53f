//! A household's plan as text for an address: `1~north~p2.25.m~l,com-trang:0.75,ca-kho-nghe:1~z`.
//!
//! So a plan can be linked to, undone by going back to the former address, sent by chat and printed as a code, with no
//! account and nothing kept by the program. It holds no name: a person is stage, age, activity, sex. Own dishes and own
//! prices stay on the machine that knows them; the text refers to a dish by its id.
//!
//! ```text
//! plan   = "1" ~ region ~ eaters [ ~ x { _ avoided } ] ~ day { ~ day } ~ "z"
//! eaters = eater { _ eater }
//! eater  = ( p1|p2|p3 . years . l|m|h | n0|n6 . years . l|m|h [ . y|n ] | c months . f|m|u . b|w ) { . e26|i10|i15|zp|zg } | a
//! avoided = v (vegetarian) | a allergen | f food | d dish
//! day    = meal { _ meal }
//! meal   = b|sa|l|sp|d|sn { , dish }
//! dish   = id { : [ eater x ] servings [ u ] } { : s out-into-grams }
//! ```
//!
//! What catches people out:
//! - chat programs cut long links: the closing `z` tells a whole plan from a cut one;
//! - `+` reads as a space in an address and `_ ~ , . - :` do not change: only these separate;
//! - what the household avoids travels with the plan: a swap on another phone must not bring it back;
//! - whether a dish exists is not asked here: only the table that the plan is read against knows.

use std::fmt::Write as _;

use nep_core::foods::{Allergen, FoodCode, Meal, Region};
use nep_core::growth::Sex;
use nep_core::menu::swap::Avoid;
use nep_core::menu::{Change, DayMenu, Eater, Plan, PlanDay, PlanDish, PlanMeal, Portion, Share, Who};
use nep_core::nutrition::{Activity, Edition, IronAbsorption, NotInTables, Person, Stage, Trimester, ZincAbsorption};

use crate::i18n::Words;

/// The form of the text; another form has another number.
const VERSION: &str = "1";
/// Closes a plan: a link that was cut lacks it.
const END: &str = "z";
/// Bytes past which a text is no plan of ours.
pub const LONGEST: usize = 32 * 1024;
/// Dishes of one meal.
const MOST_DISHES: usize = 24;
/// Things a household avoids.
const MOST_AVOIDED: usize = 64;
/// Opens the section of what is avoided.
const AVOIDED: &str = "x";
/// Swapped ingredients of one dish.
const MOST_CHANGES: usize = 12;
/// Letters of a dish's id.
const LONGEST_ID: usize = 64;
/// Digits of a number: what the longest `f64` of a portion needs.
const LONGEST_NUMBER: usize = 24;

const MEALS: [(Meal, &str); 6] = [
    (Meal::Breakfast, "b"),
    (Meal::MorningSnack, "sa"),
    (Meal::Lunch, "l"),
    (Meal::AfternoonSnack, "sp"),
    (Meal::Dinner, "d"),
    (Meal::NightSnack, "sn"),
];
const TRIMESTERS: [(Trimester, &str); 3] =
    [(Trimester::First, "p1"), (Trimester::Second, "p2"), (Trimester::Third, "p3")];
const HALVES: [(bool, &str); 2] = [(false, "n0"), (true, "n6")];
const ACTIVITIES: [(Activity, &str); 3] = [(Activity::Light, "l"), (Activity::Moderate, "m"), (Activity::Heavy, "h")];
const SEXES: [(Option<Sex>, &str); 3] = [(Some(Sex::Girl), "f"), (Some(Sex::Boy), "m"), (None, "u")];
const MILK: [(bool, &str); 2] = [(true, "b"), (false, "w")];
const MENSES: [(Option<bool>, &str); 2] = [(Some(true), "y"), (Some(false), "n")];
const EDITIONS: [(Edition, &str); 1] = [(Edition::Y2026, "e26")];
const IRON: [(Option<IronAbsorption>, &str); 2] =
    [(Some(IronAbsorption::Ten), "i10"), (Some(IronAbsorption::Fifteen), "i15")];
const ZINC: [(ZincAbsorption, &str); 2] = [(ZincAbsorption::Poor, "zp"), (ZincAbsorption::Good, "zg")];

/// Why a text is no plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Longer than any plan.
    TooLong,
    /// Written by another version of the program.
    OtherVersion,
    /// The end is missing: the link was cut.
    CutShort,
    /// More of something than a plan holds.
    TooMany {
        /// `days`, `people`, `dishes`, `changes`, `avoided`.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// A part that cannot be read.
    Unreadable {
        /// What was expected there: `plan`, `region`, `person`, `avoid`, `day`, `meal`, `dish`, `portion`, `change`.
        part: &'static str,
        /// What stands there, at most some letters of it.
        text: String,
    },
    /// The same meal, or the same eater of a dish, twice.
    Twice {
        /// What.
        text: String,
    },
    /// Somebody outside the tables.
    Age(NotInTables),
    /// A child under 6 months: breast milk only, no menu, ever.
    UnderSixMonths,
}

type Read<T> = Result<T, Fault>;

impl Fault {
    /// The fault in a sentence.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::TooLong => words.get("plan-code-too-long"),
            Self::OtherVersion => words.get("plan-code-version"),
            Self::CutShort => words.get("plan-code-cut"),
            Self::TooMany { what, most } => {
                words.with(&format!("plan-code-many-{what}"), &[("most", &most.to_string())])
            }
            Self::Unreadable { part, text } => words
                .with("plan-code-unreadable", &[("part", &words.get(&format!("plan-code-{part}"))), ("text", text)]),
            Self::Twice { text } => words.with("plan-code-twice", &[("text", text)]),
            Self::Age(NotInTables::WomanAge { years, min, max }) => words.with(
                "plan-code-woman",
                &[("years", &years.to_string()), ("min", &min.to_string()), ("max", &max.to_string())],
            ),
            Self::Age(NotInTables::ChildAge { months, max }) => {
                words.with("plan-code-child", &[("months", &months.to_string()), ("max", &max.to_string())])
            }
            Self::UnderSixMonths => words.get("plan-code-under-six"),
        }
    }
}

/// The page of a plan.
#[must_use]
pub fn address(plan: &Plan, avoid: &Avoid) -> String {
    format!("/plan?p={}", write(plan, avoid))
}

/// The plan as text. People's ids are not written: they come back as their numbers, from 1.
#[must_use]
pub fn write(plan: &Plan, avoid: &Avoid) -> String {
    let mut out = format!("{VERSION}~{}~", plan.region.code());
    for (index, eater) in plan.eaters.iter().enumerate() {
        if index > 0 {
            out.push('_');
        }
        write_eater(&mut out, &eater.who);
    }
    write_avoid(&mut out, avoid);
    for day in &plan.days {
        out.push('~');
        out.push_str(&write_day(day));
    }
    out.push('~');
    out.push_str(END);
    out
}

/// One day as text, as it stands in its plan.
#[must_use]
pub fn write_day(day: &PlanDay) -> String {
    let mut out = String::new();
    for (index, meal) in day.meals.iter().enumerate() {
        if index > 0 {
            out.push('_');
        }
        out.push_str(code_of(&MEALS, &meal.meal));
        for dish in &meal.dishes {
            write_dish(&mut out, dish);
        }
    }
    out
}

fn write_eater(out: &mut String, who: &Who) {
    let Who::Person(person) = who else {
        out.push('a');
        return;
    };
    let _ = match person.stage {
        Stage::Pregnant { trimester, age_years, activity } => {
            write!(out, "{}.{age_years}.{}", code_of(&TRIMESTERS, &trimester), code_of(&ACTIVITIES, &activity))
        }
        Stage::Lactating { from_six_months, age_years, activity, .. } => {
            write!(out, "{}.{age_years}.{}", code_of(&HALVES, &from_six_months), code_of(&ACTIVITIES, &activity))
        }
        Stage::Child { age_months, sex, breastfed } => {
            write!(out, "c{age_months}.{}.{}", code_of(&SEXES, &sex), code_of(&MILK, &breastfed))
        }
    };
    let menses = match person.stage {
        Stage::Lactating { menses_returned, .. } => code_of(&MENSES, &menses_returned),
        Stage::Pregnant { .. } | Stage::Child { .. } => "",
    };
    let rest =
        [menses, code_of(&EDITIONS, &person.edition), code_of(&IRON, &person.iron), code_of(&ZINC, &person.zinc)];
    for code in rest.into_iter().filter(|code| !code.is_empty()) {
        out.push('.');
        out.push_str(code);
    }
}

fn write_avoid(out: &mut String, avoid: &Avoid) {
    if *avoid == Avoid::default() {
        return;
    }
    let _ = write!(out, "~{AVOIDED}");
    if avoid.vegetarian {
        out.push_str("_v");
    }
    for allergen in &avoid.allergens {
        // `tree_nuts`: the underscore separates here.
        let _ = write!(out, "_a{}", allergen.code().replace('_', "-"));
    }
    for food in &avoid.foods {
        let _ = write!(out, "_f{food}");
    }
    for dish in &avoid.dishes {
        let _ = write!(out, "_d{dish}");
    }
}

fn write_dish(out: &mut String, dish: &PlanDish) {
    debug_assert!(is_id(&dish.dish), "{} cannot stand in an address", dish.dish);
    out.push(',');
    out.push_str(&dish.dish);
    for portion in &dish.portions {
        out.push(':');
        if portion.eater > 0 {
            let _ = write!(out, "{}x", portion.eater);
        }
        let _ = write!(out, "{}", portion.servings);
        if portion.share == Share::Unseasoned {
            out.push('u');
        }
    }
    for change in &dish.changes {
        let _ = write!(out, ":s{}-{}-{}", change.out, change.into, change.grams);
    }
}

/// The code of `value`; empty when the list has none, which is the usual value.
fn code_of<T: PartialEq>(list: &[(T, &'static str)], value: &T) -> &'static str {
    list.iter().find(|(known, _)| known == value).map_or("", |(_, code)| code)
}

fn value_of<T: Copy>(list: &[(T, &'static str)], code: &str) -> Option<T> {
    list.iter().find(|(_, known)| *known == code).map(|(value, _)| *value)
}

/// Reads a plan and what its household avoids.
///
/// # Errors
///
/// When the text is not such a plan, names somebody outside the tables, or a child under 6 months.
pub fn read(code: &str) -> Read<(Plan, Avoid)> {
    if code.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let Some((version, rest)) = code.split_once('~') else {
        return Err(unreadable("plan", code));
    };
    if version != VERSION {
        return Err(Fault::OtherVersion);
    }
    let rest = rest.strip_suffix(END).and_then(|rest| rest.strip_suffix('~')).ok_or(Fault::CutShort)?;
    let mut sections = rest.split('~');
    let region = sections.next().unwrap_or_default();
    let region = Region::from_code(region).ok_or_else(|| unreadable("region", region))?;
    let eaters = eaters(sections.next().unwrap_or_default())?;
    let mut days: Vec<&str> = sections.collect();
    let avoided = days.first().and_then(|section| section.strip_prefix(AVOIDED));
    let avoid = avoided.map_or_else(|| Ok(Avoid::default()), read_avoid)?;
    if avoided.is_some() {
        days.remove(0);
    }
    if days.is_empty() {
        return Err(unreadable("day", ""));
    }
    if days.len() > Plan::MOST_DAYS {
        return Err(Fault::TooMany { what: "days", most: Plan::MOST_DAYS });
    }
    let days = days.into_iter().map(|text| read_day(text, eaters.len())).collect::<Read<_>>()?;
    Ok((Plan { region, eaters, days }, avoid))
}

fn read_avoid(text: &str) -> Read<Avoid> {
    let mut avoid = Avoid::default();
    let mut items = text.split('_');
    if items.next() != Some("") || items.clone().next().is_none() {
        return Err(unreadable("avoid", text));
    }
    if items.clone().count() > MOST_AVOIDED {
        return Err(Fault::TooMany { what: "avoided", most: MOST_AVOIDED });
    }
    for item in items {
        let wrong = || unreadable("avoid", item);
        let (kind, name) = item.split_at_checked(1).ok_or_else(wrong)?;
        match kind {
            "v" if name.is_empty() => avoid.vegetarian = true,
            "a" => avoid.allergens.push(Allergen::from_code(&name.replace('-', "_")).ok_or_else(wrong)?),
            "f" if is_digits(name) => avoid.foods.push(FoodCode(name.parse().map_err(|_| wrong())?)),
            "d" if is_id(name) => avoid.dishes.push(name.to_owned()),
            _ => return Err(wrong()),
        }
    }
    Ok(avoid)
}

fn eaters(text: &str) -> Read<Vec<Eater>> {
    let eaters: Vec<&str> = text.split('_').collect();
    if eaters.len() > Plan::MOST_EATERS {
        return Err(Fault::TooMany { what: "people", most: Plan::MOST_EATERS });
    }
    let read = |(index, text): (usize, &str)| Ok(Eater { id: (index + 1).to_string(), who: who(text)? });
    eaters.into_iter().enumerate().map(read).collect()
}

fn who(text: &str) -> Read<Who> {
    if text == "a" {
        return Ok(Who::Adult);
    }
    let wrong = || unreadable("person", text);
    let mut fields = text.split('.').peekable();
    let mut next = || fields.next().ok_or_else(wrong);
    let kind = next()?;
    let age = |text: &str| small(text).ok_or_else(wrong);
    let stage = if let Some(trimester) = value_of(&TRIMESTERS, kind) {
        let (age_years, activity) = (age(next()?)?, value_of(&ACTIVITIES, next()?).ok_or_else(wrong)?);
        Stage::Pregnant { trimester, age_years, activity }
    } else if let Some(from_six_months) = value_of(&HALVES, kind) {
        let (age_years, activity) = (age(next()?)?, value_of(&ACTIVITIES, next()?).ok_or_else(wrong)?);
        let menses_returned = taken(&mut fields, &MENSES).flatten();
        Stage::Lactating { from_six_months, age_years, activity, menses_returned }
    } else {
        let age_months = age(kind.strip_prefix('c').ok_or_else(wrong)?)?;
        let sex = value_of(&SEXES, next()?).ok_or_else(wrong)?;
        let breastfed = value_of(&MILK, next()?).ok_or_else(wrong)?;
        Stage::Child { age_months, sex, breastfed }
    };
    let mut person = Person::new(stage).map_err(Fault::Age)?;
    if person.child_months().is_some_and(|months| months < Person::FIRST_MENU_MONTH) {
        return Err(Fault::UnderSixMonths);
    }
    person.edition = taken(&mut fields, &EDITIONS).unwrap_or_default();
    person.iron = taken(&mut fields, &IRON).flatten();
    person.zinc = taken(&mut fields, &ZINC).unwrap_or_default();
    if fields.next().is_some() { Err(wrong()) } else { Ok(Who::Person(person)) }
}

/// The next field, if it is one of `list`; else it is left standing.
fn taken<'a, T: Copy>(
    fields: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    list: &[(T, &'static str)],
) -> Option<T> {
    let value = fields.peek().and_then(|field| value_of(list, field))?;
    fields.next();
    Some(value)
}

/// Reads one day of a plan with so many eaters.
///
/// # Errors
///
/// When the text is no such day.
pub fn read_day(text: &str, eaters: usize) -> Read<PlanDay> {
    if text.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let mut meals: Vec<PlanMeal> = Vec::new();
    for text in text.split('_') {
        let mut parts = text.split(',');
        let code = parts.next().unwrap_or_default();
        let which = value_of(&MEALS, code).ok_or_else(|| unreadable("meal", code))?;
        if meals.iter().any(|meal| meal.meal == which) {
            return Err(Fault::Twice { text: code.to_owned() });
        }
        let dishes: Vec<&str> = parts.collect();
        if dishes.len() > MOST_DISHES {
            return Err(Fault::TooMany { what: "dishes", most: MOST_DISHES });
        }
        let dishes = dishes.into_iter().map(|text| dish(text, eaters)).collect::<Read<_>>()?;
        meals.push(PlanMeal { meal: which, dishes });
    }
    Ok(PlanDay { meals })
}

fn dish(text: &str, eaters: usize) -> Read<PlanDish> {
    let mut parts = text.split(':');
    let id = parts.next().filter(|id| is_id(id)).ok_or_else(|| unreadable("dish", text))?;
    let mut dish = PlanDish { dish: id.to_owned(), changes: Vec::new(), portions: Vec::new() };
    for part in parts {
        if let Some(change) = part.strip_prefix('s') {
            let change = read_change(change).ok_or_else(|| unreadable("change", part))?;
            if dish.changes.len() == MOST_CHANGES {
                return Err(Fault::TooMany { what: "changes", most: MOST_CHANGES });
            }
            if dish.changes.iter().any(|known| known.out == change.out) {
                return Err(Fault::Twice { text: part.to_owned() });
            }
            dish.changes.push(change);
        } else {
            let portion = read_portion(part, eaters).ok_or_else(|| unreadable("portion", part))?;
            if dish.portions.iter().any(|known| known.eater == portion.eater) {
                return Err(Fault::Twice { text: shown(part) });
            }
            dish.portions.push(portion);
        }
    }
    Ok(dish)
}

fn read_portion(text: &str, eaters: usize) -> Option<Portion> {
    let (text, share) = text.strip_suffix('u').map_or((text, Share::Whole), |text| (text, Share::Unseasoned));
    let (eater, servings) = match text.split_once('x') {
        Some((eater, servings)) => (usize::from(small(eater)?), servings),
        None => (0, text),
    };
    let servings = number(servings, DayMenu::MOST_PORTIONS)?;
    (eater < eaters).then_some(Portion { eater, servings, share })
}

fn read_change(text: &str) -> Option<Change> {
    let mut parts = text.split('-');
    let mut code = || parts.next().filter(|code| is_digits(code)).and_then(|code| code.parse().ok()).map(FoodCode);
    let (out, into) = (code()?, code()?);
    let grams = parts.next()?;
    // Nothing of it: the food is left out.
    let grams = if grams == "0" { 0.0 } else { number(grams, DayMenu::MOST_GRAMS)? };
    parts.next().is_none().then_some(Change { out, into, grams })
}

/// Ids of dishes, the bank's and a family's own: small letters, digits, hyphens.
fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn small(text: &str) -> Option<u8> {
    text.parse().ok().filter(|_| is_digits(text) && text.len() <= 3)
}

/// A number above 0 and up to `most`: digits, at most one point; no sign, no exponent, no `inf`.
fn number(text: &str, most: f64) -> Option<f64> {
    let plain = text.len() <= LONGEST_NUMBER
        && text.split_once('.').map_or_else(|| is_digits(text), |(whole, rest)| is_digits(whole) && is_digits(rest));
    text.parse().ok().filter(|value| plain && *value > 0.0 && *value <= most)
}

fn unreadable(part: &'static str, text: &str) -> Fault {
    Fault::Unreadable { part, text: shown(text) }
}

/// What stands there, as much as helps to find it.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    const DAY: &str = "1~north~p2.25.m~b,pho-bo:1_l,com-trang:0.75,ca-kho-nghe:1:s8041-8019-85:s6002-6002-0~z";
    const FAMILY: &str = "1~south~n6.31.h.n.e26.i15.zg_c8.f.b_a~d,com-trang:1:2x1.5,canh-bi-do:1:1x0.25u:2x1_sn~d~z";

    #[test]
    fn what_is_read_is_written_again_as_it_was() {
        for code in [DAY, FAMILY, "1~central~c60.u.w~b~z", "1~north~a~x_v_atree-nuts_f3017_dsup-lo~b~z"] {
            let (plan, avoid) = read(code).expect(code);
            assert_eq!(write(&plan, &avoid), code);
        }
    }

    #[test]
    fn every_part_is_read_as_it_stands() {
        let (plan, avoid) = read(FAMILY).expect("a plan");
        assert_eq!(avoid, Avoid::default());
        assert_eq!(plan.region, Region::South);
        let Who::Person(mother) = plan.eaters[0].who else { panic!("a person") };
        let stage = Stage::Lactating {
            from_six_months: true,
            age_years: 31,
            activity: Activity::Heavy,
            menses_returned: Some(false),
        };
        assert_eq!((mother.stage, mother.edition), (stage, Edition::Y2026));
        assert_eq!((mother.iron, mother.zinc), (Some(IronAbsorption::Fifteen), ZincAbsorption::Good));
        let Who::Person(child) = plan.eaters[1].who else { panic!("a person") };
        assert_eq!(child.stage, Stage::Child { age_months: 8, sex: Some(Sex::Girl), breastfed: true });
        assert_eq!(plan.eaters[2].who, Who::Adult);
        assert_eq!(plan.eaters[2].id, "3");
        assert_eq!(plan.days.len(), 2);
        let dinner = &plan.days[0].meals[0];
        assert_eq!(dinner.meal, Meal::Dinner);
        assert_eq!(dinner.dishes[1].portions[1], Portion { eater: 1, servings: 0.25, share: Share::Unseasoned });
        assert!(plan.days[0].meals[1].dishes.is_empty());
        let (one, _) = read(DAY).expect("a plan");
        let change = |out, into, grams| Change { out: FoodCode(out), into: FoodCode(into), grams };
        assert_eq!(one.days[0].meals[1].dishes[1].changes, [change(8041, 8019, 85.0), change(6002, 6002, 0.0)]);
    }

    /// A generator that is the same on every machine.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((self.0 >> 33) % sides as u64).expect("fits")
        }

        fn of<T: Clone>(&mut self, list: &[T]) -> T {
            list[self.roll(list.len())].clone()
        }

        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        fn amount(&mut self) -> f64 {
            let steps = self.of(&[2.0, 3.0, 4.0, 7.0, 1000.0]);
            (1 + self.roll(1000)) as f64 / (10.0 * steps)
        }

        fn who(&mut self) -> Who {
            let activity = self.of(&[Activity::Light, Activity::Moderate, Activity::Heavy]);
            let age_years = u8::try_from(15 + self.roll(35)).expect("fits");
            let stage = match self.roll(4) {
                0 => return Who::Adult,
                1 => Stage::Pregnant { trimester: self.of(&TRIMESTERS).0, age_years, activity },
                2 => Stage::Lactating {
                    from_six_months: self.roll(2) == 0,
                    age_years,
                    activity,
                    menses_returned: self.of(&[None, Some(true), Some(false)]),
                },
                _ => Stage::Child {
                    age_months: u8::try_from(6 + self.roll(55)).expect("fits"),
                    sex: self.of(&SEXES).0,
                    breastfed: self.roll(2) == 0,
                },
            };
            let mut person = Person::new(stage).expect("in the tables");
            person.edition = self.of(&[Edition::Y2016, Edition::Y2026]);
            person.iron = self.of(&[None, Some(IronAbsorption::Ten), Some(IronAbsorption::Fifteen)]);
            person.zinc = self.of(&[ZincAbsorption::Poor, ZincAbsorption::Moderate, ZincAbsorption::Good]);
            Who::Person(person)
        }

        fn plan(&mut self, eaters: usize, days: usize, dishes: usize) -> Plan {
            let ids: Vec<String> =
                nep_core::foods::Database::bundled().dishes().iter().map(|dish| dish.id.clone()).collect();
            let eaters: Vec<Eater> = (1..=eaters).map(|id| Eater { id: id.to_string(), who: self.who() }).collect();
            let mut day = || {
                let meal = |dice: &mut Self, meal| {
                    let mut dish = || {
                        let portions = (0..eaters.len())
                            .map(|eater| Portion {
                                eater,
                                servings: dice.amount(),
                                share: dice.of(&[Share::Whole, Share::Unseasoned]),
                            })
                            .collect();
                        let changes = match dice.roll(8) {
                            0 => vec![Change { out: FoodCode(1004), into: FoodCode(1005), grams: dice.amount() }],
                            _ => Vec::new(),
                        };
                        PlanDish { dish: dice.of(&ids), changes, portions }
                    };
                    PlanMeal { meal, dishes: (0..dishes).map(|_| dish()).collect() }
                };
                PlanDay { meals: MEALS[..5].iter().map(|(which, _)| meal(self, *which)).collect() }
            };
            let days = (0..days).map(|_| day()).collect();
            Plan { region: Region::Central, eaters, days }
        }
    }

    #[test]
    fn any_plan_comes_back_as_it_was() {
        let mut dice = Dice(20_261_122);
        for round in 0..400 {
            let (eaters, days, dishes) = (1 + dice.roll(5), 1 + dice.roll(3), dice.roll(5));
            let plan = dice.plan(eaters, days, dishes);
            let avoid = Avoid {
                vegetarian: dice.roll(2) == 0,
                allergens: (0..dice.roll(3)).map(|_| dice.of(Allergen::ALL)).collect(),
                foods: (0..dice.roll(3))
                    .map(|_| FoodCode(1000 + u32::try_from(dice.roll(90_000)).expect("fits")))
                    .collect(),
                dishes: (0..dice.roll(3)).map(|_| dice.of(&["sup-lo", "ca-kho-nghe"]).to_owned()).collect(),
            };
            let code = write(&plan, &avoid);
            assert_eq!(read(&code), Ok((plan, avoid)), "round {round}: {code}");
        }
    }

    #[test]
    fn two_weeks_of_four_people_fit_an_address_and_a_day_of_one_is_short() {
        let mut dice = Dice(7);
        let mut weeks = dice.plan(4, 14, 4);
        let mut day = dice.plan(1, 1, 3);
        // Portions as people serve them: quarters.
        for plan in [&mut weeks, &mut day] {
            let dishes = plan.days.iter_mut().flat_map(|day| &mut day.meals).flat_map(|meal| &mut meal.dishes);
            for portion in dishes.flat_map(|dish| &mut dish.portions) {
                portion.servings = ((portion.servings * 4.0).round() / 4.0).clamp(0.25, 5.0);
            }
        }
        let (weeks, day) = (write(&weeks, &Avoid::default()).len(), write(&day, &Avoid::default()).len());
        assert!(weeks < 20 * 1024, "{weeks} bytes");
        assert!(day < 500, "{day} bytes");
    }

    #[test]
    fn only_what_an_address_keeps_as_it_is_stands_in_the_text() {
        let code = write(&Dice(3).plan(4, 2, 3), &Avoid { dishes: vec!["sup-lo".into()], ..Avoid::default() });
        assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"~_,.:-".contains(&byte)), "{code}");
    }

    #[test]
    fn each_fault_is_named() {
        let faulty = |code: &str| read(code).expect_err(code);
        let unreadable = |code: &str, part: &str, text: &str| match faulty(code) {
            Fault::Unreadable { part: found, text: shown } => {
                assert_eq!((found, shown.as_str()), (part, text), "{code}")
            }
            other => panic!("{code}: {other:?}"),
        };
        assert_eq!(faulty(&DAY[..DAY.len() - 1]), Fault::CutShort);
        assert_eq!(faulty(&DAY[..40]), Fault::CutShort);
        assert_eq!(faulty("2~north~a~b~z"), Fault::OtherVersion);
        assert_eq!(faulty(&"1~".repeat(LONGEST)), Fault::TooLong);
        assert_eq!(faulty("1~north~c5.u.b~b~z"), Fault::UnderSixMonths);
        assert!(read("1~north~c6.u.b~b~z").is_ok());
        assert_eq!(faulty("1~north~c61.u.b~b~z"), Fault::Age(NotInTables::ChildAge { months: 61, max: 60 }));
        assert!(matches!(faulty("1~north~p1.14.m~b~z"), Fault::Age(NotInTables::WomanAge { years: 14, .. })));
        assert_eq!(faulty("1~north~a~b_b~z"), Fault::Twice { text: "b".into() });
        assert_eq!(faulty("1~north~a~b,pho:1:0x1~z"), Fault::Twice { text: "0x1".into() });
        assert_eq!(faulty(&format!("1~north~a{}~z", "~b".repeat(15))), Fault::TooMany { what: "days", most: 14 });
        assert!(read(&format!("1~north~a{}~z", "~b".repeat(14))).is_ok());
        assert_eq!(faulty(&format!("1~north~a{}~b~z", "_a".repeat(12))), Fault::TooMany { what: "people", most: 12 });
        assert_eq!(
            faulty(&format!("1~north~a~b{}~z", ",pho:1".repeat(25))),
            Fault::TooMany { what: "dishes", most: 24 }
        );
        unreadable("", "plan", "");
        unreadable("1~west~a~b~z", "region", "west");
        unreadable("1~north~a~z", "day", "");
        unreadable("1~north~x~b~z", "person", "x");
        for avoided in ["x", "x_", "x_w", "xv", "x_vv", "x_f", "x_f-1", "x_f99999999999", "x_dPhở", "x_ạ", "x_asnow"]
        {
            let code = format!("1~north~a~{avoided}~b~z");
            assert!(matches!(faulty(&code), Fault::Unreadable { part: "avoid", .. }), "{code}");
        }
        let many = format!("1~north~a~x{}~b~z", "_v".repeat(65));
        assert_eq!(faulty(&many), Fault::TooMany { what: "avoided", most: 64 });
        unreadable("1~north~p2.25~b~z", "person", "p2.25");
        unreadable("1~north~p2.+25.m~b~z", "person", "p2.+25.m");
        unreadable("1~north~c18.f.b.zg.i10~b~z", "person", "c18.f.b.zg.i10");
        unreadable("1~north~a~lunch~z", "meal", "lunch");
        unreadable("1~north~a~b,Phở:1~z", "dish", "Phở:1");
        for portion in
            ["0", "-1", "1e3", "inf", "nan", "101", "1.", ".5", "1x1", "1.0.0", "1u2", "", "0000000000000000000000001"]
        {
            unreadable(&format!("1~north~a~b,pho:{portion}~z"), "portion", &shown(portion));
        }
        for change in ["s1-2", "s1-2-3-4", "s-2-3", "s1-2-00", "s1-2-10001", "sa-b-3"] {
            unreadable(&format!("1~north~a~b,pho:1:{change}~z"), "change", change);
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_every_fault_has_its_sentence() {
        let mut dice = Dice(11);
        let letters: Vec<char> = "1~north_a,b:c18.f.u-sxz0957é\u{0}%&\"<".chars().collect();
        for _ in 0..20_000 {
            let mut text: Vec<char> = FAMILY.chars().collect();
            for _ in 0..1 + dice.roll(3) {
                let at = dice.roll(text.len());
                match dice.roll(3) {
                    0 => text[at] = dice.of(&letters),
                    1 => drop(text.remove(at)),
                    _ => text.insert(at, dice.of(&letters)),
                }
            }
            if let Err(fault) = read(&text.into_iter().collect::<String>()) {
                for language in Language::ALL {
                    let said = fault.say(Words::of(language));
                    assert!(!said.starts_with("plan-code") && said.len() < 300, "{said}");
                }
            }
        }
    }
}
