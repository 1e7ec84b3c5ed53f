//! Makes the [`Problem`] of one day from the request and the tables.
//!
//! What catches people out: the order of candidates, lists and slots is that of the bank and of the request, never of a
//! hash, so that the same question is the same problem on every device.

use super::answer::Refusal;
use super::candidates::{self, Portions};
use super::goals::Goals;
use super::places::{self, Pattern, Place};
use super::pot;
use super::problem::{Candidate, Diner, Feeding, Layout, NONE, Problem, Seat, Sitting};
use super::request::Request;
use crate::foods::{Dish, DishKind, IycfGroup, MddwGroup, Meal};
use crate::menu::evaluate::with_day;
use crate::menu::laid::{Laid, dish_energy};
use crate::menu::{DayMenu, Eater, MealMenu, Serving, Share, Table};
use crate::nutrition::balance::measure::{Quantity, meal_share};
use crate::nutrition::balance::{self, Finding, Kind};
use crate::nutrition::{Intake, Person, Stage};

/// The problem being put together.
struct Maker<'a> {
    table: &'a Table<'a>,
    request: &'a Request,
    dishes: Vec<&'a Dish>,
    problem: Problem,
    /// Candidate to dish.
    dish_of: Vec<usize>,
    /// Dish to candidate.
    candidate_of: Vec<Option<u16>>,
    /// `[dish][diner]`: the rule of safety it breaks, once asked.
    broken: Vec<Option<Option<&'static str>>>,
    lead_names: Vec<&'a str>,
    keys: Vec<(Meal, Place, Vec<usize>)>,
}

impl Problem {
    /// The problem of one day, with the dishes that must stand on it.
    pub fn new(table: &Table<'_>, request: &Request, fixed: &[(Meal, &str)]) -> Result<Self, Refusal> {
        let mut maker = Maker::new(table, request);
        maker.sittings(fixed)?;
        Ok(maker.finish())
    }
}

impl<'a> Maker<'a> {
    fn new(table: &'a Table<'a>, request: &'a Request) -> Self {
        let dishes: Vec<&Dish> = table.dishes().collect();
        let problem = Problem {
            meals: request.meals.clone(),
            diners: Vec::new(),
            candidates: Vec::new(),
            columns: Vec::new(),
            width: 0,
            sittings: Vec::new(),
            sitting_of: Vec::new(),
            lists: Vec::new(),
            leads: 0,
            feeding: Vec::new(),
            budget: request.budget_vnd_per_day.map(f64::from),
            favourites: 0,
        };
        Self {
            table,
            request,
            problem,
            dish_of: Vec::new(),
            candidate_of: vec![None; dishes.len()],
            broken: vec![None; dishes.len() * request.eaters.len()],
            dishes,
            lead_names: Vec::new(),
            keys: Vec::new(),
        }
    }

    fn person(&self, diner: usize) -> Option<Person> {
        self.request.eaters[diner].who.person()
    }

    /// Who sits together at which meal, and what may stand there.
    fn sittings(&mut self, fixed: &[(Meal, &str)]) -> Result<(), Refusal> {
        let groups = groups(&self.request.eaters);
        let children: Vec<usize> =
            (0..self.request.eaters.len()).filter(|diner| self.months(*diner).is_some()).collect();
        for (meal_index, &meal) in self.request.meals.iter().enumerate() {
            let first_sitting = self.problem.sittings.len();
            for diners in groups.iter().cloned() {
                let fixed = self.fixed_for(meal, &diners, &groups, fixed);
                let layouts = self.layouts(meal, &diners, &fixed)?;
                if layouts.is_empty() {
                    return Err(Refusal::NoDish { meal, because: None });
                }
                let slots = layouts.iter().map(|layout| layout.seats.len()).max().unwrap_or(0);
                let first = self.problem.slots();
                let seat = |(index, seat): (usize, Seat)| Seat { slot: first + index, ..seat };
                let layouts = layouts.into_iter().map(|layout| Layout {
                    seats: layout.seats.into_iter().enumerate().map(seat).collect(),
                    feed: layout.feed,
                    from_pot: layout.from_pot,
                });
                let index = self.problem.sittings.len();
                // Grown-ups sit first; the children's sittings follow in their order.
                let pot = self.months(diners[0]).is_none();
                let sharers = children.iter().enumerate().filter(|_| pot);
                let sharers = sharers.map(|(number, &child)| (child, first_sitting + 1 + number)).collect();
                let sitting = Sitting { meal: meal_index, diners, sharers, layouts: layouts.collect() };
                self.problem.sitting_of.extend(std::iter::repeat_n(index, slots));
                self.problem.sittings.push(sitting);
            }
        }
        self.feeding();
        Ok(())
    }

