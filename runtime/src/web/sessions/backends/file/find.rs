//! Finding sessions by what is in them: every file is read.

use crate::base::clock::Timestamp;
use crate::web::sessions::SessionKey;
use crate::web::sessions::key;
use crate::web::sessions::store::{StoreError, Stored, Wanted};

use super::directory::is_key;
use super::{Inner, is_over};

impl Inner {
    pub(super) fn find(
        &self,
        wanted: &Wanted,
        now: Timestamp,
    ) -> Result<Vec<(SessionKey, Stored)>, StoreError> {
        let mut found = Vec::new();
        for entry in self.directory.entries()? {
            let entry = entry.map_err(self.directory.cannot("list the session records"))?;
            let name = entry.file_name();
            let Some(key) = name.to_str().and_then(|name| self.key_of(name)) else { continue };
            let Some(text) = self.directory.read(&entry.path())? else { continue };
            let stored = self.stored(text, now);
            if !is_over(&stored.record, now) && wanted(&stored.record.data) {
                found.push((key, stored));
            }
        }
        Ok(found)
    }

    /// The session whose file has this name. Keys are of one length; the file of `sessionid` is none of a cookie
    /// `session`.
    fn key_of(&self, name: &str) -> Option<SessionKey> {
        let key = self.directory.rest_of(name)?;
        let is_of_a_session = key.len() == key::LENGTH && is_key(key);
        SessionKey::from_cookie(key).filter(|_| is_of_a_session)
    }
}
