//! `/take`: a menu to take home. On paper with its nutrients, recipes and what to buy; as tables; as a picture for a chat.
//!
//! `?menu=ID` is a menu of the bank, `?p=` a plan as text.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use nep_core::foods::{Dish, FoodCode, Picture, Region};
use nep_core::menu::shopping::{self, List};
use nep_core::menu::{
    DayMenu, MealMenu, NutrientLine, Plan, PlanDay, PlanDish, PlanMeal, Reading, Serving, Share, Table, Who, read_plan,
    served as read_served, swap,
};

use crate::exports::files::Kind;
use crate::exports::{Sheet, csv as csv_file, picture, sheets, xlsx as workbook};
use crate::fix_words;
use crate::food_words;
use crate::icons;
use crate::menu_sources::MenuSources;
use crate::notebook::Notebook;
use crate::pages::menu::{dish_name, lower_first, need, origin};
use crate::pages::shopping::{food_name, no_notebook};
use crate::pages::view::escape;
use crate::pages::week::household::{self, badge};
use crate::pages::{Page, Problem, Tab, View};
use crate::plan_code;
use crate::rule_words;
use crate::server::App;
use crate::tray::{self, Bit, Vessel};

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/take", get(page))
        .route("/take/menu.csv", get(csv))
        .route("/take/menu.xlsx", get(xlsx))
        .route("/take/tray.png", get(png))
}

/// Days whose nutrients stand on the page; of more, the workbook has all.
const MOST_DAYS_ON_PAPER: usize = 3;

/// What is taken along.
struct Taken {
    table: Table<'static>,
    plan: Plan,
    readings: Vec<Vec<Option<Reading>>>,
    /// What each who eats is called.
    names: Vec<String>,
    sources: MenuSources,
    list: List,
    /// What its dishes call the foods to buy.
    called: shopping::Called,
    /// The address's own words for it: `menu=ID` or `p=TEXT`.
    query: String,
    back: String,
}

async fn taken(app: &App, view: &View) -> Result<Taken, Response> {
    let table = app.note(Notebook::table).await.map_err(|error| no_notebook(view, &error))?;
    let (plan, query, back) = asked(view, &table).map_err(|said| refused(view, &said))?;
    let unknown = |_| refused(view, &view.words.get("take-unknown"));
    let readings = read_plan(&table, &plan).map_err(unknown)?;
    let needs = shopping::needs(&table, &plan).map_err(|_| refused(view, &view.words.get("take-unknown")))?;
    let list = shopping::list(&table, plan.region, &needs, &[]).expect("dishes hold known foods in amounts");
    let called = shopping::Called::of_plan(&table, &plan);
    let names = household::names(view.words, plan.eaters.iter().map(|eater| eater.who));
    let sources = MenuSources::of(&table, plan.region, readings.iter().flatten().flatten());
    Ok(Taken { table, plan, readings, names, sources, list, called, query, back })
}

fn asked(view: &View, table: &Table<'_>) -> Result<(Plan, String, String), String> {
    if let Some(code) = view.query("p") {
        let (plan, _) = plan_code::read(code).map_err(|fault| fault.say(view.words))?;
        let query = format!("p={}", escape(code));
        let several = plan.eaters.len() > 1 || plan.days.len() > 1;
        let back = format!("/{}?{query}", if several { "week" } else { "plan" });
        return Ok((plan, query, back));
    }
    let menu = view.query("menu").and_then(|id| table.foods().menu(id));
    let menu = menu.ok_or_else(|| view.words.get("shopping-new-no-menu"))?;
    let person = nep_core::menu::person_of(menu).ok_or_else(|| view.words.get("shopping-new-no-menu"))?;
    Ok((Plan::of_menu(menu, person), format!("menu={}", escape(&menu.id)), format!("/menus/{}", menu.id)))
}

