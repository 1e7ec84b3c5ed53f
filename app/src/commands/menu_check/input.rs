//! The file `nep menu check` reads: who eats, and what at each meal. Every fault names its place as a JSON path.

use nep_core::foods::{Database, Flag, FoodCode, Meal, Region};
use nep_core::growth::Sex;
use nep_core::menu::{DayMenu, Ingredient, MealMenu, Serving};
use nep_core::nutrition::{Activity, Edition, IronAbsorption, NotInTables, Person, Stage, Trimester, ZincAbsorption};
use serde_json::{Map, Value};

/// What is wrong, and where.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    /// `$.meals[0].dishes[1].portion`
    pub path: String,
    /// What is wrong there.
    pub what: Wrong,
}

/// What can be wrong at one place.
#[derive(Debug, PartialEq)]
pub(super) enum Wrong {
    /// A member that must stand there does not.
    Missing,
    /// Another kind of value.
    NotA(Kind),
    /// A word that is none of these.
    NoneOf { word: String, allowed: String },
    /// A member nobody reads: most likely a slip of the pen.
    UnknownMember,
    /// A number that must be above 0 and is not.
    NotAbove0(f64),
    /// More than anyone eats of one thing in a day: most likely another unit.
    TooMuch { value: f64, most: f64 },
    /// The same member twice in one object, or the same person twice.
    Twice,
    /// A member that has no place beside this one.
    NotBeside(&'static str),
    /// A dish whose ingredients are not those of the bank: nothing could be said of it.
    NotTheBanksRecipe,
    /// An age outside the tables.
    Age(NotInTables),
    /// A dish the bank does not hold.
    NoSuchDish(String),
    /// A food the table does not hold.
    NoSuchFood(FoodCode),
    /// A child under 6 months: breast milk only, no menu.
    UnderSixMonths,
    /// No meal holds anything.
    Empty,
}

/// Kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Object,
    List,
    Text,
    Number,
    WholeNumber,
    TrueOrFalse,
}

/// The whole file.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    pub people: Vec<Eater>,
    /// Each day: the menu of each person, in the order of `people`.
    pub days: Vec<Vec<DayMenu>>,
}

/// One person of the file.
#[derive(Debug, PartialEq)]
pub(super) struct Eater {
    pub id: String,
    pub person: Person,
    pub region: Region,
    /// Members that were not given and were taken as usual.
    pub assumed: Vec<&'static str>,
}

/// A value and where it stands.
#[derive(Clone)]
struct At<'a> {
    value: &'a Value,
    path: String,
}

type Read<T> = Result<T, Fault>;

/// Age and activity taken for a woman when the file gives none: the middle band of the tables.
const USUAL_YEARS: u8 = 25;

/// Grams of a dish are printed rounded: so far apart they are still the bank's.
const ROUNDED_GRAMS: f64 = 0.1;
const ROUNDED_SHARE: f64 = 0.005;

pub(super) fn read(file: &Value) -> Read<Request> {
    let root = At { value: file, path: "$".into() };
    root.members(&["person", "people", "meals", "days"])?;
    root.one_of("person", "people")?;
    root.one_of("meals", "days")?;
    let people = match root.member("people")? {
        Some(list) => list.some_list()?,
        None => vec![root.required("person")?],
    };
    let days = match root.member("days")? {
        Some(list) => list.some_list()?,
        None => vec![root.clone()],
    };
    let places = people;
    let mut people: Vec<Eater> = Vec::new();
    for (index, at) in places.iter().enumerate() {
        let eater = eater(at, index)?;
        if people.iter().any(|known| known.id == eater.id) {
            return Err(Fault { path: format!("{}.id", at.path), what: Wrong::Twice });
        }
        people.push(eater);
    }
    let days = days.iter().map(|at| day(at, &people)).collect::<Read<_>>()?;
    Ok(Request { people, days })
}

