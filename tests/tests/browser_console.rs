//! Pages obey their own content policy, in real Chromium: the console stays silent while they are read and used.

use nep_tests::browser::{Browser, Screen};
use nep_tests::site::Site;

const PAGES: &[&str] = &[
    "/",
    "/danger",
    "/settings",
    "/sources",
    "/growth",
    "/growth?sex=girl&birth=31/2/2025&weight=1700&name=%3Cscript%3Ealert(1)%3C/script%3E",
    "/growth?sex=girl&birth=2/8/2024&on=9/6/2026&weight=9,6&length=78,4&posture=lying&muac=112\
     &name=%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/pregnancy",
    "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026&name=%22%3E%3Csvg%20onload=alert(1)%3E",
    "/menus",
    "/menus/pregnant-t2-north-1?meal=lunch",
    "/take?menu=pregnant-t2-north-1",
    "/dishes/canh-cua-rau-day-mong-toi",
    "/menus/search?q=%3Cb%3Ethit",
    "/build/1?k0=pregnant&n0=%3Cb%3E",
    "/build/3?k0=pregnant&n0=26&find=%3Cimg%20src=x%20onerror=alert(1)%3E&dish=canh",
    "/pot?p=1~north~p2.25.m~l,com-trang:1~z",
    "/plan",
];

/// Plans that cannot be read: the page says so, and the browser itself notes that the address was refused.
const REFUSED: &[&str] =
    &["/week?p=%3Cscript%3Ealert(1)%3C/script%3E", "/plan?p=1~north~%3Cimg%20src=x%20onerror=alert(1)%3E"];

#[tokio::test]
async fn no_page_breaks_its_own_policy_and_markup_never_runs() {
    let site = Site::start();
    let browser = Browser::open(Screen::Phone).await;
    browser.goto(site.address()).await;
    let mut faults = Vec::new();
    for path in PAGES {
        browser.goto(&site.url(path)).await;
        assert_eq!(browser.run("return document.querySelectorAll('img, svg[onload]').length").await, 0, "{path}");
        faults.extend(browser.console().await.into_iter().map(|said| format!("{path}: {said}")));
    }
    for path in REFUSED {
        browser.goto(&site.url(path)).await;
        browser.wait_for(".note.turm + a.btn.pri").await;
        assert_eq!(browser.run("return document.querySelectorAll('img, script:not([src])').length").await, 0, "{path}");
        let said = browser.console().await;
        let refused = |line: &String| line.contains("status of 400");
        assert!(said.iter().all(refused), "{path}: {said:?}");
    }
    // Parts swapped by htmx too.
    browser.goto(&site.url("/menus")).await;
    browser.run("const s = document.querySelector('select'); s.selectedIndex = 2; s.dispatchEvent(new Event('change', { bubbles: true }))").await;
    browser.wait_for("#result a.menu").await;
    browser.goto(&site.url(PAGES[6])).await;
    browser.mouse(".tile:last-of-type").await;
    browser.wait_for(".tile:last-of-type[aria-current]").await;
    faults.extend(browser.console().await);
    assert!(faults.is_empty(), "{faults:#?}");
    browser.run("const s = document.createElement('script'); s.textContent = '1'; document.body.append(s)").await;
    let said = browser.console().await;
    assert!(said.iter().any(|line| line.contains("Content Security Policy")), "the console tells: {said:?}");
}
