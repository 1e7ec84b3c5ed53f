//! Icons drawn in the page: Lucide's, and two of our own.

use maud::{Markup, PreEscaped, Render, html};

/// An icon: the shapes inside a 24 × 24 drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon(&'static str);

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

impl Icon {
    /// Drawn smaller, beside small words.
    #[must_use]
    pub fn small(self) -> Markup {
        drawn(self, "ic s")
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        drawn(*self, "ic")
    }
}

fn drawn(icon: Icon, class: &str) -> Markup {
    html! { svg class=(class) viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(icon.0)) } }
}
