//! Building a menu in a real browser: a woman at 26 weeks, a family pot with an infant, money that cannot do.

use std::time::Duration;

use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::look;
use nep_tests::site::Site;

/// A woman at 26 weeks with 60,000 đ a day in the North who dislikes liver.
const MOTHER: &str = "/build/result?k0=pregnant&n0=26&budget=60000&region=north&month=6&home=1004&no=gan";
/// She, a child of 8 months, and a grown-up.
const FAMILY: &str = "/build/result?k0=pregnant&n0=26&k1=child&n1=8&k2=adult&region=north&month=6";

/// Waits until a menu is built: an unoptimised program on a busy machine takes its time.
async fn built(browser: &Browser, css: &str) {
    for _ in 0..600 {
        let there = browser.look_up(&format!("document.querySelector('{css}') !== null")).await;
        if there == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("{css} does not come: {}", browser.look_up("location.href + ' ' + document.body.innerText").await);
}

async fn said(browser: &Browser) -> String {
    browser.look_up("document.querySelector('main').innerText").await.as_str().unwrap_or_default().to_owned()
}

async fn address(browser: &Browser, css: &str) -> String {
    let found = browser.look_up(&format!("document.querySelector('{css}').getAttribute('href')")).await;
    found.as_str().expect("a link has an address").to_owned()
}

async fn next(browser: &Browser, step: u8) {
    browser.mouse("form.wizard > .btn.pri").await;
    browser.wait_for(&format!("form.wizard[action='/build/{step}']")).await;
}

#[tokio::test]
async fn a_menu_for_a_woman_at_26_weeks_is_built_without_scripts() {
    let site = Site::start();
    let browser = Browser::open(Setting { screen: Screen::Phone, dark: false, scripts: false }).await;
    browser.goto(site.address()).await;
    browser.mouse("a.item[href='/menus']").await;
    browser.mouse(".dock .btn.pri").await;
    browser.mouse("button[name=add][value=pregnant]").await;
    browser.wait_for("[name=n0]").await;
    browser.mouse("form.wizard > .btn.pri").await;
    browser.wait_for("#n0-err").await;
    browser.keyboard("[name=n0]", "26").await;
    next(&browser, 2).await;
    browser.keyboard("[name=budget]", "60.000").await;
    browser.keyboard("[name=find]", "gao te").await;
    browser.mouse("#find ~ button").await;
    browser.wait_for("[name=find][value='gao te']").await;
    browser.mouse("#found-find input[value='1004']").await;
    next(&browser, 3).await;
    assert_eq!(browser.look_up("document.querySelector('input[name=budget]').value").await, "60.000", "kept, hidden");
    browser.mouse("input[name=no][value=gan]").await;
    next(&browser, 4).await;
    browser.mouse(".bar .ib").await;
    browser.wait_for("form.wizard[action='/build/3']").await;
    assert_eq!(browser.look_up("document.querySelector('input[value=gan]').checked").await, true, "back keeps it");
    next(&browser, 4).await;
    browser.mouse("form.wizard > .btn.pri").await;
    built(&browser, ".proposal").await;
    assert_eq!(browser.look_up("typeof htmx").await, "undefined", "no script runs");
    let text = said(&browser).await;
    for told in ["60.000 đ/ngày", "gạo tẻ máy", "gan", "Mẹ bầu", "chất"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    browser.mouse(".proposals li:nth-child(2) .proposal").await;
    browser.wait_for(".proposals li:nth-child(2) .proposal[aria-current]").await;
    browser.shoot("build-result-plain").await;
    browser.mouse(".dock .btn.pri").await;
    built(&browser, ".week .day:nth-of-type(7)").await;
    let week = said(&browser).await;
    assert!(week.contains("Ngày 7") && week.contains("Tiền chợ cả đợt"), "{week}");
    assert!(!week.to_lowercase().contains("gan "), "no liver on any day: {week}");
}

#[tokio::test]
async fn one_pot_feeds_a_family_with_an_infant() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url(FAMILY)).await;
    built(&browser, ".proposal").await;
    let text = said(&browser).await;
    assert!(text.contains("Bé 8 tháng") && text.contains("Người lớn"), "{text}");
    browser.goto(&site.url(&address(&browser, ".ways a[href^=\"/pot\"]").await)).await;
    let text = said(&browser).await;
    for told in ["Bé 8 tháng", "Phần của bé 8 tháng", "Mỗi người được gì", "Vẫn cho bé bú"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    browser.mouse(".people button:nth-of-type(2)").await;
    browser.wait_for(".people button:nth-of-type(2)[aria-current]").await;
    assert!(browser.look_up("location.hash").await == "#who" || said(&browser).await.contains("Bé 8 tháng"));
}

#[tokio::test]
async fn money_that_cannot_do_says_how_much_is_missing() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url("/build/result?k0=pregnant&n0=26&budget=15000&region=north&month=6")).await;
    built(&browser, ".impossible").await;
    let text = said(&browser).await;
    assert!(text.contains("Thiếu ") && text.contains("15.000 đ/ngày"), "{text}");
    browser.shoot("build-impossible").await;
    browser.mouse(".impossible a.btn").await;
    built(&browser, ".proposal").await;
    assert!(!said(&browser).await.contains("15.000 đ/ngày"));
}

