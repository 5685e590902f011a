//! Clearing what has expired, batch by batch.
//!
//! A directory may have a million files and no order. So a sweep remembers where it stopped, and the next batch
//! goes on from there; the directory is read once however many batches there are. A sweep ends with the batch
//! that is not full. What expires while it goes on is for the next one.

use std::fs::{self, DirEntry, ReadDir};
use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};

use time::Duration;

use crate::base::clock::Timestamp;
use crate::web::sessions::key;
use crate::web::sessions::store::StoreError;

use super::directory::{instant, is_key};
use super::draft::MARK;
use super::held::Held;
use super::{Inner, is_over};

/// A draft that has been there for longer was left behind by a crash.
const DRAFT_AGE: Duration = Duration::hours(1);

/// Where the sweep stopped; `None` if none is under way.
#[derive(Debug, Default)]
pub(super) struct Sweep(Mutex<Option<ReadDir>>);

impl Inner {
    pub(super) fn clear_expired(&self, batch: u32, now: Timestamp) -> Result<u64, StoreError> {
        // After an error, or a panic, a new sweep begins: nothing is there to be in disorder.
        let mut place = self.sweep.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = match place.take() {
            Some(entries) => entries,
            None => self.directory.entries()?,
        };
        let mut cleared = 0;
        while cleared < u64::from(batch) {
            let Some(entry) = entries.next() else { return Ok(cleared) };
            let entry = entry.map_err(self.directory.cannot("list the session records"))?;
            cleared += u64::from(self.clear(&entry, now)?);
        }
        *place = Some(entries);
        Ok(cleared)
    }

    /// Removes a file if it is an expired session's, and says so. What a crash left behind goes too.
    fn clear(&self, entry: &DirEntry, now: Timestamp) -> Result<bool, StoreError> {
        let name = entry.file_name();
        let Some(rest) = name.to_str().and_then(|name| self.directory.rest_of(name)) else {
            return Ok(false);
        };
        match rest.split_once(MARK) {
            Some((key, _)) if is_key(key) => self.clear_draft(entry, now).map(|()| false),
            // Keys are of one length; the file of `sessionid` is none of a cookie `session`.
            None if rest.len() == key::LENGTH && is_key(rest) => self.clear_record(entry, now),
            _ => Ok(false),
        }
    }

    fn clear_record(&self, entry: &DirEntry, now: Timestamp) -> Result<bool, StoreError> {
        let path = entry.path();
        let Some(found) = self.directory.read(&path)? else { return Ok(false) };
        if !is_over(&self.stored(found, now).record, now) {
            return Ok(false);
        }
        match Held::take(&path) {
            Ok(Some(held)) => Ok(self.remove_if_over(held, now)?.is_none()),
            Ok(None) => Ok(false),
            // Somebody else's, in a directory that is open to all.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(false),
            Err(error) => Err(self.directory.cannot("lock a session record")(error)),
        }
    }

    fn clear_draft(&self, entry: &DirEntry, now: Timestamp) -> Result<(), StoreError> {
        let is_old = |modified| now - instant(modified) > DRAFT_AGE;
        let removed = match entry.metadata().and_then(|found| found.modified()) {
            Ok(modified) if is_old(modified) => fs::remove_file(entry.path()),
            other => other.map(|_| ()),
        };
        match removed {
            // Whoever wrote it is done with it.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other.map_err(self.directory.cannot("remove a draft of a session record")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::Place;
    use super::*;
    use crate::web::sessions::conformance::NOW;
    use crate::web::sessions::test_stores::block_on;

    fn write(place: &Place, name: &str, modified: Timestamp) {
        fs::write(place.path(name), "").unwrap();
        let file = fs::File::options().write(true).open(place.path(name)).unwrap();
        file.set_modified(modified.into()).unwrap();
    }

    #[test]
    fn only_old_drafts_and_expired_sessions_are_removed() {
        let place = Arc::new(Place::new());
        let at = place.fixture();
        let key = "63bbvvmx690z601yurx3gdqo5v2bg6cy";
        let ours = format!("sessionid{key}");
        write(&place, &ours, NOW - Duration::MINUTE);
        write(&place, &format!("{ours}_out_old"), NOW - Duration::HOUR - Duration::SECOND);
        let kept = [
            format!("other{key}"),
            "sessionid".to_owned(),
            "sessionid.bak".to_owned(),
            format!("sessionid_out_{key}"),
            format!("sessionidid{key}"),
            format!("{ours}_out_new"),
        ];
        for name in &kept {
            write(&place, name, NOW - Duration::DAY);
        }
        write(&place, &kept[5], NOW - Duration::HOUR);

        assert_eq!(block_on(at.store.clear_expired(10, at.clock.now())).unwrap(), 1);

        let mut kept = kept.to_vec();
        kept.sort();
        assert_eq!(place.names(), kept);
    }

    #[test]
    fn each_batch_goes_on_where_the_last_one_stopped() {
        let place = Arc::new(Place::new());
        let at = place.fixture();
        let name = |number: u32| format!("sessionid{number:032}");
        for number in 0..10 {
            write(&place, &name(number), NOW - Duration::DAY);
        }

        assert_eq!(block_on(at.store.clear_expired(4, at.clock.now())).unwrap(), 4);
        let left = place.names();
        // As if these had expired after the sweep had begun: they may be before the place where it stopped.
        for number in 10..12 {
            write(&place, &name(number), NOW - Duration::DAY);
        }
        while block_on(at.store.clear_expired(4, at.clock.now())).unwrap() == 4 {}

        assert_eq!(left.len(), 6);
        assert!(left.iter().all(|name| !place.path(name).exists()), "what was there is gone");
        block_on(at.store.clear_expired(4, at.clock.now())).unwrap();
        assert!(place.names().is_empty());
    }
}
