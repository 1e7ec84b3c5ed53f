//! The rules of `data/guidelines/balance-2026/balance.tsv`, asked of one person's day.

use std::collections::{BTreeMap, BTreeSet};

use super::day::{Day, Sum};
use super::needs::{Figure, Need, Needs};
use super::tsv::{Row, rows};
use super::who::{Who, Words as _};

/// One rule's answer.
#[derive(Clone, Debug)]
pub struct Finding {
    /// As the table names it.
    pub rule: String,
    /// Line of its row.
    pub line: u64,
    /// What was found.
    pub value: Option<f64>,
    /// Limits.
    pub low: Option<f64>,
    /// Limits.
    pub high: Option<f64>,
    /// `ok`, `short`, `over`, `unknown`, `needs_supplement`.
    pub verdict: &'static str,
    /// `hard`, `goal`, `inform`.
    pub kind: String,
}

/// The tables the rules are asked of.
#[derive(Debug)]
pub struct Rules {
    limits: Vec<Row>,
    needs: Needs,
    feeding: Vec<Row>,
}

/// Rules on a subject: its name in the requirement table, and whether it is a share or a ratio.
const NEEDED: [(&str, &str); 25] = [
    ("calcium", "calcium"),
    ("iron", "iron"),
    ("zinc", "zinc"),
    ("vitamin_a", "vitamin_a"),
    ("vitamin_c", "vitamin_c"),
    ("thiamin", "vitamin_b1"),
    ("riboflavin", "vitamin_b2"),
    ("niacin_equivalents", "vitamin_b3"),
    ("vitamin_b6", "vitamin_b6"),
    ("folate", "folate"),
    ("vitamin_b12", "vitamin_b12"),
    ("vitamin_d", "vitamin_d"),
    ("vitamin_e", "vitamin_e"),
    ("vitamin_k", "vitamin_k"),
    ("pantothenic_acid", "vitamin_b5"),
    ("biotin", "biotin"),
    ("choline", "choline"),
    ("iodine", "iodine"),
    ("magnesium", "magnesium"),
    ("phosphorus", "phosphorus"),
    ("selenium", "selenium"),
    ("copper", "copper"),
    ("manganese", "manganese"),
    ("potassium", "potassium"),
    ("fibre", "fibre"),
];

/// The requirement table's name of a nutrient line's subject.
fn printed_name(subject: &str) -> &str {
    match subject {
        "retinol" => "vitamin_a_preformed",
        "free_sugars" | "salt" | "sodium" | "energy" | "protein" | "fat" | "carbohydrate" | "epa_dha" => subject,
        _ => NEEDED.iter().find(|(code, _)| *code == subject).map_or(subject, |(_, printed)| printed),
    }
}

struct Asked<'a> {
    rules: &'a Rules,
    who: Who,
    day: &'a Day<'a>,
    milk: bool,
    enough: f64,
    enough_of_limit: f64,
}

impl Rules {
    /// Reads the tables.
    #[must_use]
    pub fn read() -> Self {
        Self {
            limits: rows("guidelines/balance-2026/balance.tsv"),
            needs: Needs::read(),
            feeding: rows("guidelines/feeding-2026/feeding_by_age.tsv"),
        }
    }

    fn limit(&self, rule: &str, who: &Who, milk: bool) -> Option<&Row> {
        self.limits.iter().find(|row| row.text("rule") == rule && who.is_of(row.text("group"), milk))
    }

    /// The person with her class of iron absorption, as the day's meat, fish and vitamin C make it.
    #[must_use]
    pub fn with_iron(&self, who: &Who, day: &Day<'_>) -> Who {
        let over = |rule: &str, value: f64| {
            self.limit(rule, who, false).and_then(|row| row.number("high")).is_some_and(|high| value > high)
        };
        let meat = day.grams(|part| [7, 8].contains(&part.food.group));
        let fifteen = over("iron_class_meat", meat) || over("iron_class_vitamin_c", day.of("vitamin_c").amount);
        Who { iron_15: if who.iron_known { who.iron_15 } else { fifteen }, ..who.clone() }
    }

    /// What a nutrient line prints as need and as limit.
    #[must_use]
    pub fn line(&self, who: &Who, subject: &str) -> (Option<f64>, Option<f64>) {
        let need = self.needs.of(who, printed_name(subject), false, false);
        let only_limited = ["sodium", "salt", "free_sugars"].contains(&subject);
        let least = need.least().filter(|_| !only_limited);
        (least.map(|figure| figure.value), need.upper.or(need.high).map(|figure| figure.value))
    }

