//! What is to be said: alerts first by gravity, then remarks. Codes and figures only; the sentences live with the pages.
//!
//! What catches people out: medium confidence may send her to the health worker to ask, low confidence never does;
//! a thin arm informs, because no Vietnamese or WHO cut-off for pregnant women exists.

mod alerts;
mod codes;
mod sayings;

pub(super) use alerts::alerts;
pub use codes::{Alert, AlertCode, Figures, Remark, RemarkCode, Severity};
pub(super) use sayings::remarks;

#[expect(clippy::cast_precision_loss, reason = "days of a pregnancy")]
fn count(days: i64) -> f64 {
    days as f64
}
