//! `nep growth score` as a user meets it: files in, files out, complaints on standard error, exit codes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const RESULTS: &str =
    "clenhei,cbmi,csex,cmeasure,c9mo_flag,zlen,zwei,zwfl,zbmi,zhc,zac,zts,zss,flen,fwei,fwfl,fbmi,fhc,fac,fts,fss";

fn nep(arguments: &[&str]) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.env_remove("LANG").env_remove("NEP_LANG").args(["growth", "score"]).args(arguments);
    command.stdin(Stdio::null()).output().expect("nep runs")
}

/// Gives `input` to standard input.
fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(nep_tests::nep());
    command.env_remove("LANG").env_remove("NEP_LANG").args(["--lang", "en", "growth", "score", "-"]).args(arguments);
    let mut nep =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nep runs");
    let mut stdin = nep.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // Another thread, so that neither waits for the other; nep may end before it has read all.
    let writer = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = nep.wait_with_output().expect("nep ends");
    writer.join().expect("the writer ends");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

/// Results of one row, by column name.
fn row(output: &Output, separator: u8, at: usize) -> std::collections::HashMap<String, String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(output.stdout.as_slice());
    reader.deserialize().nth(at).expect("the row is there").expect("as many cells as columns")
}

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("the folder can be written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_golden_vectors_pass_through_the_command() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["grid.csv", "boundaries.csv", "lengths.csv"] {
        let vectors = nep_tests::repository().join("tests/vectors/growth").join(file);
        let out = folder.path().join(file);
        let done = nep(&[vectors.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8")]);
        assert_eq!(code(&done), Some(0), "{}", text(&done.stderr));
        // The answers of the vectors are columns of ours too, so they are replaced, and each is named.
        assert_eq!(text(&done.stderr).lines().count(), 21);
        let read = |path: &Path| -> Vec<std::collections::HashMap<String, String>> {
            let mut reader = csv::Reader::from_path(path).expect("a file");
            reader.deserialize().map(|row| row.expect("a row")).collect()
        };
        let (expected, found) = (read(&vectors), read(&out));
        assert_eq!(expected.len(), found.len());
        for (line, (expected, found)) in expected.iter().zip(&found).enumerate() {
            for column in RESULTS.split(',').filter(|column| !expected["difference"].contains(&format!("{column}:"))) {
                let (theirs, ours) = (&expected[column], &found[column]);
                let same = match (theirs.parse::<f64>(), ours.parse::<f64>()) {
                    (Ok(theirs), Ok(ours)) => (theirs - ours).abs() <= 1e-11 * theirs.abs().max(1.0),
                    _ => theirs == ours,
                };
                assert!(same, "{file}:{}: {column} is {ours:?}, WHO says {theirs:?}", line + 2);
            }
        }
    }
}

#[test]
fn every_column_is_kept_in_order_and_the_results_follow() {
    let output = piped(&[], b"name,WEIGHT,Sex,village,age\n\"Bi, the 2nd\",10,f,\"a \"\"b\"\"\",304.375\n");
    assert_eq!(
        text(&output.stdout),
        format!(
            "name,WEIGHT,Sex,village,age,{RESULTS}\n\"Bi, the 2nd\",10,f,\"a \"\"b\"\"\",304.375,,,2,,0,,1.33,,,,,,,,0,,,,,,\n"
        )
    );
    assert_eq!((code(&output), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn semicolons_tabs_carriage_returns_and_byte_order_marks_are_kept() {
    let output = piped(&[], "\u{FEFF}sex;age;weight\r\nf;304,375;10,0\r\n".as_bytes());
    let out = text(&output.stdout);
    assert!(out.starts_with("\u{FEFF}sex;age;weight;clenhei;"), "{out}");
    assert!(out.contains("f;304,375;10,0;;;2;;0;;1.33;"), "{out}");
    assert_eq!(out.matches("\r\n").count(), 2);
    let comma = text(&piped(&["--decimal-comma"], b"sex;age;weight\nf;304,375;10,0\n").stdout);
    assert!(comma.contains(";1,33;"), "{comma}");
    assert_eq!(row(&piped(&[], b"sex\tage\tweight\n2\t304.375\t10\n"), b'\t', 0)["zwei"], "1.33");
}

#[test]
fn the_unit_of_age_comes_from_the_column_or_the_call() {
    let flagged = b"sex,age,is_age_in_month,weight\nf,10,TRUE,10\nf,304.375,false,10\nf,10,1,10\nf,10,,10\n";
    let output = piped(&[], flagged);
    assert_eq!(["0", "1", "2"].map(|at| row(&output, b',', at.parse().expect("small"))["zwei"].clone()), ["1.33"; 3]);
    assert_eq!(row(&output, b',', 3)["zwei"], "", "an age without a unit is no age");
    assert_eq!(code(&output), Some(1));
    assert_eq!(row(&piped(&["--age-unit", "months"], b"sex,age,weight\nf,10,10\n"), b',', 0)["zwei"], "1.33");
    assert_eq!(row(&piped(&["--age-unit", "months"], flagged), b',', 3)["zwei"], "1.33");
}

#[test]
fn bad_cells_are_named_by_line_and_column_and_the_rest_is_scored() {
    let output =
        piped(&[], b"sex,age,weight,lenhei,measure\nx,300,9,70,l\nf,-3,9,70,l\nf,300,0,70,up\nf,300,\"9,6\",70,l\n");
    assert_eq!(code(&output), Some(1));
    let said = text(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    for (line, start) in lines.iter().zip([
        "Line 2, column sex:",
        "Line 3, column age:",
        "Line 4, column measure:",
        "Line 4, column weight:",
        "Line 5, column weight:",
    ]) {
        assert!(line.starts_with(start), "{said}");
    }
    assert_eq!(lines.len(), 5, "{said}");
    assert_eq!(row(&output, b',', 0)["csex"], "");
    assert_ne!(row(&output, b',', 1)["zwfl"], "", "an age that cannot be read is a missing age");
    assert_eq!(row(&output, b',', 3)["zwei"], "");
    assert_ne!(row(&output, b',', 3)["zlen"], "");
}

#[test]
fn what_a_bad_cell_says_is_not_repeated() {
    let output = piped(&[], "sex,age,weight\nNguyễn Thị Bi,300,9\n".as_bytes());
    assert!(!text(&output.stderr).contains("Bi"), "it may be a name in the wrong column");
    assert!(text(&output.stderr).contains("Line 2, column sex"));
}

#[test]
fn complaints_are_vietnamese_unless_asked_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "in.csv", "sex,age,weight\nf,300,abc\n");
    assert_eq!(text(&nep(&[&file]).stderr), "Dòng 2, cột weight: không phải là số.\n");
    assert_eq!(text(&nep(&["--lang", "en", &file]).stderr), "Line 2, column weight: not a number.\n");
}

#[test]
fn a_thousand_faults_are_named_and_more_are_counted() {
    let output = piped(&[], format!("sex,weight\n{}", "m,x\n".repeat(3000)).as_bytes());
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1001);
    assert!(said.ends_with("The first 1000 faults are named; there are 3000 in all.\n"), "{said}");
}

#[test]
fn strict_stops_at_the_first_fault_and_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "in.csv", "sex,age,weight\nf,300,9\nf,300,abc\nf,x,9\n");
    let out = folder.path().join("out.csv");
    let done = nep(&[&file, "--strict", "-o", out.to_str().expect("UTF-8")]);
    assert_eq!(code(&done), Some(1));
    assert_eq!(text(&done.stderr).lines().count(), 1);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the input is there");
    assert_eq!(text(&nep(&[&file, "--strict"]).stdout).lines().count(), 2, "what came before the fault");
}

