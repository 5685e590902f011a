//! The name of a permission, `blog.add_post`: what `#[login_auth]` asks for and `app!` declares.

use syn::LitStr;

use super::errors::Errors;

/// The actions on a model that Django has a permission for.
const ACTIONS: [&str; 4] = ["add_", "change_", "delete_", "view_"];

/// A permission's name, taken apart.
pub(crate) struct PermissionName {
    whole: String,
    dot: usize,
}

impl PermissionName {
    /// A permission without an app is one nobody can be given, Django, contrib/auth/backends.py.
    pub(crate) fn check(literal: &LitStr, errors: &mut Errors) -> Option<Self> {
        let whole = literal.value();
        let names_both = |dot: &usize| *dot > 0 && dot + 1 < whole.len();
        match whole.find('.').filter(names_both) {
            Some(dot) => Some(Self { whole, dot }),
            None => {
                errors.report_with_help(
                    literal.span(),
                    format_args!("permission `{whole}` names no app"),
                    "write it as \"blog.add_post\": the app, a dot, the permission",
                );
                None
            }
        }
    }

    pub(crate) fn app_label(&self) -> &str {
        &self.whole[..self.dot]
    }

    pub(crate) fn codename(&self) -> &str {
        &self.whole[self.dot + 1..]
    }

    /// The model that the codename names, as Django makes it: `post` of `add_post`.
    pub(crate) fn model(&self) -> Option<&str> {
        ACTIONS
            .iter()
            .find_map(|action| self.codename().strip_prefix(action))
            .filter(|model| !model.is_empty())
    }

    /// How it may be declared: `"blog.add_post": "Can add post"`.
    pub(crate) fn declaration(&self) -> String {
        let (whole, name) = (&self.whole, self.codename().replace('_', " "));
        match self.model() {
            Some(_) => format!("\"{whole}\": \"Can {name}\""),
            None => format!("\"{whole}\" on post: \"Can {name}\""),
        }
    }
}
