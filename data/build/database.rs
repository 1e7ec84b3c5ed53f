//! Writes `nutrition.sqlite`: the same bytes for the same data.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::DataError;
use crate::dishes::{self, Bank};
use crate::foods::{self, Food};
use crate::guidelines::{self, FEEDING_COLUMNS, REQUIREMENT_TEXT};
use crate::menus;
use crate::portions::{self, Portion, Whom};
use crate::seasons;
use crate::sharing;
use crate::sources::sources;

const SCHEMA: &str = include_str!("schema.sql");

/// The bytes of `nutrition.sqlite`, made from the tables under `data`.
///
/// # Errors
///
/// The first fault found in the data, with its file, row and column.
pub fn nutrition_database(data: &Path) -> Result<Vec<u8>, DataError> {
    let foods = foods::read(data)?;
    let bank = dishes::read(data, &foods)?;
    let mut writer = Writer {
        db: Connection::open_in_memory()?,
        files: BTreeMap::new(),
        words: BTreeMap::new(),
        sources: Vec::new(),
    };
    writer.db.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = off; BEGIN;")?;
    writer.db.execute_batch(SCHEMA)?;
    writer.sources(data)?;
    writer.foods(&foods)?;
    writer.portions(&bank.portions)?;
    writer.bank(&bank)?;
    writer.shared_amounts(data)?;
    writer.guidelines(data)?;
    writer.db.execute_batch("COMMIT; VACUUM;")?;
    Ok(writer.db.serialize("main")?.to_vec())
}

impl From<rusqlite::Error> for DataError {
    fn from(fault: rusqlite::Error) -> Self {
        Self::file("nutrition.sqlite", fault)
    }
}

struct Writer {
    db: Connection,
    files: BTreeMap<String, i64>,
    words: BTreeMap<String, i64>,
    sources: Vec<String>,
}

