//! The wizard, its proposals, the pot and the week, as plain requests and answers.

use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use nep_core::foods::Allergen;
use nep_tests::pages::{Pages, is_in_order, links, text};

/// Long enough for an unoptimised program on a busy machine.
const LONGEST_BUILD: Duration = Duration::from_secs(180);

struct Site(Pages);

impl Site {
    fn open() -> Self {
        Self(Pages::open())
    }

    async fn page(&self, address: &str) -> String {
        self.0.page(address).await
    }

    /// Where a form leads.
    async fn onward(&self, address: &str) -> String {
        let answer = self.0.ask(Method::GET, address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", text(&answer.html));
        answer.location
    }

    /// The result, however long it takes.
    async fn built(&self, address: &str) -> String {
        let start = Instant::now();
        loop {
            let html = self.page(address).await;
            if !html.contains("id=\"progress\"") {
                return html;
            }
            assert!(start.elapsed() < LONGEST_BUILD, "{address} takes too long");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// The first address on the page that begins so.
fn link(html: &str, start: &str) -> String {
    links(html, start).next().unwrap_or_else(|| panic!("no link to {start}: {}", text(html)))
}

const MOTHER: &str = "k0=pregnant&n0=26&region=north&month=6";

#[tokio::test]
async fn the_four_steps_lead_on_and_keep_what_was_typed() {
    let site = Site::open();
    let two = site.onward("/build/1?k0=pregnant&n0=26&k1=child&n1=22&go=next").await;
    assert!(two.starts_with("/build/2?") && two.contains("n0=26") && two.contains("n1=22"), "{two}");
    let html = site.page(&two).await;
    assert!(html.contains("name=\"n0\" value=\"26\""), "the people stand in hidden fields");
    let three = site.onward(&format!("{two}&budget=60.000+đ&home=1004&go=next").replace('đ', "%C4%91")).await;
    assert!(three.starts_with("/build/3?") && three.contains("home=1004"), "{three}");
    let four = site.onward(&format!("{three}&no=gan&go=next")).await;
    assert!(four.starts_with("/build/4?") && four.contains("no=gan"), "{four}");
    let html = site.page(&four).await;
    let said = text(&html);
    for told in ["Mẹ bầu 26 tuần, bé 22 tháng", "60.000 đ/ngày", "gạo tẻ máy", "gan"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(
        html.contains("formaction=\"/build/3\" formnovalidate name=\"go\" value=\"back\""),
        "the arrow sends the form"
    );
    let sent_back = four.replacen("/build/4?", "/build/3?", 1).replace("days=1", "days=4");
    let back = site.onward(&format!("{sent_back}&go=back")).await;
    assert!(back.starts_with("/build/3?") && back.contains("no=gan") && back.contains("days=4"), "{back}");
    // What cannot be used goes along too: a step back asks nothing.
    let wrong = site.onward("/build/1?k0=pregnant&n0=26&budget=nhieu&go=back").await;
    assert!(wrong.starts_with("/build/1?") && wrong.contains("budget=nhieu"), "{wrong}");
    let result = site.onward(&format!("{four}&go=next")).await;
    assert!(result.starts_with("/build/result?"), "{result}");
}

#[tokio::test]
async fn people_are_added_and_taken_away() {
    let site = Site::open();
    let added = site.onward("/build/1?k0=pregnant&n0=26&add=child").await;
    assert!(added.contains("k1=child") && added.ends_with("#person-2"), "{added}");
    let dropped = site.onward("/build/1?k0=pregnant&n0=26&k1=child&n1=22&drop=0").await;
    assert!(dropped.contains("k0=child&n0=22") && !dropped.contains("pregnant"), "{dropped}");
    let full: String = (0..8).map(|n| format!("k{n}=adult&")).collect();
    let still = site.onward(&format!("/build/1?{full}add=adult")).await;
    assert!(!still.contains("k8="), "eight eat from one pot");
    assert!(!site.page(&still).await.contains("name=\"add\""));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_in_words() {
    let site = Site::open();
    for (address, told) in [
        ("/build/1?go=next", "Chọn ít nhất một người."),
        ("/build/1?k0=pregnant&go=next", "Cần ghi ô này."),
        ("/build/1?k0=pregnant&n0=43", "“43” nằm ngoài khoảng 1–42"),
        ("/build/1?k0=child&n0=hai", "“hai” không phải số tròn"),
        ("/build/1?k0=child&n0=61", "“61” nằm ngoài khoảng 0–60"),
        ("/build/1?k0=pregnant&n0=20&y0=14", "“14” nằm ngoài khoảng 15–49"),
        ("/build/1?k0=adult&go=next", "Thêm mẹ hoặc bé"),
        ("/build/2?k0=pregnant&n0=20&budget=60&go=next", "Có phải 60.000 đ không?"),
        ("/build/2?k0=pregnant&n0=20&budget=nhiều&go=next", "“nhiều” không phải số tiền"),
        ("/build/2?k0=pregnant&n0=20&find=trung&go=next", "Chọn ở dưới, hoặc xóa chữ này."),
        ("/build/3?k0=pregnant&n0=20&find=xyzxyz", "Chưa có thực phẩm nào tên “xyzxyz”"),
        ("/build/4?k0=pregnant&n0=20&days=15&go=next", "“15” không dùng được"),
    ] {
        let address = address.replace('ề', "%E1%BB%81");
        let said = text(&site.page(&address).await);
        assert!(said.contains(told), "{address}: {said}");
    }
    let html = site.page("/build/1?k0=pregnant&n0=%3Cb%3E").await;
    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>\""), "what was typed is text, and kept");
    let back = site.onward("/build/result?k0=pregnant").await;
    assert!(back.starts_with("/build/1?"), "an unfinished step is gone back to: {back}");
}

#[tokio::test]
async fn a_child_under_six_months_is_told_to_take_breast_milk_only() {
    let site = Site::open();
    let said = text(&site.page("/build/1?k0=child&n0=5").await);
    assert!(said.contains("Bé dưới 6 tháng chỉ bú mẹ"), "{said}");
    let said = text(&site.page("/build/1?k0=child&n0=5&go=next").await);
    assert!(said.contains("Thêm mẹ để xếp mâm cho mẹ"), "{said}");
    let on = site.onward("/build/1?k0=lactating&n0=4&k1=child&n1=4&go=next").await;
    assert!(on.starts_with("/build/2?"), "the mother has her menu: {on}");
    let said = text(&site.built("/build/result?k0=lactating&n0=4&k1=child&n1=4").await);
    assert!(said.contains("Bé 4 tháng: Bé dưới 6 tháng chỉ bú mẹ"), "{said}");
    let on = site.onward("/build/1?k0=child&n0=6&go=next").await;
    assert!(on.starts_with("/build/2?"), "from six months there is a menu: {on}");
}

#[tokio::test]
async fn foods_and_dishes_are_found_without_marks() {
    let site = Site::open();
    let said = text(&site.page("/build/2?k0=pregnant&n0=20&find=trung").await);
    assert!(said.contains("Trứng gà") && said.contains("Trứng vịt"), "{said}");
    let said = text(&site.page("/build/3?k0=pregnant&n0=20&find=ca").await);
    assert!(said.contains("cá (") && said.contains("cà ("), "{said}");
    let said = text(&site.page("/build/3?k0=pregnant&n0=20&dish=canh+cua").await);
    assert!(said.contains("Canh cua rau đay") && said.contains("bữa trưa"), "{said}");
    let said = text(&site.page("/build/3?k0=pregnant&n0=20&no=gan&lang=en").await);
    assert!(said.contains("gan (5 kinds)"), "{said}");
}

#[tokio::test]
async fn a_dish_that_cannot_stand_beside_another_wish_is_not_offered_and_told_where_it_was_chosen() {
    let site = Site::open();
    let crab = "name=\"fav\" value=\"canh-cua-rau-day-mong-toi";
    let offered = site.page("/build/3?k0=pregnant&n0=20&dish=canh+cua").await;
    assert!(offered.contains(crab), "it may be chosen");
    for (wish, why) in
        [("free=crustaceans", "Có thứ gây dị ứng"), ("veg=1", "Không phải món chay"), ("no=cua", "không ăn")]
    {
        let html = site.page(&format!("/build/3?k0=pregnant&n0=20&dish=canh+cua&{wish}")).await;
        assert!(!html.contains(crab) && text(&html).contains(why), "{wish}: {}", text(&html));
        let chosen = format!("k0=pregnant&n0=20&fav=canh-cua-rau-day-mong-toi@lunch&{wish}");
        let html = site.page(&format!("/build/3?{chosen}&go=next")).await;
        let said = text(&html);
        assert!(said.contains("Canh cua rau đay mồng tơi: không xếp được.") && said.contains(why), "{wish}: {said}");
        assert!(html.contains("canh-cua-rau-day-mong-toi@lunch"), "it can be taken off");
        let back = site.onward(&format!("/build/result?{chosen}")).await;
        assert!(back.starts_with("/build/3?") && back.contains(wish.split('=').next().unwrap_or("")), "{back}");
    }
    let on = site.onward("/build/3?k0=pregnant&n0=20&fav=canh-cua-rau-day-mong-toi@lunch&free=peanuts&go=next").await;
    assert!(on.starts_with("/build/4?"), "another allergy is no hindrance: {on}");
}

#[tokio::test]
async fn a_day_without_a_meal_is_not_built_and_the_form_stays() {
    let site = Site::open();
    let none = format!("/build/4?{MOTHER}&no=gan&meals=1&days=3&go=next");
    let html = site.page(&none).await;
    assert!(text(&html).contains("Chưa chọn bữa nào"), "{}", text(&html));
    assert!(html.contains("name=\"days\" type=\"text\" inputmode=\"numeric\" maxlength=\"3\" value=\"3\""));
    assert!(!html.contains("name=\"meal\" value=\"lunch\" checked"));
    let sent = site.onward(&format!("/build/result?{MOTHER}&meals=1")).await;
    assert!(sent.starts_with("/build/4?"), "nor by its address: {sent}");
    assert!(site.onward(&format!("{none}&meal=lunch")).await.contains("meal=lunch"));
    // Nobody was asked yet.
    assert!(site.page(&format!("/build/4?{MOTHER}")).await.contains("name=\"meal\" value=\"lunch\" checked"));
}

#[tokio::test]
async fn every_chip_together_leads_to_dishes_and_back_to_what_was_typed() {
    let site = Site::open();
    let words: String =
        ["gan", "n%E1%BB%99i%20t%E1%BA%A1ng", "c%C3%A1", "t%C3%B4m"].iter().map(|word| format!("&no={word}")).collect();
    let asked = format!("{MOTHER}{words}&budget=90000");
    let html = site.built(&format!("/build/result?{asked}")).await;
    let whole = link(&html, "/plan?p=");
    let plan = site.page(&whole).await;
    let back = link(&plan, "/build/result?");
    for kept in ["no=c%C3%A1", "no=n%E1%BB%99i%20t%E1%BA%A1ng", "budget=90000", "n0=26"] {
        assert!(back.contains(kept), "{kept}: {back}");
    }
    assert!(site.built(&back).await.contains("card proposal"));
    let week = links(&html, "/build/result?").find(|address| address.contains("days=7")).expect("the whole week");
    let sent = loop {
        let answer = site.0.ask(Method::GET, &week).await;
        if answer.status == StatusCode::SEE_OTHER {
            break answer.location;
        }
        assert!(answer.html.contains("id=\"progress\""), "{}", text(&answer.html));
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    let html = site.page(&sent).await;
    assert!(text(&html).contains("Ngày 7"), "{}", text(&html));
    let back = link(&html, "/build/result?");
    assert!(back.contains("days=1") && back.contains("no=c%C3%A1") && !back.contains("from="), "{back}");
}

#[tokio::test]
async fn an_allergy_and_vegetarian_food_that_leave_nothing_are_named_and_the_allergy_stays() {
    let site = Site::open();
    let free: String = Allergen::ALL.iter().map(|one| format!("&free={}", one.code())).collect();
    let said = text(&site.built(&format!("/build/result?{MOTHER}&veg=1{free}")).await);
    for told in
        ["cùng lúc", "tránh ", "sữa", "đậu nành", "ăn chay", "Có thể nới điều này: ăn chay", "dị ứng luôn giữ nguyên"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[tokio::test]
async fn proposals_differ_and_name_their_dishes() {
    let site = Site::open();
    for budget in ["1000", "60000"] {
        let html = site.built(&format!("/build/result?{MOTHER}&budget={budget}")).await;
        let cards: Vec<&str> =
            html.split("card proposal").skip(1).filter_map(|rest| rest.split("</a>").next()).collect();
        let mut plans: Vec<String> = Vec::new();
        for pick in 0..cards.len() {
            let page = site.page(&format!("/build/result?{MOTHER}&budget={budget}&pick={pick}")).await;
            let plan = link(&page, "/plan?p=");
            let code = plan.split('&').next().unwrap_or_default().to_owned();
            assert!(!plans.contains(&code), "{budget}: proposal {pick} is one of those before");
            plans.push(code);
        }
        for card in cards {
            let said = text(card);
            assert!(said.contains("Trưa: ") && said.contains("Tối: "), "{said}");
        }
    }
}

#[tokio::test]
async fn a_dish_of_the_pot_is_swapped_for_all_who_eat_of_it() {
    const POT: &str = "1~north~p2.25.m_c22.u.b~l,com-trang:1:1x0.25,canh-rau-ngot-thit-nac:1:1x0.25u~z";
    let site = Site::open();
    let html = site.page(&format!("/pot?p={POT}&b=k0%3Dpregnant")).await;
    assert!(html.contains("formaction=\"/plan/swap\" name=\"at\" value=\"0.0.1.0\""), "{html}");
    assert!(html.contains("formaction=\"/dishes/canh-rau-ngot-thit-nac\" name=\"at\" value=\"0.0.1.0\""));
    let sheet = site.page(&format!("/plan/swap?p={POT}&at=0.0.1.0&b=k0%3Dpregnant")).await;
    let to = sheet.split("name=\"to\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an offer");
    let taken = site.onward(&format!("/plan/take?p={POT}&at=0.0.1.0&b=k0%3Dpregnant&to={to}")).await;
    assert!(taken.contains(to) && taken.contains("b=k0%3Dpregnant"), "{taken}");
    let html = site.page(taken.split('#').next().expect("an address")).await;
    assert!(text(&html).contains("Hoàn tác"), "{}", text(&html));
    assert!(link(&html, "/pot?p=").contains(to), "back to the pot as it now is");
}

#[tokio::test]
async fn the_days_are_counted_by_buttons_too() {
    let site = Site::open();
    assert!(site.onward("/build/4?k0=pregnant&n0=20&days=6&by=more").await.contains("days=7"));
    assert!(site.onward("/build/4?k0=pregnant&n0=20&days=1&by=less").await.contains("days=1"));
    assert!(site.onward("/build/4?k0=pregnant&n0=20&days=14&by=more").await.contains("days=14"));
}

#[tokio::test]
async fn proposals_stand_side_by_side_without_what_is_not_eaten() {
    let site = Site::open();
    let asked = format!("/build/result?{MOTHER}&budget=60000&no=gan&home=1004");
    let html = site.built(&asked).await;
    let said = text(&html);
    assert!(html.matches("card proposal").count() >= 2, "{said}");
    assert!(said.contains("chất") && said.contains("Tiết kiệm"), "{said}");
    assert!(
        said.contains("Đã chứng minh") || said.contains("tốt hơn") || said.contains("tốt nhất"),
        "a certificate: {said}"
    );
    let plan = link(&html, "/plan?p=");
    for food in ["gan-", "-gan"] {
        assert!(!plan.split([',', ':', '~', '_']).any(|id| id.starts_with(food) || id.ends_with(food)), "{plan}");
    }
    let start = Instant::now();
    let again = site.page(&asked).await;
    assert_eq!(text(&again), said, "the same question has the same answer");
    assert!(start.elapsed() < Duration::from_secs(2), "and at once: {:?}", start.elapsed());
    let second = site.page(&format!("{asked}&pick=1")).await;
    assert!(second.contains("pick=1") && second.contains("aria-current=\"true\""));
    let other = link(
        &html,
        "/build/result?k0=pregnant&n0=26&budget=60000&region=north&month=6&home=1004&no=gan&meal=breakfast&meal=snack_am&meal=lunch&meal=snack_pm&meal=dinner&days=1&seed=1",
    );
    assert_ne!(text(&site.built(&other).await), said, "another seed, another menu");
}

#[tokio::test]
async fn a_budget_that_cannot_work_says_by_how_much() {
    let site = Site::open();
    let html = site.built(&format!("/build/result?{MOTHER}&budget=15000")).await;
    let said = text(&html);
    assert!(said.contains("Thiếu ") && said.contains("15.000 đ/ngày chưa đủ"), "{said}");
    assert!(
        said.contains("đủ năng lượng, đạm, béo, bột cần ít nhất") && said.contains("đủ mọi chất cần ít nhất"),
        "{said}"
    );
    let shortage =
        |said: &str| said.split("Thiếu ").nth(1).map(|rest| rest.split(" đ").next().unwrap_or("").to_owned());
    for pick in 1..3 {
        let second = text(&site.page(&format!("/build/result?{MOTHER}&budget=15000&pick={pick}")).await);
        assert!(second.contains("15.000 đ/ngày chưa đủ"), "proposal {pick}: {second}");
        assert_eq!(shortage(&second), shortage(&said), "one nearest for all");
    }
    let other = links(&html, "").find(|address| address.contains("budget=") && !address.contains("budget=15000"));
    let nearest = other.expect("the nearest budget is a press away");
    assert!(site.built(&nearest).await.contains("card proposal"), "{nearest}");
}

#[tokio::test]
async fn what_a_menu_is_still_off_by_is_told_in_words() {
    let site = Site::open();
    let said = text(&site.built(&format!("/build/result?{MOTHER}&budget=15000")).await);
    assert!(said.contains("Mâm này còn lệch gì?") && said.contains("Điểm chưa đạt: "), "{said}");
    assert!(said.contains("tiền chợ vượt ") && said.contains(" điểm)") && !said.contains("missed-"), "{said}");
}

#[tokio::test]
async fn one_pot_says_who_eats_what_and_what_is_taken_out_first() {
    let site = Site::open();
    let html = site.built(&format!("/build/result?{MOTHER}&k1=child&n1=8&k2=adult")).await;
    let said = text(&html);
    assert!(said.contains("Món của bé nấu riêng") && said.contains("Trước 9 tháng"), "{said}");
    let pot = link(&html, "/pot?p=");
    let html = site.page(&pot).await;
    let said = text(&html);
    for told in [
        "Mẹ bầu",
        "Bé 8 tháng",
        "Người lớn",
        "Phần của bé 8 tháng",
        "Mỗi người được gì",
        "Vẫn cho bé bú",
        "Món của bé nấu riêng",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let other = site.page(&format!("{pot}&who=2")).await;
    assert_ne!(text(&other), said, "the child's own day");
    assert!(text(&site.page(&format!("{pot}&lang=en")).await).contains("What each one gets"));
}

#[tokio::test]
async fn a_childs_share_of_the_soup_says_how_it_is_made_ready() {
    let site = Site::open();
    let html = site.page("/pot?p=1~north~p2.25.m_c22.u.b~l,canh-rau-ngot-thit-nac:1:1x0.25u~z").await;
    let said = text(&html);
    for told in ["múc trước khi nêm, băm nhỏ", "Múc phần bé ra trước khi nêm.", "Từ: canh rau ngót thịt nạc", "Cơm nát"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
    let whole = text(&site.page("/pot?p=1~north~p2.25.m_c48.u.w~l,com-trang:1:1x0.5~z").await);
    assert!(!whole.contains("múc trước khi nêm"), "nothing seasons rice: {whole}");
}

#[tokio::test]
async fn a_week_has_its_days_its_cost_and_its_list() {
    let site = Site::open();
    let html = site.built(&format!("/build/result?{MOTHER}&days=3")).await;
    let week = link(&html, "/week?p=");
    let html = site.page(&week).await;
    let said = text(&html);
    for told in ["3 ngày", "Tiền chợ cả đợt", "Ngày 1", "Ngày 3", "Có cá, tôm", "Mở ngày 2"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(link(&html, "/shopping/new?plan=").len() > 40);
    let code = week.trim_start_matches("/week?p=").to_owned();
    let said = text(&site.page(&format!("/pot?p={code}&day=2")).await);
    assert!(said.contains("Ngày 2"), "{said}");
}

#[tokio::test]
async fn a_plan_that_is_none_says_what_is_wrong_with_it() {
    let site = Site::open();
    for address in
        ["/week?p=abc", "/pot?p=1~north~c4.u.b~l,com-trang:1~z", "/week?p=1~north~p2.25.m~l,no-such-dish:1~z"]
    {
        let answer = site.0.ask(Method::GET, address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        is_in_order(&answer.html, address);
        assert!(text(&answer.html).contains("Chưa xem được mâm này"), "{address}");
    }
    let html = site.page("/pot?p=1~north~c8.u.b~l,com-trang:1~z").await;
    assert!(text(&html).contains("không được ăn mâm ngày 1"), "a dish of the grown-ups for a baby: {}", text(&html));
}

#[tokio::test]
async fn building_can_be_stopped() {
    let site = Site::open();
    let answer = site.0.ask(Method::POST, &format!("/build/cancel?{MOTHER}&days=14")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location.starts_with("/build/4?") && answer.location.contains("days=14"), "{}", answer.location);
    let asked = format!("/build/result?{MOTHER}&k1=child&n1=22&days=14");
    let waiting = site.page(&asked).await;
    if waiting.contains("id=\"progress\"") {
        assert!(
            waiting.contains("http-equiv=\"refresh\"") && waiting.contains("<noscript>"),
            "a browser without scripts asks again"
        );
        let answer = site.0.ask(Method::POST, &asked.replace("/result", "/cancel")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}
