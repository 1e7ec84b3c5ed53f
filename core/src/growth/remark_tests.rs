use super::*;
use crate::growth::{Age, BirthGestation, Options, Sex, assess_child};
use crate::units::Centimetres;

fn girl(days: f64, kg: f64, cm: Option<f64>) -> Visit {
    Visit {
        sex: Some(Sex::Girl),
        age: Age::from_days(days).ok(),
        weight: Kilograms::new(kg).ok(),
        length: cm.and_then(|cm| Centimetres::new(cm).ok()),
        ..Visit::default()
    }
}

fn lines(visit: &Visit, history: &[Visit], birth_kg: Option<f64>) -> Vec<Line> {
    let child = assess_child(visit, None, Options::default());
    let on = NaiveDate::from_ymd_opt(2026, 6, 14).expect("a date");
    let birth_weight = birth_kg.and_then(|kg| Kilograms::new(kg).ok());
    remark(&Month { visit, child: &child, history, birth_weight, on, confirmed: false })
}

fn codes_confirmed(visit: &Visit) -> Vec<String> {
    let child = assess_child(visit, None, Options::default());
    let on = NaiveDate::from_ymd_opt(2026, 6, 14).expect("a date");
    let found = remark(&Month { visit, child: &child, history: &[], birth_weight: None, on, confirmed: true });
    found.into_iter().map(|line| line.code).collect()
}

fn codes(visit: &Visit, history: &[Visit]) -> Vec<String> {
    lines(visit, history, None).into_iter().map(|line| line.code).collect()
}

#[test]
fn a_child_who_is_well_hears_one_sentence_of_it() {
    let before = girl(300.0, 8.4, Some(71.0));
    let found = codes(&girl(330.0, 8.7, Some(72.2)), &[before]);
    assert_eq!(
        found,
        ["finding-all-well", "trend-weight-gained", "trend-length-gained", "action-routine", "next-weighing"]
    );
}

#[test]
fn danger_stands_first_and_nothing_delays_it() {
    let arm = Visit { arm: Centimetres::new(11.2).ok(), ..girl(520.0, 8.9, Some(76.0)) };
    let found = lines(&arm, &[], None);
    assert_eq!((found[0].part, found[0].code.as_str()), (Part::GoNow, "go-now-muac"));
    assert!(found[0].figures.contains(&("muac", Figure::number(112.0, 0))));
    let actions: Vec<_> =
        found.iter().filter(|line| line.part == Part::Action).map(|line| line.code.as_str()).collect();
    assert_eq!(actions, ["action-refer-acute"]);
    assert!(found.iter().all(|line| line.part != Part::Next));
    assert!(found.iter().all(|line| line.code != "finding-all-well" && line.code != "finding-muac-sam"));
}

#[test]
fn swollen_feet_go_now_whatever_else_is_known() {
    let swollen = Visit { oedema: true, ..girl(520.0, 10.0, Some(76.0)) };
    assert_eq!(codes(&swollen, &[])[0], "go-now-oedema");
    let nothing_else = Visit { oedema: true, ..Visit::default() };
    assert_eq!(codes(&nothing_else, &[])[0], "go-now-oedema");
}

#[test]
fn under_six_months_the_way_leads_to_hospital() {
    let swollen = Visit { oedema: true, ..girl(100.0, 5.0, Some(58.0)) };
    let found = codes(&swollen, &[]);
    assert_eq!(found[0], "go-now-infant-oedema");
    assert!(found.contains(&"action-refer-hospital".to_owned()));
}

#[test]
fn each_side_of_the_arm_cut_off_gets_its_own_advice() {
    let arm = |mm: f64| {
        let visit = Visit { arm: Centimetres::new(mm / 10.0).ok(), ..girl(520.0, 8.9, Some(76.0)) };
        codes(&visit, &[])[0].clone()
    };
    assert_eq!(arm(114.0), "go-now-muac");
    assert_eq!(arm(115.0), "finding-muac-mam");
    assert_eq!(arm(124.0), "finding-muac-mam");
    assert_eq!(arm(125.0), "finding-all-well");
}

