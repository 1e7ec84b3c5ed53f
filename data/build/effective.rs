//! One value per food and nutrient, chosen among the composition tables by the rules that
//! `foods/nep-2026/PROVENANCE.md` states. No value is ever made out of nothing: what no table knows stays unknown.

use std::collections::BTreeMap;
use std::path::Path;

use crate::decisions::{self, Choice, Decision};
use crate::foods::{CIQUAL, NIN, OWN, USDA, VTN, food_code};
use crate::nutrients::{self, Column, NutrientColumns, Rule};
use crate::vocabulary::CONFIDENCE;
use crate::{DataError, Row, Table};

/// An effective value, in the nutrient's unit per 100 g edible portion, and the cell it was read in.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub per_100g: f64,
    pub file: &'static str,
    pub line: usize,
    pub column: String,
    /// How the printed cell became the value; empty when it is the value.
    pub conversion: &'static str,
    pub confidence: String,
    pub note: String,
}

const ZEROS: &str = "foods/nep-2026/zeros.tsv";

/// The later list is rounded to two decimals …
const ROUNDING: f64 = 0.005;

/// … and its copper was printed in mg, so that its last digit is 10 µg.
const ROUNDING_OF_COPPER: f64 = 5.0;

type Values = BTreeMap<String, Value>;

struct Tables<'a> {
    vtn: BTreeMap<u32, Row<'a>>,
    nin: BTreeMap<u32, Row<'a>>,
    usda: BTreeMap<u32, Row<'a>>,
    ciqual: BTreeMap<u32, Row<'a>>,
    decisions: BTreeMap<(u32, String), Decision>,
    zeros: Vec<Zero>,
}

/// Nutrients that a kind of food cannot hold, so that an empty cell there does mean none.
struct Zero {
    nutrient: String,
    groups: Vec<i64>,
    except: Vec<u32>,
    line: usize,
}

/// The effective values of every food.
pub(crate) fn values(
    data: &Path,
    vtn: &Table,
    own: &Table,
    names: &BTreeMap<u32, String>,
) -> Result<BTreeMap<u32, Values>, DataError> {
    let list = nutrients::read(data)?;
    let (nin, usda, ciqual) = (Table::read(data, NIN)?, Table::read(data, USDA)?, Table::read(data, CIQUAL)?);
    let tables = Tables {
        vtn: by_code(vtn, "code", names)?,
        nin: by_code(&nin, "code_2007", names)?,
        usda: by_code(&usda, "code_2007", names)?,
        ciqual: by_code(&ciqual, "code_2007", names)?,
        decisions: decisions::read(data, names)?,
        zeros: read_zeros(data, &list, names)?,
    };
    for (code, nutrient) in tables.decisions.keys() {
        if !list.iter().any(|n| n.vtn.as_ref().is_some_and(|c| c.name == *nutrient) || n.code == *nutrient) {
            let line = tables.decisions[&(*code, nutrient.clone())].line;
            return Err(DataError {
                file: decisions::FILE.into(),
                row: line,
                column: Some("nutrient".into()),
                message: format!("there is no nutrient “{nutrient}”"),
            });
        }
    }
    let mut all = BTreeMap::new();
    for &code in tables.vtn.keys() {
        all.insert(code, tables.food(code, &list)?);
    }
    let by_name = rows_by_name(&usda)?;
    for row in own.rows() {
        let code = food_code(&row, "code", names)?;
        let mut values = own_food(&row, &list, &by_name)?;
        for nutrient in list.iter().filter(|n| !values.contains_key(&n.code)).collect::<Vec<_>>() {
            if let Some(zero) = tables.zero(code, row.integer("food_group")?, &nutrient.code) {
                values.insert(nutrient.code.clone(), zero);
            }
        }
        all.insert(code, values);
    }
    for values in all.values_mut() {
        for nutrient in list.iter().filter(|n| n.rule == Rule::Carotenoid) {
            values.remove(&nutrient.code);
        }
    }
    Ok(all)
}

