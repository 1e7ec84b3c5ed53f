//! A day's food as it stands on the table for one person: dishes taken apart into foods, shares and changes counted.

use super::{Change, Cost, DayMenu, DishReading, Fault, IngredientReading, MealReading, Serving, Share, Table};
use crate::foods::{Audience, Dish, Flag, Food, FoodCode, Ingredient, Region, Role};
use crate::nutrition::{Amount, Eaten, Intake, Nutrient, Per100g, Person, Stage, Traits};

/// What stands on the table, dish by dish.
pub(super) struct Laid<'a> {
    servings: Vec<Served<'a>>,
}

/// One dish, or the foods by weight of one meal.
pub(super) struct Served<'a> {
    meal: usize,
    dish: Option<&'a Dish>,
    portion: f64,
    pub(super) share: Share,
    pub(super) changes: &'a [Change],
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    food: &'a Food,
    grams: f64,
    per_100g: &'a Per100g,
    group: Option<&'static str>,
    flags: Vec<Flag>,
    dish_flags: Vec<Flag>,
    seasoning: bool,
}

impl<'a> Laid<'a> {
    /// Lays the table for a person, or for someone of whom no table says anything.
    pub(super) fn set(table: &'a Table<'_>, menu: &'a DayMenu, person: Option<Person>) -> Result<Self, Fault> {
        let mut servings = Vec::new();
        for (meal, served) in menu.meals.iter().enumerate() {
            for (index, serving) in served.dishes.iter().enumerate() {
                amount(meal, serving.portion, DayMenu::MOST_PORTIONS)?;
                let dish = table.dish(&serving.dish).ok_or_else(|| Fault::UnknownDish {
                    meal,
                    index,
                    dish: serving.dish.clone(),
                })?;
                changes_fit(table, dish, meal, index, &serving.changes)?;
                let cooked = cooked(table, dish, &serving.changes, serving.share);
                let parts = cooked.map(|(ingredient, changed)| {
                    let seasoning = matches!(ingredient.role, Role::Seasoning | Role::Oil);
                    let bank = !changed && !table.is_own(&dish.id);
                    let as_dish = As { dish: Some(dish), bank, seasoning };
                    Part::new(table, &ingredient, serving.portion, &as_dish, person)
                });
                let parts = parts.collect();
                servings.push(Served {
                    meal,
                    dish: Some(dish),
                    portion: serving.portion,
                    share: serving.share,
                    changes: &serving.changes,
                    parts,
                });
            }
            let mut parts = Vec::new();
            for (index, food) in served.ingredients.iter().enumerate() {
                amount(meal, food.grams, DayMenu::MOST_GRAMS)?;
                let unknown = || Fault::UnknownFood { meal, index, food: food.food };
                let known = table.foods().food(food.food).ok_or_else(unknown)?;
                let by_weight = Counted { food: known.code, grams: food.grams, role: Role::Main };
                parts.push(Part::new(
                    table,
                    &by_weight,
                    1.0,
                    &As { dish: None, bank: false, seasoning: false },
                    person,
                ));
            }
            if !parts.is_empty() {
                let (share, changes) = (Share::Whole, &[][..]);
                servings.push(Served { meal, dish: None, portion: 1.0, share, changes, parts });
            }
        }
        Ok(Self { servings })
    }

    pub(super) fn eaten(&self) -> Vec<Eaten<'_>> {
        self.servings.iter().flat_map(Served::eaten).collect()
    }

    /// The ids of the dishes that fit, each once.
    pub(super) fn dishes(&self, fits: impl Fn(&Served<'_>, &Dish) -> bool) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for served in &self.servings {
            if let Some(dish) = served.dish.filter(|dish| fits(served, dish))
                && !found.contains(&dish.id)
            {
                found.push(dish.id.clone());
            }
        }
        found
    }

    pub(super) fn meals(&self, table: &Table<'_>, region: Region, menu: &DayMenu) -> Vec<MealReading> {
        let meals = menu.meals.iter().enumerate();
        meals
            .map(|(index, meal)| {
                let servings: Vec<&Served<'_>> = self.servings.iter().filter(|served| served.meal == index).collect();
                let eaten: Vec<Eaten<'_>> = servings.iter().flat_map(|served| served.eaten()).collect();
                MealReading {
                    meal: meal.meal,
                    energy: Intake::of(&eaten).amount(Nutrient::Energy),
                    protein: Intake::of(&eaten).amount(Nutrient::Protein),
                    cost: Cost::of(table, &eaten, region),
                    dishes: servings.iter().map(|served| served.reading(table, region)).collect(),
                }
            })
            .collect()
    }
}

