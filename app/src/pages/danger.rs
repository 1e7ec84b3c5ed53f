//! `/danger`: signs that mean *go now*, of a pregnancy and of a young child.

use axum::response::Response;
use maud::{Markup, html};

use super::{Page, Tab, View, leaf_veins};
use crate::icons;

/// Signs in a child, as Fluent ids.
const CHILD: [&str; 6] = ["feeding", "vomiting", "lethargy", "convulsion", "breathing", "oedema"];

/// Signs in a pregnancy, as Fluent ids.
const PREGNANCY: [&str; 6] = ["bleeding", "headache", "swelling", "fever", "pain", "movement"];

/// The page.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let leaf = html! {
        header.leaf.gac {
            (leaf_veins())
            a.row.t-s href="/" { (icons::ARROW_LEFT.small()) (words.get("shell-back")) }
            h1.t-2xl { (words.get("danger-title")) }
            p { (words.get("danger-lead")) }
        }
    };
    let body = html! {
        div.cols {
            (signs(&view, "danger-pregnancy", &PREGNANCY))
            (signs(&view, "danger-child", &CHILD))
        }
        p.sec.t-s.i2 { (words.get("danger-way")) }
    };
    Page { title: words.get("danger-title"), tab: Some(Tab::Today), leaf: Some(leaf), body, ..Page::default() }
        .respond(&view)
}

fn signs(view: &View, group: &str, signs: &[&str]) -> Markup {
    html! {
        section.sec {
            h2 { (view.words.get(group)) }
            ul.card.list {
                @for sign in signs {
                    li.item { span.lead.gac { (icons::OCTAGON_ALERT) } span.b { (view.words.get(&format!("{group}-{sign}"))) } }
                }
            }
        }
    }
}
