//! Who is next: devices take turns, so that one that asks a hundred times waits for itself and not for others.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nep_core::log::DeviceId;
use tokio::sync::oneshot;

/// At most so many requests of one device wait.
const WAITING_EACH: usize = 4;

/// So many are served at once, one of each device; the others wait, device after device.
#[derive(Debug)]
pub struct FairQueue {
    state: Mutex<State>,
    most_waiting: usize,
}

/// Too many wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many wait already")]
pub struct Crowded;

#[derive(Debug)]
struct State {
    free: usize,
    served: HashSet<DeviceId>,
    /// A queue for each device that waits, the next one first.
    ring: VecDeque<(DeviceId, VecDeque<oneshot::Sender<Turn>>)>,
    waiting: usize,
}

/// A device's turn, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    /// None when there is nothing to give back.
    queue: Option<Arc<FairQueue>>,
    device: DeviceId,
}

impl FairQueue {
    /// Serves `at_once` and lets `most_waiting` wait.
    #[must_use]
    pub fn new(at_once: usize, most_waiting: usize) -> Arc<Self> {
        let state = State { free: at_once, served: HashSet::new(), ring: VecDeque::new(), waiting: 0 };
        Arc::new(Self { state: Mutex::new(state), most_waiting })
    }

    /// Waits for this device's turn.
    ///
    /// # Errors
    ///
    /// [`Crowded`].
    pub async fn enter(self: &Arc<Self>, device: DeviceId) -> Result<Turn, Crowded> {
        let waiting = {
            let mut state = self.state();
            if state.free > 0 && !state.served.contains(&device) {
                state.free -= 1;
                state.served.insert(device);
                return Ok(Turn { queue: Some(Arc::clone(self)), device });
            }
            if state.waiting >= self.most_waiting {
                return Err(Crowded);
            }
            let (sender, receiver) = oneshot::channel();
            match state.ring.iter_mut().find(|(waiting, _)| *waiting == device) {
                Some((_, queue)) if queue.len() >= WAITING_EACH => return Err(Crowded),
                Some((_, queue)) => queue.push_back(sender),
                None => state.ring.push_back((device, VecDeque::from([sender]))),
            }
            state.waiting += 1;
            receiver
        };
        waiting.await.map_err(|_| Crowded)
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.state().waiting
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The next device whose turn it can be, and whom to tell.
    fn next(&mut self) -> Option<(DeviceId, oneshot::Sender<Turn>)> {
        let at = self.ring.iter().position(|(device, _)| !self.served.contains(device))?;
        let (device, mut queue) = self.ring.remove(at)?;
        let sender = queue.pop_front()?;
        self.waiting -= 1;
        if !queue.is_empty() {
            self.ring.push_back((device, queue));
        }
        Some((device, sender))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(queue) = self.queue.take() else { return };
        let mut state = queue.state();
        state.served.remove(&self.device);
        state.free += 1;
        while state.free > 0 {
            let Some((device, sender)) = state.next() else { break };
            state.free -= 1;
            state.served.insert(device);
            if let Err(mut turn) = sender.send(Self { queue: Some(Arc::clone(&queue)), device }) {
                // Whoever waited has gone. Its turn must not lock the queue a second time.
                turn.queue = None;
                state.free += 1;
                state.served.remove(&device);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(number: u8) -> DeviceId {
        DeviceId::new([number; 32])
    }

    #[tokio::test]
    async fn a_device_that_asks_often_does_not_keep_others_waiting() {
        let queue = FairQueue::new(1, 100);
        let first = queue.enter(device(1)).await.expect("a turn");
        let served = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in [1, 1, 1, 2, 3] {
            let (queue, served) = (Arc::clone(&queue), Arc::clone(&served));
            let before = queue.waiting();
            let again = Arc::clone(&queue);
            tasks.push(tokio::spawn(async move {
                let turn = queue.enter(device(number)).await.expect("a turn");
                served.lock().expect("no panic").push(number);
                drop(turn);
            }));
            while again.waiting() == before {
                tokio::task::yield_now().await;
            }
        }
        drop(first);
        for task in tasks {
            task.await.expect("served");
        }
        assert_eq!(*served.lock().expect("no panic"), [1, 2, 3, 1, 1]);
        assert_eq!(queue.waiting(), 0);
    }

    #[tokio::test]
    async fn too_many_are_told_so_at_once() {
        let queue = FairQueue::new(1, 2);
        let turn = queue.enter(device(1)).await.expect("a turn");
        let waiting: Vec<_> = [2, 3]
            .map(|number| {
                let queue = Arc::clone(&queue);
                tokio::spawn(async move { queue.enter(device(number)).await.map(drop) })
            })
            .into();
        while queue.waiting() < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(queue.enter(device(4)).await.err(), Some(Crowded));
        drop(turn);
        for task in waiting {
            assert_eq!(task.await.expect("served"), Ok(()));
        }
    }

    #[tokio::test]
    async fn who_has_gone_is_passed_over() {
        let queue = FairQueue::new(1, 10);
        let turn = queue.enter(device(1)).await.expect("a turn");
        let gone = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.enter(device(2)).await.map(drop) }
        });
        while queue.waiting() < 1 {
            tokio::task::yield_now().await;
        }
        gone.abort();
        assert!(gone.await.is_err(), "it was stopped");
        drop(turn);
        drop(queue.enter(device(3)).await.expect("a turn"));
        drop(queue.enter(device(2)).await.expect("a turn"));
    }
}
