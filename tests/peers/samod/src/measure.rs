//! A server in a process of its own, and what it cost.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What one first sync took.
pub struct Taken {
    /// Seconds until every name could be searched.
    pub wall: f64,
    /// Seconds of the server's processor time.
    pub server_cpu: f64,
    /// Seconds of the client's.
    pub client_cpu: f64,
    /// Over the line, both ways.
    pub bytes: u64,
    /// The server's memory in MB: before, and the most.
    pub memory: (f64, f64),
}

impl Taken {
    /// The server's memory that the sync needed.
    pub fn gained(&self) -> f64 {
        self.memory.1 - self.memory.0
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wall, server_cpu, client_cpu, bytes, memory: (before, most) } = self;
        let megabytes = *bytes as f64 / 1e6;
        write!(
            f,
            "{wall:.2} s, server {server_cpu:.2} s CPU, client {client_cpu:.2} s CPU, {megabytes:.2} MB, server memory {before:.0} to {most:.0} MB"
        )
    }
}

/// A server that this program started.
pub struct Server {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
    /// Where it listens.
    pub address: String,
    began: (f64, f64),
}

impl Server {
    /// Starts this program as that server over that folder.
    pub fn start(which: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("a path"));
        command.arg(which).arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut address = String::new();
        said.read_line(&mut address).expect("it says where it listens");
        let began = (cpu(child.id()), memory(child.id(), "VmRSS"));
        Self { child, said, address: address.trim().to_owned(), began }
    }

    /// Ends it: seconds of CPU since it listened, memory before and at most, and what it says at its end.
    pub fn end(mut self) -> (f64, (f64, f64), String) {
        let cpu = cpu(self.child.id()) - self.began.0;
        let most = memory(self.child.id(), "VmHWM");
        writeln!(self.child.stdin.take().expect("piped"), "end").expect("it listens");
        let mut last = String::new();
        self.said.read_line(&mut last).expect("its last words");
        self.child.kill().expect("still there");
        self.child.wait().expect("gone");
        (cpu, (self.began.1, most), last)
    }
}

/// Seconds of processor time of a process so far: fields 14 and 15 of its line, in hundredths.
pub fn cpu(process: u32) -> f64 {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("Linux");
    let behind_name = line.rsplit_once(") ").expect("a name in brackets").1;
    let ticks: u64 = behind_name.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().expect("ticks")).sum();
    ticks as f64 / 100.0
}

fn memory(process: u32, what: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find(|line| line.starts_with(what)).expect("a known line");
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).expect("a number") / 1000.0
}
