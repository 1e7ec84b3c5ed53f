//! From a figure back to the printed cell: the table, its line and its column, under `data/`.
//!
//! Every figure is walked, not a sample: there are some twenty thousand.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use nep_core::foods::{Database, SourceRef};
use nep_core::nutrition::Nutrient;

/// Tables already read: lines of cells, the header first.
#[derive(Default)]
struct Tables(HashMap<&'static str, Vec<Vec<String>>>);

impl Tables {
    fn table(&mut self, file: &'static str) -> &[Vec<String>] {
        self.0.entry(file).or_insert_with(|| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(file);
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
        })
    }

    /// The printed cell under another column of the same row.
    fn beside(&mut self, place: SourceRef, column: &str) -> String {
        let table = self.table(place.file);
        let index = table[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("{place}: no {column}"));
        table[place.line as usize - 1][index].clone()
    }

    fn cell(&mut self, place: SourceRef) -> String {
        self.beside(place, place.column)
    }

    fn number(&mut self, place: SourceRef, column: &str) -> f64 {
        let cell = self.beside(place, column);
        cell.parse().unwrap_or_else(|_| panic!("{place}: “{cell}” is not a number"))
    }
}

/// Both come from the same decimal figures through a few sums at most.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1.0)
}

#[test]
fn every_food_figure_is_its_printed_cell_by_the_conversion_it_names() {
    let mut tables = Tables::default();
    let mut walked = 0;
    for food in Database::bundled().foods() {
        assert_eq!(tables.beside(food.place, "name_vi"), food.name_vi);
        assert_eq!(tables.beside(food.traits_place, "code"), food.code.to_string());
        for value in &food.nutrients {
            let (place, column) = (value.place, value.place.column);
            let told = match value.conversion {
                "" => tables.number(place, column),
                "trace" => {
                    assert_eq!(tables.cell(place), "", "{place}: a trace is an empty cell");
                    0.0
                }
                "unit" => {
                    assert!(column.ends_with("_mg") && value.nutrient == Nutrient::Copper, "{place}");
                    tables.number(place, column) * 1000.0
                }
                "without_fibre" => {
                    let fibre = tables.beside(place, "fibre_g").parse().unwrap_or(0.0);
                    tables.number(place, column) - fibre
                }
                "energy" => {
                    let part = |nutrient| food.nutrient(nutrient).expect("known").per_100g;
                    let (p, f, c) = (part(Nutrient::Protein), part(Nutrient::Fat), part(Nutrient::Carbohydrate));
                    ((4.0 * p + 9.0 * f + 4.0 * c) * 10.0).round() / 10.0
                }
                "rae_of_retinol" => tables.number(place, column),
                "rae" => {
                    // The printed cell is the largest part; with the smaller ones the total lies above it.
                    let printed = tables.number(place, column);
                    let part = if column == "vitamin_a_ug" { printed } else { printed / 12.0 };
                    assert!(value.per_100g >= part - 1e-9, "{place}: {} below its part {part}", value.per_100g);
                    let retinol = food.nutrient(Nutrient::Retinol).expect("known").per_100g;
                    assert!(value.per_100g >= retinol - 1e-9, "{place}");
                    value.per_100g
                }
                other => panic!("{place}: conversion “{other}” is not explained"),
            };
            assert!(same(told, value.per_100g), "{place}: {told} told, {} shown", value.per_100g);
            walked += 1;
        }
    }
    assert!(walked > 14_000, "{walked}");
}

#[test]
fn every_figure_of_a_2007_row_is_of_the_same_food() {
    let mut tables = Tables::default();
    for food in Database::bundled().foods() {
        for value in food.nutrients.iter().filter(|v| v.place.file == "foods/vtn-2007/foods.tsv") {
            let code = tables.beside(value.place, "code");
            // A figure lent by another food says so in its note.
            assert!(code == food.code.to_string() || !value.note.is_empty(), "{}: of food {code}", value.place);
        }
    }
}

#[test]
fn every_price_is_its_printed_cell() {
    let mut tables = Tables::default();
    for price in Database::bundled().prices() {
        assert_eq!(tables.cell(price.place), price.vnd_per_kg.to_string(), "{}", price.place);
        assert_eq!(tables.beside(price.place, "food_code"), price.food.to_string());
    }
}

#[test]
fn every_requirement_is_its_printed_cell() {
    let mut tables = Tables::default();
    for row in Database::bundled().requirements() {
        assert!(same(tables.number(row.place, "value"), row.value), "{}", row.place);
        assert_eq!(tables.beside(row.place, "unit"), row.unit);
        assert_eq!(tables.beside(row.place, "value_kind"), row.kind.code());
        assert_eq!(tables.beside(row.place, "nutrient"), row.nutrient);
        assert_eq!(tables.beside(row.place, "group_id"), row.group_id);
        assert_eq!(tables.beside(row.place, "edition"), row.edition);
        assert_eq!(tables.beside(row.place, "condition"), row.condition);
    }
}

#[test]
fn every_feeding_figure_is_its_printed_cell() {
    let mut tables = Tables::default();
    for row in Database::bundled().feeding() {
        assert_eq!(tables.cell(row.at("age_from_months")), row.from_months.to_string());
        for (column, shown) in [
            ("energy_need_boys_kcal", row.energy_need_boys_kcal),
            ("energy_need_girls_kcal", row.energy_need_girls_kcal),
            ("energy_from_food_breastfed_kcal", row.energy_from_food_breastfed_kcal),
            ("energy_from_food_non_breastfed_kcal", row.energy_from_food_non_breastfed_kcal),
        ] {
            let printed = tables.cell(row.at(column));
            assert_eq!(printed, shown.map_or(String::new(), |kcal| kcal.to_string()), "{}", row.at(column));
        }
    }
}

#[test]
fn every_ingredient_and_portion_is_its_printed_cell() {
    let mut tables = Tables::default();
    let db = Database::bundled();
    for dish in db.dishes() {
        assert_eq!(tables.beside(dish.place, "id"), dish.id);
        for ingredient in &dish.ingredients {
            assert!(same(tables.number(ingredient.place, "grams"), ingredient.grams), "{}", ingredient.place);
            assert_eq!(tables.beside(ingredient.place, "dish_id"), dish.id);
            assert_eq!(tables.beside(ingredient.place, "food_code"), ingredient.food.to_string());
        }
    }
    for menu in db.menus() {
        for part in &menu.dishes {
            assert!(same(tables.number(part.place, "portion_multiplier"), part.portion), "{}", part.place);
            assert_eq!(tables.beside(part.place, "dish_id"), part.dish);
        }
    }
}

#[test]
fn the_tables_and_the_library_count_the_same_nutrients_in_the_same_units() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/foods/nep-2026/nutrients.tsv");
    let text = fs::read_to_string(path).expect("the list of nutrients");
    let mut told: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| cells[2] != "carotenoid")
        .map(|cells| (cells[0].to_owned(), cells[1].to_owned()))
        .collect();
    let mut known: Vec<(String, String)> =
        Nutrient::ALL.iter().map(|n| (n.code().to_owned(), n.unit().symbol().to_owned())).collect();
    told.sort();
    known.sort();
    assert_eq!(told, known);
}
