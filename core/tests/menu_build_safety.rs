//! What must never stand in a menu built to order, whoever asks and whatever is wished.

use std::ops::ControlFlow;

use nep_core::foods::{Dish, Flag, FoodCode, Region, Stage as BankStage};
use nep_core::menu::build::{Certificate, Proposal, Refusal, Request, Status, build};
use nep_core::menu::{Eater, Table, Who, read_plan, usual_person};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Activity, Person, Stage, Subject, Trimester};

fn ask(person: Person, region: Region, seed: u64) -> Request {
    let eaters = vec![Eater { id: "1".into(), who: Who::Person(person) }];
    Request { seed, ..Request::plain(eaters, region) }
}

fn built(request: &Request) -> Result<Proposal, Refusal> {
    build(&Table::bundled(), request, &mut |_| ControlFlow::Continue(())).map(|mut proposals| proposals.remove(0))
}

fn child(age_months: u8, breastfed: bool) -> Person {
    Person::new(Stage::Child { age_months, sex: None, breastfed }).expect("in the tables")
}

fn dishes<'t>(table: &'t Table<'_>, proposal: &Proposal) -> Vec<&'t Dish> {
    let meals = proposal.plan.days.iter().flat_map(|day| &day.meals);
    let dishes = meals.flat_map(|meal| &meal.dishes);
    dishes.map(|cooked| table.dish(&cooked.dish).expect("of the bank")).collect()
}

/// Whether a food of the dish, or the dish itself, carries the flag.
fn carries(table: &Table<'_>, dish: &Dish, flag: Flag) -> bool {
    let food = |code| table.foods().food(code).expect("a food").is(flag);
    dish.flags.contains(&flag) || dish.ingredients.iter().any(|part| food(part.food))
}

#[test]
fn a_child_s_menu_holds_nothing_its_age_must_not_eat() {
    let table = Table::bundled();
    let mut menus = 0;
    for months in 6..=60 {
        for breastfed in [true, false] {
            if breastfed && months >= 30 {
                continue;
            }
            let region = Region::ALL[usize::from(months) % 3];
            let proposal = match built(&ask(child(months, breastfed), region, u64::from(months))) {
                Ok(proposal) => proposal,
                Err(Refusal::FirstFoods { months: 6, from: 7 }) if months == 6 => continue,
                Err(refusal) => panic!("{months} months: {refusal}"),
            };
            let readings = read_plan(&table, &proposal.plan).expect("a plan");
            assert!(readings.iter().flatten().flatten().all(|reading| reading.overall != Overall::Unsafe));
            for dish in dishes(&table, &proposal) {
                let never = |flag| assert!(!carries(&table, dish, flag), "{months} months: {} {flag:?}", dish.id);
                if !breastfed {
                    never(Flag::BreastMilk);
                }
                for flag in
                    [Flag::Formula, Flag::Alcohol, Flag::RawFish, Flag::RawMeat, Flag::RawEgg, Flag::HighMercury]
                {
                    never(flag);
                }
                if months < 12 {
                    for flag in [Flag::AddedSalt, Flag::AddedSugar, Flag::Honey, Flag::AnimalMilk, Flag::Juice] {
                        never(flag);
                    }
                }
                if months < 24 {
                    never(Flag::SweetDrink);
                    never(Flag::FriedSnack);
                }
                if months < 36 && !dish.flags.contains(&Flag::GroundNut) {
                    never(Flag::WholeNut);
                }
                let (first, last) = dish.child_months.expect("a child alone eats children's dishes");
                assert!((first..=last).contains(&u32::from(months)), "{months} months: {}", dish.id);
            }
            menus += 1;
        }
    }
    assert_eq!(menus, 54 + 23, "every month from 7 on");
}

