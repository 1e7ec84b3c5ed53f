//! The bundled database as plain values: foods with their composition, dishes, prices, sample menus, requirements.
//!
//! It is built from `data/` when the library is built, embedded in it, and opened read-only from memory: nothing is
//! unpacked. Every figure carries the printed cell it came from, see [`SourceRef`].
//!
//! What catches people out:
//! - amounts in dishes are grams of the *edible part, raw*: composition is per 100 g of the same, before cooking, with no
//!   loss by cooking counted; what to buy is [`Database::purchased_grams`];
//! - a nutrient that no table knows is absent, and must not be read as zero;
//! - breast milk is a food here (10003), so that intake can count it; it has no price.

mod allergens;
mod cost;
mod fold;
mod load;
mod measure;
mod picture;
mod portions;
mod search;
mod season;
mod sharing;
mod source;
mod stall;
mod values;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use rusqlite::{Connection, MAIN_DB};

pub use cost::{Cost, NoCost};
pub use fold::fold;
pub use load::DatabaseError;
pub use measure::Measure;
pub use picture::Picture;
pub use portions::PortionGrid;
pub use search::{Found, Hit};
pub use season::SeasonRow;
pub use sharing::{SharedAmount, Sharing};
pub use source::{Source, SourceRef};
pub use stall::Stall;
pub use values::{
    Dish, FeedingRow, Food, FoodCode, FoodNutrient, Ingredient, MadeFor, Menu, MenuDish, Minutes, Price, RequirementRow,
};
pub use words::{
    Allergen, Audience, Care, Confidence, DishKind, DiversityGroup, Flag, IycfGroup, MddwGroup, Meal, MealKind,
    PriceBasis, Region, RequirementKind, Role, Season, Stage, Tag, Texture, Theme, Work,
};

static BUNDLED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/nutrition.sqlite"));

/// All the program knows about food.
#[derive(Debug)]
pub struct Database {
    rows: Rows,
    food_at: HashMap<FoodCode, usize>,
    dish_at: HashMap<String, usize>,
    index: search::Index,
}

/// What was read, table by table.
#[derive(Debug)]
struct Rows {
    foods: Vec<Food>,
    dishes: Vec<Dish>,
    portions: Vec<portions::PortionRule>,
    shared_amounts: Vec<SharedAmount>,
    menus: Vec<Menu>,
    prices: Vec<Price>,
    requirements: Vec<RequirementRow>,
    feeding: Vec<FeedingRow>,
    sources: Vec<Source>,
}

impl Database {
    /// The database this library was built with; read at the first call and kept.
    ///
    /// # Panics
    ///
    /// Never in a tested build: a test opens the very same bytes.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static DATABASE: OnceLock<Database> = OnceLock::new();
        DATABASE.get_or_init(|| Self::open(BUNDLED).expect("the bundled database is opened by a test"))
    }

    /// Bytes of the bundled database, which is an SQLite file.
    #[must_use]
    pub fn bundled_bytes() -> &'static [u8] {
        BUNDLED
    }

    /// Reads a database from memory; nothing is written anywhere.
    ///
    /// # Errors
    ///
    /// When the bytes are no such database, or it uses words this program does not know.
    pub fn open(bytes: &'static [u8]) -> Result<Self, DatabaseError> {
        let mut db = Connection::open_in_memory()?;
        db.deserialize_bytes(MAIN_DB, bytes)?;
        load::load(&db)
    }

    fn of(rows: Rows) -> Self {
        let food_at = rows.foods.iter().enumerate().map(|(index, food)| (food.code, index)).collect();
        let dish_at = rows.dishes.iter().enumerate().map(|(index, dish)| (dish.id.clone(), index)).collect();
        let index = search::Index::new(&rows.foods, &rows.dishes);
        Self { rows, food_at, dish_at, index }
    }

    /// Every food, by code.
    #[must_use]
    pub fn foods(&self) -> &[Food] {
        &self.rows.foods
    }

    /// The food of that code.
    #[must_use]
    pub fn food(&self, code: FoodCode) -> Option<&Food> {
        self.food_at.get(&code).map(|&index| &self.rows.foods[index])
    }

    /// Every dish, in the order of its table.
    #[must_use]
    pub fn dishes(&self) -> &[Dish] {
        &self.rows.dishes
    }

    /// The dish of that identifier.
    #[must_use]
    pub fn dish(&self, id: &str) -> Option<&Dish> {
        self.dish_at.get(id).map(|&index| &self.rows.dishes[index])
    }

    /// How a dish of that kind is usually served: for an own dish, which has no row of its own. `youngest` is the
    /// youngest child it is made for, in completed months from 6; nothing for a dish made for a grown woman.
    #[must_use]
    pub fn usual_portions(&self, kind: DishKind, youngest: Option<u32>) -> Option<&PortionGrid> {
        self.rows.portions.iter().find(|rule| rule.holds_for(kind, youngest)).map(|rule| &rule.grid)
    }

    /// Every sample menu, in the order of its table.
    #[must_use]
    pub fn menus(&self) -> &[Menu] {
        &self.rows.menus
    }

    /// The menu of that identifier.
    #[must_use]
    pub fn menu(&self, id: &str) -> Option<&Menu> {
        self.rows.menus.iter().find(|menu| menu.id == id)
    }

    /// Every price, by food.
    #[must_use]
    pub fn prices(&self) -> &[Price] {
        &self.rows.prices
    }

    /// Every requirement row of every edition, in the order of the table.
    #[must_use]
    pub fn requirements(&self) -> &[RequirementRow] {
        &self.rows.requirements
    }

    /// Feeding by age, youngest first, from birth to 60 months without a gap.
    #[must_use]
    pub fn feeding(&self) -> &[FeedingRow] {
        &self.rows.feeding
    }

    /// How a child of so many completed months is fed.
    #[must_use]
    pub fn feeding_at(&self, completed_months: u32) -> Option<&FeedingRow> {
        self.rows.feeding.iter().find(|row| (row.from_months..=row.to_months).contains(&completed_months))
    }

    /// Every source of figures.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.rows.sources
    }

    /// The source of that identifier, such as [`SourceRef::source`] gives.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.rows.sources.iter().find(|source| source.id == id)
    }

    /// Foods and dishes whose name has, for every word of `query`, a word that begins with it; the best first.
    ///
    /// Case and diacritics do not matter (`thit bo` finds `Thịt bò`, `d` finds `đ`), save that what was typed with its
    /// diacritics comes first. English names are searched too, after the Vietnamese. An empty query finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit<'_>> {
        self.index.search(query, limit, &self.rows.foods, &self.rows.dishes)
    }
}

#[cfg(test)]
mod tests;
