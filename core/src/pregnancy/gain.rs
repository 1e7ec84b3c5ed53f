//! How much weight a woman should have gained by a given week: the Vietnamese guideline, and IOM 2009 beside it.
//!
//! Source: QĐ 776/QĐ-BYT 2017; IOM/NRC 2009; rows of `guidelines/weight-gain-2017/gwg.tsv`, corners of the bands in
//! `band_knots.tsv`.
//!
//! How the bands are drawn (our construction, medium confidence; the totals are printed):
//! - Vietnamese, 18.5 to under 25: straight lines through (0; 0), (13; 1), (28; 5–6), (40; 10–12) kg;
//! - Vietnamese, percent rules: the guideline prints one figure (25 % or 15 % of the weight before pregnancy). The band
//!   follows the same path and keeps the same width about it: the normal band × total ÷ 11 kg, the middle of 10–12;
//! - IOM: (0; 0), (13; 0.5–2), then straight to the printed total at week 40. Multiplying the weekly rates instead
//!   misses the totals by up to 1.5 kg.
//!
//! What catches people out:
//! - 25 % of a small weight is less than what a woman of normal weight should gain, and 15 % of a large one is above the
//!   IOM's range: a gain is called high by a percent rule only when it is above the IOM's band too;
//! - a band is kept to the gram, like a gain, so that a verdict never contradicts the figures shown;
//! - until about 28 weeks the bands are narrower than what scales, clothes and a meal change. In the first trimester
//!   they are nearly lines and a tolerance applies ([`Range::tolerance_at`]); from 14w0d the band's own edges judge, and
//!   a gain just outside a narrow one is told apart ([`Range::is_near`]);
//! - the guideline has no band for twins; the IOM's provisional twin ranges are for term, so they judge from 37 weeks.

use serde::Serialize;

use super::body::{Bmi, BmiClass};
use super::gestation::{GestationalAge, Trimester};
use super::tables::{BAND_HALF_WIDTH_LEAST, GAIN_RULES, GainRule, IOM_KNOTS, Knot, TERM, VN_KNOTS, rules};
use crate::growth::Reference;
use crate::units::Kilograms;

/// A gain this close to a limit lies on it: scales show tens of grams, and binary fractions miss by far less.
const ON_THE_LINE_KG: f64 = 1e-6;

/// Why a figure is not given. An ordinary answer, not a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No date to count from.
    DatesMissing,
    /// Height was not given.
    HeightMissing,
    /// Neither a weight before pregnancy nor one of the first 12 weeks was given.
    WeightBeforeMissing,
    /// No weight on the day asked about.
    WeightMissing,
    /// No weight at an earlier visit.
    EarlierWeightMissing,
    /// The weighings are too close to be judged by the month.
    IntervalTooShort,
    /// The guideline judges monthly gain from month 4.
    BeforeMonthFour,
    /// The rule is for one child.
    NotForTwins,
    /// The guideline has no figures for twins.
    NoTwinsInGuideline,
    /// IOM 2009 found no data for twins of an underweight mother.
    NoTwinsWhenUnderweight,
    /// Printed twin totals are for term: before 37 weeks there is no band.
    TwinsJudgedAtTerm,
    /// No source for three or more.
    ThreeOrMore,
    /// INTERGROWTH-21st is for a body mass index of 18.5 to under 25.
    BmiNotNormal,
    /// INTERGROWTH-21st is for 14 to 40 weeks.
    OutsideWeeks14To40,
    /// The gain lies below what the formula reaches.
    GainOutsideFormula,
}

