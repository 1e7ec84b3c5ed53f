//! The sentences of the menu builder's answers: what a proposal aims at, how good it is proven to be, why there is none.

use nep_core::foods::Database;
use nep_core::menu::CookedApart;
use nep_core::menu::build::{Aim, Certificate, Impossible, Missed, Refusal, Status, Way, Wish};

use crate::i18n::{Language, Words};

/// Above this gap a certificate's share says nothing to anybody.
pub const TELLING_GAP: f64 = 0.5;

/// Points that are printed; what weighs less is said to.
const LEAST_POINTS: f64 = 0.0001;

/// What makes a proposal different, in a few words.
#[must_use]
pub fn aim(aim: Aim, words: &Words) -> String {
    words.get(match aim {
        Aim::Usual => "suggest-aim-usual",
        Aim::Cheapest => "suggest-aim-cheapest",
        Aim::MostIron => "suggest-aim-iron",
        Aim::MostCalcium => "suggest-aim-calcium",
        Aim::Liked => "suggest-aim-liked",
    })
}

/// How good a menu is proven to be.
#[must_use]
pub fn certificate(certificate: &Certificate, words: &Words) -> String {
    match certificate.status {
        Status::Optimal => words.get("suggest-optimal"),
        // A bound that far off says nothing to anybody.
        Status::Bounded if certificate.gap >= TELLING_GAP => words.get("build-not-proven"),
        Status::Bounded => {
            let gap = words.language().decimal(certificate.gap * 100.0, 1);
            words.with("suggest-bounded", &[("gap", &gap)])
        }
    }
}

/// Why a small child's meals are cooked apart from the pot the others eat of.
#[must_use]
pub fn cooked_apart(apart: &CookedApart, words: &Words) -> String {
    words.with("cooked-apart", &[("from", &apart.shares_from_months.to_string())])
}

/// What the menu misses in all, before its parts are told.
#[must_use]
pub fn objective(certificate: &Certificate, words: &Words) -> String {
    words.with("missed-title", &[("points", &points(certificate.objective, words))])
}

/// One part of what a menu misses: when it has several days which, of whom, what, how far, and what it weighs.
#[must_use]
pub fn missed(missed: &Missed, who: Option<&str>, days: usize, words: &Words) -> String {
    let share = share(missed.by, words);
    let meal = missed.meal.map(|meal| words.get(&format!("meal-long-{}", meal.code()))).unwrap_or_default();
    let way = match missed.way {
        Way::Short => "short",
        Way::Over => "over",
        Way::Unknown => "unknown",
    };
    let told = match missed.goal {
        goal @ ("budget" | "breast_milk") => words.with(&format!("missed-{goal}"), &[("share", &share)]),
        goal @ ("pot_grain" | "pot_beside") => words.with(&format!("missed-{goal}"), &[("meal", &meal)]),
        _ if missed.meal.is_some() => words.with(&format!("missed-meal-{way}"), &[("meal", &meal), ("share", &share)]),
        rule => {
            let what = words.get(&format!("rule-{rule}"));
            words.with(&format!("missed-{way}"), &[("what", &what), ("share", &share)])
        }
    };
    let day = (days > 1).then(|| words.with("week-day", &[("day", &(missed.day + 1).to_string())]));
    let whose: Vec<String> = day.into_iter().chain(who.map(str::to_owned)).collect();
    let of = [("told", told.as_str()), ("points", &points(missed.weighs, words)), ("whose", &whose.join(", "))];
    words.with(if whose.is_empty() { "missed-line" } else { "missed-line-of" }, &of)
}

/// Points with the digits that tell: what weighs little is not nothing.
fn points(weighs: f64, words: &Words) -> String {
    let decimals = match weighs {
        1.0.. => 1,
        0.01.. => 2,
        LEAST_POINTS.. => 4,
        _ => return words.with("less-than", &[("least", &words.language().decimal(LEAST_POINTS, 4))]),
    };
    words.language().decimal(weighs, decimals)
}

/// A share in percent; what is under a tenth of one is said to be so.
fn share(of: f64, words: &Words) -> String {
    let percent = of * 100.0;
    match percent {
        ..0.1 => words.with("less-than", &[("least", &words.language().decimal(0.1, 1))]),
        ..10.0 => words.language().decimal(percent, 1),
        _ => words.language().decimal(percent, 0),
    }
}

