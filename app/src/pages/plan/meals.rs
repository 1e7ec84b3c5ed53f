//! The meals of a day: tabs, the tray of the chosen one, its dishes with portions, steppers and the ways to change them.

use maud::{Markup, html};
use nep_core::foods::{Database, Dish, Flag, FoodCode, Role};
use nep_core::menu::{DishReading, MealReading, PlanDish, PlanMeal, Share, Table};

use super::asked::{Asked, Look, SHEET, Spot};
use super::sheet::labels;
use super::show::{Base, Today};
use crate::icons;
use crate::pages::View;
use crate::pages::menu::{dish_name, food_name, grams, lower_first, money, vessel};
use crate::pages::week::household;
use crate::tray;

/// A dish of a meal with what the chosen eater has of it.
struct Row<'a> {
    index: usize,
    cooked: &'a PlanDish,
    dish: &'a Dish,
    read: Option<&'a DishReading>,
}

/// Tabs of the meals, the tray of the chosen one and its dishes in words. Where scripts run, a tab swaps only this.
pub(super) fn tray(view: &View, asked: &Asked, today: &Today, base: &Base) -> Markup {
    let words = view.words;
    let meals = &asked.plan.days[asked.spot.day].meals;
    let kcal: Vec<f64> = meals.iter().map(|meal| read(today, meal).map_or(0.0, |read| read.energy.amount)).collect();
    let largest = (0..meals.len()).reduce(|best, next| if kcal[next] > kcal[best] { next } else { best });
    let Some(chosen) = asked.spot.meal.or(largest) else { return html! {} };
    let drawn: Vec<Vec<tray::Dish<'_>>> =
        meals.iter().enumerate().map(|(meal, served)| drawn(view, asked, meal, &rows(asked, today, served))).collect();
    let all: Vec<tray::Dish<'_>> = drawn.iter().flatten().cloned().collect();
    let most = kcal.iter().copied().fold(1.0, f64::max);
    let meal = &meals[chosen];
    let meal_word = words.get(&format!("meal-long-{}", meal.meal.code()));
    let rows = rows(asked, today, meal);
    let described: Vec<String> = drawn[chosen]
        .iter()
        .map(|dish| {
            let kcal = view.language().decimal(dish.kcal, 0);
            words.with("menu-tray-dish", &[("name", dish.name), ("kcal", &kcal)])
        })
        .collect();
    html! {
        (tray::symbols(&all))
        nav.meals aria-label=(words.get("menu-meals")) {
            @for (index, other) in meals.iter().enumerate() {
                @let inner = html! {
                    span class=(width(kcal[index] / most)) { (tray::thumbnail(&drawn[index])) }
                    (words.get(&format!("meal-{}", other.meal.code())))
                };
                @match base {
                    Base::Own => {
                        (asked.press("/plan", asked.spot.at_meal(index),
                            &Look { class: "meal", current: index == chosen, swaps: Some("#meal"), ..Look::default() }, &inner))
                    }
                    Base::Bank { .. } => {
                        @let address = view.link(&[("meal", Some(other.meal.code()))]);
                        a.meal href=(address) aria-current=[(index == chosen).then_some("page")]
                            hx-get=(address) hx-target="#meal" hx-select="#meal" hx-swap="outerHTML" hx-push-url="true" { (inner) }
                    }
                }
            }
        }
        div.hero { (tray::hero(&words.with("menu-tray", &[("meal", &meal_word)]), &described.join(", "), &drawn[chosen])) }
        p.row.sp.wrap.t-s {
            span.i2 { (words.get("menu-caption")) }
            span.b.so { (view.language().decimal(kcal[chosen], 0)) " kcal · " (money(view, today.costs[chosen].exact_vnd)) }
        }
        ul.card.list.dishes {
            @for row in &rows { li id={ "d" (row.index) } { (one(view, asked, chosen, row)) } }
        }
    }
}

