//! From a menu to the market in real Chromium: the list, ticks that stay, paper; with and without scripts.

use fantoccini::Locator;
use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::look;
use nep_tests::site::Site;
use serde_json::json;

/// Presses what a thumb would first bring to the middle: the foot of a page stays in sight and covers what is under it.
async fn press(browser: &Browser, css: &str) {
    let middle = format!("document.querySelector({css:?}).scrollIntoView({{ block: 'center' }})");
    browser.run(&middle).await;
    browser.window.find(Locator::Css(css)).await.expect(css).click().await.expect(css);
}

async fn see(browser: &Browser, css: &str) {
    browser.window.wait().for_element(Locator::Css(css)).await.expect(css);
}

/// From the day's menu by its leaf to a kept list; the list's address.
async fn made(browser: &Browser, site: &Site) -> String {
    browser.goto(site.address()).await;
    browser.goto(&site.url("/menus/pregnant-t2-north-1")).await;
    press(browser, ".dock .btn.pri").await;
    see(browser, "form[action=\"/shopping\"]").await;
    press(browser, "form[action=\"/shopping\"] .btn.pri").await;
    see(browser, "#list").await;
    browser.window.current_url().await.expect("an address").to_string()
}

async fn left(browser: &Browser) -> String {
    browser.run("return document.querySelector('#left').textContent").await.as_str().expect("a sum").to_owned()
}

#[tokio::test]
async fn a_row_is_ticked_in_place_and_stays_ticked() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    let list = made(&browser, &site).await;
    let before = left(&browser).await;
    browser.run("window.untouched = true").await;
    press(&browser, "#food-7003").await;
    see(&browser, "#food-7003[aria-pressed=true]").await;
    assert_ne!(left(&browser).await, before, "the rest costs less");
    assert_eq!(browser.run("return window.untouched").await, true, "only the list was swapped");
    assert_eq!(browser.run("return document.activeElement.id").await, "food-7003", "the focus stays on the row");
    browser.goto(&list).await;
    see(&browser, "#food-7003[aria-pressed=true]").await;
    press(&browser, "#food-7003").await;
    see(&browser, "#food-7003[aria-pressed=false]").await;
    assert_eq!(left(&browser).await, before);
    let row = browser.run("return document.querySelector('#food-7003').getBoundingClientRect().height").await;
    assert!(row.as_f64().expect("a height") >= 48.0, "{row}");
}

#[tokio::test]
async fn the_list_is_printed_without_navigation() {
    let site = Site::start();
    let browser = Browser::open(Screen::Desktop).await;
    let list = made(&browser, &site).await;
    browser.goto(&format!("{list}/share")).await;
    browser.tools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let seen =
        "const seen = (css) => [...document.querySelectorAll(css)].filter((e) => e.getClientRects().length).length;
                return [seen('nav'), seen('.foot'), seen('textarea'), seen('.buy li')]";
    let seen = browser.run(seen).await;
    assert_eq!((&seen[0], &seen[1], &seen[2]), (&json!(0), &json!(0), &json!(0)), "paper has no navigation");
    assert!(seen[3].as_u64().expect("a count") > 10, "{seen}");
    let pdf = browser.tools("Page.printToPDF", json!({ "paperWidth": 5.83, "paperHeight": 8.27 })).await;
    assert!(pdf["data"].as_str().is_some_and(|data| data.starts_with("JVBERi0")), "an A5 page");
    browser.tools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
}

#[tokio::test]
async fn a_list_is_made_and_ticked_without_scripts() {
    let site = Site::start();
    let browser = Browser::open(Setting { screen: Screen::Phone, dark: false, scripts: false }).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url("/shopping/new?menu=pregnant-t2-north-1")).await;
    browser.mouse("form[action=\"/shopping\"] .btn.pri").await;
    browser.wait_for("#list").await;
    browser.mouse("#food-7003").await;
    browser.wait_for("#food-7003[aria-pressed=true]").await;
}

