//! How many food groups the day holds.

use std::collections::BTreeMap;

use super::{Day, Finding, limit};
use crate::nutrition::Intake;

pub(super) fn rules(day: &Day<'_>) -> Vec<Finding> {
    enough_groups(day).into_iter().collect()
}

/// Grams of each food group, seasonings and oil left out.
#[must_use]
pub fn food_groups(intake: Intake<'_>) -> BTreeMap<&'static str, f64> {
    let mut grams: BTreeMap<&'static str, f64> = BTreeMap::new();
    for food in intake.eaten().iter().filter(|food| !food.traits.seasoning) {
        if let Some(group) = food.traits.diversity_group {
            *grams.entry(group).or_default() += food.grams;
        }
    }
    grams
}

/// At least so many groups, each from the least amount that counts. A breast-fed child's milk counts, recorded or not.
fn enough_groups(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("food_groups", None)?;
    let least = limit("food_group_minimum", day.person, false).and_then(|limit| limit.low)?;
    let mut count = food_groups(day.intake).values().filter(|grams| **grams >= least).count();
    if day.misses_breast_milk() {
        count += 1;
    }
    let mut finding = bounds.finding(None, None);
    #[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
    let count = count as f64;
    finding.value = Some(count);
    finding.verdict = finding.verdict_of(count);
    Some(finding)
}
