//! `/menus`: the bank, filtered by the ministry's four choices, as a form that works without scripts.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Meal as MealKind, Menu, Picture};
use nep_core::nutrition::balance::Overall;

use super::model::{Day, Meal, Served};
use super::person::{self, STAGES};
use super::{dish_name, lower_first, model, money, need, vessels};
use crate::i18n::Language;
use crate::icons;
use crate::pages::{Page, Tab, View};
use crate::tray;

/// Cards on one page: each holds a tray, and a page stays under 100 KB.
const CARDS: usize = 8;
/// Upper ends of price offered, in đồng.
const PRICES: [(&str, u32); 5] =
    [("30000", 30_000), ("50000", 50_000), ("75000", 75_000), ("100000", 100_000), ("125000", 125_000)];
const AUDIENCES: [&str; 3] = ["pregnant", "lactating", "child"];
const REGIONS: [&str; 3] = ["north", "central", "south"];
/// What the form asks, in its order.
const NAMES: [&str; 4] = ["for", "region", "meal", "price"];

/// What the address asks of the bank. A value that is not in the list is told and left out.
#[derive(Clone, Default)]
struct Filter {
    who: Option<&'static str>,
    region: Option<&'static str>,
    meal: Option<MealKind>,
    price: Option<(&'static str, u32)>,
    bad: Vec<String>,
}

impl Filter {
    fn read(view: &View) -> Self {
        let mut filter = Self::default();
        let stages = STAGES.iter().map(|(code, _, _)| *code);
        for name in NAMES {
            let Some(typed) = view.query(name) else { continue };
            let known = match name {
                "for" => {
                    filter.who = stages.clone().chain(AUDIENCES).find(|code| *code == typed);
                    filter.who.is_some()
                }
                "region" => {
                    filter.region = REGIONS.into_iter().find(|code| *code == typed);
                    filter.region.is_some()
                }
                "meal" => {
                    filter.meal = MealKind::from_code(typed);
                    filter.meal.is_some()
                }
                _ => {
                    filter.price = PRICES.into_iter().find(|(code, _)| *code == typed);
                    filter.price.is_some()
                }
            };
            if !known {
                filter.bad.push(typed.to_owned());
            }
        }
        filter
    }

    /// Whether the menu is offered: what is unsafe for whom it is made never is.
    fn fits(&self, menu: &Menu, day: &Day) -> bool {
        let meals = || shown(day, self.meal);
        self.is_for(menu)
            && day.overall != Overall::Unsafe
            && meals().next().is_some()
            && self.price.is_none_or(|(_, most)| meals().map(|meal| meal.vnd).sum::<f64>() < f64::from(most))
    }

    fn is_for(&self, menu: &Menu) -> bool {
        let (stage, audience) = (menu.stage.code(), menu.stage.audience().code());
        self.who.is_none_or(|who| who == stage || who == audience)
            && self.region.is_none_or(|region| menu.region.code() == region)
    }

    /// The same without one of its conditions.
    fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        match name {
            "for" => other.who = None,
            "region" => other.region = None,
            "meal" => other.meal = None,
            _ => other.price = None,
        }
        other
    }

    /// What is asked under `name`, as people say it.
    fn word(&self, view: &View, name: &str) -> Option<String> {
        let words = view.words;
        match name {
            "for" => self.who.map(|who| who_word(view, who)),
            "region" => self.region.map(|region| words.get(&format!("region-{region}"))),
            "meal" => self.meal.map(|meal| words.get(&format!("meal-{}", meal.code()))),
            _ => self.price.map(|(_, most)| price_word(view, most)),
        }
    }
}

fn who_word(view: &View, who: &str) -> String {
    let id = if AUDIENCES.contains(&who) { format!("audience-{who}") } else { format!("stage-{who}") };
    view.words.get(&id)
}

fn price_word(view: &View, most: u32) -> String {
    view.words.with("menus-under", &[("price", &view.language().decimal(f64::from(most), 0))])
}

