//! What work costs: time by the clock, processor time of this process, memory.

use std::time::{Duration, Instant};

/// Linux counts a process's time in hundredths of a second.
const TICKS: u64 = 100;

/// Time by the clock and time of processors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    pub wall: Duration,
    pub cpu: Duration,
}

impl std::ops::AddAssign for Took {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.cpu += other.cpu;
    }
}

/// Does something, and says what it took.
pub fn took<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (begun, before) = (Instant::now(), cpu());
    let done = work();
    (done, Took { wall: begun.elapsed(), cpu: cpu() - before })
}

/// Of all threads of this process.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    // The name before may have spaces in it.
    let fields = stat.rsplit(')').next().expect("a name in brackets");
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("ticks")).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// Resident now, in megabytes.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux tells it");
    let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number of kB");
    kibibytes * 1024.0 / 1e6
}

/// As [`took`], for work that is all this thread's: finer than hundredths.
pub fn of_thread<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (begun, before) = (Instant::now(), thread_cpu());
    let done = work();
    (done, Took { wall: begun.elapsed(), cpu: thread_cpu().saturating_sub(before) })
}

fn thread_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    Duration::from_nanos(stat.split_whitespace().next().and_then(|field| field.parse().ok()).expect("nanoseconds"))
}
