//! The assessment as JSON, and in words.
//!
//! In the JSON a figure that cannot be given is `null`, and `reasons` holds its path with the reason's code.

use nep_core::growth::Reference;
use nep_core::pregnancy::{
    Assessment, BmiClass, Case, Clue, Missing, Range, Severity, Standing, Verdict, danger_signs, gain_chart, naegele,
};
use serde_json::{Map, Value, json};

use crate::i18n::Words;
use crate::pregnancy_words::{self as say, Reader};

/// Figures with the reasons of those that are missing.
#[derive(Default)]
struct Answer {
    reasons: Map<String, Value>,
}

impl Answer {
    fn or_reason<T>(&mut self, path: &str, figure: Result<T, Missing>, show: impl FnOnce(T) -> Value) -> Value {
        match figure {
            Ok(figure) => show(figure),
            Err(why) => {
                self.reasons.insert(path.to_owned(), why.code().into());
                Value::Null
            }
        }
    }

    fn standing(&mut self, name: &str, standing: &Standing) -> Value {
        let total = standing.recommendation.as_ref().map(|rule| rule.total).map_err(|why| *why);
        let mut kg = |field: &str, range: Result<Range, Missing>, pick: fn(Range) -> f64| {
            self.or_reason(&format!("{name}.{field}"), range, |range| rounded(pick(range), 3))
        };
        let mut out = json!({
            "low_kg": kg("low_kg", standing.range, |range| range.low),
            "high_kg": kg("high_kg", standing.range, |range| range.high),
            "total_low_kg": kg("total_low_kg", total, |range| range.low),
            "total_high_kg": kg("total_high_kg", total, |range| range.high),
        });
        let path = |field: &str| format!("{name}.{field}");
        out["tolerance_kg"] = self.or_reason(&path("tolerance_kg"), standing.tolerance, |kg| rounded(kg, 3));
        out["verdict"] = self.or_reason(&path("verdict"), standing.verdict, verdict);
        out["source"] = json!(standing.recommendation.as_ref().ok().map(|rule| rule.source));
        out
    }
}

fn verdict(verdict: Verdict) -> Value {
    json!(verdict)
}

/// A number with so many decimals.
fn rounded(value: f64, decimals: i32) -> Value {
    let factor = 10_f64.powi(decimals);
    json!((value * factor).round() / factor)
}

const fn class_code(class: BmiClass) -> &'static str {
    match class {
        BmiClass::Underweight => "underweight",
        BmiClass::Normal => "normal",
        BmiClass::Overweight => "overweight",
        BmiClass::Obese => "obese",
    }
}

/// The whole assessment.
pub(super) fn json(seen: &Assessment) -> Value {
    let mut answer = Answer::default();
    let dating = seen.dating.as_ref().map_err(|why| *why);
    let monthly = seen.monthly.and_then(|interval| interval.monthly_kg());
    let mut out = json!({
        "gestational_age_days": answer.or_reason("gestational_age_days", seen.age, |age| json!(age.days())),
        "trimester": answer.or_reason("trimester", seen.age, |age| json!(age.trimester().number())),
        "due_date": answer.or_reason("due_date", dating, |dating| json!(dating.due_date)),
        "dating_method": answer.or_reason("dating_method", dating, |dating| json!(dating.method)),
        "dating": dating.ok(),
        "bmi": answer.or_reason("bmi", seen.bmi, |bmi| rounded(bmi.get(), 4)),
        "bmi_class": answer.or_reason("bmi_class", seen.bmi, |bmi| json!(class_code(bmi.vietnamese_class()))),
        "bmi_is_proxy": answer.or_reason("bmi_is_proxy", seen.bmi, |bmi| json!(bmi.is_proxy())),
        "iom_bmi_class": answer.or_reason("iom_bmi_class", seen.bmi, |bmi| json!(class_code(bmi.iom_class()))),
        "gain_kg": answer.or_reason("gain_kg", seen.gain_kg, |gain| rounded(gain, 3)),
        "gain_z_intergrowth": answer.or_reason("gain_z_intergrowth", seen.gain_z, |z| rounded(z, 4)),
        "vn776": answer.standing("vn776", &seen.vietnam),
        "iom2009": answer.standing("iom2009", &seen.iom),
        "monthly_gain_kg": answer.or_reason("monthly_gain_kg", monthly, |kg| rounded(kg, 4)),
        "monthly_gain_days": answer.or_reason("monthly_gain_days", seen.monthly, |interval| json!(interval.days)),
        "monthly_verdict": answer.or_reason("monthly_verdict", seen.monthly_verdict, verdict),
        "alerts": seen.alerts,
        "remarks": seen.remarks,
        "danger_signs": danger_signs().iter().map(|sign| sign.code).collect::<Vec<_>>(),
        "supplements": seen.supplements,
        "next_visits": seen.next_visits,
        "sources": seen.sources,
    });
    out["reasons"] = Value::Object(answer.reasons);
    out
}

/// The assessment as a health worker reads it, danger signs first.
pub(super) fn text(case: &Case, seen: &Assessment, words: &Words) -> String {
    let reader = Reader::Worker;
    let (now, later): (Vec<_>, Vec<_>) = seen.alerts.iter().partition(|alert| alert.severity == Severity::GoNow);
    let mut out: Vec<String> = now.iter().map(|alert| say::alert(words, alert, reader)).collect();
    out.push(say::go_now(words, reader));
    out.extend(danger_signs().iter().map(|sign| format!("  - {}", say::danger_sign(words, sign.code))));
    list(&mut out, words, "alerts", later.iter().map(|alert| say::alert(words, alert, reader)));
    out.push(String::new());
    dates(&mut out, case, seen, words);
    body(&mut out, seen, words);
    let chart = gain_chart(case, seen);
    if !chart.points.is_empty() {
        list(&mut out, words, "weighings", say::chart(words, &chart).into_iter());
    }
    list(&mut out, words, "remarks", seen.remarks.iter().map(|remark| say::remark(words, remark, reader)));
    list(&mut out, words, "supplements", seen.supplements.iter().map(|row| say::supplement(words, row, reader)));
    list(&mut out, words, "visits", seen.next_visits.iter().map(|next| say::visit(words, next)));
    list(&mut out, words, "sources", seen.sources.iter().map(source));
    out.join("\n") + "\n"
}

