//! The closed lists of words that the tables use: each an enum with the word as its code.

use serde::Serialize;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in tables, addresses and JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with that [`code`](Self::code).
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// How far to trust a figure. What is below [`Medium`](Self::Medium) informs; it never alarms and never fails a menu.
    Confidence {
        /// Official text, or two copies that agree.
        High = "high",
        /// One credible copy.
        Medium = "medium",
        /// Recalled or doubtful.
        Low = "low",
        /// A guess by someone who buys food; prices only.
        Estimate = "estimate",
    }
}

words! {
    /// Whom a menu feeds.
    Stage {
        /// Three months pregnant at most.
        PregnantT1 = "pregnant_t1",
        /// Months four to six.
        PregnantT2 = "pregnant_t2",
        /// Months seven to nine.
        PregnantT3 = "pregnant_t3",
        /// Breast-feeding, child under six months.
        Lactating0To6 = "lactating_0_6",
        /// Breast-feeding, child of six to twelve months.
        Lactating6To12 = "lactating_6_12",
        /// Child of 7–8 completed months.
        Child7To8 = "child_7_8",
        /// Child of 9–11 completed months.
        Child9To11 = "child_9_11",
        /// Child of 12–23 completed months.
        Child12To23 = "child_12_23",
        /// Child of 24–35 completed months.
        Child24To35 = "child_24_35",
        /// Child of 36–60 completed months.
        Child36To60 = "child_36_60",
    }
}

impl Stage {
    /// The audience whose dishes suit it.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::PregnantT1 | Self::PregnantT2 | Self::PregnantT3 => Audience::Pregnant,
            Self::Lactating0To6 | Self::Lactating6To12 => Audience::Lactating,
            _ => Audience::Child,
        }
    }

    /// First and last completed month of a child of this stage.
    #[must_use]
    pub const fn child_months(self) -> Option<(u32, u32)> {
        match self {
            Self::Child7To8 => Some((7, 8)),
            Self::Child9To11 => Some((9, 11)),
            Self::Child12To23 => Some((12, 23)),
            Self::Child24To35 => Some((24, 35)),
            Self::Child36To60 => Some((36, 60)),
            _ => None,
        }
    }

    /// The stage of a child of so many completed months; none under 7 months, where no menu is ever offered, and none
    /// over 60.
    #[must_use]
    pub fn of_child(completed_months: u32) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|stage| stage.child_months().is_some_and(|(from, to)| (from..=to).contains(&completed_months)))
    }
}

words! {
    /// Whom a dish is made for.
    Audience {
        /// Pregnant women.
        Pregnant = "pregnant",
        /// Breast-feeding women.
        Lactating = "lactating",
        /// Children of the dish's ages.
        Child = "child",
    }
}

words! {
    /// Where a dish is eaten, or a price was paid.
    Region {
        /// Miền Bắc.
        North = "north",
        /// Miền Trung.
        Central = "central",
        /// Miền Nam.
        South = "south",
    }
}

words! {
    /// A meal of the day, in order.
    Meal {
        /// Bữa sáng.
        Breakfast = "breakfast",
        /// Bữa phụ sáng.
        MorningSnack = "snack_am",
        /// Bữa trưa.
        Lunch = "lunch",
        /// Bữa phụ chiều.
        AfternoonSnack = "snack_pm",
        /// Bữa tối.
        Dinner = "dinner",
        /// Bữa phụ tối.
        NightSnack = "snack_night",
    }
}

impl Meal {
    /// What dishes call it: any snack is a snack.
    #[must_use]
    pub const fn kind(self) -> MealKind {
        match self {
            Self::Breakfast => MealKind::Breakfast,
            Self::Lunch => MealKind::Lunch,
            Self::Dinner => MealKind::Dinner,
            Self::MorningSnack | Self::AfternoonSnack | Self::NightSnack => MealKind::Snack,
        }
    }
}

words! {
    /// A kind of meal a dish suits.
    MealKind {
        /// Sáng.
        Breakfast = "breakfast",
        /// Trưa.
        Lunch = "lunch",
        /// Tối.
        Dinner = "dinner",
        /// Phụ.
        Snack = "snack",
    }
}

words! {
    /// What part of a meal a dish is.
    DishKind {
        /// Cơm, xôi.
        Staple = "staple",
        /// Món mặn.
        Main = "main",
        /// Canh.
        Soup = "soup",
        /// Món rau.
        Vegetable = "vegetable",
        /// Món kèm.
        Side = "side",
        /// Phở, bún, cơm tấm: a meal in one bowl.
        OneBowl = "one_bowl",
        /// Cháo, bột.
        Porridge = "porridge",
        /// Nghiền.
        Puree = "puree",
        /// Món ăn nhẹ.
        Snack = "snack",
        /// Tráng miệng.
        Dessert = "dessert",
        /// Trái cây.
        Fruit = "fruit",
        /// Đồ uống.
        Drink = "drink",
    }
}

