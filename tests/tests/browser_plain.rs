//! The pages as an old phone or a careful one shows them: no script runs, and the keyboard alone is enough.

use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::site::Site;
use serde_json::Value;

async fn without_scripts(site: &Site) -> Browser {
    let browser = Browser::open(Setting { screen: Screen::Phone, dark: false, scripts: false }).await;
    browser.goto(site.address()).await;
    browser
}

#[tokio::test]
async fn a_child_is_weighed_without_scripts() {
    let site = Site::start();
    let browser = without_scripts(&site).await;
    browser.mouse("a.item[href='/growth']").await;
    browser.mouse("label.opt").await;
    for (name, typed) in [("birth", "2/8/2024"), ("on", "9/6/2026"), ("weight", "1700"), ("length", "78,4")] {
        browser.keyboard(&format!("[name={name}]"), typed).await;
    }
    browser.keyboard("[name=name]", "<b>Mây</b>").await;
    browser.mouse("form .btn.pri").await;
    browser.wait_for("#weight-err").await;
    assert_eq!(browser.look_up("typeof htmx").await, "undefined", "no script runs");
    for (name, typed) in [("weight", "1700"), ("length", "78,4"), ("birth", "2/8/2024"), ("name", "<b>Mây</b>")] {
        let kept = browser.look_up(&format!("document.querySelector('[name={name}]').value")).await;
        assert_eq!(kept, typed, "what was typed is kept");
    }
    browser.look_up("document.querySelector('#weight').value = ''").await;
    browser.keyboard("#weight", "9,6").await;
    browser.mouse("form .btn.pri").await;
    browser.wait_for(".tile[aria-current]").await;
    assert_eq!(browser.look_up("document.querySelector('h1').textContent").await, "<b>Mây</b>");
    browser.mouse(".tile:first-of-type").await;
    browser.wait_for(".tile:first-of-type[aria-current]").await;
    browser.mouse(".dock .btn.pri").await;
    browser.wait_for("[name=e_weight]").await;
    assert_eq!(browser.look_up("document.querySelector('[name=e_weight]').value").await, "9,6");
}

#[tokio::test]
async fn a_pregnancy_is_followed_without_scripts() {
    let site = Site::start();
    let browser = without_scripts(&site).await;
    browser.mouse("a.item[href='/pregnancy']").await;
    let typed = [("lmp", "6/12/2025"), ("height", "152"), ("before", "47"), ("weight", "51,2"), ("on", "9/6/2026")];
    for (name, typed) in typed {
        browser.keyboard(&format!("[name={name}]"), typed).await;
    }
    browser.mouse("form .btn.pri").await;
    browser.wait_for("svg.chart").await;
    browser.mouse(".dock .btn.pri").await;
    browser.wait_for("[name=e_weight]").await;
    assert_eq!(browser.look_up("document.querySelector('[name=e_weight]').value").await, "51,2");
    browser.mouse("a.danger").await;
    browser.wait_for(".leaf.gac").await;
}

#[tokio::test]
async fn a_menu_is_found_and_its_dish_read_without_scripts() {
    let site = Site::start();
    let browser = without_scripts(&site).await;
    browser.mouse("a.item[href='/menus']").await;
    browser.mouse(".picks .btn").await;
    browser.wait_for("a.menu").await;
    browser.mouse("a.menu").await;
    browser.mouse("a.meal:not([aria-current])").await;
    browser.wait_for("a.item[href^='/dishes/']").await;
    browser.mouse("a.item[href^='/dishes/']").await;
    // A dish of a menu leads to what could stand in its place; the bank to every dish there is.
    browser.wait_for(".dock a.btn.pri[href^='/plan/swap']").await;
    browser.mouse(".dock .btn.pri").await;
    browser.wait_for("#sheet").await;
    browser.goto(&site.url("/menus")).await;
    browser.mouse("a[href='/menus/search']").await;
    browser.keyboard("[name=q]", "thit bo").await;
    browser.mouse("form .btn.pri").await;
    browser.wait_for("#result a.item").await;
    let found = browser.look_up("document.querySelector('#result').innerText").await;
    assert!(found.as_str().is_some_and(|text| text.contains("ò")), "{found}");
}

/// Where the focus is: what it is on, whether it is seen there, whether a ring shows it.
const FOCUS: &str = "(() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), ring = (x) => getComputedStyle(x).outlineStyle !== 'none';
  const x = r.x + r.width / 2, y = r.y + r.height / 2, at = document.elementFromPoint(x, y);
  const shown = [e, e.nextElementSibling, e.closest('.pick'), e.querySelector('circle, rect')].filter((x) => x);
  const drawn = (x) => ring(x) || (x.tagName === 'circle' && getComputedStyle(x).stroke !== 'none') || x.matches('.slice');
  return { end: e === document.body, name: e.tagName + ' ' + (e.getAttribute('href') || e.name || e.textContent).slice(0, 60),
    ring: shown.some(drawn), free: !at || e.contains(at) || at.contains(e) || !!(e.labels && e.labels[0] && e.labels[0].contains(at)) };
})()";

/// Class of the first element of the page that the keyboard stops at. After the last stop of the page before, the focus may
/// still stand on the window itself, which takes one press more.
async fn first_stop(browser: &Browser) -> Value {
    for _ in 0..2 {
        browser.key("Tab").await;
        if browser.look_up("document.activeElement !== document.body").await == true {
            break;
        }
    }
    browser.look_up("document.activeElement.className").await
}

#[tokio::test]
async fn the_keyboard_reaches_everything_and_shows_where_it_is() {
    let site = Site::start();
    let browser = Browser::open(Screen::Desktop).await;
    browser.goto(site.address()).await;
    let mut faults = Vec::new();
    for path in [
        "/",
        "/growth",
        "/growth?sex=girl&birth=2/8/2024&on=9/6/2026&weight=9,6&length=78,4&posture=lying&muac=138",
        "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026",
        "/menus",
        "/menus/pregnant-t2-north-1?meal=lunch",
    ] {
        browser.goto(&site.url(path)).await;
        let first = first_stop(&browser).await;
        assert_eq!(first, "skip", "{path}: the first stop leads past the navigation");
        let mut stops = 0;
        for _ in 0..120 {
            browser.key("Tab").await;
            let focus = browser.look_up(FOCUS).await;
            if focus["end"] == true {
                break;
            }
            stops += 1;
            if focus["ring"] != true || focus["free"] != true {
                faults.push(format!("{path}: {focus}"));
            }
        }
        let all = browser.look_up("document.querySelectorAll('.tab').length").await;
        assert!(stops > all.as_u64().expect("a number"), "{path}: {stops} stops");
    }
    assert!(faults.is_empty(), "{faults:#?}");
    browser.goto(&site.url("/growth")).await;
    assert_eq!(first_stop(&browser).await, "skip");
    browser.key("Enter").await;
    browser.key("Tab").await;
    assert_eq!(browser.look_up("document.activeElement.name").await, "sex", "the skip link leads to the form");
    browser.key("Space").await;
    assert_eq!(browser.look_up("document.querySelector('[name=sex]').checked").await, true);
}
