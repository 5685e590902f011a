//! `read`: the type of a form or query, at once or in a few attempts.
//!
//! Two things a type says only by refusing what it gets:
//!
//! - Which fields it cannot do without. One that is missing is then given as what a browser leaves out, `false`
//!   or nothing, and all but a `bool` and a list refuse that.
//! - What is wanted where serde puts values aside first: in a `#[serde(flatten)]`ed, an internally tagged or an
//!   untagged type. There every value is a text, since a text may be `007`; one that is refused is given as
//!   the number, the flag or the list that it can be, until it is taken. Of an untagged type the first variant
//!   is taken that can be read in this way.
//!
//! A plain type whose fields are all there is read in one attempt.

use std::cell::Cell;
use std::collections::VecDeque;

use serde::de::DeserializeOwned;

use super::super::field_error::{FieldError, Found, Step};
use super::super::refusals::{self, Refusal};
use super::entry::{Entry, Reading};
use super::form::Fields;
use crate::web::uploads::{self, FormData, Handle};

/// How many values are given as something else than text before we give up, in a form of at most [`FIELDS`]
/// names. A stranger chooses how many there are, and each takes an attempt, which goes through all names: so
/// in a larger form they are fewer.
const OTHER_READINGS: usize = 128;
const FIELDS: usize = 100;

pub(in super::super) fn read<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, FieldError> {
    read_with(pairs, &[])
}

/// A form, with its files.
pub(in super::super) fn read_form<T: DeserializeOwned>(form: &FormData) -> Result<T, FieldError> {
    uploads::while_at_hand(form.files(), |handles| read_with(form.pairs(), handles))
}

fn read_with<T: DeserializeOwned>(pairs: &[(String, String)], files: &[Handle<'_>]) -> Result<T, FieldError> {
    let entries = Entry::of(pairs, files);
    let fields = Fields { pairs, entries, holds_list: holds_list::<T>, list_seen: None };
    let limit = OTHER_READINGS * FIELDS / fields.entries.len().max(FIELDS);
    Search { fields, limit, left: limit }.read()
}

/// Whether the type has an `Option` of this name, with a list in it that takes the values. serde says so only
/// when it is too late for `None`: so the type is asked with this name alone.
fn holds_list<T: DeserializeOwned>(entry: &Entry<'_>) -> bool {
    let seen = Cell::new(false);
    let entry = Entry { values: entry.values.clone(), files: entry.files.clone(), ..*entry };
    let fields = Fields { pairs: &[], entries: vec![entry], holds_list: |_| false, list_seen: Some(&seen) };
    let _ = refusals::while_reading(|| T::deserialize(&fields).map(drop));
    seen.get()
}

struct Search<'de> {
    fields: Fields<'de>,
    /// How many other readings may be tried.
    limit: usize,
    /// How many still may.
    left: usize,
}

/// What a type was made of, or why not, and all that it refused on the way.
type Attempt<T> = (Result<T, FieldError>, Vec<Refusal>);

