//! Forms as people use them in real Chromium: with htmx, and with very large text.

use fantoccini::Locator;
use nep_tests::browser::{Browser, Screen};
use nep_tests::look;
use nep_tests::site::Site;

/// Types into the field of this name.
async fn type_in(browser: &Browser, name: &str, text: &str) {
    let field = browser.window.find(Locator::Css(&format!("[name={name}]"))).await.expect("the field is there");
    field.send_keys(text).await.expect("the field takes text");
}

async fn press(browser: &Browser, css: &str) {
    browser.window.find(Locator::Css(css)).await.expect(css).click().await.expect(css);
}

async fn see(browser: &Browser, css: &str) {
    browser.window.wait().for_element(Locator::Css(css)).await.expect(css);
}

#[tokio::test]
async fn a_child_is_weighed_with_htmx() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    browser.goto(&site.url("/growth")).await;
    press(&browser, "label.opt:first-of-type").await;
    type_in(&browser, "birth", "2/8/2024").await;
    type_in(&browser, "on", "9/6/2026").await;
    type_in(&browser, "weight", "1700").await;
    type_in(&browser, "length", "78,4").await;
    press(&browser, "form .btn.pri").await;
    see(&browser, "#weight-err").await;
    let weight = browser.window.find(Locator::Css("#weight")).await.expect("the field is still there");
    assert_eq!(weight.prop("value").await.expect("a value").as_deref(), Some("1700"), "nothing typed is lost");
    weight.clear().await.expect("the field can be emptied");
    type_in(&browser, "weight", "9,6").await;
    press(&browser, "form .btn.pri").await;
    see(&browser, ".tiles").await;
    let address = browser.window.current_url().await.expect("an address");
    assert!(address.query().is_some_and(|query| query.contains("length=78")), "{address}");
    press(&browser, ".tile:first-of-type").await;
    see(&browser, ".tile:first-of-type[aria-current]").await;
    assert_eq!(look::faults(&browser).await, Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_cut_on_a_phone_with_text_at_200_percent() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    let mut faults = Vec::new();
    let pages = [
        ("home", "/"),
        ("danger", "/danger"),
        ("growth", "/growth"),
        (
            "growth-result",
            "/growth?sex=girl&birth=2/8/2024&on=9/6/2026&weight=9,6&length=78,4&posture=lying&muac=138&as=worker",
        ),
        ("pregnancy", "/pregnancy"),
        ("menus", "/menus?for=pregnant_t2"),
        ("menu-day", "/menus/pregnant-t2-north-1?meal=lunch"),
        ("dish", "/dishes/bo-xao-hanh-tay-ca-chua"),
        ("pregnancy-result", "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026&sign=bleeding"),
        ("build-people", "/build?k0=pregnant&n0=26"),
        ("build-money", "/build/2?k0=pregnant&n0=26"),
        ("build-likes", "/build/3?k0=pregnant&n0=26"),
        ("build-days", "/build/4?k0=pregnant&n0=26"),
        ("take", "/take?menu=pregnant-t2-north-1"),
        ("shopping-new", "/shopping/new?menu=pregnant-t2-north-1"),
    ];
    for language in ["vi", "en"] {
        browser.goto(&site.url("/settings")).await;
        let choose = format!(
            "for (const set of ['nep_text=200', 'nep_lang={language}']) {{ const [name, value] = set.split('=');
               document.querySelector(`[name=${{name}}][value=\"${{value}}\"]`).checked = true; }}"
        );
        browser.run(&choose).await;
        press(&browser, "form .btn.pri").await;
        see(&browser, &format!("html[data-text=\"200\"][lang={language}]")).await;
        for (name, path) in pages {
            browser.goto(&site.url(path)).await;
            browser.shoot(&format!("{name}-phone-200-{language}")).await;
            faults.extend(look::faults(&browser).await.into_iter().map(|fault| format!("{name} {language}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
