//! Is this pregnancy going well? Dates, weight gain, danger signs, supplements and visits.
//!
//! [`assess`] answers for one woman on one day; [`gain_chart`] draws it. Every figure is there or says why not.
//!
//! Source: QĐ 776/QĐ-BYT 2017 (weight gain, the default), QĐ 4128/QĐ-BYT 2016 (dates, visits, iron and folic acid), IOM/NRC
//! 2009 (second opinion), ACOG Committee Opinion 700 (redating), INTERGROWTH-21st 2016 (gain z-score). Rows under
//! `data/guidelines/weight-gain-2017` and `data/guidelines/supplements-2016`.
//!
//! Nothing here diagnoses: danger signs come first and always say *go now*.

mod assess;
mod body;
mod care;
mod chart;
mod dating;
mod gain;
mod gestation;
pub mod intergrowth;
mod interval;
pub mod lunar;
mod remarks;
mod tables;

pub use crate::growth::{Confidence, Reference};
pub use assess::{Assessment, Case, Refused, Standing, assess};
pub use body::{Bmi, BmiClass, Impossible, Meant, Measure};
pub use care::{NextVisit, danger_sign, danger_signs, next_visits, supplements_at};
pub use chart::{Band, GainChart, Point, gain_chart};
pub use dating::{
    Clue, Clues, Dating, DatingError, DatingNote, Decision, LastPeriod, Scan, Transfer, date_pregnancy, naegele,
    redating_row,
};
pub use gain::{Missing, Range, Recommendation, Standard, Verdict, iom, iom_weekly, vietnamese, vietnamese_verdict};
pub use gestation::{GestationalAge, Trimester};
pub use interval::{Interval, Weighing};
pub use remarks::{Alert, AlertCode, Figures, Remark, RemarkCode, Severity};
pub use tables::{AntenatalVisit, DangerSign, Redating, Schedule, Supplement, SupplementKind};
