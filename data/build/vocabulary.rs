//! The words a table may use where the library has a closed list. The library's own lists are the same: it refuses to
//! open a database with a word it does not know, and its tests open it.

pub const CONFIDENCE: &[&str] = &["high", "medium", "low"];
pub const PRICE_CONFIDENCE: &[&str] = &["high", "medium", "low", "estimate"];
pub const PRICE_BASIS: &[&str] = &["as_purchased", "edible"];
pub const REGIONS: &[&str] = &["north", "central", "south"];
pub const PRICE_REGIONS: &[&str] = &["all", "north", "central", "south"];
pub const AUDIENCES: &[&str] = &["pregnant", "lactating", "child"];
pub const DISH_KINDS: &[&str] = &[
    "staple",
    "main",
    "soup",
    "vegetable",
    "side",
    "one_bowl",
    "porridge",
    "puree",
    "snack",
    "dessert",
    "fruit",
    "drink",
];
pub const DISH_MEALS: &[&str] = &["breakfast", "lunch", "dinner", "snack"];
pub const MEALS: &[&str] = &["breakfast", "snack_am", "lunch", "snack_pm", "dinner", "snack_night"];
pub const ROLES: &[&str] = &["main", "secondary", "seasoning", "oil"];
pub const DISH_TAGS: &[&str] =
    &["vegan", "vegetarian", "iron_rich", "calcium_rich", "folate_rich", "vitamin_a_rich", "fatty_or_sea_fish"];
pub const STAGES: &[&str] = &[
    "pregnant_t1",
    "pregnant_t2",
    "pregnant_t3",
    "lactating_0_6",
    "lactating_6_12",
    "child_7_8",
    "child_9_11",
    "child_12_23",
    "child_24_35",
    "child_36_60",
];
/// Audience and ages in completed months of each of [`STAGES`], in the same order.
pub const STAGE_AGES: &[(&str, Option<(i64, i64)>)] = &[
    ("pregnant", None),
    ("pregnant", None),
    ("pregnant", None),
    ("lactating", None),
    ("lactating", None),
    ("child", Some((7, 8))),
    ("child", Some((9, 11))),
    ("child", Some((12, 23))),
    ("child", Some((24, 35))),
    ("child", Some((36, 60))),
];
pub const DIVERSITY_GROUPS: &[&str] = &[
    "",
    "cereals_tubers",
    "pulses_nuts",
    "dairy",
    "meat_fish",
    "eggs",
    "dark_green_orange",
    "other_veg_fruit",
    "fats",
];
pub const IYCF_GROUPS: &[&str] = &[
    "",
    "breast_milk",
    "grains_roots",
    "pulses_nuts_seeds",
    "dairy",
    "flesh",
    "eggs",
    "vitamin_a_rich",
    "other_veg_fruit",
];
pub const MDDW_GROUPS: &[&str] = &[
    "",
    "grains_roots",
    "pulses",
    "nuts_seeds",
    "dairy",
    "flesh",
    "eggs",
    "dark_green_leafy",
    "other_vitamin_a",
    "other_vegetables",
    "other_fruits",
];
pub const FLAGS: &[&str] = &[
    "added_salt",
    "salty",
    "added_sugar",
    "sweets",
    "sweet_drink",
    "juice",
    "honey",
    "condensed_milk",
    "animal_milk",
    "breast_milk",
    "formula",
    "whole_nut",
    "ground_nut",
    "choking",
    "raw_fish",
    "raw_meat",
    "raw_egg",
    "raw_vegetable",
    "blood",
    "liver",
    "offal",
    "processed_meat",
    "high_mercury",
    "moderate_mercury",
    "alcohol",
    "caffeine",
    "fried_snack",
    "seaweed",
    "poison",
    "poison_unless_prepared",
    "traditional_caution",
];
pub const THEMES: &[&str] = &["usual", "vegetarian", "low_budget"];
pub const ACTIVITIES: &[&str] = &["light", "moderate", "heavy"];
pub const TEXTURES: &[&str] = &["mashed", "minced", "cut_small", "drink"];
pub const CARES: &[&str] = &["bones", "skin", "shells", "seeds", "fibre"];
pub const ALLERGENS: &[&str] =
    &["gluten", "crustaceans", "molluscs", "eggs", "fish", "peanuts", "soy", "milk", "tree_nuts", "sesame"];
pub const REQUIREMENT_KINDS: &[&str] = &[
    "RNI",
    "AI",
    "EAR",
    "UL",
    "AMDR_low",
    "AMDR_high",
    "addition",
    "addition_low",
    "addition_high",
    "EAR_addition",
    "RNI_low",
    "RNI_high",
    "GOAL_min",
    "GOAL_max",
];
pub const REQUIREMENT_GROUPS: &[&str] = &[
    "inf_0_5m",
    "inf_6_8m",
    "inf_9_11m",
    "ch_1_2y",
    "ch_3_5y",
    "f_15_17y",
    "f_15_19y",
    "f_18_29y",
    "f_20_29y",
    "f_30_49y",
    "preg_t1",
    "preg_t2",
    "preg_t3",
    "lact_0_6m",
    "lact_6_12m",
];
pub const EDITIONS: &[&str] = &["2016", "2026tool", "2016/2026", "2023", "IOM", "FAO2010", "WHO2023", "VN-teaching"];
