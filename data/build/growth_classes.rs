//! Growth classes, thresholds and the weighing schedule as Rust tables: `guidelines/growth-classes-2006`.

use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Row, Table};

const CLASSES: &str = "guidelines/growth-classes-2006/growth_classes.tsv";
const RULES: &str = "guidelines/growth-classes-2006/growth_rules.tsv";
const SCHEDULE: &str = "guidelines/growth-classes-2006/weighing_schedule.tsv";

/// Indicators whose classes are bands of a number, with their name in the library.
const BANDS: [(&str, &str); 7] = [
    ("weight_for_age", "WeightForAge"),
    ("height_for_age", "LengthForAge"),
    ("weight_for_length", "WeightForLength"),
    ("weight_for_height", "WeightForHeight"),
    ("bmi_for_age", "BmiForAge"),
    ("head_circumference", "HeadForAge"),
    ("muac", "Muac"),
];

/// Classes given by a rule, not by a band.
const BY_RULE: [(&str, &str); 2] = [("acute_malnutrition", "AcuteMalnutrition"), ("oedema", "Oedema")];

/// Indicators with a range of plausibility.
const PLAUSIBLE: [(&str, &str); 9] = [
    ("weight_for_age", "WeightForAge"),
    ("height_for_age", "LengthForAge"),
    ("weight_for_length", "WeightForLength"),
    ("weight_for_height", "WeightForHeight"),
    ("bmi_for_age", "BmiForAge"),
    ("head_circumference", "HeadForAge"),
    ("muac_for_age", "ArmForAge"),
    ("weight_kg", "WeightKg"),
    ("lenhei_cm", "LengthCm"),
];

/// The text of `growth_classes.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let table = Table::read(data, CLASSES)?;
    let mut out = format!("/// From `data/{CLASSES}`.\npub(super) static CLASSES: &[Class] = &[\n");
    for (indicator, subject) in BANDS {
        let mut previous = None;
        for row in table.rows() {
            if row.text("indicator")? == indicator && !row.text("class_id")?.starts_with("flag_") && is_band(&row)? {
                let band = Band::read(&row)?;
                band.follows(previous.as_ref(), &row)?;
                emit_class(&mut out, &row, subject, &band)?;
                previous = Some(band);
            }
        }
        if previous.is_none_or(|last| last.high.is_some()) {
            return Err(table.fault(format!("the classes of {indicator} do not reach the end")));
        }
    }
    for (indicator, subject) in BY_RULE {
        for row in table.rows() {
            if row.text("indicator")? == indicator {
                emit_class(&mut out, &row, subject, &Band::default())?;
            }
        }
    }
    let _ =
        writeln!(out, "];\n/// Accepted intervals, from `data/{CLASSES}`.\npub(super) static PLAUSIBLE: &[Class] = &[");
    for row in table.rows() {
        if row.text("class_id")?.starts_with("flag_") {
            let indicator = row.text("indicator")?;
            let Some((_, subject)) = PLAUSIBLE.iter().find(|(name, _)| *name == indicator) else {
                return Err(row.fault("indicator", format!("{indicator} has no range of plausibility")));
            };
            let band = Band {
                low: Some(row.number("low")?),
                high: Some(row.number("high")?),
                low_included: true,
                high_included: true,
            };
            emit_class(&mut out, &row, subject, &band)?;
        }
    }
    out.push_str("];\n");
    emit_schedule(&mut out, data)?;
    Ok(out)
}

/// The text of `growth_rules.rs`: a constant per threshold.
pub fn emit_rules(data: &Path) -> Result<String, DataError> {
    let table = Table::read(data, RULES)?;
    let mut out = String::new();
    for row in table.rows() {
        let name = row.text("rule_id")?;
        let _ = writeln!(
            out,
            "/// {} ({}; {} confidence).\npub static {}: Rule = Rule {{ id: {name:?}, value: {:?}, reference: {} }};",
            row.text("source")?,
            row.text("unit")?,
            row.text("confidence")?,
            name.to_uppercase(),
            row.number("value")?,
            reference(&row, RULES)?,
        );
    }
    let _ = writeln!(out, "/// Every threshold, in file order.\npub static RULES: &[&Rule] = &[");
    for row in table.rows() {
        let _ = writeln!(out, "&{},", row.text("rule_id")?.to_uppercase());
    }
    out.push_str("];\n");
    Ok(out)
}