/// Which wish stands in the way of which goals, and what is nearest; `budget`: the money that was wished, đ.
#[must_use]
pub fn impossible(impossible: &Impossible, budget: Option<u32>, words: &Words) -> String {
    let on_day = |text: String| match impossible.day {
        0 => text,
        day => format!("{} {text}", words.with("suggest-impossible-day", &[("day", &(day + 1).to_string())])),
    };
    if let (Wish::Budget, Some(vnd)) = (impossible.wish, impossible.cheapest_vnd)
        && budget.is_some_and(|budget| vnd <= budget)
    {
        let vnd = words.language().decimal(f64::from(vnd), 0);
        return on_day(words.with("suggest-past-budget", &[("vnd", &vnd)]));
    }
    let goals: Vec<String> = impossible.goals.iter().map(|rule| words.get(&format!("rule-{rule}"))).collect();
    let asked = wish(impossible.wish, words);
    let mut text = match goals.is_empty() {
        _ if !impossible.proven => words.with("suggest-not-found", &[("wish", &asked)]),
        true => words.with("suggest-impossible-whole", &[("wish", &asked)]),
        false => words.with("suggest-impossible", &[("wish", &asked), ("goals", &goals.join(", "))]),
    };
    text = on_day(text);
    for (id, vnd) in [
        ("suggest-at-least", impossible.at_least_vnd),
        ("suggest-balanced-at-least", impossible.balanced_at_least_vnd),
        ("suggest-cheapest-found", impossible.cheapest_vnd),
    ] {
        if let Some(vnd) = vnd {
            text.push(' ');
            text.push_str(&words.with(id, &[("vnd", &words.language().decimal(f64::from(vnd), 0))]));
        }
    }
    text
}

/// A wish in words.
#[must_use]
pub fn wish(wish: Wish, words: &Words) -> String {
    words.get(match wish {
        Wish::Budget => "suggest-wish-budget",
        Wish::Dislikes => "suggest-wish-dislikes",
        Wish::Allergens => "suggest-wish-allergens",
        Wish::Vegetarian => "suggest-wish-vegetarian",
        Wish::Fixed => "suggest-wish-fixed",
    })
}

/// Why no menu is built.
#[must_use]
pub fn refusal(refusal: &Refusal, words: &Words) -> String {
    let with = |id: &str, arguments: &[(&str, String)]| {
        let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.with(id, &arguments)
    };
    match refusal {
        Refusal::UnderSixMonths { .. } => words.get("check-under-six"),
        Refusal::FirstFoods { months, from } => {
            with("suggest-first-foods", &[("months", months.to_string()), ("from", from.to_string())])
        }
        Refusal::Eaters { eaters, most } => {
            with("suggest-eaters", &[("number", eaters.to_string()), ("most", most.to_string())])
        }
        Refusal::Days { days, most } => {
            with("suggest-too-many-days", &[("number", days.to_string()), ("most", most.to_string())])
        }
        Refusal::Proposals { proposals, most } => {
            with("suggest-too-many-proposals", &[("number", proposals.to_string()), ("most", most.to_string())])
        }
        Refusal::Meals => words.get("suggest-bad-meals"),
        Refusal::Month { month } => with("suggest-bad-month", &[("month", month.to_string())]),
        Refusal::UnknownDish { dish } => with("check-no-dish", &[("id", dish.clone())]),
        Refusal::UnknownFood { food } => with("check-no-food", &[("code", food.to_string())]),
        Refusal::FixedNotEaten { dish, wish } => {
            with("suggest-fixed-not-eaten", &[("dish", named(dish, words)), ("wish", self::wish(*wish, words))])
        }
        Refusal::UnsafeDish { dish, eater, rule } => {
            let rule = words.get(&format!("rule-{rule}"));
            with(
                "suggest-unsafe-dish",
                &[("dish", named(dish, words)), ("eater", (eater + 1).to_string()), ("rule", rule)],
            )
        }
        Refusal::NoDish { meal, because } => {
            let meal = words.get(&format!("meal-long-{}", meal.code()));
            match because.as_slice() {
                [] => with("suggest-no-dish", &[("meal", meal)]),
                because => {
                    let wishes: Vec<String> = because.iter().map(|because| wish(*because, words)).collect();
                    with("suggest-no-dish-because", &[("meal", meal), ("wish", wishes.join(", "))])
                }
            }
        }
        Refusal::NoSafeMenu | Refusal::Plan(_) => words.get("suggest-no-safe-menu"),
        Refusal::Stopped => words.get("suggest-stopped"),
    }
}

fn named(dish: &str, words: &Words) -> String {
    Database::bundled().dish(dish).map_or_else(
        || dish.to_owned(),
        |known| match words.language() {
            Language::Vietnamese => known.name_vi.clone(),
            Language::English => known.name_en.clone(),
        },
    )
}

#[cfg(test)]
mod tests {
    use nep_core::foods::{FoodCode, Meal};

    use super::*;

