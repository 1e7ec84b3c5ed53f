//! Makes the bank of menus: `cargo run --release -p nep-tests --bin bank` writes `data/dishes/nep-2026/{menu_list,menus}.tsv`.
//!
//! For every stage and region: two weeks of usual days, one vegetarian week and one for a small purse. The menus made by
//! hand (`hand_menus.tsv`) come first, each with as many of its dishes as a balanced day allows.
//!
//! What catches people out:
//! - a menu is made for the usual person of its stage, and kept only if it is balanced for every usual person of the
//!   stage: a girl and a boy, in the first and the last of its months;
//! - days are drawn from several walks of the builder and chosen so that neighbours share little; a day's seed is that of
//!   its walk.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use nep_core::foods::{Database, DishKind, Flag, Meal, Region, Stage as BankStage};
use nep_core::growth::Sex;
use nep_core::menu::build::{self, Fixed, Request};
use nep_core::menu::{Eater, Plan, PlanDay, Reading, Table, Who, read_plan, usual_person};
use nep_core::nutrition::balance::{LIVER_DAYS, Overall};
use nep_core::nutrition::{Person, Stage};

const USUAL_DAYS: usize = 14;
const WEEK: usize = 7;
/// A day for a small purse costs at most so much of the usual day of its stage and region.
const SMALL_PURSE: f64 = 0.7;
/// Walks of the builder at most for one list of days.
const WALKS: u64 = 40;

/// The dish that is a feed.
const BREAST_MILK: &str = "sua-me";

/// A day that may enter the bank.
struct Candidate {
    day: PlanDay,
    cost: u64,
    seed: u64,
    hand: bool,
}

fn main() {
    let folder = data().join("dishes/nep-2026");
    let hand = Hand::read(&folder.join("hand_menus.tsv"));
    let (mut list, mut rows) = (String::new(), String::new());
    list.push_str("menu_id\tstage\tregion\ttheme\tday\tactivity\tage\tsex\tbreastfed\tmade_by\tseed\n");
    rows.push_str("menu_id\tmeal\tdish_id\tportion_multiplier\n");
    let table = Table::bundled();
    let (mut short, mut kept) = (0, 0);
    let mut taken = BTreeSet::new();
    for &stage in BankStage::ALL {
        for &region in Region::ALL {
            let bank = Bank { table: &table, stage, region };
            let usual = bank.days("usual", USUAL_DAYS, None, &hand, &mut taken);
            let mut costs: Vec<u64> = usual.iter().map(|day| day.cost).collect();
            costs.sort_unstable();
            #[expect(clippy::cast_precision_loss, reason = "đồng of a day")]
            let middle = costs.get(costs.len() / 2).copied().unwrap_or(0) as f64;
            let vegetarian = bank.days("vegetarian", WEEK, None, &hand, &mut taken);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "đồng of a day")]
            let purse = (middle * SMALL_PURSE) as u32;
            let small = bank.days("low_budget", WEEK, Some(purse), &hand, &mut taken);
            for (theme, days, wanted) in
                [("usual", usual, USUAL_DAYS), ("vegetarian", vegetarian, WEEK), ("low_budget", small, WEEK)]
            {
                println!("{} {} {theme}: {} of {wanted}, purse {purse}", stage.code(), region.code(), days.len());
                short += wanted - days.len();
                kept += days.len();
                for (index, day) in days.iter().enumerate() {
                    bank.write(theme, index + 1, day, &mut list, &mut rows);
                }
            }
        }
    }
    println!("{kept} menus, {short} missing");
    std::fs::write(folder.join("menu_list.tsv"), list).expect("the data folder can be written");
    std::fs::write(folder.join("menus.tsv"), rows).expect("the data folder can be written");
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

/// A menu made by hand.
struct HandMade {
    id: String,
    stage: String,
    region: String,
    dishes: Vec<(Meal, String)>,
}

/// The menus made by hand.
struct Hand(Vec<HandMade>);

impl Hand {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("the menus made by hand are kept");
        let mut menus: Vec<HandMade> = Vec::new();
        for row in text.lines().skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            let [id, stage, region, meal, dish, _] = cells[..] else { panic!("six cells: {row}") };
            let meal = Meal::from_code(meal).unwrap_or_else(|| panic!("a meal: {row}"));
            if menus.last().is_none_or(|last| last.id != id) {
                let menu = HandMade { id: id.into(), stage: stage.into(), region: region.into(), dishes: Vec::new() };
                menus.push(menu);
            }
            menus.last_mut().expect("just pushed").dishes.push((meal, dish.into()));
        }
        Self(menus)
    }

    fn of<'a>(&'a self, stage: BankStage, region: Region, theme: &'a str) -> impl Iterator<Item = &'a HandMade> {
        self.0.iter().filter(move |menu| {
            let its_theme = if menu.id.ends_with("-chay") { "vegetarian" } else { "usual" };
            menu.stage == stage.code() && menu.region == region.code() && its_theme == theme
        })
    }
}

