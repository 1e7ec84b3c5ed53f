//! Energy: enough, from the right sources, over the meals.

use super::{Bounds, Day, Finding, Kind, NeedFromFood, Verdict};
use crate::foods::{Confidence, MealKind};
use crate::nutrition::{Amount, Intake, Nutrient, Subject};

/// kcal of a gram, for shares of energy. Source: `guidelines/balance.md` §1; the 2007 food table counts the same way.
const KCAL_PER_G_PROTEIN: f64 = 4.0;
const KCAL_PER_G_FAT: f64 = 9.0;
const KCAL_PER_G_CARBOHYDRATE: f64 = 4.0;

pub(super) fn rules(day: &Day<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(energy(day));
    found.extend(energy_with_breast_milk(day));
    found.extend(room_for_breast_milk(day));
    found.extend(protein(day));
    found.extend(share(day, Subject::ProteinShare, Nutrient::Protein));
    found.extend(share(day, Subject::FatShare, Nutrient::Fat));
    found.extend(share(day, Subject::CarbohydrateShare, Nutrient::Carbohydrate));
    found.extend(meal_shares(day));
    found
}

/// Energy within the tolerance around the need; of a breast-fed child, energy from food at least near the need from food.
///
/// The need from food (200, 300, 550 kcal) is the whole need less an *average* amount of breast milk; a child who nurses
/// less needs more food (WHO/PAHO 2003, principle 5). It is a floor, for feeds cannot be commanded; what is too much is
/// judged with the milk, by [`energy_with_breast_milk`].
fn energy(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("energy", Some(Subject::Energy))?;
    let Some(from_food) = &day.need_from_food else {
        let need = bounds.requirement.as_ref()?.recommended.as_ref()?.value;
        return Some(around(day, &bounds, day.intake.amount(Nutrient::Energy), need));
    };
    Some(around_need_from_food(day, &bounds, from_food))
}

/// Food and breast milk together, around the whole need. Where no milk is recorded the sum is not known: only food that
/// passes the whole need by itself is certainly too much.
fn energy_with_breast_milk(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("energy_with_breast_milk", Some(Subject::Energy))?;
    let need = bounds.requirement.as_ref()?.recommended.as_ref()?.value;
    let mut finding = around(day, &bounds, day.intake.amount(Nutrient::Energy), need);
    if day.misses_breast_milk() && finding.verdict != Verdict::Over {
        finding.value = None;
        finding.known_share = None;
        finding.verdict = Verdict::Unknown;
    }
    Some(finding)
}

/// Food past the average need from food leaves less room for breast milk: said, not judged.
fn room_for_breast_milk(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("room_for_breast_milk", Some(Subject::Energy))?;
    day.need_from_food.as_ref().map(|from_food| around_need_from_food(day, &bounds, from_food))
}

/// Energy of all but breast milk, compared with the need from food.
fn around_need_from_food(day: &Day<'_>, bounds: &Bounds, from_food: &NeedFromFood) -> Finding {
    let eaten = day.intake.amount_from(Nutrient::Energy, |food| !food.traits.breast_milk);
    let mut finding = around(day, bounds, eaten, from_food.kcal);
    finding.confidence = from_food.confidence.max(bounds.limit.confidence);
    if finding.confidence >= Confidence::Low {
        finding.kind = Kind::Inform;
    }
    finding.sources.truncate(1);
    finding.sources.push(from_food.citation.clone());
    finding
}

/// `low` and `high` of the row are percents of the need.
fn around(day: &Day<'_>, bounds: &Bounds, eaten: Amount, need: f64) -> Finding {
    let figure = bounds.requirement.as_ref().and_then(|requirement| requirement.recommended.as_ref());
    let mut finding = bounds.finding(figure, None);
    finding.unit = "kcal";
    finding.low = bounds.limit.low.map(|percent| need * percent / 100.0);
    finding.high = bounds.limit.high.map(|percent| need * percent / 100.0);
    finding.value = Some(eaten.amount);
    finding.known_share = Some(eaten.known_share);
    finding.verdict = match finding.verdict_of(eaten.amount) {
        Verdict::Over => Verdict::Over,
        _ if eaten.known_share < day.known_enough() => Verdict::Unknown,
        other => other,
    };
    finding
}

