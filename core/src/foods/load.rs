//! Reads every row of the bundled database into plain values, once.

use std::collections::HashMap;

use rusqlite::{Connection, Row, types::ValueRef};

use super::portions::{PortionGrid, PortionRule};
use super::season::SeasonRow;
use super::sharing::{SharedAmount, Sharing};
use super::source::{Source, SourceRef, shared_name};
use super::values::{
    Dish, FeedingRow, Food, FoodCode, FoodNutrient, Ingredient, MadeFor, Menu, MenuDish, Minutes, Price, RequirementRow,
};
use super::words::{
    Allergen, Audience, Care, Confidence, DishKind, DiversityGroup, Flag, IycfGroup, MddwGroup, Meal, MealKind,
    PriceBasis, Region, RequirementKind, Role, Stage, Tag, Texture, Theme, Work,
};
use super::{Database, Rows};
use crate::nutrient::Nutrient;

/// Why a food database cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite refused.
    #[error("the food database cannot be read: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A table uses a word this program does not know.
    #[error("the food database has “{word}” under {column}, which this program does not know")]
    UnknownWord {
        /// The column.
        column: &'static str,
        /// The word.
        word: String,
    },
}

type Loaded<T> = Result<T, DatabaseError>;

/// Cells of one query, read from left to right.
struct Cells<'r, 'q> {
    row: &'r Row<'q>,
    next: usize,
}

impl<'r, 'q> Cells<'r, 'q> {
    const fn new(row: &'r Row<'q>) -> Self {
        Self { row, next: 0 }
    }

    fn take<T: rusqlite::types::FromSql>(&mut self) -> Loaded<T> {
        self.next += 1;
        Ok(self.row.get(self.next - 1)?)
    }

    fn text(&mut self) -> Loaded<&'r str> {
        self.next += 1;
        match self.row.get_ref(self.next - 1)? {
            ValueRef::Null => Ok(""),
            cell => Ok(cell.as_str().map_err(rusqlite::Error::from)?),
        }
    }

    fn owned(&mut self) -> Loaded<String> {
        self.text().map(str::to_owned)
    }

    fn word<T>(&mut self, column: &'static str, from_code: fn(&str) -> Option<T>) -> Loaded<T> {
        let word = self.text()?;
        from_code(word).ok_or_else(|| DatabaseError::UnknownWord { column, word: word.to_owned() })
    }

    /// A word, or nothing when the cell is empty.
    fn maybe<T>(&mut self, column: &'static str, from_code: fn(&str) -> Option<T>) -> Loaded<Option<T>> {
        match self.text()? {
            "" => Ok(None),
            word => match from_code(word) {
                Some(known) => Ok(Some(known)),
                None => Err(DatabaseError::UnknownWord { column, word: word.to_owned() }),
            },
        }
    }

    fn words<T>(&mut self, column: &'static str, from_code: fn(&str) -> Option<T>) -> Loaded<Vec<T>> {
        let cell = self.text()?;
        cell.split(';')
            .filter(|word| !word.is_empty())
            .map(|word| from_code(word).ok_or_else(|| DatabaseError::UnknownWord { column, word: word.to_owned() }))
            .collect()
    }

    /// A region; nothing for all of them.
    fn region(&mut self) -> Loaded<Option<Region>> {
        match self.text()? {
            "all" => Ok(None),
            word => match Region::from_code(word) {
                Some(region) => Ok(Some(region)),
                None => Err(DatabaseError::UnknownWord { column: "region", word: word.to_owned() }),
            },
        }
    }

    fn list(&mut self) -> Loaded<Vec<String>> {
        Ok(self.text()?.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }

    /// File and line, of the column named.
    fn place(&mut self, files: &Files, column: &'static str) -> Loaded<SourceRef> {
        Ok(SourceRef { file: files.path(self.take()?), line: self.take()?, column })
    }
}

/// Paths of the tables, by their number in the database.
struct Files(Vec<&'static str>);

impl Files {
    fn path(&self, id: u32) -> &'static str {
        self.0.get(id as usize).copied().unwrap_or_default()
    }
}

/// The words that the composition repeats, by their number in the database.
struct Words(Vec<Word>);

#[derive(Clone, Copy, Default)]
struct Word {
    text: &'static str,
    nutrient: Option<Nutrient>,
    confidence: Option<Confidence>,
}

impl Words {
    fn read(db: &Connection) -> Loaded<Self> {
        all(db, "SELECT word FROM word ORDER BY id", |c| {
            let text = shared_name(c.text()?);
            Ok(Word { text, nutrient: Nutrient::from_code(text), confidence: Confidence::from_code(text) })
        })
        .map(Self)
    }

