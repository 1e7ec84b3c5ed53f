//! Random requests to the menu builder, the same for the same seed, and what an answer owes the one who asked.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::bank::{Bank, Dish};
use super::day::Day;
use super::who::Who;
use super::{Judge, list};

/// Numbers that look random, the same on every computer (SplitMix64, Steele and others 2014).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 up to below `sides`.
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred sides at most")]
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    /// True in so many of a hundred.
    pub fn in_a_hundred(&mut self, cases: usize) -> bool {
        self.roll(100) < cases
    }

    /// One of them.
    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }
}

const WOMEN: [&str; 5] = ["pregnant_t1", "pregnant_t2", "pregnant_t3", "lactating_0_6", "lactating_6_12"];
/// Both sides of every age at which a table turns a page. The bank has no dish for a child of 6 months yet.
const MONTHS: [u32; 15] = [7, 8, 9, 10, 11, 12, 17, 23, 24, 30, 35, 36, 47, 48, 60];
const YEARS: [u32; 9] = [15, 17, 18, 19, 20, 25, 29, 30, 49];
const ALLERGENS: [&str; 10] =
    ["milk", "eggs", "fish", "crustaceans", "molluscs", "peanuts", "tree_nuts", "soy", "gluten", "sesame"];
/// Liver, pork, carp, hen's egg, river shrimp, water spinach, pumpkin, tofu, peanuts, milk powder.
const DISLIKED: [u32; 10] = [7041, 7017, 8004, 9001, 8051, 4072, 4007, 3025, 3017, 10006];
const MEALS: [&str; 6] = ["breakfast", "snack_am", "lunch", "snack_pm", "dinner", "snack_night"];

fn person(dice: &mut Dice, id: &str, woman: bool) -> Value {
    let mut person = json!({ "id": id });
    if woman {
        person["stage"] = json!(dice.of(&WOMEN));
        person["age_years"] = json!(dice.of(&YEARS));
        person["activity"] = json!(dice.of(&["light", "moderate", "heavy"]));
        if person["stage"].as_str().is_some_and(|stage| stage.starts_with("lactating")) && dice.in_a_hundred(50) {
            person["menses_returned"] = json!(dice.in_a_hundred(50));
        }
    } else {
        person["stage"] = json!("child");
        person["age_months"] = json!(dice.of(&MONTHS));
        if dice.in_a_hundred(75) {
            person["sex"] = json!(dice.of(&["f", "m"]));
        }
        if dice.in_a_hundred(80) {
            person["breastfed"] = json!(dice.in_a_hundred(55));
        }
    }
    if dice.in_a_hundred(25) {
        person["edition"] = json!("2026");
    }
    person
}