/// The rows that belong to a food, by its code; rows for other foods have an empty cell there.
fn by_code<'a>(
    table: &'a Table,
    column: &str,
    names: &BTreeMap<u32, String>,
) -> Result<BTreeMap<u32, Row<'a>>, DataError> {
    let mut rows = BTreeMap::new();
    for row in table.rows() {
        if !row.cell(column)?.is_empty() {
            let code = food_code(&row, column, names)?;
            if rows.insert(code, row).is_some() {
                return Err(row.fault(column, format!("food {code} stands twice")));
            }
        }
    }
    Ok(rows)
}

fn rows_by_name(table: &Table) -> Result<BTreeMap<&str, Row<'_>>, DataError> {
    table.rows().map(|row| Ok((row.text("name_vi")?, row))).collect()
}

fn read_zeros(data: &Path, list: &[NutrientColumns], names: &BTreeMap<u32, String>) -> Result<Vec<Zero>, DataError> {
    let mut zeros = Vec::new();
    for row in Table::read(data, ZEROS)?.rows() {
        let nutrient = row.text("nutrient")?;
        if !list.iter().any(|n| n.code == nutrient) {
            return Err(row.fault("nutrient", format!("there is no nutrient “{nutrient}”")));
        }
        if row.number("value")?.abs() > 0.0 {
            return Err(row.fault("value", "only 0 belongs here"));
        }
        let whole = |column: &str| -> Result<Vec<i64>, DataError> {
            let cell = row.cell(column)?;
            cell.split(';')
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().map_err(|_| row.fault(column, format!("“{part}” is not a whole number"))))
                .collect()
        };
        let mut except = Vec::new();
        for code in whole("except")? {
            match u32::try_from(code) {
                Ok(code) if names.contains_key(&code) => except.push(code),
                _ => return Err(row.fault("except", format!("there is no food {code}"))),
            }
        }
        row.text("reason")?;
        zeros.push(Zero { nutrient: nutrient.to_owned(), groups: whole("groups")?, except, line: row.number });
    }
    Ok(zeros)
}

/// The cell under `column` in the nutrient's unit.
fn cell(row: Option<&Row<'_>>, column: Option<&Column>) -> Result<Option<f64>, DataError> {
    let (Some(row), Some(column)) = (row, column) else { return Ok(None) };
    let Some(printed) = row.number_or_missing(&column.name)? else { return Ok(None) };
    if printed < 0.0 {
        return Err(row.fault(&column.name, "a food holds no less than nothing"));
    }
    Ok(Some(printed * column.factor))
}

fn value(per_100g: f64, file: &'static str, row: &Row<'_>, column: &Column, confidence: &str) -> Value {
    Value {
        per_100g,
        file,
        line: row.number,
        column: column.name.clone(),
        conversion: if (column.factor - 1.0).abs() < 1e-12 { "" } else { "unit" },
        confidence: confidence.to_owned(),
        note: String::new(),
    }
}

