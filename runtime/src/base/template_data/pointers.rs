//! What templates look through: they see what is behind it.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::TemplateData;

impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> TemplateData<Shown> for &T {}
impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> TemplateData<Shown> for &mut T {}
impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> TemplateData<Shown> for Box<T> {}
impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> TemplateData<Shown> for Rc<T> {}
impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> TemplateData<Shown> for Arc<T> {}
impl<T: TemplateData<Shown> + ToOwned + ?Sized, Shown: ?Sized> TemplateData<Shown> for Cow<'_, T> {}

// A field of what is not there is undefined; that it may be missing is the template's to ask.
impl<T: TemplateData<Shown>, Shown: ?Sized> TemplateData<Shown> for Option<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::template_data::{HasElements, HasField};

    fn shows<T: TemplateData<Shown> + ?Sized, Shown: ?Sized>() {}
    fn leads_to<T: HasField<1, Value> + HasElements<Element> + ?Sized, Value: ?Sized, Element: ?Sized>() {}

    #[test]
    fn what_is_behind_is_seen() {
        shows::<&&mut Box<u8>, u8>();
        shows::<Rc<Arc<str>>, str>();
        shows::<Option<Cow<'_, [String]>>, [String]>();
    }

    #[test]
    fn a_map_leads_to_its_values_and_a_loop_over_it_to_its_keys() {
        leads_to::<std::collections::HashMap<String, u8>, u8, String>();
        leads_to::<std::collections::BTreeMap<&str, Vec<u8>>, Vec<u8>, &str>();
    }
}
