//! The line to a hub: HTTP with TLS, patient with slow networks and quick to notice dead ones.
//!
//! It blocks; whoever shows a page calls it from a thread of its own. What is said over it, `nep_core::sync` knows.

mod fault;
mod tls;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use nep_core::access::{Audience, Hub};
use nep_core::sync::{LARGEST_ANSWER, Line, Progress};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

pub use fault::Fault;

/// For a connection.
const CONNECT: Duration = Duration::from_secs(30);
/// For the hub to begin its answer, beside the time that the request takes.
const ANSWER: Duration = Duration::from_secs(60);
/// Between two pieces of an answer.
const SILENCE: Duration = Duration::from_secs(30);
/// A slower line than this, in bytes a second, is a dead one.
const SLOWEST: u64 = 500;
/// How often it is asked whether somebody wants it to end.
const LOOK: Duration = Duration::from_millis(100);

/// Where a hub is, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubAddress {
    /// Such as `https://sync.example.vn`; without TLS only on this machine.
    pub url: String,
    /// The fingerprint of its TLS key from a QR code: then no certificate authority is asked.
    pub pin: Option<[u8; 32]>,
}

/// Why an address is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// Not a URL with a host.
    #[error("not the address of a hub")]
    Malformed,
    /// Neither https nor on this machine.
    #[error("a hub elsewhere is spoken to over https only")]
    NotSealed,
}

impl HubAddress {
    /// A hub as a code names it.
    #[must_use]
    pub fn of(hub: &Hub) -> Self {
        Self { url: format!("https://{}", hub.address), pin: hub.fingerprint }
    }

    /// The hub that requests are proven for.
    ///
    /// # Errors
    ///
    /// [`NotAnAddress`].
    pub fn audience(&self) -> Result<Audience, NotAnAddress> {
        let uri = self.uri()?;
        let host = uri.host().ok_or(NotAnAddress::Malformed)?;
        Ok(self.pin.map_or_else(|| Audience::of_name(host), Audience::of_tls_key))
    }

    fn uri(&self) -> Result<Uri, NotAnAddress> {
        let url = format!("{}/v1/sync", self.url.trim_end_matches('/'));
        let uri: Uri = url.parse().map_err(|_| NotAnAddress::Malformed)?;
        let host = uri.host().ok_or(NotAnAddress::Malformed)?;
        match uri.scheme_str() {
            Some("https") => Ok(uri),
            Some("http") if self.pin.is_none() && matches!(host, "127.0.0.1" | "localhost" | "[::1]") => Ok(uri),
            Some("http") => Err(NotAnAddress::NotSealed),
            _ => Err(NotAnAddress::Malformed),
        }
    }
}

type Https = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// A line to one hub; the connection is kept for the next request.
pub struct HttpLine<F> {
    runtime: Runtime,
    client: Https,
    uri: Uri,
    stop: Arc<AtomicBool>,
    watch: F,
    fault: Option<Fault>,
}

impl<F: FnMut(Progress)> HttpLine<F> {
    /// A line to this hub; nothing is sent yet. `watch` is told how far it is; `stop` ends it.
    ///
    /// # Errors
    ///
    /// [`NotAnAddress`].
    pub fn new(hub: &HubAddress, stop: Arc<AtomicBool>, watch: F) -> Result<Self, NotAnAddress> {
        let uri = hub.uri()?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let connector = tls::connector(hub.pin, tcp);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .http2_keep_alive_interval(SILENCE)
            .http2_keep_alive_timeout(SILENCE)
            .build(connector);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| NotAnAddress::Malformed)?;
        Ok(Self { runtime, client, uri, stop, watch, fault: None })
    }

    /// Why the last request got no answer.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Somebody wants it to end, or asking again would not help.
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.fault.is_some_and(Fault::is_final)
    }
}

async fn post(client: &Https, uri: Uri, body: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let whole = ANSWER + Duration::from_secs(body.len() as u64 / SLOWEST);
    let request = Request::post(uri)
        .header(header::CONTENT_TYPE, "application/cbor")
        .header(header::CONTENT_ENCODING, "deflate")
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| Fault::NoHub)?;
    let asked = timeout(whole, client.request(request)).await.map_err(|_| Fault::Cut)?;
    let response = asked.map_err(|error| Fault::of(&error))?;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some("application/cbor") {
        return Err(Fault::NoHub);
    }
    let mut body = response.into_body();
    let mut answer = Vec::new();
    loop {
        let frame = timeout(SILENCE, body.frame()).await.map_err(|_| Fault::Cut)?;
        let Some(frame) = frame else { return Ok(answer) };
        if let Some(data) = frame.map_err(|_| Fault::Cut)?.data_ref() {
            if answer.len() + data.len() > LARGEST_ANSWER {
                return Err(Fault::NoHub);
            }
            answer.extend_from_slice(data);
        }
    }
}

async fn until(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        tokio::time::sleep(LOOK).await;
    }
}

impl<F: FnMut(Progress)> Line for HttpLine<F> {
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        let (client, uri, stop) = (&self.client, self.uri.clone(), &self.stop);
        let answer = self.runtime.block_on(async {
            tokio::select! {
                answer = post(client, uri, request) => answer,
                () = until(stop) => Err(Fault::Stopped),
            }
        });
        self.fault = answer.as_ref().err().copied();
        answer.ok()
    }

    fn wait(&mut self, milliseconds: u64) -> bool {
        if self.stopped() {
            return false;
        }
        let stop = &self.stop;
        self.runtime.block_on(async {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(milliseconds)) => {}
                () = until(stop) => {}
            }
        });
        !self.stopped()
    }

    fn jitter(&mut self) -> u32 {
        // Without random numbers phones come back a little more together, and no harm is done.
        getrandom::u32().unwrap_or(u32::MAX / 2)
    }

    fn progress(&mut self, progress: Progress) -> bool {
        (self.watch)(progress);
        !self.stopped()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(url: &str, pin: Option<[u8; 32]>) -> Result<Audience, NotAnAddress> {
        HubAddress { url: url.into(), pin }.audience()
    }

    #[test]
    fn a_hub_elsewhere_is_spoken_to_over_tls_only() {
        assert_eq!(audience("https://Sync.Example.VN:8443/", None), Ok(Audience::of_name("sync.example.vn")));
        assert_eq!(audience("https://192.168.1.5:8443", Some([7; 32])), Ok(Audience::of_tls_key([7; 32])));
        assert!(audience("http://127.0.0.1:8080", None).is_ok());
        assert_eq!(audience("http://192.168.1.5", None), Err(NotAnAddress::NotSealed));
        assert_eq!(audience("http://127.0.0.1", Some([7; 32])), Err(NotAnAddress::NotSealed), "a pin wants TLS");
        for wrong in ["", "sync.example.vn", "ftp://sync.example.vn", "https://"] {
            assert_eq!(audience(wrong, None), Err(NotAnAddress::Malformed), "{wrong:?}");
        }
    }
}