#[test]
fn a_result_column_of_the_input_is_replaced_and_named() {
    let output = piped(&[], b"zwei,sex,age,weight\n9.99,f,304.375,10\n");
    assert!(text(&output.stdout).starts_with("sex,age,weight,clenhei"));
    assert_eq!(row(&output, b',', 0)["zwei"], "1.33");
    assert_eq!(text(&output.stderr), "Note: column zwei of the file is replaced by the new result.\n");
    assert_eq!(code(&output), Some(0));
}

#[test]
fn the_result_is_never_written_over_its_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = "sex,age,weight\nf,304.375,10\n";
    let file = write(&folder, "in.csv", content);
    let link = folder.path().join("link.csv");
    fs::hard_link(&file, &link).expect("a link");
    let around = folder.path().join("..").join(folder.path().file_name().expect("a name")).join("in.csv");
    for out in [&file, link.to_str().expect("UTF-8"), around.to_str().expect("UTF-8")] {
        assert_eq!(code(&nep(&[&file, "-o", out])), Some(2), "{out}");
    }
    assert_eq!(fs::read_to_string(&file).expect("a file"), content);
}

#[test]
fn a_file_that_cannot_be_read_or_written_ends_with_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.csv");
    let file = write(&folder, "in.csv", "sex,age,weight\nf,304.375,10\n");
    let nowhere = folder.path().join("no/such/folder/out.csv");
    for arguments in [
        vec![missing.to_str().expect("UTF-8")],
        vec![folder.path().to_str().expect("UTF-8")],
        vec![&file, "-o", nowhere.to_str().expect("UTF-8")],
    ] {
        let done = nep(&arguments);
        assert_eq!(code(&done), Some(2), "{arguments:?}");
        assert!(text(&done.stderr).starts_with("Lỗi: không "), "{}", text(&done.stderr));
        assert_eq!(text(&done.stderr).lines().count(), 1);
    }
}

