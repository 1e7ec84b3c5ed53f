//! Work that may take longer than a page should wait for: done once, watched from any number of pages, bounded.
//!
//! A question is known by its key. Asking it again while it is being worked out starts nothing new; once answered, the
//! answer is kept and given at once, so that a reload, a step back or a double press costs nothing. Each piece of work
//! runs in a thread of its own and says how far it is; what it says tells it in return whether to go on: it stops when it
//! is cancelled, when nobody has asked about it for a while, when newer questions need its place, or when the program
//! ends.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// How many pieces of work run at once: a newer question takes the place of the one asked about longest ago.
const MOST_RUNNING: usize = 2;
/// How many answers are kept, the ones asked for last.
const MOST_KEPT: usize = 12;
/// Nobody asks about it any more: the page was left.
const UNWATCHED: Duration = Duration::from_secs(20);

/// How far a piece of work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u32,
    /// Steps in all; 0 while that is not known.
    pub of: u32,
}

/// What is known of a question when a page asks.
#[derive(Debug)]
pub enum Asked<T> {
    /// The answer.
    Done(Arc<T>),
    /// Still being worked out.
    Running(Progress),
    /// It was cancelled while this page waited.
    Cancelled,
    /// The work crashed; asked again, it starts anew.
    Failed,
}

/// Questions being worked out, and the latest answers.
pub struct Jobs<T> {
    /// The one asked about last stands at the end.
    table: Mutex<VecDeque<Job<T>>>,
    unwatched: Duration,
}

struct Job<T> {
    key: String,
    state: watch::Receiver<State<T>>,
    ticket: Arc<Shared>,
    worker: Option<JoinHandle<()>>,
}

enum State<T> {
    Running(Progress),
    Done(Arc<T>),
    Cancelled,
}

/// What a page and the work tell each other.
struct Shared {
    cancelled: AtomicBool,
    seen: Mutex<Instant>,
    unwatched: Duration,
}

/// Given to the work: where it says how far it is, and learns whether to go on.
pub struct Ticket<T> {
    shared: Arc<Shared>,
    state: watch::Sender<State<T>>,
}

impl<T> Ticket<T> {
    /// Says that `done` of `of` steps are done; `Break` means: stop, nobody wants the answer.
    pub fn report(&self, done: u32, of: u32) -> ControlFlow<()> {
        // A page that waits wakes up at a change only.
        self.state.send_if_modified(|state| {
            let now = Progress { done, of };
            let changed = !matches!(state, State::Running(known) if *known == now);
            *state = State::Running(now);
            changed
        });
        let unwatched = held(&self.shared.seen).elapsed() > self.shared.unwatched;
        if unwatched || self.shared.cancelled.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl<T> std::fmt::Debug for Jobs<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("known", &held(&self.table).len()).finish_non_exhaustive()
    }
}

impl<T: Send + Sync + 'static> Default for Jobs<T> {
    fn default() -> Self {
        Self::leaving_after(UNWATCHED)
    }
}

