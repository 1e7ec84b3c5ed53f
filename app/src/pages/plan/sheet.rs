//! The sheets of swaps: another dish, another ingredient. Pages of their own; where scripts run they open over the plan.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Allergen, Database, FoodCode};
use nep_core::menu::swap::{self, Alternative, Broken, Effect, NoSwap, PortionMove, Question, Standing, Substitute};

use super::asked::{Asked, Look};
use super::show;
use crate::food_words;
use crate::icons;
use crate::pages::menu::{dish_name, food_name, grams, lower_first, need, vessel};
use crate::pages::week::household;
use crate::pages::{Page, Problem, Tab, View, view};
use crate::server::App;
use crate::swap_words;
use crate::tray;

/// Reasons told of one that breaks the balance.
const MOST_REASONS: usize = 2;
/// Nutrients told of each: more is no help on a phone.
const MOST_MOVES: usize = 2;

/// The plan with a dish of it, else the page that says why not.
async fn asked_dish(view: &View, app: &App) -> Result<Asked, Box<Response>> {
    let asked = Asked::of(view, app).await?;
    if asked.cooked().is_none() { Err(Box::new(Problem::NotFound.page(view))) } else { Ok(asked) }
}

fn question<'a>(view: &View, asked: &'a Asked) -> Option<Question<'a>> {
    let place = asked.spot.place()?;
    Some(Question {
        table: &asked.table,
        plan: &asked.plan,
        place,
        avoid: &asked.house.avoid,
        month: Some(show::month(view)),
    })
}

/// `/plan/swap`: other dishes for this place.
pub(super) async fn dishes(State(app): State<App>, view: View) -> Response {
    let asked = match asked_dish(&view, &app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let words = view.words;
    let name = asked.cooked().map_or_else(String::new, |(_, dish)| lower_first(&dish_name(&view, dish)));
    let found = question(&view, &asked).ok_or(NoSwap::BreastMilk).and_then(|question| swap::dishes(&question));
    let title = words.with("plan-swap-dish-of", &[("dish", &name)]);
    let body = match found {
        Ok(found) => alternatives(&view, &asked, &found),
        Err(why) => html! { p.note.ash { (icons::INFO) span { (swap_words::refused(view.words, &why)) } } },
    };
    respond(&view, &asked, &title, &words.get("plan-swap-dish-line"), &body)
}

fn alternatives(view: &View, asked: &Asked, found: &[Alternative]) -> Markup {
    let words = view.words;
    let drawn: Vec<tray::Dish<'_>> = found.iter().filter_map(|other| bowl(view, asked, other)).collect();
    let first = found.iter().find(|other| other.is_offered());
    let name = |other: &Alternative| {
        asked.table.dish(&other.dish).map_or_else(|| other.dish.clone(), |dish| dish_name(view, dish))
    };
    html! {
        (tray::symbols(&drawn))
        @if found.is_empty() { p.note.ash { (icons::INFO) span { (words.get("plan-no-dish")) } } }
        form method="get" action="/plan/take" {
            (asked.fields())
            input type="hidden" name="at" value=(asked.spot.text());
            ul.others {
                @for other in found {
                    @let inner = html! {
                        @if let Some(bowl) = bowl(view, asked, other) { span.lead.bowl { (tray::small(&bowl)) } }
                        @else { span.lead { (icons::BOWL) } }
                        span.grow {
                            span.b { (name(other)) }
                            span.tags {
                                @if asked.table.is_own(&other.dish) { span.tag { (words.get("own-dish-tag")) } }
                                span.tag.so { (amount(view, asked, other)) }
                                (money_tag(view, &other.effect))
                                @if let Some(minutes) = asked.table.dish(&other.dish).and_then(|dish| dish.minutes.as_ref()) {
                                    span.tag.so { (words.with("plan-minutes", &[("minutes", &minutes.total.to_string())])) }
                                }
                                (moves(view, asked, &other.effect))
                                @if other.out_of_season { span.tag { (words.get("plan-out-of-season")) } }
                                (labels(view, &other.on_labels))
                            }
                            (portions(view, asked, &other.effect))
                            (standing(view, asked, &other.effect))
                        }
                    };
                    li { (choice(&other.dish, other.is_offered(), first.is_some_and(|first| first.dish == other.dish), &inner)) }
                }
            }
            @if let Some(first) = first {
                button.btn.pri type="submit" name="to" value=(first.dish) {
                    (icons::REPEAT_2) (words.with("plan-swap-to", &[("dish", &lower_first(&name(first)))]))
                }
            }
        }
        p.t-xs.i3 { (words.get("plan-swap-note")) }
    }
}

/// What can be pressed is a button; what breaks the balance is not.
fn choice(value: &str, offered: bool, first: bool, inner: &Markup) -> Markup {
    html! {
        @if offered {
            button.item.other.best[first] type="submit" name="to" value=(value) { (inner) }
        } @else {
            div.item.other.not { (inner) }
        }
    }
}

fn bowl<'a>(view: &View, asked: &'a Asked, other: &Alternative) -> Option<tray::Dish<'a>> {
    let dish = asked.table.dish(&other.dish).filter(|dish| Database::bundled().dish(&dish.id).is_some())?;
    Some(vessel(view, dish, nep_core::menu::dish_energy(&asked.table, dish).amount, ""))
}