    fn months(&self, diner: usize) -> Option<u32> {
        self.person(diner).and_then(Person::child_months).map(u32::from)
    }

    /// Whether grown-ups cook a pot from which the child may take.
    fn has_a_pot(&self) -> bool {
        (0..self.request.eaters.len()).any(|diner| self.months(diner).is_none())
    }

    /// The fixed dishes that stand before these diners: those made for them, and those made for nobody else here.
    fn fixed_for<'f>(
        &self,
        meal: Meal,
        diners: &[usize],
        groups: &[Vec<usize>],
        fixed: &[(Meal, &'f str)],
    ) -> Vec<(Meal, &'f str)> {
        let made_for =
            |id: &str, diners: &[usize]| self.table.dish(id).is_some_and(|dish| self.is_made_for_all(dish, diners));
        let stands = |id: &str| made_for(id, diners) || !groups.iter().any(|others| made_for(id, others));
        fixed.iter().copied().filter(|(at, id)| *at == meal && stands(id)).collect()
    }

    /// The ways to lay this meal for these diners that hold every fixed dish.
    fn layouts(&mut self, meal: Meal, diners: &[usize], fixed: &[(Meal, &str)]) -> Result<Vec<Layout>, Refusal> {
        let mut locked = Vec::new();
        for (_, id) in fixed.iter().filter(|(at, _)| *at == meal) {
            let at = self.dishes.iter().position(|dish| dish.id == *id);
            let at = at.ok_or_else(|| Refusal::UnknownDish { dish: (*id).to_owned() })?;
            let unsafe_dish = |(eater, rule)| Refusal::UnsafeDish { dish: (*id).to_owned(), eater, rule };
            locked.push((at, self.candidate(at, diners).map_err(unsafe_dish)?));
        }
        let nursed = Some(diners).filter(|diners| diners.len() == 1).and_then(|diners| self.person(diners[0]));
        let nursed = nursed.filter(|person| person.is_breastfed_child());
        let mut patterns: Vec<Pattern> = Vec::new();
        // At night a nursed child takes milk and nothing else.
        if nursed.is_none() || meal != Meal::NightSnack {
            patterns.extend(places::patterns(meal));
        }
        if nursed.is_some_and(|child| may_be_a_feed(child, meal)) {
            patterns.push(places::FEED);
        }
        let (mut whole, mut beside) = (Vec::new(), Vec::new());
        let own = patterns.len();
        if self.has_a_pot() && self.months(diners[0]).is_some_and(|months| self.shares_a_pot(months)) {
            patterns.extend(places::from_pot(meal));
        }
        for (number, pattern) in patterns.into_iter().enumerate() {
            let Some((mut layout, all_fit)) = self.layout(meal, pattern, diners, &locked) else { continue };
            layout.from_pot = number >= own;
            if all_fit { whole.push(layout) } else { beside.push(layout) }
        }
        Ok(if whole.is_empty() { beside } else { whole })
    }

    /// One layout, and whether every fixed dish found a place of its kind.
    fn layout(
        &mut self,
        meal: Meal,
        pattern: Pattern,
        diners: &[usize],
        locked: &[(usize, u16)],
    ) -> Option<(Layout, bool)> {
        let mut seats: Vec<(Place, Seat)> = Vec::new();
        let mut free_locked: Vec<(usize, u16)> = locked.to_vec();
        for &(place, required) in pattern {
            let fits = |(dish, _): &(usize, u16)| places::suits(self.table.foods(), self.dishes[*dish], place, meal);
            if let Some(at) = free_locked.iter().position(fits) {
                let (_, candidate) = free_locked.remove(at);
                let list = self.push_list((meal, place, Vec::new()), vec![candidate]);
                seats.push((place, Seat { slot: 0, list, required: true }));
                continue;
            }
            let list = self.list(meal, place, diners);
            if !self.problem.lists[list].is_empty() {
                seats.push((place, Seat { slot: 0, list, required }));
            } else if required {
                return None;
            }
        }
        let all_fit = free_locked.is_empty();
        for (_, candidate) in free_locked {
            let list = self.push_list((meal, Place::Side, Vec::new()), vec![candidate]);
            seats.push((Place::Side, Seat { slot: 0, list, required: true }));
        }
        let feed = !pattern.is_empty() && pattern.iter().all(|(place, _)| *place == Place::Feed);
        let seats = seats.into_iter().map(|(_, seat)| seat).collect();
        Some((Layout { seats, feed, from_pot: false }, all_fit))
    }

    /// The dishes that may stand in that place, made once.
    fn list(&mut self, meal: Meal, place: Place, diners: &[usize]) -> usize {
        let key = (meal, place, diners.to_vec());
        if let Some(known) = self.keys.iter().position(|known| *known == key) {
            return known;
        }
        let mut list = Vec::new();
        for at in 0..self.dishes.len() {
            let dish = self.dishes[at];
            let milk = candidates::is_breast_milk(self.table.foods(), dish);
            let fits =
                if place == Place::Feed { milk } else { !milk && places::suits(self.table.foods(), dish, place, meal) };
            let wished = place == Place::Feed || candidates::is_wished(self.table.foods(), dish, self.request);
            if fits && wished && self.is_made_for_all(dish, diners) {
                list.extend(self.candidate(at, diners).ok());
            }
        }
        self.push_list(key, list)
    }

    fn push_list(&mut self, key: (Meal, Place, Vec<usize>), mut list: Vec<u16>) -> usize {
        // A dish may have become a candidate for an earlier meal.
        list.sort_unstable();
        self.keys.push(key);
        self.problem.lists.push(list);
        self.problem.lists.len() - 1
    }

    fn is_made_for_all(&self, dish: &Dish, diners: &[usize]) -> bool {
        diners.iter().filter_map(|&diner| self.person(diner)).all(|person| candidates::is_made_for(dish, person))
    }

    /// The candidate of a dish, when it breaks no rule of safety for any of these diners.
    fn candidate(&mut self, at: usize, diners: &[usize]) -> Result<u16, (usize, &'static str)> {
        let dish = self.dishes[at];
        for &diner in diners {
            let Some(person) = self.person(diner) else { continue };
            let known = &mut self.broken[at * self.request.eaters.len() + diner];
            if let Some(broken) = known.get_or_insert_with(|| broken_rule(self.table, dish, Share::Whole, person)) {
                return Err((diner, broken));
            }
        }
        if let Some(known) = self.candidate_of[at] {
            return Ok(known);
        }
        let index = u16::try_from(self.problem.candidates.len()).expect("the bank holds fewer dishes");
        let lead = self.lead(dish);
        let milk = candidates::is_breast_milk(self.table.foods(), dish);
        let price = |part: &crate::foods::Ingredient| self.table.cost(part.food, part.grams, self.request.region).ok();
        let cost = dish.ingredients.iter().filter_map(price).map(|cost| cost.vnd).sum();
        let months: Vec<Option<u32>> = (0..self.request.eaters.len()).map(|diner| self.months(diner)).collect();
        let (shares, shared) = (0..months.len()).map(|diner| self.share(dish, diner)).unzip();
        let grams_of = |food| dish.ingredients.iter().filter(|part| part.food == food).map(|part| part.grams).sum();
        let favourite = self.request.favourites.contains(&dish.id);
        self.problem.favourites += u32::from(favourite);
        self.problem.candidates.push(Candidate {
            id: dish.id.clone(),
            portions: Portions::new(dish, &months),
            shares,
            shared,
            brings: pot::brings(dish.kind),
            own_cooking: pot::is_cooked_for_children_alone(dish),
            lead,
            cost: if milk { 0.0 } else { cost },
            repeatable: milk || matches!(dish.kind, DishKind::Staple | DishKind::Drink),
            favourite,
            out_of_season: self.request.month.is_some_and(|month| {
                candidates::is_out_of_season(self.table.foods(), dish, self.request.region, month)
            }),
            at_home: self.request.at_home.iter().map(|home| grams_of(home.food)).collect(),
        });
        self.dish_of.push(at);
        self.candidate_of[at] = Some(index);
        Ok(index)
    }

    /// What a diner who does not sit at the dish has of it.
    fn share(&self, dish: &Dish, diner: usize) -> (Share, Vec<f64>) {
        let none = (Share::Whole, Vec::new());
        let (Some(person), Some(months)) = (self.person(diner), self.months(diner)) else { return none };
        if !self.has_a_pot() || candidates::is_made_for(dish, person) {
            return none;
        }
        let (share, servings) = pot::share(self.table.foods(), dish, months);
        if servings.is_empty() || broken_rule(self.table, dish, share, person).is_some() {
            return none;
        }
        (share, servings)
    }

    /// Whether any amount is shared at that age.
    fn shares_a_pot(&self, months: u32) -> bool {
        self.table.foods().shared_amount(months).is_some()
    }

    fn lead(&mut self, dish: &Dish) -> u16 {
        let leads = matches!(
            dish.kind,
            DishKind::Main | DishKind::Soup | DishKind::Vegetable | DishKind::OneBowl | DishKind::Porridge
        );
        let Some(name) = candidates::lead(self.table.foods(), dish).filter(|_| leads) else { return NONE };
        let at = self.lead_names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.lead_names.push(name);
            self.lead_names.len() - 1
        });
        u16::try_from(at).expect("fewer leads than dishes")
    }

    fn feeding(&mut self) {
        for diner in 0..self.request.eaters.len() {
            let Some(person) = self.person(diner).filter(|person| person.is_breastfed_child()) else { continue };
            let months = person.child_months().map_or(0, u32::from);
            let Some(row) = self.table.foods().feeding_at(months) else { continue };
            let pair = |(low, high): (u32, u32)| (low as usize, high as usize);
            self.problem.feeding.push(Feeding { diner, main_meals: pair(row.main_meals), snacks: pair(row.snacks) });
        }
    }

    /// Goals and columns, once every candidate is known.
    fn finish(mut self) -> Problem {
        self.problem.leads = self.lead_names.len();
        let mut columns: Vec<Vec<Vec<f64>>> = Vec::new();
        for diner in 0..self.request.eaters.len() {
            let bands = self.person(diner).map_or(Vec::new(), |person| bands(person, &self.problem.meals));
            let goals = self.person(diner).map(|person| {
                let (goals, of_diner) = self.goals(person, diner);
                columns.push(of_diner);
                goals
            });
            let mut adult_kcal = None;
            if let Some(goals) = &goals {
                self.problem.width = self.problem.width.max(goals.width);
            } else {
                // Of an adult energy alone is counted, in the first column.
                adult_kcal = pot::energy_of_an_adult(self.table);
                let kcal = |dish: &usize| vec![dish_energy(self.table, self.dishes[*dish]).amount];
                columns.push(self.dish_of.iter().map(kcal).collect());
                self.problem.width = self.problem.width.max(1);
            }
            self.problem.diners.push(Diner { goals, bands, adult_kcal });
        }
        let width = self.problem.width;
        for candidate in 0..self.dish_of.len() {
            for of_diner in &columns {
                let column = &of_diner[candidate];
                self.problem.columns.extend_from_slice(column);
                self.problem.columns.extend(std::iter::repeat_n(0.0, width - column.len()));
            }
        }
        self.problem
    }

    fn goals(&self, person: Person, diner: usize) -> (Goals, Vec<Vec<f64>>) {
        let shares = self.problem.candidates.iter().map(|candidate| candidate.shares[diner]);
        let menus: Vec<DayMenu> =
            self.dish_of.iter().zip(shares).map(|(&dish, share)| one(self.dishes[dish], share)).collect();
        let codes = match person.stage {
            Stage::Child { .. } => IycfGroup::ALL.iter().map(|group| group.code()).collect(),
            Stage::Pregnant { .. } | Stage::Lactating { .. } => {
                MddwGroup::ALL.iter().map(|group| group.code()).collect()
            }
        };
        let whole = DayMenu { meals: menus.iter().flat_map(|menu| menu.meals.clone()).collect() };
        let goals = with_day(self.table, person, &whole, &lay(self.table, &whole, person), |day| {
            let partly = |quantity: Quantity| quantity.of(day.intake).known_share < 1.0 - 1e-12;
            Goals::of(day, codes, partly)
        });
        let column = |menu: &DayMenu| goals.column(Intake::of(&lay(self.table, menu, person).eaten()));
        let columns = menus.iter().map(column).collect();
        (goals, columns)
    }
}

