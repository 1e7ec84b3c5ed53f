//! The file `nep menu check` reads: who eats, and what at each meal. Every fault names its place as a JSON path.

use nep_core::foods::{Database, FoodCode, Meal, Region};
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
    /// A number that must be above 0, or a whole number, and is not.
    NotAbove0(f64),
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

pub(super) fn read(file: &Value) -> Read<Request> {
    let root = At { value: file, path: "$".into() };
    root.members(&["person", "people", "meals", "days"])?;
    let people = match root.member("people")? {
        Some(list) => list.list()?,
        None => vec![root.required("person")?],
    };
    if people.is_empty() {
        return Err(root.fault(Wrong::Missing));
    }
    let days = match root.member("days")? {
        Some(list) => list.list()?,
        None => vec![root.clone()],
    };
    let nursing = file.to_string().contains("\"sua-me\"");
    let people: Vec<Eater> =
        people.iter().enumerate().map(|(index, at)| eater(at, index, nursing)).collect::<Read<_>>()?;
    let days = days.iter().map(|at| day(at, &people)).collect::<Read<_>>()?;
    Ok(Request { people, days })
}

fn eater(at: &At<'_>, index: usize, nursing: bool) -> Read<Eater> {
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
            child(at, nursing, &mut assumed)?
        }
        word => {
            let allowed = "pregnant_t1, pregnant_t2, pregnant_t3, lactating_0_6, lactating_6_12, child".into();
            return Err(stage_at.fault(Wrong::NoneOf { word: word.into(), allowed }));
        }
    };
    let mut person = Person::new(stage).map_err(|error| at.fault(Wrong::Age(error)))?;
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
    let (age_years, activity) = age_and_activity(at, assumed)?;
    Ok(Stage::Pregnant { trimester, age_years, activity })
}

fn lactating(at: &At<'_>, from_six_months: bool, assumed: &mut Vec<&'static str>) -> Read<Stage> {
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

fn child(at: &At<'_>, nursing: bool, assumed: &mut Vec<&'static str>) -> Read<Stage> {
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
            nursing || age_months < 24
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
        let mut put = |eater: Option<usize>, place: &dyn Fn(&mut MealMenu)| {
            for (index, menu) in menus.iter_mut().enumerate() {
                if eater.is_none_or(|eater| eater == index)
                    && let Some(last) = menu.meals.last_mut()
                {
                    place(last);
                }
            }
        };
        for dish in meal.member("dishes")?.map(|list| list.list()).transpose()?.unwrap_or_default() {
            dish.members(&["dish_id", "portion", "eater", "name_vi", "ingredients"])?;
            let id_at = dish.required("dish_id")?;
            let id = id_at.text()?.to_owned();
            if foods.dish(&id).is_none() {
                return Err(id_at.fault(Wrong::NoSuchDish(id)));
            }
            let portion = dish.member("portion")?.map_or(Ok(1.0), |portion| portion.above_0())?;
            put(dish.eater(people)?, &|meal| meal.dishes.push(Serving { dish: id.clone(), portion }));
        }
        for food in meal.member("ingredients")?.map(|list| list.list()).transpose()?.unwrap_or_default() {
            food.members(&["food_code", "grams", "eater", "food_name_vi"])?;
            let code_at = food.required("food_code")?;
            let code = FoodCode(code_at.whole()?);
            if foods.food(code).is_none() {
                return Err(code_at.fault(Wrong::NoSuchFood(code)));
            }
            let ingredient = Ingredient { food: code, grams: food.required("grams")?.above_0()? };
            put(food.eater(people)?, &|meal| meal.ingredients.push(ingredient));
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

    fn above_0(&self) -> Read<f64> {
        let number = self.value.as_f64().ok_or_else(|| self.fault(Wrong::NotA(Kind::Number)))?;
        if number > 0.0 && number.is_finite() { Ok(number) } else { Err(self.fault(Wrong::NotAbove0(number))) }
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
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(file: &Value) -> (String, Wrong) {
        match read(file) {
            Ok(request) => panic!("read without a fault: {request:?}"),
            Err(Fault { path, what }) => (path, what),
        }
    }

    fn with(person: Value, dishes: Value) -> Value {
        json!({ "person": person, "meals": [{ "meal": "lunch", "dishes": dishes }] })
    }

    #[test]
    fn a_fault_names_its_place() {
        let mother = json!({ "stage": "pregnant_t2", "age_years": 26 });
        let dish = json!([{ "dish_id": "com-trang", "portion": 1 }]);
        for (file, path, what) in [
            (with(json!({}), dish.clone()), "$.person.stage", Wrong::Missing),
            (with(json!({ "stage": 2 }), dish.clone()), "$.person.stage", Wrong::NotA(Kind::Text)),
            (
                with(mother.clone(), json!([{ "dish_id": "com-trang", "portion": -1 }])),
                "$.meals[0].dishes[0].portion",
                Wrong::NotAbove0(-1.0),
            ),
            (with(mother.clone(), json!([{ "dish": "com-trang" }])), "$.meals[0].dishes[0].dish", Wrong::UnknownMember),
            (with(mother.clone(), json!([])), "$.meals", Wrong::Empty),
            (
                with(json!({ "stage": "child", "age_months": 5 }), dish.clone()),
                "$.person.age_months",
                Wrong::UnderSixMonths,
            ),
            (json!({ "person": mother, "meals": 3 }), "$.meals", Wrong::NotA(Kind::List)),
        ] {
            assert_eq!(fault(&file), (path.to_owned(), what));
        }
    }

    #[test]
    fn six_months_is_the_first_age_that_is_read() {
        let dish = json!([{ "dish_id": "bot-thit-lon-bi-do" }]);
        let request = read(&with(json!({ "stage": "child", "age_months": 6 }), dish)).expect("a menu from 6 months on");
        assert_eq!(request.people[0].assumed, ["sex", "breastfed", "region"]);
    }

    #[test]
    fn a_dish_without_an_eater_is_everyone_s() {
        let request = read(&json!({
            "people": [{ "id": "chị", "stage": "lactating_6_12" }, { "id": "bé", "stage": "child", "age_months": 10 }],
            "days": [{ "meals": [{ "meal": "dinner",
                "dishes": [{ "dish_id": "com-trang" }, { "dish_id": "sua-me", "eater": "bé", "portion": 0.5 }] }] }],
        }))
        .expect("well formed");
        let dishes: Vec<usize> = request.days[0].iter().map(|menu| menu.meals[0].dishes.len()).collect();
        assert_eq!(dishes, [1, 2]);
    }
}
