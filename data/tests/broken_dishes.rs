//! Plants one fault at a time in the tables that say how a dish is served, shared and put into menus, in those of
//! allergens and seasons, and in the groups of the balance table: the build must name file, row and column.

mod planted;

use planted::{copy_tables, fault_after, real, row_with, set};
use std::fs;
use tempfile::TempDir;

const MENUS: &str = "dishes/nep-2026/menus.tsv";
const PORTIONS: &str = "dishes/nep-2026/dish_portions.tsv";

#[test]
fn a_dish_without_a_household_measure_is_refused() {
    let fault = fault_after(PORTIONS, |lines| lines.retain(|line| !line.starts_with("\tstaple\twoman\t")));
    assert!(
        fault.starts_with("dishes/nep-2026/dishes.tsv, row ") && fault.contains(" has no household measure"),
        "{fault}"
    );
}

#[test]
fn a_serving_that_its_steps_do_not_make_is_refused() {
    let fault = fault_after(PORTIONS, |lines| {
        let row = row_with(lines, "\tsoup\twoman\t");
        set(lines, row, "per_serving", "1.75");
    });
    assert!(fault.ends_with("column per_serving: 1.75 measures are not made of steps of 0.5"), "{fault}");
}

#[test]
fn a_step_no_one_can_measure_is_refused() {
    let fault = fault_after(PORTIONS, |lines| {
        let row = row_with(lines, "\tsoup\twoman\t");
        set(lines, row, "step", "0.2");
    });
    assert!(fault.ends_with("column step: 0.2 is no quarter, half or whole number of measures"), "{fault}");
}

#[test]
fn a_serving_over_the_most_that_is_served_is_refused() {
    let fault = fault_after(PORTIONS, |lines| {
        let row = row_with(lines, "\tsoup\twoman\t");
        set(lines, row, "most", "1.5");
    });
    assert!(fault.contains("column per_serving: must rise"), "{fault}");
}

#[test]
fn two_household_measures_for_one_dish_are_refused() {
    let fault =
        fault_after(PORTIONS, |lines| lines.push("\tstaple\tchild\t11\t12\tbát\tbowl\t1\t1\t1\t1\t\tlow\t".into()));
    assert!(fault.ends_with("column dish_id: an earlier row already holds for it"), "{fault}");
    let unknown = fault_after(PORTIONS, |lines| {
        let row = row_with(lines, "sua-chua\t");
        set(lines, row, "dish_id", "sua-chau");
    });
    assert!(unknown.ends_with("column dish_id: there is no dish “sua-chau”"), "{unknown}");
}

const ALLERGENS: &str = "foods/nep-2026/food_allergens.tsv";
const SEASONS: &str = "foods/nep-2026/food_seasons.tsv";

#[test]
fn a_food_whose_allergens_nobody_decided_is_refused() {
    let fault = fault_after(ALLERGENS, |lines| lines.retain(|line| !line.starts_with("13017\tNước mắm cá\t\t")));
    assert!(fault.starts_with("foods/vtn-2007/foods.tsv, row "), "{fault}");
    assert!(
        fault.ends_with("food 13017 has no row in foods/nep-2026/food_allergens.tsv: its allergens, or none"),
        "{fault}"
    );
}

#[test]
fn an_egg_without_eggs_and_milk_without_milk_are_refused() {
    for (code, allergen) in [("9004", "eggs"), ("10008", "milk")] {
        let fault = fault_after(ALLERGENS, |lines| {
            let row = row_with(lines, &format!("{code}\t"));
            set(lines, row, "allergens", "none");
        });
        assert!(fault.ends_with(&format!("column allergens: food {code} is {allergen} by its traits")), "{fault}");
    }
}

#[test]
fn an_allergen_of_a_product_no_dish_uses_is_refused() {
    let fault = fault_after(ALLERGENS, |lines| {
        let row = row_with(lines, "\tbánh canh\t");
        set(lines, row, "local_name_vi", "bánh cành");
    });
    assert!(fault.ends_with("column local_name_vi: no dish calls food 1020 “bánh cành”"), "{fault}");
}

#[test]
fn an_allergen_that_is_none_of_the_ten_is_refused() {
    let fault = fault_after(ALLERGENS, |lines| {
        let row = row_with(lines, "13017\t");
        set(lines, row, "allergens", "fishes");
    });
    assert!(fault.contains("column allergens: “fishes” is none of gluten, crustaceans"), "{fault}");
    let twice = fault_after(ALLERGENS, |lines| {
        let row = row_with(lines, "13017\t");
        set(lines, row, "read_label", "fish");
    });
    assert!(twice.ends_with("column read_label: it always holds fish"), "{twice}");
}

