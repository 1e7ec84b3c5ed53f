//! `/own/prices`: what the household pays itself, and back to the table's price.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, FoodCode, PriceBasis, Region};
use nep_core::menu::Table;

use super::measured;
use crate::food_words;
use crate::icons;
use crate::notebook::OwnPrice;
use crate::pages::input::Wrong;
use crate::pages::shopping::{food_name, go, no_notebook, sent};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// Foods a search shows, and as many of the most cooked when nothing is asked.
const SHOWN: usize = 15;
/// The cheapest price one could mean, đ a kilogram: a smaller number was typed in thousands.
const LEAST_VND: u32 = 1_000;

/// A price that was typed and could not be read.
struct Refused {
    food: FoodCode,
    typed: String,
    said: String,
}

/// The page.
pub async fn page(State(app): State<App>, view: View) -> Response {
    shown(&app, &view, None).await
}

async fn shown(app: &App, view: &View, refused: Option<Refused>) -> Response {
    let prices = match app.note(crate::notebook::Notebook::prices).await {
        Ok(prices) => prices,
        Err(error) => return no_notebook(view, &error),
    };
    let words = view.words;
    let region = view.query("region").and_then(Region::from_code).unwrap_or(Region::North);
    let query = view.query("q").unwrap_or_default();
    let own: Vec<FoodCode> = prices.iter().map(|price| price.food).collect();
    let mut others = if query.is_empty() { most_cooked() } else { measured::search(query, SHOWN) };
    others.retain(|food| !own.contains(food) || !query.is_empty());
    let faulty = refused.as_ref().map(|refused| refused.food);
    others.extend(faulty.filter(|food| !others.contains(food) && (!own.contains(food) || !query.is_empty())));
    let kept = |food: FoodCode| prices.iter().find(|price| price.food == food);
    let rows = |foods: &[FoodCode]| {
        html! {
            ul.card.list {
                @for food in foods {
                    li { (row(view, *food, region, kept(*food), refused.as_ref().filter(|refused| refused.food == *food))) }
                }
            }
        }
    };
    let body = html! {
        div.list-page {
            p.i2 { (words.get("own-prices-lead")) }
            form.stack method="get" action="/own/prices" role="search" {
                div.fields {
                    div.f {
                        label for="q" { (words.get("shopping-add-find")) }
                        input id="q" name="q" type="search" value=(query) maxlength="60" autocomplete="off";
                    }
                    label.f {
                        span.lb { (words.get("menus-region")) }
                        select name="region" {
                            @for known in Region::ALL {
                                option value=(known.code()) selected[*known == region] { (words.get(&format!("region-{}", known.code()))) }
                            }
                        }
                    }
                }
                button.btn.sec { (icons::SEARCH) (words.get("shopping-add-find")) }
            }
            @if !query.is_empty() && others.is_empty() {
                p.note { (words.with("shopping-add-none", &[("query", query)])) }
            }
            @if !query.is_empty() && !others.is_empty() { (rows(&others)) }
            @if !own.is_empty() && query.is_empty() {
                section { h2.stall { (words.get("own-prices-own")) } (rows(&own)) }
            }
            @if query.is_empty() {
                section { h2.stall { (words.get("own-prices-table")) } (rows(&others)) }
            }
            p.t-xs.i3 { (words.get("own-prices-note")) }
        }
    };
    let status = refused.map(|_| axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    Page {
        title: words.get("own-prices-title"),
        back: Some("/shopping".into()),
        tab: Some(Tab::Menus),
        sheets: &["shopping.css"],
        body,
        entry: true,
        status,
        ..Page::default()
    }
    .respond(view)
}

/// Foods that most dishes of the bank need and that have a price.
fn most_cooked() -> Vec<FoodCode> {
    let database = Database::bundled();
    let mut counts: Vec<(usize, FoodCode)> = Vec::new();
    for part in database.dishes().iter().flat_map(|dish| &dish.ingredients) {
        match counts.iter_mut().find(|(_, food)| *food == part.food) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, part.food)),
        }
    }
    counts.retain(|(_, food)| database.price(*food, Region::North).is_some_and(|price| price.vnd_per_kg > 0));
    counts.sort_by_key(|(count, food)| (usize::MAX - count, *food));
    counts.into_iter().map(|(_, food)| food).take(SHOWN).collect()
}

