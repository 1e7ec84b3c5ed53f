//! How an invented child grows: along a path of z-scores, from which weight and length are worked out by WHO's tables.

use nep_core::growth::{Age, Indicator, Posture, STANDING_FROM_DAY, Sex, measurement_at};
use nep_core::records::child::Measurement;
use nep_core::records::{Day, GirthMm, LengthMm, RecordId, WeightG};
use nep_core::units::{Centimetres, Kilograms};

use super::chance::Chance;

/// What happens to a child, in days of her age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Story {
    /// Nothing much.
    Ordinary,
    /// Severely thin for a season, then well again.
    Wasted {
        /// The worst day.
        around: f64,
        /// So many standard deviations.
        deep: f64,
    },
    /// Grows less than she should from six months on.
    Falters,
    /// Heavier and heavier.
    Heavy,
}

/// A child's way through the tables.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub sex: Sex,
    pub story: Story,
    /// Where she would be without a story.
    height: f64,
    weight: f64,
}

impl Path {
    /// An ordinary spread: children of a mountain commune are shorter than the standard, and about as heavy for their height.
    pub(super) fn new(sex: Sex, story: Story, chance: &mut Chance) -> Self {
        let (height, weight) = (chance.normal(-1.1, 0.9), chance.normal(-0.2, 0.7));
        Self { sex, story, height: height.clamp(-2.6, 2.0), weight: weight.clamp(-1.7, 1.6) }
    }

    /// Height-for-age at an age in days: what is lost is lost in the first two years.
    fn height_at(&self, days: f64) -> f64 {
        let lost = match self.story {
            Story::Falters => -1.6,
            Story::Wasted { .. } => -0.6,
            Story::Ordinary | Story::Heavy => -0.3,
        };
        let share = ((days - 120.0) / 600.0).clamp(0.0, 1.0);
        self.height * (0.6 + 0.4 * (days / 300.0).min(1.0)) + lost * share
    }

    /// Weight-for-length at an age in days.
    fn weight_at(&self, days: f64) -> f64 {
        match self.story {
            Story::Wasted { around, deep } => {
                // Falls in three months, is made up for in four.
                let width = if days < around { 60.0 } else { 80.0 };
                let share = (-((days - around) / width).powi(2)).exp();
                self.weight * (1.0 - share) + deep * share
            }
            Story::Falters => self.weight - 0.5 * ((days - 180.0) / 200.0).clamp(0.0, 1.0),
            Story::Heavy => self.weight + 3.2 * ((days - 300.0) / 500.0).clamp(0.0, 1.0),
            Story::Ordinary => self.weight,
        }
    }

    /// What scale and board show on a day; with a length, when it is taken. `None` when no child of this age is measured.
    pub(super) fn measured(
        &self,
        (child, birth, on): (RecordId, Day, Day),
        with_length: bool,
        chance: &mut Chance,
    ) -> Option<Measurement> {
        let age = Age::between(birth.date(), on.date()).ok()?;
        let days = age.days();
        let length = measurement_at(Indicator::LengthForAge, self.sex, age, None, self.height_at(days))?;
        let thin = self.weight_at(days) + chance.normal(0.0, 0.12);
        let true_length = Centimetres::new(length).ok();
        let weight = measurement_at(Indicator::WeightForLength, self.sex, age, true_length, thin).or_else(|| {
            measurement_at(Indicator::WeightForAge, self.sex, age, None, (thin + self.height_at(days)) / 2.0)
        })?;
        let arm = measurement_at(Indicator::ArmForAge, self.sex, age, None, 0.85 * thin + chance.normal(0.0, 0.2));
        // Scales show 50 g or 100 g, boards and tapes a millimetre.
        let weight = (weight * 20.0).round() / 20.0;
        let board = length + chance.normal(0.0, 0.3);
        let lying = age.table_day() < STANDING_FROM_DAY;
        let length_mm =
            if with_length { Centimetres::new(board).ok().and_then(|cm| LengthMm::new(cm).ok()) } else { None };
        let posture = length_mm.map(|_| if lying { Posture::Lying } else { Posture::Standing });
        let arm = if with_length { arm.and_then(|cm| Centimetres::new(cm).ok()) } else { None };
        Some(Measurement {
            weight_g: Kilograms::new(weight).ok().and_then(|kg| WeightG::new(kg).ok()),
            length_mm,
            posture,
            arm_mm: arm.and_then(|cm| GirthMm::new(cm).ok()),
            ..Measurement::new(child, on)
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use nep_core::growth::{Visit, assess};
    use nep_core::log::{DeviceId, DocId};
    use nep_core::records::Actor;
    use nep_core::records::child::Child;

    use super::*;

    fn scored(story: Story, days: u64) -> f64 {
        let birth = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
        let day = |date| Day::new(date).expect("a day");
        let id = RecordId { actor: Actor::new(DeviceId::new([1; 32]), DocId::new([2; 16]), 1), seq: 1, nth: 0 };
        let mut chance = Chance::new(1, 2);
        let path = Path { sex: Sex::Girl, story, height: -1.0, weight: 0.0 };
        let on = day(birth + Days::new(days));
        let measured = path.measured((id, day(birth), on), true, &mut chance).expect("a child");
        let child = Child { sex: Some(Sex::Girl), birth: Some(day(birth)), ..Child::default() };
        let visit: Visit = measured.visit(&child);
        assess(&visit).score(Indicator::WeightForLength).expect("weight and length").z.get()
    }

    #[test]
    fn a_wasted_child_is_severely_thin_for_a_season_and_well_before_and_after() {
        let story = Story::Wasted { around: 400.0, deep: -3.6 };
        assert!(scored(story, 400) < -2.9, "{}", scored(story, 400));
        assert!(scored(story, 200) > -1.0, "{}", scored(story, 200));
        assert!(scored(story, 700) > -1.0, "{}", scored(story, 700));
    }

    #[test]
    fn a_child_who_grows_heavy_ends_above_two() {
        assert!(scored(Story::Heavy, 30) < 1.0);
        assert!(scored(Story::Heavy, 900) > 2.0);
    }
}