impl Missing {
    /// The code that stands in the answer.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DatesMissing => "dates_missing",
            Self::HeightMissing => "height_missing",
            Self::WeightBeforeMissing => "weight_before_missing",
            Self::WeightMissing => "weight_missing",
            Self::EarlierWeightMissing => "earlier_weight_missing",
            Self::IntervalTooShort => "interval_too_short",
            Self::BeforeMonthFour => "before_month_four",
            Self::NotForTwins => "not_for_twins",
            Self::NoTwinsInGuideline => "no_twins_in_guideline",
            Self::NoTwinsWhenUnderweight => "no_twins_when_underweight",
            Self::TwinsJudgedAtTerm => "twins_judged_at_term",
            Self::ThreeOrMore => "three_or_more",
            Self::BmiNotNormal => "bmi_not_normal",
            Self::OutsideWeeks14To40 => "outside_weeks_14_to_40",
            Self::GainOutsideFormula => "gain_outside_formula",
        }
    }
}

/// A gain against a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Below the band.
    Low,
    /// In the band, its edges included.
    Within,
    /// Above the band.
    High,
}

/// From a lower to an upper gain, in kilograms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// Lower.
    pub low: f64,
    /// Upper.
    pub high: f64,
}

impl Range {
    /// Where a gain lies; the edges are within.
    #[must_use]
    pub fn judge(self, gain_kg: f64) -> Verdict {
        if gain_kg < self.low - ON_THE_LINE_KG {
            Verdict::Low
        } else if gain_kg > self.high + ON_THE_LINE_KG {
            Verdict::High
        } else {
            Verdict::Within
        }
    }

    /// Kilograms by which a gain may miss the range at this age and still be within: in the first trimester what the
    /// range lacks of 0.5 kg on either side of its middle, then none.
    ///
    /// There the band is a line ("about 1 kg") and no scale could keep a woman on it.
    #[must_use]
    pub fn tolerance_at(self, age: GestationalAge) -> f64 {
        match age.trimester() {
            Trimester::First => (BAND_HALF_WIDTH_LEAST.value - (self.high - self.low) / 2.0).max(0.0),
            Trimester::Second | Trimester::Third => 0.0,
        }
    }

    /// The range made wider on both sides.
    #[must_use]
    pub fn widened(self, kg: f64) -> Self {
        Self { low: self.low - kg, high: self.high + kg }
    }

    /// Outside, yet no further than 0.5 kg from the middle: less than clothes and a meal weigh.
    #[must_use]
    pub fn is_near(self, gain_kg: f64) -> bool {
        let off = (gain_kg - f64::midpoint(self.low, self.high)).abs();
        self.judge(gain_kg) != Verdict::Within && off <= BAND_HALF_WIDTH_LEAST.value + ON_THE_LINE_KG
    }

    fn to_the_gram(self) -> Self {
        let grams = |kg: f64| (kg * 1000.0).round() / 1000.0;
        Self { low: grams(self.low), high: grams(self.high) }
    }

    fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}

/// Whose recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Standard {
    /// QĐ 776/QĐ-BYT, 2017.
    #[serde(rename = "vn776")]
    Vietnam,
    /// IOM/NRC 2009.
    #[serde(rename = "iom2009")]
    Iom,
}

/// What a standard says to one woman.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// Whose.
    pub standard: Standard,
    /// Gain over the whole pregnancy, as printed; both ends alike for a percent rule.
    pub total: Range,
    /// The row behind it.
    pub source: Reference,
    /// A percent of the weight before pregnancy rather than a range of kilograms.
    pub by_percent: bool,
    /// Corners of the band: week and range; why there is none otherwise.
    pub band: Result<Vec<(f64, Range)>, Missing>,
}

impl Recommendation {
    /// The range at a gestational age, to the gram; after 40 weeks that of week 40.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn at(&self, age: GestationalAge) -> Result<Range, Missing> {
        match &self.band {
            Ok(corners) => Ok(between(corners, age.exact_weeks()).to_the_gram()),
            Err(Missing::TwinsJudgedAtTerm) if age.days() >= TERM.value => Ok(self.total),
            Err(missing) => Err(*missing),
        }
    }

    /// The row behind the range at a gestational age: the corner of the band it leads to, the rule itself without a band.
    #[must_use]
    pub fn range_source(&self, age: GestationalAge) -> Reference {
        let knots = match self.standard {
            Standard::Vietnam => VN_KNOTS,
            Standard::Iom => IOM_KNOTS,
        };
        let next = knots.iter().find(|knot| knot.week >= age.exact_weeks()).or(knots.last());
        next.filter(|_| self.band.is_ok()).map_or(self.source, |knot| knot.source)
    }
}

