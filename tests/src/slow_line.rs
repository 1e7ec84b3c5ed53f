//! A line between two programs of this machine that is slow, and there for a while only.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// A piece at a time.
const PIECE: usize = 500;

/// Where one end is reached, while it is there.
pub struct SlowLine {
    there: Arc<AtomicBool>,
    carried: Arc<AtomicU64>,
}

impl SlowLine {
    /// Nobody is at `port` until [`Self::appears`].
    #[must_use]
    pub fn away() -> Self {
        Self { there: Arc::default(), carried: Arc::default() }
    }

    /// From now on `port` leads to `to`, at so many bits a second each way.
    ///
    /// # Panics
    ///
    /// When the port is taken.
    pub fn appears(&self, port: u16, to: &str, bits_a_second: u64) {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        listener.set_nonblocking(true).expect("a listener");
        self.there.store(true, Ordering::Relaxed);
        let pace = Duration::from_micros(PIECE as u64 * 8 * 1_000_000 / bits_a_second);
        let (there, carried, to) = (Arc::clone(&self.there), Arc::clone(&self.carried), to.to_owned());
        std::thread::spawn(move || {
            while there.load(Ordering::Relaxed) {
                let Ok((near, _)) = listener.accept() else {
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                };
                near.set_nonblocking(false).expect("a stream");
                let Ok(far) = TcpStream::connect(&to) else { continue };
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().expect("a stream"), to.try_clone().expect("a stream"));
                    let (there, carried) = (Arc::clone(&there), Arc::clone(&carried));
                    std::thread::spawn(move || carry(from, to, pace, &there, &carried));
                }
            }
        });
    }

    /// It is gone: what is under way is cut off.
    pub fn goes(&self) {
        self.there.store(false, Ordering::Relaxed);
    }

    /// Bytes carried, both ways.
    #[must_use]
    pub fn carried(&self) -> u64 {
        self.carried.load(Ordering::Relaxed)
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, pace: Duration, there: &AtomicBool, carried: &AtomicU64) {
    let mut piece = [0; PIECE];
    // Looked at now and then, so that a silent line is cut too.
    let _ = from.set_read_timeout(Some(Duration::from_millis(100)));
    while there.load(Ordering::Relaxed) {
        match from.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => {
                std::thread::sleep(pace * u32::try_from(count).expect("a piece") / PIECE as u32);
                if !there.load(Ordering::Relaxed) || to.write_all(&piece[..count]).is_err() {
                    break;
                }
                carried.fetch_add(count as u64, Ordering::Relaxed);
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    // The other end sees that it is over; when it has gone already, it does not matter.
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
