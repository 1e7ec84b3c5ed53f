//! The growth chart: seven lines of the standard, tinted zones, the child's points, slices to press.

use maud::{Markup, html};
use nep_core::growth::{AxisUnit, Chart, ChartPoint, Curve, Edge, Mark, Tint};

use super::{Plot, apart};
use crate::i18n::{Language, Words};

const WIDTH: f64 = 344.0;
const HEIGHT: f64 = 312.0;

/// What stands beside the drawing.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Names the picture.
    pub label: &'a str,
    /// Says it in words.
    pub text: &'a str,
    /// Title of the vertical axis, with its unit.
    pub vertical: &'a str,
    /// Title of the horizontal axis, with its unit.
    pub horizontal: &'a str,
}

/// Draws `chart`. `chosen` is the reading in the readout; `link` gives the address that chooses another, and its name.
#[must_use]
pub fn draw(
    words: &Words,
    chart: &Chart,
    chosen: usize,
    link: impl Fn(usize) -> (String, String),
    names: Names,
) -> Markup {
    let plot = Plot {
        left: 30.0,
        right: 316.0,
        top: 22.0,
        bottom: 274.0,
        x: (chart.x.min, chart.x.max),
        y: (chart.y.min, chart.y.max),
    };
    let (width, height) = (plot.right - plot.left, plot.bottom - plot.top);
    let xs: Vec<f64> = chart.points.iter().map(|point| point.x).collect();
    html! {
        svg.chart viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(names.label) {
            desc { (names.text) }
            clipPath id="plot" { rect x=(plot.left) y=(plot.top) width=(width) height=(height) {} }
            g clip-path="url(#plot)" aria-hidden="true" {
                rect.plain x=(plot.left) y=(plot.top) width=(width) height=(height) {}
                @for zone in &chart.zones {
                    path class=(tint(zone.tint)) d=(between(&plot, chart, zone.above, zone.below)) {}
                }
                path.grid d=(plot.grid(&chart.x.ticks, &chart.y.ticks)) {}
                @if let Some(x) = chart.handover_x.filter(|x| *x > chart.x.min && *x < chart.x.max) {
                    path.part d=(plot.grid(&[x], &[])) {}
                }
                @for curve in &chart.curves {
                    path class={ "l z" (curve.z.abs()) } d=(plot.line(curve.points.iter().copied())) {}
                }
            }
            g aria-hidden="true" {
                (axes(words.language(), &plot, chart, names))
                (line_names(&plot, &chart.curves))
                (readings(words.language(), &plot, chart, chosen))
            }
            @for (point, (from, wide)) in chart.points.iter().zip(plot.slices(&xs)) {
                @let (address, name) = link(point.reading);
                a href=(address) aria-label=(name) hx-boost="true" hx-target="#charts" hx-select="#charts"
                    hx-swap="outerHTML show:none" {
                    rect.slice x=(format!("{from:.1}")) y=(plot.top) width=(format!("{wide:.1}")) height=(height) {}
                }
            }
        }
    }
}

const fn tint(tint: Tint) -> &'static str {
    match tint {
        Tint::Green => "ok",
        Tint::Watch => "low",
        Tint::Danger => "vlow",
        Tint::High => "hi",
    }
}

/// The space between two lines, or between a line and the edge of the plot.
fn between(plot: &Plot, chart: &Chart, above: Option<i8>, below: Option<i8>) -> String {
    let line = |z: Option<i8>, edge: f64| {
        let curve = chart.curves.iter().find(|curve| Some(curve.z) == z);
        curve.map_or_else(|| vec![(plot.x.0, edge), (plot.x.1, edge)], |curve| curve.points.clone())
    };
    let (low, mut high) = (line(above, plot.y.0), line(below, plot.y.1));
    high.reverse();
    format!("{}Z", plot.line(low.into_iter().chain(high)))
}

fn axes(language: Language, plot: &Plot, chart: &Chart, names: Names) -> Markup {
    let decimals = usize::from(chart.y.ticks.iter().any(|tick| tick.fract().abs() > 1e-9));
    // At 12 px a label every 16 px is as many as can be read.
    let room = (plot.bottom - plot.top) / 16.0;
    let every = (1..).find(|step| (chart.y.ticks.len() / step) as f64 <= room).unwrap_or(1);
    // Three-digit lengths every 5 cm would touch.
    let across = if chart.x.max >= 100.0 { 2 } else { 1 };
    html! {
        path.ax d=(format!("M{} {}V{}H{}", plot.left, plot.top, plot.bottom, plot.right)) {}
        @for tick in chart.x.ticks.iter().step_by(across) {
            text x=(format!("{:.1}", plot.x(*tick))) y=(plot.bottom + 15.0) text-anchor="middle" {
                (language.decimal(*tick, 0))
            }
        }
        @for tick in chart.y.ticks.iter().step_by(every).filter(|tick| **tick < chart.y.max) {
            text x=(plot.left - 5.0) y=(format!("{:.1}", plot.y(*tick) + 4.0)) text-anchor="end" {
                (language.decimal(*tick, decimals))
            }
        }
        text.ttl x="4" y="13" { (names.vertical) }
        text.ttl x=(f64::midpoint(plot.left, plot.right)) y=(HEIGHT - 7.0) text-anchor="middle" { (names.horizontal) }
    }
}

