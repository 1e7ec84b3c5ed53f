//! What is asked of the builder, read from JSON; flags are turned into the same JSON first.

use nep_core::foods::{Allergen, Meal};
use nep_core::menu::build::{AtHome, Fixed, Request};
use nep_core::menu::swap::Avoid;
use nep_core::menu::{DayMenu, NotTaken, Table};
use serde_json::Value;

use super::names;
use crate::commands::menu_json::{At, Fault, Kind, REGIONS, Read, Someone, Wrong, people};

/// A request with what stands around it.
#[derive(Debug)]
pub(super) struct Asked {
    /// What the caller calls the request; printed beside its answer.
    pub id: Option<Value>,
    pub people: Vec<Someone>,
    pub request: Request,
    /// The bundled table with the family's own prices.
    pub table: Table<'static>,
}

/// Members of a request.
const MEMBERS: [&str; 18] = [
    "id",
    "person",
    "people",
    "adults",
    "region",
    "days",
    "meals",
    "month",
    "vegetarian",
    "allergens",
    "dislikes",
    "favourites",
    "fixed",
    "at_home",
    "budget_vnd_per_day",
    "prices",
    "seed",
    "proposals",
];

/// The most đồng a day that a budget holds: past it, a nought too many.
const MOST_BUDGET: u32 = 100_000_000;
/// The largest seed: every program reads whole numbers up to 2^53 alike.
const MOST_SEED: u64 = 1 << 53;
/// Things in one list past which a request is no household's.
const MOST_IN_A_LIST: usize = 200;

pub(super) fn read(file: &Value) -> Read<Asked> {
    let root = At { value: file, path: "$".into() };
    root.members(&MEMBERS)?;
    root.one_of("person", "people")?;
    let mut people = match (root.member("people")?, root.member("person")?) {
        (Some(list), _) => people(&list.some_list()?)?,
        (None, Some(one)) => people(&[one])?,
        (None, None) if root.member("adults")?.is_some() => Vec::new(),
        (None, None) => return Err(Fault { path: "$.people".into(), what: Wrong::Missing }),
    };
    add_adults(&root, &mut people)?;
    let most = Request::MOST_EATERS;
    if people.len() > most {
        #[expect(clippy::cast_precision_loss, reason = "a handful of people")]
        let (value, most) = (people.len() as f64, most as f64);
        return Err(Fault { path: "$.people".into(), what: Wrong::TooMuch { value, most } });
    }
    // One pot is bought at one market: the request's region, else the first person's.
    let region = root.word("region", &REGIONS)?;
    let region = region.unwrap_or_else(|| people[0].region);
    for (index, someone) in people.iter_mut().enumerate() {
        if someone.region != region && !someone.assumed.contains(&"region") {
            let (word, allowed) = (someone.region.code().to_owned(), region.code().to_owned());
            return Err(Fault { path: format!("$.people[{index}].region"), what: Wrong::NoneOf { word, allowed } });
        }
        someone.region = region;
    }
    let mut request = Request::plain(people.iter().map(|someone| someone.eater.clone()).collect(), region);
    request.days = small(&root, "days", 1, Request::MOST_DAYS)?.unwrap_or(request.days);
    request.proposals = small(&root, "proposals", 1, Request::MOST_PROPOSALS)?.unwrap_or(request.proposals);
    request.month = small(&root, "month", 1, 12)?;
    if let Some(list) = root.member("meals")? {
        request.meals = meals(&list)?;
    }
    let avoided = avoided(&root)?;
    request.vegetarian = avoided.vegetarian;
    request.allergens = avoided.allergens;
    request.disliked_foods = avoided.foods;
    request.disliked_dishes = avoided.dishes;
    for at in list(&root, "favourites")? {
        let dish = names::dish(&at)?;
        if !request.favourites.contains(&dish) {
            request.favourites.push(dish);
        }
    }
    for at in list(&root, "fixed")? {
        at.members(&["day", "meal", "dish"])?;
        let day = small(&at, "day", 1, request.days)?.map(|day| day - 1);
        let meal = meal(&at.required("meal")?)?;
        request.fixed.push(Fixed { day, meal, dish: names::dish(&at.required("dish")?)? });
    }
    for at in list(&root, "at_home")? {
        let grams_at = if at.value.is_object() {
            at.members(&["food", "grams"])?;
            at.member("grams")?
        } else {
            None
        };
        let food = names::food(&if at.value.is_object() { at.required("food")? } else { at.clone() })?;
        if request.at_home.iter().any(|known| known.food == food) {
            return Err(at.fault(Wrong::Twice));
        }
        let grams = grams_at.map(|grams| grams.up_to(DayMenu::MOST_GRAMS)).transpose()?;
        request.at_home.push(AtHome { food, grams });
    }
    request.budget_vnd_per_day = root.member("budget_vnd_per_day")?.map(|at| at.between(1, MOST_BUDGET)).transpose()?;
    if let Some(at) = root.member("seed")? {
        let seed = at.value.as_u64().filter(|seed| *seed <= MOST_SEED);
        request.seed = seed.ok_or_else(|| at.fault(Wrong::NotA(Kind::WholeNumber)))?;
    }
    let table = prices(&root)?;
    let id = root.member("id")?.map(|at| at.value.clone());
    if let Some(id) = id.as_ref().filter(|id| !id.is_string() && !id.is_number()) {
        let at = At { value: id, path: "$.id".into() };
        return Err(at.fault(Wrong::NotA(Kind::Text)));
    }
    Ok(Asked { id, people, request, table })
}