impl Search<'_> {
    fn read<T: DeserializeOwned>(&mut self) -> Result<T, FieldError> {
        let known = self.fields.entries.len();
        let error = match self.attempt_with_left_out() {
            (Ok(value), refusals) if refusals.is_empty() => return Ok(value),
            (Ok(value), refusals) => return Ok(self.with_earlier_variants(value, refusals)),
            (Err(error), _) if error.missing().is_some() => return Err(error),
            (Err(error), refusals) => match self.with_other_readings(error, &refusals) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            },
        };
        self.fields.entries.truncate(known);
        Err(error)
    }

    fn attempt<T: DeserializeOwned>(&self) -> Attempt<T> {
        let (result, refusals) = refusals::while_reading(|| T::deserialize(&self.fields));
        (result.map_err(|error| self.named(error)), refusals)
    }

    /// What the type misses is given to it as what browsers leave out.
    fn attempt_with_left_out<T: DeserializeOwned>(&mut self) -> Attempt<T> {
        let mut attempt = self.attempt();
        while let Some(name) = attempt.0.as_ref().err().and_then(FieldError::missing)
            && self.leave_out(name)
        {
            let mut filled = self.attempt();
            if is_of_another_kind(&filled.0) {
                self.set_last(Reading::Texts);
                filled = self.attempt();
            }
            if is_of_another_kind(&filled.0) {
                self.fields.entries.pop();
                break;
            }
            attempt = filled;
        }
        attempt
    }

    /// What cannot be read is tried with what was refused as something else than text.
    fn with_other_readings<T: DeserializeOwned>(
        &mut self,
        error: FieldError,
        refusals: &[Refusal],
    ) -> Result<T, FieldError> {
        for refusal in refusals {
            let known = self.fields.entries.len();
            // A variant of an untagged type may also have missed something.
            let Some((index, readings)) = self.other_readings(*refusal, true) else { continue };
            let first = self.fields.entries[index].reading;
            for reading in readings {
                let is_about_it = self.is_about(&error, index);
                if self.left == 0 {
                    return Err(if is_about_it { FieldError::too_many(self.limit) } else { error });
                }
                self.left -= 1;
                self.fields.entries[index].reading = reading;
                match self.read() {
                    Ok(value) => return Ok(value),
                    // This one was taken, and then another was wrong.
                    Err(next) if is_about_it && !self.is_refused(&next, index) => return Err(next),
                    Err(_) => {}
                }
            }
            self.fields.entries[index].reading = first;
            self.fields.entries.truncate(known);
        }
        Err(error)
    }

    /// A type that was read, although an earlier variant of it refused something, or an `Option` of several
    /// fields did and is `None` for that: what is refused less often as something else than text, is that.
    fn with_earlier_variants<T: DeserializeOwned>(&mut self, mut value: T, mut noted: Vec<Refusal>) -> T {
        let mut is_changed = false;
        if let Some((all, now)) = self.attempt_with_all(&noted) {
            (value, noted, is_changed) = (all, now, true);
        }
        let mut queue = VecDeque::from(noted.clone());
        let mut tried = Vec::new();
        while let (Some(refusal), 1..) = (queue.pop_front(), self.left) {
            let known = self.fields.entries.len();
            // What is missed may have been left out only if the rest of the same fields is taken.
            let Some((index, readings)) = self.other_readings(refusal, is_changed) else { continue };
            if tried.contains(&index) {
                continue;
            }
            tried.push(index);
            let mut is_taken = false;
            for reading in readings.into_iter().take(self.left) {
                self.left -= 1;
                self.fields.entries[index].reading = reading;
                if let (Ok(other), now) = self.attempt()
                    && self.count(index, &now) < self.count(index, &noted)
                {
                    queue.extend(&now);
                    (value, noted, is_taken) = (other, now, true);
                    is_changed = true;
                    break;
                }
            }
            if !is_taken {
                self.fields.entries[index].reading = Reading::Text;
                self.fields.entries.truncate(known);
            }
        }
        value
    }

    /// All that was refused and can be a number or a flag is one; `None` if nothing is gained by that.
    fn attempt_with_all<T: DeserializeOwned>(&mut self, noted: &[Refusal]) -> Option<(T, Vec<Refusal>)> {
        let mut changed = Vec::new();
        for refusal in noted {
            if let Some((index, readings)) = self.other_readings(*refusal, false)
                && let Some(reading @ (Reading::Number | Reading::Flag)) = readings.first()
            {
                self.fields.entries[index].reading = *reading;
                changed.push(index);
            }
        }
        let attempt = if changed.len() > 1 { Some(self.attempt()) } else { None };
        match attempt {
            Some((Ok(value), now)) if now.len() < noted.len() => Some((value, now)),
            _ => {
                changed.into_iter().for_each(|index| self.fields.entries[index].reading = Reading::Text);
                None
            }
        }
    }

    /// What was refused, and what it can be instead.
    fn other_readings(&mut self, refusal: Refusal, fills_in: bool) -> Option<(usize, Vec<Reading>)> {
        match refusal {
            Refusal::Text(address) => {
                let index = self.refused(address)?;
                Some((index, self.fields.entries[index].other_readings().collect()))
            }
            Refusal::Missing(name) if fills_in && self.leave_out(name) => {
                Some((self.fields.entries.len() - 1, vec![Reading::Flag, Reading::Texts]))
            }
            Refusal::Missing(_) | Refusal::Other => None,
        }
    }

    /// How often this entry was refused.
    fn count(&self, index: usize, noted: &[Refusal]) -> usize {
        let entry = &self.fields.entries[index];
        let is_of_it = |refusal: &&Refusal| match **refusal {
            Refusal::Text(address) => entry.place_of(address).is_some(),
            Refusal::Missing(name) => entry.absent == Some(name),
            Refusal::Other => true,
        };
        noted.iter().filter(is_of_it).count()
    }

    /// Whether a field of this name is now there as left out. It was not sent.
    fn leave_out(&mut self, name: &'static str) -> bool {
        let is_new = self.fields.entries.iter().all(|entry| entry.name != name);
        if is_new {
            self.fields.entries.push(Entry::absent(name));
        }
        is_new
    }

    fn set_last(&mut self, reading: Reading) {
        if let Some(last) = self.fields.entries.last_mut() {
            last.reading = reading;
        }
    }

    /// The text that was refused, if it was given as one.
    fn refused(&self, address: usize) -> Option<usize> {
        let is_it = |entry: &Entry<'_>| entry.reading == Reading::Text && entry.place_of(address).is_some();
        self.fields.entries.iter().position(is_it)
    }

    /// Whether the error is of a text of this entry.
    fn is_about(&self, error: &FieldError, index: usize) -> bool {
        let entry = &self.fields.entries[index];
        matches!(error.found(), Some(Found::Text(address)) if entry.place_of(address).is_some())
    }

    /// Whether the error is of what this entry was given as.
    fn is_refused(&self, error: &FieldError, index: usize) -> bool {
        self.is_about(error, index) || is_other_than_text(error)
    }

    /// What was put aside has lost its name by the time it is refused.
    fn named(&self, error: FieldError) -> FieldError {
        let Some(Found::Text(address)) = error.found() else { return error };
        if error.path().len() > 0 {
            return error;
        }
        let mut entries = self.fields.entries.iter();
        let found = entries.find_map(|entry| Some((entry, entry.place_of(address)?)));
        match found {
            Some((entry, index)) if entry.is_list() => {
                error.within(Step::Index(index)).within(Step::Name(entry.name.to_owned()))
            }
            Some((entry, _)) => error.within(Step::Name(entry.name.to_owned())),
            None => error,
        }
    }
}

fn is_of_another_kind<T>(result: &Result<T, FieldError>) -> bool {
    result.as_ref().is_err_and(is_other_than_text)
}

fn is_other_than_text(error: &FieldError) -> bool {
    error.found().is_some_and(|found| !matches!(found, Found::Text(_)))
}