impl Tables<'_> {
    fn food(&self, code: u32, list: &[NutrientColumns]) -> Result<Values, DataError> {
        let mut values = Values::new();
        for nutrient in list {
            let decision = nutrient
                .vtn
                .iter()
                .map(|column| &column.name)
                .chain([&nutrient.code])
                .find_map(|name| self.decisions.get(&(code, name.clone())));
            let chosen = match decision {
                Some(decision) => self.decided(code, nutrient, decision)?,
                None => self.by_rule(code, nutrient, &values)?,
            };
            let open = decision.is_none();
            let zero = || self.zero(code, i64::from(code / 1000), &nutrient.code).filter(|_| open);
            if let Some(chosen) = chosen.or_else(zero) {
                values.insert(nutrient.code.clone(), chosen);
            }
        }
        Ok(values)
    }

    fn by_rule(&self, code: u32, nutrient: &NutrientColumns, sofar: &Values) -> Result<Option<Value>, DataError> {
        if nutrient.rule == Rule::VitaminA
            && let Some(made) = vitamin_a(code, sofar)
        {
            return Ok(Some(made));
        }
        if let Some(found) = self.vietnamese(code, nutrient)? {
            return Ok(Some(found));
        }
        if matches!(nutrient.rule, Rule::Proximate | Rule::Carotenoid) {
            return Ok(None);
        }
        if let Some(found) = abroad(self.usda.get(&code), USDA, nutrient.usda.as_ref())?
            && self.fits(code, nutrient, found.per_100g, sofar)?
        {
            return Ok(Some(found));
        }
        abroad(self.ciqual.get(&code), CIQUAL, nutrient.ciqual.as_ref())
    }

    /// The value of the two Vietnamese tables.
    fn vietnamese(&self, code: u32, nutrient: &NutrientColumns) -> Result<Option<Value>, DataError> {
        if nutrient.rule == Rule::VitaminA {
            return Ok(None);
        }
        let (vtn_row, nin_row) = (&self.vtn[&code], self.nin.get(&code));
        let (vtn, nin) = (cell(Some(vtn_row), nutrient.vtn.as_ref())?, cell(nin_row, nutrient.nin.as_ref())?);
        let of_2007 = |amount: f64, confidence: &str| {
            nutrient.vtn.as_ref().map(|column| value(amount, VTN, vtn_row, column, confidence))
        };
        let of_nin = |amount: f64| match (nin_row, &nutrient.nin) {
            (Some(row), Some(column)) => Some(value(amount, NIN, row, column, "medium")),
            _ => None,
        };
        Ok(match (vtn, nin) {
            (Some(old), Some(new)) if agree(vtn_row, nutrient, old, new)? => of_2007(old, "high"),
            (Some(old), _) if nutrient.rule == Rule::Proximate => of_2007(old, "medium"),
            (_, Some(new)) => of_nin(new),
            (Some(old), None) => of_2007(old, "medium"),
            (None, None) if nutrient.code == "fat" => self.trace_of_fat(vtn_row)?,
            (None, None) => None,
        })
    }

    /// An empty fat cell of the 2007 table means a trace: the rest of the row already makes up the 100 g.
    fn trace_of_fat(&self, row: &Row<'_>) -> Result<Option<Value>, DataError> {
        let mut whole = 0.0;
        for column in ["water_g", "protein_g", "carbohydrate_g", "fibre_g", "ash_g"] {
            whole += row.number_or_missing(column)?.unwrap_or(0.0);
        }
        if !(97.0..=103.0).contains(&whole) {
            return Ok(None);
        }
        Ok(Some(Value {
            per_100g: 0.0,
            file: VTN,
            line: row.number,
            column: "fat_g".into(),
            conversion: "trace",
            confidence: "medium".into(),
            note: String::new(),
        }))
    }

    /// Whether a value borrowed from abroad can be a part of this food.
    fn fits(&self, code: u32, nutrient: &NutrientColumns, borrowed: f64, sofar: &Values) -> Result<bool, DataError> {
        Ok(match nutrient.rule {
            Rule::PartOfCarbohydrate => {
                sofar.get("carbohydrate").is_some_and(|carbohydrate| borrowed <= carbohydrate.per_100g)
            }
            Rule::FattyAcid => {
                let theirs = match self.usda.get(&code) {
                    Some(row) => row.number_or_missing("fat_g")?,
                    None => None,
                };
                match (theirs, sofar.get("fat")) {
                    (Some(theirs), Some(ours)) => {
                        let gap = (theirs - ours.per_100g).abs();
                        borrowed <= ours.per_100g && (gap <= 0.5 || gap <= 0.25 * ours.per_100g)
                    }
                    _ => false,
                }
            }
            _ => true,
        })
    }

    fn decided(&self, code: u32, nutrient: &NutrientColumns, decision: &Decision) -> Result<Option<Value>, DataError> {
        let fault = |message: String| DataError {
            file: decisions::FILE.into(),
            row: decision.line,
            column: Some("decision".into()),
            message,
        };
        let take = |rows: &BTreeMap<u32, Row<'_>>, code: u32, file: &'static str, column: Option<&Column>| {
            let amount = cell(rows.get(&code), column)?;
            match (rows.get(&code), column, amount) {
                (Some(row), Some(column), Some(amount)) => {
                    let mut found = value(amount, file, row, column, &decision.confidence);
                    found.note.clone_from(&decision.reason);
                    Ok(Some(found))
                }
                _ => Err(fault(format!("{file} has no {} for food {code}", nutrient.code))),
            }
        };
        match decision.choice {
            Choice::Keep2007 => take(&self.vtn, code, VTN, nutrient.vtn.as_ref()),
            Choice::UseNin => take(&self.nin, code, NIN, nutrient.nin.as_ref()),
            Choice::UseUsda => take(&self.usda, code, USDA, nutrient.usda.as_ref()),
            Choice::UseCiqual => take(&self.ciqual, code, CIQUAL, nutrient.ciqual.as_ref()),
            Choice::UseFood(other) => match take(&self.vtn, other, VTN, nutrient.vtn.as_ref()) {
                Ok(found) => Ok(found),
                Err(_) => take(&self.nin, other, NIN, nutrient.nin.as_ref()),
            },
            Choice::Value(per_100g) => Ok(Some(Value {
                per_100g,
                file: decisions::FILE,
                line: decision.line,
                column: "value".into(),
                conversion: "",
                confidence: decision.confidence.clone(),
                note: decision.reason.clone(),
            })),
            Choice::Missing => Ok(None),
        }
    }

    fn zero(&self, code: u32, group: i64, nutrient: &str) -> Option<Value> {
        let zero = self
            .zeros
            .iter()
            .find(|zero| zero.nutrient == nutrient && zero.groups.contains(&group) && !zero.except.contains(&code))?;
        Some(Value {
            per_100g: 0.0,
            file: ZEROS,
            line: zero.line,
            column: "value".into(),
            conversion: "",
            confidence: "medium".into(),
            note: String::new(),
        })
    }
}

