//! Shopping lists: made from a menu or a plan, walked stall by stall, ticked, shared, printed.
//!
//! Every change is a form sent with POST; a tick says its state, so that two tabs and two presses agree. htmx swaps the list,
//! and without it the same form loads the page again.

mod add;
mod edit;
mod index;
mod list;
mod make;
mod share;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use nep_core::foods::{Database, Flag, FoodCode, Stall};
use nep_core::menu::Table;
use nep_core::menu::shopping::{self, AtHome, Called, Line, Need};

use crate::food_words;
use crate::icons::{self, Icon};
use crate::notebook::{KeptList, KeptNeed, NoteError, Notebook, Noted};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/shopping", get(index::page).post(make::keep))
        .route("/shopping/new", get(make::page))
        .route("/shopping/{id}", get(list::page))
        .route("/shopping/{id}/mark", post(list::mark))
        .route("/shopping/{id}/remove", post(list::remove))
        .route("/shopping/{id}/edit", get(edit::page))
        .route("/shopping/{id}/add", get(add::page).post(add::keep))
        .route("/shopping/{id}/share", get(share::page))
        .route("/shopping/{id}/list.csv", get(share::csv))
        .route("/shopping/{id}/list.xlsx", get(share::xlsx))
}

/// What these pages add to the common stylesheet.
pub(super) const SHEETS: &[&str] = &["shopping.css"];

/// 128 random bits: what makes a form that is sent twice one thing.
pub(in crate::pages) fn fresh_id() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("every supported system gives random bytes");
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Whether it is an id of [`fresh_id`].
pub(in crate::pages) fn is_id(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What a form sent under `name`.
pub(in crate::pages) fn sent<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find_map(|(key, value)| (key == name).then_some(value.trim())).unwrap_or_default()
}

