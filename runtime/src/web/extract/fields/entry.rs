//! `Entry`: one name with its values, and what they are taken for.

use std::collections::HashMap;

use super::super::text::flag;

/// All values of one name.
pub(super) struct Entry<'de> {
    pub(super) name: &'de str,
    pub(super) values: Vec<&'de str>,
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
    pub(super) fn of(pairs: &'de [(String, String)]) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
        for (name, value) in pairs {
            let place = *places.entry(name).or_insert_with(|| {
                entries.push(Self { name, values: Vec::new(), absent: None, reading: Reading::Text });
                entries.len() - 1
            });
            // A refused text is known by its address, and all empty strings have one: that of the name does.
            entries[place].values.push(if value.is_empty() { &name[..0] } else { value });
        }
        entries
    }

    /// What a browser leaves out: nothing ticked, nothing chosen.
    pub(super) fn absent(name: &'static str) -> Self {
        Self { name, values: Vec::new(), absent: Some(name), reading: Reading::Flag }
    }

    /// The last value.
    pub(super) fn last(&self) -> &'de str {
        self.values.last().copied().unwrap_or_default()
    }

    /// Which of the values has this address.
    pub(super) fn place_of(&self, address: usize) -> Option<usize> {
        self.values.iter().position(|value| value.as_ptr().addr() == address)
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
        [
            (Reading::Number, is_number),
            (Reading::Flag, !is_empty && flag(last).is_some()),
            (Reading::Texts, true),
            (Reading::Numbers, true),
            (Reading::Nothing, is_empty),
            (Reading::Flag, is_empty),
        ]
        .into_iter()
        .filter_map(|(reading, is_possible)| is_possible.then_some(reading))
    }
}