impl<T: Send + Sync + 'static> Jobs<T> {
    fn leaving_after(unwatched: Duration) -> Self {
        Self { table: Mutex::new(VecDeque::new()), unwatched }
    }

    /// The answer to the question `key`, if it comes within `patience`; else how far the work is. `work` starts when the
    /// question is new; it answers `None` when it was told to stop.
    pub async fn ask(
        &self,
        key: &str,
        patience: Duration,
        work: impl FnOnce(&Ticket<T>) -> Option<T> + Send + 'static,
    ) -> Asked<T> {
        let mut state = self.find_or_start(key, work);
        let wait = async { state.wait_for(|state| !matches!(state, State::Running(_))).await.is_ok() };
        let asked = match tokio::time::timeout(patience, wait).await {
            Ok(false) => Asked::Failed,
            Ok(true) | Err(_) => told(&state.borrow()),
        };
        if matches!(asked, Asked::Failed) {
            held(&self.table).retain(|job| job.key != key);
        }
        asked
    }

    /// Stops working on `key`, if it is being worked on.
    pub fn cancel(&self, key: &str) {
        for job in held(&self.table).iter().filter(|job| job.key == key) {
            job.ticket.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Stops everything and waits until it has stopped.
    pub fn stop(&self) {
        let jobs = std::mem::take(&mut *held(&self.table));
        for job in &jobs {
            job.ticket.cancelled.store(true, Ordering::Relaxed);
        }
        for worker in jobs.into_iter().filter_map(|job| job.worker) {
            // A crash was told on its page.
            let _ = worker.join();
        }
    }

    fn find_or_start(
        &self,
        key: &str,
        work: impl FnOnce(&Ticket<T>) -> Option<T> + Send + 'static,
    ) -> watch::Receiver<State<T>> {
        let mut table = held(&self.table);
        let known = table.iter().position(|job| job.key == key).and_then(|at| table.remove(at));
        let job = match known {
            Some(job) if !job.is_stopping() => {
                *held(&job.ticket.seen) = Instant::now();
                job
            }
            _ => {
                make_room(&mut table);
                self.start(key, work)
            }
        };
        let state = job.state.clone();
        table.push_back(job);
        state
    }

    fn start(&self, key: &str, work: impl FnOnce(&Ticket<T>) -> Option<T> + Send + 'static) -> Job<T> {
        let (sender, state) = watch::channel(State::Running(Progress::default()));
        let shared = Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            seen: Mutex::new(Instant::now()),
            unwatched: self.unwatched,
        });
        let ticket = Ticket { shared: Arc::clone(&shared), state: sender };
        let worker = thread::Builder::new().name("nep-job".into()).spawn(move || {
            let end = work(&ticket).map_or(State::Cancelled, |answer| State::Done(Arc::new(answer)));
            ticket.state.send_replace(end);
        });
        // Without a thread nothing is ever sent, which a page is told as a failure.
        Job { key: key.to_owned(), state, ticket: shared, worker: worker.ok() }
    }
}