#[tokio::test]
async fn waiting_is_told_in_grains_and_can_be_stopped() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    let asked = format!("{FAMILY}&k3=child&n3=30&days=14");
    browser.goto(&site.url(&asked)).await;
    built(&browser, "#progress, .proposal").await;
    if browser.look_up("document.querySelector('#progress') !== null").await == true {
        let faults = look::faults(&browser).await.into_iter().chain(look::accessibility_faults(&browser).await);
        let faults: Vec<String> = faults.collect();
        assert!(
            faults.is_empty() || browser.look_up("document.querySelector('#progress') === null").await == true,
            "{faults:?}"
        );
        if browser.look_up("document.querySelector('#progress button') !== null").await == true {
            browser.mouse("#progress button").await;
            built(&browser, "form.wizard[action=\"/build/4\"], .proposal").await;
        }
    }
}

/// Every page of the way, with what is typed on it.
const STEPS: &[(&str, &str)] = &[
    ("build-1-empty", "/build/1"),
    ("build-1", "/build/1?k0=pregnant&n0=26&k1=child&n1=4&k2=lactating&n2=3&k3=adult&go=next"),
    ("build-1-faults", "/build/1?k0=pregnant&n0=260&y0=5&k1=child&go=next"),
    ("build-2", "/build/2?k0=pregnant&n0=26&budget=60&home=1004&find=trung&go=next"),
    (
        "build-3",
        "/build/3?k0=pregnant&n0=26&no=gan&free=milk&find=ca&dish=canh+cua&fav=canh-cua-rau-day-mong-toi@lunch",
    ),
    ("build-4", "/build/4?k0=pregnant&n0=26&k1=child&n1=22&days=15&go=next"),
    ("menus-further", "/menus?for=pregnant_t2&have=1004&food=trung&month=6&free=milk"),
    ("week-none", "/week?p=abc"),
];

async fn faults_of(browser: &Browser, name: &str) -> Vec<String> {
    let found = look::faults(browser).await.into_iter().chain(look::accessibility_faults(browser).await);
    found.map(|fault| format!("{name}: {fault}")).collect()
}

async fn look_at(screen: Screen, language: &str, dark: bool, large: bool) {
    let site = Site::start();
    let browser = Browser::open(Setting { screen, dark, scripts: true }).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url(&format!("/?lang={language}"))).await;
    let mut faults = Vec::new();
    let kind =
        format!("{}-{language}{}{}", screen.name(), if dark { "-dark" } else { "" }, if large { "-200" } else { "" });
    let enlarge = async || {
        if large {
            browser.run("document.documentElement.dataset.text = '200'").await;
        }
    };
    for (name, path) in STEPS {
        browser.goto(&site.url(path)).await;
        enlarge().await;
        browser.shoot(&format!("{name}-{kind}")).await;
        faults.extend(faults_of(&browser, name).await);
    }
    for (name, asked, onward) in
        [("build-result", MOTHER, ".ways a"), ("build-family", FAMILY, ".ways a[href^=\"/pot\"]")]
    {
        browser.goto(&site.url(asked)).await;
        built(&browser, ".proposal").await;
        enlarge().await;
        browser.shoot(&format!("{name}-{kind}")).await;
        faults.extend(faults_of(&browser, name).await);
        let code = address(&browser, onward).await;
        let code = code.split_once("p=").expect("a plan in the address").1.to_owned();
        for page in ["pot", "week"] {
            browser.goto(&site.url(&format!("/{page}?p={code}"))).await;
            enlarge().await;
            browser.shoot(&format!("{name}-{page}-{kind}")).await;
            faults.extend(faults_of(&browser, &format!("{name} {page}")).await);
        }
    }
    assert!(faults.is_empty(), "{kind}: {faults:#?}");
}

#[tokio::test]
async fn the_way_stands_on_a_phone_in_vietnamese() {
    look_at(Screen::Phone, "vi", false, false).await;
}

#[tokio::test]
async fn the_way_stands_on_a_pc_in_english() {
    look_at(Screen::Desktop, "en", false, false).await;
}

#[tokio::test]
async fn the_way_stands_in_the_dark_on_a_phone_in_english() {
    look_at(Screen::Phone, "en", true, false).await;
}

#[tokio::test]
async fn the_way_stands_in_letters_twice_as_large() {
    look_at(Screen::Phone, "vi", false, true).await;
}

#[tokio::test]
async fn the_way_stands_on_a_pc_in_vietnamese() {
    look_at(Screen::Desktop, "vi", false, false).await;
}
