//! Their way: each family an automerge-repo document, in files at the server; the client asks for each by name, 50 at a time.

use std::io::{BufRead as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use automerge::hydrate::Value;
use automerge::{Automerge, ScalarValue};
use futures::StreamExt as _;
use futures::future::BoxFuture;
use nep_core::foods::fold;
use samod::storage::TokioFilesystemStorage;
use samod::{BackoffConfig, DialError, Dialer, DocumentId, Repo, Transport, Url};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::measure::{Server, Taken, cpu};

const AT_ONCE: usize = 50;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("threads")
}

/// Writes the documents as a server of theirs keeps them.
pub fn prepare(folder: &Path, documents: &[Vec<u8>]) {
    std::fs::create_dir(folder).expect("room");
    runtime().block_on(async {
        let repo = Repo::build_tokio().with_storage(TokioFilesystemStorage::new(folder.join("kept"))).load().await;
        let mut names = std::fs::File::create(folder.join("names")).expect("room");
        for document in documents {
            let handle = repo.create(Automerge::load(document).expect("just saved")).await.expect("it runs");
            writeln!(names, "{}", handle.document_id()).expect("room");
        }
        repo.stop().await;
    });
}

/// A server over those files.
pub fn serve(folder: &Path) {
    runtime().block_on(async {
        let repo = Repo::build_tokio().with_storage(TokioFilesystemStorage::new(folder.join("kept"))).load().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let acceptor = repo.make_acceptor(Url::parse(&format!("tcp://{address}")).expect("a URL")).expect("it runs");
        println!("{address}");
        std::thread::spawn(|| {
            std::io::stdin().lock().read_line(&mut String::new()).expect("told to end");
            println!("ended");
        });
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).expect("a socket");
            acceptor.accept(Transport::from_tokio_io(stream)).expect("it runs");
        }
    });
}

/// A new client, from nothing until everybody's name is read. It keeps its documents in memory.
pub fn first_sync(folder: &Path, names: &[String]) -> Taken {
    let asked: Vec<DocumentId> = std::fs::read_to_string(folder.join("names"))
        .expect("prepared")
        .lines()
        .map(|line| line.parse().expect("a name of theirs"))
        .collect();
    let server = Server::start("serve-samod", folder);
    let address: SocketAddr = server.address.parse().expect("an address");
    let carried = Arc::new(AtomicU64::new(0));
    let runtime = runtime();
    let (begun, spent) = (Instant::now(), cpu(std::process::id()));
    let found = runtime.block_on(async {
        let repo = Repo::build_tokio().load().await;
        let dialer = Counting { address, carried: Arc::clone(&carried) };
        let dialed = repo.dial(BackoffConfig::default(), Arc::new(dialer)).expect("it runs");
        dialed.established().await.expect("it answers");
        let all = futures::stream::iter(asked).map(|name| {
            let found = repo.find(name);
            async move { found.await.expect("it runs").expect("the server has it") }
        });
        let handles: Vec<_> = all.buffer_unordered(AT_ONCE).collect().await;
        handles.iter().flat_map(|handle| handle.with_document(|document| names_in(document))).collect::<Vec<_>>()
    });
    let wall = begun.elapsed().as_secs_f64();
    let client_cpu = cpu(std::process::id()) - spent;
    assert!(names.iter().all(|name| found.contains(name)), "everybody is there");
    let (server_cpu, memory, _) = server.end();
    runtime.shutdown_background();
    Taken { wall, server_cpu, client_cpu, bytes: carried.load(Ordering::Relaxed), memory }
}

/// What a search would look at: the names of mothers, carers and children.
fn names_in(document: &Automerge) -> Vec<String> {
    let Value::Map(root) = document.hydrate(None) else { return Vec::new() };
    let people = root.iter().filter(|(key, _)| {
        ["children/", "mothers/", "carers/", "corrections/"].iter().any(|table| key.starts_with(table))
    });
    let mut names = Vec::new();
    for (_, record) in people {
        let Value::Map(fields) = &record.value else { continue };
        // A name that was corrected stands in what corrects it.
        let set = fields.iter().find(|(key, _)| key.as_str() == "set").map(|(_, set)| &set.value);
        let places = [Some(fields), if let Some(Value::Map(set)) = set { Some(set) } else { None }];
        for (_, field) in
            places.into_iter().flatten().flat_map(|map| map.iter()).filter(|(key, _)| key.as_str() == "name")
        {
            if let Value::Scalar(ScalarValue::Str(name)) = &field.value {
                names.push(fold(name));
            }
        }
    }
    names
}

/// A line that counts what it carries.
struct Counting {
    address: SocketAddr,
    carried: Arc<AtomicU64>,
}

impl Dialer for Counting {
    type Error = std::convert::Infallible;

    fn url(&self) -> Url {
        Url::parse(&format!("tcp://{}", self.address)).expect("a URL")
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Self::Error>>> {
        let (address, carried) = (self.address, Arc::clone(&self.carried));
        Box::pin(async move {
            let stream = TcpStream::connect(address).await.expect("the server listens");
            stream.set_nodelay(true).expect("a socket");
            Ok(Transport::from_tokio_io(Counted { stream, carried }))
        })
    }
}

struct Counted {
    stream: TcpStream,
    carried: Arc<AtomicU64>,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        self.carried.fetch_add((into.filled().len() - before) as u64, Ordering::Relaxed);
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(length)) = &written {
            self.carried.fetch_add(*length as u64, Ordering::Relaxed);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
