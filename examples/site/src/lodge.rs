//! The porter's lodge: who has come and gone since the house was opened, for the staff to read.

use std::sync::{Arc, Mutex};

use serde::Serialize;
use vestibule::auth::{UserLoggedIn, UserLoggedOut, UserLoginFailed};
use vestibule::prelude::*;

/// How many lines the book has; the oldest are torn out.
const LINES: usize = 50;

/// One line of the book.
#[derive(Clone, Serialize, TemplateData)]
struct Line {
    time: String,
    name: String,
    what: &'static str,
}

/// The last lines, the newest first.
#[derive(Clone, Default)]
pub(crate) struct GuestBook(Arc<Mutex<Vec<Line>>>);

impl GuestBook {
    fn write(request: &Request, name: &str, what: &'static str) {
        let now = request.now();
        let time = format!("{:02}:{:02}", now.hour(), now.minute());
        let Some(mut lines) = request.state::<Self>().and_then(|book| book.0.lock().ok()) else { return };
        lines.insert(0, Line { time, name: name.to_owned(), what });
        lines.truncate(LINES);
    }

    fn lines(&self) -> Vec<Line> {
        self.0.lock().map(|lines| lines.clone()).unwrap_or_default()
    }
}

#[view(GET, "/lodge/")]
#[login_auth(staff)]
pub(crate) async fn lodge(request: &Request, State(book): State<GuestBook>) -> Result {
    render!(request, "lodge.html", { lines: book.lines() })
}

#[on(UserLoggedIn)]
async fn welcome(event: &UserLoggedIn, request: &mut Request) -> Result<()> {
    GuestBook::write(request, event.user.username(), "came in");
    request.messages().await?.success(format!("Welcome, {}. Your coat is in good hands.", event.user));
    Ok(())
}

#[on(UserLoggedOut)]
async fn see_out(event: &UserLoggedOut, request: &mut Request) {
    if let Some(user) = &event.user {
        GuestBook::write(request, user.username(), "left");
    }
}

/// The name as it was typed, which may be no one's.
#[on(UserLoginFailed)]
async fn turn_away(event: &UserLoginFailed, request: &mut Request) {
    let name: String = event.credentials.username.chars().take(40).collect();
    GuestBook::write(request, &name, "was turned away");
}