/// Who sits together: everyone who eats family food, and each child by itself.
fn groups(eaters: &[Eater]) -> Vec<Vec<usize>> {
    let alone = |diner: &usize| eaters[*diner].who.person().is_some_and(|person| person.child_months().is_some());
    let (children, together): (Vec<usize>, Vec<usize>) = (0..eaters.len()).partition(alone);
    let together = Some(together).filter(|together| !together.is_empty());
    together.into_iter().chain(children.into_iter().map(|child| vec![child])).collect()
}

/// Whether a feed of milk may be the whole meal: between meals, at night, and in the morning of the youngest.
fn may_be_a_feed(child: Person, meal: Meal) -> bool {
    /// A child of 6–8 months takes two meals of food or three (guidelines/feeding-2026).
    const THREE_MEALS_FROM: u8 = 9;
    match meal {
        Meal::NightSnack | Meal::AfternoonSnack | Meal::MorningSnack => true,
        Meal::Breakfast => child.child_months().is_some_and(|months| months < THREE_MEALS_FROM),
        Meal::Lunch | Meal::Dinner => false,
    }
}

/// A menu of one serving of one dish.
fn one(dish: &Dish, share: Share) -> DayMenu {
    let serving = Serving { share, ..Serving::whole(dish.id.clone(), 1.0) };
    DayMenu { meals: vec![MealMenu { meal: Meal::Lunch, dishes: vec![serving], ingredients: Vec::new() }] }
}