fn row(view: &View, food: FoodCode, region: Region, own: Option<&OwnPrice>, refused: Option<&Refused>) -> Markup {
    let words = view.words;
    let language = view.language();
    let table = Database::bundled().price(food, region);
    let id = format!("price-{food}");
    let typed = match (refused, own) {
        (Some(refused), _) => refused.typed.clone(),
        (None, Some(own)) => language.decimal(f64::from(own.vnd_per_kg), 0),
        (None, None) => String::new(),
    };
    let shown = table.map_or_else(
        || words.get("shopping-no-price"),
        |price| {
            let vnd = food_words::money(language, f64::from(price.vnd_per_kg));
            let ready = price.basis == PriceBasis::Edible;
            words.with(if ready { "own-price-ready" } else { "own-price-of-table" }, &[("price", &vnd)])
        },
    );
    html! {
        form.add-row method="post" action="/own/prices" id={ "food-" (food) } {
            input type="hidden" name="food" value=(food);
            input type="hidden" name="q" value=(view.query("q").unwrap_or_default());
            input type="hidden" name="region" value=(region.code());
            span.nm {
                label.b for=(id) { (food_name(view, food)) } br;
                span.t-s.i2 { (shown) }
                @if let Some(own) = own { " · " span.t-s.i2 { (words.with("own-price-since", &[("day", &view.day(own.noted_on))])) } }
            }
            span.measured.one.f.bad[refused.is_some()] {
                input.so id=(id) name="price" type="text" inputmode="numeric" value=(typed) maxlength="14" autocomplete="off"
                    placeholder=(words.get("own-price-unit")) aria-invalid=[refused.map(|_| "true")]
                    aria-describedby=[refused.map(|_| format!("{id}-err"))];
                @if let Some(refused) = refused {
                    span.err id={ (id) "-err" } { (icons::TRIANGLE_ALERT) span { (refused.said) } }
                }
            }
            button.btn.sec.sm name="do" value="keep" aria-label={ (words.get("own-price-keep")) ": " (food_name(view, food)) } { (icons::CHECK) }
            @if own.is_some() {
                button.btn.sec.sm name="do" value="forget" aria-label={ (words.get("own-price-forget")) ": " (food_name(view, food)) } { (icons::UNDO_2) }
            }
        }
    }
}

/// Notes a price, or goes back to the table's: by the button, or by an empty field.
pub async fn keep(State(app): State<App>, mut view: View, Form(form): Form<Vec<(String, String)>>) -> Response {
    let food = sent(&form, "food").parse().map(FoodCode).ok();
    let Some(food) = food.filter(|food| Database::bundled().food(*food).is_some()) else {
        return Problem::NotFound.page(&view);
    };
    for name in ["q", "region"] {
        view.pairs.push((name.into(), sent(&form, name).into()));
    }
    let typed = sent(&form, "price");
    let noted = if sent(&form, "do") == "forget" || typed.is_empty() {
        app.note(move |notebook| notebook.forget_price(food)).await
    } else {
        match dong(typed) {
            Ok(vnd_per_kg) => {
                let price = OwnPrice { food, vnd_per_kg, noted_on: view.today };
                app.note(move |notebook| notebook.note_price(price)).await
            }
            Err(wrong) => {
                let refused = Refused { food, typed: typed.to_owned(), said: wrong.say(view.words) };
                return shown(&app, &view, Some(refused)).await;
            }
        }
    };
    match noted {
        Ok(()) => {
            let address = view.link(&[]);
            go(&format!("{address}#food-{food}"))
        }
        Err(error) => no_notebook(&view, &error),
    }
}

/// Đồng a kilogram, as people write it: `140.000`, `140 000 đ`, `140000`.
fn dong(typed: &str) -> Result<u32, Wrong> {
    let digits: String =
        typed.trim_end_matches(['đ', 'd', ' ']).chars().filter(|letter| !" .,".contains(*letter)).collect();
    let wrong = || Wrong::new("own-price-wrong").with("typed", typed);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let vnd: u32 = digits.parse().map_err(|_| wrong())?;
    if (LEAST_VND..=Table::MOST_VND_PER_KG).contains(&vnd) { Ok(vnd) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        for typed in ["140000", "140.000", "140 000 đ", "140,000", "140.000đ"] {
            assert_eq!(dong(typed).expect("a price"), 140_000, "{typed}");
        }
        for typed in ["", "140 nghìn", "999", "-5000", "100000001", "9999999999999", "abc"] {
            assert!(dong(typed).is_err(), "{typed}");
        }
        assert_eq!(dong("1000").expect("the least"), 1_000);
    }
}
