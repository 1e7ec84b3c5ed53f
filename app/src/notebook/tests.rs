//! The notebook keeps what it was told, whatever happens to the phone.

use std::fs;

use chrono::NaiveDate;
use nep_core::foods::{DishKind, FoodCode, Region};
use nep_core::menu::shopping::{Called, Need};
use tempfile::TempDir;

use super::*;

const RICE: FoodCode = FoodCode(1004);
const PORK: FoodCode = FoodCode(7017);

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")
}

fn head(id: &str) -> ListHead {
    ListHead {
        id: id.into(),
        made_on: today(),
        days: 2,
        people: 3,
        region: Region::Central,
        removed: false,
        foods: 0,
        bought: 0,
    }
}

fn some_list(notebook: &Notebook, id: &str) {
    let needs = [
        Need { food: RICE, grams: 200.0 },
        Need { food: PORK, grams: 80.0 },
        Need { food: RICE, grams: 100.0 },
        Need { food: FoodCode(13005), grams: 0.0 },
    ];
    let mut called = Called::default();
    called.put(RICE, "gạo tấm");
    notebook.keep_list(&head(id), &needs, &[RICE], &called).expect("kept");
}

fn some_dish() -> KeptDish {
    KeptDish {
        id: "own-1".into(),
        name: "Thịt kho <b>nhà</b>".into(),
        kind: DishKind::Main,
        servings: 4.0,
        child_months: None,
        raw: true,
        steps: "Ướp.\nKho.".into(),
        removed: false,
        parts: vec![
            KeptPart { food: PORK, amount: 400.0, measure: String::new(), grams: 400.0 },
            KeptPart { food: FoodCode(13017), amount: 2.0, measure: "thìa canh".into(), grams: 24.0 },
        ],
    }
}

#[test]
fn a_list_sums_its_foods_and_keeps_what_is_at_home() {
    let notebook = Notebook::in_memory();
    some_list(&notebook, "a");
    let list = notebook.list("a").expect("readable").expect("kept");
    let grams: Vec<(FoodCode, f64, bool)> = list.needs.iter().map(|n| (n.food, n.grams, n.at_home)).collect();
    assert_eq!(grams, [(RICE, 300.0, true), (PORK, 80.0, false)]);
    assert_eq!((list.head.foods, list.head.bought), (1, 0));
    assert_eq!(notebook.list("none"), Ok(None));
}

#[test]
fn a_form_sent_twice_is_one_list() {
    let notebook = Notebook::in_memory();
    some_list(&notebook, "a");
    notebook.mark("a", PORK, Mark::Bought, true).expect("ticked");
    notebook.keep_list(&head("a"), &[Need { food: PORK, grams: 5.0 }], &[], &Called::default()).expect("no fault");
    assert_eq!(notebook.lists().expect("readable").len(), 1);
    let list = notebook.list("a").expect("readable").expect("kept");
    assert!(list.needs.iter().any(|need| need.food == PORK && need.bought && need.grams > 79.0));
}

#[test]
fn a_tick_says_its_state_and_does_not_toggle() {
    let notebook = Notebook::in_memory();
    some_list(&notebook, "a");
    for _ in 0..2 {
        assert_eq!(notebook.mark("a", PORK, Mark::Bought, true), Ok(true));
        assert_eq!(notebook.lists().expect("readable")[0].bought, 1);
    }
    assert_eq!(notebook.mark("a", PORK, Mark::Bought, false), Ok(true));
    assert_eq!(notebook.lists().expect("readable")[0].bought, 0);
    assert_eq!(notebook.mark("a", FoodCode(1), Mark::Bought, true), Ok(false));
}

#[test]
fn what_was_removed_can_be_put_back() {
    let notebook = Notebook::in_memory();
    some_list(&notebook, "a");
    assert_eq!(notebook.remove_list("a", true), Ok(true));
    assert!(notebook.lists().expect("readable").is_empty());
    assert!(notebook.list("a").expect("readable").expect("kept").head.removed);
    assert_eq!(notebook.remove_list("a", false), Ok(true));
    assert_eq!(notebook.lists().expect("readable").len(), 1);
    notebook.keep_dish(&some_dish()).expect("kept");
    assert_eq!(notebook.remove_dish("own-1", true), Ok(true));
    assert!(notebook.dishes().expect("readable").is_empty());
    assert_eq!(notebook.remove_dish("own-1", false), Ok(true));
    assert_eq!(notebook.dish("own-1"), Ok(Some(some_dish())));
}

#[test]
fn everything_is_there_after_the_program_ended_without_a_word() {
    let folder = TempDir::new().expect("a folder");
    let notebook = Notebook::open(folder.path());
    some_list(&notebook, "a");
    notebook.mark("a", PORK, Mark::Bought, true).expect("ticked");
    notebook.keep_dish(&some_dish()).expect("kept");
    notebook.note_price(OwnPrice { food: PORK, vnd_per_kg: 140_000, noted_on: today() }).expect("noted");
    // No destructor runs when a phone dies.
    std::mem::forget(notebook);
    let again = Notebook::open(folder.path());
    assert!(again.list("a").expect("readable").expect("kept").needs[1].bought);
    assert_eq!(again.dish("own-1"), Ok(Some(some_dish())));
    assert_eq!(again.prices().expect("readable")[0].vnd_per_kg, 140_000);
    assert!(again.set_aside().is_empty());
}

