//! What a dish by itself must not be given to: asked of one serving, by the rules of safety.
//!
//! Source: the rows `unsafe_…` of the balance table. What catches people out: nobody reviewed how a family cuts and grinds, so
//! that whole nuts and round pieces in its own dish count as they are bought.

use super::evaluate::with_day;
use super::laid::Laid;
use super::{DayMenu, MealMenu, Serving, Share, Table, usual_person};
use crate::foods::{Audience, Dish, Meal, Stage};
use crate::nutrition::balance::{self, Finding, Kind};
use crate::nutrition::{self, Person};

/// A rule of safety that a dish breaks, for some of those it is cooked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Danger {
    /// The rule, with the foods that break it.
    pub finding: Finding,
    /// For whom: in the order of the stages, never empty.
    pub stages: Vec<Stage>,
}

/// Why a dish must not be given to those it is cooked for, rule by rule; empty for a dish that may be served to all of them.
/// A child is asked about at every completed month for which the dish is meant.
#[must_use]
pub fn dangers(table: &Table<'_>, dish: &Dish) -> Vec<Danger> {
    let mut found: Vec<Danger> = Vec::new();
    for stage in Stage::ALL.iter().copied() {
        for finding in eaters(dish, stage).into_iter().flat_map(|person| broken(table, dish, person, Share::Whole)) {
            match found.iter_mut().find(|danger| danger.finding.rule == finding.rule) {
                Some(danger) if danger.stages.contains(&stage) => {}
                Some(danger) => danger.stages.push(stage),
                None => found.push(Danger { finding, stages: vec![stage] }),
            }
        }
    }
    found
}

/// Those of a stage for whom the dish is cooked.
fn eaters(dish: &Dish, stage: Stage) -> Vec<Person> {
    let usual = usual_person(stage);
    let nutrition::Stage::Child { sex, breastfed, .. } = usual.stage else {
        let pregnant = matches!(usual.stage, nutrition::Stage::Pregnant { .. });
        let audience = if pregnant { Audience::Pregnant } else { Audience::Lactating };
        return if dish.audiences.contains(&audience) { vec![usual] } else { Vec::new() };
    };
    let (Some((from, to)), Some((first, last))) = (stage.child_months(), dish.child_months) else { return Vec::new() };
    let months = (from.max(first)..=to.min(last)).filter_map(|months| u8::try_from(months).ok());
    let child = |age_months| Person::new(nutrition::Stage::Child { age_months, sex, breastfed }).ok();
    months.filter_map(child).collect()
}

