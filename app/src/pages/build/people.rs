//! Who eats: a woman by her weeks or months, a child by its months, other adults.

use nep_core::growth::Sex;
use nep_core::menu::{USUAL_YEARS, USUALLY_BREASTFED_BEFORE};
use nep_core::nutrition::{Activity, Person, Stage, Trimester};
use nep_core::pregnancy::{GestationalAge, Trimester as Third};

use super::answers::has_menu;
use crate::i18n::Words;
use crate::pages::View;
use crate::pages::input::{Field, Wrong};

/// Weeks of pregnancy one can be in.
const WEEKS: (u32, u32) = (1, 42);
/// Months after birth that a woman may breast-feed.
const MONTHS_AFTER: (u32, u32) = (0, 35);
/// Months after which the second half of the first year of breast-feeding begins.
const SECOND_HALF: u32 = 6;

/// What kind of person a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pregnant,
    Lactating,
    Child,
    Adult,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Pregnant, Self::Lactating, Self::Child, Self::Adult];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Pregnant => "pregnant",
            Self::Lactating => "lactating",
            Self::Child => "child",
            Self::Adult => "adult",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The least and the most of its count: weeks of pregnancy, months after birth, months of age.
    const fn span(self) -> (u32, u32) {
        match self {
            Self::Pregnant => WEEKS,
            Self::Lactating => MONTHS_AFTER,
            Self::Child => (0, Person::CHILD_LAST_MONTH as u32),
            Self::Adult => (0, 0),
        }
    }
}

/// One person, as typed and as understood.
#[derive(Clone, Debug)]
pub struct Row {
    pub kind: Kind,
    /// Weeks of pregnancy, months after birth, or months of age.
    pub count: Field<u32>,
    /// A woman's completed years; nothing typed: [`USUAL_YEARS`].
    pub years: Field<u32>,
    pub activity: Activity,
    pub sex: Option<Sex>,
    /// Nothing said: by age.
    pub breastfed: Option<bool>,
}

/// Who is asked about under a code of [`Kind`], for a form's fields.
pub const ACTIVITIES: [(&str, Activity); 3] =
    [("light", Activity::Light), ("moderate", Activity::Moderate), ("heavy", Activity::Heavy)];

