//! Shopping lists, own dishes and own prices as requests and answers: forms sent twice, two tabs, a killed program.

use nep_tests::http::{Answer, Reader};
use nep_tests::site::Site;

const MENU: &str = "/shopping/new?menu=pregnant-t2-north-1&people=2&days=3";

/// Sends a form as a browser of ours does.
fn post(site: &Site, reader: &Reader<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    post_from(site, reader, &site.url(""), path, fields)
}

fn post_from(site: &Site, reader: &Reader<'_>, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let host = site.url("").replace("http://", "");
    let headers = [("Host", host.as_str()), ("Origin", origin), ("Content-Type", "application/x-www-form-urlencoded")];
    reader.send("POST", path, &headers, body.join("&").as_bytes())
}

fn value<'a>(html: &'a str, name: &str) -> &'a str {
    let from = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}")).1;
    from.split_once('"').expect("a value ends").0
}

/// Foods that stand ticked in the form.
fn to_buy(html: &str) -> Vec<&str> {
    let rows = html.split("name=\"buy\" value=\"").skip(1).filter_map(|row| row.split_once('"'));
    rows.filter(|(_, rest)| rest.starts_with(" checked")).map(|(food, _)| food).collect()
}

/// A list made by the form; its address.
fn made(site: &Site, reader: &Reader<'_>) -> String {
    let form = reader.get(MENU).body;
    let mut fields = vec![("id", value(&form, "id")), ("menu", value(&form, "menu")), ("people", "2"), ("days", "3")];
    fields.extend(to_buy(&form).into_iter().map(|food| ("buy", food)));
    let first = post(site, reader, "/shopping", &fields);
    assert_eq!(first.status, 303, "{}", first.body);
    let again = post(site, reader, "/shopping", &fields);
    assert_eq!(first.header("location"), again.header("location"), "sent twice is one list");
    first.header("location").expect("the list").to_owned()
}

fn tick(site: &Site, reader: &Reader<'_>, list: &str, food: &str, on: &str) -> u16 {
    post(site, reader, &format!("{list}/mark"), &[("food", food), ("what", "bought"), ("on", on)]).status
}

/// Whether a food's row is pressed.
fn is_ticked(html: &str, food: &str) -> bool {
    let row = html.split_once(&format!("id=\"food-{food}\" aria-pressed=\"")).expect("the food is on the list").1;
    row.starts_with("true")
}

#[test]
fn a_form_sent_twice_is_one_list_and_a_tick_twice_one_tick() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    assert_eq!(reader.get("/shopping").body.matches("href=\"/shopping/").count(), 1);
    // Two tabs press the same row.
    assert_eq!(tick(&site, &reader, &list, "7003", "1"), 303);
    assert_eq!(tick(&site, &reader, &list, "7003", "1"), 303);
    assert!(is_ticked(&reader.get(&list).body, "7003"));
    assert_eq!(tick(&site, &reader, &list, "7003", "0"), 303);
    assert!(!is_ticked(&reader.get(&list).body, "7003"));
}

#[test]
fn ticks_dishes_and_prices_outlive_a_killed_program() {
    let mut site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    assert_eq!(tick(&site, &reader, &list, "7003", "1"), 303);
    let dish = [
        ("id", "0123456789abcdef0123456789abcdef"),
        ("name", "Thịt kho"),
        ("kind", "main"),
        ("servings", "4"),
        ("food", "7017"),
        ("amount", "400"),
        ("measure", ""),
        ("do", "keep"),
    ];
    let kept = post(&site, &reader, "/own/dishes", &dish);
    assert_eq!((kept.status, post(&site, &reader, "/own/dishes", &dish).status), (303, 303));
    let price = post(&site, &reader, "/own/prices", &[("food", "7003"), ("price", "300.000"), ("do", "keep")]);
    assert_eq!(price.status, 303);
    drop(reader);
    site.kill_and_start_again();
    let reader = Reader::invited(&site);
    assert!(is_ticked(&reader.get(&list).body, "7003"));
    assert_eq!(reader.get("/own/dishes").body.matches("href=\"/own/dishes/own-").count(), 1);
    assert!(reader.get("/own/prices").body.contains("300.000"));
}

