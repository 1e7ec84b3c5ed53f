//! Every page, on a phone and on a PC, in both languages: nothing overflows, all is readable, scripts on or off.

use nep_tests::browser::{Browser, Screen, Setting};
use nep_tests::look;
use nep_tests::site::Site;

/// Pages with an answer on them, and the empty ones. Names are plainly invented.
const PAGES: &[(&str, &str)] = &[
    ("home", "/"),
    ("danger", "/danger"),
    ("settings", "/settings"),
    ("sources", "/sources"),
    ("row", "/sources/row?file=data%2Fguidelines%2Fgrowth-classes-2006%2Fgrowth_classes.tsv&line=2"),
    ("growth", "/growth"),
    (
        "growth-faults",
        "/growth?birth=31/2/2025&weight=1700&name=Nguy%E1%BB%85n+Ph%C6%B0%C6%A1ng+Kh%C3%A1nh+Huy%E1%BB%81n",
    ),
    ("growth-result", GIRL),
    (
        "growth-doubt",
        "/growth?sex=girl&birth=2/8/2024&on=9/6/2026&weight=9,6&length=74,0&posture=lying\
         &e_on=8/5/2026&e_weight=9,4&e_length=78,0&e_posture=lying&e_oedema=&e_muac=&e_head=",
    ),
    (
        "growth-danger",
        "/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=8,9&length=76&posture=lying&muac=112&as=worker",
    ),
    (
        "growth-preterm",
        "/growth?sex=boy&birth=1/2/2026&weeks=31&on=1/8/2026&weight=5,4&length=58,5&posture=lying&head=39,4",
    ),
    (
        "growth-preterm-point",
        "/growth?sex=boy&birth=1/1/2026&weeks=31&on=9/6/2026&weight=5,4&length=58,5&e_on=9/5/2026&e_weight=4,9&point=0",
    ),
    ("growth-kept-danger", "/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=4,5&length=76&muac=85&keep=1"),
    ("growth-infant-arm", "/growth?sex=boy&birth=9/2/2026&on=9/6/2026&muac=105"),
    ("growth-past-five", "/growth?sex=boy&birth=1/1/2020&on=9/6/2026&weight=18&length=110&posture=standing"),
    (
        "growth-overweight",
        "/growth?as=worker&sex=girl&birth=8/9/2023&on=14/6/2026&weight=20,6&length=84&posture=standing&muac=170&head=50",
    ),
    ("menu-child", "/menus/child-12-23-north-1?meal=lunch"),
    ("dish-soup", "/dishes/canh-cua-rau-day-mong-toi"),
    ("pregnancy", "/pregnancy"),
    ("pregnancy-over", "/pregnancy?lmp=&due=1/9/2026&height=152&before=66&weight=74&on=14/6/2026&age=17"),
    ("pregnancy-twins", "/pregnancy?lmp=1/12/2025&height=155&before=48&weight=58&on=14/6/2026&fetuses=2"),
    ("pregnancy-faults", "/pregnancy?lmp=1/12/2031&height=1,55&before=48000&weight=x&on=14/6/2026"),
    (
        "pregnancy-result",
        "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026&fetuses=1&as=worker\
         &e_on=5/2/2026&e_weight=47,2&e_on=10/5/2026&e_weight=50,5",
    ),
    ("pregnancy-near", "/pregnancy?lmp=20/1/2026&height=160&before=50&weight=52,7&on=9/6/2026"),
    ("pregnancy-danger", "/pregnancy?lmp=6/12/2025&on=9/6/2026&sign=bleeding"),
    ("menus", "/menus?for=pregnant_t2"),
    ("menus-none", "/menus?for=pregnant_t2&price=30000"),
    ("menu-day", "/menus/pregnant-t2-north-1?meal=lunch"),
    ("menu-day-child", "/menus/child-7-8-north-1?age=abc"),
    ("menu-unsafe", "/menus/child-24-35-north-1"),
    ("menu-sheet", "/take?menu=pregnant-t2-north-1"),
    ("dish", "/dishes/bo-xao-hanh-tay-ca-chua?menu=pregnant-t2-north-1"),
    ("dish-search", "/menus/search?q=thit+bo"),
];

const GIRL: &str = "/growth?sex=girl&birth=2/8/2024&name=Nguy%E1%BB%85n+Ph%C6%B0%C6%A1ng+Kh%C3%A1nh+Huy%E1%BB%81n\
                    &on=9/6/2026&weight=9,6&length=78,4&posture=lying&muac=138&head=46,5&as=worker\
                    &e_on=8/5/2026&e_weight=9,4&e_length=78,0&e_posture=lying&e_oedema=&e_muac=&e_head=";

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
