//! One invented family over the years: who is born, who is weighed when, and what goes wrong.
//!
//! A family is a list of sittings, each a day on which somebody wrote something down. Nothing here knows a key or a file.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use nep_core::growth::Sex;
use nep_core::records::care::{Dose, Referral};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::{Household, Mother};
use nep_core::records::pregnancy::{Pregnancy, Weighing};
use nep_core::records::{Clock, Correction, Day, Fields, LengthMm, RecordId, Sitting, WeightG};

use super::chance::Chance;
use super::growing::{Path, Story};
use super::names;

/// Days between two measurements of a child under two, and of an older one.
const MONTHLY: u64 = 30;
const QUARTERLY: u64 = 91;
/// Days of age of a child who is severely thin at the end.
const THIN_NOW: u64 = 345;
/// A pregnancy lasts so long from the last period.
const TERM: u64 = 280;

/// A child to be.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub child: Child,
    pub path: Path,
}

/// What is written down on a day.
#[derive(Clone, Debug)]
enum Act {
    Registered(usize),
    Measured(usize, bool),
    /// The board is read wrongly, doubted and read again.
    Doubted(usize),
    Referred(usize),
    Dosed(usize),
    Expecting {
        last_period: Day,
        before_g: i64,
    },
    Weighed {
        on: Day,
        weeks: f64,
        signs: bool,
    },
    Born(Day),
}

/// A family.
#[derive(Debug)]
pub(super) struct Family {
    pub mother: Mother,
    pub children: Vec<Planned>,
    household: Household,
    before_g: i64,
    days: BTreeMap<NaiveDate, Vec<Act>>,
    chance: Chance,
}

