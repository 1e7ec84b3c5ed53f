//! A commune of real programs on this machine: phones that sync with `nep sync`, a station run by `nep station`, a server.
//!
//! Record files are opened by a key of 32 bytes, as a phone's are: a passphrase would cost a second each time. What no command does
//! yet (revoking, erasing, merging) is done in the record file itself, while no program has it open.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nep_core::access::Invitation;
use nep_core::access::passphrase::{Cost, Opener};
use nep_core::log::{DocId, ScopeId, StoreError, SystemRandom};
use nep_core::records::child::{Child as Kid, Measurement};
use nep_core::records::mother::Mother;
use nep_core::records::{Clock, Day, RecordId, WeightG};
use nep_core::vault::{Locked, Vault, VaultError};
use serde_json::Value;
use tempfile::TempDir;

/// What opens every record file.
pub const KEY: [u8; 32] = [0x4E; 32];
/// The least that a passphrase would cost.
pub const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

/// A day entered.
///
/// # Panics
///
/// When it is none.
#[must_use]
pub fn day(text: &str) -> Day {
    Day::new(text.parse().expect("a date")).expect("within the years")
}

/// The morning of a day, by a clock that is right.
#[must_use]
pub fn morning(text: &str) -> Clock {
    Clock(day(text).number() * 86_400 + 3 * 3600)
}

/// A weighing.
///
/// # Panics
///
/// When nobody weighs so much.
#[must_use]
pub fn weighing(child: RecordId, on: &str, grams: i64) -> Measurement {
    let weight_g = Some(WeightG::try_from(grams).expect("a possible weight"));
    Measurement { weight_g, ..Measurement::new(child, day(on)) }
}

/// A commune with its station's folder and its devices' files.
pub struct Commune {
    folder: TempDir,
    /// Its villages.
    pub villages: Vec<ScopeId>,
}

impl Commune {
    /// A station with these villages, begun on 4 May 2026.
    ///
    /// # Panics
    ///
    /// When there is no room.
    #[must_use]
    pub fn begin(villages: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("station")).expect("room");
        fs::write(folder.path().join("key"), KEY).expect("room");
        let path = folder.path().join("station/records.nep");
        let clock = morning("2026-05-04");
        let mut station = Vault::create_station(&path, (Opener::Platform(&KEY), CHEAP), clock, Box::new(SystemRandom))
            .expect("a new file");
        let villages = villages.iter().map(|name| station.add_village(name, clock).expect("a station")).collect();
        Self { folder, villages }
    }

    /// The commune of this record file, which is the station's from now on.
    ///
    /// # Panics
    ///
    /// When it is not opened by [`KEY`].
    #[must_use]
    pub fn of(records: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("station")).expect("room");
        fs::write(folder.path().join("key"), KEY).expect("room");
        fs::copy(records, folder.path().join("station/records.nep")).expect("room");
        let mut commune = Self { folder, villages: Vec::new() };
        let station = commune.station().open();
        let own = station.space().commune_scope();
        commune.villages = station.index().villages().into_keys().filter(|scope| *scope != own).collect();
        commune
    }

    /// The folder of all of it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The station's own file, as a device.
    #[must_use]
    pub fn station(&self) -> Device {
        self.device("station/records.nep")
    }

    /// The device of this file name.
    #[must_use]
    pub fn device(&self, name: &str) -> Device {
        Device { path: self.folder().join(name), key: self.folder().join("key") }
    }

    /// A phone that joins by an invitation.
    ///
    /// # Panics
    ///
    /// When it cannot.
    #[must_use]
    pub fn joins(&self, name: &str, invitation: Result<Invitation, VaultError>, clock: Clock) -> Device {
        let device = self.device(name);
        let invitation = invitation.expect("may invite");
        let lock = (Opener::Platform(&KEY), CHEAP);
        Vault::create_device(&device.path, lock, invitation, clock, Box::new(SystemRandom))
            .expect("a fresh invitation");
        device
    }

    /// A collaborator's phone for a village, invited by the station, which no program has open.
    ///
    /// # Panics
    ///
    /// When it cannot join.
    #[must_use]
    pub fn collaborator(&self, name: &str, village: usize) -> Device {
        let clock = morning("2026-05-04");
        let mut station = self.station().open();
        let invitation = station.invite_collaborator(&[self.villages[village]], &[], clock);
        self.joins(name, invitation, clock)
    }

    /// Starts `nep station` with a listener for phones and these options.
    ///
    /// # Panics
    ///
    /// When it does not start.
    #[must_use]
    pub fn start_station(&self, options: &[&str]) -> Running {
        self.start_station_by(Command::new(crate::nep()), options)
    }

    /// The same, as a shell starts it after these words, such as a signal that is ignored.
    ///
    /// # Panics
    ///
    /// When it does not start.
    #[must_use]
    pub fn start_station_after(&self, words: &str, options: &[&str]) -> Running {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!(r#"{words} exec "$0" "$@""#)]).arg(crate::nep());
        self.start_station_by(shell, options)
    }

    fn start_station_by(&self, mut program: Command, options: &[&str]) -> Running {
        program.args(["station", "--port", "0", "--lan", "127.0.0.1:0", "--data"]).arg(self.folder().join("station"));
        program.arg("--key-file").arg(self.folder().join("key")).args(options);
        let mut running = Running::start(program, |line| line.contains("Ctrl-C"));
        let said = running.said.join("\n");
        let word = |begins: &str| said.split_whitespace().find(|word| word.starts_with(begins)).map(str::to_owned);
        running.pages = word("http://127.0.0.1:").unwrap_or_default();
        running.url = word("https://127.0.0.1:").expect("a listener for phones");
        let hex = |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        running.fingerprint = said.split_whitespace().find(hex).map(str::to_owned);
        running
    }

    /// Starts `nep-sync-server` at an address of this machine (port 0: any).
    ///
    /// # Panics
    ///
    /// When it does not start.
    #[must_use]
    pub fn start_server(&self, listen: &str) -> Running {
        let mut program = Command::new(crate::sync_server());
        program.args(["--listen", listen, "--name", "127.0.0.1", "--text-logs", "--data"]);
        program.arg(self.folder().join("server")).env("RUST_LOG", "off");
        let mut running = Running::start(program, |line| line.contains("listens on"));
        let address = running.said.last().and_then(|line| line.split_whitespace().last()).unwrap_or_default();
        running.url = format!("http://{address}");
        running
    }

    /// The server's log, when no program has it open.
    #[must_use]
    pub fn server_log(&self) -> PathBuf {
        self.folder().join("server/log.sqlite")
    }
}

