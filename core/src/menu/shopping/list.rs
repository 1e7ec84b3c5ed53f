//! From what dishes need to a list.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{AtHome, Need, NoList, Quantity};
use crate::foods::{Confidence, Database, Flag, Food, FoodCode, PriceBasis, Region, SourceRef, Stall};
use crate::menu::{Cost, Table};

/// Everything to buy, and what is there already.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    /// In the order a market is walked; no stall is empty.
    pub stalls: Vec<StallLines>,
    /// What the kitchen holds, last.
    pub home: Vec<HomeLine>,
    /// Of all that is to be bought.
    pub cost: Cost,
}

/// What to buy at one stall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StallLines {
    /// Which.
    pub stall: Stall,
    /// The dearest first; foods without a price after them; ties by code.
    pub lines: Vec<Line>,
}

/// One food to buy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Which.
    pub food: FoodCode,
    /// Edible grams still needed.
    pub edible_grams: f64,
    /// The same as sold, with skin and bone; not rounded.
    pub purchased_grams: f64,
    /// Whether the tables know the edible share; else it is counted as wholly edible.
    pub edible_share_known: bool,
    /// Whether the market sells it ready to cook: then one asks for the edible grams.
    pub sold_ready: bool,
    /// How it is asked for.
    pub quantity: Quantity,
    /// What it costs; `None`: nobody noted a price.
    pub price: Option<LinePrice>,
}

/// What a line costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LinePrice {
    /// Đồng, not rounded.
    pub vnd: f64,
    /// How far to trust it.
    pub confidence: Confidence,
    /// The row of the price table; `None`: the household's own price.
    pub place: Option<SourceRef>,
}

/// A food that is at home.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HomeLine {
    /// Which.
    pub food: FoodCode,
    /// Edible grams of the need that come from home.
    pub edible_grams: f64,
    /// Whether nothing more of it need be bought.
    pub enough: bool,
}

/// The list for `needs`, less what is at home, at the household's own prices where it has some and the region's else.
///
/// # Errors
///
/// When a need or a stock names an unknown food, or an amount that is none.
pub fn list(table: &Table<'_>, region: Region, needs: &[Need], at_home: &[AtHome]) -> Result<List, NoList> {
    let foods = table.foods();
    let mut summed: BTreeMap<FoodCode, f64> = BTreeMap::new();
    for need in needs {
        check(foods, need.food, Some(need.grams))?;
        *summed.entry(need.food).or_default() += need.grams;
    }
    // Of a food noted twice, once without an amount, there is enough.
    let mut stock: BTreeMap<FoodCode, Option<f64>> = BTreeMap::new();
    for held in at_home {
        check(foods, held.food, held.grams)?;
        let before = stock.entry(held.food).or_insert(Some(0.0));
        *before = before.zip(held.grams).map(|(before, more)| before + more);
    }
    let mut stalls: BTreeMap<Stall, Vec<Line>> = BTreeMap::new();
    let mut home = Vec::new();
    for (code, needed) in summed {
        let food = foods.food(code).ok_or(NoList::UnknownFood(code))?;
        if food.is(Flag::BreastMilk) || needed <= 0.0 {
            continue;
        }
        let used = stock.get(&code).map_or(0.0, |held| held.unwrap_or(needed).min(needed));
        let left = needed - used;
        if used > 0.0 {
            home.push(HomeLine { food: code, edible_grams: used, enough: left <= 0.0 });
        }
        if left > 0.0 {
            stalls.entry(Stall::of(food)).or_default().push(line(table, region, food, left));
        }
    }
    let stalls: Vec<StallLines> = stalls
        .into_iter()
        .map(|(stall, mut lines)| {
            let vnd = |line: &Line| line.price.map_or(-1.0, |price| price.vnd);
            lines.sort_by(|a, b| vnd(b).total_cmp(&vnd(a)).then(a.food.cmp(&b.food)));
            StallLines { stall, lines }
        })
        .collect();
    let cost = total(stalls.iter().flat_map(|stall| &stall.lines));
    Ok(List { stalls, home, cost })
}

fn check(foods: &Database, food: FoodCode, grams: Option<f64>) -> Result<(), NoList> {
    foods.food(food).ok_or(NoList::UnknownFood(food))?;
    match grams {
        Some(grams) if !(grams >= 0.0 && grams.is_finite()) => Err(NoList::NotAnAmount { food, grams }),
        _ => Ok(()),
    }
}

