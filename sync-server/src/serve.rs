//! Binding, serving, stopping.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use nep_core::access::Audience;
use nep_core::log::{EntryStore, SqliteStore};
use nep_sync_server::{Hub, Limits, Listener, Maintenance, PostgresStore, Rules, Service, operations, router};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::options::{Options, Place, RECORD_FILE};

/// How long requests may take to end after the server was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(20);

/// Serves until told to stop.
pub fn run(options: Options) -> Result<(), String> {
    // Only a second provider would be refused, and nobody sets one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    log_to_stderr(options.text_logs);
    let store = open(&options.place, options.connections)?;
    let rules = Rules {
        names: options.names.iter().map(|name| Audience::of_name(name)).collect(),
        spaces: options.spaces.clone(),
        quota: options.quota,
    };
    let hub = Hub::new(store, rules);
    let service = Service::new(hub, Limits { behind_proxy: options.behind_proxy, ..Limits::default() });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(serve(options, service))
}

fn open(place: &Place, connections: u32) -> Result<Arc<dyn EntryStore>, String> {
    match place {
        Place::Folder(folder) => {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            let store = SqliteStore::open(&folder.join(RECORD_FILE));
            Ok(Arc::new(store.map_err(|error| format!("{}: {error}", folder.display()))?))
        }
        Place::Postgres(url) => Ok(Arc::new(PostgresStore::open(url, connections).map_err(|error| error.to_string())?)),
    }
}

async fn serve(options: Options, service: Arc<Service>) -> Result<(), String> {
    let handle = Handle::new();
    let listener = bind(options.listen)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let maintenance = Maintenance { retention: options.retention, every: Duration::from_secs(3600) };
    let keeping = tokio::spawn(maintenance.keep_running(Arc::clone(&service)));
    if let Some(address) = options.metrics {
        let server = axum_server::from_tcp(bind(address)?).map_err(|error| error.to_string())?;
        let app = operations(Arc::clone(&service)).into_make_service();
        tokio::spawn(server.handle(handle.clone()).serve(app));
    }
    tokio::spawn(stop_when_told(handle.clone()));
    let app = router(service);
    tracing::info!(%address, tls = options.tls.is_some(), "serving");
    // Whoever started the server may wait for this line.
    println!("nep-sync-server listens on {address}");
    let ended = match options.tls {
        Some(files) => {
            let config = tls(&files).await?;
            tokio::spawn(read_again_when_told(config.clone(), files));
            Listener::tls(listener, config, handle).serve(app).await
        }
        None => Listener::plain(listener, handle).serve(app).await,
    };
    keeping.abort();
    tracing::info!("stopped");
    ended.map_err(|error| error.to_string())
}

fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    let listener = TcpListener::bind(address).map_err(|error| format!("{address}: {error}"))?;
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    Ok(listener)
}

async fn tls((certificate, key): &(PathBuf, PathBuf)) -> Result<RustlsConfig, String> {
    let unreadable = |error| format!("{} and {}: {error}", certificate.display(), key.display());
    RustlsConfig::from_pem_file(certificate, key).await.map_err(unreadable)
}

/// A renewed certificate is taken up without an interruption.
async fn read_again_when_told(config: RustlsConfig, (certificate, key): (PathBuf, PathBuf)) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        match config.reload_from_pem_file(&certificate, &key).await {
            Ok(()) => tracing::info!("certificate read again"),
            Err(error) => tracing::error!(%error, "the certificate cannot be read: the old one stays"),
        }
    }
}

async fn stop_when_told(handle: Handle<SocketAddr>) {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: requests under way are finished");
    handle.graceful_shutdown(Some(LAST_WORDS));
}

fn log_to_stderr(text: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second log in one process is nobody's need.
    let _ = if text { log.try_init() } else { log.json().try_init() };
}
