//! Why nothing can be swapped, as a sentence.

use nep_core::foods::{Database, FoodCode};
use nep_core::menu::swap::NoSwap;

use crate::food_words;
use crate::i18n::Words;

/// The sentence.
#[must_use]
pub fn refused(words: &Words, why: &NoSwap) -> String {
    let food = |id: &str, code: FoodCode| {
        let name = Database::bundled().food(code).map_or("", |food| food_words::name(words.language(), food));
        words.with(id, &[("code", &code.to_string()), ("name", name)])
    };
    match why {
        NoSwap::BreastMilk => words.get("plan-no-swap-milk"),
        NoSwap::NoSuchPlace(_) | NoSwap::Plan(_) => words.get("plan-not-read"),
        NoSwap::NotInTheDish(code) => food("swap-not-in-dish", *code),
        NoSwap::NotExchanged(code) => food("swap-not-exchanged", *code),
    }
}
