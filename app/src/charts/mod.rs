//! Charts as inline SVG. The core says what a chart shows; here it is only placed. One stylesheet colours them in both
//! themes and in print, so no colour stands in a drawing.

pub mod gain;
pub mod growth;

/// The plotting area inside a drawing, and the values its edges stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plot {
    /// Left, right, top and bottom in the drawing.
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// Values at left and right.
    pub x: (f64, f64),
    /// Values at bottom and top.
    pub y: (f64, f64),
}

impl Plot {
    /// Where a value stands from the left.
    pub fn x(&self, value: f64) -> f64 {
        self.left + (value - self.x.0) / (self.x.1 - self.x.0) * (self.right - self.left)
    }

    /// Where a value stands from the top.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.y.0) / (self.y.1 - self.y.0) * (self.bottom - self.top)
    }

    /// A line through values.
    pub fn line(&self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (x, y) in points {
            path.push_str(if path.is_empty() { "M" } else { "L" });
            path.push_str(&format!("{:.1} {:.1}", self.x(x), self.y(y)));
        }
        path
    }

    /// Horizontal lines at `ys` and vertical ones at `xs`.
    pub fn grid(&self, xs: &[f64], ys: &[f64]) -> String {
        let mut path = String::new();
        for x in xs {
            path.push_str(&format!("M{:.1} {}V{}", self.x(*x), self.top, self.bottom));
        }
        for y in ys {
            path.push_str(&format!("M{} {:.1}H{}", self.left, self.y(*y), self.right));
        }
        path
    }

    /// Vertical slices cut at the midpoints between `xs` (rising): left edge and width of each.
    pub fn slices(&self, xs: &[f64]) -> Vec<(f64, f64)> {
        let places: Vec<f64> = xs.iter().map(|x| self.x(*x).clamp(self.left, self.right)).collect();
        (0..places.len())
            .map(|at| {
                let from = if at == 0 { self.left } else { f64::midpoint(places[at - 1], places[at]) };
                let to = if at + 1 == places.len() { self.right } else { f64::midpoint(places[at], places[at + 1]) };
                (from, (to - from).max(0.0))
            })
            .collect()
    }
}

/// Puts labels at least `gap` apart, each as near as may be to where it belongs. `places` go from the bottom up.
pub(crate) fn apart(places: &mut [f64], gap: f64, top: f64) {
    for at in 1..places.len() {
        places[at] = places[at].min(places[at - 1] - gap);
    }
    // What was pushed over the top comes down again.
    let mut highest = top;
    for place in places.iter_mut().rev() {
        *place = place.max(highest);
        highest = *place + gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Plot = Plot { left: 30.0, right: 330.0, top: 20.0, bottom: 220.0, x: (0.0, 24.0), y: (40.0, 100.0) };

    #[test]
    fn a_value_stands_where_its_axis_says() {
        assert_eq!(PLOT.line([(0.0, 40.0), (24.0, 100.0), (12.0, 70.0)]), "M30.0 220.0L330.0 20.0L180.0 120.0");
    }

    #[test]
    fn slices_cover_the_plot_without_overlap() {
        let slices = PLOT.slices(&[2.0, 6.0, 24.0]);
        assert_eq!(slices.len(), 3);
        let mut edge = PLOT.left;
        for (from, width) in slices {
            assert!((from - edge).abs() < 1e-9);
            edge = from + width;
        }
        assert!((edge - PLOT.right).abs() < 1e-9);
        assert!(PLOT.slices(&[]).is_empty());
    }

    #[test]
    fn labels_keep_apart() {
        let mut places = [100.0, 99.0, 98.0, 30.0];
        apart(&mut places, 11.0, 20.0);
        assert!(places.windows(2).all(|pair| pair[0] - pair[1] >= 11.0 - 1e-9), "{places:?}");
        let mut crowded = [24.0, 23.0, 22.0];
        apart(&mut crowded, 11.0, 20.0);
        assert!(crowded.windows(2).all(|pair| pair[0] - pair[1] >= 11.0 - 1e-9) && crowded[2] >= 20.0, "{crowded:?}");
    }
}
