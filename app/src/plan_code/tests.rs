use super::*;
use crate::i18n::Language;

const DAY: &str = "1~north~p2.25.m~b,pho-bo:1_l,com-trang:0.75,ca-kho-nghe:1:s8041-8019-85:s6002-6002-0~z";
const FAMILY: &str = "1~south~n6.31.h.n.e26.i15.zg_c8.f.b_a~d,com-trang:1:2x1.5,canh-bi-do:1:1x0.25u:2x1_sn~d~z";

#[test]
fn what_is_read_is_written_again_as_it_was() {
    for code in [DAY, FAMILY, "1~central~c60.u.w~b~z", "1~north~a~x_v_atree-nuts_f3017_dsup-lo_h1004~b~z"] {
        let (plan, house) = read(code).expect(code);
        assert_eq!(write(&plan, &house), code);
    }
}

#[test]
fn every_part_is_read_as_it_stands() {
    let (plan, house) = read(FAMILY).expect("a plan");
    assert_eq!(house, House::default());
    assert_eq!(plan.region, Region::South);
    let Who::Person(mother) = plan.eaters[0].who else { panic!("a person") };
    let stage = Stage::Lactating {
        from_six_months: true,
        age_years: 31,
        activity: Activity::Heavy,
        menses_returned: Some(false),
    };
    assert_eq!((mother.stage, mother.edition), (stage, Edition::Y2026));
    assert_eq!((mother.iron, mother.zinc), (Some(IronAbsorption::Fifteen), ZincAbsorption::Good));
    let Who::Person(child) = plan.eaters[1].who else { panic!("a person") };
    assert_eq!(child.stage, Stage::Child { age_months: 8, sex: Some(Sex::Girl), breastfed: true });
    assert_eq!(plan.eaters[2].who, Who::Adult);
    assert_eq!(plan.eaters[2].id, "3");
    assert_eq!(plan.days.len(), 2);
    let dinner = &plan.days[0].meals[0];
    assert_eq!(dinner.meal, Meal::Dinner);
    assert_eq!(dinner.dishes[1].portions[1], Portion { eater: 1, servings: 0.25, share: Share::Unseasoned });
    assert!(plan.days[0].meals[1].dishes.is_empty());
    let (one, _) = read(DAY).expect("a plan");
    let change = |out, into, grams| Change { out: FoodCode(out), into: FoodCode(into), grams };
    assert_eq!(one.days[0].meals[1].dishes[1].changes, [change(8041, 8019, 85.0), change(6002, 6002, 0.0)]);
}

/// A generator that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).expect("fits")
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())].clone()
    }

    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    fn amount(&mut self) -> f64 {
        let steps = self.of(&[2.0, 3.0, 4.0, 7.0, 1000.0]);
        (1 + self.roll(1000)) as f64 / (10.0 * steps)
    }

    fn who(&mut self) -> Who {
        let activity = self.of(&[Activity::Light, Activity::Moderate, Activity::Heavy]);
        let age_years = u8::try_from(15 + self.roll(35)).expect("fits");
        let stage = match self.roll(4) {
            0 => return Who::Adult,
            1 => Stage::Pregnant { trimester: self.of(&TRIMESTERS).0, age_years, activity },
            2 => Stage::Lactating {
                from_six_months: self.roll(2) == 0,
                age_years,
                activity,
                menses_returned: self.of(&[None, Some(true), Some(false)]),
            },
            _ => Stage::Child {
                age_months: u8::try_from(6 + self.roll(55)).expect("fits"),
                sex: self.of(&SEXES).0,
                breastfed: self.roll(2) == 0,
            },
        };
        let mut person = Person::new(stage).expect("in the tables");
        person.edition = self.of(&[Edition::Y2016, Edition::Y2026]);
        person.iron = self.of(&[None, Some(IronAbsorption::Ten), Some(IronAbsorption::Fifteen)]);
        person.zinc = self.of(&[ZincAbsorption::Poor, ZincAbsorption::Moderate, ZincAbsorption::Good]);
        Who::Person(person)
    }

    fn plan(&mut self, eaters: usize, days: usize, dishes: usize) -> Plan {
        let ids: Vec<String> =
            nep_core::foods::Database::bundled().dishes().iter().map(|dish| dish.id.clone()).collect();
        let eaters: Vec<Eater> = (1..=eaters).map(|id| Eater { id: id.to_string(), who: self.who() }).collect();
        let mut day = || {
            let meal = |dice: &mut Self, meal| {
                let mut dish = || {
                    let portions = (0..eaters.len())
                        .map(|eater| Portion {
                            eater,
                            servings: dice.amount(),
                            share: dice.of(&[Share::Whole, Share::Unseasoned]),
                        })
                        .collect();
                    let changes = match dice.roll(8) {
                        0 => vec![Change { out: FoodCode(1004), into: FoodCode(1005), grams: dice.amount() }],
                        _ => Vec::new(),
                    };
                    PlanDish { dish: dice.of(&ids), changes, portions }
                };
                PlanMeal { meal, dishes: (0..dishes).map(|_| dish()).collect() }
            };
            PlanDay { meals: MEALS[..5].iter().map(|(which, _)| meal(self, *which)).collect() }
        };
        let days = (0..days).map(|_| day()).collect();
        Plan { region: Region::Central, eaters, days }
    }
}