/// The first rule of safety, or goal that bans a food outright, that the dish breaks by itself.
pub(super) fn broken_rule(table: &Table<'_>, dish: &Dish, person: Person, share: Share) -> Option<&'static str> {
    broken(table, dish, person, share).next().map(|finding| finding.rule)
}

fn broken(table: &Table<'_>, dish: &Dish, person: Person, share: Share) -> impl Iterator<Item = Finding> + use<> {
    let menu = one(dish, share);
    let laid = lay(table, &menu, person);
    let findings = with_day(table, person, &menu, &laid, balance::safety);
    findings.into_iter().filter(|finding| finding.kind != Kind::Inform && finding.fails())
}

/// A menu of one serving of one dish.
pub(super) fn one(dish: &Dish, share: Share) -> DayMenu {
    let serving = Serving { share, ..Serving::whole(dish.id.clone(), 1.0) };
    DayMenu { meals: vec![MealMenu { meal: Meal::Lunch, dishes: vec![serving], ingredients: Vec::new() }] }
}

/// What stands on the table then.
pub(super) fn lay<'t>(table: &'t Table<'_>, menu: &'t DayMenu, person: Person) -> Laid<'t> {
    Laid::set(table, menu, Some(person)).expect("servings of dishes of the table")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{DishKind, FoodCode, MealKind, Role};
    use crate::menu::{OwnDish, OwnIngredient};

    const RICE: FoodCode = FoodCode(1004);
    const PEANUT: FoodCode = FoodCode(3017);
    const PORK: FoodCode = FoodCode(7017);
    /// Fermented raw pork.
    const NEM_CHUA: FoodCode = FoodCode(7073);
    const SWORDFISH: FoodCode = FoodCode(8007);
    const HONEY: FoodCode = FoodCode(12026);
    const SALT: FoodCode = FoodCode(13005);
    const SPIRIT: FoodCode = FoodCode(14012);

    fn dangers_of(own: &OwnDish) -> Vec<Danger> {
        let table = Table::bundled().with_dish(own).expect("well formed");
        dangers(&table, table.dish(&own.id).expect("just put in"))
    }

    #[test]
    fn fish_meat_and_egg_eaten_raw_are_kept_from_the_pregnant_and_from_children() {
        let pregnant = vec![Stage::PregnantT1, Stage::PregnantT2, Stage::PregnantT3];
        let told = |food, raw, child_months| -> Vec<(&'static str, Vec<Stage>)> {
            let own = OwnDish {
                id: "own-1".into(),
                name: "Gỏi".into(),
                kind: DishKind::Main,
                meals: vec![MealKind::Lunch],
                child_months,
                raw,
                ingredients: vec![OwnIngredient { food, grams: 50.0, role: Role::Main }],
            };
            dangers_of(&own).into_iter().map(|danger| (danger.finding.rule, danger.stages)).collect()
        };
        let (fish, egg) = (FoodCode(8011), FoodCode(9001));
        for (food, rule) in [(fish, "unsafe_raw_fish"), (PORK, "unsafe_raw_meat"), (egg, "unsafe_raw_egg")] {
            assert_eq!(told(food, true, None), [(rule, pregnant.clone())]);
            assert_eq!(told(food, true, Some((48, 60))), [(rule, vec![Stage::Child36To60])]);
            assert_eq!((told(food, false, None), told(food, false, Some((48, 60)))), (vec![], vec![]), "cooked");
        }
        assert_eq!(told(RICE, true, None), []);
    }

    /// What forbids a dish of rice and this food, made for children of these months or for the family.
    fn found(food: FoodCode, child_months: Option<(u32, u32)>) -> Vec<(&'static str, Vec<Stage>)> {
        let part = |food| OwnIngredient { food, grams: 10.0, role: Role::Main };
        let own = OwnDish {
            id: "own-1".into(),
            name: "Món nhà".into(),
            kind: DishKind::Porridge,
            meals: vec![MealKind::Lunch],
            child_months,
            raw: false,
            ingredients: vec![part(RICE), part(food)],
        };
        let found = dangers_of(&own);
        assert!(found.iter().all(|danger| danger.finding.foods == [food]), "the food is named");
        found.into_iter().map(|danger| (danger.finding.rule, danger.stages)).collect()
    }

    #[test]
    fn honey_and_salt_stand_in_no_dish_of_a_child_under_12_months() {
        for (food, rule) in [(HONEY, "unsafe_honey"), (SALT, "unsafe_added_salt")] {
            let forbids = |months| found(food, Some(months)).into_iter().find(|(known, _)| *known == rule);
            assert_eq!(forbids((7, 8)), Some((rule, vec![Stage::Child7To8])));
            // One month of those it is made for is enough.
            assert_eq!(forbids((11, 23)), Some((rule, vec![Stage::Child9To11])));
            assert_eq!(forbids((12, 23)), None);
            assert_eq!(found(food, None), [], "grown-ups eat it");
        }
    }

    #[test]
    fn nuts_that_nobody_saw_ground_stand_in_no_dish_of_a_child_under_36_months() {
        assert_eq!(found(PEANUT, Some((35, 36))), [("unsafe_whole_nut", vec![Stage::Child24To35])]);
        assert_eq!(found(PEANUT, Some((36, 60))), []);
    }

    #[test]
    fn raw_meat_is_kept_from_the_pregnant_and_alcohol_from_everyone() {
        let pregnant = vec![Stage::PregnantT1, Stage::PregnantT2, Stage::PregnantT3];
        let women = [&pregnant[..], &[Stage::Lactating0To6, Stage::Lactating6To12]].concat();
        assert_eq!(found(NEM_CHUA, None), [("unsafe_raw_meat", pregnant)]);
        assert_eq!(found(SWORDFISH, None), [("unsafe_high_mercury", women.clone())]);
        assert_eq!(found(SPIRIT, None), [("unsafe_alcohol", women)]);
        for months in [None, Some((7, 8)), Some((36, 60))] {
            assert_eq!(found(PORK, months), []);
        }
    }

    #[test]
    fn no_dish_of_the_bank_endangers_those_it_is_cooked_for() {
        let table = Table::bundled();
        for dish in table.dishes() {
            let found = dangers(&table, dish);
            assert!(found.is_empty(), "{}: {found:?}", dish.id);
        }
    }
}
