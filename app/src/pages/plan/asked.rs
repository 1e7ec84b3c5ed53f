//! What the address of a plan's page asks: the plan, a place in it, one who eats.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Dish, Meal};
use nep_core::menu::swap::Place;
use nep_core::menu::{Plan, PlanDish, Table};

use super::origin::Origin;
use crate::icons;
use crate::pages::{Page, Problem, Tab, View, view};
use crate::plan_code::{self, House};
use crate::server::App;

/// A plan and where in it one is.
pub(in crate::pages) struct Asked {
    pub code: String,
    pub plan: Plan,
    pub house: House,
    pub table: Table<'static>,
    pub spot: Spot,
    /// Where it was built.
    pub origin: Origin,
    /// What of the address could not be used, in words.
    pub problems: Vec<String>,
}

/// A place in a plan: `0.2.1.0` is the first day's third meal, its second dish, the first eater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pages) struct Spot {
    pub day: usize,
    pub meal: Option<usize>,
    pub dish: Option<usize>,
    pub eater: usize,
}

/// A text of a plan longer than this stands once on a page, not in each of its links.
const MOST_LINKED: usize = 1200;

impl Spot {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let mut next = || parts.next().unwrap_or("-");
        let number = |part: &str| part.parse::<u8>().ok().map(usize::from);
        let maybe = |part: &str| if part == "-" { Some(None) } else { number(part).map(Some) };
        let spot = Self {
            day: number(next())?,
            meal: maybe(next())?,
            dish: maybe(next())?,
            eater: maybe(next())?.unwrap_or(0),
        };
        parts.next().is_none().then_some(spot)
    }

    /// As the address has it.
    pub fn text(self) -> String {
        let part = |part: Option<usize>| part.map_or_else(|| "-".to_owned(), |part| part.to_string());
        format!("{}.{}.{}.{}", self.day, part(self.meal), part(self.dish), self.eater)
    }

    /// The place of its dish.
    pub fn place(self) -> Option<Place> {
        Some(Place { day: self.day, meal: self.meal?, dish: self.dish? })
    }

    /// Another meal, no dish.
    pub const fn at_meal(self, meal: usize) -> Self {
        Self { meal: Some(meal), dish: None, ..self }
    }

    /// A dish of a meal.
    pub const fn at_dish(self, meal: usize, dish: usize) -> Self {
        Self { meal: Some(meal), dish: Some(dish), ..self }
    }
}

impl Asked {
    /// Reads the address; else the page that says what is wrong with it.
    pub async fn of(view: &View, app: &App) -> Result<Self, Box<Response>> {
        let words = view.words;
        let code = view.query("p").ok_or_else(|| Box::new(none_yet(view)))?.to_owned();
        let (plan, house) = plan_code::read(&code).map_err(|fault| Box::new(refused(view, &fault.say(words))))?;
        let table = app.note(|notebook| notebook.table()).await;
        let table = table.map_err(|_| Box::new(Problem::Failed.page(view)))?;
        let origin = Origin::read(view);
        let mut asked = Self { code, plan, house, table, spot: Spot::default(), origin, problems: Vec::new() };
        asked.read_spot(view);
        if asked
            .plan
            .days
            .iter()
            .flat_map(|day| &day.meals)
            .flat_map(|meal| &meal.dishes)
            .any(|dish| asked.table.dish(&dish.dish).is_none())
        {
            return Err(Box::new(refused(view, &words.get("plan-unknown-dish"))));
        }
        Ok(asked)
    }

    /// A plan made here, not read from the address.
    pub fn made(view: &View, table: Table<'static>, plan: Plan, house: House) -> Self {
        let code = plan_code::write(&plan, &house);
        let origin = Origin::default();
        let mut asked = Self { code, plan, house, table, spot: Spot::default(), origin, problems: Vec::new() };
        asked.read_spot(view);
        asked
    }

    fn read_spot(&mut self, view: &View) {
        let words = view.words;
        let mut bad = |typed: &str| self.problems.push(words.with("menu-bad-value", &[("value", typed)]));
        let mut spot = Spot::default();
        if let Some(typed) = view.query("at") {
            match Spot::read(typed) {
                Some(read) => spot = read,
                None => bad(typed),
            }
        }
        if let Some(typed) = view.query("day") {
            match typed.parse::<usize>().ok().filter(|day| (1..=self.plan.days.len()).contains(day)) {
                Some(day) => spot.day = day - 1,
                None => bad(typed),
            }
        }
        spot.day = spot.day.min(self.plan.days.len() - 1);
        let meals = &self.plan.days[spot.day].meals;
        if let Some(typed) = view.query("meal") {
            let kind = Meal::from_code(typed);
            match meals.iter().position(|meal| Some(meal.meal) == kind) {
                Some(meal) => spot.meal = Some(meal),
                None => bad(typed),
            }
        }
        spot.meal = spot.meal.filter(|meal| *meal < meals.len());
        spot.dish = spot.dish.filter(|dish| spot.meal.is_some_and(|meal| *dish < meals[meal].dishes.len()));
        spot.eater = spot.eater.min(self.plan.eaters.len() - 1);
        self.spot = spot;
    }

