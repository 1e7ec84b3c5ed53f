//! The four forms.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Allergen, Audience, Database, Dish, Meal, MealKind, Region};
use nep_core::menu::build::Wish;

use super::answers::{ASKED_MEALS, Answers, MOST_DAYS, MOST_PEOPLE, STEPS};
use super::people::{ACTIVITIES, Kind, Row};
use super::request::{against, request};
use super::wish::{self, COMMON_DISLIKES, Dislike, Favourite};
use crate::icons::{self, Icon};
use crate::pages::controls::{Text, chip, fault, faults_note, finder, text};
use crate::pages::input::Wrong;
use crate::pages::menu::{dish_name, food_name, lower_first};
use crate::pages::{Page, Tab, View};

/// The stylesheet of these pages.
pub(super) const SHEETS: &[&str] = &["build.css"];

/// The form of a step.
const FORM: &str = "wizard";

/// The page of a step. `onward`: the leaf was pressed, so that what is still empty is told too.
pub fn page(view: &View, answers: &mut Answers, step: u8, onward: bool) -> Response {
    let words = view.words;
    if onward {
        for row in answers.people.iter_mut().filter(|row| row.is_unsaid()) {
            row.count.refuse(Wrong::new("input-required"));
        }
    }
    let faults = if onward { answers.faults(step) } else { 0 };
    let fields = match step {
        1 => who(view, answers, onward),
        2 => money_and_stock(view, answers, onward),
        3 => likes(view, answers, onward),
        _ => meals(view, answers, onward),
    };
    let last = step == STEPS;
    let enter = if matches!(step, 2 | 3) { "find" } else { "next" };
    let body = html! {
        form.sec.first.stack.narrow.wizard id=(FORM) method="get" action={ "/build/" (step) } novalidate {
            // The first button is what Enter presses.
            button type="submit" name="go" value=(enter) hidden {}
            @for (name, value) in answers.kept(step) { input type="hidden" name=(name) value=(value); }
            (grains(view, step))
            (faults_note(view, faults))
            (fields)
            button.btn.pri type="submit" name="go" value="next" {
                @if last { (icons::UTENSILS) (words.get("build-make")) } @else { (words.get("build-next")) (icons::ARROW_RIGHT) }
            }
        }
    };
    // From the first step one leaves; from the others what was typed goes along.
    let back = if step == 1 { "/menus".to_owned() } else { format!("/build/{}", step - 1) };
    Page {
        title: words.get(&format!("build-title-{step}")),
        back: Some(back),
        back_sends: (step > 1).then_some((FORM, enter)),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        entry: true,
        ..Page::default()
    }
    .respond(view)
}

/// How far one is, in grains of rice.
pub fn grains(view: &View, step: u8) -> Markup {
    let (at, of) = (step.to_string(), STEPS.to_string());
    html! {
        p.row.t-s.i2.steps-at {
            svg viewBox="0 0 104 12" aria-hidden="true" {
                @for grain in 0..STEPS {
                    ellipse.on[grain < step] cx=(u32::from(grain) * 26 + 12) cy="6" rx="11" ry="4.4" {}
                }
            }
            (view.words.with("build-step", &[("step", &at), ("of", &of)]))
        }
    }
}

fn kind_icon(kind: Kind) -> Icon {
    match kind {
        Kind::Pregnant => icons::PREGNANCY,
        Kind::Lactating => icons::HEART_PULSE,
        Kind::Child => icons::BABY,
        Kind::Adult => icons::PERSON_STANDING,
    }
}

/// Step 1: who eats.
fn who(view: &View, answers: &Answers, onward: bool) -> Markup {
    let words = view.words;
    html! {
        @if answers.people.is_empty() { p.i2 { (words.get("build-who-lead")) } }
        @if let (true, Some(why)) = (onward && answers.people.iter().all(|row| row.faults() == 0), answers.nobody()) {
            p.err role="alert" { (icons::TRIANGLE_ALERT) span { (words.get(why)) } }
        }
        @for (index, row) in answers.people.iter().enumerate() { (person(view, index, row)) }
        @if answers.people.len() < MOST_PEOPLE {
            div role="group" aria-labelledby="add" {
                p.b id="add" { (words.get(if answers.people.is_empty() { "build-add-first" } else { "build-add" })) }
                div.adds {
                    @for kind in Kind::ALL {
                        button.btn.sec.sm type="submit" name="add" value=(kind.code()) {
                            (kind_icon(kind)) (words.get(&format!("build-kind-{}", kind.code())))
                        }
                    }
                }
            }
        }
    }
}

