//! The sentences of what sets a shortfall right: a dish, the tablet, the health station.

use nep_core::foods::Database;
use nep_core::menu::{Fix, FixStep, FoodFix, Shortfall};

use crate::balance_words::{gap, unit};
use crate::food_words::lower_first;
use crate::i18n::{Language, Words};

/// What sets a shortfall right, in one sentence without a full stop. `of` is the unit of the shortfall.
#[must_use]
pub fn fix(fix: &Fix, of: &str, words: &Words) -> String {
    match fix {
        Fix::IronFolicTablet => words.get("fix-tablet"),
        Fix::HealthStation => words.get("fix-station"),
        Fix::NoFood => words.get("fix-none"),
        Fix::Food(food) => food_fix(food, of, words),
    }
}

/// What sets it right, and beside a supplement the food that brings it nearer; `None` while nobody looked for it.
#[must_use]
pub fn told(short: &Shortfall, words: &Words) -> Option<String> {
    let fix = fix(short.fix.as_ref()?, short.unit, words);
    let Some(food) = &short.beside else { return Some(fix) };
    Some(words.with("fix-beside", &[("fix", &fix), ("food", &food_fix(food, short.unit, words))]))
}

fn food_fix(food: &FoodFix, of: &str, words: &Words) -> String {
    let mut parts: Vec<String> = food.steps.iter().map(|step| self::step(step, words)).collect();
    #[expect(clippy::cast_precision_loss, reason = "the price of a few dishes")]
    let vnd = words.language().decimal(food.cost_vnd.abs() as f64, 0);
    let id = match food.cost_vnd {
        0 => "fix-cost-same",
        ..0 => "fix-cost-less",
        1.. => "fix-cost-more",
    };
    parts.push(words.with(id, &[("vnd", &vnd)]));
    if food.left > 0.0 {
        parts.push(words.with("fix-left", &[("left", &gap(food.left, of, words)), ("unit", &unit(of, words))]));
    }
    parts.join("; ")
}

fn step(step: &FixStep, words: &Words) -> String {
    let meal = words.get(&format!("meal-long-{}", step.meal.code()));
    let amount = measures(step.measures, words);
    let (measure, dish) = match words.language() {
        Language::Vietnamese => (&step.measure_vi, lower_first(&step.name_vi)),
        Language::English => (&step.measure_en, name(&step.dish_id, words)),
    };
    let dish = added(&dish);
    let given = [("meal", meal.as_str()), ("amount", &amount), ("measure", measure), ("dish", dish)];
    match &step.instead_of {
        None => words.with("fix-more", &given),
        Some(out) => words.with("fix-instead", &[&given[..], &[("out", &name(out, words))]].concat()),
    }
}

/// A dish's name after "thêm": some dishes are called what they do, "thêm dầu ăn vào bột".
#[must_use]
pub fn added(dish: &str) -> &str {
    dish.strip_prefix("thêm ").unwrap_or(dish)
}

/// A dish's name in the language; its id when the bank does not hold it.
fn name(id: &str, words: &Words) -> String {
    Database::bundled().dish(id).map_or_else(
        || id.to_owned(),
        |dish| match words.language() {
            Language::Vietnamese => lower_first(&dish.name_vi),
            Language::English => dish.name_en.clone(),
        },
    )
}

/// So many measures as people say them: `½`, `1¼`, `2`; other shares with two decimals.
#[must_use]
pub fn measures(count: f64, words: &Words) -> String {
    let quarters = (count * 4.0).round();
    if (count * 4.0 - quarters).abs() > 1e-6 {
        return words.language().decimal(count, 2);
    }
    let part = ["", "¼", "½", "¾"];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of four")]
    let part = part[quarters.rem_euclid(4.0) as usize];
    let whole = (quarters / 4.0).floor();
    if whole < 1.0 && !part.is_empty() { part.to_owned() } else { words.language().decimal(whole, 0) + part }
}

#[cfg(test)]
mod tests {
    use nep_core::foods::Meal;

    use super::*;

    fn food(cost_vnd: i64, left: f64, instead_of: Option<&str>) -> Fix {
        let step = FixStep {
            meal: Meal::Lunch,
            dish_id: "com-trang".into(),
            name_vi: "Cơm trắng".into(),
            portion: 0.75,
            measures: 1.5,
            measure_vi: "bát con".into(),
            measure_en: "small bowl".into(),
            grams: 75.0,
            instead_of: instead_of.map(str::to_owned),
            gives: 258.0,
        };
        Fix::Food(FoodFix { steps: vec![step], left, cost_vnd })
    }

    #[test]
    fn a_fix_says_how_much_of_what_when_and_for_how_much() {
        let (vi, en) = (Words::of(Language::Vietnamese), Words::of(Language::English));
        assert_eq!(fix(&food(1500, 0.0, None), "mg", vi), "bữa trưa: thêm cơm trắng (1½ bát con); thêm khoảng 1.500 đ");
        let instead = fix(&food(-2000, 12.0, Some("xoi-gac")), "mg", vi);
        assert!(instead.contains("thay cho") && instead.contains("bớt khoảng 2.000 đ"), "{instead}");
        assert!(instead.ends_with("vẫn còn thiếu 12,0 mg"), "{instead}");
        let english = fix(&food(0, 0.0, None), "mg", en);
        assert!(english.contains("1½ small bowl") && english.contains("Steamed white rice"), "{english}");
        for one in [Fix::IronFolicTablet, Fix::HealthStation, Fix::NoFood] {
            assert!(!fix(&one, "mg", vi).is_empty() && fix(&one, "mg", vi) != fix(&one, "mg", en));
        }
    }

    #[test]
    fn a_supplement_names_the_food_beside_it() {
        let words = Words::of(Language::Vietnamese);
        let Fix::Food(found) = food(1500, 0.0, None) else { panic!("a food") };
        let beside = Some(found);
        let fix = Some(Fix::IronFolicTablet);
        let told = told(&Shortfall { nutrient: "iron", by: 2.0, unit: "mg", fix, beside }, words).expect("a fix");
        assert!(told.starts_with(&words.get("fix-tablet")) && told.contains("cơm trắng"), "{told}");
    }

    #[test]
    fn a_dish_called_an_addition_is_added_once() {
        let Fix::Food(mut oil) = food(500, 0.0, None) else { panic!("a food") };
        oil.steps[0].name_vi = "Thêm dầu ăn vào bột".into();
        let told = fix(&Fix::Food(oil), "mg", Words::of(Language::Vietnamese));
        assert!(told.starts_with("bữa trưa: thêm dầu ăn vào bột ("), "{told}");
    }

    #[test]
    fn quarters_are_written_as_people_say_them() {
        let words = Words::of(Language::Vietnamese);
        for (count, text) in [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (1.75, "1¾"), (3.0, "3"), (0.2, "0,20"), (0.0, "0")]
        {
            assert_eq!(measures(count, words), text);
        }
    }
}
