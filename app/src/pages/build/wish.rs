//! What somebody does not eat, or wants to: a food, a word that stands for many foods, a dish at a meal.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use nep_core::foods::{Database, Dish, Flag, Food, FoodCode, Found, Meal, Region, Role, fold};
use nep_core::menu::Table;

/// Letters of a word that are read.
const LONGEST_WORD: usize = 40;
/// Foods and words found for what was typed.
const FOUND: usize = 10;
/// Words offered before anything is typed: what people here most often do not eat.
pub const COMMON_DISLIKES: [&str; 6] = ["gan", "nội tạng", "cá", "tôm", "trứng", "mướp đắng"];
/// Foods offered before anything is typed.
const COMMON_FOODS: usize = 12;

/// Words that mean a kind of food whatever its name.
const KINDS: [(&str, Flag); 3] = [("gan", Flag::Liver), ("nội tạng", Flag::Offal), ("tiết", Flag::Blood)];

/// What is not to be on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dislike {
    /// One food.
    Food(FoodCode),
    /// Every food and dish with this word in its name: `gan` is the liver of any animal.
    Word(String),
}

impl Dislike {
    /// Reads what [`Self::code`] writes; `None` for what means no food and no dish.
    pub fn read(typed: &str) -> Option<Self> {
        if let Ok(code) = typed.parse() {
            return Database::bundled().food(FoodCode(code)).map(|food| Self::Food(food.code));
        }
        let word: String = typed.to_lowercase().chars().take(LONGEST_WORD).collect();
        let dislike = Self::Word(word);
        (!dislike.foods().is_empty() || !dislike.dishes().is_empty()).then_some(dislike)
    }

    pub fn code(&self) -> String {
        match self {
            Self::Food(code) => code.to_string(),
            Self::Word(word) => word.clone(),
        }
    }

    /// The foods it means.
    pub fn foods(&self) -> Vec<FoodCode> {
        match self {
            Self::Food(code) => vec![*code],
            Self::Word(word) => {
                let kind = KINDS.iter().find(|(known, _)| known == word).map(|(_, flag)| *flag);
                let means = |food: &&Food| says(&food.name_vi, word) || kind.is_some_and(|flag| food.is(flag));
                Database::bundled().foods().iter().filter(means).map(|food| food.code).collect()
            }
        }
    }

    /// The dishes it names, beside those with its foods.
    pub fn dishes(&self) -> Vec<&'static Dish> {
        match self {
            Self::Food(_) => Vec::new(),
            Self::Word(word) => Database::bundled().dishes().iter().filter(|dish| says(&dish.name_vi, word)).collect(),
        }
    }

    /// What `typed` may mean: words as the food table spells them (`ca` may be `cá` or `cà`), then single foods.
    pub fn meant(typed: &str) -> Vec<Self> {
        let asked = words(&fold(typed));
        let mut spelled: BTreeMap<String, usize> = BTreeMap::new();
        if !asked.is_empty() {
            for food in Database::bundled().foods() {
                let name = food.name_vi.split(" (").next().unwrap_or(&food.name_vi);
                for window in words(&name.to_lowercase()).windows(asked.len()) {
                    if window.iter().zip(&asked).all(|(word, asked)| fold(word) == *asked) {
                        *spelled.entry(window.join(" ")).or_default() += 1;
                    }
                }
            }
        }
        let mut spelled: Vec<(String, usize)> = spelled.into_iter().filter(|(_, count)| *count > 1).collect();
        spelled.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let whole = spelled.into_iter().take(FOUND / 2).map(|(word, _)| Self::Word(word));
        whole.chain(foods_called(typed).into_iter().map(|food| Self::Food(food.code))).take(FOUND).collect()
    }
}

/// A dish that is wanted, at one meal or at any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favourite {
    pub dish: String,
    pub meal: Option<Meal>,
}

impl Favourite {
    /// Reads `canh-cua@lunch` or `canh-cua`; `None` when there is no such dish or meal.
    pub fn read(typed: &str, table: &Table<'_>) -> Option<Self> {
        let (dish, meal) = match typed.split_once('@') {
            Some((dish, meal)) => (dish, Some(Meal::from_code(meal)?)),
            None => (typed, None),
        };
        let dish = table.dish(dish)?.id.clone();
        Some(Self { dish, meal })
    }

    pub fn code(&self) -> String {
        match self.meal {
            Some(meal) => format!("{}@{}", self.dish, meal.code()),
            None => self.dish.clone(),
        }
    }

    pub fn dish<'t>(&self, table: &'t Table<'_>) -> Option<&'t Dish> {
        table.dish(&self.dish)
    }
}

/// Foods of that name that people buy, the best match first.
pub fn foods_called(typed: &str) -> Vec<&'static Food> {
    let hits = Database::bundled().search(typed, 6 * FOUND);
    let foods = hits.into_iter().filter_map(|hit| match hit.found {
        Found::Food(food) => Some(food),
        Found::Dish(_) => None,
    });
    foods.filter(|food| !food.is(Flag::BreastMilk) && !food.is(Flag::Formula)).take(FOUND).collect()
}

/// The family's own dishes of that name, all while nothing is typed; then the bank's, the best match first.
pub fn dishes_called<'t>(typed: &str, table: &'t Table<'_>, eaten: impl Fn(&Dish) -> bool) -> Vec<&'t Dish> {
    let own = own_called(typed, table);
    let hits = Database::bundled().search(typed, 6 * FOUND);
    let dishes = hits.into_iter().filter_map(|hit| match hit.found {
        Found::Dish(dish) => Some(dish),
        Found::Food(_) => None,
    });
    let fits = |dish: &&Dish| eaten(dish) && !dish.meals.is_empty();
    own.into_iter().chain(dishes).filter(fits).take(FOUND).collect()
}

