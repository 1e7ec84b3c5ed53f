//! What the address asks of the bank, and which menus answer. Facts of a menu are worked out once and kept.

use std::sync::OnceLock;

use nep_core::foods::{
    Allergen, Database, Flag, FoodCode, Meal as MealKind, Menu, Region, Role, Season, Stage, Theme, fold,
};
use nep_core::nutrition::balance::Overall;

use super::model::{self, Day, Meal};
use crate::pages::View;

/// Upper ends of price offered, in đồng.
pub(super) const PRICES: [(&str, u32); 5] =
    [("30000", 30_000), ("50000", 50_000), ("75000", 75_000), ("100000", 100_000), ("125000", 125_000)];
pub(super) const AUDIENCES: [&str; 3] = ["pregnant", "lactating", "child"];
/// Foods at home that are read.
const MOST_FOODS: usize = 40;
/// Letters of a dish's name that are read.
const LONGEST_NAME: usize = 60;

/// What the form asks, in its order; the first four are the ministry's.
pub(super) const NAMES: [&str; 8] = ["for", "region", "meal", "price", "theme", "month", "free", "dish"];

/// What the address asks of the bank. A value that is not in the list is told and left out.
#[derive(Clone, Default)]
pub(super) struct Filter {
    pub who: Option<&'static str>,
    pub region: Option<Region>,
    pub meal: Option<MealKind>,
    pub price: Option<(&'static str, u32)>,
    pub theme: Option<Theme>,
    /// Month, 1–12, in which everything is in season.
    pub month: Option<u8>,
    /// What nothing may hold.
    pub free: Vec<Allergen>,
    /// Part of a dish's name, as typed.
    pub dish: String,
    /// Foods at home: they rank, they leave nothing out.
    pub have: Vec<FoodCode>,
    pub bad: Vec<String>,
}

impl Filter {
    pub(super) fn read(view: &View) -> Self {
        let mut filter = Self::default();
        let stages = Stage::ALL.iter().map(|stage| stage.code());
        for typed in view.all("free").filter(|typed| !typed.is_empty()) {
            match Allergen::from_code(typed) {
                Some(allergen) if !filter.free.contains(&allergen) => filter.free.push(allergen),
                Some(_) => {}
                None => filter.bad.push(typed.to_owned()),
            }
        }
        for name in NAMES.into_iter().filter(|name| *name != "free") {
            let Some(typed) = view.query(name) else { continue };
            let known = match name {
                "for" => {
                    filter.who = stages.clone().chain(AUDIENCES).find(|code| *code == typed);
                    filter.who.is_some()
                }
                "region" => {
                    filter.region = Region::from_code(typed);
                    filter.region.is_some()
                }
                "meal" => {
                    filter.meal = MealKind::from_code(typed);
                    filter.meal.is_some()
                }
                "price" => {
                    filter.price = PRICES.into_iter().find(|(code, _)| *code == typed);
                    filter.price.is_some()
                }
                "theme" => {
                    filter.theme = Theme::from_code(typed);
                    filter.theme.is_some()
                }
                "month" => {
                    filter.month = typed.parse().ok().filter(|month| (1..=12).contains(month));
                    filter.month.is_some()
                }
                _ => {
                    filter.dish = typed.chars().take(LONGEST_NAME).collect();
                    true
                }
            };
            if !known {
                filter.bad.push(typed.to_owned());
            }
        }
        for typed in view.all("have") {
            let food = typed.parse().ok().and_then(|code| Database::bundled().food(FoodCode(code)));
            match food {
                Some(food) if filter.have.len() < MOST_FOODS && !filter.have.contains(&food.code) => {
                    filter.have.push(food.code);
                }
                Some(_) => {}
                None => filter.bad.push(typed.to_owned()),
            }
        }
        filter
    }

    /// The menus that answer, those made most of what is at home first.
    pub(super) fn menus(&self) -> Vec<&'static Entry> {
        let mut found: Vec<&Entry> = entries().iter().filter(|entry| self.fits(entry)).collect();
        if !self.have.is_empty() {
            let key = |entry: &&Entry| std::cmp::Reverse(entry.at_home(self).permille());
            found.sort_by_cached_key(key);
        }
        found
    }

    /// How many menus answer.
    pub(super) fn count(&self) -> usize {
        entries().iter().filter(|entry| self.fits(entry)).count()
    }

    /// Menus that are not shown to these people, because something in them is not safe for them.
    pub(super) fn hidden(&self) -> usize {
        entries().iter().filter(|entry| self.is_for(entry.menu) && entry.is_unsafe()).count()
    }

