//! Where results go: standard output, or a file that appears only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A place for the results.
pub(super) enum Output {
    /// Standard output, or a device or pipe named as the file.
    Stream(Box<dyn Write>),
    /// A file beside its final name.
    File {
        /// What is being written.
        file: File,
        /// Its name until then.
        temporary: PathBuf,
        /// Its name when whole.
        name: PathBuf,
    },
}

impl Output {
    /// Standard output.
    pub(super) fn standard() -> Self {
        Self::Stream(Box::new(io::stdout().lock()))
    }

    /// The file of this name. A link is followed, a device or pipe written to directly.
    pub(super) fn file(name: &Path) -> io::Result<Self> {
        let name = fs::canonicalize(name).unwrap_or_else(|_| name.to_owned());
        if fs::metadata(&name).is_ok_and(|known| !known.is_file()) {
            return Ok(Self::Stream(Box::new(OpenOptions::new().write(true).open(&name)?)));
        }
        let plain = name.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let temporary = name.with_file_name(format!(".{plain}.{}.part", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        Ok(Self::File { file, temporary, name })
    }

    /// Writes all of `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.write_all(bytes),
            Self::File { file, .. } => file.write_all(bytes),
        }
    }

    /// All is written: the file gets its name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let finished = match &mut self {
            Self::Stream(stream) => stream.flush(),
            Self::File { file, temporary, name } => file.sync_all().and_then(|()| fs::rename(temporary, name)),
        };
        if finished.is_err() {
            self.give_up();
        }
        finished
    }

    /// Leaves nothing half-written behind.
    pub(super) fn give_up(self) {
        if let Self::File { temporary, .. } = self {
            // Nothing more can be done about a file that will not go.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Whether both name one existing file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other || same_inode(&one, &other),
        _ => false,
    }
}

#[cfg(unix)]
fn same_inode(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
const fn same_inode(_: &Path, _: &Path) -> bool {
    false
}
