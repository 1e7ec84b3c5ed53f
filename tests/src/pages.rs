//! The pages as plain requests and answers, without a socket: for one who was let in, on 9 June 2026.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use chrono::NaiveDate;
use http_body_util::BodyExt as _;
use nep_app::server::{App, router};
use nep_app::station::Station;
use tower::ServiceExt as _;

/// What lets a browser in.
pub const KEY: &str = "0123456789abcdef";
/// Where the pages believe they are.
pub const HOST: &str = "127.0.0.1:8080";

/// The day of these pages.
///
/// # Panics
///
/// Never: it is a real day.
#[must_use]
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 9).expect("a real day")
}

/// The pages of one program.
pub struct Pages(Router);

/// What a request gets.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Where it leads on; empty when nowhere.
    pub location: String,
    /// The page.
    pub html: String,
}

/// A request as a browser that was let in sends it.
#[must_use]
pub fn request(address: &str) -> Builder {
    Request::get(address).header(header::HOST, HOST).header(header::COOKIE, format!("nep-8080={KEY}"))
}

impl Pages {
    /// Opens them.
    #[must_use]
    pub fn open() -> Self {
        Self(router(App::new(8080, KEY, today)))
    }

    /// Opens those of a station.
    #[must_use]
    pub fn of_station(station: Arc<Station>) -> Self {
        Self(router(App::new(8080, KEY, today).of_station(station)))
    }

    /// Sends a request as it is.
    ///
    /// # Panics
    ///
    /// Never: the router always answers.
    pub async fn send(&self, request: Request<Body>) -> Response {
        self.0.clone().oneshot(request).await.expect("the router always answers")
    }

    /// Asks for an address.
    ///
    /// # Panics
    ///
    /// When it is none.
    pub async fn ask(&self, method: Method, address: &str) -> Answer {
        self.answer(request(address).method(method).body(Body::empty()).expect("a request")).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.send(request).await;
        let status = response.status();
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        Answer { status, location, html: body(response).await }
    }

    /// Sends a form from a page of ours.
    ///
    /// # Panics
    ///
    /// When the address is none.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = request(address)
            .method(Method::POST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.answer(request.body(Body::from(form)).expect("a request")).await
    }

    /// The page at an address: there, and in order.
    ///
    /// # Panics
    ///
    /// When it is not.
    pub async fn page(&self, address: &str) -> String {
        let answer = self.ask(Method::GET, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address} → {}", answer.location);
        is_in_order(&answer.html, address);
        answer.html
    }
}

/// The text of an answer.
///
/// # Panics
///
/// When it is no text.
pub async fn body(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Messages whose id stands on a page where their words should.
const MISSING: [&str; 14] = [
    ">allergen-",
    ">build-",
    ">dish-",
    ">eater-",
    ">handover-",
    ">menu-",
    ">overall-",
    ">plan-",
    ">pot-",
    ">records-",
    ">rule-",
    ">stage-",
    ">verdict-",
    ">week-",
];

/// What holds of every page: light, no script or style of its own, one heading, one leaf, no message missing.
///
/// # Panics
///
/// When it does not hold.
pub fn is_in_order(html: &str, address: &str) {
    assert!(html.len() < 100 * 1024, "{address}: {} bytes", html.len());
    for forbidden in [" style=", "onclick=", "<script>", "NaN", "inf "] {
        assert!(!html.contains(forbidden), "{address}: {forbidden}");
    }
    assert_eq!(html.matches("<h1").count(), 1, "{address}");
    assert!(html.matches("btn pri").count() <= 1, "{address}: one leaf a screen");
    for id in MISSING {
        assert!(!html.contains(id), "{address}: a message is missing: {id}");
    }
}

/// What stands on the page.
#[must_use]
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Addresses on the page that begin so, as a browser reads them.
pub fn links<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = String> + 'a {
    let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|address| address.replace("&amp;", "&")).filter(move |address| address.starts_with(start))
}
