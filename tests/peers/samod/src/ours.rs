//! Our way: the sealed log through `nep-sync-server`'s own router, and a second device of the station as the client.

use std::io::BufRead as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use axum_server::Handle;
use nep_app::errand::Errand;
use nep_app::sync_client::HubAddress;
use nep_core::access::passphrase::Opener;
use nep_core::access::{Audience, Invitation};
use nep_core::foods::fold;
use nep_core::log::{SqliteStore, SystemRandom};
use nep_core::records::Clock;
use nep_core::vault::Vault;
use nep_sync_server::{Hub, Limits, Listener, Rules, Service, router};

use crate::families::{CHEAP, KEY, Made, open};
use crate::measure::{Server, Taken, cpu};

const NOW: u64 = 1_779_300_000;
const CLOCK: Clock = Clock(1_779_300_000);

/// What the program `nep-sync-server --data FOLDER` serves, without its options.
pub fn serve(folder: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let store = SqliteStore::open(&folder.join("log.sqlite")).expect("a record file");
        let rules = Rules { names: vec![Audience::of_name("127.0.0.1")], spaces: None, quota: 2_000_000_000 };
        let service = Service::new(Hub::new(Arc::new(store), rules), Limits::default());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        println!("http://{}", listener.local_addr().expect("bound"));
        let figures = Arc::clone(&service);
        std::thread::spawn(move || {
            std::io::stdin().lock().read_line(&mut String::new()).expect("told to end");
            let text = figures.metrics().text();
            let bodies = text.lines().filter(|line| line.starts_with("nep_body_bytes_total"));
            let bytes: u64 = bodies.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum();
            println!("{bytes}");
        });
        Listener::plain(listener, Handle::new()).serve(router(service)).await.expect("served");
    });
}

/// The station gathers into snapshots what it would by itself, the server is brought everything, and as many further devices are
/// invited as there are runs.
pub fn prepare(folder: &Path, made: &Made, runs: usize) -> Vec<Invitation> {
    std::fs::create_dir(folder.join("server")).expect("room");
    let mut station = open(&made.station);
    let snapshots = station.compact(usize::MAX, CLOCK).expect("a station");
    println!("{snapshots} snapshots");
    let invitations = (0..runs).map(|_| station.invite_station(&[], CLOCK).expect("a station")).collect();
    let server = Server::start("serve-ours", &folder.join("server"));
    sync(&station, &server.address);
    server.end();
    invitations
}

fn sync(vault: &Vault, url: &str) {
    let hub = HubAddress { url: url.to_owned(), pin: None };
    let errand = Errand::new(vault, &hub, 5).expect("an address");
    let done = errand.run(NOW, Arc::new(AtomicBool::new(false)), |_| {}).expect("its own file");
    assert!(done.summary.finished, "{:?}", done.summary.problem);
}

/// A new device, from an empty record file until everybody is found by name.
pub fn first_sync(folder: &Path, client: &Path, invitation: Invitation, names: &[String]) -> (Taken, String) {
    let lock = (Opener::Platform(&KEY), CHEAP);
    let mut vault = Vault::create_device(client, lock, invitation, CLOCK, Box::new(SystemRandom)).expect("invited");
    let server = Server::start("serve-ours", &folder.join("server"));
    let (begun, spent) = (Instant::now(), cpu(std::process::id()));
    sync(&vault, &server.address);
    let line = begun.elapsed().as_secs_f64();
    vault.digest(usize::MAX).expect("readable");
    let mut found: Vec<String> = vault.index().people(None).map(|found| fold(&found.person.name)).collect();
    let wall = begun.elapsed().as_secs_f64();
    let client_cpu = cpu(std::process::id()) - spent;
    let mut names = names.to_vec();
    found.sort_unstable();
    names.sort_unstable();
    assert_eq!(found, names, "everybody is there");
    assert!(!vault.index().search(&names[0], None, 5).is_empty(), "and found");
    let (server_cpu, memory, bytes) = server.end();
    let bytes = bytes.trim().parse().expect("a number");
    (Taken { wall, server_cpu, client_cpu, bytes, memory }, format!("over the line {line:.2} s"))
}