/// A record file that `nep` opens.
#[derive(Clone, Debug)]
pub struct Device {
    /// The file.
    pub path: PathBuf,
    key: PathBuf,
}

impl Device {
    /// Its vault, with everything that arrived. While it is open no program can open it.
    ///
    /// # Panics
    ///
    /// When a program has it open.
    #[must_use]
    pub fn open(&self) -> Vault {
        let until = Instant::now() + Duration::from_secs(10);
        let locked = loop {
            match Locked::open(&self.path) {
                // A program that another test is about to start holds our lock for a moment, between its fork and its exec.
                Err(VaultError::Store(StoreError::InUse)) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                opened => break opened.expect("a record file"),
            }
        };
        let mut vault = locked.unlock(Opener::Platform(&KEY), Box::new(SystemRandom)).expect("its key");
        vault.digest(usize::MAX).expect("readable");
        vault
    }

    /// Runs `nep` on it.
    ///
    /// # Panics
    ///
    /// When `nep` does not start.
    #[must_use]
    pub fn nep(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("nep starts")
    }

    /// `nep` on it, about to start.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut nep = Command::new(crate::nep());
        nep.args(arguments).arg("--vault").arg(&self.path).arg("--key-file").arg(&self.key).env("NEP_LANG", "vi");
        nep
    }

    /// Syncs with a station or server; what it says, and its exit code.
    ///
    /// # Panics
    ///
    /// When it says nothing.
    #[must_use]
    pub fn sync(&self, with: &Running) -> Synced {
        let mut arguments = vec!["sync", "--json", "--repetitions", "1", "--to", &with.url];
        if let Some(fingerprint) = &with.fingerprint {
            arguments.extend(["--fingerprint", fingerprint]);
        }
        let output = self.nep(&arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{error}"));
        Synced { told, code: output.status.code(), error }
    }

    /// Syncs, and all goes well.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub fn syncs(&self, with: &Running) -> Value {
        let synced = self.sync(with);
        assert_eq!(synced.code, Some(0), "{} {}", synced.error, synced.told);
        synced.told
    }

    /// A family of a mother and a child.
    ///
    /// # Panics
    ///
    /// When it may not be written here.
    #[must_use]
    pub fn add_family(&self, village: ScopeId, names: [&str; 2], birth: &str, clock: Clock) -> (DocId, RecordId) {
        let mother = Mother { name: names[0].into(), ..Mother::default() };
        let added = self.open().add_family(village, clock, |sitting| {
            let mother = sitting.add(&mother);
            let (name, birth) = (names[1].into(), Some(day(birth)));
            sitting.add(&Kid { name, birth, mother: Some(mother), ..Kid::default() })
        });
        added.expect("its village")
    }
}

