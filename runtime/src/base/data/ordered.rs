//! `Ordered`: a map that keeps its keys in the order they were first put in.

use std::collections::HashMap;
use std::iter::Flatten;
use std::slice;
use std::sync::Arc;

/// The usual session has fewer keys than this, and looking through them is faster than hashing.
const FEW: usize = 16;

#[derive(Clone)]
pub(crate) struct Ordered<V> {
    /// An entry that is removed leaves a gap if there is an index, which knows the places.
    slots: Vec<Slot<V>>,
    index: Option<Box<Index>>,
}

type Slot<V> = Option<(Arc<str>, V)>;

/// Where the keys are, once there are more than a few.
#[derive(Clone)]
struct Index {
    places: HashMap<Arc<str>, usize>,
    gaps: usize,
}

impl<V> Ordered<V> {
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.index.as_ref().map_or(0, |index| index.gaps)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        let (_, value) = self.slots[self.place(key)?].as_ref()?;
        Some(value)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        let place = self.place(key)?;
        let (_, value) = self.slots[place].as_mut()?;
        Some(value)
    }

    /// Puts a value in the place of the old one if there was one, and last otherwise. Gives back the key as it is
    /// kept, for who keeps it too.
    pub(crate) fn insert(&mut self, key: impl AsRef<str> + Into<Arc<str>>, value: V) -> Arc<str> {
        if let Some(place) = self.place(key.as_ref())
            && let Some((known, old)) = self.slots[place].as_mut()
        {
            *old = value;
            return Arc::clone(known);
        }
        let key = key.into();
        self.push(Arc::clone(&key), value);
        key
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        let place = self.place(key)?;
        let Some(index) = &mut self.index else { return self.slots.remove(place).map(|(_, value)| value) };
        index.places.remove(key);
        index.gaps += 1;
        let sparse = index.gaps * 2 > self.slots.len();
        let removed = self.slots[place].take();
        if sparse {
            self.slots.retain(Option::is_some);
            self.index_if_many();
        }
        removed.map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> Iter<'_, V> {
        Iter { slots: self.slots.iter().flatten(), left: self.len() }
    }

    fn push(&mut self, key: Arc<str>, value: V) {
        if let Some(index) = &mut self.index {
            index.places.insert(Arc::clone(&key), self.slots.len());
        }
        self.slots.push(Some((key, value)));
        if self.index.is_none() {
            self.index_if_many();
        }
    }

    fn place(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.places.get(key).copied(),
            None => {
                self.slots.iter().position(|slot| slot.as_ref().is_some_and(|(known, _)| **known == *key))
            }
        }
    }

    /// Makes the index, if it is worth it, of slots without gaps.
    fn index_if_many(&mut self) {
        self.index = (self.slots.len() > FEW).then(|| {
            let keys = self.slots.iter().flatten().map(|(key, _)| Arc::clone(key));
            let places = keys.enumerate().map(|(place, key)| (key, place)).collect();
            Box::new(Index { places, gaps: 0 })
        });
    }
}

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        Self { slots: Vec::new(), index: None }
    }
}

impl<V: PartialEq> PartialEq for Ordered<V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<V: Eq> Eq for Ordered<V> {}

/// Of keys that are all different.
impl<V> FromIterator<(String, V)> for Ordered<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let slots = entries.into_iter().map(|(key, value)| Some((key.into(), value))).collect();
        let mut ordered = Self { slots, index: None };
        ordered.index_if_many();
        ordered
    }
}

/// The entries, in the order their keys came.
pub(crate) struct Iter<'a, V> {
    slots: Flatten<slice::Iter<'a, Slot<V>>>,
    left: usize,
}

impl<'a, V> Iterator for Iter<'a, V> {
    type Item = (&'a str, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.slots.next()?;
        self.left -= 1;
        Some((key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<V> ExactSizeIterator for Iter<'_, V> {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Below, at and above the size at which there is an index.
    const SIZES: [usize; 5] = [3, 16, 17, 40, 1000];

    fn of(size: usize) -> Ordered<usize> {
        let mut ordered = Ordered::default();
        for number in 0..size {
            ordered.insert(number.to_string(), number);
        }
        ordered
    }

    fn values(ordered: &Ordered<usize>) -> Vec<usize> {
        assert_eq!(ordered.iter().len(), ordered.iter().count());
        ordered.iter().map(|(_, value)| *value).collect()
    }

    #[test]
    fn keys_keep_their_order_whatever_is_replaced_or_removed() {
        for size in SIZES {
            let mut ordered = of(size);

            for number in (0..size).filter(|number| number % 3 != 0) {
                assert_eq!(ordered.remove(&number.to_string()), Some(number));
                assert_eq!(ordered.remove(&number.to_string()), None);
            }
            ordered.insert("0", 9999);
            ordered.insert("1", 1);

            let mut expected: Vec<_> = (0..size).step_by(3).collect();
            expected[0] = 9999;
            expected.push(1);
            assert_eq!(values(&ordered), expected, "{size}");
            assert_eq!(ordered.len(), expected.len());
            assert_eq!((ordered.get("0"), ordered.get("2")), (Some(&9999), None));
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
            ordered.insert("a", 1);

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
            assert!(of(size) == (0..size).map(|number| (number.to_string(), number)).collect());
        }
    }
}