/// What the chosen eater has of it then.
fn amount(view: &View, asked: &Asked, other: &Alternative) -> String {
    let place = asked.spot.place();
    let cooked = place.and_then(|place| other.plan.days.get(place.day)?.meals.get(place.meal)?.dishes.get(place.dish));
    let portion = cooked.and_then(|cooked| cooked.portion_of(asked.spot.eater).or(cooked.portions.first()));
    portion
        .zip(asked.table.dish(&other.dish))
        .map_or_else(String::new, |(portion, dish)| household::measures(view, &dish.portions, portion.servings))
}

fn money_tag(view: &View, effect: &Effect) -> Markup {
    let words = view.words;
    let vnd = (effect.vnd / 100.0).round() * 100.0;
    let amount = crate::pages::menu::money(view, vnd.abs());
    html! {
        @if vnd < 0.0 { span.tag.cheap.so { (words.with("plan-cheaper", &[("amount", &amount)])) } }
        @else if vnd > 0.0 { span.tag.so { (words.with("plan-dearer", &[("amount", &amount)])) } }
        @else { span.tag { (words.get("plan-same-price")) } }
    }
}

/// `Cơm trắng 2 bát con → 1¾ bát con`: what else is served otherwise, so that the day stands.
fn portions(view: &View, asked: &Asked, effect: &Effect) -> Markup {
    html! {
        @for moved in &effect.portions {
            span.nw { (icons::REPEAT_2) (portion_moved(view, asked, moved)) }
        }
    }
}

/// One portion that is larger or smaller; whose, when several eat.
pub(super) fn portion_moved(view: &View, asked: &Asked, moved: &PortionMove) -> String {
    let words = view.words;
    let Some(dish) = asked.table.dish(&moved.dish) else { return String::new() };
    let of = |servings| household::measures(view, &dish.portions, servings);
    let (name, out, into) = (dish_name(view, dish), of(moved.from), of(moved.to));
    let told = [("dish", name.as_str()), ("out", out.as_str()), ("into", into.as_str())];
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    match names.get(moved.eater).filter(|_| names.len() > 1) {
        Some(person) => words.with("plan-refitted-of", &[&[("person", person.as_str())], &told[..]].concat()),
        None => words.with("plan-refitted", &told),
    }
}

/// `sắt +2,4 mg`; whose, when several eat.
fn moves(view: &View, asked: &Asked, effect: &Effect) -> Markup {
    let words = view.words;
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    html! {
        @for moved in effect.moves.iter().take(MOST_MOVES) {
            span.tag.so {
                @if names.len() > 1 { (names[moved.eater]) ": " }
                (lower_first(&need::name(words, moved.nutrient.code()))) " "
                @if moved.by < 0.0 { "−" } @else { "+" }
                (need::figure(words, moved.by.abs(), moved.unit)) " " (need::unit(words, moved.unit))
            }
        }
    }
}

/// Allergens of the household that only a label tells.
pub(super) fn labels(view: &View, allergens: &[Allergen]) -> Markup {
    html! {
        @if !allergens.is_empty() {
            span.tag.warn { (icons::TRIANGLE_ALERT.small()) (food_words::read_label(allergens, view.words)) }
        }
    }
}

/// The verdict: still balanced, no worse, or why not.
fn standing(view: &View, asked: &Asked, effect: &Effect) -> Markup {
    let words = view.words;
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    let reason = |broken: &Broken| {
        let said = need::reason(words, &broken.finding, &[]);
        if names.len() > 1 { format!("{}: {}", names[broken.eater], lower_first(&said)) } else { said }
    };
    html! {
        @match effect.standing {
            Standing::Balanced => { span.nw.ok { (icons::CHECK) (words.get("plan-still-balanced")) } }
            Standing::NoWorse => { span.nw { (icons::CHECK) (words.get("plan-no-worse")) } }
            Standing::Breaks if effect.broken.is_empty() => {
                span.nw { (icons::CIRCLE_QUESTION_MARK) (words.get("plan-unsure")) }
            }
            Standing::Breaks => {
                @for broken in effect.broken.iter().take(MOST_REASONS) {
                    span.nw.low { (icons::ARROW_DOWN) (reason(broken)) }
                }
            }
        }
        @for caution in &effect.cautions {
            span.nw.watch { (icons::EYE) (need::name(words, caution.finding.rule)) }
        }
    }
}