fn refused(view: &View, said: &str) -> Response {
    let body = html! {
        div.sec.first.stack.narrow {
            p.note.turm { (icons::INFO) span { (said) } }
            a.btn.pri href="/menus" { (icons::BOWL) (view.words.get("shopping-choose-menu")) }
        }
    };
    let title = view.words.get("take-title");
    let status = Some(StatusCode::NOT_FOUND);
    Page { title, body, back: Some("/menus".into()), tab: Some(Tab::Menus), status, ..Page::default() }.respond(view)
}

/// The page; printed, the sheets to hang in the kitchen.
async fn page(State(app): State<App>, view: View) -> Response {
    let taken = match taken(&app, &view).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let words = view.words;
    let body = html! {
        div.list-page {
            section.noprint.stack {
                div.row.wrap {
                    a.btn.sec.sm href={ "/take/menu.xlsx?" (taken.query) } { (icons::TABLE_2.small()) (words.get("shopping-share-xlsx")) }
                    a.btn.sec.sm href={ "/take/menu.csv?" (taken.query) } { (icons::DOWNLOAD.small()) (words.get("shopping-share-csv")) }
                }
                h2 { (words.get("take-picture")) }
                div.row.wrap {
                    @for (index, meal) in first_day(&taken.plan).meals.iter().enumerate() {
                        @if !meal.dishes.is_empty() {
                            a.btn.sec.sm href={ "/take/tray.png?" (taken.query) "&meal=" (index) } {
                                (words.get(&format!("meal-{}", meal.meal.code())))
                            }
                        }
                    }
                }
                p.row.t-s.i2 { (icons::PRINTER.small()) (words.get("take-print-hint")) }
            }
            (menu(&view, &taken))
            (nutrients(&view, &taken))
            (recipes(&view, &taken))
            (to_buy(&view, &taken))
            section.paper {
                h2 { (words.get("sources-title-short")) }
                (origin::lists(&view, &taken.sources))
            }
            p.t-xs.i3 { (words.get("menu-reviewed")) }
        }
    };
    let dock = html! {
        a.btn.pri href={ "/shopping/new?" (taken.query) } { (icons::SHOPPING_BASKET) (words.get("menu-shop")) }
    };
    Page {
        title: words.get("take-title"),
        window: Some(window(&view, &taken.plan)),
        back: Some(taken.back.clone()),
        tab: Some(Tab::Menus),
        sheets: &["shopping.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

/// What the menu is: for whom and where.
fn window(view: &View, plan: &Plan) -> String {
    let mut eaters: Vec<String> = Vec::new();
    for eater in plan.eaters.iter().map(|eater| lower_first(&who(view, &eater.who))) {
        if !eaters.contains(&eater) {
            eaters.push(eater);
        }
    }
    let region = view.words.get(&format!("region-{}", plan.region.code()));
    format!("{} {}, {region}", view.words.get("take-menu"), eaters.join(", "))
}

fn first_day(plan: &Plan) -> &PlanDay {
    plan.days.first().expect("a plan that was read has a day")
}

/// Who eats, in the words of the bank; without a name, for a plan holds none.
fn who(view: &View, who: &Who) -> String {
    match who.person() {
        Some(person) => view.words.get(&format!("stage-{}", person.stage_code())),
        None => view.words.get("take-adult"),
    }
}

/// `1½ bát con` of a dish, for one eater.
fn portion(view: &View, dish: &Dish, servings: f64) -> String {
    let measures = dish.portions.measures(servings);
    let unit = if view.language().code() == "vi" { &dish.portions.measure_vi } else { &dish.portions.measure_en };
    format!("{} {unit}", fix_words::measures(measures, view.words))
}

fn menu(view: &View, taken: &Taken) -> Markup {
    let words = view.words;
    let several = taken.plan.eaters.len() > 1;
    html! {
        section.paper {
            h2 { (words.get("take-menu")) }
            @if several {
                p.t-s.i2 {
                    @for (index, eater) in taken.plan.eaters.iter().enumerate() {
                        @if index > 0 { " · " } (taken.names[index]) " (" (lower_first(&who(view, &eater.who))) ")"
                    }
                }
            }
            div.stalls {
                @for (number, day) in (1..).zip(&taken.plan.days) {
                    div.stall-part {
                        @if taken.plan.days.len() > 1 { h3 { (words.with("take-day", &[("day", &number.to_string())])) } }
                        @for meal in day.meals.iter().filter(|meal| !meal.dishes.is_empty()) {
                            div.keep {
                                p.b { (words.get(&format!("meal-{}", meal.meal.code()))) }
                                ul.lines { @for served in &meal.dishes { li { (line(view, taken, served)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(view: &View, taken: &Taken, served: &PlanDish) -> Markup {
    let several = taken.plan.eaters.len() > 1;
    let dish = taken.table.dish(&served.dish);
    let portions = served.portions.iter().filter_map(|given| {
        let amount = portion(view, dish?, given.servings);
        let eater = taken.names.get(given.eater)?;
        let unseasoned = given.share == Share::Unseasoned;
        let amount = if several { format!("{eater}: {amount}") } else { amount };
        Some(if unseasoned { format!("{amount} ({})", view.words.get("take-unseasoned")) } else { amount })
    });
    let portions: Vec<String> = portions.collect();
    let name = dish.map_or_else(|| served.dish.clone(), |dish| dish_name(view, dish));
    html! { (name) " " span.t-s.i2 { (portions.join(" · ")) } }
}

/// Nutrients against the need, each eater of each day.
fn nutrients(view: &View, taken: &Taken) -> Markup {
    let words = view.words;
    if taken.plan.days.len() > MOST_DAYS_ON_PAPER {
        return html! { p.note.noprint { (icons::INFO) span { (words.get("take-nutrients-in-file")) } } };
    }
    let several = taken.plan.eaters.len() > 1;
    let places = |value: f64| usize::from(value < 10.0);
    let figure = |value: f64| view.language().decimal(value, places(value));
    // What misses its need or limit is never told by the digits of it.
    let amount = |line: &NutrientLine| {
        let limits = [&line.need, &line.upper, &line.high].into_iter().flatten();
        let apart = limits.filter(|limit| figure(limit.value) == figure(line.amount)).map(|limit| {
            if (limit.value - line.amount).abs() < 1e-9 {
                0
            } else {
                need::places_apart(line.amount, limit.value, line.unit)
            }
        });
        view.language().decimal(line.amount, apart.max().unwrap_or(0).max(places(line.amount)))
    };
    html! {
        @for (number, eaters) in (1..).zip(&taken.readings) {
            @for (index, (eater, reading)) in taken.plan.eaters.iter().zip(eaters).enumerate() {
                @if let Some(reading) = reading {
                    section.paper {
                        h2 { (words.get("export-nutrients")) }
                        p.t-s.i2 {
                            @if taken.plan.days.len() > 1 { (words.with("take-day", &[("day", &number.to_string())])) " · " }
                            @if several { (taken.names[index]) } @else { (who(view, &eater.who)) }
                            " · " (badge(view, reading.overall))
                        }
                        p.t-s { (need::standing(words, reading.overall, &reading.rules)) }
                        div.scroll tabindex="0" role="region" aria-label=(words.get("export-nutrients")) {
                            table.tbl {
                                thead { tr {
                                    th scope="col" { (words.get("export-nutrient")) }
                                    th.num scope="col" { (words.get("export-amount")) }
                                    th.num scope="col" { (words.get("export-need")) }
                                    th.num scope="col" { (words.get("export-upper")) }
                                    th scope="col" { (words.get("export-verdict")) }
                                } }
                                @for line in &reading.nutrients {
                                    @let name = format!("nutrient-{}", line.nutrient.code());
                                    @if words.has(&name) && (line.need.is_some() || line.upper.is_some() || line.high.is_some()) {
                                        tr {
                                            td { (words.get(&name)) " (" (need::unit(words, line.unit)) ")" }
                                            td.num { @if line.known_share < 0.995 { "≥ " } (amount(line)) }
                                            td.num { @if let Some(need) = &line.need { (figure(need.value)) } }
                                            td.num { @if let Some(upper) = line.upper.as_ref().or(line.high.as_ref()) { (figure(upper.value)) } }
                                            td { (rule_words::line_verdict(reading, line.nutrient, words)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Each dish's recipe once, as it is cooked after what was swapped, with what goes into the pot for all who eat of it.
fn recipes(view: &View, taken: &Taken) -> Markup {
    let words = view.words;
    let apart = sheets::cookings_apart(&taken.plan);
    let dishes = apart.iter().filter_map(|served| Some((*served, taken.table.dish(&served.dish)?)));
    let name = |code| lower_first(&food_name(view, code));
    html! {
        section.paper {
            h2 { (words.get("export-recipes")) }
            @if view.language().code() != "vi" { p.t-s.i2 { (words.get("dish-recipe-vi")) } }
            div.stalls {
                @for (served, dish) in dishes.filter(|(_, dish)| !dish.recipe.is_empty()) {
                    @let called = shopping::Called::of_dishes(&taken.table, [(served.dish.as_str(), &served.changes[..])]);
                    @let told = swap::recipe(taken.table.foods(), dish, &served.changes);
                    div.stall-part {
                        h3 { (dish_name(view, dish)) }
                        @for (for_whom, foods) in pots(view, taken, served) {
                            p.t-s.i2 {
                                (for_whom) ": "
                                @for (index, (food, grams)) in foods.iter().enumerate() {
                                    @if index > 0 { ", " }
                                    (lower_first(&food_words::bought(view.language(), &called, *food))) " " (food_words::weight(view.language(), *grams))
                                }
                            }
                        }
                        @for (out, into) in &told.told_above {
                            p.b { (words.with("dish-use-instead", &[("out", &name(*out)), ("into", &name(*into))])) }
                        }
                        ol.recipe lang="vi" { @for step in &told.steps { li { (step) } } }
                    }
                }
            }
        }
    }
}

/// What goes into each pot of one dish, and for how many: the same amounts are told once.
fn pots(view: &View, taken: &Taken, dish: &PlanDish) -> Vec<(String, Vec<(FoodCode, f64)>)> {
    let mut pots: Vec<(String, Vec<(FoodCode, f64)>)> = Vec::new();
    let served = taken.plan.days.iter().flat_map(|day| &day.meals).flat_map(|meal| &meal.dishes);
    for served in served.filter(|served| served.dish == dish.dish && served.changes == dish.changes) {
        let for_whom = match served.portions.len() {
            0 | 1 => view.words.get("dish-for-portion"),
            several => view.words.with("dish-for-all", &[("count", &several.to_string())]),
        };
        let Some(foods) = served.cooked(&taken.table) else { continue };
        let pot = (for_whom, foods);
        if !pots.contains(&pot) {
            pots.push(pot);
        }
    }
    pots
}

fn to_buy(view: &View, taken: &Taken) -> Markup {
    let (words, list) = (view.words, &taken.list);
    let one = taken.plan.eaters.len() == 1;
    html! {
        section.paper {
            h2 { (words.get(if one { "menu-to-buy" } else { "take-to-buy" })) }
            div.stalls {
                @for part in &list.stalls {
                    div.stall-part {
                        h3 { (words.get(&format!("stall-{}", part.stall.code()))) }
                        ul.buy {
                            @for line in &part.lines {
                                li.row {
                                    span.box aria-hidden="true" {}
                                    span.grow { (food_words::bought(view.language(), &taken.called, line.food)) }
                                    span.so { (food_words::asked(words, line)) }
                                    span.so.i2 { (food_words::price(words, line)) }
                                }
                            }
                        }
                    }
                }
            }
            p.t-xs.i3 { (words.get("shopping-price-note")) " " (words.get("shopping-weight-note")) }
        }
    }
}

fn tables(view: &View, taken: &Taken) -> Vec<Sheet> {
    vec![
        sheets::menu(view.words, &taken.table, &taken.plan),
        sheets::nutrients(view.words, &taken.names, &taken.readings),
        sheets::recipes(view.words, &taken.table, &taken.plan),
        sheets::list(view.words, &taken.list, &taken.called, &|_| false),
        sheets::sources(view.words, &taken.sources),
    ]
}

fn title(view: &View) -> String {
    format!("{} {}", view.words.get("export-menu"), view.day(view.today))
}

async fn csv(State(app): State<App>, view: View) -> Response {
    match taken(&app, &view).await {
        Ok(taken) => {
            let text = csv_file::write(&tables(&view, &taken), view.language());
            Kind::Csv.send(&title(&view), text.into_bytes())
        }
        Err(response) => response,
    }
}

async fn xlsx(State(app): State<App>, view: View) -> Response {
    match taken(&app, &view).await {
        Ok(taken) => match workbook::write(&tables(&view, &taken)) {
            Ok(bytes) => Kind::Xlsx.send(&title(&view), bytes),
            Err(_) => Problem::Failed.page(&view),
        },
        Err(response) => response,
    }
}

/// The tray of a meal of the first day, or of another with `?day=`; energies are those of all who eat of it.
async fn png(State(app): State<App>, view: View) -> Response {
    let taken = match taken(&app, &view).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let at = |name: &str| view.query(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let meal = taken.plan.days.get(at("day")).and_then(|day| day.meals.get(at("meal")));
    let Some(meal) = meal.filter(|meal| !meal.dishes.is_empty()) else { return Problem::NotFound.page(&view) };
    let dishes = drawn(&view, &taken.table, taken.plan.region, meal);
    let words = view.words;
    let kcal = |value: f64| format!("{} kcal", view.language().decimal(value, 0));
    let named: Vec<tray::Dish<'_>> = dishes.iter().map(|(dish, _)| dish.clone()).collect();
    let said = picture::Words {
        title: words.with("menu-tray", &[("meal", &words.get(&format!("meal-long-{}", meal.meal.code())))]),
        subtitle: kcal(dishes.iter().map(|(dish, _)| dish.kcal).sum()),
        lines: dishes.iter().map(|(dish, name)| (name.clone(), kcal(dish.kcal))).collect(),
        foot: words.get("take-picture-foot"),
    };
    let name = format!("mam {}", words.get(&format!("meal-{}", meal.meal.code())));
    let made = tokio::task::block_in_place(|| picture::png(&named, &said));
    match made {
        Ok(bytes) => Kind::Png.send(&name, bytes),
        Err(_) => Problem::Failed.page(&view),
    }
}

/// The dishes of a meal to be drawn, each with its whole name.
fn drawn<'a>(view: &View, table: &'a Table<'_>, region: Region, meal: &'a PlanMeal) -> Vec<(tray::Dish<'a>, String)> {
    let energy = |served: &PlanDish| -> f64 {
        let servings = served.portions.iter().map(|given| Serving {
            dish: served.dish.clone(),
            changes: served.changes.clone(),
            share: given.share,
            portion: given.servings,
        });
        let whole = MealMenu { meal: meal.meal, dishes: servings.collect(), ingredients: Vec::new() };
        let read = read_served(table, region, &DayMenu { meals: vec![whole] }).unwrap_or_default();
        read.iter().map(|meal| meal.energy.amount).sum()
    };
    let dishes = meal.dishes.iter().filter_map(|served| {
        let dish = table.dish(&served.dish)?;
        let name = dish_name(view, dish);
        let picture = Picture::of(&dish.id);
        let bits = picture.map_or(&[][..], |picture| picture.bits);
        let drawn = tray::Dish {
            id: &dish.id,
            name: &dish.name_vi,
            // An own dish has no label: its name is whole in the list.
            short_name: match picture {
                Some(_) if view.language().code() == "en" => tray::english(&dish.name_en),
                Some(picture) => picture.short_name,
                None => "",
            },
            vessel: picture.and_then(|picture| Vessel::from_code(picture.vessel)).unwrap_or(Vessel::Bowl),
            group: picture.map_or(MAIN_DISH, |picture| picture.group),
            bits: bits.iter().filter_map(|(code, count)| Some((Bit::from_code(code)?, *count))).collect(),
            kcal: energy(served),
            link: String::new(),
        };
        Some((drawn, name))
    });
    dishes.collect()
}

/// The group an own dish is coloured by: meat and fish.
const MAIN_DISH: u8 = 4;
