//! What a person needs, from the printed rows of `data/guidelines/rni-2016`.

use std::collections::BTreeMap;

use super::tsv::{Row, rows};
use super::who::{Who, Words as _};

/// A printed figure made out for one person; confidence 0 high, 1 medium, 2 low.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// A day.
    pub value: f64,
    /// Of its least sure row.
    pub confidence: u8,
}

/// What of one subject.
#[derive(Clone, Copy, Debug, Default)]
pub struct Need {
    /// Recommended or adequate.
    pub recommended: Option<Figure>,
    /// Lower end of a range or goal.
    pub low: Option<Figure>,
    /// Upper end.
    pub high: Option<Figure>,
    /// Upper limit.
    pub upper: Option<Figure>,
}

impl Need {
    /// The least that meets the need.
    #[must_use]
    pub fn least(&self) -> Option<Figure> {
        self.recommended.or(self.low)
    }
}

/// The requirement table, by group and nutrient.
#[derive(Debug)]
pub struct Needs(BTreeMap<String, BTreeMap<String, Vec<Row>>>);

/// Kinds of whole figures, each with the addition that goes onto it.
type Kinds = [(&'static str, &'static str)];

impl Needs {
    /// Reads it.
    #[must_use]
    pub fn read() -> Self {
        let mut needs: BTreeMap<String, BTreeMap<String, Vec<Row>>> = BTreeMap::new();
        for row in rows("guidelines/rni-2016/rni.tsv") {
            let group = needs.entry(row.text("group_id").to_owned()).or_default();
            group.entry(row.text("nutrient").to_owned()).or_default().push(row);
        }
        Self(needs)
    }

    fn rows(&self, group: &str, nutrient: &str) -> &[Row] {
        self.0.get(group).and_then(|nutrients| nutrients.get(nutrient)).map_or(&[], Vec::as_slice)
    }

    /// Of a subject: the table's name of it, and whether a share of energy or protein is meant.
    #[must_use]
    pub fn of(&self, who: &Who, nutrient: &str, share: bool, better: bool) -> Need {
        let figure = |kinds: &Kinds| self.figure(who, nutrient, share, better, kinds);
        Need {
            recommended: figure(&[("RNI", "addition"), ("AI", "")]),
            low: figure(&[("AMDR_low", ""), ("GOAL_min", ""), ("RNI_low", "addition_low")]),
            high: figure(&[("AMDR_high", ""), ("GOAL_max", ""), ("RNI_high", "addition_high")]),
            upper: figure(&[("UL", "")]),
        }
    }

    fn figure(&self, who: &Who, nutrient: &str, share: bool, better: bool, kinds: &Kinds) -> Option<Figure> {
        let beside: &[&str] = &["2016/2026", "2023", "WHO2023", "FAO2010", "IOM"];
        let editions: &[&[&str]] =
            if who.edition == "2026" { &[&["2026tool"], &["2016"], beside] } else { &[&["2016"], beside] };
        let one = |group: &str, kind: &str, editions: &[&str]| {
            let fits = |row: &&Row| {
                let unit = row.text("unit");
                let a_share = unit.starts_with('%') || unit == "ratio";
                row.text("value_kind") == kind
                    && editions.contains(&row.text("edition"))
                    && a_share == share
                    && !unit.contains("/kg")
                    && !(row.text("edition") == "2026tool" && row.text("confidence") == "low")
            };
            let found: Vec<Figure> = self
                .rows(group, nutrient)
                .iter()
                .filter(fits)
                .filter_map(|row| Some(Figure { value: value(row, who, better)?, confidence: row.confidence() }))
                .collect();
            let confidence = found.iter().map(|figure| figure.confidence).max()?;
            let values = found.iter().map(|figure| figure.value);
            // A child whose sex is not known meets the rows of both: between them, or the lower of two limits.
            #[expect(clippy::cast_precision_loss, reason = "one or two")]
            let mean = values.clone().sum::<f64>() / found.len() as f64;
            let value = if kind == "UL" { values.fold(f64::INFINITY, f64::min) } else { mean };
            Some(Figure { value, confidence })
        };
        let own = who.group();
        let whole = editions.iter().find_map(|editions| {
            kinds.iter().find_map(|&(kind, addition)| {
                one(own, kind, editions).or_else(|| {
                    let added = one(own, addition, editions)?;
                    let base = one(who.base(editions)?, kind, editions)?;
                    let confidence = added.confidence.max(base.confidence);
                    Some(Figure { value: base.value + added.value, confidence })
                })
            })
        });
        // A woman for whom nothing is printed needs what she needed before.
        let added =
            |row: &Row| kinds.iter().any(|(_, addition)| !addition.is_empty() && row.text("value_kind") == *addition);
        whole.or_else(|| {
            if self.rows(own, nutrient).iter().any(added) {
                return None;
            }
            editions.iter().find_map(|editions| {
                let base = who.base(editions)?;
                kinds.iter().find_map(|(kind, _)| one(base, kind, editions))
            })
        })
    }
}

/// The row's value for this person; `None` when its condition speaks of another.
fn value(row: &Row, who: &Who, better: bool) -> Option<f64> {
    let mut value = row.number("value")?;
    let months = who.months;
    let condition = row.text("condition");
    let later = condition.contains(" mg from ");
    for part in condition.split(';').map(str::trim) {
        let fits = match part {
            "sex=M" => who.months.is_some() && who.sex != Some('f'),
            "sex=F" => who.sex != Some('m'),
            "zinc_absorption=poor (15%)" => who.zinc == "poor",
            "zinc_absorption=moderate (30%)" => who.zinc == "moderate",
            "zinc_absorption=good (50%)" => who.zinc == "good",
            "iron_bioavailability=10%" => !who.iron_15,
            "iron_bioavailability=15%" => who.iron_15,
            "menses_returned=yes" => who.stage.starts_with("lactating") && who.menses.unwrap_or(true),
            "menses_returned=no" => who.stage.starts_with("lactating") && who.menses == Some(false),
            "activity=light" => who.activity == "light",
            "activity=moderate" => who.activity == "moderate",
            "activity=heavy" => who.activity == "heavy",
            "supplements/drugs only" | "supplements" => false,
            "strong recommendation" => !better,
            "conditional / preferable" => better,
            "from 24 months" => months.is_some_and(|months| months >= 24),
            "<24 months: no added sugar, no sweet drinks" => months.is_some_and(|months| months < 24),
            _ if part.contains("weight") => false,
            _ if part.starts_with("age ") && part.contains("months") => {
                let span: String = part[4..].chars().take_while(|c| c.is_ascii_digit() || *c == '–').collect();
                let (first, last) = span.split_once('–').expect("from and to");
                let last = if later { u32::MAX } else { last.parse().expect("months") };
                months.is_some_and(|months| (first.parse().expect("months")..=last).contains(&months))
            }
            _ => true,
        };
        if !fits {
            return None;
        }
        if let Some(young) = part.strip_suffix(" if <=18")
            && who.years.is_some_and(|years| years <= 18)
        {
            value = young.parse().expect("a number");
        }
        if let Some((then, month)) = part.split_once(" mg from ") {
            let month: u32 = month.trim_end_matches(" months").parse().expect("months");
            if months.is_some_and(|months| months >= month) {
                value = then.parse().expect("a number");
            }
        }
    }
    Some(value)
}
