//! What a growth chart shows, before anybody draws it.
//!
//! Source of the curves: WHO Child Growth Standards, tables under `data/growth/who-2006`, by exact day or length.
//!
//! What catches people out:
//! - the window never follows the child: it is 0–24 or 24–60 months, 45–110 cm lying or 65–120 cm standing, so that a
//!   small change cannot be made to look large; a point off the chart is told by an arrow;
//! - an implausible reading is drawn hollow, has no class and is not joined to the others;
//! - swollen feet leave a mark on the axis where the weight would have been;
//! - a child born early stands at the corrected age with a ghost at the age since birth.

use serde::Serialize;

use super::corrected_age::{AgeUsed, BirthGestation, ChildAssessment, Correction, assess_child};
use super::figure::{Figure, Figures};
use super::tables::{self, Standard};
use super::velocity::{Grown, lying_length};
use super::{Age, Classified, DAYS_PER_MONTH, Indicator, NoScore, Options, STANDING_FROM_DAY, Sex, Visit, ZScore};

/// The lines of the chart, in standard deviations.
pub const LINES: [i8; 7] = [-3, -2, -1, 0, 1, 2, 3];

/// Two visits further apart than this are joined by dots.
const DOTTED_OVER_DAYS: f64 = 100.0;

/// At least this many points to a curve, so that it looks round.
const CURVE_POINTS: i64 = 100;

/// What the horizontal axis covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// Age 0–24 months.
    FirstTwoYears,
    /// Age 24–60 months.
    TwoToFive,
    /// Length 45–110 cm (weight-for-length).
    Lying,
    /// Height 65–120 cm (weight-for-height).
    Standing,
}

impl Window {
    /// The window a visit at `age` since birth is seen in.
    #[must_use]
    pub fn at(indicator: Indicator, age: Age) -> Self {
        match (indicator, age.table_day() < STANDING_FROM_DAY) {
            (Indicator::WeightForLength, true) => Self::Lying,
            (Indicator::WeightForLength, false) => Self::Standing,
            (_, true) => Self::FirstTwoYears,
            (_, false) => Self::TwoToFive,
        }
    }

    const fn ends(self) -> (f64, f64) {
        match self {
            Self::FirstTwoYears => (0.0, 24.0),
            Self::TwoToFive => (24.0, 60.0),
            Self::Lying => (45.0, 110.0),
            Self::Standing => (65.0, 120.0),
        }
    }

    const fn is_by_age(self) -> bool {
        matches!(self, Self::FirstTwoYears | Self::TwoToFive)
    }
}

/// The unit of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AxisUnit {
    /// Months of age.
    Months,
    /// Kilograms.
    Kilograms,
    /// Centimetres.
    Centimetres,
    /// Kilograms by square metre.
    KilogramsPerSquareMetre,
    /// Millimetres.
    Millimetres,
}

/// An axis with its ticks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// Where it begins.
    pub min: f64,
    /// Where it ends.
    pub max: f64,
    /// Labelled values, rising.
    pub ticks: Vec<f64>,
    /// Its unit.
    pub unit: AxisUnit,
}

/// One line of the standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// In standard deviations.
    pub z: i8,
    /// Points from left to right: x in the unit of the axis, and the value.
    pub points: Vec<(f64, f64)>,
}

/// How the space between two lines is tinted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tint {
    /// −2 to +2: "the green zone".
    Green,
    /// −3 to −2.
    Watch,
    /// Under −3.
    Danger,
    /// Above +2, where too much is a fault.
    High,
}

/// The space between two lines; `None` is the edge of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// Line below it.
    pub above: Option<i8>,
    /// Line above it.
    pub below: Option<i8>,
    /// Its tint.
    pub tint: Tint,
}

/// One reading to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartReading {
    /// The visit, its age since birth.
    pub visit: Visit,
    /// `false`: measured again at the same visit, and the other reading was kept. Shown, not joined.
    pub kept: bool,
}

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A plain point.
    Solid,
    /// Outside WHO's limits: a hollow diamond, no class.
    Implausible,
    /// Measured again, not the kept one.
    Replaced,
    /// Not yet at term: at the age since birth, no score.
    Ghost,
}

