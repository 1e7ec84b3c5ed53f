//! What the wizard was told. It lives in the address: nothing is lost on reload, on a step back, or without scripts.
//!
//! People stand in numbered names (`k0` kind, `n0` weeks or months, `y0` her years, …), the rest in plain ones, repeated
//! where several may be given (`home`, `no`, `fav`, `free`, `meal`).

use nep_core::foods::{Allergen, Database, FoodCode, Meal, Region};
use nep_core::menu::Table;
use nep_core::nutrition::Person;

use super::people::Row;
use super::request;
use super::wish::{Dislike, Favourite};
use crate::pages::View;
use crate::pages::input::{Field, Wrong};
use crate::pages::view::escape;

/// More people than eat from one pot here.
pub const MOST_PEOPLE: usize = 8;
/// Foods, dishes and words taken of each kind.
const MOST_WISHES: usize = 40;
/// Most days of one plan.
pub const MOST_DAYS: u32 = 14;
/// Budget a day, đồng: outside, it is a slip of the hand.
const BUDGET: (u32, u32) = (1_000, 5_000_000);
/// The last step.
pub const STEPS: u8 = 4;
/// Says that the meals were asked, so that none of them is an answer too.
pub const ASKED_MEALS: &str = "meals";
/// Meals taken unless others are chosen.
const USUAL_MEALS: [Meal; 5] = [Meal::Breakfast, Meal::MorningSnack, Meal::Lunch, Meal::AfternoonSnack, Meal::Dinner];

/// All answers, as typed and as understood.
#[derive(Clone, Debug)]
pub struct Answers {
    /// What is cooked with: the family's own dishes too.
    pub table: Table<'static>,
    /// Who eats.
    pub people: Vec<Row>,
    /// Đồng a day for everybody; nothing typed: no limit.
    pub budget: Field<u32>,
    pub region: Region,
    /// Month of the year, 1–12, for what is in season; `None` for any time.
    pub month: Option<u8>,
    /// Foods in the kitchen.
    pub home: Vec<FoodCode>,
    pub dislikes: Vec<Dislike>,
    pub favourites: Vec<Favourite>,
    /// What makes somebody ill.
    pub free_of: Vec<Allergen>,
    pub vegetarian: bool,
    /// In the order of the day; empty when every one was taken out, which no menu is made for.
    pub meals: Vec<Meal>,
    pub days: Field<u32>,
    /// Another answer to the same question.
    pub seed: u64,
    /// Which of the proposals is looked at.
    pub pick: usize,
    /// A plan of one day that the days asked for begin with.
    pub from: Option<String>,
}

impl Answers {
    /// Reads the address of a family that cooks with `table`.
    pub fn read(view: &View, table: Table<'static>) -> Self {
        let meals: Vec<Meal> =
            Meal::ALL.iter().copied().filter(|meal| view.all("meal").any(|code| code == meal.code())).collect();
        Self {
            people: (0..MOST_PEOPLE).filter_map(|index| Row::read(view, index)).collect(),
            budget: Field::read(view.query("budget").unwrap_or_default(), budget),
            region: view.query("region").and_then(Region::from_code).unwrap_or(Region::North),
            month: match view.query("month") {
                Some(typed) => typed.parse().ok().filter(|month| (1..=12).contains(month)),
                None => u8::try_from(chrono::Datelike::month(&view.today)).ok(),
            },
            home: foods(view, "home"),
            dislikes: some(view.all("no").filter_map(Dislike::read)),
            favourites: some(view.all("fav").filter_map(|typed| Favourite::read(typed, &table))),
            free_of: some(view.all("free").filter_map(Allergen::from_code)),
            vegetarian: view.query("veg").is_some(),
            meals: if meals.is_empty() && view.query(ASKED_MEALS).is_none() { USUAL_MEALS.to_vec() } else { meals },
            days: Field::read(view.query("days").unwrap_or("1"), days),
            seed: view.query("seed").and_then(|typed| typed.parse().ok()).unwrap_or_default(),
            pick: view.query("pick").and_then(|typed| typed.parse().ok()).unwrap_or_default(),
            from: view.query("from").map(str::to_owned),
            table,
        }
    }

