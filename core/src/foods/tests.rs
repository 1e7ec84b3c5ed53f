//! The bundled database as a whole.

use super::*;
use crate::nutrient::Nutrient;

#[test]
fn the_bundled_database_opens_and_fits_in_four_megabytes() {
    let db = Database::open(Database::bundled_bytes()).expect("the bundled database");
    assert_eq!(db.foods().len(), 532);
    assert!(db.dishes().len() >= 600, "the bank promises at least 600 dishes");
    assert!(db.menus().len() >= 420 + 10 * 14);
    assert_eq!(db.requirements().len(), 1158);
    assert!(Database::bundled_bytes().len() <= 4 * 1024 * 1024);
}

#[test]
fn bytes_that_are_no_database_are_refused() {
    assert!(Database::open(b"not a database").is_err());
    let cut = &Database::bundled_bytes()[..Database::bundled_bytes().len() / 2];
    assert!(Database::open(cut).is_err());
}

#[test]
fn salt_and_sauces_carry_their_sodium_and_their_flag() {
    let db = Database::bundled();
    let sodium = |code| db.food(FoodCode(code)).and_then(|f| f.nutrient(Nutrient::Sodium)).map(|n| n.per_100g);
    assert!(sodium(13005).is_some_and(|mg| (mg - 38_758.0).abs() < 1e-9), "salt: 38.758 g sodium in 100 g");
    for sauce in [13014, 13015, 13016, 13017, 13018] {
        assert!(sodium(sauce).is_some_and(|mg| (mg - 7_720.0).abs() < 1e-9), "fish sauce {sauce}");
    }
    assert!(sodium(10001).is_some_and(|mg| (mg - 43.0).abs() < 1e-9), "fresh milk, decided");
    for food in db.foods().iter().filter(|f| f.nutrient(Nutrient::Sodium).is_some_and(|n| n.per_100g >= 1000.0)) {
        assert!(food.is(Flag::AddedSalt) || food.is(Flag::Salty), "{} {}", food.code, food.name_vi);
    }
}

#[test]
fn a_figure_that_differs_only_by_rounding_is_the_one_of_2007() {
    let db = Database::bundled();
    let value = |code, nutrient| db.food(FoodCode(code)).and_then(|f| f.nutrient(nutrient)).expect("a known figure");
    // Spiny eel: the book prints 109 mg of calcium, the later list 108.9. Dried radish: 1631 µg of copper, 1.63 mg.
    for (code, nutrient, amount) in [(8028, Nutrient::Calcium, 109.0), (4022, Nutrient::Copper, 1631.0)] {
        let known = value(code, nutrient);
        assert!((known.per_100g - amount).abs() < 1e-9, "{code}: {}", known.per_100g);
        assert_eq!(known.confidence, Confidence::High, "{code}: both lists agree");
    }
    // Fresh milk: 120 mg in the book, 111.33 in the later list, which is a change.
    assert!((value(10001, Nutrient::Calcium).per_100g - 111.33).abs() < 1e-9);
}

#[test]
fn every_dish_price_and_menu_resolves() {
    let db = Database::bundled();
    for dish in db.dishes() {
        assert!(dish.ingredients.iter().any(|i| i.role == Role::Main), "{}", dish.id);
        for ingredient in &dish.ingredients {
            assert!(db.food(ingredient.food).is_some(), "{} in {}", ingredient.food, dish.id);
        }
    }
    for price in db.prices() {
        assert!(db.food(price.food).is_some(), "{}", price.place);
    }
    for menu in db.menus() {
        assert!(menu.dishes.len() >= 3, "{}", menu.id);
        for part in &menu.dishes {
            let dish = db.dish(&part.dish).expect("a menu's dish");
            assert!(dish.audiences.contains(&menu.stage.audience()), "{} in {}", dish.id, menu.id);
            assert!(dish.regions.contains(&menu.region), "{} in {}", dish.id, menu.id);
        }
    }
}

#[test]
fn every_stage_and_region_has_a_menu() {
    let db = Database::bundled();
    for &stage in Stage::ALL {
        for &region in Region::ALL {
            assert!(db.menus().iter().any(|m| m.stage == stage && m.region == region), "{stage:?} {region:?}");
        }
    }
}

