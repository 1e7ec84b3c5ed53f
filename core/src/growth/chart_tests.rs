use super::*;
use crate::growth::{Posture, assess};
use crate::units::{Centimetres, Kilograms};

fn girl(days: f64, kg: f64, cm: f64) -> Visit {
    Visit {
        sex: Some(Sex::Girl),
        age: Age::from_days(days).ok(),
        weight: Kilograms::new(kg).ok(),
        length: Centimetres::new(cm).ok(),
        ..Visit::default()
    }
}

fn kept(visit: Visit) -> ChartReading {
    ChartReading { visit, kept: true }
}

fn weight(readings: &[ChartReading]) -> Chart {
    chart(Indicator::WeightForAge, Sex::Girl, Window::FirstTwoYears, readings, None)
}

#[test]
fn every_chart_has_seven_lines_of_at_least_97_points_inside_its_axes() {
    for indicator in Indicator::ALL {
        let windows = if indicator == Indicator::WeightForLength {
            [Window::Lying, Window::Standing]
        } else {
            [Window::FirstTwoYears, Window::TwoToFive]
        };
        for (window, sex) in windows.into_iter().flat_map(|window| [(window, Sex::Boy), (window, Sex::Girl)]) {
            let chart = chart(indicator, sex, window, &[], None);
            assert_eq!(chart.curves.iter().map(|curve| curve.z).collect::<Vec<_>>(), LINES);
            for curve in &chart.curves {
                assert!(curve.points.len() >= 97, "{indicator:?} {window:?}: {}", curve.points.len());
                assert!(curve.points.windows(2).all(|pair| pair[0].0 < pair[1].0));
                for (x, y) in &curve.points {
                    assert!((chart.x.min..=chart.x.max).contains(x), "{indicator:?} {x}");
                    assert!((chart.y.min..=chart.y.max).contains(y), "{indicator:?} {y}");
                }
            }
            assert!((5..=14).contains(&chart.y.ticks.len()), "{indicator:?} {:?}", chart.y.ticks);
            assert_eq!(chart.window, window);
            assert!(!chart.x.ticks.is_empty() && chart.text().0 == "growth-chart-empty");
        }
    }
}

#[test]
fn a_child_on_a_line_scores_that_line() {
    let chart = weight(&[]);
    for curve in &chart.curves {
        let (months, kg) = curve.points[50];
        let visit = girl((months * DAYS_PER_MONTH).round(), kg, 70.0);
        let z = assess(&visit).score(Indicator::WeightForAge).expect("scored").z;
        assert_eq!(z, ZScore::from_hundredths(i64::from(curve.z) * 100));
    }
}

#[test]
fn axes_have_ticks_every_three_months() {
    let chart = weight(&[]);
    assert_eq!(chart.x.ticks, [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]);
    let older = super::chart(Indicator::LengthForAge, Sex::Girl, Window::TwoToFive, &[], None);
    assert_eq!((older.x.ticks.first(), older.x.ticks.last()), (Some(&24.0), Some(&60.0)));
    assert_eq!(older.y.unit, AxisUnit::Centimetres);
}

#[test]
fn tall_is_not_a_fault() {
    let tints = |indicator| zones(indicator).iter().map(|zone| zone.tint).collect::<Vec<_>>();
    assert_eq!(tints(Indicator::LengthForAge), [Tint::Danger, Tint::Watch, Tint::Green]);
    assert_eq!(tints(Indicator::WeightForLength), [Tint::Danger, Tint::Watch, Tint::Green, Tint::High]);
}

#[test]
fn points_are_joined_and_dotted_past_100_days() {
    let readings = [kept(girl(300.0, 8.5, 71.0)), kept(girl(200.0, 7.5, 66.0)), kept(girl(401.0, 9.0, 75.0))];
    let chart = weight(&readings);
    assert_eq!(chart.points.iter().map(|point| point.reading).collect::<Vec<_>>(), [1, 0, 2]);
    let dotted: Vec<_> = chart.segments.iter().map(|segment| (segment.from, segment.to, segment.dotted)).collect();
    assert_eq!(dotted, [(0, 1, false), (1, 2, true)]);
    assert_eq!(chart.points[1].change.map(|change| (change * 10.0).round()), Some(10.0));
    assert_eq!(chart.text().0, "growth-chart-many-by-age");
    assert!(chart.text().1.contains(&("count", Figure::number(3.0, 0))));
}