#[test]
fn a_damaged_notebook_is_told_and_kept() {
    let mut site = Site::start();
    let reader = Reader::invited(&site);
    let _ = made(&site, &reader);
    drop(reader);
    let file = site.data().join("notebook.sqlite");
    std::fs::write(&file, "not a notebook at all, but something that lay there".repeat(40)).expect("a file");
    site.kill_and_start_again();
    let reader = Reader::invited(&site);
    assert!(reader.get("/shopping").body.contains("notebook-damaged-1.sqlite"));
    let kept = std::fs::read_to_string(site.data().join("notebook-damaged-1.sqlite")).expect("still there");
    assert!(kept.starts_with("not a notebook"));
    assert!(made(&site, &reader).starts_with("/shopping/"), "a new notebook is used at once");
}

#[test]
fn a_list_that_was_removed_can_be_put_back() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    let gone = post(&site, &reader, &format!("{list}/remove"), &[("on", "1")]);
    let offer = reader.get(gone.header("location").expect("back to the lists")).body;
    assert!(offer.contains("Hoàn tác") && !offer.contains(&format!("href=\"{list}\"")));
    assert_eq!(post(&site, &reader, &format!("{list}/remove"), &[("on", "0")]).status, 303);
    assert!(reader.get("/shopping").body.contains(&format!("href=\"{list}\"")));
    let off = post(&site, &reader, &format!("{list}/mark"), &[("food", "7003"), ("what", "removed"), ("on", "1")]);
    let offer = reader.get(off.header("location").expect("the list")).body;
    assert!(offer.contains("Hoàn tác") && !offer.contains("id=\"food-7003\""));
}

#[test]
fn strangers_and_other_pages_change_nothing() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    let fields = [("food", "7003"), ("what", "bought"), ("on", "1")];
    let mark = format!("{list}/mark");
    assert_eq!(post(&site, &Reader::stranger(&site), &mark, &fields).status, 403);
    assert_eq!(post_from(&site, &reader, "http://example.org", &mark, &fields).status, 403);
    assert!(!is_ticked(&reader.get(&list).body, "7003"));
    // Reading never changes anything.
    assert!(reader.get(&format!("{mark}?food=7003&what=bought&on=1")).status >= 400);
    assert!(!is_ticked(&reader.get(&list).body, "7003"));
}

#[test]
fn what_means_nothing_is_refused_in_words() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    for (path, fields) in [
        ("/shopping/none/mark", vec![("food", "7003"), ("what", "bought"), ("on", "1")]),
        (&*format!("{list}/mark"), vec![("food", "7003"), ("what", "eaten"), ("on", "1")]),
        (&*format!("{list}/mark"), vec![("food", "x"), ("what", "bought"), ("on", "1")]),
        ("/shopping", vec![("id", "../../etc"), ("menu", "pregnant-t2-north-1")]),
        ("/own/prices", vec![("food", "1"), ("price", "5000"), ("do", "keep")]),
    ] {
        assert_eq!(post(&site, &reader, path, &fields).status, 404, "{path} {fields:?}");
    }
    for path in ["/shopping/none", "/own/dishes/none", "/shopping/new?menu=none", "/take?menu=none", "/take?p=1~x"] {
        assert_eq!(reader.get(path).status, 404, "{path}");
    }
    let price = post(&site, &reader, "/own/prices", &[("food", "7003"), ("price", "ba trăm"), ("do", "keep")]);
    assert_eq!(price.status, 422);
    assert!(
        price.body.contains("ba trăm") && price.body.contains("id=\"price-7003-err\""),
        "said at the field, kept in it"
    );
}

#[test]
fn a_dish_with_markup_in_its_name_is_harmless_and_its_faults_stand_at_their_fields() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let evil = "=<script>alert(1)</script>";
    let dish = |name: &'static str, servings: &'static str, amount: &'static str| {
        [
            ("id", "00000000000000000000000000000001"),
            ("name", name),
            ("kind", "main"),
            ("servings", servings),
            ("steps", "<b>Kho</b>"),
            ("food", "7017"),
            ("amount", amount),
            ("measure", ""),
            ("do", "keep"),
        ]
    };
    let wrong = post(&site, &reader, "/own/dishes", &dish("", "0", "mười"));
    assert_eq!(wrong.status, 422);
    for part in ["id=\"name-err\"", "id=\"servings-err\"", "id=\"amount-7017-err\"", "mười", "&lt;b&gt;Kho&lt;/b&gt;"]
    {
        assert!(wrong.body.contains(part), "{part}");
    }
    let kept = post(&site, &reader, "/own/dishes", &dish(evil, "4", "400"));
    let page = reader.get(kept.header("location").expect("the dish")).body;
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"));
    assert!(!page.contains("<b>Kho"));
}

