//! The WHO standards, as built from `data/growth/who-2006`.

use super::Sex;
use super::lms::Lms;

/// One standard: a row per day, or per tenth of a centimetre, for each sex.
pub(super) struct Standard {
    first: i64,
    steps_per_unit: i64,
    rows: [&'static [Lms]; 2],
}

impl Standard {
    pub(super) const fn first(&self) -> i64 {
        self.first
    }

    pub(super) fn last(&self) -> i64 {
        self.first + i64::try_from(self.rows[0].len()).expect("tables are short") - 1
    }

    fn rows(&self, sex: Sex) -> &'static [Lms] {
        match sex {
            Sex::Boy => self.rows[0],
            Sex::Girl => self.rows[1],
        }
    }

    /// The row of a step: a day, or a tenth of a centimetre.
    pub(super) fn at_step(&self, sex: Sex, step: i64) -> Option<Lms> {
        self.rows(sex).get(usize::try_from(step - self.first).ok()?).copied()
    }

    /// The row at `cm`, L, M and S each interpolated between tenths of a centimetre; `None` outside the table.
    ///
    /// A length such as 45.3 − 0.7 lies a hair under its tenth: it is then a whole step above the row below, which is
    /// the same row.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "steps are small whole numbers")]
    pub(super) fn at_length(&self, sex: Sex, cm: f64) -> Option<Lms> {
        let steps = self.steps_per_unit as f64;
        let (low, high) = (self.first as f64 / steps, self.last() as f64 / steps);
        if !(low..=high).contains(&cm) {
            return None;
        }
        let below = (cm * steps) as i64;
        let row = self.at_step(sex, below)?;
        let fraction = (cm - below as f64 / steps) / steps.recip();
        match self.at_step(sex, below + 1) {
            Some(next) => Some(row.towards(next, fraction)),
            None => Some(row),
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/growth_tables.rs"));