fn line(table: &Table<'_>, region: Region, food: &Food, edible_grams: f64) -> Line {
    let foods = table.foods();
    let purchased_grams = foods.purchased_grams(food.code, edible_grams).unwrap_or(edible_grams);
    let sold_ready = foods.price(food.code, region).is_some_and(|price| price.basis == PriceBasis::Edible);
    let asked = if sold_ready { edible_grams } else { purchased_grams };
    let own = table.own_price(food.code).is_some();
    let price = table.cost(food.code, edible_grams, region).ok().map(|cost| LinePrice {
        vnd: cost.vnd,
        confidence: cost.confidence,
        place: Some(cost.place).filter(|_| !own),
    });
    Line {
        food: food.code,
        edible_grams,
        purchased_grams,
        edible_share_known: food.edible_percent.is_some(),
        sold_ready,
        quantity: Quantity::of(Stall::of(food), foods.sold_by(food.code), asked, edible_grams),
        price,
    }
}

impl Line {
    /// Grams to ask for: ready to cook where it is sold so, else with skin and bone.
    #[must_use]
    pub const fn asked_grams(&self) -> f64 {
        if self.sold_ready { self.edible_grams } else { self.purchased_grams }
    }
}

/// What these lines cost together: summed first, rounded once.
pub fn total<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Cost {
    let mut cost = Cost::default();
    let mut vnd = 0.0;
    for line in lines {
        match line.price {
            Some(price) => {
                vnd += price.vnd;
                cost.confidence = Some(cost.confidence.map_or(price.confidence, |worst| worst.max(price.confidence)));
            }
            None => cost.unpriced.push(line.food),
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of some weeks' food")]
    {
        cost.vnd = (vnd / 100.0).round() as u64 * 100;
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::menu::shopping::needs;
    use crate::menu::{Eater, Plan, Portion, Share, Who, usual_person};

    const PORK: FoodCode = FoodCode(7017);
    const RICE: FoodCode = FoodCode(1004);
    const SPINACH: FoodCode = FoodCode(4083);
    const MILK_OF_THE_MOTHER: FoodCode = FoodCode(10003);

    fn of(needs: &[(FoodCode, f64)], at_home: &[AtHome], paid: &[(FoodCode, u32)]) -> List {
        let needs: Vec<Need> = needs.iter().map(|&(food, grams)| Need { food, grams }).collect();
        let priced = |table: Table<'static>, &(food, vnd): &_| table.with_price(food, vnd).expect("a price");
        list(&paid.iter().fold(Table::bundled(), priced), Region::North, &needs, at_home).expect("known foods")
    }

    fn lines(list: &List) -> Vec<&Line> {
        list.stalls.iter().flat_map(|stall| &stall.lines).collect()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9 * (1.0 + b.abs())
    }

    #[test]
    fn what_is_bought_holds_exactly_what_every_menu_of_the_bank_needs() {
        let foods = Database::bundled();
        for menu in foods.menus() {
            let mut needs = Vec::new();
            for served in &menu.dishes {
                let dish = foods.dish(&served.dish).expect("the build checks it");
                needs.extend(dish.ingredients.iter().map(|part| (part.food, part.grams * served.portion * 7.0)));
            }
            let found = of(&needs, &[], &[]);
            for line in lines(&found) {
                let planned: f64 = needs.iter().filter(|(food, _)| *food == line.food).map(|(_, grams)| grams).sum();
                let share = foods.food(line.food).and_then(|food| food.edible_percent).unwrap_or(100.0) / 100.0;
                assert!(near(line.purchased_grams * share, planned), "{} {}", menu.id, line.food);
            }
            let bought: std::collections::BTreeSet<_> = lines(&found).iter().map(|line| line.food).collect();
            let planned: std::collections::BTreeSet<_> =
                needs.iter().map(|(food, _)| *food).filter(|food| *food != MILK_OF_THE_MOTHER).collect();
            assert_eq!(bought, planned, "{}", menu.id);
        }
    }

    #[test]
    fn a_plan_is_bought_for_all_who_eat_of_it_and_seasoned_for_those_who_are() {
        let menu = Database::bundled().menus().first().expect("a bank");
        let mut plan = Plan::of_menu(menu, usual_person(menu.stage));
        let alone = needs(&Table::bundled(), &plan).expect("dishes of the bank");
        plan.eaters.push(Eater { id: "2".into(), who: Who::Adult });
        let seasoned = |table: &Table<'_>, food| table.foods().food(food).is_some_and(|food| food.is(Flag::AddedSalt));
        for dish in plan.days.iter_mut().flat_map(|day| &mut day.meals).flat_map(|meal| &mut meal.dishes) {
            let servings = dish.portions[0].servings;
            dish.portions.push(Portion { eater: 1, servings, share: Share::Unseasoned });
        }
        let both = needs(&Table::bundled(), &plan).expect("dishes of the bank");
        assert_eq!(alone.len(), both.len());
        for (one, two) in alone.iter().zip(&both) {
            let table = Table::bundled();
            let times = if seasoned(&table, one.food) { 1.0 } else { 2.0 };
            let sugar = table.foods().food(one.food).is_some_and(|food| food.is(Flag::AddedSugar));
            assert!(sugar || near(two.grams, times * one.grams), "{}", one.food);
        }
        plan.days[0].meals[0].dishes[0].dish = "none".into();
        assert_eq!(needs(&Table::bundled(), &plan), Err(NoList::UnknownDish("none".into())));
    }

    #[test]
    fn what_is_sold_ready_to_cook_is_asked_for_so() {
        let clams = FoodCode(8037);
        let list = of(&[(clams, 150.0)], &[], &[]);
        let line = lines(&list)[0];
        assert!(line.sold_ready && near(line.asked_grams(), 150.0) && line.purchased_grams > 150.0);
    }

    #[test]
    fn breast_milk_is_never_bought() {
        let list = of(&[(MILK_OF_THE_MOTHER, 500.0), (RICE, 50.0)], &[], &[]);
        assert_eq!(lines(&list).len(), 1);
        assert!(list.cost.unpriced.is_empty());
    }

    #[test]
    fn ten_times_seventy_dong_are_seven_hundred() {
        let pinch = (RICE, 7_000);
        let many: Vec<_> = (0..10).map(|_| (RICE, 10.0)).collect();
        assert_eq!(of(&many, &[], &[pinch]).cost.vnd, 700);
    }

    #[test]
    fn a_price_of_one_s_own_outranks_the_table_and_counts_what_is_bought() {
        let own = (SPINACH, 10_000);
        let list = of(&[(SPINACH, 62.5)], &[], &[own]);
        let price = lines(&list)[0].price.expect("a price");
        assert!(near(price.vnd, 1_000.0), "62.5 g eaten are 100 g bought: {}", price.vnd);
        assert!(price.place.is_none());
    }

    #[test]
    fn what_is_at_home_is_not_bought_and_stands_last() {
        let half = AtHome { food: PORK, grams: Some(40.0) };
        let list = of(&[(PORK, 100.0), (RICE, 300.0)], &[half, AtHome { food: RICE, grams: None }], &[]);
        assert_eq!(lines(&list).len(), 1);
        assert!(near(lines(&list)[0].edible_grams, 60.0));
        assert_eq!(list.home.len(), 2);
        assert!(list.home.iter().any(|line| line.food == RICE && line.enough && near(line.edible_grams, 300.0)));
        assert!(list.home.iter().any(|line| line.food == PORK && !line.enough && near(line.edible_grams, 40.0)));
    }

    #[test]
    fn more_at_home_than_needed_leaves_nothing_to_buy() {
        let list = of(&[(PORK, 100.0)], &[AtHome { food: PORK, grams: Some(100.0) }], &[]);
        assert!(lines(&list).is_empty() && list.home[0].enough);
        let list = of(&[(PORK, 100.0)], &[AtHome { food: PORK, grams: Some(0.0) }], &[]);
        assert!(list.home.is_empty() && near(lines(&list)[0].edible_grams, 100.0));
        let beside = [AtHome { food: PORK, grams: Some(5.0) }, AtHome { food: PORK, grams: None }];
        assert!(lines(&of(&[(PORK, 100.0)], &beside, &[])).is_empty());
    }

    #[test]
    fn a_market_is_walked_in_order() {
        let all: Vec<_> = Database::bundled().foods().iter().map(|food| (food.code, 100.0)).collect();
        let list = of(&all, &[], &[]);
        assert!(list.stalls.windows(2).all(|pair| pair[0].stall < pair[1].stall));
        assert_eq!(list.stalls.len(), Stall::ALL.len());
        assert!(!list.cost.unpriced.is_empty(), "foods nobody sells in the price table are named");
    }

    #[test]
    fn what_is_no_amount_or_no_food_is_refused() {
        let ask = |food, grams| list(&Table::bundled(), Region::South, &[Need { food, grams }], &[]);
        assert_eq!(ask(FoodCode(1), 5.0), Err(NoList::UnknownFood(FoodCode(1))));
        assert!(matches!(ask(RICE, -1.0), Err(NoList::NotAnAmount { .. })));
        assert!(matches!(ask(RICE, f64::NAN), Err(NoList::NotAnAmount { .. })));
        assert!(ask(RICE, 0.0).expect("nothing is an amount").stalls.is_empty());
    }
}
