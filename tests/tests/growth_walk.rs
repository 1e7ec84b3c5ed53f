//! The growth standards walked whole: every day, both sexes, every row of weight-for-length; and every limit of the
//! rules on both sides.
//!
//! The tables are read here from `data/` by themselves, not through the library that is tested.

use std::collections::HashMap;
use std::fs;

use nep_core::growth::{Age, DAYS_PER_MONTH, Indicator, NoScore, Posture, Sex, Visit, ZScore, assess};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

const SEXES: [Sex; 2] = [Sex::Boy, Sex::Girl];

/// L, M, S by sex and tenths of the table's unit.
type Table = HashMap<(Sex, i64), [f64; 3]>;

fn table(file: &str) -> Table {
    let path = nep_tests::repository().join("data/growth/who-2006").join(file);
    let text = fs::read_to_string(path).expect("the table can be read");
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let place = |name: &str| header.iter().position(|column| *column == name);
    let x = ["age_days", "length_cm", "height_cm"].into_iter().find_map(place).expect("an x column");
    let [sex, l, m, s] = ["sex", "l", "m", "s"].map(|name| place(name).expect("sex, l, m, s"));
    let number = |text: &str| text.parse::<f64>().expect("a number");
    lines
        .map(|row| {
            #[expect(clippy::cast_possible_truncation, reason = "tenths of the table are small whole numbers")]
            let tenths = (number(row[x]) * 10.0).round() as i64;
            let sex = if row[sex] == "m" { Sex::Boy } else { Sex::Girl };
            ((sex, tenths), [l, m, s].map(|column| number(row[column])))
        })
        .collect()
}

/// What stands `z` standard deviations from the median.
fn value([l, m, s]: [f64; 3], z: f64) -> f64 {
    m * (1.0 + l * s * z).powf(1.0 / l)
}

fn days(days: f64) -> Option<Age> {
    Some(Age::from_days(days).expect("an age"))
}

fn months(months: f64) -> Option<Age> {
    Some(Age::from_months(months).expect("an age"))
}

fn kg(value: f64) -> Option<Kilograms> {
    Some(Kilograms::new(value).expect("a weight"))
}

fn cm(value: f64) -> Option<Centimetres> {
    Some(Centimetres::new(value).expect("a length"))
}

/// A girl with everything measured, so that whatever has no score lacks it for its own reason.
fn girl(age: Option<Age>) -> Visit {
    Visit {
        sex: Some(Sex::Girl),
        age,
        weight: kg(9.6),
        length: cm(78.0),
        posture: None,
        head: cm(45.0),
        arm: cm(14.5),
        triceps: Millimetres::new(8.0).ok(),
        subscapular: Millimetres::new(7.0).ok(),
        oedema: false,
    }
}

fn z(visit: &Visit, indicator: Indicator) -> Result<ZScore, NoScore> {
    assess(visit).score(indicator).map(|score| score.z)
}

fn scored(visit: &Visit) -> Vec<Indicator> {
    let assessment = assess(visit);
    Indicator::ALL.into_iter().filter(|indicator| assessment.score(*indicator).is_ok()).collect()
}

const FOR_AGE: [(Indicator, &str, i64); 7] = [
    (Indicator::LengthForAge, "length_height_for_age.tsv", 0),
    (Indicator::WeightForAge, "weight_for_age.tsv", 0),
    (Indicator::BmiForAge, "bmi_for_age.tsv", 0),
    (Indicator::HeadForAge, "head_circumference_for_age.tsv", 0),
    (Indicator::ArmForAge, "arm_circumference_for_age.tsv", 91),
    (Indicator::TricepsForAge, "triceps_skinfold_for_age.tsv", 91),
    (Indicator::SubscapularForAge, "subscapular_skinfold_for_age.tsv", 91),
];

/// A visit at which nothing but `indicator` can be scored, at `value`.
fn measured(indicator: Indicator, sex: Sex, age: Age, value: f64) -> Visit {
    let mut visit = Visit { sex: Some(sex), age: Some(age), ..Visit::default() };
    match indicator {
        Indicator::LengthForAge => visit.length = cm(value),
        Indicator::WeightForAge => visit.weight = kg(value),
        // One metre long: the index is the weight.
        Indicator::BmiForAge => (visit.weight, visit.length) = (kg(value), cm(100.0)),
        Indicator::HeadForAge => visit.head = cm(value),
        Indicator::ArmForAge => visit.arm = cm(value),
        Indicator::TricepsForAge => visit.triceps = Millimetres::new(value).ok(),
        Indicator::SubscapularForAge => visit.subscapular = Millimetres::new(value).ok(),
        Indicator::WeightForLength => unreachable!("walked by length"),
    }
    visit
}

