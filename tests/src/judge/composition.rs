//! What 100 g of a food hold, chosen among the tables as `data/foods/nep-2026/PROVENANCE.md` says.

use std::collections::BTreeMap;

use super::tsv::{Row, rows};

/// Nutrient → amount in 100 g; what no table knows is not in it.
pub type Composition = BTreeMap<String, f64>;

struct Sources {
    nutrients: Vec<Row>,
    vtn: BTreeMap<u32, Row>,
    nin: BTreeMap<u32, Row>,
    usda: BTreeMap<u32, Row>,
    ciqual: BTreeMap<u32, Row>,
    decisions: BTreeMap<(u32, String), Row>,
    zeros: Vec<Row>,
}

/// Every food's composition.
#[must_use]
pub fn compositions() -> BTreeMap<u32, Composition> {
    let by = |path: &str, column: &str| -> BTreeMap<u32, Row> {
        rows(path).into_iter().filter_map(|row| Some((row.whole(column)?, row))).collect()
    };
    // Rows with a seven-figure code are cooked forms, and none is used.
    let raw = rows("foods/nin-online-2026/foods.tsv").into_iter().filter(|row| row.text("code").len() < 7);
    let sources = Sources {
        nutrients: rows("foods/nep-2026/nutrients.tsv"),
        vtn: by("foods/vtn-2007/foods.tsv", "code"),
        nin: raw.filter_map(|row| Some((row.whole("code_2007")?, row))).collect(),
        usda: by("foods/usda-sr28/nutrients.tsv", "code_2007"),
        ciqual: by("foods/ciqual-2020/nutrients.tsv", "code_2007"),
        decisions: rows("foods/nep-2026/decisions.tsv")
            .into_iter()
            .map(|row| ((row.whole("code").expect("a food"), row.text("nutrient").to_owned()), row))
            .collect(),
        zeros: rows("foods/nep-2026/zeros.tsv"),
    };
    let mut all: BTreeMap<u32, Composition> =
        sources.vtn.keys().map(|&code| (code, sources.of_the_table(code))).collect();
    let usda = rows("foods/usda-sr28/nutrients.tsv");
    for own in rows("foods/nep-2026/foods.tsv") {
        let theirs = usda.iter().find(|row| row.text("name_vi") == own.text("usda_name"));
        all.insert(own.whole("code").expect("a code"), sources.of_ours(&own, theirs));
    }
    all
}

impl Sources {
    fn of_the_table(&self, code: u32) -> Composition {
        let group = self.vtn[&code].text("food_group");
        let mut known = Composition::new();
        for nutrient in &self.nutrients {
            let name = nutrient.text("nutrient");
            let decided = [nutrient.text("vtn_2007"), name]
                .into_iter()
                .find_map(|column| self.decisions.get(&(code, column.to_owned())));
            let found = match decided {
                Some(decision) => self.decided(code, nutrient, decision),
                None => self.chosen(code, nutrient, &known).or_else(|| self.cannot_hold(code, group, name)),
            };
            known.extend(found.map(|amount| (name.to_owned(), amount)));
        }
        known
    }

    fn decided(&self, code: u32, nutrient: &Row, decision: &Row) -> Option<f64> {
        let cell = |table: &BTreeMap<u32, Row>, code: u32, column: &str| {
            amount(table.get(&code)?, nutrient.text(column), nutrient.text("unit"))
        };
        match decision.text("decision") {
            "keep_2007" => cell(&self.vtn, code, "vtn_2007"),
            "use_nin" => cell(&self.nin, code, "nin_online_2026"),
            "use_usda" => cell(&self.usda, code, "usda_sr28"),
            "set_value" => decision.number("value"),
            "set_missing" => None,
            "use_food" => {
                let other = decision.whole("value").expect("a food");
                cell(&self.vtn, other, "vtn_2007").or_else(|| cell(&self.nin, other, "nin_online_2026"))
            }
            other => panic!("nobody decided {other}"),
        }
    }

