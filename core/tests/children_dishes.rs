//! What the bank holds for children: porridges that fit the need from food, and choices rich in what is hard to reach.

use nep_core::foods::{Audience, Database, Dish, DishKind, Region};
use nep_core::menu::{self, DayMenu, MealMenu, Serving, Table};
use nep_core::nutrition::{Person, Requirements, Stage, Subject};

/// Youngest and middle month of each stage.
const STAGES: [(u32, u8); 5] = [(7, 8), (9, 10), (12, 18), (24, 30), (36, 48)];

/// Share of a day's need from which one serving is called rich in it.
const RICH: f64 = 0.2;

/// So many rich dishes of each kind make a choice.
const CHOICE: usize = 8;

fn child(age_months: u8) -> Person {
    Person::new(Stage::Child { age_months, sex: None, breastfed: false }).expect("in the tables")
}

/// What one serving gives.
fn gives(dish: &Dish, subject: Subject) -> f64 {
    let serving = MealMenu {
        meal: nep_core::foods::Meal::Lunch,
        dishes: vec![Serving::whole(&dish.id, 1.0)],
        ingredients: Vec::new(),
    };
    let day = DayMenu { meals: vec![serving] };
    let age = dish.child_months.map_or(60, |(from, _)| u8::try_from(from).expect("at most 60 months"));
    let reading = menu::evaluate(&Table::bundled(), child(age), dish.regions[0], &day).expect("a dish of the bank");
    reading.nutrient(subject).map_or(0.0, |line| line.amount)
}

fn need(age_months: u8, subject: Subject) -> f64 {
    let requirement = Requirements::bundled().requirement(child(age_months), subject).expect("printed");
    requirement.need().expect("a figure").value
}

fn for_month(month: u32) -> impl Iterator<Item = &'static Dish> {
    Database::bundled().dishes().iter().filter(move |dish| {
        dish.audiences.contains(&Audience::Child)
            && dish.child_months.is_some_and(|(from, to)| (from..=to).contains(&month))
    })
}

fn is_rich(amount: f64, need: f64) -> bool {
    amount >= RICH * need
}

#[test]
fn a_fifth_of_the_need_is_rich_and_less_is_not() {
    assert!(is_rich(80.0, 400.0));
    assert!(!is_rich(79.9, 400.0));
}

#[test]
fn every_age_and_region_has_a_choice_rich_in_iron_calcium_zinc_and_vitamin_a() {
    for subject in [Subject::Iron, Subject::Calcium, Subject::Zinc, Subject::VitaminA] {
        for (month, age) in STAGES {
            let need = need(age, subject);
            let rich: Vec<&Dish> = for_month(month).filter(|dish| is_rich(gives(dish, subject), need)).collect();
            for &region in Region::ALL {
                let here = rich.iter().filter(|dish| dish.regions.contains(&region)).count();
                assert!(here >= CHOICE, "{subject:?}, from {month} months, {region:?}: {here} dishes");
            }
        }
    }
}

/// How a porridge of an age fits the energy a breast-fed child needs from food.
#[derive(Debug, PartialEq)]
enum Fit {
    TooThin,
    Fits,
    TooMuch,
}

/// As many servings as the age has main meals at least reach nine tenths of the need from food; of three quarters of a
/// serving, with the average amount of breast milk, no more than 110 % of the whole need comes (the limits of
/// `guidelines/balance-2026`).
fn fit(serving_kcal: f64, meals: u32, from_food_kcal: f64, whole_kcal: f64) -> Fit {
    let eaten = serving_kcal * f64::from(meals);
    let breast_milk = whole_kcal - from_food_kcal;
    if eaten < 0.9 * from_food_kcal {
        Fit::TooThin
    } else if 0.75 * eaten + breast_milk > 1.1 * whole_kcal {
        Fit::TooMuch
    } else {
        Fit::Fits
    }
}

#[test]
fn a_serving_fits_between_its_two_limits() {
    // 6–8 months: two meals, 200 kcal from food of 625.
    assert_eq!(fit(89.9, 2, 200.0, 625.0), Fit::TooThin);
    assert_eq!(fit(90.1, 2, 200.0, 625.0), Fit::Fits);
    assert_eq!(fit(174.9, 2, 200.0, 625.0), Fit::Fits);
    assert_eq!(fit(175.1, 2, 200.0, 625.0), Fit::TooMuch);
}

#[test]
fn every_infant_porridge_fits_the_need_from_food() {
    let db = Database::bundled();
    let mut read = 0;
    for month in [7, 9] {
        let feeding = db.feeding_at(month).expect("a row");
        let from_food = feeding.energy_from_food_breastfed_kcal.expect("printed");
        let boys = feeding.energy_need_boys_kcal.expect("printed");
        let girls = feeding.energy_need_girls_kcal.expect("printed");
        for dish in for_month(month).filter(|dish| dish.kind == DishKind::Porridge) {
            let kcal = gives(dish, Subject::Energy);
            let found = fit(kcal, feeding.main_meals.0, from_food, f64::midpoint(boys, girls));
            assert_eq!(found, Fit::Fits, "{}: {kcal:.0} kcal", dish.id);
            read += 1;
        }
    }
    assert!(read >= 80, "{read} porridges for infants");
}

#[test]
fn every_infant_porridge_brings_starch_protein_greens_and_fat() {
    let db = Database::bundled();
    for dish in for_month(7).chain(for_month(9)).filter(|dish| dish.kind == DishKind::Porridge) {
        let energy = gives(dish, Subject::Energy);
        let protein = 400.0 * gives(dish, Subject::Protein) / energy;
        let fat = 900.0 * gives(dish, Subject::Fat) / energy;
        assert!(protein >= 8.0, "{}: {protein:.0} % of energy is protein", dish.id);
        assert!(fat >= 25.0, "{}: {fat:.0} % of energy is fat", dish.id);
        let foods = dish.ingredients.iter().filter_map(|part| db.food(part.food));
        let groups: std::collections::BTreeSet<_> = foods.filter_map(|food| food.diversity_group).collect();
        assert!(groups.len() >= 3, "{}: {groups:?}", dish.id);
    }
}
