//! Ages, measurements and classes in words.

use chrono::{Datelike as _, Months, NaiveDate};
use nep_core::growth::{Classified, Indicator, NoScore, Severity, Visit};

use crate::growth_words;
use crate::pages::View;
use crate::pregnancy_words::Reader;

/// Age in calendar months and days: `22 tháng 7 ngày`.
pub fn age(view: &View, birth: NaiveDate, on: NaiveDate) -> String {
    let (months, days) = months_and_days(birth, on);
    let months_text = months.to_string();
    let days_text = days.to_string();
    let arguments = [("months", months_text.as_str()), ("days", days_text.as_str())];
    match (months, days) {
        (0, _) => view.words.with("growth-page-age-days", &arguments[1..]),
        (_, 0) => view.words.with("growth-page-age-months", &arguments[..1]),
        _ => view.words.with("growth-page-age", &arguments),
    }
}

/// Birthdays of the month passed, and days since the last.
pub fn months_and_days(birth: NaiveDate, on: NaiveDate) -> (u32, i64) {
    let years = on.year() - birth.year();
    let months = years * 12 + i32::try_from(on.month()).unwrap_or(0) - i32::try_from(birth.month()).unwrap_or(0);
    let months = u32::try_from(months).unwrap_or(0);
    let since = |months| birth.checked_add_months(Months::new(months)).unwrap_or(on);
    let months = if since(months) > on { months.saturating_sub(1) } else { months };
    (months, on.signed_duration_since(since(months)).num_days())
}

/// The measurement an indicator shows, in its unit; `None` when it was not taken.
pub fn measured(view: &View, indicator: Indicator, visit: &Visit, bmi: Option<f64>) -> Option<String> {
    let language = view.language();
    let (value, decimals, unit) = match indicator {
        Indicator::WeightForAge => (visit.weight?.get(), weight_decimals(visit.weight?.get()), "kg"),
        Indicator::LengthForAge => (visit.length?.get(), 1, "cm"),
        Indicator::WeightForLength => return None,
        Indicator::BmiForAge => (bmi?, 1, "kg/m²"),
        Indicator::HeadForAge => (visit.head?.get(), 1, "cm"),
        Indicator::ArmForAge => {
            let mm = visit.arm?.get() * 10.0;
            // 114,6 mm is not 115 mm.
            (mm, usize::from((mm - mm.round()).abs() > 1e-6), "mm")
        }
        Indicator::TricepsForAge => (visit.triceps?.get(), 1, "mm"),
        Indicator::SubscapularForAge => (visit.subscapular?.get(), 1, "mm"),
    };
    Some(format!("{}\u{a0}{unit}", language.decimal(value, decimals)))
}

/// Scales of health stations show 100 g, baby scales 10 g: as many decimals as were read.
pub fn weight_decimals(kg: f64) -> usize {
    if ((kg * 10.0).round() - kg * 10.0).abs() < 1e-6 { 1 } else { 2 }
}

/// The short code under which an indicator is named in addresses and messages.
pub const fn code(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::LengthForAge => "length",
        Indicator::WeightForAge => "weight",
        Indicator::WeightForLength => "weight-for-length",
        Indicator::BmiForAge => "bmi",
        Indicator::HeadForAge => "head",
        Indicator::ArmForAge => "muac",
        Indicator::TricepsForAge => "triceps",
        Indicator::SubscapularForAge => "subscapular",
    }
}

/// The badge of one indicator: how grave, and the word; `None` where nothing was measured or there are no classes.
pub fn answer(view: &View, answer: &Classified, reader: Reader) -> Option<(Severity, String)> {
    if matches!(answer, Classified::NotScored(NoScore::NotMeasured)) {
        return None;
    }
    Some((answer.severity()?, growth_words::badge(view.words, answer, reader)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn age_is_counted_in_calendar_months() {
        assert_eq!(months_and_days(day(2024, 8, 2), day(2026, 6, 9)), (22, 7));
        assert_eq!(months_and_days(day(2026, 1, 31), day(2026, 2, 28)), (1, 0));
        assert_eq!(months_and_days(day(2026, 1, 31), day(2026, 3, 1)), (1, 1));
        assert_eq!(months_and_days(day(2026, 6, 9), day(2026, 6, 9)), (0, 0));
        assert_eq!(months_and_days(day(2026, 5, 10), day(2026, 6, 9)), (0, 30));
    }
}
