//! `nep serve`, and `nep` alone: the pages on this machine.
//!
//! The data folder is this user's only. Its file `address` holds the address with this start's secret; its file `lock`
//! is held as long as the program runs, so that two programs never work on one folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};
use tokio::net::TcpListener;

use super::FAILED;
use super::usage::fault;
use crate::i18n::Words;
use crate::notebook::Notebook;
use crate::pages;
use crate::server::{App, router};

/// Where the pages are unless told otherwise.
const PORT: u16 = 8080;

/// Describes the command.
#[must_use]
pub fn command(words: &Words) -> Command {
    Command::new("serve").about(words.get("cli-serve")).args(arguments(words))
}

/// Its options, which `nep` alone takes too.
#[must_use]
pub fn arguments(words: &Words) -> [Arg; 2] {
    [
        Arg::new("port")
            .long("port")
            .value_name("PORT")
            .value_parser(value_parser!(u16))
            .help(words.get("cli-serve-port")),
        Arg::new("data")
            .long("data")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .help(words.get("cli-serve-data")),
    ]
}

/// Serves until Ctrl-C.
pub fn run(matches: &ArgMatches, words: &Words) -> ExitCode {
    let port = matches.get_one("port").copied().unwrap_or(PORT);
    let folder = matches.get_one("data").cloned().unwrap_or_else(data_folder);
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return refuse(
                &words.with("serve-no-network", &[("port", &port.to_string()), ("why", &error.to_string())]),
            );
        }
    };
    match runtime.block_on(serve(port, &folder, words)) {
        Ok(()) => {
            println!("{}", words.get("serve-stopped"));
            ExitCode::SUCCESS
        }
        Err(message) => refuse(&message),
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(FAILED)
}

async fn serve(port: u16, folder: &Path, words: &Words) -> Result<(), String> {
    let shown = folder.display().to_string();
    let no_folder =
        |error: io::Error| words.with("serve-no-folder", &[("folder", &shown), ("why", &fault(&error, words))]);
    create_private(folder).map_err(no_folder)?;
    let address_file = folder.join("address");
    let lock = private_file(&folder.join("lock")).map_err(no_folder)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let file = address_file.display().to_string();
            return Err(words.with("serve-already", &[("folder", &shown), ("file", &file)]));
        }
        Err(TryLockError::Error(error)) => return Err(no_folder(error)),
    }
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(|error| {
        let id = if error.kind() == io::ErrorKind::AddrInUse { "serve-port-taken" } else { "serve-no-network" };
        let arguments = [("port", port.to_string()), ("why", error.to_string())];
        match id {
            "serve-port-taken" => words.with(id, &[("port", &arguments[0].1)]),
            _ => words.with(id, &[("port", &arguments[0].1), ("why", &arguments[1].1)]),
        }
    })?;
    let port = listener.local_addr().map_or(port, |address| address.port());
    let app = App::new(port, &secret(), || chrono::Local::now().date_naive()).noting_in(Notebook::open(folder));
    let mut file = private_file(&address_file).map_err(no_folder)?;
    file.set_len(0).and_then(|()| writeln!(file, "{}", app.address())).map_err(no_folder)?;
    println!("{}\n\n    {}\n", words.get("serve-address"), app.address());
    println!("{}", words.with("serve-folder", &[("folder", &shown)]));
    println!("{}", words.get("serve-stop"));
    // The bank's verdicts, ready before somebody asks for them.
    std::thread::spawn(pages::warm);
    let stop = async {
        // Without a signal handler Ctrl-C still ends the program, only less gracefully.
        let _ = tokio::signal::ctrl_c().await;
    };
    let served = axum::serve(listener, router(app.clone())).with_graceful_shutdown(stop).await;
    app.stop();
    // The address is of no use once we stop; a file that stays behind does no harm.
    let _ = fs::remove_file(&address_file);
    served.map_err(|error| words.with("serve-no-network", &[("port", &port.to_string()), ("why", &error.to_string())]))
}

/// 128 random bits in hexadecimal, new at each start.
fn secret() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("every supported system gives random bytes");
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// `$XDG_DATA_HOME/nep`, `~/.local/share/nep`, `%LOCALAPPDATA%\nep`, else `nep-data` here.
pub(super) fn data_folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_DATA_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/share")))
        .or_else(|| set("LOCALAPPDATA"))
        .map_or_else(|| PathBuf::from("nep-data"), |folder| folder.join("nep"))
}

/// Creates the folder if need be, and makes it this user's only.
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Opens a file for writing that only this user may read, without emptying it.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
