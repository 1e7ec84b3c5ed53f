//! `nep init`, `nep enrol`, `nep record`, `nep bundle` and `nep verify`, as somebody calls them: a station, a collaborator and what
//! is carried between them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A device: its record file, and how to call `nep` on it.
///
/// Opened by a key, but where the passphrase is what is tried: half a second of work protects each use of that.
struct Device {
    file: PathBuf,
    key: PathBuf,
}

impl Device {
    fn new(folder: &Path, name: &str) -> Self {
        let key = folder.join("key");
        std::fs::write(&key, [7; 32]).expect("room");
        Self { file: folder.join(name), key }
    }

    fn call(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(nep_tests::nep());
        command.args(arguments).arg("--vault").arg(&self.file);
        if !arguments.contains(&"--lang") {
            command.args(["--lang", "en"]);
        }
        command.arg("--key-file").arg(&self.key).output().expect("the program runs")
    }

    /// What it prints when all goes well.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {complaint}");
        said.trim_end().to_owned()
    }

    /// What it complains of.
    fn refused(&self, arguments: &[&str]) -> String {
        complaint(self.call(arguments))
    }

    /// What it complains of when opened by a passphrase.
    fn refused_by(&self, passphrase: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(nep_tests::nep());
        command.args(arguments).arg("--vault").arg(&self.file).args(["--lang", "en"]);
        complaint(command.env("NEP_PASSPHRASE", passphrase).output().expect("the program runs"))
    }
}

fn complaint(output: Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn a_month_is_carried_to_the_station_by_somebody_who_cannot_read_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let station = Device::new(folder.path(), "station.nep");
    station.done(&["init", "--village", "Bản Nà Tâu"]);
    let added = station.done(&["record", "add-family", "--mother", "Lò Thị Mai", "--birth", "1999-02-03"]);
    let (family, _) = added.split_once(' ').expect("two ids");
    let child = station.done(&[
        "record",
        "add-child",
        "--family",
        family,
        "--name",
        "Lò Bảo Ngọc",
        "--birth",
        "2025-03-17",
        "--sex",
        "girl",
    ]);

    let invitation = folder.path().join("invitation");
    std::fs::write(&invitation, station.done(&["enrol", "--village", "Bản Nà Tâu"])).expect("room");
    let collaborator = Device::new(folder.path(), "ctv.nep");
    collaborator.done(&["enrol", "--join", invitation.to_str().expect("Unicode")]);

    let bundle = folder.path().join("goi.nepb");
    let path = bundle.to_str().expect("Unicode");
    station.done(&["bundle", "export", path]);
    let taken = collaborator.done(&["bundle", "import", path]);
    assert!(taken.contains("0 not taken"), "{taken}");
    let measure =
        ["record", "measure", "--family", family, "--child", &child, "--on", "2026-05-04", "--weight-kg", "8.4"];
    collaborator.done(&measure);
    collaborator.done(&["bundle", "export", path, "--label", "anh Pó bán hàng"]);

    let carried = std::fs::read(&bundle).expect("a file");
    let holds = |text: &str| carried.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds("Ngọc") && !holds("Mai") && !holds("8400"), "whoever carries it reads nothing");
    std::fs::write(&bundle, &carried[..carried.len() - 9]).expect("room");
    let cut = station.refused(&["bundle", "import", path]);
    assert!(cut.contains("cut short"), "{cut}");
    std::fs::write(&bundle, &carried).expect("room");
    // The collaborator's join came with it, and so it counts.
    let taken = station.done(&["bundle", "import", path]);
    assert!(
        taken.contains("anh Pó bán hàng") && taken.contains("0 not taken") && taken.contains("1 receipts"),
        "{taken}"
    );

    // The same as a row of codes, read in any order: nothing new, and a missing one is asked for.
    collaborator.done(&["bundle", "export", path, "--codes"]);
    let codes = std::fs::read_to_string(&bundle).expect("text");
    let mut lines: Vec<&str> = codes.lines().collect();
    assert!(lines.len() > 1 && lines.iter().all(|line| line.starts_with("NEP1") && line.len() <= 645), "{codes}");
    lines.reverse();
    std::fs::write(&bundle, lines[1..].join("\n")).expect("room");
    let missing = station.refused(&["bundle", "import", path]);
    assert!(missing.contains(&format!("{} of {} codes", lines.len() - 1, lines.len())), "{missing}");
    std::fs::write(&bundle, lines.join("\n")).expect("room");
    assert!(station.done(&["bundle", "import", path]).contains(" 0 entries new"));

    let found = station.done(&["record", "list", "--search", "ngoc"]);
    assert!(found.contains(&child) && found.contains("Lò Bảo Ngọc") && found.lines().count() == 1, "{found}");
    let shown: serde_json::Value =
        serde_json::from_str(&station.done(&["record", "show", "--family", family, "--json"])).expect("JSON");
    assert_eq!(shown["measurements"][0]["value"]["weight_g"], 8_400);
    assert!(station.done(&["verify"]).contains("wrongly signed: 0"));
    assert!(collaborator.done(&["verify"]).contains("wrongly signed: 0"));
}

