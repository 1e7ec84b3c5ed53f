//! Dishes the household cooks and the bank does not know.

use nep_core::foods::{Database, DishKind, FoodCode, MealKind, Role, Stall};
use nep_core::menu::{OwnDish, OwnIngredient};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Notebook, Noted};

/// A dish as the household wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDish {
    /// `own-…`, given by the form that made it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What part of a meal it is.
    pub kind: DishKind,
    /// The pot feeds so many.
    pub servings: f64,
    /// Months of the children it is cooked for; `None`: for the family.
    pub child_months: Option<(u32, u32)>,
    /// Whether its fish, meat or egg is eaten raw or half done.
    pub raw: bool,
    /// How it is cooked, a line each.
    pub steps: String,
    /// Whether it was removed; it can be put back.
    pub removed: bool,
    /// What goes into the whole pot.
    pub parts: Vec<KeptPart>,
}

/// One ingredient of the whole pot.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPart {
    /// Which food.
    pub food: FoodCode,
    /// So many of the measure.
    pub amount: f64,
    /// The measure in Vietnamese, as the table of measures names it; empty for grams.
    pub measure: String,
    /// Edible grams, raw.
    pub grams: f64,
}

const DISH: &str = "SELECT id, name, kind, servings, child_from, child_to, steps, removed, raw FROM own_dish";

fn dish(row: &Row<'_>) -> rusqlite::Result<KeptDish> {
    let months: (Option<u32>, Option<u32>) = (row.get(4)?, row.get(5)?);
    Ok(KeptDish {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: DishKind::from_code(&row.get::<_, String>(2)?).unwrap_or(DishKind::Main),
        servings: row.get(3)?,
        child_months: months.0.zip(months.1),
        steps: row.get(6)?,
        removed: row.get(7)?,
        raw: row.get(8)?,
        parts: Vec::new(),
    })
}

fn parts(db: &Connection, id: &str) -> rusqlite::Result<Vec<KeptPart>> {
    let mut statement =
        db.prepare_cached("SELECT food, amount, measure, grams FROM own_dish_part WHERE dish = ? ORDER BY position")?;
    let rows = statement.query_map([id], |row| {
        Ok(KeptPart { food: FoodCode(row.get(0)?), amount: row.get(1)?, measure: row.get(2)?, grams: row.get(3)? })
    })?;
    rows.collect()
}

impl Notebook {
    /// Own dishes that were not removed, by name.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn dishes(&self) -> Noted<Vec<KeptDish>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("{DISH} WHERE NOT removed ORDER BY name, id"))?;
            let mut dishes = statement.query_map([], dish)?.collect::<rusqlite::Result<Vec<_>>>()?;
            for dish in &mut dishes {
                dish.parts = parts(db, &dish.id)?;
            }
            Ok(dishes)
        })
    }

    /// The own dish of that id, removed or not.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn dish(&self, id: &str) -> Noted<Option<KeptDish>> {
        self.read(|db| {
            let found = db.prepare_cached(&format!("{DISH} WHERE id = ?"))?.query_row([id], dish).optional()?;
            found.map(|found| Ok(KeptDish { parts: parts(db, id)?, ..found })).transpose()
        })
    }

    /// Writes a dish over the one of its id.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn keep_dish(&self, dish: &KeptDish) -> Noted<()> {
        self.write(|db| {
            db.execute(
                "INSERT INTO own_dish VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET \
                 name = excluded.name, kind = excluded.kind, servings = excluded.servings, \
                 child_from = excluded.child_from, child_to = excluded.child_to, steps = excluded.steps, \
                 removed = excluded.removed, raw = excluded.raw",
                params![
                    dish.id,
                    dish.name,
                    dish.kind.code(),
                    dish.servings,
                    dish.child_months.map(|(from, _)| from),
                    dish.child_months.map(|(_, to)| to),
                    dish.steps,
                    dish.removed,
                    dish.raw
                ],
            )?;
            db.execute("DELETE FROM own_dish_part WHERE dish = ?", [&dish.id])?;
            for (position, part) in (0_u32..).zip(&dish.parts) {
                db.prepare_cached("INSERT INTO own_dish_part VALUES (?, ?, ?, ?, ?, ?)")?.execute(params![
                    dish.id,
                    position,
                    part.food.0,
                    part.amount,
                    part.measure,
                    part.grams
                ])?;
            }
            Ok(())
        })
    }

    /// Removes a dish, or puts it back; whether there is such a dish.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn remove_dish(&self, id: &str, removed: bool) -> Noted<bool> {
        self.write(|db| Ok(db.execute("UPDATE own_dish SET removed = ? WHERE id = ?", params![removed, id])? > 0))
    }
}

impl KeptDish {
    /// The same as the core counts it: one serving, each food once, a role for each.
    #[must_use]
    pub fn for_the_table(&self) -> OwnDish {
        let mut ingredients: Vec<OwnIngredient> = Vec::new();
        for part in &self.parts {
            let grams = part.grams / self.servings;
            match ingredients.iter_mut().find(|known| known.food == part.food) {
                Some(known) => known.grams += grams,
                None => ingredients.push(OwnIngredient { food: part.food, grams, role: role(part.food) }),
            }
        }
        OwnDish {
            id: self.id.clone(),
            name: self.name.clone(),
            kind: self.kind,
            meals: meals(self.kind),
            child_months: self.child_months,
            raw: self.raw,
            ingredients,
        }
    }
}

/// Oil and lard are oil, what the seasoning stall sells is seasoning, the rest is what the dish is made of.
fn role(food: FoodCode) -> Role {
    const FATS: u8 = 6;
    match Database::bundled().food(food) {
        Some(food) if food.group == FATS => Role::Oil,
        Some(food) if Stall::of(food) == Stall::Seasoning => Role::Seasoning,
        _ => Role::Main,
    }
}

/// Meals that a dish of a kind is eaten at.
fn meals(kind: DishKind) -> Vec<MealKind> {
    match kind {
        DishKind::Fruit | DishKind::Dessert | DishKind::Drink | DishKind::Snack => vec![MealKind::Snack],
        DishKind::OneBowl | DishKind::Porridge | DishKind::Puree => {
            vec![MealKind::Breakfast, MealKind::Lunch, MealKind::Dinner, MealKind::Snack]
        }
        _ => vec![MealKind::Lunch, MealKind::Dinner],
    }
}
