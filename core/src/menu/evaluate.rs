//! Reads one person's day against the need.

use super::reading::{BreastMilk, DishReading, Fix, IngredientReading, MealReading, NutrientLine, Reading, Shortfall};
use super::{DayMenu, cost};
use crate::foods::{Audience, Database, Dish, Flag, Food, FoodCode, Region, Role};
use crate::nutrition::balance::{self, Day, Finding, Kind, NeedFromFood, Overall, Verdict};
use crate::nutrition::{
    Amount, Citation, Eaten, Intake, Nutrient, Per100g, Person, Requirements, Stage, Subject, Traits,
};

/// Why a menu is not read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A child under 6 months takes breast milk only: no menu, ever.
    #[error("a child of {months} months takes breast milk only: there is no menu before 6 months")]
    UnderSixMonths {
        /// Its age.
        months: u8,
    },
    /// The bank holds no such dish.
    #[error("meal {meal}, dish {index}: there is no dish {dish}")]
    UnknownDish {
        /// Which meal, from 0.
        meal: usize,
        /// Which of its dishes, from 0.
        index: usize,
        /// The id.
        dish: String,
    },
    /// The food table holds no such food.
    #[error("meal {meal}, ingredient {index}: there is no food {food}")]
    UnknownFood {
        /// Which meal, from 0.
        meal: usize,
        /// Which of its ingredients, from 0.
        index: usize,
        /// The code.
        food: FoodCode,
    },
    /// Not an amount.
    #[error("meal {meal}: {value} is not an amount anyone eats")]
    NotAnAmount {
        /// Which meal, from 0.
        meal: usize,
        /// What was given.
        value: f64,
    },
}

/// The person's day: totals, rules, what is short, cost.
///
/// # Errors
///
/// For a child under 6 months, and when the menu names a dish or food that does not exist or an amount that is none.
pub fn evaluate(
    foods: &Database,
    requirements: &Requirements,
    person: Person,
    region: Region,
    menu: &DayMenu,
) -> Result<Reading, Fault> {
    if let Some(months) = person.child_months().filter(|months| *months < Person::FIRST_MENU_MONTH) {
        return Err(Fault::UnderSixMonths { months });
    }
    let table = Table::set(foods, menu, person)?;
    let eaten: Vec<Eaten<'_>> = table.servings.iter().flat_map(Served::eaten).collect();
    let intake = Intake::of(&eaten);
    let meals: Vec<_> = menu.meals.iter().map(|meal| meal.meal).collect();
    let need_from_food = need_from_food(foods, person);
    let for_children = |dish: &Dish| dish.audiences.contains(&Audience::Child);
    let too_old = table.dishes(|dish| for_children(dish) && !made_for(dish, person));
    let of_the_family = table.dishes(|dish| !for_children(dish));
    let choking = table.dishes(|dish| made_for(dish, person) && dish.flags.contains(&Flag::Choking));
    let rules = balance::judge(&Day {
        person,
        requirements,
        intake,
        meals: &meals,
        need_from_food: need_from_food.clone(),
        too_old: &too_old,
        of_the_family: &of_the_family,
        choking: &choking,
    });
    let iron_absorption = balance::iron_absorption(person, intake);
    let resolved = person.absorbing_iron(iron_absorption);
    Ok(Reading {
        overall: Overall::of(&rules),
        meals: table.meals(menu),
        nutrients: nutrients(requirements, resolved, intake),
        shortfalls: shortfalls(person, &rules),
        rules,
        cost: cost::of(foods, &eaten, region),
        food_groups: balance::food_groups(intake),
        iron_absorption,
        breast_milk: breast_milk(requirements, resolved, intake, need_from_food),
    })
}

/// What stands on the table, dish by dish.
struct Table<'a> {
    servings: Vec<Served<'a>>,
}

