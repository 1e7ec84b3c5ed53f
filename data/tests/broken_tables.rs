//! Plants one fault at a time in a copy of the real tables: the build must stop and name file, row and column.

mod planted;

use planted::{copy_tables, fault_after, real, row_with, set};
use std::fs;
use tempfile::TempDir;

const DISHES: &str = "dishes/nep-2026/dishes.tsv";
const INGREDIENTS: &str = "dishes/nep-2026/dish_ingredients.tsv";
const MENUS: &str = "dishes/nep-2026/menus.tsv";
const PRICES: &str = "dishes/nep-2026/prices.tsv";
const VTN: &str = "foods/vtn-2007/foods.tsv";
const TRAITS: &str = "foods/nep-2026/food_traits.tsv";
const DECISIONS: &str = "foods/nep-2026/decisions.tsv";
const MEASURES: &str = "foods/nep-2026/food_measures.tsv";
const STALLS: &str = "foods/nep-2026/food_stalls.tsv";
const RNI: &str = "guidelines/rni-2016/rni.tsv";

#[test]
fn the_real_tables_build_the_same_bytes_twice() {
    let first = nep_data::nutrition_database(&real()).expect("the real tables");
    let again = nep_data::nutrition_database(&real()).expect("the real tables");
    assert!(first == again, "the database is not the same for the same data");
    assert!(first.len() <= 4 * 1024 * 1024, "{} bytes", first.len());
}

#[test]
fn a_measure_of_a_food_that_does_not_exist_is_refused() {
    let fault = fault_after(MEASURES, |lines| set(lines, 2, "food_code", "99999"));
    assert_eq!(fault, "foods/nep-2026/food_measures.tsv, row 2, column food_code: there is no food 99999");
}

#[test]
fn a_measure_under_another_food_s_name_is_refused() {
    let fault = fault_after(MEASURES, |lines| set(lines, 2, "food_name_vi", "Muối"));
    assert!(fault.contains("row 2, column food_name_vi: “Muối” is not the name of food"), "{fault}");
}

#[test]
fn a_measure_that_stands_twice_is_refused() {
    let fault = fault_after(MEASURES, |lines| {
        let mut again = lines[1].clone();
        again.push_str(" again");
        lines.push(again);
    });
    assert!(fault.contains("column measure_vi") && fault.ends_with("stands twice"), "{fault}");
}

#[test]
fn a_measure_as_light_as_nothing_is_refused() {
    for grams in ["0", "0.4", "5001"] {
        let fault = fault_after(MEASURES, |lines| set(lines, 2, "grams_edible", grams));
        assert!(fault.contains("row 2, column grams_edible") && fault.ends_with("is not believable"), "{fault}");
    }
}

#[test]
fn a_measure_that_nobody_weighed_is_not_sure() {
    let fault = fault_after(MEASURES, |lines| set(lines, 2, "confidence", "high"));
    assert!(fault.ends_with("column confidence: nobody has weighed these: medium at most"), "{fault}");
}

#[test]
fn a_food_is_sold_by_one_unit() {
    let fault = fault_after(MEASURES, |lines| {
        let place = lines.iter().position(|line| line.contains("\tmarket")).expect("a food sold by a unit");
        let code = lines[place].split('\t').next().expect("a code").to_owned();
        lines.push(lines[place].clone());
        let last = lines.len();
        set(lines, last, "measure_vi", "rổ");
        assert!(lines[last - 1].starts_with(&code));
    });
    assert!(fault.contains("column uses") && fault.ends_with("has two units it is sold by"), "{fault}");
}

#[test]
fn a_step_nobody_can_buy_is_refused() {
    let fault = fault_after(MEASURES, |lines| set(lines, 2, "step", "0.3"));
    assert!(fault.contains("row 2, column step"), "{fault}");
}

#[test]
fn a_group_without_a_stall_is_refused() {
    let fault = fault_after(STALLS, |lines| {
        lines.remove(3);
    });
    assert_eq!(fault, "foods/nep-2026/food_stalls.tsv: group 3 has no stall");
}

