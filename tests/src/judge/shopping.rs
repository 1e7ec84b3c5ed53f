//! What `nep menu shopping --json` prints, against sums made from the tables.
//!
//! Dishes count edible raw grams; a market sells with skin and bone. Grams are summed over all that is cooked, what is at
//! home is taken off, what is left is divided by the edible share and paid at the household's own price, else the
//! region's, else the one for everywhere. What catches people out: money is rounded once, for the whole list.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bank::Bank;
use super::day::Day;
use super::tsv::{Row, rows};
use super::who::Who;
use super::{Judge, differs, list};

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Errand {
    /// Edible grams by food, of all who eat on all days.
    pub needs: BTreeMap<u32, f64>,
    /// Whose prices hold.
    pub region: String,
    /// Edible grams that the kitchen holds; `None`: enough.
    pub at_home: BTreeMap<u32, Option<f64>>,
    /// What the household pays, đ a kilogram.
    pub paid: BTreeMap<u32, f64>,
}

impl Errand {
    /// What all eaters of a printed menu eat.
    #[must_use]
    pub fn of_answer(bank: &Bank, answer: &Value) -> Self {
        let people: Vec<Who> = list(answer, "people").iter().map(Who::read).collect();
        let region = people.first().map(|who| who.region.clone()).unwrap_or_default();
        let mut errand = Self { region, ..Self::default() };
        for day in list(answer, "days") {
            for who in &people {
                for part in Day::read(bank, who, day, &mut Vec::new()).parts {
                    *errand.needs.entry(part.code).or_default() += part.grams;
                }
            }
        }
        errand
    }

    /// The same for so many times as much.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        self.needs.values_mut().for_each(|grams| *grams *= factor);
        self
    }
}

impl Judge {
    /// Everything in a printed list that the tables do not bear out.
    ///
    /// # Panics
    ///
    /// When it is no list.
    #[must_use]
    pub fn list_faults(&self, market: &Market, errand: &Errand, printed: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut lines: BTreeMap<u64, (&Value, &Value)> = BTreeMap::new();
        for part in list(printed, "stalls") {
            for line in list(part, "lines") {
                let code = line["food_code"].as_u64().expect("a food");
                if lines.insert(code, (&part["stall"], line)).is_some() {
                    faults.push(format!("{code} stands in the list twice"));
                }
            }
        }
        let mut home: BTreeMap<u64, &Value> = BTreeMap::new();
        for line in list(printed, "at_home") {
            home.insert(line["food_code"].as_u64().expect("a food"), line);
        }
        let (mut vnd, mut unpriced) = (0.0, Vec::new());
        for (&code, &needed) in &errand.needs {
            if self.bank.foods[&code].flags.contains("breast_milk") || needed <= 0.0 {
                continue;
            }
            let used = errand.at_home.get(&code).map_or(0.0, |held| held.map_or(needed, |grams| grams.min(needed)));
            match (used > 0.0, home.remove(&u64::from(code))) {
                (true, Some(line)) => {
                    differs(&mut faults, &format!("{code} from home"), &line["edible_grams"], Some(used));
                    if line["enough"] != (used >= needed) {
                        faults.push(format!("{code}: {used} g are at home, {needed} g are needed: {line}"));
                    }
                }
                (true, None) => faults.push(format!("{used} g of {code} are at home, and nothing says so")),
                (false, Some(line)) => faults.push(format!("none of {code} is at home: {line}")),
                (false, None) => {}
            }
            match (used < needed, lines.remove(&u64::from(code))) {
                (true, Some((stall, line))) => {
                    if stall != market.stall(code, self.bank.foods[&code].group) {
                        faults.push(format!("{code} is not sold at {stall}"));
                    }
                    match self.line(errand, market, code, needed - used, line, &mut faults) {
                        Some(paid) => vnd += paid,
                        None => unpriced.push(code),
                    }
                }
                (true, None) => faults.push(format!("{} g of {code} are not on the list", needed - used)),
                (false, Some((_, line))) => faults.push(format!("{code} need not be bought: {line}")),
                (false, None) => {}
            }
        }
        let nobody_needs = lines.keys().chain(home.keys());
        faults.extend(nobody_needs.map(|code| format!("nobody needs {code}")));
        differs(&mut faults, "cost", &printed["cost_vnd"], Some((vnd / 100.0).round() * 100.0));
        let mut told: Vec<u64> = list(printed, "unpriced").iter().filter_map(Value::as_u64).collect();
        told.sort_unstable();
        if !told.iter().copied().eq(unpriced.iter().copied().map(u64::from)) {
            faults.push(format!("without a price: {told:?} are printed, the tables say {unpriced:?}"));
        }
        faults
    }

