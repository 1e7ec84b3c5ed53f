//! What was given on the command line, read into a case. Every complaint names its option.

use chrono::NaiveDate;
use clap::ArgMatches;
use nep_core::pregnancy::lunar::LunarDate;
use nep_core::pregnancy::{Case, LastPeriod, Scan, Transfer, Weighing};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

use crate::i18n::Words;
use crate::pages::input;
use crate::pregnancy_words;

struct Given<'a> {
    matches: &'a ArgMatches,
    words: &'a Words,
}

/// The case, or what is wrong with the call.
pub(super) fn case(matches: &ArgMatches, words: &Words, today: NaiveDate) -> Result<Case, String> {
    let given = Given { matches, words };
    let mut case = Case::on(given.one("on", |text| given.date(text))?.unwrap_or(today));
    case.clues.last_period = given.last_period()?;
    case.clues.due_date = given.one("due", |text| given.date(text))?;
    case.clues.scans = given.several("ultrasound", |text| {
        let (date, gestation_days) = given.pair(text, "DATE:DAYS")?;
        Ok(Scan { date: given.date(date)?, gestation_days: given.whole(gestation_days)? })
    })?;
    case.clues.transfer = given.one("transfer", |text| {
        let (date, embryo_days) = given.pair(text, "DATE:3|5")?;
        Ok(Transfer { date: given.date(date)?, embryo_days: given.whole(embryo_days)? })
    })?;
    case.clues.insemination = given.one("insemination", |text| given.date(text))?;
    case.height = given.one("height-cm", |text| given.quantity(text, "cm", Centimetres::new))?;
    case.weight_before = given.one("weight-before-kg", |text| given.kilograms(text))?;
    case.weight = given.one("weight-kg", |text| given.kilograms(text))?;
    case.earlier = given.several("earlier", |text| {
        let (date, weight) = given.pair(text, "DATE:KG")?;
        Ok(Weighing { date: given.date(date)?, weight: given.kilograms(weight)? })
    })?;
    let fetuses = given.one("fetuses", |text| given.whole(text))?.unwrap_or(1);
    case.fetuses = u8::try_from(fetuses).unwrap_or(u8::MAX);
    case.muac = given.one("muac-mm", |text| given.quantity(text, "mm", Millimetres::new))?;
    let on = case.on;
    let born = given.one("birth-date", |text| {
        let born = given.date(text)?;
        let future = || {
            let (date, on) = (pregnancy_words::day(born), pregnancy_words::day(on));
            words.with("pregnancy-error-in-future", &[("date", &date), ("on", &on)])
        };
        on.years_since(born).map(i64::from).ok_or_else(future)
    })?;
    case.age_years = given.one("age-years", |text| given.whole(text))?.or(born);
    case.danger_signs = given.several("danger", |text| Ok(text.to_owned()))?;
    Ok(case)
}

impl Given<'_> {
    fn one<T>(&self, option: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
        let text = self.matches.get_one::<String>(option);
        text.map(|text| read(text.trim()).map_err(|fault| format!("--{option}: {fault}"))).transpose()
    }

    fn several<T>(&self, option: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
        let texts = self.matches.get_many::<String>(option).into_iter().flatten();
        texts.map(|text| read(text.trim()).map_err(|fault| format!("--{option}: {fault}"))).collect()
    }

    fn date(&self, text: &str) -> Result<NaiveDate, String> {
        input::day(text).map_err(|wrong| wrong.say(self.words))
    }

    fn whole(&self, text: &str) -> Result<i64, String> {
        let fault = || self.words.with("pregnancy-error-whole", &[("typed", text)]);
        text.parse::<i64>().ok().filter(|number| *number >= 0).ok_or_else(fault)
    }

    fn quantity<T, E>(&self, text: &str, unit: &str, make: impl Fn(f64) -> Result<T, E>) -> Result<T, String> {
        let wrong = input::Wrong::new("input-not-a-number").with("typed", text);
        let value = input::number(text, unit).map_err(|wrong| wrong.say(self.words))?;
        make(value).map_err(|_| wrong.say(self.words))
    }

    fn kilograms(&self, text: &str) -> Result<Kilograms, String> {
        self.quantity(text, "kg", Kilograms::new)
    }

    /// Two parts with a colon between them.
    fn pair<'t>(&self, text: &'t str, form: &str) -> Result<(&'t str, &'t str), String> {
        let fault = || self.words.with("pregnancy-error-pair", &[("typed", text), ("form", form)]);
        text.split_once(':').map(|(one, two)| (one.trim(), two.trim())).ok_or_else(fault)
    }

    fn last_period(&self) -> Result<Option<LastPeriod>, String> {
        let cycle_days = self.one("cycle-days", |text| self.whole(text))?;
        let solar = self.one("lmp", |text| self.date(text))?;
        let lunar = self.one("lunar-lmp", |text| {
            let date =
                lunar_date(text).ok_or_else(|| self.words.with("pregnancy-error-lunar-form", &[("typed", text)]))?;
            date.to_solar().map_err(|fault| pregnancy_words::lunar_fault(self.words, fault))
        })?;
        let from_lunar = lunar.is_some();
        Ok(solar.or(lunar).map(|date| LastPeriod { date, from_lunar, cycle_days }))
    }
}

/// `10/6/2025`, `10/6n/2025` in a leap month, or `2025-06n-10`.
fn lunar_date(text: &str) -> Option<LunarDate> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let (month, leap) = match month.strip_suffix(['n', 'N']) {
        Some(month) => (month, true),
        None => (month, false),
    };
    let year = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    Some(LunarDate { year, month: month.parse().ok()?, leap, day: day.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunar_dates_are_read_with_their_leap_month() {
        let date = |day, month, leap| Some(LunarDate { year: 2025, month, leap, day });
        assert_eq!(lunar_date("10/6/2025"), date(10, 6, false));
        assert_eq!(lunar_date("10/6n/2025"), date(10, 6, true));
        assert_eq!(lunar_date("2025-06n-10"), date(10, 6, true));
        for wrong in ["10/6", "10/6/25", "x/6/2025", "10/6x/2025", ""] {
            assert_eq!(lunar_date(wrong), None, "{wrong}");
        }
    }
}
