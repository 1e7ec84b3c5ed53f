//! `nep menu swap`: what could stand in the place of a dish or an ingredient of a menu, and the menu with it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use nep_core::foods::{Allergen, FoodCode, Meal};
use nep_core::menu::swap::{
    Alternative, Avoid, Broken, Effect, NoSwap, Place, Question, Standing, Substitute, dishes, ingredients,
};
use nep_core::menu::{Plan, PlanDay, PlanDish, PlanMeal, Portion, Table};
use serde_json::{Value, json};

use super::menu_check::input::{self, Request};
use super::menu_check::text;
use super::menu_json::{self, At, Fault, Told, sentence};
use super::menu_suggest::flags::in_flags;
use super::menu_suggest::request::avoided;
use super::usage::complain;
use super::{DONE, FAILED};
use crate::balance_words::{Listener, number, unit, verdict};
use crate::food_words;
use crate::i18n::Words;
use crate::pages::week::household::measures_in;
use crate::swap_words;

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    let flag = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).long(name).value_name(value).help(words.get(help))
    };
    let meals = Meal::ALL.iter().map(|meal| meal.code()).collect::<Vec<_>>();
    Command::new("swap")
        .about(words.get("swap-about"))
        .after_help(words.get("swap-more"))
        .arg(Arg::new("file").value_name("FILE.json").required(true).help(words.get("swap-file")))
        .arg(flag("day", "N", "swap-day").value_parser(value_parser!(u8).range(1..=14)).default_value("1"))
        .arg(flag("meal", "MEAL", "swap-meal").value_parser(meals).required(true))
        .arg(flag("dish", "ID", "swap-dish").required(true))
        .arg(flag("ingredient", "CODE", "swap-ingredient").value_parser(value_parser!(u32)))
        .arg(flag("to", "ID|CODE", "swap-to"))
        .arg(flag("month", "1-12", "swap-month").value_parser(value_parser!(u8).range(1..=12)))
        .arg(flag("allergen", "ALLERGEN,…", "suggest-allergen").action(ArgAction::Append))
        .arg(flag("dislike", "NAME|CODE,…", "suggest-dislike").action(ArgAction::Append))
        .arg(Arg::new("vegetarian").long("vegetarian").action(ArgAction::SetTrue).help(words.get("swap-vegetarian")))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(words.get("check-json")))
}

/// Reads, looks, prints.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    match answer(matches, words) {
        Ok(text) => ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED }),
        Err(sentence) => {
            complain(&sentence, words);
            ExitCode::from(FAILED)
        }
    }
}

/// Changed nutrients told of one.
const MOST_MOVES: usize = 4;

/// One thing that could stand there, of either kind.
struct Other {
    id: String,
    name: String,
    /// Servings of the first who eats of it, or grams in a serving.
    amount: f64,
    offered: bool,
    minutes: Option<u16>,
    on_labels: Vec<Allergen>,
    effect: Effect,
    plan: Plan,
}

fn answer(matches: &ArgMatches, words: &Words) -> Result<String, String> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let file = menu_json::parse(&menu_json::read(text("file").unwrap_or("-"), words)?, words)?;
    let request = input::read(&file).map_err(|fault| sentence(&fault, words))?;
    let plan = plan(&request).ok_or_else(|| words.get("swap-by-weight"))?;
    let (meal, dish) = (text("meal").unwrap_or_default(), text("dish").unwrap_or_default());
    let day = matches.get_one::<u8>("day").map_or(0, |day| usize::from(*day) - 1);
    let meal_name = words.get(&format!("meal-long-{meal}"));
    let missing =
        || words.with("swap-no-place", &[("meal", &meal_name), ("dish", dish)]).replace(char::is_control, "\u{fffd}");
    let place = place(&plan, day, meal, dish).ok_or_else(missing)?;
    let table = Table::bundled();
    let avoid = avoid(matches, words)?;
    let month = matches.get_one::<u8>("month").copied();
    let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month };
    let refused = |why: NoSwap| swap_words::refused(words, &why);
    let found: Vec<Other> = match matches.get_one::<u32>("ingredient") {
        Some(code) => {
            let found = ingredients(&question, FoodCode(*code)).map_err(refused)?;
            found.into_iter().map(|other| food(&table, other)).collect()
        }
        None => dishes(&question).map_err(refused)?.into_iter().map(|other| cooked(&table, place, other)).collect(),
    };
    let Some(to) = text("to") else {
        return Ok(if matches.get_flag("json") {
            as_json(&request, &found)
        } else {
            as_text(&request, &table, &found, words)
        });
    };
    let chosen = found.iter().find(|other| other.id == to && other.offered);
    let chosen =
        chosen.ok_or_else(|| words.with("swap-not-offered", &[("to", to)]).replace(char::is_control, "\u{fffd}"))?;
    let told = told(&table, &chosen.plan);
    Ok(if matches.get_flag("json") {
        format!("{:#}\n", Value::Object(menu_json::answer(&request.people, &told)))
    } else {
        text::print(&request.people, &told, words)
    })
}