/// Printed figures of a row.
fn range(rule: &GainRule) -> Option<Range> {
    Some(Range { low: rule.low?, high: rule.high? })
}

/// The figures of a row named in the table of corners.
fn range_of(id: &str) -> Range {
    let rule = GAIN_RULES.iter().find(|rule| rule.id == id);
    rule.and_then(range).expect("corners name rows with figures (tested)")
}

const NOTHING: Range = Range { low: 0.0, high: 0.0 };

/// Vietnamese guideline for a woman with this body mass index and weight before pregnancy.
///
/// # Errors
///
/// Two or more children: the guideline has no figures.
pub fn vietnamese(bmi: Bmi, weight_before: Kilograms, fetuses: u8) -> Result<Recommendation, Missing> {
    one_for_vietnam(fetuses)?;
    let normal = vietnamese_corners();
    let share = |rule: &GainRule| {
        let percent = rule.low.expect("percent rules have a figure (tested)");
        let total = weight_before.get() * percent / 100.0;
        let middle = range(rules::VN_NORM_TOTAL).map_or(total, |total| f64::midpoint(total.low, total.high));
        let band = normal.iter().map(|(week, range)| (*week, range.times(total / middle))).collect();
        (Range { low: total, high: total }, band)
    };
    let (rule, (total, band), by_percent) = match bmi.vietnamese_class() {
        BmiClass::Underweight => (rules::VN_UNDER_TOTAL, share(rules::VN_UNDER_TOTAL), true),
        BmiClass::Normal => (rules::VN_NORM_TOTAL, (range_of(rules::VN_NORM_TOTAL.id), normal.clone()), false),
        BmiClass::Overweight | BmiClass::Obese => (rules::VN_OVER_TOTAL, share(rules::VN_OVER_TOTAL), true),
    };
    Ok(Recommendation { standard: Standard::Vietnam, total, source: rule.source, by_percent, band: Ok(band) })
}

fn vietnamese_corners() -> Vec<(f64, Range)> {
    let mut so_far = NOTHING;
    let corner = |knot: &Knot| {
        if !knot.built_from.is_empty() {
            so_far = so_far.plus(range_of(knot.built_from));
        }
        (knot.week, so_far)
    };
    VN_KNOTS.iter().map(corner).collect()
}

/// IOM 2009 for a woman with this body mass index.
///
/// # Errors
///
/// Twins of an underweight mother, three or more children: no figures.
pub fn iom(bmi: Bmi, fetuses: u8) -> Result<Recommendation, Missing> {
    one_or_two(fetuses)?;
    let class = bmi.iom_class();
    let rule = match (class, fetuses) {
        (BmiClass::Underweight, 1) => rules::IOM_UNDER_TOTAL,
        (BmiClass::Normal, 1) => rules::IOM_NORM_TOTAL,
        (BmiClass::Overweight, 1) => rules::IOM_OVER_TOTAL,
        (BmiClass::Obese, 1) => rules::IOM_OBESE_TOTAL,
        (BmiClass::Underweight, _) => return Err(Missing::NoTwinsWhenUnderweight),
        (BmiClass::Normal, _) => rules::IOM_TWIN_NORM,
        (BmiClass::Overweight, _) => rules::IOM_TWIN_OVER,
        (BmiClass::Obese, _) => rules::IOM_TWIN_OBESE,
    };
    let total = range_of(rule.id);
    let corner = |knot: &Knot| {
        let range = match knot.built_from {
            "" => NOTHING,
            "total" => total,
            id => range_of(id),
        };
        (knot.week, range)
    };
    let band = if fetuses > 1 { Err(Missing::TwinsJudgedAtTerm) } else { Ok(IOM_KNOTS.iter().map(corner).collect()) };
    Ok(Recommendation { standard: Standard::Iom, total, source: rule.source, by_percent: false, band })
}

