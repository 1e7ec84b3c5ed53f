//! The program `nep-sync-server`.

mod options;
mod serve;

use std::process::ExitCode;

use nep_core::log::{SqliteStore, back_up};
use nep_sync_server::PostgresStore;

use options::{Command, Place};

fn main() -> ExitCode {
    let done = match options::read() {
        Command::Serve(options) => serve::run(*options),
        Command::BackUp { data, to } => {
            back_up(&data.join(options::RECORD_FILE), &to).map_err(|error| format!("no backup was made: {error}"))
        }
        Command::Renew(place) => renew(&place),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nep-sync-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Gives every log a new name, after a backup was put back.
fn renew(place: &Place) -> Result<(), String> {
    use nep_core::log::EntryStore;
    let renamed = match place {
        Place::Folder(data) => SqliteStore::open(&data.join(options::RECORD_FILE)).and_then(|store| store.rename()),
        Place::Postgres(url) => PostgresStore::open(url, 1).and_then(|store| store.rename()),
    };
    renamed.map_err(|error| error.to_string())
}
