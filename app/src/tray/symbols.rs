//! What a page defines once: the tray, the vessels and every bit.

use std::collections::BTreeSet;
use std::fmt::Write;

use maud::{Markup, PreEscaped};

use super::{Bit, Dish, Vessel};

/// The tray's banana leaf, lying flat; turned where it is used.
const LEAF: &str = "M-136 0C-109-68-41-84 27-82 95-76 122-46 136-5 117 49 81 76 14 82-54 82-114 57-136 0Z";

const HEART: &str = "M0 34C-46 4-40-34-16-34-6-34-1-27 0-21 1-27 6-34 16-34 40-34 46 4 0 34Z";

/// An invisible `<svg>` with the definitions that the trays of `dishes` use. Once a page, before the first tray.
#[must_use]
pub fn symbols<'a>(dishes: impl IntoIterator<Item = &'a Dish<'a>>) -> Markup {
    let bits: BTreeSet<Bit> = dishes.into_iter().flat_map(|dish| dish.bits.iter().map(|(bit, _)| *bit)).collect();
    let mut out = String::from(
        "<svg class=\"tray-symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\
         <pattern id=\"t-weave\" width=\"14\" height=\"14\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <path d=\"M0 3.5H7M7 10.5H14M3.5 7V14M10.5 0V7\" stroke=\"var(--t-weave)\" stroke-width=\"2.3\" stroke-linecap=\"round\"/></pattern>",
    );
    let _ = write!(out, "<clipPath id=\"t-leaf-shape\"><path d=\"{LEAF}\"/></clipPath>");
    for vessel in [Vessel::Bowl, Vessel::Deep, Vessel::Plate, Vessel::Cup] {
        let _ = write!(out, "<clipPath id=\"f-{}\"><circle r=\"{}\"/></clipPath>", vessel.code(), vessel.food());
    }
    out.push_str(
        "<g id=\"t-tray\"><circle cy=\"4\" r=\"150\" fill=\"var(--t-shadow)\"/><circle r=\"150\" fill=\"var(--t-rim)\"/>\
         <circle r=\"144.8\" fill=\"none\" stroke=\"var(--t-rim2)\" stroke-width=\"7.8\" stroke-dasharray=\"7.5 3.3\"/>\
         <circle r=\"139.5\" fill=\"none\" stroke=\"var(--t-rim3)\" stroke-width=\"1.8\"/>\
         <circle r=\"135.8\" fill=\"var(--t-bed)\"/><circle r=\"135.8\" fill=\"url(#t-weave)\"/>\
         <g transform=\"rotate(-28)\"><g clip-path=\"url(#t-leaf-shape)\"><use href=\"#t-leaf\"/></g></g></g>",
    );
    out.push_str(
        "<g id=\"t-leaf\"><rect x=\"-136\" y=\"-90\" width=\"272\" height=\"180\" fill=\"var(--t-leaf)\"/><path d=\"",
    );
    for rib in 0..20 {
        let x = -130 + rib * 14;
        let _ = write!(out, "M{x} 0l35-84M{x} 0l35 84");
    }
    out.push_str(
        "\" stroke=\"var(--t-leaf2)\" stroke-width=\"1.6\" fill=\"none\"/>\
         <path d=\"M-136 0H136\" stroke=\"var(--t-leaf3)\" stroke-width=\"3.3\"/></g>",
    );
    vessels(&mut out);
    for bit in bits {
        let _ = write!(out, "<g id=\"b-{}\">{}</g>", bit.code(), bit.drawing());
    }
    out.push_str("</defs></svg>");
    PreEscaped(out)
}

/// The vessels: shadow, glaze, the indigo lines of Bát Tràng ware, and the food's surface in the colour of its group.
fn vessels(out: &mut String) {
    let lines = |vessel| match vessel {
        Vessel::Bowl => "<circle r=\"91\" stroke-width=\"3.6\"/>",
        Vessel::Deep => "<circle r=\"94\" stroke-width=\"2\"/><circle r=\"89\" stroke-width=\"2\"/>",
        Vessel::Plate => "<circle r=\"88\" stroke-width=\"2.4\" stroke-dasharray=\"12 8\" stroke-linecap=\"round\"/>",
        Vessel::Cup | Vessel::Leaf => {
            "<circle r=\"89\" stroke-width=\"4.4\" stroke-dasharray=\".1 14\" stroke-linecap=\"round\"/>"
        }
    };
    for vessel in [Vessel::Bowl, Vessel::Deep, Vessel::Plate, Vessel::Cup] {
        let food = vessel.food();
        let _ = write!(
            out,
            "<g id=\"v-{}\"><circle cx=\"5\" cy=\"9\" r=\"100\" fill=\"var(--t-shadow)\"/>\
             <circle r=\"99\" fill=\"var(--t-glaze)\" stroke=\"var(--t-glaze2)\" stroke-width=\"2\"/>\
             <g fill=\"none\" stroke=\"var(--t-indigo)\">{}</g>\
             <circle r=\"{food}\" fill=\"currentColor\" stroke=\"var(--t-glaze2)\" stroke-width=\"1.6\"/>\
             <circle cx=\"-10\" cy=\"-11\" r=\"{:.0}\" fill=\"var(--t-sheen)\"/></g>",
            vessel.code(),
            lines(vessel),
            food * 0.72
        );
    }
    let _ = write!(
        out,
        "<g id=\"v-la\"><circle cx=\"4\" cy=\"7\" r=\"96\" fill=\"var(--t-shadow)\"/><circle r=\"96\" fill=\"var(--t-disc)\"/>\
         <path d=\"M0-92V92M0-50L46-78M0-50L-46-78M0-14L72-52M0-14L-72-52M0 60L58 24M0 60L-58 24\" \
         stroke=\"var(--t-leaf3)\" stroke-width=\"2.6\" fill=\"none\"/>\
         <path transform=\"scale(1.25)\" d=\"{HEART}\" fill=\"var(--t-heart)\"/></g>"
    );
}
