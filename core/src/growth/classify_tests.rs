use super::*;
use crate::growth::{Sex, assess};
use crate::units::Kilograms;

fn code(indicator: Indicator, hundredths: i64) -> &'static str {
    let score = Score { z: ZScore::from_hundredths(hundredths), implausible: false };
    classify(indicator, Ok(score), None).code()
}

/// Each cut-off: the score on it, its class, and the class one hundredth further out.
fn both_sides(indicator: Indicator, cut_offs: &[(i64, &str, &str)]) {
    for &(on, inside, outside) in cut_offs {
        assert_eq!(code(indicator, on), inside, "{indicator:?} {on}");
        assert_eq!(code(indicator, on + on.signum()), outside, "{indicator:?} {}", on + on.signum());
    }
}

#[test]
fn weight_for_age_changes_class_at_its_cut_offs() {
    both_sides(
        Indicator::WeightForAge,
        &[
            (-300, "waz_under", "waz_severe"),
            (-200, "waz_normal", "waz_under"),
            (100, "waz_normal", "waz_high"),
            (200, "waz_high", "waz_high"),
            (300, "waz_high", "waz_high"),
        ],
    );
}

#[test]
fn length_for_age_changes_class_at_its_cut_offs() {
    both_sides(
        Indicator::LengthForAge,
        &[
            (-300, "haz_stunted", "haz_severe"),
            (-200, "haz_normal", "haz_stunted"),
            (100, "haz_normal", "haz_normal"),
            (200, "haz_normal", "haz_normal"),
            (300, "haz_normal", "haz_tall"),
        ],
    );
}

#[test]
fn weight_for_length_and_bmi_change_class_at_their_cut_offs() {
    for (indicator, p) in [(Indicator::WeightForLength, "whz"), (Indicator::BmiForAge, "baz")] {
        let name = |class: &str| -> &'static str {
            let id = format!("{p}_{class}");
            Class::all().iter().find(|class| class.id == id).expect("a class").id
        };
        both_sides(
            indicator,
            &[
                (-300, name("wasted"), name("severe")),
                (-200, name("normal"), name("wasted")),
                (100, name("normal"), name("risk")),
                (200, name("risk"), name("overweight")),
                (300, name("overweight"), name("obese")),
            ],
        );
    }
}

#[test]
fn head_circumference_changes_class_at_two() {
    both_sides(Indicator::HeadForAge, &[(-200, "hcz_normal", "hcz_low"), (200, "hcz_normal", "hcz_high")]);
}

#[test]
fn weight_for_height_has_the_limits_of_weight_for_length() {
    let classes = |subject: Subject| {
        let of = Class::all().iter().filter(move |class| class.subject == subject);
        of.map(|class| (class.id, class.low, class.high, class.low_included, class.severity)).collect::<Vec<_>>()
    };
    assert_eq!(classes(Subject::WeightForLength), classes(Subject::WeightForHeight));
    let score = Ok(Score { z: ZScore::from_hundredths(0), implausible: false });
    let subject = |days: f64| {
        let answer = classify(Indicator::WeightForLength, score, Age::from_days(days).ok());
        answer.class().expect("a class").subject
    };
    assert_eq!(subject(730.0), Subject::WeightForLength);
    assert_eq!(subject(731.0), Subject::WeightForHeight);
}

#[test]
fn an_implausible_score_has_no_class() {
    let score = Score { z: ZScore::from_hundredths(-601), implausible: true };
    for indicator in Indicator::ALL {
        let answer = classify(indicator, Ok(score), None);
        assert_eq!((answer.code(), answer.class()), ("flag_implausible", None));
        assert_eq!(answer.severity(), Some(Severity::Flag));
    }
}

#[test]
fn the_limits_of_plausibility_are_those_the_scores_are_flagged_by() {
    use crate::growth::score::is_implausible;
    for (indicator, subject) in [
        (Indicator::LengthForAge, Subject::LengthForAge),
        (Indicator::WeightForAge, Subject::WeightForAge),
        (Indicator::WeightForLength, Subject::WeightForLength),
        (Indicator::WeightForLength, Subject::WeightForHeight),
        (Indicator::BmiForAge, Subject::BmiForAge),
        (Indicator::HeadForAge, Subject::HeadForAge),
        (Indicator::ArmForAge, Subject::ArmForAge),
        (Indicator::TricepsForAge, Subject::ArmForAge),
        (Indicator::SubscapularForAge, Subject::ArmForAge),
    ] {
        let limits = Class::plausible(subject).expect("a range");
        for hundredths in -900..=900 {
            let z = ZScore::from_hundredths(hundredths);
            assert_eq!(is_implausible(indicator, z), !limits.contains(z.get()), "{indicator:?} {z}");
        }
    }
}

