//! Turns the reviewed tables under `data/` into what the library bundles: Rust tables and `nutrition.sqlite`.
//!
//! A broken row, an unknown reference, a wrong unit or a name that is not NFC stops the build with the file, the
//! row and the column at fault. Nothing made here is committed.

mod allergens;
mod balance;
mod database;
mod decisions;
mod dish_pictures;
mod dishes;
mod effective;
mod foods;
mod growth_classes;
mod growth_tables;
mod growth_velocity;
mod guidelines;
mod market;
mod menus;
mod nutrients;
mod portions;
mod pregnancy_tables;
mod safety;
mod seasons;
mod sharing;
mod sources;
mod swaps;
mod times;
mod tsv;
mod vocabulary;

use std::path::Path;

pub use database::nutrition_database;
pub use sources::{Source, sources};
pub use tsv::{DataError, Row, Table};

/// Every Rust table, as one source file per core module: `(file name, text)`.
///
/// # Errors
///
/// The first fault found in the data, with its file, row and column.
pub fn rust_tables(data: &Path) -> Result<Vec<(&'static str, String)>, DataError> {
    Ok(vec![
        ("balance_tables.rs", balance::emit(data)?),
        ("dish_pictures.rs", dish_pictures::emit(data)?),
        ("food_measures.rs", market::emit_measures(data)?),
        ("food_stalls.rs", market::emit_stalls(data)?),
        ("growth_tables.rs", growth_tables::emit(data)?),
        ("growth_classes.rs", growth_classes::emit(data)?),
        ("growth_rules.rs", growth_classes::emit_rules(data)?),
        ("growth_velocity.rs", growth_velocity::emit(data)?),
        ("pregnancy_tables.rs", pregnancy_tables::emit(data)?),
        ("swap_tables.rs", swaps::emit(data)?),
    ])
}