#[test]
fn on_every_day_of_every_standard_each_line_scores_itself() {
    for (indicator, file, first) in FOR_AGE {
        let table = table(file);
        for sex in SEXES {
            for day in first..=1826 {
                let age = Age::from_days(f64::from(i32::try_from(day).expect("small"))).expect("an age");
                for line in -3..=3_i32 {
                    let visit = measured(indicator, sex, age, value(table[&(sex, day * 10)], line.into()));
                    let expected = ZScore::from_hundredths(i64::from(line) * 100);
                    assert_eq!(z(&visit, indicator), Ok(expected), "{indicator:?} {sex:?} day {day}");
                }
            }
        }
    }
}

#[test]
fn on_every_row_of_weight_for_length_and_height_each_line_scores_itself() {
    for (file, posture, first, last) in
        [("weight_for_length.tsv", Posture::Lying, 450, 1100), ("weight_for_height.tsv", Posture::Standing, 650, 1200)]
    {
        let table = table(file);
        for sex in SEXES {
            for tenths in first..=last {
                for line in -3..=3_i32 {
                    let length = f64::from(i32::try_from(tenths).expect("small")) / 10.0;
                    let weight = kg(value(table[&(sex, tenths)], line.into()));
                    let visit = Visit {
                        sex: Some(sex),
                        weight,
                        length: cm(length),
                        posture: Some(posture),
                        ..Visit::default()
                    };
                    let expected = ZScore::from_hundredths(i64::from(line) * 100);
                    assert_eq!(z(&visit, Indicator::WeightForLength), Ok(expected), "{sex:?} {length} cm");
                }
            }
        }
    }
}

#[test]
fn more_never_scores_lower_on_any_day() {
    for (indicator, file, first) in FOR_AGE {
        let table = table(file);
        for sex in SEXES {
            for day in (first..=1826).step_by(5) {
                let age = Age::from_days(f64::from(i32::try_from(day).expect("small"))).expect("an age");
                let [_, median, _] = table[&(sex, day * 10)];
                let mut below = ZScore::from_hundredths(i64::MIN);
                // From a third of the median to three times it: over both joints of the straight tails.
                for step in 0..=160_i32 {
                    let value = median * (0.33 + f64::from(step) / 60.0);
                    let here = z(&measured(indicator, sex, age, value), indicator).expect("a score");
                    assert!(here >= below, "{indicator:?} {sex:?} day {day}: {value} scores {here} after {below}");
                    below = here;
                }
            }
        }
    }
}

#[test]
fn a_longer_child_of_the_same_weight_never_scores_higher_within_five_sd() {
    for (posture, first, last) in [(Posture::Lying, 45_000, 110_000), (Posture::Standing, 65_000, 120_000)] {
        for sex in SEXES {
            for weight in [3.0, 7.5, 12.0, 18.0] {
                let mut above = ZScore::from_hundredths(i64::MAX);
                // Steps of 0.037 cm: on and between the rows.
                for length in (first..=last).step_by(37) {
                    let visit = Visit {
                        sex: Some(sex),
                        weight: kg(weight),
                        length: cm(f64::from(length) / 1000.0),
                        posture: Some(posture),
                        ..Visit::default()
                    };
                    let here = z(&visit, Indicator::WeightForLength).expect("within the table");
                    // Far outside, the published spread itself is not smooth enough for this to hold.
                    if here.hundredths().abs() <= 500 {
                        assert!(here <= above, "{weight} kg, {length}: {here} after {above}");
                        above = here;
                    }
                }
            }
        }
    }
}

#[test]
fn no_age_comes_before_birth_and_no_score_after_the_last_day() {
    assert!(Age::from_days(-1.0).is_err());
    for (day, count) in [(0.0, 5), (1826.0, 8), (1827.0, 0)] {
        for sex in SEXES {
            let visit = Visit { sex: Some(sex), length: cm(if day < 1.0 { 50.0 } else { 108.0 }), ..girl(days(day)) };
            assert_eq!(scored(&visit).len(), count, "day {day}");
        }
    }
}

#[test]
fn the_standard_ends_at_sixty_months_before_rounding() {
    for age in [days(1826.0), days(1826.249), months(59.999), months(59.999_999_9)] {
        assert_eq!(scored(&girl(age)).len(), 8, "{age:?}");
    }
    for age in [days(1826.25), days(1826.26), months(60.0), months(60.000_1)] {
        assert_eq!(scored(&girl(age)), [], "{age:?}");
        assert!(matches!(z(&girl(age), Indicator::WeightForLength), Err(NoScore::TooOld { .. })));
    }
}

