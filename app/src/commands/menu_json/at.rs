//! JSON read member by member: every fault names its place as a JSON path.

use nep_core::foods::FoodCode;
use nep_core::nutrition::NotInTables;
use serde_json::{Map, Value};

/// What is wrong, and where.
#[derive(Debug, PartialEq)]
pub struct Fault {
    /// `$.meals[0].dishes[1].portion`
    pub path: String,
    /// What is wrong there.
    pub what: Wrong,
}

/// What can be wrong at one place.
#[derive(Debug, PartialEq)]
pub enum Wrong {
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
    /// A whole number outside its bounds.
    NotBetween { least: u32, most: u32 },
    /// A name that means no food or dish, or several.
    Name { name: String, meant: Vec<String> },
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
    /// A change takes out a food the dish does not hold.
    NotInTheDish(FoodCode),
    /// No meal holds anything.
    Empty,
}

/// Kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Object,
    List,
    Text,
    Number,
    WholeNumber,
    TrueOrFalse,
}

/// A value and where it stands.
#[derive(Clone)]
pub struct At<'a> {
    pub value: &'a Value,
    pub path: String,
}

/// What was read, or why not.
pub type Read<T> = Result<T, Fault>;

impl<'a> At<'a> {
    /// A fault here.
    pub fn fault(&self, what: Wrong) -> Fault {
        Fault { path: self.path.clone(), what }
    }

    pub fn object(&self) -> Read<&'a Map<String, Value>> {
        self.value.as_object().ok_or_else(|| self.fault(Wrong::NotA(Kind::Object)))
    }

    /// Refuses any member but these.
    pub fn members(&self, known: &[&str]) -> Read<()> {
        match self.object()?.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Fault { path: format!("{}.{key}", self.path), what: Wrong::UnknownMember }),
            None => Ok(()),
        }
    }

    /// The member of that name; `null` is as good as none.
    pub fn member(&self, name: &str) -> Read<Option<Self>> {
        let found = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(found.map(|value| At { value, path: format!("{}.{name}", self.path) }))
    }

    pub fn required(&self, name: &str) -> Read<Self> {
        self.member(name)?.ok_or_else(|| Fault { path: format!("{}.{name}", self.path), what: Wrong::Missing })
    }

    pub fn list(&self) -> Read<Vec<Self>> {
        let list = self.value.as_array().ok_or_else(|| self.fault(Wrong::NotA(Kind::List)))?;
        Ok(list.iter().enumerate().map(|(i, value)| At { value, path: format!("{}[{i}]", self.path) }).collect())
    }

    pub fn text(&self) -> Read<&'a str> {
        self.value.as_str().ok_or_else(|| self.fault(Wrong::NotA(Kind::Text)))
    }

    pub fn truth(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.fault(Wrong::NotA(Kind::TrueOrFalse)))
    }

    /// A number from 0 and not past `most`.
    pub fn zero_or_up_to(&self, most: f64) -> Read<f64> {
        match self.value.as_f64() {
            Some(0.0) => Ok(0.0),
            _ => self.up_to(most),
        }
    }

    /// A number above 0 and not past `most`.
    pub fn up_to(&self, most: f64) -> Read<f64> {
        let value = self.value.as_f64().ok_or_else(|| self.fault(Wrong::NotA(Kind::Number)))?;
        if value > most {
            return Err(self.fault(Wrong::TooMuch { value, most }));
        }
        if value > 0.0 { Ok(value) } else { Err(self.fault(Wrong::NotAbove0(value))) }
    }

    /// Refuses both members together: one of them would be left unread.
    pub fn one_of(&self, name: &str, other: &'static str) -> Read<()> {
        match (self.member(name)?, self.member(other)?) {
            (Some(at), Some(_)) => Err(at.fault(Wrong::NotBeside(other))),
            _ => Ok(()),
        }
    }

    /// Refuses members that mean nothing at this stage.
    pub fn without(&self, names: &[&str]) -> Read<()> {
        for name in names {
            if let Some(at) = self.member(name)? {
                return Err(at.fault(Wrong::NotBeside("stage")));
            }
        }
        Ok(())
    }

    /// A list that holds something.
    pub fn some_list(&self) -> Read<Vec<Self>> {
        let list = self.list()?;
        if list.is_empty() { Err(self.fault(Wrong::Missing)) } else { Ok(list) }
    }

    pub fn whole(&self) -> Read<u32> {
        let number = self.value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| self.fault(Wrong::NotA(Kind::WholeNumber)))
    }

    /// A whole number of `least` to `most`.
    pub fn between(&self, least: u32, most: u32) -> Read<u32> {
        let number = self.whole()?;
        if (least..=most).contains(&number) { Ok(number) } else { Err(self.fault(Wrong::NotBetween { least, most })) }
    }

    /// An age; one past 255 is as far outside every table as 255.
    pub fn age(&self) -> Read<u8> {
        Ok(u8::try_from(self.whole()?).unwrap_or(u8::MAX))
    }

    pub fn word<T: Copy>(&self, name: &str, known: &[(&str, T)]) -> Read<Option<T>> {
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
}
