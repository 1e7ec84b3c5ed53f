//! The bank of menus, a day's menu, dishes and their search, as plain requests and answers.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use nep_tests::pages::{Answer, Pages};

const STAGES: [&str; 10] = [
    "pregnant_t1",
    "pregnant_t2",
    "pregnant_t3",
    "lactating_0_6",
    "lactating_6_12",
    "child_7_8",
    "child_9_11",
    "child_12_23",
    "child_24_35",
    "child_36_60",
];

async fn answer(address: &str) -> Answer {
    Pages::open().ask(Method::GET, address).await
}

async fn page(address: &str) -> String {
    Pages::open().page(address).await
}

/// Addresses on a page that begin with `start`, each once.
fn links(html: &str, start: &str) -> BTreeSet<String> {
    nep_tests::pages::links(html, start).collect()
}

/// Menus of the whole bank, by walking its pages.
async fn all_menus() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for stage in STAGES {
        found.extend(links(&page(&format!("/menus?for={stage}")).await, "/menus/"));
    }
    found.retain(|address| !address.contains("search"));
    found
}

#[tokio::test]
async fn every_stage_has_menus_and_every_menu_opens_with_all_its_meals() {
    let menus = all_menus().await;
    assert!(menus.len() >= 50, "{} menus", menus.len());
    for menu in &menus {
        let html = page(menu).await;
        let meals = links(&html, "/menus/").into_iter().filter(|address| address.contains("meal=")).collect::<Vec<_>>();
        assert!(meals.len() >= 3, "{menu}: {meals:?}");
        for meal in meals {
            let html = page(&meal).await;
            assert!(html.contains("role=\"img\" aria-label=\"Mâm "), "{meal}: no tray");
            assert!(!links(&html, "/dishes/").is_empty(), "{meal}: no dish");
        }
    }
}

#[tokio::test]
async fn every_dish_of_the_bank_opens_in_both_languages() {
    let mut dishes = BTreeSet::new();
    for menu in all_menus().await {
        for meal in links(&page(&menu).await, "/menus/").into_iter().filter(|address| address.contains("meal=")) {
            dishes.extend(links(&page(&meal).await, "/dishes/"));
        }
    }
    assert!(dishes.len() > 150, "{}", dishes.len());
    for dish in &dishes {
        page(dish).await;
        let plain = dish.split('?').next().unwrap_or(dish);
        page(&format!("{plain}?lang=en")).await;
    }
}

#[tokio::test]
async fn the_filters_never_lead_to_a_page_without_a_way_out() {
    for stage in STAGES {
        for region in ["north", "central", "south"] {
            for price in ["", "30000", "75000"] {
                let address = format!("/menus?for={stage}&region={region}&meal=lunch&price={price}");
                let html = page(&address).await;
                let cards = links(&html, "/menus/").len();
                let ways = links(&html, "/menus?").len() + links(&html, "/menus").len();
                assert!(cards > 0 || ways > 0, "{address}");
            }
        }
    }
    let html = page("/menus?for=pregnant_t1&price=30000").await;
    assert!(html.contains("Chưa có thực đơn nào hợp"), "nothing that cheap for a whole day");
    assert!(links(&html, "/menus?").iter().any(|address| !address.contains("price")), "a way out");
}

#[tokio::test]
async fn a_value_nobody_knows_is_told_and_left_out() {
    let html = page("/menus?for=%3Cb%3Emen%3C/b%3E&region=moon").await;
    assert!(html.contains("&lt;b&gt;men&lt;/b&gt;") && !html.contains("<b>men"), "shown as text");
    assert!(html.contains("moon"));
    let menu = all_menus().await.into_iter().find(|menu| menu.contains("pregnant")).expect("a menu for pregnancy");
    let plain = menu.split('?').next().unwrap_or(&menu).to_owned();
    for (query, told) in
        [("age=abc", "abc"), ("age=14", "14"), ("age=999", "999"), ("activity=jumping", "jumping"), ("meal=tea", "tea")]
    {
        let html = page(&format!("{plain}?{query}")).await;
        assert!(html.contains(&format!("“{told}”")), "{query}");
    }
}

#[tokio::test]
async fn what_is_not_there_says_so() {
    for address in ["/menus/none", "/dishes/none", "/menus/none/sheet", "/dishes/%3Cb%3E"] {
        let Answer { status, html, .. } = answer(address).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        assert!(html.contains("Không có trang này"), "{address}");
    }
}

#[tokio::test]
async fn a_baby_under_six_months_is_never_given_a_menu() {
    let html = page("/menus/child-7-8-north-1?age=4").await;
    assert!(html.contains("“4”"), "the age is refused in words");
}

#[tokio::test]
async fn every_figure_leads_to_its_row() {
    for menu in ["/menus/pregnant-t2-north-1", "/menus/child-7-8-north-1", "/dishes/com-trang"] {
        let html = page(menu).await;
        let rows = links(&html, "/sources/row");
        assert!(rows.len() > 3, "{menu}: {rows:?}");
        for row in rows {
            let found = answer(&row).await;
            assert_eq!(found.status, StatusCode::OK, "{menu}: {row}");
        }
    }
}

