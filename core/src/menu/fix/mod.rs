//! The cheapest real food for what a day is short of: a dish more, more of a dish, or one dish for another.
//!
//! Dishes are compared by their sums first ([`measure::judged`]); the last word on each is [`evaluate`]'s. A fix closes the
//! gap without breaking a rule that held, passing a limit further, or making another gap wider (a share of the day that is missed
//! already may slip by [`SLIP`]). Of all sets of up to
//! [`MOST_STEPS`] changes that do, each harmless by itself, the cheapest is told ([`sets`]).
//!
//! What catches people out:
//! - a day that has its energy has no room for one dish more: then it is one dish *instead of* another of its kind;
//! - where no such set closes the gap the largest change is taken, then the next, and what is left is said;
//! - breast milk is no fix: feeds cannot be commanded.

mod sets;
mod sums;

use self::sets::Change;
use self::sums::Sums;
use super::evaluate::with_day;
use super::laid::Laid;
use super::swap::Avoid;
use super::{Cost, DayMenu, Fix, FixStep, FoodFix, MealMenu, Reading, Serving, Share, Table, evaluate};
use crate::foods::{Audience, Dish, DishKind, Flag, Meal, Region, Role, Season};
use crate::nutrition::balance::measure;
use crate::nutrition::balance::{Finding, Kind, Verdict};
use crate::nutrition::{Intake, Person, Stage};

/// Changes taken one after the other before a gap is left open.
const MOST_STEPS: usize = 3;
/// A step that closes less of the gap is not worth the trouble: author's default.
const WORTH_IT: f64 = 0.1;
/// Dishes read in full for one step before the search gives up: past the cheapest few dozen the rest fails alike.
const MOST_READ: usize = 40;
/// Gaps under this share of the need are nothing.
const NOTHING: f64 = 1e-6;
/// By so much of itself a share of the day that is missed already may be missed further: whatever is eaten more moves every
/// share a little, and one fruit must not be called harmful for it. Author's default.
const SLIP: f64 = 0.03;

/// Finds the food for each shortfall of a reading that food can set right.
///
/// `reading` must be the reading of `menu` for `person` in `region`. Nothing that must be avoided is offered, and in a
/// `month`, 1–12, nothing that is out of season then.
pub fn fill_fixes(
    table: &Table<'_>,
    person: Person,
    region: Region,
    menu: &DayMenu,
    avoid: &Avoid,
    month: Option<u8>,
    reading: &mut Reading,
) {
    if reading.shortfalls.is_empty() {
        return;
    }
    let kitchen = Kitchen::of(table, person, region, avoid, month);
    let found: Vec<Fix> = reading.shortfalls.iter().map(|short| kitchen.fix(short.nutrient, menu, reading)).collect();
    for (short, fix) in reading.shortfalls.iter_mut().zip(found) {
        match (&short.fix, fix) {
            (None, fix) => short.fix = Some(fix),
            (Some(_), Fix::Food(food)) => short.beside = Some(food),
            (Some(_), _) => {}
        }
    }
}

/// Dishes that may be offered to one person.
struct Kitchen<'a> {
    table: &'a Table<'a>,
    person: Person,
    region: Region,
    dishes: Vec<Offer<'a>>,
}

struct Offer<'a> {
    dish: &'a Dish,
    /// Servings served at a meal.
    choices: Vec<f64>,
    /// đ a serving.
    vnd: f64,
}

/// One change of a menu.
struct Step<'a> {
    offer: &'a Offer<'a>,
    meal: Meal,
    /// Servings more.
    servings: f64,
    /// The dish of that meal that leaves.
    out: Option<usize>,
    vnd: f64,
    /// Of the short rule, closer by so much.
    gain: f64,
    /// The same as [`Sums::reach`] has it.
    reach: f64,
    /// Of each sum more.
    brings: Vec<f64>,
}

/// Every change of a day that helps.
struct Steps<'a> {
    all: Vec<Step<'a>>,
    /// The day's sums.
    day: Vec<f64>,
    /// What the short rule lacks, as [`Sums::reach`] has it.
    gap: f64,
}

