//! What food gives, what a person needs, and how the two compare.

mod nutrient;

pub use nutrient::{Nutrient, Unit};