#[test]
fn an_implausible_reading_is_hollow_and_not_joined() {
    let readings = [kept(girl(200.0, 7.5, 66.0)), kept(girl(230.0, 30.0, 66.0)), kept(girl(260.0, 8.2, 69.0))];
    let chart = weight(&readings);
    assert_eq!(chart.points[1].mark, Mark::Implausible);
    assert_eq!(chart.points[1].off, Some(Edge::Above));
    assert_eq!(chart.points[1].answer.class(), None);
    assert_eq!(chart.segments, [Segment { from: 0, to: 2, dotted: false }]);
}

#[test]
fn a_repeated_measurement_shows_both_and_joins_the_kept_one() {
    let again = ChartReading { kept: false, ..kept(girl(260.0, 7.0, 69.0)) };
    let chart = weight(&[kept(girl(200.0, 7.5, 66.0)), again, kept(girl(260.0, 8.2, 69.0))]);
    assert_eq!(chart.points.iter().filter(|point| point.mark == Mark::Replaced).count(), 1);
    assert_eq!(chart.segments.len(), 1);
    assert_eq!(chart.points[chart.segments[0].to].reading, 2);
}

#[test]
fn swollen_feet_leave_a_mark_on_the_axis_and_no_point() {
    let swollen = Visit { oedema: true, ..girl(260.0, 9.9, 69.0) };
    let chart = weight(&[kept(swollen)]);
    assert!(chart.points.is_empty() && chart.oedema.len() == 1 && chart.table.len() == 1);
    let length = super::chart(Indicator::LengthForAge, Sex::Girl, Window::FirstTwoYears, &[kept(swollen)], None);
    assert!(length.points.len() == 1 && length.oedema.is_empty());
}

#[test]
fn a_child_born_early_stands_at_the_corrected_age_with_a_ghost() {
    let gestation = BirthGestation::from_days(210).ok();
    let readings = [kept(girl(20.0, 1.9, 44.0)), kept(girl(120.0, 4.2, 53.0))];
    let chart = chart(Indicator::WeightForAge, Sex::Girl, Window::FirstTwoYears, &readings, gestation);
    assert_eq!(chart.points[0].mark, Mark::Ghost);
    let point = chart.points[1];
    assert!((point.x * DAYS_PER_MONTH - 50.0).abs() < 1e-9);
    assert_eq!(point.ghost_x.map(|x| (x * DAYS_PER_MONTH).round()), Some(120.0));
    assert!(chart.segments.is_empty());
    let by_length = super::chart(Indicator::WeightForLength, Sex::Girl, Window::Lying, &readings, gestation);
    assert_eq!(by_length.points.last().and_then(|point| point.ghost_x), None);
}

#[test]
fn a_point_belongs_to_the_window_of_its_age() {
    let readings = [kept(girl(730.0, 11.0, 85.0)), kept(girl(731.0, 11.0, 85.0))];
    let seen = |indicator, window| {
        let chart = chart(indicator, Sex::Girl, window, &readings, None);
        chart.points.iter().map(|point| point.reading).collect::<Vec<_>>()
    };
    assert_eq!(seen(Indicator::WeightForAge, Window::FirstTwoYears), [0]);
    assert_eq!(seen(Indicator::WeightForAge, Window::TwoToFive), [1]);
    assert_eq!(seen(Indicator::WeightForLength, Window::Lying), [0]);
    assert_eq!(seen(Indicator::WeightForLength, Window::Standing), [1]);
    assert_eq!(weight(&readings).table.len(), 2, "the table lists every reading");
}

#[test]
fn a_corrected_posture_is_told() {
    let standing = Visit { posture: Some(Posture::Standing), ..girl(700.0, 11.0, 84.0) };
    let chart = chart(Indicator::LengthForAge, Sex::Girl, Window::FirstTwoYears, &[kept(standing)], None);
    assert_eq!(chart.points[0].posture_correction_cm.map(|cm| (cm * 10.0).round()), Some(7.0));
    assert!((chart.points[0].y - 84.7).abs() < 1e-9);
}

#[test]
fn a_missed_month_is_a_gap_in_the_spark() {
    let today = Age::from_days(400.0).expect("an age");
    let visits = [girl(395.0, 9.0, 74.0), girl(330.0, 8.6, 72.0), girl(200.0, 7.4, 66.0)];
    let spark = spark(&visits, today, None);
    let seen: Vec<bool> = spark.months.iter().map(Option::is_some).collect();
    assert_eq!(seen, [false, false, true, false, true]);
}