/// What the members `vegetarian`, `allergens` and `dislikes` keep from the table.
pub(in crate::commands) fn avoided(root: &At<'_>) -> Read<Avoid> {
    let vegetarian = root.member("vegetarian")?.map(|at| at.truth()).transpose()?.unwrap_or_default();
    let mut avoid = Avoid { vegetarian, ..Avoid::default() };
    for at in list(root, "allergens")? {
        let allergen = Allergen::from_code(at.text()?).ok_or_else(|| {
            let allowed = Allergen::ALL.iter().map(|allergen| allergen.code()).collect::<Vec<_>>().join(", ");
            at.fault(Wrong::NoneOf { word: at.text().unwrap_or_default().to_owned(), allowed })
        })?;
        if !avoid.allergens.contains(&allergen) {
            avoid.allergens.push(allergen);
        }
    }
    for at in list(root, "dislikes")? {
        let disliked = names::disliked(&at)?;
        avoid.foods.extend(disliked.foods);
        avoid.dishes.extend(disliked.dishes);
    }
    avoid.foods.sort_unstable();
    avoid.foods.dedup();
    avoid.dishes.sort_unstable();
    avoid.dishes.dedup();
    Ok(avoid)
}

impl Asked {
    /// What the request keeps from the table.
    pub fn avoid(&self) -> Avoid {
        Avoid {
            vegetarian: self.request.vegetarian,
            allergens: self.request.allergens.clone(),
            foods: self.request.disliked_foods.clone(),
            dishes: self.request.disliked_dishes.clone(),
        }
    }
}

fn add_adults(root: &At<'_>, people: &mut Vec<Someone>) -> Read<()> {
    let Some(at) = root.member("adults")? else { return Ok(()) };
    let least = u32::from(people.is_empty());
    let most = u32::try_from(Request::MOST_EATERS).unwrap_or(u32::MAX);
    for number in 1..=at.between(least, most)? {
        let id = format!("adult-{number}");
        if people.iter().any(|someone| someone.eater.id == id) {
            return Err(at.fault(Wrong::Twice));
        }
        people.push(Someone::adult(id));
    }
    Ok(())
}

fn prices(root: &At<'_>) -> Read<Table<'static>> {
    let mut table = Table::bundled();
    for at in list(root, "prices")? {
        at.members(&["food", "vnd_per_kg"])?;
        let food = names::food(&at.required("food")?)?;
        let vnd_at = at.required("vnd_per_kg")?;
        let vnd = vnd_at.between(1, Table::MOST_VND_PER_KG)?;
        if table.own_price(food).is_some() {
            return Err(at.fault(Wrong::Twice));
        }
        table = table.with_price(food, vnd).map_err(|refused| match refused {
            NotTaken::UnknownFood(code) => at.fault(Wrong::NoSuchFood(code)),
            _ => vnd_at.fault(Wrong::NotBetween { least: 1, most: Table::MOST_VND_PER_KG }),
        })?;
    }
    Ok(table)
}

fn meals(at: &At<'_>) -> Read<Vec<Meal>> {
    let mut meals = Vec::new();
    for at in at.some_list()? {
        let meal = meal(&at)?;
        if meals.contains(&meal) {
            return Err(at.fault(Wrong::Twice));
        }
        meals.push(meal);
    }
    meals.sort_unstable();
    Ok(meals)
}

fn meal(at: &At<'_>) -> Read<Meal> {
    let word = at.text()?;
    Meal::from_code(word).ok_or_else(|| {
        let allowed = Meal::ALL.iter().map(|meal| meal.code()).collect::<Vec<_>>().join(", ");
        at.fault(Wrong::NoneOf { word: word.into(), allowed })
    })
}

/// The things of a list that may be missing.
fn list<'a>(root: &At<'a>, name: &str) -> Read<Vec<At<'a>>> {
    let Some(at) = root.member(name)? else { return Ok(Vec::new()) };
    let list = at.list()?;
    if list.len() > MOST_IN_A_LIST {
        #[expect(clippy::cast_precision_loss, reason = "the length of a list that was read")]
        let (value, most) = (list.len() as f64, MOST_IN_A_LIST as f64);
        return Err(at.fault(Wrong::TooMuch { value, most }));
    }
    Ok(list)
}

fn small(root: &At<'_>, name: &str, least: u8, most: u8) -> Read<Option<u8>> {
    let Some(at) = root.member(name)? else { return Ok(None) };
    let number = at.between(u32::from(least), u32::from(most))?;
    Ok(Some(u8::try_from(number).unwrap_or(most)))
}
