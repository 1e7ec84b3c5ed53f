//! Which column of which composition table holds a nutrient, and in which unit: `foods/nep-2026/nutrients.tsv`.

use std::path::Path;

use crate::{DataError, Row, Table};

/// How the one value of a nutrient is chosen among the tables; see `foods/nep-2026/PROVENANCE.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The 2007 table only, so that water, protein, fat, carbohydrate and energy stay of one piece.
    Proximate,
    /// NIN's later list where it changed or fills, then 2007, USDA, CIQUAL.
    Micronutrient,
    /// The same, but USDA fills only what the food's own carbohydrate can hold.
    PartOfCarbohydrate,
    /// The same, but USDA fills only where its food is about as fat as ours.
    FattyAcid,
    /// Only used to make vitamin A; never borrowed abroad.
    Carotenoid,
    /// Made from retinol and the carotenoids chosen.
    VitaminA,
}

/// One row of the list.
#[derive(Clone, Debug)]
pub(crate) struct NutrientColumns {
    pub code: String,
    pub unit: Unit,
    pub rule: Rule,
    pub vtn: Option<Column>,
    pub nin: Option<Column>,
    pub usda: Option<Column>,
    pub ciqual: Option<Column>,
}

/// A column of a composition table and the factor from its unit to the nutrient's.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub name: String,
    pub factor: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Kilocalories,
    Grams,
    Milligrams,
    Micrograms,
}

impl Unit {
    fn of_symbol(symbol: &str) -> Option<Self> {
        match symbol {
            "kcal" => Some(Self::Kilocalories),
            "g" => Some(Self::Grams),
            "mg" => Some(Self::Milligrams),
            "µg" => Some(Self::Micrograms),
            _ => None,
        }
    }

    /// The unit a column name ends in.
    fn of_column(name: &str) -> Option<Self> {
        match name.rsplit('_').next() {
            Some("kcal") => Some(Self::Kilocalories),
            Some("g") => Some(Self::Grams),
            Some("mg") => Some(Self::Milligrams),
            Some("ug") => Some(Self::Micrograms),
            _ => None,
        }
    }

    pub(crate) const fn symbol(self) -> &'static str {
        match self {
            Self::Kilocalories => "kcal",
            Self::Grams => "g",
            Self::Milligrams => "mg",
            Self::Micrograms => "µg",
        }
    }

    const fn micrograms(self) -> Option<f64> {
        match self {
            Self::Kilocalories => None,
            Self::Grams => Some(1e6),
            Self::Milligrams => Some(1e3),
            Self::Micrograms => Some(1.0),
        }
    }

    /// The factor that turns this unit into `wanted`.
    fn factor_to(self, wanted: Self) -> Option<f64> {
        if self == wanted {
            return Some(1.0);
        }
        Some(self.micrograms()? / wanted.micrograms()?)
    }
}

const FILE: &str = "foods/nep-2026/nutrients.tsv";

/// The list, checked: known rules and units, each column convertible to the nutrient's unit.
pub(crate) fn read(data: &Path) -> Result<Vec<NutrientColumns>, DataError> {
    let table = Table::read(data, FILE)?;
    let mut list: Vec<NutrientColumns> = Vec::new();
    for row in table.rows() {
        let code = row.text("nutrient")?;
        if list.iter().any(|n| n.code == code) {
            return Err(row.fault("nutrient", format!("“{code}” stands twice")));
        }
        let unit = Unit::of_symbol(row.text("unit")?).ok_or_else(|| row.fault("unit", "is none of kcal, g, mg, µg"))?;
        list.push(NutrientColumns {
            code: code.to_owned(),
            unit,
            rule: rule(&row)?,
            vtn: column(&row, "vtn_2007", unit)?,
            nin: column(&row, "nin_online_2026", unit)?,
            usda: column(&row, "usda_sr28", unit)?,
            ciqual: column(&row, "ciqual_2020", unit)?,
        });
    }
    Ok(list)
}

fn rule(row: &Row<'_>) -> Result<Rule, DataError> {
    let names = ["proximate", "micronutrient", "part", "fatty_acid", "carotenoid", "rae"];
    Ok(match row.one_of("rule", &names)? {
        "proximate" => Rule::Proximate,
        "micronutrient" => Rule::Micronutrient,
        "part" => Rule::PartOfCarbohydrate,
        "fatty_acid" => Rule::FattyAcid,
        "carotenoid" => Rule::Carotenoid,
        _ => Rule::VitaminA,
    })
}

fn column(row: &Row<'_>, of: &str, wanted: Unit) -> Result<Option<Column>, DataError> {
    let name = row.cell(of)?;
    if name.is_empty() {
        return Ok(None);
    }
    let factor = Unit::of_column(name)
        .and_then(|unit| unit.factor_to(wanted))
        .ok_or_else(|| row.fault(of, format!("the unit of “{name}” cannot be turned into {}", wanted.symbol())))?;
    Ok(Some(Column { name: name.to_owned(), factor }))
}
