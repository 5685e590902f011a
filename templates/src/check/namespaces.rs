//! Namespaces: the only values whose fields a template can set.

use super::Check;
use super::scope::Found;
use super::value::{Namespace, Value};
use crate::ast::Name;
use crate::report::Mistake;
use crate::suggest::nearest;

impl<'a> Check<'a> {
    /// `{% set name.field = … %}`
    pub(super) fn set_field(&mut self, name: &Name<'a>, field: &Name<'a>) {
        self.namespace_fields.insert(field.text.to_owned());
        if field.span.start != name.span.end + 1 {
            // `a.b.c`: who knows what `a.b` is.
            return;
        }
        match self.scope.find(name.text) {
            // A path may have been given a namespace in its place: `x | default(namespace())`.
            Found::Certain(Value::Namespace(_) | Value::Path(_) | Value::Unknown) | Found::Perhaps => {}
            Found::Certain(_) | Found::Nothing => {
                let message = format!("`{}` is not a namespace, so its fields cannot be set", name.text);
                let help = format!("write `{{% set {0} = namespace() %}}` before", name.text);
                self.mistake_of_page(name.span, message, Some(help));
            }
        }
    }

    /// A field that a namespace did not begin with is one that some `set` gives it, or a slip.
    pub(super) fn doubt_field(&mut self, namespace: &Namespace, name: &Name<'a>) {
        if namespace.is_open || namespace.fields.contains(name.text) {
            return;
        }
        let near = nearest(name.text, namespace.fields.iter().map(String::as_str));
        let mistake = Mistake {
            place: self.place(name.span),
            message: format!("nothing sets `{}` in this namespace", name.text),
            help: near.map(|near| format!("did you mean `{near}`?")),
            is_of_page: true,
        };
        self.namespace_doubts.push((name.text.to_owned(), mistake));
    }
}