#[test]
fn a_stall_that_no_market_has_is_refused() {
    let fault = fault_after(STALLS, |lines| set(lines, 2, "stall", "bakery"));
    assert!(fault.contains("food_stalls.tsv, row 2, column stall: “bakery” is none of"), "{fault}");
}

#[test]
fn a_food_at_two_stalls_is_refused() {
    let fault = fault_after(STALLS, |lines| {
        lines.push(lines[15].clone());
        let last = lines.len();
        let other = if lines[last - 1].ends_with("dry") { "fruit" } else { "dry" };
        set(lines, last, "stall", other);
    });
    assert!(fault.ends_with("column stall: its group or food stands twice"), "{fault}");
}

#[test]
fn a_stall_for_a_group_and_a_food_at_once_is_refused() {
    let fault = fault_after(STALLS, |lines| set(lines, 16, "food_group", "4"));
    assert!(fault.ends_with("a row is of a group or of a food, not of both"), "{fault}");
}

#[test]
fn a_row_with_a_missing_cell_is_refused() {
    let fault = fault_after(VTN, |lines| {
        let cut = lines[4].rfind('\t').expect("cells");
        lines[4].truncate(cut);
    });
    assert!(fault.starts_with("foods/vtn-2007/foods.tsv, row 5: ") && fault.contains("the header has 101"), "{fault}");
}

#[test]
fn a_decimal_comma_is_refused() {
    let fault = fault_after(VTN, |lines| set(lines, 5, "protein_g", "7,9"));
    assert_eq!(fault, "foods/vtn-2007/foods.tsv, row 5, column protein_g: “7,9” is not a number");
}

#[test]
fn an_amount_below_nothing_is_refused() {
    let fault = fault_after(VTN, |lines| set(lines, 5, "iron_mg", "-1"));
    assert_eq!(fault, "foods/vtn-2007/foods.tsv, row 5, column iron_mg: a food holds no less than nothing");
}

#[test]
fn a_decomposed_name_is_refused() {
    let fault = fault_after(DISHES, |lines| set(lines, 3, "name_vi", "Cơm ga\u{323}o"));
    assert!(
        fault.starts_with("dishes/nep-2026/dishes.tsv, row 3, column name_vi: ") && fault.contains("NFC"),
        "{fault}"
    );
}

#[test]
fn an_unknown_food_in_a_dish_is_refused() {
    let fault = fault_after(INGREDIENTS, |lines| set(lines, 2, "food_code", "1999"));
    assert_eq!(fault, "dishes/nep-2026/dish_ingredients.tsv, row 2, column food_code: there is no food 1999");
}

#[test]
fn an_ingredient_under_another_name_is_refused() {
    let fault = fault_after(INGREDIENTS, |lines| set(lines, 2, "food_name_vi", "Gạo lứt"));
    assert_eq!(
        fault,
        "dishes/nep-2026/dish_ingredients.tsv, row 2, column food_name_vi: “Gạo lứt” is not the name of food 1004, \
         which is “Gạo tẻ máy”"
    );
}

#[test]
fn an_ingredient_of_no_dish_is_refused() {
    let fault = fault_after(INGREDIENTS, |lines| set(lines, 2, "dish_id", "com-vang"));
    assert_eq!(fault, "dishes/nep-2026/dish_ingredients.tsv, row 2, column dish_id: there is no dish “com-vang”");
}

#[test]
fn a_kilogram_of_one_ingredient_is_refused() {
    let fault = fault_after(INGREDIENTS, |lines| set(lines, 2, "grams", "1000"));
    assert!(fault.starts_with("dishes/nep-2026/dish_ingredients.tsv, row 2, column grams: "), "{fault}");
}

#[test]
fn an_unknown_word_is_refused() {
    let fault = fault_after(DISHES, |lines| set(lines, 2, "regions", "north;west"));
    assert_eq!(fault, "dishes/nep-2026/dishes.tsv, row 2, column regions: “west” is none of north, central, south");
}

#[test]
fn a_menu_with_a_dish_for_another_age_is_refused() {
    let fault = fault_after(MENUS, |lines| {
        let row = row_with(lines, "child-9-11-north-1\t");
        set(lines, row, "dish_id", "rau-cau-sua-be");
    });
    assert!(fault.contains("“rau-cau-sua-be” is for 36–60 months, not for child_9_11"), "{fault}");
}