/// Every page of this part with something on it, of a list that has this path.
fn pages(list: &str) -> Vec<(&'static str, String)> {
    let of_list = ["", "/edit", "/add?q=trung", "/share", "?off=7003"].map(|rest| format!("{list}{rest}"));
    let names = ["shopping-list", "shopping-edit", "shopping-add", "shopping-share", "shopping-removed"];
    let others = [
        ("shopping", "/shopping"),
        ("shopping-new", "/shopping/new?menu=child-9-11-south-1&people=20"),
        ("own-prices", "/own/prices"),
        ("own-prices-search", "/own/prices?q=ca&region=south"),
        ("own-dishes", "/own/dishes"),
        ("own-dish-new", "/own/dishes/new"),
        ("take", "/take?menu=pregnant-t2-north-1"),
    ];
    let others = others.map(|(name, address)| (name, address.to_owned()));
    names.into_iter().zip(of_list).chain(others).collect()
}

/// Looks at every page of this part.
async fn look_at(setting: Setting, name: &str) {
    let site = Site::start();
    let browser = Browser::open(setting).await;
    let list = made(&browser, &site).await;
    let path = list.replace(&site.url(""), "");
    press(&browser, "#food-7003").await;
    see(&browser, "#food-7003[aria-pressed=true]").await;
    let mut faults = Vec::new();
    for (page, address) in pages(&path) {
        browser.goto(&site.url(&address)).await;
        browser.shoot(&format!("{page}-{name}")).await;
        let found = look::faults(&browser).await.into_iter().chain(look::accessibility_faults(&browser).await);
        faults.extend(found.map(|fault| format!("{page}: {fault}")));
    }
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

#[tokio::test]
async fn shopping_stands_on_a_phone() {
    look_at(Screen::Phone.into(), "phone").await;
}

#[tokio::test]
async fn shopping_stands_on_a_pc() {
    look_at(Screen::Desktop.into(), "desktop").await;
}

#[tokio::test]
async fn shopping_stands_in_the_dark() {
    look_at(Setting { screen: Screen::Phone, dark: true, scripts: true }, "phone-dark").await;
}

#[tokio::test]
async fn nothing_is_cut_on_a_phone_with_text_at_200_percent() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    let list = made(&browser, &site).await;
    let path = list.replace(&site.url(""), "");
    browser.goto(&site.url("/settings")).await;
    browser.run("document.querySelector('[name=nep_text][value=\"200\"]').checked = true").await;
    press(&browser, "form .btn.pri").await;
    see(&browser, "html[data-text=\"200\"]").await;
    let mut faults = Vec::new();
    for (page, address) in pages(&path) {
        browser.goto(&site.url(&address)).await;
        browser.shoot(&format!("{page}-phone-200")).await;
        faults.extend(look::faults(&browser).await.into_iter().map(|fault| format!("{page}: {fault}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn a_dish_is_written_down_by_search_and_measure() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url("/own/dishes/new")).await;
    for (name, text) in [("name", "Trứng rán lá lốt"), ("q", "trung ga")] {
        let field = browser.window.find(Locator::Css(&format!("[name={name}]"))).await.expect("the field");
        field.send_keys(text).await.expect("typed");
    }
    press(&browser, "button.btn[value=find]").await;
    see(&browser, "button[value=add-9001]").await;
    press(&browser, "button[value=add-9001]").await;
    see(&browser, "#amount-9001").await;
    let name = browser.run("return document.querySelector('#name').value").await;
    assert_eq!(name, "Trứng rán lá lốt", "what was typed is still there");
    browser.shoot("own-dish-typed-phone").await;
    assert_eq!(look::faults(&browser).await, Vec::<String>::new());
    press(&browser, "button[value=keep]").await;
    see(&browser, "h1").await;
    see(&browser, "form[action$=remove]").await;
    let body = browser.run("return document.querySelector('main').textContent").await;
    assert!(body.as_str().is_some_and(|text| text.contains("1 quả") && text.contains("kcal")), "{body}");
    assert_eq!(look::accessibility_faults(&browser).await, Vec::<String>::new());
}