fn emit_schedule(out: &mut String, data: &Path) -> Result<(), DataError> {
    let table = Table::read(data, SCHEDULE)?;
    let _ = writeln!(out, "/// From `data/{SCHEDULE}`.\npub(super) static SCHEDULE: &[Weighing] = &[");
    for row in table.rows() {
        let whom = match row.text("for_whom")? {
            "newborn" => "Newborn",
            "severe_acute" => "SevereAcute",
            "moderate_acute" => "ModerateAcute",
            "malnourished_or_overweight" => "MalnourishedOrOverweight",
            "any" => "Any",
            "height" => "Height",
            other => return Err(row.fault("for_whom", format!("“{other}” is not known"))),
        };
        let every = match row.text("unit")? {
            "days" => "Days",
            "months" => "Months",
            "day_of_life" => "DayOfLife",
            other => return Err(row.fault("unit", format!("“{other}” is not known"))),
        };
        let _ = writeln!(
            out,
            "Weighing {{ id: {:?}, whom: Whom::{whom}, from_day: {}, to_day: {}, every: Every::{every}({}), reference: {} }},",
            row.text("schedule_id")?,
            row.integer("age_min_days")?,
            row.integer("age_max_days")?,
            row.integer("every")?,
            reference(&row, SCHEDULE)?,
        );
    }
    out.push_str("];\n");
    Ok(())
}

#[derive(Default)]
struct Band {
    low: Option<f64>,
    high: Option<f64>,
    low_included: bool,
    high_included: bool,
}

fn is_band(row: &Row<'_>) -> Result<bool, DataError> {
    Ok(row.text("bounds")?.starts_with(['[', '(']))
}

impl Band {
    /// Reads the bounds and checks them against the two limits.
    fn read(row: &Row<'_>) -> Result<Self, DataError> {
        let bounds = row.text("bounds")?;
        let (low, high) = (row.number_or_missing("low")?, row.number_or_missing("high")?);
        let band = Self { low, high, low_included: bounds.starts_with('['), high_included: bounds.ends_with(']') };
        let told = |limit: Option<f64>, none: &str| limit.map_or_else(|| none.to_owned(), |value| value.to_string());
        let expected = format!(
            "{}{},{}{}",
            if band.low_included { '[' } else { '(' },
            told(low, "-inf"),
            told(high, "inf"),
            if band.high_included { ']' } else { ')' },
        );
        if bounds != expected {
            return Err(row.fault("bounds", format!("“{bounds}”, the limits say “{expected}”")));
        }
        Ok(band)
    }

    /// Every number belongs to exactly one class: a band begins where the one before it ends.
    fn follows(&self, previous: Option<&Self>, row: &Row<'_>) -> Result<(), DataError> {
        let meets = match previous {
            None => self.low.is_none(),
            Some(before) => before.high == self.low && before.high_included != self.low_included,
        };
        if meets { Ok(()) } else { Err(row.fault("low", "leaves a gap or overlaps the class before it")) }
    }
}

fn emit_class(out: &mut String, row: &Row<'_>, subject: &str, band: &Band) -> Result<(), DataError> {
    let severity = match row.text("severity")? {
        "ok" => "Ok",
        "watch" => "Watch",
        "moderate" => "Moderate",
        "severe" => "Severe",
        "over" => "Over",
        "obese" => "Obese",
        "flag" => "Flag",
        other => return Err(row.fault("severity", format!("“{other}” is not a severity"))),
    };
    let _ = writeln!(
        out,
        "Class {{ id: {:?}, subject: Subject::{subject}, low: {:?}, high: {:?}, low_included: {}, high_included: {}, \
         name_vi: {:?}, name_en: {:?}, severity: Severity::{severity}, action: {:?}, from_day: {}, to_day: {}, reference: {} }},",
        row.text("class_id")?,
        band.low,
        band.high,
        band.low_included,
        band.high_included,
        row.text("name_vi")?,
        row.text("name_en")?,
        row.text("action_code")?,
        row.integer("age_min_days")?,
        row.integer("age_max_days")?,
        reference(row, CLASSES)?,
    );
    Ok(())
}

fn reference(row: &Row<'_>, file: &str) -> Result<String, DataError> {
    let confidence = match row.text("confidence")? {
        "high" => "High",
        "medium" => "Medium",
        "low" => "Low",
        other => return Err(row.fault("confidence", format!("“{other}” is not high, medium or low"))),
    };
    Ok(format!(
        "Reference {{ source: {:?}, confidence: Confidence::{confidence}, file: \"data/{file}\", line: {} }}",
        row.text("source")?,
        row.number,
    ))
}