#[test]
fn a_header_that_cannot_be_used_is_refused_with_the_reason() {
    for (header, says) in [
        ("a,b,c\n1,2,3\n", "has none of the columns"),
        ("", "has none of the columns"),
        ("sex,age,AGE\n", "column age stands twice"),
        ("\u{0}s\u{0}e", "UTF-16"),
    ] {
        let output = piped(&[], header.as_bytes());
        assert_eq!(code(&output), Some(2), "{header}");
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_header_of_two_lines_is_one_and_lines_are_counted_on() {
    for mark in ["", "\u{feff}"] {
        let done = piped(&[], format!("{mark}\"the\nnote\",sex,age,weight\na,m,300,9.6\nb,m,x,9.6\n").as_bytes());
        let out = text(&done.stdout);
        let heading = format!("{mark}\"the\nnote\",sex,age,weight,{RESULTS}\na,m,300,9.6,");
        assert!(out.starts_with(&heading), "{out}");
        assert_eq!(out.lines().count(), 4);
        assert!(text(&done.stderr).contains("Line 4") && code(&done) == Some(1), "{}", text(&done.stderr));
    }
}

#[test]
fn old_mac_line_ends_are_refused_and_no_row_is_lost_silently() {
    let done = piped(&[], b"sex,age,weight\rm,300,9.6\rf,200,7\r");
    assert_eq!((code(&done), done.stdout.len()), (Some(2), 0));
    assert!(text(&done.stderr).contains("carriage return"), "{}", text(&done.stderr));
}

#[test]
fn a_file_with_a_header_and_no_rows_gives_a_header() {
    for input in ["sex,age", "sex,age\n", "sex,age\n\n\n"] {
        let output = piped(&[], input.as_bytes());
        assert_eq!((code(&output), text(&output.stdout)), (Some(0), format!("sex,age,{RESULTS}\n")));
    }
}

#[test]
fn a_quote_that_never_closes_is_named_with_its_line() {
    let output = piped(&[], format!("sex,note\nf,ok\nf,\"{}", "x\n".repeat(5_000_000)).as_bytes());
    assert_eq!(code(&output), Some(2));
    assert!(text(&output.stderr).contains("line 3"), "{}", text(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_leaves_no_half_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "in.csv", format!("sex,age,weight\n{}", "f,304.375,10\n".repeat(100_000)));
    let done = nep(&["--lang", "en", &file, "-o", "/dev/full"]);
    assert_eq!(code(&done), Some(2));
    assert!(text(&done.stderr).starts_with("Error: cannot write /dev/full"), "{}", text(&done.stderr));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "in.csv", format!("sex,age,weight\n{}", "f,304.375,10\n".repeat(400_000)));
    let mut nep = Command::new(nep_tests::nep())
        .args(["growth", "score", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("nep runs");
    drop(nep.stdout.take());
    let output = nep.wait_with_output().expect("nep ends");
    assert_eq!((code(&output), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn classes_are_added_when_asked() {
    let output = piped(&["--classes"], b"sex,age,weight,lenhei,armc,oedema\nm,400,6.0,70,11.0,n\nf,400,9.5,75,15,n\n");
    let severe = row(&output, b',', 0);
    assert_eq!(severe["class_zlen"], "haz_stunted");
    assert_eq!(severe["class_muac"], "muac_sam");
    assert_eq!(severe["acute_malnutrition"], "sam");
    let well = row(&output, b',', 1);
    assert_eq!((well["class_zwfl"].as_str(), well["acute_malnutrition"].as_str()), ("whz_normal", ""));
}

#[test]
fn one_child_is_answered_as_json() {
    let child = ["--json", "--sex", "f", "--birth", "2025-01-10", "--on", "2025-11-10", "--weight", "10"];
    let output = nep(&child);
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["age_days"], 304.0);
    assert_eq!(answer["zwei"]["z"], 1.33);
    assert_eq!(answer["zwei"]["flag"], 0);
    assert_eq!(answer["zlen"]["z"], serde_json::Value::Null);
    assert_eq!(answer["zlen"]["reason"], "not_measured");
    let swollen = nep(&["--json", "--sex", "m", "--age-months", "30", "--weight", "9,5", "--oedema", "--classes"]);
    let answer: serde_json::Value = serde_json::from_slice(&swollen.stdout).expect("JSON");
    assert_eq!(answer["zwei"]["reason"], "oedema");
    assert_eq!(answer["acute_malnutrition"], "sam");
}

#[test]
fn bad_options_of_one_child_are_refused_in_words() {
    for (arguments, says) in [
        (["--birth", "2025-02-30", "--on", "2025-11-10"], "--birth: không phải là ngày có thật"),
        (["--birth", "2025-11-10", "--on", "2025-01-10"], "--on: ngày cân đo ở trước ngày sinh"),
        (["--sex", "x", "--weight", "9"], "--sex: mã không có trong danh sách"),
        (["--weight", "-9", "--sex", "m"], "--weight: phải lớn hơn 0"),
        (["--age-days", "-1", "--sex", "m"], "--age-days: tuổi âm"),
    ] {
        let output = nep(&[["--json"].as_slice(), &arguments].concat());
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
    }
}

#[test]
fn help_and_wrong_calls_are_in_the_user_s_language() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(nep_tests::nep());
        command.env_remove("LANG").env_remove("NEP_LANG").args(arguments).output().expect("nep runs")
    };
    let help = run(&["--help"]);
    assert_eq!(code(&help), Some(0));
    assert!(text(&help.stdout).contains("Cách dùng: nep") && text(&help.stdout).contains("Mã thoát:"));
    for english in ["Usage", "Options", "Print", "Commands", "possible values"] {
        assert!(!text(&help.stdout).contains(english), "{english}");
        assert!(!text(&run(&["growth", "score", "--help"]).stdout).contains(english), "{english}");
    }
    assert!(text(&run(&["--lang", "en", "--help"]).stdout).contains("Usage: nep"));
    for (arguments, says) in [
        (&["growth"][..], "thiếu lệnh"),
        (&["growth", "score"], "thiếu <TỆP.csv>"),
        (&["growth", "score", "--jsn"], "không có tùy chọn --jsn. Có phải --json không?"),
        (&["growth", "scor"], "không có lệnh scor."),
        (&["growth", "score", "a.csv", "--age-unit", "weeks"], "“weeks” không dùng được cho --age-unit"),
        (&["growth", "score", "a.csv", "--json"], "không đi cùng"),
        (&["growth", "score", "a.csv", "-o"], "cần một giá trị"),
    ] {
        let done = run(arguments);
        assert_eq!(code(&done), Some(2), "{arguments:?}");
        assert!(text(&done.stderr).contains(says), "{arguments:?}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains("--help"));
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]);
        assert!(code(&script) == Some(0) && text(&script.stdout).contains("nep"));
    }
}
