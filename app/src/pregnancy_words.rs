//! The sentences of a pregnancy: from the core's codes and figures to words, for the mother's family or the worker.

use chrono::NaiveDate;
use nep_core::pregnancy::{
    Alert, AlertCode, DatingError, Figures, GainChart, GestationalAge, Impossible, Meant, Measure, Missing, NextVisit,
    Point, Range, Refused, Remark, RemarkCode, Supplement, Verdict, danger_signs, lunar::LunarError,
};

use crate::i18n::{Language, Words};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The mother and her family.
    Family,
    /// The collaborator or the station.
    Worker,
}

impl Reader {
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Worker => "worker",
        }
    }
}

/// A number with at most `decimals` places and no zeros at its end: `4,2`, `10`.
#[must_use]
pub fn short(language: Language, value: f64, decimals: usize) -> String {
    let reads = |places: usize| format!("{value:.places$}").parse::<f64>();
    let same = |places: &usize| match (reads(*places), reads(decimals)) {
        (Ok(short), Ok(long)) => (short - long).abs() < 1e-9,
        _ => false,
    };
    language.decimal(value, (0..decimals).find(same).unwrap_or(decimals))
}

/// A body mass index to one place, cut and not rounded: 24.96 shows as 24.9, on the side of the cut-off where it lies.
#[must_use]
pub fn bmi(language: Language, value: f64) -> String {
    // 18.7 × 10 is a hair under 187 in binary.
    language.decimal((value * 10.0 + 1e-9).floor() / 10.0, 1)
}

/// A figure of an alert or remark; its name ends with its unit.
fn figure(language: Language, name: &str, value: f64) -> String {
    match name {
        "bmi" => bmi(language, value),
        "low_kg_week" | "high_kg_week" => language.decimal(value, 2),
        // Scales show hundredths; a limit of the band is not known better than tenths.
        "monthly_kg" => monthly(language, value),
        "gain_kg" | "lost_kg" | "change_kg" | "weight_kg" => short(language, value, 2),
        _ => short(language, value, 1),
    }
}

/// A gain a month with as many places, from two, as keep it on its side of a whole kilogram: 0.9964 is not 1.
#[must_use]
pub fn monthly(language: Language, value: f64) -> String {
    let shown = |places: usize| format!("{value:.places$}").parse::<f64>().unwrap_or(value);
    let same_side = |places: &usize| {
        let whole = value.round();
        value.partial_cmp(&whole) == shown(*places).partial_cmp(&whole)
    };
    short(language, value, (2..4).find(same_side).unwrap_or(4))
}

/// A range narrower than this reads as one figure, kilograms.
const LINE_KG: f64 = 0.05;

/// Places, from one, with which a range beside a gain has two ends and the gain lies where it lies unrounded.
fn places(range: Range, gain: Option<f64>) -> usize {
    let Some(gain) = gain.filter(|_| range.high - range.low >= LINE_KG) else { return 1 };
    let fits = |places: &usize| {
        let shown = |value: f64| format!("{value:.places$}").parse::<f64>().unwrap_or(value);
        let as_shown = Range { low: shown(range.low), high: shown(range.high) };
        as_shown.low < as_shown.high && as_shown.judge(gain) == range.judge(gain)
    };
    (1..3).find(fits).unwrap_or(3)
}

fn filled(words: &Words, id: &str, reader: Reader, figures: &Figures, more: &[(&str, &str)]) -> String {
    let language = words.language();
    let named = |name: &str| figures.get(name).copied();
    let band = named("low_kg").zip(named("high_kg")).map(|(low, high)| places(Range { low, high }, named("gain_kg")));
    let text = |name: &str, value: f64| match (name, band) {
        ("low_kg" | "high_kg", Some(places)) => short(language, value, places),
        _ => figure(language, name, value),
    };
    let texts: Vec<(&str, String)> = figures.iter().map(|(name, value)| (*name, text(name, *value))).collect();
    let mut arguments: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    arguments.extend_from_slice(more);
    words.with(&format!("{id}-{}", reader.suffix()), &arguments)
}

