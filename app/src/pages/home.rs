//! `/`: where to go.

use axum::response::Response;
use maud::{Markup, html};

use super::layout::{language_switch, logo};
use super::{Page, Tab, View, leaf_veins};
use crate::icons::{self, Icon};

/// The root page.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let leaf = html! {
        header.leaf {
            (leaf_veins())
            div.row.sp { a.logo href="/" { (logo()) "Nếp" } (language_switch(&view)) }
            p.i2.hello { (words.get("home-hello")) }
            h1.t-2xl { (words.get("home-title")) }
            p.i2 { (words.get("home-lead")) }
        }
    };
    let body = html! {
        section.sec.first.narrow {
            ul.card.list {
                @if view.station {
                    (row("/families", icons::PERSON_STANDING, "ind", &words.get("records-families"), &words.get("records-families-line")))
                    (row("/handover", icons::SHARE_2, "ind", &words.get("handover-title"), &words.get("handover-line")))
                }
                (row("/growth", icons::BABY, "leafc", &words.get("home-growth"), &words.get("home-growth-line")))
                (row("/pregnancy", icons::PREGNANCY, "turm", &words.get("home-pregnancy"), &words.get("home-pregnancy-line")))
                (row("/menus", icons::BOWL, "clay", &words.get("home-menus"), &words.get("home-menus-line")))
                (row("/danger", icons::OCTAGON_ALERT, "gac", &words.get("home-danger"), &words.get("home-danger-line")))
            }
        }
    };
    Page {
        title: words.get("home-title"),
        tab: Some(Tab::Today),
        leaf: Some(leaf),
        body,
        danger_row: true,
        ..Page::default()
    }
    .respond(&view)
}

/// A row that is a link.
fn row(address: &str, icon: Icon, tint: &str, title: &str, line: &str) -> Markup {
    html! {
        li { a.item href=(address) {
            span.lead.(tint) { (icon) }
            span.grow { span.b { (title) } br; span.t-s.i2 { (line) } }
            span.end { (icons::CHEVRON_RIGHT) }
        } }
    }
}
