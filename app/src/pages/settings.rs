//! `/settings`: language, colours, text size; kept in cookies, by a plain form.

use axum::Form;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use maud::{Markup, html};

use super::view::{LANGUAGE, TEXT, THEME, kept};
use super::{Page, Tab, TextSize, Theme, View};
use crate::i18n::Language;
use crate::icons;

/// The form.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let languages = Language::ALL.map(|language| {
        let name = match language {
            Language::Vietnamese => "Tiếng Việt",
            Language::English => "English",
        };
        (language.code().to_owned(), name.to_owned(), language == view.language())
    });
    let themes = Theme::ALL.map(|theme| {
        (theme.code().to_owned(), words.get(&format!("settings-theme-{}", theme.code())), theme == view.theme)
    });
    let sizes =
        TextSize::ALL.map(|size| (size.percent().to_string(), format!("{} %", size.percent()), size == view.text));
    let body = html! {
        form.sec.first.stack.narrow method="post" action="/settings" {
            (choice(LANGUAGE, &words.get("settings-language"), &languages))
            (choice(THEME, &words.get("settings-theme"), &themes))
            (choice(TEXT, &words.get("settings-text"), &sizes))
            button.btn.pri type="submit" { (icons::CHECK) (words.get("settings-save")) }
        }
        section.sec.narrow {
            ul.card.list {
                @for (address, icon, id) in [
                    ("/shopping", icons::SHOPPING_BASKET, "shopping-title"),
                    ("/own/dishes", icons::UTENSILS, "own-dishes-title"),
                    ("/own/prices", icons::TAG, "own-prices-title"),
                ] {
                    li { a.item href=(address) {
                        span.lead.leafc { (icon) }
                        span.grow { span.b { (words.get(id)) } }
                        span.end { (icons::CHEVRON_RIGHT) }
                    } }
                }
                li { a.item href="/sources" {
                    span.lead.ind { (icons::FILE_TEXT) }
                    span.grow { span.b { (words.get("sources-title")) } }
                    span.end { (icons::CHEVRON_RIGHT) }
                } }
            }
        }
    };
    Page { title: words.get("settings-title"), tab: Some(Tab::More), body, ..Page::default() }.respond(&view)
}

fn choice(name: &str, question: &str, options: &[(String, String, bool)]) -> Markup {
    html! {
        fieldset.f {
            legend { (question) }
            div.opts {
                @for (value, word, chosen) in options {
                    label.opt {
                        input type="radio" name=(name) value=(value) checked[*chosen];
                        span { (icons::CHECK) (word) }
                    }
                }
            }
        }
    }
}

/// Keeps what was chosen; anything else in the form is left aside.
pub async fn save(Form(chosen): Form<Vec<(String, String)>>) -> Response {
    let known = chosen.iter().filter(|(name, value)| match name.as_str() {
        LANGUAGE => Language::from_tag(value).is_some_and(|language| language.code() == value),
        THEME => Theme::from_code(value).is_some(),
        TEXT => TextSize::from_code(value).is_some(),
        _ => false,
    });
    let cookies: Vec<_> = known.map(|(name, value)| (header::SET_COOKIE, kept(name, value))).collect();
    (StatusCode::SEE_OTHER, AppendHeaders(cookies), [(header::LOCATION, "/settings")]).into_response()
}