#[test]
fn every_score_has_exactly_one_class_where_classes_are_named() {
    for subject in [
        Subject::WeightForAge,
        Subject::LengthForAge,
        Subject::WeightForLength,
        Subject::WeightForHeight,
        Subject::BmiForAge,
        Subject::HeadForAge,
    ] {
        for hundredths in -700..=700 {
            let z = ZScore::from_hundredths(hundredths).get();
            let classes = Class::all().iter().filter(|class| class.subject == subject && class.contains(z));
            assert_eq!(classes.count(), 1, "{subject:?} {z}");
        }
    }
}

fn muac(cm: f64, days: f64, muac_grey_zone: bool) -> Result<&'static str, NoMuacClass> {
    let arm = Centimetres::new(cm).expect("a length");
    classify_muac(arm, Age::from_days(days).ok(), Options { muac_grey_zone }).map(|class| class.id)
}

#[test]
fn muac_changes_class_at_its_cut_offs() {
    for (mm, class) in [(114.0, "muac_sam"), (115.0, "muac_mam"), (124.0, "muac_mam"), (125.0, "muac_normal")] {
        assert_eq!(muac(mm / 10.0, 400.0, false), Ok(class), "{mm} mm");
    }
    assert_eq!(muac(11.49, 400.0, false), Ok("muac_sam"));
    assert_eq!(muac(12.49, 400.0, false), Ok("muac_mam"));
}

#[test]
fn the_grey_zone_of_muac_is_named_only_when_asked_for() {
    assert_eq!(muac(13.4, 400.0, false), Ok("muac_normal"));
    assert_eq!(muac(12.5, 400.0, true), Ok("muac_risk"));
    assert_eq!(muac(13.4, 400.0, true), Ok("muac_risk"));
    assert_eq!(muac(13.5, 400.0, true), Ok("muac_normal"));
    let risk = Class::find(Subject::Muac, "muac_risk").expect("a class");
    assert_eq!(risk.reference.confidence, Confidence::Low);
}

#[test]
fn muac_is_classified_from_day_183_to_under_60_months() {
    assert_eq!(muac(11.0, 182.0, false), Err(NoMuacClass::UnderSixMonths));
    assert_eq!(muac(11.0, 182.49, false), Err(NoMuacClass::UnderSixMonths));
    assert_eq!(muac(11.0, 182.5, false), Ok("muac_sam"));
    assert_eq!(muac(11.0, 183.0, false), Ok("muac_sam"));
    assert_eq!(muac(11.0, 1826.0, false), Ok("muac_sam"));
    assert_eq!(muac(11.0, 1826.25, false), Err(NoMuacClass::TooOld));
    assert_eq!(muac(11.0, 1827.0, false), Err(NoMuacClass::TooOld));
}

fn child(days: f64, kg: f64, cm: f64) -> VisitClasses {
    let visit = Visit {
        sex: Some(Sex::Girl),
        age: Age::from_days(days).ok(),
        weight: Kilograms::new(kg).ok(),
        length: Centimetres::new(cm).ok(),
        ..Visit::default()
    };
    classify_visit(&visit, &assess(&visit), Options::default())
}

#[test]
fn a_child_can_be_stunted_and_overweight_at_once() {
    let classes = child(900.0, 13.5, 80.0);
    assert_eq!(classes.of(Indicator::LengthForAge).code(), "haz_stunted");
    assert_eq!(classes.of(Indicator::WeightForLength).code(), "whz_overweight");
    assert_eq!(classes.gravest(), Severity::Moderate);
}

#[test]
fn what_was_not_measured_does_not_hide_that_the_rest_is_well() {
    let classes = child(400.0, 9.2, 75.0);
    assert_eq!(classes.of(Indicator::HeadForAge).severity(), Some(Severity::Unknown));
    assert_eq!(classes.gravest(), Severity::Ok);
}

#[test]
fn nothing_known_is_not_called_well() {
    let visit = Visit::default();
    assert_eq!(classify_visit(&visit, &assess(&visit), Options::default()).gravest(), Severity::Unknown);
}

#[test]
fn danger_stands_first() {
    let mut all = [
        Severity::Ok,
        Severity::Over,
        Severity::Unknown,
        Severity::Flag,
        Severity::Watch,
        Severity::Obese,
        Severity::Moderate,
        Severity::Severe,
    ];
    danger_first(&mut all, |severity| *severity);
    assert_eq!(all.map(Severity::code), ["severe", "moderate", "obese", "watch", "flag", "unknown", "over", "ok"]);
}

#[test]
fn every_class_can_be_followed_to_its_row() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../");
    for class in Class::all().iter().chain(PLAUSIBLE) {
        let path = format!("{data}{}", class.reference.file);
        let text = std::fs::read_to_string(path).expect("the table is there");
        let line = text.lines().nth(class.reference.line as usize - 1).expect("the line is there");
        assert!(line.contains(class.id) && line.contains(class.name_vi), "{line}");
    }
}
