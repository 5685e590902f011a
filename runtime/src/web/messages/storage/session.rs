//! Messages in the session, under the key `_messages`: a text that holds the JSON of the list, inside the
//! session's own JSON (Django, `contrib/messages/storage/session.py`).
//!
//! ```text
//! {"_messages":"[[\"__json_message\", 0, 25, \"Saved\", \"\"]]"}
//! ```

use std::sync::Arc;

use crate::base::error::Error;
use crate::base::json;
use crate::web::request::{Request, Shared};
use crate::web::sessions::Session;

use super::super::Message;
use super::super::codec::{self, Comma};

const KEY: &str = "_messages";

/// The session that keeps the messages, loaded.
pub(in super::super) struct SessionStorage {
    session: Session,
    shared: Arc<Shared>,
}

impl SessionStorage {
    /// Waits for the session, and does not count as looking into it: that is for whoever wants messages.
    pub(super) async fn load(request: &mut Request) -> Result<Self, Error> {
        let session = request.session_handle()?.load_unaccessed().await?;
        Ok(Self { session, shared: Arc::clone(request.shared()) })
    }

    pub(super) fn retrieve(&self) -> Vec<Message> {
        let tags = &self.shared.settings.message_tags;
        let data = self.session.data();
        let decoded = data.get_json(KEY).and_then(|json| codec::decode_nested(json, tags));
        decoded.map(|decoded| decoded.messages).unwrap_or_default()
    }
}

/// Keeps these messages and no others. The session is saved when its middleware's turn comes; if nobody has
/// loaded it, it is loaded then.
pub(super) fn store(messages: &[Message], request: &mut Request) -> Result<(), Error> {
    let session = request.session_handle()?;
    if messages.is_empty() {
        // Nothing is loaded only to remove what nobody has seen.
        if let Some(session) = session.loaded() {
            session.remove(KEY);
        }
        return Ok(());
    }
    let arrays: Vec<_> = messages.iter().map(|message| codec::encode(message, Comma::Spaced)).collect();
    let mut text = String::new();
    json::push_string(&mut text, &codec::join(&arrays, true, Comma::Spaced));
    session.insert_unloaded(KEY, &text);
    Ok(())
}
