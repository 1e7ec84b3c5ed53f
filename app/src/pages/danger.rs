//! `/danger`: signs that mean *go now*, of a pregnancy and of a young child.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::pregnancy::danger_signs;

use super::{Page, Tab, View, leaf_veins};
use crate::icons;
use crate::pregnancy_words::danger_sign;

/// Signs in a child, as Fluent ids.
const CHILD: [&str; 6] = ["feeding", "vomiting", "lethargy", "convulsion", "breathing", "oedema"];

/// The page.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let leaf = html! {
        header.leaf.gac {
            (leaf_veins())
            a.row.t-s.tap href="/" { (icons::ARROW_LEFT.small()) (words.get("shell-back")) }
            h1.t-2xl { (words.get("danger-title")) }
            p { (words.get("danger-lead")) }
        }
    };
    let body = html! {
        div.cols {
            (signs(&words.get("danger-pregnancy"), danger_signs().iter().map(|sign| danger_sign(words, sign.code))))
            (signs(&words.get("danger-child"), CHILD.iter().map(|sign| words.get(&format!("danger-child-{sign}")))))
        }
        p.sec.t-s.i2 { (words.get("danger-way")) }
    };
    Page { title: words.get("danger-title"), tab: Some(Tab::Today), leaf: Some(leaf), body, ..Page::default() }
        .respond(&view)
}

fn signs(title: &str, signs: impl Iterator<Item = String>) -> Markup {
    html! {
        section.sec {
            h2 { (title) }
            ul.card.list { @for sign in signs { li.item { span.lead.gac { (icons::OCTAGON_ALERT) } span.b { (sign) } } } }
        }
    }
}