/// The meals a card speaks of: the one asked for, or all.
fn shown(day: &Day, meal: Option<MealKind>) -> impl Iterator<Item = &Meal> {
    day.meals.iter().filter(move |served| meal.is_none_or(|meal| served.kind == meal))
}

/// The page.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let filter = Filter::read(&view);
    let bank = model::bank();
    let count = |filter: &Filter| bank.iter().filter(|(menu, day)| filter.fits(menu, day)).count();
    let fitting: Vec<&(&'static Menu, Day)> = bank.iter().filter(|(menu, day)| filter.fits(menu, day)).collect();
    let unsafe_for_them = |(menu, day): &&(&'static Menu, Day)| filter.is_for(menu) && day.overall == Overall::Unsafe;
    let hidden = bank.iter().filter(unsafe_for_them).count();
    let pages = fitting.len().div_ceil(CARDS).max(1);
    let at = view.query("page").and_then(|typed| typed.parse::<usize>().ok()).unwrap_or(1).clamp(1, pages);
    let cards: Vec<&(&'static Menu, Day)> = fitting.iter().skip((at - 1) * CARDS).take(CARDS).copied().collect();
    let drawn: Vec<_> = cards.iter().map(|(_, day)| vessels(&view, shown(day, filter.meal), "")).collect();
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
                (way_out(&view, &filter, &count))
            } @else {
                (tray::symbols(drawn.iter().flatten()))
                ul.menus {
                    @for ((menu, day), dishes) in cards.iter().zip(&drawn) {
                        li { (card(&view, menu, day, &filter, dishes)) }
                    }
                }
            }
            @if at < pages {
                @let left = (fitting.len() - at * CARDS).to_string();
                a.btn.sec href=(view.link(&[("page", Some(&(at + 1).to_string()))])) {
                    (words.with("menus-more", &[("count", &left)])) (icons::CHEVRON_RIGHT)
                }
            }
            @if hidden > 0 {
                p.t-s.i2 { (words.with("menus-hidden", &[("count", &hidden.to_string())])) }
            }
            p.t-xs.i3 { (words.get("menu-reviewed")) }
        }
    };
    Page { title: words.get("menus-title"), tab: Some(Tab::Menus), body, ..Page::default() }.respond(&view)
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
                @for (stage, _, _) in STAGES.iter().filter(|(_, of, _)| *of == audience) {
                    (option(stage, &words.get(&format!("stage-{stage}")), filter.who == Some(*stage)))
                }
            }
        }
    };
    let region = html! {
        (option("", &words.get("menus-any-region"), filter.region.is_none()))
        @for code in REGIONS { (option(code, &words.get(&format!("region-{code}")), filter.region == Some(code))) }
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
                button.btn.pri { (icons::UTENSILS) (words.get("menus-show")) }
            }
        }
    }
}

/// Nothing fits: which condition to drop, and how many menus that gives.
fn way_out(view: &View, filter: &Filter, count: &dyn Fn(&Filter) -> usize) -> Markup {
    let words = view.words;
    html! {
        div.note.turm {
            (icons::INFO)
            div.stack-s {
                p { (words.get("menus-none")) " " (words.get("menus-none-way")) }
                ul.stack-s {
                    @for name in NAMES {
                        @if let Some(word) = filter.word(view, name) {
                            @let left = count(&filter.without(name));
                            @if left > 0 {
                                li { a href=(view.link(&[(name, None), ("page", None)])) {
                                    (words.with("menus-without", &[("what", &word), ("count", &left.to_string())]))
                                } }
                            }
                        }
                    }
                    li { a href="/menus" {
                        (words.with("menus-all", &[("count", &count(&Filter::default()).to_string())]))
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

fn card(view: &View, menu: &Menu, day: &Day, filter: &Filter, dishes: &[tray::Dish<'_>]) -> Markup {
    let words = view.words;
    let meal = filter.meal;
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
                @if menu.vegetarian { " · " (words.get("menus-vegetarian")) }
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
