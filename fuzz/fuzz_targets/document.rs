#![no_main]
nep_fuzz::target!("document");
