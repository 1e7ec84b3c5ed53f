//! Foods and amounts of them in words: names, money, weights, and how one asks for them at a stall.

use nep_core::foods::{Allergen, Confidence, Database, Food, FoodCode, Measure};
use nep_core::menu::shopping::{Called, Line, Quantity};

use crate::i18n::{Language, Words};

/// What to ask for at the stall: as the dishes call it, in Vietnamese, else the food's name.
#[must_use]
pub fn bought(language: Language, called: &Called, code: FoodCode) -> String {
    let local = called.name_vi(code).filter(|_| language == Language::Vietnamese);
    local.map(str::to_owned).unwrap_or_else(|| {
        Database::bundled().food(code).map_or_else(|| code.to_string(), |food| name(language, food).to_owned())
    })
}

/// `đọc nhãn: lạc, đậu nành`: allergens of the household that only the label of what is bought tells.
#[must_use]
pub fn read_label(allergens: &[Allergen], words: &Words) -> String {
    let names: Vec<String> =
        allergens.iter().map(|one| words.get(&format!("allergen-{}", one.code())).to_lowercase()).collect();
    words.with("plan-read-label", &[("allergen", &names.join(", "))])
}

/// A food's name without what the table adds in brackets: `Cà rốt`, not `Cà rốt (củ đỏ, vàng)`.
#[must_use]
pub fn name(language: Language, food: &Food) -> &str {
    match language {
        Language::English if !food.name_en.is_empty() => food.name_en.split(';').next().unwrap_or(&food.name_en),
        _ => food.name_vi.split(" (").next().unwrap_or(&food.name_vi),
    }
}

/// `61.000 đ`: to the thousand, small sums to the hundred; what costs something never reads as nothing.
#[must_use]
pub fn money(language: Language, vnd: f64) -> String {
    let step = if vnd < 2_000.0 { 100.0 } else { 1_000.0 };
    let least = if vnd > 0.0 { step } else { 0.0 };
    format!("{} đ", language.decimal(((vnd / step).round() * step).max(least), 0))
}

/// `75 g`; small amounts keep a decimal; from a kilogram on `1,25 kg`.
#[must_use]
pub fn weight(language: Language, grams: f64) -> String {
    if grams >= 1_000.0 {
        let kilograms = grams / 1_000.0;
        let decimals = if (kilograms * 10.0 - (kilograms * 10.0).round()).abs() < 0.05 { 1 } else { 2 };
        return format!("{} kg", language.decimal(kilograms, decimals));
    }
    let decimals = usize::from(grams < 10.0 && (grams - grams.round()).abs() > 0.05);
    format!("{} g", language.decimal(grams, decimals))
}

/// How a line is asked for: `2 quả`, `3,5 lạng`; `None` when its weight says it all.
#[must_use]
pub fn quantity(words: &Words, line: &Line) -> Option<String> {
    match line.quantity {
        Quantity::Units { measure, amount } => Some(units(words, measure, amount)),
        Quantity::Lang(amount) => Some(words.with("shopping-lang", &[("amount", &half(words.language(), amount))])),
        Quantity::Kilograms(_) | Quantity::Grams => None,
    }
}

/// So many of a measure: `nửa quả`, `2 quả`.
#[must_use]
pub fn units(words: &Words, measure: &Measure, amount: f64) -> String {
    let near = |value: f64| (amount - value).abs() < 1e-9;
    let unit = match words.language() {
        Language::Vietnamese => measure.vi,
        Language::English => measure.en,
    };
    let quarters = ["1", "3"].into_iter().zip([0.25, 0.75]).find(|(_, part)| near(*part));
    match quarters {
        _ if near(0.5) => words.with("shopping-half", &[("unit", unit)]),
        Some((quarters, _)) => words.with("shopping-quarter", &[("quarters", quarters), ("unit", unit)]),
        None => format!("{} {unit}", half(words.language(), amount)),
    }
}

/// `1 bó · 290 g`, `3,5 lạng · 350 g`, `110 g đã làm sạch`; a star where the share to be thrown away is not known.
#[must_use]
pub fn asked(words: &Words, line: &Line) -> String {
    let weight = weight(words.language(), line.asked_grams());
    let weight = if line.sold_ready { words.with("shopping-ready", &[("weight", &weight)]) } else { weight };
    let star = if line.edible_share_known { "" } else { "*" };
    match quantity(words, line) {
        Some(asked) => format!("{asked} · {weight}{star}"),
        None => format!("{weight}{star}"),
    }
}

/// `~7.000 đ`; a food without a price says so.
#[must_use]
pub fn price(words: &Words, line: &Line) -> String {
    match line.price {
        Some(price) => {
            let guess = if is_unsure(line) { "~" } else { "" };
            format!("{guess}{}", money(words.language(), price.vnd))
        }
        None => words.get("shopping-no-price"),
    }
}

/// Whether the price is a guess.
#[must_use]
pub fn is_unsure(line: &Line) -> bool {
    line.price.is_some_and(|price| price.confidence >= Confidence::Low)
}

fn half(language: Language, amount: f64) -> String {
    let decimals = match amount {
        amount if (amount - amount.round()).abs() < 1e-9 => 0,
        amount if (amount * 2.0 - (amount * 2.0).round()).abs() < 1e-9 => 1,
        _ => 2,
    };
    language.decimal(amount, decimals)
}

/// The name inside a sentence: `gạo tẻ máy`.
#[must_use]
pub fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nep_core::foods::{Database, FoodCode};

    #[test]
    fn weights_read_as_at_the_market() {
        let vi = |grams| weight(Language::Vietnamese, grams);
        assert_eq!(vi(4.5), "4,5 g");
        assert_eq!(vi(290.4), "290 g");
        assert_eq!(vi(999.4), "999 g");
        assert_eq!(vi(1_000.0), "1,0 kg");
        assert_eq!(vi(1_250.0), "1,25 kg");
        assert_eq!(weight(Language::English, 1_250.0), "1.25 kg");
    }

    #[test]
    fn half_a_fruit_is_said_in_words() {
        let papaya = Database::bundled().sold_by(FoodCode(5017)).expect("papayas have a unit");
        let said = |language, amount| units(Words::of(language), papaya, amount);
        assert_eq!(said(Language::Vietnamese, 0.5), "nửa quả");
        assert_eq!(said(Language::Vietnamese, 1.5), "1,5 quả");
        assert_eq!(said(Language::Vietnamese, 2.0), "2 quả");
        assert_eq!(said(Language::Vietnamese, 0.75), "3/4 quả");
        assert_eq!(said(Language::English, 0.5), "half a fruit");
    }

    #[test]
    fn what_costs_something_never_reads_as_nothing() {
        assert_eq!(money(Language::Vietnamese, 12.0), "100 đ");
        assert_eq!(money(Language::Vietnamese, 60_400.0), "60.000 đ");
        assert_eq!(money(Language::Vietnamese, 0.0), "0 đ");
    }
}
