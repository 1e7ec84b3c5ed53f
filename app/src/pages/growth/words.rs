//! Ages, measurements and classes in words.

use chrono::{Datelike as _, Months, NaiveDate};
use nep_core::growth::{Class, Classified, Figure, Figures, Indicator, NoScore, Severity, Visit};

use crate::pages::View;

/// Whose wording is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The family: words first.
    Family,
    /// A health worker: scores beside the words.
    Worker,
}

impl Reader {
    /// As the address says; the family by default.
    pub fn of(view: &View) -> Self {
        if view.query("as") == Some("worker") { Self::Worker } else { Self::Family }
    }

    /// The ending of its sentences' ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Worker => "worker",
        }
    }
}

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

fn months_and_days(birth: NaiveDate, on: NaiveDate) -> (u32, i64) {
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
        Indicator::ArmForAge => (visit.arm?.get() * 10.0, 0, "mm"),
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

/// The badge word of a class: short, for the reader.
pub fn class(view: &View, reader: Reader, class: &Class) -> String {
    view.words.get(&format!("growth-class-{}-{}", class.id, reader.code()))
}

/// The badge of one indicator: how grave, and the word.
pub fn answer(view: &View, reader: Reader, answer: &Classified) -> Option<(Severity, String)> {
    let word = match answer {
        Classified::Class { class: found, .. } => class(view, reader, found),
        Classified::MeasureAgain { .. } => view.words.get("growth-page-odd"),
        Classified::NotScored(NoScore::NotMeasured) | Classified::Unnamed { .. } => return None,
        Classified::NotScored(_) => view.words.get("growth-page-not-assessed"),
    };
    answer.severity().map(|severity| (severity, word))
}

/// Why an indicator has no score.
pub fn no_score(view: &View, reason: &NoScore) -> String {
    let language = view.language();
    let (id, figures) = match reason {
        NoScore::NotMeasured => ("not-measured", vec![]),
        NoScore::SexUnknown => ("sex-unknown", vec![]),
        NoScore::AgeUnknown => ("age-unknown", vec![]),
        NoScore::Oedema => ("oedema", vec![]),
        NoScore::TooOld { .. } => ("too-old", vec![]),
        NoScore::TooYoung { first, .. } => ("too-young", vec![("first", first.to_string())]),
        NoScore::BeforeTerm { days } => ("before-term", vec![("days", days.to_string())]),
        NoScore::LengthOutsideTable { min_cm, max_cm, .. } => {
            ("length-outside", vec![("least", language.decimal(*min_cm, 0)), ("most", language.decimal(*max_cm, 0))])
        }
    };
    let figures: Vec<_> = figures.iter().map(|(name, value)| (*name, value.as_str())).collect();
    view.words.with(&format!("growth-none-{id}"), &figures)
}

/// A sentence of the core's codes with its figures written the language's way.
pub fn sentence(view: &View, id: &str, figures: &Figures) -> String {
    if !view.words.has(id) {
        return String::new();
    }
    let written: Vec<(&str, String)> = figures
        .iter()
        .map(|(name, figure)| {
            let text = match figure {
                Figure::Number { value, decimals } => view.language().decimal(*value, *decimals),
                Figure::Date(day) => view.day(*day),
            };
            (*name, text)
        })
        .collect();
    let arguments: Vec<_> = written.iter().map(|(name, text)| (*name, text.as_str())).collect();
    view.words.with(id, &arguments)
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