fn person(view: &View, index: usize, row: &Row) -> Markup {
    let words = view.words;
    let named = |letter: &str| format!("{letter}{index}");
    let kind = row.kind;
    let title = words.get(&format!("build-kind-{}", kind.code()));
    let count = |label: &str, unit: &str, hint: &str| {
        let (label, unit) = (words.get(label), words.get(unit));
        let hint = if hint.is_empty() { String::new() } else { words.get(hint) };
        let name = named("n");
        text(
            view,
            Text { name: &name, label: &label, unit: &unit, hint: &hint, keyboard: "numeric", ..Text::default() },
            &row.count,
        )
    };
    let select = |letter: &str, label: &str, options: &[(&str, &str, bool)]| {
        html! {
            label.f {
                span.lb { (words.get(label)) }
                select name=(named(letter)) {
                    @for (value, id, chosen) in options { option value=(value) selected[*chosen] { (words.get(id)) } }
                }
            }
        }
    };
    html! {
        fieldset.card.p.person id={ "person-" (index + 1) } {
            legend.sr { (title) }
            input type="hidden" name=(named("k")) value=(kind.code());
            div.row {
                span.lead.leafc { (kind_icon(kind)) }
                span.b.grow aria-hidden="true" { (title) }
                button.ib type="submit" name="drop" value=(index) aria-label=(words.with("build-drop", &[("who", &lower_first(&title))])) { (icons::X) }
            }
            @match kind {
                Kind::Pregnant | Kind::Lactating => {
                    @if kind == Kind::Pregnant { (count("build-weeks", "build-unit-weeks", "build-weeks-hint")) }
                    @else { (count("build-months-after", "build-unit-months", "")) }
                    details.more open[row.years.wrong().is_some()] {
                        summary { (words.get("build-more-about-her")) (icons::CHEVRON_DOWN) }
                        div.fields {
                            (text(view, Text { name: &named("y"), label: &words.get("build-years"), unit: &words.get("build-unit-years"),
                                keyboard: "numeric", placeholder: "25", ..Text::default() }, &row.years))
                            @let options: Vec<(&str, &str, bool)> = ACTIVITIES.iter()
                                .map(|(code, activity)| (*code, activity_id(code), *activity == row.activity)).collect();
                            (select("a", "menu-activity", &options))
                        }
                    }
                }
                Kind::Child => {
                    (count("build-months", "build-unit-months", "build-months-hint"))
                    @if row.is_under_six_months() {
                        p.note.leafc { (icons::HEART_PULSE) span { (words.get("build-breast-milk-only")) } }
                    } @else {
                        div.fields {
                            (select("m", "menu-breastfed", &[
                                ("", "build-by-age", row.breastfed.is_none()),
                                ("yes", "menu-yes", row.breastfed == Some(true)),
                                ("no", "menu-no", row.breastfed == Some(false)),
                            ]))
                            (select("s", "menu-sex", &[
                                ("", "menu-sex-unknown", row.sex.is_none()),
                                ("f", "menu-sex-girl", row.sex == Some(nep_core::growth::Sex::Girl)),
                                ("m", "menu-sex-boy", row.sex == Some(nep_core::growth::Sex::Boy)),
                            ]))
                        }
                    }
                }
                Kind::Adult => { p.t-s.i2 { (words.get("build-adult-line")) } }
            }
        }
    }
}

fn activity_id(code: &str) -> &'static str {
    match code {
        "light" => "menu-activity-light",
        "heavy" => "menu-activity-heavy",
        _ => "menu-activity-moderate",
    }
}

