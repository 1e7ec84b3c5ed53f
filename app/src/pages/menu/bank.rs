//! `/menus`: the bank, filtered by the ministry's four choices, as a form that works without scripts.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Allergen, Database, Meal as MealKind, Picture, Region, Stage, Theme};

use super::filter::{AUDIENCES, Entry, Filter, NAMES, PRICES, price_word, shown};
use super::model::{Meal, Served};
use super::person;
use super::{dish_name, food_name, lower_first, money, need, vessels};
use crate::i18n::Language;
use crate::icons;
use crate::pages::build::wish;
use crate::pages::controls::{chip, finder};
use crate::pages::{Page, Tab, View};
use crate::tray;

/// Cards on one page: each holds a tray, and a page stays under 100 KB.
const CARDS: usize = 8;
/// The page.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let filter = Filter::read(&view);
    let fitting = filter.menus();
    let hidden = filter.hidden();
    let pages = fitting.len().div_ceil(CARDS).max(1);
    let at = view.query("page").and_then(|typed| typed.parse::<usize>().ok()).unwrap_or(1).clamp(1, pages);
    let cards: Vec<&Entry> = fitting.iter().skip((at - 1) * CARDS).take(CARDS).copied().collect();
    let drawn: Vec<_> = cards.iter().map(|entry| vessels(&view, shown(entry.day, filter.meal), "")).collect();
    let body = html! {
        div.sec.first { (form(&view, &filter)) }
        div.sec.stack id="result" {
            @for bad in &filter.bad {
                p.note.turm { (icons::INFO) span { (words.with("menus-bad", &[("value", bad)])) } }
            }
            div.row.sp.wrap {
                h2 { (words.with("menus-count", &[("count", &fitting.len().to_string())])) }
                a.row.b.tap href="/menus/search" { (icons::SEARCH.small()) (words.get("menus-search")) }
            }
            @if fitting.is_empty() {
                (way_out(&view, &filter))
            } @else {
                (tray::symbols(drawn.iter().flatten()))
                ul.menus {
                    @for (entry, dishes) in cards.iter().zip(&drawn) {
                        li { (card(&view, entry, &filter, dishes)) }
                    }
                }
            }
            @if at < pages {
                @let left = (fitting.len() - at * CARDS).to_string();
                a.btn.sec href=(view.link(&[("page", Some(&(at + 1).to_string()))])) {
                    (words.with("menus-more", &[("count", &left)])) (icons::CHEVRON_RIGHT)
                }
            }
            @if !filter.free.is_empty() { p.t-s.i2 { (words.get("allergen-label")) } }
            @if hidden > 0 {
                p.t-s.i2 { (words.with("menus-hidden", &[("count", &hidden.to_string())])) }
            }
            p.t-xs.i3 { (words.get("menu-reviewed")) }
        }
    };
    let dock = html! { a.btn.pri href=(build_address(&filter)) { (icons::PLUS) (words.get("menus-build")) } };
    Page {
        title: words.get("menus-title"),
        tab: Some(Tab::Menus),
        sheets: &["build.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

/// The wizard, told what the bank was asked.
fn build_address(filter: &Filter) -> String {
    let kind = filter.who.map(|who| match who.split_once('_') {
        Some((audience, _)) => audience,
        None => who,
    });
    let region = filter.region.map(|region| ("region", region.code()));
    let query: Vec<String> = kind
        .map(|kind| ("k0", kind))
        .into_iter()
        .chain(region)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if query.is_empty() { "/build/1".to_owned() } else { format!("/build/1?{}", query.join("&")) }
}

/// The four choices; changing one swaps the result where scripts run, the button sends the form everywhere.
fn form(view: &View, filter: &Filter) -> Markup {
    let words = view.words;
    let pick = |name: &str, label: &str, options: Markup| {
        html! {
            label.pick { span { (words.get(label)) } select name=(name) { (options) } (icons::CHEVRON_DOWN.small()) }
        }
    };
    let option = |value: &str, word: &str, chosen: bool| html! { option value=(value) selected[chosen] { (word) } };
    let who = html! {
        (option("", &words.get("menus-any-stage"), filter.who.is_none()))
        @for audience in AUDIENCES {
            optgroup label=(words.get(&format!("audience-{audience}"))) {
                (option(audience, &words.get(&format!("audience-{audience}")), filter.who == Some(audience)))
                @for stage in Stage::ALL.iter().filter(|stage| stage.audience().code() == audience).map(|stage| stage.code()) {
                    (option(stage, &words.get(&format!("stage-{stage}")), filter.who == Some(stage)))
                }
            }
        }
    };
    let region = html! {
        (option("", &words.get("menus-any-region"), filter.region.is_none()))
        @for region in Region::ALL.iter().copied() {
            (option(region.code(), &words.get(&format!("region-{}", region.code())), filter.region == Some(region)))
        }
    };
    let meal = html! {
        (option("", &words.get("menus-whole-day"), filter.meal.is_none()))
        @for kind in MealKind::ALL.iter().copied() {
            (option(kind.code(), &words.get(&format!("meal-{}", kind.code())), filter.meal == Some(kind)))
        }
    };
    let price = html! {
        (option("", &words.get("menus-any-price"), filter.price.is_none()))
        @for (code, most) in PRICES { (option(code, &price_word(view, most), filter.price.is_some_and(|(c, _)| c == code))) }
    };
    html! {
        form method="get" action="/menus" hx-get="/menus" hx-trigger="change, submit" hx-target="#result"
            hx-select="#result" hx-swap="outerHTML" hx-push-url="true" {
            div.picks {
                (pick("for", "menus-for", who))
                (pick("region", "menus-region", region))
                (pick("meal", "menus-meal", meal))
                (pick("price", "menus-price", price))
                button.btn.sec { (icons::UTENSILS) (words.get("menus-show")) }
            }
            details.more open[filter.asks_more() || view.query("food").is_some()] {
                summary { (words.get("menus-more-filters")) (icons::CHEVRON_DOWN) }
                (further(view, filter))
            }
        }
    }
}

/// What may be asked beside the first four.
fn further(view: &View, filter: &Filter) -> Markup {
    let words = view.words;
    let typed = view.query("food").unwrap_or_default();
    let database = Database::bundled();
    let region = filter.region.unwrap_or(Region::North);
    let found: Vec<_> = if typed.is_empty() {
        wish::common_foods(region).iter().filter_map(|code| database.food(*code)).collect()
    } else {
        wish::foods_called(typed)
    };
    html! {
        div.stack.narrow {
            div.fields {
                label.f {
                    span.lb { (words.get("menus-theme")) }
                    select name="theme" {
                        option value="" selected[filter.theme.is_none()] { (words.get("menus-any-theme")) }
                        @for theme in Theme::ALL.iter().copied() {
                            option value=(theme.code()) selected[filter.theme == Some(theme)] { (words.get(&format!("menus-theme-{}", theme.code()))) }
                        }
                    }
                }
                label.f {
                    span.lb { (words.get("menus-season")) }
                    select name="month" {
                        option value="" selected[filter.month.is_none()] { (words.get("build-any-month")) }
                        @for month in 1..=12_u8 {
                            option value=(month) selected[filter.month == Some(month)] { (words.with("build-month-of", &[("month", &month.to_string())])) }
                        }
                    }
                }
                label.f {
                    span.lb { (words.get("menus-dish")) }
                    input type="search" name="dish" value=(filter.dish) maxlength="60" autocomplete="off";
                }
            }
            fieldset.f {
                legend { (words.get("menus-free")) }
                div.chips {
                    @for allergen in Allergen::ALL.iter().copied() {
                        (chip("free", allergen.code(), &words.get(&format!("allergen-{}", allergen.code())), filter.free.contains(&allergen)))
                    }
                }
            }
            fieldset.f {
                legend { (words.get("menus-have")) }
                @if !filter.have.is_empty() {
                    div.chips {
                        @for food in filter.have.iter().filter_map(|code| database.food(*code)) {
                            (chip("have", &food.code.to_string(), food_name(view, food), true))
                        }
                    }
                }
                (finder(view, "/menus", "food", "build-home-find", typed, false))
                div.chips id="found-food" {
                    @for food in found.iter().filter(|food| !filter.have.contains(&food.code)) {
                        (chip("have", &food.code.to_string(), food_name(view, food), false))
                    }
                    @if found.is_empty() { p.t-s.i2 { (words.with("build-no-food", &[("typed", typed)])) } }
                }
            }
        }
    }
}

/// Nothing fits: which condition to drop, and how many menus that gives.
fn way_out(view: &View, filter: &Filter) -> Markup {
    let words = view.words;
    html! {
        div.note.turm {
            (icons::INFO)
            div.stack-s {
                p { (words.get("menus-none")) " " (words.get("menus-none-way")) }
                ul.stack-s {
                    @for name in NAMES {
                        @if let Some(word) = filter.word(view, name) {
                            @let left = filter.without(name).count();
                            @if left > 0 {
                                li { a href=(view.link(&[(name, None), ("page", None)])) {
                                    (words.with("menus-without", &[("what", &word), ("count", &left.to_string())]))
                                } }
                            }
                        }
                    }
                    li { a href="/menus" {
                        (words.with("menus-all", &[("count", &Filter::default().count().to_string())]))
                    } }
                }
            }
        }
    }
}

/// A meal by its first dish in full and the next by its short name: "Thịt rang cháy cạnh, canh cua".
fn told(view: &View, meal: &Meal) -> String {
    let name = |(place, served): (usize, &Served)| match (place, view.language()) {
        (0, _) => dish_name(view, served.dish),
        (_, Language::Vietnamese) => {
            lower_first(Picture::of(&served.dish.id).map_or(&served.dish.name_vi, |picture| picture.short_name))
        }
        _ => lower_first(&dish_name(view, served.dish)),
    };
    meal.telling().enumerate().map(name).collect::<Vec<_>>().join(", ")
}

fn card(view: &View, entry: &Entry, filter: &Filter, dishes: &[tray::Dish<'_>]) -> Markup {
    let words = view.words;
    let (menu, day, meal) = (entry.menu, entry.day, filter.meal);
    let address = match meal {
        Some(meal) => format!("/menus/{}?meal={}", menu.id, meal.code()),
        None => format!("/menus/{}", menu.id),
    };
    let (word, icon, class) = need::overall(day.overall);
    let meals: Vec<&Meal> = shown(day, meal).collect();
    let (vnd, kcal) = meals.iter().fold((0.0, 0.0), |(vnd, kcal), meal| (vnd + meal.vnd, kcal + meal.kcal));
    let named: Vec<&&Meal> = match meal {
        Some(_) => meals.iter().collect(),
        None => meals.iter().filter(|meal| meal.is_main()).collect(),
    };
    html! {
        a.card.menu href=(address) {
            p.t-s.i2 {
                @if filter.who != Some(menu.stage.code()) { (words.get(&format!("stage-{}", menu.stage.code()))) " · " }
                (words.get(&format!("region-{}", menu.region.code())))
                @if let Some(activity) = day.activity {
                    @let activity = words.get(person::activity_id(activity)).to_lowercase();
                    " · " (words.with("menu-for-activity", &[("activity", &activity)]))
                }
                " · " (words.with("week-day", &[("day", &menu.day.to_string())]))
                @if menu.theme != Theme::Usual { " · " (words.get(&format!("menus-theme-{}", menu.theme.code()))) }
                @if !filter.have.is_empty() {
                    @let home = entry.at_home(filter);
                    " · " b { (words.with("menus-at-home", &[("here", &home.here.to_string()), ("of", &home.of.to_string())])) }
                }
            }
            div.hd {
                (tray::thumbnail(dishes))
                dl {
                    @for meal in named {
                        dt { (words.get(&format!("meal-{}", meal.kind.code()))) }
                        dd { (told(view, meal)) }
                    }
                }
            }
            div.ft {
                span.st.(class) { (icon) (words.get(word)) }
                span.pr.so { (money(view, vnd)) span.t-xs.i3 { (view.language().decimal(kcal, 0)) " kcal" } }
            }
        }
    }
}