#[test]
fn a_season_of_some_regions_only_is_refused() {
    let fault = fault_after(SEASONS, |lines| lines.retain(|line| !line.starts_with("4096\tSu hào\tsouth\t")));
    assert_eq!(fault, "foods/nep-2026/food_seasons.tsv: food 4096 has no season in some region");
}

#[test]
fn a_thirteenth_month_and_a_second_season_are_refused() {
    let fault = fault_after(SEASONS, |lines| {
        let row = row_with(lines, "5052\t");
        set(lines, row, "months", "5;13");
    });
    assert!(fault.contains("column months: “13” is none of 1, 2, 3"), "{fault}");
    let twice = fault_after(SEASONS, |lines| {
        let row = row_with(lines, "5052\t");
        lines.push(lines[row - 1].clone());
        let last = lines.len();
        set(lines, last, "region", "north");
    });
    assert!(twice.ends_with("column region: food 5052 has another season there already"), "{twice}");
}

const TIMES: &str = "dishes/nep-2026/dish_times.tsv";
const SHARING: &str = "dishes/nep-2026/dish_sharing.tsv";
const AMOUNTS: &str = "dishes/nep-2026/dish_sharing_amounts.tsv";

#[test]
fn a_dish_without_a_time_and_a_time_of_no_dish_are_refused() {
    let none = fault_after(TIMES, |lines| lines.retain(|line| !line.starts_with("\tfruit\t")));
    assert!(none.starts_with("dishes/nep-2026/dishes.tsv, row ") && none.contains(" has no time: "), "{none}");
    let misspelt = fault_after(TIMES, |lines| {
        let row = row_with(lines, "\tmain\tkho\t");
        set(lines, row, "word", "kko");
    });
    assert!(misspelt.contains(", column word: no dish of that kind has this word"), "{misspelt}");
}

#[test]
fn more_work_than_time_is_refused() {
    let fault = fault_after(TIMES, |lines| {
        let row = row_with(lines, "\tmain\tkho\t");
        set(lines, row, "work_min", "99");
    });
    assert!(fault.contains(", column work_min: must rise"), "{fault}");
}

/// The fault when the share of clear soup is changed so.
fn sharing_fault(column: &str, value: &str) -> String {
    fault_after(SHARING, |lines| {
        let row = row_with(lines, "canh-rau-ngot-thit-nac\t");
        set(lines, row, column, value);
    })
}

#[test]
fn a_share_that_a_small_child_must_not_eat_is_refused() {
    for (dish, what) in [
        ("canh-mong-toi-tom-kho", "has salty"),
        ("com-rang-dua-bo", "has salty"),
        ("goi-ga-bap-cai", "has raw_vegetable"),
        ("canh-tiet-nau-he", "has blood"),
    ] {
        let fault = sharing_fault("dish_id", dish);
        assert!(fault.contains(&format!("column dish_id: the share of “{dish}” {what}")), "{fault}");
    }
    let own = fault_after(SHARING, |lines| {
        let row = row_with(lines, "chuoi-tieu-chin\t");
        set(lines, row, "dish_id", "chuoi-be");
    });
    assert!(own.ends_with("column dish_id: “chuoi-be” is a child's own dish"), "{own}");
}

#[test]
fn milk_is_not_shared_in_the_first_year() {
    let fault = fault_after(SHARING, |lines| {
        let row = row_with(lines, "sua-tuoi\t");
        set(lines, row, "from_months", "11");
        set(lines, row, "texture", "mashed");
    });
    assert!(fault.ends_with("column dish_id: the share of “sua-tuoi” has animal_milk"), "{fault}");
}

#[test]
fn a_share_under_nine_months_or_unmashed_in_the_first_year_is_refused() {
    let young = sharing_fault("from_months", "8");
    assert!(young.ends_with("column from_months: a child shares from 9 to 60 months"), "{young}");
    let cut = sharing_fault("texture", "cut_small");
    assert!(cut.ends_with("column texture: under 12 months a share is mashed or minced"), "{cut}");
}