#[test]
fn own_dishes_and_prices_stand_in_the_table() {
    let notebook = Notebook::in_memory();
    notebook.keep_dish(&some_dish()).expect("kept");
    notebook.note_price(OwnPrice { food: PORK, vnd_per_kg: 98_000, noted_on: today() }).expect("noted");
    let table = notebook.table().expect("readable");
    let dish = table.dish("own-1").expect("an own dish");
    assert!((dish.ingredients[0].grams - 100.0).abs() < 1e-9, "a quarter of the pot");
    assert_eq!(table.own_price(PORK), Some(98_000));
    notebook.forget_price(PORK).expect("forgotten");
    assert_eq!(notebook.table().expect("readable").own_price(PORK), None);
}

#[test]
fn a_damaged_notebook_is_set_aside_and_never_deleted() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("notebook.sqlite");
    for (round, bytes) in ["this is no notebook", "nor is this"].into_iter().enumerate() {
        fs::write(&file, bytes.repeat(100)).expect("a file");
        let notebook = Notebook::open(folder.path());
        assert_eq!(notebook.lists(), Ok(Vec::new()), "a new one is used at once");
        assert_eq!(notebook.set_aside().len(), round + 1);
        let kept = fs::read_to_string(&notebook.set_aside()[round]).expect("still there");
        assert!(kept.starts_with(bytes));
    }
}

#[test]
fn a_notebook_broken_in_the_middle_is_set_aside() {
    let folder = TempDir::new().expect("a folder");
    let notebook = Notebook::open(folder.path());
    for number in 0..200 {
        some_list(&notebook, &number.to_string());
    }
    drop(notebook);
    let file = folder.path().join("notebook.sqlite");
    let mut bytes = fs::read(&file).expect("the file");
    assert!(bytes.len() > 12_000);
    let half = bytes.len() / 2;
    for byte in &mut bytes[4096..half] {
        *byte = 0xAA;
    }
    fs::write(&file, &bytes).expect("broken");
    let again = Notebook::open(folder.path());
    assert_eq!(again.set_aside().len(), 1);
    assert_eq!(again.lists(), Ok(Vec::new()));
}

#[test]
fn a_list_keeps_what_its_dishes_call_a_food() {
    let folder = TempDir::new().expect("a folder");
    some_list(&Notebook::open(folder.path()), "a");
    let kept = Notebook::open(folder.path()).list("a").expect("read").expect("there");
    assert_eq!((kept.called.name_vi(RICE), kept.called.name_vi(PORK)), (Some("Gạo tấm"), None));
}

#[test]
fn a_list_of_the_first_form_of_the_notebook_is_read_and_names_its_foods_as_the_tables_do() {
    let folder = TempDir::new().expect("a folder");
    let old = Connection::open(folder.path().join("notebook.sqlite")).expect("a file");
    old.execute_batch(include_str!("1.sql")).expect("the first form");
    old.execute_batch(
        "INSERT INTO shopping_list VALUES ('a', '2026-06-09', 2, 3, 'central', 0); \
         INSERT INTO shopping_need (list, food, grams, bought) VALUES ('a', 1004, 300, 1); PRAGMA user_version = 1;",
    )
    .expect("a list");
    drop(old);
    let kept = Notebook::open(folder.path()).list("a").expect("read").expect("there");
    let rice = KeptNeed { food: RICE, grams: 300.0, at_home: false, bought: true, removed: false };
    assert_eq!((kept.needs, kept.called), (vec![rice], Called::default()));
}

#[test]
fn a_notebook_of_a_newer_program_is_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let notebook = Notebook::open(folder.path());
    some_list(&notebook, "a");
    notebook.read(|db| db.pragma_update(None, "user_version", 99)).expect("the future");
    drop(notebook);
    let before = fs::read(folder.path().join("notebook.sqlite")).expect("the file");
    let again = Notebook::open(folder.path());
    assert_eq!(again.lists(), Err(NoteError::Newer));
    assert_eq!(again.remove_list("a", true), Err(NoteError::Newer));
    drop(again);
    assert!(before == fs::read(folder.path().join("notebook.sqlite")).expect("the file"), "not a byte is changed");
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let notebook = Notebook::open(folder.path());
    some_list(&notebook, "a");
    let pages: u32 = notebook.read(|db| db.query_row("PRAGMA page_count", [], |row| row.get(0))).expect("a count");
    let most: u32 = notebook
        .read(|db| db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get(0)))
        .expect("no more pages than now");
    assert_eq!(most, pages);
    let full = (0..500).find_map(|number| {
        notebook
            .keep_list(&head(&format!("b{number}")), &[Need { food: PORK, grams: 1.0 }], &[], &Called::default())
            .err()
    });
    assert_eq!(full, Some(NoteError::Full));
    let kept = notebook.lists().expect("still readable");
    assert!(kept.iter().any(|list| list.id == "a"));
    assert!(kept.iter().all(|list| list.id == "a" || list.foods == 1), "no list stands there by half");
    assert_eq!(notebook.mark("a", PORK, Mark::Bought, true), Ok(true), "a tick needs no new page");
}

#[test]
fn nothing_of_a_person_has_a_place_in_the_notebook() {
    let notebook = Notebook::in_memory();
    let columns: Vec<String> = notebook
        .read(|db| {
            db.prepare("SELECT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
        .expect("a schema");
    let known = "food vnd_per_kg noted_on id name kind servings child_from child_to steps removed dish position amount measure \
                 grams made_on days people region list at_home bought called raw";
    for column in columns {
        assert!(known.split(' ').any(|name| name == column), "{column}: does it say something of a person?");
    }
}