/// An edge of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// A reading on the chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChartPoint {
    /// Which of the readings given.
    pub reading: usize,
    /// Months (corrected, if it was) or centimetres.
    pub x: f64,
    /// The value, in the unit of the axis.
    pub y: f64,
    /// Off the chart: draw an arrow on this edge, with the value.
    pub off: Option<Edge>,
    /// How it is drawn.
    pub mark: Mark,
    /// Score and class.
    pub answer: Classified,
    /// Where the ghost of a child born early stands: months since birth.
    pub ghost_x: Option<f64>,
    /// Days of age since birth.
    pub age_days: f64,
    /// Days of corrected age.
    pub corrected_age_days: Option<f64>,
    /// Centimetres added (lying expected) or taken off (standing expected), when the posture was not the expected one.
    pub posture_correction_cm: Option<f64>,
    /// Change since the kept reading before it, in the unit of the axis.
    pub change: Option<f64>,
}

/// A line between two points, by their places in [`Chart::points`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// From.
    pub from: usize,
    /// To.
    pub to: usize,
    /// More than 100 days between them.
    pub dotted: bool,
}

/// Swollen feet at a visit: a mark on the axis, no weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OedemaMark {
    /// Which of the readings given.
    pub reading: usize,
    /// Where on the horizontal axis.
    pub x: f64,
}

/// A row of the table under the chart: every reading with a value, in the window or not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TableRow {
    /// Which of the readings given.
    pub reading: usize,
    /// Days of age since birth.
    pub age_days: f64,
    /// Days of corrected age.
    pub corrected_age_days: Option<f64>,
    /// Length, for weight-for-length.
    pub length_cm: Option<f64>,
    /// The value.
    pub value: f64,
    /// Score and class.
    pub answer: Classified,
}

/// A growth chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// Of what.
    pub indicator: Indicator,
    /// For whom.
    pub sex: Sex,
    /// Which window.
    pub window: Window,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// The seven lines, from −3 to +3.
    pub curves: Vec<Curve>,
    /// Tints, from the lowest.
    pub zones: Vec<Zone>,
    /// Where children stop being measured lying, on the horizontal axis.
    pub handover_x: Option<f64>,
    /// Readings in the window, by age.
    pub points: Vec<ChartPoint>,
    /// Lines between them.
    pub segments: Vec<Segment>,
    /// Swollen feet.
    pub oedema: Vec<OedemaMark>,
    /// Every reading, by age.
    pub table: Vec<TableRow>,
}

impl Chart {
    /// The last kept reading with a score.
    #[must_use]
    pub fn last(&self) -> Option<&ChartPoint> {
        self.points.iter().rev().find(|point| point.mark == Mark::Solid)
    }

    /// A baby's weight is read to 10 g; all else has one decimal.
    fn decimals(&self, value: f64) -> usize {
        let tenths = value * 10.0;
        if self.y.unit == AxisUnit::Kilograms && (tenths - tenths.round()).abs() > 1e-6 { 2 } else { 1 }
    }

    /// What is said instead of the picture: a message and its figures; the messages also take `unit`, the name of the
    /// vertical axis' unit. Weight-for-length is told by length, the others by age.
    #[must_use]
    pub fn text(&self) -> (&'static str, Figures) {
        let mut kept = self.points.iter().filter(|point| point.mark == Mark::Solid);
        let (Some(first), Some(last)) = (kept.next(), self.last()) else {
            return ("growth-chart-empty", Vec::new());
        };
        let mut figures = vec![
            ("to", Figure::number(last.x, if self.window.is_by_age() { 0 } else { 1 })),
            ("value", Figure::number(last.y, self.decimals(last.y))),
            ("z", Figure::number(last.answer.z().map_or(f64::NAN, ZScore::get), 2)),
        ];
        let others = kept.count();
        if others == 0 {
            let code = if self.window.is_by_age() { "growth-chart-one-by-age" } else { "growth-chart-one-by-length" };
            return (code, figures);
        }
        #[expect(clippy::cast_precision_loss, reason = "visits are few")]
        figures.push(("count", Figure::number((others + 1) as f64, 0)));
        figures.push(("from", Figure::number(first.x, if self.window.is_by_age() { 0 } else { 1 })));
        (if self.window.is_by_age() { "growth-chart-many-by-age" } else { "growth-chart-many-by-length" }, figures)
    }
}

