//! The weight-gain chart of a pregnancy: the Vietnamese band filled, the IOM's beside it as dashed edges, her weighings.

use maud::{Markup, html};
use nep_core::pregnancy::{Band, GainChart};

use super::Plot;
use crate::i18n::Words;

const WIDTH: f64 = 344.0;
const HEIGHT: f64 = 290.0;

/// Draws `chart`; `chosen` is the weighing in the readout, `link` gives the address that chooses another, and its name.
#[must_use]
pub fn draw(
    words: &Words,
    chart: &GainChart,
    chosen: Option<usize>,
    link: impl Fn(usize) -> (String, String),
    label: &str,
    text: &str,
) -> Markup {
    let language = words.language();
    let plot = Plot {
        left: 34.0,
        right: 334.0,
        top: 24.0,
        bottom: 252.0,
        x: chart.weeks,
        y: (chart.kilograms.0, chart.kilograms.1),
    };
    let weeks: Vec<f64> = chart.week_ticks().collect();
    let kilograms: Vec<f64> = chart.kilogram_ticks().collect();
    let every = if kilograms.len() > 13 { 2 } else { 1 };
    let xs: Vec<f64> = chart.points.iter().map(|point| point.week).collect();
    let [second, third] = chart.trimester_bounds;
    let place = |at: usize| (plot.x(chart.points[at].week), plot.y(chart.points[at].gain_kg));
    html! {
        svg.chart viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(label) {
            desc { (text) }
            g aria-hidden="true" {
                @if let Ok(band) = &chart.vietnam { path.band d=(format!("{}Z", plot.line(band.outline.iter().copied()))) {} }
                path.grid d=(plot.grid(&[], &kilograms)) {}
                path.part d=(plot.grid(&[second, third], &[])) {}
                @if let Ok(band) = &chart.vietnam { (edges(&plot, band, "bandl")) }
                @if let Ok(band) = &chart.iom { (edges(&plot, band, "iom")) }
                path.ax d=(format!("M{} {}V{}H{}", plot.left, plot.top, plot.bottom, plot.right)) {}
                path.ax d=(plot.grid(&[], &[0.0])) {}
                @for week in weeks.iter().filter(|week| *week % 8.0 < 1.0) {
                    text x=(format!("{:.1}", plot.x(*week))) y=(plot.bottom + 15.0) text-anchor="middle" {
                        (language.decimal(*week, 0))
                    }
                }
                @for kg in kilograms.iter().step_by(every) {
                    text x=(plot.left - 5.0) y=(format!("{:.1}", plot.y(*kg) + 4.0)) text-anchor="end" {
                        @if *kg > 0.0 { "+" } (language.decimal(*kg, 0))
                    }
                }
                @for (from, to, id) in [(chart.weeks.0, second, "pregnancy-third-1"), (second, third, "pregnancy-third-2"),
                    (third, chart.weeks.1, "pregnancy-third-3")] {
                    text.over x=(format!("{:.1}", plot.x(f64::midpoint(from, to)))) y=(plot.top + 12.0) text-anchor="middle" {
                        (words.get(id))
                    }
                }
                text.ttl x="4" y="13" { (words.get("pregnancy-axis-gain")) }
                text.ttl x=(f64::midpoint(plot.left, plot.right)) y=(HEIGHT - 7.0) text-anchor="middle" {
                    (words.get("pregnancy-axis-weeks"))
                }
                @if let Some(at) = chosen.filter(|at| *at < chart.points.len()) {
                    @let (x, y) = place(at);
                    path.cross d=(format!("M{} {y:.1}H{x:.1}V{}", plot.left, plot.bottom)) {}
                }
                path.me d=(plot.line(chart.points.iter().map(|point| (point.week, point.gain_kg)))) {}
                @for at in 0..chart.points.len() {
                    @let (x, y) = place(at);
                    @let sel = chosen == Some(at);
                    @if sel { circle.halo cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="9" {} }
                    circle.pt.sel[sel] cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(if sel { "5" } else { "3.4" }) {}
                }
            }
            @for (at, (from, wide)) in plot.slices(&xs).into_iter().enumerate() {
                @let (address, name) = link(at);
                a href=(address) aria-label=(name) hx-boost="true" hx-target="#charts" hx-select="#charts"
                    hx-swap="outerHTML show:none" {
                    rect.slice x=(format!("{from:.1}")) y=(plot.top) width=(format!("{wide:.1}"))
                        height=(plot.bottom - plot.top) {}
                }
            }
        }
    }
}

/// The lower and the upper edge of a band, without its sides.
fn edges(plot: &Plot, band: &Band, class: &str) -> Markup {
    let (lower, upper) = band.outline.split_at(band.outline.len() / 2);
    html! {
        path class=(class) d=(plot.line(lower.iter().copied())) {}
        path class=(class) d=(plot.line(upper.iter().copied())) {}
    }
}