#[test]
fn what_no_table_knows_is_absent_and_not_zero() {
    let db = Database::bundled();
    let rice = db.food(FoodCode(1004)).expect("milled rice");
    assert_eq!(rice.nutrient(Nutrient::TransFat).map(|n| n.per_100g), None);
    assert!(rice.nutrient(Nutrient::Iron).is_some_and(|n| (n.per_100g - 1.3).abs() < 1e-9));
}

#[test]
fn every_figure_names_a_known_source() {
    let db = Database::bundled();
    let places = db
        .foods()
        .iter()
        .flat_map(|food| food.nutrients.iter().map(|n| n.place).chain([food.place, food.traits_place]))
        .chain(db.dishes().iter().map(|d| d.place))
        .chain(db.prices().iter().map(|p| p.place))
        .chain(db.menus().iter().map(|m| m.place))
        .chain(db.requirements().iter().map(|r| r.place))
        .chain(db.feeding().iter().map(|r| r.place));
    for place in places {
        assert!(db.source(place.source()).is_some(), "{place}");
        assert!(place.line >= 2, "{place}");
    }
}

#[test]
fn a_child_under_seven_months_has_no_stage_and_so_no_menu() {
    assert_eq!(Stage::of_child(6), None);
    assert_eq!(Stage::of_child(7), Some(Stage::Child7To8));
    assert_eq!(Stage::of_child(11), Some(Stage::Child9To11));
    assert_eq!(Stage::of_child(12), Some(Stage::Child12To23));
    assert_eq!(Stage::of_child(60), Some(Stage::Child36To60));
    assert_eq!(Stage::of_child(61), None);
}

#[test]
fn feeding_is_known_for_every_month_to_sixty() {
    let db = Database::bundled();
    for month in 0..=60 {
        assert!(db.feeding_at(month).is_some(), "{month}");
    }
    assert!(db.feeding_at(61).is_none());
}

/// Vietnamese names a search finds, the best first.
fn found(query: &str, limit: usize) -> Vec<&'static str> {
    Database::bundled().search(query, limit).into_iter().map(|hit| hit.found.name_vi()).collect()
}

#[test]
fn a_search_without_marks_finds_names_with_marks() {
    for query in ["thit bo", "THỊT BÒ", "thịt bò", "bo thit", "Thi\u{323}t bo\u{300}"] {
        assert!(found(query, 50).contains(&"Thịt bò loại I"), "{query}: {:?}", found(query, 50));
    }
    assert!(found("dau phu", 50).contains(&"Đậu phụ"));
    assert_eq!(found("dau phu", 1), ["Đậu phụ"]);
}

#[test]
fn each_word_of_a_search_may_be_unfinished() {
    assert!(found("th b", 400).contains(&"Thịt bò loại I"));
    assert!(found("canh ch c", 400).contains(&"Canh chua cá lóc"));
}

#[test]
fn a_search_for_words_that_stand_in_no_name_finds_nothing() {
    assert!(found("xyzzy", 10).is_empty());
    assert!(found("thit xyzzy", 10).is_empty());
    for nothing in ["", "   ", "—", "%", "'"] {
        assert!(found(nothing, 10).is_empty(), "{nothing:?}");
    }
}

#[test]
fn no_name_is_longer_than_what_is_read_of_a_search_and_the_rest_is_passed_over() {
    let db = Database::bundled();
    let names = db.foods().iter().map(|food| &food.name_vi).chain(db.dishes().iter().map(|dish| &dish.name_vi));
    assert!(names.map(|name| name.chars().count()).max() < Some(120));
    assert_eq!(found(&"thit bo ".repeat(20_000), 3), found("thit bo", 3));
}

#[test]
fn typed_marks_come_before_other_marks() {
    let marked = found("cá", 5);
    assert!(marked.iter().all(|name| name.to_lowercase().split(' ').any(|word| word.starts_with("cá"))), "{marked:?}");
    let eggplant = found("cà", 5);
    assert!(eggplant.iter().all(|name| name.to_lowercase().split(' ').any(|w| w.starts_with("cà"))), "{eggplant:?}");
}

