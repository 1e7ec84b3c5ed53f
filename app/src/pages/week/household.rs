//! A household's plan as pages speak of it: who eats, how much in household words, and what was found for each.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, Dish, FoodCode, PortionGrid, Role};
use nep_core::menu::{Cost, Plan, PlanDay, PlanDish, Reading, Table, Who, read_plan};
use nep_core::nutrition::balance::{Finding, Kind, Overall, Verdict};
use nep_core::nutrition::{Nutrient, Stage, Subject};

use crate::i18n::{Language, Words};
use crate::icons::{self, Icon};
use crate::notebook::Notebook;
use crate::pages::menu::{dish_name, food_name, need, vessel};
use crate::pages::plan::{Origin, none_yet};
use crate::pages::{Page, Tab, View};
use crate::plan_code;
use crate::server::App;
use crate::tray;

/// Groups of the 2007 table that stand for fish and shellfish, vegetables, fruit.
const FISH: u8 = 8;
const VEGETABLES_FRUIT: [u8; 2] = [4, 5];

/// A plan read against the need of everybody who eats.
pub struct Household {
    /// The plan as text: every letter of it may stand in an address as it is.
    pub code: String,
    /// Where it was built.
    pub origin: Origin,
    pub plan: Plan,
    pub table: Table<'static>,
    /// By day, by eater.
    pub readings: Vec<Vec<Option<Reading>>>,
    /// By eater.
    pub names: Vec<String>,
}

impl Household {
    /// The plan under `p` in the address; else the page that says what is wrong with it.
    pub async fn read(view: &View, app: &App) -> Result<Self, Response> {
        let words = view.words;
        let code = view.query("p").ok_or_else(|| none_yet(view))?;
        let (plan, house) = plan_code::read(code).map_err(|fault| refused(view, &fault.say(words)))?;
        let table = kitchen(app).await.0;
        let unknown = || refused(view, &words.get("week-unknown-dish"));
        if plan.days.iter().flat_map(cookings).any(|cooked| table.dish(&cooked.dish).is_none()) {
            return Err(unknown());
        }
        let readings = read_plan(&table, &plan).map_err(|_| unknown())?;
        let names = names(words, plan.eaters.iter().map(|eater| eater.who));
        Ok(Self { code: plan_code::write(&plan, &house), origin: Origin::read(view), plan, table, readings, names })
    }

    /// Another page of the plan.
    pub fn address(&self, path: &str) -> String {
        self.origin.address(&format!("{path}?p={}", self.code))
    }

    /// The plan in a form, and where it was built.
    pub fn fields(&self) -> Markup {
        html! { input type="hidden" name="p" value=(self.code); (self.origin.field()) }
    }

    /// What a day costs for all.
    pub fn cost(&self, day: usize) -> Cost {
        self.plan.cost_of_day(&self.table, day)
    }

    /// Eaters whose need is known.
    pub fn judged(&self) -> impl Iterator<Item = usize> {
        (0..self.plan.eaters.len()).filter(|eater| self.plan.eaters[*eater].who.person().is_some())
    }

    /// What was found for an eater on a day.
    pub fn reading(&self, day: usize, eater: usize) -> Option<&Reading> {
        self.readings.get(day)?.get(eater)?.as_ref()
    }

    /// The first for whom a rule of safety is broken on a day.
    pub fn is_unsafe(&self, day: usize) -> Option<usize> {
        self.judged().find(|eater| self.reading(day, *eater).is_some_and(|found| found.overall == Overall::Unsafe))
    }

    /// A cooking's name in the reader's language.
    pub fn dish_name(&self, view: &View, dish: &PlanDish) -> String {
        self.table.dish(&dish.dish).map_or_else(|| dish.dish.clone(), |dish| dish_name(view, dish))
    }
}

/// The household's own dishes and prices with the bundled ones, and what tells one state of them from another. A notebook
/// that cannot be read leaves the bundled ones: a menu is still worth seeing.
pub async fn kitchen(app: &App) -> (Table<'static>, String) {
    let read = |notebook: &Notebook| {
        let own = format!("{:?}{:?}", notebook.prices(), notebook.dishes());
        notebook.table().map(|table| (table, own))
    };
    app.note(read).await.unwrap_or_else(|_| (Table::bundled(), String::new()))
}

/// The page for a plan that cannot be shown.
fn refused(view: &View, why: &str) -> Response {
    let words = view.words;
    let body = html! {
        div.sec.first.stack.narrow {
            p.note.turm { (icons::INFO) span { (why) } }
            a.btn.pri href="/build/1" { (icons::PLUS) (words.get("menus-build")) }
        }
    };
    let status = Some(axum::http::StatusCode::BAD_REQUEST);
    Page { title: words.get("week-no-plan"), tab: Some(Tab::Menus), body, status, ..Page::default() }.respond(view)
}

