//! `nep station`: the pages over the commune's records, phones on the station's network, and a sync with a server above.
//!
//! One record file, opened by this program alone as long as it runs.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use nep_core::vault::{Locked, Vault};

use super::{RECORDS, Secret, secret, secret_arguments, sync, unlock_with, why};
use crate::commands::serve::{self, Folder};
use crate::i18n::Words;
use crate::notebook::Notebook;
use crate::qr;
use crate::station::{Lan, LanError, Reached, Station};
use crate::sync_client::HubAddress;
use crate::sync_words;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    Command::new("station")
        .about(words.get("station-about"))
        .args(serve::arguments(words))
        .args(secret_arguments(words))
        .args([
            Arg::new("lan")
                .long("lan")
                .value_name("ADDR")
                .value_parser(value_parser!(SocketAddr))
                .help(words.get("station-lan")),
            Arg::new("upward").long("upward").value_name("URL").help(words.get("station-upward")),
            Arg::new("upward-fingerprint")
                .long("upward-fingerprint")
                .value_name("HEX")
                .requires("upward")
                .help(words.get("station-upward-fingerprint")),
            Arg::new("made-up").long("made-up").action(ArgAction::SetTrue).help(words.get("station-made-up")),
        ])
}

/// Works until told to stop.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let folder = matches.get_one("data").cloned().unwrap_or_else(serve::data_folder);
    serve::ended(work(matches, &folder, words), words)
}

fn work(matches: &ArgMatches, folder: &Path, words: &'static Words) -> Result<(), String> {
    let upward = upward(matches, words)?;
    let folder = Folder::open(folder, words)?;
    let vault = vault(matches, &folder.path.join(RECORDS), words)?;
    let station = Station::new(vault, upward);
    let served = serve::in_runtime(serve(matches, &folder, &station, words), words);
    station.stop();
    served
}

fn vault(matches: &ArgMatches, path: &Path, words: &'static Words) -> Result<Vault, String> {
    let secret = secret(matches, words)?;
    if matches.get_flag("made-up") && !path.exists() {
        super::made_up::make(path, &secret, words)?;
    }
    open(path, &secret, words)
}

fn open(path: &Path, secret: &Secret, words: &Words) -> Result<Vault, String> {
    unlock_with(Locked::open(path).map_err(|error| why(&error, words))?, secret, words)
}

async fn serve(
    matches: &ArgMatches,
    folder: &Folder,
    station: &Arc<Station>,
    words: &'static Words,
) -> Result<(), String> {
    let port = matches.get_one("port").copied().unwrap_or(serve::PORT);
    let pages = serve::bind(port, words).await?;
    let lan = match matches.get_one::<SocketAddr>("lan") {
        Some(address) => Some(Lan::bind(station, *address).map_err(|error| no_lan(&error, *address, words))?),
        None => None,
    };
    let app = serve::app(&pages, port).noting_in(Notebook::open(&folder.path)).of_station(Arc::clone(station));
    folder.announce(&app, words)?;
    println!("{}", lan.as_ref().map_or_else(|| words.get("station-no-lan"), |lan| reached(lan.reached(), words)));
    if let Some(code) = lan.as_ref().and_then(|lan| lan.reached().code()) {
        println!("{}", words.with("station-code", &[("code", &code)]));
        if std::io::stdout().is_terminal() {
            println!("{}", qr::as_text(&code, true));
        }
    }
    if let Some(hub) = station.upward() {
        println!("{}", words.with("station-goes-up", &[("address", &hub.url)]));
    }
    println!("{}", words.get("serve-stop"));
    let working = station.work();
    let serving = lan.map(|lan| (lan.handle(), tokio::spawn(lan.serve())));
    let served = serve::serve_pages(pages, app, words).await;
    station.stop();
    if let Some((handle, serving)) = serving {
        handle.stop();
        // It ends by its handle; what it says then nobody needs.
        let _ = serving.await;
    }
    let joined = tokio::task::spawn_blocking(move || working.into_iter().for_each(|thread| drop(thread.join())));
    let _ = joined.await;
    served
}

fn reached(reached: &Reached, words: &Words) -> String {
    let fingerprint = hex(&reached.fingerprint);
    words.with("station-reached", &[("address", &reached.address), ("fingerprint", &fingerprint)])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn no_lan(error: &LanError, address: SocketAddr, words: &Words) -> String {
    match error {
        LanError::Vault(error) => why(error, words),
        error => words.with("station-lan-failed", &[("address", &address.to_string()), ("why", &error.to_string())]),
    }
}

fn upward(matches: &ArgMatches, words: &Words) -> Result<Option<HubAddress>, String> {
    let Some(url) = matches.get_one::<String>("upward") else { return Ok(None) };
    let pin = matches.get_one::<String>("upward-fingerprint").map(|text| {
        let bad = || words.with("cli-invalid-value", &[("argument", "--upward-fingerprint"), ("value", text)]);
        sync::fingerprint(text).ok_or_else(bad)
    });
    let hub = HubAddress { url: url.clone(), pin: pin.transpose()? };
    hub.audience().map_err(|error| sync_words::not_an_address(&error, words))?;
    Ok(Some(hub))
}
