//! Nếp's knowledge, with no network and no screen: child growth, pregnancy, nutrition and menus.
//!
//! Everything here is a plain function from values to values. Whoever calls it says what day it is.

pub mod access;
pub mod foods;
pub mod growth;
pub mod log;
pub mod menu;
pub mod nutrient;
pub mod nutrition;
pub mod pregnancy;
pub mod records;
pub mod sync;
pub mod units;
pub mod vault;

/// The example of the README is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
