//! What the bundled database holds, as plain values.

use serde::Serialize;

use super::portions::PortionGrid;
use super::season::SeasonRow;
use super::sharing::Sharing;
use super::source::SourceRef;
use super::words::{
    Allergen, Audience, Confidence, DishKind, DiversityGroup, Flag, IycfGroup, MddwGroup, Meal, MealKind, PriceBasis,
    Region, RequirementKind, Role, Stage, Tag, Theme, Work,
};
use crate::nutrient::Nutrient;

/// Code of a food: that of the 2007 table, or 90001 and up for foods it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct FoodCode(pub u32);

impl std::fmt::Display for FoodCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A raw food, as bought.
#[derive(Clone, Debug, Serialize)]
pub struct Food {
    /// Its code.
    pub code: FoodCode,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name; empty for the few foods whose source has none.
    pub name_en: String,
    /// Group of the 2007 table, 1–14.
    pub group: u8,
    /// What is left after peeling and boning, in per cent; `None` when the source has no figure.
    pub edible_percent: Option<f64>,
    /// Whether its protein and fat are of animal origin.
    pub animal_protein: bool,
    /// NIN's group, if it counts in one.
    pub diversity_group: Option<DiversityGroup>,
    /// IYCF group, if it counts in one.
    pub iycf_group: Option<IycfGroup>,
    /// MDD-W group, if it counts in one.
    pub mddw_group: Option<MddwGroup>,
    /// What makes it unsafe, or to be limited, for someone.
    pub flags: Vec<Flag>,
    /// What it holds that someone may be allergic to.
    pub allergens: Vec<Allergen>,
    /// What it holds or not, by who made it: to be read on the label.
    pub read_label: Vec<Allergen>,
    /// Its row in the table of allergens; `None` where none occur (vegetables, fruit, fresh meat).
    pub allergens_place: Option<SourceRef>,
    /// Its months, by region; empty when none are known.
    pub seasons: Vec<SeasonRow>,
    /// Its row in the composition table.
    pub place: SourceRef,
    /// Its row in the table of traits: groups, origin and flags.
    pub traits_place: SourceRef,
    /// What is known of its composition, in order of nutrient.
    pub nutrients: Vec<FoodNutrient>,
}

impl Food {
    /// What 100 g of the edible part, raw, hold; `None` when no table knows (never to be read as zero).
    #[must_use]
    pub fn nutrient(&self, nutrient: Nutrient) -> Option<&FoodNutrient> {
        self.nutrients.binary_search_by_key(&nutrient, |n| n.nutrient).ok().map(|index| &self.nutrients[index])
    }

    /// Whether it carries that flag.
    #[must_use]
    pub fn is(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}

/// One nutrient of one food.
#[derive(Clone, Debug, Serialize)]
pub struct FoodNutrient {
    /// Which.
    pub nutrient: Nutrient,
    /// Amount in 100 g of the edible part, raw, in [`Nutrient::unit`].
    pub per_100g: f64,
    /// The printed cell.
    pub place: SourceRef,
    /// How the cell became the amount; empty when it is the amount. The words are explained in
    /// `data/foods/nep-2026/PROVENANCE.md`.
    pub conversion: &'static str,
    /// How far to trust it.
    pub confidence: Confidence,
    /// Why this figure, where the sources disagree; else empty.
    pub note: String,
}

/// A dish: one serving for its audience.
#[derive(Clone, Debug, Serialize)]
pub struct Dish {
    /// `canh-chua-ca`
    pub id: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// What part of a meal it is.
    pub kind: DishKind,
    /// Where it is eaten.
    pub regions: Vec<Region>,
    /// Whom it is made for.
    pub audiences: Vec<Audience>,
    /// First and last completed month of the children it is made for.
    pub child_months: Option<(u32, u32)>,
    /// The household measure it is served in, and in what steps.
    pub portions: PortionGrid,
    /// How long one household's cooking of it takes; `None` for a family's own dish.
    pub minutes: Option<Minutes>,
    /// How a small child shares it, when it may.
    pub sharing: Option<Sharing>,
    /// Meals it suits.
    pub meals: Vec<MealKind>,
    /// Its properties.
    pub tags: Vec<Tag>,
    /// Hazards of the dish itself, over those of its foods.
    pub flags: Vec<Flag>,
    /// Why it carries them; empty when it carries none.
    pub flags_reason: String,
    /// A note on safety, in Vietnamese; mostly empty.
    pub note_vi: String,
    /// Codes of `data/dishes/nep-2026/sources.tsv`.
    pub sources: Vec<String>,
    /// What goes in, in order.
    pub ingredients: Vec<Ingredient>,
    /// Steps of the recipe, in Vietnamese; empty when none is written.
    pub recipe: Vec<String>,
    /// Its row.
    pub place: SourceRef,
}

/// Minutes in the kitchen: our own estimate, of low confidence. Soaking is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// With the hands.
    pub work: u16,
    /// From first to last, waiting included.
    pub total: u16,
    /// Its row.
    pub place: SourceRef,
}

