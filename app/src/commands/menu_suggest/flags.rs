//! The flags of `nep menu suggest`, and the same request as JSON.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value, json};

use crate::i18n::Words;

/// Flags of one value, each with the member of the request it fills.
const ONE: [(&str, &str, &str); 7] = [
    ("region", "north|central|south", "region"),
    ("days", "1–14", "days"),
    ("month", "1–12", "month"),
    ("budget", "ĐỒNG", "budget_vnd_per_day"),
    ("seed", "N", "seed"),
    ("proposals", "1–5", "proposals"),
    ("adults", "N", "adults"),
];
/// Flags of one value that describe the only person.
const PERSON: [(&str, &str, &str); 7] = [
    ("stage", "STAGE", "stage"),
    ("age-months", "N", "age_months"),
    ("age-years", "N", "age_years"),
    ("sex", "f|m", "sex"),
    ("breastfed", "true|false", "breastfed"),
    ("activity", "light|moderate|heavy", "activity"),
    ("edition", "2016|2026", "edition"),
];
/// Flags that may stand several times, or hold several values between commas.
const SEVERAL: [(&str, &str, &str); 4] = [
    ("meals", "MEAL,…", "meals"),
    ("allergen", "ALLERGEN,…", "allergens"),
    ("dislike", "NAME|CODE,…", "dislikes"),
    ("favourite", "DISH,…", "favourites"),
];
/// Flags of several parts between colons.
const PARTS: [(&str, &str, &str); 3] =
    [("fix", "[DAY:]MEAL:DISH", "fixed"), ("at-home", "FOOD[:GRAMS]", "at_home"), ("price", "FOOD:ĐỒNG", "prices")];

pub(super) fn arguments(command: Command, words: &Words) -> Command {
    let help = |flag: &str| words.get(&format!("suggest-{flag}"));
    let one = |(flag, value, _): (&'static str, &'static str, &'static str)| {
        Arg::new(flag).long(flag).value_name(value).allow_hyphen_values(true).help(help(flag))
    };
    let several = |given| one(given).action(ArgAction::Append);
    let person = Arg::new("person").long("person").value_name("JSON").action(ArgAction::Append).help(help("person"));
    let command = command
        .arg(person)
        .args(PERSON.map(|given| one(given).conflicts_with("person")))
        .args(ONE.map(one))
        .args(SEVERAL.map(several))
        .args(PARTS.map(several))
        .arg(Arg::new("vegetarian").long("vegetarian").action(ArgAction::SetTrue).help(help("vegetarian")));
    let all = PERSON.iter().chain(&ONE).chain(&SEVERAL).chain(&PARTS).map(|(flag, ..)| *flag);
    let request = Arg::new("request").long("request").value_name("FILE.json").help(help("request"));
    command
        .arg(request.conflicts_with_all(all.chain(["person", "vegetarian"])))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(help("json")))
}

/// The request the flags describe. A person written as JSON that is none is given back.
pub(super) fn as_json(matches: &ArgMatches) -> Result<Value, String> {
    let mut request = Map::new();
    let text = |flag: &str| matches.get_one::<String>(flag);
    let texts = |flag: &str| matches.get_many::<String>(flag).into_iter().flatten();
    let mut people = Vec::new();
    for person in texts("person") {
        people.push(serde_json::from_str::<Value>(person).map_err(|_| person.clone())?);
    }
    let person: Map<String, Value> =
        PERSON.iter().filter_map(|(flag, _, name)| Some(((*name).to_owned(), value(text(flag)?)))).collect();
    if !person.is_empty() {
        people.push(Value::Object(person));
    }
    if !people.is_empty() {
        request.insert("people".into(), Value::Array(people));
    }
    for (flag, _, name) in ONE {
        if let Some(given) = text(flag) {
            request.insert(name.into(), value(given));
        }
    }
    for (flag, _, name) in SEVERAL {
        let given: Vec<Value> = texts(flag)
            .flat_map(|given| given.split(','))
            .map(str::trim)
            .filter(|given| !given.is_empty())
            .map(|given| json!(given))
            .collect();
        if !given.is_empty() {
            request.insert(name.into(), Value::Array(given));
        }
    }
    let fixed: Vec<Value> = texts("fix").map(|given| fixed(given)).collect();
    let at_home: Vec<Value> = texts("at-home").map(|given| pair(given, "food", "grams")).collect();
    let prices: Vec<Value> = texts("price").map(|given| pair(given, "food", "vnd_per_kg")).collect();
    for (name, list) in [("fixed", fixed), ("at_home", at_home), ("prices", prices)] {
        if !list.is_empty() {
            request.insert(name.into(), Value::Array(list));
        }
    }
    if matches.get_flag("vegetarian") {
        request.insert("vegetarian".into(), json!(true));
    }
    Ok(Value::Object(request))
}