#[test]
fn a_dish_kept_before_anyone_asked_shows_its_danger_first() {
    let mut site = Site::start();
    let notebook = rusqlite::Connection::open(site.data().join("notebook.sqlite")).expect("the notebook");
    notebook
        .execute_batch(
            "INSERT INTO own_dish (id, name, kind, servings, child_from, child_to, steps, removed) \
             VALUES ('own-1', 'Bột mật ong', 'porridge', 1, 7, 8, '', 0); \
             INSERT INTO own_dish_part VALUES ('own-1', 0, 1004, 20, '', 20), ('own-1', 1, 12026, 5, '', 5);",
        )
        .expect("kept by an older program");
    drop(notebook);
    site.kill_and_start_again();
    let reader = Reader::invited(&site);
    assert!(reader.get("/own/dishes").body.contains("Không dùng"), "on the list");
    let page = reader.get("/own/dishes/own-1").body;
    let (first, rest) = page.split_once("role=\"alert\"").expect("said");
    assert!(!first.contains("kcal") && rest.contains("Mật ong: không cho bé 7–8 tháng ăn"), "{page}");
    let asked = reader.get("/build/result?k0=child&n0=8&region=north&month=6&meal=lunch&fav=own-1@lunch");
    assert!(!asked.body.contains("card proposal"), "and no menu is built with it");
}

#[test]
fn a_list_of_a_plan_is_for_as_many_as_one_says_and_is_changed_in_the_amounts_it_shows() {
    const PLAN: &str = "p=1~north~p2.25.m~l,com-trang:1,canh-rau-ngot-thit-nac:1~z";
    let site = Site::start();
    let reader = Reader::invited(&site);
    let form = reader.get(&format!("/shopping/new?{PLAN}&people=2&days=3")).body;
    assert!(form.contains("name=\"people\" type=\"number\"") && form.contains("name=\"days\" type=\"number\""));
    let one = reader.get(&format!("/shopping/new?{PLAN}")).body;
    assert_ne!(
        form.split("name=\"buy\"").nth(1).and_then(|row| row.split("</li>").next()),
        one.split("name=\"buy\"").nth(1).and_then(|row| row.split("</li>").next()),
        "six times as much"
    );
    // Several eaters stand in the plan already.
    let pot = reader.get("/shopping/new?p=1~north~p2.25.m_a~l,com-trang:1:1x1~z&people=4").body;
    assert!(!pot.contains("name=\"people\" type=\"number\"") && pot.contains("name=\"days\" type=\"number\""));
    let mut fields = vec![("id", value(&form, "id")), ("people", "2"), ("days", "3")];
    let code = PLAN.split_once('=').expect("a pair").1;
    fields.push(("p", code));
    fields.extend(to_buy(&form).into_iter().map(|food| ("buy", food)));
    let kept = post(&site, &reader, "/shopping", &fields);
    let list = kept.header("location").expect("the list").to_owned();
    let (shown, edit) = (reader.get(&list).body, reader.get(&format!("{list}/edit")).body);
    assert!(edit.contains("2 người") && edit.contains("3 ngày"), "{edit}");
    let rows: Vec<&str> = edit.split("class=\"edit-row\"").skip(1).collect();
    let bought =
        rows.iter().filter(|row| row.contains("value=\"home\"><input type=\"hidden\" name=\"on\" value=\"1\""));
    let amounts: Vec<&str> =
        bought.filter_map(|row| row.split("class=\"t-s i2\">").nth(1)?.split("</span>").next()).collect();
    assert!(amounts.len() >= 2, "{edit}");
    for amount in amounts {
        assert!(shown.contains(amount), "{amount} is not what the list says");
    }
}

/// A porridge of rice and two more foods for children of a stage.
fn porridge<'a>(whom: &'a str, foods: [&'a str; 2]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("id", "00000000000000000000000000000002"),
        ("name", "Cháo của bé"),
        ("kind", "porridge"),
        ("whom", whom),
        ("servings", "2"),
        ("do", "keep"),
    ];
    for food in [&["1004"][..], &foods].concat() {
        fields.extend([("food", food), ("amount", "20"), ("measure", "")]);
    }
    fields
}