    fn chosen(&self, code: u32, nutrient: &Row, known: &Composition) -> Option<f64> {
        let rule = nutrient.text("rule");
        if rule == "rae" {
            // Meat, fish, eggs and milk may go by retinol alone.
            let animal = ["7", "8", "9", "10"].contains(&self.vtn[&code].text("food_group"));
            return activity(known, animal).or_else(|| Self::abroad(&self.usda, "usda_sr28", code, nutrient));
        }
        let cell = |table: &BTreeMap<u32, Row>, column: &str| {
            amount(table.get(&code)?, nutrient.text(column), nutrient.text("unit"))
        };
        let (old, new) = (cell(&self.vtn, "vtn_2007"), cell(&self.nin, "nin_online_2026"));
        if rule == "proximate" {
            let trace = || (nutrient.text("nutrient") == "fat").then_some(0.0);
            return old.or(new).or_else(trace);
        }
        let changed = |old: f64, new: f64| {
            let printed = self.vtn[&code].text(nutrient.text("vtn_2007"));
            let decimals = i32::try_from(printed.split_once('.').map_or(0, |(_, d)| d.len())).expect("a few");
            let of_the_book = if old > 0.0 { 0.5 / 10_f64.powi(decimals) } else { 0.0 };
            let of_the_list = if nutrient.text("nutrient") == "copper" { 5.0 } else { 0.005 };
            (old - new).abs() > f64::max(of_the_book, of_the_list) + 1e-9
        };
        match (old, new) {
            (Some(old), Some(new)) if changed(old, new) => return Some(new),
            (Some(one), _) | (None, Some(one)) => return Some(one),
            (None, None) => {}
        }
        let of_usda = Self::abroad(&self.usda, "usda_sr28", code, nutrient).filter(|theirs| match rule {
            "carotenoid" => false,
            "part" => known.get("carbohydrate").is_some_and(|all| theirs <= all),
            "fatty_acid" => {
                let fat = known.get("fat").zip(self.usda[&code].number("fat_g"));
                fat.is_some_and(|(ours, fat)| {
                    let gap = (fat - ours).abs();
                    (gap <= 0.5 || gap <= ours / 4.0) && theirs <= ours
                })
            }
            _ => true,
        });
        of_usda.or_else(|| Self::abroad(&self.ciqual, "ciqual_2020", code, nutrient))
    }

    /// A foreign figure, of the same or a close food.
    fn abroad(table: &BTreeMap<u32, Row>, column: &str, code: u32, nutrient: &Row) -> Option<f64> {
        let near = ["same food", "close"].contains(&table.get(&code)?.text("match"));
        amount(table.get(&code)?, nutrient.text(column), nutrient.text("unit")).filter(|_| near)
    }

    fn cannot_hold(&self, code: u32, group: &str, nutrient: &str) -> Option<f64> {
        let none = self.zeros.iter().any(|zero| {
            zero.text("nutrient") == nutrient
                && zero.words("groups").iter().any(|word| word == group)
                && zero.words("except").iter().all(|word| *word != code.to_string())
        });
        none.then_some(0.0)
    }

    /// A food the 2007 table lacks.
    fn of_ours(&self, own: &Row, theirs: Option<&Row>) -> Composition {
        let mut known = Composition::new();
        for nutrient in &self.nutrients {
            let (name, unit) = (nutrient.text("nutrient"), nutrient.text("unit"));
            let ours =
                ["vtn_2007", "ciqual_2020"].into_iter().find_map(|table| amount(own, nutrient.text(table), unit));
            let of_usda = || {
                let row = theirs?;
                let all = amount(row, nutrient.text("usda_sr28"), unit)?;
                let fibre = if name == "carbohydrate" { row.number("fibre_g").unwrap_or(0.0) } else { 0.0 };
                Some(all - fibre)
            };
            let none = || self.cannot_hold(own.whole("code").expect("a code"), own.text("food_group"), name);
            let made = || (name == "vitamin_a").then(|| activity(&known, false)).flatten();
            let found = ours.or_else(made).or_else(of_usda).or_else(none);
            known.extend(found.map(|amount| (name.to_owned(), amount)));
        }
        let energy = 4.0 * known["protein"] + 9.0 * known["fat"] + 4.0 * known["carbohydrate"];
        known.insert("energy".to_owned(), (energy * 10.0).round() / 10.0);
        known
    }
}

/// Retinol activity equivalents, µg.
fn activity(known: &Composition, animal: bool) -> Option<f64> {
    let of = |nutrient: &str| known.get(nutrient).copied();
    let beta = match of("beta_carotene") {
        None if animal => 0.0,
        beta => beta?,
    };
    let minor = of("alpha_carotene").unwrap_or(0.0) + of("beta_cryptoxanthin").unwrap_or(0.0);
    Some(of("retinol")? + beta / 12.0 + minor / 24.0)
}

/// The cell in the nutrient's unit: the column's name ends in its own.
fn amount(row: &Row, column: &str, unit: &str) -> Option<f64> {
    let printed = row.number(column).filter(|_| !column.is_empty())?;
    let of = |unit: &str| match unit {
        "g" => 1e6,
        "mg" => 1e3,
        _ => 1.0,
    };
    let own = column.rsplit('_').next().unwrap_or_default();
    Some(if own == "kcal" { printed } else { printed * of(own) / of(unit) })
}
