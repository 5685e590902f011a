//! `Entry`: one name with its values, and what they are taken for.

use std::collections::HashMap;

use super::super::text::flag;
use crate::web::uploads::Handle;

/// All values of one name.
pub(super) struct Entry<'de> {
    pub(super) name: &'de str,
    pub(super) values: Vec<&'de str>,
    /// What stands for files of this name.
    pub(super) files: Vec<&'de [u8]>,
    /// Not sent, and missed by the type under this name.
    pub(super) absent: Option<&'static str>,
    pub(super) reading: Reading,
}

/// What the values are, for a type that does not say what it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The last value as it was sent.
    Text,
    /// The last value, a number if it can be one.
    Number,
    /// The last value, as of a box.
    Flag,
    /// All values as they were sent.
    Texts,
    /// All values, those numbers that can be.
    Numbers,
    /// Nothing was filled in.
    Nothing,
}

impl<'de> Entry<'de> {
    /// One for each name, in the order first seen.
    pub(super) fn of(pairs: &'de [(String, String)], files: &'de [Handle<'de>]) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
        let mut place_of = |entries: &mut Vec<Self>, name: &'de str| {
            *places.entry(name).or_insert_with(|| {
                entries.push(Self {
                    name,
                    values: Vec::new(),
                    files: Vec::new(),
                    absent: None,
                    reading: Reading::Text,
                });
                entries.len() - 1
            })
        };
        for (name, value) in pairs {
            let place = place_of(&mut entries, name);
            // A refused text is known by its address, and all empty strings have one: that of the name does.
            entries[place].values.push(if value.is_empty() { &name[..0] } else { value });
        }
        for file in files {
            let place = place_of(&mut entries, file.field());
            entries[place].files.push(file.as_bytes());
        }
        entries
    }

    /// What a browser leaves out: nothing ticked, nothing chosen.
    pub(super) fn absent(name: &'static str) -> Self {
        Self { name, values: Vec::new(), files: Vec::new(), absent: Some(name), reading: Reading::Flag }
    }

    /// The last value.
    pub(super) fn last(&self) -> &'de str {
        self.values.last().copied().unwrap_or_default()
    }

    /// Which of the values has this address.
    pub(super) fn place_of(&self, address: usize) -> Option<usize> {
        let mut values = self.values.iter().map(|value| value.as_bytes()).chain(self.files.iter().copied());
        values.position(|value| value.as_ptr().addr() == address)
    }

    /// Whether all values are given.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.reading, Reading::Texts | Reading::Numbers)
    }

    /// What the values may be other than text, the likeliest first.
    pub(super) fn other_readings(&self) -> impl Iterator<Item = Reading> + use<> {
        let last = self.last();
        let is_empty = last.is_empty();
        let is_number = last.trim().parse::<f64>().is_ok();
        let is_file = !self.files.is_empty();
        [
            (Reading::Number, is_number),
            (Reading::Flag, !is_empty && flag(last).is_some()),
            (Reading::Texts, true),
            (Reading::Numbers, !is_file),
            (Reading::Nothing, is_empty && !is_file),
            (Reading::Flag, is_empty && !is_file),
        ]
        .into_iter()
        .filter_map(|(reading, is_possible)| is_possible.then_some(reading))
    }
}