    /// Whether the menu is offered: what is unsafe for whom it is made never is.
    fn fits(&self, entry: &Entry) -> bool {
        let mut facts = entry.shown(self.meal).peekable();
        self.is_for(entry.menu)
            && !entry.is_unsafe()
            && facts.peek().is_some()
            && self.theme.is_none_or(|theme| entry.menu.theme == theme)
            && self.price.is_none_or(|(_, most)| entry.vnd(self.meal) < f64::from(most))
            && entry
                .shown(self.meal)
                .all(|meal| meal.is_free_of(&self.free) && self.month.is_none_or(|month| meal.is_in_season(month)))
            && (self.dish.is_empty() || facts.any(|meal| meal.names(&self.dish)))
    }

    fn is_for(&self, menu: &Menu) -> bool {
        let (stage, audience) = (menu.stage.code(), menu.stage.audience().code());
        self.who.is_none_or(|who| who == stage || who == audience)
            && self.region.is_none_or(|region| menu.region == region)
    }

    /// The same without one of its conditions.
    pub(super) fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        match name {
            "for" => other.who = None,
            "region" => other.region = None,
            "meal" => other.meal = None,
            "price" => other.price = None,
            "theme" => other.theme = None,
            "month" => other.month = None,
            "free" => other.free.clear(),
            _ => other.dish.clear(),
        }
        other
    }

    /// What is asked under `name`, as people say it.
    pub(super) fn word(&self, view: &View, name: &str) -> Option<String> {
        let words = view.words;
        match name {
            "for" => self.who.map(|who| who_word(view, who)),
            "region" => self.region.map(|region| words.get(&format!("region-{}", region.code()))),
            "meal" => self.meal.map(|meal| words.get(&format!("meal-{}", meal.code()))),
            "price" => self.price.map(|(_, most)| price_word(view, most)),
            "theme" => self.theme.map(|theme| words.get(&format!("menus-theme-{}", theme.code()))),
            "month" => self.month.map(|month| words.with("menus-in-month", &[("month", &month.to_string())])),
            "free" => Some(allergens(view, &self.free)).filter(|named| !named.is_empty()),
            _ => Some(self.dish.clone()).filter(|dish| !dish.is_empty()),
        }
    }

    /// Whether more is asked than the first four.
    pub(super) fn asks_more(&self) -> bool {
        self.theme.is_some()
            || self.month.is_some()
            || !self.free.is_empty()
            || !self.dish.is_empty()
            || !self.have.is_empty()
    }
}

pub(super) fn who_word(view: &View, who: &str) -> String {
    let id = if AUDIENCES.contains(&who) { format!("audience-{who}") } else { format!("stage-{who}") };
    view.words.get(&id)
}

pub(super) fn price_word(view: &View, most: u32) -> String {
    view.words.with("menus-under", &[("price", &view.language().decimal(f64::from(most), 0))])
}

/// Their names: `sữa, trứng`.
fn allergens(view: &View, named: &[Allergen]) -> String {
    let name = |allergen: &Allergen| view.words.get(&format!("allergen-{}", allergen.code()));
    named.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A menu of the bank with what filters ask about it.
pub(super) struct Entry {
    pub menu: &'static Menu,
    pub day: &'static Day,
    meals: Vec<Facts>,
}

/// One of its meals.
struct Facts {
    kind: MealKind,
    /// What its dishes are made of, without seasoning; each once.
    foods: Vec<FoodCode>,
    /// What its dishes hold.
    allergens: Vec<Allergen>,
    /// Months in which something it is made of is out of season; bit 0 is January.
    out_of_season: u16,
    /// Names of its dishes without marks, a space before each word.
    names: String,
}

/// How much of a menu is at home.
#[derive(Clone, Copy)]
pub(super) struct AtHome {
    pub here: usize,
    pub of: usize,
}

impl AtHome {
    fn permille(self) -> usize {
        self.here * 1000 / self.of.max(1)
    }
}

impl Facts {
    fn of(meal: &Meal, region: Region) -> Self {
        let mut facts =
            Self { kind: meal.kind, foods: Vec::new(), allergens: Vec::new(), out_of_season: 0, names: String::new() };
        for served in &meal.served {
            facts.allergens.extend(Database::bundled().allergens(served.dish));
            for name in [&served.dish.name_vi, &served.dish.name_en] {
                for word in fold(name).split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
                    facts.names.push(' ');
                    facts.names.push_str(word);
                }
                facts.names.push('\n');
            }
            for part in served.dish.ingredients.iter().filter(|part| matches!(part.role, Role::Main | Role::Secondary))
            {
                let Some(food) = Database::bundled().food(part.food).filter(|food| !food.is(Flag::BreastMilk)) else {
                    continue;
                };
                if !facts.foods.contains(&part.food) {
                    facts.foods.push(part.food);
                }
                let out = |month: &u8| food.season(region, *month) == Some(Season::OutOfSeason);
                facts.out_of_season |= (1..=12).filter(out).fold(0, |months, month| months | 1 << (month - 1));
            }
        }
        facts
    }

    fn is_free_of(&self, allergens: &[Allergen]) -> bool {
        !allergens.iter().any(|allergen| self.allergens.contains(allergen))
    }

    fn is_in_season(&self, month: u8) -> bool {
        self.out_of_season >> (month - 1) & 1 == 0
    }

    /// Whether one dish's name has a word beginning with each word typed.
    fn names(&self, typed: &str) -> bool {
        let typed = fold(typed);
        let asked: Vec<String> = typed.split_whitespace().map(|word| format!(" {word}")).collect();
        self.names.lines().any(|name| asked.iter().all(|word| name.contains(word.as_str())))
    }
}

