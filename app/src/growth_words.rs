//! The sentences about a child's growth: from the core's codes and figures to words, for the family or the worker.

use nep_core::growth::{
    AxisUnit, Chart, Class, Classified, Confidence, DateDoubt, DigitPreference, Doubt, Figure, Grown, Indicator, Line,
    NoMuacClass, NoScore, Severity, Velocity, VelocityZ, no_muac_class, no_score, reference::rules,
};

use crate::i18n::Words;
use crate::pregnancy_words::{Reader, day};

/// A line of the month's remark.
#[must_use]
pub fn line(words: &Words, line: &Line, reader: Reader) -> String {
    said(words, &line.code, &line.figures, reader)
}

/// A doubt about a reading.
#[must_use]
pub fn doubt(words: &Words, doubt: &Doubt, reader: Reader) -> String {
    said(words, &format!("doubt-{}", doubt.code()), &doubt.figures(), reader)
}

/// A doubt about a date.
#[must_use]
pub fn date_doubt(words: &Words, doubt: DateDoubt, reader: Reader) -> String {
    said(words, &format!("doubt-{}", doubt.code()), &[], reader)
}

/// A habit of rounding.
#[must_use]
pub fn digit_preference(words: &Words, found: DigitPreference, reader: Reader) -> String {
    let (round, readings) = (found.round.to_string(), found.readings.to_string());
    let id = format!("growth-doubt-digit-preference-{}", reader.suffix());
    words.with(&id, &[("round", &round), ("readings", &readings)])
}

/// Why there is no score.
#[must_use]
pub fn why_no_score(words: &Words, reason: &NoScore, reader: Reader) -> String {
    let (code, figures) = no_score(reason);
    said(words, code, &figures, reader)
}

/// Why MUAC has no class.
#[must_use]
pub fn why_no_muac_class(words: &Words, reason: NoMuacClass, reader: Reader) -> String {
    said(words, no_muac_class(reason), &[], reader)
}

/// The short name of a class, for a badge.
#[must_use]
pub fn class(words: &Words, class: &Class, reader: Reader) -> String {
    words.get(&format!("growth-class-{}-{}", class.id, reader.suffix()))
}

/// What a badge says about one indicator; `None` where there are no classes.
#[must_use]
pub fn badge(words: &Words, answer: &Classified, reader: Reader) -> Option<String> {
    match answer {
        Classified::Class { class: found, .. } => Some(class(words, found, reader)),
        Classified::MeasureAgain { .. } => Some(words.get("growth-waiting-for-repeat")),
        Classified::NotScored(_) => Some(severity(words, Severity::Unknown)),
        Classified::Unnamed { .. } => None,
    }
}

/// The name of a severity.
#[must_use]
pub fn severity(words: &Words, severity: Severity) -> String {
    words.get(&format!("growth-severity-{}", severity.code()))
}

/// The name of an indicator.
#[must_use]
pub fn indicator(words: &Words, indicator: Indicator) -> String {
    words.get(match indicator {
        Indicator::LengthForAge => "growth-indicator-length-for-age",
        Indicator::WeightForAge => "growth-indicator-weight-for-age",
        Indicator::WeightForLength => "growth-indicator-weight-for-length",
        Indicator::BmiForAge => "growth-indicator-bmi-for-age",
        Indicator::HeadForAge => "growth-indicator-head-for-age",
        Indicator::ArmForAge => "growth-indicator-arm-for-age",
        Indicator::TricepsForAge => "growth-indicator-triceps-for-age",
        Indicator::SubscapularForAge => "growth-indicator-subscapular-for-age",
    })
}

/// The name of a unit.
#[must_use]
pub fn unit(words: &Words, unit: AxisUnit) -> String {
    words.get(match unit {
        AxisUnit::Months => "growth-unit-months",
        AxisUnit::Kilograms => "growth-unit-kilograms",
        AxisUnit::Centimetres => "growth-unit-centimetres",
        AxisUnit::KilogramsPerSquareMetre => "growth-unit-kilograms-per-square-metre",
        AxisUnit::Millimetres => "growth-unit-millimetres",
    })
}

/// How sure a source is.
#[must_use]
pub fn confidence(words: &Words, confidence: Confidence) -> String {
    words.get(&format!("growth-confidence-{}", confidence.code()))
}

/// What is said instead of the chart.
#[must_use]
pub fn chart(words: &Words, chart: &Chart) -> String {
    let (id, figures) = chart.text();
    let unit = unit(words, chart.y.unit);
    filled(words, id, &figures, &[("unit", &unit)])
}