#[test]
fn a_wrong_passphrase_or_call_is_told_in_words_and_says_nothing_of_anybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let station = Device::new(folder.path(), "station.nep");
    let none = station.refused(&["record", "list"]);
    assert!(none.contains("nep init"), "{none}");
    let short = station.refused_by("ngắn", &["init"]);
    assert!(short.contains("at least 8"), "{short}");
    let mut command = Command::new(nep_tests::nep());
    command.args(["init", "--village", "Bản Nà Tâu", "--vault"]).arg(&station.file);
    let made = command.env("NEP_PASSPHRASE", "bốn mùa hoa ban").output().expect("the program runs");
    assert!(made.status.success());
    let wrong = station.refused_by("một con ngựa đau", &["record", "list"]);
    assert!(wrong.contains("does not open") && !wrong.contains("ngựa"), "{wrong}");
    let exists = station.refused_by("bốn mùa hoa ban", &["init"]);
    assert!(exists.contains("holds records already"), "{exists}");
    std::fs::write(folder.path().join("key"), [7; 31]).expect("room");
    let short = station.refused(&["record", "list"]);
    assert!(short.contains("exactly 32"), "{short}");
    let impossible = ["record", "measure", "--family", "0", "--child", "0", "--weight-kg", "8.4"];
    let id = station.refused_by("bốn mùa hoa ban", &impossible);
    assert!(id.contains("not the id"), "{id}");
}

#[test]
fn what_was_measured_is_shown_in_the_language_and_what_cannot_be_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let station = Device::new(folder.path(), "station.nep");
    station.done(&["init", "--village", "Bản Nà Tâu"]);
    let added = station.done(&["record", "add-family", "--mother", "Lò Thị Mai"]);
    let (family, mother) = added.split_once(' ').expect("two ids");
    let done = |command, rest: &[&str]| station.done(&[&["record", command, "--family", family], rest].concat());
    let refused = |command, rest: &[&str]| station.refused(&[&["record", command, "--family", family], rest].concat());
    let child = done("add-child", &["--name", "Lò Bảo Ngọc", "--birth", "2025-03-17", "--sex", "girl"]);

    let nothing = refused("measure", &["--child", &child, "--on", "2026-05-04"]);
    assert!(nothing.contains("nothing was measured"), "{nothing}");
    let early = refused("measure", &["--child", &child, "--on", "2025-03-16", "--weight-kg", "3.1"]);
    assert!(early.contains("before the birth on 2025-03-17"), "{early}");
    done("measure", &["--child", &child, "--on", "2025-03-17", "--weight-kg", "3.1"]);
    let stranger = refused("measure", &["--child", mother, "--weight-kg", "3.1"]);
    assert!(stranger.contains("not in this family"), "{stranger}");
    done("measure", &["--child", &child, "--on", "2026-05-04", "--length-cm", "72.5", "--arm-cm", "13,2", "--oedema"]);
    let pregnancy = done("add-pregnancy", &["--mother", mother, "--due", "2026-11-02"]);
    let sign = refused("weigh", &["--pregnancy", &pregnancy, "--weight-kg", "54", "--danger", "no-such-sign"]);
    assert!(sign.contains("no-such-sign"), "{sign}");
    done("weigh", &["--pregnancy", &pregnancy, "--on", "2026-05-04", "--weight-kg", "54.2", "--danger", "bleeding"]);

    let shown = done("show", &[]);
    for line in ["    2025-03-17\t3.10 kg", "length (lying) 72.5 cm\tarm 13.2 cm\toedema of both feet", "54.20 kg\t"] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    let shown = done("show", &["--lang", "vi"]);
    assert!(shown.contains("3,10 kg") && shown.contains("vòng cánh tay 13,2 cm"), "{shown}");
}

