//! What we depend on: only licences that let a ministry and a village use Nếp, no OpenSSL, few crates twice.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Permissive licences, and file-level copyleft (MPL-2.0), which asks nothing of our own code.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// More versions of one crate than this, and a build grows without anybody noticing. Today's pairs come from three places:
/// Fluent still leans on the 1.x ICU crates, the browser driver of the tests on older `http` and `cookie`, and `biscuit-auth`
/// on the RustCrypto crates one generation behind those of `hpke`, `chacha20poly1305` and `argon2`.
const MOST_TWICE: usize = 40;

/// Crates that must not be among our dependencies: rustls serves, and OpenSSL does not cross-compile simply.
const REFUSED: &[&str] = &["openssl", "openssl-sys", "native-tls"];

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(nep_tests::repository())
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_default()
}

/// Whether an SPDX expression can be satisfied: every `AND` part has an allowed `OR` choice.
fn allowed(expression: &str) -> bool {
    expression
        .replace(['(', ')'], "")
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| part.split(" OR ").any(|licence| LICENCES.contains(&licence.trim())))
}

#[test]
fn every_crate_has_a_licence_we_can_ship() {
    let refused: Vec<String> = packages()
        .iter()
        .filter(|package| !allowed(text(package, "license")))
        .map(|package| format!("{} {}: {}", text(package, "name"), text(package, "version"), text(package, "license")))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn no_openssl() {
    let names: BTreeSet<String> = packages().iter().map(|package| text(package, "name").to_owned()).collect();
    assert!(names.len() > 50, "the list of crates was read");
    for refused in REFUSED {
        assert!(!names.contains(*refused), "{refused} is among the dependencies");
    }
}

#[test]
fn crates_that_stand_twice_are_few_and_named() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        versions.entry(text(&package, "name").to_owned()).or_default().insert(text(&package, "version").to_owned());
    }
    let twice: Vec<String> = versions
        .iter()
        .filter(|(name, versions)| versions.len() > 1 && !name.starts_with("windows") && !name.starts_with("wasi"))
        .map(|(name, versions)| format!("{name} {versions:?}"))
        .collect();
    println!("crates in more than one version: {twice:#?}");
    assert!(twice.len() <= MOST_TWICE, "too many crates stand twice: {twice:#?}");
}

#[test]
fn an_unknown_licence_is_refused() {
    assert!(allowed("MIT OR GPL-3.0-only"));
    assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!allowed("MIT AND GPL-3.0-only"));
    assert!(!allowed(""));
}
