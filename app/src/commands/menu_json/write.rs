//! The answer as JSON: people, days, nutrients, rules, shortfalls, cost; one entry per person and day.

use nep_core::foods::Region;
use nep_core::menu::{self, Cost, DayMenu, DishReading, Fault, MealReading, Plan, Reading, Table, Who};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Edition, Person, Stage};
use serde_json::{Map, Value, json};

use super::people::{ADULT, Someone};

/// Members of an answer that are worked out from people and days; a reader has no need of them.
pub const PRINTED: [&str; 19] = [
    "id",
    "verdicts",
    "nutrients",
    "rules",
    "shortfalls",
    "cost_vnd",
    "costs",
    "food_groups",
    "breast_milk",
    "feeds",
    "cooked_apart",
    "balanced",
    "read_labels",
    "certificate",
    "seed",
    "aim",
    "impossible",
    "part_of_day",
    "others",
];

/// One eater's day.
pub enum Told {
    /// Read against the need.
    Judged(Box<Reading>),
    /// Of an eater whose need no table knows.
    Served(Vec<MealReading>, Cost),
}

impl Told {
    /// What the tables say of an eater's day.
    pub fn of(table: &Table<'_>, who: Who, region: Region, menu: &DayMenu) -> Result<Self, Fault> {
        match who {
            Who::Person(person) => Ok(Self::Judged(Box::new(menu::evaluate(table, person, region, menu)?))),
            Who::Adult => {
                let meals = menu::served(table, region, menu)?;
                let parts = meals.iter().flat_map(|meal| &meal.dishes).flat_map(|dish| &dish.ingredients);
                let cost = Cost::of_foods(table, parts.map(|part| (part.food_code, part.grams)), region);
                Ok(Self::Served(meals, cost))
            }
        }
    }

    /// The same of days that follow each other, each judged with those before it.
    pub fn of_days(table: &Table<'_>, who: Who, region: Region, menus: &[DayMenu]) -> Result<Vec<Self>, Fault> {
        let Who::Person(person) = who else {
            return menus.iter().map(|menu| Self::of(table, who, region, menu)).collect();
        };
        let read = menu::evaluate_days(table, person, region, menus).map_err(|(_, fault)| fault)?;
        Ok(read.into_iter().map(|reading| Self::Judged(Box::new(reading))).collect())
    }

    /// Every day of a plan, each eater's beside the others'.
    pub fn of_plan(table: &Table<'_>, plan: &Plan) -> Result<Vec<Vec<Self>>, Fault> {
        let menus = |eater: usize| -> Vec<DayMenu> {
            (0..plan.days.len()).map(|day| plan.menu_of(day, eater).unwrap_or_default()).collect()
        };
        let eaters = plan.eaters.iter().enumerate();
        let told = eaters.map(|(index, eater)| Self::of_days(table, eater.who, plan.region, &menus(index)));
        Ok(day_by_day(told.collect::<Result<_, _>>()?, plan.days.len()))
    }

    /// What was read, of an eater the tables know.
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Self::Judged(reading) => Some(reading),
            Self::Served(..) => None,
        }
    }

    fn meals(&self) -> &[MealReading] {
        match self {
            Self::Judged(reading) => &reading.meals,
            Self::Served(meals, _) => meals,
        }
    }

    /// kcal of the day.
    pub fn energy(&self) -> f64 {
        self.meals().iter().map(|meal| meal.energy.amount).sum()
    }

    /// What the day costs.
    pub fn cost(&self) -> &Cost {
        match self {
            Self::Judged(reading) => &reading.cost,
            Self::Served(_, cost) => cost,
        }
    }
}

