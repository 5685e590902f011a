//! Templates that are not in the crate's own folders: an application that is included may have them.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::suggest::nearest;

use super::{NAME, Pages};
use crate::shared::assertion::expand_assertion;
use crate::shared::private::Private;

/// Asserts that the application `app` has the template; else `message` is said at `span`.
pub(crate) fn expand_is_there(
    name: &str,
    app: &TokenStream,
    span: Span,
    message: &str,
    private: &Private,
) -> TokenStream {
    expand_assertion(&quote!(#private::has_template::<#app>(#name)), message, span)
}

/// What is wrong if it is not there, and what to write.
pub(crate) fn absent(name: &str, Pages { folders, .. }: &Pages) -> (String, String) {
    let headline = format!("there is no template `{name}`");
    if let Some((template, block)) = name.split_once('#') {
        return (headline, format!("a block of one stands behind the quotes: `\"{template}\"#{block}`"));
    }
    let names = folders.names();
    let help = match nearest_template(name, &names) {
        Some(known) => format!("did you mean `{known}`?"),
        None if folders.is_empty() => {
            format!("there is no folder `{NAME}` either, beside Cargo.toml or this file")
        }
        None => format!(
            "templates are in folders called `{NAME}`: the one beside Cargo.toml, and those beside this file and above"
        ),
    };
    (headline, help)
}

/// The template that is most likely meant: one of nearly the same folders and file, or else a file of the same name
/// elsewhere. A long folder alone does not make all that is in it alike.
fn nearest_template<'n>(name: &str, names: &'n BTreeSet<String>) -> Option<&'n str> {
    let names = names.iter().map(String::as_str);
    let is_near = |known: &&str| {
        let (written, known) = (name.split(['/', '.']), known.split(['/', '.']));
        written.clone().count() == known.clone().count()
            && written.zip(known).all(|(written, known)| nearest(written, [known]).is_some())
    };
    let is_elsewhere = |known: &&str| known.rsplit('/').next() == name.rsplit('/').next();
    nearest(name, names.clone().filter(is_near)).or_else(|| names.clone().find(is_elsewhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_template_has_nearly_the_same_folders_and_file() {
        let names = ["base.html", "blog/article.html", "blog/list.html", "shop/cart.html"];
        let names = names.map(str::to_owned).into();

        for (written, meant) in [
            ("blog/artcle.html", Some("blog/article.html")),
            ("blgo/list.htm", Some("blog/list.html")),
            ("blog/cart.html", Some("shop/cart.html")),
            ("article.html", Some("blog/article.html")),
            ("blog/base.html", Some("base.html")),
            ("blog/teaser.html", None),
            ("blog/list.xml", None),
            ("", None),
        ] {
            assert_eq!(nearest_template(written, &names), meant, "{written}");
        }
    }
}
