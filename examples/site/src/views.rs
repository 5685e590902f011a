//! The rooms.

use serde::Deserialize;
use vestibule::http::HeaderValue;
use vestibule::prelude::*;

use crate::way_in::WayIn;

#[view(GET, "/")]
pub(crate) async fn index(request: &Request) -> Result {
    render!(request, "index.html")
}

#[view(GET, "/home/")]
#[login_auth]
pub(crate) async fn home(request: &Request, session: Session, way_in: WayIn) -> Result {
    let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    session.insert("visits", visits)?;
    render!(request, "home.html", { visits, micros: way_in.micros(), way_in })
}

/// What a visitor leaves in the cloakroom.
#[derive(Deserialize)]
pub(crate) struct Deposit {
    thing: String,
}

const LONGEST_THING: usize = 40;

#[view(GET, POST, "/cloakroom/")]
pub(crate) async fn cloakroom(
    request: &Request,
    session: Session,
    messages: Messages,
    form: Option<Form<Deposit>>,
) -> Result {
    let mut problem = "";
    if let Some(Form(deposit)) = form {
        let thing = deposit.thing.trim();
        match thing.chars().count() {
            0 => problem = "An empty hook needs no ticket. What would you like to leave?",
            1..=LONGEST_THING => {
                session.insert("thing", thing)?;
                messages.success("It hangs safely. Your browser has the ticket.");
                return redirect(cloakroom::url());
            }
            _ => problem = "That is too big for our hooks: 40 letters at most, please.",
        }
    }
    render!(request, "cloakroom.html", { thing: session.get::<String>("thing")?, problem })
}

#[view(POST, "/cloakroom/take/")]
pub(crate) async fn take(session: Session, messages: Messages) -> Result {
    if session.remove("thing") {
        messages.success("There you are.");
    }
    redirect(cloakroom::url())
}

#[view(GET, "/style.css")]
pub(crate) async fn style() -> Response {
    Response::new(HeaderValue::from_static("text/css; charset=utf-8"), include_str!("../style.css"))
}