    /// The dish of the place, as it is cooked and as the table has it.
    pub fn cooked(&self) -> Option<(&PlanDish, &Dish)> {
        let Place { day, meal, dish } = self.spot.place()?;
        let cooked = self.plan.days.get(day)?.meals.get(meal)?.dishes.get(dish)?;
        Some((cooked, self.table.dish(&cooked.dish)?))
    }

    /// The same page elsewhere in the plan, or another page of it.
    pub fn address(&self, path: &str, spot: Spot) -> String {
        self.origin.address(&format!("{path}?p={}&at={}", view::escape(&self.code), spot.text()))
    }

    /// Whether links may hold the plan.
    pub fn is_short(&self) -> bool {
        self.code.len() + self.origin.len() <= MOST_LINKED
    }

    /// Something to press that leads to `path` at `spot`: a link, or for a long plan a button of [`Asked::form`].
    pub fn press(&self, path: &str, spot: Spot, look: &Look<'_>, inner: &Markup) -> Markup {
        let current = look.current.then_some("page");
        html! {
            @if self.is_short() {
                // A sheet opens over the page and leaves its address.
                a.(look.class) href=(self.address(path, spot)) aria-current=[current] aria-label=[look.label]
                    hx-boost=[look.swaps.map(|_| "true")] hx-target=[look.swaps] hx-select=[look.swaps]
                    hx-swap=[look.swaps.map(|_| "outerHTML show:none")] hx-push-url=[look.swaps.filter(|target| *target == SHEET).map(|_| "false")] { (inner) }
            } @else {
                button.(look.class) type="submit" form="plan" formaction=(path) name="at" value=(spot.text()) aria-current=[current]
                    aria-label=[look.label] { (inner) }
            }
        }
    }

    /// The form of the plan, which stands once on each of its pages.
    pub fn form(&self) -> Markup {
        html! { form id="plan" method="get" action="/plan" { (self.fields()) } }
    }

    /// The plan in a form, and where it was built.
    pub fn fields(&self) -> Markup {
        html! { input type="hidden" name="p" value=(self.code); (self.origin.field()) }
    }
}

/// Where a sheet opens over the page.
pub(super) const SHEET: &str = "#sheet";

/// How something to press looks.
#[derive(Clone, Copy, Default)]
pub(in crate::pages) struct Look<'a> {
    pub class: &'a str,
    pub current: bool,
    pub label: Option<&'a str>,
    /// Where scripts run: the part of the page that the answer takes the place of.
    pub swaps: Option<&'a str>,
}

/// The page for an address without a plan, as a form without its fields or a typed one has it: how to come by one.
pub(in crate::pages) fn none_yet(view: &View) -> Response {
    let words = view.words;
    let body = html! {
        div.sec.first.stack.narrow {
            div.empty {
                span.lead.leafc { (icons::BOWL) }
                p { (words.get("plan-none-yet")) }
            }
            a.btn.pri href="/menus" { (icons::BOWL) (words.get("plan-to-bank")) }
            a.btn.sec href="/build/1" { (icons::PLUS) (words.get("menus-build")) }
        }
    };
    let title = words.get("plan-title-family");
    Page { title, tab: Some(Tab::Menus), back: Some("/menus".into()), body, ..Page::default() }.respond(view)
}

/// The page for a plan that cannot be shown.
pub(super) fn refused(view: &View, why: &str) -> Response {
    let words = view.words;
    let body = html! {
        div.sec.first.stack.narrow {
            p.note.turm { (icons::INFO) span { (why) } }
            a.btn.pri href="/menus" { (icons::BOWL) (words.get("plan-to-bank")) }
        }
    };
    let status = Some(StatusCode::BAD_REQUEST);
    Page {
        title: words.get("plan-refused"),
        tab: Some(Tab::Menus),
        back: Some("/menus".into()),
        body,
        status,
        ..Page::default()
    }
    .respond(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for spot in [
            Spot::default(),
            Spot { day: 13, meal: Some(5), dish: Some(23), eater: 11 },
            Spot { day: 0, meal: Some(2), dish: None, eater: 1 },
        ] {
            assert_eq!(Spot::read(&spot.text()), Some(spot));
        }
        assert_eq!(Spot::read("0.2"), Some(Spot::default().at_meal(2)));
        for text in ["", "x", "0.2.1.0.0", "-", "300", "0.-1", "0..1"] {
            assert_eq!(Spot::read(text), None, "{text}");
        }
    }
}
