//! Why a request got no answer: what a person can do about it differs.

use std::error::Error;
use std::io;

use hyper_util::client::legacy;
use rustls::CertificateError;

/// Why a request got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No way to the address: no network, no such name, nobody listening.
    NoRoute,
    /// Somebody else is there: the key is not the one whose fingerprint was shown.
    OtherKey,
    /// No certificate authority vouches for who is there.
    NotVouched,
    /// Something answers that is no hub: the page of a Wi-Fi that wants a login, most likely.
    NoHub,
    /// The line was cut, or silent for too long.
    Cut,
    /// Somebody wanted it to end.
    Stopped,
}

impl Fault {
    /// What a client's error means.
    pub(super) fn of(error: &legacy::Error) -> Self {
        match tls_error(error) {
            Some(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)) => Self::OtherKey,
            Some(rustls::Error::InvalidCertificate(_)) => Self::NotVouched,
            Some(_) => Self::NoHub,
            None if error.is_connect() => Self::NoRoute,
            None => Self::Cut,
        }
    }

    /// Asking again would bring the same.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::OtherKey | Self::NotVouched | Self::NoHub | Self::Stopped)
    }
}

/// The error of the TLS handshake behind an error, which stands inside an error of the stream.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<rustls::Error>() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inside) => Some(inside),
            None => error.source(),
        };
    }
    None
}
