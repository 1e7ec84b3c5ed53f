//! `/dishes/ID`: one dish. Its picture, what goes in with its price, how to cook it, what it gives, for whom it is.
//!
//! Come to from a plan (`?p=…&at=…`) it is the dish as it is cooked there: with what was swapped, for all who eat of it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Allergen, Confidence, Database, Dish, Flag, FoodCode, Region};
use nep_core::menu::{PlanDish, Share, Table, swap};
use nep_core::nutrition::Nutrient;

use super::{dish_name, food_name, grams, lower_first, model, money, need, vessel};
use crate::i18n::Language;
use crate::icons;
use crate::pages::plan::{Asked, Look};
use crate::pages::week::household;
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;
use crate::tray;

/// Nutrients a dish page shows first.
const FIRST: [Nutrient; 8] = [
    Nutrient::Energy,
    Nutrient::Protein,
    Nutrient::Fat,
    Nutrient::Carbohydrate,
    Nutrient::Iron,
    Nutrient::Calcium,
    Nutrient::Zinc,
    Nutrient::VitaminA,
];

/// What one looks at: a serving as the recipe has it, or a cooking of a plan.
struct Looked<'a> {
    table: &'a Table<'static>,
    dish: &'a Dish,
    region: Region,
    /// Of a plan.
    cooked: Option<(&'a Asked, &'a PlanDish)>,
    /// Edible grams of each food.
    foods: Vec<(FoodCode, f64)>,
}

