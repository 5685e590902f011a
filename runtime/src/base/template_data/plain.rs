//! Texts and numbers, which have no fields.

use super::{HasElements, HasItem, TemplateData, Unknown};

macro_rules! plain {
    ($($ty:ty),*) => { $(impl TemplateData<Self> for $ty {})* };
}

plain!(str, String, char, bool);
plain!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64);

// Its letters.
impl HasElements<Unknown> for str {}
impl HasElements<Unknown> for String {}
impl HasItem<Unknown> for str {}
impl HasItem<Unknown> for String {}
