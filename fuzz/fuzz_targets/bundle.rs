#![no_main]
nep_fuzz::target!("bundle");