#[tokio::test]
async fn dishes_are_found_without_marks_and_markup_is_text() {
    let html = page("/menus/search?q=thit+bo").await;
    assert!(html.contains("Thịt bò"), "no marks needed");
    let html = page("/menus/search?q=canh+cua").await;
    assert!(html.contains("Canh cua"));
    let html = page("/menus/search?q=%3Cscript%3Ex").await;
    assert!(html.contains("&lt;script&gt;x") && !html.contains("<script>x"));
    assert!(!links(&html, "/menus").is_empty(), "a way out");
    page("/menus/search").await;
}

/// The number in brackets after `words`.
fn counted(html: &str, words: &str) -> usize {
    let after = html.split(words).nth(1).unwrap_or_else(|| panic!("{words} is said"));
    let digits: String =
        after.chars().skip_while(|letter| !letter.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

#[tokio::test]
async fn what_the_verdict_counts_is_listed_rule_by_rule_with_its_source() {
    let html = page("/menus/pregnant-t2-north-1").await;
    let met = counted(&html, "không thiếu, không quá");
    let all = counted(&html, "Xem cả");
    for named in ["Bảng thành phần thực phẩm Việt Nam, Bộ Y tế", "Niên giám thống kê", "(thêm khi mang thai)"]
    {
        assert!(html.contains(named), "{named}");
    }
    let rules = links(&html, "/plan/rules").into_iter().next().expect("the list of rules");
    let html = page(&rules).await;
    let (safety, scored) = (counted(&html, "An toàn: không được có"), counted(&html, "Được chấm"));
    assert_eq!(met, safety + scored);
    assert_eq!(all, safety + scored + counted(&html, "Để biết thêm, không chấm"));
    assert_eq!(html.matches("Nguồn: ").count(), all, "each rule names its documents");
    assert!(html.contains("Rượu, bia"), "what must not be there is listed too");
    for raw in ["the requirement row", "recalled", "author's", "ages of the dish bank", "feeding_by_age:"] {
        assert!(!html.contains(raw), "{raw}");
    }
}

#[tokio::test]
async fn what_only_informs_never_looks_like_a_fault() {
    let menus = links(&page("/menus?for=child_7_8").await, "/menus/");
    let mut informed = 0;
    for menu in menus.iter().filter(|menu| !menu.contains("search")) {
        let html = page(menu).await;
        if html.contains("Cân bằng.") {
            assert!(!html.contains("\"nb high\"") && !html.contains("\"nw high\""), "{menu}");
            informed += usize::from(html.contains("chỉ để tham khảo"));
        }
    }
    assert!(informed > 0, "the share of fat of a nursed child");
}

#[tokio::test]
async fn the_table_taken_home_agrees_with_its_badge() {
    let html = page("/take?menu=pregnant-t2-north-1").await;
    assert!(html.contains("Cân bằng") && html.contains("Kết luận"));
    assert!(html.contains("<td>đủ</td>") && html.contains("<td>chỉ để tham khảo: dưới mức</td>"));
    assert!(!html.contains("<td>thiếu</td>") && !html.contains("<td>quá</td>"));
    assert!(html.contains("Nguồn số liệu") && html.contains("NXB Y học, 2007"));
    let csv = answer("/take/menu.csv?menu=pregnant-t2-north-1").await.html;
    assert!(csv.contains("Kết luận") && csv.contains("QĐ 2615/QĐ-BYT 2016") && !csv.contains(";thiếu;"));
}

#[tokio::test]
async fn the_pages_to_take_home_name_what_to_buy() {
    let html = page("/take?menu=pregnant-t2-north-1").await;
    assert!(html.contains("Đồ cần mua"));
    assert!(html.contains("Gạo"));
}

#[tokio::test]
async fn pages_are_written_in_english_too() {
    let html = page("/menus?lang=en").await;
    assert!(html.contains("Menus") && html.contains("lang=\"en\""));
    let html = page("/menus/pregnant-t2-north-1?lang=en&meal=lunch").await;
    assert!(html.contains("The whole day and the need"));
}

#[tokio::test]
async fn a_menu_of_another_age_or_with_milk_the_child_does_not_take_says_so() {
    let html = page("/menus/child-9-11-north-1?age=30").await;
    assert!(html.contains("Thực đơn này làm cho: Bé 9–11 tháng"));
    assert!(html.contains("bé 30 tháng") && html.contains("không bú mẹ"), "two years old: not taken to be breastfed");
    let html = page("/menus/child-9-11-north-1?breastfed=no").await;
    assert!(html.contains("Thực đơn này có sữa mẹ"));
    let html = page("/menus/child-9-11-north-1").await;
    assert!(html.contains("Cứ cho bú khi bé muốn") && !html.contains("Thực đơn này làm cho"));
}
