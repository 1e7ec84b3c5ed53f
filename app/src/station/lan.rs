//! The hub that phones on the station's network hand in at: the server's own router over the station's record file, behind a key
//! that the station made and keeps.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use axum::middleware::{self, Next};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use nep_core::vault::VaultError;
use nep_sync_server::{Hub, Identity, IdentityError, Limits, Listener, Maintenance, Rules, Service, router};

use super::{Reached, Station};

/// How long requests may take to end after the station was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// A commune fits in a hundredth; a phone gone mad does not fill the disk.
const QUOTA: u64 = 4_000_000_000;
/// How long superseded entries are kept.
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// Why there is no hub.
#[derive(Debug, thiserror::Error)]
pub enum LanError {
    /// The address.
    #[error(transparent)]
    Address(#[from] io::Error),
    /// The key.
    #[error(transparent)]
    Key(#[from] IdentityError),
    /// The record file, where the key is kept.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A hub about to serve.
pub struct Lan {
    station: Arc<Station>,
    listener: TcpListener,
    tls: RustlsConfig,
    service: Arc<Service>,
    handle: Handle<SocketAddr>,
    reached: Reached,
}

impl Lan {
    /// Binds it. Its key is made at the first time and kept in the record file.
    ///
    /// # Errors
    ///
    /// [`LanError`].
    pub fn bind(station: &Arc<Station>, address: SocketAddr) -> Result<Self, LanError> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let (identity, space, store) = {
            let mut vault = station.vault();
            let identity = match vault.hub_key() {
                Some(key) => Identity::from_bytes(key)?,
                None => {
                    let identity = Identity::generate()?;
                    vault.keep_hub_key(&identity.to_bytes())?;
                    identity
                }
            };
            (identity, vault.space(), vault.store())
        };
        let rules = Rules { names: vec![identity.audience()], spaces: Some([space].into()), quota: QUOTA };
        let service = Service::new(Hub::new(store, rules), Limits::default());
        let bound = listener.local_addr()?;
        let shown = SocketAddr::new(if bound.ip().is_unspecified() { own_address() } else { bound.ip() }, bound.port());
        let reached = Reached { address: format!("https://{shown}"), fingerprint: identity.fingerprint() };
        *station.lan.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(reached.clone());
        let (station, tls) = (Arc::clone(station), identity.tls()?);
        Ok(Self { station, listener, tls, service, handle: Handle::new(), reached })
    }

    /// Where phones reach it.
    #[must_use]
    pub const fn reached(&self) -> &Reached {
        &self.reached
    }

    /// What ends it.
    #[must_use]
    pub fn handle(&self) -> LanHandle {
        LanHandle(self.handle.clone())
    }

    /// Serves until its handle says that it is over.
    ///
    /// # Errors
    ///
    /// When the port cannot be listened to.
    pub async fn serve(self) -> io::Result<()> {
        let station = self.station;
        let seen = middleware::from_fn(move |request, next: Next| {
            let station = Arc::clone(&station);
            async move {
                let response = next.run(request).await;
                if response.status().is_success() {
                    station.note(|told| told.arrived = Some(chrono::Utc::now().timestamp()));
                    station.arrived.ring();
                }
                response
            }
        });
        let maintenance = Maintenance { retention: RETENTION, every: Duration::from_secs(3600) };
        let keeping = tokio::spawn(maintenance.keep_running(Arc::clone(&self.service)));
        let served = Listener::tls(self.listener, self.tls, self.handle).serve(router(self.service).layer(seen)).await;
        keeping.abort();
        served
    }
}

/// Ends a hub.
#[derive(Clone)]
pub struct LanHandle(Handle<SocketAddr>);

impl LanHandle {
    /// Requests under way are finished.
    pub fn stop(&self) {
        self.0.graceful_shutdown(Some(LAST_WORDS));
    }
}

/// This machine's address on its network, as the system would choose it to speak to another network. Nothing is sent.
fn own_address() -> IpAddr {
    let asked = || {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        // TEST-NET-1 (RFC 5737): an address that is nobody's.
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    };
    asked().map_or(IpAddr::from([127, 0, 0, 1]), |address| address.ip())
}
