//! What an application can be included under: `"/shop"`.

use quote::ToTokens;
use syn::{LitStr, Path};

use crate::shared::errors::Errors;
use crate::shared::path_pattern::{Mistake, PathPattern};

/// Whether it is one; otherwise reports why not.
pub(super) fn check(prefix: &LitStr, app: &Path, errors: &mut Errors) -> bool {
    let app = app.to_token_stream().to_string().replace(' ', "");
    let mistakes = mistakes(&prefix.value(), &app);
    for Mistake { headline, help } in &mistakes {
        errors.report_with_help(prefix.span(), headline, help);
    }
    mistakes.is_empty()
}

/// The prefix is fixed text that the views' paths are put behind, each with its slash.
fn mistakes(prefix: &str, app: &str) -> Vec<Mistake> {
    if prefix.trim_matches('/').is_empty() {
        let headline = match prefix {
            "" => "the prefix is empty".to_owned(),
            _ => format!("`{prefix}` is no prefix"),
        };
        return vec![Mistake { headline, help: format!("leave it out: `include: [{app}]`") }];
    }
    let inner = prefix.trim_end_matches('/');
    if !prefix.starts_with('/') && !prefix.contains("://") {
        let headline = format!("prefix `{prefix}` does not begin with `/`");
        return vec![Mistake { headline, help: format!("write `\"/{inner}\"`") }];
    }
    if inner != prefix {
        let headline = format!("prefix `{prefix}` ends with a slash");
        let help = format!("write `\"{inner}\"`: the views' paths begin with theirs");
        return vec![Mistake { headline, help }];
    }
    if prefix.contains(['{', '}']) {
        let help = "the views that take one have it in their own paths".to_owned();
        return vec![Mistake { headline: "a prefix has no parameters".to_owned(), help }];
    }
    PathPattern::parse(prefix).err().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headlines(prefix: &str) -> Vec<String> {
        mistakes(prefix, "shop::App").into_iter().map(|mistake| mistake.headline).collect()
    }

    #[test]
    fn a_prefix_is_fixed_text_without_a_slash_at_its_end() {
        for prefix in ["/shop", "/our/shop", "/café", "/@shop"] {
            assert_eq!(headlines(prefix), [] as [&str; 0], "{prefix}");
        }
        for (prefix, headline) in [
            ("", "the prefix is empty"),
            ("/", "`/` is no prefix"),
            ("shop", "prefix `shop` does not begin with `/`"),
            ("shop/", "prefix `shop/` does not begin with `/`"),
            ("/shop/", "prefix `/shop/` ends with a slash"),
            ("/{shop}/cart", "a prefix has no parameters"),
            ("/{*shop", "a prefix has no parameters"),
            ("/our//shop", "the path has two slashes in a row"),
            ("/our shop", "` ` cannot stand in a path"),
            ("/a/../b", "no request reaches the segment `..`"),
            ("/__vestibule__", "`/__vestibule__/` belongs to the pages of a debug build"),
            ("https://shop.test/a", "a path has no scheme and no host"),
        ] {
            assert_eq!(headlines(prefix), [headline]);
        }
    }
}
