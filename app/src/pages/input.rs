//! What people type: numbers and days, the Vietnamese way. The one home of reading them.
//!
//! A field keeps what was typed, so that a form shows it again beside what is wrong with it. Limits here only catch slips
//! of the hand (grams for kilograms, a future day); whether a reading is plausible for this child is the core's answer.

use chrono::{Datelike as _, NaiveDate};
use nep_core::pregnancy::lunar::LunarDate;

use super::View;
use crate::i18n::Words;

/// What is wrong with what was typed: a message with its figures, or a sentence already made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    id: &'static str,
    arguments: Vec<(&'static str, String)>,
    said: Option<String>,
}

impl Wrong {
    /// The message `id` without figures.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self { id, arguments: Vec::new(), said: None }
    }

    /// The same message with a figure put in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// A sentence made elsewhere from what the core refused.
    #[must_use]
    pub const fn said(sentence: String) -> Self {
        Self { id: "", arguments: Vec::new(), said: Some(sentence) }
    }

    /// What to tell the person.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        if let Some(said) = &self.said {
            return said.clone();
        }
        let arguments: Vec<_> = self.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.with(self.id, &arguments)
    }
}

/// One field of a form: as typed, and as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T> {
    /// As typed.
    pub typed: String,
    /// As understood; `None` when nothing was typed.
    pub value: Result<Option<T>, Wrong>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self { typed: String::new(), value: Ok(None) }
    }
}

impl<T> Field<T> {
    /// Reads `typed`, unless nothing was typed.
    pub fn read(typed: &str, understand: impl FnOnce(&str) -> Result<T, Wrong>) -> Self {
        let typed = typed.trim();
        let value = if typed.is_empty() { Ok(None) } else { understand(typed).map(Some) };
        Self { typed: typed.to_owned(), value }
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn wrong(&self) -> Option<&Wrong> {
        match &self.value {
            Err(wrong) => Some(wrong),
            Ok(_) => None,
        }
    }

    /// Says that it is wrong after all, given other fields.
    pub fn refuse(&mut self, wrong: Wrong) {
        self.value = Err(wrong);
    }
}

impl<T: Copy> Field<T> {
    /// The value, if something was typed and understood.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        self.value.as_ref().ok().copied().flatten()
    }
}

/// The unit of a field with what people write instead by mistake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// As written after the number.
    pub name: &'static str,
    /// Smallest number one could mean.
    pub least: f64,
    /// Largest number one could mean.
    pub most: f64,
    /// Decimals it is shown with.
    pub decimals: usize,
    /// Other units it is typed in by mistake: name, and how many of this unit one of it is.
    pub slips: &'static [(&'static str, f64)],
}

/// A child's weight. The limits are those within which WHO's survey tool used to take a weight.
pub const CHILD_WEIGHT: Unit = Unit { name: "kg", least: 0.5, most: 58.0, decimals: 2, slips: &[("g", 0.001)] };
/// A child's length or height.
pub const CHILD_LENGTH: Unit =
    Unit { name: "cm", least: 30.0, most: 150.0, decimals: 1, slips: &[("mm", 0.1), ("m", 100.0)] };
/// Mid-upper-arm circumference, of a child or a woman.
pub const ARM: Unit = Unit { name: "mm", least: 50.0, most: 600.0, decimals: 0, slips: &[("cm", 10.0)] };
/// Head circumference.
pub const HEAD: Unit = Unit { name: "cm", least: 20.0, most: 65.0, decimals: 1, slips: &[("mm", 0.1)] };
/// A woman's weight.
pub const WOMAN_WEIGHT: Unit = Unit { name: "kg", least: 25.0, most: 250.0, decimals: 1, slips: &[("g", 0.001)] };
/// A woman's height.
pub const WOMAN_HEIGHT: Unit =
    Unit { name: "cm", least: 100.0, most: 220.0, decimals: 1, slips: &[("m", 100.0), ("mm", 0.1)] };