fn line(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Writer {
    fn sources(&mut self, data: &Path) -> Result<(), DataError> {
        let mut insert = self.db.prepare("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
        for s in sources(data)? {
            insert.execute(params![
                s.id,
                s.title,
                s.publisher,
                s.year,
                s.obtained,
                s.terms,
                s.changes,
                s.confidence
            ])?;
            self.sources.push(s.id);
        }
        Ok(())
    }

    /// The number of a table's file; its folder must be a source.
    fn file(&mut self, path: &str) -> Result<i64, DataError> {
        if let Some(&id) = self.files.get(path) {
            return Ok(id);
        }
        let source = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.sources.iter().any(|known| known == source) {
            return Err(DataError::file(path, "its folder has no PROVENANCE.md"));
        }
        let id = line(self.files.len());
        self.db.execute("INSERT INTO data_file VALUES (?, ?, ?)", params![id, path, source])?;
        self.files.insert(path.to_owned(), id);
        Ok(id)
    }

    /// The number of a word.
    fn word(&mut self, word: &str) -> Result<i64, DataError> {
        if let Some(&id) = self.words.get(word) {
            return Ok(id);
        }
        let id = line(self.words.len());
        self.db.execute("INSERT INTO word VALUES (?, ?)", params![id, word])?;
        self.words.insert(word.to_owned(), id);
        Ok(id)
    }

    fn foods(&mut self, foods: &[Food]) -> Result<(), DataError> {
        for food in foods {
            let file = self.file(food.file)?;
            self.db
                .prepare_cached("INSERT INTO food VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    food.code,
                    food.name_vi,
                    food.name_en,
                    food.group,
                    food.edible_percent,
                    food.traits.animal_protein,
                    food.traits.diversity_group,
                    food.traits.iycf_group,
                    food.traits.mddw_group,
                    food.traits.flags,
                    food.allergens.as_ref().map_or("", |a| &a.holds),
                    food.allergens.as_ref().map_or("", |a| &a.read_label),
                    food.allergens.as_ref().map(|a| line(a.line)),
                    line(food.traits.line),
                    file,
                    line(food.line)
                ])?;
            for season in &food.seasons {
                let file = self.file(seasons::FILE)?;
                self.db.prepare_cached("INSERT INTO season VALUES (?, ?, ?, ?, ?)")?.execute(params![
                    food.code,
                    season.region,
                    season.months,
                    file,
                    line(season.line)
                ])?;
            }
            for (nutrient, value) in &food.values {
                let file = self.file(value.file)?;
                let (nutrient, column) = (self.word(nutrient)?, self.word(&value.column)?);
                let (conversion, confidence) = (self.word(value.conversion)?, self.word(&value.confidence)?);
                let note = Some(&value.note).filter(|note| !note.is_empty());
                self.db.prepare_cached("INSERT INTO food_nutrient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
                    params![
                        food.code,
                        nutrient,
                        value.per_100g,
                        file,
                        line(value.line),
                        column,
                        conversion,
                        confidence,
                        note
                    ],
                )?;
            }
        }
        Ok(())
    }

    fn portions(&mut self, portions: &[Portion]) -> Result<(), DataError> {
        let file = self.file(portions::PORTIONS)?;
        let mut insert = self.db.prepare("INSERT INTO portion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for p in portions {
            let (dish, kind, months) = match &p.whom {
                Whom::Dish(id) => (Some(id), None, None),
                Whom::Kind(kind, months) => (None, Some(kind), *months),
            };
            insert.execute(params![
                line(p.line),
                dish,
                kind,
                months.map(|(from, _)| from),
                months.map(|(_, to)| to),
                p.measure_vi,
                p.measure_en,
                p.per_serving,
                p.step,
                p.least,
                p.most,
                p.most_under_36,
                p.confidence,
                file
            ])?;
        }
        Ok(())
    }

    fn bank(&mut self, bank: &Bank) -> Result<(), DataError> {
        let (prices, dishes, ingredients, menus) = (
            self.file(dishes::PRICES)?,
            self.file(dishes::DISHES)?,
            self.file(dishes::INGREDIENTS)?,
            self.file(menus::MENUS)?,
        );
        for p in &bank.prices {
            self.db.prepare_cached("INSERT INTO price VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
                p.food,
                p.region,
                p.vnd_per_kg,
                p.basis,
                p.source,
                p.confidence,
                p.note,
                prices,
                line(p.line)
            ])?;
        }
        for d in &bank.dishes {
            self.db
                .prepare_cached("INSERT INTO dish VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    d.id,
                    d.name_vi,
                    d.name_en,
                    d.kind,
                    d.regions,
                    d.audiences,
                    d.meals,
                    d.tags,
                    d.flags,
                    d.flags_reason,
                    d.child_ages.map(|(from, _)| from),
                    d.child_ages.map(|(_, to)| to),
                    line(d.portion_line),
                    d.minutes.work,
                    d.minutes.total,
                    line(d.minutes.line),
                    d.note_vi,
                    d.source,
                    dishes,
                    line(d.line)
                ])?;
            if let Some(s) = &d.sharing {
                let file = self.file(sharing::SHARING)?;
                self.db.prepare_cached("INSERT INTO sharing VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
                    d.id,
                    s.from_months,
                    s.texture,
                    s.before_seasoning,
                    s.care,
                    s.reason,
                    file,
                    line(s.line)
                ])?;
            }
            for (position, i) in d.ingredients.iter().enumerate() {
                self.db
                    .prepare_cached("INSERT INTO dish_ingredient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                    .execute(params![
                        d.id,
                        line(position),
                        i.food,
                        i.grams,
                        i.role,
                        i.optional,
                        i.local_name_vi,
                        i.allergens.as_ref().map_or("", |a| &a.holds),
                        i.allergens.as_ref().map_or("", |a| &a.read_label),
                        ingredients,
                        line(i.line)
                    ])?;
            }
            for (index, step) in d.steps.iter().enumerate() {
                self.db.prepare_cached("INSERT INTO recipe_step VALUES (?, ?, ?)")?.execute(params![
                    d.id,
                    line(index + 1),
                    step
                ])?;
            }
        }
        let list = self.file(menus::LIST)?;
        for menu in &bank.menus {
            self.db.prepare_cached("INSERT INTO menu VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
                params![
                    menu.id,
                    menu.stage,
                    menu.region,
                    menu.theme,
                    menu.day,
                    menu.activity,
                    menu.age,
                    menu.sex,
                    menu.breastfed,
                    menu.made_by,
                    menu.seed,
                    list,
                    line(menu.line)
                ],
            )?;
            for (position, part) in menu.dishes.iter().enumerate() {
                self.db.prepare_cached("INSERT INTO menu_dish VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
                    menu.id,
                    line(position),
                    part.meal,
                    part.dish,
                    part.portion,
                    menus,
                    line(part.line)
                ])?;
            }
        }
        Ok(())
    }

    fn shared_amounts(&mut self, data: &Path) -> Result<(), DataError> {
        let file = self.file(sharing::AMOUNTS)?;
        let mut insert = self.db.prepare("INSERT INTO shared_amount VALUES (?, ?, ?, ?, ?, ?)")?;
        for a in sharing::amounts(data)? {
            insert.execute(params![a.from_months, a.to_months, a.most_servings, a.confidence, file, line(a.line)])?;
        }
        Ok(())
    }

    fn guidelines(&mut self, data: &Path) -> Result<(), DataError> {
        let rni = self.file(guidelines::RNI)?;
        let insert = format!("INSERT INTO requirement VALUES ({}?)", "?, ".repeat(REQUIREMENT_TEXT.len() + 4));
        for r in guidelines::requirements(data)? {
            let mut statement = self.db.prepare_cached(&insert)?;
            let mut place = 1;
            for cell in &r.text {
                statement.raw_bind_parameter(place, cell)?;
                place += 1;
            }
            statement.raw_bind_parameter(place, &r.note)?;
            statement.raw_bind_parameter(place + 1, r.value)?;
            statement.raw_bind_parameter(place + 2, &r.food_nutrient)?;
            statement.raw_bind_parameter(place + 3, rni)?;
            statement.raw_bind_parameter(place + 4, line(r.line))?;
            statement.raw_execute()?;
        }
        let feeding = self.file(guidelines::FEEDING)?;
        let insert = format!("INSERT INTO feeding VALUES ({}?)", "?, ".repeat(FEEDING_COLUMNS.len() + 1));
        for (number, cells) in guidelines::feeding(data)? {
            let mut statement = self.db.prepare_cached(&insert)?;
            for (index, cell) in cells.iter().enumerate() {
                let cell = Some(cell).filter(|cell| !cell.is_empty());
                statement.raw_bind_parameter(index + 1, cell)?;
            }
            statement.raw_bind_parameter(cells.len() + 1, feeding)?;
            statement.raw_bind_parameter(cells.len() + 2, line(number))?;
            statement.raw_execute()?;
        }
        Ok(())
    }
}
