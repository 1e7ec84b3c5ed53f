//! Children's recipes name what the dish counts, and nothing else: a mother who follows one cooks what was counted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nep_data::Table;

struct Dish {
    foods: BTreeSet<u32>,
    steps: Vec<String>,
}

/// The dishes made for children.
fn dishes() -> BTreeMap<String, Dish> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = |file: &str| Table::read(data, &format!("dishes/nep-2026/{file}")).expect("a table");
    let text = |row: &nep_data::Row<'_>, column: &str| row.cell(column).expect("a cell").to_owned();
    let mut dishes = BTreeMap::new();
    for row in table("dishes.tsv").rows() {
        if !text(&row, "child_age_min_months").is_empty() {
            dishes.insert(text(&row, "id"), Dish { foods: BTreeSet::new(), steps: Vec::new() });
        }
    }
    for row in table("dish_ingredients.tsv").rows() {
        if let Some(dish) = dishes.get_mut(&text(&row, "dish_id")) {
            dish.foods.insert(text(&row, "food_code").parse().expect("a code"));
        }
    }
    for row in table("recipes.tsv").rows() {
        if let Some(dish) = dishes.get_mut(&text(&row, "dish_id")) {
            dish.steps.push(text(&row, "text_vi").to_lowercase());
        }
    }
    dishes
}

/// What recipes call the foods of children's dishes: food code, its name in the table, words separated by `;`.
const WORDS: &str = include_str!("recipe_words.tsv");

/// Seasonings that no dish of a child counts, under names that hide what they are.
const NEVER: [&str; 6] = ["hạt nêm", "bột nêm", "mì chính", "bột ngọt", "mật ong", "rượu"];

/// Each word, with the foods it may mean.
fn words() -> BTreeMap<&'static str, BTreeSet<u32>> {
    let mut words: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for line in WORDS.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        for word in cells[2].split(';') {
            words.entry(word).or_default().insert(cells[0].parse().expect("a code"));
        }
    }
    words
}

/// A step without what it says to leave out ("không nêm muối hay nước mắm"), up to the end of that clause.
fn said(step: &str) -> String {
    let mut rest = step.replace("không đường", "");
    for no in ["không nêm", "không thêm", "không cần"] {
        while let Some(start) = rest.find(no) {
            let end = rest[start..].find(['.', ';']).map_or(rest.len(), |end| start + end);
            rest.replace_range(start..end, "");
        }
    }
    rest
}

/// Whether the words stand in the text, not within a longer word.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Dishes for children that have a recipe, with what it says.
fn told_to_mothers() -> Vec<(String, Dish, String)> {
    dishes()
        .into_iter()
        .filter(|(_, dish)| !dish.steps.is_empty())
        .map(|(id, dish)| {
            let text = dish.steps.iter().map(|step| said(step)).collect::<Vec<_>>().join(" ");
            (id, dish, text)
        })
        .collect()
}

#[test]
fn what_is_left_out_and_what_is_part_of_a_longer_word_is_not_named() {
    assert_eq!(said("tắt bếp; không nêm muối, nước mắm. để ấm."), "tắt bếp; . để ấm.");
    assert!(holds("cho vừng, lạc vào", "lạc") && !holds("bát lạcs", "lạc") && !holds("vừa chín", "vừ"));
}

#[test]
fn a_recipe_for_a_child_names_every_ingredient_that_is_counted() {
    let words = words();
    for (id, dish, text) in told_to_mothers() {
        for food in &dish.foods {
            let named = words.iter().any(|(word, foods)| foods.contains(food) && holds(&text, word));
            assert!(named, "{id}: food {food} is counted and not named (or has no words in recipe_words.tsv)");
        }
    }
}

#[test]
fn a_recipe_for_a_child_names_nothing_that_is_not_counted() {
    let words = words();
    for (id, dish, text) in told_to_mothers() {
        for (word, foods) in &words {
            assert!(!holds(&text, word) || !dish.foods.is_disjoint(foods), "{id} names {word}: {text}");
        }
        for word in NEVER {
            assert!(!holds(&text, word), "{id} names {word}: {text}");
        }
    }
}

#[test]
fn every_dish_for_a_child_but_breast_milk_tells_how_it_is_made() {
    for (id, dish) in dishes() {
        assert!(id == "sua-me" || (3..=6).contains(&dish.steps.len()), "{id}: {} steps", dish.steps.len());
    }
}
