//! Writes the Rust tables made from `data/` where the library includes them.

use std::path::Path;
use std::{env, fs, process};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    println!("cargo::rerun-if-changed={}", data.display());
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let written = nep_data::rust_tables(&data).map(|tables| {
        for (name, text) in tables {
            fs::write(Path::new(&out).join(name), text).expect("OUT_DIR can be written");
        }
    });
    if let Err(fault) = written {
        eprintln!("data/{fault}");
        process::exit(1);
    }
}
