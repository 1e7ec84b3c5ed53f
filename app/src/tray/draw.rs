//! Writing a tray as SVG.

use std::f64::consts::TAU;
use std::fmt::Write;

use maud::{Escaper, Markup, PreEscaped};

use super::bit::{Bit, Layer};
use super::label::{self, LETTERS, Pill};
use super::pack::{Circle, pack};
use super::{Dish, Vessel};

/// Most vessels a tray holds; a picture shows the ones with the most energy.
pub const MOST_VESSELS: usize = 14;
/// Bits on a large tray and on a small one: what keeps them under 30 KB and 6 KB.
const HERO_BITS: usize = 360;
const THUMBNAIL_BITS: usize = 36;

/// The large picture of a meal: labels on the vessels, each vessel a link to its dish.
///
/// `title` is what it shows ("Mâm bữa trưa"), `description` the dishes and their energy in words.
#[must_use]
pub fn hero(title: &str, description: &str, dishes: &[Dish<'_>]) -> Markup {
    let shown = most_energy(dishes);
    let circles = pack(&shown.iter().map(|dish| dish.kcal).collect::<Vec<_>>());
    let mut out = String::from(
        "<svg class=\"tray\" viewBox=\"-154 -154 308 310\" focusable=\"false\"><g role=\"img\" aria-label=\"",
    );
    escape(&mut out, title);
    out.push_str("\"><desc>");
    escape(&mut out, description);
    out.push_str("</desc>");
    tray(&mut out, &shown, &circles, HERO_BITS);
    let named: Vec<(Circle, &str)> = circles.iter().copied().zip(shown.iter().map(|dish| dish.short_name)).collect();
    out.push_str("<g class=\"tray-names\">");
    for (pill, (_, name)) in label::place(&named).iter().zip(&named) {
        let (left, top) = (pill.x - pill.half, pill.y - Pill::HALF_HEIGHT);
        let _ = write!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.0}\" rx=\"{:.0}\"/>",
            pill.half * 2.0,
            Pill::HALF_HEIGHT * 2.0,
            Pill::HALF_HEIGHT
        );
        let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{LETTERS}\">", pill.x, pill.y + LETTERS * 0.34);
        escape(&mut out, name);
        out.push_str("</text>");
    }
    out.push_str("</g></g>");
    for (dish, circle) in shown.iter().zip(&circles) {
        out.push_str("<a href=\"");
        escape(&mut out, &dish.link);
        out.push_str("\" aria-label=\"");
        escape(&mut out, dish.name);
        let _ = write!(out, "\"><circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{:.1}\"/></a>", circle.x, circle.y, circle.r);
    }
    out.push_str("</svg>");
    PreEscaped(out)
}

/// A dish's name on a drawn tray.
pub struct Named<'a> {
    /// What is written.
    pub name: &'a str,
    /// Middle of the pill.
    pub x: f64,
    /// Middle of the pill.
    pub y: f64,
    /// Half its width.
    pub half_width: f64,
    /// Half its height.
    pub half_height: f64,
    /// Size of the letters.
    pub letters: f64,
}

/// A tray to be put in a picture, where no page stands around it: its drawing, and its names for whoever writes them.
#[must_use]
pub fn still<'a>(dishes: &[Dish<'a>]) -> (String, Vec<Named<'a>>) {
    let shown = most_energy(dishes);
    let circles = pack(&shown.iter().map(|dish| dish.kcal).collect::<Vec<_>>());
    let mut out = String::new();
    tray(&mut out, &shown, &circles, HERO_BITS);
    let named: Vec<(Circle, &str)> = circles.iter().copied().zip(shown.iter().map(|dish| dish.short_name)).collect();
    let pills = label::place(&named);
    let names = pills.iter().zip(&shown).map(|(pill, dish)| Named {
        name: dish.short_name,
        x: pill.x,
        y: pill.y,
        half_width: pill.half,
        half_height: Pill::HALF_HEIGHT,
        letters: LETTERS,
    });
    (out, names.collect())
}

