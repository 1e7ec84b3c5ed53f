//! Which protein, which fat, how much salt and sugar.

use super::{Bounds, Day, Finding, energy};
use crate::nutrition::{Amount, Figure, Nutrient, Subject};

pub(super) fn rules(day: &Day<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(animal_protein(day));
    for (subject, nutrient) in [
        (Subject::SaturatedFatShare, Nutrient::SaturatedFat),
        (Subject::TransFatShare, Nutrient::TransFat),
        (Subject::LinoleicShare, Nutrient::LinoleicAcid),
        (Subject::AlphaLinolenicShare, Nutrient::AlphaLinolenicAcid),
    ] {
        found.extend(fat_share(day, subject, nutrient));
    }
    found.extend(epa_dha(day));
    found.extend(calcium_to_phosphorus(day));
    found.extend(salt(day));
    found.extend(free_sugars(day, "free_sugars", Subject::FreeSugarShare));
    found.extend(free_sugars(day, "free_sugars_better", Subject::FreeSugarShareBetter));
    found
}

fn range(bounds: &Bounds) -> (Option<Figure>, Option<Figure>) {
    bounds.requirement.as_ref().map_or((None, None), |r| (r.need().cloned(), r.high.clone()))
}

/// Animal protein in all protein; breast milk counts as animal.
fn animal_protein(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("animal_protein_share", Some(Subject::AnimalProteinShare))?;
    let all = day.intake.amount(Nutrient::Protein);
    let animal = day.intake.amount_from(Nutrient::Protein, |food| food.traits.animal_protein);
    let (low, high) = range(&bounds);
    let value = (all.amount > 0.0).then(|| 100.0 * animal.amount / all.amount);
    Some(day.judge_ratio(&bounds, value, all.known_share, low.as_ref(), high.as_ref()))
}

fn fat_share(day: &Day<'_>, subject: Subject, nutrient: Nutrient) -> Option<Finding> {
    let bounds = day.limits(subject.code(), Some(subject))?;
    let part = day.intake.amount(nutrient);
    let Amount { amount: kcal, known_share: known } = energy::of_three(day.intake);
    let (low, high) = range(&bounds);
    let value = (kcal > 0.0).then(|| 100.0 * energy::kcal_of_fat(part.amount) / kcal);
    Some(day.judge_ratio(&bounds, value, known.min(part.known_share), low.as_ref(), high.as_ref()))
}

fn epa_dha(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("epa_dha", Some(Subject::EpaDha))?;
    let (low, _) = range(&bounds);
    Some(day.judge_sum(&bounds, day.intake.epa_dha(), low.as_ref(), None))
}

fn calcium_to_phosphorus(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("calcium_phosphorus", Some(Subject::CalciumPhosphorus))?;
    let (calcium, phosphorus) = (day.intake.amount(Nutrient::Calcium), day.intake.amount(Nutrient::Phosphorus));
    let (low, high) = range(&bounds);
    let value = (phosphorus.amount > 0.0).then(|| calcium.amount / phosphorus.amount);
    Some(day.judge_ratio(&bounds, value, calcium.known_share.min(phosphorus.known_share), low.as_ref(), high.as_ref()))
}

/// Salt of all food, not only what the cook adds.
fn salt(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("salt", Some(Subject::Salt))?;
    let high = bounds.requirement.as_ref().and_then(|requirement| requirement.high.clone());
    Some(day.judge_sum(&bounds, day.intake.salt(), None, high.as_ref()))
}

/// Free sugars in grams or as a share of energy, as the row's unit says.
fn free_sugars(day: &Day<'_>, rule: &'static str, subject: Subject) -> Option<Finding> {
    let bounds = day.limits(rule, Some(subject))?;
    let high = bounds.requirement.as_ref().and_then(|requirement| requirement.high.clone());
    let sugars = day.intake.free_sugars();
    if bounds.limit.unit == "g" {
        return Some(day.judge_sum(&bounds, sugars, None, high.as_ref()));
    }
    let Amount { amount: kcal, known_share: known } = energy::of_three(day.intake);
    let share = Amount {
        amount: if kcal > 0.0 { 100.0 * energy::kcal_of_sugar(sugars.amount) / kcal } else { 0.0 },
        known_share: known.min(sugars.known_share),
    };
    Some(day.judge_sum(&bounds, share, None, high.as_ref()))
}