#[test]
fn a_station_is_made_again_from_its_recovery_sheet() {
    let folder = tempfile::tempdir().expect("a folder");
    let station = Device::new(folder.path(), "station.nep");
    station.done(&["init", "--village", "Bản Nà Tâu"]);
    station.done(&["record", "add-family", "--mother", "Lò Thị Mai"]);
    let bundle = folder.path().join("xa.nepb");
    station.done(&["bundle", "export", bundle.to_str().expect("Unicode")]);
    let sheet = station.done(&["recovery", "print"]);
    let numbered = |line: &&str| line.starts_with(|first: char| ('1'..='5').contains(&first)) && line.contains(".  ");
    let rows: Vec<&str> = sheet.lines().filter(numbered).collect();
    assert_eq!(rows.len(), 5, "{sheet}");
    assert!(sheet.contains("█▀▀▀▀▀█"), "the code to scan: {sheet}");

    let kit = folder.path().join("phieu.txt");
    let file = kit.to_str().expect("Unicode");
    let again = Device::new(folder.path(), "again.nep");
    let mut said: Vec<&str> = rows[1].split("  ").collect();
    said.swap(1, 2);
    let swapped = rows.join("\n").replacen(rows[1], &said.join("  "), 1);
    std::fs::write(&kit, swapped).expect("room");
    let wrong = again.refused(&["recovery", "restore", "--kit", file]);
    assert!(wrong.contains("row 2"), "{wrong}");
    std::fs::write(&kit, rows.join("\n")).expect("room");
    again.done(&["recovery", "restore", "--kit", file]);
    assert!(again.done(&["record", "list"]).is_empty());
    again.done(&["bundle", "import", bundle.to_str().expect("Unicode")]);
    assert!(again.done(&["record", "list"]).contains("Lò Thị Mai"));
    assert!(again.refused(&["recovery", "restore", "--kit", file]).contains("holds records already"));

    let invitation = folder.path().join("invitation");
    std::fs::write(&invitation, station.done(&["enrol", "--village", "Bản Nà Tâu"])).expect("room");
    let collaborator = Device::new(folder.path(), "ctv.nep");
    collaborator.done(&["enrol", "--join", invitation.to_str().expect("Unicode")]);
    assert!(collaborator.refused(&["recovery", "print"]).contains("does not keep"));
    assert!(station.done(&["enrol", "--village", "Bản Nà Tâu", "--qr"]).contains("█▀▀▀▀▀█"));
}

#[test]
fn one_child_in_two_families_is_merged_parted_and_erased_and_a_device_revoked() {
    let folder = tempfile::tempdir().expect("a folder");
    let station = Device::new(folder.path(), "station.nep");
    station.done(&["init", "--village", "Bản Nà Tâu"]);
    let register = |mother: &str, child: &str, birth: &str| {
        let family = station.done(&["record", "add-family", "--mother", mother]);
        let (family, _) = family.split_once(' ').expect("two ids");
        let child = ["record", "add-child", "--family", family, "--name", child, "--birth", birth];
        (family.to_owned(), station.done(&child))
    };
    let (one, first) = register("Lò Thị Mai", "Lò Bảo Ngọc", "2025-03-17");
    let (other, second) = register("Lo Thi Mai", "Lo Bao Ngoc", "2025-03-19");
    let children = || station.done(&["record", "list", "--search", "bao ngoc"]).lines().count();
    assert_eq!(children(), 2);
    let pair = ["--family", &one, "--person", &first, "--other-family", &other, "--other-person", &second];
    station.done(&[&["record", "merge"][..], &pair].concat());
    assert_eq!(children(), 1);
    let shown = station.done(&["record", "show", "--json", "--family", &other]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let child = &shown["children"][0];
    let statements = child["told"]["birth"]["current"].as_array().expect("told twice");
    assert_eq!(statements.len(), 2, "{child}");
    let record = child["id"].as_str().expect("an id");
    let chosen = statements[1]["by"].as_str().expect("an id");
    let settle = ["record", "settle", "--family", &one, "--record", record, "--field", "birth", "--chosen", chosen];
    let choice = station.done(&settle);
    let values = || {
        let shown = station.done(&["record", "show", "--json", "--family", &one]);
        let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
        (shown["children"][0]["value"]["birth"].clone(), shown["children"][0]["told"]["birth"]["current"].clone())
    };
    assert_eq!(values().0, statements[1]["value"]);
    station.done(&["record", "take-back", "--family", &one, "--record", &choice]);
    assert_eq!(values().1.as_array().map(Vec::len), Some(2), "open again");
    let nonsense = station.refused(&[&settle[..9], &[&choice]].concat());
    assert!(nonsense.contains("no such record") || nonsense.contains("another kind"), "{nonsense}");
    station.done(&["record", "unmerge", "--family", &one, "--person", &first]);
    assert_eq!(children(), 2);
    station.done(&["record", "erase", "--family", &other]);
    assert_eq!(children(), 1);

    let invitation = folder.path().join("invitation");
    std::fs::write(&invitation, station.done(&["enrol", "--village", "Bản Nà Tâu"])).expect("room");
    let collaborator = Device::new(folder.path(), "ctv.nep");
    collaborator.done(&["enrol", "--join", invitation.to_str().expect("Unicode")]);
    let bundle = folder.path().join("vao.nepb");
    collaborator.done(&["bundle", "export", bundle.to_str().expect("Unicode")]);
    station.done(&["bundle", "import", bundle.to_str().expect("Unicode")]);
    let listed = || station.done(&["device", "list"]);
    let lost = listed().lines().find(|line| line.contains("Bản Nà Tâu")).expect("the collaborator's").to_owned();
    let lost = lost.split('\t').next().expect("its id");
    assert!(!listed().contains("revoked"));
    station.done(&["device", "revoke", "--device", lost]);
    assert!(listed().lines().any(|line| line.starts_with(lost) && line.ends_with("revoked")), "{}", listed());
}
