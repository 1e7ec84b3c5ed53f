//! The list as text for a terminal or a message.

use std::fmt::Write as _;

use nep_core::foods::FoodCode;

use super::Made;
use crate::food_words;
use crate::i18n::Words;

pub(super) fn print(made: &Made, words: &Words) -> String {
    let language = words.language();
    let name = |code: FoodCode| food_words::bought(language, &made.called, code);
    let counts = [("days", made.days.to_string()), ("people", made.people.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    let region = words.get(&format!("region-{}", made.region.code()));
    let mut out =
        format!("{} · {} · {region}\n", words.get("shopping-title"), words.with("shopping-list-line", &counts));
    for part in &made.list.stalls {
        let _ = writeln!(out, "\n{}", words.get(&format!("stall-{}", part.stall.code())));
        for line in &part.lines {
            let _ = writeln!(
                out,
                "  {}: {}, {}",
                name(line.food),
                food_words::asked(words, line),
                food_words::price(words, line)
            );
        }
    }
    if !made.list.home.is_empty() {
        let _ = writeln!(out, "\n{}", words.get("shopping-at-home"));
        for line in &made.list.home {
            let _ = writeln!(out, "  {}: {}", name(line.food), food_words::weight(language, line.edible_grams));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a price of some weeks' food")]
    let total = food_words::money(language, made.list.cost.vnd as f64);
    let _ = writeln!(out, "\n{}: {total}", words.get("export-total"));
    if !made.list.cost.unpriced.is_empty() {
        let foods: Vec<String> = made.list.cost.unpriced.iter().map(|food| name(*food)).collect();
        let _ = writeln!(out, "{}", words.with("shopping-unpriced", &[("foods", &foods.join(", "))]));
    }
    let lines = || made.list.stalls.iter().flat_map(|part| &part.lines);
    if lines().any(food_words::is_unsure) {
        let _ = writeln!(out, "{}", words.get("shopping-unsure"));
    }
    let _ = writeln!(out, "{}\n{}", words.get("shopping-price-note"), words.get("shopping-weight-note"));
    out
}