impl<T> Drop for Jobs<T> {
    fn drop(&mut self) {
        for job in held(&self.table).iter() {
            job.ticket.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl<T> Job<T> {
    fn is_running(&self) -> bool {
        matches!(*self.state.borrow(), State::Running(_)) && self.state.has_changed().is_ok()
    }

    /// Cancelled, stopped or crashed: of no use to a page that asks now.
    fn is_stopping(&self) -> bool {
        let stopped = match *self.state.borrow() {
            State::Running(_) => self.state.has_changed().is_err(),
            State::Cancelled => true,
            State::Done(_) => return false,
        };
        stopped || self.ticket.cancelled.load(Ordering::Relaxed)
    }
}

/// Leaves a place for one more: cancels the oldest work, forgets the oldest answers.
fn make_room<T>(table: &mut VecDeque<Job<T>>) {
    let running = table.iter().filter(|job| job.is_running()).count();
    for job in table.iter().filter(|job| job.is_running()).take((running + 1).saturating_sub(MOST_RUNNING)) {
        job.ticket.cancelled.store(true, Ordering::Relaxed);
    }
    let finished = table.iter().filter(|job| !job.is_running()).count();
    let mut surplus = (finished + 1).saturating_sub(MOST_KEPT);
    table.retain(|job| {
        let goes = surplus > 0 && !job.is_running();
        surplus -= usize::from(goes);
        !goes
    });
}

fn told<T>(state: &State<T>) -> Asked<T> {
    match state {
        State::Running(progress) => Asked::Running(*progress),
        State::Done(answer) => Asked::Done(Arc::clone(answer)),
        State::Cancelled => Asked::Cancelled,
    }
}

/// What a lock holds; a crash elsewhere leaves nothing half done here.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(20);

    /// Works until told to stop.
    fn endless(ticket: &Ticket<u32>) -> Option<u32> {
        let mut done = 1;
        while ticket.report(done, 0).is_continue() {
            thread::sleep(Duration::from_millis(1));
            done = 2;
        }
        None
    }

    fn ended(jobs: &Jobs<u32>, key: &str) -> bool {
        held(&jobs.table).iter().any(|job| job.key == key && matches!(*job.state.borrow(), State::Cancelled))
    }

    async fn ends(jobs: &Jobs<u32>, key: &str) {
        let start = Instant::now();
        while !ended(jobs, key) {
            assert!(start.elapsed() < LONG, "{key} does not end");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn a_question_asked_twice_is_worked_out_once() {
        let jobs = Arc::new(Jobs::default());
        let started = Arc::new(AtomicUsize::new(0));
        let ask = || {
            let (jobs, started) = (Arc::clone(&jobs), Arc::clone(&started));
            tokio::spawn(async move {
                let work = move |ticket: &Ticket<u32>| {
                    started.fetch_add(1, Ordering::Relaxed);
                    // Beside the table both pages wait for the answer before it is there.
                    while ticket.state.receiver_count() < 3 {
                        thread::sleep(Duration::from_millis(1));
                    }
                    Some(7)
                };
                matches!(jobs.ask("same", LONG, work).await, Asked::Done(answer) if *answer == 7)
            })
        };
        let (first, second) = (ask(), ask());
        assert!(first.await.expect("no crash") && second.await.expect("no crash"));
        assert!(ask().await.expect("no crash"), "and once answered, the answer is kept");
        assert_eq!(started.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn who_does_not_wait_is_told_how_far_it_is_and_gets_the_answer_later() {
        let jobs = Jobs::default();
        let go = Arc::new(AtomicBool::new(false));
        let wait = Arc::clone(&go);
        let work = move |ticket: &Ticket<u32>| {
            assert!(ticket.report(3, 9).is_continue());
            while !wait.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            Some(1)
        };
        let start = Instant::now();
        let mut asked = jobs.ask("slow", SHORT, work).await;
        // On a busy machine its thread starts late.
        while matches!(asked, Asked::Running(Progress { of: 0, .. })) && start.elapsed() < LONG {
            asked = jobs.ask("slow", SHORT, endless).await;
        }
        assert!(matches!(asked, Asked::Running(Progress { done: 3, of: 9 })), "{asked:?}");
        go.store(true, Ordering::Relaxed);
        assert!(matches!(jobs.ask("slow", LONG, endless).await, Asked::Done(_)));
    }

    #[tokio::test]
    async fn cancelled_work_stops_and_starts_anew_when_asked_again() {
        let jobs = Jobs::default();
        assert!(matches!(jobs.ask("long", SHORT, endless).await, Asked::Running(_)));
        jobs.cancel("another");
        assert!(matches!(jobs.ask("long", SHORT, endless).await, Asked::Running(_)));
        jobs.cancel("long");
        ends(&jobs, "long").await;
        assert!(matches!(jobs.ask("long", LONG, |_| Some(5)).await, Asked::Done(answer) if *answer == 5));
    }

    #[tokio::test]
    async fn work_that_nobody_asks_about_stops() {
        let jobs = Jobs::leaving_after(Duration::from_millis(50));
        // On a busy machine it has stopped already.
        assert!(matches!(jobs.ask("left", SHORT, endless).await, Asked::Running(_) | Asked::Cancelled));
        ends(&jobs, "left").await;
    }

    #[tokio::test]
    async fn newer_questions_take_the_place_of_the_oldest() {
        let jobs = Jobs::default();
        for key in ["one", "two", "three"] {
            assert!(matches!(jobs.ask(key, SHORT, endless).await, Asked::Running(_)));
        }
        ends(&jobs, "one").await;
        assert!(!ended(&jobs, "two") && !ended(&jobs, "three"));
        jobs.stop();
        assert!(held(&jobs.table).is_empty());
    }

    #[tokio::test]
    async fn answers_are_forgotten_when_there_are_too_many() {
        let jobs = Jobs::default();
        for key in 0..30 {
            assert!(matches!(jobs.ask(&key.to_string(), LONG, move |_| Some(key)).await, Asked::Done(_)));
        }
        assert!(held(&jobs.table).len() <= MOST_KEPT);
        assert!(matches!(jobs.ask("29", LONG, |_| None).await, Asked::Done(_)), "the last is still known");
    }

    #[tokio::test]
    async fn a_crash_is_told_and_the_next_question_is_answered() {
        let jobs = Jobs::default();
        let asked = jobs.ask("bad", LONG, |_| -> Option<u32> { panic!("a fault planted by this test") }).await;
        assert!(matches!(asked, Asked::Failed), "{asked:?}");
        assert!(matches!(jobs.ask("bad", LONG, |_| Some(2)).await, Asked::Done(_)));
    }
}
