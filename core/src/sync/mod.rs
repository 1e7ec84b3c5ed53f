//! How two logs of a commune come to hold the same: requests, answers and the client's half as a pure machine.
//!
//! No sockets, no clock, no files: [`Session`] says what to do next, whoever drives it does it and tells what came of it.

mod answer;
mod deflate;
mod drive;
mod remembered;
mod request;
mod session;

pub use answer::{Answer, Denial, Served};
pub use deflate::{NotInflated, deflate, inflate};
pub use drive::{Home, LARGEST_ANSWER, Line, LogHome, synchronise};
pub use remembered::Remembered;
pub use request::{Ask, NotARequest, Pull, Request, WIRE_VERSION};
pub use session::{Kept, Next, Plan, Problem, Progress, Session, Summary};