/// The small picture of a meal or of a day, beside text that says the same.
#[must_use]
pub fn thumbnail(dishes: &[Dish<'_>]) -> Markup {
    let shown = most_energy(dishes);
    let circles = pack(&shown.iter().map(|dish| dish.kcal).collect::<Vec<_>>());
    let mut out =
        String::from("<svg class=\"tray\" viewBox=\"-154 -154 308 310\" aria-hidden=\"true\" focusable=\"false\">");
    tray(&mut out, &shown, &circles, THUMBNAIL_BITS);
    out.push_str("</svg>");
    PreEscaped(out)
}

/// One dish on its banana leaf, for its own page.
#[must_use]
pub fn vessel(title: &str, dish: &Dish<'_>) -> Markup {
    let mut out = String::from("<svg class=\"tray-dish\" viewBox=\"-150 -104 300 214\" role=\"img\" aria-label=\"");
    escape(&mut out, title);
    out.push_str("\"><g transform=\"rotate(-14)\"><g clip-path=\"url(#t-leaf-shape)\"><use href=\"#t-leaf\"/></g></g>");
    put(&mut out, dish, Circle { x: 0.0, y: 0.0, r: 86.0 }, HERO_BITS);
    out.push_str("</svg>");
    PreEscaped(out)
}

/// One dish without a tray, to lead a row of a list.
#[must_use]
pub fn small(dish: &Dish<'_>) -> Markup {
    let mut out =
        String::from("<svg class=\"tray-bowl\" viewBox=\"-52 -52 106 110\" aria-hidden=\"true\" focusable=\"false\">");
    put(&mut out, dish, Circle { x: 0.0, y: 0.0, r: 50.0 }, 12);
    out.push_str("</svg>");
    PreEscaped(out)
}

fn most_energy<'a, 'b>(dishes: &'b [Dish<'a>]) -> Vec<&'b Dish<'a>> {
    let mut shown: Vec<&Dish<'_>> = dishes.iter().collect();
    shown.sort_by(|a, b| b.kcal.total_cmp(&a.kcal));
    shown.truncate(MOST_VESSELS);
    shown
}

