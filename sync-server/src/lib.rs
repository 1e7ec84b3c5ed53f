//! Keeps sealed entries.