/// What the household keeps from its table.
fn avoid(matches: &ArgMatches, words: &Words) -> Result<Avoid, String> {
    let several = |name: &str| -> Vec<&str> {
        let given = matches.get_many::<String>(name).into_iter().flatten().flat_map(|given| given.split(','));
        given.map(str::trim).filter(|given| !given.is_empty()).collect()
    };
    let given = json!({
        "vegetarian": matches.get_flag("vegetarian"), "allergens": several("allergen"), "dislikes": several("dislike"),
    });
    avoided(&At { value: &given, path: "$".into() }).map_err(|fault| {
        let path = in_flags(&fault.path, false);
        sentence(&Fault { path, ..fault }, words)
    })
}

/// The file's days as one household's plan: a dish that several have at a meal is one cooking. `None`: foods by weight
/// stand in no dish, and nothing could take their place.
fn plan(request: &Request) -> Option<Plan> {
    let region = request.people.first()?.region;
    let eaters = request.people.iter().map(|someone| someone.eater.clone()).collect();
    let mut days = Vec::new();
    for menus in &request.days {
        let mut meals: Vec<PlanMeal> = Vec::new();
        for (eater, menu) in menus.iter().enumerate() {
            for served in &menu.meals {
                if !served.ingredients.is_empty() {
                    return None;
                }
                if meals.iter().all(|meal| meal.meal != served.meal) {
                    meals.push(PlanMeal { meal: served.meal, dishes: Vec::new() });
                }
                let meal = meals.iter_mut().find(|meal| meal.meal == served.meal)?;
                for serving in &served.dishes {
                    let portion = Portion { eater, servings: serving.portion, share: serving.share };
                    let alike = |dish: &&mut PlanDish| {
                        dish.dish == serving.dish && dish.changes == serving.changes && dish.portion_of(eater).is_none()
                    };
                    match meal.dishes.iter_mut().find(alike) {
                        Some(dish) => dish.portions.push(portion),
                        None => meal.dishes.push(PlanDish {
                            dish: serving.dish.clone(),
                            changes: serving.changes.clone(),
                            portions: vec![portion],
                        }),
                    }
                }
            }
        }
        meals.sort_by_key(|meal| Meal::ALL.iter().position(|known| *known == meal.meal));
        days.push(PlanDay { meals });
    }
    Some(Plan { region, eaters, days })
}

fn place(plan: &Plan, day: usize, meal: &str, dish: &str) -> Option<Place> {
    let meals = &plan.days.get(day)?.meals;
    let meal = meals.iter().position(|served| served.meal.code() == meal)?;
    let dish = meals[meal].dishes.iter().position(|cooked| cooked.dish == dish)?;
    Some(Place { day, meal, dish })
}

fn cooked(table: &Table<'_>, place: Place, other: Alternative) -> Other {
    let dish = table.dish(&other.dish);
    let portions = &other.plan.days[place.day].meals[place.meal].dishes[place.dish].portions;
    Other {
        name: dish.map_or_else(String::new, |dish| dish.name_vi.clone()),
        minutes: dish.and_then(|dish| dish.minutes.as_ref()).map(|minutes| minutes.total),
        amount: portions.first().map_or(0.0, |portion| portion.servings),
        offered: other.is_offered(),
        id: other.dish,
        on_labels: other.on_labels,
        effect: other.effect,
        plan: other.plan,
    }
}

fn food(table: &Table<'_>, other: Substitute) -> Other {
    Other {
        id: other.food.to_string(),
        name: table.foods().food(other.food).map_or_else(String::new, |food| food.name_vi.clone()),
        amount: other.grams,
        offered: other.is_offered(),
        minutes: None,
        on_labels: other.on_labels,
        effect: other.effect,
        plan: other.plan,
    }
}