impl Row {
    /// Somebody of whom nothing is known yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            count: Field::default(),
            years: Field::default(),
            activity: Activity::Moderate,
            sex: None,
            breastfed: None,
        }
    }

    /// Reads row `index` of the address.
    pub fn read(view: &View, index: usize) -> Option<Self> {
        let asked = |letter: &str| view.query(&format!("{letter}{index}"));
        let kind = Kind::from_code(asked("k")?)?;
        let (low, high) = kind.span();
        let (young, old) = (u32::from(Person::WOMAN_YEARS.0), u32::from(Person::WOMAN_YEARS.1));
        Some(Self {
            kind,
            count: Field::read(asked("n").unwrap_or_default(), |typed| whole(typed, low, high)),
            years: Field::read(asked("y").unwrap_or_default(), |typed| whole(typed, young, old)),
            activity: asked("a")
                .and_then(|code| ACTIVITIES.into_iter().find(|(known, _)| *known == code))
                .map_or(Activity::Moderate, |(_, activity)| activity),
            sex: match asked("s") {
                Some("f") => Some(Sex::Girl),
                Some("m") => Some(Sex::Boy),
                _ => None,
            },
            breastfed: match asked("m") {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            },
        })
    }

    /// Writes it as row `index` of an address.
    pub fn write(&self, index: usize, pairs: &mut Vec<(String, String)>) {
        let mut put = |letter: &str, value: &str| {
            if !value.is_empty() {
                pairs.push((format!("{letter}{index}"), value.to_owned()));
            }
        };
        put("k", self.kind.code());
        put("n", &self.count.typed);
        match self.kind {
            Kind::Pregnant | Kind::Lactating => {
                put("y", &self.years.typed);
                let activity = ACTIVITIES.iter().find(|(_, known)| *known == self.activity);
                put("a", activity.filter(|(_, known)| *known != Activity::Moderate).map_or("", |(code, _)| code));
            }
            Kind::Child => {
                put(
                    "s",
                    match self.sex {
                        Some(Sex::Girl) => "f",
                        Some(Sex::Boy) => "m",
                        None => "",
                    },
                );
                put(
                    "m",
                    match self.breastfed {
                        Some(true) => "yes",
                        Some(false) => "no",
                        None => "",
                    },
                );
            }
            Kind::Adult => {}
        }
    }

    /// How many of its fields are wrong, or empty though needed.
    pub fn faults(&self) -> usize {
        usize::from(self.count.wrong().is_some() || self.is_unsaid()) + usize::from(self.years.wrong().is_some())
    }

    /// Whether the one thing that must be known is not.
    pub fn is_unsaid(&self) -> bool {
        self.kind != Kind::Adult && self.count.typed.is_empty()
    }

    /// A child who takes breast milk only: never a menu.
    pub fn is_under_six_months(&self) -> bool {
        self.kind == Kind::Child && self.count.get().is_some_and(|months| !has_menu(months))
    }

    /// Whether the need is known: adults get their share, without a verdict.
    pub fn is_judged(&self) -> bool {
        self.person().is_some()
    }

    /// Whether a child takes breast milk, said or taken by its age.
    pub fn is_breastfed(&self) -> bool {
        self.breastfed
            .unwrap_or_else(|| self.count.get().is_some_and(|months| months < u32::from(USUALLY_BREASTFED_BEFORE)))
    }

    /// The person whose need is known; `None` for an adult, an infant, and while it is not said.
    pub fn person(&self) -> Option<Person> {
        let count = self.count.get()?;
        let age_years = u8::try_from(self.years.get().unwrap_or(u32::from(USUAL_YEARS))).ok()?;
        let activity = self.activity;
        let stage = match self.kind {
            Kind::Adult => return None,
            Kind::Child if !has_menu(count) => return None,
            Kind::Child => {
                Stage::Child { age_months: u8::try_from(count).ok()?, sex: self.sex, breastfed: self.is_breastfed() }
            }
            Kind::Pregnant => Stage::Pregnant { trimester: trimester(count), age_years, activity },
            Kind::Lactating => {
                Stage::Lactating { from_six_months: count >= SECOND_HALF, age_years, activity, menses_returned: None }
            }
        };
        Person::new(stage).ok()
    }

    /// As a page calls it: `Mẹ bầu 26 tuần`, `Bé 8 tháng`.
    pub fn name(&self, words: &Words) -> String {
        let id = format!("build-name-{}", self.kind.code());
        match self.kind {
            Kind::Adult | Kind::Lactating => words.get(&id),
            Kind::Pregnant | Kind::Child => words.with(&id, &[("count", &self.count.typed)]),
        }
    }
}

/// The third of pregnancy in which the completed week lies, by the gestational age of the pregnancy pages.
fn trimester(week: u32) -> Trimester {
    match GestationalAge::from_days(i64::from(week) * 7).map(GestationalAge::trimester) {
        Some(Third::First) | None => Trimester::First,
        Some(Third::Second) => Trimester::Second,
        Some(Third::Third) => Trimester::Third,
    }
}

fn whole(typed: &str, low: u32, high: u32) -> Result<u32, Wrong> {
    let digits = typed.split_whitespace().next().unwrap_or_default();
    let number = digits.parse::<u32>().map_err(|_| Wrong::new("build-not-whole").with("typed", typed))?;
    if (low..=high).contains(&number) {
        return Ok(number);
    }
    Err(Wrong::new("build-outside").with("typed", typed).with("low", low.to_string()).with("high", high.to_string()))
}
