//! A hub without a certificate authority: its TLS key is made once and known by its fingerprint, from a QR code.

use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use nep_core::access::Audience;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

/// A TLS key and a certificate that it signed itself.
pub struct Identity {
    key: KeyPair,
}

/// Why there is no identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The key is not one.
    #[error("the TLS key cannot be read")]
    Key(#[from] rcgen::Error),
    /// The key does not fit the certificate.
    #[error("the TLS key cannot be used")]
    Tls(#[from] rustls::Error),
}

impl Identity {
    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub fn generate() -> Result<Self, IdentityError> {
        Ok(Self { key: KeyPair::generate()? })
    }

    /// The key that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// [`IdentityError::Key`].
    pub fn from_bytes(pkcs8: &[u8]) -> Result<Self, IdentityError> {
        let key = PrivatePkcs8KeyDer::from(pkcs8);
        Ok(Self { key: KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ECDSA_P256_SHA256)? })
    }

    /// The key (PKCS #8, DER), to be kept secret.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.key.serialize_der()
    }

    /// The SHA-256 of the public key (SPKI, DER): what the QR code says, and what requests are proven for.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(self.key.subject_public_key_info()).into()
    }

    /// The hub that has this key.
    #[must_use]
    pub fn audience(&self) -> Audience {
        Audience::of_tls_key(self.fingerprint())
    }

    /// TLS with this key, HTTP/2 first.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    pub fn tls(&self) -> Result<RustlsConfig, IdentityError> {
        let mut params = CertificateParams::new(vec!["nep.local".into()])?;
        // The fingerprint is what counts: a station's clock may be wrong by years.
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2120, 1, 1);
        let certificate = params.self_signed(&self.key)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(RustlsConfig::from_config(Arc::new(config)))
    }
}