    /// What one line costs; `None`: nobody noted a price.
    fn line(
        &self,
        errand: &Errand,
        market: &Market,
        code: u32,
        edible: f64,
        printed: &Value,
        faults: &mut Vec<String>,
    ) -> Option<f64> {
        let food = &self.bank.foods[&code];
        let purchased = food.edible.map_or(edible, |percent| edible / percent * 100.0);
        let price = self.bank.price(code, &errand.region);
        let ready = price.is_some_and(|row| row.text("basis") == "edible");
        let asked = if ready { edible } else { purchased };
        let own = errand.paid.get(&code).copied();
        let per_kg = own.or_else(|| price.and_then(|row| row.number("price_vnd_per_kg")));
        let vnd = per_kg.map(|vnd| asked / 1000.0 * vnd);
        for (what, ours) in [("edible_grams", Some(edible)), ("purchased_grams", Some(purchased)), ("vnd", vnd)] {
            differs(faults, &format!("{what} of {code}"), &printed[what], ours);
        }
        let noted = own.map_or_else(|| price.map(|row| row.text("confidence")), |_| Some("high"));
        // Counted as wholly edible, it is of low confidence at best.
        let guessed = !ready && food.edible.is_none();
        let sure = noted.map(|noted| if guessed && noted != "estimate" { "low" } else { noted });
        let place = price.filter(|_| own.is_none());
        let place = place.map(|row| format!("data/dishes/nep-2026/prices.tsv:{}", row.line));
        for (what, ours) in [
            ("edible_share_known", Value::from(food.edible.is_some())),
            ("sold_ready", Value::from(ready)),
            ("price_confidence", Value::from(sure)),
            ("price_place", Value::from(place)),
            ("food_name_vi", Value::from(food.name.as_str())),
        ] {
            if printed[what] != ours {
                faults.push(format!("{what} of {code}: {} is printed, the tables say {ours}", printed[what]));
            }
        }
        let stall = market.stall(code, food.group);
        faults.extend(market.wrongly_asked(code, stall, edible, asked, &printed["ask_for"]));
        vnd
    }
}

/// The tables of shopping, read once.
#[derive(Debug)]
pub struct Market {
    stalls: Vec<Row>,
    units: Vec<Row>,
    menus: Vec<Row>,
    dishes: Vec<Row>,
}

impl Market {
    /// Reads them.
    #[must_use]
    pub fn read() -> Self {
        let mut units = rows("foods/nep-2026/food_measures.tsv");
        units.retain(|row| row.words("uses").iter().any(|used| used == "market"));
        Self {
            stalls: rows("foods/nep-2026/food_stalls.tsv"),
            units,
            menus: rows("dishes/nep-2026/menu_list.tsv"),
            dishes: rows("dishes/nep-2026/menus.tsv"),
        }
    }

    /// The menus of the bank, by id.
    #[must_use]
    pub fn menus(&self) -> Vec<&str> {
        self.menus.iter().map(|row| row.text("menu_id")).collect()
    }

    /// What the dishes of a menu of the bank take.
    ///
    /// # Panics
    ///
    /// When there is no such menu.
    #[must_use]
    pub fn errand(&self, bank: &Bank, menu: &str) -> Errand {
        let named = self.menus.iter().find(|row| row.text("menu_id") == menu);
        let region = named.expect("a menu of the bank").text("region").to_owned();
        let mut errand = Errand { region, ..Errand::default() };
        for row in self.dishes.iter().filter(|row| row.text("menu_id") == menu) {
            let servings = row.number("portion_multiplier").expect("servings");
            for (food, grams, _) in &bank.dishes[row.text("dish_id")].ingredients {
                *errand.needs.entry(*food).or_default() += grams * servings;
            }
        }
        errand
    }

    fn stall(&self, code: u32, group: u32) -> &str {
        let of_food = self.stalls.iter().find(|row| row.whole("food_code") == Some(code));
        let of_group = || self.stalls.iter().find(|row| row.whole("food_group") == Some(group));
        of_food.or_else(of_group).expect("every group has a stall").text("stall")
    }

    /// What is asked for does, but for a tenth of a step, and is less than a step too much.
    fn wrongly_asked(&self, code: u32, stall: &str, edible: f64, asked: f64, printed: &Value) -> Option<String> {
        let unit = self.units.iter().find(|row| row.whole("food_code") == Some(code));
        let poured = ["seasoning", "dairy"].contains(&stall);
        let (name, exact, step) = match unit {
            Some(row) => {
                let grams = row.number("grams_edible").expect("grams");
                (row.text("measure_vi"), edible / grams, row.number("step").expect("a step"))
            }
            None if asked >= 1000.0 => ("kg", asked / 1000.0, 0.1),
            None if asked >= 100.0 && !poured => ("lạng", asked / 100.0, 0.5),
            None => return (!printed.is_null()).then(|| format!("{asked} g of {code} are asked for as {printed}")),
        };
        let amount = printed["amount"].as_f64().unwrap_or(f64::NAN);
        let steps = amount / step;
        let whole = (steps - steps.round()).abs() < 1e-6 && steps > 0.5;
        let (over, slack) = (steps - exact / step, 1e-6);
        let fits = over >= -0.1 - slack && (over < 0.9 + slack || steps < 1.5);
        (printed["measure_vi"] != name || !whole || !fits)
            .then(|| format!("{exact} {name} of {code} are asked for as {printed}"))
    }
}
