//! The bundled database as a whole.

use super::*;
use crate::nutrition::Nutrient;

#[test]
fn the_bundled_database_opens_and_fits_in_four_megabytes() {
    let db = Database::open(Database::bundled_bytes()).expect("the bundled database");
    assert_eq!(db.foods().len(), 532);
    assert_eq!(db.dishes().len(), 616);
    assert_eq!(db.menus().len(), 62);
    assert_eq!(db.requirements().len(), 1158);
    assert!(Database::bundled_bytes().len() <= 4 * 1024 * 1024);
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
