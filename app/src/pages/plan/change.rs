//! A change of a plan: a request answered with the address of the changed plan, which says what was done and how it is
//! undone.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use nep_core::foods::FoodCode;
use nep_core::menu::swap::{self, Place, PortionMove, Question};
use nep_core::menu::{Plan, PlanDay, PlanDish};

use super::asked::{Asked, Spot};
use super::{meals, sheet, show};
use crate::icons;
use crate::pages::menu::{dish_name, lower_first};
use crate::pages::week::household;
use crate::pages::{Problem, View, view};
use crate::plan_code;
use crate::server::App;

/// Another dish: `to` is its id. Only what is offered is done.
pub(super) async fn take(State(app): State<App>, view: View) -> Response {
    changed(&app, &view, |asked, question| {
        let to = view.query("to")?;
        let mut found = swap::dishes(&question).ok()?;
        let index = found.iter().position(|other| other.dish == to && other.is_offered())?;
        Some((found.swap_remove(index).plan, asked.spot))
    })
    .await
}

/// Another ingredient: `to` is `out-into`.
pub(super) async fn exchange(State(app): State<App>, view: View) -> Response {
    changed(&app, &view, |asked, question| {
        let (out, into) = view.query("to")?.split_once('-')?;
        let (out, into) = (FoodCode(out.parse().ok()?), FoodCode(into.parse().ok()?));
        let mut found = swap::ingredients(&question, out).ok()?;
        let index = found.iter().position(|other| other.food == into && other.is_offered())?;
        Some((found.swap_remove(index).plan, asked.spot))
    })
    .await
}

/// One step more.
pub(super) async fn more(State(app): State<App>, view: View) -> Response {
    changed(&app, &view, |asked, _| Some((stepped(asked, asked.spot, 1.0)?, asked.spot))).await
}

/// One step less.
pub(super) async fn less(State(app): State<App>, view: View) -> Response {
    changed(&app, &view, |asked, _| Some((stepped(asked, asked.spot, -1.0)?, asked.spot))).await
}

/// Works the change out and goes on to the changed plan; what cannot be done leaves the plan as it is.
async fn changed(
    app: &App,
    view: &View,
    change: impl FnOnce(&Asked, Question<'_>) -> Option<(Plan, Spot)>,
) -> Response {
    let asked = match Asked::of(view, app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let Some(place) = asked.spot.place() else { return Problem::NotFound.page(view) };
    let question = Question {
        table: &asked.table,
        plan: &asked.plan,
        place,
        avoid: &asked.house.avoid,
        month: Some(show::month(view)),
    };
    let Some((plan, spot)) = change(&asked, question) else {
        return see(format!("{}&undone=1#d{}", asked.address("/plan", asked.spot), place.dish));
    };
    let was = plan_code::write_day(&asked.plan.days[place.day]);
    let code = plan_code::write(&plan, &asked.house);
    let changed = format!("/plan?p={}&at={}&was={}", view::escape(&code), spot.text(), view::escape(&was));
    see(format!("{}#d{}", asked.origin.address(&changed), place.dish))
}

pub(super) fn see(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// The plan with so many household steps more of a dish for the chosen eater; `None` past what is served at a meal.
pub(super) fn stepped(asked: &Asked, spot: Spot, steps: f64) -> Option<Plan> {
    let mut plan = asked.plan.clone();
    let place = spot.place()?;
    let months = plan.eaters.get(spot.eater)?.who.person().and_then(|person| person.child_months()).map(u32::from);
    let dish = &mut plan.days.get_mut(place.day)?.meals.get_mut(place.meal)?.dishes.get_mut(place.dish)?;
    let grid = &asked.table.dish(&dish.dish)?.portions;
    let portion = dish.portions.iter_mut().find(|portion| portion.eater == spot.eater)?;
    let wanted = portion.servings + grid.servings(grid.step) * steps;
    let next = grid.nearest(wanted, months);
    // Past the least or the most the nearest amount lies back where one came from.
    let moved = (next - portion.servings) * steps > 0.0;
    portion.servings = next;
    moved.then_some(plan)
}

/// What was just done, and the way back; nothing when the page was not come to by a change.
pub(super) fn done(view: &View, asked: &Asked) -> Markup {
    let words = view.words;
    if view.query("undone").is_some() {
        return html! { div.sec.first { p.note.turm role="status" { (icons::INFO) span { (words.get("plan-undone")) } } } };
    }
    let day = asked.spot.day;
    let was = view.query("was").and_then(|was| plan_code::read_day(was, asked.plan.eaters.len()).ok());
    let (Some(was), Some(cooked)) = (was, asked.cooked().map(|(cooked, _)| cooked)) else { return html! {} };
    let Some(place) = asked.spot.place() else { return html! {} };
    let old = was.meals.get(place.meal).and_then(|meal| meal.dishes.get(place.dish));
    let Some(told) = old.and_then(|old| told(view, asked, old, cooked)) else { return html! {} };
    let mut before = asked.plan.clone();
    before.days[day].clone_from(&was);
    // A step pressed by hand is told already.
    let own = is_of_food(&was, place, cooked);
    let others = if own { PortionMove::between(&before, &asked.plan, day) } else { Vec::new() };
    let undo = plan_code::write(&before, &asked.house);
    html! {
        div.sec.first {
            div.note.leafc.done role="status" {
                (icons::CHECK)
                div {
                    (told)
                    @for moved in &others { div.t-s { (sheet::portion_moved(view, asked, moved)) } }
                }
                form method="get" action="/plan" {
                    input type="hidden" name="p" value=(undo);
                    (asked.origin.field())
                    button.chip type="submit" name="at" value=(asked.spot.text()) { (icons::ROTATE_CCW.small()) (words.get("plan-undo")) }
                }
            }
        }
    }
}

/// Whether it was the dish or what is in it that was exchanged, not a portion.
fn is_of_food(was: &PlanDay, place: Place, new: &PlanDish) -> bool {
    let old = was.meals.get(place.meal).and_then(|meal| meal.dishes.get(place.dish));
    old.is_some_and(|old| old.dish != new.dish || old.changes != new.changes)
}

/// `Đã đổi cá trắm kho → trứng vịt rán`, as the two differ.
fn told(view: &View, asked: &Asked, old: &PlanDish, new: &PlanDish) -> Option<String> {
    let words = view.words;
    let name = |id: &str| asked.table.dish(id).map(|dish| lower_first(&dish_name(view, dish)));
    if old.dish != new.dish {
        return Some(words.with("plan-done-dish", &[("out", &name(&old.dish)?), ("into", &name(&new.dish)?)]));
    }
    let now = |dish: &PlanDish, out: FoodCode| {
        dish.changes.iter().find(|change| change.out == out).map_or(out, |change| change.into)
    };
    for change in old.changes.iter().chain(&new.changes) {
        let (before, after) = (now(old, change.out), now(new, change.out));
        if before != after {
            let told = meals::changed(view, asked, before, after);
            return Some(words.with("plan-done-part", &[("change", &told), ("dish", &name(&new.dish)?)]));
        }
    }
    let grid = &asked.table.dish(&new.dish)?.portions;
    let of = |dish: &PlanDish| {
        dish.portion_of(asked.spot.eater).map(|portion| household::measures(view, grid, portion.servings))
    };
    let (before, after) = (of(old)?, of(new)?);
    (before != after)
        .then_some(words.with("plan-done-portion", &[("dish", &name(&new.dish)?), ("out", &before), ("into", &after)]))
}