#[test]
fn a_menu_with_no_such_dish_is_refused() {
    let fault = fault_after(MENUS, |lines| set(lines, 2, "dish_id", "pho-sao"));
    assert_eq!(fault, "dishes/nep-2026/menus.tsv, row 2, column dish_id: there is no dish “pho-sao”");
}

#[test]
fn a_dish_that_its_eaters_must_not_eat_is_refused() {
    let salted = fault_after(INGREDIENTS, |lines| {
        lines.push("bot-gan-ga-bi-do\tMuối\t13005\t1\tseasoning\t0\t".into());
    });
    assert!(salted.contains("“bot-gan-ga-bi-do” has added_salt, banned for child_0_11m by"), "{salted}");
    let honey = fault_after(INGREDIENTS, |lines| {
        lines.push("bot-gan-ga-bi-do\tMật ong\t12026\t5\tseasoning\t1\t".into());
    });
    assert!(honey.contains("“bot-gan-ga-bi-do” has honey, banned for child_0_11m by"), "{honey}");
    let whole = fault_after("dishes/nep-2026/dish_traits.tsv", |lines| {
        lines.retain(|line| !line.starts_with("canh-bi-do-dau-phong-be\t"));
    });
    assert!(whole.contains("“canh-bi-do-dau-phong-be” has whole_nut, banned for child_0_35m by"), "{whole}");
    let spirits = fault_after(INGREDIENTS, |lines| {
        lines.push("com-trang\tRượu trắng (cồn 39 g)\t14012\t5\tseasoning\t1\t".into());
    });
    assert!(spirits.contains("“com-trang” has alcohol, banned for all by"), "{spirits}");
}

#[test]
fn a_second_price_for_the_same_place_is_refused() {
    let fault = fault_after(PRICES, |lines| {
        lines.insert(2, lines[1].clone());
        set(lines, 3, "price_vnd_per_kg", "12345");
    });
    assert_eq!(fault, "dishes/nep-2026/prices.tsv, row 3, column region: food 1004 has two prices in all");
}

#[test]
fn a_price_of_unknown_source_is_refused() {
    let fault = fault_after(PRICES, |lines| set(lines, 2, "source", "P99"));
    assert!(fault.starts_with("dishes/nep-2026/prices.tsv, row 2, column source: “P99” is not in"), "{fault}");
}

#[test]
fn a_requirement_in_another_unit_is_refused() {
    let fault = fault_after(RNI, |lines| {
        let row = lines.iter().position(|line| line.contains("\tcalcium\tmg/day\t")).expect("a calcium row");
        set(lines, row + 1, "unit", "g/day");
    });
    assert!(fault.contains(", column unit: “g/day” is not a unit of calcium: mg/day"), "{fault}");
}

#[test]
fn a_requirement_unit_that_foods_do_not_have_is_refused() {
    let fault = fault_after("guidelines/rni-2016/nutrients.tsv", |lines| {
        let row = lines.iter().position(|line| line.starts_with("calcium\t")).expect("calcium");
        set(lines, row + 1, "units", "µg/day");
    });
    assert!(fault.contains("column units: “µg/day” where the food nutrient is in mg"), "{fault}");
}

#[test]
fn a_composition_column_in_no_convertible_unit_is_refused() {
    let fault = fault_after("foods/nep-2026/nutrients.tsv", |lines| {
        let row = lines.iter().position(|line| line.starts_with("calcium\t")).expect("calcium");
        set(lines, row + 1, "vtn_2007", "energy_kcal");
    });
    assert!(fault.contains("column vtn_2007: the unit of “energy_kcal” cannot be turned into mg"), "{fault}");
}

#[test]
fn a_doubt_without_a_decision_is_refused() {
    let fault = fault_after(DECISIONS, |lines| lines.retain(|line| !line.starts_with("3001\t")));
    assert_eq!(
        fault,
        "foods/vtn-2007/doubts.tsv, row 22, column nutrient: the doubt about copper_ug of food 3001 has no decision in \
         foods/nep-2026/decisions.tsv"
    );
}