/// Growth over one interval of the WHO velocity standards.
#[must_use]
pub fn velocity(words: &Words, found: &Velocity, reader: Reader) -> String {
    let number = |value: f64, decimals| words.language().decimal(value, decimals);
    let last = rules::VELOCITY_LAST_Z.value;
    let place = match found.z {
        VelocityZ::Within(z) => words.with("growth-velocity-within", &[("z", &number(z.get(), 2))]),
        VelocityZ::Below => words.with("growth-velocity-below", &[("limit", &number(-last, 0))]),
        VelocityZ::Above => words.with("growth-velocity-above", &[("limit", &number(last, 0))]),
    };
    let (name, gain) = match found.grown {
        Grown::Weight => ("weight", number(found.gain * 1000.0, 0)),
        Grown::Length => ("length", number(found.gain, 1)),
        Grown::Head => ("head", number(found.gain, 1)),
    };
    let gain = if found.gain > 0.0 { format!("+{gain}") } else { gain };
    let arguments = [
        ("gain", gain.as_str()),
        ("months", &found.interval_months.to_string()),
        ("from", &found.start_month.to_string()),
        ("to", &(found.start_month + found.interval_months).to_string()),
        ("place", &place),
    ];
    words.with(&format!("growth-velocity-{name}-{}", reader.suffix()), &arguments)
}

fn said(words: &Words, code: &str, figures: &[(&str, Figure)], reader: Reader) -> String {
    filled(words, &format!("growth-{code}-{}", reader.suffix()), figures, &[])
}

