//! What 100 g of every food hold: the library's choice among the tables beside a second reading of the same rules.

use nep_core::foods::{Database, FoodCode};
use nep_core::nutrition::Nutrient;
use nep_tests::judge::composition::compositions;

#[test]
fn every_figure_of_every_food_is_the_one_that_the_written_rules_choose() {
    let database = Database::bundled();
    let ours = compositions();
    let mut faults = Vec::new();
    let mut figures = 0;
    for (&code, composition) in &ours {
        let food = database.food(FoodCode(code)).unwrap_or_else(|| panic!("food {code} is not bundled"));
        for &nutrient in Nutrient::ALL {
            let (theirs, known) =
                (food.nutrient(nutrient).map(|known| known.per_100g), composition.get(nutrient.code()).copied());
            let same = match (theirs, known) {
                (Some(theirs), Some(known)) => (theirs - known).abs() <= 1e-9 * known.abs().max(1.0),
                (theirs, known) => theirs.is_none() && known.is_none(),
            };
            figures += usize::from(known.is_some());
            if !same {
                faults.push(format!(
                    "{code} {} {}: {theirs:?} is bundled, the rules say {known:?}",
                    food.name_vi,
                    nutrient.code()
                ));
            }
        }
    }
    assert_eq!(ours.len(), database.foods().len());
    assert!(figures > 10_000, "{figures} figures");
    assert!(faults.is_empty(), "{} of {figures}:\n{}", faults.len(), faults.join("\n"));
}