#[test]
fn a_share_taken_from_a_seasoned_dish_is_refused() {
    let fault = sharing_fault("before_seasoning", "0");
    assert!(fault.ends_with("column before_seasoning: “canh-rau-ngot-thit-nac” is seasoned"), "{fault}");
    let plain = sharing_fault("dish_id", "rau-muong-luoc");
    assert!(plain.ends_with("“rau-muong-luoc” has no seasoning to take it out before"), "{plain}");
}

#[test]
fn ages_of_sharing_with_a_gap_are_refused() {
    let gap = fault_after(AMOUNTS, |lines| set(lines, 3, "from_months", "13"));
    assert!(gap.ends_with("row 3, column from_months: the next age begins at 12 months"), "{gap}");
    let end = fault_after(AMOUNTS, |lines| lines.truncate(4));
    assert_eq!(end, "dishes/nep-2026/dish_sharing_amounts.tsv: the last age must end at 60 months");
    let falls = fault_after(AMOUNTS, |lines| set(lines, 4, "most_servings", "0.25"));
    assert!(falls.contains("row 4, column most_servings: must be above 0, not fall with age"), "{falls}");
}

const LIST: &str = "dishes/nep-2026/menu_list.tsv";

#[test]
fn two_menus_of_one_day_are_refused() {
    let fault = fault_after(LIST, |lines| {
        let row = row_with(lines, "pregnant-t1-north-2\t");
        set(lines, row, "day", "1");
    });
    assert!(fault.ends_with("column day: “pregnant-t1-north-1” is day 1 already"), "{fault}");
}

#[test]
fn a_menu_made_for_someone_of_another_age_is_refused() {
    let fault = fault_after(LIST, |lines| {
        let row = row_with(lines, "child-9-11-north-1\t");
        set(lines, row, "age", "12");
    });
    assert!(fault.ends_with("column age: 12 is outside 9 to 11, the ages of child_9_11"), "{fault}");
    let woman = fault_after(LIST, |lines| set(lines, 2, "breastfed", "1"));
    assert!(woman.ends_with("row 2, column breastfed: says nothing of pregnant_t1"), "{woman}");
}

#[test]
fn a_menu_without_dishes_and_dishes_of_no_menu_are_refused() {
    let empty = fault_after(MENUS, |lines| lines.retain(|line| !line.starts_with("pregnant-t1-north-1\t")));
    assert!(empty.contains("column menu_id: “pregnant-t1-north-1” has no dishes in"), "{empty}");
    let unknown = fault_after(MENUS, |lines| set(lines, 2, "menu_id", "pregnant-t1-north-99"));
    assert!(unknown.starts_with("dishes/nep-2026/menus.tsv, row 2, column menu_id: “pregnant-t1-north-99” is not in"));
}

#[test]
fn a_vegetarian_menu_with_fish_is_refused() {
    let fault = fault_after(LIST, |lines| {
        set(lines, 2, "theme", "vegetarian");
        set(lines, 2, "day", "99");
    });
    assert!(fault.contains("column dish_id: “chao-trai” is not vegetarian, its menu is"), "{fault}");
}

#[test]
fn a_builders_menu_is_served_in_household_steps_and_has_its_seed() {
    let steps = fault_after(MENUS, |lines| set(lines, 2, "portion_multiplier", "0.83"));
    assert!(steps.contains("menus.tsv, row ") && steps.contains(" is not served by "), "{steps}");
    let seed = fault_after(LIST, |lines| set(lines, 2, "seed", ""));
    assert!(seed.contains("row 2, column seed: a menu of the builder has the seed"), "{seed}");
}

#[test]
fn a_misspelt_group_of_people_is_refused() {
    const BALANCE: &str = "guidelines/balance-2026/balance.tsv";
    for (group, bad) in [("pregnant", "pregnat"), ("child_6_11m", "child_11_6m"), ("child_12_71m", "child_12_72m")] {
        let copy = TempDir::new().expect("a folder");
        copy_tables(&real(), copy.path());
        let path = copy.path().join(BALANCE);
        let text = fs::read_to_string(&path).expect("a table");
        fs::write(&path, text.replacen(&format!("\t{group}\t"), &format!("\t{bad}\t"), 1)).expect("a changed table");
        let fault = nep_data::rust_tables(copy.path()).expect_err("the group is none").to_string();
        let end = format!(", column group: “{bad}” is no group of people: it would hold for no one");
        assert!(fault.starts_with(BALANCE) && fault.ends_with(&end), "{fault}");
    }
}
