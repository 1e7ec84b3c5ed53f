//! Measures the release program as a person meets it: size, start to first page, memory. Prints one table.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use nep_tests::http::Reader;
use nep_tests::site::Site;

const STARTS: usize = 11;

fn main() -> ExitCode {
    if cfg!(debug_assertions) {
        eprintln!("measure the release build: cargo run --release --package nep-tests --bin measure");
        return ExitCode::from(2);
    }
    let program = nep_tests::nep();
    let mut first_page = Vec::new();
    let mut resident = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let site = Site::start();
        let reader = Reader::invited(&site);
        assert_eq!(reader.get("/").status, 200, "the first page is served");
        first_page.push(begun.elapsed().as_secs_f64() * 1000.0);
        for path in ["/growth", "/pregnancy", "/menus"] {
            assert_eq!(reader.get(path).status, 200, "{path} is served");
        }
        resident.push(resident_mebibytes(site.process()));
    }
    let size = std::fs::metadata(program).expect("the program stands there").len();
    #[expect(clippy::cast_precision_loss, reason = "a file size")]
    let size = size as f64 / 1_000_000.0;
    let rows = [
        ("program, stripped", size, 20.0, "MB"),
        ("start to first page, median", median(&mut first_page), 200.0, "ms"),
        ("resident after four pages, median", median(&mut resident), 60.0, "MiB"),
    ];
    println!("{:36} {:>10} {:>10}", "measure", "measured", "budget");
    let mut within = true;
    for (name, measured, budget, unit) in rows {
        within &= measured <= budget;
        println!("{name:36} {:>10} {:>10}", format!("{measured:.1} {unit}"), format!("{budget} {unit}"));
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Largest resident size so far, from the kernel's own account.
fn resident_mebibytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"));
    let status = status.expect("the program runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells the peak");
    let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number of kB");
    kibibytes / 1024.0
}