    fn at(&self, id: u32) -> Word {
        self.0.get(id as usize).copied().unwrap_or_default()
    }

    fn known<T>(&self, id: u32, column: &'static str, of: fn(Word) -> Option<T>) -> Loaded<T> {
        let word = self.at(id);
        of(word).ok_or_else(|| DatabaseError::UnknownWord { column, word: word.text.to_owned() })
    }
}

/// Every row a query gives, through `read`.
fn all<T>(db: &Connection, sql: &str, mut read: impl FnMut(&mut Cells<'_, '_>) -> Loaded<T>) -> Loaded<Vec<T>> {
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(&mut Cells::new(row))?);
    }
    Ok(found)
}

pub(super) fn load(db: &Connection) -> Loaded<Database> {
    let files = Files(all(db, "SELECT path FROM data_file ORDER BY id", |c| Ok(shared_name(c.text()?)))?);
    let foods = foods(db, &files)?;
    let portions = portions(db, &files)?;
    let dishes = dishes(db, &files, &portions)?;
    let shared_amounts = all(
        db,
        "SELECT from_months, to_months, most_servings, confidence, file, line FROM shared_amount ORDER BY from_months",
        |c| {
            Ok(SharedAmount {
                months: (c.take()?, c.take()?),
                most_servings: c.take()?,
                confidence: c.word("confidence", Confidence::from_code)?,
                place: c.place(&files, "most_servings")?,
            })
        },
    )?;
    let menus = menus(db, &files)?;
    let prices = all(
        db,
        "SELECT food, region, vnd_per_kg, basis, source, confidence, note, file, line FROM price ORDER BY food, line",
        |c| {
            Ok(Price {
                food: FoodCode(c.take()?),
                region: c.region()?,
                vnd_per_kg: c.take()?,
                basis: c.word("basis", PriceBasis::from_code)?,
                sources: c.list()?,
                confidence: c.word("confidence", Confidence::from_code)?,
                note: c.owned()?,
                place: c.place(&files, "price_vnd_per_kg")?,
            })
        },
    )?;
    let requirements = all(
        db,
        "SELECT group_id, group_vi, nutrient, food_nutrient, unit, value, value_kind, condition, edition, source, \
         confidence, note, file, line FROM requirement ORDER BY line",
        |c| {
            Ok(RequirementRow {
                group_id: c.owned()?,
                group_vi: c.owned()?,
                nutrient: c.owned()?,
                food_nutrient: c.maybe("food_nutrient", Nutrient::from_code)?,
                unit: c.owned()?,
                value: c.take()?,
                kind: c.word("value_kind", RequirementKind::from_code)?,
                condition: c.owned()?,
                edition: c.owned()?,
                source: c.owned()?,
                confidence: c.word("confidence", Confidence::from_code)?,
                note: c.owned()?,
                place: c.place(&files, "value")?,
            })
        },
    )?;
    let feeding = all(db, "SELECT * FROM feeding ORDER BY age_from_months", |c| {
        Ok(FeedingRow {
            from_months: c.take()?,
            to_months: c.take()?,
            group_vi: c.owned()?,
            breastfeeding: c.owned()?,
            main_meals: (c.take()?, c.take()?),
            snacks: (c.take()?, c.take()?),
            amount_per_meal: c.owned()?,
            texture: c.owned()?,
            energy_need_boys_kcal: c.take()?,
            energy_need_girls_kcal: c.take()?,
            energy_from_food_breastfed_kcal: c.take()?,
            energy_from_food_non_breastfed_kcal: c.take()?,
            min_feeds_non_breastfed: c.take()?,
            food_rules: c.owned()?,
            avoid: c.owned()?,
            source: c.owned()?,
            confidence: c.word("confidence", Confidence::from_code)?,
            note: c.owned()?,
            place: c.place(&files, "")?,
        })
    })?;
    let sources = all(db, "SELECT * FROM source ORDER BY id", |c| {
        Ok(Source {
            id: c.owned()?,
            title: c.owned()?,
            publisher: c.owned()?,
            year: c.owned()?,
            obtained: c.owned()?,
            terms: c.owned()?,
            changes: c.owned()?,
            confidence: c.owned()?,
        })
    })?;
    Ok(Database::of(Rows { foods, dishes, portions, shared_amounts, menus, prices, requirements, feeding, sources }))
}