fn filled(words: &Words, id: &str, figures: &[(&str, Figure)], more: &[(&str, &str)]) -> String {
    let texts: Vec<(&str, String)> = figures
        .iter()
        .map(|(name, figure)| match figure {
            Figure::Number { value, decimals } => (*name, words.language().decimal(*value, *decimals)),
            Figure::Date(date) => (*name, day(*date)),
        })
        .collect();
    let mut arguments: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    arguments.extend_from_slice(more);
    words.with(id, &arguments)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use nep_core::growth::{
        Age, BirthGestation, ChartReading, Month, Options, Posture, Reading, Sex, Visit, Window, assess_child, doubts,
        remark, velocities,
    };
    use nep_core::units::{Centimetres, Kilograms, Millimetres};

    use super::*;
    use crate::i18n::Language;

    const READERS: [Reader; 2] = [Reader::Family, Reader::Worker];

    /// A sentence is complete: no message missing, nothing left unfilled. (`Words` itself panics on both in tests.)
    fn every_wording(write: impl Fn(&Words, Reader) -> String) {
        for language in Language::ALL {
            for reader in READERS {
                let text = write(Words::of(language), reader);
                assert!(!text.is_empty() && !text.contains(['{', '}']) && !text.starts_with("growth-"), "{text}");
                assert!(!text.contains(['!', '→', '≥', '≤']), "{text}");
            }
        }
    }

    fn visit(days: u32, kg: f64, cm: f64, extra: u32) -> Visit {
        Visit {
            sex: Some(if extra.is_multiple_of(2) { Sex::Boy } else { Sex::Girl }),
            age: Age::from_days(days.into()).ok(),
            weight: Kilograms::new(kg).ok(),
            length: Centimetres::new(cm).ok(),
            posture: [None, Some(Posture::Lying), Some(Posture::Standing)][(extra % 3) as usize],
            head: Centimetres::new(33.0 + f64::from(extra)).ok(),
            arm: Centimetres::new([9.0, 11.2, 12.0, 13.0, 15.0, 130.0][(extra % 6) as usize]).ok(),
            triceps: Millimetres::new(4.0 + f64::from(extra)).ok(),
            subscapular: None,
            oedema: extra == 17,
        }
    }

    #[test]
    fn every_line_and_doubt_that_can_arise_has_its_sentences() {
        let on = NaiveDate::from_ymd_opt(2026, 6, 14).expect("a date");
        let options = Options { muac_grey_zone: true };
        let mut codes = BTreeSet::new();
        for days in (0..1900).step_by(37) {
            for kg in [1.9, 2.6, 4.0, 7.0, 9.0, 12.0, 17.0, 30.0, 9000.0] {
                for (extra, cm) in (days / 37..).zip([43.0, 50.0, 58.0, 66.0, 75.0, 83.0, 92.0, 104.0, 880.0]) {
                    let extra = extra % 20;
                    let now = visit(days, kg, cm, extra);
                    let gestation = BirthGestation::from_days(220).ok().filter(|_| extra % 4 == 0);
                    let child = assess_child(&now, gestation, options);
                    let history = [
                        visit(days.saturating_sub(61), kg * 0.97, cm - 2.0, 1),
                        visit(days.saturating_sub(30), kg * [0.7, 0.99, 1.0, 1.05][(extra % 4) as usize], cm + 1.5, 1),
                    ];
                    let birth_weight = Kilograms::new(2.8).ok();
                    for confirmed in [false, true] {
                        let month =
                            Month { visit: &now, child: &child, history: &history, birth_weight, on, confirmed };
                        for said in remark(&month) {
                            if codes.insert(said.code.clone()) {
                                every_wording(|words, reader| line(words, &said, reader));
                            }
                        }
                    }
                    for odd in doubts(&Reading { visit: &now, birth_weight, history: &history, gestation }) {
                        if codes.insert(format!("doubt-{}", odd.code())) {
                            every_wording(|words, reader| doubt(words, &odd, reader));
                        }
                    }
                    for one in Indicator::ALL {
                        if let Classified::NotScored(reason) = child.classes.of(one)
                            && codes.insert(no_score(reason).0.to_owned())
                        {
                            every_wording(|words, reader| why_no_score(words, reason, reader));
                        }
                    }
                }
            }
        }
        assert!(codes.contains("go-now-very-light") && codes.contains("go-now-infant-very-light"));
        assert!(codes.len() >= 70, "only {} different codes arose: {codes:?}", codes.len());
    }

    #[test]
    fn every_class_and_action_has_its_words() {
        for found in Class::all() {
            every_wording(|words, reader| class(words, found, reader));
            let action = found.action.replace('_', "-");
            for language in Language::ALL {
                for reader in READERS {
                    let id = format!("growth-action-{action}-{}", reader.suffix());
                    assert!(Words::of(language).has(&id), "{id}");
                }
            }
        }
    }

    #[test]
    fn every_name_and_reason_has_its_words() {
        for doubt in [DateDoubt::BirthInFuture, DateDoubt::VisitInFuture, DateDoubt::VisitBeforeBirth] {
            every_wording(|words, reader| date_doubt(words, doubt, reader));
        }
        every_wording(|words, reader| digit_preference(words, DigitPreference { readings: 10, round: 7 }, reader));
        for reason in [
            NoMuacClass::NotMeasured,
            NoMuacClass::AgeUnknown,
            NoMuacClass::UnderSixMonths,
            NoMuacClass::TooOld,
            NoMuacClass::MeasureAgain,
        ] {
            every_wording(|words, reader| why_no_muac_class(words, reason, reader));
        }
        for reason in [
            NoScore::SexUnknown,
            NoScore::AgeUnknown,
            NoScore::NotMeasured,
            NoScore::Oedema,
            NoScore::TooOld { months: 60.0 },
            NoScore::TooYoung { day: 3, first: 91 },
            NoScore::BeforeTerm { days: 12 },
            NoScore::LengthOutsideTable { length_cm: 44.0, min_cm: 45.0, max_cm: 110.0 },
        ] {
            every_wording(|words, reader| why_no_score(words, &reason, reader));
        }
        for one in [
            Severity::Ok,
            Severity::Watch,
            Severity::Moderate,
            Severity::Severe,
            Severity::Over,
            Severity::Obese,
            Severity::Unknown,
            Severity::Flag,
        ] {
            every_wording(|words, _| severity(words, one));
        }
        for one in [Confidence::Low, Confidence::Medium, Confidence::High] {
            every_wording(|words, _| confidence(words, one));
        }
        for one in Indicator::ALL {
            every_wording(|words, _| indicator(words, one));
        }
    }

    #[test]
    fn velocity_is_told_with_its_score_or_its_side() {
        let months = |months: f64, kg: f64| Visit {
            sex: Some(Sex::Girl),
            age: Age::from_months(months).ok(),
            weight: Kilograms::new(kg).ok(),
            length: Centimetres::new(60.0 + months).ok(),
            head: Centimetres::new(38.0 + months / 2.0).ok(),
            ..Visit::default()
        };
        let told = |kg: f64, reader| {
            let found = velocities(Grown::Weight, &[months(4.0, 6.4), months(6.0, kg)]);
            velocity(Words::of(Language::Vietnamese), &found[0], reader)
        };
        assert_eq!(told(7.3, Reader::Family), "Cân nặng của bé trong 2 tháng: +900 g.");
        assert!(told(7.3, Reader::Worker).starts_with("Cân nặng từ 4 đến 6 tháng tuổi: +900 g, Z "));
        assert_eq!(told(5.0, Reader::Worker), "Cân nặng từ 4 đến 6 tháng tuổi: −1.400 g, dưới −3.");
        assert_eq!(told(12.0, Reader::Worker), "Cân nặng từ 4 đến 6 tháng tuổi: +5.600 g, trên 3.");
        for grown in [Grown::Weight, Grown::Length, Grown::Head] {
            let found = velocities(grown, &[months(4.0, 6.4), months(6.0, 7.0)]);
            every_wording(|words, reader| velocity(words, &found[0], reader));
        }
    }

    #[test]
    fn a_chart_is_told_in_words() {
        let at = |days, kg, cm| ChartReading { visit: visit(days, kg, cm, 1), kept: true };
        let readings = [at(200, 7.4, 66.0), at(230, 7.7, 67.2)];
        let told = |one, window, count: usize, language| {
            let readings = &readings[..count];
            chart(Words::of(language), &nep_core::growth::chart(one, Sex::Girl, window, readings, None))
        };
        let weight = |count, language| told(Indicator::WeightForAge, Window::FirstTwoYears, count, language);
        assert_eq!(weight(2, Language::Vietnamese), "2 lần đo, từ 7 đến 8 tháng. Lần cuối 7,7 kg, Z −0,12.");
        assert_eq!(weight(1, Language::English), "One measurement: at 7 months, 7.4 kg, z −0.11.");
        assert_eq!(weight(0, Language::English), "No measurement in this window yet.");
        for language in Language::ALL {
            let by_length = told(Indicator::WeightForLength, Window::Lying, 2, language);
            assert!(by_length.contains("67") && by_length.contains("kg"), "{by_length}");
        }
    }
}
