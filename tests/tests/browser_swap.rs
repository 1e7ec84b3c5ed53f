//! A day of the bank made one's own in real Chromium: a dish swapped in the sheet, an ingredient swapped, undone; with and
//! without scripts, on a phone and a PC, in the dark and in large letters.

use fantoccini::Locator;
use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::look;
use nep_tests::site::Site;

const MENU: &str = "/menus/pregnant-t2-north-1?meal=lunch";

/// Presses what is there; scrolled to first, as the dock lies over the foot of the page.
async fn press(browser: &Browser, css: &str) {
    let found = browser.window.wait().for_element(Locator::Css(css)).await.expect(css);
    browser.run(&format!("document.querySelector({css:?}).scrollIntoView({{block: 'center'}})")).await;
    found.click().await.expect(css);
}

async fn see(browser: &Browser, css: &str) {
    browser.window.wait().for_element(Locator::Css(css)).await.expect(css);
}

async fn path(browser: &Browser) -> String {
    browser.window.current_url().await.expect("an address").path().to_owned()
}

/// What the address says the plan is.
async fn plan(browser: &Browser) -> String {
    let address = browser.window.current_url().await.expect("an address");
    address.query_pairs().find(|(name, _)| name == "p").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Waits until the address holds the plan.
async fn arrive(browser: &Browser, expected: &str, why: &str) {
    for _ in 0..100 {
        if plan(browser).await == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(plan(browser).await, expected, "{why}");
}

async fn walk(setting: Setting) {
    let site = Site::start();
    let browser = Browser::open(setting).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url(MENU)).await;
    // Bank → swap dish.
    press(&browser, "#d1 a.chip[href^='/plan/swap']").await;
    see(&browser, "#sheet.sheet .other.best").await;
    let over = path(&browser).await.starts_with("/menus/");
    assert_eq!(over, setting.scripts, "with scripts the sheet opens over the page");
    if setting.scripts {
        assert_eq!(look::accessibility_faults(&browser).await, Vec::<String>::new(), "the sheet");
        // The page behind rests, and Esc leads back to what was pressed.
        assert_eq!(browser.run("return document.querySelectorAll('main [inert]').length > 0").await, true, "behind");
        browser.run("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))").await;
        assert_eq!(browser.run("return document.querySelectorAll('.sheet, [inert]').length").await, 0, "closed");
        assert_eq!(browser.run("return document.activeElement.matches('#d1 a.chip')").await, true, "back");
        press(&browser, "#d1 a.chip[href^='/plan/swap']").await;
        see(&browser, "#sheet.sheet .other.best").await;
    }
    press(&browser, "#sheet .btn.pri").await;
    see(&browser, ".done button[name=at]").await;
    assert_eq!(path(&browser).await, "/plan");
    let swapped = plan(&browser).await;
    // → swap ingredient, of the first dish that has a substitute.
    let mut exchanged = false;
    for dish in 0..5 {
        if exchanged {
            break;
        }
        let css = format!("#d{dish} a.chip[href^='/plan/parts']");
        if browser.window.find(Locator::Css(&css)).await.is_err() {
            continue;
        }
        press(&browser, &css).await;
        see(&browser, "#sheet.sheet").await;
        if browser.window.find(Locator::Css("#sheet button[name=out]")).await.is_ok() {
            press(&browser, "#sheet button[name=out]").await;
            see(&browser, "#sheet.sheet").await;
            if browser.window.find(Locator::Css("#sheet button[name=to]")).await.is_ok() {
                press(&browser, "#sheet button[name=to]").await;
                see(&browser, ".done button[name=at]").await;
                exchanged = plan(&browser).await.contains(":s");
                continue;
            }
        }
        press(&browser, "#sheet .ib").await;
        see(&browser, "#meal").await;
    }
    assert!(exchanged, "an ingredient of the meal has a substitute");
    // → undo.
    press(&browser, ".done button[name=at]").await;
    arrive(&browser, &swapped, "the plan is as it was before").await;
    // A step more, a step less.
    press(&browser, "#d0 button[formaction='/plan/more']").await;
    see(&browser, ".done").await;
    assert_ne!(plan(&browser).await, swapped, "one step more");
    press(&browser, "#d0 button[formaction='/plan/less']").await;
    arrive(&browser, &swapped, "one step more and one less").await;
}

#[tokio::test]
async fn dish_ingredient_and_undo_on_a_phone_with_scripts() {
    walk(Setting { screen: Screen::Phone, dark: false, scripts: true }).await;
}

#[tokio::test]
async fn dish_ingredient_and_undo_on_a_pc_without_scripts() {
    walk(Setting { screen: Screen::Desktop, dark: false, scripts: false }).await;
}

#[tokio::test]
async fn the_pages_stand_on_phone_and_pc_light_and_dark() {
    let one = "1~north~p2.25.m~b,pho-xao-bo:1_l,com-trang:0.75,bo-xao-hanh-tay-ca-chua:1:s7003-7017-80,cam:1~z";
    let pot = "1~south~p3.31.h_c30.f.w_a~l,com-trang:1.5:2x1.5,chao-thit-bam:1,dua-hau:1:2x1~d,com-trang:1~z";
    let pages = [
        ("plan", format!("/plan?p={one}&at=0.1")),
        ("plan-swap", format!("/plan/swap?p={one}&at=0.1.1.0")),
        ("plan-parts", format!("/plan/parts?p={one}&at=0.1.1.0")),
        ("plan-part", format!("/plan/part?p={one}&at=0.1.1.0&out=7003")),
        ("plan-dish", format!("/dishes/bo-xao-hanh-tay-ca-chua?p={one}&at=0.1.1.0")),
        ("plan-family", format!("/plan?p={pot}")),
        ("plan-refused", "/plan?p=1~north".to_owned()),
    ];
    let mut faults = Vec::new();
    for (screen, dark) in [(Screen::Phone, false), (Screen::Desktop, false), (Screen::Phone, true)] {
        let site = Site::start();
        let browser = Browser::open(Setting { screen, dark, scripts: true }).await;
        browser.goto(site.address()).await;
        for (name, path) in &pages {
            browser.goto(&site.url(path)).await;
            let shot = format!("{name}-{}{}", screen.name(), if dark { "-dark" } else { "" });
            browser.shoot(&shot).await;
            let found = look::faults(&browser).await.into_iter().chain(look::accessibility_faults(&browser).await);
            faults.extend(found.map(|fault| format!("{shot}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