/// Whole weeks of gestation at birth.
pub const WEEKS_AT_BIRTH: Unit = Unit { name: "", least: 22.0, most: 44.0, decimals: 0, slips: &[] };

/// A number as people type it: `9,6`, `9.6`, `9,6 kg`.
///
/// # Errors
///
/// When it is no number.
pub fn number(typed: &str, unit: &str) -> Result<f64, Wrong> {
    let bare = typed.strip_suffix(unit).unwrap_or(typed).trim();
    let plain = bare.replace(',', ".");
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = if digits && plain.matches('.').count() <= 1 { plain.parse::<f64>().ok() } else { None };
    number.ok_or_else(|| Wrong::new("input-not-a-number").with("typed", typed))
}

/// A measurement in `unit`.
///
/// # Errors
///
/// When it is no number, or not within what one could mean; a slip of unit is named.
pub fn measurement(view: &View, typed: &str, unit: Unit) -> Result<f64, Wrong> {
    let value = number(typed, unit.name)?;
    if (unit.least..=unit.most).contains(&value) {
        return Ok(value);
    }
    let language = view.language();
    for (slip, factor) in unit.slips {
        let meant = value * factor;
        if (unit.least..=unit.most).contains(&meant) {
            // As few decimals as say it whole: 1,7 kg, not 1,70 kg.
            let meant = (0..=unit.decimals)
                .map(|decimals| language.decimal(meant, decimals))
                .find(|text| number(&text.replace('.', ","), "").is_ok_and(|shown| (shown - meant).abs() < 1e-9))
                .unwrap_or_else(|| language.decimal(meant, unit.decimals));
            return Err(Wrong::new("input-slip")
                .with("typed", typed)
                .with("slip", *slip)
                .with("meant", meant)
                .with("unit", unit.name));
        }
    }
    Err(Wrong::new("input-outside")
        .with("typed", typed)
        .with("least", language.decimal(unit.least, usize::from(unit.least.fract() > 0.0)))
        .with("most", language.decimal(unit.most, 0))
        .with("unit", if unit.name.is_empty() { String::new() } else { format!("\u{a0}{}", unit.name) }))
}

/// A day: `9/6/2026`, `9-6-2026`, `09.06.2026`, `09062026`, or `2026-06-09`.
///
/// # Errors
///
/// When it is no day of the calendar.
pub fn day(typed: &str) -> Result<NaiveDate, Wrong> {
    let wrong = || Wrong::new("input-not-a-day").with("typed", typed);
    let parts: Vec<&str> = if typed.len() == 8 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        vec![&typed[..2], &typed[2..4], &typed[4..]]
    } else {
        typed.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect()
    };
    let [first, month, last] = parts[..] else { return Err(wrong()) };
    let (year, date) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return Err(Wrong::new("input-year-in-full").with("typed", typed));
    }
    let part = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    let year = year.parse::<i32>().map_err(|_| wrong())?;
    NaiveDate::from_ymd_opt(year, part(month)?, part(date)?).ok_or_else(wrong)
}

/// A day of the Vietnamese lunar calendar, day first: `1/5/2026`; `n` after the month for a leap month: `1/6n/2025`.
///
/// # Errors
///
/// When it is not written so.
pub fn lunar_day(typed: &str) -> Result<LunarDate, Wrong> {
    let wrong = || Wrong::new("input-not-a-day").with("typed", typed);
    let parts: Vec<&str> = typed.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return Err(wrong()) };
    if year.len() != 4 {
        return Err(Wrong::new("input-year-in-full").with("typed", typed));
    }
    let (month, leap) = month.strip_suffix('n').map_or((month, false), |month| (month, true));
    let small = |text: &str| text.parse::<u8>().map_err(|_| wrong());
    Ok(LunarDate { year: year.parse().map_err(|_| wrong())?, month: small(month)?, leap, day: small(day)? })
}

