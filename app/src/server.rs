//! From a request to a response: the pages and what guards them. Knows no socket.
//!
//! The program serves one person on one machine. Another program on the same machine, or a web page open in the same
//! browser, must not read the pages: so the address must be ours (`Host`), a form must come from us (`Origin`), and the
//! browser must have been given the secret made at this start, through the address that the program printed.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::NaiveDate;
use http_body_util::BodyExt as _;

use crate::assets;
use crate::jobs::Jobs;
use crate::notebook::Notebook;
use crate::pages::build::Outcome;
use crate::pages::{self, Problem, View};
use crate::station::Station;

/// A form larger than this is not one of ours.
const LARGEST_BODY: usize = 64 * 1024;

/// How much of a body that is too large is read and dropped, so that the browser shows the answer.
const DRAINED_BODY: usize = 32 * 1024 * 1024;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What one running program knows.
#[derive(Clone, Debug)]
pub struct App {
    port: u16,
    key: Arc<str>,
    today: fn() -> NaiveDate,
    notebook: Arc<Notebook>,
    builds: Arc<Jobs<Outcome>>,
    station: Option<Arc<Station>>,
}

impl App {
    /// The program at `127.0.0.1:port`, opened with `key`; `today` tells the day. What is noted is forgotten at the end.
    #[must_use]
    pub fn new(port: u16, key: &str, today: fn() -> NaiveDate) -> Self {
        let notebook = Arc::new(Notebook::in_memory());
        Self { port, key: key.into(), today, notebook, builds: Arc::default(), station: None }
    }

    /// The same with the records of a station.
    #[must_use]
    pub fn of_station(self, station: Arc<Station>) -> Self {
        Self { station: Some(station), ..self }
    }

    /// The station whose records the pages show, where there is one.
    #[must_use]
    pub const fn station(&self) -> Option<&Arc<Station>> {
        self.station.as_ref()
    }

    /// The same with the notebook of a device.
    #[must_use]
    pub fn noting_in(self, notebook: Notebook) -> Self {
        Self { notebook: Arc::new(notebook), ..self }
    }

    /// Asks the notebook, away from the threads that answer: a change waits for the disk.
    pub async fn note<T: Send + 'static>(&self, ask: impl FnOnce(&Notebook) -> T + Send + 'static) -> T {
        let notebook = Arc::clone(&self.notebook);
        match tokio::task::spawn_blocking(move || ask(&notebook)).await {
            Ok(answer) => answer,
            Err(fault) => std::panic::resume_unwind(fault.into_panic()),
        }
    }

    /// The address to open.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?key={}", self.port, self.key)
    }

    /// What day it is.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        (self.today)()
    }

    /// Menus being built.
    #[must_use]
    pub(crate) fn builds(&self) -> &Jobs<Outcome> {
        &self.builds
    }

    /// Ends what still works when the program stops.
    pub fn stop(&self) {
        self.builds.stop();
    }

    /// Programs on two ports share a browser's cookies, hence the port in the name.
    fn cookie(&self) -> String {
        format!("nep-{}", self.port)
    }

    fn is_ours(&self, host: &str) -> bool {
        let plain = ["127.0.0.1", "localhost"];
        match host.rsplit_once(':') {
            Some((name, port)) => plain.contains(&name) && port.parse() == Ok(self.port),
            None => plain.contains(&host) && self.port == 80,
        }
    }
}

/// Every page, guarded.
pub fn router(app: App) -> Router {
    guarded(pages::routes().route("/assets/{file}", get(assets::serve)), app)
}

fn guarded(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(async |view: View| Problem::NotFound.page(&view))
        .method_not_allowed_fallback(async |view: View| Problem::NotFound.page(&view))
        .layer(middleware::from_fn_with_state(app.clone(), no_crash))
        .layer(middleware::from_fn_with_state(app.clone(), no_large_body))
        .layer(middleware::from_fn_with_state(app.clone(), only_the_owner))
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .with_state(app)
}

/// A fault in one page is told on that page; the program and its other pages go on.
async fn no_crash(State(app): State<App>, request: Request, next: Next) -> Response {
    let view = View::of(&request, &app);
    tokio::spawn(next.run(request)).await.unwrap_or_else(|_| Problem::Failed.page(&view))
}