#[test]
fn arm_and_skinfolds_begin_on_day_ninety_one() {
    for age in [90.0, 90.49] {
        assert_eq!(z(&girl(days(age)), Indicator::ArmForAge), Err(NoScore::TooYoung { day: 90, first: 91 }));
        assert_eq!(scored(&girl(days(age))).len(), 5);
    }
    for age in [90.5, 91.0] {
        assert_eq!(scored(&girl(days(age))).len(), 8);
    }
}

#[test]
fn the_table_day_is_rounded_half_up() {
    let weight_on = |day| z(&Visit { length: None, ..girl(days(day)) }, Indicator::WeightForAge).expect("a score");
    let differ = (1..60).find(|day| weight_on(f64::from(*day)) != weight_on(f64::from(day + 1))).expect("a day");
    let (day, next) = (f64::from(differ), f64::from(differ + 1));
    assert_eq!(weight_on(day + 0.49), weight_on(day));
    assert_eq!(weight_on(day + 0.5), weight_on(next));
}

#[test]
fn standing_is_not_believed_under_nine_months() {
    let standing = |age| Visit { posture: Some(Posture::Standing), ..girl(age) };
    for age in [days(273.0), days(9.0 * DAYS_PER_MONTH - 0.001), months(8.999_999_9)] {
        let assessment = assess(&standing(age));
        assert!(assessment.prepared().standing_under_nine_months());
        assert_eq!(assessment.prepared().posture(), None);
        assert_eq!(assessment.prepared().length(), cm(78.0), "nothing is added");
    }
    for age in [days(9.0 * DAYS_PER_MONTH), days(274.0), months(9.0)] {
        let assessment = assess(&standing(age));
        assert!(!assessment.prepared().standing_under_nine_months());
        assert_eq!(assessment.prepared().length(), cm(78.0 + 0.7));
    }
    let unknown_age = assess(&standing(None));
    assert!(!unknown_age.prepared().standing_under_nine_months());
    assert_eq!(unknown_age.prepared().posture(), Some(Posture::Standing));
    // Without a length the flag is still raised.
    let no_length = Visit { length: None, ..standing(days(100.0)) };
    assert!(assess(&no_length).prepared().standing_under_nine_months());
}

#[test]
fn seven_millimetres_are_added_before_day_731_and_taken_off_from_it() {
    let length = |age, posture| assess(&Visit { posture, ..girl(age) }).prepared().length();
    for age in [days(400.0), days(730.0), days(730.49), months(23.99)] {
        assert_eq!(length(age, Some(Posture::Standing)), cm(78.0 + 0.7), "{age:?}");
        assert_eq!(length(age, Some(Posture::Lying)), cm(78.0));
        assert_eq!(length(age, None), cm(78.0));
    }
    for age in [days(730.5), days(731.0), months(24.0), days(1826.0), days(2500.0)] {
        assert_eq!(length(age, Some(Posture::Lying)), cm(78.0 - 0.7), "{age:?}");
        assert_eq!(length(age, Some(Posture::Standing)), cm(78.0));
        assert_eq!(length(age, None), cm(78.0));
    }
    for posture in [None, Some(Posture::Lying), Some(Posture::Standing)] {
        assert_eq!(length(None, posture), cm(78.0));
    }
}

#[test]
fn weight_for_length_follows_the_age_not_how_she_was_measured() {
    // 78.0 cm in the length table, 78.0 cm in the height table: another median.
    let at = |age, posture, length| {
        let visit = Visit { posture, length: cm(length), ..girl(age) };
        z(&visit, Indicator::WeightForLength).expect("a score")
    };
    let lying = at(None, Some(Posture::Lying), 78.0);
    let standing = at(None, Some(Posture::Standing), 78.0);
    assert_ne!(lying, standing);
    assert_eq!(at(days(730.49), None, 78.0), lying);
    assert_eq!(at(days(730.5), None, 78.0), standing);
    assert_eq!(at(days(730.0), Some(Posture::Standing), 77.3), lying);
    assert_eq!(at(days(731.0), Some(Posture::Lying), 78.7), standing);
}

#[test]
fn without_age_and_posture_a_child_stands_from_87_cm() {
    let at = |posture, length| {
        let visit = Visit { posture, length: cm(length), weight: kg(12.0), ..girl(None) };
        z(&visit, Indicator::WeightForLength).expect("a score")
    };
    for length in [86.9, 86.99, 86.999_999] {
        assert_eq!(at(None, length), at(Some(Posture::Lying), length));
    }
    for length in [87.0, 87.01] {
        assert_eq!(at(None, length), at(Some(Posture::Standing), length));
        assert_ne!(at(None, length), at(Some(Posture::Lying), length));
    }
}