/// On to a page of ours, after a change.
pub(in crate::pages) fn go(address: &str) -> Response {
    let location = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/shopping"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Removes what the notebook keeps as `id`, or puts it back, as the form says; on to its pages under `folder`.
pub(in crate::pages) async fn remove_or_put_back(
    app: &App,
    view: &View,
    (folder, id): (&str, String),
    form: &[(String, String)],
    note: fn(&Notebook, &str, bool) -> Noted<bool>,
) -> Response {
    let removed = sent(form, "on") == "1";
    let kept = id.clone();
    match app.note(move |notebook| note(notebook, &kept, removed)).await {
        Ok(true) if removed => go(&format!("{folder}?removed={id}")),
        Ok(true) => go(&format!("{folder}/{id}")),
        Ok(false) => Problem::NotFound.page(view),
        Err(error) => no_notebook(view, &error),
    }
}

/// The kept list and the household's table; else the page that says why not.
async fn kept(app: &App, id: String, view: &View) -> Result<(KeptList, Table<'static>), Response> {
    match app.note(move |notebook| Ok((notebook.list(&id)?, notebook.table()?))).await {
        Ok((Some(list), table)) => Ok((list, table)),
        Ok((None, _)) => Err(Problem::NotFound.page(view)),
        Err(error) => Err(no_notebook(view, &error)),
    }
}

/// Says why the notebook could not be read or written: that nothing is lost, and what to do.
pub(in crate::pages) fn no_notebook(view: &View, error: &NoteError) -> Response {
    let words = view.words;
    let (status, said) = match error {
        NoteError::Full => (StatusCode::INSUFFICIENT_STORAGE, words.get("note-full")),
        NoteError::Newer => (StatusCode::CONFLICT, words.get("note-newer")),
        NoteError::Unusable(why) => (StatusCode::INTERNAL_SERVER_ERROR, words.with("note-unusable", &[("why", why)])),
    };
    let body = html! {
        div.sec.first.stack.narrow {
            div.note.turm role="alert" { (icons::TRIANGLE_ALERT) div { (said) } }
            a.btn.pri href="/" { (icons::HOUSE) (words.get("problem-home")) }
        }
    };
    let title = words.get("shopping-title");
    Page { title, body, tab: Some(Tab::Menus), back: Some("/shopping".into()), status: Some(status), ..Page::default() }
        .respond(view)
}

/// A kept list against the table: what to buy with its ticks, what is at home, what the table no longer knows.
struct Walked {
    stalls: Vec<(Stall, Vec<(Line, bool)>)>,
    home: Vec<KeptNeed>,
    cost: nep_core::menu::Cost,
    left: nep_core::menu::Cost,
    unknown: usize,
    unsure: bool,
    called: Called,
}

impl Walked {
    /// What to ask for at the stall.
    fn name(&self, view: &View, food: FoodCode) -> String {
        food_words::bought(view.language(), &self.called, food)
    }
}

fn walk(table: &Table<'_>, list: &KeptList) -> Walked {
    let shown = list.needs.iter().filter(|need| !need.removed);
    let (known, unknown): (Vec<&KeptNeed>, Vec<_>) =
        shown.partition(|need| table.foods().food(need.food).is_some() && need.grams.is_finite());
    let needs: Vec<Need> = known.iter().map(|need| Need { food: need.food, grams: need.grams }).collect();
    let stock: Vec<AtHome> =
        known.iter().filter(|need| need.at_home).map(|need| AtHome { food: need.food, grams: None }).collect();
    let bought = |food: FoodCode| known.iter().any(|need| need.food == food && need.bought);
    let made = shopping::list(table, list.head.region, &needs, &stock).expect("only known foods and sums were asked");
    let left = shopping::total(made.stalls.iter().flat_map(|stall| &stall.lines).filter(|line| !bought(line.food)));
    let lines = || made.stalls.iter().flat_map(|stall| &stall.lines);
    Walked {
        unsure: lines().any(food_words::is_unsure),
        left,
        unknown: unknown.len(),
        called: list.called.clone(),
        home: known.iter().filter(|need| need.at_home && is_bought_food(need.food)).map(|need| **need).collect(),
        cost: made.cost,
        stalls: made
            .stalls
            .into_iter()
            .map(|stall| {
                let lines = stall.lines.into_iter().map(|line| {
                    let ticked = bought(line.food);
                    (line, ticked)
                });
                (stall.stall, lines.collect())
            })
            .collect(),
    }
}

fn is_bought_food(food: FoodCode) -> bool {
    Database::bundled().food(food).is_some_and(|food| !food.is(Flag::BreastMilk))
}

/// A food's name in the reader's language.
pub(in crate::pages) fn food_name(view: &View, food: FoodCode) -> String {
    Database::bundled()
        .food(food)
        .map_or_else(|| food.to_string(), |food| food_words::name(view.language(), food).into())
}

const fn icon(stall: Stall) -> Icon {
    match stall {
        Stall::Dry => icons::WHEAT,
        Stall::Leaves => icons::LEAF,
        Stall::Roots => icons::CARROT,
        Stall::Fruit => icons::APPLE,
        Stall::Meat => icons::BEEF,
        Stall::Fish => icons::FISH,
        Stall::EggsTofu => icons::EGG,
        Stall::Dairy => icons::GLASS_WATER,
        Stall::Seasoning => icons::DROPLET,
    }
}

fn stall_head(view: &View, stall: Stall) -> Markup {
    html! { h2.stall { (icon(stall).small()) (view.words.get(&format!("stall-{}", stall.code()))) } }
}

/// What stands under a list: what the prices and weights are.
fn remarks(view: &View, walked: &Walked) -> Markup {
    let words = view.words;
    html! {
        div.stack-s.t-xs.i3 {
            @if !walked.cost.unpriced.is_empty() {
                @let foods: Vec<String> = walked.cost.unpriced.iter().map(|food| walked.name(view, *food)).collect();
                p { (words.with("shopping-unpriced", &[("foods", &foods.join(", "))])) }
            }
            @if walked.unsure { p { (words.get("shopping-unsure")) } }
            p { (words.get("shopping-price-note")) }
            p { (words.get("shopping-weight-note")) }
            @if walked.unknown > 0 {
                p { (words.with("shopping-unknown", &[("count", &walked.unknown.to_string())])) }
            }
        }
    }
}
