//! Vitamins and minerals: the recommended intake, and the upper limit.

use super::{Day, Finding, Kind, Verdict, limit};
use crate::nutrition::{Intake, IronAbsorption, Nutrient, Person, Stage, Subject};

/// In the order pages list them.
const NEEDED: [Subject; 25] = [
    Subject::Calcium,
    Subject::Iron,
    Subject::Zinc,
    Subject::VitaminA,
    Subject::VitaminC,
    Subject::Thiamin,
    Subject::Riboflavin,
    Subject::NiacinEquivalents,
    Subject::VitaminB6,
    Subject::Folate,
    Subject::VitaminB12,
    Subject::VitaminD,
    Subject::VitaminE,
    Subject::VitaminK,
    Subject::PantothenicAcid,
    Subject::Biotin,
    Subject::Choline,
    Subject::Iodine,
    Subject::Magnesium,
    Subject::Phosphorus,
    Subject::Selenium,
    Subject::Copper,
    Subject::Manganese,
    Subject::Potassium,
    Subject::Fibre,
];

const LIMITED: [(&str, Subject); 15] = [
    ("upper_retinol", Subject::Retinol),
    ("upper_calcium", Subject::Calcium),
    ("upper_vitamin_d", Subject::VitaminD),
    ("upper_phosphorus", Subject::Phosphorus),
    ("upper_selenium", Subject::Selenium),
    ("upper_iodine", Subject::Iodine),
    ("upper_copper", Subject::Copper),
    ("upper_manganese", Subject::Manganese),
    ("upper_niacin_equivalents", Subject::NiacinEquivalents),
    ("upper_vitamin_b6", Subject::VitaminB6),
    ("upper_vitamin_c", Subject::VitaminC),
    ("upper_vitamin_e", Subject::VitaminE),
    ("upper_choline", Subject::Choline),
    ("upper_iron", Subject::Iron),
    ("upper_zinc", Subject::Zinc),
];

pub(super) fn rules(day: &Day<'_>) -> Vec<Finding> {
    let needed = NEEDED.iter().filter_map(|subject| needed(day, *subject));
    let limited = LIMITED.iter().filter_map(|(rule, subject)| limited(day, rule, *subject));
    needed.chain(limited).collect()
}

/// At least the recommended intake.
fn needed(day: &Day<'_>, subject: Subject) -> Option<Finding> {
    let bounds = day.limits(subject.code(), Some(subject))?;
    let need = bounds.requirement.as_ref()?.need()?.clone();
    let mut finding = day.judge_sum(&bounds, day.intake.subject(subject).unwrap_or_default(), Some(&need), None);
    let missed = matches!(finding.verdict, Verdict::Short | Verdict::Unknown);
    if subject == Subject::Iron && missed && needs_the_tablet(day.person) {
        finding.verdict = Verdict::NeedsSupplement;
    }
    Some(finding)
}

/// Not over the upper limit. Of a limit that only informs nothing is said unless it is passed.
fn limited(day: &Day<'_>, rule: &'static str, subject: Subject) -> Option<Finding> {
    let bounds = day.limits(rule, Some(subject))?;
    let upper = bounds.requirement.as_ref()?.upper.clone()?;
    let finding = day.judge_sum(&bounds, day.intake.subject(subject).unwrap_or_default(), None, Some(&upper));
    (finding.kind != Kind::Inform || finding.verdict == Verdict::Over).then_some(finding)
}

/// Pregnancy and 6–11 months: the printed need lies above what food gives (2016 book, Table 19; QĐ 4128/2016).
pub(super) const fn needs_the_tablet(person: Person) -> bool {
    match person.stage {
        Stage::Pregnant { .. } => true,
        Stage::Lactating { .. } => false,
        Stage::Child { age_months, .. } => age_months < 12,
    }
}

/// What a rule on an upper limit is about.
pub(super) fn limited_by(rule: &str) -> Option<Subject> {
    LIMITED.iter().find(|(known, _)| *known == rule).map(|(_, subject)| *subject)
}

pub(super) fn iron_absorption(person: Person, intake: Intake<'_>) -> IronAbsorption {
    let over = |rule: &str, value: f64| {
        limit(rule, person, false).and_then(|limit| limit.high).is_some_and(|high| value > high)
    };
    person.iron.unwrap_or_else(|| {
        let meat = intake.grams(|food| food.traits.meat_or_fish);
        let vitamin_c = intake.amount(Nutrient::VitaminC).amount;
        if over("iron_class_meat", meat) || over("iron_class_vitamin_c", vitamin_c) {
            IronAbsorption::Fifteen
        } else {
            IronAbsorption::Ten
        }
    })
}
