//! A list, as serde reads it: an element that cannot be read is named by its place.

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::field_error::{FieldError, Step};

/// Hands all elements to the visitor. If it leaves some, `fewer` is what was expected.
pub(super) fn visit<'de, D, V>(
    elements: impl Iterator<Item = D>,
    visitor: V,
    fewer: &'static str,
) -> Result<V::Value, FieldError>
where
    D: Deserializer<'de, Error = FieldError>,
    V: Visitor<'de>,
{
    let mut elements = Elements { rest: elements, index: 0 };
    let value = visitor.visit_seq(&mut elements)?;
    match elements.rest.next() {
        None => Ok(value),
        Some(_) => Err(FieldError::expected(&fewer)),
    }
}

/// The elements one after the other.
struct Elements<I> {
    rest: I,
    index: usize,
}

impl<'de, D, I> SeqAccess<'de> for Elements<I>
where
    D: Deserializer<'de, Error = FieldError>,
    I: Iterator<Item = D>,
{
    type Error = FieldError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, FieldError> {
        let Some(element) = self.rest.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(element).map(Some).map_err(|error| error.within(Step::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.rest.size_hint().1
    }
}
