use super::*;
use crate::growth::{Age, Sex};
use crate::units::Centimetres;

fn child(days: f64, kg: Option<f64>, cm: Option<f64>) -> Visit {
    Visit {
        sex: Some(Sex::Boy),
        age: Age::from_days(days).ok(),
        weight: kg.and_then(|kg| Kilograms::new(kg).ok()),
        length: cm.and_then(|cm| Centimetres::new(cm).ok()),
        ..Visit::default()
    }
}

fn codes(visit: Visit, history: &[Visit]) -> Vec<&'static str> {
    let reading = Reading { visit: &visit, birth_weight: None, history, gestation: None };
    doubts(&reading).iter().map(Doubt::code).collect()
}

fn found(visit: Visit, history: &[Visit]) -> Vec<Doubt> {
    doubts(&Reading { visit: &visit, birth_weight: None, history, gestation: None })
}

#[test]
fn an_ordinary_reading_raises_no_doubt() {
    assert!(codes(child(300.0, Some(9.0), Some(72.0)), &[child(270.0, Some(8.8), Some(71.0))]).is_empty());
    assert!(codes(Visit::default(), &[]).is_empty());
}

#[test]
fn grams_typed_as_kilograms_are_recognised() {
    let typed = found(child(0.0, Some(1700.0), None), &[]);
    let slip = Doubt::UnitSlip { measurement: Measurement::Weight, typed: 1700.0, suggested: 1.7 };
    assert_eq!(typed, [slip]);
    let typed = found(child(300.0, Some(8900.0), Some(72.0)), &[]);
    assert!(matches!(typed[..], [Doubt::UnitSlip { suggested, .. }] if (suggested - 8.9).abs() < 1e-9));
}

#[test]
fn a_lost_comma_is_recognised() {
    let typed = found(child(300.0, Some(89.0), Some(72.0)), &[]);
    assert!(matches!(typed[..], [Doubt::UnitSlip { suggested, .. }] if (suggested - 8.9).abs() < 1e-9));
    let typed = found(child(300.0, Some(9.0), Some(720.0)), &[]);
    assert!(matches!(typed[..], [Doubt::UnitSlip { measurement: Measurement::Length, suggested, .. }]
        if (suggested - 72.0).abs() < 1e-9));
    let metres = found(child(300.0, Some(9.0), Some(0.72)), &[]);
    assert!(matches!(metres[..], [Doubt::UnitSlip { suggested, .. }] if (suggested - 72.0).abs() < 1e-9));
}

#[test]
fn millimetres_of_arm_typed_as_centimetres_are_recognised() {
    let arm = |cm: f64| Visit { arm: Centimetres::new(cm).ok(), ..child(300.0, None, None) };
    assert_eq!(codes(arm(136.0), &[]), ["unit-slip-arm"]);
    assert_eq!(codes(arm(13.6), &[]), Vec::<&str>::new());
}

#[test]
fn no_value_is_suggested_that_would_not_fit_the_last_reading() {
    let history = [child(270.0, Some(8.8), None)];
    assert_eq!(codes(child(300.0, Some(89.0), None), &history), ["unit-slip-weight"]);
    assert_eq!(codes(child(300.0, Some(160.0), None), &history), ["implausible-weight", "weight-jumped"]);
}

#[test]
fn without_sex_or_age_the_accepted_range_speaks() {
    let unknown = |kg: f64| Visit { weight: Kilograms::new(kg).ok(), ..Visit::default() };
    assert!(codes(unknown(58.0), &[]).is_empty());
    assert!(codes(unknown(0.9), &[]).is_empty());
    assert_eq!(codes(unknown(0.89), &[]), ["unit-slip-weight"]);
    // 58.1 could be 5.81 only; 1700 could be 1.7 or 17.
    assert_eq!(codes(unknown(58.1), &[]), ["unit-slip-weight"]);
    assert_eq!(codes(unknown(1700.0), &[]), ["out-of-range-weight"]);
}

#[test]
fn weight_and_length_exchanged_are_recognised() {
    let typed = found(child(300.0, Some(72.0), Some(9.0)), &[]);
    assert_eq!(typed, [Doubt::Exchanged { weight_kg: 72.0, length_cm: 9.0 }]);
}

#[test]
fn height_that_fell_by_more_than_a_centimetre_is_doubted() {
    let fell = |cm: f64| codes(child(430.0, None, Some(cm)), &[child(400.0, None, Some(76.1))]);
    assert!(fell(75.1).is_empty());
    assert_eq!(fell(75.0), ["height-fell"]);
    assert_eq!(fell(74.0), ["height-fell"]);
}

#[test]
fn standing_up_at_24_months_is_no_fall() {
    let lying = child(720.0, None, Some(86.0));
    // 84.5 standing is 85.2 lying: 0.8 cm less. 84.2 standing is 84.9 lying.
    assert!(codes(child(740.0, None, Some(84.5)), &[lying]).is_empty());
    assert_eq!(codes(child(740.0, None, Some(84.2)), &[lying]), ["height-fell"]);
}

