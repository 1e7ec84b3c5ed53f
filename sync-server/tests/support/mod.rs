//! What tests of the server share.

#![allow(dead_code, reason = "each test uses its part")]

pub mod cluster;
pub mod commune;
pub mod running;
