//! Where the figures of a menu come from: the composition tables its foods' nutrients are printed in, who says what the
//! foods cost, and the documents its rules stand in, each with the rules it is cited for.

use nep_core::foods::{Confidence, Database, Flag, FoodCode, Region, SourceRef};
use nep_core::menu::{Reading, Table};
use nep_core::nutrition::balance::Finding;

use crate::i18n::Words;
use crate::rule_words;

/// What [`Priced::code`] says of a price the household gave.
const OWN: &str = "own";

/// Everything a menu's figures rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MenuSources {
    /// How many foods are in the menu.
    pub foods: usize,
    /// Composition tables, the one that gives most figures first.
    pub printed: Vec<Printed>,
    /// Sources of prices, the one that prices most foods first.
    pub priced: Vec<Priced>,
    /// Documents of rules, in the order the rules come.
    pub ruled: Vec<Ruled>,
}

/// A composition table.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// Its folder below `data/`: `foods/vtn-2007`.
    pub folder: &'static str,
    /// How many foods of the menu have a figure of it.
    pub foods: usize,
    /// How many of their figures stand in it.
    pub figures: usize,
}

/// A source of prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// As `data/dishes/nep-2026/sources.tsv` numbers it; `est` for an estimate, `own` for the household's own price.
    pub code: String,
    /// How many foods it prices.
    pub foods: usize,
    /// A price of it, where one is printed.
    pub place: Option<SourceRef>,
}

/// A document, and what it is cited for.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruled {
    /// As the rows cite it.
    pub document: String,
    /// The least sure of the rules that cite it.
    pub confidence: Confidence,
    /// The rules, each with its row.
    pub rules: Vec<(&'static str, SourceRef)>,
}

impl MenuSources {
    /// The sources of these readings, food by food and rule by rule.
    pub fn of<'a>(table: &Table<'_>, region: Region, readings: impl IntoIterator<Item = &'a Reading>) -> Self {
        let mut found = Self::default();
        let mut foods: Vec<FoodCode> = Vec::new();
        for reading in readings {
            let dishes = reading.meals.iter().flat_map(|meal| &meal.dishes);
            foods.extend(dishes.flat_map(|dish| &dish.ingredients).map(|part| part.food_code));
            for finding in &reading.rules {
                found.rule(finding);
            }
        }
        foods.sort_unstable();
        foods.dedup();
        found.foods = foods.len();
        for code in foods {
            found.food(table, region, code);
        }
        found.printed.sort_by(|a, b| b.figures.cmp(&a.figures).then(a.folder.cmp(b.folder)));
        found.priced.sort_by(|a, b| b.foods.cmp(&a.foods).then_with(|| a.code.cmp(&b.code)));
        found
    }

    fn food(&mut self, table: &Table<'_>, region: Region, code: FoodCode) {
        let Some(food) = table.foods().food(code) else { return };
        let mut folders: Vec<&'static str> = Vec::new();
        for known in &food.nutrients {
            let folder = known.place.source();
            let first = !folders.contains(&folder);
            if first {
                folders.push(folder);
            }
            match self.printed.iter_mut().find(|printed| printed.folder == folder) {
                Some(printed) => {
                    printed.figures += 1;
                    printed.foods += usize::from(first);
                }
                None => self.printed.push(Printed { folder, foods: 1, figures: 1 }),
            }
        }
        let mut price =
            |code: &str, place: Option<SourceRef>| match self.priced.iter_mut().find(|priced| priced.code == code) {
                Some(priced) => priced.foods += 1,
                None => self.priced.push(Priced { code: code.to_owned(), foods: 1, place }),
            };
        // Breast milk is not bought.
        if table.own_price(code).is_some() {
            price(OWN, None);
        } else if let Some(known) = table.foods().price(code, region).filter(|_| !food.is(Flag::BreastMilk)) {
            for source in &known.sources {
                price(source, Some(known.place));
            }
        }
    }

    fn rule(&mut self, finding: &Finding) {
        for source in rule_words::cited(finding) {
            let rule = (finding.rule, source.place);
            match self.ruled.iter_mut().find(|ruled| ruled.document == source.document) {
                Some(ruled) => {
                    ruled.confidence = ruled.confidence.max(finding.confidence);
                    if !ruled.rules.iter().any(|(known, _)| *known == finding.rule) {
                        ruled.rules.push(rule);
                    }
                }
                None => self.ruled.push(Ruled {
                    document: source.document.clone(),
                    confidence: finding.confidence,
                    rules: vec![rule],
                }),
            }
        }
    }
}

impl Printed {
    /// Name, publisher and year of the table.
    #[must_use]
    pub fn title(&self, words: &Words) -> String {
        let id = format!("composition-{}", self.folder.rsplit('/').next().unwrap_or_default());
        match Database::bundled().source(self.folder) {
            Some(source) if !words.has(&id) => format!("{}, {}, {}", source.title, source.publisher, source.year),
            _ => words.get(&id),
        }
    }
}

impl Priced {
    /// Who says so, and when.
    #[must_use]
    pub fn title(&self, words: &Words) -> String {
        words.get(&format!("price-source-{}", self.code))
    }
}

#[cfg(test)]
mod tests {
    use nep_core::menu::{Plan, person_of, read_plan};

    use super::*;
    use crate::i18n::Language;

    #[test]
    fn every_composition_table_and_every_source_of_a_price_has_a_name_in_both_languages() {
        let database = Database::bundled();
        for language in Language::ALL {
            let words = Words::of(language);
            let cells = database.foods().iter().flat_map(|food| &food.nutrients);
            for folder in cells.map(|cell| cell.place.source()) {
                let id = format!("composition-{}", folder.rsplit('/').next().unwrap_or_default());
                assert!(words.has(&id), "{folder}");
            }
            let bought = database
                .prices()
                .iter()
                .filter(|price| database.food(price.food).is_some_and(|food| !food.is(Flag::BreastMilk)));
            for code in bought.flat_map(|price| &price.sources) {
                assert!(words.has(&format!("price-source-{code}")), "{code}");
            }
        }
    }

    #[test]
    fn every_figure_of_every_food_and_every_rule_is_counted_once() {
        let table = Table::bundled();
        let menu = table.foods().menu("pregnant-t2-north-1").expect("a menu of the bank");
        let plan = Plan::of_menu(menu, person_of(menu).expect("of a stage"));
        let days = read_plan(&table, &plan).expect("read");
        let reading = days[0][0].as_ref().expect("a person");
        let found = MenuSources::of(&table, plan.region, [reading]);
        let mut foods: Vec<FoodCode> = reading
            .meals
            .iter()
            .flat_map(|meal| &meal.dishes)
            .flat_map(|dish| &dish.ingredients)
            .map(|p| p.food_code)
            .collect();
        foods.sort_unstable();
        foods.dedup();
        assert_eq!(found.foods, foods.len());
        let figures: usize =
            foods.iter().filter_map(|code| table.foods().food(*code)).map(|food| food.nutrients.len()).sum();
        assert_eq!(found.printed.iter().map(|printed| printed.figures).sum::<usize>(), figures);
        assert_eq!(found.printed[0].folder, "foods/vtn-2007");
        assert!(found.printed.iter().all(|printed| printed.foods <= found.foods));
        for rule in &reading.rules {
            assert!(
                found.ruled.iter().any(|ruled| ruled.rules.iter().any(|(name, _)| *name == rule.rule)),
                "{}",
                rule.rule
            );
        }
        assert!(found.priced.iter().map(|priced| priced.foods).sum::<usize>() > 0);
    }
}