/// What each is called: who is there twice gets a number.
pub fn names(words: &Words, eaters: impl Iterator<Item = Who>) -> Vec<String> {
    let plain: Vec<String> = eaters.map(|who| name(words, who)).collect();
    let numbered = plain.iter().enumerate().map(|(index, name)| {
        let before = plain[..index].iter().filter(|other| *other == name).count();
        let alone = plain.iter().filter(|other| *other == name).count() == 1;
        if alone { name.clone() } else { format!("{name} {}", before + 1) }
    });
    numbered.collect()
}

fn name(words: &Words, who: Who) -> String {
    match who.person().map(|person| person.stage) {
        None => words.get("eater-adult"),
        Some(Stage::Pregnant { .. }) => words.get("eater-pregnant"),
        Some(Stage::Lactating { .. }) => words.get("eater-lactating"),
        Some(Stage::Child { age_months, .. }) => words.with("eater-child", &[("months", &age_months.to_string())]),
    }
}

/// The icon of an eater.
pub const fn icon(who: Who) -> Icon {
    match who {
        Who::Adult => icons::PERSON_STANDING,
        Who::Person(person) => match person.stage {
            Stage::Pregnant { .. } => icons::PREGNANCY,
            Stage::Lactating { .. } => icons::HEART_PULSE,
            Stage::Child { .. } => icons::BABY,
        },
    }
}

/// How many of the nutrients that are judged are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    pub met: usize,
    pub of: usize,
}

impl Met {
    pub fn of(rules: &[Finding]) -> Self {
        let judged = |finding: &&Finding| finding.kind != Kind::Inform && Subject::from_code(finding.rule).is_some();
        let met = |finding: &&Finding| finding.verdict == Verdict::Ok;
        let judged: Vec<&Finding> = rules.iter().filter(judged).collect();
        Self { met: judged.iter().copied().filter(|finding| met(finding)).count(), of: judged.len() }
    }

    /// `đủ 19/20 chất`, with its sign.
    pub fn html(self, view: &View) -> Markup {
        let (met, of) = (self.met.to_string(), self.of.to_string());
        let all = self.met == self.of;
        html! {
            span.nw.(if all { "ok" } else { "low" }) {
                @if all { (icons::CHECK) } @else { (icons::ARROW_DOWN) }
                span.so { (view.words.with("met-of", &[("met", &met), ("of", &of)])) }
            }
        }
    }
}

/// How a child of so many months has its food cut and cooked: the words' name.
pub const fn texture(months: u8) -> &'static str {
    match months {
        0..=8 => "pot-texture-6",
        9..=11 => "pot-texture-9",
        12..=23 => "pot-texture-12",
        24..=35 => "pot-texture-24",
        _ => "pot-texture-36",
    }
}

/// `1½ bát con`; amounts no measure divides into are given with two decimals.
pub fn measures(view: &View, grid: &PortionGrid, servings: f64) -> String {
    measures_in(view.language(), grid, servings)
}

/// The same where no page is shown.
pub fn measures_in(language: Language, grid: &PortionGrid, servings: f64) -> String {
    let measures = grid.measures(servings);
    let quarters = (measures * 4.0).round();
    let count = if (measures * 4.0 - quarters).abs() < 0.01 {
        let whole = (quarters / 4.0).floor();
        let part = match quarters - whole * 4.0 {
            part if part > 2.5 => "¾",
            part if part > 1.5 => "½",
            part if part > 0.5 => "¼",
            _ => "",
        };
        if whole < 0.5 && !part.is_empty() { part.to_owned() } else { format!("{}{part}", language.decimal(whole, 0)) }
    } else {
        language.decimal(measures, 2)
    };
    match language {
        Language::Vietnamese => format!("{count} {}", grid.measure_vi),
        Language::English => format!("{count} × {}", grid.measure_en),
    }
}

/// The dishes of some meals, to be drawn: what the whole household eats of each.
pub fn drawn<'a>(
    view: &View,
    table: &Table<'_>,
    dishes: impl Iterator<Item = &'a PlanDish>,
) -> Vec<tray::Dish<'static>> {
    // A family's own dish has no picture.
    let pictured = |cooked: &'a PlanDish| Some((Database::bundled().dish(&cooked.dish)?, cooked));
    dishes.filter_map(pictured).map(|(dish, cooked)| vessel(view, dish, kcal(table, cooked), "")).collect()
}

/// Every cooking of a day.
pub fn cookings(day: &PlanDay) -> impl Iterator<Item = &PlanDish> {
    day.meals.iter().flat_map(|meal| &meal.dishes)
}

