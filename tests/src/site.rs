//! A running `nep` with a data folder of its own, stopped when dropped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The pages, served by the real program on a free port.
pub struct Site {
    program: Child,
    address: String,
    data: TempDir,
}

/// The program over a folder, and the address it printed.
fn run(data: &TempDir) -> (Child, String) {
    let mut program = Command::new(crate::nep())
        .args(["serve", "--port", "0", "--data"])
        .arg(data.path().join("nep"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("nep starts");
    let mut lines = BufReader::new(program.stdout.take().expect("stdout is piped")).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let start = line.find("http://127.0.0.1:")?;
            line[start..].split_whitespace().next().map(str::to_owned)
        })
        .expect("nep prints its address");
    // Keep reading, or a full pipe would stop the program.
    std::thread::spawn(move || lines.for_each(drop));
    (program, address)
}

impl Site {
    /// Starts the program and waits for the address it prints.
    ///
    /// # Panics
    ///
    /// When it does not start.
    #[must_use]
    pub fn start() -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let (program, address) = run(&data);
        Self { program, address, data }
    }

    /// Kills the program without a word, as a dying phone does, and starts it again over what it left on the disk.
    ///
    /// # Panics
    ///
    /// When it does not start again.
    pub fn kill_and_start_again(&mut self) {
        self.program.kill().expect("the program is ours to kill");
        self.program.wait().expect("a killed program ends");
        (self.program, self.address) = run(&self.data);
    }

    /// The folder the program keeps its data in.
    #[must_use]
    pub fn data(&self) -> std::path::PathBuf {
        self.data.path().join("nep")
    }

    /// The address as printed, with this start's secret.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The program's process id.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.program.id()
    }

    /// The address of `path` without the secret: only a browser that opened [`Site::address`] may read it.
    ///
    /// # Panics
    ///
    /// Never for an address the program printed.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let end = self.address["http://".len()..].find('/').map_or(self.address.len(), |slash| slash + "http://".len());
        format!("{}{path}", &self.address[..end])
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