/// The whole answer; `days` holds what is told of each person, in the order of `people`.
pub fn answer(people: &[Someone], days: &[Vec<Told>]) -> Map<String, Value> {
    let each = |line: &dyn Fn(&str, usize, &Reading) -> Vec<Value>| -> Value {
        let mut lines = Vec::new();
        for (day, told) in days.iter().enumerate() {
            for (someone, told) in people.iter().zip(told) {
                if let Some(reading) = told.reading() {
                    lines.extend(line(&someone.eater.id, day + 1, reading));
                }
            }
        }
        Value::Array(lines)
    };
    let costs = days.iter().enumerate().flat_map(|(day, told)| {
        people.iter().zip(told).map(move |(someone, told)| with(&someone.eater.id, day + 1, told.cost()))
    });
    let readings = || days.iter().flatten().filter_map(Told::reading);
    let members = [
        ("people", people.iter().map(person).collect()),
        ("days", days.iter().enumerate().map(|(index, told)| day(people, index + 1, told)).collect()),
        (
            "verdicts",
            each(&|person, day, reading| vec![json!({ "person": person, "day": day, "overall": reading.overall })]),
        ),
        ("nutrients", each(&nutrients)),
        ("rules", each(&rules)),
        ("shortfalls", each(&shortfalls)),
        ("cost_vnd", json!(days.iter().map(|told| cost_of_day(told)).sum::<u64>())),
        ("costs", costs.collect()),
        (
            "food_groups",
            each(&|person, day, reading| {
                let groups = reading.food_groups.iter();
                let line = |(group, grams): (&&str, &f64)| json!({ "person": person, "day": day, "group": group, "grams": tidy(*grams) });
                groups.map(line).collect()
            }),
        ),
        (
            "breast_milk",
            each(&|person, day, reading| reading.breast_milk.iter().map(|milk| with(person, day, milk)).collect()),
        ),
        ("feeds", each(&|person, day, reading| reading.feeds.iter().map(|feeds| with(person, day, feeds)).collect())),
        ("balanced", json!(readings().all(|reading| reading.overall == Overall::Balanced))),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What a day costs for all: summed, then rounded to 100 đ.
pub fn cost_of_day(told: &[Told]) -> u64 {
    let vnd: f64 = told.iter().map(|told| told.cost().exact_vnd).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a household's food")]
    let rounded = (vnd / 100.0).round() as u64 * 100;
    rounded
}

fn person(someone: &Someone) -> Value {
    let mut out = json!({
        "id": someone.eater.id,
        "stage": ADULT,
        "age_months": null,
        "age_years": null,
        "sex": null,
        "breastfed": null,
        "activity": null,
        "edition": null,
        "edition_complete": null,
        "region": someone.region,
        "menses_returned": null,
        "iron_absorption": null,
        "zinc_absorption": null,
        "assumed": someone.assumed,
    });
    let Who::Person(person) = someone.eater.who else { return out };
    let Person { stage, edition, zinc, iron } = person;
    out["stage"] = json!(person.stage_code());
    out["edition"] = json!(edition);
    out["edition_complete"] = json!(edition == Edition::Y2016);
    out["iron_absorption"] = json!(iron);
    out["zinc_absorption"] = json!(zinc);
    match stage {
        Stage::Pregnant { age_years, activity, .. } => {
            out["age_years"] = json!(age_years);
            out["activity"] = json!(activity);
        }
        Stage::Lactating { age_years, activity, menses_returned, .. } => {
            out["age_years"] = json!(age_years);
            out["activity"] = json!(activity);
            out["menses_returned"] = json!(menses_returned);
        }
        Stage::Child { age_months, sex, breastfed } => {
            out["age_months"] = json!(age_months);
            out["sex"] = json!(sex);
            out["breastfed"] = json!(breastfed);
        }
    }
    out
}

/// The dishes of a day, each with the person who eats it. A meal that several share stands once.
fn day(people: &[Someone], day: usize, told: &[Told]) -> Value {
    let mut meals: Vec<(nep_core::foods::Meal, Vec<Value>)> = Vec::new();
    for (someone, told) in people.iter().zip(told) {
        let mut from = 0;
        for meal in told.meals() {
            let same = meals[from..].iter().position(|(known, _)| *known == meal.meal).map(|place| from + place);
            let place = same.unwrap_or_else(|| {
                let later = meals[from..].iter().position(|(known, _)| *known > meal.meal);
                let place = later.map_or(meals.len(), |place| from + place);
                meals.insert(place, (meal.meal, Vec::new()));
                place
            });
            meals[place].1.extend(meal.dishes.iter().map(|dish| served(&someone.eater.id, dish)));
            from = place + 1;
        }
    }
    let meals: Vec<Value> = meals.into_iter().map(|(meal, dishes)| json!({ "meal": meal, "dishes": dishes })).collect();
    json!({ "day": day, "meals": meals })
}

fn served(eater: &str, dish: &DishReading) -> Value {
    let DishReading { dish_id, name_vi, portion, share, changes, energy, cost: _, ingredients } = dish;
    let ingredients: Vec<Value> = ingredients
        .iter()
        .map(
            |food| json!({ "food_code": food.food_code, "food_name_vi": food.food_name_vi, "grams": tidy(food.grams) }),
        )
        .collect();
    json!({
        "dish_id": dish_id, "name_vi": name_vi, "eater": eater, "portion": portion, "share": share,
        "changes": changes, "energy_kcal": tidy(energy.amount), "ingredients": ingredients,
    })
}

fn nutrients(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.nutrients.iter().map(|line| {
        let mut sources: Vec<Value> = Vec::new();
        for figure in [&line.need, &line.high, &line.upper].into_iter().flatten() {
            sources.extend(figure.sources.iter().map(|source| json!(source)));
        }
        json!({
            "person": person, "day": day, "nutrient": line.nutrient, "unit": line.unit,
            "amount": tidy(line.amount), "known_share": tidy(line.known_share),
            "need": line.need.as_ref().map(|figure| tidy(figure.value)),
            "upper": line.upper.as_ref().or(line.high.as_ref()).map(|figure| tidy(figure.value)),
            "edition": line.need.as_ref().or(line.high.as_ref()).or(line.upper.as_ref()).map(|figure| &figure.edition),
            "sources": sources,
        })
    });
    lines.collect()
}

fn rules(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.rules.iter().map(|finding| {
        let mut line = with(person, day, finding);
        for figure in ["value", "low", "high", "known_share"] {
            line[figure] = line[figure].as_f64().map_or(Value::Null, |number| json!(tidy(number)));
        }
        line["source"] =
            json!(finding.sources.iter().map(|source| source.place.to_string()).collect::<Vec<_>>().join("; "));
        line
    });
    lines.collect()
}

fn shortfalls(person: &str, day: usize, reading: &Reading) -> Vec<Value> {
    let lines = reading.shortfalls.iter().map(|short| {
        let mut line = with(person, day, short);
        line["by"] = json!(tidy(short.by));
        line
    });
    lines.collect()
}

/// Of what is told eater by eater, the same day by day.
pub fn day_by_day(told: Vec<Vec<Told>>, days: usize) -> Vec<Vec<Told>> {
    let mut by_day: Vec<Vec<Told>> = (0..days).map(|_| Vec::new()).collect();
    for of_eater in told {
        for (day, told) in by_day.iter_mut().zip(of_eater) {
            day.push(told);
        }
    }
    by_day
}

/// What it serialises to, with person and day.
fn with(person: &str, day: usize, found: &impl serde::Serialize) -> Value {
    let mut line = serde_json::to_value(found).expect("plain structs serialise");
    line["person"] = json!(person);
    line["day"] = json!(day);
    line
}

/// Six places: far more than any figure holds, without the noise of binary fractions.
fn tidy(value: f64) -> f64 {
    // Nothing less a rounding is nothing, never −0.
    (value * 1e6).round() / 1e6 + 0.0
}
