//! A router bound to a port, plain or with TLS, with patience for slow lines and none for silent ones.

use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::Accept;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use tokio::net::TcpStream;

/// Connections open at once.
const MOST_CONNECTIONS: usize = 10_000;
/// For a TLS handshake over a slow line.
const HANDSHAKE: Duration = Duration::from_secs(20);
/// For the headers of a request.
const HEADERS: Duration = Duration::from_secs(20);
/// A connection over HTTP/2 is asked after so long whether somebody is still there.
const STILL_THERE: Duration = Duration::from_secs(30);
/// Requests under way on one connection.
const STREAMS: u32 = 8;

/// A port to be served.
pub struct Listener {
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
}

impl Listener {
    /// Without TLS: on this machine, or behind a proxy that has it. The listener is not to block.
    #[must_use]
    pub const fn plain(listener: TcpListener, handle: Handle<SocketAddr>) -> Self {
        Self { listener, tls: None, handle }
    }

    /// With TLS.
    #[must_use]
    pub const fn tls(listener: TcpListener, config: RustlsConfig, handle: Handle<SocketAddr>) -> Self {
        Self { listener, tls: Some(config), handle }
    }

    /// Serves until the handle says that it is over.
    ///
    /// # Errors
    ///
    /// When the port cannot be listened to.
    pub async fn serve(self, router: Router) -> io::Result<()> {
        let few = AtMost { handle: self.handle.clone() };
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let mut server = axum_server::from_tcp(self.listener)?.handle(self.handle);
        let builder = server.http_builder();
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 * 1024);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(16 * 1024)
            .keep_alive_interval(STILL_THERE)
            .keep_alive_timeout(STILL_THERE);
        match self.tls {
            Some(config) => {
                let acceptor = RustlsAcceptor::new(config).handshake_timeout(HANDSHAKE).acceptor(few);
                server.acceptor(acceptor).serve(service).await
            }
            None => server.acceptor(few).serve(service).await,
        }
    }
}

/// Closes what is too many at once.
#[derive(Clone)]
struct AtMost {
    handle: Handle<SocketAddr>,
}

impl<S> Accept<TcpStream, S> for AtMost {
    type Stream = TcpStream;
    type Service = S;
    type Future = Ready<io::Result<(TcpStream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        if self.handle.connection_count() > MOST_CONNECTIONS {
            return ready(Err(io::Error::other("too many connections")));
        }
        ready(stream.set_nodelay(true).map(|()| (stream, service)))
    }
}
