#![no_main]
nep_fuzz::target!("changes");