/// Energy of what is eaten of a cooking, as far as it is known.
fn kcal(table: &Table<'_>, cooked: &PlanDish) -> f64 {
    let energy =
        |(food, grams): (FoodCode, f64)| Some(table.composition(food)?[Nutrient::Energy as usize]? * grams / 100.0);
    cooked.cooked(table).into_iter().flatten().filter_map(energy).sum()
}

/// The dishes one tells a meal by: not the rice.
pub fn telling<'a>(table: &Table<'_>, dishes: &'a [PlanDish]) -> Vec<&'a PlanDish> {
    use nep_core::foods::DishKind::{Drink, Fruit, Staple};
    let plain =
        |cooked: &&PlanDish| table.dish(&cooked.dish).is_some_and(|dish| matches!(dish.kind, Staple | Fruit | Drink));
    let told: Vec<&PlanDish> = dishes.iter().filter(|cooked| !plain(cooked)).collect();
    if told.is_empty() { dishes.iter().collect() } else { told }
}

/// What the days bring to the table: on how many there is fish, how many kinds of vegetables and fruit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variety {
    pub fish_days: usize,
    pub vegetables: usize,
    pub dishes: usize,
}

impl Variety {
    pub fn of(table: &Table<'_>, plan: &Plan) -> Self {
        let parts = |dish: &Dish| -> Vec<(FoodCode, u8)> {
            let parts = dish.ingredients.iter().filter(|part| matches!(part.role, Role::Main | Role::Secondary));
            parts.filter_map(|part| Some((part.food, table.foods().food(part.food)?.group))).collect()
        };
        let (mut vegetables, mut dishes, mut fish_days) = (Vec::new(), Vec::new(), 0);
        for day in &plan.days {
            let mut fish = false;
            for dish in cookings(day).filter_map(|cooked| table.dish(&cooked.dish)) {
                dishes.push(&dish.id);
                for (food, group) in parts(dish) {
                    fish |= group == FISH;
                    if VEGETABLES_FRUIT.contains(&group) {
                        vegetables.push(food);
                    }
                }
            }
            fish_days += usize::from(fish);
        }
        vegetables.sort_unstable();
        vegetables.dedup();
        dishes.sort_unstable();
        dishes.dedup();
        Self { fish_days, vegetables: vegetables.len(), dishes: dishes.len() }
    }
}

/// The foods and dishes that a broken rule of safety names.
pub fn named(view: &View, table: &Table<'_>, finding: &Finding) -> Vec<String> {
    let dishes = finding.dishes.iter().filter_map(|id| table.dish(id)).map(|dish| dish_name(view, dish));
    let foods =
        finding.foods.iter().filter_map(|code| table.foods().food(*code)).map(|food| food_name(view, food).to_owned());
    dishes.chain(foods).collect()
}

/// Says first that somebody must not eat what stands there.
pub fn warning(view: &View, household: &Household, day: usize) -> Markup {
    html! {
        @if let Some((eater, found)) = household.is_unsafe(day).and_then(|eater| Some((eater, household.reading(day, eater)?))) {
            div.sec.first {
                h2 { (view.words.with("week-unsafe", &[("who", &household.names[eater]), ("day", &(day + 1).to_string())])) }
                (need::verdict_note(view, found.overall, &found.rules, &|finding| named(view, &household.table, finding)))
            }
        }
    }
}

/// A day's word, for one person.
pub fn badge(view: &View, whole: Overall) -> Markup {
    let (word, icon, class) = need::overall(whole);
    html! { span.st.(class) { (icon) (view.words.get(word)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        let request = axum::extract::Request::get("/").body(axum::body::Body::empty()).expect("a request");
        View::of(&request, &App::new(8080, "", chrono::NaiveDate::default))
    }

    #[test]
    fn amounts_are_said_in_quarters_of_a_household_measure() {
        let rice = &Database::bundled().dish("com-trang").expect("rice").portions;
        let said = |measure: f64| measures(&view(), rice, rice.servings(measure));
        for (measure, words) in
            [(0.25, "¼ bát con"), (0.5, "½ bát con"), (1.0, "1 bát con"), (1.5, "1½ bát con"), (2.75, "2¾ bát con")]
        {
            assert_eq!(said(measure), words);
        }
        assert_eq!(said(0.4), "0,40 bát con");
    }

    #[test]
    fn two_of_a_kind_are_told_apart() {
        let words = Words::of(Language::Vietnamese);
        let named = names(words, [Who::Adult, Who::Adult].into_iter());
        assert_eq!(named, ["Người lớn 1", "Người lớn 2"]);
        assert_eq!(names(words, [Who::Adult].into_iter()), ["Người lớn"]);
    }
}