/// Whether the later list prints the same figure as 2007: they differ by no more than the rounding of either. The book
/// prints 109 mg of calcium where the list has 108.9: nothing was changed. A printed 0 tells nothing of its rounding.
fn agree(row: &Row<'_>, nutrient: &NutrientColumns, old: f64, new: f64) -> Result<bool, DataError> {
    let Some(column) = &nutrient.vtn else { return Ok(false) };
    let printed = row.cell(&column.name)?;
    let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let of_the_book = if old > 0.0 { 0.5 * column.factor / 10_f64.powf(decimals as f64) } else { 0.0 };
    let of_the_list = if nutrient.code == "copper" { ROUNDING_OF_COPPER } else { ROUNDING };
    Ok((old - new).abs() <= of_the_book.max(of_the_list) + 1e-9)
}

/// A value of a foreign table, whose row says how near its food is to ours.
fn abroad(row: Option<&Row<'_>>, file: &'static str, column: Option<&Column>) -> Result<Option<Value>, DataError> {
    let Some(amount) = cell(row, column)? else { return Ok(None) };
    let (Some(row), Some(column)) = (row, column) else { return Ok(None) };
    // French iodine reflects French feed and salt: low even for the same food.
    let same = if file == CIQUAL { "low" } else { "medium" };
    Ok(match row.one_of("match", &["same food", "close", "proxy"])? {
        "same food" => Some(value(amount, file, row, column, same)),
        "close" => Some(value(amount, file, row, column, "low")),
        _ => None,
    })
}

