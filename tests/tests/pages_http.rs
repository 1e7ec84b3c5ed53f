//! The pages as plain requests and answers: who is let in, what every answer carries, what a page says.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use nep_tests::pages::{HOST, KEY, Pages, body as text, request};

async fn send(request: Request<Body>) -> Response {
    Pages::open().send(request).await
}

/// The page at `address`, in Vietnamese.
async fn page(address: &str) -> String {
    let response = send(request(address).body(Body::empty()).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    text(response).await
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("readable"))
}

#[tokio::test]
async fn the_printed_address_lets_a_browser_in_and_leaves_no_secret_in_the_address() {
    let open = |address: &str| Request::get(address).header(header::HOST, HOST).body(Body::empty()).expect("a request");
    let response = send(open(&format!("/?key={KEY}&next=/danger"))).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&response, "location"), "/danger");
    let cookie = header(&response, "set-cookie");
    assert!(cookie.contains(KEY) && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let response = send(open(&format!("/?key={KEY}&next=https://example.org"))).await;
    assert_eq!(header(&response, "location"), "/", "never to another site");
    for address in ["/", "/growth", "/?key=0123456789abcdee"] {
        let response = send(open(address)).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{address}");
        assert!(header(&response, "set-cookie").is_empty());
        assert!(text(response).await.contains("mở đúng địa chỉ mà chương trình nep đã in ra"));
    }
}