#[test]
fn a_weight_change_of_more_than_a_quarter_in_a_month_is_doubted() {
    let jump =
        |from: f64, days: f64, kg: f64| codes(child(from + days, Some(kg), None), &[child(from, Some(8.0), None)]);
    assert!(jump(200.0, 30.0, 10.0).is_empty());
    assert_eq!(jump(200.0, 30.0, 10.01), ["weight-jumped"]);
    assert!(jump(200.0, 30.0, 6.0).is_empty());
    assert_eq!(jump(200.0, 30.0, 5.99), ["weight-dropped"]);
    assert_eq!(jump(200.0, 45.0, 10.1), ["weight-jumped"]);
    assert!(jump(200.0, 46.0, 10.1).is_empty());
    assert!(jump(91.0, 30.0, 10.1).is_empty(), "the earlier visit is before 3 months");
    assert_eq!(jump(92.0, 30.0, 10.1), ["weight-jumped"]);
}

#[test]
fn a_weight_below_birth_weight_is_doubted_after_a_month() {
    let codes = |days: f64, kg: f64| {
        let visit = child(days, Some(kg), None);
        let birth_weight = Kilograms::new(3.2).ok();
        let found = doubts(&Reading { visit: &visit, birth_weight, history: &[], gestation: None });
        found.iter().map(Doubt::code).collect::<Vec<_>>()
    };
    assert!(codes(30.0, 3.0).is_empty());
    assert_eq!(codes(31.0, 3.1), ["below-birth-weight"]);
    assert!(codes(31.0, 3.2).is_empty());
}

#[test]
fn weight_and_length_that_cannot_go_together_are_doubted() {
    let visit = child(700.0, Some(7.4), Some(88.0));
    let scores = assess(&visit);
    assert!(flagged(&scores, Indicator::WeightForAge).is_none());
    assert!(flagged(&scores, Indicator::LengthForAge).is_none());
    assert_eq!(codes(visit, &[]), ["inconsistent"]);
}

#[test]
fn swollen_feet_silence_the_rules_on_weight() {
    let swollen = Visit { oedema: true, ..child(230.0, Some(11.0), None) };
    assert!(codes(swollen, &[child(200.0, Some(8.0), None)]).is_empty());
}

#[test]
fn a_posture_that_does_not_go_with_the_age_is_asked_about() {
    let visit = |days: f64, posture| Visit { posture: Some(posture), ..child(days, None, Some(80.0)) };
    assert_eq!(codes(visit(250.0, Posture::Standing), &[])[..], ["standing-too-young"]);
    assert_eq!(codes(visit(730.0, Posture::Standing), &[]), ["standing-under-two"]);
    assert_eq!(codes(visit(731.0, Posture::Lying), &[]), ["lying-from-two"]);
    assert!(codes(visit(730.0, Posture::Lying), &[]).is_empty());
    assert!(codes(visit(731.0, Posture::Standing), &[]).is_empty());
}

#[test]
fn dates_that_cannot_be_are_named() {
    let day = |d| NaiveDate::from_ymd_opt(2026, 6, d).expect("a date");
    assert!(date_doubts(day(1), day(9), day(9)).is_empty());
    assert_eq!(date_doubts(day(1), day(10), day(9)), [DateDoubt::VisitInFuture]);
    assert_eq!(date_doubts(day(5), day(4), day(9)), [DateDoubt::VisitBeforeBirth]);
    assert_eq!(date_doubts(day(10), day(9), day(9)), [DateDoubt::BirthInFuture, DateDoubt::VisitBeforeBirth]);
}

#[test]
fn a_habit_of_rounding_needs_ten_readings_and_six_in_ten() {
    let series =
        |round: usize, all: usize| -> Vec<f64> { (0..all).map(|i| if i < round { 8.5 } else { 8.3 }).collect() };
    assert_eq!(digit_preference(&series(6, 10)), Some(DigitPreference { readings: 10, round: 6 }));
    assert_eq!(digit_preference(&series(5, 10)), None);
    assert_eq!(digit_preference(&series(9, 9)), None);
    assert_eq!(digit_preference(&[9.0, 9.5, 8.0, 7.5, 8.5, 7.0, 10.0, 11.5, 9.0, 8.0]).map(|p| p.round), Some(10));
}

#[test]
fn every_doubt_marks_a_tile_and_low_confidence_rules_only_ask() {
    let visit = child(430.0, Some(10.2), Some(74.0));
    let history = [child(400.0, Some(8.0), Some(76.1))];
    for doubt in found(visit, &history) {
        assert!(matches!(doubt.measurement(), Measurement::Weight | Measurement::Length));
        assert!(doubt.reference().is_some_and(|r| r.confidence == super::super::Confidence::Low), "{}", doubt.code());
        assert!(!doubt.figures().is_empty());
    }
}

#[test]
fn a_child_born_early_is_not_doubted_for_being_small() {
    let doubted = |days: f64, kg: f64, weeks: u16| {
        let visit = child(days, Some(kg), None);
        let gestation = BirthGestation::from_days(weeks * 7).ok();
        let found = doubts(&Reading { visit: &visit, birth_weight: None, history: &[], gestation });
        found.iter().map(Doubt::code).collect::<Vec<_>>()
    };
    assert_eq!(doubted(40.0, 1.5, 40), ["implausible-weight"]);
    assert!(doubted(40.0, 1.5, 30).is_empty(), "before term");
    assert_eq!(doubted(120.0, 2.9, 40), ["implausible-weight"]);
    assert!(doubted(120.0, 2.9, 28).is_empty(), "at the corrected age");
    assert_eq!(doubted(40.0, 1500.0, 30), ["out-of-range-weight"], "1.5 kg and 15 kg both lie in the widest range");
}
