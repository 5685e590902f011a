//! Lists, which have elements and no fields, and maps, whose fields nobody knows by name.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};

use super::{HasElements, HasField, HasItem, TemplateData};

impl<T> TemplateData<Self> for [T] {}
impl<T> HasElements<T> for [T] {}
impl<T> HasItem<T> for [T] {}

impl<T, const N: usize> TemplateData<Self> for [T; N] {}
impl<T, const N: usize> HasElements<T> for [T; N] {}
impl<T, const N: usize> HasItem<T> for [T; N] {}

macro_rules! lists {
    ($($list:ident<T $(, $more:ident)?>),*) => { $(
        impl<T $(, $more)?> TemplateData<Self> for $list<T $(, $more)?> {}
        impl<T $(, $more)?> HasElements<T> for $list<T $(, $more)?> {}
        impl<T $(, $more)?> HasItem<T> for $list<T $(, $more)?> {}
    )* };
}

lists!(Vec<T>, VecDeque<T>, LinkedList<T>, BinaryHeap<T>, BTreeSet<T>, HashSet<T, S>);

// A loop over a map takes its keys; a number is one of them, and leads to a value.
macro_rules! maps {
    ($($map:ident<K, V $(, $more:ident)?>),*) => { $(
        impl<K, V $(, $more)?> TemplateData<Self> for $map<K, V $(, $more)?> {}
        impl<K, V $(, $more)?> HasElements<K> for $map<K, V $(, $more)?> {}
        impl<K, V $(, $more)?> HasItem<V> for $map<K, V $(, $more)?> {}
        impl<K, V, const NAME: u64 $(, $more)?> HasField<NAME, V> for $map<K, V $(, $more)?> {}
    )* };
}

maps!(BTreeMap<K, V>, HashMap<K, V, S>);
