//! Is this child growing as children do? The WHO Child Growth Standards, 0–60 months.
//!
//! [`assess`] answers for one visit: eight z-scores, each with its plausibility flag, or the reason why there is none.
//!
//! Source: WHO Child Growth Standards 2006 and 2007, tables under `data/growth/who-2006`; the computation rules are
//! those of WHO's own R package `anthro` 1.1.0, so that a survey scored here and there gives the same answer.

mod acute_malnutrition;
mod age;
mod chart;
mod classify;
mod corrected_age;
mod doubt;
mod figure;
mod inverse;
mod lms;
mod posture;
pub mod reference;
mod remark;
mod schedule;
mod score;
mod slip;
mod tables;
mod trend;
mod velocity;
mod visit;

pub use acute_malnutrition::{AcuteMalnutrition, Signs};
pub use age::{Age, AgeError, DAYS_PER_MONTH};
pub use chart::{
    Axis, AxisUnit, Chart, ChartPoint, ChartReading, Curve, Edge, LINES, Mark, OedemaMark, Segment, Spark, TableRow,
    Tint, Window, Zone, chart, spark,
};
pub use classify::{
    Class, Classified, NoMuacClass, Options, Severity, Subject, VisitClasses, classify, classify_muac, classify_visit,
    danger_first,
};
pub use corrected_age::{
    AgeUsed, BirthGestation, ChildAssessment, Correction, NotAGestation, assess_child, at_classifying_ages, correct_age,
};
pub use doubt::{DateDoubt, DigitPreference, Doubt, Measurement, Reading, date_doubts, digit_preference, doubts};
pub use figure::{Figure, Figures};
pub use inverse::measurement_at;
pub use posture::{Prepared, STANDING_FROM_DAY};
pub use reference::{Confidence, Reference, Rule};
pub use remark::{Line, Month, Part, no_muac_class, no_score, remark};
pub use schedule::{Every, NextVisit, Weighing, Whom, next_height, next_weighing};
pub use score::{Assessment, NoScore, OLDEST_MONTHS, Score, ZScore, assess};
pub use trend::{Crossing, Movement, NewbornLoss, Trend, flat_weight_months, newborn_loss, trend};
pub use velocity::{Grown, NoVelocity, Velocity, VelocityZ, velocities, velocity};
pub use visit::{Indicator, Posture, Sex, Visit};
