//! The sums a day is judged by, so that a change of menu is a sum too.

use crate::nutrition::Intake;
use crate::nutrition::balance;
use crate::nutrition::balance::measure::{Judged, Measure, Quantity};

use super::{NOTHING, SLIP};

/// The quantities of the rules in a row, so that a change of menu is a sum.
pub(super) struct Sums<'j> {
    judged: Vec<&'j Judged>,
    quantities: Vec<Quantity>,
}

impl<'j> Sums<'j> {
    pub fn over(judged: &'j [Judged], goal: &'j Judged) -> Self {
        let mut quantities = Vec::new();
        let mut put = |quantity| {
            if !quantities.contains(&quantity) {
                quantities.push(quantity);
            }
        };
        for judged in judged.iter().chain([goal]) {
            match judged.measure {
                Measure::Sum(sum) | Measure::KnownSum(sum) => put(sum),
                Measure::Percent { part, whole } => {
                    put(part);
                    put(whole);
                }
                Measure::Groups => {}
            }
        }
        Self { judged: judged.iter().collect(), quantities }
    }

    pub fn of(&self, intake: &Intake<'_>) -> Vec<f64> {
        let mut sums: Vec<f64> = self.quantities.iter().map(|quantity| quantity.of(*intake).amount).collect();
        #[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
        sums.push(balance::food_groups(*intake).len() as f64);
        sums
    }

    /// What the rule measures; groups as if none stood in both.
    pub fn value(&self, judged: &Judged, sums: &dyn Fn(usize) -> f64) -> Option<f64> {
        let at = |quantity| self.quantities.iter().position(|known| *known == quantity).map(sums);
        match judged.measure {
            Measure::Sum(sum) | Measure::KnownSum(sum) => at(sum),
            Measure::Percent { part, whole } => {
                let (part, whole) = (at(part)?, at(whole)?);
                Some(if whole > 0.0 { 100.0 * part / whole } else { 0.0 })
            }
            Measure::Groups => Some(sums(self.quantities.len())),
        }
    }

    /// The rule as a sum that each change adds to, and what it must come to: of a share the part over what it must be of the
    /// whole. `None`: it asks for no least.
    pub fn reach(&self, judged: &Judged, sums: &dyn Fn(usize) -> f64) -> Option<f64> {
        let at = |quantity| self.quantities.iter().position(|known| *known == quantity).map(sums);
        let low = judged.low?;
        match judged.measure {
            Measure::Percent { part, whole } => Some(100.0 * at(part)? - low * at(whole)?),
            _ => Some(self.value(judged, sums)? - low),
        }
    }

    /// Whether no rule but the goal is worse than before. Groups are left to the reading.
    pub fn harmless(&self, goal: &str, before: &dyn Fn(usize) -> f64, after: &dyn Fn(usize) -> f64) -> bool {
        self.judged.iter().all(|judged| {
            if judged.measure == Measure::Groups {
                return true;
            }
            let (Some(was), Some(is)) = (self.value(judged, before), self.value(judged, after)) else { return true };
            let slips =
                |missed: bool| if missed && matches!(judged.measure, Measure::Percent { .. }) { SLIP } else { NOTHING };
            let over = judged.high.is_some_and(|high| is > high.max(was) * (1.0 + slips(was > high)));
            let short =
                judged.rule != goal && judged.low.is_some_and(|low| is < low.min(was) * (1.0 - slips(was < low)));
            !over && !short
        })
    }
}
