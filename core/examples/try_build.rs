use nep_core::foods::{Region, Stage};
use nep_core::menu::build::{Request, build};
use nep_core::menu::{Eater, Table, Who, read_plan, usual_person};
use nep_core::nutrition::balance::{Kind, Verdict};
use std::ops::ControlFlow;
fn main() {
    let table = Table::bundled();
    let show = std::env::args().nth(1);
    for &stage in Stage::ALL {
        for &region in Region::ALL {
            for seed in 0..2 {
                let person = usual_person(stage);
                let mut request = Request::plain(vec![Eater { id: "a".into(), who: Who::Person(person) }], region);
                request.seed = seed;
                let start = std::time::Instant::now();
                let found = build(&table, &request, &mut |_| ControlFlow::Continue(()));
                let took = start.elapsed();
                match found {
                    Ok(p) => {
                        let p = &p[0];
                        let r = read_plan(&table, &p.plan).unwrap();
                        let r = r[0][0].as_ref().unwrap();
                        let miss: Vec<String> = r
                            .rules
                            .iter()
                            .filter(|f| {
                                f.kind != Kind::Inform
                                    && f.verdict != Verdict::Ok
                                    && f.verdict != Verdict::NeedsSupplement
                            })
                            .map(|f| {
                                format!(
                                    "{} {:?} {:.1}/{:.1}",
                                    f.rule,
                                    f.verdict,
                                    f.value.unwrap_or(0.0),
                                    f.low.or(f.high).unwrap_or(0.0)
                                )
                            })
                            .collect();
                        println!(
                            "{:15} {:8} {seed} {:>6.0} ms obj {:.5} bound {:.5} gap {:.4} {:?} {} đ {}",
                            stage.code(),
                            region.code(),
                            took.as_secs_f64() * 1e3,
                            p.certificate.objective,
                            p.certificate.bound,
                            p.certificate.gap,
                            r.overall,
                            r.cost.vnd,
                            miss.join("; ")
                        );
                        if show.as_deref() == Some(stage.code()) {
                            for m in &r.meals {
                                println!(
                                    "   {:?} {:.0} kcal: {}",
                                    m.meal,
                                    m.energy.amount,
                                    m.dishes
                                        .iter()
                                        .map(|d| format!("{} ×{:.2}", d.name_vi.clone().unwrap(), d.portion))
                                        .collect::<Vec<_>>()
                                        .join(", ")
                                );
                            }
                        }
                    }
                    Err(e) => println!("{:15} {:8} {e}", stage.code(), region.code()),
                }
            }
        }
    }
}
