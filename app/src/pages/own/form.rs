//! `/own/dishes/new` and `/own/dishes/ID/edit`: a dish written down. Everything typed stands in the form itself and goes to and
//! fro with it, so that a search for an ingredient loses nothing and no script is needed.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, DishKind, FoodCode, Stage};
use nep_core::menu::{Danger, OwnDish};

use super::danger::{self, dangers};
use super::measured;
use crate::icons;
use crate::notebook::{KeptDish, KeptPart};
use crate::pages::controls::{fault, tick};
use crate::pages::input::{Wrong, number};
use crate::pages::shopping::{food_name, fresh_id, go, is_id, no_notebook, sent};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// Foods a search shows.
const FOUND: usize = 8;
const LONGEST_NAME: usize = 80;
const LONGEST_STEPS: usize = 4_000;
/// No pot feeds more.
const MOST_SERVINGS: f64 = 100.0;

/// The form as it was typed.
#[derive(Default)]
struct Typed {
    id: String,
    name: String,
    kind: String,
    whom: String,
    servings: String,
    raw: bool,
    steps: String,
    query: String,
    parts: Vec<TypedPart>,
}

#[derive(Clone)]
struct TypedPart {
    food: FoodCode,
    amount: String,
    measure: String,
}

/// What is wrong, at its field.
#[derive(Default)]
struct Faults {
    name: Option<Wrong>,
    servings: Option<Wrong>,
    steps: Option<Wrong>,
    parts: Option<Wrong>,
    amounts: Vec<Option<Wrong>>,
    /// Why nobody it is cooked for may be given it.
    dangers: Vec<Danger>,
}

impl Faults {
    fn any(&self) -> bool {
        !self.dangers.is_empty()
            || [&self.name, &self.servings, &self.steps, &self.parts].into_iter().any(Option::is_some)
            || self.amounts.iter().any(Option::is_some)
    }
}

/// An empty form.
pub async fn new(view: View) -> Response {
    let typed = Typed { id: fresh_id(), servings: "4".into(), kind: "main".into(), ..Typed::default() };
    shown(&view, &typed, &Faults::default())
}

/// The form with a dish in it.
pub async fn edit(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    match app.note(move |notebook| notebook.dish(&id)).await {
        Ok(Some(dish)) => shown(&view, &Typed::of(&view, &dish), &Faults::default()),
        Ok(None) => Problem::NotFound.page(&view),
        Err(error) => no_notebook(&view, &error),
    }
}

impl Typed {
    fn of(view: &View, dish: &KeptDish) -> Self {
        let plain = |value: f64| {
            let text = value.to_string();
            if view.language().code() == "vi" { text.replace('.', ",") } else { text }
        };
        Self {
            id: dish.id.strip_prefix(OwnDish::PREFIX).unwrap_or(&dish.id).to_owned(),
            name: dish.name.clone(),
            kind: dish.kind.code().to_owned(),
            whom: stage_of(dish.child_months).map_or_else(String::new, |stage| stage.code().to_owned()),
            servings: plain(dish.servings),
            raw: dish.raw,
            steps: dish.steps.clone(),
            query: String::new(),
            parts: dish
                .parts
                .iter()
                .map(|part| TypedPart { food: part.food, amount: plain(part.amount), measure: part.measure.clone() })
                .collect(),
        }
    }

