//! What makes an own dish unsafe for those it is cooked for: said before everything else.

use maud::{Markup, html};
use nep_core::foods::{Database, FoodCode, Stage};
use nep_core::menu::{self, Danger, Table};

use crate::icons;
use crate::notebook::KeptDish;
use crate::pages::View;
use crate::pages::menu::{food_name, lower_first, need};

/// The rules of safety that the dish breaks; `None` for a dish that no table takes.
pub fn dangers(dish: &KeptDish) -> Option<Vec<Danger>> {
    let own = dish.for_the_table();
    let table = Table::bundled().with_dish(&own).ok()?;
    Some(menu::dangers(&table, table.dish(&own.id)?))
}

/// Each danger with its foods, for whom, and the row it is printed in; `title` says what became of the dish.
pub fn note(view: &View, dangers: &[Danger], title: &str) -> Markup {
    let words = view.words;
    html! {
        div.note.gac role="alert" {
            (icons::OCTAGON_ALERT)
            div.stack-s {
                p.bb { (words.get(title)) }
                ul.stack-s {
                    @for Danger { finding, stages } in dangers {
                        li {
                            @let rule = need::name(words, finding.rule);
                            @let whom = whom(view, stages);
                            // What the dish itself is, raw, names no food.
                            @if finding.foods.is_empty() { (words.with("own-unsafe-dish", &[("rule", &rule), ("whom", &whom)])) }
                            @else {
                                @let foods = foods(view, &finding.foods);
                                (words.with("own-unsafe", &[("foods", &foods), ("rule", &lower_first(&rule)), ("whom", &whom)]))
                            }
                            @if let Some(source) = finding.sources.last() {
                                " " a.t-xs href=(need::address(source.place)) { (words.get("source-row")) }
                            }
                        }
                    }
                }
                p { (words.get("own-unsafe-mend")) }
            }
        }
    }
}

fn foods(view: &View, codes: &[FoodCode]) -> String {
    let names = codes.iter().filter_map(|code| Database::bundled().food(*code)).map(|food| food_name(view, food));
    names.collect::<Vec<_>>().join(", ")
}

/// `mẹ bầu, mẹ cho con bú`, `bé 7–8 tháng`: the stages of women are one each.
fn whom(view: &View, stages: &[Stage]) -> String {
    let mut names: Vec<String> = Vec::new();
    for stage in stages {
        let id = match stage {
            Stage::PregnantT1 | Stage::PregnantT2 | Stage::PregnantT3 => "eater-pregnant".to_owned(),
            Stage::Lactating0To6 | Stage::Lactating6To12 => "eater-lactating".to_owned(),
            child => format!("stage-{}", child.code()),
        };
        let name = lower_first(&view.words.get(&id));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