#[test]
fn any_plan_comes_back_as_it_was() {
    let mut dice = Dice(20_261_122);
    for round in 0..400 {
        let (eaters, days, dishes) = (1 + dice.roll(5), 1 + dice.roll(3), dice.roll(5));
        let plan = dice.plan(eaters, days, dishes);
        let avoid = Avoid {
            vegetarian: dice.roll(2) == 0,
            allergens: (0..dice.roll(3)).map(|_| dice.of(Allergen::ALL)).collect(),
            foods: (0..dice.roll(3))
                .map(|_| FoodCode(1000 + u32::try_from(dice.roll(90_000)).expect("fits")))
                .collect(),
            dishes: (0..dice.roll(3)).map(|_| dice.of(&["sup-lo", "ca-kho-nghe"]).to_owned()).collect(),
        };
        let home = (0..dice.roll(3)).map(|at| FoodCode(1004 + u32::try_from(at).expect("fits"))).collect();
        let house = House { avoid, home };
        let code = write(&plan, &house);
        assert_eq!(read(&code), Ok((plan, house)), "round {round}: {code}");
    }
}

#[test]
fn two_weeks_of_four_people_fit_an_address_and_a_day_of_one_is_short() {
    let mut dice = Dice(7);
    let mut weeks = dice.plan(4, 14, 4);
    let mut day = dice.plan(1, 1, 3);
    // Portions as people serve them: quarters.
    for plan in [&mut weeks, &mut day] {
        let dishes = plan.days.iter_mut().flat_map(|day| &mut day.meals).flat_map(|meal| &mut meal.dishes);
        for portion in dishes.flat_map(|dish| &mut dish.portions) {
            portion.servings = ((portion.servings * 4.0).round() / 4.0).clamp(0.25, 5.0);
        }
    }
    let (weeks, day) = (write(&weeks, &House::default()).len(), write(&day, &House::default()).len());
    assert!(weeks < 20 * 1024, "{weeks} bytes");
    assert!(day < 500, "{day} bytes");
}

#[test]
fn only_what_an_address_keeps_as_it_is_stands_in_the_text() {
    let code = write(
        &Dice(3).plan(4, 2, 3),
        &House { avoid: Avoid { dishes: vec!["sup-lo".into()], ..Avoid::default() }, home: vec![FoodCode(1004)] },
    );
    assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"~_,.:-".contains(&byte)), "{code}");
}

