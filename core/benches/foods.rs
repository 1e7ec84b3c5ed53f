//! Opening the bundled database and searching it. Budgets: 20 ms to open, 5 ms for a search in 95 of 100.

use divan::Bencher;
use nep_core::foods::Database;

fn main() {
    divan::main();
}

/// From bytes to every value in memory, the search index included.
#[divan::bench]
fn open() -> Database {
    Database::open(Database::bundled_bytes()).expect("the bundled database")
}

/// What a person types, letter by letter: the first letters find most.
#[divan::bench(args = ["t", "th", "thịt bò", "thit bo", "canh chua ca", "rau", "beef soup", "zzz"])]
fn search(bencher: Bencher<'_, '_>, query: &str) {
    let database = Database::bundled();
    bencher.bench(|| database.search(divan::black_box(query), 20).len());
}
