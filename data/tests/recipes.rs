//! What the recipes tell, against the dish they belong to: its ingredients and the age of who eats it.

use std::collections::BTreeMap;
use std::path::Path;

use nep_data::Table;

struct Dish {
    from_months: Option<u32>,
    names: String,
    steps: Vec<String>,
}

fn dishes() -> BTreeMap<String, Dish> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = |file: &str| Table::read(data, &format!("dishes/nep-2026/{file}")).expect("a table");
    let text = |row: &nep_data::Row<'_>, column: &str| row.cell(column).expect("a cell").to_owned();
    let mut dishes: BTreeMap<String, Dish> = table("dishes.tsv")
        .rows()
        .map(|row| {
            let from_months = text(&row, "child_age_min_months").parse().ok();
            (text(&row, "id"), Dish { from_months, names: String::new(), steps: Vec::new() })
        })
        .collect();
    for row in table("dish_ingredients.tsv").rows() {
        let names = format!("{} {};", text(&row, "food_name_vi"), text(&row, "local_name_vi")).to_lowercase();
        dishes.get_mut(&text(&row, "dish_id")).expect("a dish").names.push_str(&names);
    }
    for row in table("recipes.tsv").rows() {
        dishes.get_mut(&text(&row, "dish_id")).expect("a dish").steps.push(text(&row, "text_vi").to_lowercase());
    }
    dishes
}

/// Steps for children from `from` months on, to `to` months, that hold one of `words`.
fn told(from: u32, to: u32, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (id, dish) in dishes() {
        if dish.from_months.is_some_and(|months| (from..=to).contains(&months)) {
            let bad = dish.steps.iter().filter(|step| words.iter().any(|word| step.contains(word)));
            found.extend(bad.map(|step| format!("{id}: {step}")));
        }
    }
    found
}

#[test]
fn salt_and_sweet_are_named_to_an_infant_only_to_be_left_out() {
    for step in told(0, 11, &["muối", "mắm", "bột nêm", "đường", "mật ong"]) {
        assert!(step.contains("không nêm") || step.contains("không thêm"), "{step}");
    }
}

#[test]
fn no_child_is_served_bones_whole_nuts_or_whole_small_eggs() {
    let hazards = ["chặt hoặc lọc", "để nguyên con", "giã dập", "sữa đặc", "lòng đào", "tái"];
    assert_eq!(told(0, 60, &hazards), Vec::<String>::new());
    for (id, dish) in dishes().iter().filter(|(_, dish)| dish.from_months.is_some() && !dish.steps.is_empty()) {
        let all = dish.steps.join(" ");
        if dish.names.contains("trứng chim cút") {
            assert!(all.contains("bổ tư"), "{id}: a quail egg is a choking hazard whole");
        }
        if dish.names.contains("hạt sen") {
            assert!(["nghiền", "dằm"].iter().any(|word| all.contains(word)), "{id}: lotus seeds are mashed");
        }
        if dish.names.contains("lạc hạt") {
            assert!(all.contains("mịn"), "{id}: peanuts are ground fine");
        }
        if dish.names.split(';').any(|name| name.starts_with("cá ") && !name.starts_with("cá mực")) {
            assert!(all.contains("xương"), "{id}: nobody takes the bones out");
        }
    }
}

#[test]
fn a_recipe_for_a_child_adds_no_seasoning_that_the_dish_does_not_count() {
    for (id, dish) in dishes().iter().filter(|(_, dish)| dish.from_months.is_some_and(|months| months >= 12)) {
        for step in &dish.steps {
            for (told, counted) in [("nêm nước mắm", "nước mắm"), ("chút muối", "muối"), ("với xì dầu", "xì dầu")]
            {
                assert!(!step.contains(told) || dish.names.contains(counted), "{id}: {step}");
            }
        }
    }
}

#[test]
fn a_recipe_for_a_woman_seasons_with_what_the_dish_counts_and_tells_no_pinch() {
    for (id, dish) in dishes().iter().filter(|(_, dish)| dish.from_months.is_none()) {
        for step in &dish.steps {
            for vague in ["chút muối", "chút nước mắm", "chút dầu", "nêm vừa ăn", "nêm lại", "hạt nêm", "bột ngọt"]
            {
                assert!(!step.contains(vague), "{id}: {step}");
            }
            for (told, counted) in [
                ("nước mắm", "nước mắm"),
                ("xì dầu", "xì dầu"),
                ("nêm muối", "muối"),
                ("với muối", "muối"),
                ("và muối", "muối"),
                ("với dầu", "dầu thảo mộc"),
                ("và đường", "đường kính"),
                ("nước chanh", "chanh"),
                ("nước cốt dừa", "nước cốt dừa"),
                ("giấm", "giấm"),
            ] {
                assert!(!step.contains(told) || dish.names.contains(counted), "{id}: {step}");
            }
        }
    }
}

#[test]
fn a_dish_shared_before_it_is_seasoned_is_seasoned_last() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sharing = Table::read(data, "dishes/nep-2026/dish_sharing.tsv").expect("a table");
    let dishes = dishes();
    for row in sharing.rows() {
        let cell = |column: &str| row.cell(column).expect("a cell");
        // Of what is cooked apart the child's part is never seasoned.
        if cell("before_seasoning") != "1" || cell("reason").contains("apart") {
            continue;
        }
        let steps = &dishes[cell("dish_id")].steps;
        for step in steps.iter().rev().skip(2) {
            for seasoning in ["nước mắm", "muối", "xì dầu", "đường"] {
                assert!(!step.contains(seasoning), "{}: {step}", cell("dish_id"));
            }
        }
    }
}