    fn sent(form: &[(String, String)]) -> Self {
        let all = |name: &'static str| {
            form.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim().to_owned())
        };
        let parts = all("food").zip(all("amount")).zip(all("measure"));
        let parts = parts.filter_map(|((food, amount), measure)| {
            let food = FoodCode(food.parse().ok()?);
            Database::bundled().food(food).map(|_| TypedPart { food, amount, measure })
        });
        Self {
            id: sent(form, "id").to_owned(),
            name: sent(form, "name").to_owned(),
            kind: sent(form, "kind").to_owned(),
            whom: sent(form, "whom").to_owned(),
            servings: sent(form, "servings").to_owned(),
            raw: !sent(form, "raw").is_empty(),
            steps: sent(form, "steps").replace("\r\n", "\n"),
            query: sent(form, "q").to_owned(),
            parts: parts.take(OwnDish::MOST_INGREDIENTS).collect(),
        }
    }

    /// The dish, or what is wrong at which field.
    fn read(&self) -> Result<KeptDish, Box<Faults>> {
        let required = |text: &str| text.is_empty().then(|| Wrong::new("input-required"));
        let too_long = |text: &str, most: usize| {
            let longer = text.chars().count() > most;
            longer.then(|| Wrong::new("own-too-long").with("most", most.to_string()))
        };
        let servings = number(&self.servings, "").and_then(|servings| {
            let fits = servings > 0.0 && servings <= MOST_SERVINGS;
            if fits { Ok(servings) } else { Err(Wrong::new("own-servings").with("typed", &*self.servings)) }
        });
        let mut faults = Faults {
            name: required(&self.name).or_else(|| too_long(&self.name, LONGEST_NAME)),
            steps: too_long(&self.steps, LONGEST_STEPS),
            parts: self.parts.is_empty().then(|| Wrong::new("own-no-parts")),
            ..Faults::default()
        };
        let mut parts = Vec::new();
        for part in &self.parts {
            let read = measured::grams(part.food, &part.amount, &part.measure)
                .and_then(|grams| Ok((grams, number(&part.amount, "")?)));
            faults.amounts.push(read.as_ref().err().cloned());
            if let Ok((grams, amount)) = read {
                parts.push(KeptPart { food: part.food, amount, measure: part.measure.clone(), grams });
            }
        }
        let kind = DishKind::from_code(&self.kind).unwrap_or(DishKind::Main);
        let child_months =
            Stage::ALL.iter().find(|stage| stage.code() == self.whom).and_then(|stage| stage.child_months());
        match servings {
            Ok(servings) if !faults.any() => Ok(KeptDish {
                id: format!("{}{}", OwnDish::PREFIX, self.id),
                name: self.name.clone(),
                kind,
                servings,
                child_months,
                raw: self.raw,
                steps: self.steps.clone(),
                removed: false,
                parts,
            }),
            servings => {
                faults.servings = servings.err();
                Err(Box::new(faults))
            }
        }
    }
}

/// The stage of children of these months.
fn stage_of(months: Option<(u32, u32)>) -> Option<Stage> {
    Stage::ALL.iter().copied().find(|stage| months.is_some() && stage.child_months() == months)
}

fn shown(view: &View, typed: &Typed, faults: &Faults) -> Response {
    let words = view.words;
    let found = measured::search(&typed.query, FOUND);
    let whom: Vec<(&str, String)> = std::iter::once(("", words.get("own-whom-family")))
        .chain(
            Stage::ALL
                .iter()
                .filter(|stage| stage.child_months().is_some())
                .map(|stage| (stage.code(), words.get(&format!("stage-{}", stage.code())))),
        )
        .collect();
    let body = html! {
        form.list-page.stack method="post" action="/own/dishes" {
            // Enter in a field looks again and loses nothing.
            button type="submit" name="do" value="find" hidden { (words.get("shopping-add-find")) }
            input type="hidden" name="id" value=(typed.id);
            @if !faults.dangers.is_empty() { (danger::note(view, &faults.dangers, "own-unsafe-not-kept")) }
            @else if faults.any() { p.note.turm role="alert" { (icons::INFO) span { (words.get("own-faults")) } } }
            div.f.bad[faults.name.is_some()] {
                label for="name" { (words.get("own-dish-name")) }
                input id="name" name="name" type="text" value=(typed.name) maxlength="200" autocomplete="off"
                    aria-invalid=[faults.name.as_ref().map(|_| "true")] aria-describedby=[faults.name.as_ref().map(|_| "name-err")];
                (fault(view, "name", faults.name.as_ref()))
            }
            div.fields {
                label.f {
                    span.lb { (words.get("own-dish-kind")) }
                    select name="kind" {
                        @for kind in DishKind::ALL {
                            option value=(kind.code()) selected[kind.code() == typed.kind] { (words.get(&format!("own-kind-{}", kind.code()))) }
                        }
                    }
                }
                label.f {
                    span.lb { (words.get("own-dish-whom")) }
                    select name="whom" {
                        @for (code, name) in &whom { option value=(code) selected[*code == typed.whom] { (name) } }
                    }
                }
                div.f.bad[faults.servings.is_some()] {
                    label for="servings" { (words.get("own-dish-servings")) }
                    input.so id="servings" name="servings" type="text" inputmode="decimal" value=(typed.servings) maxlength="8" autocomplete="off"
                        aria-invalid=[faults.servings.as_ref().map(|_| "true")] aria-describedby=[faults.servings.as_ref().map(|_| "servings-err")];
                    (fault(view, "servings", faults.servings.as_ref()))
                }
            }
            (parts(view, typed, faults))
            div.card { (tick("raw", "1", &words.get("own-dish-raw"), typed.raw, false)) }
            div.f {
                label for="q" { (words.get("own-dish-find")) }
                input id="q" name="q" type="search" value=(typed.query) maxlength="60" autocomplete="off";
            }
            button.btn.sec name="do" value="find" { (icons::SEARCH) (words.get("shopping-add-find")) }
            @if !typed.query.is_empty() && found.is_empty() {
                p.note { (words.with("shopping-add-none", &[("query", &typed.query)])) }
            }
            @if !found.is_empty() {
                div.chips.found {
                    @for food in found {
                        button.btn.sec.sm name="do" value={ "add-" (food) } { (icons::PLUS.small()) (food_name(view, food)) }
                    }
                }
            }
            div.f.bad[faults.steps.is_some()] {
                label for="steps" { (words.get("own-dish-steps")) }
                textarea id="steps" name="steps" rows="5" maxlength="4200" { (typed.steps) }
                (fault(view, "steps", faults.steps.as_ref()))
            }
            button.btn.pri name="do" value="keep" { (icons::CHECK) (words.get("own-dish-keep")) }
        }
    };
    let status = faults.any().then_some(StatusCode::UNPROCESSABLE_ENTITY);
    Page {
        title: words.get("own-dish-new"),
        back: Some("/own/dishes".into()),
        tab: Some(Tab::Menus),
        sheets: &["shopping.css"],
        body,
        entry: true,
        status,
        ..Page::default()
    }
    .respond(view)
}

