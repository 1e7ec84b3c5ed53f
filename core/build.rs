//! Writes the Rust tables and the food database made from `data/` where the library includes them.

use std::path::Path;
use std::{env, fs, process};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    println!("cargo::rerun-if-changed={}", data.display());
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(Path::new(&out).join(name), bytes).expect("OUT_DIR can be written");
    };
    let written = nep_data::rust_tables(&data).and_then(|tables| {
        for (name, text) in tables {
            write(name, text.as_bytes());
        }
        write("nutrition.sqlite", &nep_data::nutrition_database(&data)?);
        Ok(())
    });
    if let Err(fault) = written {
        eprintln!("data/{fault}");
        process::exit(1);
    }
}