    /// Those who are given a menu: of the people, those understood and at least six months old.
    pub fn eaters(&self) -> impl Iterator<Item = &Row> {
        self.people.iter().filter(|row| !row.is_under_six_months())
    }

    /// Children who take breast milk only.
    pub fn infants(&self) -> impl Iterator<Item = &Row> {
        self.people.iter().filter(|row| row.is_under_six_months())
    }

    /// The first step that cannot be left as it is.
    pub fn unfinished(&self) -> Option<u8> {
        (1..=STEPS).find(|step| self.faults(*step) > 0)
    }

    /// How many fields of a step are wrong or still empty.
    pub fn faults(&self, step: u8) -> usize {
        match step {
            1 => {
                let rows = self.people.iter().map(Row::faults).sum::<usize>();
                rows + usize::from(rows == 0 && self.nobody().is_some())
            }
            2 => usize::from(self.budget.wrong().is_some()),
            3 => request::against(self).len(),
            4 => usize::from(self.days.wrong().is_some()) + usize::from(self.meals.is_empty()),
            _ => 0,
        }
    }

    /// Why there is nobody to make a menu for.
    pub fn nobody(&self) -> Option<&'static str> {
        let someone = |row: &Row| row.is_judged() || row.is_under_six_months();
        match self.people.as_slice() {
            [] => Some("build-nobody"),
            _ if self.eaters().next().is_none() => Some("build-only-infants"),
            people if !people.iter().any(someone) => Some("build-only-adults"),
            _ => None,
        }
    }

    /// Days asked for.
    pub fn day_count(&self) -> u8 {
        self.days.get().and_then(|days| u8::try_from(days).ok()).unwrap_or(1)
    }

    /// Everything, as the address writes it.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (index, row) in self.people.iter().enumerate() {
            row.write(index, &mut pairs);
        }
        let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
        if !self.budget.typed.is_empty() {
            put("budget", self.budget.typed.clone());
        }
        put("region", self.region.code().to_owned());
        put("month", self.month.map_or_else(|| "any".to_owned(), |month| month.to_string()));
        self.home.iter().for_each(|food| put("home", food.to_string()));
        self.dislikes.iter().for_each(|dislike| put("no", dislike.code()));
        self.favourites.iter().for_each(|favourite| put("fav", favourite.code()));
        self.free_of.iter().for_each(|code| put("free", code.code().to_owned()));
        if self.vegetarian {
            put("veg", "1".to_owned());
        }
        self.meals.iter().for_each(|meal| put("meal", meal.code().to_owned()));
        if self.meals.is_empty() {
            put(ASKED_MEALS, "1".to_owned());
        }
        put("days", self.days.typed.clone());
        if self.seed > 0 {
            put("seed", self.seed.to_string());
        }
        if self.pick > 0 {
            put("pick", self.pick.to_string());
        }
        if let Some(from) = &self.from {
            put("from", from.clone());
        }
        pairs
    }

    /// The address of `path` with all answers.
    pub fn address(&self, path: &str) -> String {
        format!("{path}?{}", self.query())
    }

    /// All answers, as an address asks them.
    pub fn query(&self) -> String {
        let query: Vec<String> =
            self.pairs().iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        query.join("&")
    }

    /// What the hidden fields of a step's form hold: the answers of the other steps.
    pub fn kept(&self, step: u8) -> Vec<(String, String)> {
        let of = |name: &str| match name {
            "budget" | "region" | "month" | "home" => 2,
            "no" | "fav" | "free" | "veg" => 3,
            "meal" | ASKED_MEALS | "days" => 4,
            "seed" | "pick" | "from" => 0,
            _ => 1,
        };
        // A new question starts from the first answer to it.
        self.pairs().into_iter().filter(|(name, _)| of(name) != step && of(name) != 0).collect()
    }
}

