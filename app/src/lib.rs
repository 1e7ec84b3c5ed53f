//! The pages of Nếp and the commands of the program `nep`.

pub mod commands;
pub mod i18n;