/// A day that has come.
///
/// # Errors
///
/// When it is no day, or still to come, or longer ago than anybody here was born.
pub fn past_day(view: &View, typed: &str) -> Result<NaiveDate, Wrong> {
    let day = day(typed)?;
    if day > view.today {
        return Err(Wrong::new("input-future").with("typed", view.day(day)).with("today", view.day(view.today)));
    }
    if day.year() < view.today.year() - 100 {
        return Err(Wrong::new("input-not-a-day").with("typed", typed));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::server::App;

    fn view() -> View {
        let request = Request::get("/").body(axum::body::Body::empty()).expect("a request");
        View::of(&request, &App::new(8080, "", || NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")))
    }

    fn said<T: std::fmt::Debug>(answer: Result<T, Wrong>) -> String {
        answer.expect_err("refused").say(view().words)
    }

    #[test]
    fn numbers_are_read_with_a_comma_or_a_point() {
        for typed in ["9,6", "9.6", "9,6 kg", "9,60"] {
            assert!((number(typed, "kg").expect(typed) - 9.6).abs() < 1e-12, "{typed}");
        }
        for typed in ["chín", "9,6,1", "1.700,5", "-9", "9 6", "9e3", "NaN", "∞", "9,6 cm", ",", "."] {
            assert!(number(typed, "kg").is_err(), "{typed}");
        }
    }

    #[test]
    fn grams_typed_as_kilograms_are_named() {
        let message = said(measurement(&view(), "1700", CHILD_WEIGHT));
        assert!(message.contains("1700") && message.contains("1,7 kg"), "{message}");
        let message = said(measurement(&view(), "0,78", CHILD_LENGTH));
        assert!(message.contains("78 cm"), "{message}");
        let message = said(measurement(&view(), "13,6", ARM));
        assert!(message.contains("136 mm"), "{message}");
        let message = said(measurement(&view(), "0", CHILD_WEIGHT));
        assert!(message.contains("0,5") && message.contains("58"), "{message}");
        let message = said(measurement(&view(), "50", WEEKS_AT_BIRTH));
        assert!(message.contains("22–44. "), "{message}");
    }

    #[test]
    fn the_limits_themselves_are_taken() {
        for (typed, taken) in [("0,5", true), ("0,49", false), ("58", true), ("58,1", false)] {
            assert_eq!(measurement(&view(), typed, CHILD_WEIGHT).is_ok(), taken, "{typed}");
        }
    }

    #[test]
    fn days_are_read_day_first_or_as_iso() {
        let expected = NaiveDate::from_ymd_opt(2026, 6, 9);
        for typed in ["9/6/2026", "09/06/2026", "9-6-2026", "9.6.2026", "09062026", "2026-06-09", "9 6 2026"] {
            assert_eq!(day(typed).ok(), expected, "{typed}");
        }
        for typed in ["31/2/2026", "9/6", "9/6/26", "hôm nay", "2026", "9/13/2026", "0/0/0000", "9/6/2026/1"] {
            assert!(day(typed).is_err(), "{typed}");
        }
        assert!(said(day("9/6/26")).contains("4 chữ số"));
    }

    #[test]
    fn lunar_days_may_lie_in_a_leap_month() {
        let read = |typed| lunar_day(typed).map(|day| (day.day, day.month, day.leap, day.year));
        assert_eq!(read("1/5/2026"), Ok((1, 5, false, 2026)));
        assert_eq!(read("15/6n/2025"), Ok((15, 6, true, 2025)));
        assert!(read("15/6n").is_err() && read("15/6/25").is_err() && read("mồng 1/5/2026").is_err());
    }

    #[test]
    fn tomorrow_has_not_come() {
        assert!(past_day(&view(), "9/6/2026").is_ok());
        assert!(said(past_day(&view(), "10/6/2026")).contains("chưa đến"));
        assert!(past_day(&view(), "1/1/1900").is_err());
    }
}