#[test]
fn whole_words_come_before_the_beginnings_of_others() {
    let dishes = found("ca kho", 8);
    let whole = |name: &&str| name.to_lowercase().starts_with("cá kho");
    assert!(whole(&dishes[0]), "{dishes:?}");
    let last = dishes.iter().rposition(|name| name.to_lowercase().contains("cá") && name.contains("kho"));
    let first = dishes.iter().position(|name| name.starts_with("Canh khoai")).unwrap_or(dishes.len());
    assert!(last < Some(first), "{dishes:?}");
    assert!(found("bo", 5).iter().all(|name| !name.starts_with("Bột")), "{:?}", found("bo", 5));
}

#[test]
fn names_that_begin_with_the_search_come_first_and_short_ones_before_long_ones() {
    let hits = found("cam", 2);
    assert_eq!(hits[0], "Cam");
    let hits = found("trung ga", 3);
    assert_eq!(hits[0], "Trứng gà");
}

#[test]
fn an_english_name_is_found_after_the_vietnamese() {
    let hits = Database::bundled().search("water spinach", 10);
    assert!(hits.iter().any(|hit| hit.in_english), "{hits:?}");
}

#[test]
fn a_search_gives_each_thing_once_and_no_more_than_asked() {
    let hits = Database::bundled().search("c", 30);
    let mut once: Vec<(bool, &str)> =
        hits.iter().map(|hit| (matches!(hit.found, Found::Dish(_)), hit.found.name_vi())).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!((hits.len(), once.len()), (30, 30));
}

#[test]
fn every_food_and_dish_is_found_by_its_own_name_without_marks() {
    let db = Database::bundled();
    let names = db.foods().iter().map(|f| &f.name_vi).chain(db.dishes().iter().map(|d| &d.name_vi));
    for name in names {
        let hits = db.search(&fold(name), 40);
        assert!(hits.iter().any(|hit| hit.found.name_vi() == name), "{name}");
    }
}

#[test]
fn edible_grams_cost_what_must_be_bought() {
    let db = Database::bundled();
    let chicken = FoodCode(7013);
    let edible = db.food(chicken).and_then(|f| f.edible_percent).expect("an edible share");
    assert!((edible - 48.0).abs() < 1e-9);
    let price = db.price(chicken, Region::North).expect("a price");
    assert_eq!(price.basis, PriceBasis::AsPurchased);
    let cost = db.cost(chicken, 48.0, Region::North).expect("a cost");
    assert!((cost.vnd - f64::from(price.vnd_per_kg) / 10.0).abs() < 1e-6, "{cost:?}");
    assert!(db.purchased_grams(chicken, 48.0).is_some_and(|grams| (grams - 100.0).abs() < 1e-9));
}

#[test]
fn a_region_without_its_own_price_takes_the_one_for_everywhere() {
    let db = Database::bundled();
    let own = db.prices().iter().find(|p| p.region == Some(Region::North)).expect("a northern price");
    let north = db.price(own.food, Region::North).expect("a price");
    assert_eq!(north.region, Some(Region::North));
    for food in db.prices().iter().map(|p| p.food) {
        assert!(Region::ALL.iter().all(|&region| db.price(food, region).is_some()), "{food}");
    }
}

#[test]
fn what_has_no_price_has_no_cost() {
    let db = Database::bundled();
    assert_eq!(db.cost(FoodCode(1), 10.0, Region::South), Err(NoCost::UnknownFood(FoodCode(1))));
    let unpriced = db.foods().iter().find(|f| db.price(f.code, Region::South).is_none()).expect("a food without price");
    assert_eq!(db.cost(unpriced.code, 10.0, Region::South), Err(NoCost::NoPrice(unpriced.code)));
}

#[test]
fn every_dish_has_a_cost_in_every_region() {
    let db = Database::bundled();
    for dish in db.dishes() {
        for &region in Region::ALL {
            let cost = db.dish_cost(dish, 1.0, region).unwrap_or_else(|e| panic!("{}: {e}", dish.id));
            assert!((0.0..150_000.0).contains(&cost.vnd), "{}: {cost:?}", dish.id);
            assert!(cost.vnd > 0.0 || dish.id == "sua-me", "{}", dish.id);
        }
    }
}