/// Step 2: money, region, month, and what is in the kitchen.
fn money_and_stock(view: &View, answers: &Answers, onward: bool) -> Markup {
    let words = view.words;
    let database = Database::bundled();
    let typed = view.query("find").unwrap_or_default();
    let found: Vec<_> = if typed.is_empty() {
        wish::common_foods(answers.region).iter().filter_map(|code| database.food(*code)).collect()
    } else {
        wish::foods_called(typed)
    };
    let region = answers.region;
    html! {
        (text(view, Text { name: "budget", label: &words.get("build-budget"), unit: "đ", hint: &words.get("build-budget-hint"),
            keyboard: "numeric", placeholder: "60.000", ..Text::default() }, &answers.budget))
        fieldset.f {
            legend { (words.get("menus-region")) }
            div.opts {
                @for code in Region::ALL {
                    label.opt {
                        input type="radio" name="region" value=(code.code()) checked[*code == region];
                        span { (words.get(&format!("region-{}", code.code()))) }
                    }
                }
            }
        }
        label.f {
            span.lb { (words.get("build-month")) }
            select name="month" {
                option value="any" selected[answers.month.is_none()] { (words.get("build-any-month")) }
                @for month in 1..=12_u8 {
                    option value=(month) selected[answers.month == Some(month)] { (words.with("build-month-of", &[("month", &month.to_string())])) }
                }
            }
        }
        fieldset.f {
            legend { (words.get("build-home")) }
            @if !answers.home.is_empty() {
                div.chips {
                    @for food in answers.home.iter().filter_map(|code| database.food(*code)) {
                        (chip("home", &food.code.to_string(), food_name(view, food), true))
                    }
                }
            }
            (finder(view, "/build/2", "find", "build-home-find", typed, onward && !typed.is_empty()))
            div.chips id="found-find" {
                @for food in found.iter().filter(|food| !answers.home.contains(&food.code)) {
                    (chip("home", &food.code.to_string(), food_name(view, food), false))
                }
                @if found.is_empty() { p.t-s.i2 { (words.with("build-no-food", &[("typed", typed)])) } }
            }
        }
    }
}

/// Whether something was looked for and nothing found for it has been taken: not to be lost by going on.
pub fn is_choosing(view: &View, answers: &Answers, step: u8) -> bool {
    let typed = |name: &str| view.query(name).unwrap_or_default();
    match step {
        2 => {
            !typed("find").is_empty()
                && !wish::foods_called(typed("find")).iter().any(|food| answers.home.contains(&food.code))
        }
        3 => {
            let disliked = typed("find").is_empty()
                || Dislike::meant(typed("find")).iter().any(|found| answers.dislikes.contains(found));
            let dishes = wish::dishes_called(typed("dish"), &answers.table, is_eaten(answers));
            let liked = typed("dish").is_empty()
                || dishes.iter().any(|found| answers.favourites.iter().any(|known| known.dish == found.id));
            !disliked || !liked
        }
        _ => false,
    }
}

