//! `nep pregnancy assess`: its JSON, its words, its complaints.

use std::process::{Command, Output};

use serde_json::Value;

fn nep(language: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.args(["--lang", language, "pregnancy", "assess", "--on", "2026-06-09"]).args(arguments);
    command.output().expect("nep runs")
}

fn json(arguments: &[&str]) -> Value {
    let output = nep("vi", &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What is said on standard error by a call that must be refused.
fn complaint(arguments: &[&str]) -> String {
    let output = nep("en", arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text")
}

const WOMAN: [&str; 8] =
    ["--lmp", "2025-12-05", "--height-cm", "152", "--weight-before-kg", "47", "--weight-kg", "51.2"];

#[test]
fn the_json_has_every_figure() {
    let answer = json(&[&WOMAN[..], &["--earlier", "12/5/2026:50,5", "--muac-mm", "225"]].concat());
    assert_eq!(answer["gestational_age_days"], 186);
    assert_eq!(answer["trimester"], 2);
    assert_eq!(answer["due_date"], "2026-09-11");
    assert_eq!(answer["dating_method"], "lmp");
    assert_eq!(answer["bmi"], 20.3428);
    assert_eq!(answer["bmi_class"], "normal");
    assert_eq!(answer["gain_kg"], 4.2);
    assert_eq!(answer["vn776"]["verdict"], "low");
    // (28; 5–6) and (13; 1) at 26 4/7 weeks: 1 + 4 × 13 4/7 ÷ 15, and to 5.
    assert_eq!(answer["vn776"]["low_kg"], 4.619);
    assert_eq!(answer["vn776"]["high_kg"], 5.524);
    assert_eq!(answer["vn776"]["tolerance_kg"], 0.0);
    assert_eq!(answer["vn776"]["total_low_kg"], 10.0);
    assert_eq!(answer["vn776"]["total_high_kg"], 12.0);
    assert_eq!(answer["iom2009"]["total_low_kg"], 11.5);
    assert_eq!(answer["iom2009"]["total_high_kg"], 16.0);
    assert_eq!(answer["monthly_gain_kg"], 0.75);
    assert_eq!(answer["monthly_gain_days"], 28);
    assert_eq!(answer["monthly_verdict"], "low");
    let codes = |list: &str| {
        let rows = answer[list].as_array().expect("a list");
        rows.iter().map(|row| row["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes("alerts"), ["monthly_gain_low", "muac_at_risk"]);
    assert!(codes("remarks").contains(&"gain_low".to_owned()));
    assert!(answer["sources"].as_array().is_some_and(|rows| rows.iter().all(|row| row["line"].is_u64())));
    assert_eq!(answer["danger_signs"][0], "bleeding");
}

#[test]
fn an_absent_figure_is_null_with_its_reason() {
    let answer = json(&["--lmp", "2025-12-05"]);
    for (figure, reason) in [
        ("bmi", "height_missing"),
        ("bmi_class", "height_missing"),
        ("gain_kg", "weight_missing"),
        ("monthly_gain_kg", "weight_missing"),
    ] {
        assert!(answer[figure].is_null(), "{figure}");
        assert_eq!(answer["reasons"][figure], reason, "{figure}");
    }
    assert!(answer["vn776"]["low_kg"].is_null());
    assert!(answer["vn776"]["verdict"].is_null());
    assert_eq!(answer["reasons"]["vn776.verdict"], "height_missing");
    assert_eq!(answer["reasons"]["vn776.low_kg"], "height_missing");
    let nothing = json(&[]);
    assert_eq!(nothing["reasons"]["gestational_age_days"], "dates_missing");
    let twins = json(&[&WOMAN[..], &["--fetuses", "2"]].concat());
    assert_eq!(twins["reasons"]["vn776.low_kg"], "no_twins_in_guideline");
    assert_eq!(twins["iom2009"]["total_low_kg"], 16.8);
}

#[test]
fn every_null_has_a_reason() {
    for arguments in [&[][..], &["--lmp", "2026-05-01"], &WOMAN[..], &["--due", "2026-09-11", "--weight-kg", "50"]] {
        let answer = json(arguments);
        let reasons = answer["reasons"].as_object().expect("reasons");
        let figures = answer.as_object().expect("an object").iter().filter(|(name, _)| *name != "dating");
        for (name, value) in figures {
            assert!(!value.is_null() || reasons.contains_key(name), "{name} with {arguments:?}");
        }
        for standard in ["vn776", "iom2009"] {
            for field in ["low_kg", "high_kg", "tolerance_kg", "verdict", "total_low_kg", "total_high_kg"] {
                let path = format!("{standard}.{field}");
                assert_eq!(answer[standard][field].is_null(), reasons.contains_key(&path), "{path}");
            }
        }
    }
}

#[test]
fn period_and_scan_are_weighed_against_each_other() {
    let redated = json(&["--lmp", "2025-12-05", "--ultrasound", "2026-02-20:69"]);
    assert_eq!(redated["dating_method"], "ultrasound");
    assert_eq!(redated["dating"]["reason"], "redated");
    assert_eq!(redated["dating"]["difference_days"], 8);
    assert_eq!(json(&["--lmp", "2025-12-05", "--ultrasound", "2026-02-20:70"])["dating_method"], "lmp");
}

#[test]
fn every_way_of_dating_is_taken() {
    for (arguments, method, days) in [
        (["--due", "2026-09-11"], "due_date", 186),
        (["--ultrasound", "2026-02-20:77"], "ultrasound", 186),
        (["--transfer", "2026-02-20:5"], "embryo_transfer", 128),
        (["--insemination", "2026-02-20"], "insemination", 123),
        // The first day of lunar year Bính Ngọ is 17/2/2026.
        (["--lunar-lmp", "1/1/2026"], "lunar_lmp", 112),
        // The leap sixth month of 2025 begins on 25/7/2025.
        (["--lunar-lmp", "29/6n/2025"], "lunar_lmp", 291),
    ] {
        let answer = json(&arguments);
        assert_eq!(
            (answer["dating_method"].as_str(), answer["gestational_age_days"].as_i64()),
            (Some(method), Some(days))
        );
    }
}

#[test]
fn a_bad_value_is_named_with_its_option() {
    for (arguments, parts) in [
        (&["--height-cm", "1.58"][..], &["--height-cm", "metres"][..]),
        (&["--weight-kg", "52000"], &["--weight-kg", "grams"]),
        (&["--weight-kg", "-3"], &["--weight-kg", "-3"]),
        (&["--muac-mm", "23.5"], &["--muac-mm", "centimetres"]),
        (&["--lmp", "2026-06-10"], &["--lmp", "10/6/2026"]),
        (&["--lmp", "2025-08-04"], &["--lmp", "309"]),
        (&["--lmp", "soon"], &["--lmp", "soon"]),
        (&["--due", "2027-06-09"], &["--due", "365"]),
        (&["--ultrasound", "2026-05-01"], &["--ultrasound", "DATE:DAYS"]),
        (&["--ultrasound", "2026-05-01:12w"], &["--ultrasound", "12w"]),
        (&["--transfer", "2026-05-01:4"], &["--transfer", "3"]),
        (&["--lunar-lmp", "1/6n/2026"], &["--lunar-lmp", "leap month 6"]),
        (&["--earlier", "2026-06-09:50"], &["--earlier", "9/6/2026"]),
        (&["--earlier", "2026-05-09:50", "--earlier", "9/5/2026:51"], &["--earlier", "9/5/2026", "two"]),
        (&["--fetuses", "0"], &["--fetuses"]),
        (&["--age-years", "5"], &["--age-years", "10"]),
        (&["--danger", "tired"], &["--danger", "tired", "bleeding"]),
    ] {
        let said = complaint(arguments);
        for part in parts {
            assert!(said.contains(part), "{arguments:?}: {said}");
        }
    }
    assert!(complaint(&["--lmp", "2026-01-01", "--lunar-lmp", "1/1/2026"]).contains("--lunar-lmp"));
}

#[test]
fn nothing_is_gained_below_zero() {
    let woman = ["--lmp", "2026-03-20", "--height-cm", "152", "--weight-before-kg", "47", "--weight-kg", "46.5"];
    let output = nep("en", &woman);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("46.5 kg, lost 0.5 kg") && !text.contains('−'), "{text}");
    let early = ["--lmp", "2026-06-01", "--height-cm", "152", "--weight-before-kg", "47", "--weight-kg", "46.9"];
    let text = String::from_utf8(nep("en", &early).stdout).expect("text");
    assert!(text.contains("0.1 kg lighter than before") && !text.contains('−'), "{text}");
}

#[test]
fn a_sign_she_has_is_the_first_line() {
    let output = nep("en", &[&WOMAN[..], &["--danger", "fever"]].concat());
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(text.lines().next(), Some("High fever: refer now."));
}

#[test]
fn words_never_put_a_gain_on_the_other_side_of_a_limit() {
    // The band begins at 4.619 kg; 0.933 kg in 28 days are 0.9996 a month.
    let woman = ["--lmp", "2025-12-05", "--height-cm", "152", "--weight-before-kg", "47", "--weight-kg", "51.61"];
    let output = nep("en", &[&woman[..], &["--earlier", "2026-05-12:50.677"]].concat());
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("4.62 to 5.52 kg by this week") && text.contains("gain too low"), "{text}");
    assert!(text.contains("0.9996 kg a month), under 1 kg"), "{text}");
}

#[test]
fn the_words_begin_with_the_danger_signs() {
    for (language, first, age) in
        [("vi", "chuyển tuyến ngay", "26 tuần 4 ngày"), ("en", "refer now", "26 weeks 4 days")]
    {
        let output = nep(language, &WOMAN);
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.lines().next().is_some_and(|line| line.contains(first)), "{text}");
        assert!(text.contains(age), "{text}");
    }
}

#[test]
fn no_sentence_is_left_with_a_hole() {
    let cases: [&[&str]; 8] = [
        &WOMAN,
        &[
            "--lmp",
            "2026-04-01",
            "--height-cm",
            "140",
            "--weight-before-kg",
            "35",
            "--weight-kg",
            "33",
            "--age-years",
            "16",
        ],
        &[
            "--lmp",
            "2025-12-05",
            "--height-cm",
            "160",
            "--weight-before-kg",
            "70",
            "--weight-kg",
            "90",
            "--fetuses",
            "2",
        ],
        &[
            "--lmp",
            "2025-12-05",
            "--height-cm",
            "160",
            "--weight-before-kg",
            "44",
            "--weight-kg",
            "50",
            "--fetuses",
            "2",
        ],
        &[
            "--lmp",
            "2025-08-18",
            "--height-cm",
            "160",
            "--weight-before-kg",
            "100",
            "--weight-kg",
            "111",
            "--danger",
            "fever",
        ],
        &[
            "--lmp",
            "2025-12-05",
            "--weight-kg",
            "50",
            "--earlier",
            "2026-05-09:52",
            "--earlier",
            "2026-01-30:49",
            "--height-cm",
            "150",
        ],
        &[
            "--ultrasound",
            "2026-05-01:150",
            "--ultrasound",
            "2026-06-01:180",
            "--lmp",
            "2024-01-01",
            "--due",
            "2026-09-01",
        ],
        &["--lmp", "2025-12-05", "--cycle-days", "32", "--weight-kg", "55", "--earlier", "2026-06-02:53"],
    ];
    for arguments in cases {
        for language in ["vi", "en"] {
            let output = nep(language, arguments);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).expect("text");
            assert!(!text.contains(['{', '$', '}']) && !text.contains("pregnancy-"), "{text}");
        }
    }
}