fn foods(db: &Connection, files: &Files) -> Loaded<Vec<Food>> {
    let mut foods = all(
        db,
        "SELECT code, name_vi, name_en, food_group, edible_percent, animal_protein, diversity_group, iycf_group, \
         mddw_group, flags, allergens, read_label, allergens_line, file, line, traits_line FROM food ORDER BY code",
        |c| {
            Ok(Food {
                code: FoodCode(c.take()?),
                name_vi: c.owned()?,
                name_en: c.owned()?,
                group: c.take()?,
                edible_percent: c.take()?,
                animal_protein: c.take()?,
                diversity_group: c.maybe("diversity_group", DiversityGroup::from_code)?,
                iycf_group: c.maybe("iycf_group", IycfGroup::from_code)?,
                mddw_group: c.maybe("mddw_group", MddwGroup::from_code)?,
                flags: c.words("flags", Flag::from_code)?,
                allergens: c.words("allergens", Allergen::from_code)?,
                read_label: c.words("read_label", Allergen::from_code)?,
                allergens_place: c.take::<Option<u32>>()?.map(|line| SourceRef {
                    file: "foods/nep-2026/food_allergens.tsv",
                    line,
                    column: "allergens",
                }),
                seasons: Vec::new(),
                place: c.place(files, "")?,
                traits_place: SourceRef { file: "foods/nep-2026/food_traits.tsv", line: c.take()?, column: "flags" },
                nutrients: Vec::new(),
            })
        },
    )?;
    let seasons = all(db, "SELECT food, region, months, file, line FROM season ORDER BY food, line", |c| {
        Ok((
            FoodCode(c.take()?),
            SeasonRow { region: c.region()?, months: c.take()?, place: c.place(files, "months")? },
        ))
    })?;
    for (code, season) in seasons {
        if let Ok(index) = foods.binary_search_by_key(&code, |food| food.code) {
            foods[index].seasons.push(season);
        }
    }
    let words = Words::read(db)?;
    let mut index = 0;
    all(
        db,
        "SELECT food, nutrient, per_100g, file, line, col, conversion, confidence, note FROM food_nutrient \
         ORDER BY food",
        |c| {
            let code: u32 = c.take()?;
            while foods.get(index).is_some_and(|food| food.code.0 < code) {
                index += 1;
            }
            let value = FoodNutrient {
                nutrient: words.known(c.take()?, "nutrient", |word| word.nutrient)?,
                per_100g: c.take()?,
                place: SourceRef { file: files.path(c.take()?), line: c.take()?, column: words.at(c.take()?).text },
                conversion: words.at(c.take()?).text,
                confidence: words.known(c.take()?, "confidence", |word| word.confidence)?,
                note: c.owned()?,
            };
            if let Some(food) = foods.get_mut(index) {
                food.nutrients.push(value);
            }
            Ok(())
        },
    )?;
    for food in &mut foods {
        food.nutrients.sort_by_key(|value| value.nutrient);
    }
    Ok(foods)
}

fn portions(db: &Connection, files: &Files) -> Loaded<Vec<PortionRule>> {
    all(
        db,
        "SELECT line, kind, from_months, to_months, measure_vi, measure_en, per_serving, step, least, most, \
         most_under_36, confidence, file, line FROM portion ORDER BY line",
        |c| {
            Ok(PortionRule {
                line: c.take()?,
                kind: c.maybe("kind", DishKind::from_code)?,
                child_months: match (c.take()?, c.take()?) {
                    (Some(from), Some(to)) => Some((from, to)),
                    _ => None,
                },
                grid: PortionGrid {
                    measure_vi: c.owned()?,
                    measure_en: c.owned()?,
                    per_serving: c.take()?,
                    step: c.take()?,
                    least: c.take()?,
                    most: c.take()?,
                    most_under_36_months: c.take()?,
                    confidence: c.word("confidence", Confidence::from_code)?,
                    place: c.place(files, "step")?,
                },
            })
        },
    )
}

fn portion(rules: &[PortionRule], line: u32) -> Loaded<PortionGrid> {
    let rule = rules.binary_search_by_key(&line, |rule| rule.line).ok().map(|index| &rules[index]);
    rule.map(|rule| rule.grid.clone())
        .ok_or_else(|| DatabaseError::UnknownWord { column: "portion", word: line.to_string() })
}

