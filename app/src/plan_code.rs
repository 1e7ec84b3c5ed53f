//! A household's plan as text for an address: `1~north~p2.25.m~l,com-trang:0.75,ca-kho-nghe:1~z`.
//!
//! So a plan can be linked to, undone by going back to the former address, sent by chat and printed as a code, with no
//! account and nothing kept by the program. It holds no name: a person is stage, age, activity, sex. Own dishes and own
//! prices stay on the machine that knows them; the text refers to a dish by its id.
//!
//! ```text
//! plan   = "1" ~ region ~ eaters [ ~ x { _ house } ] ~ day { ~ day } ~ "z"
//! eaters = eater { _ eater }
//! eater  = ( p1|p2|p3 . years . l|m|h | n0|n6 . years . l|m|h [ . y|n ] | c months . f|m|u . b|w ) { . e26|i10|i15|zp|zg } | a
//! house  = v (vegetarian) | a allergen | f food avoided | d dish avoided | h food at home
//! day    = meal { _ meal }
//! meal   = b|sa|l|sp|d|sn { , dish }
//! dish   = id { : [ eater x ] servings [ u ] } { : s out-into-grams }
//! ```
//!
//! What catches people out:
//! - chat programs cut long links: the closing `z` tells a whole plan from a cut one;
//! - `+` reads as a space in an address and `_ ~ , . - :` do not change: only these separate;
//! - what the household avoids travels with the plan: a swap on another phone must not bring it back; what it has at home
//!   too: the shopping list leaves it out;
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
/// Things a household avoids or has at home: more than the tables hold foods and dishes, so that whatever may be ticked, groups of
/// foods together, can be carried.
const MOST_AVOIDED: usize = 2048;
/// Opens the section of what is avoided or at home.
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

/// What a plan keeps of the house it is cooked in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct House {
    /// What is not eaten there.
    pub avoid: Avoid,
    /// Foods that need not be bought.
    pub home: Vec<FoodCode>,
}

/// The page of a plan.
#[must_use]
pub fn address(plan: &Plan, house: &House) -> String {
    format!("/plan?p={}", write(plan, house))
}

/// The plan as text. People's ids are not written: they come back as their numbers, from 1.
#[must_use]
pub fn write(plan: &Plan, house: &House) -> String {
    let mut out = format!("{VERSION}~{}~", plan.region.code());
    for (index, eater) in plan.eaters.iter().enumerate() {
        if index > 0 {
            out.push('_');
        }
        write_eater(&mut out, &eater.who);
    }
    write_house(&mut out, house);
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

fn write_house(out: &mut String, house: &House) {
    if *house == House::default() {
        return;
    }
    let avoid = &house.avoid;
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
    for food in &house.home {
        let _ = write!(out, "_h{food}");
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

/// Reads a plan and what it keeps of its house.
///
/// # Errors
///
/// When the text is not such a plan, names somebody outside the tables, or a child under 6 months.
pub fn read(code: &str) -> Read<(Plan, House)> {
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
    let house = avoided.map_or_else(|| Ok(House::default()), read_house)?;
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
    Ok((Plan { region, eaters, days }, house))
}

fn read_house(text: &str) -> Read<House> {
    let mut house = House::default();
    let avoid = &mut house.avoid;
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
            "h" if is_digits(name) => house.home.push(FoodCode(name.parse().map_err(|_| wrong())?)),
            _ => return Err(wrong()),
        }
    }
    Ok(house)
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
mod tests;
