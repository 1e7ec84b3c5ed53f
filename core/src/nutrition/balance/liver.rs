//! Liver over the days: once in seven at most, for it holds so much preformed vitamin A.
//!
//! Source: the rows `liver_week` of the balance table: QĐ 776/2017; WHO 2013 on vitamin A in pregnancy. Of nursing women and
//! children the caution is our own, and informs.
//!
//! What catches people out: a day is judged with the six before it, so that a day read alone can break the rule only by two
//! dishes of liver; and a rule that is kept is told only where breaking it would be unsafe.

use super::{Bounds, Finding, Kind, Verdict, limit};
use crate::foods::Flag;
use crate::nutrition::{Eaten, Intake, Person};

const RULE: &str = "liver_week";

/// The days over which liver is counted, the day judged among them.
pub const LIVER_DAYS: usize = 7;

/// How many dishes of liver [`LIVER_DAYS`] may hold for a person, and what passing it means; `None`: no rule is for her.
#[must_use]
pub fn liver_limit(person: Person) -> Option<(f64, Kind)> {
    let limit = limit(RULE, person, false)?;
    Some((limit.high?, limit.kind))
}

/// The name of the rule.
#[must_use]
pub const fn liver_rule() -> &'static str {
    RULE
}

/// How many dishes of liver stand in the day: of each meal each dish, and foods by weight as one.
#[must_use]
pub fn liver_dishes(intake: Intake<'_>) -> u32 {
    let mut found: Vec<(usize, Option<&str>)> = Vec::new();
    for eaten in intake.eaten().iter().filter(|eaten| is_liver(eaten)) {
        if !found.contains(&(eaten.meal, eaten.traits.dish)) {
            found.push((eaten.meal, eaten.traits.dish));
        }
    }
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

/// The day's liver with that of the six days before; `None` where the day holds none.
#[must_use]
pub fn liver_week(person: Person, intake: Intake<'_>, before: u32) -> Option<Finding> {
    let today = liver_dishes(intake);
    let limit = limit(RULE, person, false).filter(|_| today > 0)?;
    let mut finding = Bounds { limit, requirement: None }.finding(None, None);
    for eaten in intake.eaten().iter().filter(|eaten| is_liver(eaten)) {
        match eaten.traits.dish {
            Some(dish) if finding.dishes.iter().all(|known| known != dish) => finding.dishes.push(dish.to_owned()),
            Some(_) => {}
            None if finding.foods.contains(&eaten.food) => {}
            None => finding.foods.push(eaten.food),
        }
    }
    let value = f64::from(today) + f64::from(before);
    finding.value = Some(value);
    finding.verdict = finding.verdict_of(value);
    (finding.kind != Kind::Inform || finding.verdict == Verdict::Over).then_some(finding)
}

fn is_liver(eaten: &Eaten<'_>) -> bool {
    [eaten.traits.hazards, eaten.traits.dish_hazards].iter().any(|flags| flags.contains(&Flag::Liver))
}
