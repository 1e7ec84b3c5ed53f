//! The frame around every page: head, app bar, danger row, dock, tabs on a phone and side navigation on a desktop.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::{Theme, View};
use crate::assets;
use crate::i18n::Language;
use crate::icons::{self, Icon};

/// A main part of the program, as its tabs name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Hôm nay.
    Today,
    /// Trẻ em.
    Growth,
    /// Thai kỳ.
    Pregnancy,
    /// Thực đơn.
    Menus,
    /// Gia đình: at a station.
    Families,
    /// Thêm.
    More,
}

impl Tab {
    const ALL: [Self; 6] = [Self::Today, Self::Families, Self::Growth, Self::Pregnancy, Self::Menus, Self::More];

    const fn parts(self) -> (&'static str, Icon, &'static str) {
        match self {
            Self::Today => ("/", icons::HOUSE, "shell-tab-today"),
            Self::Growth => ("/growth", icons::BABY, "shell-tab-growth"),
            Self::Pregnancy => ("/pregnancy", icons::PREGNANCY, "shell-tab-pregnancy"),
            Self::Menus => ("/menus", icons::BOWL, "shell-tab-menus"),
            Self::Families => ("/families", icons::PERSON_STANDING, "shell-tab-families"),
            Self::More => ("/settings", icons::ELLIPSIS, "shell-tab-more"),
        }
    }
}

/// A page to be framed.
#[derive(Default)]
pub struct Page {
    /// The one `h1`; also the window's title.
    pub title: String,
    /// A grey line under the title.
    pub subtitle: Option<String>,
    /// Where the back arrow leads; a page without one is a root page.
    pub back: Option<String>,
    /// The form that the back arrow sends there, so that what was typed goes along, and the `go` that Enter sends, whose button
    /// must stand before the arrow's; none: a plain link.
    pub back_sends: Option<(&'static str, &'static str)>,
    /// The window's title where it says more than the heading: it names what is printed.
    pub window: Option<String>,
    /// The tab it belongs to.
    pub tab: Option<Tab>,
    /// A leaf header instead of the app bar; it holds the page's `h1` itself.
    pub leaf: Option<Markup>,
    /// Stylesheets of `assets/sheets` that this page needs over the common one, by file name.
    pub sheets: &'static [&'static str],
    /// What stands in `main`.
    pub body: Markup,
    /// The dock: the one leaf button of the page.
    pub dock: Option<Markup>,
    /// Whether "Có dấu hiệu nguy hiểm?" stays in sight (home, pregnancy, forms).
    pub danger_row: bool,
    /// Seconds after which a browser without scripts asks again; with scripts the page itself does.
    pub refresh: Option<u32>,
    /// A page to type in: the foot stays at the end and covers no field.
    pub entry: bool,
    /// Without navigation: none of its pages would open.
    pub bare: bool,
    /// The answer's status when it is not 200.
    pub status: Option<StatusCode>,
}

impl Page {
    /// The whole page.
    #[must_use]
    pub fn respond(self, view: &View) -> Response {
        let status = self.status.unwrap_or(StatusCode::OK);
        (status, self.html(view)).into_response()
    }

    fn html(self, view: &View) -> Markup {
        let words = view.words;
        let theme = (view.theme != Theme::System).then(|| view.theme.code());
        html! {
            (DOCTYPE)
            html lang=(view.language().code()) data-theme=[theme] data-text=(view.text.percent()) {
                head {
                    meta charset="utf-8";
                    title { (self.window.as_deref().unwrap_or(&self.title)) " · Nếp" }
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="htmx-config" content=(HTMX);
                    link rel="icon" href=(ICON);
                    link rel="stylesheet" href=(assets::address("nep.css"));
                    @for sheet in self.sheets { link rel="stylesheet" href=(assets::address(sheet)); }
                    @if let Some(seconds) = self.refresh { noscript { meta http-equiv="refresh" content=(seconds); } }
                    script src=(assets::address("htmx.js")) defer {}
                    @if self.sheets.contains(&"plan.css") { script src=(assets::address("sheet.js")) defer {} }
                }
                body {
                    a.skip href="#main" { (words.get("shell-skip")) }
                    div.shell {
                        @if let Some(leaf) = self.leaf { (leaf) } @else {
                            header.bar.root[self.back.is_none()] {
                                @if let (Some(back), Some((form, enter))) = (&self.back, self.back_sends) {
                                    button type="submit" form=(form) name="go" value=(enter) hidden {}
                                    button.ib type="submit" form=(form) formaction=(back) formnovalidate name="go" value="back"
                                        aria-label=(words.get("shell-back")) { (icons::ARROW_LEFT) }
                                } @else if let Some(back) = &self.back {
                                    a.ib href=(back) aria-label=(words.get("shell-back")) { (icons::ARROW_LEFT) }
                                }
                                div.tt {
                                    h1 { (self.title) }
                                    @if let Some(subtitle) = &self.subtitle { p.t-s.i3 { (subtitle) } }
                                }
                            }
                        }
                        main id="main" tabindex="-1" { (self.body) }
                        div.foot.still[self.entry] {
                            @if self.danger_row { (danger_row(view)) }
                            @if let Some(dock) = self.dock { div.dock { (dock) } }
                            @if !self.bare { (navigation(view, self.tab)) }
                        }
                    }
                }
            }
        }
    }
}