#[test]
fn stunted_and_overweight_are_both_said() {
    let found = codes(&girl(900.0, 13.5, Some(80.0)), &[]);
    assert_eq!(found[..2], ["finding-haz-stunted", "finding-whz-overweight"]);
    assert!(found.contains(&"action-counsel-stunting".to_owned()));
    assert!(found.contains(&"action-counsel-overweight".to_owned()));
}

#[test]
fn high_weight_for_age_is_said_only_where_weight_for_length_is_unknown() {
    assert!(codes(&girl(300.0, 10.5, None), &[]).contains(&"finding-waz-high".to_owned()));
    assert!(!codes(&girl(300.0, 10.5, Some(76.0)), &[]).contains(&"finding-waz-high".to_owned()));
}

#[test]
fn an_implausible_score_is_measured_again_and_not_named() {
    let found = codes(&girl(300.0, 25.0, Some(71.0)), &[girl(270.0, 8.4, Some(70.0))]);
    assert_eq!(found[..2], ["measure-again-weight-for-length", "measure-again-weight"]);
    assert!(found.iter().all(|code| !code.starts_with("finding-whz") && !code.starts_with("trend-weight")));
    assert!(found.contains(&"action-measure-again".to_owned()));
    let thin = codes(&girl(300.0, 3.0, Some(71.0)), &[]);
    assert!(thin.contains(&"measure-again-very-thin".to_owned()));
}

#[test]
fn an_implausibly_low_score_that_stands_goes_now() {
    let thin = girl(300.0, 3.5, Some(71.0));
    assert!(codes(&thin, &[]).iter().all(|code| !code.starts_with("go-now")), "first it is measured again");
    let stands = codes_confirmed(&thin);
    assert_eq!(stands[0], "go-now-weight-for-length");
    assert!(stands.contains(&"action-refer-acute".to_owned()));
    assert!(stands.iter().all(|code| !code.starts_with("measure-again") && code != "next-weighing"), "{stands:?}");
    assert_eq!(codes_confirmed(&girl(182.0, 3.0, Some(71.0)))[0], "go-now-infant-weight-for-length");
    assert_eq!(codes_confirmed(&girl(300.0, 2.9, None))[0], "go-now-very-light");
    let infant = codes_confirmed(&girl(100.0, 1.5, None));
    assert_eq!(infant[..2], ["go-now-infant-very-light", "action-refer-hospital"]);
    let heavy = codes_confirmed(&girl(300.0, 25.0, Some(71.0)));
    assert!(heavy.iter().all(|code| !code.starts_with("go-now")), "{heavy:?}");
}

#[test]
fn an_arm_far_too_thin_goes_now_and_waits_for_no_second_reading() {
    let arm = |days, mm: f64| Visit { arm: Centimetres::new(mm / 10.0).ok(), ..girl(days, 8.9, Some(74.0)) };
    assert_eq!(codes(&arm(365.0, 85.0), &[]), ["go-now-muac", "action-refer-acute"]);
    assert_eq!(codes_confirmed(&arm(365.0, 85.0)), ["go-now-muac", "action-refer-acute"]);
    let thick = codes(&arm(365.0, 280.0), &[]);
    assert!(thick.contains(&"measure-again-arm".to_owned()) && !thick.contains(&"finding-all-well".to_owned()));
    assert!(codes_confirmed(&arm(365.0, 280.0)).iter().all(|code| !code.starts_with("go-now")));
    let infant = codes(&arm(120.0, 70.0), &[]);
    assert!(infant.contains(&"measure-again-thin-arm".to_owned()), "{infant:?}");
}