/// What goes into one serving of a dish.
#[derive(Clone, Debug, Serialize)]
pub struct Ingredient {
    /// The food.
    pub food: FoodCode,
    /// Grams of its edible part, raw.
    pub grams: f64,
    /// What it does there.
    pub role: Role,
    /// Whether the dish may go without it.
    pub optional: bool,
    /// What it is called there, when the food stands for a near one; else empty.
    pub local_name_vi: String,
    /// Allergens of the product under that name, over those of the food.
    pub local_allergens: Vec<Allergen>,
    /// Allergens to be read on that product's label.
    pub local_read_label: Vec<Allergen>,
    /// Its row.
    pub place: SourceRef,
}

/// A retail price.
#[derive(Clone, Debug, Serialize)]
pub struct Price {
    /// Of which food.
    pub food: FoodCode,
    /// Where; `None` everywhere that has no price of its own.
    pub region: Option<Region>,
    /// Đồng a kilogram (a litre counts as one).
    pub vnd_per_kg: u32,
    /// Whether skin and bone are paid for too.
    pub basis: PriceBasis,
    /// Codes of `data/dishes/nep-2026/sources.tsv`.
    pub sources: Vec<String>,
    /// How far to trust it.
    pub confidence: Confidence,
    /// What the sources said, in Vietnamese.
    pub note: String,
    /// The printed cell.
    pub place: SourceRef,
}

/// A day's sample menu.
#[derive(Clone, Debug, Serialize)]
pub struct Menu {
    /// `pregnant-t1-north-1`
    pub id: String,
    /// Whom it feeds.
    pub stage: Stage,
    /// Where.
    pub region: Region,
    /// What it is for.
    pub theme: Theme,
    /// Its day, from 1, within stage, region and theme.
    pub day: u8,
    /// Whom it was made for.
    pub made_for: MadeFor,
    /// `hand`, or the builder with its version.
    pub made_by: String,
    /// The builder's seed.
    pub seed: Option<u32>,
    /// Its dishes, meal by meal.
    pub dishes: Vec<MenuDish>,
    /// Its row.
    pub place: SourceRef,
}

/// The person a menu was made for, with its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MadeFor {
    /// Completed years of a woman, completed months of a child.
    pub age: u8,
    /// How hard a woman's days are.
    pub work: Option<Work>,
    /// Whether the child is a girl, when its sex was known.
    pub girl: Option<bool>,
    /// Whether the child was breast-fed.
    pub breastfed: Option<bool>,
}

/// A dish in a menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuDish {
    /// At which meal.
    pub meal: Meal,
    /// Which dish.
    pub dish: String,
    /// How many servings.
    pub portion: f64,
    /// Its row.
    pub place: SourceRef,
}

/// A row of the requirement table, as printed.
#[derive(Clone, Debug, Serialize)]
pub struct RequirementRow {
    /// `ch_1_2y`
    pub group_id: String,
    /// Its Vietnamese name.
    pub group_vi: String,
    /// What the table calls the nutrient: `vitamin_b1`, `salt`, `ca_p_ratio`.
    pub nutrient: String,
    /// The nutrient of foods it is compared with, when there is one.
    pub food_nutrient: Option<Nutrient>,
    /// `mg/day`, `% energy`, `g/kg/day` …
    pub unit: String,
    /// The figure.
    pub value: f64,
    /// What the figure is.
    pub kind: RequirementKind,
    /// For whom in the group: `sex=M;iron_bioavailability=10%`; empty for all.
    pub condition: String,
    /// `2016`, `2026tool`, `IOM` …
    pub edition: String,
    /// Document and page.
    pub source: String,
    /// How far to trust it.
    pub confidence: Confidence,
    /// Remark.
    pub note: String,
    /// The printed cell.
    pub place: SourceRef,
}

/// How a child of an age is fed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedingRow {
    /// First completed month.
    pub from_months: u32,
    /// Last completed month.
    pub to_months: u32,
    /// Vietnamese name of the age.
    pub group_vi: String,
    /// Breast-feeding, in words.
    pub breastfeeding: String,
    /// Fewest and most main meals a day.
    pub main_meals: (u32, u32),
    /// Fewest and most snacks a day.
    pub snacks: (u32, u32),
    /// Amount at a meal, in words.
    pub amount_per_meal: String,
    /// Texture, in words.
    pub texture: String,
    /// Energy need a day, all sources, boys, kcal.
    pub energy_need_boys_kcal: Option<f64>,
    /// Energy need a day, all sources, girls, kcal.
    pub energy_need_girls_kcal: Option<f64>,
    /// Energy a breast-fed child needs from food, kcal a day.
    pub energy_from_food_breastfed_kcal: Option<f64>,
    /// Energy a child who is not breast-fed needs from food, kcal a day.
    pub energy_from_food_non_breastfed_kcal: Option<f64>,
    /// Fewest feeds of a child who is not breast-fed.
    pub min_feeds_non_breastfed: Option<u32>,
    /// Rules, in words.
    pub food_rules: String,
    /// What to avoid, in words.
    pub avoid: String,
    /// Document.
    pub source: String,
    /// How far to trust it.
    pub confidence: Confidence,
    /// Remark.
    pub note: String,
    /// Its row.
    pub place: SourceRef,
}

impl FeedingRow {
    /// The cell of one of its columns.
    #[must_use]
    pub const fn at(&self, column: &'static str) -> SourceRef {
        SourceRef { file: self.place.file, line: self.place.line, column }
    }
}