impl Served<'_> {
    fn eaten(&self) -> impl Iterator<Item = Eaten<'_>> {
        self.parts.iter().map(|part| Eaten {
            food: part.food.code,
            meal: self.meal,
            grams: part.grams,
            per_100g: part.per_100g,
            traits: Traits {
                animal_protein: part.food.animal_protein,
                meat_or_fish: matches!(part.food.group, MEAT_GROUP | FISH_GROUP),
                breast_milk: part.food.is(Flag::BreastMilk),
                seasoning: part.seasoning,
                diversity_group: part.group,
                hazards: &part.flags,
                dish: self.dish.map(|dish| dish.id.as_str()),
                dish_hazards: &part.dish_flags,
            },
        })
    }

    fn reading(&self, table: &Table<'_>, region: Region) -> DishReading {
        let eaten: Vec<Eaten<'_>> = self.eaten().collect();
        let ingredients = self.parts.iter().map(|part| IngredientReading {
            food_code: part.food.code,
            food_name_vi: part.food.name_vi.clone(),
            grams: part.grams,
        });
        DishReading {
            dish_id: self.dish.map(|dish| dish.id.clone()),
            name_vi: self.dish.map(|dish| dish.name_vi.clone()),
            portion: self.portion,
            share: self.share,
            changes: self.changes.to_vec(),
            energy: Intake::of(&eaten).amount(Nutrient::Energy),
            cost: Cost::of(table, &eaten, region),
            ingredients: ingredients.collect(),
        }
    }
}

/// A food of one serving as it is cooked here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Counted {
    pub(super) food: FoodCode,
    pub(super) grams: f64,
    pub(super) role: Role,
}

/// One serving of a dish with its changes, each food with whether it was changed; a share taken out before seasoning
/// holds nothing that is put in then.
pub(super) fn cooked<'d>(
    table: &'d Table<'_>,
    dish: &'d Dish,
    changes: &'d [Change],
    share: Share,
) -> impl Iterator<Item = (Counted, bool)> + 'd {
    let parts = dish.ingredients.iter().map(|&Ingredient { food, grams, role, .. }| {
        match changes.iter().find(|change| change.out == food) {
            Some(change) => (Counted { food: change.into, grams: change.grams, role }, true),
            None => (Counted { food, grams, role }, false),
        }
    });
    parts.filter(move |(part, _)| part.grams > 0.0 && !(share == Share::Unseasoned && seasons(table, part)))
}

impl Serving {
    /// What it is made of, changes and share counted: edible grams, raw. `None`: the table holds no such dish.
    #[must_use]
    pub fn foods(&self, table: &Table<'_>) -> Option<Vec<super::Ingredient>> {
        let dish = table.dish(&self.dish)?;
        let cooked = cooked(table, dish, &self.changes, self.share);
        Some(cooked.map(|(part, _)| super::Ingredient { food: part.food, grams: part.grams * self.portion }).collect())
    }
}

/// Whether a food is put in when the dish is seasoned: salt, fish sauce, soy sauce, shrimp paste, sugar, honey. Herbs and
/// oil stay.
pub(super) fn seasons(table: &Table<'_>, part: &Counted) -> bool {
    part.role == Role::Seasoning
        && table.foods().food(part.food).is_some_and(|food| {
            [Flag::AddedSalt, Flag::Salty, Flag::AddedSugar, Flag::Honey].iter().any(|flag| food.is(*flag))
        })
}

