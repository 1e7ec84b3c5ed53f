//! Five hundred people with wishes, drawn by a fixed rule: how long each menu takes, how near the proven best it is, and
//! that no rule of safety is ever broken. `cargo bench -p nep-core --bench menu_requests` prints the table of
//! docs/benchmarks.md.

use std::ops::ControlFlow;
use std::time::Instant;

use nep_core::foods::{Allergen, Meal, Region};
use nep_core::growth::Sex;
use nep_core::menu::build::{Fixed, Refusal, Request, Status, build};
use nep_core::menu::{Eater, Table, Who, read_plan};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Activity, Person, Stage, Trimester};

/// How the people are drawn.
#[derive(Clone, Copy)]
enum Draw {
    /// A third with a budget around what a balanced day costs.
    Usual,
    /// Everyone with a budget from far too little to plenty; children from 6 months, nursed or not; families; several days.
    Hard,
}

fn main() {
    measure("usual", Draw::Usual, 500);
    measure("hard", Draw::Hard, 100);
}

fn measure(name: &str, draw: Draw, requests: usize) {
    let table = Table::bundled();
    let mut random = Random(2026);
    let (mut times, mut firsts, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let (mut optimal, mut balanced, mut impossible, mut refused, mut unsafe_days) = (0, 0, 0, 0, 0);
    println!("{name} draw");
    for number in 0..requests {
        let request = match draw {
            Draw::Usual => random.request(&table),
            Draw::Hard => random.hard_request(&table),
        };
        #[expect(clippy::disallowed_methods, reason = "a stopwatch is the purpose of a benchmark")]
        let start = Instant::now();
        let mut first = None;
        let built = build(&table, &request, &mut |progress| {
            if progress.objective.is_finite() {
                first.get_or_insert_with(|| start.elapsed().as_secs_f64() * 1e3);
            }
            ControlFlow::Continue(())
        });
        let took = start.elapsed().as_secs_f64() * 1e3;
        let proposal = match built {
            Ok(mut proposals) => proposals.remove(0),
            Err(
                refusal @ (Refusal::NoDish { .. }
                | Refusal::UnsafeDish { .. }
                | Refusal::FixedNotEaten { .. }
                | Refusal::FirstFoods { .. }),
            ) => {
                refused += 1;
                println!("{number}: refused, {refusal}");
                continue;
            }
            Err(refusal) => panic!("{number}: {refusal}: {request:?}"),
        };
        let readings = read_plan(&table, &proposal.plan).expect("a plan");
        let all = |overall: Overall| readings.iter().flatten().flatten().all(|reading| reading.overall == overall);
        unsafe_days += readings.iter().flatten().flatten().filter(|reading| reading.overall == Overall::Unsafe).count();
        balanced += usize::from(all(Overall::Balanced));
        optimal += usize::from(proposal.certificate.status == Status::Optimal);
        impossible += usize::from(proposal.impossible.is_some());
        if proposal.certificate.objective > 0.0 {
            let who = request.eaters[0].who;
            let wish = proposal.impossible.as_ref().map(|impossible| (impossible.wish, impossible.goals.clone()));
            let c = proposal.certificate;
            let (eaters, days, budget) = (request.eaters.len(), request.days, request.budget_vnd_per_day);
            println!("{number}: {took:.0} ms, objective {:.5}, bound {:.5}", c.objective, c.bound);
            println!("    {eaters} eaters, {days} days, {budget:?} đ, {who:?}, {wish:?}");
        }
        times.push(took);
        gaps.push(proposal.certificate.gap * 100.0);
        firsts.push(first.unwrap_or(took));
    }
    println!("requests {requests}, refused {refused}, days with a broken rule of safety {unsafe_days}");
    println!("balanced {balanced}, proven optimal {optimal}, told which wish is impossible {impossible}");
    println!("first safe menu, ms: {}", spread(&mut firsts));
    println!("whole answer with its proof, ms: {}", spread(&mut times));
    println!("gap, %: mean {:.3}, {}", gaps.iter().sum::<f64>() / length(&gaps), spread(&mut gaps));
    assert_eq!(unsafe_days, 0, "never a broken rule of safety");
}

#[expect(clippy::cast_precision_loss, reason = "hundreds")]
fn length(values: &[f64]) -> f64 {
    values.len() as f64
}

fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| values[(values.len() - 1) * percent / 100];
    format!("median {:.1}, p90 {:.1}, p95 {:.1}, p99 {:.1}, most {:.1}", at(50), at(90), at(95), at(99), at(100))
}

