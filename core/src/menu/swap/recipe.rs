//! A recipe in the words of what is really cooked.
//!
//! The name of the ingredient that left is replaced where it stands. What catches people out:
//! - a word may be part of another ingredient's name (`cải` of `cải xanh`), or still right (`thịt` of beef): only whole
//!   names of the food are replaced, none inside another ingredient's name;
//! - a recipe may speak of the food in one more way (`bò` alone): then half a sentence would be wrong, so the recipe stays as
//!   it was written and the change is told above it.

use super::classes::Member;
use crate::foods::{Database, Dish, FoodCode};
use crate::menu::Change;

/// The steps of a recipe after changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The steps, in Vietnamese, as many as were written.
    pub steps: Vec<String>,
    /// Changes that the steps do not tell: what left, and what takes its place. To be told above them.
    pub told_above: Vec<(FoodCode, FoodCode)>,
}

/// The recipe of `dish` as it is cooked with `changes`.
#[must_use]
pub fn recipe(foods: &Database, dish: &Dish, changes: &[Change]) -> Wording {
    let mut wording = Wording { steps: dish.recipe.clone(), told_above: Vec::new() };
    for change in changes {
        match reworded(foods, dish, &wording.steps, change) {
            Some(steps) => wording.steps = steps,
            None => wording.told_above.push((change.out, change.into)),
        }
    }
    wording
}