/// `28 tuần 3 ngày`.
#[must_use]
pub fn age(words: &Words, age: GestationalAge) -> String {
    let (weeks, days) = age.weeks_and_days();
    words.with("pregnancy-age", &[("weeks", &weeks.to_string()), ("days", &days.to_string())])
}

/// `9/6/2026`.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    day.format("%-d/%-m/%Y").to_string()
}

/// `10 đến 12`, or `khoảng 10,1` when both ends read alike.
#[must_use]
pub fn range(words: &Words, range: Range) -> String {
    range_beside(words, range, None)
}

/// The same beside a gain: with more places where one would put the gain on the other side of an end.
#[must_use]
pub fn range_beside(words: &Words, range: Range, gain: Option<f64>) -> String {
    let places = places(range, gain);
    let (low, high) = (short(words.language(), range.low, places), short(words.language(), range.high, places));
    if low == high {
        words.with("pregnancy-about", &[("about", &low)])
    } else {
        words.with("pregnancy-range", &[("low", &low), ("high", &high)])
    }
}

/// What an alert says.
#[must_use]
pub fn alert(words: &Words, alert: &Alert, reader: Reader) -> String {
    let sign = alert.sign.map(|code| danger_sign(words, code)).unwrap_or_default();
    let id = format!("pregnancy-alert-{}", alert.code.code());
    let lost = alert.figures.get("gain_kg").filter(|gain| **gain < 0.0);
    match lost {
        // "Gained −0.5 kg" is no sentence.
        Some(gain) if alert.code == AlertCode::MonthlyGainLow => {
            let lost = figure(words.language(), "lost_kg", -gain);
            filled(words, &format!("{id}-lost"), reader, &alert.figures, &[("lost_kg", &lost)])
        }
        _ => filled(words, &id, reader, &alert.figures, &[("sign", &sign)]),
    }
}

/// What a remark says.
#[must_use]
pub fn remark(words: &Words, remark: &Remark, reader: Reader) -> String {
    let id = format!("pregnancy-remark-{}", remark.code.code());
    let lost = remark.figures.get("gain_kg").filter(|gain| **gain < 0.0);
    match lost {
        // A little lighter in the first weeks is within the tolerance; "gained −0.2 kg" is no sentence.
        Some(gain) if remark.code == RemarkCode::GainWithinAbout => {
            let lost = figure(words.language(), "lost_kg", -gain);
            filled(words, &format!("{id}-lost"), reader, &remark.figures, &[("lost_kg", &lost)])
        }
        _ => filled(words, &id, reader, &remark.figures, &[]),
    }
}

/// The headline over the danger signs: *go now*.
#[must_use]
pub fn go_now(words: &Words, reader: Reader) -> String {
    words.get(&format!("pregnancy-danger-go-now-{}", reader.suffix()))
}

/// The name of a danger sign.
#[must_use]
pub fn danger_sign(words: &Words, code: &str) -> String {
    words.get(&format!("pregnancy-danger-{code}"))
}

/// What a row of the supplement schedule says.
#[must_use]
pub fn supplement(words: &Words, row: &Supplement, reader: Reader) -> String {
    words.get(&format!("pregnancy-supplement-{}-{}", row.code, reader.suffix()))
}

/// A visit with its window.
#[must_use]
pub fn visit(words: &Words, next: &NextVisit) -> String {
    let name = words.get(&format!("pregnancy-visit-{}", next.visit.code));
    let (from, to) = (day(next.from), day(next.to));
    if next.now {
        words.with("pregnancy-visit-now", &[("visit", &name), ("to", &to)])
    } else {
        words.with("pregnancy-visit-later", &[("visit", &name), ("from", &from), ("to", &to)])
    }
}

/// Why a figure is missing.
#[must_use]
pub fn missing(words: &Words, why: Missing) -> String {
    words.get(&format!("pregnancy-missing-{}", why.code()))
}

/// The name of a verdict.
#[must_use]
pub fn verdict(words: &Words, verdict: Result<Verdict, Missing>) -> String {
    words.get(&format!("pregnancy-verdict-{}", verdict_code(verdict)))
}