fn dishes(db: &Connection, files: &Files, portions: &[PortionRule]) -> Loaded<Vec<Dish>> {
    let mut dishes = all(
        db,
        "SELECT id, name_vi, name_en, kind, regions, audiences, meals, tags, flags, flags_reason, \
         child_age_min_months, child_age_max_months, portion, work_min, total_min, times_line, note_vi, source, file, line FROM dish ORDER BY line",
        |c| {
            Ok(Dish {
                id: c.owned()?,
                name_vi: c.owned()?,
                name_en: c.owned()?,
                kind: c.word("kind", DishKind::from_code)?,
                regions: c.words("regions", Region::from_code)?,
                audiences: c.words("audiences", Audience::from_code)?,
                meals: c.words("meals", MealKind::from_code)?,
                tags: c.words("tags", Tag::from_code)?,
                flags: c.words("flags", Flag::from_code)?,
                flags_reason: c.owned()?,
                child_months: match (c.take()?, c.take()?) {
                    (Some(from), Some(to)) => Some((from, to)),
                    _ => None,
                },
                portions: portion(portions, c.take()?)?,
                minutes: Some(Minutes {
                    work: c.take()?,
                    total: c.take()?,
                    place: SourceRef { file: "dishes/nep-2026/dish_times.tsv", line: c.take()?, column: "total_min" },
                }),
                sharing: None,
                note_vi: c.owned()?,
                sources: c.list()?,
                place: c.place(files, "")?,
                ingredients: Vec::new(),
                recipe: Vec::new(),
            })
        },
    )?;
    let at: HashMap<String, usize> = dishes.iter().enumerate().map(|(index, dish)| (dish.id.clone(), index)).collect();
    all(
        db,
        "SELECT dish, food, grams, role, optional, local_name_vi, allergens, read_label, file, line FROM dish_ingredient \
         ORDER BY dish, position",
        |c| {
            let dish = at.get(c.text()?).copied();
            let ingredient = Ingredient {
                food: FoodCode(c.take()?),
                grams: c.take()?,
                role: c.word("role", Role::from_code)?,
                optional: c.take()?,
                local_name_vi: c.owned()?,
                local_allergens: c.words("allergens", Allergen::from_code)?,
                local_read_label: c.words("read_label", Allergen::from_code)?,
                place: c.place(files, "grams")?,
            };
            if let Some(dish) = dish {
                dishes[dish].ingredients.push(ingredient);
            }
            Ok(())
        },
    )?;
    all(db, "SELECT dish, from_months, texture, before_seasoning, care, file, line FROM sharing ORDER BY dish", |c| {
        let dish = at.get(c.text()?).copied();
        let sharing = Sharing {
            from_months: c.take()?,
            texture: c.word("texture", Texture::from_code)?,
            before_seasoning: c.take()?,
            care: c.words("care", Care::from_code)?,
            place: c.place(files, "from_months")?,
        };
        if let Some(dish) = dish {
            dishes[dish].sharing = Some(sharing);
        }
        Ok(())
    })?;
    all(db, "SELECT dish, text_vi FROM recipe_step ORDER BY dish, step", |c| {
        let dish = at.get(c.text()?).copied();
        let step = c.owned()?;
        if let Some(dish) = dish {
            dishes[dish].recipe.push(step);
        }
        Ok(())
    })?;
    Ok(dishes)
}

fn menus(db: &Connection, files: &Files) -> Loaded<Vec<Menu>> {
    let mut menus = all(
        db,
        "SELECT id, stage, region, theme, day, age, activity, sex, breastfed, made_by, seed, file, line FROM menu \
         ORDER BY line",
        |c| {
            Ok(Menu {
                id: c.owned()?,
                stage: c.word("stage", Stage::from_code)?,
                region: c.word("region", Region::from_code)?,
                theme: c.word("theme", Theme::from_code)?,
                day: c.take()?,
                made_for: MadeFor {
                    age: c.take()?,
                    work: c.maybe("activity", Work::from_code)?,
                    girl: c.take::<Option<String>>()?.map(|sex| sex == "f"),
                    breastfed: c.take()?,
                },
                made_by: c.owned()?,
                seed: c.take()?,
                place: c.place(files, "")?,
                dishes: Vec::new(),
            })
        },
    )?;
    let at: HashMap<String, usize> = menus.iter().enumerate().map(|(index, menu)| (menu.id.clone(), index)).collect();
    all(db, "SELECT menu, meal, dish, portion, file, line FROM menu_dish ORDER BY menu, position", |c| {
        let menu = at.get(c.text()?).copied();
        let part = MenuDish {
            meal: c.word("meal", Meal::from_code)?,
            dish: c.owned()?,
            portion: c.take()?,
            place: c.place(files, "portion_multiplier")?,
        };
        if let Some(menu) = menu {
            menus[menu].dishes.push(part);
        }
        Ok(())
    })?;
    Ok(menus)
}