    #[test]
    fn every_refusal_has_its_sentence_in_both_languages() {
        let refusals = [
            Refusal::UnderSixMonths { months: 5 },
            Refusal::FirstFoods { months: 6, from: 7 },
            Refusal::Eaters { eaters: 9, most: 8 },
            Refusal::Days { days: 15, most: 14 },
            Refusal::Proposals { proposals: 6, most: 5 },
            Refusal::Meals,
            Refusal::Month { month: 13 },
            Refusal::UnknownDish { dish: "no-dish".into() },
            Refusal::UnknownFood { food: FoodCode(1) },
            Refusal::UnsafeDish { dish: "com-trang".into(), eater: 0, rule: "unsafe_liver" },
            Refusal::FixedNotEaten { dish: "com-trang".into(), wish: Wish::Allergens },
            Refusal::NoDish { meal: Meal::Lunch, because: vec![Wish::Vegetarian, Wish::Allergens] },
            Refusal::NoDish { meal: Meal::Lunch, because: Vec::new() },
            Refusal::NoSafeMenu,
            Refusal::Stopped,
        ];
        for one in &refusals {
            let [vi, en] = Language::ALL.map(|language| refusal(one, Words::of(language)));
            assert!(!vi.is_empty() && vi != en && !vi.contains("suggest-"), "{one:?}: {vi} / {en}");
        }
    }

    #[test]
    fn every_part_of_what_is_missed_has_its_sentence_in_both_languages() {
        let part = |goal, meal, way| Missed { day: 1, eater: Some(0), goal, meal, way, by: 0.052, weighs: 0.0026 };
        let all = [
            part("calcium", None, Way::Short),
            part("fat_share", None, Way::Over),
            part("upper_retinol", None, Way::Unknown),
            part("breast_milk", None, Way::Short),
            part("budget", None, Way::Over),
            part("pot_grain", Some(Meal::Lunch), Way::Short),
            part("pot_beside", Some(Meal::Dinner), Way::Short),
            part("meal_share_dinner", Some(Meal::Dinner), Way::Over),
            part("meal_share_snack", Some(Meal::AfternoonSnack), Way::Short),
        ];
        for one in &all {
            let [vi, en] = Language::ALL.map(|language| missed(one, Some("A"), 2, Words::of(language)));
            assert!(vi != en && !vi.contains("missed-") && !vi.contains('_') && vi.contains("0,0026"), "{vi} / {en}");
        }
        let vi = Words::of(Language::Vietnamese);
        let dinner = missed(&all[7], Some("mẹ"), 1, vi);
        assert!(dinner.contains("bữa tối") && dinner.contains("5,2%") && !dinner.contains("Ngày"), "{dinner}");
        assert!(missed(&all[7], None, 2, vi).contains("Ngày 2"));
    }

    #[test]
    fn what_weighs_little_is_not_printed_as_nothing() {
        let vi = Words::of(Language::Vietnamese);
        for (weighs, told) in [
            (12.34, "12,3"),
            (1.0, "1,0"),
            (0.99, "0,99"),
            (0.0099, "0,0099"),
            (0.0001, "0,0001"),
            (0.000_099, "chưa tới 0,0001"),
        ] {
            assert_eq!(points(weighs, vi), told);
        }
        assert_eq!(share(0.001, vi), "0,1");
        assert_eq!(share(0.000_999, vi), "chưa tới 0,1");
    }

    #[test]
    fn a_budget_that_is_too_small_says_what_is_enough() {
        let impossible = Impossible {
            wish: Wish::Budget,
            proven: true,
            goals: vec!["energy", "calcium"],
            day: 0,
            at_least_vnd: Some(41_300),
            balanced_at_least_vnd: Some(42_000),
            cheapest_vnd: Some(43_500),
            nearest: None,
        };
        let text = super::impossible(&impossible, Some(40_000), Words::of(Language::Vietnamese));
        assert!(text.contains("41.300 đ") && text.contains("42.000 đ") && text.contains("43.500 đ"), "{text}");
        assert!(text.contains("Canxi"), "{text}");
        let unproven = super::impossible(
            &Impossible { proven: false, ..impossible.clone() },
            Some(40_000),
            Words::of(Language::Vietnamese),
        );
        assert!(unproven.starts_with("Tiền chợ: chưa tìm được") && unproven.contains("43.500 đ"), "{unproven}");
        let over = Impossible { goals: Vec::new(), day: 1, ..impossible };
        let told = |budget| super::impossible(&over, Some(budget), Words::of(Language::Vietnamese));
        assert!(!told(43_499).contains(" .") && told(43_499).starts_with("Ngày 2:"), "{}", told(43_499));
        assert!(told(43_499).contains("đã xếp được một ngày đủ chất"), "{}", told(43_499));
        // Within the money a day was made: this menu alone goes past it.
        assert!(told(43_500).contains("vượt tiền chợ") && told(43_500).contains("43.500 đ"), "{}", told(43_500));
    }
}
