//! `/shopping/new`: what a menu or a plan needs, before it is kept. `?menu=ID&people=2&days=3`, or `?p=` with a plan as text.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{FoodCode, Menu, Region, Stall};
use nep_core::menu::shopping::{self, List, Need, NoList};
use nep_core::menu::{Plan, Table, usual_person};

use super::{SHEETS, fresh_id, go, is_id, no_notebook, sent, stall_head};
use crate::food_words;
use crate::icons;
use crate::notebook::ListHead;
use crate::pages::plan::none_yet;
use crate::pages::view::escape;
use crate::pages::{Page, Problem, Tab, View};
use crate::plan_code;
use crate::server::App;

/// Of what a list is made.
struct Asked {
    plan: Plan,
    /// Where the page leads back, and what the form repeats.
    from: (&'static str, String),
    people: Count,
    days: Count,
    /// What was said to be at home when the plan was made.
    home: Vec<FoodCode>,
    problems: Vec<String>,
}

/// People or days that a list is for.
#[derive(Clone, Copy)]
struct Count {
    of: u32,
    /// Of the plan itself, which knows several: not to be multiplied.
    fixed: bool,
}

impl Count {
    /// How many times what is cooked is bought.
    const fn times(self) -> u32 {
        if self.fixed { 1 } else { self.of }
    }
}

/// What an address or a form asks under a name.
type Get<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

fn asked(view: &View, table: &Table<'_>, get: Get<'_>) -> Result<Asked, String> {
    let words = view.words;
    let mut problems = Vec::new();
    let mut count = |name: &str, most: usize| match get(name) {
        None => 1,
        Some(typed) => {
            typed.parse().ok().filter(|count| (1..=most).contains(&(*count as usize))).unwrap_or_else(|| {
                problems.push(words.with("shopping-new-bad", &[("value", typed), ("most", &most.to_string())]));
                1_u32
            })
        }
    };
    // What several eat, or on several days, is in the plan already; one person's day is eaten by as many as one says.
    let mut counted = |name: &str, in_plan: usize, most: usize| match u32::try_from(in_plan) {
        Ok(of) if of > 1 => Count { of, fixed: true },
        _ => Count { of: count(name, most), fixed: false },
    };
    let mut both = |plan: &Plan| {
        let people = counted("people", plan.eaters.len(), Plan::MOST_EATERS);
        (people, counted("days", plan.days.len(), Plan::MOST_DAYS))
    };
    if let Some(code) = get("p").or_else(|| get("plan")) {
        let (plan, house) = plan_code::read(code).map_err(|fault| fault.say(words))?;
        let (people, days) = both(&plan);
        return Ok(Asked { plan, from: ("p", code.to_owned()), people, days, home: house.home, problems });
    }
    let menu: Option<&Menu> = get("menu").and_then(|id| table.foods().menu(id));
    let menu = menu.ok_or_else(|| words.get("shopping-new-no-menu"))?;
    let plan = Plan::of_menu(menu, usual_person(menu.stage));
    let (people, days) = both(&plan);
    Ok(Asked { plan, from: ("menu", menu.id.clone()), people, days, home: Vec::new(), problems })
}

impl Asked {
    /// Needs of all the people and days together.
    fn needs(&self, table: &Table<'_>) -> Result<Vec<Need>, NoList> {
        let times = f64::from(self.people.times()) * f64::from(self.days.times());
        let needs = shopping::needs(table, &self.plan)?;
        let mut summed: BTreeMap<FoodCode, f64> = BTreeMap::new();
        for need in needs {
            *summed.entry(need.food).or_default() += need.grams * times;
        }
        Ok(summed.into_iter().map(|(food, grams)| Need { food, grams }).collect())
    }

    const fn region(&self) -> Region {
        self.plan.region
    }