/// Makes the chart of one indicator. Readings without what it needs are left out.
///
/// Weight-for-length goes with the windows by length, the others with the windows by age; a window of the other kind is
/// replaced by the first of its own.
#[must_use]
pub fn chart(
    indicator: Indicator,
    sex: Sex,
    window: Window,
    readings: &[ChartReading],
    gestation: Option<BirthGestation>,
) -> Chart {
    let window = match (indicator == Indicator::WeightForLength, window.is_by_age()) {
        (true, true) => Window::Lying,
        (false, false) => Window::FirstTwoYears,
        _ => window,
    };
    let curves = curves(indicator, sex, window);
    let y = vertical(indicator, &curves);
    let mut seen: Vec<Seen> = readings
        .iter()
        .enumerate()
        .filter_map(|(index, reading)| Seen::new(indicator, sex, index, reading, gestation))
        .collect();
    seen.sort_by(|a, b| a.age_days.total_cmp(&b.age_days));
    let points = points(&seen, window, &y);
    let (min, max) = window.ends();
    let (unit, every) = if window.is_by_age() { (AxisUnit::Months, 3.0) } else { (AxisUnit::Centimetres, 5.0) };
    Chart {
        indicator,
        sex,
        window,
        x: Axis { min, max, ticks: ticks(min, max, every), unit },
        handover_x: matches!(indicator, Indicator::LengthForAge | Indicator::BmiForAge).then_some(24.0),
        zones: zones(indicator),
        segments: segments(&points),
        oedema: seen.iter().filter_map(|seen| seen.oedema_in(window)).collect(),
        table: seen.iter().filter_map(Seen::row).collect(),
        curves,
        points,
        y,
    }
}

fn standard(indicator: Indicator, window: Window) -> &'static Standard {
    match (indicator, window) {
        (Indicator::WeightForLength, Window::Standing) => &tables::WEIGHT_FOR_HEIGHT,
        (Indicator::WeightForLength, _) => &tables::WEIGHT_FOR_LENGTH,
        (Indicator::LengthForAge, _) => &tables::LENGTH_FOR_AGE,
        (Indicator::WeightForAge, _) => &tables::WEIGHT_FOR_AGE,
        (Indicator::BmiForAge, _) => &tables::BMI_FOR_AGE,
        (Indicator::HeadForAge, _) => &tables::HEAD_FOR_AGE,
        (Indicator::ArmForAge, _) => &tables::ARM_FOR_AGE,
        (Indicator::TricepsForAge, _) => &tables::TRICEPS_FOR_AGE,
        (Indicator::SubscapularForAge, _) => &tables::SUBSCAPULAR_FOR_AGE,
    }
}

#[expect(clippy::cast_precision_loss, reason = "days and tenths of a centimetre are small")]
fn curves(indicator: Indicator, sex: Sex, window: Window) -> Vec<Curve> {
    let standard = standard(indicator, window);
    let (first, last) = match window {
        Window::FirstTwoYears => (standard.first(), STANDING_FROM_DAY - 1),
        Window::TwoToFive => (STANDING_FROM_DAY, standard.last()),
        Window::Lying | Window::Standing => (standard.first(), standard.last()),
    };
    let per_unit = if window.is_by_age() { DAYS_PER_MONTH } else { 10.0 };
    let stride = ((last - first) / CURVE_POINTS).max(1);
    let mut steps: Vec<i64> = (0..).map(|n| first + n * stride).take_while(|step| *step < last).collect();
    steps.push(last);
    let rows = steps.iter().filter_map(|step| Some((*step as f64 / per_unit, standard.at_step(sex, *step)?)));
    let rows: Vec<_> = rows.collect();
    let curve = |z: i8| rows.iter().map(|(x, lms)| (*x, lms.value_at(f64::from(z)))).collect();
    LINES.into_iter().map(|z| Curve { z, points: curve(z) }).collect()
}