#[test]
fn the_ends_of_the_length_tables_count_and_nothing_beyond() {
    let within = |day: f64, posture, length| {
        let visit = Visit { posture, length: cm(length), ..girl(days(day)) };
        z(&visit, Indicator::WeightForLength).is_ok()
    };
    let (lying, standing) = (Some(Posture::Lying), Some(Posture::Standing));
    for (day, posture, inside, outside) in [
        (300.0, lying, 45.0, 44.99),
        (300.0, lying, 110.0, 110.01),
        // After 0.7 cm are added, exactly 45 and 110.
        (300.0, standing, 44.3, 44.29),
        (300.0, standing, 109.3, 109.31),
        (1000.0, standing, 65.0, 64.99),
        (1000.0, standing, 120.0, 120.01),
        // After 0.7 cm are taken off, exactly 65 and 120.
        (1000.0, lying, 65.7, 65.69),
        (1000.0, lying, 120.7, 120.71),
    ] {
        assert!(within(day, posture, inside), "{inside} cm on day {day}");
        assert!(!within(day, posture, outside), "{outside} cm on day {day}");
    }
}

#[test]
fn a_child_lying_103_1_cm_is_scored_by_the_row_of_her_corrected_length() {
    let at =
        |posture, length| Visit { posture: Some(posture), length: cm(length), weight: kg(16.0), ..girl(days(1500.0)) };
    let lying = z(&at(Posture::Lying, 103.1), Indicator::WeightForLength);
    assert_eq!(lying, z(&at(Posture::Standing, 102.4), Indicator::WeightForLength));
    assert_ne!(lying, z(&at(Posture::Standing, 102.5), Indicator::WeightForLength));
}

#[test]
fn oedema_takes_away_the_scores_of_weight_and_no_other() {
    for age in [days(400.0), days(1000.0)] {
        let swollen = Visit { oedema: true, ..girl(age) };
        for indicator in Indicator::ALL {
            let of_weight =
                matches!(indicator, Indicator::WeightForAge | Indicator::WeightForLength | Indicator::BmiForAge);
            let expected = if of_weight { Err(NoScore::Oedema) } else { z(&girl(age), indicator) };
            assert_eq!(z(&swollen, indicator), expected, "{indicator:?}");
        }
        assert_eq!(assess(&swollen).prepared().bmi(), assess(&girl(age)).prepared().bmi(), "the index is still given");
    }
}

#[test]
fn without_sex_there_is_no_score_but_the_prepared_values() {
    let visit = Visit { sex: None, ..girl(days(400.0)) };
    assert_eq!(scored(&visit), []);
    assert!(assess(&visit).prepared().bmi().is_some());
}

#[test]
fn without_age_only_weight_for_length_is_scored() {
    assert_eq!(scored(&girl(None)), [Indicator::WeightForLength]);
}

#[test]
fn a_score_exactly_on_a_limit_is_plausible_and_the_next_is_not() {
    for (indicator, low, high) in [
        (Indicator::LengthForAge, -600, 600),
        (Indicator::WeightForAge, -600, 500),
        (Indicator::BmiForAge, -500, 500),
        (Indicator::HeadForAge, -500, 500),
        (Indicator::ArmForAge, -500, 500),
        (Indicator::TricepsForAge, -500, 500),
        (Indicator::SubscapularForAge, -500, 500),
    ] {
        let age = Age::from_days(900.0).expect("an age");
        for (limit, beyond) in [(low, -1), (high, 1)] {
            let flag = |hundredths| {
                // The measurement that scores this, found by halving: every indicator rises with its measurement.
                let (mut less, mut more) = (0.01, 300.0);
                for _ in 0..80 {
                    let middle = f64::midpoint(less, more);
                    let here = z(&measured(indicator, Sex::Girl, age, middle), indicator).expect("a score");
                    if here < ZScore::from_hundredths(hundredths) { less = middle } else { more = middle }
                }
                let visit = measured(indicator, Sex::Girl, age, more);
                let score = assess(&visit).score(indicator).expect("a score");
                assert_eq!(score.z.hundredths(), hundredths, "{indicator:?}");
                score.implausible
            };
            assert!(!flag(limit), "{indicator:?} at {limit}");
            assert!(flag(limit + beyond), "{indicator:?} beyond {limit}");
        }
    }
}