/// What a sync said.
#[derive(Debug)]
pub struct Synced {
    /// As `--json` says it.
    pub told: Value,
    /// Exit code.
    pub code: Option<i32>,
    /// What it complained of.
    pub error: String,
}

/// A station or server at work, told to stop when dropped.
pub struct Running {
    program: Child,
    said: Vec<String>,
    /// Where devices sync.
    pub url: String,
    /// Of its key, when it has one of its own.
    pub fingerprint: Option<String>,
    /// Of a station: the address of its pages.
    pub pages: String,
}

impl Running {
    fn start(mut program: Command, is_ready: impl Fn(&str) -> bool) -> Self {
        let mut program =
            program.env("NEP_LANG", "vi").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(program.stdout.take().expect("stdout is piped")).lines();
        let mut said = Vec::new();
        let mut ready = false;
        for line in lines.by_ref().map_while(Result::ok) {
            ready = is_ready(&line);
            said.push(line);
            if ready {
                break;
            }
        }
        let mut errors = program.stderr.take().expect("stderr is piped");
        if !ready {
            let mut error = String::new();
            let _ = errors.read_to_string(&mut error);
            program.wait().expect("it ended");
            panic!("it did not start: {error}");
        }
        // Keep reading, or a full pipe would stop the program.
        std::thread::spawn(move || lines.for_each(drop));
        std::thread::spawn(move || errors.read_to_end(&mut Vec::new()));
        Self { program, said, url: String::new(), fingerprint: None, pages: String::new() }
    }

    /// What it said at its start after these words, to the end of the line.
    #[must_use]
    pub fn said(&self, after: &str) -> Option<&str> {
        self.said.iter().find_map(|line| line.strip_prefix(after))
    }

    /// Tells it to stop, and waits until it has.
    ///
    /// # Panics
    ///
    /// When it does not within half a minute.
    pub fn stop(mut self) {
        self.tell_to_stop();
        let until = Instant::now() + Duration::from_secs(30);
        while self.program.try_wait().expect("a child").is_none() {
            assert!(Instant::now() < until, "it does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn tell_to_stop(&self) {
        interrupt(&self.program);
    }

    /// Ends it without warning, as a pulled plug does, and waits until it has gone.
    ///
    /// # Panics
    ///
    /// When it had ended by itself.
    pub fn kill(mut self) {
        assert!(self.program.try_wait().expect("a child").is_none(), "it runs until it is killed");
        self.program.kill().expect("still there");
        self.program.wait().expect("gone");
    }

    /// Its number, for a system's tools.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// Sends a form to a page of the station, as a browser of ours does: the answer's status, or nothing when there was none.
    #[must_use]
    pub fn post(&self, path: &str, form: &str) -> Option<u16> {
        let (site, key) = self.pages.split_once("/?key=")?;
        let port = site.rsplit(':').next()?;
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: nep-{port}={key}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        let mut answer = Vec::new();
        // Killed in the middle it says nothing more.
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer);
        text.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
    }

    /// A page of the station.
    ///
    /// # Panics
    ///
    /// When it is not there.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        let answer = self.ask(path);
        assert_eq!(answer.status, 200, "{path}");
        answer.body
    }

    /// Is there such a page of the station, and does this stand on it?
    #[must_use]
    pub fn shows(&self, path: &str, what: &str) -> bool {
        let answer = self.ask(path);
        answer.status == 200 && answer.body.contains(what)
    }

    fn ask(&self, path: &str) -> crate::http::Answer {
        let (site, key) = self.pages.split_once("/?key=").expect("an address with a key");
        let port = site.rsplit(':').next().expect("a port");
        let (host, cookie) = (format!("127.0.0.1:{port}"), format!("nep-{port}={key}"));
        crate::http::ask(&host, path, &[("Host", &host), ("Cookie", &cookie)])
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.program.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.tell_to_stop();
            let _ = self.program.wait();
        }
    }
}

/// Tells a program to stop, as the system does.
pub fn interrupt(program: &Child) {
    // Nothing to do about one that has gone already.
    let _ = Command::new("kill").args(["-TERM", &program.id().to_string()]).status();
}

/// A port that was free a moment ago.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Asks again and again, for at most so long, whether it is so.
///
/// # Panics
///
/// When it is not.
pub fn eventually(most: Duration, what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + most;
    while !is_so() {
        assert!(Instant::now() < until, "not within {most:?}: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