/// When the records begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Years {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Family {
    /// The family of this number; the first ones of a commune each have a story, so that a small one has all.
    pub(super) fn new(seed: u64, nth: u64, years: Years) -> Self {
        let mut chance = Chance::new(seed, nth);
        let birth = years.until - Days::new(365 * (19 + chance.below(20)) + chance.below(365));
        let mother = Mother {
            name: names::mother(&mut chance),
            birth: day(birth),
            height_mm: LengthMm::try_from(millimetres(chance.normal(1532.0, 48.0))).ok(),
            ..Mother::default()
        };
        let mut family = Self {
            household: Household { hamlet: Some(format!("Cụm {}", 1 + nth % 4)), ..Household::default() },
            before_g: millimetres(chance.normal(470.0, 50.0)) * 100,
            mother,
            children: Vec::new(),
            days: BTreeMap::new(),
            chance,
        };
        family.bear(nth, years);
        family
    }

    fn bear(&mut self, nth: u64, years: Years) {
        let many = if self.chance.happens(0.22) { 2 } else { 1 };
        // Under five at the end; a second child at least two years younger.
        let mut born = years.until - Days::new(30 + self.chance.below(if many == 2 { 900 } else { 1760 }));
        for at in 0..many {
            let story = if at == 0 { self.story(nth) } else { Story::Ordinary };
            if nth % 61 == 7 && at == 0 {
                born = years.until - Days::new(THIN_NOW);
            } else if matches!(story, Story::Wasted { .. }) {
                // Old enough to have been through it, young enough to be watched.
                born = years.until - Days::new(420 + self.chance.below(200));
            }
            let slip = nth % 61 == 3 && at == 0;
            self.plan_child(born, story, slip, years);
            let last_period = born - Days::new(TERM - 10 + self.chance.below(18));
            if last_period > years.from && self.chance.happens(0.44) {
                self.plan_pregnancy(last_period, Some(born), years);
            }
            born = born - Days::new(730 + self.chance.below(120));
        }
        let youngest = self.children.iter().filter_map(|one| one.child.birth).max();
        let open = youngest.is_none_or(|birth| (years.until - birth.date()).num_days() > 400);
        if open && (nth % 61 == 5 || self.chance.happens(0.13)) {
            let last_period = years.until - Days::new(60 + self.chance.below(200));
            self.plan_pregnancy(last_period, None, years);
        }
    }

    fn story(&mut self, nth: u64) -> Story {
        match nth % 61 {
            0 => Story::Wasted { around: 390.0, deep: -3.8 },
            7 => Story::Wasted { around: f64::from(u32::try_from(THIN_NOW).unwrap_or(0)), deep: -3.9 },
            4 => Story::Falters,
            6 => Story::Heavy,
            _ if self.chance.happens(0.012) => Story::Wasted { around: 300.0, deep: -2.7 },
            _ if self.chance.happens(0.08) => Story::Falters,
            _ if self.chance.happens(0.03) => Story::Heavy,
            _ => Story::Ordinary,
        }
    }

    fn plan_child(&mut self, born: NaiveDate, story: Story, slip: bool, years: Years) {
        let chance = &mut self.chance;
        let sex = if chance.happens(0.52) { Sex::Boy } else { Sex::Girl };
        let path = Path::new(sex, story, chance);
        let child = Child {
            name: names::child(chance),
            sex: Some(sex),
            birth: day(born),
            birth_weight_g: WeightG::try_from(millimetres(chance.normal(305.0, 35.0)) * 10).ok(),
            ..Child::default()
        };
        let at = self.children.len();
        self.children.push(Planned { child, path });
        let mut on = born.max(years.from) + Days::new(10 + self.chance.below(20));
        self.days.entry(on.min(years.until)).or_default().push(Act::Registered(at));
        let (mut nth, mut referred) = (0, false);
        while on <= years.until {
            let age = (on - born).num_days();
            let watched = matches!(story, Story::Wasted { around, .. } if (f64::from(i32::try_from(age).unwrap_or(0)) - around).abs() < 150.0);
            if self.chance.happens(if watched { 1.0 } else { 0.84 }) {
                let acts = self.days.entry(on).or_default();
                acts.push(if slip && nth == 4 { Act::Doubted(at) } else { Act::Measured(at, watched || nth % 3 == 0) });
                if watched && !referred {
                    referred = true;
                    acts.push(Act::Referred(at));
                }
                if nth % 6 == 5 && age > 180 {
                    acts.push(Act::Dosed(at));
                }
            }
            nth += 1;
            let pace = if age < 730 || watched { MONTHLY } else { QUARTERLY };
            on = on + Days::new(pace - 3 + self.chance.below(7));
        }
    }

    fn plan_pregnancy(&mut self, last_period: NaiveDate, born: Option<NaiveDate>, years: Years) {
        let Some(period) = day(last_period) else { return };
        let begun = last_period + Days::new(50 + self.chance.below(40));
        let expecting = Act::Expecting { last_period: period, before_g: self.before_g };
        self.days.entry(begun).or_default().push(expecting);
        let mut on = begun;
        while on <= years.until && born.is_none_or(|born| on < born) && (on - last_period).num_days() < 285 {
            let weeks = f64::from(i32::try_from((on - last_period).num_days()).unwrap_or(0)) / 7.0;
            let signs = weeks > 30.0 && self.chance.happens(0.01);
            let Some(weighed) = day(on) else { break };
            self.days.entry(on).or_default().push(Act::Weighed { on: weighed, weeks, signs });
            on = on + Days::new(27 + self.chance.below(9));
        }
        if let Some(born) = born.and_then(day) {
            self.days.entry(born.date() + Days::new(5)).or_default().push(Act::Born(born));
        }
    }

    /// The days on which something was written down, up to a day, each with what to write. The mother is written first, by
    /// [`Self::begin`].
    pub(super) fn sittings<'a>(
        &'a self,
        written: &'a RefCell<Records>,
        until: NaiveDate,
    ) -> impl Iterator<Item = (Clock, impl FnOnce(&mut Sitting) + 'a)> {
        let mut chance = self.chance.clone();
        self.days.range(..=until).map(move |(date, acts)| {
            let mut chance = Chance::new(chance.below(u64::MAX), 1);
            (noon(*date), move |sitting: &mut Sitting| {
                let mut written = written.borrow_mut();
                for act in acts {
                    self.write(act, *date, &mut written, &mut chance, sitting);
                }
            })
        })
    }

    /// The first day something is written down.
    pub(super) fn begins(&self) -> NaiveDate {
        self.days.keys().next().copied().unwrap_or_default()
    }

    /// Writes the mother and where they live.
    pub(super) fn begin(&self, sitting: &mut Sitting) -> Records {
        sitting.add(&self.household);
        Records { mother: sitting.add(&self.mother), children: Vec::new(), pregnancy: None }
    }

    fn write(&self, act: &Act, date: NaiveDate, written: &mut Records, chance: &mut Chance, sitting: &mut Sitting) {
        let Some(on) = day(date) else { return };
        match act {
            Act::Registered(at) => {
                let child = Child { mother: Some(written.mother), ..self.children[*at].child.clone() };
                written.children.push((*at, sitting.add(&child)));
            }
            Act::Measured(at, with_length) => {
                if let Some(measured) = self.measured(*at, on, *with_length, written, chance) {
                    sitting.add(&measured);
                }
            }
            Act::Doubted(at) => {
                let Some(right) = self.measured(*at, on, true, written, chance) else { return };
                let wrong = right.length_mm.and_then(|length| LengthMm::try_from(length.get() - 60).ok());
                let doubted = sitting.add(&Measurement { length_mm: wrong, ..right.clone() });
                sitting.add(&Measurement { repeats: Some(doubted), ..right });
            }
            Act::Referred(at) => {
                let Some(whom) = written.child(*at) else { return };
                let reasons = vec!["wasting".to_owned()];
                let to = Some("Bệnh viện huyện Mường Nếp (bịa)".to_owned());
                sitting.add(&Referral { whom, on, reasons, to, urgent: true, came_on: None, outcome: None });
            }
            Act::Dosed(at) => {
                let Some(whom) = written.child(*at) else { return };
                let what = "vitamin_a".to_owned();
                sitting.add(&Dose { whom, what, on, amount: Some(1), round: None, lot: None });
            }
            Act::Expecting { last_period, before_g } => {
                let weight_before_g = WeightG::try_from(*before_g).ok();
                let last_period = Some(*last_period);
                let pregnancy = Pregnancy { last_period, weight_before_g, ..Pregnancy::new(written.mother) };
                written.pregnancy = Some(sitting.add(&pregnancy));
            }
            Act::Weighed { on, weeks, signs } => {
                let Some(pregnancy) = written.pregnancy else { return };
                // About 11 kg in all, most of it after the first three months.
                let gained = 1.0 * (weeks / 13.0).min(1.0) + 0.38 * (weeks - 13.0).max(0.0);
                let grams = self.before_g + millimetres((gained + chance.normal(0.0, 0.4)) * 10.0) * 100;
                let signs = if *signs { vec!["severe_headache".to_owned()] } else { Vec::new() };
                let weight_g = WeightG::try_from(grams).ok();
                sitting.add(&Weighing { pregnancy, on: *on, weight_g, arm_mm: None, signs });
            }
            Act::Born(born) => {
                let Some(of) = written.pregnancy.take() else { return };
                let set = Fields::from_iter([
                    ("ended_on".to_owned(), born.number().into()),
                    ("outcome".to_owned(), "live_birth".into()),
                ]);
                sitting.add(&Correction { of, over: vec![of], set });
            }
        }
    }

    fn measured(
        &self,
        at: usize,
        on: Day,
        with_length: bool,
        written: &Records,
        chance: &mut Chance,
    ) -> Option<Measurement> {
        let planned = &self.children[at];
        planned.path.measured((written.child(at)?, planned.child.birth?, on), with_length, chance)
    }
}

/// The records of a family that later ones name.
#[derive(Debug)]
pub(super) struct Records {
    pub mother: RecordId,
    pub children: Vec<(usize, RecordId)>,
    pregnancy: Option<RecordId>,
}

impl Records {
    /// The record of the child of this number, once she is registered.
    pub(super) fn child(&self, at: usize) -> Option<RecordId> {
        self.children.iter().find(|(of, _)| *of == at).map(|(_, id)| *id)
    }
}

pub(super) fn day(date: NaiveDate) -> Option<Day> {
    Day::new(date).ok()
}

/// A morning in Vietnam.
pub(super) fn noon(date: NaiveDate) -> Clock {
    Clock(day(date).map_or(0, Day::number) * 86_400 + 3 * 3600)
}

#[expect(clippy::cast_possible_truncation, reason = "a person's size")]
fn millimetres(size: f64) -> i64 {
    size.round() as i64
}
