//! For whom a menu is judged: the stage it was made for with stated defaults, changed by what the address asks.

use maud::{Markup, html};
use nep_core::foods::Menu;
use nep_core::growth::Sex;
use nep_core::menu::{USUALLY_BREASTFED_BEFORE, person_of};
use nep_core::nutrition::{Activity, Edition, Person, Stage, Trimester};

use crate::i18n::Words;
use crate::icons;
use crate::pages::View;

/// First month of Nếp's menus: before, breast milk alone.
const FIRST_MONTH: u8 = 7;

/// The person of a page, and what of the address could not be used.
pub(in crate::pages) struct Asked {
    pub person: Person,
    pub problems: Vec<String>,
}

/// The person a menu is judged for: what the address asks, else whom it was made for.
pub(in crate::pages) fn asked(view: &View, menu: &Menu) -> Option<Asked> {
    let made_for = person_of(menu)?;
    let (usual_activity, usual_sex) = match made_for.stage {
        Stage::Pregnant { activity, .. } | Stage::Lactating { activity, .. } => (activity, None),
        Stage::Child { sex, .. } => (Activity::default(), sex),
    };
    let stage = menu.stage.code();
    let is_child = made_for.child_months().is_some();
    let words = view.words;
    let mut problems = Vec::new();
    let mut choice = |name: &str, known: &[&str]| {
        let typed = view.query(name)?;
        let found = known.iter().position(|code| *code == typed);
        if found.is_none() {
            problems.push(words.with("menu-bad-value", &[("value", typed)]));
        }
        found
    };
    let activity = match choice("activity", &["light", "moderate", "heavy"]) {
        Some(0) => Activity::Light,
        Some(1) => Activity::Moderate,
        Some(_) => Activity::Heavy,
        None => usual_activity,
    };
    let sex = match choice("sex", &["f", "m", "unknown"]) {
        Some(0) => Some(Sex::Girl),
        Some(1) => Some(Sex::Boy),
        Some(_) => None,
        None => usual_sex,
    };
    let breastfed = choice("breastfed", &["no", "yes"]).map(|index| index == 1);
    let edition = match choice("edition", &["2016", "2026"]) {
        Some(1) => Edition::Y2026,
        _ => Edition::Y2016,
    };
    let default = menu.made_for.age;
    let (low, high) = if is_child { (FIRST_MONTH, Person::CHILD_LAST_MONTH) } else { Person::WOMAN_YEARS };
    let age = match view.query("age") {
        None => default,
        Some(typed) => match typed.parse::<u8>() {
            Ok(age) if (low..=high).contains(&age) => age,
            _ => {
                let id = if is_child { "menu-used-months" } else { "menu-used-years" };
                let used = words.with(id, &[("age", &default.to_string())]);
                problems.push(words.with("menu-bad-age", &[("value", typed), ("used", &used)]));
                default
            }
        },
    };
    let breastfed = breastfed.unwrap_or(match menu.made_for.breastfed {
        Some(made_for) if age == default => made_for,
        _ => age < USUALLY_BREASTFED_BEFORE,
    });
    let person = Person::new(of(stage, age, activity, sex, breastfed)).ok()?.by_edition(edition);
    if is_child && person.stage_code() != stage {
        let made_for = words.get(&format!("stage-{stage}"));
        problems.push(words.with("menu-other-stage", &[("stage", &made_for)]));
    }
    Some(Asked { person, problems })
}

fn of(stage: &str, age: u8, activity: Activity, sex: Option<Sex>, breastfed: bool) -> Stage {
    let pregnant = |trimester| Stage::Pregnant { trimester, age_years: age, activity };
    match stage {
        "pregnant_t1" => pregnant(Trimester::First),
        "pregnant_t2" => pregnant(Trimester::Second),
        "pregnant_t3" => pregnant(Trimester::Third),
        "lactating_0_6" | "lactating_6_12" => Stage::Lactating {
            from_six_months: stage == "lactating_6_12",
            age_years: age,
            activity,
            menses_returned: None,
        },
        _ => Stage::Child { age_months: age, sex, breastfed },
    }
}