impl<'a> Kitchen<'a> {
    fn of(table: &'a Table<'a>, person: Person, region: Region, avoid: &Avoid, month: Option<u8>) -> Self {
        let months = person.child_months().map(u32::from);
        let offers = table
            .dishes()
            .filter(|dish| suits(table, dish, person, region, month) && avoid.allows_dish(table, dish))
            .filter_map(|dish| {
                let foods = dish.ingredients.iter().map(|part| (part.food, part.grams));
                let cost = Cost::of_foods(table, foods, region);
                let choices = dish.portions.choices(months).collect();
                cost.unpriced.is_empty().then_some(Offer { dish, choices, vnd: cost.exact_vnd })
            });
        Self { table, person, region, dishes: offers.collect() }
    }

    fn fix(&self, rule: &str, menu: &DayMenu, reading: &Reading) -> Fix {
        let found = self.cheapest(rule, menu, reading).or_else(|| self.nearest(rule, menu, reading));
        let Some((told, vnd, left)) = found else { return Fix::NoFood };
        #[expect(clippy::cast_possible_truncation, reason = "the price of a few dishes")]
        let cost_vnd = (vnd / 100.0).round() as i64 * 100;
        Fix::Food(FoodFix { steps: told, left, cost_vnd })
    }

    /// The cheapest set of changes that closes the gap: its steps, their price, and that nothing is left.
    fn cheapest(&self, rule: &str, menu: &DayMenu, reading: &Reading) -> Option<(Vec<FixStep>, f64, f64)> {
        gap(reading, rule)?;
        let Steps { mut all, day, gap: open } = self.steps(rule, menu)?;
        all.retain(|step| step.reach >= open * WORTH_IT);
        all.sort_by(|a, b| a.vnd.total_cmp(&b.vnd));
        let changes: Vec<Change> = all.iter().map(|step| Change { vnd: step.vnd, reach: step.reach }).collect();
        let laid = Laid::set(self.table, menu, Some(self.person)).ok()?;
        let judged = with_day(self.table, self.person, menu, &laid, measure::judged);
        let goal = judged.iter().find(|judged| judged.rule == rule)?;
        let sums = Sums::over(&judged, goal);
        let fit = |of: &[usize]| {
            let steps = || of.iter().map(|index| &all[*index]);
            let mix = |n: usize| day[n] + steps().map(|step| step.brings[n]).sum::<f64>();
            let together = steps().enumerate().all(|(at, step)| steps().take(at).all(|other| !step.bars(other, menu)));
            together && sums.harmless(rule, &|n| day[n], &mix)
        };
        sets::cheapest(&changes, open, fit).into_iter().find_map(|set| {
            let mut steps: Vec<&Step<'_>> = set.of.iter().map(|index| &all[*index]).collect();
            steps.sort_by(|a, b| a.meal.cmp(&b.meal).then(b.reach.total_cmp(&a.reach)));
            let read = |steps: &[&Step<'_>]| evaluate(self.table, self.person, self.region, &taken(menu, steps)).ok();
            let then = read(&steps)?;
            if gap(&then, rule).is_some() || !harmless(rule, reading, &then) {
                return None;
            }
            let mut before = value(reading, rule)?;
            let told = (1..=steps.len()).map(|count| {
                let after = value(&read(&steps[..count])?, rule)?;
                let gives = after - std::mem::replace(&mut before, after);
                Some(steps[count - 1].told(menu, gives))
            });
            Some((told.collect::<Option<Vec<_>>>()?, set.vnd, 0.0))
        })
    }

    /// The largest change, then the next, with what is left of the gap then.
    fn nearest(&self, rule: &str, menu: &DayMenu, reading: &Reading) -> Option<(Vec<FixStep>, f64, f64)> {
        let mut menu = menu.clone();
        let mut now = reading.clone();
        let mut steps = Vec::new();
        let mut vnd = 0.0;
        let whole = gap(reading, rule).unwrap_or_default();
        while steps.len() < MOST_STEPS
            && let Some(gap) = gap(&now, rule)
        {
            let Some((step, next, then)) = self.step(rule, gap, whole * WORTH_IT, &menu, &now) else { break };
            let gives = value(&then, rule).unwrap_or_default() - value(&now, rule).unwrap_or_default();
            vnd += step.vnd;
            steps.push(step.told(&menu, gives));
            (menu, now) = (next, then);
        }
        (!steps.is_empty()).then(|| (steps, vnd, gap(&now, rule).unwrap_or_default()))
    }

    /// The cheapest change that closes the gap, else the one that closes most of it, if it brings at least so much.
    fn step(
        &self,
        rule: &str,
        gap: f64,
        least: f64,
        menu: &DayMenu,
        now: &Reading,
    ) -> Option<(Step<'_>, DayMenu, Reading)> {
        let mut steps = self.steps(rule, menu)?.all;
        steps.retain(|step| step.gain >= gap.min(least) * (1.0 - NOTHING));
        let closes = |step: &Step<'_>| step.gain >= gap * (1.0 - NOTHING);
        steps.sort_by(|a, b| {
            let by_gain = b.gain.min(gap).total_cmp(&a.gain.min(gap));
            closes(b).cmp(&closes(a)).then(if closes(a) && closes(b) { a.vnd.total_cmp(&b.vnd) } else { by_gain })
        });
        steps.into_iter().take(MOST_READ).find_map(|step| {
            let next = taken(menu, &[&step]);
            let then = evaluate(self.table, self.person, self.region, &next).ok()?;
            harmless(rule, now, &then).then_some((step, next, then))
        })
    }

    /// Every change that brings the rule nearer and, by the sums, harms no other.
    fn steps(&self, rule: &str, menu: &DayMenu) -> Option<Steps<'_>> {
        let laid = Laid::set(self.table, menu, Some(self.person)).ok()?;
        let judged = with_day(self.table, self.person, menu, &laid, measure::judged);
        let goal = judged.iter().find(|judged| judged.rule == rule)?;
        let sums = Sums::over(&judged, goal);
        let day = sums.of(&Intake::of(&laid.eaten()));
        let parts: Vec<Vec<Vec<f64>>> = menu
            .meals
            .iter()
            .map(|meal| meal.dishes.iter().map(|serving| self.sums_of(&sums, serving)).collect())
            .collect();
        let now = sums.reach(goal, &|n| day[n])?;
        let mut found = Vec::new();
        for offer in &self.dishes {
            let elsewhere = |meal: &MealMenu| meal.dishes.iter().any(|serving| serving.dish == offer.dish.id);
            let one = self.sums_of(&sums, &Serving::whole(&offer.dish.id, 1.0));
            for (meal, at) in places(menu, offer.dish) {
                let there = at.map_or(&[][..], |at| &menu.meals[at].dishes);
                let had = there.iter().position(|serving| serving.dish == offer.dish.id);
                let had_servings = had.map_or(0.0, |had| there[had].portion);
                // A dish that was changed, or shared before seasoning, is not made larger: it would be another cooking.
                if had.is_some_and(|had| !plain(&there[had])) || had.is_none() && menu.meals.iter().any(elsewhere) {
                    continue;
                }
                let alike = |serving: &Serving| {
                    self.table.dish(&serving.dish).is_some_and(|out| may_stand_for(self.table, offer.dish, out))
                };
                let outs = (0..there.len()).filter(|out| Some(*out) != had && alike(&there[*out]));
                for out in std::iter::once(None).chain(outs.map(Some)) {
                    let gone = out.zip(at).map(|(out, at)| &parts[at][out]);
                    let gone_vnd = out.map_or(0.0, |out| self.vnd_of(&there[out]));
                    for &choice in offer.choices.iter().filter(|choice| **choice > had_servings + NOTHING) {
                        let servings = choice - had_servings;
                        let brings = |n: usize| one[n] * servings - gone.map_or(0.0, |gone| gone[n]);
                        let mix = |n: usize| day[n] + brings(n);
                        let gain = sums.value(goal, &mix)? - sums.value(goal, &|n| day[n])?;
                        if gain > NOTHING * goal.low.unwrap_or(1.0) && sums.harmless(rule, &|n| day[n], &mix) {
                            let vnd = offer.vnd * servings - gone_vnd;
                            let reach = sums.reach(goal, &mix)? - now;
                            let brings = (0..day.len()).map(brings).collect();
                            found.push(Step { offer, meal, servings, out, vnd, gain, reach, brings });
                        }
                    }
                }
            }
        }
        Some(Steps { all: found, gap: -now, day })
    }

