//! Names on the tray: each on a pill at the rim of its vessel, where it hides least.

use super::pack::{Circle, TRAY};

/// Size of the letters, in tray units.
pub(super) const LETTERS: f64 = 13.5;
const HEIGHT: f64 = 22.0;

/// A pill: its middle and its half width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pill {
    pub x: f64,
    pub y: f64,
    pub half: f64,
}

impl Pill {
    pub(super) const HALF_HEIGHT: f64 = HEIGHT / 2.0;

    /// The area this and `other` share.
    fn shared(&self, other: &Self) -> f64 {
        let wide = (self.half + other.half - (self.x - other.x).abs()).clamp(0.0, 2.0 * self.half.min(other.half));
        let high = (HEIGHT - (self.y - other.y).abs()).max(0.0);
        wide * high
    }

    /// The area of this that lies over `circle` drawn with radius `r`, by points on a grid.
    fn over(&self, circle: &Circle, r: f64) -> f64 {
        const ACROSS: u32 = 12;
        const DOWN: u32 = 4;
        let mut inside = 0.0;
        for i in 0..ACROSS {
            for j in 0..DOWN {
                let x = self.x + self.half * (f64::from(2 * i + 1) / f64::from(ACROSS) - 1.0);
                let y = self.y + HEIGHT / 2.0 * (f64::from(2 * j + 1) / f64::from(DOWN) - 1.0);
                if (x - circle.x).hypot(y - circle.y) < r {
                    inside += 1.0;
                }
            }
        }
        inside * (2.0 * self.half * HEIGHT) / f64::from(ACROSS * DOWN)
    }

    /// How far its farthest corner lies from the middle of the tray.
    fn reach(&self) -> f64 {
        (self.x.abs() + self.half).hypot(self.y.abs() + HEIGHT / 2.0)
    }
}

/// Letters an English label has room for.
const MOST_LETTERS: usize = 15;

/// The end of an English name's first part, for a label: `white rice` of "Steamed white rice", `Beef stew` of "Beef stew
/// with carrots". Never cut within a word.
#[must_use]
pub fn english(name: &str) -> &str {
    const ONWARD: [&str; 10] = [" with ", " in ", " of ", " on ", " for ", " from ", " (", ", ", " – ", "; "];
    let end = ONWARD.iter().filter_map(|onward| name.find(onward)).min().unwrap_or(name.len());
    let mut label = &name[..end];
    while label.chars().count() > MOST_LETTERS {
        let Some((_, rest)) = label.split_once(' ') else { break };
        label = rest.strip_prefix("and ").unwrap_or(rest);
    }
    label
}

/// Half the width of a pill that holds `text`.
fn half_width(text: &str) -> f64 {
    let width: f64 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'í' | 'ì' | 'ỉ' | 'ĩ' | 'ị' | 'l' | 't' | 'r' | ' ' | 'f' | '(' | ')' | '.' | ',' => 0.34,
            'm' | 'M' | 'w' | 'ư' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => 0.78,
            letter if letter.is_uppercase() => 0.74,
            _ => 0.6,
        })
        .sum();
    width.mul_add(LETTERS / 2.0, 9.0)
}

/// A pill for each `(vessel, name)`, at the best of eight places around the rim; lower places first when equal.
pub(super) fn place(vessels: &[(Circle, &str)]) -> Vec<Pill> {
    // In eighths of a turn from straight below.
    const TURNS: [f64; 8] = [0.0, 1.0, 7.0, 2.0, 6.0, 3.0, 5.0, 4.0];
    let mut pills: Vec<Pill> = Vec::with_capacity(vessels.len());
    for (circle, name) in vessels {
        let half = half_width(name);
        let mut best: Option<(f64, Pill)> = None;
        for (rank, turn) in TURNS.iter().enumerate() {
            let angle = turn * std::f64::consts::FRAC_PI_4;
            let pill =
                Pill { x: circle.x + angle.sin() * circle.r * 0.92, y: circle.y + angle.cos() * circle.r * 0.92, half };
            let others: f64 = vessels.iter().filter(|(c, _)| c != circle).map(|(c, _)| pill.over(c, c.r)).sum();
            let written: f64 = pills.iter().map(|p| pill.shared(p)).sum();
            let off = (pill.reach() - TRAY).max(0.0);
            #[expect(clippy::cast_precision_loss, reason = "a rank below 8")]
            let cost =
                others * 1.6 + written * 40.0 + pill.over(circle, circle.r * 0.8) + off * 400.0 + rank as f64 * 14.0;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, pill));
            }
        }
        pills.extend(best.map(|(_, pill)| pill));
    }
    pills
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tray::pack::pack;

    #[test]
    fn an_english_label_is_the_end_of_the_names_first_part() {
        for (name, label) in [
            ("Steamed white rice", "white rice"),
            ("Beef stew with carrots", "Beef stew"),
            ("Sweet and sour fish soup", "sour fish soup"),
            ("Watermelon", "Watermelon"),
            ("", ""),
        ] {
            assert_eq!(english(name), label);
        }
        for dish in nep_core::foods::Database::bundled().dishes() {
            let label = english(&dish.name_en);
            assert!(!label.is_empty() && (label.chars().count() <= 20), "{}: {label}", dish.id);
        }
    }

    #[test]
    fn names_of_a_meal_do_not_cover_one_another() {
        let circles = pack(&[464.0, 132.0, 51.0, 54.0, 90.0]);
        let names = ["Cơm", "Tôm rang", "Canh cua", "Đu đủ", "Cơm gạo lứt"];
        let pills = place(&circles.into_iter().zip(names).collect::<Vec<_>>());
        for (index, pill) in pills.iter().enumerate() {
            for other in &pills[index + 1..] {
                assert!(pill.shared(other) < 1.0, "{pill:?} {other:?}");
            }
        }
    }
}
