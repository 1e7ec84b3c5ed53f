//! Every page, on a phone and on a PC, in both languages: nothing overflows, all is readable, scripts on or off.

use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::look;
use nep_tests::site::Site;

/// Pages with an answer on them, and the empty ones. Names are plainly invented.
const PAGES: &[(&str, &str)] = &[("home", "/"), ("danger", "/danger"), ("sources", "/sources")];

async fn look_at(screen: Screen, language: &str) {
    let site = Site::start();
    let browser = Browser::open(screen).await;
    browser.goto(site.address()).await;
    let mut faults = Vec::new();
    for (name, path) in PAGES {
        let separator = if path.contains('?') { '&' } else { '?' };
        browser.goto(&site.url(&format!("{path}{separator}lang={language}"))).await;
        assert_eq!(browser.run("return document.documentElement.lang").await, language, "{path}");
        browser.shoot(&format!("{name}-{}-{language}", screen.name())).await;
        let found = look::faults(&browser).await.into_iter().chain(look::accessibility_faults(&browser).await);
        faults.extend(found.map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{} {language}: {faults:#?}", screen.name());
}

#[tokio::test]
async fn pages_stand_on_a_phone_in_vietnamese() {
    look_at(Screen::Phone, "vi").await;
}

#[tokio::test]
async fn pages_stand_on_a_phone_in_english() {
    look_at(Screen::Phone, "en").await;
}

#[tokio::test]
async fn pages_stand_on_a_pc_in_vietnamese() {
    look_at(Screen::Desktop, "vi").await;
}

#[tokio::test]
async fn pages_stand_on_a_pc_in_english() {
    look_at(Screen::Desktop, "en").await;
}

#[tokio::test]
async fn pages_are_readable_in_the_dark() {
    let site = Site::start();
    let browser = Browser::open(Setting { screen: Screen::Phone, dark: true, scripts: true }).await;
    browser.goto(site.address()).await;
    let mut faults = Vec::new();
    for (name, path) in PAGES {
        browser.goto(&site.url(path)).await;
        browser.shoot(&format!("{name}-phone-dark")).await;
        faults.extend(look::accessibility_faults(&browser).await.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
