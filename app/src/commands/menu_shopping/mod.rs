//! `nep menu shopping`: what to buy for a menu, as a market is walked.

mod json;
mod text;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use nep_core::foods::{FoodCode, Region};
use nep_core::menu::shopping::{self, AtHome, Called, List, Need};
use nep_core::menu::{DayMenu, Plan, Table, usual_person};
use serde_json::Value;

use super::menu_json::{self, At, REGIONS, sentence};
use super::usage::{complain, fault};
use super::{DONE, FAILED, menu_check, menu_suggest};
use crate::exports::{csv, sheets, xlsx};
use crate::i18n::Words;

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    let help = |name: &str| words.get(&format!("cli-shopping-{name}"));
    let count = |name: &'static str, most: i64| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .value_parser(value_parser!(u32).range(1..=most))
            .default_value("1")
            .hide_default_value(true)
            .help(help(name))
    };
    let several = |name: &'static str, value: &'static str| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).allow_hyphen_values(true).help(help(name))
    };
    let file = |name: &'static str| Arg::new(name).long(name).value_name("FILE").help(help(name));
    Command::new("shopping")
        .about(words.get("cli-shopping-about"))
        .after_help(words.get("cli-shopping-more"))
        .arg(Arg::new("menu-file").value_name("FILE.json").help(help("file")))
        .arg(Arg::new("menu").long("menu").value_name("ID").conflicts_with("menu-file").help(help("menu")))
        .arg(count("people", MOST_PEOPLE))
        .arg(count("days", MOST_DAYS))
        .arg(
            Arg::new("region")
                .long("region")
                .value_name("north|central|south")
                .value_parser(["north", "central", "south"])
                .help(help("region")),
        )
        .arg(several("at-home", "FOOD[:GRAMS]"))
        .arg(several("price", "FOOD:ĐỒNG"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(help("json")))
        .arg(file("csv"))
        .arg(file("xlsx"))
}

const MOST_PEOPLE: i64 = 12;
const MOST_DAYS: i64 = 14;
const _: () = assert!(Plan::MOST_EATERS == 12 && Plan::MOST_DAYS == 14, "the flags allow what a plan holds");

/// A list and what it was made for.
struct Made {
    region: Region,
    people: u32,
    days: u32,
    list: List,
    called: Called,
}

/// Reads, sums, prints, and writes the files asked for.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let done = made(matches, words).and_then(|made| {
        files(matches, words, &made)?;
        Ok(if matches.get_flag("json") { format!("{:#}\n", json::answer(&made)) } else { text::print(&made, words) })
    });
    match done {
        Ok(text) => ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED }),
        Err(said) => {
            complain(&said, words);
            ExitCode::from(FAILED)
        }
    }
}

fn made(matches: &ArgMatches, words: &Words) -> Result<Made, String> {
    let texts = |name: &str| matches.get_many::<String>(name).unwrap_or_default();
    let mut table = Table::bundled();
    for given in texts("price") {
        table = priced(table, given, words)?;
    }
    let at_home = texts("at-home").map(|given| held(given, words)).collect::<Result<Vec<_>, _>>()?;
    let (region, needs, called) = needs(matches, &table, words)?;
    let asked = matches.get_one::<String>("region").map(String::as_str);
    let region = REGIONS.iter().find(|(code, _)| Some(*code) == asked).map_or(region, |(_, region)| *region);
    let count = |name: &str| matches.get_one::<u32>(name).copied().unwrap_or(1);
    let (people, days) = (count("people"), count("days"));
    let times = f64::from(people) * f64::from(days);
    let needs: Vec<Need> = needs.iter().map(|need| Need { grams: need.grams * times, ..*need }).collect();
    let list = shopping::list(&table, region, &needs, &at_home).map_err(|error| error.to_string())?;
    Ok(Made { region, people, days, list, called })
}