#[test]
fn all_is_well_only_when_all_that_was_measured_is_known_and_no_line_worries() {
    let well = "finding-all-well".to_owned();
    assert!(codes(&girl(150.0, 6.9, Some(64.0)), &[]).contains(&well));
    let infant_arm = Visit { arm: Centimetres::new(10.5).ok(), ..girl(150.0, 6.9, Some(64.0)) };
    let found = codes(&infant_arm, &[]);
    assert!(!found.contains(&well) && found.contains(&"finding-waz-normal".to_owned()), "{found:?}");
    let falling = codes(&girl(330.0, 8.2, None), &[girl(300.0, 8.6, None)]);
    assert!(!falling.contains(&well) && falling.contains(&"finding-waz-normal".to_owned()), "{falling:?}");
}

#[test]
fn an_arm_is_told_as_finely_as_it_was_read() {
    let told = |mm: f64| {
        let visit = Visit { arm: Centimetres::new(mm / 10.0).ok(), ..girl(520.0, 8.9, Some(76.0)) };
        lines(&visit, &[], None)[0].figures[0]
    };
    assert!(matches!(told(114.6), ("muac", Figure::Number { decimals: 1, .. })), "not 115 mm, under 115 mm");
    assert!(matches!(told(114.0), ("muac", Figure::Number { decimals: 0, .. })));
}

#[test]
fn a_falling_line_is_told_but_sends_nobody_away_by_itself() {
    let found = lines(&girl(330.0, 8.2, None), &[girl(300.0, 8.6, None)], None);
    let lost = found.iter().find(|line| line.code == "trend-weight-lost").expect("told");
    assert_eq!(lost.severity, Severity::Watch);
    assert!(found.iter().any(|line| line.code == "action-look-into-trend"));
    assert!(found.iter().all(|line| line.part != Part::GoNow));
}

#[test]
fn a_flat_line_is_a_risk_after_two_months() {
    let history = [girl(300.0, 8.4, None), girl(330.0, 8.4, None)];
    assert!(codes(&girl(360.0, 8.4, None), &history).contains(&"trend-weight-flat".to_owned()));
    assert!(codes(&girl(361.0, 8.4, None), &history).contains(&"trend-weight-flat-long".to_owned()));
}

#[test]
fn weight_gained_slowly_twice_running_is_told() {
    let at = |months: f64, kg: f64| girl(months * DAYS_PER_MONTH, kg, None);
    let slow = [at(4.0, 6.4), at(6.0, 6.5)];
    assert!(codes(&at(8.0, 6.6), &slow).contains(&"trend-weight-slow".to_owned()));
    let once = [at(4.0, 5.6), at(6.0, 6.5)];
    assert!(!codes(&at(8.0, 6.6), &once).contains(&"trend-weight-slow".to_owned()));
}

#[test]
fn a_newborn_loss_of_more_than_a_tenth_goes_now() {
    let found = |kg: f64| {
        let found = lines(&girl(5.0, kg, None), &[], Some(3.0));
        found.into_iter().map(|line| line.code).collect::<Vec<_>>()
    };
    assert_eq!(found(2.69)[0], "go-now-newborn-loss");
    assert!(found(2.69).contains(&"action-refer-hospital".to_owned()));
    assert!(!found(2.69).contains(&"finding-all-well".to_owned()));
    assert!(found(2.7).contains(&"trend-newborn-loss".to_owned()));
}

#[test]
fn both_ages_are_named_for_a_child_born_early() {
    let visit = girl(150.0, 5.5, Some(58.0));
    let child = assess_child(&visit, BirthGestation::from_days(210).ok(), Options::default());
    let on = NaiveDate::from_ymd_opt(2026, 6, 14).expect("a date");
    let found = remark(&Month { visit: &visit, child: &child, history: &[], birth_weight: None, on, confirmed: false });
    let age = found.iter().find(|line| line.part == Part::Age).expect("told");
    assert_eq!(
        age.figures,
        [
            ("months", Figure::number(2.0, 0)),
            ("birth", Figure::number(4.0, 0)),
            ("weeks", Figure::number(10.0, 0)),
            ("days", Figure::number(0.0, 0)),
        ]
    );
}

