//! What the files hold: the list; the menu, its nutrients against the need, its recipes.

use nep_core::foods::{Dish, FoodCode, Meal};
use nep_core::menu::shopping::{Called, Line, List};
use nep_core::menu::{Plan, PlanDish, Reading, Table, swap};

use super::{Cell, Sheet};
use crate::food_words;
use crate::i18n::{Language, Words};
use crate::menu_sources::MenuSources;
use crate::rule_words;

fn columns(words: &Words, names: &[(&str, u8)]) -> Vec<(String, u8)> {
    names.iter().map(|(id, width)| (words.get(id), *width)).collect()
}

/// What to buy, stall by stall, as its dishes call it; then what is at home. `bought` says which lines are ticked.
#[must_use]
pub fn list(words: &Words, list: &List, called: &Called, bought: &dyn Fn(FoodCode) -> bool) -> Sheet {
    let food = |code| Cell::text(food_words::bought(words.language(), called, code));
    let row = |stall: &str, line: &Line| {
        vec![
            Cell::text(stall),
            food(line.food),
            food_words::quantity(words, line).map_or(Cell::Empty, Cell::Text),
            Cell::Number(line.asked_grams(), 0),
            Cell::maybe(line.price.map(|price| price.vnd), 0),
            Cell::text(line.price.map_or_else(
                || words.get("shopping-no-price"),
                |price| words.get(&format!("export-price-{}", price.confidence.code())),
            )),
            Cell::text(if bought(line.food) { "x" } else { "" }),
        ]
    };
    let mut rows = Vec::new();
    for part in &list.stalls {
        let stall = words.get(&format!("stall-{}", part.stall.code()));
        rows.extend(part.lines.iter().map(|line| row(&stall, line)));
    }
    for line in &list.home {
        rows.push(vec![
            Cell::text(words.get("shopping-at-home")),
            food(line.food),
            Cell::Empty,
            Cell::Number(line.edible_grams, 0),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    #[expect(clippy::cast_precision_loss, reason = "a price of some weeks' food")]
    let total = Cell::Number(list.cost.vnd as f64, 0);
    let sum = Cell::text(words.get("export-total"));
    rows.push(vec![sum, Cell::Empty, Cell::Empty, Cell::Empty, total, Cell::Empty, Cell::Empty]);
    let names = [
        ("export-stall", 20),
        ("export-food", 28),
        ("export-ask-for", 16),
        ("export-grams", 10),
        ("export-vnd", 12),
        ("export-price", 18),
        ("export-bought", 8),
    ];
    Sheet { name: words.get("shopping-title"), columns: columns(words, &names), rows }
}

/// Every dish with its foods, for all who eat of it.
#[must_use]
pub fn menu(words: &Words, table: &Table<'_>, plan: &Plan) -> Sheet {
    let language = words.language();
    let mut rows = Vec::new();
    for (day, meal, served) in dishes(plan) {
        let dish = table.dish(&served.dish);
        let name = dish.map_or_else(|| served.dish.clone(), |dish| dish_name(language, dish));
        let called = Called::of_dishes(table, [(served.dish.as_str(), &served.changes[..])]);
        for (code, grams) in served.cooked(table).unwrap_or_default() {
            rows.push(vec![
                Cell::Number(day, 0),
                Cell::text(words.get(&format!("meal-{}", meal.code()))),
                Cell::text(&name),
                Cell::text(food_words::bought(language, &called, code)),
                Cell::Number(grams, 1),
                Cell::maybe(table.cost(code, grams, plan.region).ok().map(|cost| cost.vnd), 0),
            ]);
        }
    }
    let names = [
        ("export-day", 6),
        ("export-meal", 12),
        ("export-dish", 32),
        ("export-food", 28),
        ("export-grams-edible", 12),
        ("export-vnd", 12),
    ];
    Sheet { name: words.get("export-menu"), columns: columns(words, &names), rows }
}

/// Nutrients of each day against the need of each eater whom the tables know, with what is said of each: what only informs
/// is never called short.
#[must_use]
pub fn nutrients(words: &Words, names: &[String], readings: &[Vec<Option<Reading>>]) -> Sheet {
    let mut rows = Vec::new();
    for (day, eaters) in (1_u8..).zip(readings) {
        for (eater, reading) in names.iter().zip(eaters) {
            let Some(reading) = reading else { continue };
            for line in &reading.nutrients {
                let name = format!("nutrient-{}", line.nutrient.code());
                let name = if words.has(&name) { words.get(&name) } else { line.nutrient.code().to_owned() };
                rows.push(vec![
                    Cell::Number(f64::from(day), 0),
                    Cell::text(eater),
                    Cell::text(name),
                    Cell::Number(line.amount, 2),
                    Cell::text(line.unit.to_string()),
                    Cell::maybe(line.need.as_ref().map(|need| need.value), 2),
                    Cell::maybe(line.upper.as_ref().or(line.high.as_ref()).map(|upper| upper.value), 2),
                    Cell::text(rule_words::line_verdict(reading, line.nutrient, words)),
                    Cell::Number(100.0 * line.known_share, 0),
                ]);
            }
        }
    }
    let names = [
        ("export-day", 6),
        ("export-eater", 20),
        ("export-nutrient", 28),
        ("export-amount", 12),
        ("export-unit", 10),
        ("export-need", 12),
        ("export-upper", 12),
        ("export-verdict", 28),
        ("export-known", 12),
    ];
    Sheet { name: words.get("export-nutrients"), columns: columns(words, &names), rows }
}

/// Where the figures come from: composition tables, prices, documents with the rules they are cited for.
#[must_use]
pub fn sources(words: &Words, sources: &MenuSources) -> Sheet {
    let mut rows = Vec::new();
    let mut row = |part: &str, source: String, of: String| {
        rows.push(vec![Cell::text(words.get(part)), Cell::text(source), Cell::text(of)]);
    };
    for printed in &sources.printed {
        let counts = [printed.foods, sources.foods, printed.figures].map(|count| count.to_string());
        let [foods, of, figures] = &counts;
        let told = words.with("origin-of-foods", &[("foods", foods), ("of", of), ("figures", figures)]);
        row("origin-foods", printed.title(words), told);
    }
    for priced in &sources.priced {
        let told = words.with("origin-priced", &[("foods", &priced.foods.to_string())]);
        row("origin-prices", priced.title(words), told);
    }
    for ruled in &sources.ruled {
        let rules: Vec<String> = ruled.rules.iter().map(|(rule, _)| words.get(&format!("rule-{rule}"))).collect();
        row("origin-rules", rule_words::document(&ruled.document, words), rules.join("; "));
    }
    let names = [("export-part", 24), ("export-source", 60), ("export-for", 60)];
    Sheet { name: words.get("sources-title-short"), columns: columns(words, &names), rows }
}

/// The dishes that want a recipe, in the order they come: what was swapped in a dish makes it another.
pub fn cookings_apart(plan: &Plan) -> Vec<&PlanDish> {
    let mut apart: Vec<&PlanDish> = Vec::new();
    for (_, _, served) in dishes(plan) {
        if !apart.iter().any(|other| other.dish == served.dish && other.changes == served.changes) {
            apart.push(served);
        }
    }
    apart
}

/// The recipe of each dish, once, as it is cooked after what was swapped; recipes are in Vietnamese.
#[must_use]
pub fn recipes(words: &Words, table: &Table<'_>, plan: &Plan) -> Sheet {
    let mut rows = Vec::new();
    for served in cookings_apart(plan) {
        let Some(dish) = table.dish(&served.dish) else { continue };
        let told = swap::recipe(table.foods(), dish, &served.changes);
        let name = |code| table.foods().food(code).map_or("", |food| food_words::name(words.language(), food));
        for (out, into) in told.told_above {
            let instead = [("out", name(out)), ("into", name(into))];
            rows.push(vec![
                Cell::text(dish_name(words.language(), dish)),
                Cell::Number(0.0, 0),
                Cell::text(words.with("dish-use-instead", &instead)),
            ]);
        }
        for (number, step) in (1_u8..).zip(&told.steps) {
            rows.push(vec![
                Cell::text(dish_name(words.language(), dish)),
                Cell::Number(f64::from(number), 0),
                Cell::text(step),
            ]);
        }
    }
    let names = [("export-dish", 32), ("export-step", 6), ("export-do", 90)];
    Sheet { name: words.get("export-recipes"), columns: columns(words, &names), rows }
}

fn dishes(plan: &Plan) -> impl Iterator<Item = (f64, Meal, &PlanDish)> {
    (1_u8..).zip(&plan.days).flat_map(|(day, meals)| {
        meals.meals.iter().flat_map(move |meal| meal.dishes.iter().map(move |dish| (f64::from(day), meal.meal, dish)))
    })
}

fn dish_name(language: Language, dish: &Dish) -> String {
    match language {
        Language::English => dish.name_en.clone(),
        Language::Vietnamese => dish.name_vi.clone(),
    }
}

#[cfg(test)]
mod tests {
    use nep_core::menu::{Change, person_of, read_plan};

    use super::*;

    #[test]
    fn a_balanced_days_table_calls_nothing_short_and_names_its_sources() {
        let table = Table::bundled();
        let menu = table.foods().menu("pregnant-t2-north-1").expect("a menu of the bank");
        let plan = Plan::of_menu(menu, person_of(menu).expect("of a stage"));
        let readings = read_plan(&table, &plan).expect("read");
        let words = Words::of(Language::Vietnamese);
        let sheet = nutrients(words, &["Mẹ".into()], &readings);
        let at = sheet.columns.iter().position(|(name, _)| *name == words.get("export-verdict")).expect("a column");
        let said: Vec<&Cell> = sheet.rows.iter().map(|row| &row[at]).collect();
        assert!(!said.contains(&&Cell::text("thiếu")) && !said.contains(&&Cell::text("quá")), "{said:?}");
        assert!(said.contains(&&Cell::text("đủ")) && said.contains(&&Cell::text("chỉ để tham khảo: dưới mức")));
        let named = sources(words, &MenuSources::of(&table, plan.region, readings[0].iter().flatten()));
        let all: Vec<&Cell> = named.rows.iter().map(|row| &row[1]).collect();
        assert!(all.iter().any(|cell| matches!(cell, Cell::Text(text) if text.contains("Viện Dinh dưỡng"))));
    }

    #[test]
    fn the_recipe_taken_home_is_of_what_is_cooked_after_a_swap() {
        let table = Table::bundled();
        let menu = table.foods().menu("pregnant-t2-north-1").expect("a menu of the bank");
        let mut plan = Plan::of_menu(menu, person_of(menu).expect("of a stage"));
        let words = Words::of(Language::Vietnamese);
        let before = recipes(words, &table, &plan).rows;
        let (pork, chicken) = (FoodCode(7017), FoodCode(7013));
        let soup = plan.days[0].meals.iter_mut().flat_map(|meal| &mut meal.dishes);
        let soup = soup.into_iter().find(|dish| dish.dish == "canh-cai-bo-xoi-thit").expect("the soup of the day");
        soup.changes.push(Change { out: pork, into: chicken, grams: 25.0 });
        assert_ne!(recipes(words, &table, &plan).rows, before);
    }
}