/// What the menu of the bank or of the file takes, and whose prices hold.
fn needs(matches: &ArgMatches, table: &Table<'_>, words: &Words) -> Result<(Region, Vec<Need>, Called), String> {
    if let Some(id) = matches.get_one::<String>("menu") {
        let menu = table.foods().menu(id).ok_or_else(|| words.with("cli-shopping-no-menu", &[("id", &plain(id))]))?;
        let plan = Plan::of_menu(menu, usual_person(menu.stage));
        let needs = shopping::needs(table, &plan).map_err(|error| error.to_string())?;
        return Ok((menu.region, needs, Called::of_plan(table, &plan)));
    }
    let name = matches.get_one::<String>("menu-file").ok_or_else(|| words.get("cli-shopping-nothing"))?;
    let text = menu_json::read(name, words)?;
    let file = menu_json::parse(&text, words)?;
    let request = menu_check::input::read(&file).map_err(|fault| sentence(&fault, words))?;
    let region = request.people.first().map_or(Region::North, |someone| someone.region);
    let menus = || request.days.iter().flatten();
    let dishes = menus().flat_map(|menu| &menu.meals).flat_map(|meal| &meal.dishes);
    let called = Called::of_dishes(table, dishes.map(|serving| (serving.dish.as_str(), &serving.changes[..])));
    Ok((region, menus().flat_map(|menu| of_day(table, menu)).collect(), called))
}

fn of_day(table: &Table<'_>, menu: &DayMenu) -> Vec<Need> {
    let meals = menu.meals.iter();
    let foods = meals.flat_map(|meal| {
        let dishes = meal.dishes.iter().filter_map(|serving| serving.foods(table)).flatten();
        dishes.chain(meal.ingredients.iter().copied()).collect::<Vec<_>>()
    });
    foods.map(|part| Need { food: part.food, grams: part.grams }).collect()
}

/// `FOOD:ĐỒNG`
fn priced<'a>(table: Table<'a>, given: &str, words: &Words) -> Result<Table<'a>, String> {
    let bad = || words.with("cli-shopping-bad-price", &[("given", &plain(given))]);
    let (name, vnd) = given.rsplit_once(':').ok_or_else(bad)?;
    let vnd: u32 = vnd.trim().parse().map_err(|_| bad())?;
    table.with_price(food(name, "--price", words)?, vnd).map_err(|_| bad())
}

/// `FOOD`, of which there is enough, or `FOOD:GRAMS`.
fn held(given: &str, words: &Words) -> Result<AtHome, String> {
    let Some((name, grams)) = given.rsplit_once(':') else {
        return Ok(AtHome { food: food(given, "--at-home", words)?, grams: None });
    };
    let grams = grams.trim().replace(',', ".").parse::<f64>().ok().filter(|grams| *grams > 0.0 && grams.is_finite());
    let grams = grams.ok_or_else(|| words.with("cli-shopping-bad-home", &[("given", &plain(given))]))?;
    Ok(AtHome { food: food(name, "--at-home", words)?, grams: Some(grams) })
}

/// The one food a code or a name means.
fn food(name: &str, flag: &str, words: &Words) -> Result<FoodCode, String> {
    let value = Value::from(name.trim());
    menu_suggest::names::food(&At { value: &value, path: flag.into() }).map_err(|fault| sentence(&fault, words))
}

fn files(matches: &ArgMatches, words: &Words, made: &Made) -> Result<(), String> {
    let sheet = [sheets::list(words, &made.list, &made.called, &|_| false)];
    let write = |name: &str, bytes: Vec<u8>| {
        let fault = |error: io::Error| {
            words.with("cli-shopping-cannot-write", &[("file", &plain(name)), ("error", &fault(&error, words))])
        };
        fs::write(name, bytes).map_err(fault)
    };
    if let Some(name) = matches.get_one::<String>("csv") {
        write(name, csv::write(&sheet, words.language()).into_bytes())?;
    }
    if let Some(name) = matches.get_one::<String>("xlsx") {
        write(name, xlsx::write(&sheet).map_err(|error| error.to_string())?)?;
    }
    Ok(())
}

/// What was typed, so that it cannot steer a terminal.
fn plain(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
