//! Keeps sealed entries and hands them on: it holds no key.
//!
//! [`Hub`] answers one request from a store; [`router`] puts it behind HTTP with its limits; the program `nep-sync-server` binds it
//! to an address. A station runs the same router over its own record file.

mod app;
mod body;
mod fair;
mod hub;
mod identity;
mod listener;
mod maintenance;
mod metrics;
mod postgres;
mod rate;

pub use app::{Limits, Service, operations, router};
pub use fair::{Crowded, FairQueue, Turn};
pub use hub::{Hub, Rules};
pub use identity::{Identity, IdentityError};
pub use listener::Listener;
pub use maintenance::{Maintenance, now};
pub use metrics::Metrics;
pub use postgres::PostgresStore;
pub use rate::Rate;
