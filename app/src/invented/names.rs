//! Names that nobody could take for somebody's: people called after food, villages after weather.

use super::chance::Chance;

const FAMILIES: [&str; 8] = ["Lò", "Quàng", "Cà", "Vàng", "Giàng", "Tòng", "Sùng", "Đèo"];
const GIVEN: [&str; 24] = [
    "Nếp", "Gạo", "Ngô", "Vừng", "Đậu", "Bí", "Bầu", "Mướp", "Khế", "Na", "Mận", "Đào", "Bưởi", "Quýt", "Mít", "Sắn",
    "Khoai", "Cải", "Gừng", "Nghệ", "Ớt", "Mật", "Chuối", "Hồng",
];
const MIDDLE: [&str; 6] = ["Thảo", "Bảo", "Minh", "Hoa", "Ngọc", "Thu"];
const WEATHER: [&str; 12] =
    ["Mây", "Sương", "Nắng", "Gió", "Mưa", "Cầu Vồng", "Sấm", "Hạn", "Rét", "Bão", "Tuyết", "Trăng"];
const SIDES: [&str; 2] = ["Trên", "Dưới"];

/// The commune.
pub(super) const COMMUNE: &str = "Xã Mường Nếp (bịa ra để làm thử)";

/// A village; no two of the first 24 are called the same.
pub(super) fn village(nth: usize) -> String {
    let (weather, side) = (WEATHER[nth % WEATHER.len()], nth / WEATHER.len());
    match SIDES.get(side) {
        Some(side) => format!("Bản {weather} {side}"),
        None => format!("Bản {weather} {side}"),
    }
}

/// A mother.
pub(super) fn mother(chance: &mut Chance) -> String {
    format!("{} Thị {}", chance.of(&FAMILIES), chance.of(&GIVEN))
}

/// The collaborator of a village.
pub(super) fn collaborator(nth: usize) -> String {
    format!("{} Thị {}", FAMILIES[nth % FAMILIES.len()], GIVEN[(nth * 7 + 3) % GIVEN.len()])
}

/// Her child.
pub(super) fn child(chance: &mut Chance) -> String {
    format!("{} {} {}", chance.of(&FAMILIES), chance.of(&MIDDLE), chance.of(&GIVEN))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn villages_have_names_of_their_own() {
        let names: BTreeSet<String> = (0..60).map(village).collect();
        assert_eq!(names.len(), 60);
        assert_eq!(village(0), "Bản Mây Trên");
        assert_eq!(village(13), "Bản Sương Dưới");
    }
}