#[test]
fn a_decision_without_a_reason_is_refused() {
    let fault = fault_after(DECISIONS, |lines| set(lines, 2, "reason", ""));
    assert_eq!(fault, "foods/nep-2026/decisions.tsv, row 2, column reason: is empty");
}

#[test]
fn a_decision_for_a_value_that_is_not_there_is_refused() {
    let fault = fault_after(DECISIONS, |lines| set(lines, 2, "decision", "use_ciqual"));
    assert!(fault.starts_with("foods/nep-2026/decisions.tsv, row 2, column decision: "), "{fault}");
}

#[test]
fn a_food_without_traits_is_refused() {
    let fault = fault_after(TRAITS, |lines| lines.retain(|line| !line.starts_with("5001\t")));
    assert!(fault.contains("food 5001 has no row in foods/nep-2026/food_traits.tsv"), "{fault}");
}

#[test]
fn salt_that_is_not_flagged_is_refused() {
    let fault = fault_after(TRAITS, |lines| {
        let row = lines.iter().position(|line| line.starts_with("13005\t")).expect("salt");
        set(lines, row + 1, "flags", "");
    });
    assert!(fault.contains("food 13005 has 38758 mg sodium and is neither added_salt nor salty"), "{fault}");
}

#[test]
fn parts_that_exceed_their_whole_are_refused() {
    let fault = fault_after(DECISIONS, |lines| lines.retain(|line| !line.starts_with("3029\t")));
    assert!(fault.contains("food 3029: 65.09 g fatty acids in 39.10 g fat: decide in"), "{fault}");
}

#[test]
fn more_than_a_hundred_grams_in_a_hundred_are_refused() {
    let fault = fault_after(VTN, |lines| set(lines, 6, "protein_g", "79"));
    assert!(fault.starts_with("foods/vtn-2007/foods.tsv, row 6: food 1005: "), "{fault}");
    assert!(fault.contains("water, protein, fat, carbohydrate and fibre in 100 g"), "{fault}");
}

#[test]
fn an_energy_that_its_parts_do_not_make_is_refused() {
    let fault = fault_after(VTN, |lines| set(lines, 6, "energy_kcal", "445"));
    assert!(fault.starts_with("foods/vtn-2007/foods.tsv, row 6: food 1005: 445.0 kcal, but 4 P"), "{fault}");
}

#[test]
fn a_table_without_rows_is_refused() {
    for file in [MENUS, PRICES, RNI, "guidelines/balance-2026/balance.tsv", "foods/nep-2026/zeros.tsv"] {
        let fault = fault_after(file, |lines| lines.truncate(1));
        assert_eq!(fault, format!("{file}, row 1: no row stands under the header"));
    }
}

#[test]
fn a_row_that_stands_twice_is_refused() {
    for file in [MENUS, INGREDIENTS, "guidelines/balance-2026/balance.tsv"] {
        let fault = fault_after(file, |lines| lines.push(lines[3].clone()));
        assert!(fault.starts_with(&format!("{file}, row ")) && fault.ends_with(": repeats row 4"), "{fault}");
    }
}

#[test]
fn groups_that_contradict_one_another_are_refused() {
    let fault = fault_after(TRAITS, |lines| set(lines, 2, "mddw_group", "eggs"));
    assert_eq!(
        fault,
        "foods/nep-2026/food_traits.tsv, row 2, column mddw_group: “eggs” does not go with cereals_tubers"
    );
}

#[test]
fn a_folder_without_its_story_is_refused() {
    let copy = TempDir::new().expect("a folder");
    copy_tables(&real(), copy.path());
    fs::remove_file(copy.path().join("foods/usda-sr28/PROVENANCE.md")).expect("the file was there");
    let fault = nep_data::nutrition_database(copy.path()).expect_err("the story is missing");
    assert!(fault.to_string().starts_with("foods/usda-sr28/PROVENANCE.md: "), "{fault}");
}

#[test]
fn a_story_without_terms_is_refused() {
    let fault = fault_after("foods/usda-sr28/PROVENANCE.md", |lines| lines.retain(|line| !line.starts_with("terms: ")));
    assert_eq!(fault, "foods/usda-sr28/PROVENANCE.md, row 1: the head has no “terms: …”");
}