/// IOM 2009 gain per week after the first trimester, one child.
#[must_use]
pub fn iom_weekly(bmi: Bmi) -> Range {
    range_of(iom_weekly_row(bmi).id)
}

/// The row of [`iom_weekly`].
pub(super) fn iom_weekly_row(bmi: Bmi) -> &'static GainRule {
    match bmi.iom_class() {
        BmiClass::Underweight => rules::IOM_UNDER_WEEK,
        BmiClass::Normal => rules::IOM_NORM_WEEK,
        BmiClass::Overweight => rules::IOM_OVER_WEEK,
        BmiClass::Obese => rules::IOM_OBESE_WEEK,
    }
}

/// The guideline is for one child, whatever else is known.
pub(super) fn one_for_vietnam(fetuses: u8) -> Result<(), Missing> {
    one_or_two(fetuses)?;
    if fetuses > 1 { Err(Missing::NoTwinsInGuideline) } else { Ok(()) }
}

/// The IOM's figures are for one child or two, whatever else is known.
pub(super) fn one_or_two(fetuses: u8) -> Result<(), Missing> {
    if fetuses > 2 { Err(Missing::ThreeOrMore) } else { Ok(()) }
}

/// The range at `week` on straight lines between corners; the last one holds beyond.
fn between(corners: &[(f64, Range)], week: f64) -> Range {
    for pair in corners.windows(2) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        if week <= to {
            let share = (week - from) / (to - from);
            let mix = |a: f64, b: f64| a + share * (b - a);
            return Range { low: mix(start.low, end.low), high: mix(start.high, end.high) };
        }
    }
    corners.last().map_or(NOTHING, |(_, range)| *range)
}

/// The verdict of the Vietnamese guideline beside the IOM's: by its percent rules alone nothing is called high.
#[must_use]
pub fn vietnamese_verdict(rule: &Recommendation, by_band: Verdict, iom: Option<Verdict>) -> Verdict {
    match by_band {
        Verdict::High if rule.by_percent && iom != Some(Verdict::High) => Verdict::Within,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Centimetres;

    #[test]
    fn every_class_finds_its_rows() {
        let height = Centimetres::new(160.0).expect("above zero");
        for kg in [40.0, 50.0, 70.0, 90.0] {
            let weight = Kilograms::new(kg).expect("above zero");
            let bmi = Bmi::new(weight, height, false);
            assert!(iom_weekly(bmi).low < iom_weekly(bmi).high);
            let one = [vietnamese(bmi, weight, 1), iom(bmi, 1)].map(|rule| rule.expect("one child"));
            for rule in one {
                assert!(rule.total.low > 0.0 && rule.total.low <= rule.total.high);
                assert_eq!(rule.band.expect("a band").last().map(|(week, _)| *week), Some(40.0));
            }
            assert_eq!(iom(bmi, 2).is_ok(), kg > 47.36);
        }
    }

    #[test]
    fn a_tolerance_is_for_the_narrow_bands_of_the_first_trimester() {
        let tolerance = |days, low, high| {
            let age = GestationalAge::from_days(days).expect("an age");
            Range { low, high }.tolerance_at(age)
        };
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(close(tolerance(91, 1.0, 1.0), 0.5));
        assert!(close(tolerance(97, 1.2, 1.3), 0.45));
        assert!(close(tolerance(98, 1.2, 1.3), 0.0));
        assert!(close(tolerance(91, 0.5, 2.0), 0.0), "wide enough by itself");
    }

    #[test]
    fn a_gain_just_outside_a_narrow_band_is_near_it() {
        let narrow = Range { low: 2.9, high: 3.3 };
        assert!(!narrow.is_near(2.9) && !narrow.is_near(3.3), "within");
        assert!(narrow.is_near(2.6) && narrow.is_near(3.6));
        assert!(!narrow.is_near(2.599) && !narrow.is_near(3.601));
        let wide = Range { low: 10.0, high: 12.0 };
        assert!(!wide.is_near(9.99) && !wide.is_near(12.01));
    }
}