/// The steps with the new food's name; `None` when they cannot be made to speak of it throughout.
fn reworded(foods: &Database, dish: &Dish, steps: &[String], change: &Change) -> Option<Vec<String>> {
    let (out, into) = (Member::of(change.out)?, Member::of(change.into)?);
    let local = dish.ingredients.iter().filter(|part| part.food == change.out).map(|part| &part.local_name_vi);
    let local: Vec<String> = local.filter(|name| !name.is_empty()).map(|name| name.to_lowercase()).collect();
    let mut names: Vec<&str> = local.iter().map(String::as_str).chain(out.called.iter().copied()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    let others = other_names(foods, dish, change.out);
    let new = into.called.first()?;
    let mut replaced = 0;
    let steps: Vec<String> = steps.iter().map(|step| replace(step, &names, &others, new, &mut replaced)).collect();
    let generic = out.class().generic;
    // The new food's own name may hold a watched word: cá rô phi for cá rô đồng.
    let mut known: Vec<String> = others;
    known.push((*new).to_owned());
    let left = |word: &&&str| !generic.contains(*word) && steps.iter().any(|step| holds(step, word, &known));
    let watched = out.watch.iter().chain(out.called).find(left);
    (replaced > 0 && watched.is_none()).then_some(steps)
}

/// Every name of the dish's other ingredients.
fn other_names(foods: &Database, dish: &Dish, out: FoodCode) -> Vec<String> {
    let mut names = Vec::new();
    for part in dish.ingredients.iter().filter(|part| part.food != out) {
        names.extend(Member::of(part.food).into_iter().flat_map(|member| member.called).map(|name| (*name).to_owned()));
        let plain = foods.food(part.food).and_then(|food| food.name_vi.split(" (").next()).map(str::to_lowercase);
        names.extend(plain.into_iter().chain([part.local_name_vi.to_lowercase()]).filter(|name| !name.is_empty()));
    }
    names
}

/// `step` with each whole `names`, the longest first, replaced by `new`; a capital stays a capital.
fn replace(step: &str, names: &[&str], others: &[String], new: &str, replaced: &mut usize) -> String {
    let letters: Vec<char> = step.chars().collect();
    let lower = lower(&letters);
    let mut out = String::with_capacity(step.len());
    let mut at = 0;
    while at < letters.len() {
        let name = names.iter().find(|name| stands(&lower, at, name) && !is_inside(&lower, at, name, others));
        match name {
            Some(name) => {
                let mut word = new.chars();
                if letters[at].is_uppercase() {
                    out.extend(word.next().into_iter().flat_map(char::to_uppercase));
                }
                out.extend(word);
                at += name.chars().count();
                *replaced += 1;
            }
            None => {
                out.push(letters[at]);
                at += 1;
            }
        }
    }
    out
}

/// Whether `step` holds the whole word, and not only inside one of `names`.
fn holds(step: &str, word: &str, names: &[String]) -> bool {
    let lower = lower(&step.chars().collect::<Vec<_>>());
    (0..lower.len()).any(|at| stands(&lower, at, word) && !is_inside(&lower, at, word, names))
}

/// Letter by letter, so that places stay; every Vietnamese letter has one small letter (the tables are NFC).
fn lower(letters: &[char]) -> Vec<char> {
    letters.iter().map(|letter| letter.to_lowercase().next().unwrap_or(*letter)).collect()
}

/// Whether `name` stands at `at`, as whole words.
fn stands(text: &[char], at: usize, name: &str) -> bool {
    let length = name.chars().count();
    let end = |at: usize| text.get(at).is_none_or(|letter| !letter.is_alphanumeric());
    text.len() >= at + length
        && name.chars().flat_map(char::to_lowercase).eq(text[at..at + length].iter().copied())
        && (at == 0 || end(at - 1))
        && end(at + length)
}

/// Whether what stands at `at` is part of a longer name among `names`.
fn is_inside(text: &[char], at: usize, name: &str, names: &[String]) -> bool {
    let length = name.chars().count();
    names.iter().any(|other| {
        let longer = other.chars().count();
        longer > length && (0..=longer - length).any(|before| at >= before && stands(text, at - before, other))
            || longer == length && stands(text, at, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dish of the bank with other steps.
    fn adapted(dish: &str, steps: &[&str], out: u32, into: u32) -> Wording {
        let foods = Database::bundled();
        let steps = steps.iter().map(|step| (*step).to_owned()).collect();
        let dish = Dish { recipe: steps, ..foods.dish(dish).expect("a dish").clone() };
        recipe(foods, &dish, &[Change { out: FoodCode(out), into: FoodCode(into), grams: 80.0 }])
    }

    #[test]
    fn the_name_is_replaced_where_it_stands_and_a_capital_stays() {
        let steps = ["Thái thịt bò lát mỏng ngang thớ.", "Thịt bò xào lửa lớn, trút ra đĩa."];
        let wording = adapted("bo-xao-hanh-tay-ca-chua", &steps, 7003, 7017);
        assert!(wording.told_above.is_empty());
        assert_eq!(wording.steps, ["Thái thịt lợn nạc lát mỏng ngang thớ.", "Thịt lợn nạc xào lửa lớn, trút ra đĩa."]);
        let names = ["cá quả"];
        let mut count = 0;
        assert_eq!(replace("Cá quả hấp. Gỡ cá quả.", &names, &[], "cá chép", &mut count), "Cá chép hấp. Gỡ cá chép.");
        assert_eq!(count, 2);
    }

    #[test]
    fn another_ingredient_s_name_is_left_alone() {
        let mut count = 0;
        let others = ["rau cải xanh".to_owned()];
        assert_eq!(replace("Rửa rau cải xanh.", &["cải xanh"], &others, "rau muống", &mut count), "Rửa rau cải xanh.");
        assert_eq!(
            replace("Nấu cải xanhh, (cải xanh)!", &["cải xanh"], &[], "rau muống", &mut count),
            "Nấu cải xanhh, (rau muống)!"
        );
        assert_eq!(count, 1);
    }

    #[test]
    fn a_recipe_that_does_not_name_the_food_or_names_it_otherwise_too_is_told_above() {
        for steps in [["Thái miếng mỏng.", "Rang khô."], ["Thái thịt bò mỏng.", "Xào bò chín tới."]] {
            let wording = adapted("bo-xao-hanh-tay-ca-chua", &steps, 7003, 7017);
            assert_eq!(wording.told_above, [(FoodCode(7003), FoodCode(7017))]);
            assert_eq!(wording.steps, steps, "as it was written");
        }
    }

    #[test]
    fn no_recipe_speaks_of_what_left_or_loses_a_step() {
        let foods = Database::bundled();
        let (mut told, mut reworded) = (0, 0);
        for dish in foods.dishes() {
            for part in &dish.ingredients {
                let Some(member) = Member::of(part.food) else { continue };
                for other in member.others() {
                    if dish.ingredients.iter().any(|part| part.food == other.food) {
                        continue;
                    }
                    let wording = recipe(foods, dish, &[Change { out: part.food, into: other.food, grams: 50.0 }]);
                    assert_eq!(wording.steps.len(), dish.recipe.len());
                    if !wording.told_above.is_empty() {
                        assert_eq!(wording.steps, dish.recipe, "{}", dish.id);
                        told += 1;
                        continue;
                    }
                    reworded += 1;
                    let new = other.called[0];
                    assert!(
                        wording.steps.iter().any(|step| step.to_lowercase().contains(&new.to_lowercase())),
                        "{}: {new}",
                        dish.id
                    );
                    for (step, was) in wording.steps.iter().zip(&dish.recipe) {
                        let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
                        assert_eq!(capital(step), capital(was), "{}: {step}", dish.id);
                    }
                }
            }
        }
        assert!(reworded > 1000 && told > 0, "{reworded} reworded, {told} told above");
    }
}
