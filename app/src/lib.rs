//! The pages of Nếp and the commands of the program `nep`.

pub mod assets;
pub mod balance_words;
pub mod build_words;
pub mod charts;
pub mod commands;
pub mod errand;
pub mod exports;
pub mod fix_words;
pub mod food_words;
pub mod growth_words;
pub mod i18n;
pub mod icons;
pub mod invented;
pub mod jobs;
pub mod notebook;
pub mod pages;
pub mod plan_code;
pub mod pregnancy_words;
pub mod qr;
pub mod server;
pub mod station;
pub mod swap_words;
pub mod sync_client;
pub mod sync_words;
pub mod tables;
pub mod tray;
