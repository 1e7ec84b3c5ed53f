use super::*;
use crate::growth::Age;
use crate::units::{Centimetres, Kilograms};

fn at(sex: Sex, days: f64, kg: f64) -> Visit {
    Visit { sex: Some(sex), age: Age::from_days(days).ok(), weight: Kilograms::new(kg).ok(), ..Visit::default() }
}

fn month(months: f64) -> f64 {
    months * DAYS_PER_MONTH
}

fn interval(from: f64, to: f64) -> Result<(i64, i64), NoVelocity> {
    let found = velocity(Grown::Weight, &at(Sex::Boy, from, 6.0), &at(Sex::Boy, to, 6.5))?;
    Ok((found.interval_months, found.start_month))
}

#[test]
fn the_median_gain_scores_zero_once_delta_is_taken_off() {
    for row in WEIGHT_VELOCITY {
        let gain_g = row.lms.m - row.delta;
        let (from, to) = (row.day(Grown::Weight, row.start), row.day(Grown::Weight, row.start + row.interval));
        let found = velocity(Grown::Weight, &at(row.sex, from, 10.0), &at(row.sex, to, 10.0 + gain_g / 1000.0));
        let found = found.expect("an interval of the table");
        assert_eq!((found.interval_months, found.start_month), (row.interval, row.start));
        assert_eq!(found.z, VelocityZ::Within(ZScore::from_hundredths(0)), "line {}", row.line);
        assert_eq!(found.reference.confidence, Confidence::Medium);
    }
    assert_eq!(WEIGHT_VELOCITY.len() + LENGTH_VELOCITY.len() + HEAD_VELOCITY.len(), 194 + 170 + 122);
}

#[test]
fn past_three_no_score_is_shown() {
    let row = &WEIGHT_VELOCITY[5];
    let gain = |z: f64| row.lms.value_at(z) - row.delta;
    assert_eq!(score(row, gain(-3.0)), VelocityZ::Within(ZScore::from_hundredths(-300)));
    assert_eq!(score(row, gain(-3.01)), VelocityZ::Below);
    assert_eq!(score(row, gain(3.0)), VelocityZ::Within(ZScore::from_hundredths(300)));
    assert_eq!(score(row, gain(3.01)), VelocityZ::Above);
    assert_eq!(score(row, -row.delta), VelocityZ::Below);
    assert_eq!(score(row, -row.delta - 1.0), VelocityZ::Below);
}

#[test]
fn a_visit_may_be_seven_days_from_a_whole_month() {
    assert_eq!(interval(month(6.0) - 7.0, month(8.0) - 7.0), Ok((2, 6)));
    assert_eq!(interval(month(6.0) + 7.0, month(8.0) + 7.0), Ok((2, 6)));
    assert_eq!(interval(month(6.0) + 7.1, month(8.0) + 7.1), Err(NoVelocity::NoSuchInterval));
    assert_eq!(interval(month(6.0) - 7.1, month(8.0) - 7.1), Err(NoVelocity::NoSuchInterval));
}

#[test]
fn the_spacing_may_be_a_tenth_off() {
    let start = month(6.0);
    assert_eq!(interval(start, start + 33.4), Ok((1, 6)));
    assert_eq!(interval(start, start + 33.6), Err(NoVelocity::NoSuchInterval));
    assert_eq!(interval(start, start + 27.5), Ok((1, 6)));
    assert_eq!(interval(start, start + 27.3), Err(NoVelocity::NoSuchInterval));
    assert_eq!(interval(start, start + month(5.0)), Err(NoVelocity::NoSuchInterval));
    assert_eq!(interval(start, start + month(6.0)), Ok((6, 6)));
}

#[test]
fn the_first_month_of_weight_is_four_weeks() {
    assert_eq!(interval(0.0, 28.0), Ok((1, 0)));
    assert_eq!(interval(28.0, month(2.0)), Ok((1, 1)));
}

#[test]
fn intervals_end_at_24_months() {
    assert_eq!(interval(month(18.0), month(24.0)), Ok((6, 18)));
    assert_eq!(interval(month(19.0), month(25.0)), Err(NoVelocity::NoSuchInterval));
}

#[test]
fn swollen_feet_have_no_velocity_of_weight() {
    let swollen = Visit { oedema: true, ..at(Sex::Girl, month(6.0), 7.0) };
    let found = velocity(Grown::Weight, &at(Sex::Girl, month(4.0), 6.0), &swollen);
    assert_eq!(found, Err(NoVelocity::NotMeasured));
}

#[test]
fn length_is_compared_lying_at_both_visits() {
    let tall = |days: f64, cm: f64| Visit { length: Centimetres::new(cm).ok(), ..at(Sex::Boy, days, 10.0) };
    // 731 days: 85.7 cm standing is 86.4 cm lying.
    let found = velocity(Grown::Length, &tall(month(18.0), 82.0), &tall(731.0, 85.7)).expect("six months");
    assert!((found.gain - 4.4).abs() < 1e-9, "{}", found.gain);
}

#[test]
fn head_over_three_months_or_more_is_of_low_confidence() {
    let head = |days: f64, cm: f64| Visit { head: Centimetres::new(cm).ok(), ..at(Sex::Boy, days, 10.0) };
    let found = |months: f64| velocity(Grown::Head, &head(0.0, 34.5), &head(month(months), 40.0)).expect("an interval");
    assert_eq!(found(2.0).reference.confidence, Confidence::Medium);
    assert_eq!(found(3.0).reference.confidence, Confidence::Low);
}

#[test]
fn a_visit_off_the_whole_month_is_of_low_confidence() {
    let found = velocity(Grown::Weight, &at(Sex::Boy, month(6.0) + 3.0, 7.0), &at(Sex::Boy, month(8.0) + 3.0, 7.5));
    assert_eq!(found.expect("near enough").reference.confidence, Confidence::Low);
}

#[test]
fn the_last_visit_is_compared_with_each_that_fits_shortest_first() {
    let visits: Vec<Visit> = (4..=10).map(|m| at(Sex::Girl, month(f64::from(m)), 6.0 + f64::from(m) / 5.0)).collect();
    let intervals: Vec<i64> = velocities(Grown::Weight, &visits).iter().map(|found| found.interval_months).collect();
    assert_eq!(intervals, [1, 2, 3, 4, 6]);
    assert!(velocities(Grown::Weight, &[]).is_empty());
}
