//! `Messages`: those of one request, and what a view may do with them.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{mem, vec};

use crate::base::error::Error;
use crate::web::request::{Request, Shared};
use crate::web::response::Response;

use super::storage::Storage;
use super::{Level, Message, Text};

/// The messages of the visitor who is asking.
///
/// A handle: clones are the same messages. Views take it as an argument or have it from
/// `request.messages().await?`; templates see it as `messages`. Nothing of it waits.
///
/// ```
/// use vestibule::messages::{Level, Messages};
///
/// fn told(messages: &Messages, name: &str) {
///     messages.success(format!("{name} is saved."));
///     messages.add(Level::WARNING, "Nobody can see it yet.", "draft");
/// }
/// ```
///
/// From one request to the next:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(POST, "/save/")]
/// async fn save(messages: Messages) -> Result {
///     messages.success("Saved.");
///     redirect(index::url())
/// }
///
/// #[view(GET, "/")]
/// async fn index(messages: Messages) -> String {
///     messages.iter().map(|message| format!("[{}] {message}", message.tags())).collect()
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// client.post("/save/", &[]).await;
/// assert_eq!(client.get("/").await.text(), "[success] Saved.");
/// assert_eq!(client.get("/").await.text(), "", "they have been read");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Messages {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    state: Mutex<State>,
}

struct State {
    storage: Storage,
    /// Those of earlier requests, and from the first reading on those of this one before it; `None` until
    /// something asks.
    loaded: Option<Vec<Message>>,
    /// Those added since.
    queued: Vec<Message>,
    used: bool,
    added: bool,
    level: Option<Level>,
}

impl Messages {
    /// The messages that this request brings, once what keeps them can be read.
    pub(crate) async fn load(request: &mut Request) -> Result<Self, Error> {
        let storage = Storage::load(request).await?;
        let state =
            State { storage, loaded: None, queued: Vec::new(), used: false, added: false, level: None };
        Ok(Self { inner: Arc::new(Inner { shared: Arc::clone(request.shared()), state: Mutex::new(state) }) })
    }

    // --- adding -------------------------------------------------------------------------------

    /// Adds a message for the next page, unless it has no words or its level is below [`Messages::level`].
    ///
    /// `extra_tags` are words for the page's markup, with spaces between, such as `"sticky"`. Without any,
    /// write `""` as Django does; `None` is written in a shorter form.
    pub fn add<'a>(&self, level: Level, text: impl Into<Text>, extra_tags: impl Into<Option<&'a str>>) {
        let text = text.into();
        if text.as_str().is_empty() || level < self.level() {
            return;
        }
        let extra_tags = extra_tags.into().map(str::to_owned);
        let message = Message::new(level, text, extra_tags, &self.inner.shared.settings.message_tags);
        let mut state = self.state();
        state.queued.push(message);
        state.added = true;
    }

    /// Adds one for developers. Dropped unless the level is set to it.
    pub fn debug(&self, text: impl Into<Text>) {
        self.add(Level::DEBUG, text, "");
    }

    /// Adds one that is worth knowing.
    pub fn info(&self, text: impl Into<Text>) {
        self.add(Level::INFO, text, "");
    }

    /// Adds one that says that what the visitor wanted is done.
    pub fn success(&self, text: impl Into<Text>) {
        self.add(Level::SUCCESS, text, "");
    }

    /// Adds one about what may go wrong.
    pub fn warning(&self, text: impl Into<Text>) {
        self.add(Level::WARNING, text, "");
    }

    /// Adds one that says that what the visitor wanted is not done.
    pub fn error(&self, text: impl Into<Text>) {
        self.add(Level::ERROR, text, "");
    }

    /// The lowest level that is recorded: the one set for this request, else the setting `message_level`.
    pub fn level(&self) -> Level {
        self.state().level.unwrap_or(self.inner.shared.settings.message_level)
    }

    /// Sets the lowest level that is recorded from now on in this request; `None` goes back to the setting.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::messages::Level;
    ///
    /// #[view(GET, "/")]
    /// async fn index(messages: Messages) -> String {
    ///     messages.debug("not recorded: the setting says `info`");
    ///     messages.set_level(Level::DEBUG);
    ///     messages.debug("recorded");
    ///     messages.len().to_string()
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/").await.text(), "1");
    /// # Ok(()) })? }
    /// ```
    pub fn set_level(&self, level: impl Into<Option<Level>>) {
        self.state().level = level.into();
    }

    // --- reading ------------------------------------------------------------------------------

    /// The messages of earlier requests and then those of this one. They count as shown: the next request
    /// finds only what is added from now on. Iterating again yields them again.
    pub fn iter(&self) -> vec::IntoIter<Message> {
        self.state().read().clone().into_iter()
    }

    /// How many there are. They do not count as shown.
    pub fn len(&self) -> usize {
        let mut state = self.state();
        state.loaded().len() + state.queued.len()
    }

    /// Whether there are none. They do not count as shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    // --- on the way out -----------------------------------------------------------------------

    /// Stores what the next request is to find, and says how many messages found no room.
    ///
    /// # Errors
    ///
    /// If the cookie cannot be sent.
    pub(crate) fn store(&self, request: &mut Request, response: &mut Response) -> Result<usize, Error> {
        let mut state = self.state();
        match state.for_the_next_request() {
            Some(messages) => state.storage.store(&messages, request, response),
            None => Ok(0),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code of ours panics between two changes that belong together.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn loaded(&mut self) -> &mut Vec<Message> {
        let Self { storage, used, .. } = self;
        self.loaded.get_or_insert_with(|| storage.retrieve(used))
    }

    fn read(&mut self) -> &Vec<Message> {
        self.used = true;
        let queued = mem::take(&mut self.queued);
        let loaded = self.loaded();
        loaded.extend(queued);
        loaded
    }

    /// What is to be stored in place of what is stored now; `None` if that is right as it is.
    fn for_the_next_request(&mut self) -> Option<Vec<Message>> {
        if !self.used && !self.added {
            return None;
        }
        let before = if self.used { Vec::new() } else { self.loaded().clone() };
        Some(before.into_iter().chain(self.queued.iter().cloned()).collect())
    }
}

impl IntoIterator for &Messages {
    type Item = Message;
    type IntoIter = vec::IntoIter<Message>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Messages are for one visitor: nothing of them.
impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages")
    }
}