/// The page.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let asked = match view.query("p") {
        Some(_) => match Asked::of(&view, &app).await {
            Ok(asked) => Some(asked),
            Err(refused) => return *refused,
        },
        None => None,
    };
    let Ok(own) = app.note(|notebook| notebook.table()).await else { return Problem::Failed.page(&view) };
    let table = asked.as_ref().map_or(&own, |asked| &asked.table);
    let Some(dish) = table.dish(&id) else { return Problem::NotFound.page(&view) };
    let menu = view.query("menu").and_then(model::menu);
    // An address that names another dish than stands at its place shows the dish alone.
    let cooked =
        asked.as_ref().and_then(|asked| Some((asked, asked.cooked()?.0))).filter(|(_, cooked)| cooked.dish == id);
    let region = cooked.map_or_else(|| menu.map_or(Region::North, |menu| menu.region), |(asked, _)| asked.plan.region);
    let one = || dish.ingredients.iter().map(|part| (part.food, part.grams)).collect();
    let foods = cooked.and_then(|(_, cooked)| cooked.cooked(table)).unwrap_or_else(one);
    let looked = Looked { table, dish, region, cooked, foods };
    let back = match (&cooked, menu) {
        (Some((asked, _)), _) => asked.address("/plan", asked.spot),
        (None, Some(menu)) => format!("/menus/{}", menu.id),
        (None, None) => "/menus".to_owned(),
    };
    let words = view.words;
    let dock = match &cooked {
        Some((asked, _)) if !is_milk(&looked) => {
            let look = Look { class: "btn pri", ..Look::default() };
            asked.press("/plan/swap", asked.spot, &look, &html! { (icons::REPEAT_2) (words.get("plan-swap-dish")) })
        }
        _ => html! { a.btn.pri href="/menus/search" { (icons::SEARCH) (words.get("dish-all")) } },
    };
    let body = body(&view, &looked);
    Page {
        title: dish_name(&view, dish),
        back: Some(back),
        tab: Some(Tab::Menus),
        sheets: &["plan.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

fn body(view: &View, looked: &Looked<'_>) -> Markup {
    let words = view.words;
    let dish = looked.dish;
    let kcal = given(view, looked, Nutrient::Energy).amount;
    let drawn = Database::bundled().dish(&dish.id).map(|dish| vessel(view, dish, kcal, ""));
    html! {
        @if let Some((asked, _)) = looked.cooked { (asked.form()) }
        (tray::symbols(drawn.as_ref()))
        div.cols {
            div {
                section.sec.first.stack {
                    @if let Some(drawn) = &drawn {
                        div.hero { (tray::vessel(&words.with("dish-picture", &[("name", drawn.name)]), drawn)) }
                    }
                    p.row.sp.wrap {
                        span.i2 { (for_whom(view, dish)) }
                        span.b.so { (view.language().decimal(kcal, 0)) " kcal" }
                    }
                    @if let Some(minutes) = &dish.minutes {
                        p.t-s.i2 { (words.with("dish-minutes", &[("total", &minutes.total.to_string()), ("work", &minutes.work.to_string())])) }
                    }
                    @if let Some((asked, cooked)) = looked.cooked { (portions(view, asked, looked, cooked)) }
                    @if is_milk(looked) { p.note.leafc { (icons::HEART_PULSE) span { (words.get("dish-safe-breast-milk")) } } }
                    @if !dish.note_vi.is_empty() { (care(view, &dish.note_vi)) }
                    @if !dish.flags_reason.is_empty() { (care(view, &dish.flags_reason)) }
                    (allergens(view, looked))
                }
                (ingredients(view, looked))
            }
            div {
                @if !is_milk(looked) { (recipe(view, looked)) }
                (nutrition(view, looked))
                @if looked.cooked.is_none() { (menus(view, dish)) }
            }
        }
        div id="sheet" {}
    }
}

fn is_milk(looked: &Looked<'_>) -> bool {
    looked.dish.ingredients.iter().all(|part| is_breast_milk(part.food))
}

/// Who eats how much of the cooking; how the child's share is taken and cut.
fn portions(view: &View, asked: &Asked, looked: &Looked<'_>, cooked: &PlanDish) -> Markup {
    let words = view.words;
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    let months = |eater: usize| asked.plan.eaters[eater].who.person().and_then(|person| person.child_months());
    html! {
        ul.card.p.stack-s {
            @for portion in &cooked.portions {
                li {
                    div.row.sp.wrap {
                        span.i2 { (words.with("dish-portion-of", &[("who", &lower_first(&names[portion.eater]))])) }
                        span.b.so { (household::measures(view, &looked.dish.portions, portion.servings)) }
                    }
                    @if portion.share == Share::Unseasoned { p.t-s.b { (words.get("pot-take-first")) } }
                    @if let Some(months) = months(portion.eater).filter(|_| !is_milk(looked)) {
                        p.t-s.i2 { (words.get(household::texture(months))) }
                    }
                }
            }
        }
    }
}

/// What it holds that someone may be allergic to, and what only a label tells.
fn allergens(view: &View, looked: &Looked<'_>) -> Markup {
    let words = view.words;
    let known = looked.table.foods();
    let mut held = known.allergens(looked.dish);
    let mut labels = known.allergens_on_labels(looked.dish);
    // What came in by a swap counts too; what left is not taken off, the warning may be too many.
    for food in looked.foods.iter().filter_map(|(code, _)| known.food(*code)) {
        held.extend(food.allergens.iter().filter(|allergen| !held.contains(allergen)).copied().collect::<Vec<_>>());
        labels
            .extend(food.read_label.iter().filter(|allergen| !labels.contains(allergen)).copied().collect::<Vec<_>>());
    }
    labels.retain(|allergen| !held.contains(allergen));
    let list = |allergens: &[Allergen]| {
        let named: Vec<String> = allergens
            .iter()
            .map(|allergen| lower_first(&words.get(&format!("allergen-{}", allergen.code()))))
            .collect();
        named.join(", ")
    };
    html! {
        @if !held.is_empty() { p.t-s.i2 { (words.with("dish-allergens", &[("list", &list(&held))])) } }
        @if !labels.is_empty() { p.t-s.i2 { (words.with("dish-labels", &[("list", &list(&labels))])) } }
    }
}

fn is_breast_milk(food: FoodCode) -> bool {
    Database::bundled().food(food).is_some_and(|food| food.is(Flag::BreastMilk))
}

/// For whom a dish is made, with the children's ages.
pub(super) fn for_whom(view: &View, dish: &Dish) -> String {
    let words = view.words;
    let whom = dish.audiences.iter().map(|audience| match (audience.code(), dish.child_months) {
        ("child", Some((from, to))) => words.with("dish-age", &[("from", &from.to_string()), ("to", &to.to_string())]),
        (code, _) => words.get(&format!("audience-{code}")),
    });
    let whom: Vec<String> = whom.enumerate().map(|(n, who)| if n == 0 { who } else { lower_first(&who) }).collect();
    whom.join(", ")
}

fn care(view: &View, note: &str) -> Markup {
    html! { div.note.turm { (icons::TRIANGLE_ALERT) div { span.b { (view.words.get("dish-note")) ": " } span lang="vi" { (note) } } } }
}

/// What is cooked, with prices of the region; what was swapped can be swapped again.
fn ingredients(view: &View, looked: &Looked<'_>) -> Markup {
    let words = view.words;
    let Looked { table, dish, region, .. } = *looked;
    let whole = nep_core::menu::Cost::of_foods(table, looked.foods.iter().copied(), region);
    let line = match looked.cooked {
        Some((_, cooked)) if cooked.portions.len() > 1 => {
            words.with("dish-for-all", &[("count", &cooked.portions.len().to_string())])
        }
        Some(_) => words.get("dish-for-portion"),
        None => words.get("dish-ingredients-line"),
    };
    html! {
        section.sec {
            h2 { (words.get("dish-ingredients")) }
            p.t-s.i2.under { (line) " · " (words.get(&format!("region-{}", region.code()))) }
            div.card.p.scroll {
                table.tbl.all {
                    @for (code, edible) in &looked.foods {
                        tr {
                            td { (ingredient(view, looked, *code)) }
                            td.num { (grams(view, *edible)) }
                            td.num {
                                @match table.cost(*code, *edible, region) {
                                    Ok(cost) if cost.place.file.is_empty() => { (money(view, cost.vnd)) }
                                    Ok(cost) => {
                                        a href=(need::address(cost.place)) {
                                            @if cost.confidence >= Confidence::Low { "~" } (money(view, cost.vnd))
                                        }
                                    }
                                    Err(_) if is_breast_milk(*code) => "–",
                                    Err(_) => { (words.get("dish-no-price")) }
                                }
                            }
                        }
                    }
                    @if whole.unpriced.is_empty() && whole.exact_vnd > 0.0 {
                        tr { td.b { (words.get("dish-price")) } td {} td.num.b { (money(view, whole.exact_vnd)) } }
                    }
                }
                @if whole.estimated_vnd > 0.0 { p.t-xs.i3 { "~ " (words.get("menus-estimate")) } }
            }
            @if let Some((asked, _)) = looked.cooked.filter(|_| !is_milk(looked)) {
                @let look = Look { class: "btn sec sm noprint", swaps: Some("#sheet"), ..Look::default() };
                p.under-card { (asked.press("/plan/parts", asked.spot, &look, &html! { (icons::REPEAT_2) (words.get("plan-swap-part")) })) }
            }
            @if dish.ingredients.is_empty() { p.i2 { (words.get("dish-no-recipe")) } }
        }
    }
}

/// An ingredient's name, as the dish calls it; what it stands for when it was swapped.
fn ingredient(view: &View, looked: &Looked<'_>, code: FoodCode) -> Markup {
    let words = view.words;
    let known = looked.table.foods();
    let name = |code: FoodCode| known.food(code).map_or_else(String::new, |food| food_name(view, food).to_owned());
    let part = looked.dish.ingredients.iter().find(|part| part.food == code);
    let local =
        part.map(|part| &part.local_name_vi).filter(|name| !name.is_empty() && view.language() == Language::Vietnamese);
    let change = looked.cooked.and_then(|(_, cooked)| cooked.changes.iter().find(|change| change.into == code));
    html! {
        @match local { Some(local) => { (local) }, None => { (name(code)) } }
        @if part.is_some_and(|part| part.optional) { " " span.t-xs.i3 { "(" (words.get("dish-optional")) ")" } }
        @if let Some(change) = change.filter(|change| change.out != code) {
            br; span.t-xs.changed { (words.with("plan-changed", &[("out", &lower_first(&name(change.out))), ("into", &lower_first(&name(code)))])) }
        }
    }
}

fn recipe(view: &View, looked: &Looked<'_>) -> Markup {
    let words = view.words;
    let changes = looked.cooked.map_or(&[][..], |(_, cooked)| &cooked.changes);
    let told = swap::recipe(looked.table.foods(), looked.dish, changes);
    let name = |code: FoodCode| looked.table.foods().food(code).map_or("", |food| food_name(view, food));
    html! {
        section.sec {
            h2 { (words.get("dish-recipe")) }
            @if !told.told_above.is_empty() {
                div.note.turm {
                    (icons::REPEAT_2)
                    div {
                        span.b { (words.get("dish-swapped")) }
                        @for (out, into) in &told.told_above {
                            br; (words.with("dish-use-instead", &[("out", &lower_first(name(*out))), ("into", &lower_first(name(*into)))]))
                        }
                    }
                }
            }
            @if told.steps.is_empty() {
                p.i2 { (words.get("dish-no-recipe")) }
            } @else {
                @if view.language() != Language::Vietnamese { p.t-s.i2.under { (words.get("dish-recipe-vi")) } }
                ol.card.p.steps lang="vi" { @for step in &told.steps { li { span { (step) } } } }
            }
        }
    }
}

/// One nutrient of one serving.
struct Given {
    nutrient: Nutrient,
    amount: f64,
    /// Share of the weight for which it is known.
    known: f64,
    /// The food that gives most of it, with its printed cell.
    most: Option<(String, String)>,
}

/// Foods of one serving as it is cooked.
fn one_serving(looked: &Looked<'_>) -> Vec<(FoodCode, f64)> {
    let changes = looked.cooked.map_or(&[][..], |(_, cooked)| &cooked.changes);
    let parts = looked.dish.ingredients.iter().map(|part| {
        let change = changes.iter().find(|change| change.out == part.food);
        change.map_or((part.food, part.grams), |change| (change.into, change.grams))
    });
    parts.collect()
}

fn given(view: &View, looked: &Looked<'_>, nutrient: Nutrient) -> Given {
    let database = Database::bundled();
    let (mut amount, mut known, mut weight, mut largest) = (0.0, 0.0, 0.0, 0.0);
    let mut most = None;
    for (code, grams) in one_serving(looked) {
        weight += grams;
        let Some(food) = database.food(code) else { continue };
        let Some(value) = food.nutrient(nutrient) else { continue };
        let here = value.per_100g * grams / 100.0;
        amount += here;
        known += grams;
        if here > largest {
            largest = here;
            most = Some((food_name(view, food).to_owned(), need::address(value.place)));
        }
    }
    Given { nutrient, amount, known: if weight > 0.0 { known / weight } else { 0.0 }, most }
}

fn nutrition(view: &View, looked: &Looked<'_>) -> Markup {
    let words = view.words;
    let table = |nutrients: Vec<Nutrient>| {
        html! {
            table.tbl.all {
                tr { th { (words.get("dish-nutrient")) } th.num { (words.get("dish-amount")) } }
                @for given in nutrients.into_iter().map(|nutrient| given(view, looked, nutrient)) {
                    tr {
                        td {
                            (words.get(&nutrient_id(given.nutrient)))
                            @if let Some((food, address)) = &given.most {
                                br; span.t-xs.i3 { (words.get("dish-most-from")) " " a href=(address) { (lower_first(food)) } }
                            }
                        }
                        td.num { (amount(view, &given)) }
                    }
                }
            }
        }
    };
    let rest = Nutrient::ALL
        .iter()
        .copied()
        .filter(|nutrient| words.has(&nutrient_id(*nutrient)) && !FIRST.contains(nutrient));
    html! {
        section.sec {
            h2 { (words.get("dish-nutrition")) }
            div.card.p {
                div.scroll { (table(FIRST.to_vec())) }
                details.more {
                    summary { (words.get("dish-nutrition-all")) (icons::CHEVRON_DOWN) }
                    div.scroll { (table(rest.collect())) }
                }
                p.t-xs.i3 { (words.get("menu-loss")) }
            }
        }
    }
}

fn nutrient_id(nutrient: Nutrient) -> String {
    format!("nutrient-{}", nutrient.code())
}

/// An amount, said to be a lower bound where foods have no figure.
fn amount(view: &View, given: &Given) -> String {
    let words = view.words;
    if given.known < 0.005 {
        return words.get("value-unknown");
    }
    let unit = given.nutrient.unit().symbol();
    let value = need::figure(words, given.amount, unit);
    let id = if given.known > 0.995 { "value-is" } else { "value-at-least" };
    words.with(id, &[("value", &value), ("unit", unit)])
}

/// Menus with this dish.
fn menus(view: &View, dish: &Dish) -> Markup {
    let words = view.words;
    let with = Database::bundled().menus().iter().filter(|menu| menu.dishes.iter().any(|part| part.dish == dish.id));
    let with: Vec<_> = with.take(6).collect();
    html! {
        @if !with.is_empty() {
            section.sec.noprint {
                h2 { (words.get("dish-in-menus")) }
                ul.card.list {
                    @for menu in with {
                        li { a.item href={ "/menus/" (menu.id) } {
                            span.grow {
                                (words.get(&format!("stage-{}", menu.stage.code()))) " · "
                                (words.get(&format!("region-{}", menu.region.code())))
                            }
                            (icons::CHEVRON_RIGHT)
                        } }
                    }
                }
            }
        }
    }
}