fn tray(out: &mut String, dishes: &[&Dish<'_>], circles: &[Circle], most_bits: usize) {
    out.push_str("<use href=\"#t-tray\"/>");
    for (dish, circle) in dishes.iter().zip(circles) {
        put(out, dish, *circle, most_bits / dishes.len().max(1));
    }
}

/// A vessel with its food, in `circle`, with at most `most_bits` bits.
fn put(out: &mut String, dish: &Dish<'_>, circle: Circle, most_bits: usize) {
    let code = dish.vessel.code();
    let (x, y, scale) = (circle.x, circle.y, circle.r / 100.0);
    let colour = surface(dish);
    let _ = write!(
        out,
        "<g transform=\"translate({x:.1} {y:.1})scale({scale:.3})\" color=\"var(--{colour})\"><use href=\"#v-{code}\"/>"
    );
    if dish.vessel != Vessel::Leaf {
        let food = dish.vessel.food();
        let _ = write!(out, "<g clip-path=\"url(#f-{code})\">");
        for bit in strew(dish, food, most_bits) {
            let _ = write!(
                out,
                "<use href=\"#b-{}\" transform=\"translate({:.0} {:.0})rotate({:.0})\"/>",
                bit.kind.code(),
                bit.x,
                bit.y,
                bit.turn
            );
        }
        out.push_str("</g>");
    }
    out.push_str("</g>");
}

/// The colour of the food: its group's; in the sixth, yellow and red vegetables and fruit are not the green of leaves.
fn surface(dish: &Dish<'_>) -> &'static str {
    const GROUPS: [&str; 8] = ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"];
    const RED: [Bit; 6] = [Bit::Papaya, Bit::Mango, Bit::Orange, Bit::Carrot, Bit::Pumpkin, Bit::Tomato];
    match (dish.group, dish.bits.first()) {
        (6, Some((bit, _))) if RED.contains(bit) => "g6r",
        (group, _) => GROUPS[usize::from(group.clamp(1, 8)) - 1],
    }
}

/// A bit in its place, in the vessel's units.
struct Strewn {
    kind: Bit,
    x: f64,
    y: f64,
    turn: f64,
}

/// The bits of `dish` on golden-angle spirals, a spiral for each layer, turned by a hash of the dish's id.
fn strew(dish: &Dish<'_>, food: f64, most: usize) -> Vec<Strewn> {
    const GOLDEN: f64 = TAU * 0.381_966_011_250_105;
    let shown = thinned(&dish.bits, most);
    let mut strewn = Vec::new();
    let mut chance = Chance::new(dish.id);
    for layer in [Layer::Bed, Layer::Small, Layer::Piece, Layer::Garnish] {
        let turn = chance.share() * TAU;
        let kinds: Vec<(Bit, usize)> = shown.iter().copied().filter(|(bit, _)| bit.layer() == layer).collect();
        let sequence = mixed(&kinds);
        #[expect(clippy::cast_precision_loss, reason = "a few dozen bits")]
        for (place, &kind) in sequence.iter().enumerate() {
            let reach = (food - kind.reach() * 0.8).max(0.0);
            let out = if sequence.len() == 1 { 0.0 } else { ((place as f64 + 0.5) / sequence.len() as f64).sqrt() };
            let angle = turn + place as f64 * GOLDEN;
            // The swirl of milk and a whole pudding lie level; everything else lies as it fell.
            let turn = if kind == Bit::Flan { 0.0 } else { chance.share() * 360.0 };
            strewn.push(Strewn { kind, x: angle.cos() * reach * out, y: angle.sin() * reach * out, turn });
        }
    }
    strewn
}

/// At most `most` bits, at least one of each kind: grains and herbs give way before the pieces one tells a dish by.
fn thinned(bits: &[(Bit, u8)], most: usize) -> Vec<(Bit, usize)> {
    let large = |bit: Bit| matches!(bit.layer(), Layer::Bed | Layer::Piece);
    let sum = |wanted: bool| {
        bits.iter().filter(|(bit, _)| large(*bit) == wanted).map(|(_, n)| usize::from(*n)).sum::<usize>()
    };
    let (pieces, small) = (sum(true), sum(false));
    let pieces_shown = pieces.min(if small > 0 { most.div_ceil(2) } else { most });
    let small_shown = small.min(most.saturating_sub(pieces_shown));
    let share = |bit, n: u8| {
        let (shown, of) = if large(bit) { (pieces_shown, pieces) } else { (small_shown, small) };
        (usize::from(n) * shown / of.max(1)).max(1)
    };
    bits.iter().map(|&(bit, n)| (bit, share(bit, n))).collect()
}

/// Each kind as often as its count, spread evenly among the others.
fn mixed(kinds: &[(Bit, usize)]) -> Vec<Bit> {
    let mut order: Vec<(usize, usize, Bit)> = Vec::new();
    for (rank, &(bit, count)) in kinds.iter().enumerate() {
        for n in 0..count {
            order.push(((2 * n + 1) * 1000 / (2 * count), rank, bit));
        }
    }
    order.sort_by_key(|&(share, rank, _)| (share, rank));
    order.into_iter().map(|(_, _, bit)| bit).collect()
}

/// Numbers that look strewn and are always the same for the same id (FNV-1a, then a multiplicative step).
struct Chance(u64);

impl Chance {
    fn new(id: &str) -> Self {
        Self(
            id.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    /// A share of 1, to a ten-thousandth.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.0 >> 33).expect("31 bits are left");
        f64::from(high % 10_000) / 10_000.0
    }
}

fn escape(out: &mut String, text: &str) {
    let _ = Escaper::new(out).write_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dish<'a>(
        id: &'a str,
        short_name: &'a str,
        vessel: Vessel,
        group: u8,
        bits: Vec<(Bit, u8)>,
        kcal: f64,
    ) -> Dish<'a> {
        Dish { id, name: short_name, short_name, vessel, group, bits, kcal, link: format!("/dishes/{id}") }
    }

    fn lunch() -> Vec<Dish<'static>> {
        vec![
            dish("com-trang", "Cơm", Vessel::Bowl, 1, vec![(Bit::Grain, 42)], 464.0),
            dish(
                "tom-rang-thit-ba-chi",
                "Tôm rang",
                Vessel::Plate,
                4,
                vec![(Bit::Shrimp, 7), (Bit::Chunk, 6), (Bit::Herb, 6)],
                132.0,
            ),
            dish("canh-cua", "Canh cua", Vessel::Deep, 6, vec![(Bit::Leaf, 12), (Bit::Crab, 6)], 51.0),
            dish("du-du", "Đu đủ", Vessel::Plate, 6, vec![(Bit::Papaya, 5)], 54.0),
        ]
    }

    /// Fourteen full vessels, the most a tray holds.
    fn feast() -> Vec<Dish<'static>> {
        const IDS: [&str; 16] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"];
        let bits = vec![(Bit::Grain, 42), (Bit::BlackBean, 24), (Bit::FloretWhite, 8)];
        IDS.iter()
            .zip(1_u32..)
            .map(|(id, n)| dish(id, "Cơm gạo lứt", Vessel::Bowl, 1, bits.clone(), f64::from(n) * 31.0))
            .collect()
    }

    #[test]
    fn the_same_meal_makes_the_same_bytes() {
        assert_eq!(hero("Mâm", "", &lunch()).0, hero("Mâm", "", &lunch()).0);
        assert_ne!(thumbnail(&lunch()).0, thumbnail(&feast()).0);
    }

    #[test]
    fn pictures_stay_within_their_budgets() {
        assert!(hero("Mâm bữa trưa", "", &feast()).0.len() <= 30 * 1024, "{}", hero("", "", &feast()).0.len());
        assert!(thumbnail(&feast()).0.len() <= 6 * 1024, "{}", thumbnail(&feast()).0.len());
        assert!(thumbnail(&lunch()).0.len() <= 6 * 1024, "{}", thumbnail(&lunch()).0.len());
        assert!(small(&lunch()[0]).0.len() <= 2 * 1024, "{}", small(&lunch()[0]).0.len());
        let symbols = super::super::symbols(&lunch()).0;
        assert!(symbols.len() <= 10 * 1024, "{}", symbols.len());
    }

    #[test]
    fn a_tray_is_told_in_words_and_every_vessel_is_a_link() {
        let svg = hero("Mâm bữa trưa", "Cơm 464 kcal", &lunch()).0;
        assert!(svg.contains("role=\"img\" aria-label=\"Mâm bữa trưa\"><desc>Cơm 464 kcal</desc>"));
        for dish in lunch() {
            assert!(svg.contains(&format!("<a href=\"{}\" aria-label=\"{}\">", dish.link, dish.name)));
        }
        assert!(!svg.contains("style="), "the security policy forbids inline style");
    }

    #[test]
    fn markup_in_a_name_is_text() {
        let evil = [dish("x", "<b>&\"", Vessel::Bowl, 1, vec![], 10.0)];
        assert!(!hero("<i>", "<i>", &evil).0.contains("<b>"));
        assert!(!hero("<i>", "<i>", &evil).0.contains("<i>"));
    }

    #[test]
    fn breast_milk_is_a_leaf_with_a_heart_and_holds_nothing() {
        let svg = thumbnail(&[dish("sua-me", "Sữa mẹ", Vessel::Leaf, 3, vec![], 96.0)]).0;
        assert!(svg.contains("#v-la"));
        assert!(!svg.contains("#b-"));
    }
}