/// The vertical axis holds the seven lines and nothing else decides it.
fn vertical(indicator: Indicator, curves: &[Curve]) -> Axis {
    let values = || curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.1));
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let every = [0.5, 1.0, 2.0, 5.0].into_iter().find(|step| (high - low) / step <= 12.0).unwrap_or(10.0);
    let (min, max) = ((low / every).floor() * every, (high / every).ceil() * every);
    let unit = match indicator {
        Indicator::WeightForAge | Indicator::WeightForLength => AxisUnit::Kilograms,
        Indicator::BmiForAge => AxisUnit::KilogramsPerSquareMetre,
        Indicator::LengthForAge | Indicator::HeadForAge | Indicator::ArmForAge => AxisUnit::Centimetres,
        Indicator::TricepsForAge | Indicator::SubscapularForAge => AxisUnit::Millimetres,
    };
    Axis { min, max, ticks: ticks(min, max, every), unit }
}

fn ticks(min: f64, max: f64, every: f64) -> Vec<f64> {
    (0..).map(|n| min + f64::from(n) * every).take_while(|tick| *tick <= max + 1e-9).collect()
}

fn zones(indicator: Indicator) -> Vec<Zone> {
    let zone = |above, below, tint| Zone { above, below, tint };
    let green = zone(Some(-2), Some(2), Tint::Green);
    let low = [zone(None, Some(-3), Tint::Danger), zone(Some(-3), Some(-2), Tint::Watch)];
    match indicator {
        Indicator::WeightForAge | Indicator::WeightForLength | Indicator::BmiForAge => {
            vec![low[0], low[1], green, zone(Some(2), None, Tint::High)]
        }
        Indicator::LengthForAge => vec![low[0], low[1], green],
        // Head circumference has no class of danger; MUAC-for-age and the skinfolds have no classes.
        Indicator::HeadForAge => vec![green],
        Indicator::ArmForAge | Indicator::TricepsForAge | Indicator::SubscapularForAge => Vec::new(),
    }
}

/// A reading worked out.
struct Seen {
    reading: usize,
    kept: bool,
    by_length: bool,
    assessment: ChildAssessment,
    answer: Classified,
    x: Option<f64>,
    value: Option<f64>,
    /// What two readings are compared by: lengths as if lying, so that standing up at 24 months is no loss.
    compared: Option<f64>,
    age: Age,
    age_days: f64,
    oedema: bool,
    posture_correction_cm: Option<f64>,
}

impl Seen {
    fn new(
        indicator: Indicator,
        sex: Sex,
        reading: usize,
        given: &ChartReading,
        gestation: Option<BirthGestation>,
    ) -> Option<Self> {
        let visit = Visit { sex: Some(sex), ..given.visit };
        let age = visit.age?;
        let assessment = assess_child(&visit, gestation, Options::default());
        let prepared = assessment.since_birth.prepared();
        let length = prepared.length().map(|cm| cm.get());
        let value = match indicator {
            Indicator::LengthForAge => length,
            Indicator::WeightForAge | Indicator::WeightForLength => visit.weight.map(|kg| kg.get()),
            Indicator::BmiForAge => prepared.bmi(),
            Indicator::HeadForAge => visit.head.map(|cm| cm.get()),
            Indicator::ArmForAge => visit.arm.map(|cm| cm.get()),
            Indicator::TricepsForAge => visit.triceps.map(|mm| mm.get()),
            Indicator::SubscapularForAge => visit.subscapular.map(|mm| mm.get()),
        };
        let by_length = indicator == Indicator::WeightForLength;
        let months = match assessment.correction {
            Correction::Corrected { age, .. } => age.months(),
            _ => age.months(),
        };
        let weighs = by_length || matches!(indicator, Indicator::WeightForAge | Indicator::BmiForAge);
        let corrected = length.zip(visit.length).map(|(used, measured)| used - measured.get());
        Some(Self {
            reading,
            kept: given.kept,
            by_length,
            answer: *assessment.classes.of(indicator),
            x: if by_length { length } else { Some(months) },
            value,
            compared: if indicator == Indicator::LengthForAge { lying_length(&visit) } else { value },
            age,
            age_days: age.days(),
            oedema: weighs && visit.oedema,
            posture_correction_cm: corrected.filter(|cm| cm.abs() > 1e-9),
            assessment,
        })
    }