    /// The rule on liver over seven days, that day among them; told where it is passed or passing it would be unsafe.
    #[must_use]
    pub fn liver(&self, who: &Who, day: &Day<'_>, week: usize) -> Option<Finding> {
        let row = self.limit("liver_week", who, false).filter(|_| day.liver_dishes() > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "a handful of dishes")]
        let count = week as f64;
        let high = row.number("high");
        let verdict = verdict(count, None, high);
        let kind = if row.confidence() == 2 { "inform" } else { row.text("kind") };
        let finding = Finding {
            rule: "liver_week".to_owned(),
            line: row.line,
            value: Some(count),
            low: None,
            high,
            verdict,
            kind: kind.to_owned(),
        };
        (kind == "hard" || verdict == "over").then_some(finding)
    }

    /// Every rule that is for this person.
    #[must_use]
    pub fn ask(&self, who: &Who, day: &Day<'_>) -> Vec<Finding> {
        let share =
            |rule: &str| self.limit(rule, who, false).and_then(|row| row.number("low")).unwrap_or(100.0) / 100.0;
        let asked = Asked {
            rules: self,
            who: self.with_iron(who, day),
            day,
            milk: day.records_milk(),
            enough: share("known_share"),
            enough_of_limit: share("known_share_of_limit"),
        };
        let mut found = asked.safety();
        found.extend(asked.energy());
        found.extend(asked.quality());
        found.extend(asked.nutrients());
        found.extend(asked.groups());
        found
    }
}

const SAME: f64 = 1e-9;

fn verdict(value: f64, low: Option<f64>, high: Option<f64>) -> &'static str {
    let near = |limit: f64| SAME * limit.abs().max(1.0);
    if high.is_some_and(|high| value > high + near(high)) {
        "over"
    } else if low.is_some_and(|low| value < low - near(low)) {
        "short"
    } else {
        "ok"
    }
}