/// `low`, `within`, `high`, or `unknown`.
#[must_use]
pub const fn verdict_code(verdict: Result<Verdict, Missing>) -> &'static str {
    match verdict {
        Ok(Verdict::Low) => "low",
        Ok(Verdict::Within) => "within",
        Ok(Verdict::High) => "high",
        Err(_) => "unknown",
    }
}

/// The weight-gain chart as text: a line for each weighing, and why a band or the points are missing.
#[must_use]
pub fn chart(words: &Words, chart: &GainChart) -> Vec<String> {
    let no_band = chart.vietnam.as_ref().err().map(|why| ("pregnancy-chart-no-band", *why));
    let no_points = chart.no_points.map(|why| ("pregnancy-chart-no-points", why));
    let silent = [no_band, no_points].into_iter().flatten();
    let mut lines: Vec<String> = silent.map(|(id, why)| words.with(id, &[("reason", &missing(words, why))])).collect();
    for point in &chart.points {
        let line = chart_point(words, point);
        lines.push(match point.range {
            Some(band) => {
                let band = range_beside(words, band, Some(point.gain_kg));
                words.with("pregnancy-chart-point-range", &[("point", &line), ("range", &band)])
            }
            None => line,
        });
    }
    lines
}

/// One weighing of the chart: the day, the weight and what was gained or lost.
#[must_use]
pub fn chart_point(words: &Words, point: &Point) -> String {
    let kg = |value: f64| short(words.language(), value, 2);
    // "Gained −0.5 kg" is no sentence.
    let (id, change) = if point.gain_kg < 0.0 {
        ("pregnancy-chart-point-lost", ("lost", kg(-point.gain_kg)))
    } else {
        ("pregnancy-chart-point", ("gain", kg(point.gain_kg)))
    };
    let texts = [("date", day(point.date)), ("age", age(words, point.age)), ("weight", kg(point.weight_kg)), change];
    words.with(id, &texts.each_ref().map(|(name, text)| (*name, text.as_str())))
}

/// What is wrong with something given.
#[must_use]
pub fn refused(words: &Words, fault: &Refused) -> String {
    match fault {
        Refused::Dating(fault) => dating_fault(words, fault),
        Refused::Impossible(fault) => impossible(words, fault),
        Refused::NotEarlier { date, on } => {
            words.with("pregnancy-error-not-earlier", &[("date", &day(*date)), ("on", &day(*on))])
        }
        Refused::TwoWeights { date, .. } => words.with("pregnancy-error-two-weights", &[("date", &day(*date))]),
        Refused::NoFetus => words.get("pregnancy-error-no-fetus"),
        Refused::Age { years } => words.with("pregnancy-error-age", &[("years", &years.to_string())]),
        Refused::UnknownDangerSign { code } => {
            let codes: Vec<&str> = danger_signs().iter().map(|sign| sign.code).collect();
            words.with("pregnancy-error-danger", &[("code", code), ("codes", &codes.join(", "))])
        }
    }
}

fn dating_fault(words: &Words, fault: &DatingError) -> String {
    let with_days = |id: &str, days: i64| words.with(id, &[("days", &days.to_string())]);
    match fault {
        DatingError::NoClue => missing(words, Missing::DatesMissing),
        DatingError::InFuture { date, on, .. } => {
            words.with("pregnancy-error-in-future", &[("date", &day(*date)), ("on", &day(*on))])
        }
        DatingError::DueTooFar { due, days, .. } => {
            words.with("pregnancy-error-due-too-far", &[("date", &day(*due)), ("days", &days.to_string())])
        }
        DatingError::TooLong { days, .. } => with_days("pregnancy-error-too-long", *days),
        DatingError::ScanAge { days } => with_days("pregnancy-error-scan-age", *days),
        DatingError::EmbryoAge { days } => with_days("pregnancy-error-embryo-age", *days),
        DatingError::Cycle { days } => with_days("pregnancy-error-cycle", *days),
    }
}