fn parts(view: &View, typed: &Typed, faults: &Faults) -> Markup {
    let words = view.words;
    html! {
        fieldset.f {
            legend { (words.get("own-dish-parts")) }
            (fault(view, "parts", faults.parts.as_ref()))
            @if !typed.parts.is_empty() {
                ul.card.list {
                    @for (index, part) in typed.parts.iter().enumerate() {
                        @let said = faults.amounts.get(index).and_then(Option::as_ref).map(|wrong| wrong.say(words));
                        li.add-row {
                            input type="hidden" name="food" value=(part.food);
                            span.nm.b { (food_name(view, part.food)) }
                            (measured::fields(view, part.food, &part.amount, &part.measure, said.as_deref()))
                            button.btn.sec.sm name="do" value={ "drop-" (index) }
                                aria-label={ (words.get("shopping-take-off")) ": " (food_name(view, part.food)) } { (icons::X) }
                        }
                    }
                }
            }
        }
    }
}

/// Looks for an ingredient, adds or drops one, or keeps the dish.
pub async fn keep(State(app): State<App>, view: View, Form(form): Form<Vec<(String, String)>>) -> Response {
    let mut typed = Typed::sent(&form);
    if !is_id(&typed.id) {
        return Problem::NotFound.page(&view);
    }
    let asked = sent(&form, "do");
    if asked != "keep" {
        if let Some(food) = asked.strip_prefix("add-").and_then(|code| code.parse().ok()).map(FoodCode)
            && Database::bundled().food(food).is_some()
            && !typed.parts.iter().any(|part| part.food == food)
            && typed.parts.len() < OwnDish::MOST_INGREDIENTS
        {
            let (amount, measure) = measured::usual(food);
            typed.parts.push(TypedPart { food, amount: amount.into(), measure: measure.into() });
            typed.query.clear();
        }
        if let Some(index) = asked.strip_prefix("drop-").and_then(|index| index.parse::<usize>().ok())
            && index < typed.parts.len()
        {
            typed.parts.remove(index);
        }
        return shown(&view, &typed, &Faults::default());
    }
    let dish = match typed.read() {
        Ok(dish) => dish,
        Err(faults) => return shown(&view, &typed, &faults),
    };
    // Amounts and foods were read above: what is left is a kind that the chosen age does not eat.
    let Some(dangers) = dangers(&dish) else {
        let faults = Faults { parts: Some(Wrong::new("own-refused")), ..Faults::default() };
        return shown(&view, &typed, &faults);
    };
    if !dangers.is_empty() {
        return shown(&view, &typed, &Faults { dangers, ..Faults::default() });
    }
    let id = dish.id.clone();
    match app.note(move |notebook| notebook.keep_dish(&dish)).await {
        Ok(()) => go(&format!("/own/dishes/{id}")),
        Err(error) => no_notebook(&view, &error),
    }
}
