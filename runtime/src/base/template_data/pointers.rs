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