/// The person in words: what was taken for granted stands there too.
pub(in crate::pages) fn describe(words: &Words, person: Person) -> String {
    match person.stage {
        Stage::Pregnant { age_years, activity, .. } | Stage::Lactating { age_years, activity, .. } => words.with(
            "menu-person-woman",
            &[
                ("stage", &words.get(&format!("stage-{}", person.stage_code()))),
                ("years", &age_years.to_string()),
                ("activity", &words.get(activity_id(activity)).to_lowercase()),
            ],
        ),
        Stage::Child { age_months, sex, breastfed } => words.with(
            "menu-person-child",
            &[
                ("months", &age_months.to_string()),
                ("sex", &words.get(sex_id(sex)).to_lowercase()),
                ("milk", &words.get(if breastfed { "menu-milk-yes" } else { "menu-milk-no" })),
            ],
        ),
    }
}

pub(super) const fn activity_id(activity: Activity) -> &'static str {
    match activity {
        Activity::Light => "menu-activity-light",
        Activity::Moderate => "menu-activity-moderate",
        Activity::Heavy => "menu-activity-heavy",
    }
}

const fn sex_id(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Girl) => "menu-sex-girl",
        Some(Sex::Boy) => "menu-sex-boy",
        None => "menu-sex-unknown-line",
    }
}

/// The form that changes the person: a plain request; `kept` are the rest of what the address asks.
pub(in crate::pages) fn form(view: &View, person: Person, kept: &[(&str, &str)]) -> Markup {
    let words = view.words;
    let select = |name: &str, label: &str, options: &[(&str, &str, bool)]| {
        html! {
            label.f {
                span.lb { (words.get(label)) }
                select name=(name) {
                    @for (value, id, chosen) in options {
                        option value=(value) selected[*chosen] { (words.get(id)) }
                    }
                }
            }
        }
    };
    let edition = [
        ("2016", "menu-edition-2016", person.edition == Edition::Y2016),
        ("2026", "menu-edition-2026", person.edition == Edition::Y2026),
    ];
    let age = |label: &str, value: u8, low: u8, high: u8| {
        html! {
            label.f {
                span.lb { (words.get(label)) }
                input.so name="age" type="number" inputmode="numeric" min=(low) max=(high) value=(value);
            }
        }
    };
    html! {
        form.stack method="get" action=(view.path) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            div.fields {
                @match person.stage {
                    Stage::Pregnant { age_years, activity, .. } | Stage::Lactating { age_years, activity, .. } => {
                        (age("menu-age-years", age_years, Person::WOMAN_YEARS.0, Person::WOMAN_YEARS.1))
                        (select("activity", "menu-activity", &[
                            ("light", "menu-activity-light", activity == Activity::Light),
                            ("moderate", "menu-activity-moderate", activity == Activity::Moderate),
                            ("heavy", "menu-activity-heavy", activity == Activity::Heavy),
                        ]))
                    }
                    Stage::Child { age_months, sex, breastfed } => {
                        (age("menu-age-months", age_months, FIRST_MONTH, Person::CHILD_LAST_MONTH))
                        (select("sex", "menu-sex", &[
                            ("unknown", "menu-sex-unknown", sex.is_none()),
                            ("f", "menu-sex-girl", sex == Some(Sex::Girl)),
                            ("m", "menu-sex-boy", sex == Some(Sex::Boy)),
                        ]))
                        (select("breastfed", "menu-breastfed", &[
                            ("yes", "menu-yes", breastfed),
                            ("no", "menu-no", !breastfed),
                        ]))
                    }
                }
                (select("edition", "menu-edition", &edition))
            }
            @if let Some(menu) = view.path.strip_prefix("/menus/") {
                input type="hidden" name="menu" value=(menu);
                button.btn.sec formaction="/plan/for" { (icons::UTENSILS) (words.get("plan-for-us-go")) }
                p.t-xs.i3 { (words.get("plan-for-us-line")) }
            }
            button.btn.sec { (icons::ROTATE_CCW) (words.get("menu-apply")) }
        }
    }
}
