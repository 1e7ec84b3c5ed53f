//! The answer as JSON: people, days, nutrients, rules, shortfalls, cost; one entry per person and day.

use nep_core::menu::{DishReading, MealReading, Reading};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Edition, Person, Stage};
use serde_json::{Value, json};

use super::input::{Eater, Request};

pub(super) fn print(request: &Request, days: &[Vec<Reading>]) -> String {
    let each = |line: &dyn Fn(&str, usize, &Reading) -> Vec<Value>| -> Vec<Value> {
        let mut lines = Vec::new();
        for (day, readings) in days.iter().enumerate() {
            for (eater, reading) in request.people.iter().zip(readings) {
                lines.extend(line(&eater.id, day + 1, reading));
            }
        }
        lines
    };
    let answer = json!({
        "people": request.people.iter().map(person).collect::<Vec<_>>(),
        "days": days.iter().enumerate().map(|(index, readings)| day(request, index + 1, readings)).collect::<Vec<_>>(),
        "verdicts": each(&|person, day, reading| vec![json!({ "person": person, "day": day, "overall": reading.overall })]),
        "nutrients": each(&nutrients),
        "rules": each(&rules),
        "shortfalls": each(&shortfalls),
        "cost_vnd": days.iter().flatten().map(|reading| reading.cost.vnd).sum::<u64>(),
        "costs": each(&|person, day, reading| vec![with(person, day, &reading.cost)]),
        "food_groups": each(&|person, day, reading| {
            let groups = reading.food_groups.iter();
            groups.map(|(group, grams)| json!({ "person": person, "day": day, "group": group, "grams": tidy(*grams) })).collect()
        }),
        "breast_milk": each(&|person, day, reading| reading.breast_milk.iter().map(|milk| with(person, day, milk)).collect()),
        "balanced": days.iter().flatten().all(|reading| reading.overall == Overall::Balanced),
    });
    format!("{answer:#}\n")
}

fn person(eater: &Eater) -> Value {
    let Person { stage, edition, zinc, .. } = eater.person;
    let mut out = json!({
        "id": eater.id,
        "stage": eater.person.stage_code(),
        "age_months": null,
        "age_years": null,
        "sex": null,
        "breastfed": null,
        "activity": null,
        "edition": edition,
        "edition_complete": edition == Edition::Y2016,
        "region": eater.region,
        "zinc_absorption": zinc,
        "assumed": eater.assumed,
    });
    match stage {
        Stage::Pregnant { age_years, activity, .. } | Stage::Lactating { age_years, activity, .. } => {
            out["age_years"] = json!(age_years);
            out["activity"] = json!(activity);
        }
        Stage::Child { age_months, sex, breastfed } => {
            out["age_months"] = json!(age_months);
            out["sex"] = json!(sex);
            out["breastfed"] = json!(breastfed);
        }
    }
    out
}

/// The dishes of a day, each with the person who eats it.
fn day(request: &Request, day: usize, readings: &[Reading]) -> Value {
    let mut meals: Vec<Value> = Vec::new();
    for (eater, reading) in request.people.iter().zip(readings) {
        for (index, meal) in reading.meals.iter().enumerate() {
            if meals.len() <= index {
                meals.push(json!({ "meal": meal.meal, "dishes": [] }));
            }
            if let Some(dishes) = meals[index]["dishes"].as_array_mut() {
                dishes.extend(served(&eater.id, meal));
            }
        }
    }
    json!({ "day": day, "meals": meals })
}

fn served<'a>(eater: &'a str, meal: &'a MealReading) -> impl Iterator<Item = Value> + 'a {
    meal.dishes.iter().map(move |dish| {
        let DishReading { dish_id, name_vi, portion, share, changes, energy, cost: _, ingredients } = dish;
        let ingredients: Vec<Value> = ingredients
            .iter()
            .map(|food| json!({ "food_code": food.food_code, "food_name_vi": food.food_name_vi, "grams": tidy(food.grams) }))
            .collect();
        json!({
            "dish_id": dish_id, "name_vi": name_vi, "eater": eater, "portion": portion, "share": share,
            "changes": changes,
            "energy_kcal": tidy(energy.amount), "ingredients": ingredients,
        })
    })
}

fn nutrients(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.nutrients.iter().map(|line| {
        let mut sources: Vec<Value> = Vec::new();
        for figure in [&line.need, &line.high, &line.upper].into_iter().flatten() {
            sources.extend(figure.sources.iter().map(|source| json!(source)));
        }
        json!({
            "person": person, "day": day, "nutrient": line.nutrient, "unit": line.unit,
            "amount": tidy(line.amount), "known_share": tidy(line.known_share),
            "need": line.need.as_ref().map(|figure| tidy(figure.value)),
            "upper": line.upper.as_ref().or(line.high.as_ref()).map(|figure| tidy(figure.value)),
            "edition": line.need.as_ref().or(line.high.as_ref()).or(line.upper.as_ref()).map(|figure| &figure.edition),
            "sources": sources,
        })
    });
    lines.collect()
}

fn rules(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.rules.iter().map(|finding| {
        let mut line = with(person, day, finding);
        for figure in ["value", "low", "high", "known_share"] {
            line[figure] = line[figure].as_f64().map_or(Value::Null, |number| json!(tidy(number)));
        }
        line["source"] =
            json!(finding.sources.iter().map(|source| source.place.to_string()).collect::<Vec<_>>().join("; "));
        line
    });
    lines.collect()
}

fn shortfalls(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.shortfalls.iter().map(|short| {
        let mut line = with(person, day, short);
        line["by"] = json!(tidy(short.by));
        line
    });
    lines.collect()
}

/// What it serialises to, with person and day.
fn with(person: &str, day: usize, found: &impl serde::Serialize) -> Value {
    let mut line = serde_json::to_value(found).expect("plain structs serialise");
    line["person"] = json!(person);
    line["day"] = json!(day);
    line
}

/// Six places: far more than any figure holds, without the noise of binary fractions.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
