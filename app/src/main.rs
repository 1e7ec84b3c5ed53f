//! The program `nep`.

use std::process::ExitCode;

fn main() -> ExitCode {
    nep_app::commands::run(std::env::args_os())
}