/// Retinol activity equivalents: retinol + β-carotene / 12 + (α-carotene + β-cryptoxanthin) / 24, all µg.
///
/// A minor carotenoid that is not known counts as none; retinol and β-carotene must be known, save that meat, fish,
/// eggs and milk (groups 7–10) may go by their retinol alone, with low confidence.
fn vitamin_a(code: u32, sofar: &Values) -> Option<Value> {
    let amount = |nutrient: &str| sofar.get(nutrient).map(|value| value.per_100g);
    let retinol = sofar.get("retinol")?;
    let animal = matches!(code / 1000, 7..=10);
    let beta = match sofar.get("beta_carotene") {
        Some(beta) => beta,
        None if animal => retinol,
        None => return None,
    };
    let known = amount("beta_carotene").is_some();
    let minor = amount("alpha_carotene").unwrap_or(0.0) + amount("beta_cryptoxanthin").unwrap_or(0.0);
    let of_beta = amount("beta_carotene").unwrap_or(0.0) / 12.0;
    let main = if of_beta > retinol.per_100g { beta } else { retinol };
    let weakest = |a: &str, b: &str| {
        let place = |word: &str| CONFIDENCE.iter().position(|c| *c == word).unwrap_or(CONFIDENCE.len() - 1);
        CONFIDENCE[place(a).max(place(b))].to_owned()
    };
    Some(Value {
        per_100g: retinol.per_100g + of_beta + minor / 24.0,
        file: main.file,
        line: main.line,
        column: main.column.clone(),
        conversion: if known { "rae" } else { "rae_of_retinol" },
        confidence: if known { weakest(&retinol.confidence, &beta.confidence) } else { "low".into() },
        note: main.note.clone(),
    })
}

/// A food the 2007 table lacks: its own figures first, then the USDA row it names. Energy is made by the convention of
/// the 2007 table, 4 P + 9 F + 4 C, and carbohydrate is what is left of the total without fibre.
fn own_food(row: &Row<'_>, list: &[NutrientColumns], usda: &BTreeMap<&str, Row<'_>>) -> Result<Values, DataError> {
    let confidence = row.one_of("confidence", CONFIDENCE)?;
    let name = row.cell("usda_name")?;
    let theirs = match usda.get(name) {
        Some(theirs) => Some(theirs),
        None if name.is_empty() => None,
        None => return Err(row.fault("usda_name", format!("“{name}” is not in {USDA}"))),
    };
    let mut values = Values::new();
    for nutrient in list {
        let own = nutrient.vtn.as_ref().or(nutrient.ciqual.as_ref()).filter(|column| row.has(&column.name));
        if let Some(amount) = cell(Some(row), own)?
            && let Some(column) = own
        {
            values.insert(nutrient.code.clone(), value(amount, OWN, row, column, confidence));
            continue;
        }
        if let (Some(theirs), Some(column)) = (theirs, &nutrient.usda)
            && let Some(amount) = cell(Some(theirs), Some(column))?
        {
            let mut found = value(amount, USDA, theirs, column, confidence);
            if nutrient.code == "carbohydrate" {
                found.per_100g = amount - theirs.number_or_missing("fibre_g")?.unwrap_or(0.0);
                found.conversion = "without_fibre";
            }
            values.insert(nutrient.code.clone(), found);
        }
    }
    let amount = |nutrient: &str| {
        values.get(nutrient).map(|v| v.per_100g).ok_or_else(|| row.fault("code", format!("{nutrient} is not known")))
    };
    let energy = 4.0 * amount("protein")? + 9.0 * amount("fat")? + 4.0 * amount("carbohydrate")?;
    let (file, line) = (values["protein"].file, values["protein"].line);
    values.insert(
        "energy".into(),
        Value {
            per_100g: (energy * 10.0).round() / 10.0,
            file,
            line,
            column: "protein_g".into(),
            conversion: "energy",
            confidence: confidence.to_owned(),
            note: String::new(),
        },
    );
    if let Some(made) = vitamin_a(row.integer("code").map_or(0, |code| u32::try_from(code).unwrap_or(0)), &values) {
        values.insert("vitamin_a".into(), made);
    }
    Ok(values)
}