fn eater(at: &At<'_>, index: usize) -> Read<Eater> {
    at.members(&[
        "id",
        "stage",
        "age_months",
        "age_years",
        "sex",
        "breastfed",
        "activity",
        "edition",
        "region",
        "menses_returned",
        "iron_absorption",
        "zinc_absorption",
    ])?;
    let mut assumed = Vec::new();
    let stage_at = at.required("stage")?;
    let stage = match stage_at.text()? {
        "pregnant_t1" => pregnant(at, Trimester::First, &mut assumed)?,
        "pregnant_t2" => pregnant(at, Trimester::Second, &mut assumed)?,
        "pregnant_t3" => pregnant(at, Trimester::Third, &mut assumed)?,
        "lactating_0_6" => lactating(at, false, &mut assumed)?,
        "lactating_6_12" => lactating(at, true, &mut assumed)?,
        "child" | "child_7_8" | "child_9_11" | "child_12_23" | "child_24_35" | "child_36_60" => {
            child(at, &mut assumed)?
        }
        word => {
            let allowed = "pregnant_t1, pregnant_t2, pregnant_t3, lactating_0_6, lactating_6_12, child".into();
            return Err(stage_at.fault(Wrong::NoneOf { word: word.into(), allowed }));
        }
    };
    let age = if matches!(stage, Stage::Child { .. }) { "age_months" } else { "age_years" };
    let mut person =
        Person::new(stage).map_err(|error| Fault { path: format!("{}.{age}", at.path), what: Wrong::Age(error) })?;
    // "child_7_8" of 30 months: one of the two is a slip, and the wrong one would set the need.
    let word = stage_at.text()?;
    if word != "child" && word != person.stage_code() {
        let allowed = format!("child, {}", person.stage_code());
        return Err(stage_at.fault(Wrong::NoneOf { word: word.into(), allowed }));
    }
    if let Some(edition) = at.word("edition", &[("2016", Edition::Y2016), ("2026", Edition::Y2026)])? {
        person.edition = edition;
    }
    person.iron = at.word("iron_absorption", &[("10%", IronAbsorption::Ten), ("15%", IronAbsorption::Fifteen)])?;
    let zinc = [("poor", ZincAbsorption::Poor), ("moderate", ZincAbsorption::Moderate), ("good", ZincAbsorption::Good)];
    if let Some(zinc) = at.word("zinc_absorption", &zinc)? {
        person.zinc = zinc;
    }
    let regions = [("north", Region::North), ("central", Region::Central), ("south", Region::South)];
    let region = at.word("region", &regions)?.unwrap_or_else(|| {
        assumed.push("region");
        Region::North
    });
    let id = match at.member("id")? {
        Some(id) => id.text()?.to_owned(),
        None => (index + 1).to_string(),
    };
    Ok(Eater { id, person, region, assumed })
}

fn pregnant(at: &At<'_>, trimester: Trimester, assumed: &mut Vec<&'static str>) -> Read<Stage> {
    at.without(&["age_months", "sex", "breastfed", "menses_returned"])?;
    let (age_years, activity) = age_and_activity(at, assumed)?;
    Ok(Stage::Pregnant { trimester, age_years, activity })
}

fn lactating(at: &At<'_>, from_six_months: bool, assumed: &mut Vec<&'static str>) -> Read<Stage> {
    at.without(&["age_months", "sex", "breastfed"])?;
    let (age_years, activity) = age_and_activity(at, assumed)?;
    let menses_returned = at.member("menses_returned")?.map(|at| at.truth()).transpose()?;
    Ok(Stage::Lactating { from_six_months, age_years, activity, menses_returned })
}

fn age_and_activity(at: &At<'_>, assumed: &mut Vec<&'static str>) -> Read<(u8, Activity)> {
    let years = match at.member("age_years")? {
        Some(years) => years.age()?,
        None => {
            assumed.push("age_years");
            USUAL_YEARS
        }
    };
    let known = [("light", Activity::Light), ("moderate", Activity::Moderate), ("heavy", Activity::Heavy)];
    let activity = match at.word("activity", &known)? {
        Some(activity) => activity,
        None => {
            assumed.push("activity");
            Activity::Moderate
        }
    };
    Ok((years, activity))
}

fn child(at: &At<'_>, assumed: &mut Vec<&'static str>) -> Read<Stage> {
    at.without(&["age_years", "activity", "menses_returned"])?;
    let months_at = at.required("age_months")?;
    let age_months = months_at.age()?;
    if age_months < Person::FIRST_MENU_MONTH {
        return Err(months_at.fault(Wrong::UnderSixMonths));
    }
    let sex = at.word("sex", &[("m", Sex::Boy), ("boy", Sex::Boy), ("f", Sex::Girl), ("girl", Sex::Girl)])?;
    if sex.is_none() {
        assumed.push("sex");
    }
    let breastfed = match at.member("breastfed")? {
        Some(breastfed) => breastfed.truth()?,
        None => {
            assumed.push("breastfed");
            age_months < 24
        }
    };
    Ok(Stage::Child { age_months, sex, breastfed })
}

