//! `LastEventId`: what the browser has seen already.

use std::fmt;
use std::ops::Deref;

use http::StatusCode;
use http::header::HeaderName;

use crate::base::error::Error;
use crate::web::extract::FromRequest;
use crate::web::request::Request;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The id of the last event that a browser has seen which connects again, as text: what follows is to be sent first.
///
/// As an argument it is an `Option<LastEventId>`: there is none at the first connection. It is read from the field
/// `Last-Event-ID`, and where that is missing from `last_event_id` in the query, by which a page says what it was made
/// with ([`Channel::last_id`](super::Channel::last_id)). It is the client's word: anyone may send any.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use futures_util::stream;
/// use vestibule::sse::{Event, EventStream, LastEventId};
///
/// #[view(GET, "/count/")]
/// async fn count(last: Option<LastEventId>) -> EventStream {
///     let seen = last.and_then(|last| last.parse().ok()).unwrap_or(0);
///     EventStream::new(stream::iter((seen + 1..=3).map(|number: u32| Event::data("…").id(number))))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// client.headers_mut().insert("last-event-id", "2".parse()?);
/// assert_eq!(client.get("/count/").await.text(), "id: 3\ndata: …\n\n");
/// # Ok(()) })? }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastEventId(pub String);

impl Deref for LastEventId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LastEventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<A> FromRequest<A> for LastEventId {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        // UTF-8, which the specification has browsers send.
        let header = request.headers().get(&LAST_EVENT_ID).map(|line| str::from_utf8(line.as_bytes()));
        match header {
            Some(Ok(id)) => Ok(Self(id.to_owned())),
            Some(Err(error)) => Err(Error::bad_request("Last-Event-ID is no UTF-8").caused_by(error)),
            None => match request.query().get("last_event_id") {
                Some(id) => Ok(Self(id.to_owned())),
                None => Err(Error::missing(StatusCode::BAD_REQUEST, "no Last-Event-ID")),
            },
        }
    }
}