fn protein(day: &Day<'_>) -> Option<Finding> {
    let bounds = day.limits("protein", Some(Subject::Protein))?;
    let need = bounds.requirement.as_ref()?.recommended.clone();
    Some(day.judge_sum(&bounds, day.intake.amount(Nutrient::Protein), need.as_ref(), None))
}

/// Share of energy of protein, fat or carbohydrate, in the energy these three give together.
fn share(day: &Day<'_>, subject: Subject, nutrient: Nutrient) -> Option<Finding> {
    let bounds = day.limits(subject.code(), Some(subject))?;
    let Amount { amount: kcal, known_share: known } = of_three(day.intake);
    let value = (kcal > 0.0).then(|| 100.0 * of_one(day.intake, nutrient).amount / kcal);
    let (low, high) = match &bounds.requirement {
        Some(requirement) => (requirement.low.clone(), requirement.high.clone()),
        None => (None, None),
    };
    Some(day.judge_ratio(&bounds, value, known, low.as_ref(), high.as_ref()))
}

/// kcal of protein, fat and carbohydrate, and the share of food for which all three are known. Shares taken of their own
/// sum add up to 100 %.
pub(super) fn of_three(intake: Intake<'_>) -> Amount {
    let parts = THREE.iter().map(|(nutrient, _)| of_one(intake, *nutrient));
    parts.fold(Amount { amount: 0.0, known_share: 1.0 }, |sum, part| Amount {
        amount: sum.amount + part.amount,
        known_share: f64::min(sum.known_share, part.known_share),
    })
}

/// kcal of one of the three.
pub(super) fn of_one(intake: Intake<'_>, nutrient: Nutrient) -> Amount {
    let factor = THREE.iter().find(|(one, _)| *one == nutrient).map_or(0.0, |(_, factor)| *factor);
    let part = intake.amount(nutrient);
    Amount { amount: part.amount * factor, ..part }
}

/// The nutrients that carry energy, with the kcal of a gram.
const THREE: [(Nutrient, f64); 3] = [
    (Nutrient::Protein, KCAL_PER_G_PROTEIN),
    (Nutrient::Fat, KCAL_PER_G_FAT),
    (Nutrient::Carbohydrate, KCAL_PER_G_CARBOHYDRATE),
];

/// Each meal's share of the day's energy; every snack is judged by itself.
fn meal_shares(day: &Day<'_>) -> Vec<Finding> {
    let whole = day.intake.amount(Nutrient::Energy);
    day.meals
        .iter()
        .enumerate()
        .filter_map(|(index, meal)| {
            let bounds = day.limits(meal_share_rule(meal.kind()), None)?;
            let served = day.intake.amount_from(Nutrient::Energy, |food| food.meal == index);
            let value = (whole.amount > 0.0).then(|| 100.0 * served.amount / whole.amount);
            Some(day.judge_ratio(&bounds, value, whole.known_share, None, None))
        })
        .collect()
}

pub(super) const fn meal_share_rule(meal: MealKind) -> &'static str {
    match meal {
        MealKind::Breakfast => "meal_share_breakfast",
        MealKind::Lunch => "meal_share_lunch",
        MealKind::Dinner => "meal_share_dinner",
        MealKind::Snack => "meal_share_snack",
    }
}

/// kcal of `grams` of fat or fatty acid.
pub(super) fn kcal_of_fat(grams: f64) -> f64 {
    grams * KCAL_PER_G_FAT
}

/// kcal of `grams` of sugar.
pub(super) fn kcal_of_sugar(grams: f64) -> f64 {
    grams * KCAL_PER_G_CARBOHYDRATE
}