impl Asked<'_> {
    fn row(&self, rule: &str) -> Option<&Row> {
        self.rules.limit(rule, &self.who, self.milk)
    }

    /// The diet holds breast milk of which the menu says nothing.
    fn milk_missing(&self) -> bool {
        self.who.nurses() && !self.milk
    }

    fn need(&self, row: &Row, nutrient: &str, share: bool, better: bool) -> Need {
        if row.text("limit") == "rni" {
            self.rules.needs.of(&self.who, nutrient, share, better)
        } else {
            Need::default()
        }
    }

    fn finding(&self, row: &Row, low: Option<Figure>, high: Option<Figure>) -> Finding {
        let here = row.text("limit") == "here";
        let least_sure = [low, high].into_iter().flatten().map(|figure| figure.confidence).max().unwrap_or(0);
        let informs = row.confidence().max(least_sure) == 2;
        Finding {
            rule: row.text("rule").to_owned(),
            line: row.line,
            value: None,
            low: low.map(|figure| figure.value).or(row.number("low").filter(|_| here)),
            high: high.map(|figure| figure.value).or(row.number("high").filter(|_| here)),
            verdict: "unknown",
            kind: if informs { "inform" } else { row.text("kind") }.to_owned(),
        }
    }

    fn sum(&self, row: &Row, sum: Sum, low: Option<Figure>, high: Option<Figure>) -> Finding {
        let mut finding = self.finding(row, low, high);
        finding.value = Some(sum.amount);
        finding.verdict = match verdict(sum.amount, finding.low, finding.high) {
            "short" if sum.known < self.enough || self.milk_missing() => "unknown",
            "ok" if finding.high.is_some() && sum.known < self.enough => {
                let carried_over = verdict(sum.amount / sum.known, None, finding.high);
                if sum.known >= self.enough_of_limit && carried_over == "ok" { "ok" } else { "unknown" }
            }
            other => other,
        };
        finding
    }

    fn ratio(&self, row: &Row, part: Sum, whole: Sum, factor: f64, need: Need) -> Finding {
        let mut finding = self.finding(row, need.least(), need.high);
        let known = part.known.min(whole.known);
        let value = factor * part.amount / whole.amount;
        let told = whole.amount > 0.0;
        finding.value = (told && known > 0.0).then_some(value);
        if told && known >= self.enough && !self.milk_missing() {
            finding.verdict = verdict(value, finding.low, finding.high);
        }
        finding
    }

    fn safety(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let months = self.who.months;
        let made_for =
            |dish: &super::bank::Dish| dish.months.zip(months).is_some_and(|((first, _), months)| first <= months);
        let count = |fits: &dyn Fn(&super::day::Served<'_>) -> bool| {
            self.day.served.iter().filter(|served| fits(served)).map(|served| served.id).collect::<BTreeSet<_>>().len()
        };
        let shared = |served: &super::day::Served<'_>| {
            let from = served.dish.shared_from.zip(months);
            (served.unseasoned || !served.dish.seasoned_later) && from.is_some_and(|(from, months)| from <= months)
        };
        let counts = [
            ("dish_too_old", count(&|served| served.dish.months.is_some() && !made_for(served.dish))),
            ("dish_of_the_family", count(&|served| served.dish.months.is_none() && !shared(served))),
            ("dish_with_care", count(&|served| made_for(served.dish) && served.dish.flags.contains("choking"))),
        ];
        for (rule, count) in counts {
            if let Some(row) = self.row(rule) {
                let mut finding = self.finding(row, None, None);
                #[expect(clippy::cast_precision_loss, reason = "a handful of dishes")]
                let count = count as f64;
                finding.value = Some(count);
                finding.verdict = verdict(count, finding.low, finding.high);
                found.push(finding);
            }
        }
        let rules: BTreeSet<&str> =
            self.rules.limits.iter().map(|row| row.text("rule")).filter(|rule| rule.starts_with("unsafe_")).collect();
        for (rule, row) in rules.into_iter().filter_map(|rule| Some((rule, self.row(rule)?))) {
            let hazard = rule.trim_start_matches("unsafe_");
            let mut finding = self.finding(row, None, None);
            let grams = self.day.grams(|part| part.hazards.contains(hazard));
            finding.value = Some(grams);
            finding.verdict = verdict(grams, finding.low, finding.high);
            found.push(finding);
        }
        found
    }

    fn energy(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let whole = self.rules.needs.of(&self.who, "energy", false, false).recommended;
        let feeding = self
            .rules
            .feeding
            .iter()
            .find(|row| (row.whole("age_from_months")..=row.whole("age_to_months")).contains(&self.who.months));
        let from_food = feeding.filter(|_| self.who.nurses()).and_then(|row| {
            Some(Figure { value: row.number("energy_from_food_breastfed_kcal")?, confidence: row.confidence() })
        });
        let milk = |part: &super::day::Part<'_>| part.food.flags.contains("breast_milk");
        let kcal = |part: &super::day::Part<'_>| part.food.composition.get("energy").copied();
        let (all, food) = (self.day.sum(kcal), self.day.sum_of(|part| !milk(part), kcal));
        for (rule, from) in
            [("energy", from_food), ("energy_with_breast_milk", None), ("room_for_breast_milk", from_food)]
        {
            let (Some(row), Some(whole)) = (self.row(rule), whole) else { continue };
            let (need, eaten) = from.map_or((whole, all), |from| (from, food));
            let mut finding = self.finding(row, Some(need), None);
            let percent = |column: &str| row.number(column).map(|percent| need.value * percent / 100.0);
            (finding.low, finding.high) = (percent("low"), percent("high"));
            finding.value = Some(eaten.amount);
            finding.verdict = match verdict(eaten.amount, finding.low, finding.high) {
                "over" => "over",
                _ if eaten.known < self.enough => "unknown",
                other => other,
            };
            if rule == "energy_with_breast_milk" && self.milk_missing() && finding.verdict != "over" {
                (finding.value, finding.verdict) = (None, "unknown");
            }
            found.push(finding);
        }
        let three = self.day.kcal_of_three();
        for (rule, nutrient, kcal) in
            [("protein_share", "protein", 4.0), ("fat_share", "fat", 9.0), ("carbohydrate_share", "carbohydrate", 4.0)]
        {
            if let Some(row) = self.row(rule) {
                // Shares are ranges: what is recommended in grams is another rule.
                let need = Need { recommended: None, ..self.need(row, nutrient, true, false) };
                found.push(self.ratio(row, self.day.of(nutrient).times(kcal), three, 100.0, need));
            }
        }
        for (index, meal) in self.day.meals.iter().enumerate() {
            let kind = if meal.starts_with("snack") { "snack" } else { meal };
            if let Some(row) = self.row(&format!("meal_share_{kind}")) {
                let served = self.day.sum_of(|part| part.meal == index, kcal);
                found.push(self.ratio(row, Sum { known: all.known, ..served }, all, 100.0, Need::default()));
            }
        }
        found
    }

    fn quality(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let three = self.day.kcal_of_three();
        if let Some(row) = self.row("protein") {
            let need = self.need(row, "protein", false, false).recommended;
            found.push(self.sum(row, self.day.of("protein"), need, None));
        }
        if let Some(row) = self.row("animal_protein_share") {
            let animal = self.day.sum(|part| {
                part.food.composition.get("protein").map(|protein| if part.food.animal { *protein } else { 0.0 })
            });
            let need = self.need(row, "protein_animal_share", true, false);
            found.push(self.ratio(row, animal, self.day.of("protein"), 100.0, need));
        }
        for (rule, nutrient, printed) in [
            ("saturated_fat_share", "saturated_fat", "saturated_fat"),
            ("trans_fat_share", "trans_fat", "trans_fat"),
            ("linoleic_share", "linoleic_acid", "linoleic_acid"),
            ("alpha_linolenic_share", "alpha_linolenic_acid", "alpha_linolenic_acid"),
        ] {
            if let Some(row) = self.row(rule) {
                let need = self.need(row, printed, true, false);
                if row.text("limit") == "here" || need.least().is_some() || need.high.is_some() {
                    found.push(self.ratio(row, self.day.of(nutrient).times(9.0), three, 100.0, need));
                }
            }
        }
        if let Some(row) = self.row("epa_dha") {
            let need = self.need(row, "epa_dha", false, false).least();
            found.extend(need.map(|need| self.sum(row, self.day.subject("epa_dha").expect("a sum"), Some(need), None)));
        }
        if let Some(row) = self.row("calcium_phosphorus") {
            let need = self.need(row, "ca_p_ratio", true, false);
            found.push(self.ratio(row, self.day.of("calcium"), self.day.of("phosphorus"), 1.0, need));
        }
        if let Some(row) = self.row("salt") {
            let high = self.need(row, "salt", false, false).high;
            found.push(self.sum(row, self.day.subject("salt").expect("a sum"), None, high));
        }
        for (rule, better) in [("free_sugars", false), ("free_sugars_better", true)] {
            let Some(row) = self.row(rule) else { continue };
            let sugars = self.day.free_sugars();
            let high = self.need(row, "free_sugars", true, better).high;
            let share = || {
                let amount = if three.amount > 0.0 { 400.0 * sugars.amount / three.amount } else { 0.0 };
                Sum { amount, known: sugars.known.min(three.known) }
            };
            found.push(self.sum(row, if row.text("unit") == "g" { sugars } else { share() }, None, high));
        }
        found
    }

    fn nutrients(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (rule, printed) in NEEDED {
            let Some(row) = self.row(rule) else { continue };
            let Some(need) = self.need(row, printed, false, false).least() else { continue };
            let mut finding = self.sum(row, self.day.subject(rule).expect("a sum"), Some(need), None);
            let tablet = self.who.stage.starts_with("pregnant") || self.who.months.is_some_and(|months| months < 12);
            if rule == "iron" && tablet && ["short", "unknown"].contains(&finding.verdict) {
                finding.verdict = "needs_supplement";
            }
            found.push(finding);
        }
        let uppers: BTreeSet<&str> =
            self.rules.limits.iter().map(|row| row.text("rule")).filter(|rule| rule.starts_with("upper_")).collect();
        for (rule, row) in uppers.into_iter().filter_map(|rule| Some((rule, self.row(rule)?))) {
            let subject = rule.trim_start_matches("upper_");
            let Some(upper) = self.need(row, printed_name(subject), false, false).upper else { continue };
            let finding = self.sum(row, self.day.subject(subject).expect("a sum"), None, Some(upper));
            // Of a limit that only informs nothing is said unless it is passed.
            if finding.kind != "inform" || finding.verdict == "over" {
                found.push(finding);
            }
        }
        found
    }

    /// Grams of each food group, seasonings and oil left out.
    fn grams_by_group(&self) -> BTreeMap<&str, f64> {
        let mut grams = BTreeMap::new();
        for part in self.day.parts.iter().filter(|part| !part.seasoning) {
            let group = if self.who.months.is_some() { &part.food.iycf } else { &part.food.mddw };
            if !group.is_empty() {
                *grams.entry(group.as_str()).or_default() += part.grams;
            }
        }
        grams
    }

    fn groups(&self) -> Option<Finding> {
        let row = self.row("food_groups")?;
        let least = self.row("food_group_minimum").and_then(|row| row.number("low")).unwrap_or(0.0);
        let groups = self.grams_by_group();
        let mut count = groups.values().filter(|grams| **grams >= least).count();
        count += usize::from(self.milk_missing());
        let mut finding = self.finding(row, None, None);
        #[expect(clippy::cast_precision_loss, reason = "at most ten")]
        let count = count as f64;
        finding.value = Some(count);
        finding.verdict = verdict(count, finding.low, finding.high);
        Some(finding)
    }
}
