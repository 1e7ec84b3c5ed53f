//! Menus built to order: goals before wishes, and a certificate of how near the best possible each one is.

mod answer;
mod bound;
mod branch;
mod candidates;
mod cheapest;
mod days;
mod dive;
mod goals;
mod impossible;
mod maker;
mod missed;
mod places;
mod problem;
mod random;
mod refit;
mod relaxation;
mod request;
mod search;
mod simplex;
mod state;
mod taste;

/// Of the builder: raised when the same request may give another menu.
pub const VERSION: u32 = 4;

pub use answer::{Aim, Certificate, Impossible, Progress, Proposal, Refusal, Status, Wish};
pub use days::build;
pub use missed::{Missed, Way};
pub use refit::refit;
pub use request::{AtHome, Fixed, Request};

#[cfg(test)]
mod tests;

#[cfg(test)]
mod export;