/// What the chosen eater has at a meal.
fn read<'a>(today: &'a Today, meal: &PlanMeal) -> Option<&'a MealReading> {
    today.meals.iter().find(|read| read.meal == meal.meal)
}

fn rows<'a>(asked: &'a Asked, today: &'a Today, meal: &'a PlanMeal) -> Vec<Row<'a>> {
    // The reading holds the eater's dishes in the order of the meal.
    let mut read = read(today, meal).map(|read| read.dishes.iter()).into_iter().flatten();
    let dishes = meal.dishes.iter().enumerate().filter_map(|(index, cooked)| {
        let dish = asked.table.dish(&cooked.dish)?;
        let read = if cooked.portion_of(asked.spot.eater).is_some() { read.next() } else { None };
        Some(Row { index, cooked, dish, read })
    });
    dishes.collect()
}

/// What the eater has, to be drawn; a family's own dish has no picture.
fn drawn<'a>(view: &View, asked: &Asked, meal: usize, rows: &[Row<'a>]) -> Vec<tray::Dish<'a>> {
    let pictured = rows.iter().filter(|row| Database::bundled().dish(&row.dish.id).is_some());
    let drawn = pictured.filter_map(|row| {
        let mut drawn = vessel(view, row.dish, row.read?.energy.amount, "");
        drawn.link = link(asked, row, meal);
        Some(drawn)
    });
    drawn.collect()
}

fn link(asked: &Asked, row: &Row<'_>, meal: usize) -> String {
    if asked.is_short() {
        asked.address(&format!("/dishes/{}", row.dish.id), asked.spot.at_dish(meal, row.index))
    } else {
        format!("#d{}", row.index)
    }
}

/// The width of a tab's tray follows the meal's energy.
fn width(share: f64) -> &'static str {
    match share {
        share if share > 0.75 => "w4",
        share if share > 0.5 => "w3",
        share if share > 0.25 => "w2",
        _ => "w1",
    }
}

/// One dish: to its page; more or less of it; another in its place; another ingredient.
fn one(view: &View, asked: &Asked, meal: usize, row: &Row<'_>) -> Markup {
    let words = view.words;
    let spot = asked.spot.at_dish(meal, row.index);
    let name = dish_name(view, row.dish);
    let bowl = drawn(view, asked, meal, std::slice::from_ref(row)).pop();
    let inner = html! {
        @match &bowl {
            Some(bowl) => { span.lead.bowl { (tray::small(bowl)) } }
            None => { span.lead { (icons::BOWL) } }
        }
        span.grow {
            span.b { (name) }
            br;
            span.t-s.i2 { (amount(view, asked, row)) }
            @let on_labels = asked.house.avoid.on_labels_of(&asked.table, row.cooked);
            @if !on_labels.is_empty() { br; (labels(view, &on_labels)) }
            @for change in &row.cooked.changes {
                br;
                span.t-s.changed { (icons::REPEAT_2.small()) (changed(view, asked, change.out, change.into)) }
            }
        }
        @if let Some(read) = row.read { span.end.t-s.so { (view.language().decimal(read.energy.amount, 0)) " kcal" } }
        (icons::CHEVRON_RIGHT)
    };
    let path = format!("/dishes/{}", row.dish.id);
    html! {
        (asked.press(&path, spot, &Look { class: "item", ..Look::default() }, &inner))
        @if !is_breast_milk(&asked.table, row.dish) {
            div.acts.noprint {
                @if row.read.is_some() { (stepper(view, asked, spot, row, &name)) }
                @let swap = format!("{}: {}", words.get("plan-swap-dish"), lower_first(&name));
                (asked.press("/plan/swap", spot, &Look { class: "chip", label: Some(&swap), swaps: Some(SHEET), ..Look::default() },
                    &html! { (icons::REPEAT_2.small()) (words.get("plan-swap-dish")) }))
                @let parts = format!("{}: {}", words.get("plan-swap-part"), lower_first(&name));
                (asked.press("/plan/parts", spot, &Look { class: "chip", label: Some(&parts), swaps: Some(SHEET), ..Look::default() },
                    &html! { (words.get("plan-swap-part")) }))
            }
        }
    }
}