#[test]
fn a_dish_that_endangers_who_eats_it_is_not_kept_and_the_form_says_why_first() {
    const HONEY: &str = "12026";
    const SALT: &str = "13005";
    const PORK: &str = "7017";
    const SPIRIT: &str = "14012";
    let site = Site::start();
    let reader = Reader::invited(&site);
    let refused = post(&site, &reader, "/own/dishes", &porridge("child_7_8", [HONEY, SALT]));
    assert_eq!(refused.status, 422);
    let main = refused.body.split_once("<main").expect("a page").1;
    let (said, form) = main.split_once("id=\"name\"").expect("the form below what is said");
    for part in ["role=\"alert\"", "Mật ong", "Muối", "bé 7–8 tháng"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for part in ["value=\"Cháo của bé\"", "value=\"12026\"", "value=\"13005\"", "value=\"child_7_8\" selected"] {
        assert!(form.contains(part), "what was typed is still there: {part}");
    }
    let spirit = post(&site, &reader, "/own/dishes", &porridge("", [PORK, SPIRIT]));
    assert_eq!(spirit.status, 422);
    assert!(spirit.body.contains("mẹ bầu, mẹ cho con bú"));
    let mut raw = porridge("", [PORK, SALT]);
    raw.push(("raw", "1"));
    let raw = post(&site, &reader, "/own/dishes", &raw);
    assert_eq!(raw.status, 422);
    assert!(
        raw.body.contains("Thịt sống, tái, lên men sống: không cho mẹ bầu ăn.")
            && raw.body.contains("value=\"1\" checked")
    );
    assert!(!reader.get("/own/dishes").body.contains("href=\"/own/dishes/own-"), "nothing was kept");
    // Without the honey and for a child who may have salt.
    assert_eq!(post(&site, &reader, "/own/dishes", &porridge("child_24_35", [PORK, SALT])).status, 303);
    assert!(reader.get("/own/dishes").body.contains("href=\"/own/dishes/own-"));
}

#[test]
fn an_own_dish_is_wished_for_swapped_in_and_found() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let dish = [
        ("id", "00000000000000000000000000000003"),
        ("name", "Thịt rim nhà em"),
        ("kind", "main"),
        ("servings", "2"),
        ("food", "7017"),
        ("amount", "160"),
        ("measure", ""),
        ("do", "keep"),
    ];
    let kept = post(&site, &reader, "/own/dishes", &dish);
    let id = kept.header("location").expect("the dish").trim_start_matches("/own/dishes/").to_owned();
    let mother = "k0=pregnant&n0=26&region=north&month=6";
    let offered = format!("name=\"fav\" value=\"{id}@lunch\"");
    for find in ["", "&dish=thit+rim"] {
        let step = reader.get(&format!("/build/3?{mother}{find}")).body;
        assert!(step.contains(&offered) && step.contains("món nhà mình"), "{find}");
    }
    assert!(!reader.get("/build/3?k0=child&n0=22&dish=thit+rim").body.contains(&offered), "not made for the child");
    let chosen = reader.get(&format!("/build/3?{mother}&fav={id}@lunch")).body;
    assert!(chosen.contains(&format!("value=\"{id}@lunch\" checked")));
    let plan = "p=1~north~p2.25.m~l,com-trang:1,thit-kho-tau:1,canh-rau-ngot-thit-nac:1~z";
    let sheet = reader.get(&format!("/plan/swap?{plan}&at=0.0.1.0")).body;
    assert!(sheet.contains("Thịt rim nhà em") && sheet.contains("món nhà mình"), "{sheet}");
    assert!(reader.get("/menus/search?q=rim+nha").body.contains(&format!("href=\"/own/dishes/{id}\"")));
}

#[test]
fn files_are_named_for_every_system_and_no_cell_is_a_formula() {
    let site = Site::start();
    let reader = Reader::invited(&site);
    let list = made(&site, &reader);
    let csv = reader.get(&format!("{list}/list.csv"));
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = csv.header("content-disposition").expect("a name");
    assert!(name.starts_with("attachment; filename=\"nep-di-cho-") && name.ends_with(".csv\""), "{name}");
    assert!(csv.body.starts_with("\u{feff}Hàng;Thực phẩm;"));
    for (path, kind) in [
        (format!("{list}/list.xlsx"), "spreadsheetml"),
        ("/take/menu.xlsx?menu=pregnant-t2-north-1".to_owned(), "spreadsheetml"),
        ("/take/menu.csv?menu=pregnant-t2-north-1".to_owned(), "text/csv"),
        ("/take/tray.png?menu=pregnant-t2-north-1&meal=2".to_owned(), "image/png"),
    ] {
        let file = reader.get(&path);
        assert_eq!(file.status, 200, "{path}");
        assert!(file.header("content-type").expect("a kind").contains(kind), "{path}");
    }
}