fn impossible(words: &Words, fault: &Impossible) -> String {
    let unit = match fault.measure {
        Measure::Height => "cm",
        Measure::Muac => "mm",
        Measure::WeightBefore | Measure::Weight | Measure::EarlierWeight => "kg",
    };
    let text = |value| short(words.language(), value, 2);
    if let Some(meant) = fault.meant {
        let meant = words.get(match meant {
            Meant::Metres => "pregnancy-unit-metres",
            Meant::Millimetres => "pregnancy-unit-millimetres",
            Meant::Centimetres => "pregnancy-unit-centimetres",
            Meant::Grams => "pregnancy-unit-grams",
        });
        words.with("pregnancy-error-meant", &[("value", &text(fault.value)), ("meant", &meant), ("unit", unit)])
    } else {
        words.with(
            "pregnancy-error-impossible",
            &[
                ("value", &text(fault.value)),
                ("unit", unit),
                ("least", &text(fault.least)),
                ("most", &text(fault.most)),
            ],
        )
    }
}

/// What is wrong with a lunar date.
#[must_use]
pub fn lunar_fault(words: &Words, fault: LunarError) -> String {
    match fault {
        LunarError::Year { year } => words.with("pregnancy-error-lunar-year", &[("year", &year.to_string())]),
        LunarError::Month { month } => words.with("pregnancy-error-lunar-month", &[("month", &month.to_string())]),
        LunarError::NoLeapMonth { year, month } => {
            words.with("pregnancy-error-lunar-leap", &[("year", &year.to_string()), ("month", &month.to_string())])
        }
        LunarError::Day { day, last } => {
            words.with("pregnancy-error-lunar-day", &[("day", &day.to_string()), ("last", &last.to_string())])
        }
    }
}

#[cfg(test)]
mod tests {
    use nep_core::pregnancy::{Case, assess, gain_chart};
    use nep_core::units::{Centimetres, Kilograms};

    use super::*;

    #[test]
    fn every_code_has_its_sentences_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            let alerts = AlertCode::ALL.iter().map(|code| format!("pregnancy-alert-{}", code.code()));
            let remarks = RemarkCode::ALL.iter().map(|code| format!("pregnancy-remark-{}", code.code()));
            for id in alerts.chain(remarks) {
                for reader in [Reader::Family, Reader::Worker] {
                    assert!(words.has(&format!("{id}-{}", reader.suffix())), "{id} {}", language.code());
                }
            }
            for sign in danger_signs() {
                assert!(words.has(&format!("pregnancy-danger-{}", sign.code)), "{}", sign.code);
            }
        }
    }

    #[test]
    fn a_body_mass_index_shows_on_its_own_side_of_a_cut_off() {
        let shown = |value| bmi(Language::English, value);
        assert_eq!(
            (shown(24.96), shown(18.4999), shown(18.7), shown(25.0)),
            ("24.9".into(), "18.4".into(), "18.7".into(), "25.0".into())
        );
    }

    #[test]
    fn the_chart_reads_as_text() {
        let on = NaiveDate::from_ymd_opt(2026, 6, 9).expect("a real date");
        let mut case = Case::on(on);
        case.weight = Kilograms::new(51.2).ok();
        let text =
            |case: &Case| chart(Words::of(Language::English), &gain_chart(case, &assess(case).expect("plausible")));
        assert_eq!(text(&case).len(), 2, "neither band nor points");
        case.clues.due_date = NaiveDate::from_ymd_opt(2026, 9, 11);
        case.height = Centimetres::new(152.0).ok();
        case.weight_before = Kilograms::new(47.0).ok();
        let expected = "9/6/2026, 26 weeks 4 days: 51.2 kg, gained 4.2 kg, should be 4.6 to 5.5 kg";
        assert_eq!(text(&case), [expected]);
    }

    #[test]
    fn numbers_end_without_zeros() {
        let shown = |value| short(Language::Vietnamese, value, 2);
        assert_eq!(
            (shown(4.2), shown(10.0), shown(0.96), shown(-0.5)),
            ("4,2".into(), "10".into(), "0,96".into(), "−0,5".into())
        );
    }
}
