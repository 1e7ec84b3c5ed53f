//! An amount of a food as a cook gives it: so many eggs, spoons, grams.

use maud::{Markup, html};
use nep_core::foods::{Database, FoodCode, Found};
use nep_core::menu::DayMenu;

use crate::i18n::Language;
use crate::icons;
use crate::pages::View;
use crate::pages::input::{Wrong, number};

/// Hits read to find so many foods among dishes.
const HITS: usize = 200;

/// Foods whose name begins so.
pub fn search(query: &str, most: usize) -> Vec<FoodCode> {
    let hits = Database::bundled().search(query, HITS);
    let foods = hits.iter().filter_map(|hit| match hit.found {
        Found::Food(food) => Some(food.code),
        Found::Dish(_) => None,
    });
    foods.take(most).collect()
}

/// Edible grams of so many of a measure; `measure` is its Vietnamese name, empty for grams.
pub fn grams(food: FoodCode, typed: &str, measure: &str) -> Result<f64, Wrong> {
    if typed.is_empty() {
        return Err(Wrong::new("input-required"));
    }
    let amount = number(typed, "")?;
    let one = match measure {
        "" => 1.0,
        name => {
            let known = Database::bundled().measures(food).iter().find(|known| known.vi == name);
            known.ok_or_else(|| Wrong::new("own-no-measure").with("measure", name))?.grams
        }
    };
    let grams = amount * one;
    if grams > 0.0 && grams <= DayMenu::MOST_GRAMS {
        return Ok(grams);
    }
    Err(Wrong::new(if grams > 0.0 { "own-too-much" } else { "own-nothing" }).with("typed", typed))
}

/// What stands in the fields at first: one of the first measure, else 100 g.
pub fn usual(food: FoodCode) -> (&'static str, &'static str) {
    Database::bundled().measures(food).first().map_or(("100", ""), |measure| ("1", measure.vi))
}

/// The field for the number and the choice of the measure, with what is wrong.
pub fn fields(view: &View, food: FoodCode, typed: &str, measure: &str, wrong: Option<&str>) -> Markup {
    let words = view.words;
    let measures = Database::bundled().measures(food);
    let id = format!("amount-{food}");
    let name = |measure: &nep_core::foods::Measure| match view.language() {
        Language::Vietnamese => measure.vi,
        Language::English => measure.en,
    };
    html! {
        span.measured.f.bad[wrong.is_some()] {
            input.so id=(id) name="amount" type="text" inputmode="decimal" value=(typed) maxlength="12" autocomplete="off"
                aria-label=(words.get("own-amount")) aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=[wrong.map(|_| format!("{id}-err"))];
            select name="measure" aria-label=(words.get("own-measure")) {
                @for known in measures { option value=(known.vi) selected[known.vi == measure] { (name(known)) } }
                option value="" selected[measure.is_empty()] {
                    (words.get("own-grams"))
                }
            }
            @if let Some(said) = wrong {
                span.err id={ (id) "-err" } { (icons::TRIANGLE_ALERT) span { (said) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn household_measures_become_grams() {
        let oil = FoodCode(6002);
        assert!((grams(oil, "2", "thìa cà phê").expect("two spoons") - 9.0).abs() < 1e-9);
        assert!((grams(oil, "0,5", "thìa canh").expect("half a spoon") - 4.5).abs() < 1e-9);
        assert!((grams(oil, "12,5", "").expect("grams") - 12.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_amount_is_said_at_the_field() {
        let oil = FoodCode(6002);
        for (typed, measure) in [("", ""), ("x", ""), ("0", ""), ("10001", ""), ("1", "xe tải"), ("-1", "")] {
            assert!(grams(oil, typed, measure).is_err(), "{typed} {measure}");
        }
        assert!(grams(oil, "10000", "").is_ok());
    }

    #[test]
    fn a_search_finds_foods_and_no_dishes() {
        let found = search("thit bo", 5);
        assert!(!found.is_empty() && found.len() <= 5);
        assert!(found.iter().all(|food| Database::bundled().food(*food).is_some()));
    }
}
