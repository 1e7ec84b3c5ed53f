//! The nutrients Nếp counts: a closed list, each in one unit.

use serde::Serialize;

/// The unit a nutrient is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Unit {
    /// kcal
    #[serde(rename = "kcal")]
    Kilocalories,
    /// g
    #[serde(rename = "g")]
    Grams,
    /// mg
    #[serde(rename = "mg")]
    Milligrams,
    /// µg
    #[serde(rename = "µg")]
    Micrograms,
}

impl Unit {
    /// As written beside a number.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Kilocalories => "kcal",
            Self::Grams => "g",
            Self::Milligrams => "mg",
            Self::Micrograms => "µg",
        }
    }
}

macro_rules! nutrients {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $unit:ident;)*) => {
        /// A nutrient, or energy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum Nutrient {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Nutrient {
            /// Every nutrient, in the order pages list them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in data files, the database and JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The unit amounts are counted in.
            #[must_use]
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)* }
            }

            /// The nutrient of that [`code`](Self::code).
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

nutrients! {
    /// Năng lượng: 4 P + 9 F + 4 C, fibre not counted.
    Energy = "energy", Kilocalories;
    /// Chất đạm.
    Protein = "protein", Grams;
    /// Chất béo.
    Fat = "fat", Grams;
    /// Chất bột đường, by difference and without fibre.
    Carbohydrate = "carbohydrate", Grams;
    /// Chất xơ.
    Fibre = "fibre", Grams;
    /// Nước trong thực phẩm.
    Water = "water", Grams;
    /// Total sugars.
    Sugars = "sugars", Grams;
    /// Saturated fatty acids.
    SaturatedFat = "saturated_fat", Grams;
    /// Monounsaturated fatty acids.
    MonounsaturatedFat = "monounsaturated_fat", Grams;
    /// Polyunsaturated fatty acids.
    PolyunsaturatedFat = "polyunsaturated_fat", Grams;
    /// Trans fatty acids.
    TransFat = "trans_fat", Grams;
    /// 18:2 n-6.
    LinoleicAcid = "linoleic_acid", Grams;
    /// 18:3 n-3.
    AlphaLinolenicAcid = "alpha_linolenic_acid", Grams;
    /// 20:5 n-3.
    Epa = "epa", Grams;
    /// 22:6 n-3.
    Dha = "dha", Grams;
    /// Cholesterol.
    Cholesterol = "cholesterol", Milligrams;
    /// Canxi.
    Calcium = "calcium", Milligrams;
    /// Phốt pho.
    Phosphorus = "phosphorus", Milligrams;
    /// Sắt.
    Iron = "iron", Milligrams;
    /// Magiê.
    Magnesium = "magnesium", Milligrams;
    /// Kẽm.
    Zinc = "zinc", Milligrams;
    /// I-ốt.
    Iodine = "iodine", Micrograms;
    /// Selen.
    Selenium = "selenium", Micrograms;
    /// Đồng.
    Copper = "copper", Micrograms;
    /// Mangan.
    Manganese = "manganese", Milligrams;
    /// Natri.
    Sodium = "sodium", Milligrams;
    /// Kali.
    Potassium = "potassium", Milligrams;
    /// Vitamin A as retinol activity equivalents (RAE).
    VitaminA = "vitamin_a", Micrograms;
    /// Preformed vitamin A only.
    Retinol = "retinol", Micrograms;
    /// Vitamin D.
    VitaminD = "vitamin_d", Micrograms;
    /// Vitamin E.
    VitaminE = "vitamin_e", Milligrams;
    /// Vitamin K.
    VitaminK = "vitamin_k", Micrograms;
    /// Vitamin C.
    VitaminC = "vitamin_c", Milligrams;
    /// Vitamin B1.
    Thiamin = "thiamin", Milligrams;
    /// Vitamin B2.
    Riboflavin = "riboflavin", Milligrams;
    /// Vitamin B3, as niacin without the share made from tryptophan.
    Niacin = "niacin", Milligrams;
    /// Vitamin B5.
    PantothenicAcid = "pantothenic_acid", Milligrams;
    /// Vitamin B6.
    VitaminB6 = "vitamin_b6", Milligrams;
    /// Folate of food (no folic acid added).
    Folate = "folate", Micrograms;
    /// Vitamin B12.
    VitaminB12 = "vitamin_b12", Micrograms;
    /// Vitamin B8.
    Biotin = "biotin", Micrograms;
    /// Choline.
    Choline = "choline", Milligrams;
    /// Tryptophan, for niacin equivalents.
    Tryptophan = "tryptophan", Milligrams;
}