/// Step 3: what is not eaten, what is liked.
fn likes(view: &View, answers: &Answers, onward: bool) -> Markup {
    let words = view.words;
    let (typed, dish) = (view.query("find").unwrap_or_default(), view.query("dish").unwrap_or_default());
    let found: Vec<Dislike> = if typed.is_empty() {
        COMMON_DISLIKES.iter().filter_map(|word| Dislike::read(word)).collect()
    } else {
        Dislike::meant(typed)
    };
    let dishes = wish::dishes_called(dish, &answers.table, is_eaten(answers));
    let asked = request(answers);
    html! {
        fieldset.f {
            legend { (words.get("build-no")) }
            @if !answers.dislikes.is_empty() {
                div.chips { @for dislike in &answers.dislikes { (dislike_chip(view, dislike, true)) } }
            }
            (finder(view, "/build/3", "find", "build-no-find", typed, onward && !typed.is_empty()))
            div.chips id="found-find" {
                @for dislike in found.iter().filter(|dislike| !answers.dislikes.contains(dislike)) { (dislike_chip(view, dislike, false)) }
                @if found.is_empty() { p.t-s.i2 { (words.with("build-no-food", &[("typed", typed)])) } }
            }
        }
        (allergies(view, answers))
        fieldset.f {
            legend { (words.get("build-way")) }
            div.chips { (chip("veg", "1", &words.get("build-vegetarian"), answers.vegetarian)) }
        }
        fieldset.f {
            legend { (words.get("build-fav")) }
            @if !answers.favourites.is_empty() {
                div.chips {
                    @for favourite in &answers.favourites {
                        @if let Some(dish) = favourite.dish(&answers.table) {
                            (chip("fav", &favourite.code(), &favourite_word(view, favourite, &dish_name(view, dish)), true))
                        }
                    }
                }
            }
            @for (dish, wish) in against(answers) {
                p.err { (icons::TRIANGLE_ALERT) span { (words.with("build-fav-against", &[("dish", &dish_name(view, dish)), ("why", &words.get(why(wish)))])) } }
            }
            (finder(view, "/build/3", "dish", "build-fav-find", dish, onward && !dish.is_empty()))
            div.stack-s id="found-dish" {
                @for dish in &dishes {
                    div.card.p.fav {
                        p.b {
                            (dish_name(view, dish))
                            @if answers.table.is_own(&dish.id) { " " span.tag { (icons::BOWL.small()) (words.get("own-dish-tag")) } }
                        }
                        @if let Some(wish) = asked.not_eaten(Database::bundled(), dish) { p.t-s.i2 { (words.get(why(wish))) } }
                        @else {
                            div.chips {
                                @for favourite in choices(&dish.id, &dish.meals, &answers.meals).into_iter().filter(|choice| !answers.favourites.contains(choice)) {
                                    (chip("fav", &favourite.code(), &favourite_meal(view, &favourite), false))
                                }
                            }
                        }
                    }
                }
                @if !dish.is_empty() && dishes.is_empty() { p.t-s.i2 { (words.with("build-no-dish", &[("typed", dish)])) } }
            }
        }
    }
}

/// Why a dish cannot stand beside another wish.
const fn why(wish: Wish) -> &'static str {
    match wish {
        Wish::Allergens => "build-fav-allergen",
        Wish::Vegetarian => "build-fav-meat",
        Wish::Dislikes | Wish::Budget | Wish::Fixed => "build-fav-disliked",
    }
}

/// Foods that make somebody ill.
fn allergies(view: &View, answers: &Answers) -> Markup {
    let words = view.words;
    html! {
        fieldset.f {
            legend { (words.get("build-allergy")) }
            span.hint { (words.get("build-allergy-hint")) }
            div.chips {
                @for allergen in Allergen::ALL.iter().copied() {
                    (chip("free", allergen.code(), &words.get(&format!("allergen-{}", allergen.code())), answers.free_of.contains(&allergen)))
                }
            }
        }
    }
}

fn dislike_chip(view: &View, dislike: &Dislike, chosen: bool) -> Markup {
    let word = match dislike {
        Dislike::Food(code) => {
            Database::bundled().food(*code).map_or_else(String::new, |food| lower_first(food_name(view, food)))
        }
        Dislike::Word(word) => {
            let count = dislike.foods().len().to_string();
            view.words.with("build-word-foods", &[("word", word), ("count", &count)])
        }
    };
    chip("no", &dislike.code(), &word, chosen)
}

/// The meals of the plan that a dish suits, and any of them.
fn choices(dish: &str, suits: &[MealKind], meals: &[Meal]) -> Vec<Favourite> {
    let at = meals.iter().filter(|meal| suits.contains(&meal.kind())).map(|meal| Some(*meal));
    std::iter::once(None).chain(at).map(|meal| Favourite { dish: dish.to_owned(), meal }).collect()
}

fn favourite_meal(view: &View, favourite: &Favourite) -> String {
    match favourite.meal {
        Some(meal) => view.words.get(&format!("meal-long-{}", meal.code())),
        None => view.words.get("build-any-meal"),
    }
}

fn favourite_word(view: &View, favourite: &Favourite, name: &str) -> String {
    format!("{name} · {}", favourite_meal(view, favourite))
}