/// What is told of each person, day by day.
fn told(table: &Table<'_>, plan: &Plan) -> Vec<Vec<Told>> {
    Told::of_plan(table, plan).expect("the swap was read with the same table")
}

fn as_json(request: &Request, found: &[Other]) -> String {
    let person = |eater: usize| request.people[eater].eater.id.as_str();
    let broken = |list: &[Broken]| -> Vec<Value> {
        let line = |broken: &Broken| {
            let found = &broken.finding;
            json!({
                "person": person(broken.eater), "rule": found.rule, "value": found.value, "before": broken.before,
                "low": found.low, "high": found.high, "unit": found.unit, "verdict": found.verdict,
            })
        };
        list.iter().map(line).collect()
    };
    let alternatives: Vec<Value> = found
        .iter()
        .map(|other| {
            let effect = &other.effect;
            let moves = effect.moves.iter().map(
                |moved| json!({ "person": person(moved.eater), "nutrient": moved.nutrient, "by": moved.by, "unit": moved.unit }),
            );
            let portions = effect.portions.iter().map(|moved| {
                json!({ "person": person(moved.eater), "dish_id": moved.dish, "from": moved.from, "to": moved.to })
            });
            json!({
                "id": other.id, "name_vi": other.name, "amount": other.amount, "offered": other.offered,
                "standing": effect.standing, "cost_vnd": effect.vnd.round(), "minutes": other.minutes, "read_labels": other.on_labels,
                "moves": moves.collect::<Vec<_>>(), "portions": portions.collect::<Vec<_>>(), "broken": broken(&effect.broken), "cautions": broken(&effect.cautions),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "alternatives": alternatives }))
}

fn as_text(request: &Request, table: &Table<'_>, found: &[Other], words: &Words) -> String {
    if found.is_empty() {
        return format!("{}\n", words.get("plan-no-dish"));
    }
    let mut out = String::new();
    let person = |eater: usize| request.people[eater].eater.id.replace(char::is_control, "\u{fffd}");
    let several = request.people.len() > 1;
    for other in found {
        let standing = words.get(match other.effect.standing {
            Standing::Balanced => "plan-still-balanced",
            Standing::NoWorse => "plan-no-worse",
            Standing::Breaks => "swap-breaks",
        });
        let dearer = if other.effect.vnd.round() > 0.0 { "+" } else { "" };
        let vnd = format!("{dearer}{}", words.language().decimal(other.effect.vnd.round(), 0));
        let line = [("id", other.id.as_str()), ("name", &other.name), ("standing", &standing), ("vnd", &vnd)];
        let _ = writeln!(out, "{}", words.with("swap-line", &line));
        if let Some(minutes) = other.minutes {
            let _ = writeln!(out, "    {}", words.with("plan-minutes", &[("minutes", &minutes.to_string())]));
        }
        for moved in other.effect.moves.iter().take(MOST_MOVES) {
            let sign = if moved.by < 0.0 { '−' } else { '+' };
            let what = words.get(&format!("rule-{}", moved.nutrient.code()));
            let (by, unit) = (number(moved.by.abs(), words), unit(moved.unit, words));
            let whose = if several { format!("{}: ", person(moved.eater)) } else { String::new() };
            let _ = writeln!(out, "    {whose}{what} {sign}{by} {unit}");
        }
        if !other.on_labels.is_empty() {
            let _ = writeln!(out, "    {}", food_words::read_label(&other.on_labels, words));
        }
        for moved in &other.effect.portions {
            let Some(dish) = table.dish(&moved.dish) else { continue };
            let of = |servings| measures_in(words.language(), &dish.portions, servings);
            let person = person(moved.eater);
            let (out_of, into) = (of(moved.from), of(moved.to));
            let told = [("person", person.as_str()), ("dish", &dish.name_vi), ("out", &out_of), ("into", &into)];
            let _ = writeln!(out, "    {}", words.with("plan-refitted-of", &told));
        }
        if !other.offered {
            for broken in &other.effect.broken {
                let said = verdict(&broken.finding, Listener::HealthWorker, words);
                let person = person(broken.eater);
                let _ = writeln!(out, "    {person}: {said}");
            }
        }
    }
    out
}
