//! "Where the figures come from", on the menu's own page: the composition tables of its foods, the prices, and every document
//! with the rules it is cited for.

use maud::{Markup, html};
use nep_core::foods::Confidence;

use super::lower_first;
use super::need;
use crate::icons;
use crate::menu_sources::MenuSources;
use crate::pages::View;
use crate::pages::view::escape;
use crate::rule_words;

/// The section, closed until it is asked for.
pub(in crate::pages) fn section(view: &View, sources: &MenuSources) -> Markup {
    html! {
        details.more id="sources" {
            summary { (view.words.get("sources-title-short")) (icons::CHEVRON_DOWN) }
            (lists(view, sources))
        }
    }
}

/// The same, open: for paper.
pub(in crate::pages) fn lists(view: &View, sources: &MenuSources) -> Markup {
    let words = view.words;
    let count = |count: usize| count.to_string();
    html! {
        h3.t-s { (words.get("origin-foods")) }
        p.t-xs.i3 { (words.with("origin-foods-line", &[("count", &count(sources.foods))])) }
        ul.src {
            @for printed in &sources.printed {
                li {
                    a href={ "/sources/folder?name=" (escape(&format!("data/{}", printed.folder))) } { (printed.title(words)) }
                    ": " (words.with("origin-of-foods", &[
                        ("foods", &count(printed.foods)), ("of", &count(sources.foods)), ("figures", &count(printed.figures)),
                    ]))
                }
            }
        }
        h3.t-s { (words.get("origin-prices")) }
        ul.src {
            @for priced in &sources.priced {
                li {
                    (priced.title(words)) ": " (words.with("origin-priced", &[("foods", &count(priced.foods))]))
                    @if let Some(place) = priced.place { " · " a href=(need::address(place)) { (words.get("source-row")) } }
                }
            }
        }
        h3.t-s { (words.get("origin-rules")) }
        ul.src {
            @for ruled in &sources.ruled {
                li {
                    @if let Some((_, place)) = ruled.rules.first() {
                        a href=(need::address(*place)) { (rule_words::document(&ruled.document, words)) }
                    }
                    @match ruled.confidence {
                        Confidence::Low | Confidence::Estimate => { " (" (words.get("confidence-low")) ")" }
                        Confidence::Medium => { " (" (words.get("confidence-medium")) ")" }
                        Confidence::High => {}
                    }
                    ": " (ruled.rules.iter().map(|(rule, _)| lower_first(&need::name(words, rule))).collect::<Vec<_>>().join(", "))
                }
            }
        }
    }
}