/// Headers of every answer; a language asked for in the address is remembered.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let remembered = View::of(&request, &app).language_asked();
    let mut response = next.run(request).await;
    if let Some(cookie) = remembered {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`: with it a browser sends `Origin: null` with our own forms.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets through the browser that was given this start's secret, talking to us and from our own pages.
async fn only_the_owner(State(app): State<App>, request: Request, next: Next) -> Response {
    let view = View::of(&request, &app);
    let headers = request.headers();
    let host = text(headers, &header::HOST).or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if !host.is_some_and(|host| app.is_ours(host)) {
        return Problem::NotOurAddress.page(&view);
    }
    if let Some(origin) = text(headers, &header::ORIGIN)
        && !origin.strip_prefix("http://").is_some_and(|host| app.is_ours(host))
    {
        return Problem::NotOurAddress.page(&view);
    }
    if let Some(given) = view.query("key") {
        return if same(given, &app.key) { let_in(&app, &view) } else { Problem::Locked.page(&view) };
    }
    let cookie = cookie(headers, &app.cookie());
    let asset = request.uri().path().strip_prefix("/assets/").is_some_and(|name| !name.contains('/'));
    if !asset && !cookie.is_some_and(|key| same(key, &app.key)) {
        return Problem::Locked.page(&view);
    }
    next.run(request).await
}

/// Gives the secret to the browser and goes on to the page without it in the address.
fn let_in(app: &App, view: &View) -> Response {
    let next = view.query("next").filter(|next| is_a_page_of_ours(next)).unwrap_or("/");
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", app.cookie(), app.key);
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, next.to_owned())]).into_response()
}

/// A path on this program, never another address.
pub(crate) fn is_a_page_of_ours(next: &str) -> bool {
    next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && next.parse::<Uri>().is_ok_and(|uri| uri.authority().is_none())
}

/// Equal, in a time that does not tell where they differ.
fn same(given: &str, key: &str) -> bool {
    given.len() == key.len() && given.bytes().zip(key.bytes()).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The value of the cookie `name`.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Refuses a body over [`LARGEST_BODY`], after reading it away so that the browser gets to show why.
async fn no_large_body(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let view = View::of(&request, &app);
    let (parts, mut body) = request.into_parts();
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Problem::Failed.page(&view) };
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if length > DRAINED_BODY {
            break;
        }
    }
    if length > LARGEST_BODY {
        return Problem::TooLarge.page(&view);
    }
    next.run(Request::from_parts(parts, Body::from(kept))).await
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn only_our_own_address_is_answered() {
        let app = App::new(8080, "secret", NaiveDate::default);
        for host in ["127.0.0.1:8080", "localhost:8080"] {
            assert!(app.is_ours(host), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:8081", "example.org:8080", "127.0.0.1.example.org:8080", "[::1]:8080", ""]
        {
            assert!(!app.is_ours(host), "{host}");
        }
    }

    #[tokio::test]
    async fn a_fault_in_a_page_is_told_and_the_next_page_is_served() {
        let routes = Router::new()
            .route("/faulty", get(async || -> Response { panic!("a fault planted by this test") }))
            .route("/sound", get(async || "sound"));
        let pages = guarded(routes, App::new(8080, "secret", NaiveDate::default));
        let ask = async |path: &str| {
            let request = Request::get(path)
                .header(header::HOST, "127.0.0.1:8080")
                .header(header::COOKIE, "nep-8080=secret")
                .body(Body::empty())
                .expect("a request");
            pages.clone().oneshot(request).await.expect("an answer")
        };
        assert_eq!(ask("/faulty").await.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(ask("/sound").await.status(), StatusCode::OK);
    }

    #[test]
    fn the_way_on_is_a_path_of_ours() {
        for path in ["/", "/growth?weight=9,6", "/sources#L3"] {
            assert!(is_a_page_of_ours(path), "{path}");
        }
        for path in ["", "//example.org", "https://example.org", "/\\example.org", "/a b", "growth", "/a\r\nb"] {
            assert!(!is_a_page_of_ours(path), "{path}");
        }
    }

    #[test]
    fn a_secret_is_the_same_only_whole() {
        assert!(same("abc", "abc"));
        assert!(!same("ab", "abc") && !same("abd", "abc") && !same("", "abc"));
    }
}
