//! The program itself, started for a test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_nep-sync-server");

/// The program, killed when dropped.
pub struct Running {
    pub child: Child,
    pub address: String,
}

impl Running {
    pub fn start(place: &[&str]) -> Self {
        Self::after("", place)
    }

    /// After a shell's words, such as a limit of file sizes.
    pub fn after(words: &str, place: &[&str]) -> Self {
        let script = format!(r#"{words} exec "$0" "$@""#);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &script, PROGRAM]).args(place);
        command.args(["--name", "hub.example", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
        let mut line = String::new();
        let told = BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line);
        assert!(told.expect("a line") > 0, "it says where it listens");
        let address = line.trim().rsplit(' ').next().expect("an address").to_owned();
        Self { child, address }
    }

    /// Told to stop, it ends well.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        assert!(told.success());
        assert!(self.child.wait().expect("it ends").success(), "it ends well");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
