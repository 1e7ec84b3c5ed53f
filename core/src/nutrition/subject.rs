//! What a requirement or a rule speaks about: a nutrient, or something worked out from nutrients.

use serde::Serialize;

use super::Nutrient;

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $unit:literal, $printed:literal, $nutrient:expr;)*) => {
        /// What a printed requirement is about. Its code is the nutrient's where it is one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum Subject {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Subject {
            /// All of them, in the order pages list them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in JSON, in the balance table and in the word files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The unit amounts are given in.
            #[must_use]
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit,)* }
            }

            /// Its name in the requirement table, which also tells subjects of one nutrient apart by unit.
            pub(super) const fn printed(self) -> &'static str {
                match self { $(Self::$name => $printed,)* }
            }

            /// The nutrient it is, when it is simply the amount of one.
            #[must_use]
            pub const fn nutrient(self) -> Option<Nutrient> {
                match self { $(Self::$name => $nutrient,)* }
            }
        }
    };
}

use Nutrient as N;

subjects! {
    /// Energy.
    Energy = "energy", "kcal", "energy", Some(N::Energy);
    /// Protein in grams.
    Protein = "protein", "g", "protein", Some(N::Protein);
    /// Protein's share of energy.
    ProteinShare = "protein_share", "% of energy", "protein", None;
    /// Fat in grams; the table prints no need in grams.
    Fat = "fat", "g", "fat", Some(N::Fat);
    /// Fat's share of energy.
    FatShare = "fat_share", "% of energy", "fat", None;
    /// Carbohydrate in grams; printed for moderate activity only.
    Carbohydrate = "carbohydrate", "g", "carbohydrate", Some(N::Carbohydrate);
    /// Carbohydrate's share of energy.
    CarbohydrateShare = "carbohydrate_share", "% of energy", "carbohydrate", None;
    /// Animal protein's share of protein.
    AnimalProteinShare = "animal_protein_share", "% of protein", "protein_animal_share", None;
    /// Saturated fat's share of energy.
    SaturatedFatShare = "saturated_fat_share", "% of energy", "saturated_fat", None;
    /// Trans fat's share of energy.
    TransFatShare = "trans_fat_share", "% of energy", "trans_fat", None;
    /// Polyunsaturated fat's share of energy.
    PolyunsaturatedFatShare = "polyunsaturated_fat_share", "% of energy", "pufa", None;
    /// Linoleic acid's share of energy.
    LinoleicShare = "linoleic_share", "% of energy", "linoleic_acid", None;
    /// α-linolenic acid's share of energy.
    AlphaLinolenicShare = "alpha_linolenic_share", "% of energy", "alpha_linolenic_acid", None;
    /// EPA and DHA together.
    EpaDha = "epa_dha", "mg", "epa_dha", None;
    /// DHA.
    Dha = "dha", "mg", "dha", None;
    /// Sugars put in by cook or maker, in grams.
    FreeSugars = "free_sugars", "g", "free_sugars", None;
    /// Free sugars' share of energy: the strong recommendation.
    FreeSugarShare = "free_sugar_share", "% of energy", "free_sugars", None;
    /// Free sugars' share of energy: the conditional recommendation.
    FreeSugarShareBetter = "free_sugars_better", "% of energy", "free_sugars", None;
    /// Fibre.
    Fibre = "fibre", "g", "fibre", Some(N::Fibre);
    /// Calcium.
    Calcium = "calcium", "mg", "calcium", Some(N::Calcium);
    /// Calcium to phosphorus, by weight.
    CalciumPhosphorus = "calcium_phosphorus", "ratio", "ca_p_ratio", None;
    /// Phosphorus.
    Phosphorus = "phosphorus", "mg", "phosphorus", Some(N::Phosphorus);
    /// Iron.
    Iron = "iron", "mg", "iron", Some(N::Iron);
    /// Zinc.
    Zinc = "zinc", "mg", "zinc", Some(N::Zinc);
    /// Vitamin A (RAE).
    VitaminA = "vitamin_a", "µg", "vitamin_a", Some(N::VitaminA);
    /// Preformed vitamin A, for its upper limit.
    Retinol = "retinol", "µg", "vitamin_a_preformed", Some(N::Retinol);
    /// Vitamin C.
    VitaminC = "vitamin_c", "mg", "vitamin_c", Some(N::VitaminC);
    /// Vitamin B1.
    Thiamin = "thiamin", "mg", "vitamin_b1", Some(N::Thiamin);
    /// Vitamin B2.
    Riboflavin = "riboflavin", "mg", "vitamin_b2", Some(N::Riboflavin);
    /// Vitamin B3 as niacin equivalents: niacin + tryptophan/60, both in mg.
    NiacinEquivalents = "niacin_equivalents", "mg", "vitamin_b3", None;
    /// Vitamin B6.
    VitaminB6 = "vitamin_b6", "mg", "vitamin_b6", Some(N::VitaminB6);
    /// Folate; that of food counts one for one as DFE.
    Folate = "folate", "µg", "folate", Some(N::Folate);
    /// Vitamin B12.
    VitaminB12 = "vitamin_b12", "µg", "vitamin_b12", Some(N::VitaminB12);
    /// Vitamin D.
    VitaminD = "vitamin_d", "µg", "vitamin_d", Some(N::VitaminD);
    /// Vitamin E.
    VitaminE = "vitamin_e", "mg", "vitamin_e", Some(N::VitaminE);
    /// Vitamin K.
    VitaminK = "vitamin_k", "µg", "vitamin_k", Some(N::VitaminK);
    /// Vitamin B5.
    PantothenicAcid = "pantothenic_acid", "mg", "vitamin_b5", Some(N::PantothenicAcid);
    /// Vitamin B8.
    Biotin = "biotin", "µg", "biotin", Some(N::Biotin);
    /// Choline.
    Choline = "choline", "mg", "choline", Some(N::Choline);
    /// Iodine.
    Iodine = "iodine", "µg", "iodine", Some(N::Iodine);
    /// Magnesium.
    Magnesium = "magnesium", "mg", "magnesium", Some(N::Magnesium);
    /// Selenium.
    Selenium = "selenium", "µg", "selenium", Some(N::Selenium);
    /// Copper.
    Copper = "copper", "µg", "copper", Some(N::Copper);
    /// Manganese.
    Manganese = "manganese", "mg", "manganese", Some(N::Manganese);
    /// Potassium.
    Potassium = "potassium", "mg", "potassium", Some(N::Potassium);
    /// Sodium.
    Sodium = "sodium", "mg", "sodium", Some(N::Sodium);
    /// Salt of all food: sodium × 2.54/1000.
    Salt = "salt", "g", "salt", None;
}

impl Subject {
    /// The subject of that [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|subject| subject.code() == code)
    }

    /// Whether only a ceiling counts: nobody has to reach an amount of it.
    #[must_use]
    pub const fn is_only_limited(self) -> bool {
        matches!(self, Self::Sodium | Self::Salt | Self::FreeSugars)
    }

    /// The subject whose amount is simply that nutrient's.
    #[must_use]
    pub fn of(nutrient: Nutrient) -> Option<Self> {
        Self::ALL.iter().copied().find(|subject| subject.nutrient() == Some(nutrient))
    }

    /// Whether a printed unit is this subject's: `mg/day`, `µg RAE/day`, `µg DFE/day`, `mg NE/day`, `% energy`, ….
    pub(super) fn is_printed_in(self, unit: &str) -> bool {
        match (self.unit(), unit) {
            ("% of energy", "% energy") | ("% of protein", "% of protein") | ("ratio", "ratio") => true,
            (own, printed) => printed
                .strip_suffix("/day")
                .and_then(|amount| amount.split(' ').next())
                .is_some_and(|amount| amount == own),
        }
    }
}
