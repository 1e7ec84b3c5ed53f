use super::*;
use crate::growth::Sex;

fn at(days: f64, kg: f64) -> Visit {
    Visit { sex: Some(Sex::Girl), age: Age::from_days(days).ok(), weight: Kilograms::new(kg).ok(), ..Visit::default() }
}

fn weights(readings: &[(f64, f64)]) -> Vec<Visit> {
    readings.iter().map(|(days, kg)| at(*days, *kg)).collect()
}

fn movement(readings: &[(f64, f64)]) -> Option<Movement> {
    trend(Grown::Weight, &weights(readings)).map(|trend| trend.movement)
}

#[test]
fn a_change_of_no_more_than_the_error_is_flat() {
    assert_eq!(movement(&[(300.0, 8.2), (330.0, 8.3)]), Some(Movement::Flat));
    assert_eq!(movement(&[(300.0, 8.2), (330.0, 8.31)]), Some(Movement::Gained));
    assert_eq!(movement(&[(300.0, 8.3), (330.0, 8.2)]), Some(Movement::Flat));
    assert_eq!(movement(&[(300.0, 8.31), (330.0, 8.2)]), Some(Movement::Lost));
    assert_eq!(movement(&[(300.0, 8.3)]), None);
}

#[test]
fn small_losses_add_up() {
    let visits = weights(&[(240.0, 8.9), (270.0, 9.0), (300.0, 8.9), (330.0, 8.9), (360.0, 8.8)]);
    let trend = trend(Grown::Weight, &visits).expect("weighed");
    assert_eq!(trend.movement, Movement::Lost);
    assert!((trend.change() + 0.2).abs() < 1e-9 && (trend.days - 90.0).abs() < 1e-9);
}

#[test]
fn the_order_of_the_visits_does_not_matter() {
    assert_eq!(movement(&[(330.0, 8.9), (300.0, 8.2)]), Some(Movement::Gained));
}

#[test]
fn flat_for_more_than_two_months_is_told() {
    let flat = |days: f64| flat_weight_months(&weights(&[(300.0, 8.2), (330.0, 8.3), (300.0 + days, 8.2)]));
    assert_eq!(flat(60.0), None);
    assert_eq!(flat(2.0 * DAYS_PER_MONTH), None);
    assert!(flat(61.0).is_some_and(|months| (months - 2.004).abs() < 0.001));
    assert_eq!(flat_weight_months(&weights(&[(300.0, 8.0), (330.0, 8.2), (390.0, 8.3)])), None);
    assert_eq!(flat_weight_months(&[]), None);
}

#[test]
fn swollen_feet_interrupt_the_line() {
    let mut visits = weights(&[(300.0, 8.2), (330.0, 9.4), (360.0, 8.2)]);
    visits[1].oedema = true;
    assert_eq!(trend(Grown::Weight, &visits).expect("weighed").movement, Movement::Flat);
}

#[test]
fn a_line_crossed_away_from_the_median_is_a_warning() {
    // A girl: weight-for-age −2 is 7.0 kg at 12 months, 7.3 kg at 14.
    let visits = weights(&[(365.0, 7.4), (426.0, 6.9)]);
    let crossing = trend(Grown::Weight, &visits).and_then(|trend| trend.crossing);
    assert_eq!(crossing, Some(Crossing { line: -2, up: false, away: true }));
    let visits = weights(&[(365.0, 6.8), (426.0, 8.0)]);
    let crossing = trend(Grown::Weight, &visits).and_then(|trend| trend.crossing);
    assert_eq!(crossing, Some(Crossing { line: -2, up: true, away: false }));
}

#[test]
fn a_line_crossed_only_thanks_to_the_error_is_not_crossed() {
    let z = |kg: f64| score(Grown::Weight, &at(426.0, kg)).expect("scored").get();
    let on_the_line = (650..850).map(|g| f64::from(g) / 100.0).find(|kg| z(*kg) >= -2.0).expect("a weight at −2");
    let crossing = |kg: f64| {
        let visits = weights(&[(365.0, 7.4), (426.0, kg)]);
        trend(Grown::Weight, &visits).and_then(|trend| trend.crossing)
    };
    assert_eq!(crossing(on_the_line - 0.05), None);
    assert_eq!(crossing(on_the_line - 0.12).map(|crossing| crossing.line), Some(-2));
}

#[test]
fn a_newborn_may_lose_a_tenth_and_has_two_weeks_to_regain_it() {
    let loss = |days: f64, kg: f64| {
        let kg = Kilograms::new(kg).expect("a weight");
        newborn_loss(Kilograms::new(3.0).expect("a weight"), kg, Age::from_days(days).expect("an age"))
    };
    assert_eq!(loss(5.0, 3.0), None);
    assert!(matches!(loss(5.0, 2.7), Some(NewbornLoss::AsExpected { .. })));
    assert!(matches!(loss(5.0, 2.69), Some(NewbornLoss::TooMuch { .. })));
    assert!(matches!(loss(14.0, 2.9), Some(NewbornLoss::AsExpected { .. })));
    assert!(matches!(loss(15.0, 2.9), Some(NewbornLoss::NotRegained { .. })));
    assert!(matches!(loss(15.0, 2.6), Some(NewbornLoss::TooMuch { .. })));
    assert_eq!(loss(31.0, 2.9), None);
}

#[test]
fn an_implausible_reading_is_no_part_of_the_line() {
    let visits = weights(&[(300.0, 8.2), (330.0, 82.0), (360.0, 8.5)]);
    let trend = trend(Grown::Weight, &visits).expect("weighed");
    assert!((trend.change() - 0.3).abs() < 1e-9 && trend.movement == Movement::Gained);
}