    fn corrected_age_days(&self) -> Option<f64> {
        match self.assessment.correction {
            Correction::Corrected { age, .. } => Some(age.days()),
            _ => None,
        }
    }

    fn is_in(&self, window: Window) -> bool {
        let indicator = if self.by_length { Indicator::WeightForLength } else { Indicator::WeightForAge };
        let (min, max) = window.ends();
        Window::at(indicator, self.age) == window && self.x.is_some_and(|x| (min..=max).contains(&x))
    }

    fn oedema_in(&self, window: Window) -> Option<OedemaMark> {
        let x = self.x.filter(|_| self.oedema && self.is_in(window))?;
        Some(OedemaMark { reading: self.reading, x })
    }

    fn row(&self) -> Option<TableRow> {
        Some(TableRow {
            reading: self.reading,
            age_days: self.age_days,
            corrected_age_days: self.corrected_age_days(),
            length_cm: self.x.filter(|_| self.by_length),
            value: self.value?,
            answer: self.answer,
        })
    }

    fn mark(&self) -> Option<Mark> {
        match self.answer {
            Classified::MeasureAgain { .. } => Some(Mark::Implausible),
            Classified::NotScored(NoScore::BeforeTerm { .. }) => Some(Mark::Ghost),
            Classified::NotScored(_) => None,
            Classified::Class { .. } | Classified::Unnamed { .. } if self.kept => Some(Mark::Solid),
            Classified::Class { .. } | Classified::Unnamed { .. } => Some(Mark::Replaced),
        }
    }
}

fn points(seen: &[Seen], window: Window, y: &Axis) -> Vec<ChartPoint> {
    let mut points = Vec::new();
    let mut before: Option<f64> = None;
    for one in seen {
        let (Some(mark), Some(value), Some(x)) = (one.mark(), one.value, one.x) else { continue };
        let change = before.zip(one.compared).map(|(before, now)| now - before);
        if mark == Mark::Solid {
            before = one.compared;
        }
        if !one.is_in(window) {
            continue;
        }
        let off = if value > y.max {
            Some(Edge::Above)
        } else if value < y.min {
            Some(Edge::Below)
        } else {
            None
        };
        let ghost = one.assessment.age_used == AgeUsed::Corrected && !one.by_length;
        points.push(ChartPoint {
            reading: one.reading,
            x,
            y: value,
            off,
            mark,
            answer: one.answer,
            ghost_x: ghost.then(|| one.age.months()),
            age_days: one.age_days,
            corrected_age_days: one.corrected_age_days(),
            posture_correction_cm: one.posture_correction_cm,
            change,
        });
    }
    points
}

fn segments(points: &[ChartPoint]) -> Vec<Segment> {
    let solid: Vec<usize> = (0..points.len()).filter(|index| points[*index].mark == Mark::Solid).collect();
    let pairs = solid.windows(2);
    let segment = |pair: &[usize]| Segment {
        from: pair[0],
        to: pair[1],
        dotted: points[pair[1]].age_days - points[pair[0]].age_days > DOTTED_OVER_DAYS,
    };
    pairs.map(segment).collect()
}

/// The last five months of a score, oldest first; a month without a plausible score is a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spark {
    /// One place a month; the last is the month up to today.
    pub months: [Option<ZScore>; 5],
}

/// The spark of weight-for-age up to `today`, the child's age since birth today.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie within five months")]
pub fn spark(visits: &[Visit], today: Age, gestation: Option<BirthGestation>) -> Spark {
    let mut months = [None; 5];
    let mut visits: Vec<&Visit> = visits.iter().filter(|visit| Grown::Weight.value(visit).is_some()).collect();
    visits
        .sort_by(|a, b| a.age.map(Age::days).unwrap_or_default().total_cmp(&b.age.map(Age::days).unwrap_or_default()));
    for visit in visits {
        let Some(age) = visit.age.filter(|age| *age <= today) else { continue };
        let ago = ((today.days() - age.days()) / DAYS_PER_MONTH).floor();
        let answer = *assess_child(visit, gestation, Options::default()).classes.of(Indicator::WeightForAge);
        if let (true, Classified::Class { z, .. }) = (ago < 5.0, answer) {
            months[4 - ago as usize] = Some(z);
        }
    }
    Spark { months }
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
