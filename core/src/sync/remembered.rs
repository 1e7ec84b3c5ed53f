//! How far a device is with one hub, kept in its record file.

use minicbor::{Decode, Encode};

use super::request::whole;
use crate::log::{Lane, LogName, Wanted};

/// How far a device is with one hub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Remembered {
    /// The counter of the last request. One that was sent and not remembered does no harm: the hub then names the right one.
    #[n(0)]
    pub counter: u64,
    /// The hub's log that all of this is about.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub log: Option<LogName>,
    /// The number in this device's **own** log up to which the hub has been brought everything.
    #[n(2)]
    pub sent: u64,
    /// Numbers in the hub's log up to which everything has been received, by what was wanted.
    #[n(3)]
    pub received: Vec<Lane>,
    /// Entries of a newer form were passed over by an app that knew forms up to this one; 0 when none was.
    #[n(4)]
    pub passed_over: u8,
    /// The name of the device's own log that all of this is about: when that forgets something, it asks for everything again.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub own: Option<LogName>,
}

impl Remembered {
    /// As kept.
    ///
    /// # Panics
    ///
    /// Never: memory takes every byte.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("memory takes every byte")
    }

    /// Reads what was kept; for anything else, a beginning: everything is then offered and asked for once more, which changes
    /// nothing.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        whole(bytes).unwrap_or_default()
    }

    /// From where on this is asked for.
    #[must_use]
    pub fn after(&self, wanted: Wanted) -> u64 {
        self.received.iter().find(|lane| lane.wanted == wanted).map_or(0, |lane| lane.after)
    }

    pub(super) fn set_after(&mut self, wanted: Wanted, after: u64) {
        match self.received.iter_mut().find(|lane| lane.wanted == wanted) {
            Some(lane) => lane.after = after,
            None => self.received.push(Lane { wanted, after }),
        }
    }

    /// Begins again with this log.
    pub(super) fn begin_with(&mut self, log: LogName) {
        *self = Self { counter: self.counter, log: Some(log), own: self.own, ..Self::default() };
    }

    /// As it holds for the device's own log of this name: of another nothing but the counter.
    #[must_use]
    pub fn of_own(self, own: LogName) -> Self {
        let same = self.own.is_none_or(|known| known == own);
        let kept = if same { self } else { Self { counter: self.counter, ..Self::default() } };
        Self { own: Some(own), ..kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_holds_for_one_log_of_ones_own_only() {
        let received = vec![Lane { wanted: Wanted::All, after: 9 }];
        let known = Remembered { counter: 7, log: Some([1; 16]), sent: 5, received, passed_over: 0, own: None };
        let known = Remembered::from_bytes(&known.to_bytes()).of_own([2; 16]);
        assert_eq!((known.sent, known.after(Wanted::All), known.own), (5, 9, Some([2; 16])));
        assert_eq!(Remembered::from_bytes(&known.to_bytes()), known);
        let renamed = known.of_own([3; 16]);
        assert_eq!(renamed, Remembered { counter: 7, own: Some([3; 16]), ..Remembered::default() });
    }
}
