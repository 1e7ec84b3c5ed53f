//! `/build/1..4`: four questions, one screen each, and `/build/result`: what to eat.
//!
//! Every step is a plain form. What was typed travels in the address, so that a step back, a reload or a language switch
//! loses nothing; a step is left only when its fields are right, but for a step back, which the arrow makes by sending the form.

mod answers;
mod people;
mod progress;
mod request;
mod result;
mod steps;
pub(super) mod wish;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use self::answers::{Answers, MOST_DAYS, MOST_PEOPLE, STEPS};
use self::people::{Kind, Row};
pub use self::request::Outcome;
use super::input::Field;
use super::week::household::kitchen;
use super::{Problem, View};
use crate::server::App;

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/build", get(async || see("/build/1".to_owned())))
        .route("/build/result", get(result::page))
        .route("/build/cancel", post(progress::cancel))
        .route("/build/{step}", get(step))
}

fn see(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// One step: its form, or the way on.
async fn step(State(app): State<App>, Path(typed): Path<String>, view: View) -> Response {
    let Some(step) = typed.parse::<u8>().ok().filter(|step| (1..=STEPS).contains(step)) else {
        return Problem::NotFound.page(&view);
    };
    let mut answers = Answers::read(&view, kitchen(&app).await.0);
    if let Some(kind) = view.query("add").and_then(Kind::from_code) {
        if answers.people.len() < MOST_PEOPLE {
            answers.people.push(Row::new(kind));
        }
        return see(format!("{}#person-{}", answers.address("/build/1"), answers.people.len()));
    }
    if let Some(index) = view.query("drop").and_then(|typed| typed.parse::<usize>().ok()) {
        if index < answers.people.len() {
            answers.people.remove(index);
        }
        return see(answers.address("/build/1"));
    }
    if let Some(by) = view.query("by") {
        let days = answers.days.get().unwrap_or(1);
        let days = if by == "more" { (days + 1).min(MOST_DAYS) } else { days.saturating_sub(1).max(1) };
        answers.days = Field { typed: days.to_string(), value: Ok(Some(days)) };
        return see(answers.address("/build/4"));
    }
    if view.query("go") == Some("back") {
        return see(answers.address(&format!("/build/{step}")));
    }
    let onward = view.query("go") == Some("next");
    if onward && answers.faults(step) == 0 && !steps::is_choosing(&view, &answers, step) {
        let next = if step == STEPS { "/build/result".to_owned() } else { format!("/build/{}", step + 1) };
        return see(answers.address(&next));
    }
    steps::page(&view, &mut answers, step, onward)
}
