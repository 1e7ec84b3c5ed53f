//! What this person must not eat: by age, by stage, by law.
//!
//! Source: the rows `unsafe_…` of the balance table: WHO 2023, AAP, FDA/EPA 2021, QĐ 776/2017, NĐ 100/2014/NĐ-CP.

use super::{Day, Finding, limits};
use crate::foods::Flag;

pub(super) fn rules(day: &Day<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    found.extend(dishes(day, "dish_too_old", day.too_old));
    found.extend(dishes(day, "dish_of_the_family", day.of_the_family));
    found.extend(dishes(day, "dish_with_care", day.choking));
    for limit in limits::all() {
        let Some(hazard) = limit.rule.strip_prefix("unsafe_") else { continue };
        if found.iter().all(|finding| finding.rule != limit.rule) {
            found.extend(hazard_rule(day, limit.rule, hazard));
        }
    }
    found
}

/// Grams of foods and dishes that carry a hazard, against the most that is allowed (mostly none).
fn hazard_rule(day: &Day<'_>, rule: &'static str, hazard: &str) -> Option<Finding> {
    let bounds = day.limits(rule, None)?;
    let mut finding = bounds.finding(None, None);
    let carried = |flags: &[Flag]| flags.iter().any(|flag| flag.code() == hazard);
    for food in day.intake.eaten() {
        if carried(food.traits.hazards) && !finding.foods.contains(&food.food) {
            finding.foods.push(food.food);
        }
        if let Some(dish) = food.traits.dish.filter(|_| carried(food.traits.dish_hazards))
            && finding.dishes.iter().all(|known| known != dish)
        {
            finding.dishes.push(dish.to_owned());
        }
    }
    let grams = day.intake.grams(|food| carried(food.traits.hazards) || carried(food.traits.dish_hazards));
    finding.value = Some(grams);
    finding.verdict = finding.verdict_of(grams);
    Some(finding)
}

/// Dishes that are not for this child: made for older children, or for adults.
fn dishes(day: &Day<'_>, rule: &'static str, misfits: &[String]) -> Option<Finding> {
    let bounds = day.limits(rule, None)?;
    let mut finding = bounds.finding(None, None);
    finding.dishes = misfits.to_vec();
    #[expect(clippy::cast_precision_loss, reason = "a handful of dishes")]
    let count = misfits.len() as f64;
    finding.value = Some(count);
    finding.verdict = finding.verdict_of(count);
    Some(finding)
}
