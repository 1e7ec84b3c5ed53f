//! The household measure each dish is served in, and in what steps: `dishes/nep-2026/dish_portions.tsv`.
//!
//! A row names a dish, or else a kind of dish and its eaters; a dish takes its own row, or the one of its kind. A child's
//! dish goes by its youngest eater. A dish that gets no row, or whose serving is not one of its own steps, stops the build.

use std::path::Path;

use crate::dishes::{DISHES, Dish};
use crate::vocabulary::{CONFIDENCE, DISH_KINDS};
use crate::{DataError, Row, Table};

pub(crate) const PORTIONS: &str = "dishes/nep-2026/dish_portions.tsv";

/// A household step is a quarter, a half or a whole number of measures: no one measures out a third of a bowl.
const PARTS: [f64; 2] = [0.25, 0.5];
/// Quarters are exact in binary; a sum of them is off by less.
const EXACT: f64 = 1e-9;
/// A menu may print a third of a serving with three decimals.
const PRINTED: f64 = 0.02;

#[derive(Debug)]
pub(crate) struct Portion {
    pub whom: Whom,
    pub measure_vi: String,
    pub measure_en: String,
    pub per_serving: f64,
    pub step: f64,
    pub least: f64,
    pub most: f64,
    pub most_under_36: Option<f64>,
    pub confidence: String,
    pub line: usize,
}

/// What a row holds for.
#[derive(Debug, PartialEq)]
pub(crate) enum Whom {
    Dish(String),
    /// Dishes of a kind; the months of their youngest eaters, or nothing for women's dishes.
    Kind(String, Option<(i64, i64)>),
}

/// Every row, after each dish has found its own in them.
pub(crate) fn read<'d>(data: &Path, dishes: impl Iterator<Item = &'d mut Dish>) -> Result<Vec<Portion>, DataError> {
    let mut portions: Vec<Portion> = Vec::new();
    let mut unknown: Vec<(String, DataError)> = Vec::new();
    for row in Table::read(data, PORTIONS)?.rows() {
        let portion = portion(&row)?;
        if portions.iter().any(|other| other.whom.meets(&portion.whom)) {
            return Err(row.fault("dish_id", "an earlier row already holds for it"));
        }
        if let Whom::Dish(id) = &portion.whom {
            unknown.push((id.clone(), row.fault("dish_id", format!("there is no dish “{id}”"))));
        }
        portions.push(portion);
    }
    for dish in dishes {
        unknown.retain(|(id, _)| *id != dish.id);
        let own = portions.iter().find(|portion| matches!(&portion.whom, Whom::Dish(id) if *id == dish.id));
        let portion = own.or_else(|| portions.iter().find(|portion| portion.whom.holds_for(dish)));
        dish.portion_line = portion.map(|portion| portion.line).ok_or_else(|| DataError {
            file: DISHES.into(),
            row: dish.line,
            column: Some("id".into()),
            message: format!("“{}” has no household measure: {PORTIONS} has no row for it or its kind", dish.id),
        })?;
    }
    match unknown.into_iter().next() {
        Some((_, fault)) => Err(fault),
        None => Ok(portions),
    }
}

impl Whom {
    fn holds_for(&self, dish: &Dish) -> bool {
        match self {
            Self::Dish(id) => *id == dish.id,
            Self::Kind(kind, months) => {
                *kind == dish.kind
                    && match (months, dish.child_ages) {
                        (Some((from, to)), Some((youngest, _))) => (*from..=*to).contains(&youngest),
                        (months, ages) => months.is_none() && ages.is_none(),
                    }
            }
        }
    }

    /// Whether two rows could hold for the same dish at the same rank.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Kind(kind, Some((from, to))), Self::Kind(same, Some((least, most)))) => {
                kind == same && from <= most && least <= to
            }
            _ => self == other,
        }
    }
}

impl Portion {
    /// Whether so many servings are served at a meal to a child of so many months, or to a grown-up.
    pub(crate) fn serves(&self, servings: f64, child_months: Option<i64>) -> bool {
        let measures = servings * self.per_serving;
        let steps = measures / self.step;
        let most = match (self.most_under_36, child_months) {
            (Some(most), Some(months)) if months < 36 => most,
            _ => self.most,
        };
        (steps - steps.round()).abs() < PRINTED && measures > self.least - PRINTED && measures < most + PRINTED
    }
}

fn portion(row: &Row<'_>) -> Result<Portion, DataError> {
    let positive = |column: &str| -> Result<f64, DataError> {
        let value = row.number(column)?;
        if value > 0.0 { Ok(value) } else { Err(row.fault(column, "must be above 0")) }
    };
    let portion = Portion {
        whom: whom(row)?,
        measure_vi: row.text("measure_vi")?.to_owned(),
        measure_en: row.text("measure_en")?.to_owned(),
        per_serving: positive("per_serving")?,
        step: positive("step")?,
        least: positive("least")?,
        most: positive("most")?,
        most_under_36: row.number_or_missing("most_under_36")?,
        confidence: row.one_of("confidence", CONFIDENCE)?.to_owned(),
        line: row.number,
    };
    let whole = |value: f64| (value - value.round()).abs() < EXACT;
    if !whole(portion.step) && !PARTS.iter().any(|part| (portion.step - part).abs() < EXACT) {
        return Err(row.fault("step", format!("{} is no quarter, half or whole number of measures", portion.step)));
    }
    for column in ["per_serving", "least", "most", "most_under_36"] {
        let Some(value) = row.number_or_missing(column)? else { continue };
        if !whole(value / portion.step) {
            return Err(row.fault(column, format!("{value} measures are not made of steps of {}", portion.step)));
        }
    }
    let young = portion.most_under_36.unwrap_or(portion.most);
    if portion.least > portion.per_serving || portion.per_serving > young || young > portion.most {
        return Err(row.fault("per_serving", "must rise: least, per_serving, most_under_36, most"));
    }
    Ok(portion)
}

fn whom(row: &Row<'_>) -> Result<Whom, DataError> {
    let dish = row.cell("dish_id")?;
    if !dish.is_empty() {
        for column in ["kind", "eater", "from_months", "to_months"] {
            if !row.cell(column)?.is_empty() {
                return Err(row.fault(column, "the row of one dish says nothing of a kind or of eaters"));
            }
        }
        return Ok(Whom::Dish(dish.to_owned()));
    }
    let kind = row.one_of("kind", DISH_KINDS)?.to_owned();
    if row.one_of("eater", &["woman", "child"])? == "woman" {
        return match row.cell("from_months")?.is_empty() && row.cell("to_months")?.is_empty() {
            true => Ok(Whom::Kind(kind, None)),
            false => Err(row.fault("from_months", "a woman's dish has no months")),
        };
    }
    let (from, to) = (row.integer("from_months")?, row.integer("to_months")?);
    if from < 6 || from > to || to > 60 {
        return Err(row.fault("from_months", "ages must rise, from 6 to 60 months"));
    }
    Ok(Whom::Kind(kind, Some((from, to))))
}
