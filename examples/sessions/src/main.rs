//! What a session keeps, for how long, and how it ends.
//!
//! Run it with `cargo run -p sessions`, then walk through with one cookie jar:
//!
//! ```text
//! alias visit='curl -s -b jar -c jar'
//! visit -X POST localhost:8000/set_session/         # one record, one cookie: sessionid
//! visit localhost:8000/get_session/
//! visit -X POST localhost:8000/expiry/seconds/      # or date, browser_close, default
//! visit -X POST localhost:8000/delete/              # the record is gone, the cookie is not
//! visit -X POST localhost:8000/flush/               # both are
//! cat jar
//! ```
//!
//! The records are in `db.sqlite3`, in Django's table: `sqlite3 db.sqlite3 'SELECT * FROM django_session'`.

use std::time::Duration;

use vestibule::prelude::*;

// Alone: without the CSRF middleware, so that curl need bring no token.
vestibule::app! { middleware: [SessionMiddleware] }

fn main() -> ExitCode {
    App::main()
}

/// Four values and still one record: the whole session is saved once, when the answer leaves.
#[view(POST, "/set_session/")]
async fn set_session(session: Session) -> Result {
    session.insert("hobby", "chess")?;
    session.insert("hobby1", "gardening")?;
    session.insert("hobby2", "letters")?;
    session.insert("visits", 3)?;
    Ok(Response::text("Set.\n"))
}

/// Values come back as the type asked for; what was never set is `None`.
#[view(GET, "/get_session/")]
async fn get_session(session: Session) -> Result {
    let hobby: Option<String> = session.get("hobby")?;
    let visits = session.get::<u32>("visits")?.unwrap_or(0);
    let keys = session.keys();
    let seconds = session.expiry_age();
    Ok(Response::text(format!("hobby {hobby:?}, visits {visits}, keys {keys:?}, ends in {seconds} s\n")))
}

#[view(POST, "/expiry/{form}/")]
async fn expiry(request: &Request, form: String, session: Session) -> Result {
    let expiry = match &*form {
        // Counted anew whenever the session is saved.
        "seconds" => Expiry::in_seconds(60),
        // An instant, however often it is saved.
        "date" => Expiry::At(request.now() + Duration::from_secs(2 * 24 * 60 * 60)),
        // The cookie goes when the browser closes.
        "browser_close" => Expiry::BrowserClose,
        // What the settings say, 14 days unless they say otherwise.
        "default" => Expiry::Default,
        _ => return Err(Error::not_found("there are four forms")),
    };
    session.set_expiry(expiry);
    Ok(Response::text(format!("It ends as set: {form}.\n")))
}

/// The record is deleted on the server. The browser keeps a cookie that opens nothing.
#[view(POST, "/delete/")]
async fn delete(session: Session) -> Result {
    session.delete().await?;
    Ok(Response::text("Deleted here.\n"))
}

/// The record is deleted, and the browser told to forget the cookie: the way to log a visitor out.
#[view(POST, "/flush/")]
async fn flush(session: Session) -> Result {
    session.flush().await?;
    Ok(Response::text("Deleted here and there.\n"))
}
