//! The pages as plain requests and answers: who is let in, what every answer carries, what a page says.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use chrono::NaiveDate;
use http_body_util::BodyExt as _;
use nep_app::server::{App, router};
use tower::ServiceExt as _;

const KEY: &str = "0123456789abcdef";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 9).expect("a real day")
}

fn site() -> Router {
    router(App::new(8080, KEY, today))
}

/// A request as a browser that was let in sends it.
fn request(address: &str) -> axum::http::request::Builder {
    Request::get(address).header(header::HOST, "127.0.0.1:8080").header(header::COOKIE, format!("nep-8080={KEY}"))
}

async fn send(request: Request<Body>) -> Response {
    site().oneshot(request).await.expect("the router always answers")
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
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
    let open = |address: &str| {
        Request::get(address).header(header::HOST, "127.0.0.1:8080").body(Body::empty()).expect("a request")
    };
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
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
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