fn list(out: &mut Vec<String>, words: &Words, label: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.map(|line| format!("  - {line}")).peekable();
    if lines.peek().is_some() {
        out.push(String::new());
        out.push(words.get(&format!("pregnancy-label-{label}")));
        out.extend(lines);
    }
}

fn source(row: &Reference) -> String {
    format!("{} ({}:{}, {})", row.source, row.file, row.line, row.confidence.code())
}

fn none(words: &Words, what: &str, why: Missing) -> String {
    let what = words.get(&format!("pregnancy-label-{what}"));
    words.with("pregnancy-none", &[("what", &what), ("reason", &say::missing(words, why))])
}

fn dates(out: &mut Vec<String>, case: &Case, seen: &Assessment, words: &Words) {
    match (&seen.dating, seen.age) {
        (Ok(dating), Ok(age)) => {
            let trimester = words.get(&format!("pregnancy-trimester-{}", age.trimester().number()));
            let shown = [("age", say::age(words, age)), ("trimester", trimester)];
            out.push(words.with("pregnancy-counted", &[(shown[0].0, &shown[0].1), (shown[1].0, &shown[1].1)]));
            let due = say::day(dating.due_date);
            out.push(words.with("pregnancy-due", &[("date", &due)]));
            let method = words.get(&format!("pregnancy-method-{}", method_code(dating.method)));
            out.push(words.with("pregnancy-method", &[("method", &method)]));
            let period = case.clues.last_period.filter(|_| matches!(dating.method, Clue::Lmp | Clue::LunarLmp));
            let by_rule = period.and_then(|period| naegele(period.date)).filter(|by_rule| *by_rule != dating.due_date);
            if let Some(by_rule) = by_rule {
                out.push(words.with("pregnancy-naegele", &[("naegele", &say::day(by_rule)), ("due", &due)]));
            }
        }
        (Err(why), _) => out.push(none(words, "about", *why)),
        (_, Err(why)) => out.push(none(words, "about", why)),
    }
}

const fn method_code(clue: Clue) -> &'static str {
    match clue {
        Clue::Lmp => "lmp",
        Clue::LunarLmp => "lunar_lmp",
        Clue::DueDate => "due_date",
        Clue::Ultrasound => "ultrasound",
        Clue::EmbryoTransfer => "embryo_transfer",
        Clue::Insemination => "insemination",
    }
}

fn body(out: &mut Vec<String>, seen: &Assessment, words: &Words) {
    let language = words.language();
    let kg = |value: f64| say::short(language, value, 2);
    out.push(match seen.bmi {
        Ok(bmi) => {
            let class = words.get(&format!("pregnancy-bmi-{}", class_code(bmi.vietnamese_class())));
            words.with("pregnancy-bmi", &[("bmi", &say::bmi(language, bmi.get())), ("class", &class)])
        }
        Err(why) => none(words, "bmi", why),
    });
    out.push(match seen.gain_kg {
        Ok(gain) if gain < 0.0 => words.with("pregnancy-lost", &[("lost", &kg(-gain))]),
        Ok(gain) => words.with("pregnancy-gained", &[("gain", &kg(gain))]),
        Err(why) => none(words, "gain", why),
    });
    for (name, standing) in [("vn776", &seen.vietnam), ("iom2009", &seen.iom)] {
        out.push(against(name, standing, seen.gain_kg.ok(), words));
    }
    if let Ok((interval, monthly)) = seen.monthly.and_then(|interval| Ok((interval, interval.monthly_kg()?))) {
        let (gain, days) = (interval.gain_kg, interval.days.to_string());
        out.push(if gain < 0.0 {
            words.with("pregnancy-monthly-lost", &[("lost", &kg(-gain)), ("days", &days)])
        } else {
            let arguments = [("monthly", say::monthly(language, monthly)), ("gain", kg(gain)), ("days", days)];
            words.with("pregnancy-monthly", &arguments.each_ref().map(|(name, text)| (*name, text.as_str())))
        });
    }
    if let Ok(z) = seen.gain_z {
        out.push(words.with("pregnancy-gain-z", &[("z", &language.decimal(z, 2))]));
    }
}

fn against(name: &str, standing: &Standing, gain: Option<f64>, words: &Words) -> String {
    let standard = words.get(&format!("pregnancy-standard-{name}"));
    let rule = match &standing.recommendation {
        Ok(rule) => rule,
        Err(why) => {
            let reason = say::missing(words, *why);
            return words.with("pregnancy-none", &[("what", &standard), ("reason", &reason)]);
        }
    };
    let total = say::range(words, rule.total);
    match standing.range {
        Ok(range) => {
            let verdict = say::verdict(words, standing.verdict);
            let range = say::range_beside(words, range, gain);
            let arguments =
                [("standard", standard.as_str()), ("range", &range), ("total", &total), ("verdict", &verdict)];
            words.with("pregnancy-band", &arguments)
        }
        Err(why) => {
            let reason = say::missing(words, why);
            words.with("pregnancy-total-only", &[("standard", &standard), ("total", &total), ("reason", &reason)])
        }
    }
}
