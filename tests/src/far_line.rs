//! A line between two programs of this machine that is slow, far and loses pieces; and one that only counts.
//!
//! What TCP makes of a lost piece is acted out, since nothing is lost on one machine: a piece is 1,460 bytes with 40 of headers, takes
//! its time on the line, and arrives half a round trip later. A lost one is sent again after a round trip in which nothing else is
//! carried, as when a sender's window has shrunk; what comes behind it waits. The same seed loses the same pieces.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What TCP carries at once over most lines, and what it wraps around it.
const PIECE: usize = 1460;
const HEADERS: usize = 40;

/// How bad a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Each way.
    pub bits_a_second: u64,
    /// There and back.
    pub round_trip: Duration,
    /// So many pieces in a hundred are lost.
    pub lost_in_hundred: u64,
}

impl Link {
    /// A valley with a far mast.
    pub const VALLEY: Self = Self { bits_a_second: 80_000, round_trip: Duration::from_millis(600), lost_in_hundred: 5 };
    /// This machine: bytes are counted, nothing is slowed.
    pub const NONE: Self = Self { bits_a_second: u64::MAX, round_trip: Duration::ZERO, lost_in_hundred: 0 };
}

/// A line while it is held.
pub struct FarLine {
    /// Where the near end is reached.
    pub address: String,
    carried: Arc<AtomicU64>,
}

impl FarLine {
    /// A line that leads to an address of this machine.
    ///
    /// # Panics
    ///
    /// When there is no port.
    #[must_use]
    pub fn to(far: &str, link: Link, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let carried = Arc::new(AtomicU64::new(0));
        let (count, far) = (Arc::clone(&carried), far.to_owned());
        std::thread::spawn(move || {
            for (nth, near) in (0..).zip(listener.incoming()) {
                let Ok(near) = near else { return };
                // The connection itself: there and back once.
                std::thread::sleep(link.round_trip);
                let Ok(far) = TcpStream::connect(&far) else { continue };
                for (way, (from, to)) in (0..).zip([(&near, &far), (&far, &near)]) {
                    let (from, to) = (from.try_clone().expect("a stream"), to.try_clone().expect("a stream"));
                    let _ = to.set_nodelay(true);
                    let (send, receive) = channel();
                    let chance = Chance(seed ^ (nth * 2 + way));
                    std::thread::spawn(move || deliver(to, &receive));
                    let count = Arc::clone(&count);
                    std::thread::spawn(move || {
                        carry(from, link, chance, &count, |at, piece| send.send((at, piece)).is_ok());
                    });
                }
            }
        });
        Self { address, carried }
    }

    /// Bytes carried, both ways, of what programs sent.
    #[must_use]
    pub fn carried(&self) -> u64 {
        self.carried.load(Ordering::Relaxed)
    }
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn happens(&mut self, in_hundred: u64) -> bool {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % 100 < in_hundred
    }
}

fn carry(
    mut from: TcpStream,
    link: Link,
    mut chance: Chance,
    count: &AtomicU64,
    mut send: impl FnMut(Instant, Vec<u8>) -> bool,
) {
    let mut free = Instant::now();
    let mut piece = [0; PIECE];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        count.fetch_add(length as u64, Ordering::Relaxed);
        let bits = (length + HEADERS) as u64 * 8;
        let takes = Duration::from_nanos(bits.saturating_mul(1_000_000_000) / link.bits_a_second);
        free = free.max(Instant::now()) + takes;
        while chance.happens(link.lost_in_hundred) {
            free += link.round_trip + takes;
        }
        if !send(free + link.round_trip / 2, piece[..length].to_vec()) {
            break;
        }
    }
}

fn deliver(mut to: TcpStream, pieces: &Receiver<(Instant, Vec<u8>)>) {
    for (at, piece) in pieces {
        std::thread::sleep(at.saturating_duration_since(Instant::now()));
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    // The other end sees that it is over; when it has gone already, it does not matter.
    let _ = to.shutdown(Shutdown::Write);
}
