//! What the built program answers to many requests.

use std::io::Write;
use std::process::Command;
use std::thread;

use serde_json::Value;

/// What `nep menu suggest` answers, in the order of the requests. Every core has a process of its own, and one process
/// answers many, a line each, so that the tables are read once a core.
///
/// # Panics
///
/// When the program does not answer each.
#[must_use]
pub fn suggested(requests: &[Value]) -> Vec<Value> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let shares: Vec<&[Value]> = requests.chunks(requests.len().div_ceil(cores).max(1)).collect();
    let answers: Vec<Value> = thread::scope(|scope| {
        let asked: Vec<_> = shares.into_iter().map(|share| scope.spawn(|| by_one(share))).collect();
        asked.into_iter().flat_map(|asked| asked.join().expect("answered")).collect()
    });
    assert_eq!(answers.len(), requests.len());
    answers
}

fn by_one(requests: &[Value]) -> Vec<Value> {
    let mut file = tempfile::NamedTempFile::new().expect("a place for a file");
    for request in requests {
        writeln!(file, "{request}").expect("written");
    }
    let mut nep = Command::new(crate::nep());
    nep.args(["menu", "suggest", "--json", "--lang", "en", "--request"]).arg(file.path());
    let output = nep.output().expect("nep runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    match requests {
        // The answer to one request is printed over many lines.
        [_] => vec![serde_json::from_str(&text).expect("JSON")],
        _ => text.lines().map(|line| serde_json::from_str(line).expect("a JSON value a line")).collect(),
    }
}
