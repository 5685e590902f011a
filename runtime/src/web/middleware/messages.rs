//! `MessageMiddleware`: messages for whoever asks for them on the way in, stored on the way out (Django,
//! `contrib/messages/middleware.py`). A page that has nothing to do with messages pays for a flag.

use vestibule_macros::middleware;

use super::{SessionMiddleware, order};
use crate::base::error::Error;
use crate::web::application::Provides;
use crate::web::context::{ContextProcessor, ContextVariable};
use crate::web::extract::FromRequest;
use crate::web::messages::{self, Messages};
use crate::web::request::{Request, Slot};
use crate::web::response::Response;

/// Makes [`Request::messages`], the `Messages` extractor and `messages` in templates work.
///
/// A message may go to the session, so the application needs its middleware too.
///
/// It stands at [`order::MESSAGES`] and reads the settings `message_…`; how messages live says [`messages`](crate::messages).
#[derive(Debug, Default)]
pub struct MessageMiddleware;

#[middleware(order = order::MESSAGES, after(SessionMiddleware), context(MessagesVariable, LevelsVariable), library)]
impl MessageMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.messages = Slot::Untouched;
    }

    fn process_response(&self, request: &mut Request, mut response: Response) -> Result<Response, Error> {
        let Some(messages) = request.begun_messages().cloned() else { return Ok(response) };
        // As the session, and whatever they are kept in: what they tell of may not have come to its end.
        if request.body_is_broken() {
            return Ok(response);
        }
        let dropped = messages.store(request, &mut response)?;
        if dropped > 0 && request.settings().debug {
            return Err(Error::internal(format!(
                "there is no room in the cookie for {dropped} of the messages"
            )));
        }
        Ok(response)
    }
}

/// `{{ messages }}`
struct MessagesVariable;

impl ContextProcessor for MessagesVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "messages",
        value: |request| Ok(request.begun_messages().map(Messages::to_template)),
        fetch: Some(|request| Box::pin(fetch(request))),
    };
}

/// `{{ DEFAULT_MESSAGE_LEVELS.ERROR }}`
struct LevelsVariable;

impl ContextProcessor for LevelsVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "DEFAULT_MESSAGE_LEVELS",
        value: |_| Ok(Some(messages::levels())),
        fetch: None,
    };
}

async fn fetch(request: &mut Request) -> Result<(), Error> {
    if matches!(request.messages, Slot::Untouched) {
        request.messages().await?;
    }
    Ok(())
}

/// The visitor's messages, to add to and to read. Fails with 503 when the session is needed and its store is
/// away.
impl<A: Provides<MessageMiddleware>> FromRequest<A> for Messages {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.messages().await
    }
}