struct Bank<'a> {
    table: &'a Table<'a>,
    stage: BankStage,
    region: Region,
}

impl Bank<'_> {
    fn request(&self, theme: &str, days: u8, purse: Option<u32>, seed: u64) -> Request {
        // Of boys and girls she needs less: what fits her and lies high enough fits him.
        let usual = usual_person(self.stage);
        let person = self.others().into_iter().next().unwrap_or(usual);
        let eater = Eater { id: "1".into(), who: Who::Person(person) };
        Request {
            days,
            vegetarian: theme == "vegetarian",
            budget_vnd_per_day: purse,
            seed,
            ..Request::plain(vec![eater], self.region)
        }
    }

    /// So many days, those made by hand first, neighbours as different as the builder's walks allow, liver once in seven.
    ///
    /// `taken`: the dishes of days that stand in the bank already, whatever their stage; no day but one made by hand has the
    /// same.
    fn days(
        &self,
        theme: &str,
        wanted: usize,
        purse: Option<u32>,
        hand: &Hand,
        taken: &mut BTreeSet<Vec<String>>,
    ) -> Vec<Candidate> {
        let mut repaired: Vec<Candidate> =
            hand.of(self.stage, self.region, theme).filter_map(|menu| self.repaired(theme, &menu.dishes)).collect();
        let mut by_hand = BTreeSet::new();
        repaired.retain(|day| by_hand.insert(dishes(&day.day)));
        taken.extend(by_hand);
        let mut pool: Vec<Candidate> = Vec::new();
        for walk in 0..WALKS {
            if pool.len() >= 2 * wanted {
                break;
            }
            let days = self.walk(theme, purse, 1 + walk);
            for day in days {
                let known = |other: &Candidate| dishes(&other.day) == dishes(&day.day);
                if !taken.contains(&dishes(&day.day)) && !pool.iter().any(known) {
                    pool.push(day);
                }
            }
        }
        pool.retain(|day| !taken.contains(&dishes(&day.day)));
        let mut chosen: Vec<Candidate> = Vec::new();
        while chosen.len() < wanted {
            let week = &chosen[chosen.len().saturating_sub(LIVER_DAYS - 1)..];
            let rested = !week.iter().any(|day| has_liver(&day.day));
            let fits = |candidate: &Candidate| rested || !has_liver(&candidate.day);
            let next = if let Some(first) = repaired.iter().position(fits) {
                repaired.remove(first)
            } else {
                let likeness = |candidate: &Candidate| {
                    let of = |(back, day): (usize, &Candidate)| shared(&day.day, &candidate.day) * 12 / (back + 3);
                    chosen.iter().rev().enumerate().map(of).sum::<usize>()
                };
                let fitting = (0..pool.len()).filter(|&index| fits(&pool[index]));
                let Some(best) = fitting.min_by_key(|&index| likeness(&pool[index])) else { break };
                pool.remove(best)
            };
            taken.insert(dishes(&next.day));
            chosen.push(next);
        }
        assert!(repaired.is_empty(), "a day made by hand finds no place: {} {theme}", self.stage.code());
        chosen
    }

    /// The good days of one walk.
    fn walk(&self, theme: &str, purse: Option<u32>, seed: u64) -> Vec<Candidate> {
        let days = if theme == "usual" { USUAL_DAYS } else { WEEK };
        let request = self.request(theme, u8::try_from(days).expect("two weeks"), purse, seed);
        let Ok(proposals) = build::build(self.table, &request, &mut |_| ControlFlow::Continue(())) else {
            return Vec::new();
        };
        let plan = proposals.into_iter().next().expect("one proposal at least").plan;
        let cost = |day: &PlanDay| self.cost_if_good(day);
        let good = |day: PlanDay| Some(Candidate { cost: cost(&day)?, day, seed, hand: false });
        let affordable = |day: &Candidate| purse.is_none_or(|purse| day.cost <= u64::from(purse));
        plan.days.into_iter().filter_map(good).filter(affordable).collect()
    }

    /// The menu with as many of its dishes as a balanced day allows.
    fn repaired(&self, theme: &str, dishes: &[(Meal, String)]) -> Option<Candidate> {
        let mut fixed: Vec<Fixed> = Vec::new();
        for (meal, dish) in dishes {
            // Breast milk is laid by the builder as the child's age asks.
            if self.table.dish(dish).is_some() && dish != BREAST_MILK {
                fixed.push(Fixed { day: Some(0), meal: *meal, dish: dish.clone() });
            }
        }
        while !fixed.is_empty() {
            let mut best: Option<(f64, usize)> = None;
            if let Some(found) = self.with(theme, &fixed) {
                return Some(found);
            }
            // The dish without which the day misses least goes.
            for out in 0..fixed.len() {
                let mut fewer = fixed.clone();
                fewer.remove(out);
                let request = Request { fixed: fewer, ..self.request(theme, 1, None, 1) };
                let Ok(proposals) = build::build(self.table, &request, &mut |_| ControlFlow::Continue(())) else {
                    continue;
                };
                let missed = proposals[0].certificate.objective;
                if best.is_none_or(|(least, _)| missed < least) {
                    best = Some((missed, out));
                }
            }
            fixed.remove(best.map_or(0, |(_, out)| out));
        }
        None
    }

    fn with(&self, theme: &str, fixed: &[Fixed]) -> Option<Candidate> {
        (1..=3).find_map(|seed| {
            let request = Request { fixed: fixed.to_vec(), ..self.request(theme, 1, None, seed) };
            let proposals = build::build(self.table, &request, &mut |_| ControlFlow::Continue(())).ok()?;
            let day = proposals.into_iter().next()?.plan.days.into_iter().next()?;
            Some(Candidate { cost: self.cost_if_good(&day)?, day, seed, hand: true })
        })
    }

    /// What the day costs, if it is balanced for all whom the stage means.
    fn cost_if_good(&self, day: &PlanDay) -> Option<u64> {
        let usual = self.read(day, usual_person(self.stage))?;
        let good = usual.overall == Overall::Balanced
            && self
                .others()
                .into_iter()
                .all(|person| self.read(day, person).is_some_and(|reading| reading.overall == Overall::Balanced));
        good.then_some(usual.cost.vnd)
    }

    /// Girls and boys in the first and last month of the stage; of women the usual one stands for all.
    fn others(&self) -> Vec<Person> {
        let Stage::Child { breastfed, .. } = usual_person(self.stage).stage else { return Vec::new() };
        let (first, last) = match self.stage {
            BankStage::Child7To8 => (7, 8),
            BankStage::Child9To11 => (9, 11),
            BankStage::Child12To23 => (12, 23),
            BankStage::Child24To35 => (24, 35),
            _ => (36, 60),
        };
        let child = |age_months, sex| {
            Person::new(Stage::Child { age_months, sex: Some(sex), breastfed }).expect("ages of the tables")
        };
        [first, last].into_iter().flat_map(|age| [Sex::Girl, Sex::Boy].map(|sex| child(age, sex))).collect()
    }

    fn read(&self, day: &PlanDay, person: Person) -> Option<Reading> {
        let eater = Eater { id: "1".into(), who: Who::Person(person) };
        let plan = Plan { region: self.region, eaters: vec![eater], days: vec![day.clone()] };
        read_plan(self.table, &plan).ok()?.into_iter().next()?.into_iter().next()?
    }

    fn write(&self, theme: &str, number: usize, day: &Candidate, list: &mut String, rows: &mut String) {
        let stage = self.stage.code();
        let word = match theme {
            "vegetarian" => "-chay",
            "low_budget" => "-tiet-kiem",
            _ => "",
        };
        let id = format!("{}-{}{word}-{number}", stage.replace('_', "-"), self.region.code());
        let person = match usual_person(self.stage).stage {
            Stage::Child { age_months, breastfed, .. } => format!("\t{age_months}\t\t{}", u8::from(breastfed)),
            Stage::Pregnant { age_years, .. } | Stage::Lactating { age_years, .. } => {
                format!("moderate\t{age_years}\t\t")
            }
        };
        let maker = if day.hand { "hand and builder" } else { "builder" };
        let version = build::VERSION;
        let _ = writeln!(
            list,
            "{id}\t{stage}\t{}\t{theme}\t{number}\t{person}\t{maker} {version}\t{}",
            self.region.code(),
            day.seed
        );
        for meal in &day.day.meals {
            for dish in &meal.dishes {
                let _ = writeln!(rows, "{id}\t{}\t{}\t{}", meal.meal.code(), dish.dish, dish.portions[0].servings);
            }
        }
    }
}

/// The dishes of a day, in the order of their names.
fn dishes(day: &PlanDay) -> Vec<String> {
    let mut all: Vec<String> = day.meals.iter().flat_map(|meal| &meal.dishes).map(|dish| dish.dish.clone()).collect();
    all.sort_unstable();
    all
}

fn has_liver(day: &PlanDay) -> bool {
    let db = Database::bundled();
    let foods = dishes(day).into_iter().filter_map(|id| db.dish(&id)).flat_map(|dish| &dish.ingredients);
    foods.into_iter().any(|part| db.food(part.food).is_some_and(|food| food.is(Flag::Liver)))
}

/// How many dishes two days share, rice and milk aside.
fn shared(one: &PlanDay, other: &PlanDay) -> usize {
    let plain = |id: &String| {
        Database::bundled().dish(id).is_some_and(|dish| matches!(dish.kind, DishKind::Staple | DishKind::Drink))
    };
    let counted = |day: &PlanDay| dishes(day).into_iter().filter(|id| !plain(id)).collect::<BTreeSet<String>>();
    counted(one).intersection(&counted(other)).count()
}
