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
pub(super) const PORT: u16 = 8080;

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
    ended(in_runtime(serve(port, &folder, words), words), words)
}

/// Runs the program's tasks.
pub(super) fn in_runtime(work: impl Future<Output = Result<(), String>>, words: &Words) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| no_network(0, &error, words))?.block_on(work)
}

/// The last word.
pub(super) fn ended(served: Result<(), String>, words: &Words) -> ExitCode {
    match served {
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
    let folder = Folder::open(folder, words)?;
    let listener = bind(port, words).await?;
    let app = app(&listener, port).noting_in(Notebook::open(&folder.path));
    folder.announce(&app, words)?;
    println!("{}", words.get("serve-stop"));
    serve_pages(listener, app, words).await
}

/// The pages at this listener, with a secret of this start.
pub(super) fn app(listener: &TcpListener, port: u16) -> App {
    let port = listener.local_addr().map_or(port, |address| address.port());
    App::new(port, &secret(), || chrono::Local::now().date_naive())
}

/// A port on this machine alone.
pub(super) async fn bind(port: u16, words: &Words) -> Result<TcpListener, String> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(|error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            return words.with("serve-port-taken", &[("port", &port.to_string())]);
        }
        no_network(port, &error, words)
    })
}

fn no_network(port: u16, error: &io::Error, words: &Words) -> String {
    words.with("serve-no-network", &[("port", &port.to_string()), ("why", &error.to_string())])
}

/// Serves the pages until the program is told to stop.
pub(super) async fn serve_pages(listener: TcpListener, app: App, words: &Words) -> Result<(), String> {
    // The bank's verdicts, ready before somebody asks for them.
    std::thread::spawn(pages::warm);
    let port = listener.local_addr().map_or(0, |address| address.port());
    let served = axum::serve(listener, router(app.clone())).with_graceful_shutdown(told_to_stop()).await;
    app.stop();
    served.map_err(|error| no_network(port, &error, words))
}

/// A data folder that is this program's alone as long as this lives.
pub(super) struct Folder {
    /// Where it is.
    pub path: PathBuf,
    shown: String,
    _lock: File,
}

impl Folder {
    /// Opens it, or makes it.
    pub fn open(path: &Path, words: &Words) -> Result<Self, String> {
        let shown = path.display().to_string();
        let no_folder = |error: io::Error| no_folder(&shown, &error, words);
        create_private(path).map_err(no_folder)?;
        let lock = private_file(&path.join("lock")).map_err(no_folder)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), shown, _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                let file = path.join(ADDRESS).display().to_string();
                Err(words.with("serve-already", &[("folder", &shown), ("file", &file)]))
            }
            Err(TryLockError::Error(error)) => Err(no_folder(error)),
        }
    }

    /// Writes the address with this start's secret into it, and prints it.
    pub fn announce(&self, app: &App, words: &Words) -> Result<(), String> {
        let write = || {
            let mut file = private_file(&self.path.join(ADDRESS))?;
            file.set_len(0).and_then(|()| writeln!(file, "{}", app.address()))
        };
        write().map_err(|error| no_folder(&self.shown, &error, words))?;
        println!("{}\n\n    {}\n", words.get("serve-address"), app.address());
        println!("{}", words.with("serve-folder", &[("folder", &self.shown)]));
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The address is of no use once we stop; a file that stays behind does no harm.
        let _ = fs::remove_file(self.path.join(ADDRESS));
    }
}

/// The file that holds the address.
const ADDRESS: &str = "address";

fn no_folder(shown: &str, error: &io::Error, words: &Words) -> String {
    words.with("serve-no-folder", &[("folder", shown), ("why", &fault(error, words))])
}

/// Until somebody presses Ctrl-C, or the system wants the program to end.
pub(super) async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a signal handler Ctrl-C still ends the program, only less gracefully.
    let _ = tokio::signal::ctrl_c().await;
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
