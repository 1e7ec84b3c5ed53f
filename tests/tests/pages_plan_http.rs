//! A household's own day: from the bank to a plan, swaps, portions, undo, and addresses nobody made.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use nep_app::plan_code::{self, House};
use nep_core::foods::{Database, Dish, FoodCode};
use nep_core::menu::swap::recipe;
use nep_core::menu::{Change, Plan, Table, person_of, read_plan};
use nep_core::nutrition::balance::Overall;
use nep_tests::pages::{Pages, links};

/// Status, where it leads on, and the page.
async fn answer(address: &str) -> (StatusCode, String, String) {
    let answer = Pages::open().ask(Method::GET, address).await;
    let onward = answer.location.split('#').next().unwrap_or_default().to_owned();
    (answer.status, onward, answer.html)
}

async fn page(address: &str) -> String {
    Pages::open().page(address).await
}

/// The page that a change leads to.
async fn changed(address: &str) -> (String, String) {
    let (status, onward, _) = answer(address).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{address}");
    let html = page(&onward).await;
    (onward, html)
}

/// What the pressable alternatives of a sheet send.
fn offers(html: &str) -> Vec<String> {
    let values = html.split("name=\"to\" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let values: BTreeSet<String> = values.map(str::to_owned).collect();
    values.into_iter().collect()
}

/// What an address asks under `name`.
fn asked(address: &str, name: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

fn overall(code: &str) -> Overall {
    let (plan, _) = plan_code::read(code).expect("a plan");
    let days = read_plan(&Table::bundled(), &plan).expect("readable");
    days[0][0].as_ref().expect("a person").overall
}

const MENU: &str = "pregnant-t2-north-1";

async fn own_plan() -> String {
    let (onward, html) = changed(&format!("/plan/for?menu={MENU}&age=27&activity=moderate&at=0.2")).await;
    assert!(onward.starts_with("/plan?p=1~north~p2.27.m~"), "{onward}");
    assert!(html.contains("Mâm của mình"));
    asked(&onward, "p")
}

#[tokio::test]
async fn a_menu_of_the_bank_leads_to_swaps_shopping_and_one_s_own_day() {
    let html = page(&format!("/menus/{MENU}?meal=lunch")).await;
    assert!(links(&html, "/plan/swap?p=").next().is_some() && links(&html, "/plan/parts?p=").next().is_some());
    assert!(links(&html, "/shopping/new?plan=").next().is_some());
    assert!(html.contains("formaction=\"/plan/for\"") && html.contains("Cho nhà mình"));
    assert!(html.contains("bát con"), "household measures");
    assert!(html.contains("Nhiều nhất từ:"), "where a figure comes from");
}

#[tokio::test]
async fn a_dish_is_swapped_told_and_undone() {
    let code = own_plan().await;
    let sheet = page(&format!("/plan/swap?p={code}&at=0.2.1.0")).await;
    assert!(sheet.contains("btn pri"), "the best is the leaf");
    let offers = offers(&sheet);
    assert!(offers.len() >= 3, "{offers:?}");
    for to in &offers {
        let (onward, html) = changed(&format!("/plan/take?p={code}&at=0.2.1.0&to={to}")).await;
        let new = asked(&onward, "p");
        assert!(new.contains(&format!(",{to}:")), "{new}");
        assert!(html.contains("Đã đổi ") && html.contains("Hoàn tác"), "{to}");
        assert!(overall(&new) == Overall::Balanced || overall(&code) != Overall::Balanced, "{to}");
        let undo = html.split("name=\"p\" value=\"").nth(2).and_then(|rest| rest.split('"').next());
        let undone = html.contains(&format!("value=\"{}\"", code.replace('>', "&gt;")));
        assert!(undone, "{to}: the former plan stands in the form: {undo:?}");
    }
}

#[tokio::test]
async fn what_is_not_offered_is_not_done() {
    let code = own_plan().await;
    for to in ["com-trang", "no-such-dish", "sua-me", "%3Cb%3E", ""] {
        let (onward, html) = changed(&format!("/plan/take?p={code}&at=0.2.1.0&to={to}")).await;
        assert_eq!(asked(&onward, "p"), code, "{to}");
        assert!(html.contains("Mâm vẫn như cũ") && !html.contains("<b>"), "{to}");
    }
    let (status, _, _) = answer(&format!("/plan/take?p={code}&to=com-trang")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "no place");
}

#[tokio::test]
async fn an_ingredient_is_swapped_and_the_recipe_speaks_of_it() {
    let code = own_plan().await;
    let (plan, _) = plan_code::read(&code).expect("a plan");
    let mut swapped = 0;
    for (meal, served) in plan.days[0].meals.iter().enumerate() {
        for (dish, cooked) in served.dishes.iter().enumerate() {
            let at = format!("0.{meal}.{dish}.0");
            let parts = page(&format!("/plan/parts?p={code}&at={at}")).await;
            let outs: Vec<&str> =
                parts.split("name=\"out\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            for out in outs {
                let sheet = page(&format!("/plan/part?p={code}&at={at}&out={out}")).await;
                let Some(to) = offers(&sheet).into_iter().next() else { continue };
                assert!(sheet.contains("Lượng thay"), "what the amount is equal in");
                let (onward, html) = changed(&format!("/plan/exchange?p={code}&at={at}&to={to}")).await;
                assert!(html.contains("Đã đổi ") && html.contains(" → "), "{onward}");
                let new = asked(&onward, "p");
                let address = format!("/dishes/{}?p={new}&at={at}", cooked.dish);
                assert!(page(&address).await.contains(" → "), "{address}");
                swapped += 1;
            }
        }
    }
    assert!(swapped > 3, "{swapped}");
    // Beef by its name in a recipe, pork for it.
    let change = Change { out: FoodCode(7003), into: FoodCode(7017), grams: 80.0 };
    let foods = Database::bundled();
    let beef = |dish: &&Dish| dish.ingredients.iter().any(|part| part.food == change.out);
    let reworded = |dish: &&Dish| recipe(foods, dish, &[change]).told_above.is_empty() && dish.child_months.is_none();
    let dish = foods.dishes().iter().filter(beef).find(reworded).expect("a beef dish whose recipe names beef");
    let code = format!("1~north~p2.25.m~l,com-trang:1,{}:1:s7003-7017-80~z", dish.id);
    let html = page(&format!("/dishes/{}?p={code}&at=0.0.1.0", dish.id)).await;
    let steps = |html: &str| html.split_once("<ol").map(|(_, rest)| rest.to_lowercase()).unwrap_or_default();
    assert!(!steps(&html).contains("thịt bò") && steps(&html).contains("thịt lợn nạc"), "{}", dish.id);
    assert!(steps(&page(&format!("/dishes/{}", dish.id)).await).contains("thịt bò"), "the bank's own is as it was");
}

#[tokio::test]
async fn portions_move_by_household_steps_within_what_is_served() {
    let code = "1~north~p2.25.m~l,com-trang:0.75,cam:1~z";
    let (onward, html) = changed(&format!("/plan/more?p={code}&at=0.0.0.0")).await;
    assert!(asked(&onward, "p").contains("com-trang:0.875"), "a quarter bowl: {onward}");
    assert!(html.contains("1½ bát con → 1¾ bát con"));
    let mut at = code.to_owned();
    for _ in 0..20 {
        let (onward, _) = changed(&format!("/plan/more?p={at}&at=0.0.0.0")).await;
        at = asked(&onward, "p");
    }
    assert!(at.contains("com-trang:1.5,"), "three bowls at most: {at}");
    let html = page(&format!("/plan?p={at}&at=0.0.0.0")).await;
    assert!(html.contains("disabled"), "the step past the most cannot be pressed");
}

#[tokio::test]
async fn a_family_sees_each_one_s_portion_and_verdict() {
    let code = "1~south~p3.31.h_c30.f.w_a~l,com-trang:1.5:2x1.5,chao-thit-bam:1,dua-hau:1:2x1~d,com-trang:1~z";
    let html = page(&format!("/plan?p={code}")).await;
    assert!(html.contains("Mâm của nhà mình") && html.contains("Bé 30 tháng") && html.contains("Ngày 2"));
    let adult = page(&format!("/plan?p={code}&at=0.0.-.2")).await;
    assert!(adult.contains("chưa có bảng nhu cầu"), "no verdict for whom no table knows");
    let day = page(&format!("/plan?p={code}&day=2")).await;
    assert!(day.contains("aria-current=\"page\""));
}

#[tokio::test]
async fn two_weeks_of_four_stay_a_small_page_and_every_way_works() {
    let menus: Vec<_> = Database::bundled().menus().iter().filter(|menu| menu.id.starts_with("pregnant")).collect();
    let person = person_of(menus[0]).expect("a woman");
    let mut plan = Plan::of_menu(menus[0], person);
    for extra in 2..=4 {
        plan.eaters.push(nep_core::menu::Eater { id: extra.to_string(), who: nep_core::menu::Who::Adult });
    }
    let days: Vec<_> = menus.iter().cycle().take(14).map(|menu| Plan::of_menu(menu, person).days.remove(0)).collect();
    plan.days = days;
    for dish in plan.days.iter_mut().flat_map(|day| &mut day.meals).flat_map(|meal| &mut meal.dishes) {
        for eater in 1..4 {
            dish.portions.push(nep_core::menu::Portion { eater, servings: 1.0, share: nep_core::menu::Share::Whole });
        }
    }
    let code = plan_code::write(&plan, &House::default());
    assert!(code.len() < 20 * 1024, "{}", code.len());
    let html = page(&format!("/plan?p={code}&at=13.2.0.1")).await;
    assert!(html.contains("formaction=\"/plan/swap\"") && html.contains("formaction=\"/shopping/new\""));
    let sheet = page(&format!("/plan/swap?p={code}&at=13.2.1.0")).await;
    assert!(sheet.contains("/plan/take"));
}

#[tokio::test]
async fn an_address_nobody_made_is_told_what_is_wrong_with_it() {
    let good = "1~north~p2.25.m~l,com-trang:1~z";
    for (code, told) in [
        ("1~north~p2.25.m~l,com-trang:1", "cắt mất"),
        ("1~north~c5.u.b~b,com-trang:1~z", "chỉ bú mẹ"),
        ("1~north~p2.25.m~l,own-7:1~z", "không biết"),
        ("1~north~p2.25.m~l,com-trang:1:s1-2-3~z", "Chưa tính được"),
        ("%3Cscript%3Ealert(1)", "Không đọc được"),
    ] {
        let (status, _, html) = answer(&format!("/plan?p={code}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{code}");
        assert!(html.contains(told) && !html.contains("<script>alert"), "{code}");
    }
    let html = page(&format!("/plan?p={good}&at=9.9.9.9&was=x&meal=tea&day=77")).await;
    assert!(html.contains("“tea”") && html.contains("“77”"));
    for path in ["swap", "parts", "part", "take", "exchange", "more", "less"] {
        let (status, _, _) = answer(&format!("/plan/{path}?p={good}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path} without a place");
        let (status, _, _) = answer(&format!("/plan/{path}?p=x&at=0.0.0.0")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} without a plan");
    }
}

#[tokio::test]
async fn an_address_without_a_plan_leads_to_one() {
    for address in [
        "/plan",
        "/plan?p=",
        "/plan?at=0.1.0.0",
        "/plan/swap",
        "/plan/take",
        "/plan/for",
        "/shopping/new",
        "/week",
        "/pot?day=2",
    ] {
        let html = page(address).await;
        assert!(html.contains("Chưa có mâm nào ở đây"), "{address}");
        assert!(html.contains("href=\"/menus\"") && html.contains("href=\"/build/1\""), "{address}");
    }
}

#[tokio::test]
async fn nothing_takes_the_place_of_breast_milk() {
    let code = "1~north~c8.u.b~b,sua-me:1_l,chao-thit-bam:1~z";
    let sheet = page(&format!("/plan/swap?p={code}&at=0.0.0.0")).await;
    assert!(sheet.contains("Sữa mẹ không có món nào thay được") && offers(&sheet).is_empty());
    let html = page(&format!("/plan?p={code}&at=0.0")).await;
    assert!(!html.contains("Đổi sữa mẹ"));
}

#[tokio::test]
async fn what_a_plan_says_is_at_home_is_not_ticked_to_be_bought() {
    let bought = |html: &str, food: &str| {
        let at = html.find(&format!("name=\"buy\" value=\"{food}\"")).expect("the food is on the list");
        html[at..at + 60].contains("checked")
    };
    let day = "1~north~c14.f.w~{}l,com-trang:1~z";
    let all = page(&format!("/shopping/new?plan={}", day.replace("{}", ""))).await;
    assert!(bought(&all, "1004"), "rice is bought");
    let less = page(&format!("/shopping/new?plan={}", day.replace("{}", "x_h1004~"))).await;
    assert!(!bought(&less, "1004"), "rice is at home");
    assert!(less.contains("món nhà có") && !all.contains("món nhà có"));
}