fn changes_fit(table: &Table<'_>, dish: &Dish, meal: usize, index: usize, changes: &[Change]) -> Result<(), Fault> {
    for (place, change) in changes.iter().enumerate() {
        if table.foods().food(change.into).is_none() {
            return Err(Fault::UnknownFood { meal, index, food: change.into });
        }
        let twice = changes[..place].iter().any(|known| known.out == change.out);
        if twice || dish.ingredients.iter().all(|part| part.food != change.out) {
            return Err(Fault::NotInTheDish { meal, index, dish: dish.id.clone(), food: change.out });
        }
        // 0: the food is left out.
        if !(change.grams >= 0.0 && change.grams <= DayMenu::MOST_GRAMS) {
            return Err(Fault::NotAnAmount { meal, value: change.grams });
        }
    }
    Ok(())
}

/// Groups of the 2007 table that raise iron absorption.
const MEAT_GROUP: u8 = 7;
const FISH_GROUP: u8 = 8;

/// How a food comes to the table.
struct As<'d> {
    dish: Option<&'d Dish>,
    /// As the bank's recipe prepares it; nobody reviewed how a changed food or an own dish is cut.
    bank: bool,
    seasoning: bool,
}

impl<'a> Part<'a> {
    fn new(table: &'a Table<'_>, part: &Counted, portion: f64, served: &As<'_>, person: Option<Person>) -> Self {
        let food = table.foods().food(part.food).expect("dishes and changes are checked to hold foods of the table");
        let per_100g = table.composition(part.food).expect("every food has its composition here");
        let group = match person.map(|person| person.stage) {
            Some(Stage::Child { .. }) => food.iycf_group.map(|group| group.code()),
            _ => food.mddw_group.map(|group| group.code()),
        };
        // A dish made for the child's age has its fruit stoned and cut; a dish says of itself that its nuts are ground.
        let dish = served.dish;
        let prepared = dish.is_some_and(|dish| person.is_some_and(|person| made_for(dish, person)));
        let ground = dish.is_some_and(|dish| dish.flags.contains(&Flag::GroundNut));
        let lifted = |flag: Flag| flag == Flag::WholeNut && ground || flag == Flag::Choking && prepared;
        let flags = food.flags.iter().copied().filter(|flag| !(served.bank && lifted(*flag))).collect();
        let dish_flags = dish.map_or(&[][..], |dish| &dish.flags);
        let dish_flags = dish_flags.iter().copied().filter(|flag| !lifted(*flag)).collect();
        Self { food, grams: part.grams * portion, per_100g, group, flags, dish_flags, seasoning: served.seasoning }
    }
}

/// Energy of one serving of a dish, as far as it is known.
#[must_use]
pub fn dish_energy(table: &Table<'_>, dish: &Dish) -> Amount {
    let known = dish.ingredients.iter().filter_map(|part| Some((part, table.composition(part.food)?)));
    let eaten: Vec<Eaten<'_>> = known
        .map(|(part, per_100g)| Eaten {
            food: part.food,
            meal: 0,
            grams: part.grams,
            per_100g,
            traits: Traits::default(),
        })
        .collect();
    Intake::of(&eaten).amount(Nutrient::Energy)
}

/// Whether the dish is made for children of this child's age, or younger.
pub(super) fn made_for(dish: &Dish, person: Person) -> bool {
    let first = dish.child_months.map(|(first, _)| first);
    first.zip(person.child_months()).is_some_and(|(first, months)| first <= u32::from(months))
}

/// Whether the dish is made for children.
pub(super) fn for_children(dish: &Dish) -> bool {
    dish.audiences.contains(&Audience::Child)
}

fn amount(meal: usize, value: f64, most: f64) -> Result<(), Fault> {
    if value > 0.0 && value <= most { Ok(()) } else { Err(Fault::NotAnAmount { meal, value }) }
}
