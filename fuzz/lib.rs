//! What the targets share: a reader by its name.

#[path = "../tests/src/decoders/mod.rs"]
pub mod decoders;

pub use libfuzzer_sys;

/// A panic that is caught is no fault: Automerge's on hostile bytes are, where it is called. libFuzzer would end at each.
pub fn quietly() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// A target: whoever panics through here broke a promise.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(init: $crate::quietly(), |bytes: &[u8]| $crate::decoders::read($name, bytes));
    };
}