    fn back(&self) -> String {
        match self.from.0 {
            "menu" => format!("/menus/{}", self.from.1),
            // A household's days have a page of their own.
            _ if self.people.fixed || self.days.fixed => format!("/week?p={}", escape(&self.from.1)),
            _ => format!("/plan?p={}", escape(&self.from.1)),
        }
    }
}

/// The page.
pub async fn page(State(app): State<App>, view: View) -> Response {
    if ["p", "plan", "menu"].iter().all(|name| view.query(name).is_none()) {
        return none_yet(&view);
    }
    let table = match app.note(crate::notebook::Notebook::table).await {
        Ok(table) => table,
        Err(error) => return no_notebook(&view, &error),
    };
    let get = |name: &str| view.query(name);
    let (asked, needs) = match needed(&view, &table, &get) {
        Ok(found) => found,
        Err(said) => return refused(&view, said),
    };
    let list = shopping::list(&table, asked.region(), &needs, &[]).expect("dishes hold known foods in amounts");
    let words = view.words;
    let body = html! {
        div.list-page {
            @for problem in &asked.problems { p.note.turm { (icons::INFO) span { (problem) } } }
            @if !(asked.people.fixed && asked.days.fixed) { (how_much(&view, &asked)) }
            div.row.wrap {
                a.btn.sec.sm href={ "/take?" (asked.from.0) "=" (escape(&asked.from.1)) } {
                    (icons::PRINTER.small()) (words.get("take-title"))
                }
            }
            @if list.stalls.is_empty() { p.note { (words.get("shopping-new-nothing")) } } @else { (choose(&view, &asked, &list, &shopping::Called::of_plan(&table, &asked.plan))) }
        }
    };
    Page {
        title: words.get("shopping-new"),
        back: Some(asked.back()),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        entry: true,
        ..Page::default()
    }
    .respond(&view)
}

fn needed(view: &View, table: &Table<'_>, get: Get<'_>) -> Result<(Asked, Vec<Need>), String> {
    let asked = asked(view, table, get)?;
    let fault = |fault: NoList| match fault {
        NoList::UnknownDish(dish) => view.words.with("shopping-new-no-dish", &[("dish", &dish)]),
        _ => view.words.get("shopping-new-no-menu"),
    };
    let needs = asked.needs(table).map_err(fault)?;
    Ok((asked, needs))
}

fn refused(view: &View, said: String) -> Response {
    let body = html! {
        div.sec.first.stack.narrow {
            p.note.turm { (icons::INFO) span { (said) } }
            a.btn.pri href="/menus" { (icons::BOWL) (view.words.get("shopping-choose-menu")) }
        }
    };
    let title = view.words.get("shopping-new");
    let status = Some(axum::http::StatusCode::NOT_FOUND);
    Page { title, body, back: Some("/shopping".into()), tab: Some(Tab::Menus), status, ..Page::default() }.respond(view)
}

/// For how many, for how long: a form of its own, so that the amounts can be counted again.
fn how_much(view: &View, asked: &Asked) -> Markup {
    let words = view.words;
    let field = |name: &str, label: &str, count: Count, most: usize| {
        html! {
            @if !count.fixed {
                label.f {
                    span.lb { (words.get(label)) }
                    input.so name=(name) type="number" inputmode="numeric" min="1" max=(most) value=(count.of);
                }
            }
        }
    };
    html! {
        form.stack method="get" action="/shopping/new" {
            input type="hidden" name=(asked.from.0) value=(asked.from.1);
            div.fields {
                (field("people", "shopping-new-people", asked.people, Plan::MOST_EATERS))
                (field("days", "shopping-new-days", asked.days, Plan::MOST_DAYS))
            }
            button.btn.sec { (icons::ROTATE_CCW) (words.get("shopping-new-recount")) }
        }
    }
}

/// Every food with a tick to take away when it is at home, and the leaf that keeps the list.
fn choose(view: &View, asked: &Asked, list: &List, called: &shopping::Called) -> Markup {
    let words = view.words;
    let buys = |stall: Stall, food: FoodCode| stall != Stall::Seasoning && !asked.home.contains(&food);
    let fresh = list.stalls.iter().flat_map(|part| part.lines.iter().map(|line| (part.stall, line)));
    let cost = shopping::total(fresh.filter(|(stall, line)| buys(*stall, line.food)).map(|(_, line)| line));
    #[expect(clippy::cast_precision_loss, reason = "a price of some weeks' food")]
    let total = food_words::money(view.language(), cost.vnd as f64);
    html! {
        form.stack method="post" action="/shopping" {
            input type="hidden" name="id" value=(fresh_id());
            input type="hidden" name=(asked.from.0) value=(asked.from.1);
            input type="hidden" name="people" value=(asked.people.of);
            input type="hidden" name="days" value=(asked.days.of);
            p.i2 { (words.get("shopping-new-lead")) }
            div.stalls {
                @for part in &list.stalls {
                    section.stall-part {
                        (stall_head(view, part.stall))
                        ul.card.list {
                            @for line in &part.lines {
                                li { label.tick {
                                    input type="checkbox" name="buy" value=(line.food) checked[buys(part.stall, line.food)];
                                    span.ck { (icons::CHECK) }
                                    span.grow.nm { (food_words::bought(view.language(), called, line.food)) }
                                    span.t-s.i2.amount { span { (food_words::asked(words, line)) } span.i3 { (food_words::price(words, line)) } }
                                } }
                            }
                        }
                    }
                }
            }
            p.row.sp { span.i2 { (words.get(if asked.home.is_empty() { "shopping-new-needed" } else { "shopping-new-needed-home" })) } b.so { (total) } }
            p.t-xs.i3 { (words.get("shopping-price-note")) }
            button.btn.pri { (icons::CHECK) (words.get("shopping-new-keep")) }
        }
    }
}

/// Keeps the list: what was not ticked is at home.
pub async fn keep(State(app): State<App>, view: View, Form(form): Form<Vec<(String, String)>>) -> Response {
    let id = sent(&form, "id").to_owned();
    if !is_id(&id) {
        return Problem::NotFound.page(&view);
    }
    let table = match app.note(crate::notebook::Notebook::table).await {
        Ok(table) => table,
        Err(error) => return no_notebook(&view, &error),
    };
    let get = |name: &str| Some(sent(&form, name)).filter(|value| !value.is_empty());
    let (asked, needs) = match needed(&view, &table, &get) {
        Ok(found) => found,
        Err(said) => return refused(&view, said),
    };
    let buy: Vec<FoodCode> =
        form.iter().filter(|(name, _)| name == "buy").filter_map(|(_, code)| code.parse().ok().map(FoodCode)).collect();
    let at_home: Vec<FoodCode> = needs.iter().map(|need| need.food).filter(|food| !buy.contains(food)).collect();
    let head = ListHead {
        id: id.clone(),
        made_on: view.today,
        days: asked.days.of,
        people: asked.people.of,
        region: asked.region(),
        removed: false,
        foods: 0,
        bought: 0,
    };
    let called = shopping::Called::of_plan(&table, &asked.plan);
    match app.note(move |notebook| notebook.keep_list(&head, &needs, &at_home, &called)).await {
        Ok(()) => go(&format!("/shopping/{id}")),
        Err(error) => no_notebook(&view, &error),
    }
}