    fn sums_of(&self, sums: &Sums<'_>, serving: &Serving) -> Vec<f64> {
        let alone = MealMenu { meal: Meal::Lunch, dishes: vec![serving.clone()], ingredients: Vec::new() };
        let alone = DayMenu { meals: vec![alone] };
        let laid = Laid::set(self.table, &alone, Some(self.person)).expect("a dish of the table, or read before");
        sums.of(&Intake::of(&laid.eaten()))
    }

    fn vnd_of(&self, serving: &Serving) -> f64 {
        let alone = MealMenu { meal: Meal::Lunch, dishes: vec![serving.clone()], ingredients: Vec::new() };
        let alone = DayMenu { meals: vec![alone] };
        let laid = Laid::set(self.table, &alone, Some(self.person)).expect("read before");
        Cost::of(self.table, &laid.eaten(), self.region).exact_vnd
    }
}

/// The menu with these changes, made at once.
fn taken(menu: &DayMenu, steps: &[&Step<'_>]) -> DayMenu {
    let mut menu = menu.clone();
    for meal in &mut menu.meals {
        let gone = |index: usize| steps.iter().any(|step| step.meal == meal.meal && step.out == Some(index));
        let kept: Vec<bool> = (0..meal.dishes.len()).map(|index| !gone(index)).collect();
        let mut kept = kept.into_iter();
        meal.dishes.retain(|_| kept.next().unwrap_or(true));
    }
    for step in steps {
        let place = menu.meals.iter().position(|meal| meal.meal == step.meal).unwrap_or_else(|| {
            let after = menu.meals.iter().position(|meal| meal.meal > step.meal).unwrap_or(menu.meals.len());
            menu.meals.insert(after, MealMenu { meal: step.meal, dishes: Vec::new(), ingredients: Vec::new() });
            after
        });
        let dishes = &mut menu.meals[place].dishes;
        match dishes.iter_mut().find(|serving| serving.dish == step.offer.dish.id) {
            Some(serving) => serving.portion += step.servings,
            None => dishes.push(Serving::whole(&step.offer.dish.id, step.servings)),
        }
    }
    menu
}

impl Step<'_> {
    /// Whether the two cannot be made together: one dish twice, one dish taken away twice, or taken away and made more of.
    fn bars(&self, other: &Self, menu: &DayMenu) -> bool {
        let leaves = |step: &Self, dish: &str| {
            let there = menu.meals.iter().find(|meal| meal.meal == step.meal);
            step.out.zip(there).is_some_and(|(out, there)| there.dishes[out].dish == dish)
        };
        self.offer.dish.id == other.offer.dish.id
            || self.meal == other.meal && self.out.is_some() && self.out == other.out
            || leaves(self, &other.offer.dish.id)
            || leaves(other, &self.offer.dish.id)
    }

    fn told(&self, menu: &DayMenu, gives: f64) -> FixStep {
        let Dish { id, name_vi, portions, ingredients, .. } = self.offer.dish;
        let there = menu.meals.iter().find(|meal| meal.meal == self.meal);
        FixStep {
            meal: self.meal,
            dish_id: id.clone(),
            name_vi: name_vi.clone(),
            portion: self.servings,
            measures: portions.measures(self.servings),
            measure_vi: portions.measure_vi.clone(),
            measure_en: portions.measure_en.clone(),
            grams: ingredients.iter().map(|part| part.grams * self.servings).sum(),
            instead_of: self.out.zip(there).map(|(out, there)| there.dishes[out].dish.clone()),
            gives,
        }
    }
}