/// `/plan/parts`: which ingredient is to be exchanged.
pub(super) async fn parts(State(app): State<App>, view: View) -> Response {
    let asked = match asked_dish(&view, &app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let words = view.words;
    let name = asked.cooked().map_or_else(String::new, |(_, dish)| lower_first(&dish_name(&view, dish)));
    let found = question(&view, &asked).ok_or(NoSwap::BreastMilk).and_then(|question| swap::exchangeable(&question));
    let body = match found {
        Ok(found) if !found.is_empty() => html! {
            form method="get" action="/plan/part" {
                (asked.fields())
                input type="hidden" name="at" value=(asked.spot.text());
                ul.others {
                    @for part in &found {
                        @let now = asked.table.foods().food(part.now).map_or("", |food| food_name(&view, food));
                        li {
                            button.item.other type="submit" name="out" value=(part.recipe) {
                                span.lead { (icons::REPEAT_2) }
                                span.grow {
                                    span.b { (now) }
                                    span.tags { span.tag.so { (grams(&view, part.grams)) } }
                                }
                                (icons::CHEVRON_RIGHT)
                            }
                        }
                    }
                }
            }
        },
        Ok(_) => html! { p.note.ash { (icons::INFO) span { (words.get("plan-no-swap-part")) } } },
        Err(why) => html! { p.note.ash { (icons::INFO) span { (swap_words::refused(view.words, &why)) } } },
    };
    let title = words.with("plan-swap-part-of", &[("dish", &name)]);
    respond(&view, &asked, &title, &words.get("plan-swap-part-line"), &body)
}

/// `/plan/part?out=CODE`: what can take its place.
pub(super) async fn ingredients(State(app): State<App>, view: View) -> Response {
    let asked = match asked_dish(&view, &app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let words = view.words;
    let out = view.query("out").and_then(|typed| typed.parse().ok()).map(FoodCode);
    let (Some(out), Some(question)) = (out, question(&view, &asked)) else { return Problem::NotFound.page(&view) };
    let Some(food) = asked.table.foods().food(out) else { return Problem::NotFound.page(&view) };
    let body = match swap::ingredients(&question, out) {
        Ok(found) => substitutes(&view, &asked, out, &found),
        Err(why) => html! { p.note.ash { (icons::INFO) span { (swap_words::refused(view.words, &why)) } } },
    };
    let title = words.with("plan-swap-out", &[("food", &lower_first(food_name(&view, food)))]);
    respond(&view, &asked, &title, &words.get("plan-swap-part-line"), &body)
}

fn substitutes(view: &View, asked: &Asked, out: FoodCode, found: &[Substitute]) -> Markup {
    let words = view.words;
    let first = found.iter().find(|other| other.is_offered());
    let name = |other: &Substitute| {
        asked.table.foods().food(other.food).map_or_else(String::new, |food| food_name(view, food).to_owned())
    };
    html! {
        @if found.is_empty() { p.note.ash { (icons::INFO) span { (words.get("plan-no-swap-part")) } } }
        form method="get" action="/plan/exchange" {
            (asked.fields())
            input type="hidden" name="at" value=(asked.spot.text());
            ul.others {
                @for other in found {
                    @let inner = html! {
                        span.grow {
                            span.b { (name(other)) }
                            span.tags {
                                span.tag.so { (words.with("plan-grams-for", &[("into", &grams(view, other.grams)), ("out", &grams(view, other.grams_now))])) }
                                (money_tag(view, &other.effect))
                                (moves(view, asked, &other.effect))
                                @if other.out_of_season { span.tag { (words.get("plan-out-of-season")) } }
                                (labels(view, &other.on_labels))
                            }
                            (portions(view, asked, &other.effect))
                            (standing(view, asked, &other.effect))
                        }
                    };
                    li { (choice(&format!("{out}-{}", other.food), other.is_offered(), first.is_some_and(|first| first.food == other.food), &inner)) }
                }
            }
            @if let Some(first) = first {
                button.btn.pri type="submit" name="to" value={ (out) "-" (first.food) } {
                    (icons::REPEAT_2) (words.with("plan-swap-to", &[("dish", &lower_first(&name(first)))]))
                }
            }
        }
        @if let Some(one) = found.first() {
            p.t-xs.i3 {
                (words.get(match one.basis {
                    swap::Basis::Energy => "plan-basis-energy",
                    swap::Basis::Protein => "plan-basis-protein",
                    swap::Basis::Weight => "plan-basis-weight",
                }))
                " " a href=(need::address(one.place)) { (words.get("source-row")) }
            }
        }
    }
}

/// The sheet on a page of its own.
fn respond(view: &View, asked: &Asked, title: &str, line: &str, content: &Markup) -> Response {
    let words = view.words;
    let sheet = html! {
        section id="sheet" class="sheet" aria-labelledby="sheet-title" {
            div.row.sp {
                h2 id="sheet-title" tabindex="-1" autofocus { (title) }
                (asked.press("/plan", asked.spot, &Look { class: "ib", label: Some(&words.get("plan-close")), ..Look::default() }, &html! { (icons::X) }))
            }
            p.t-s.i2 { (line) }
            (content)
        }
    };
    let body = html! { (asked.form()) div.alone { (sheet) } };
    let back = if asked.is_short() {
        asked.address("/plan", asked.spot)
    } else {
        asked.origin.address(&format!("/plan?p={}", view::escape(&asked.code)))
    };
    Page {
        title: words.get("plan-swap-title"),
        back: Some(back),
        tab: Some(Tab::Menus),
        sheets: &["plan.css"],
        body,
        ..Page::default()
    }
    .respond(view)
}