/// The unit of an axis as written.
#[must_use]
pub const fn unit(unit: AxisUnit) -> &'static str {
    match unit {
        AxisUnit::Months => "",
        AxisUnit::Kilograms => "kg",
        AxisUnit::Centimetres => "cm",
        AxisUnit::KilogramsPerSquareMetre => "kg/m²",
        AxisUnit::Millimetres => "mm",
    }
}

/// Each line is named at its right end, in its colour.
fn line_names(plot: &Plot, curves: &[Curve]) -> Markup {
    let ends: Vec<_> = curves.iter().filter_map(|curve| curve.points.last().map(|end| (curve.z, *end))).collect();
    let mut places: Vec<f64> = ends.iter().map(|(_, (_, value))| plot.y(*value).clamp(plot.top, plot.bottom)).collect();
    apart(&mut places, 11.5, plot.top);
    html! {
        @for ((z, (x, _)), y) in ends.iter().zip(places) {
            text class={ "zl z" (z.abs()) } x=(format!("{:.1}", plot.x(*x) + 5.0)) y=(format!("{:.1}", y + 4.0)) {
                @if *z > 0 { "+" (z) } @else if *z < 0 { "−" (z.abs()) } @else { "0" }
            }
        }
    }
}

fn readings(language: Language, plot: &Plot, chart: &Chart, chosen: usize) -> Markup {
    let place = |point: &ChartPoint| (plot.x(point.x), plot.y(point.y).clamp(plot.top, plot.bottom));
    html! {
        @for point in &chart.points {
            @let (x, y) = place(point);
            @if let Some(ghost) = point.ghost_x {
                @let ghost = plot.x(ghost).min(plot.right);
                path.hair d=(format!("M{x:.1} {y:.1}H{ghost:.1}")) {}
                circle.pt.ghost cx=(format!("{ghost:.1}")) cy=(format!("{y:.1}")) r="3" {}
            }
            @if point.reading == chosen {
                path.cross d=(format!("M{} {y:.1}H{x:.1}V{}", plot.left, plot.bottom)) {}
            }
        }
        @for segment in &chart.segments {
            @let ((from_x, from_y), (x, y)) = (place(&chart.points[segment.from]), place(&chart.points[segment.to]));
            path.me.gap[segment.dotted] d=(format!("M{from_x:.1} {from_y:.1}L{x:.1} {y:.1}")) {}
        }
        @for point in &chart.points { (mark(language, place(point), point, point.reading == chosen)) }
        @for swollen in &chart.oedema {
            @let x = plot.x(swollen.x) - 2.5;
            path.oed d=(format!("M{x:.1} {:.1}h5l4 4v5l-4 4h-5l-4-4v-5Z", plot.bottom - 15.0)) {}
        }
    }
}

fn mark(language: Language, (x, y): (f64, f64), point: &ChartPoint, chosen: bool) -> Markup {
    html! {
        @match (point.off, point.mark) {
            (Some(edge), _) => {
                @let (height, below) = match edge { Edge::Above => (8, 20.0), Edge::Below => (-8, -12.0) };
                path.edge d=(format!("M{x:.1} {y:.1}l5 {height}h-10Z")) {}
                text.ttl x=(format!("{x:.1}")) y=(format!("{:.1}", y + below)) text-anchor="middle" {
                    (language.decimal(point.y, 1))
                }
            }
            (None, Mark::Implausible) => { path.pt.odd d=(format!("M{x:.1} {:.1}l6 6-6 6-6-6Z", y - 6.0)) {} }
            (None, Mark::Ghost | Mark::Replaced) => {
                circle.pt.ghost cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3.4" {}
            }
            (None, Mark::Solid) => {
                @if chosen { circle.halo cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="9" {} }
                circle.pt.sel[chosen] cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(if chosen { "5" } else { "3.4" }) {}
            }
        }
    }
}