/// Meals of the menu the dish suits; and, for what is eaten between meals, the afternoon's when the day has none.
fn places(menu: &DayMenu, dish: &Dish) -> Vec<(Meal, Option<usize>)> {
    let suits = |meal: &MealMenu| dish.meals.contains(&meal.meal.kind());
    let meals = menu.meals.iter().enumerate().filter(|(_, meal)| suits(meal));
    let mut places: Vec<(Meal, Option<usize>)> = meals.map(|(at, meal)| (meal.meal, Some(at))).collect();
    let snack = Meal::AfternoonSnack;
    if dish.meals.contains(&snack.kind()) && menu.meals.iter().all(|meal| meal.meal.kind() != snack.kind()) {
        places.push((snack, None));
    }
    places
}

/// Whether the dish is of the person's age, stage and region, in season, and neither breast milk nor liver, of which one day
/// does not know how often it stood on the table. What is unsafe is left to [`evaluate`].
fn suits(table: &Table<'_>, dish: &Dish, person: Person, region: Region, month: Option<u8>) -> bool {
    let for_whom = match person.stage {
        Stage::Pregnant { .. } => dish.audiences.contains(&Audience::Pregnant),
        Stage::Lactating { .. } => dish.audiences.contains(&Audience::Lactating),
        Stage::Child { age_months, .. } => {
            let of_age = dish.child_months.is_some_and(|(from, to)| (from..=to).contains(&u32::from(age_months)));
            of_age && dish.audiences.contains(&Audience::Child)
        }
    };
    for_whom
        && dish.regions.contains(&region)
        && dish.ingredients.iter().all(|part| {
            let Some(food) = table.foods().food(part.food) else { return false };
            let season = month.and_then(|month| food.season(region, month));
            let in_season = part.role == Role::Seasoning || season != Some(Season::OutOfSeason);
            in_season && !food.is(Flag::BreastMilk) && !food.is(Flag::Liver)
        })
}