words! {
    /// What an ingredient does in its dish.
    Role {
        /// What the dish is made of.
        Main = "main",
        /// What goes with it.
        Secondary = "secondary",
        /// Salt, sauce, herbs, spices.
        Seasoning = "seasoning",
        /// Oil or fat.
        Oil = "oil",
    }
}

words! {
    /// A property of a dish.
    Tag {
        /// Nothing from animals.
        Vegan = "vegan",
        /// Eggs and milk, no meat, fish or fish sauce.
        Vegetarian = "vegetarian",
        /// Rich in iron.
        IronRich = "iron_rich",
        /// Rich in calcium.
        CalciumRich = "calcium_rich",
        /// Rich in folate.
        FolateRich = "folate_rich",
        /// Rich in vitamin A.
        VitaminARich = "vitamin_a_rich",
        /// Fatty or sea fish.
        FattyOrSeaFish = "fatty_or_sea_fish",
    }
}

words! {
    /// Something that makes a food or a dish unsafe, or to be limited, for someone. The rules say for whom.
    Flag {
        /// Salt, fish sauce, soy sauce and their kin, added to food.
        AddedSalt = "added_salt",
        /// Salted or brined food.
        Salty = "salty",
        /// Sugar, honey, syrup.
        AddedSugar = "added_sugar",
        /// Sweets and jams.
        Sweets = "sweets",
        /// Sweetened drink.
        SweetDrink = "sweet_drink",
        /// Fruit juice.
        Juice = "juice",
        /// Mật ong.
        Honey = "honey",
        /// Sữa đặc có đường.
        CondensedMilk = "condensed_milk",
        /// Milk of an animal, as a drink or powder.
        AnimalMilk = "animal_milk",
        /// Sữa mẹ.
        BreastMilk = "breast_milk",
        /// Breast-milk substitute.
        Formula = "formula",
        /// Nuts or large seeds, whole unless the dish grinds them.
        WholeNut = "whole_nut",
        /// A dish whose nuts are pounded or ground, so that its [`WholeNut`](Self::WholeNut) foods choke no one.
        GroundNut = "ground_nut",
        /// Round, hard or sticky pieces a young child chokes on.
        Choking = "choking",
        /// Fish or shellfish eaten raw.
        RawFish = "raw_fish",
        /// Meat eaten raw or fermented raw.
        RawMeat = "raw_meat",
        /// Egg eaten raw or soft.
        RawEgg = "raw_egg",
        /// Leaves eaten raw.
        RawVegetable = "raw_vegetable",
        /// Tiết.
        Blood = "blood",
        /// Liver and what is made of it.
        Liver = "liver",
        /// Other inner organs.
        Offal = "offal",
        /// Giò, chả, xúc xích, lạp xưởng, canned meat.
        ProcessedMeat = "processed_meat",
        /// Fish on the avoid list for mercury.
        HighMercury = "high_mercury",
        /// Fish to eat once or twice a week in pregnancy.
        ModerateMercury = "moderate_mercury",
        /// Alcohol.
        Alcohol = "alcohol",
        /// Coffee, tea, cola.
        Caffeine = "caffeine",
        /// Deep-fried snack.
        FriedSnack = "fried_snack",
        /// Seaweed: very rich in iodine.
        Seaweed = "seaweed",
        /// Poisonous.
        Poison = "poison",
        /// Poisonous unless soaked, peeled and boiled.
        PoisonUnlessPrepared = "poison_unless_prepared",
        /// Avoided by custom in pregnancy, without official advice.
        TraditionalCaution = "traditional_caution",
    }
}

words! {
    /// What someone may be allergic to: the priority list of the Codex Alimentarius (CXS 1-1985, revised 2024), with the
    /// molluscs and the soya that national lists add.
    Allergen {
        /// Wheat, rye, barley, oats.
        Gluten = "gluten",
        /// Tôm, cua, tép.
        Crustaceans = "crustaceans",
        /// Nghêu, sò, ốc, mực.
        Molluscs = "molluscs",
        /// Trứng.
        Eggs = "eggs",
        /// Cá, nước mắm.
        Fish = "fish",
        /// Lạc.
        Peanuts = "peanuts",
        /// Đậu nành, đậu phụ, xì dầu.
        Soy = "soy",
        /// Milk of animals.
        Milk = "milk",
        /// Hạt điều, hạt dẻ.
        TreeNuts = "tree_nuts",
        /// Vừng.
        Sesame = "sesame",
    }
}

words! {
    /// How hard the days are of the woman a menu was made for.
    Work {
        /// Lao động nhẹ.
        Light = "light",
        /// Lao động trung bình.
        Moderate = "moderate",
        /// Lao động nặng.
        Heavy = "heavy",
    }
}

