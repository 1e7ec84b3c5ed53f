//! Menus built to order: goals before wishes, and a certificate of how near the best possible each one is.

mod answer;
mod request;

pub use answer::{Aim, Certificate, Impossible, Progress, Proposal, Refusal, Status, Wish};
pub use request::{AtHome, Fixed, Request};