/// A request. Every one can be answered: what is fixed suits who eats it.
pub fn request(dice: &mut Dice, bank: &Bank, id: usize) -> Value {
    let eaters = dice.of(&[1, 1, 1, 1, 1, 1, 2, 2, 3, 4]);
    let people: Vec<Value> = (0..eaters)
        .map(|index| {
            let woman = if index == 0 { dice.in_a_hundred(50) } else { dice.in_a_hundred(35) };
            person(dice, &format!("p{index}"), woman)
        })
        .collect();
    let region = dice.of(&["north", "central", "south"]);
    let mut asked = json!({ "id": id, "people": people, "region": region, "seed": dice.roll(1000) });
    if eaters < 4 && dice.in_a_hundred(15) {
        asked["adults"] = json!(1);
    }
    let days = dice.of(&[1, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
    asked["days"] = json!(days);
    if dice.in_a_hundred(30) {
        let from = dice.roll(3);
        let meals: Vec<&str> = match from {
            0 => vec!["breakfast", "lunch", "dinner"],
            1 => vec!["breakfast", "lunch", "snack_pm", "dinner"],
            _ => vec![MEALS[dice.roll(6)]],
        };
        asked["meals"] = json!(meals);
    }
    if dice.in_a_hundred(50) {
        asked["month"] = json!(1 + dice.roll(12));
    }
    let plain = !dice.in_a_hundred(40);
    if !plain {
        match dice.roll(3) {
            0 => asked["vegetarian"] = json!(true),
            1 => {
                let first = dice.of(&ALLERGENS);
                asked["allergens"] = json!(BTreeSet::from([first, dice.of(&ALLERGENS)]));
            }
            _ => {
                let foods: BTreeSet<String> = (0..=dice.roll(4)).map(|_| dice.of(&DISLIKED).to_string()).collect();
                let mut disliked: Vec<String> = foods.into_iter().collect();
                let dishes: Vec<&String> = bank.dishes.keys().collect();
                disliked.push(dice.of(&dishes).clone());
                asked["dislikes"] = json!(disliked);
            }
        }
    } else if dice.in_a_hundred(30) {
        wish(dice, bank, &mut asked);
    }
    if dice.in_a_hundred(35) {
        let a_head = dice.of(&[3_000, 15_000, 30_000, 45_000, 60_000, 100_000, 200_000]);
        asked["budget_vnd_per_day"] = json!(a_head * eaters);
    }
    if dice.in_a_hundred(15) {
        let food = dice.of(&[1004, 7017, 9001, 4072, 3025]);
        asked["at_home"] = json!([{ "food": food.to_string(), "grams": 100 + 50 * dice.roll(8) }]);
    }
    if dice.in_a_hundred(8) {
        asked["proposals"] = json!(2);
    }
    asked
}

/// A dish for one who eats alone, fixed in a meal or only liked.
fn wish(dice: &mut Dice, bank: &Bank, asked: &mut Value) {
    let (people, region) = (list(asked, "people"), asked["region"].as_str().expect("a region"));
    let [person] = people else { return };
    let months = person["age_months"].as_u64().and_then(|months| u32::try_from(months).ok());
    let audience = person["stage"].as_str().expect("a stage");
    let suits = |dish: &&Dish| {
        let age = match (dish.months, months) {
            (Some((first, last)), Some(months)) => (first..=last).contains(&months),
            (months_of_dish, months) => months_of_dish.is_none() && months.is_none(),
        };
        let hers = months.is_some() || dish.audiences.iter().any(|word| audience.starts_with(word.as_str()));
        age && hers && dish.regions.iter().any(|known| known == region)
    };
    let fitting: Vec<(&String, &Dish)> = bank.dishes.iter().filter(|(_, dish)| suits(dish)).collect();
    let (id, dish) = dice.of(&fitting);
    let served = asked["meals"].as_array().map(|meals| meals.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    // Nobody asks for a snack that the usual day of the stage has not.
    let always = ["breakfast", "lunch", "dinner"];
    let at = dish.meals.iter().map(String::as_str).filter(|meal| match &served {
        Some(served) => served.contains(meal),
        None => always.contains(meal),
    });
    let at: Vec<&str> = at.collect();
    if at.is_empty() || dice.in_a_hundred(50) {
        asked["favourites"] = json!([id]);
    } else {
        asked["fixed"] = json!([{ "meal": dice.of(&at), "dish": id }]);
    }
}

/// Words of foods and dishes that no menu here holds: the law on breast-milk substitutes.
const NEVER: [&str; 5] = ["sữa công thức", "bình sữa", "núm vú", "sữa thay thế", "bú bình"];

impl Judge {
    /// What the answer owes the request, and every eater, and does not give.
    ///
    /// # Panics
    ///
    /// When the answer is no answer.
    #[must_use]
    pub fn broken(&self, asked: &Value, answer: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let people: Vec<Who> = list(answer, "people").iter().map(Who::read).collect();
        let days = list(answer, "days");
        if asked["days"].as_u64() != Some(days.len() as u64) {
            faults.push(format!("{} days are asked, {} printed", asked["days"], days.len()));
        }
        for who in &people {
            let hers: Vec<Day<'_>> = days.iter().map(|day| Day::read(&self.bank, who, day, &mut Vec::new())).collect();
            for (day, index) in hers.iter().zip(1..) {
                let broken = self.banned(who, day).into_iter().chain(self.unwished(asked, who, day));
                faults.extend(broken.map(|fault| format!("{} on day {index}: {fault}", who.id)));
            }
            let liver =
                hers.iter().filter(|day| day.parts.iter().any(|part| part.food.name.starts_with("Gan "))).count();
            if who.stage.starts_with("pregnant") && liver > 1 {
                faults.push(format!("{}: liver on {liver} days", who.id));
            }
        }
        for fixed in list(asked, "fixed") {
            let on = |day: &Value| {
                let meals = list(day, "meals").iter().filter(|meal| meal["meal"] == fixed["meal"]);
                meals.flat_map(|meal| list(meal, "dishes")).any(|dish| dish["dish_id"] == fixed["dish"])
            };
            // Without a day it is fixed on the first.
            if !days.iter().any(on) {
                faults.push(format!("{fixed} did not stay"));
            }
        }
        certificate(&answer["certificate"], &mut faults);
        let cost = answer["cost_vnd"].as_f64().expect("a cost");
        #[expect(clippy::cast_precision_loss, reason = "a handful of days")]
        let a_day = cost / days.len() as f64;
        let over = asked["budget_vnd_per_day"].as_f64().is_some_and(|budget| a_day > budget);
        if over && answer["impossible"].is_null() {
            faults.push(format!("{a_day} đ a day, and nothing says that the budget is impossible"));
        }
        faults
    }

    /// What the issue of safety bans, told without the table of rules.
    fn banned(&self, who: &Who, day: &Day<'_>) -> Vec<String> {
        let mut found = Vec::new();
        let pregnant = who.stage.starts_with("pregnant");
        for part in &day.parts {
            let name = part.food.name.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let banned = match who.months {
                Some(..6) => Some("a menu under six months"),
                Some(..12) if has(&["muối", "nước mắm", "mắm t", "xì dầu", "bột canh", "hạt nêm"]) => {
                    Some("salt")
                }
                Some(..12) if has(&["mật ong"]) => Some("honey"),
                Some(..12)
                    if has(&["sữa bò", "sữa dê", "sữa bột", "sữa đặc"])
                        && part.food.group == 10
                        && !name.contains("chua") =>
                {
                    Some("animal milk")
                }
                Some(..12) if has(&["đường ", "nước cam", "nước quít"]) => Some("sugar or juice"),
                Some(..36) if has(&["lạc hạt", "hạt điều", "hạt dẻ", "hạt bí", "hạt dưa"]) => {
                    let ground = self.bank.dishes[part.dish].flags.contains("ground_nut");
                    (!ground).then_some("whole nuts")
                }
                Some(_) if has(&["tiết lợn sống", "nem chua", "nem chạo"]) => Some("raw meat"),
                Some(_) if has(&["cá đao"]) => Some("mercury"),
                _ if pregnant && has(&["tiết lợn sống", "nem chua", "nem chạo", "cá đao"]) => {
                    Some("raw or poisoned")
                }
                _ if has(&["rượu", "bia", "cô nhắc", "cốc tai", "cóc"]) => Some("alcohol or poison"),
                _ => None,
            };
            let dish = self.bank.dishes[part.dish].name.to_lowercase();
            let raw = ["gỏi cá", "sushi", "sashimi", "tiết canh"].iter().any(|word| dish.contains(word));
            let raw = (raw && (pregnant || who.months.is_some())).then_some("raw fish or blood");
            let law = NEVER
                .iter()
                .any(|word| name.contains(word) || dish.contains(word))
                .then_some("a substitute of breast milk");
            found.extend(banned.or(raw).or(law).map(|what| format!("{what}: {} in {}", part.food.name, part.dish)));
        }
        // 10 000 IU of preformed vitamin A a day: WHO 2013.
        if pregnant && day.of("retinol").amount > 3000.0 {
            found.push(format!("{} µg of retinol", day.of("retinol").amount));
        }
        for served in &day.served {
            if !self.bank.is_served(served.dish, who, served.portion) {
                found.push(format!("{} servings of {} are no household portion", served.portion, served.id));
            }
            if let (Some(months), None) = (who.months, served.dish.months) {
                let from = served.dish.shared_from;
                // From two years on a share of what is seasoned lightly is eaten; its salt is judged with the day's.
                let ready = served.unseasoned || !served.dish.seasoned_later || months >= 24;
                if !ready || from.is_none_or(|from| from > months) {
                    found.push(format!("{} is not shared at {months} months", served.id));
                }
            }
        }
        found
    }

    /// What was not to be on the table.
    fn unwished(&self, asked: &Value, who: &Who, day: &Day<'_>) -> Vec<String> {
        let mut found = Vec::new();
        for meal in &day.meals {
            if asked["meals"].as_array().is_some_and(|meals| meals.iter().all(|asked| asked != meal)) {
                found.push(format!("{meal} was not asked for"));
            }
        }
        for served in &day.served {
            for word in list(asked, "allergens").iter().filter_map(Value::as_str) {
                if served.dish.allergens.contains(word) {
                    found.push(format!("{word} in {}", served.id));
                }
            }
            if list(asked, "dislikes").iter().any(|disliked| disliked == served.id) {
                found.push(format!("{} is disliked", served.id));
            }
            if !served.dish.regions.contains(&who.region) && list(asked, "fixed").is_empty() {
                found.push(format!("{} is of another region", served.id));
            }
        }
        for part in &day.parts {
            let code = part.code.to_string();
            if list(asked, "dislikes").iter().any(|disliked| *disliked == code) {
                found.push(format!("{} in {} is disliked", part.food.name, part.dish));
            }
            let name = part.food.name.to_lowercase();
            let animal = [7, 8].contains(&part.food.group) || name.starts_with("nước mắm") || name.starts_with("mắm");
            if asked["vegetarian"] == true && animal {
                found.push(format!("{} in {} is not vegetarian", part.food.name, part.dish));
            }
        }
        found
    }
}

/// The gap follows from objective and bound, and a menu is called optimal when they are equal.
fn certificate(certificate: &Value, faults: &mut Vec<String>) {
    let figure = |name: &str| certificate[name].as_f64().unwrap_or(f64::NAN);
    let (objective, bound, gap) = (figure("objective"), figure("bound"), figure("gap"));
    let expected = if objective > 0.0 { (objective - bound) / objective } else { 0.0 };
    let proven = objective - bound <= 1e-9 * objective.max(1.0);
    let sound = bound >= 0.0 && bound <= objective + 1e-9 && (gap - expected).abs() < 1e-6;
    if !sound || (certificate["status"] == "optimal") != proven {
        faults.push(format!("the certificate does not agree with itself: {certificate}"));
    }
    let weighs: f64 = list(certificate, "missed").iter().map(|part| part["weighs"].as_f64().unwrap_or(f64::NAN)).sum();
    // Each day is rounded to nothing by itself.
    if weighs.is_nan() || (weighs - objective).abs() > 1e-5 * objective.max(1.0) {
        faults.push(format!("what is missed weighs {weighs}: {certificate}"));
    }
}