/// One dish, or the foods by weight of one meal.
struct Served<'a> {
    meal: usize,
    dish: Option<&'a Dish>,
    portion: f64,
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    food: &'a Food,
    grams: f64,
    per_100g: Per100g,
    group: Option<&'static str>,
    flags: Vec<Flag>,
    dish_flags: Vec<Flag>,
    seasoning: bool,
}

impl<'a> Table<'a> {
    fn set(foods: &'a Database, menu: &DayMenu, person: Person) -> Result<Self, Fault> {
        let mut servings = Vec::new();
        for (meal, served) in menu.meals.iter().enumerate() {
            for (index, serving) in served.dishes.iter().enumerate() {
                amount(meal, serving.portion, DayMenu::MOST_PORTIONS)?;
                let dish = foods.dish(&serving.dish).ok_or_else(|| Fault::UnknownDish {
                    meal,
                    index,
                    dish: serving.dish.clone(),
                })?;
                let parts = dish.ingredients.iter().map(|ingredient| {
                    let food = foods.food(ingredient.food).expect("the build checks that every ingredient is a food");
                    let seasoning = matches!(ingredient.role, Role::Seasoning | Role::Oil);
                    Part::new(food, ingredient.grams * serving.portion, Some(dish), seasoning, person)
                });
                let parts = parts.collect();
                servings.push(Served { meal, dish: Some(dish), portion: serving.portion, parts });
            }
            let mut parts = Vec::new();
            for (index, ingredient) in served.ingredients.iter().enumerate() {
                amount(meal, ingredient.grams, DayMenu::MOST_GRAMS)?;
                let food =
                    foods.food(ingredient.food).ok_or(Fault::UnknownFood { meal, index, food: ingredient.food })?;
                parts.push(Part::new(food, ingredient.grams, None, false, person));
            }
            if !parts.is_empty() {
                servings.push(Served { meal, dish: None, portion: 1.0, parts });
            }
        }
        Ok(Self { servings })
    }