#[test]
fn the_parts_are_said_in_their_order_with_at_most_three_actions() {
    for days in (0..1826).step_by(61) {
        for kg in [2.5, 5.0, 8.0, 11.0, 16.0, 24.0] {
            for cm in [46.0, 60.0, 74.0, 88.0, 104.0] {
                let visit = girl(f64::from(days), kg, Some(cm));
                let found = lines(&visit, &[girl(f64::from(days) - 30.0, kg - 0.5, Some(cm))], Some(3.0));
                assert!(found.windows(2).all(|pair| pair[0].part <= pair[1].part), "{found:?}");
                assert!(found.iter().filter(|line| line.part == Part::Action).count() <= 3);
                let findings: Vec<_> = found.iter().filter(|line| line.part == Part::Finding).collect();
                assert!(findings.windows(2).all(|pair| pair[0].severity <= pair[1].severity));
            }
        }
    }
}

#[test]
fn the_next_weighing_follows_the_schedule() {
    let next = |visit: &Visit| {
        let found = lines(visit, &[], None);
        found.iter().find_map(|line| match (line.part, line.figures.first()) {
            (Part::Next, Some((_, Figure::Date(date)))) => Some((date.to_string(), line.reference.map(|r| r.line))),
            _ => None,
        })
    };
    assert_eq!(next(&girl(3.0, 3.2, None)).expect("a date").0, "2026-06-18");
    assert_eq!(next(&girl(10.0, 3.2, None)).expect("a date").0, "2026-07-14");
    assert_eq!(next(&girl(30.0, 3.9, None)).expect("a date").0, "2026-06-26");
    assert_eq!(next(&girl(400.0, 9.0, Some(75.0))).expect("a date").0, "2026-07-14");
    assert_eq!(next(&girl(900.0, 12.5, Some(90.0))).expect("a date").0, "2026-09-14");
    assert_eq!(next(&girl(900.0, 10.2, Some(90.0))).expect("a date").0, "2026-06-28", "moderate acute: two weeks");
    assert_eq!(next(&girl(900.0, 11.0, Some(80.0))).expect("a date").0, "2026-07-14", "stunted: monthly");
}

#[test]
fn a_reason_for_no_score_has_a_sentence_and_its_figures() {
    let (code, figures) = no_score(&NoScore::LengthOutsideTable { length_cm: 44.5, min_cm: 45.0, max_cm: 110.0 });
    assert_eq!((code, figures.len()), ("no-score-length-outside-table", 3));
    assert_eq!(no_muac_class(NoMuacClass::UnderSixMonths), "no-muac-under-six-months");
}

#[test]
fn under_six_months_nothing_but_breast_milk_is_advised() {
    let allowed = ["action-feed-infant", "action-overweight-infant", "action-routine-infant", "action-measure-again"];
    let allowed =
        [&allowed[..], &["action-look-into-trend", "action-refer-hospital", "action-measure-head-again"]].concat();
    let allowed = [&allowed[..], &["action-ask-about-height", "action-judge-by-weight-for-length"]].concat();
    for days in [0, 30, 90, 150, 182] {
        for kg in 1..14 {
            for cm in (45..75).step_by(3) {
                let found = codes(&girl(f64::from(days), f64::from(kg), Some(f64::from(cm))), &[]);
                for code in found.iter().filter(|code| code.starts_with("action-")) {
                    assert!(allowed.contains(&code.as_str()), "{code} at {days} days");
                }
            }
        }
    }
    assert!(codes(&girl(182.0, 5.5, Some(60.0)), &[]).contains(&"action-feed-infant".to_owned()));
    assert!(codes(&girl(183.0, 5.5, Some(60.0)), &[]).contains(&"action-counsel-underweight".to_owned()));
}