fn lay<'t>(table: &'t Table<'_>, menu: &'t DayMenu, person: Person) -> Laid<'t> {
    Laid::set(table, menu, Some(person)).expect("one serving of a dish of the table")
}

/// The rule of safety, or the goal that bans a food outright, that the dish breaks by itself.
fn broken_rule(table: &Table<'_>, dish: &Dish, share: Share, person: Person) -> Option<&'static str> {
    let menu = one(dish, share);
    let laid = lay(table, &menu, person);
    let broken = |finding: &Finding| finding.kind != Kind::Inform && finding.fails();
    let findings = with_day(table, person, &menu, &laid, balance::safety);
    findings.iter().find(|finding| broken(finding)).map(|finding| finding.rule)
}

/// The usual shares of the day's energy, 0–1; moved in step when the meals asked for cannot make up a day by them.
fn bands(person: Person, meals: &[Meal]) -> Vec<Option<(f64, f64)>> {
    let found: Vec<Option<(f64, f64)>> = meals.iter().map(|meal| meal_share(person, meal.kind())).collect();
    let sum = |side: fn((f64, f64)) -> f64| found.iter().flatten().map(|band| side(*band)).sum::<f64>();
    let (low, middle, high) = (sum(|b| b.0), sum(|b| f64::midpoint(b.0, b.1)), sum(|b| b.1));
    let factor = if low > 95.0 || high < 105.0 { 100.0 / middle } else { 1.0 };
    found.into_iter().map(|band| band.map(|(low, high)| (low * factor / 100.0, high * factor / 100.0))).collect()
}