/// The family's own dishes in whose name every word of `typed` begins a word, marks or none.
pub fn own_called<'t>(typed: &str, table: &'t Table<'_>) -> Vec<&'t Dish> {
    let asked = words(&fold(typed));
    let called = |dish: &&Dish| {
        let named = words(&fold(&dish.name_vi));
        asked.iter().all(|asked| named.iter().any(|word| word.starts_with(asked)))
    };
    table.dishes().filter(|dish| table.is_own(&dish.id)).filter(called).collect()
}

/// The foods that most dishes of a region are made of.
pub fn common_foods(region: Region) -> &'static [FoodCode] {
    static COMMON: [OnceLock<Vec<FoodCode>>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    COMMON[region as usize].get_or_init(|| {
        let mut dishes: BTreeMap<FoodCode, usize> = BTreeMap::new();
        for dish in Database::bundled().dishes().iter().filter(|dish| dish.regions.contains(&region)) {
            for part in dish.ingredients.iter().filter(|part| matches!(part.role, Role::Main | Role::Secondary)) {
                *dishes.entry(part.food).or_default() += 1;
            }
        }
        let mut common: Vec<(FoodCode, usize)> = dishes.into_iter().collect();
        common.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let bought = |code: &FoodCode| Database::bundled().food(*code).is_some_and(|food| !food.is(Flag::BreastMilk));
        common.into_iter().map(|(code, _)| code).filter(bought).take(COMMON_FOODS).collect()
    })
}

/// Whether a name has this word, or these words in a row, as they are spelled.
fn says(name: &str, word: &str) -> bool {
    let asked = words(word);
    !asked.is_empty() && words(&name.to_lowercase()).windows(asked.len()).any(|window| window == asked)
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use nep_core::foods::{Audience, DishKind, MealKind};
    use nep_core::menu::{OwnDish, OwnIngredient};

    use super::*;

    fn names(dislike: &Dislike) -> Vec<&'static str> {
        let food = |code: FoodCode| Database::bundled().food(code).expect("known").name_vi.as_str();
        dislike.foods().into_iter().map(food).collect()
    }

    #[test]
    fn liver_means_the_liver_of_any_animal_and_nothing_else() {
        let liver = Dislike::read("gan").expect("known");
        let named = names(&liver);
        for name in ["Gan bò", "Gan gà", "Gan lợn", "Gan vịt"] {
            assert!(named.contains(&name), "{named:?}");
        }
        assert!(named.iter().all(|name| !name.to_lowercase().contains("gân")), "tendons are not liver: {named:?}");
        let all = Database::bundled().foods().iter().filter(|food| food.is(Flag::Liver));
        assert!(all.map(|food| food.code).all(|code| liver.foods().contains(&code)));
    }

    #[test]
    fn a_word_typed_without_marks_is_spelled_out() {
        let meant = Dislike::meant("ca");
        assert!(
            meant.contains(&Dislike::Word("cá".into())) && meant.contains(&Dislike::Word("cà".into())),
            "{meant:?}"
        );
        assert!(names(&Dislike::Word("cá".into())).iter().all(|name| !name.starts_with("Cà")));
        assert!(Dislike::meant("  ").is_empty());
    }

    #[test]
    fn what_means_nothing_is_left_out() {
        assert_eq!(Dislike::read("xyz"), None);
        assert_eq!(Dislike::read("99999999"), None);
        let read = |typed: &str| Favourite::read(typed, &Table::bundled());
        assert_eq!(read("no-such-dish@lunch"), None);
        assert_eq!(read("own-1@lunch"), None, "a dish of another family");
        assert_eq!(read("com-trang@midnight"), None);
        let rice = read("com-trang@lunch").expect("known");
        assert_eq!(read(&rice.code()), Some(rice));
    }

    #[test]
    fn a_familys_own_dish_is_found_first_and_stands_there_unasked() {
        let part = OwnIngredient { food: FoodCode(7017), grams: 80.0, role: Role::Main };
        let own = OwnDish {
            id: "own-1".into(),
            name: "Thịt rim nhà em".into(),
            kind: DishKind::Main,
            meals: vec![MealKind::Lunch],
            child_months: None,
            raw: false,
            ingredients: vec![part],
        };
        let table = Table::bundled().with_dish(&own).expect("well formed");
        let found = |typed: &str| -> Vec<String> {
            let women = |dish: &Dish| dish.audiences.contains(&Audience::Pregnant);
            dishes_called(typed, &table, women).into_iter().map(|dish| dish.id.clone()).collect()
        };
        assert_eq!(found(""), ["own-1"]);
        for typed in ["thit", "rim nhà", "THỊT RIM"] {
            assert_eq!(found(typed)[0], "own-1", "{typed}");
        }
        assert!(found("thịt").len() > 1, "the bank's follow");
        assert!(!found("canh").contains(&"own-1".to_owned()));
        assert!(dishes_called("rim", &table, |dish| dish.child_months.is_some()).iter().all(|dish| dish.id != "own-1"));
    }

    #[test]
    fn every_offered_word_means_some_food() {
        for word in COMMON_DISLIKES {
            assert!(Dislike::read(word).is_some_and(|dislike| !dislike.foods().is_empty()), "{word}");
        }
        for region in Region::ALL {
            assert_eq!(common_foods(*region).len(), COMMON_FOODS);
        }
    }
}