#[test]
fn each_fault_is_named() {
    let faulty = |code: &str| read(code).expect_err(code);
    let unreadable = |code: &str, part: &str, text: &str| match faulty(code) {
        Fault::Unreadable { part: found, text: shown } => {
            assert_eq!((found, shown.as_str()), (part, text), "{code}")
        }
        other => panic!("{code}: {other:?}"),
    };
    assert_eq!(faulty(&DAY[..DAY.len() - 1]), Fault::CutShort);
    assert_eq!(faulty(&DAY[..40]), Fault::CutShort);
    assert_eq!(faulty("2~north~a~b~z"), Fault::OtherVersion);
    assert_eq!(faulty(&"1~".repeat(LONGEST)), Fault::TooLong);
    assert_eq!(faulty("1~north~c5.u.b~b~z"), Fault::UnderSixMonths);
    assert!(read("1~north~c6.u.b~b~z").is_ok());
    assert_eq!(faulty("1~north~c61.u.b~b~z"), Fault::Age(NotInTables::ChildAge { months: 61, max: 60 }));
    assert!(matches!(faulty("1~north~p1.14.m~b~z"), Fault::Age(NotInTables::WomanAge { years: 14, .. })));
    assert_eq!(faulty("1~north~a~b_b~z"), Fault::Twice { text: "b".into() });
    assert_eq!(faulty("1~north~a~b,pho:1:0x1~z"), Fault::Twice { text: "0x1".into() });
    assert_eq!(faulty(&format!("1~north~a{}~z", "~b".repeat(15))), Fault::TooMany { what: "days", most: 14 });
    assert!(read(&format!("1~north~a{}~z", "~b".repeat(14))).is_ok());
    assert_eq!(faulty(&format!("1~north~a{}~b~z", "_a".repeat(12))), Fault::TooMany { what: "people", most: 12 });
    assert_eq!(faulty(&format!("1~north~a~b{}~z", ",pho:1".repeat(25))), Fault::TooMany { what: "dishes", most: 24 });
    unreadable("", "plan", "");
    unreadable("1~west~a~b~z", "region", "west");
    unreadable("1~north~a~z", "day", "");
    unreadable("1~north~x~b~z", "person", "x");
    for avoided in
        ["x", "x_", "x_w", "xv", "x_vv", "x_f", "x_f-1", "x_h", "x_hgao", "x_f99999999999", "x_dPhở", "x_ạ", "x_asnow"]
    {
        let code = format!("1~north~a~{avoided}~b~z");
        assert!(matches!(faulty(&code), Fault::Unreadable { part: "avoid", .. }), "{code}");
    }
    let many = format!("1~north~a~x{}~b~z", "_v".repeat(2049));
    assert_eq!(faulty(&many), Fault::TooMany { what: "avoided", most: 2048 });
    assert!(read(&format!("1~north~a~x{}~b~z", "_v".repeat(2048))).is_ok());
    unreadable("1~north~p2.25~b~z", "person", "p2.25");
    unreadable("1~north~p2.+25.m~b~z", "person", "p2.+25.m");
    unreadable("1~north~c18.f.b.zg.i10~b~z", "person", "c18.f.b.zg.i10");
    unreadable("1~north~a~lunch~z", "meal", "lunch");
    unreadable("1~north~a~b,Phở:1~z", "dish", "Phở:1");
    for portion in
        ["0", "-1", "1e3", "inf", "nan", "101", "1.", ".5", "1x1", "1.0.0", "1u2", "", "0000000000000000000000001"]
    {
        unreadable(&format!("1~north~a~b,pho:{portion}~z"), "portion", &shown(portion));
    }
    for change in ["s1-2", "s1-2-3-4", "s-2-3", "s1-2-00", "s1-2-10001", "sa-b-3"] {
        unreadable(&format!("1~north~a~b,pho:1:{change}~z"), "change", change);
    }
}

#[test]
fn no_text_makes_it_panic_and_every_fault_has_its_sentence() {
    let mut dice = Dice(11);
    let letters: Vec<char> = "1~north_a,b:c18.f.u-sxz0957é\u{0}%&\"<".chars().collect();
    for _ in 0..20_000 {
        let mut text: Vec<char> = FAMILY.chars().collect();
        for _ in 0..1 + dice.roll(3) {
            let at = dice.roll(text.len());
            match dice.roll(3) {
                0 => text[at] = dice.of(&letters),
                1 => drop(text.remove(at)),
                _ => text.insert(at, dice.of(&letters)),
            }
        }
        if let Err(fault) = read(&text.into_iter().collect::<String>()) {
            for language in Language::ALL {
                let said = fault.say(Words::of(language));
                assert!(!said.starts_with("plan-code") && said.len() < 300, "{said}");
            }
        }
    }
}