/// A path of the request as the flag that filled it: `$.budget_vnd_per_day` → `--budget`.
pub(in crate::commands) fn in_flags(path: &str, single: bool) -> String {
    if single && let Some(name) = path.strip_prefix("$.people[0].") {
        let flag = PERSON.iter().find(|(_, _, member)| *member == name).map(|(flag, ..)| *flag);
        return flag.map_or_else(|| path.to_owned(), |flag| format!("--{flag}"));
    }
    if path == "$.people" && single {
        return "--stage".to_owned();
    }
    let Some(rest) = path.strip_prefix("$.") else { return path.to_owned() };
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (member, tail) = rest.split_at(end);
    let all = ONE.iter().chain(&SEVERAL).chain(&PARTS);
    let flag = all.map(|(flag, _, name)| (*flag, *name)).chain([("person", "people"), ("vegetarian", "vegetarian")]);
    let known = flag.into_iter().find(|(_, name)| *name == member);
    known.map_or_else(|| path.to_owned(), |(flag, _)| format!("--{flag}{tail}"))
}

/// A number or truth where it is one, else text: the reader says what it should have been.
fn value(given: &str) -> Value {
    match serde_json::from_str::<Value>(given.trim()) {
        Ok(known) if known.is_number() || known.is_boolean() => known,
        _ => json!(given),
    }
}

/// `lunch:canh-chua-ca`, `2:lunch:canh-chua-ca`.
fn fixed(given: &str) -> Value {
    let parts: Vec<&str> = given.splitn(3, ':').map(str::trim).collect();
    match parts[..] {
        [day, meal, dish] => json!({ "day": value(day), "meal": meal, "dish": dish }),
        [meal, dish] => json!({ "meal": meal, "dish": dish }),
        _ => json!({ "meal": given }),
    }
}

/// `7017:200`, `thịt lợn nạc:200`.
fn pair(given: &str, name: &str, amount: &str) -> Value {
    match given.rsplit_once(':') {
        Some((what, number)) => json!({ name: what.trim(), amount: value(number) }),
        None => json!({ name: given.trim() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        assert_eq!(fixed("lunch:com-trang"), json!({ "meal": "lunch", "dish": "com-trang" }));
        assert_eq!(fixed("2:lunch:com-trang"), json!({ "day": 2, "meal": "lunch", "dish": "com-trang" }));
        assert_eq!(pair("7017:200", "food", "grams"), json!({ "food": "7017", "grams": 200 }));
        assert_eq!(pair("trứng gà", "food", "grams"), json!({ "food": "trứng gà" }));
        assert_eq!(pair("7017:x", "food", "grams"), json!({ "food": "7017", "grams": "x" }));
    }

    #[test]
    fn a_fault_is_told_by_the_flag() {
        assert_eq!(in_flags("$.budget_vnd_per_day", false), "--budget");
        assert_eq!(in_flags("$.dislikes[1]", false), "--dislike[1]");
        assert_eq!(in_flags("$.people[0].age_months", true), "--age-months");
        assert_eq!(in_flags("$.people[0].age_months", false), "--person[0].age_months");
        assert_eq!(in_flags("$.people", true), "--stage");
    }
}