/// The menu of each person of one day.
fn day(at: &At<'_>, people: &[Eater]) -> Read<Vec<DayMenu>> {
    let foods = Database::bundled();
    if at.path != "$" {
        at.members(&["day", "meals"])?;
    }
    let mut menus = vec![DayMenu::default(); people.len()];
    let meals = at.required("meals")?.list()?;
    for meal in &meals {
        meal.members(&["meal", "dishes", "ingredients"])?;
        let kind_at = meal.required("meal")?;
        let word = kind_at.text()?;
        let which = Meal::from_code(word).ok_or_else(|| {
            let allowed = Meal::ALL.iter().map(|meal| meal.code()).collect::<Vec<_>>().join(", ");
            kind_at.fault(Wrong::NoneOf { word: word.into(), allowed })
        })?;
        for menu in &mut menus {
            menu.meals.push(MealMenu { meal: which, dishes: Vec::new(), ingredients: Vec::new() });
        }
        let mut put = |eater: Option<usize>, food: Option<FoodCode>, place: &dyn Fn(&mut MealMenu)| {
            // Breast milk that names no eater is the breast-fed child's, not the whole family's.
            let nursed =
                eater.is_none() && food.and_then(|food| foods.food(food)).is_some_and(|f| f.is(Flag::BreastMilk));
            let nursed = nursed && people.iter().any(|eater| eater.person.is_breastfed_child());
            for ((index, menu), someone) in menus.iter_mut().enumerate().zip(people) {
                let theirs =
                    if nursed { someone.person.is_breastfed_child() } else { eater.is_none_or(|e| e == index) };
                if theirs && let Some(last) = menu.meals.last_mut() {
                    place(last);
                }
            }
        };
        for dish in meal.member("dishes")?.map(|list| list.list()).transpose()?.unwrap_or_default() {
            dish.members(&["dish_id", "portion", "eater", "name_vi", "energy_kcal", "ingredients"])?;
            let eater = dish.eater(people)?;
            let id_at = match dish.member("dish_id")? {
                Some(id_at) => id_at,
                // A dish of no bank: its ingredients say what it is.
                None if dish.member("ingredients")?.is_some() => {
                    for (_, food) in dish.foods()? {
                        put(eater, Some(food.food), &|meal| meal.ingredients.push(food));
                    }
                    continue;
                }
                None => return Err(Fault { path: format!("{}.dish_id", dish.path), what: Wrong::Missing }),
            };
            let id = id_at.text()?.to_owned();
            let Some(known) = foods.dish(&id) else { return Err(id_at.fault(Wrong::NoSuchDish(id))) };
            let portion = dish.member("portion")?.map_or(Ok(1.0), |portion| portion.up_to(DayMenu::MOST_PORTIONS))?;
            if let Some(ingredients) = dish.member("ingredients")? {
                let given = dish.foods()?;
                let same = |(food, part): (&Ingredient, &nep_core::foods::Ingredient)| {
                    let grams = part.grams * portion;
                    food.food == part.food && (food.grams - grams).abs() <= ROUNDED_GRAMS + grams * ROUNDED_SHARE
                };
                if given.len() != known.ingredients.len()
                    || !given.iter().map(|(_, food)| food).zip(&known.ingredients).all(same)
                {
                    return Err(ingredients.fault(Wrong::NotTheBanksRecipe));
                }
            }
            let milk = known.ingredients.first().map(|part| part.food);
            put(eater, milk, &|meal| meal.dishes.push(Serving::whole(&id, portion)));
        }
        if meal.member("ingredients")?.is_some() {
            for (at, food) in meal.foods()? {
                put(at.eater(people)?, Some(food.food), &|meal| meal.ingredients.push(food));
            }
        }
    }
    if meals.is_empty() || menus.iter().all(|menu| menu.meals.iter().all(MealMenu::is_empty)) {
        return Err(Fault { path: format!("{}.meals", at.path), what: Wrong::Empty });
    }
    Ok(menus)
}

impl<'a> At<'a> {
    fn fault(&self, what: Wrong) -> Fault {
        Fault { path: self.path.clone(), what }
    }

