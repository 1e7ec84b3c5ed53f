//! What the cross-crate tests share: the built program, and a running one.

pub mod browser;
pub mod commune;
pub mod decoder_examples;
pub mod decoders;
pub mod devtools;
pub mod far_line;
pub mod http;
pub mod judge;
pub mod look;
pub mod pages;
pub mod site;
pub mod slow_line;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The top of the repository.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the repository")
}

/// The program `nep`, built with the profile of these tests.
///
/// # Panics
///
/// When it does not build.
#[must_use]
pub fn nep() -> &'static Path {
    static NEP: OnceLock<PathBuf> = OnceLock::new();
    NEP.get_or_init(|| programs().join("nep"))
}

/// The program `nep-sync-server`, built so too.
///
/// # Panics
///
/// When it does not build.
#[must_use]
pub fn sync_server() -> &'static Path {
    static SERVER: OnceLock<PathBuf> = OnceLock::new();
    SERVER.get_or_init(|| programs().join("nep-sync-server"))
}

/// Builds both, in one call so that they share what they are built of, and says where they stand. Programs that are built already are
/// taken from the folder that `NEP_PROGRAMS` names.
fn programs() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        if let Some(folder) = std::env::var_os("NEP_PROGRAMS") {
            return PathBuf::from(folder);
        }
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "nep-app", "--package", "nep-sync-server", "--bins"]);
        build.current_dir(repository());
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "nep and nep-sync-server do not build");
        // A test runs from target/<profile>/deps, a program from target/<profile>.
        let this = std::env::current_exe().expect("a running program has a path");
        let folder = this.parent().expect("it stands in a folder");
        let profile = if folder.ends_with("deps") { folder.parent().expect("deps has a parent") } else { folder };
        profile.to_owned()
    })
}
