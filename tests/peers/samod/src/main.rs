//! The same families through automerge-repo's protocol (samod) and through ours: a first sync over loopback, until every name can be
//! searched. `tests/peers/run samod` runs it; the figures stand in `docs/benchmarks.md`.
//!
//! Each server is a process of its own, so that its time and memory are told apart from the client's. Both begin with what stands on
//! the disk: samod's files, our record file.

mod families;
mod measure;
mod ours;
mod theirs;

use std::path::Path;

const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[1..] {
        ["serve-ours", folder] => ours::serve(Path::new(folder)),
        ["serve-samod", folder] => theirs::serve(Path::new(folder)),
        [] => compare(24, 42, 36),
        [villages, families, months] => {
            let number = |text: &str| text.parse().expect("a number");
            compare(number(villages), number(families), u32::try_from(number(months)).expect("few"));
        }
        _ => panic!("[VILLAGES FAMILIES MONTHS]"),
    }
}

fn compare(villages: usize, families: usize, months: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let made = families::make(folder.path(), villages, families, months);
    println!(
        "{} families, {} people, {} entries; as Automerge documents {:.1} MB",
        made.documents.len(),
        made.names.len(),
        made.entries,
        made.documents.iter().map(Vec::len).sum::<usize>() as f64 / 1e6
    );
    theirs::prepare(&folder.path().join("samod"), &made.documents);
    let mut invitations = ours::prepare(folder.path(), &made, RUNS);
    for run in 1..=RUNS {
        let client = folder.path().join(format!("client-{run}.nep"));
        let (ours, split) =
            ours::first_sync(folder.path(), &client, invitations.pop().expect("one a run"), &made.names);
        let theirs = theirs::first_sync(&folder.path().join("samod"), &made.names);
        println!("run {run}");
        println!("  ours  {ours}   (of it {split})");
        println!("  samod {theirs}");
        println!(
            "  samod to ours: wall {:.1}, server CPU {:.1}, bytes {:.2}, server memory gained {:.1}",
            theirs.wall / ours.wall,
            theirs.server_cpu / ours.server_cpu.max(0.01),
            theirs.bytes as f64 / ours.bytes as f64,
            theirs.gained() / ours.gained().max(0.1)
        );
    }
}