fn some<T>(found: impl Iterator<Item = T>) -> Vec<T>
where
    T: PartialEq,
{
    let mut kept = Vec::new();
    for item in found {
        if kept.len() < MOST_WISHES && !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// Foods named by code under `name`; codes that are none are left out.
pub fn foods(view: &View, name: &str) -> Vec<FoodCode> {
    let known = |typed: &str| {
        let code = FoodCode(typed.parse().ok()?);
        Database::bundled().food(code).map(|food| food.code)
    };
    some(view.all(name).filter_map(known))
}

/// A budget that nobody typed.
pub fn budget_of(vnd: u32) -> Field<u32> {
    Field { typed: vnd.to_string(), value: Ok(Some(vnd)) }
}

/// `60.000 đ`, `60000`, `60 nghìn`, `60k`.
fn budget(typed: &str) -> Result<u32, Wrong> {
    let wrong = || Wrong::new("build-budget-wrong").with("typed", typed);
    let lower = typed.to_lowercase();
    let mut plain = lower.trim_end_matches("/ngày").trim();
    for unit in ["đồng", "vnđ", "vnd", "đ", "d", "dong"] {
        plain = plain.strip_suffix(unit).unwrap_or(plain).trim();
    }
    let thousands = ["nghìn", "ngàn", "nghin", "ngan", "k"].iter().find_map(|unit| plain.strip_suffix(unit));
    let plain = thousands.unwrap_or(plain).trim();
    let separator = |letter: char| matches!(letter, '.' | ',' | ' ' | '\u{a0}');
    let grouped = plain.split(separator).skip(1).all(|group| group.len() == 3);
    let digits: String = plain.chars().filter(|letter| !separator(*letter)).collect();
    let number: u32 = digits.parse().map_err(|_| wrong())?;
    let factor = if thousands.is_some() { 1_000 } else { 1 };
    let vnd = number.checked_mul(factor).filter(|_| grouped).ok_or_else(wrong)?;
    if vnd < BUDGET.0 && vnd >= 10 {
        return Err(Wrong::new("build-budget-thousands").with("typed", typed).with("meant", format!("{vnd}.000")));
    }
    if (BUDGET.0..=BUDGET.1).contains(&vnd) { Ok(vnd) } else { Err(Wrong::new("build-budget-outside")) }
}

fn days(typed: &str) -> Result<u32, Wrong> {
    match typed.parse() {
        Ok(days) if (1..=MOST_DAYS).contains(&days) => Ok(days),
        _ => Err(Wrong::new("build-days-wrong").with("typed", typed).with("most", MOST_DAYS.to_string())),
    }
}

/// Whether a child of so many months is given a menu.
pub const fn has_menu(months: u32) -> bool {
    months >= Person::FIRST_MENU_MONTH as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        for typed in ["60000", "60.000", "60.000 đ", "60 000đ", "60k", "60 nghìn", "60 ngàn", "60.000 đ/ngày", "60,000"]
        {
            assert_eq!(budget(typed), Ok(60_000), "{typed}");
        }
        for typed in ["60.0", "sáu mươi", "-60000", "6e4", "1.00.000", "99999999999"] {
            assert!(budget(typed).is_err(), "{typed}");
        }
        assert!(
            budget("60").expect_err("thousands were left out")
                == Wrong::new("build-budget-thousands").with("typed", "60").with("meant", "60.000")
        );
        for (vnd, taken) in [("999", false), ("1000", true), ("5000000", true), ("5000001", false)] {
            assert_eq!(budget(vnd).is_ok(), taken, "{vnd}");
        }
    }

    #[test]
    fn a_plan_has_one_to_fourteen_days() {
        for (typed, taken) in [("0", false), ("1", true), ("14", true), ("15", false), ("7 ngày", false)] {
            assert_eq!(days(typed).is_ok(), taken, "{typed}");
        }
    }

    #[test]
    fn six_months_is_the_first_month_of_a_menu() {
        assert!(!has_menu(5) && has_menu(6));
    }
}
