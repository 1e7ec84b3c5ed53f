//! Which foods of a day give a figure, and the printed cells they come from.

use super::{Reading, Table};
use crate::foods::{FoodCode, SourceRef};
use crate::nutrition::{Eaten, Intake, Nutrient, Subject, Traits};

/// What one food of the day gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// The food.
    pub food: FoodCode,
    /// Its edible grams of the day, raw, over all dishes.
    pub grams: f64,
    /// How much of the figure it gives, in the subject's unit.
    pub amount: f64,
    /// The printed cell.
    pub place: SourceRef,
}

/// What a rule of that name is a sum over foods of; a share of energy or protein is told by what it is a share of.
/// `None` for rules that count groups, dishes or meals.
#[must_use]
pub fn summed(rule: &str) -> Option<Subject> {
    let subject = Subject::from_code(rule.strip_prefix("upper_").unwrap_or(rule));
    match rule {
        "energy_with_breast_milk" => Some(Subject::Energy),
        "protein_share" | "animal_protein_share" => Some(Subject::Protein),
        "fat_share" => Some(Subject::Fat),
        "carbohydrate_share" => Some(Subject::Carbohydrate),
        "free_sugar_share" | "free_sugars_better" => Some(Subject::FreeSugars),
        _ => subject.filter(|subject| !measured(*subject).is_empty()),
    }
}

/// The nutrients a subject is worked out from, the one that tells most first.
fn measured(subject: Subject) -> Vec<Nutrient> {
    match subject {
        Subject::Salt => vec![Nutrient::Sodium],
        Subject::NiacinEquivalents => vec![Nutrient::Niacin, Nutrient::Tryptophan],
        Subject::EpaDha => vec![Nutrient::Dha, Nutrient::Epa],
        Subject::FreeSugars => vec![Nutrient::Carbohydrate],
        _ => subject.nutrient().into_iter().collect(),
    }
}

/// The foods of a reading that give a subject, the one that gives most first; ties by code. Foods without a figure are not
/// among them.
#[must_use]
pub fn foods_that_give(table: &Table<'_>, reading: &Reading, subject: Subject) -> Vec<Given> {
    let nutrients = measured(subject);
    let mut found: Vec<Given> = Vec::new();
    let dishes = reading.meals.iter().flat_map(|meal| &meal.dishes);
    for part in dishes.flat_map(|dish| &dish.ingredients) {
        let Some(food) = table.foods().food(part.food_code) else { continue };
        let cell = nutrients.iter().find_map(|nutrient| food.nutrient(*nutrient));
        let (Some(per_100g), Some(cell)) = (table.composition(food.code), cell) else { continue };
        let traits = Traits { animal_protein: food.animal_protein, hazards: &food.flags, ..Traits::default() };
        let eaten = [Eaten { food: food.code, meal: 0, grams: part.grams, per_100g, traits }];
        let Some(amount) = Intake::of(&eaten).subject(subject).map(|amount| amount.amount) else { continue };
        match found.iter_mut().find(|given| given.food == food.code) {
            Some(given) => {
                given.grams += part.grams;
                given.amount += amount;
            }
            None => found.push(Given { food: food.code, grams: part.grams, amount, place: cell.place }),
        }
    }
    found.retain(|given| given.amount > 0.0);
    found.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.food.cmp(&b.food)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::Database;
    use crate::menu::{Plan, read_plan, usual_person};

    #[test]
    fn the_parts_add_up_to_what_the_reading_says() {
        let table = Table::bundled();
        for menu in Database::bundled().menus().iter().take(12) {
            let plan = Plan::of_menu(menu, usual_person(menu.stage));
            let days = read_plan(&table, &plan).expect("a menu of the bank");
            let reading = days[0][0].as_ref().expect("a person");
            for line in &reading.nutrients {
                if summed(line.nutrient.code()).is_none() {
                    continue;
                }
                let given = foods_that_give(&table, reading, line.nutrient);
                let sum: f64 = given.iter().map(|given| given.amount).sum();
                assert!(
                    (sum - line.amount).abs() <= 1e-6 * line.amount.abs().max(1.0),
                    "{}: {:?}: {sum} of {}",
                    menu.id,
                    line.nutrient,
                    line.amount
                );
                assert!(given.windows(2).all(|pair| pair[0].amount >= pair[1].amount));
            }
        }
    }

    #[test]
    fn shares_are_told_by_what_they_are_shares_of_and_counts_by_nothing() {
        assert_eq!(summed("fat_share"), Some(Subject::Fat));
        assert_eq!(summed("upper_retinol"), Some(Subject::Retinol));
        assert_eq!(summed("salt"), Some(Subject::Salt));
        assert_eq!(summed("food_groups"), None);
        assert_eq!(summed("meal_share_lunch"), None);
    }
}