#[tokio::test]
async fn another_address_or_another_site_is_refused() {
    for (name, value) in [("host", "example.org:8080"), ("origin", "http://example.org"), ("origin", "null")] {
        let mut asked = request("/").body(Body::empty()).expect("a request");
        asked.headers_mut().insert(name, value.parse().expect("a value"));
        let response = send(asked).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

#[tokio::test]
async fn every_answer_forbids_scripts_and_styles_in_the_page() {
    for (address, status) in [("/", StatusCode::OK), ("/nothing-here", StatusCode::NOT_FOUND)] {
        let response = send(request(address).body(Body::empty()).expect("a request")).await;
        assert_eq!(response.status(), status);
        let policy = header(&response, "content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "cache-control"), "no-store");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        let html = text(response).await;
        for forbidden in [" style=", "<style", "onclick=", "<script>"] {
            assert!(!html.contains(forbidden), "{address}: {forbidden}");
        }
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_the_hash_of_their_content() {
    let html = page("/").await;
    let address =
        html.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".css")).expect("a stylesheet");
    let response = send(request(address).body(Body::empty()).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, "cache-control").contains("immutable"));
    assert!(header(&response, "content-type").starts_with("text/css"));
}

#[tokio::test]
async fn ten_megabytes_are_answered_with_a_page_in_vietnamese() {
    for address in ["/settings", "/growth"] {
        let body = Body::from(vec![b'9'; 10 * 1024 * 1024]);
        let asked = request(address).method("POST").body(body).expect("a request");
        let response = send(asked).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert!(text(response).await.contains("những gì đã gõ vẫn còn đó"));
    }
}

#[tokio::test]
async fn settings_are_kept_in_cookies_no_script_can_read() {
    let asked = request("/settings")
        .method("POST")
        .header(header::ORIGIN, "http://127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("nep_theme=dark&nep_text=200&nep_lang=en&nep_text=900&other=1"))
        .expect("a request");
    let response = send(asked).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let kept: Vec<_> =
        response.headers().get_all("set-cookie").iter().map(|value| value.to_str().expect("readable")).collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert!(kept.iter().all(|cookie| cookie.contains("HttpOnly")));
    let cookies = format!("nep-8080={KEY}; nep_theme=dark; nep_text=200; nep_lang=en");
    let mut asked = request("/").body(Body::empty()).expect("a request");
    asked.headers_mut().insert(header::COOKIE, cookies.parse().expect("a value"));
    let html = text(send(asked).await).await;
    assert!(html.contains(r#"<html lang="en" data-theme="dark" data-text="200">"#));
}

/// A girl of 22 months with two earlier visits; the name is markup.
const GIRL: &str = "/growth?sex=girl&birth=2/8/2024&name=%3Cb%3EM%C3%A2y%3C/b%3E&on=9/6/2026&weight=9,6&length=78,4\
                    &posture=lying&e_on=4/2/2026&e_weight=9,0&e_length=76,2&e_posture=lying&e_oedema=&e_muac=&e_head=\
                    &e_on=8/5/2026&e_weight=9,4&e_length=78,0&e_posture=lying&e_oedema=&e_muac=&e_head=";

#[tokio::test]
async fn a_measured_child_is_shown_with_words_scores_and_chart() {
    let html = page(GIRL).await;
    assert!(html.contains("22 tháng 7 ngày"), "age in months and days");
    assert!(html.contains("9,6\u{a0}kg") && html.contains("78,4\u{a0}cm"));
    assert!(html.contains("−2,04"), "height-for-age of the WHO standard");
    assert!(html.contains("</svg>") && html.contains("Thêm 0,4 cm"));
    let worker = page(&format!("{GIRL}&as=worker")).await;
    assert!(worker.contains("Thấp còi vừa") && worker.contains("/sources/row?file=data"));
}

#[tokio::test]
async fn the_remark_says_the_finding_then_what_to_do() {
    let html = page(GIRL).await;
    let place = |said: &str| html.find(said).unwrap_or_else(|| panic!("{said} is not said"));
    assert!(place("Bé thấp so với tuổi.") < place("Bé tăng 200 g trong 5 tuần."));
    assert!(place("Bé tăng 200 g trong 5 tuần.") < place("Mỗi ngày cho bé ăn trứng, cá, tôm, thịt hoặc đậu"));
    let worker = page(&format!("{GIRL}&as=worker")).await;
    assert!(worker.contains("Thấp còi, mức độ vừa (chiều cao theo tuổi Z −2,04)."));
}

#[tokio::test]
async fn nothing_is_named_while_a_reading_is_in_doubt() {
    let asked = GIRL.replace("length=78,4", "length=75,9");
    assert!(!page(&asked).await.contains("Bé thấp so với tuổi"));
    assert!(page(&format!("{asked}&keep=1")).await.contains("Bé thấp so với tuổi"));
}

#[tokio::test]
async fn markup_in_a_name_is_shown_and_never_run() {
    let html = page(GIRL).await;
    assert!(html.contains("&lt;b&gt;Mây&lt;/b&gt;") && !html.contains("<b>Mây"));
}

#[tokio::test]
async fn a_point_of_the_chart_is_a_link_that_keeps_all_that_was_typed() {
    let html = page(GIRL).await;
    let link = html.split("href=\"").find(|part| part.contains("point=0")).expect("the first visit can be chosen");
    let address = link.split('"').next().expect("an address").replace("&amp;", "&");
    let html = page(&address).await;
    assert!(html.contains("4/2/2026 · 18 tháng 2 ngày") && html.contains("9,6\u{a0}kg"));
}

#[tokio::test]
async fn bad_input_is_named_at_its_field_and_nothing_typed_is_lost() {
    for (asked, said) in [
        ("sex=girl&birth=2/8/2024&on=9/6/2026&weight=chín", "“chín” không phải là số"),
        ("sex=girl&birth=2/8/2024&on=9/6/2026&weight=1700", "Có phải 1,7 kg không"),
        ("sex=girl&birth=2/8/2024&on=10/6/2026&weight=9,6", "chưa đến"),
        ("sex=girl&birth=2/8/2026&on=9/6/2026&weight=9,6", "chưa đến"),
        ("sex=girl&birth=2/6/2026&on=1/6/2026&weight=9,6", "trước ngày sinh"),
        ("sex=girl&birth=31/2/2025&on=9/6/2026&weight=9,6", "không phải là một ngày"),
        ("birth=2/8/2024&on=9/6/2026&weight=9,6", "Cần chọn"),
        ("sex=girl&birth=2/8/2024&on=9/6/2026", "ít nhất một số đo"),
        ("sex=girl&birth=2/8/2024&on=9/6/2026&length=0,78&posture=lying", "Có phải 78 cm không"),
        ("sex=girl&birth=2/8/2024&on=9/6/2026&muac=13,8", "Có phải 138 mm không"),
        ("sex=girl&birth=2/8/2024&weight=9,6&e_on=9/6/2027&e_weight=9", "chưa đến"),
    ] {
        let html = page(&format!("/growth?name=M%C3%A2y&{asked}").replace("chín", "ch%C3%ADn")).await;
        assert!(html.contains(said), "{asked}: {said}");
        assert!(html.contains("aria-invalid") || said.starts_with("Cần chọn"), "{asked}");
        for typed in asked.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| *name != "sex") {
            assert!(html.contains(&format!("value=\"{}\"", typed.1)), "{asked}: {} is kept", typed.1);
        }
        assert!(html.contains("value=\"Mây\""));
    }
}

#[tokio::test]
async fn a_child_in_danger_is_told_to_go_before_anything_else() {
    let html = page("/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=8,9&length=76&posture=lying&muac=112").await;
    let go = html.find("Đi trạm ngay hôm nay").expect("the danger is said");
    assert!(html.contains("112 mm"));
    assert!(html.find("class=\"tiles\"").is_some_and(|tiles| go < tiles), "before any tile");
    let well = page("/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=8,9&length=76&posture=lying&muac=115").await;
    assert!(!well.contains("Đi trạm ngay hôm nay"), "115 mm is not severe");
}

#[tokio::test]
async fn an_implausible_danger_asks_to_measure_again_and_goes_now_once_it_stands() {
    let asked = "/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=4,5&length=76&posture=lying";
    let first = page(asked).await;
    assert!(first.contains("nếu vẫn vậy, đưa bé đi trạm ngay") && !first.contains("Đi trạm ngay hôm nay"));
    let stands = page(&format!("{asked}&keep=1")).await;
    let go = stands.find("Đi trạm ngay hôm nay").expect("the danger is said");
    assert!(stands.find("class=\"tiles\"").is_some_and(|tiles| go < tiles));
    assert!(!stands.contains("đều tốt") && !stands.contains("Cân lại cho bé vào ngày"));
    assert!(stands.contains("Số đo lạ") && !stands.contains("Chờ đo lại"));
}

#[tokio::test]
async fn an_arm_however_thin_goes_now_at_the_first_reading() {
    let html = page("/growth?sex=girl&birth=2/1/2025&on=9/6/2026&weight=8,9&length=76&posture=lying&muac=85").await;
    let go = html.find("Đi trạm ngay hôm nay").expect("the danger is said");
    assert!(html.find("class=\"tiles\"").is_some_and(|tiles| go < tiles), "before any tile");
    assert!(html.contains("85 mm") && !html.contains("đều tốt"));
}

#[tokio::test]
async fn under_six_months_the_head_and_the_advice_name_one_way() {
    let asked = "/growth?sex=boy&on=9/6/2026&weight=6&length=62&posture=lying&oedema=yes&birth=";
    let infant = page(&format!("{asked}9/3/2026")).await;
    assert!(infant.contains("Đi bệnh viện ngay hôm nay") && !infant.contains("Đi trạm ngay"));
    let older = page(&format!("{asked}9/11/2025")).await;
    assert!(older.contains("Đi trạm ngay hôm nay") && !older.contains("Đi bệnh viện"));
}

#[tokio::test]
async fn every_reading_that_waits_says_why() {
    // Weight-for-length −4.97 is plausible, BMI −5.10 is not.
    let html = page("/growth?sex=boy&birth=9/6/2025&on=9/6/2026&weight=6,3&length=75&posture=lying").await;
    assert!(html.contains("Chờ đo lại") && html.contains("Cân nặng và chiều cao không khớp nhau"));
    assert!(html.contains("Đi trạm ngay hôm nay"));
}

#[tokio::test]
async fn what_cannot_be_said_has_its_reason_and_no_heading_stands_empty() {
    let html = page("/growth?sex=boy&birth=1/1/2020&on=9/6/2026&weight=18&length=110&posture=standing").await;
    let (_, remark) = html.split_once("Nhận xét lần này").expect("a remark");
    assert!(remark[..400].contains("hết chuẩn này"), "{}", &remark[..400]);
    let danger = page("/growth?sex=girl&birth=2/1/2025&on=9/6/2026&muac=112").await;
    assert!(!danger.contains("Nhận xét lần này"), "the danger has said it all");
}

#[tokio::test]
async fn an_arm_under_six_months_says_why_it_has_no_class_and_is_not_called_well() {
    let arm = "/growth?sex=boy&birth=9/2/2026&on=9/6/2026&muac=105";
    let alone = page(arm).await;
    assert_eq!(alone.matches("Dưới 6 tháng chưa xét vòng cánh tay.").count(), 2, "in the remark and in the table");
    let (_, chart) = alone.split_once("chartcard").expect("a chart");
    assert!(chart[..200].contains("Vòng cánh tay theo tuổi"), "the chart shows what was measured");
    let with_weight = page(&format!("{arm}&weight=6,5&length=63&posture=lying")).await;
    assert!(!with_weight.contains("đều tốt") && with_weight.contains("Cân nặng của bé tốt so với tuổi."));
}

#[tokio::test]
async fn weeks_at_birth_may_have_a_part() {
    let born = |weeks: &str| format!("/growth?sex=boy&birth=9/1/2026&weeks={weeks}&on=9/6/2026&weight=5,8");
    assert!(page(&born("32")).await.contains("Bé sinh sớm 8 tuần, nên xem"));
    assert!(page(&born("33,5")).await.contains("Bé sinh sớm 6 tuần 3 ngày, nên xem"));
}

#[tokio::test]
async fn a_weight_that_stayed_is_unchanged_and_told_to_ten_grams() {
    let html = page("/growth?sex=girl&birth=1/6/2026&on=9/6/2026&weight=3,25&e_on=2/6/2026&e_weight=3,25").await;
    assert!(html.contains("Giữ nguyên") && !html.contains("0,0 kg") && html.contains("3,25 kg, Z"));
}

#[tokio::test]
async fn length_gained_over_two_years_is_compared_lying() {
    // 81 standing at 20 months is 81.7 lying; 88.4 lying at 30 months.
    let html = page(
        "/growth?sex=girl&birth=9/12/2023&on=9/6/2026&length=88,4&posture=lying&chart=length\
                     &e_on=9/8/2025&e_weight=&e_length=81&e_posture=standing",
    )
    .await;
    assert!(html.contains("Thêm 6,7 cm") && html.contains("Bé cao thêm 6,7 cm"));
}

#[tokio::test]
async fn before_term_is_said_once_above_and_not_again_in_the_remark() {
    let html = page("/growth?sex=girl&birth=9/5/2026&weeks=30&on=9/6/2026&weight=1,9").await;
    assert!(html.contains("Chưa so với chuẩn theo tuổi."));
    let (_, remark) = html.split_once("Nhận xét lần này").expect("when to come back");
    let (remark, _) = remark.split_once("</section>").expect("it ends");
    assert!(!remark.contains("ngày dự sinh") && remark.contains("Cân lại cho bé vào ngày"), "{remark}");
}

#[tokio::test]
async fn every_point_of_a_child_born_early_tells_both_ages() {
    let asked = "/growth?sex=girl&birth=9/12/2025&weeks=32&on=9/6/2026&weight=6&e_on=9/5/2026&e_weight=5,2&point=0";
    let html = page(asked).await;
    assert!(html.contains("9/5/2026 · 5 tháng") && html.contains("Tuổi hiệu chỉnh: 3 tháng 6 ngày"));
}

#[tokio::test]
async fn a_habit_of_rounding_is_told_from_ten_readings_on() {
    let visits = |round: u32, all: u32| -> String {
        let kg = |n: u32| if n < round { "8,5" } else { "8,3" };
        (1..all).map(|n| format!("&e_on={n}/5/2026&e_weight={}", kg(n))).collect()
    };
    let html = |round, all| {
        let asked = format!("/growth?sex=girl&birth=2/8/2025&on=9/6/2026&weight=8,5{}", visits(round, all));
        async move { page(&asked).await }
    };
    assert!(html(6, 10).await.contains("6 trong 10 số đo tận cùng là 0 hoặc 5"));
    assert!(!html(5, 10).await.contains("tận cùng là 0 hoặc 5"));
    assert!(!html(9, 9).await.contains("tận cùng là 0 hoặc 5"));
}

#[tokio::test]
async fn a_hundred_earlier_visits_are_all_kept() {
    let earlier = |n: u32| {
        let (month, year) = (n % 12 + 1, 2019 + n / 12);
        format!(
            "&e_on=5/{month}/{year}&e_weight={},{}&e_length=&e_posture=&e_oedema=&e_muac=&e_head=",
            4 + n / 8,
            n % 8
        )
    };
    let visits: String = (0..88).map(earlier).collect();
    let html = page(&format!("/growth?sex=girl&birth=1/1/2019&on=9/6/2026&weight=17{visits}")).await;
    assert_eq!(html.matches("name=\"e_on\"").count(), 89, "and an empty row");
    assert!(html.contains("value=\"5/1/2019\"") && html.contains("value=\"5/4/2026\""));
}

#[tokio::test]
async fn a_child_measured_standing_too_early_is_corrected_and_told() {
    let html = page("/growth?sex=girl&birth=2/8/2024&on=9/6/2026&length=78,4&posture=standing").await;
    assert!(html.contains("đã cộng 0,7 cm"));
}

#[tokio::test]
async fn a_child_born_early_has_both_ages() {
    let html =
        page("/growth?sex=boy&birth=9/1/2026&weeks=32&as=worker&on=9/6/2026&weight=5,8&length=60&posture=lying").await;
    assert!(html.contains("Tuổi hiệu chỉnh") && html.contains("5 tháng") && html.contains("trừ 8 tuần"));
}

/// A pregnancy of 26 weeks 3 days with four earlier weighings.
const PREGNANCY: &str = "/pregnancy?lmp=6/12/2025&height=152&before=47&weight=51,2&on=9/6/2026&fetuses=1&name=H%C6%B0%C6%A1ng\
                         &e_on=5/2/2026&e_weight=47,2&e_on=10/5/2026&e_weight=50,5";

#[tokio::test]
async fn a_pregnancy_is_shown_with_finding_chart_and_both_guidelines() {
    let html = page(PREGNANCY).await;
    assert!(html.contains("Thai 26 tuần 3 ngày") && html.contains("Dự sinh: 12/9/2026"));
    assert!(html.contains("Tăng cân hơi chậm") && html.contains("Ít hơn mức nên đạt 0,4 kg"));
    assert!(html.contains("nên 4,6 đến 5,5 kg") && html.contains("Đã tăng 4,2 kg"));
    assert!(html.contains("gặp cán bộ y tế trong tuần này"), "0,7 kg in 30 days");
    assert!(html.contains("10 đến 12<") && html.contains("11,5 đến 16<"), "totals of QĐ 776 and of the IOM");
    assert!(html.contains("/sources/row?file=data/guidelines/weight-gain-2017"));
}

#[tokio::test]
async fn any_field_of_a_pregnancy_in_the_address_asks() {
    for asked in ["due=12/9/2026", "scan_on=20/2/2026&scan_weeks=11", "transfer_on=1/1/2026&embryo=5"] {
        let html = page(&format!("/pregnancy?{asked}&on=9/6/2026")).await;
        assert!(html.contains("Dự sinh:"), "{asked}");
    }
    for (asked, said) in [("due=1/1/2031", "id=\"due-err\""), ("height=1,55", "id=\"height-err\"")] {
        assert!(page(&format!("/pregnancy?{asked}")).await.contains(said), "{asked}");
    }
    assert!(!page("/pregnancy?lang=vi").await.contains("Chưa đánh giá được"));
}

#[tokio::test]
async fn a_line_of_a_band_reads_as_one_figure() {
    let early = page("/pregnancy?lmp=21/3/2026&height=155&before=48&weight=48,5&on=9/6/2026").await;
    assert!(early.contains("nên khoảng 0,9 kg") && !early.contains("0,9 đến 0,9"));
    let percent = page("/pregnancy?lmp=6/12/2025&height=160&before=44&weight=48&on=9/6/2026").await;
    assert!(percent.contains("khoảng 11<") && !percent.contains("11,0–11,0"));
}

#[tokio::test]
async fn a_gain_just_outside_a_narrow_band_is_called_near() {
    let html = page("/pregnancy?lmp=20/1/2026&height=160&before=50&weight=52,7&on=9/6/2026").await;
    assert!(html.contains("Tăng cân sát mức nên đạt") && html.contains("Ít hơn mức nên đạt 0,2 kg"));
    assert!(!html.contains("Tăng cân hơi chậm"));
}

#[tokio::test]
async fn a_danger_sign_comes_before_the_finding() {
    let html = page(&format!("{PREGNANCY}&sign=bleeding&sign=nonsense")).await;
    let go = html.find("Đi trạm hoặc bệnh viện ngay").expect("told to go");
    assert!(html.find("Tăng cân hơi chậm").is_some_and(|finding| go < finding));
    assert!(html.contains("Ra máu âm đạo: chị đến trạm hoặc bệnh viện ngay"));
}

#[tokio::test]
async fn a_lunar_last_period_is_converted() {
    let solar = page("/pregnancy?lmp=17/2/2026&on=9/6/2026").await;
    let lunar = page("/pregnancy?lmp=1/1/2026&lunar=yes&on=9/6/2026").await;
    for html in [solar, lunar] {
        assert!(html.contains("Thai 16 tuần 0 ngày"), "Tết 2026 is 17/2/2026");
    }
}

#[tokio::test]
async fn bad_input_about_a_pregnancy_is_named_at_its_field() {
    for (asked, said) in [
        ("lmp=6/12/2025&weight=51200", "Có phải 51,2 kg không"),
        ("lmp=6/12/2025&height=1,52", "Có phải 152 cm không"),
        ("lmp=6/12/2026", "chưa đến"),
        ("lmp=6/12/2024", "id=\"lmp-err\""),
        ("lmp=&due=1/1/2028", "id=\"due-err\""),
        ("lmp=31/1/2026&lunar=yes", "id=\"lmp-err\""),
        ("lmp=&scan_on=1/3/2026", "id=\"scan_weeks-err\""),
        ("scan_on=1/3/2026&scan_weeks=12,5", "id=\"scan_weeks-err\""),
        ("scan_on=1/3/2026&scan_weeks=12&scan_days=7", "id=\"scan_days-err\""),
        ("scan_days=3", "id=\"scan_on-err\""),
        ("embryo=5", "id=\"transfer_on-err\""),
        ("weight=50&e_on=9/5/2026&e_weight=50&e_on=9/5/2026&e_weight=51", "id=\"e_weight-2-err\""),
        ("lmp=6/12/2025&age=5", "id=\"age-err\""),
        ("lmp=6/12/2025&weight=50&e_on=9/6/2026&e_weight=50&on=8/6/2026", "id=\"e_on-1-err\""),
    ] {
        let html = page(&format!("/pregnancy?{asked}")).await;
        assert!(html.contains(said), "{asked}: {said}");
        for (_, typed) in
            asked.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, typed)| !typed.is_empty())
        {
            assert!(html.contains(&format!("value=\"{typed}\"")), "{asked}: {typed} is kept");
        }
    }
}

#[tokio::test]
async fn every_row_a_page_names_can_be_read() {
    let mut seen = 0;
    for address in [GIRL, PREGNANCY] {
        let html = page(&format!("{address}&as=worker")).await;
        let links: std::collections::BTreeSet<_> = html
            .split("href=\"")
            .filter(|part| part.starts_with("/sources/row"))
            .filter_map(|part| part.split('"').next())
            .map(|link| link.replace("&amp;", "&"))
            .collect();
        for link in links {
            let row = page(&link).await;
            assert!(row.contains("<dt>") && row.contains("<dd>"), "{link}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} rows were followed");
}

#[tokio::test]
async fn a_new_visit_keeps_the_one_just_seen_as_an_earlier_one() {
    for (address, kept) in [(GIRL, "9,6"), (PREGNANCY, "51,2")] {
        let html = page(address).await;
        let dock = html.split("class=\"dock\"").nth(1).expect("the page has a dock");
        let link = dock.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("with a link");
        let form = page(&link.replace("&amp;", "&")).await;
        assert!(form.contains("<form") && !form.contains("cần xem lại"), "{address}: an empty visit is no fault yet");
        assert!(
            form.contains(&format!("name=\"e_weight\" type=\"text\" value=\"{kept}\"")),
            "{address}: {kept} is kept"
        );
        assert!(form.contains("name=\"weight\" type=\"text\" value=\"\""), "{address}: the new weight is empty");
    }
}

#[tokio::test]
async fn an_implausible_fall_in_height_waits_to_be_measured_again() {
    let fell = GIRL.replace("length=78,4", "length=74,0");
    let html = page(&fell).await;
    assert!(html.contains("Bé thấp hơn lần trước 4,0 cm") && html.contains("Chờ đo lại"));
    assert!(!html.contains("Nhận xét lần này"), "nothing is said about the height before it is sure");
    let kept = page(&format!("{fell}&keep=1")).await;
    assert!(!kept.contains("Chờ đo lại") && kept.contains("Nhận xét lần này"));
}

#[tokio::test]
async fn a_child_s_page_leads_to_the_menus_of_its_age_and_to_none_under_seven_months_or_in_danger() {
    let asked = "/growth?sex=girl&on=9/6/2026&weight=7,4&length=66&posture=lying&birth=";
    assert!(page(&format!("{asked}9/11/2025")).await.contains("/menus?for=child_7_8"));
    assert!(!page(&format!("{asked}10/11/2025")).await.contains("/menus?for="), "a day short of 7 months");
    assert!(!page(&format!("{asked}9/11/2025&oedema=yes")).await.contains("/menus?for="), "in danger");
    assert!(!page(&format!("{asked}9/10/2025&weeks=31")).await.contains("/menus?for="), "age still corrected");
}