/// htmx adds no style of its own and evaluates nothing: the content policy forbids both.
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true}"#;

/// The logo as the window's icon.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect x='2' y='2' \
                    width='28' height='28' rx='7' fill='%231D5733'/%3E%3Cpath d='M11.5 2V30M20.5 2V30M2 11.5H30M2 20.5H30' \
                    stroke='%23F7E7B4' stroke-width='1.8'/%3E%3C/svg%3E";

fn navigation(view: &View, current: Option<Tab>) -> Markup {
    let words = view.words;
    html! {
        nav.nav aria-label=(words.get("shell-navigation")) {
            (leaf_veins())
            a.logo href="/" { (logo()) "Nếp" }
            div.tabs {
                @for tab in Tab::ALL.into_iter().filter(|tab| view.station || *tab != Tab::Families) {
                    @let (address, icon, word) = tab.parts();
                    a.tab href=(address) aria-current=[(current == Some(tab)).then_some("page")] {
                        span.pl { (icon) } span { (words.get(word)) }
                    }
                }
            }
            div.rest { p { (words.get("shell-offline")) } (language_switch(view)) }
        }
    }
}

/// "Có dấu hiệu nguy hiểm?", one press away.
#[must_use]
pub fn danger_row(view: &View) -> Markup {
    html! {
        a.danger href="/danger" {
            (icons::OCTAGON_ALERT) span { (view.words.get("shell-danger-row")) } (icons::CHEVRON_RIGHT)
        }
    }
}

/// The same page in the other language.
#[must_use]
pub fn language_switch(view: &View) -> Markup {
    let (code, name) = match view.language() {
        Language::Vietnamese => ("en", "English"),
        Language::English => ("vi", "Tiếng Việt"),
    };
    html! { a.lang href=(view.link(&[("lang", Some(code))])) lang=(code) hreflang=(code) { (icons::LANGUAGES.small()) (name) } }
}

/// A bánh chưng from above: a green square tied twice each way.
#[must_use]
pub fn logo() -> Markup {
    html! {
        svg viewBox="0 0 32 32" aria-hidden="true" {
            rect x="2" y="2" width="28" height="28" rx="7" fill="#8CC28C" {}
            path d="M2 9 9 2H2ZM30 23l-7 7h7Z" fill="#1D5733" opacity=".35" {}
            path d="M11.5 2V30M20.5 2V30M2 11.5H30M2 20.5H30" stroke="#F7E7B4" stroke-width="1.8" fill="none" {}
        }
    }
}

/// The veins of a banana leaf, behind a leaf header and the side navigation.
#[must_use]
pub fn leaf_veins() -> Markup {
    let mut side = String::new();
    for step in 0..33 {
        let (x, y) = (step * 17 - 88, 311 - step * 51 / 4);
        side.push_str(&format!("M{x} {y}q7-117 72-247M{x} {y}q94 21 151 161"));
    }
    html! {
        svg.veins viewBox="0 0 360 260" preserveAspectRatio="xMidYMid slice" aria-hidden="true" {
            path d=(side) stroke-width="1.4" {}
            path d="M-20 270C108 187 252 99 390-30" stroke-width="4" {}
        }
    }
}
