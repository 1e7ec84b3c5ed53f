//! Who eats, as the commands on menus read them.

use nep_core::foods::Region;
use nep_core::growth::Sex;
use nep_core::menu::{Eater, USUAL_YEARS, USUALLY_BREASTFED_BEFORE, Who};
use nep_core::nutrition::{Activity, Edition, IronAbsorption, Person, Stage, Trimester, ZincAbsorption};

use super::at::{At, Fault, Read, Wrong};

/// The stage of the family's other grown-ups, of whom no table says what they need.
pub const ADULT: &str = "adult";
/// Regions by their codes.
pub const REGIONS: [(&str, Region); 3] =
    [("north", Region::North), ("central", Region::Central), ("south", Region::South)];

/// One of the people read.
#[derive(Clone, Debug, PartialEq)]
pub struct Someone {
    pub eater: Eater,
    pub region: Region,
    /// Members that were not given and were taken as usual.
    pub assumed: Vec<&'static str>,
}

impl Someone {
    /// Another grown-up of the family.
    pub fn adult(id: String) -> Self {
        Self { eater: Eater { id, who: Who::Adult }, region: Region::North, assumed: vec!["region"] }
    }
}

/// The people of the list `at`, no two of one id.
pub fn people(list: &[At<'_>]) -> Read<Vec<Someone>> {
    let mut people: Vec<Someone> = Vec::new();
    for (index, at) in list.iter().enumerate() {
        let someone = someone(at, index)?;
        if people.iter().any(|known| known.eater.id == someone.eater.id) {
            return Err(Fault { path: format!("{}.id", at.path), what: Wrong::Twice });
        }
        people.push(someone);
    }
    Ok(people)
}

/// Whose a dish or food is: one person's, or everyone's.
pub fn whose(at: &At<'_>, people: &[Someone]) -> Read<Option<usize>> {
    let Some(at) = at.member("eater")? else { return Ok(None) };
    let id = at.text()?;
    match people.iter().position(|someone| someone.eater.id == id) {
        Some(index) => Ok(Some(index)),
        None => {
            let allowed = people.iter().map(|someone| someone.eater.id.as_str()).collect::<Vec<_>>().join(", ");
            Err(at.fault(Wrong::NoneOf { word: id.into(), allowed }))
        }
    }
}

fn someone(at: &At<'_>, index: usize) -> Read<Someone> {
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
        // Printed beside the person, and told from the rest.
        "edition_complete",
        "assumed",
    ])?;
    let mut assumed = Vec::new();
    let stage_at = at.required("stage")?;
    let id = match at.member("id")? {
        Some(id) => id.text()?.to_owned(),
        None => (index + 1).to_string(),
    };
    if stage_at.text()? == ADULT {
        at.without(&[
            "age_months",
            "age_years",
            "sex",
            "breastfed",
            "activity",
            "edition",
            "menses_returned",
            "iron_absorption",
            "zinc_absorption",
        ])?;
        let region = region(at, &mut assumed)?;
        return Ok(Someone { eater: Eater { id, who: Who::Adult }, region, assumed });
    }
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
            let allowed = "pregnant_t1, pregnant_t2, pregnant_t3, lactating_0_6, lactating_6_12, child, adult".into();
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
    let region = region(at, &mut assumed)?;
    Ok(Someone { eater: Eater { id, who: Who::Person(person) }, region, assumed })
}

fn region(at: &At<'_>, assumed: &mut Vec<&'static str>) -> Read<Region> {
    let region = at.word("region", &REGIONS)?;
    Ok(region.unwrap_or_else(|| {
        assumed.push("region");
        Region::North
    }))
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
            age_months < USUALLY_BREASTFED_BEFORE
        }
    };
    Ok(Stage::Child { age_months, sex, breastfed })
}
