//! The list as JSON.

use nep_core::foods::{Database, FoodCode};
use nep_core::menu::shopping::{HomeLine, Line, Quantity};
use serde_json::{Value, json};

use super::Made;

fn name(food: FoodCode) -> &'static str {
    Database::bundled().food(food).map_or("", |food| &food.name_vi)
}

pub(super) fn answer(made: &Made) -> Value {
    let stalls: Vec<Value> = made
        .list
        .stalls
        .iter()
        .map(|part| json!({ "stall": part.stall.code(), "lines": part.lines.iter().map(|line| self::line(made, line)).collect::<Vec<_>>() }))
        .collect();
    json!({
        "region": made.region.code(),
        "people": made.people,
        "days": made.days,
        "stalls": stalls,
        "at_home": made.list.home.iter().map(|line| home(made, line)).collect::<Vec<_>>(),
        "cost_vnd": made.list.cost.vnd,
        "cost_confidence": made.list.cost.confidence,
        "unpriced": made.list.cost.unpriced,
    })
}

fn line(made: &Made, line: &Line) -> Value {
    json!({
        "food_code": line.food,
        "food_name_vi": name(line.food),
        "called_vi": made.called.name_vi(line.food),
        "edible_grams": line.edible_grams,
        "purchased_grams": line.purchased_grams,
        "edible_share_known": line.edible_share_known,
        "sold_ready": line.sold_ready,
        "ask_for": quantity(&line.quantity),
        "vnd": line.price.map(|price| price.vnd),
        "price_confidence": line.price.map(|price| price.confidence),
        "price_place": line.price.and_then(|price| price.place).map(|place| format!("data/{}:{}", place.file, place.line)),
    })
}

fn quantity(quantity: &Quantity) -> Value {
    match quantity {
        Quantity::Units { measure, amount } => {
            json!({ "amount": amount, "measure_vi": measure.vi, "measure_en": measure.en, "confidence": measure.confidence })
        }
        Quantity::Lang(amount) => json!({ "amount": amount, "measure_vi": "lạng", "measure_en": "100 g" }),
        Quantity::Kilograms(amount) => json!({ "amount": amount, "measure_vi": "kg", "measure_en": "kg" }),
        Quantity::Grams => Value::Null,
    }
}

fn home(made: &Made, line: &HomeLine) -> Value {
    json!({
        "food_code": line.food,
        "food_name_vi": name(line.food),
        "called_vi": made.called.name_vi(line.food),
        "edible_grams": line.edible_grams,
        "enough": line.enough,
    })
}