#[test]
fn a_nursed_child_s_day_holds_its_milk() {
    let table = Table::bundled();
    for months in [7, 8, 9, 11, 12, 17, 23] {
        let proposal = built(&ask(child(months, true), Region::North, 5)).expect("a menu is built");
        let readings = read_plan(&table, &proposal.plan).expect("a plan");
        let reading = readings[0][0].as_ref().expect("a nursed child");
        let milk = reading.breast_milk.as_ref().expect("a nursed child");
        let whole = reading.nutrient(Subject::Energy).and_then(|line| line.need.as_ref()).expect("printed").value;
        let food = milk.need_from_food.as_ref().expect("printed").kcal;
        let recorded = milk.recorded_kcal;
        assert!(recorded >= 0.9 * whole - food - 1e-6, "{months} months: {recorded} kcal of milk");
    }
}

#[test]
fn a_pregnant_woman_s_menu_holds_no_raw_fish_and_no_liver_unasked() {
    let table = Table::bundled();
    for (number, trimester) in [Trimester::First, Trimester::Second, Trimester::Third].into_iter().enumerate() {
        for (age_years, activity) in [(16, Activity::Light), (25, Activity::Moderate), (40, Activity::Heavy)] {
            let person = Person::new(Stage::Pregnant { trimester, age_years, activity }).expect("in the tables");
            for seed in 0..3 {
                let request = Request { days: 2, ..ask(person, Region::ALL[number], seed) };
                let proposal = built(&request).expect("a menu is built");
                for reading in read_plan(&table, &proposal.plan).expect("a plan").into_iter().flatten().flatten() {
                    assert_ne!(reading.overall, Overall::Unsafe);
                    let retinol = reading.nutrient(Subject::Retinol).expect("counted");
                    assert!(retinol.amount <= retinol.upper.as_ref().expect("printed").value);
                }
                for dish in dishes(&table, &proposal) {
                    for flag in [Flag::RawFish, Flag::RawMeat, Flag::RawEgg, Flag::HighMercury, Flag::Liver] {
                        assert!(!carries(&table, dish, flag), "{} {flag:?}", dish.id);
                    }
                }
            }
        }
    }
}

#[test]
fn liver_comes_once_a_week_at_most() {
    let table = Table::bundled();
    for stage in [BankStage::Child12To23, BankStage::Lactating6To12] {
        let request = Request { days: 7, ..ask(usual_person(stage), Region::North, 1) };
        let proposal = built(&request).expect("a week is built");
        let liver = dishes(&table, &proposal).into_iter().filter(|dish| carries(&table, dish, Flag::Liver)).count();
        assert!(liver <= 1, "{stage:?}: {liver}");
    }
}

#[test]
fn no_dish_of_the_bank_speaks_of_formula_or_a_bottle() {
    let table = Table::bundled();
    for dish in table.dishes() {
        let words = format!("{} {} {}", dish.name_vi, dish.note_vi, dish.recipe.join(" ")).to_lowercase();
        for word in ["sữa công thức", "bình sữa", "bú bình", "núm vú"] {
            assert!(!words.contains(word), "{}: {word}", dish.id);
        }
    }
}

/// What is promised: more foods never make the *best* menu worse, so that what is proven of more foods holds for fewer; the
/// menu found of more foods is worse than that of fewer by no more than its own gap, and not at all where the gap is closed.
fn is_promised(wide: Certificate, narrow: Certificate) -> bool {
    let gap = wide.objective - wide.bound;
    wide.bound <= narrow.objective + 1e-6 && wide.objective <= narrow.objective + gap + 1e-6
}

#[test]
fn under_a_short_budget_more_foods_cost_no_more_than_the_gap_that_is_told() {
    let disliked = [8024, 7069, 4018, 4010, 8030, 4016, 4090, 4054, 1010, 4082, 4102, 4003].map(FoodCode);
    let usual = |stage| usual_person(stage);
    let asked = [
        (child(30, false), Region::North, 16_000),
        (usual(BankStage::Lactating0To6), Region::Central, 32_000),
        (usual(BankStage::PregnantT2), Region::South, 12_000),
    ];
    let mut told = 0;
    for (person, region, vnd) in asked {
        let wide = Request { budget_vnd_per_day: Some(vnd), ..ask(person, region, 0) };
        let narrow = Request { disliked_foods: disliked.to_vec(), ..wide.clone() };
        let (wide, narrow) = (built(&wide).expect("a menu").certificate, built(&narrow).expect("a menu").certificate);
        assert!(is_promised(wide, narrow), "{region:?} {vnd} đ: {wide:?} {narrow:?}");
        told += u32::from(wide.bound > 0.0);
    }
    assert!(told > 0, "where nothing is proven nothing is promised");
}