/// Household measures first, then grams of what goes in most; for whom else it is cooked.
fn amount(view: &View, asked: &Asked, row: &Row<'_>) -> Markup {
    let words = view.words;
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    let said = |eater: usize| {
        let portion = row.cooked.portion_of(eater)?;
        let measure = household::measures(view, &row.dish.portions, portion.servings);
        Some(if portion.share == Share::Unseasoned {
            format!("{measure}, {}", words.get("pot-before-seasoning"))
        } else {
            measure
        })
    };
    let others = row.cooked.portions.iter().filter(|portion| portion.eater != asked.spot.eater);
    html! {
        @match (said(asked.spot.eater), row.read) {
            (Some(measure), Some(read)) => {
                span.so { (measure) }
                @let mains = main_grams(view, asked, row, read);
                @if !mains.is_empty() { " · " (mains.join(", ")) }
            }
            _ => { (words.get("plan-not-eaten")) }
        }
        @for other in others {
            @if let Some(measure) = said(other.eater) { br; (names[other.eater]) ": " span.so { (measure) } }
        }
    }
}

/// `75 g gạo tẻ máy`, of the one or two foods the dish is made of.
fn main_grams(view: &View, asked: &Asked, row: &Row<'_>, read: &DishReading) -> Vec<String> {
    let mains = row.dish.ingredients.iter().filter(|part| part.role == Role::Main).take(2);
    let said = mains.filter_map(|part| {
        let change = row.cooked.changes.iter().find(|change| change.out == part.food);
        let (code, each) = change.map_or((part.food, part.grams), |change| (change.into, change.grams));
        let food = asked.table.foods().food(code)?;
        let vietnamese = view.language().code() == "vi";
        let local = vietnamese && change.is_none() && !part.local_name_vi.is_empty();
        let name = if local { &part.local_name_vi } else { food_name(view, food) };
        Some(format!("{} {}", grams(view, each * read.portion), lower_first(name)))
    });
    said.collect()
}

/// `thịt bò → thịt lợn nạc`.
pub(super) fn changed(view: &View, asked: &Asked, out: FoodCode, into: FoodCode) -> String {
    let name =
        |code| asked.table.foods().food(code).map_or_else(String::new, |food| lower_first(food_name(view, food)));
    view.words.with("plan-changed", &[("out", &name(out)), ("into", &name(into))])
}

/// Whether nothing takes the place of the dish.
pub(in crate::pages) fn is_breast_milk(table: &Table<'_>, dish: &Dish) -> bool {
    let mut foods = dish.ingredients.iter().filter_map(|part| table.foods().food(part.food));
    foods.any(|food| food.is(Flag::BreastMilk))
}

/// One household step less or more.
fn stepper(view: &View, asked: &Asked, spot: Spot, row: &Row<'_>, name: &str) -> Markup {
    let Some(portion) = row.cooked.portion_of(asked.spot.eater) else { return html! {} };
    let grid = &row.dish.portions;
    let step = household::measures(view, grid, grid.servings(grid.step));
    let button = |path: &str, id: &str, icon: icons::Icon, possible: bool| {
        let label = view.words.with(id, &[("step", &step), ("dish", &lower_first(name))]);
        html! {
            button.sq type="submit" form="plan" formaction=(path) name="at" value=(spot.text()) aria-label=(label) disabled[!possible] { (icon) }
        }
    };
    html! {
        span.stepper role="group" aria-label=(view.words.with("plan-portion-of", &[("dish", &lower_first(name))])) {
            (button("/plan/less", "plan-less", icons::MINUS, super::change::stepped(asked, spot, -1.0).is_some()))
            span.so.val { (household::measures(view, grid, portion.servings)) }
            (button("/plan/more", "plan-more", icons::PLUS, super::change::stepped(asked, spot, 1.0).is_some()))
        }
    }
}
