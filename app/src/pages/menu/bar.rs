//! A nutrient against its need, as a bar.
//!
//! The scale is bent so that the need stands at the same place on every row and so does the upper limit: the box of
//! "enough" lines up down the page. A nutrient with only a limit (salt, free sugar) has its box from the start.

use maud::{Markup, html};

/// Where the need stands, in per cent of the bar.
const NEED: f64 = 52.0;
/// Where the upper limit stands.
const UPPER: f64 = 90.0;

/// How the fill is coloured; the word beside the bar says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Enough.
    Ok,
    /// Less than the need.
    Low,
    /// More than the limit.
    High,
    /// Only to inform.
    Plain,
}

impl Tone {
    /// The class of its colour.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Low => "low",
            Self::High => "high",
            Self::Plain => "plain",
        }
    }
}

/// The place of `value` on the bent scale, in per cent.
fn place(value: f64, need: Option<f64>, upper: Option<f64>) -> f64 {
    let at = match (need.filter(|need| *need > 0.0), upper.filter(|upper| *upper > 0.0)) {
        (Some(need), _) if value <= need => NEED * value / need,
        (Some(need), Some(upper)) if value <= upper => NEED + (UPPER - NEED) * (value - need) / (upper - need),
        // Without an upper limit the rest of the bar bends towards its end, and never reaches it.
        (Some(need), None) => NEED + (100.0 - NEED) * (1.0 - need / value),
        (None, Some(upper)) if value <= upper => UPPER * value / upper,
        (_, Some(upper)) => UPPER + (100.0 - UPPER) * (1.0 - upper / value),
        (None, None) => 0.0,
    };
    at.clamp(0.0, 99.0)
}

/// The bar of an intake; `None` when it is not known. Hidden from screen readers: the text beside it says it all.
#[must_use]
pub fn bar(value: Option<f64>, need: Option<f64>, upper: Option<f64>, tone: Tone) -> Markup {
    let from = if need.is_some() { NEED } else { 0.0 };
    let to = if upper.is_some() { UPPER } else { 100.0 };
    html! {
        svg.nb.(tone.class()) width="100%" height="22" aria-hidden="true" focusable="false" {
            rect.tr x="0" y="4" width="100%" height="14" rx="7" {}
            @if need.is_some() || upper.is_some() {
                rect.box x={ (format!("{from}")) "%" } y="2" width={ (format!("{}", to - from)) "%" } height="18" rx="4" {}
            }
            @if let Some(value) = value {
                @let at = format!("{:.1}%", place(value, need, upper));
                rect.in x="0" y="7" width=(at) height="8" rx="4" {}
                line.mk x1=(at) x2=(at) y1="2" y2="20" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: f64, need: Option<f64>, upper: Option<f64>) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "below 100")]
        let tenths = (place(value, need, upper) * 10.0).round() as i64;
        tenths
    }

    #[test]
    fn the_need_and_the_limit_stand_at_the_same_place_on_every_bar() {
        assert_eq!(at(27.4, Some(27.4), Some(45.0)), 520);
        assert_eq!(at(45.0, Some(27.4), Some(45.0)), 900);
        assert_eq!(at(1200.0, Some(1200.0), Some(2500.0)), 520);
        assert_eq!(at(5.0, None, Some(5.0)), 900);
        assert_eq!(at(80.0, Some(80.0), None), 520);
    }

    #[test]
    fn more_never_stands_further_left() {
        for (need, upper) in [(Some(10.0), Some(25.0)), (Some(10.0), None), (None, Some(25.0))] {
            let places: Vec<f64> = (0..100_u32).map(|v| place(f64::from(v), need, upper)).collect();
            assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "{need:?} {upper:?}");
            assert!(places.iter().all(|place| (0.0..100.0).contains(place)));
        }
    }

    #[test]
    fn what_is_not_known_has_no_fill() {
        let html = bar(None, Some(10.0), None, Tone::Plain).0;
        assert!(!html.contains("class=\"in\"") && !html.contains("class=\"mk\""));
    }
}
