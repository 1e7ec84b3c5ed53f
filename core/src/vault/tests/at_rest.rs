//! The record file as whoever steals it has it.

use super::*;

/// Every byte that is beside the record file.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        all.extend(std::fs::read(entry.expect("an entry").path()).expect("a file"));
    }
    all
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

#[test]
fn no_name_date_or_figure_of_a_person_is_found_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, _, doc, child) = one_family(folder.path());
    for grams in [8_437, 8_923] {
        vault.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), grams))).expect("saved");
    }
    // While it is open, so that the write-ahead log is looked through too; and after.
    let open = bytes(folder.path());
    vault.lock();
    for all in [open, bytes(folder.path())] {
        assert!(holds(&all, b"SQLite format 3"), "the file was read");
        let texts =
            ["Lò Thị Mai", "Mai", "Bảo Ngọc", "Ngọc", "Nà Tâu", "0912345678", "girl", "8437", "8923", "2025-03-17"];
        for text in texts {
            assert!(!holds(&all, text.as_bytes()), "{text}");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(!holds(&all, &utf16), "{text} as UTF-16");
        }
        for name in ["children", "measurements", "weight_g", "mothers", "birth"] {
            assert!(!holds(&all, name.as_bytes()), "{name}");
        }
        // The birth as days since 1970 in decimal.
        assert!(!holds(&all, day(2025, 3, 17).number().to_string().as_bytes()));
    }
}

#[test]
fn whoever_has_the_platform_key_of_another_phone_reads_nothing_of_this_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (vault, ..) = one_family(folder.path());
    assert!(!holds(&bytes(folder.path()), &STATION));
    assert!(!holds(&bytes(folder.path()), vault.keyring().device().signing.seed().as_slice()));
    assert!(!holds(&bytes(folder.path()), vault.keyring().root_bits().expect("a station")));
    assert!(!format!("{vault:?}").contains("Mai"));
}