impl Entry {
    pub(super) fn is_unsafe(&self) -> bool {
        self.day.overall == Overall::Unsafe
    }

    fn shown(&self, meal: Option<MealKind>) -> impl Iterator<Item = &Facts> {
        self.meals.iter().filter(move |facts| meal.is_none_or(|meal| facts.kind == meal))
    }

    fn vnd(&self, meal: Option<MealKind>) -> f64 {
        shown(self.day, meal).map(|meal| meal.vnd).sum()
    }

    /// How many of its foods are at home.
    pub(super) fn at_home(&self, filter: &Filter) -> AtHome {
        let mut foods: Vec<FoodCode> = Vec::new();
        for food in self.shown(filter.meal).flat_map(|facts| &facts.foods) {
            if !foods.contains(food) {
                foods.push(*food);
            }
        }
        AtHome { here: foods.iter().filter(|food| filter.have.contains(food)).count(), of: foods.len() }
    }
}

/// The meals a card speaks of: the one asked for, or all.
pub(super) fn shown(day: &Day, meal: Option<MealKind>) -> impl Iterator<Item = &Meal> {
    day.meals.iter().filter(move |served| meal.is_none_or(|meal| served.kind == meal))
}

/// Every menu of the bank with its facts; worked out once.
pub(super) fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let entry = |(menu, day): &'static (&'static Menu, Day)| Entry {
            menu,
            day,
            meals: day.meals.iter().map(|meal| Facts::of(meal, menu.region)).collect(),
        };
        model::bank().iter().map(entry).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_region_and_meal_of_the_bank_has_a_menu() {
        for stage in Stage::ALL.iter().map(|stage| stage.code()) {
            for region in Region::ALL.iter().copied() {
                for meal in MealKind::ALL.iter().copied().map(Some).chain([None]) {
                    let filter = Filter { who: Some(stage), region: Some(region), meal, ..Filter::default() };
                    assert!(filter.count() > 0, "{stage} {region:?} {meal:?}");
                }
            }
        }
    }

    #[test]
    fn a_dish_is_found_without_marks_in_both_languages() {
        let menus = |dish: &str| Filter { dish: dish.to_owned(), ..Filter::default() }.count();
        assert!(menus("canh cua") > 0);
        assert_eq!(menus("canh cua"), menus("Canh CUA"));
        assert!(menus("cháo") > 0 && menus("porridge") > 0);
        assert_eq!(menus("không có món này"), 0);
    }

    #[test]
    fn a_menu_free_of_an_allergen_has_no_dish_that_holds_it() {
        for allergen in Allergen::ALL.iter().copied() {
            let filter = Filter { free: vec![allergen], ..Filter::default() };
            for entry in filter.menus() {
                let dishes = entry.day.meals.iter().flat_map(|meal| &meal.served).map(|served| served.dish);
                for dish in dishes {
                    assert!(!Database::bundled().allergens(dish).contains(&allergen), "{}: {}", entry.menu.id, dish.id);
                }
            }
        }
    }

    #[test]
    fn what_is_at_home_ranks_and_leaves_nothing_out() {
        let all = Filter::default();
        let have: Vec<FoodCode> = entries()[0].meals[0].foods.clone();
        let ranked = Filter { have, ..Filter::default() };
        assert_eq!(ranked.count(), all.count());
        let shares: Vec<usize> = ranked.menus().iter().map(|entry| entry.at_home(&ranked).permille()).collect();
        assert!(shares[0] > 0 && shares.windows(2).all(|pair| pair[0] >= pair[1]));
    }
}