fn plain(serving: &Serving) -> bool {
    serving.changes.is_empty() && serving.share == Share::Whole
}

/// Whether a dish takes another's place in a meal: of one kind, or both what is eaten beside the meal. Breast milk is not
/// taken away for a dish.
fn may_stand_for(table: &Table<'_>, dish: &Dish, out: &Dish) -> bool {
    use DishKind::{Dessert, Drink, Fruit, Puree, Snack};
    let beside = |kind| matches!(kind, Dessert | Drink | Fruit | Puree | Snack);
    let milk = |food| table.foods().food(food).is_some_and(|food| food.is(Flag::BreastMilk));
    (dish.kind == out.kind || beside(dish.kind) && beside(out.kind))
        && out.ingredients.iter().all(|part| !milk(part.food))
}

fn judged<'r>(reading: &'r Reading, rule: &str) -> Option<&'r Finding> {
    reading.rules.iter().find(|finding| finding.rule == rule && finding.kind != Kind::Inform)
}

fn value(reading: &Reading, rule: &str) -> Option<f64> {
    judged(reading, rule)?.value
}

/// By how much the rule is short; `None` when it is not.
fn gap(reading: &Reading, rule: &str) -> Option<f64> {
    let finding = judged(reading, rule)?;
    let short = matches!(finding.verdict, Verdict::Short | Verdict::NeedsSupplement);
    let gap = finding.low? - finding.value?;
    (short && gap > 0.0).then_some(gap)
}

/// Whether no rule is worse than before, the short one better.
fn harmless(rule: &str, before: &Reading, after: &Reading) -> bool {
    let better = match (gap(before, rule), gap(after, rule)) {
        (Some(was), Some(is)) => is < was,
        (Some(_), None) => judged(after, rule).is_some_and(|finding| finding.verdict == Verdict::Ok),
        _ => false,
    };
    better
        && after.rules.iter().filter(|is| is.kind != Kind::Inform && is.rule != rule).all(|is| {
            let was = judged(before, is.rule);
            let (Some(value), Some(had)) = (is.value, was.and_then(|was| was.value)) else {
                return !is.fails();
            };
            let slip = if is.unit.starts_with("%") { SLIP } else { NOTHING };
            match is.verdict {
                Verdict::Ok => true,
                Verdict::Unknown => was.is_some_and(|was| was.verdict != Verdict::Ok),
                Verdict::Over => was.is_some_and(|was| was.verdict == Verdict::Over) && value <= had * (1.0 + slip),
                Verdict::Short | Verdict::NeedsSupplement => {
                    was.is_some_and(|was| was.verdict == is.verdict) && value >= had * (1.0 - slip)
                }
            }
        })
}

#[cfg(test)]
mod tests;
