//! What can be said on the command line.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgMatches, value_parser};
use nep_core::log::SpaceId;

/// The record file in the data folder.
pub const RECORD_FILE: &str = "log.sqlite";
/// The address of PostgreSQL, when it holds a password that others should not see in the list of processes.
const POSTGRES: &str = "NEP_POSTGRES";

/// What to do.
pub enum Command {
    /// Serve.
    Serve(Box<Options>),
    /// Copy the record file.
    BackUp { data: PathBuf, to: PathBuf },
    /// New names for the logs.
    Renew(Place),
}

/// Where entries are kept.
pub enum Place {
    Folder(PathBuf),
    Postgres(String),
}

/// How to serve.
pub struct Options {
    pub place: Place,
    pub listen: SocketAddr,
    pub metrics: Option<SocketAddr>,
    pub names: Vec<String>,
    pub tls: Option<(PathBuf, PathBuf)>,
    pub spaces: Option<HashSet<SpaceId>>,
    pub quota: u64,
    pub retention: Duration,
    pub connections: u32,
    pub behind_proxy: bool,
    pub text_logs: bool,
}

fn program() -> clap::Command {
    let data = || Arg::new("data").long("data").value_name("DIR").value_parser(value_parser!(PathBuf));
    let postgres = || {
        Arg::new("postgres")
            .long("postgres")
            .value_name("URL")
            .help("Keep entries in PostgreSQL; the variable NEP_POSTGRES does the same")
    };
    let place = [data().help("Keep entries in this folder").conflicts_with("postgres"), postgres()];
    let back_up = clap::Command::new("backup")
        .about("Copies the record file while the server runs; the copy is ready to be served from")
        .arg(data().required(true).help("The folder of the server"))
        .arg(Arg::new("to").long("to").value_name("FILE").value_parser(value_parser!(PathBuf)).required(true));
    let renew = clap::Command::new("renew")
        .about("After a backup of PostgreSQL was put back: devices look through all of it again")
        .args(place.clone());
    clap::Command::new("nep-sync-server")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Keeps sealed entries and hands them on: it holds no key")
        .args(place)
        .arg(number("listen", "ADDRESS", "127.0.0.1:8443", "Where devices ask").value_parser(value_parser!(SocketAddr)))
        .arg(
            Arg::new("metrics")
                .long("metrics")
                .value_name("ADDRESS")
                .value_parser(value_parser!(SocketAddr))
                .help("Where figures are asked for (/metrics, /healthz): keep it private"),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("HOST")
                .action(clap::ArgAction::Append)
                .help("The host name devices know it by; more than once when it has several"),
        )
        .arg(pem("tls-cert", "Certificate chain (PEM); read again at SIGHUP").requires("tls-key"))
        .arg(pem("tls-key", "Its key (PEM)").requires("tls-cert"))
        .arg(pem("spaces", "Serve only the communes in this file: one id (32 hex digits) a line"))
        .arg(number("quota", "MB", "2000", "At most so many megabytes for a commune").value_parser(value_parser!(u64)))
        .arg(number("retention", "DAYS", "90", "How long superseded entries are kept").value_parser(value_parser!(u64)))
        .arg(number("connections", "N", "8", "Connections to PostgreSQL").value_parser(value_parser!(u32).range(1..)))
        .arg(flag("behind-proxy", "Addresses come in x-forwarded-for"))
        .arg(flag("text-logs", "Logs as text instead of JSON"))
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .subcommands([back_up, renew])
}

fn number(name: &'static str, value: &'static str, default: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).default_value(default).help(help)
}

fn pem(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(clap::ArgAction::SetTrue).help(help)
}

/// Reads the command line; tells and leaves when it makes no sense.
pub fn read() -> Command {
    let matches = program().get_matches();
    match matches.subcommand() {
        Some(("backup", matches)) => Command::BackUp { data: path(matches, "data"), to: path(matches, "to") },
        Some(("renew", matches)) => Command::Renew(place(matches)),
        _ => Command::Serve(Box::new(options(&matches))),
    }
}

fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_else(|| complain(&format!("--{name} is missing")))
}

fn place(matches: &ArgMatches) -> Place {
    if let Some(data) = matches.get_one::<PathBuf>("data") {
        return Place::Folder(data.clone());
    }
    let url = matches.get_one::<String>("postgres").cloned().or_else(|| std::env::var(POSTGRES).ok());
    Place::Postgres(url.unwrap_or_else(|| complain("say where entries are kept: --data DIR or --postgres URL")))
}

fn options(matches: &ArgMatches) -> Options {
    let get_path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let names: Vec<String> = matches.get_many::<String>("name").unwrap_or_default().cloned().collect();
    if names.is_empty() {
        complain("say the host name devices know this server by: --name HOST");
    }
    let number = |name: &str| *matches.get_one::<u64>(name).expect("it has a default");
    Options {
        place: place(matches),
        listen: *matches.get_one("listen").expect("it has a default"),
        metrics: matches.get_one("metrics").copied(),
        names,
        tls: get_path("tls-cert").zip(get_path("tls-key")),
        spaces: get_path("spaces").map(|file| spaces(&file)),
        quota: number("quota").saturating_mul(1_000_000),
        retention: Duration::from_secs(number("retention").saturating_mul(86_400)),
        connections: *matches.get_one("connections").expect("it has a default"),
        behind_proxy: matches.get_flag("behind-proxy"),
        text_logs: matches.get_flag("text-logs"),
    }
}

fn spaces(file: &PathBuf) -> HashSet<SpaceId> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| complain(&format!("{}: {error}", file.display())));
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).enumerate();
    let read = |(at, line): (usize, &str)| {
        line.parse().unwrap_or_else(|error| complain(&format!("{}: line {}: {error}", file.display(), at + 1)))
    };
    lines.filter(|(_, line)| !line.is_empty()).map(read).collect()
}

fn complain(what: &str) -> ! {
    program().error(clap::error::ErrorKind::MissingRequiredArgument, what).exit()
}
