//! A request's body read with patience, but not without end.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use nep_core::sync::Denial;
use tokio::time::{Instant, timeout, timeout_at};

/// How long a body may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Without a single byte.
    pub silent: Duration,
    /// Altogether.
    pub whole: Duration,
}

/// Reads a body of at most `most` bytes. One that says it is larger is not read at all.
pub async fn read(headers: &HeaderMap, body: Body, most: usize, patience: Patience) -> Result<Vec<u8>, Denial> {
    let too_large = Denial::TooLarge(most as u64);
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large);
    }
    let deadline = Instant::now() + patience.whole;
    let mut body = body;
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(64 * 1024));
    loop {
        let frame = timeout_at(deadline, timeout(patience.silent, body.frame())).await;
        let Ok(Ok(frame)) = frame else { return Err(Denial::Busy(1)) };
        let Some(frame) = frame else { return Ok(bytes) };
        let frame = frame.map_err(|_| Denial::Malformed)?;
        if let Some(data) = frame.data_ref() {
            if bytes.len() + data.len() > most {
                return Err(too_large);
            }
            bytes.extend_from_slice(data);
        }
    }
}
