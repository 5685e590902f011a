//! `MessageMiddleware`: messages for whoever asks for them on the way in, stored on the way out (Django,
//! `contrib/messages/middleware.py`). A page that has nothing to do with messages pays for a flag.

use vestibule_macros::middleware;

use super::{SessionMiddleware, fetch_for_template, order};
use crate::base::error::Error;
use crate::web::onion::Hooked;
use crate::web::request::{MessagesSlot, Request};
use crate::web::response::{Response, TemplateResponse};
use crate::web::templates::Fetched;

/// Makes [`Request::messages`], the `Messages` extractor and `messages` in templates work.
///
/// A message may go to the session, so the application needs its middleware too.
#[derive(Debug, Default)]
pub struct MessageMiddleware;

#[middleware(order = order::MESSAGES, after(SessionMiddleware), library)]
impl MessageMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.messages = MessagesSlot::Untouched;
    }

    fn process_template_response<'a>(
        &'a self,
        request: &'a mut Request,
        response: TemplateResponse,
    ) -> Hooked<'a, TemplateResponse> {
        fetch_for_template(request, response, Fetched::Messages, order::MESSAGES)
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
