//! One step of a template from a type: to a field of it, to its elements, or to what stands behind a number.

use std::fmt;
use std::marker::PhantomData;

use super::{HasElements, HasField, HasItem, TypeOf, Unknown};

/// The step to a field.
pub struct FieldOf<T: ?Sized, const NAME: u64>(PhantomData<T>);

/// The step to the elements.
pub struct ElementsOf<T: ?Sized>(PhantomData<T>);

/// The step to what stands behind a number.
pub struct ItemOf<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> TypeOf<T> {
    /// To the field of this name.
    pub fn field<const NAME: u64>(&self) -> &FieldOf<T, NAME> {
        &FieldOf(PhantomData)
    }

    /// To the elements.
    pub fn elements(&self) -> &ElementsOf<T> {
        &ElementsOf(PhantomData)
    }

    /// To what stands behind a number.
    pub fn item(&self) -> &ItemOf<T> {
        &ItemOf(PhantomData)
    }
}

/// What a step gives that leads on.
#[derive(Debug)]
pub struct Right;

/// Looked for first, by the names of its methods, as in [`Known`](super::Known).
pub trait Leads<Value: ?Sized> {
    /// The compiler has nothing to say.
    fn right(&self) -> &'static Right {
        &Right
    }

    /// Where the step leads to.
    fn value(&self) -> &TypeOf<Value> {
        &TypeOf(PhantomData)
    }
}

impl<T: HasField<NAME, Value> + ?Sized, Value: ?Sized, const NAME: u64> Leads<Value> for FieldOf<T, NAME> {}
impl<T: HasElements<Value> + ?Sized, Value: ?Sized> Leads<Value> for ElementsOf<T> {}
impl<T: HasItem<Value> + ?Sized, Value: ?Sized> Leads<Value> for ItemOf<T> {}

/// Looked for last: it needs one more `&`.
pub trait LeadsNowhere<T: ?Sized> {
    /// What the compiler speaks of. There is no value of it, and nobody calls this.
    fn right(&self) -> &T {
        unreachable!("only its type counts")
    }

    /// Nothing is said of the steps behind it.
    fn value(&self) -> &'static TypeOf<Unknown> {
        &TypeOf(PhantomData)
    }
}

impl<T: ?Sized, const NAME: u64> LeadsNowhere<T> for &FieldOf<T, NAME> {}
impl<T: ?Sized> LeadsNowhere<T> for &ElementsOf<T> {}
impl<T: ?Sized> LeadsNowhere<T> for &ItemOf<T> {}

impl<T: ?Sized, const NAME: u64> fmt::Debug for FieldOf<T, NAME> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "field {NAME} of {}", std::any::type_name::<T>())
    }
}

impl<T: ?Sized> fmt::Debug for ElementsOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "elements of {}", std::any::type_name::<T>())
    }
}

impl<T: ?Sized> fmt::Debug for ItemOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item of {}", std::any::type_name::<T>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::template_data::Known as _;

    #[test]
    fn a_step_leads_to_the_elements_or_nowhere() {
        let (list, letter) = (vec![String::new()], 'a');

        let elements = TypeOf::value(&list).shown().elements();
        let nothing = TypeOf::value(&letter).shown().field::<1>();

        // What is asked are types, while this compiles.
        let (_, _): (&Right, &TypeOf<String>) = (elements.right(), elements.value());
        let _: &TypeOf<Unknown> = nothing.value();
        if false {
            let _: &char = nothing.right();
        }
    }
}