    /// The ids of the dishes that fit, each once.
    fn dishes(&self, fits: impl Fn(&Dish) -> bool) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for dish in self.servings.iter().filter_map(|served| served.dish).filter(|dish| fits(dish)) {
            if !found.contains(&dish.id) {
                found.push(dish.id.clone());
            }
        }
        found
    }

    fn meals(&self, menu: &DayMenu) -> Vec<MealReading> {
        let meals = menu.meals.iter().enumerate();
        meals
            .map(|(index, meal)| {
                let servings: Vec<&Served<'_>> = self.servings.iter().filter(|served| served.meal == index).collect();
                let eaten: Vec<Eaten<'_>> = servings.iter().flat_map(|served| served.eaten()).collect();
                MealReading {
                    meal: meal.meal,
                    energy: Intake::of(&eaten).amount(Nutrient::Energy),
                    protein: Intake::of(&eaten).amount(Nutrient::Protein),
                    dishes: servings.iter().map(|served| served.reading()).collect(),
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
            per_100g: &part.per_100g,
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

    fn reading(&self) -> DishReading {
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
            energy: Intake::of(&eaten).amount(Nutrient::Energy),
            ingredients: ingredients.collect(),
        }
    }
}

/// Groups of the 2007 table that raise iron absorption.
const MEAT_GROUP: u8 = 7;
const FISH_GROUP: u8 = 8;

impl<'a> Part<'a> {
    fn new(food: &'a Food, grams: f64, dish: Option<&Dish>, seasoning: bool, person: Person) -> Self {
        let mut per_100g: Per100g = [None; Nutrient::ALL.len()];
        for known in &food.nutrients {
            per_100g[known.nutrient as usize] = Some(known.per_100g);
        }
        let group = match person.stage {
            Stage::Child { .. } => food.iycf_group.map(|group| group.code()),
            Stage::Pregnant { .. } | Stage::Lactating { .. } => food.mddw_group.map(|group| group.code()),
        };
        // A dish made for the child's age has its fruit stoned and cut; a dish says of itself that its nuts are ground.
        let prepared = dish.is_some_and(|dish| made_for(dish, person));
        let ground = dish.is_some_and(|dish| dish.flags.contains(&Flag::GroundNut));
        let lifted = |flag: Flag| flag == Flag::WholeNut && ground || flag == Flag::Choking && prepared;
        let flags = food.flags.iter().copied().filter(|flag| !lifted(*flag)).collect();
        let dish_flags = dish.map_or(&[][..], |dish| &dish.flags);
        let dish_flags = dish_flags.iter().copied().filter(|flag| !lifted(*flag)).collect();
        Self { food, grams, per_100g, group, flags, dish_flags, seasoning }
    }
}

/// Whether the dish is made for children of this child's age, or younger.
fn made_for(dish: &Dish, person: Person) -> bool {
    let first = dish.child_months.map(|(first, _)| first);
    first.zip(person.child_months()).is_some_and(|(first, months)| first <= u32::from(months))
}

fn amount(meal: usize, value: f64, most: f64) -> Result<(), Fault> {
    if value > 0.0 && value <= most { Ok(()) } else { Err(Fault::NotAnAmount { meal, value }) }
}

/// The printed need from food of a breast-fed child under 24 months.
fn need_from_food(foods: &Database, person: Person) -> Option<NeedFromFood> {
    let months = person.child_months().filter(|_| person.is_breastfed_child())?;
    let row = foods.feeding_at(u32::from(months))?;
    Some(NeedFromFood {
        kcal: row.energy_from_food_breastfed_kcal?,
        confidence: row.confidence,
        citation: Citation { document: row.source.clone(), place: row.at("energy_from_food_breastfed_kcal") },
    })
}

fn nutrients(requirements: &Requirements, person: Person, intake: Intake<'_>) -> Vec<NutrientLine> {
    let lines = Subject::ALL.iter().filter_map(|&subject| {
        let Amount { amount, known_share } = intake.subject(subject)?;
        let printed = requirements.requirement(person, subject);
        Some(NutrientLine {
            nutrient: subject,
            unit: subject.unit(),
            amount,
            known_share,
            need: printed.as_ref().and_then(|printed| printed.need().cloned()).filter(|_| !subject.is_only_limited()),
            high: printed.as_ref().and_then(|printed| printed.high.clone()),
            upper: printed.and_then(|printed| printed.upper),
        })
    });
    lines.collect()
}

/// Goals that are short and iron that food cannot give, the largest share of the need first.
fn shortfalls(person: Person, rules: &[Finding]) -> Vec<Shortfall> {
    let mut found: Vec<(f64, Shortfall)> = Vec::new();
    for finding in rules.iter().filter(|finding| finding.kind != Kind::Inform) {
        let (Some(value), Some(low)) = (finding.value, finding.low) else { continue };
        let fix = match finding.verdict {
            Verdict::Short => None,
            Verdict::NeedsSupplement => Some(match person.stage {
                Stage::Pregnant { .. } => Fix::IronFolicTablet,
                Stage::Lactating { .. } | Stage::Child { .. } => Fix::HealthStation,
            }),
            Verdict::Ok | Verdict::Over | Verdict::Unknown => continue,
        };
        let by = low - value;
        found.push((by / low, Shortfall { nutrient: finding.rule, by, unit: finding.unit, fix }));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, shortfall)| shortfall).collect()
}

fn breast_milk(
    requirements: &Requirements,
    person: Person,
    intake: Intake<'_>,
    need_from_food: Option<NeedFromFood>,
) -> Option<BreastMilk> {
    if !person.is_breastfed_child() {
        return None;
    }
    let whole = requirements.requirement(person, Subject::Energy).and_then(|energy| energy.recommended);
    let expected = whole.zip(need_from_food.as_ref()).map(|(whole, food)| whole.value - food.kcal);
    Some(BreastMilk {
        recorded_kcal: intake.amount_from(Nutrient::Energy, |food| food.traits.breast_milk).amount,
        expected_kcal: expected,
        need_from_food,
        counted: intake.records_breast_milk(),
    })
}