words! {
    /// What a menu of the bank is for.
    Theme {
        /// Any day.
        Usual = "usual",
        /// Without meat, fish and fish sauce.
        Vegetarian = "vegetarian",
        /// For a small purse.
        LowBudget = "low_budget",
    }
}

words! {
    /// How a child's share of a family dish is made ready.
    Texture {
        /// Nghiền.
        Mashed = "mashed",
        /// Băm nhỏ.
        Minced = "minced",
        /// Cắt nhỏ.
        CutSmall = "cut_small",
        /// Drunk or spooned as it is: milk, yogurt.
        Drink = "drink",
    }
}

words! {
    /// What is taken away from a child's share before it is served.
    Care {
        /// Xương.
        Bones = "bones",
        /// Da, vỏ, màng.
        Skin = "skin",
        /// Vỏ tôm, vỏ hến, mảnh mai cua.
        Shells = "shells",
        /// Hạt.
        Seeds = "seeds",
        /// Xơ, cọng già.
        Fibre = "fibre",
    }
}

words! {
    /// Whether a food is in season.
    Season {
        /// At any time of the year.
        Always = "always",
        /// In its months.
        InSeason = "in_season",
        /// Outside its months: dear, from far or from a cold store.
        OutOfSeason = "out_of_season",
    }
}

words! {
    /// NIN's eight groups for counting variety.
    DiversityGroup {
        /// Lương thực.
        CerealsTubers = "cereals_tubers",
        /// Hạt đậu đỗ, hạt có dầu.
        PulsesNuts = "pulses_nuts",
        /// Sữa và chế phẩm.
        Dairy = "dairy",
        /// Thịt, cá, hải sản.
        MeatFish = "meat_fish",
        /// Trứng.
        Eggs = "eggs",
        /// Rau quả xanh đậm, vàng, đỏ.
        DarkGreenOrange = "dark_green_orange",
        /// Rau quả khác.
        OtherVegFruit = "other_veg_fruit",
        /// Dầu mỡ.
        Fats = "fats",
    }
}

words! {
    /// The eight groups of WHO/UNICEF's IYCF indicators (2021), children of 6–23 months.
    IycfGroup {
        /// Breast milk.
        BreastMilk = "breast_milk",
        /// Grains, roots, tubers.
        GrainsRoots = "grains_roots",
        /// Pulses, nuts, seeds.
        PulsesNutsSeeds = "pulses_nuts_seeds",
        /// Dairy.
        Dairy = "dairy",
        /// Meat, fish, poultry, organ meat.
        Flesh = "flesh",
        /// Eggs.
        Eggs = "eggs",
        /// Vitamin-A-rich fruit and vegetables.
        VitaminARich = "vitamin_a_rich",
        /// Other fruit and vegetables.
        OtherVegFruit = "other_veg_fruit",
    }
}

words! {
    /// The ten groups of FAO's MDD-W (2021), women of 15–49 years.
    MddwGroup {
        /// Grains, white roots, tubers, plantains.
        GrainsRoots = "grains_roots",
        /// Pulses.
        Pulses = "pulses",
        /// Nuts and seeds.
        NutsSeeds = "nuts_seeds",
        /// Dairy.
        Dairy = "dairy",
        /// Meat, poultry, fish.
        Flesh = "flesh",
        /// Eggs.
        Eggs = "eggs",
        /// Dark green leafy vegetables.
        DarkGreenLeafy = "dark_green_leafy",
        /// Other vitamin-A-rich fruit and vegetables.
        OtherVitaminA = "other_vitamin_a",
        /// Other vegetables.
        OtherVegetables = "other_vegetables",
        /// Other fruit.
        OtherFruits = "other_fruits",
    }
}

words! {
    /// What a price is paid for.
    PriceBasis {
        /// As bought, with skin and bone: divide by the edible share.
        AsPurchased = "as_purchased",
        /// Ready to cook.
        Edible = "edible",
    }
}

words! {
    /// What a requirement figure is.
    RequirementKind {
        /// Recommended intake.
        Rni = "RNI",
        /// Adequate intake, where no RNI could be set.
        AdequateIntake = "AI",
        /// Estimated average requirement.
        AverageRequirement = "EAR",
        /// Tolerable upper level.
        UpperLevel = "UL",
        /// Lower end of the share of energy.
        EnergyShareLow = "AMDR_low",
        /// Upper end of the share of energy.
        EnergyShareHigh = "AMDR_high",
        /// Over the woman's own non-pregnant figure.
        Addition = "addition",
        /// Low end of a printed addition.
        AdditionLow = "addition_low",
        /// High end of a printed addition.
        AdditionHigh = "addition_high",
        /// Addition to the average requirement.
        AverageAddition = "EAR_addition",
        /// Low end of a printed range.
        RniLow = "RNI_low",
        /// High end of a printed range.
        RniHigh = "RNI_high",
        /// Diet goal: at least.
        GoalMin = "GOAL_min",
        /// Diet goal: at most.
        GoalMax = "GOAL_max",
    }
}