/// The same draws on every run: a linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).expect("below the end")
    }

    fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn person(&mut self) -> Person {
        let age_years = u8::try_from(15 + self.below(35)).expect("a woman's age");
        let activity = self.of(&[Activity::Light, Activity::Moderate, Activity::Heavy]);
        let stage = match self.below(5) {
            0 | 1 => {
                let trimester = self.of(&[Trimester::First, Trimester::Second, Trimester::Third]);
                Stage::Pregnant { trimester, age_years, activity }
            }
            2 => {
                let (from_six_months, menses_returned) = (self.once_in(2), self.of(&[None, Some(true), Some(false)]));
                Stage::Lactating { from_six_months, age_years, activity, menses_returned }
            }
            _ => {
                let age_months = u8::try_from(7 + self.below(54)).expect("a child's age");
                let sex = self.of(&[None, Some(Sex::Boy), Some(Sex::Girl)]);
                // Of children under a year who are not nursed the rules ask what no menu may hold: see the docs.
                let breastfed = age_months < 12 || age_months < 24 && !self.once_in(3);
                Stage::Child { age_months, sex, breastfed }
            }
        };
        Person::new(stage).expect("in the tables")
    }

    /// A request of the usual draw made harder.
    fn hard_request(&mut self, table: &Table<'_>) -> Request {
        let mut request = self.request(table);
        let person = request.eaters[0].who.person().expect("a person");
        if let Stage::Child { age_months: 7..=23, sex, .. } = person.stage {
            let age_months = u8::try_from(6 + self.below(18)).expect("a child's age");
            let stage = Stage::Child { age_months, sex, breastfed: !self.once_in(3) };
            request.eaters[0].who = Who::Person(Person::new(stage).expect("in the tables"));
            request.fixed.clear();
        }
        if self.once_in(10) {
            let who = Who::Person(self.person());
            request.eaters.extend([Eater { id: "2".into(), who }, Eater { id: "3".into(), who: Who::Adult }]);
        }
        if self.once_in(10) {
            request.days = 3;
        }
        request.budget_vnd_per_day = Some(u32::try_from(20 + self.below(81)).expect("a budget") * 1000);
        request
    }

    fn request(&mut self, table: &Table<'_>) -> Request {
        let region = self.of(Region::ALL);
        let eaters = vec![Eater { id: "1".into(), who: Who::Person(self.person()) }];
        let mut request = Request { seed: self.0, ..Request::plain(eaters, region) };
        if self.once_in(3) {
            request.month = Some(u8::try_from(1 + self.below(12)).expect("a month"));
        }
        request.vegetarian = self.once_in(10);
        if self.once_in(6) {
            request.allergens = vec![self.of(Allergen::ALL)];
        }
        for _ in 0..self.below(4) {
            let foods = table.foods().foods();
            request.disliked_foods.push(foods[self.below(foods.len())].code);
        }
        if self.once_in(3) {
            // Around what a balanced day costs: some budgets suffice easily, some hardly, some do not.
            let child = request.eaters[0].who.person().is_some_and(|person| person.child_months().is_some());
            let thousands = if child { 12 + self.below(40) } else { 40 + self.below(60) };
            request.budget_vnd_per_day = Some(u32::try_from(thousands).expect("a budget") * 1000);
        }
        if self.once_in(4) {
            request.meals.retain(|meal| *meal != Meal::NightSnack);
        }
        let dishes: Vec<_> = table.dishes().collect();
        if self.once_in(4) {
            request.favourites.push(dishes[self.below(dishes.len())].id.clone());
        }
        if self.once_in(6) {
            let person = request.eaters[0].who.person().expect("a person");
            let suits = |meal: Meal| {
                let of_meal = dishes.iter().filter(|dish| dish.meals.contains(&meal.kind()));
                of_meal.filter(|dish| dish.regions.contains(&region) && is_made_for(dish, person)).collect::<Vec<_>>()
            };
            let fitting = suits(Meal::Lunch);
            request.fixed.push(Fixed {
                day: None,
                meal: Meal::Lunch,
                dish: fitting[self.below(fitting.len())].id.clone(),
            });
        }
        request
    }
}

fn is_made_for(dish: &nep_core::foods::Dish, person: Person) -> bool {
    use nep_core::foods::Audience;
    match person.stage {
        Stage::Pregnant { .. } => dish.audiences.contains(&Audience::Pregnant),
        Stage::Lactating { .. } => dish.audiences.contains(&Audience::Lactating),
        Stage::Child { age_months, .. } => {
            dish.child_months.is_some_and(|(first, last)| (first..=last).contains(&u32::from(age_months)))
        }
    }
}