/// Whether a dish is made for somebody who eats.
fn is_eaten(answers: &Answers) -> impl Fn(&Dish) -> bool {
    let rows: Vec<(Kind, Option<u32>)> = answers.eaters().map(|row| (row.kind, row.count.get())).collect();
    move |dish| {
        rows.iter().any(|(kind, count)| {
            let of = |audience| dish.audiences.contains(&audience);
            let of_age = |(first, last): (u32, u32)| count.is_none_or(|months| (first..=last).contains(&months));
            match kind {
                Kind::Lactating => of(Audience::Lactating),
                Kind::Child => of(Audience::Child) && dish.child_months.is_none_or(of_age),
                Kind::Pregnant | Kind::Adult => of(Audience::Pregnant),
            }
        })
    }
}

/// Step 4: which meals, how many days.
fn meals(view: &View, answers: &Answers, onward: bool) -> Markup {
    let words = view.words;
    let none = onward && answers.meals.is_empty();
    html! {
        input type="hidden" name=(ASKED_MEALS) value="1";
        fieldset.f.bad[none] aria-describedby=[none.then_some("meal-err")] {
            legend { (words.get("build-meals")) }
            @if none { (fault(view, "meal", Some(&Wrong::new("build-no-meals")))) }
            div.chips {
                @for meal in Meal::ALL.iter().copied() {
                    (chip("meal", meal.code(), &words.get(&format!("build-meal-{}", meal.code())), answers.meals.contains(&meal)))
                }
            }
        }
        div.f.bad[answers.days.wrong().is_some()] {
            label for="days" { (words.get("build-days")) }
            span.hint { (words.with("build-days-hint", &[("most", &MOST_DAYS.to_string())])) }
            div.stepper {
                button.btn.sec type="submit" name="by" value="less" aria-label=(words.get("build-days-less")) { (icons::MINUS) }
                input.so.num id="days" name="days" type="text" inputmode="numeric" maxlength="3" value=(answers.days.typed)
                    autocomplete="off" aria-invalid=[answers.days.wrong().map(|_| "true")] aria-describedby=[answers.days.wrong().map(|_| "days-err")];
                button.btn.sec type="submit" name="by" value="more" aria-label=(words.get("build-days-more")) { (icons::PLUS) }
            }
            (fault(view, "days", answers.days.wrong()))
        }
        (so_far(view, answers))
    }
}

/// Everything answered, each line leading to its step; what was typed in this one goes along.
fn so_far(view: &View, answers: &Answers) -> Markup {
    html! {
        ul.card.list {
            @for (step, label, answer) in summary(view, answers) {
                li { button.item type="submit" formaction={ "/build/" (step) } name="go" value="back" {
                    span.grow { span.t-s.i3 { (view.words.get(label)) } br; span.b { (answer) } }
                    span.end { (icons::PENCIL.small()) }
                } }
            }
        }
    }
}

/// The answers in words: step, what was asked, the answer.
pub fn summary(view: &View, answers: &Answers) -> Vec<(u8, &'static str, String)> {
    let words = view.words;
    let listed = |items: Vec<String>| if items.is_empty() { words.get("build-none") } else { items.join(", ") };
    let people = answers.people.iter().map(|row| row.name(words));
    let people: Vec<String> =
        people.enumerate().map(|(at, name)| if at == 0 { name } else { lower_first(&name) }).collect();
    let budget = match answers.budget.get() {
        Some(vnd) => words.with("build-budget-day", &[("vnd", &view.language().decimal(f64::from(vnd), 0))]),
        None => words.get("build-no-budget"),
    };
    let food =
        |code| Database::bundled().food(code).map_or_else(String::new, |food| lower_first(food_name(view, food)));
    let home = answers.home.iter().map(|code| food(*code)).collect();
    let mut no: Vec<String> = answers
        .dislikes
        .iter()
        .map(|dislike| match dislike {
            Dislike::Food(code) => food(*code),
            Dislike::Word(word) => word.clone(),
        })
        .collect();
    no.extend(answers.free_of.iter().map(|allergen| lower_first(&words.get(&format!("allergen-{}", allergen.code())))));
    if answers.vegetarian {
        no.push(words.get("build-meat-fish"));
    }
    vec![
        (1, "menus-for", listed(people)),
        (2, "build-money", budget),
        (2, "build-home-short", listed(home)),
        (3, "build-no-short", listed(no)),
    ]
}
