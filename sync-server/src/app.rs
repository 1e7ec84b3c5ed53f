//! The hub behind HTTP: `POST /v1/sync`, `GET /healthz`; figures on a router of their own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use nep_core::log::DeviceId;
use nep_core::sync::{Answer, Denial, deflate, inflate};
use tokio::sync::Semaphore;

use crate::body::{self, Patience};
use crate::fair::FairQueue;
use crate::hub::Hub;
use crate::maintenance::now;
use crate::metrics::{Metrics, word};
use crate::rate::Rate;

/// What one server takes upon itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body as it comes. An entry of the largest size fits.
    pub body: usize,
    /// Bytes of a body inflated.
    pub inflated: usize,
    /// Bodies read at once.
    pub reading: usize,
    /// Requests served at once.
    pub serving: usize,
    /// Requests that may wait for their turn.
    pub waiting: usize,
    /// Requests a second of one device, in the long run.
    pub device_rate: f64,
    /// Requests of one device at once.
    pub device_burst: f64,
    /// Denied requests a second from one address, in the long run.
    pub stranger_rate: f64,
    /// Denied requests from one address at once.
    pub stranger_burst: f64,
    /// Without a byte of a body.
    pub silence: Duration,
    /// For a whole body.
    pub patience: Duration,
    /// The address of whoever asks is the last one in `x-forwarded-for`.
    pub behind_proxy: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 5 * 1024 * 1024,
            inflated: 6 * 1024 * 1024,
            reading: 256,
            serving: 8,
            waiting: 4096,
            device_rate: 2.0,
            device_burst: 60.0,
            stranger_rate: 1.0,
            stranger_burst: 120.0,
            silence: Duration::from_secs(20),
            patience: Duration::from_secs(300),
            behind_proxy: false,
        }
    }
}

/// A hub with its limits and figures.
pub struct Service {
    hub: Hub,
    limits: Limits,
    metrics: Metrics,
    queue: Arc<FairQueue>,
    reading: Semaphore,
    devices: Rate<DeviceId>,
    strangers: Rate<IpAddr>,
}

impl Service {
    /// A service over this hub.
    #[must_use]
    pub fn new(hub: Hub, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            hub,
            limits,
            metrics: Metrics::default(),
            queue: FairQueue::new(limits.serving, limits.waiting),
            reading: Semaphore::new(limits.reading),
            devices: Rate::new(limits.device_rate, limits.device_burst),
            strangers: Rate::new(limits.stranger_rate, limits.stranger_burst),
        })
    }

    /// The hub.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The figures.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

/// What devices ask: to be bound to an address, with TLS or behind something that has it.
pub fn router(service: Arc<Service>) -> Router {
    Router::new().route("/v1/sync", post(sync)).route("/healthz", get(healthz)).with_state(service)
}

/// What whoever runs the server asks: not for the world.
pub fn operations(service: Arc<Service>) -> Router {
    Router::new().route("/metrics", get(metrics)).route("/healthz", get(healthz)).with_state(service)
}

async fn healthz(State(service): State<Arc<Service>>) -> (StatusCode, &'static str) {
    let store = Arc::clone(service.hub.store());
    // Any space will do: it is asked whether the store answers.
    let asked = tokio::task::spawn_blocking(move || store.orders(nep_core::log::SpaceId::new([0; 16]), 0).is_ok());
    match tokio::time::timeout(Duration::from_secs(5), asked).await {
        Ok(Ok(true)) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

async fn metrics(State(service): State<Arc<Service>>) -> Response {
    service.metrics.waiting.set(i64::try_from(service.queue.waiting()).unwrap_or(i64::MAX));
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], service.metrics.text()).into_response()
}

async fn sync(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = address(peer, &parts.headers, service.limits.behind_proxy);
    let mut received = 0;
    let begun = Instant::now();
    let answer = match answer(&service, &parts.headers, body, &mut received).await {
        Ok(answer) => answer,
        Err(denial) => Answer::Denied(denial),
    };
    let mut answer = answer;
    if is_suspicious(&answer)
        && let Err(seconds) = service.strangers.take(address, begun)
    {
        answer = Answer::Denied(Denial::Busy(seconds));
    }
    let response = reply(&answer);
    let seconds = begun.elapsed().as_secs_f64();
    service.metrics.answered(&answer, seconds, received, response.1);
    tracing::info!(answer = word(&answer), seconds, received, sent = response.1, "request");
    response.0
}

async fn answer(
    service: &Arc<Service>,
    headers: &HeaderMap,
    body: Body,
    received: &mut usize,
) -> Result<Answer, Denial> {
    let limits = service.limits;
    let request = {
        let _slot = service.reading.try_acquire().map_err(|_| Denial::Busy(5))?;
        let patience = Patience { silent: limits.silence, whole: limits.patience };
        let deflated = body::read(headers, body, limits.body, patience).await?;
        *received = deflated.len();
        let reader = Arc::clone(service);
        let read = move || {
            let body = inflate(&deflated, limits.inflated).map_err(|error| match error {
                nep_core::sync::NotInflated::TooLarge(most) => Denial::TooLarge(most as u64),
                nep_core::sync::NotInflated::Malformed => Denial::Malformed,
            })?;
            reader.hub.read(&body)
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| Denial::Failed)??
    };
    let device = request.ask.device;
    service.devices.take(device, Instant::now()).map_err(Denial::Busy)?;
    let turn = service.queue.enter(device).await.map_err(|_| Denial::Busy(5))?;
    let server = Arc::clone(service);
    let serve = move || {
        // Held here: whoever hangs up meanwhile does not set the next one free before this one is done.
        let _turn = turn;
        server.hub.serve(&request, now())
    };
    tokio::task::spawn_blocking(serve).await.map_err(|_| Denial::Failed)
}

/// Answers that an honest device gets seldom: whoever gets many is slowed down.
const fn is_suspicious(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Denied(
            Denial::Malformed
                | Denial::Unproven
                | Denial::Unknown
                | Denial::Revoked
                | Denial::NotAllowed
                | Denial::TooLarge(_)
                | Denial::OtherSpace
        )
    )
}

fn address(peer: Option<IpAddr>, headers: &HeaderMap, behind_proxy: bool) -> IpAddr {
    let forwarded = || headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next();
    let told = if behind_proxy { forwarded().and_then(|text| text.trim().parse().ok()) } else { None };
    told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

fn reply(answer: &Answer) -> (Response, usize) {
    let body = deflate(&answer.to_bytes());
    let sent = body.len();
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/cbor"));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("deflate"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Answer::Denied(denial) = answer {
        if let Denial::Busy(seconds) = denial {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if matches!(denial, Denial::TooLarge(_) | Denial::Busy(_)) {
            // What is left of the body is not read.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        *response.status_mut() = status(*denial);
    }
    (response, sent)
}

/// For whoever watches the traffic: the answer itself says it exactly.
const fn status(denial: Denial) -> StatusCode {
    match denial {
        Denial::Malformed | Denial::Newer(_) => StatusCode::BAD_REQUEST,
        Denial::Unproven | Denial::Unknown | Denial::Expired => StatusCode::UNAUTHORIZED,
        Denial::Revoked | Denial::NotAllowed | Denial::OtherSpace => StatusCode::FORBIDDEN,
        Denial::Stale(_) => StatusCode::CONFLICT,
        Denial::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Denial::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        Denial::Full => StatusCode::INSUFFICIENT_STORAGE,
        Denial::Failed | Denial::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