    fn object(&self) -> Read<&'a Map<String, Value>> {
        self.value.as_object().ok_or_else(|| self.fault(Wrong::NotA(Kind::Object)))
    }

    /// Refuses any member but these.
    fn members(&self, known: &[&str]) -> Read<()> {
        match self.object()?.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Fault { path: format!("{}.{key}", self.path), what: Wrong::UnknownMember }),
            None => Ok(()),
        }
    }

    /// The member of that name; `null` is as good as none.
    fn member(&self, name: &str) -> Read<Option<Self>> {
        let found = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(found.map(|value| At { value, path: format!("{}.{name}", self.path) }))
    }

    fn required(&self, name: &str) -> Read<Self> {
        self.member(name)?.ok_or_else(|| Fault { path: format!("{}.{name}", self.path), what: Wrong::Missing })
    }

    fn list(&self) -> Read<Vec<Self>> {
        let list = self.value.as_array().ok_or_else(|| self.fault(Wrong::NotA(Kind::List)))?;
        Ok(list.iter().enumerate().map(|(i, value)| At { value, path: format!("{}[{i}]", self.path) }).collect())
    }

    fn text(&self) -> Read<&'a str> {
        self.value.as_str().ok_or_else(|| self.fault(Wrong::NotA(Kind::Text)))
    }

    fn truth(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.fault(Wrong::NotA(Kind::TrueOrFalse)))
    }

    /// A number above 0 and not past `most`.
    fn up_to(&self, most: f64) -> Read<f64> {
        let value = self.value.as_f64().ok_or_else(|| self.fault(Wrong::NotA(Kind::Number)))?;
        if value > most {
            return Err(self.fault(Wrong::TooMuch { value, most }));
        }
        if value > 0.0 { Ok(value) } else { Err(self.fault(Wrong::NotAbove0(value))) }
    }

    /// The foods by weight of the member `ingredients`, each with its place.
    fn foods(&self) -> Read<Vec<(Self, Ingredient)>> {
        let list = self.required("ingredients")?.list()?;
        list.into_iter()
            .map(|at| {
                at.members(&["food_code", "grams", "eater", "food_name_vi"])?;
                let code_at = at.required("food_code")?;
                let food = FoodCode(code_at.whole()?);
                if Database::bundled().food(food).is_none() {
                    return Err(code_at.fault(Wrong::NoSuchFood(food)));
                }
                let grams = at.required("grams")?.up_to(DayMenu::MOST_GRAMS)?;
                Ok((at, Ingredient { food, grams }))
            })
            .collect()
    }

    /// Refuses both members together: one of them would be left unread.
    fn one_of(&self, name: &str, other: &'static str) -> Read<()> {
        match (self.member(name)?, self.member(other)?) {
            (Some(at), Some(_)) => Err(at.fault(Wrong::NotBeside(other))),
            _ => Ok(()),
        }
    }

    /// Refuses members that mean nothing at this stage.
    fn without(&self, names: &[&str]) -> Read<()> {
        for name in names {
            if let Some(at) = self.member(name)? {
                return Err(at.fault(Wrong::NotBeside("stage")));
            }
        }
        Ok(())
    }

    /// A list that holds something.
    fn some_list(&self) -> Read<Vec<Self>> {
        let list = self.list()?;
        if list.is_empty() { Err(self.fault(Wrong::Missing)) } else { Ok(list) }
    }

    fn whole(&self) -> Read<u32> {
        let number = self.value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| self.fault(Wrong::NotA(Kind::WholeNumber)))
    }

    /// An age; one past 255 is as far outside every table as 255.
    fn age(&self) -> Read<u8> {
        Ok(u8::try_from(self.whole()?).unwrap_or(u8::MAX))
    }

    fn word<T: Copy>(&self, name: &str, known: &[(&str, T)]) -> Read<Option<T>> {
        let Some(at) = self.member(name)? else { return Ok(None) };
        // 2016 and "2016" are the same edition.
        let word = if at.value.is_u64() { at.value.to_string() } else { at.text()?.to_owned() };
        match known.iter().find(|(code, _)| *code == word) {
            Some((_, value)) => Ok(Some(*value)),
            None => {
                let allowed = known.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ");
                Err(at.fault(Wrong::NoneOf { word, allowed }))
            }
        }
    }

    /// Whose it is: one person's, or everyone's.
    fn eater(&self, people: &[Eater]) -> Read<Option<usize>> {
        let Some(at) = self.member("eater")? else { return Ok(None) };
        let id = at.text()?;
        match people.iter().position(|person| person.id == id) {
            Some(index) => Ok(Some(index)),
            None => {
                let allowed = people.iter().map(|person| person.id.as_str()).collect::<Vec<_>>().join(", ");
                Err(at.fault(Wrong::NoneOf { word: id.into(), allowed }))
            }
        }
    }
}

#[cfg(test)]
#[path = "input_tests.rs"]
mod tests;
