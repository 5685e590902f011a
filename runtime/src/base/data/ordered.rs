//! `Ordered`: a map that keeps its entries in the order their keys were first put in.

use std::collections::HashMap;
use std::iter::Flatten;
use std::slice;
use std::sync::Arc;

use smallvec::SmallVec;

/// The usual session has fewer keys than this, and looking through them is faster than hashing.
const FEW: usize = 16;

/// So many need no allocation of their own: who is logged in takes three.
const USUAL: usize = 4;

/// An entry that knows its key.
pub(crate) trait Keyed {
    fn key(&self) -> &str;

    /// Whether it is this one.
    fn has_key(&self, key: &str) -> bool {
        self.key() == key
    }
}

#[derive(Clone)]
pub(crate) struct Ordered<E> {
    /// An entry that is removed leaves a gap if there is an index, which knows the places.
    slots: SmallVec<[Option<E>; USUAL]>,
    index: Option<Box<Index>>,
}

/// Where the keys are, once there are more than a few.
#[derive(Clone)]
struct Index {
    places: HashMap<Arc<str>, usize>,
    gaps: usize,
}

impl<E: Keyed> Ordered<E> {
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.index.as_ref().map_or(0, |index| index.gaps)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&E> {
        match &self.index {
            Some(_) => self.slots[self.place(key)?].as_ref(),
            None => self.slots.iter().flatten().find(|entry| entry.has_key(key)),
        }
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut E> {
        let place = self.place(key)?;
        self.slots[place].as_mut()
    }

    /// Puts an entry in the place of the old one if there was one, and last otherwise.
    pub(crate) fn insert(&mut self, entry: E) {
        match self.place(entry.key()) {
            Some(place) => self.slots[place] = Some(entry),
            None => self.push(entry),
        }
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<E> {
        let place = self.place(key)?;
        let Some(index) = &mut self.index else { return self.slots.remove(place) };
        index.places.remove(key);
        index.gaps += 1;
        let sparse = index.gaps * 2 > self.slots.len();
        let removed = self.slots[place].take();
        if sparse {
            self.slots.retain(|slot| slot.is_some());
            self.index_if_many();
        }
        removed
    }

    pub(crate) fn iter(&self) -> Iter<'_, E> {
        Iter { slots: self.slots.iter().flatten(), left: self.len() }
    }

    /// Puts an entry last, whose key is not there.
    pub(crate) fn push(&mut self, entry: E) {
        if let Some(index) = &mut self.index {
            index.places.insert(entry.key().into(), self.slots.len());
        }
        self.slots.push(Some(entry));
        if self.slots.len() > FEW && self.index.is_none() {
            self.index_if_many();
        }
    }

    fn place(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.places.get(key).copied(),
            None => self.slots.iter().position(|slot| slot.as_ref().is_some_and(|entry| entry.has_key(key))),
        }
    }

    /// Makes the index, if it is worth it, of slots without gaps.
    fn index_if_many(&mut self) {
        self.index = (self.slots.len() > FEW).then(|| {
            let keys = self.slots.iter().flatten().map(|entry| entry.key().into());
            let places = keys.enumerate().map(|(place, key)| (key, place)).collect();
            Box::new(Index { places, gaps: 0 })
        });
    }
}

impl<E> Default for Ordered<E> {
    fn default() -> Self {
        Self { slots: SmallVec::new(), index: None }
    }
}

impl<E: Keyed + PartialEq> PartialEq for Ordered<E> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<E: Keyed + Eq> Eq for Ordered<E> {}

/// The entries, in the order their keys came.
pub(crate) struct Iter<'a, E> {
    slots: Flatten<slice::Iter<'a, Option<E>>>,
    left: usize,
}

impl<'a, E> Iterator for Iter<'a, E> {
    type Item = &'a E;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.slots.next()?;
        self.left -= 1;
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<E> ExactSizeIterator for Iter<'_, E> {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Below, at and above the size at which there is an index.
    const SIZES: [usize; 5] = [3, 16, 17, 40, 1000];

    #[derive(Clone, Debug, PartialEq)]
    struct Numbered(String, usize);

    impl Keyed for Numbered {
        fn key(&self) -> &str {
            &self.0
        }
    }

    fn entry(number: usize) -> Numbered {
        Numbered(number.to_string(), number)
    }

    fn of(size: usize) -> Ordered<Numbered> {
        let mut ordered = Ordered::default();
        for number in 0..size {
            ordered.insert(entry(number));
        }
        ordered
    }

    fn values(ordered: &Ordered<Numbered>) -> Vec<usize> {
        assert_eq!(ordered.iter().len(), ordered.iter().count());
        ordered.iter().map(|entry| entry.1).collect()
    }

    #[test]
    fn keys_keep_their_order_whatever_is_replaced_or_removed() {
        for size in SIZES {
            let mut ordered = of(size);

            for number in (0..size).filter(|number| number % 3 != 0) {
                assert_eq!(ordered.remove(&number.to_string()), Some(entry(number)));
                assert_eq!(ordered.remove(&number.to_string()), None);
            }
            ordered.insert(Numbered("0".into(), 9999));
            ordered.insert(entry(1));

            let mut expected: Vec<_> = (0..size).step_by(3).collect();
            expected[0] = 9999;
            expected.push(1);
            assert_eq!(values(&ordered), expected, "{size}");
            assert_eq!(ordered.len(), expected.len());
            assert_eq!((ordered.get("0").map(|entry| entry.1), ordered.get("2")), (Some(9999), None));
        }
    }

    #[test]
    fn everything_can_be_removed_and_put_in_again() {
        for size in SIZES {
            let mut ordered = of(size);

            for number in 0..size {
                ordered.remove(&number.to_string());
            }
            assert_eq!(ordered.len(), 0);
            ordered.insert(entry(1));

            assert_eq!(values(&ordered), [1]);
        }
    }

    #[test]
    fn two_are_equal_if_their_entries_are_however_they_came_about() {
        for size in SIZES {
            let mut longer = of(size + 2);
            longer.remove(&size.to_string());
            longer.remove(&(size + 1).to_string());

            assert!(longer == of(size), "{size}");
            assert!(longer != of(size - 1), "{size}");
        }
    }
}