#[test]
fn more_foods_never_make_the_best_menu_worse() {
    let foods = Table::bundled();
    let disliked: Vec<FoodCode> =
        foods.foods().foods().iter().filter(|food| food.group == 10).map(|f| f.code).collect();
    let mut proven = 0;
    for &stage in BankStage::ALL {
        // A tight budget is looked into long; two stages stand for all.
        let tight = matches!(stage, BankStage::PregnantT1 | BankStage::Child36To60).then_some(Some(18_000));
        for budget in [None].into_iter().chain(tight) {
            let wide = Request { budget_vnd_per_day: budget, ..ask(usual_person(stage), Region::South, 4) };
            let narrow = Request { disliked_foods: disliked.clone(), vegetarian: true, ..wide.clone() };
            let (Ok(wide), Ok(narrow)) = (built(&wide), built(&narrow)) else { continue };
            let (wide, narrow) = (wide.certificate, narrow.certificate);
            assert!(wide.bound <= wide.objective && narrow.bound <= narrow.objective);
            assert!(is_promised(wide, narrow), "{stage:?}: {wide:?} {narrow:?}");
            if wide.status == Status::Optimal {
                assert!(wide.objective <= narrow.objective + 1e-6, "{stage:?}: {wide:?} {narrow:?}");
                proven += 1;
            }
        }
    }
    assert!(proven >= 8, "{proven} proven");
}

#[test]
fn no_dish_stands_again_within_three_days_where_the_bank_has_enough() {
    let table = Table::bundled();
    let request = Request { days: 7, ..ask(usual_person(BankStage::PregnantT2), Region::North, 2) };
    let proposal = built(&request).expect("a week is built");
    let of_day = |day: usize| -> Vec<&str> {
        let dishes = proposal.plan.days[day].meals.iter().flat_map(|meal| &meal.dishes);
        dishes.map(|dish| dish.dish.as_str()).collect()
    };
    let again = |day: usize| {
        let mains = of_day(day).into_iter().filter(|id| {
            let kind = table.dish(id).expect("of the bank").kind;
            matches!(kind, nep_core::foods::DishKind::Main | nep_core::foods::DishKind::OneBowl)
        });
        mains.filter(|id| (1..=3.min(day)).any(|ago| of_day(day - ago).contains(id))).count()
    };
    assert_eq!((0..7).map(again).sum::<usize>(), 0);
    let fish = |day: usize| {
        of_day(day)
            .iter()
            .any(|id| table.dish(id).expect("of the bank").ingredients.iter().any(|part| part.food.0 / 1000 == 8))
    };
    assert!((0..7).filter(|day| fish(*day)).count() >= 2, "fish two or three times a week");
}

#[test]
fn proposals_differ_in_three_lead_dishes_at_least() {
    let table = Table::bundled();
    let request = Request { proposals: 4, ..ask(usual_person(BankStage::Lactating0To6), Region::Central, 3) };
    let proposals = build(&table, &request, &mut |_| ControlFlow::Continue(())).expect("menus are built");
    assert_eq!(proposals.len(), 4);
    for (index, one) in proposals.iter().enumerate() {
        for other in &proposals[..index] {
            let (one, other) = (dishes(&table, one), dishes(&table, other));
            let new = one.iter().filter(|dish| other.iter().all(|known| known.id != dish.id)).count();
            assert!(new >= 3, "{index}: {new} new dishes");
        }
    }
}
