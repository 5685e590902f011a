//! Every path of a source that leads through the crate's own modules, as its full path from the root.
//!
//! It reads tokens, so that comments, documentation and strings are no code, and what stands inside a macro's call is.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that code names.
#[derive(Debug, PartialEq)]
pub(crate) struct Named {
    /// From the crate's root; `*` for all that is in a module.
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// Whether it is a macro's call: exported macros stand in the root, wherever they are written.
    pub(crate) is_call: bool,
}

/// The modules that a file is, from the root: `web/csrf/mod.rs` is `[web, csrf]`.
pub(crate) fn module_of(file: &Path) -> Vec<String> {
    let file = file.with_extension("");
    let parts = file.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| !matches!(part.as_str(), "mod" | "lib")).collect()
}

/// The paths in a file of this module.
pub(crate) fn read(source: &str, module: &[String]) -> Result<Vec<Named>, String> {
    let tokens: TokenStream = source
        .parse()
        .map_err(|error: proc_macro2::LexError| format!("{}: {error}", error.span().start().line))?;
    let mut found = Vec::new();
    in_module(tokens, module, &mut found);
    Ok(found)
}

fn in_module(tokens: TokenStream, module: &[String], found: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let (before, after) = tokens.split_at(at);
        match token {
            // A part of the path that leads into it.
            TokenTree::Group(_) if ends_in_colons(before) => {}
            TokenTree::Group(group) => match name_of_module(before) {
                Some(name) => in_module(group.stream(), &[module, &[name]].concat(), found),
                None => in_module(group.stream(), module, found),
            },
            TokenTree::Ident(word) if begins_with_colons(&after[1..]) => {
                if let Some(start) = start(before, &word.to_string(), module) {
                    follow(after, start, module, found);
                }
            }
            _ => {}
        }
    }
}

/// The name in `mod name`, if that is what stands last.
fn name_of_module(before: &[TokenTree]) -> Option<String> {
    match before {
        [.., TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mod" => Some(name.to_string()),
        _ => None,
    }
}

/// The module that a path begins in, if this is its first name and one of our crate.
fn start(before: &[TokenTree], word: &str, module: &[String]) -> Option<Vec<String>> {
    match before {
        // What `$crate` leads to is for other crates, and `pub(in …)` only says where.
        [.., TokenTree::Punct(mark)] if mark.as_char() == '$' => return None,
        [TokenTree::Ident(place)] if place == "in" => return None,
        _ => {}
    }
    match word {
        "crate" | "vestibule" => Some(Vec::new()),
        "self" if !ends_in_colons(before) => Some(module.to_vec()),
        "super" if !ends_in_colons(before) => Some(parent(module)),
        _ => None,
    }
}

fn begins_with_colons(tokens: &[TokenTree]) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    matches!(tokens, [first, second, ..] if colon(first) && colon(second))
}

fn ends_in_colons(tokens: &[TokenTree]) -> bool {
    begins_with_colons(&tokens[tokens.len().saturating_sub(2)..])
}

fn parent(module: &[String]) -> Vec<String> {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Walks on from a name that `::` comes after; where it leads into a group, along each of its ways.
fn follow(tokens: &[TokenTree], mut path: Vec<String>, module: &[String], found: &mut Vec<Named>) {
    let line = tokens[0].span().start().line;
    let mut rest = tokens;
    while begins_with_colons(&rest[1..]) {
        match &rest[3..] {
            [TokenTree::Ident(name), ..] if name == "super" => path = parent(&path),
            [TokenTree::Ident(name), ..] if name == "self" => {}
            [TokenTree::Ident(name), ..] => path.push(name.to_string()),
            [TokenTree::Punct(star), ..] if star.as_char() == '*' => path.push("*".to_owned()),
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => {
                let ways: Vec<TokenTree> = group.stream().into_iter().collect();
                let comma =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for way in ways.split(comma).filter(|way| !way.is_empty()) {
                    branch(way, path.clone(), module, found);
                }
                return;
            }
            // `::<`: what is generic has no more names that matter.
            _ => break,
        }
        rest = &rest[3..];
    }
    let is_call = matches!(rest.get(1), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
    found.push(Named { path, line, is_call });
}

/// One way of a group: `a`, `a::b`, `self`, `*`, or a group again.
fn branch(way: &[TokenTree], mut path: Vec<String>, module: &[String], found: &mut Vec<Named>) {
    match way[0].to_string().as_str() {
        "self" => {}
        "super" => path = parent(&path),
        name => path.push(name.to_owned()),
    }
    follow(way, path, module, found);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths in a source of the module `web::auth::login`.
    fn paths(source: &str) -> Vec<String> {
        let module = module_of(Path::new("web/auth/login.rs"));
        read(source, &module).unwrap().into_iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn a_file_is_the_module_of_its_place() {
        assert_eq!(module_of(Path::new("web/csrf/mod.rs")), ["web", "csrf"]);
        assert_eq!(module_of(Path::new("base/text.rs")), ["base", "text"]);
        assert!(module_of(Path::new("lib.rs")).is_empty());
    }

    #[test]
    fn a_path_is_found_in_imports_and_in_code() {
        let source = "use crate::base::urls;\nfn f(x: crate::base::error::Error) { crate::base::json::write::<u8>(x) }";

        assert_eq!(paths(source), ["base::urls", "base::error::Error", "base::json::write"]);
    }

    #[test]
    fn a_group_is_as_many_paths() {
        let source = "use crate::{base::{urls::{self, escape as e}, json::*}, web::csrf};";

        assert_eq!(paths(source), ["base::urls", "base::urls::escape", "base::json::*", "web::csrf"]);
    }

    #[test]
    fn what_is_inside_a_macro_is_code() {
        assert_eq!(paths("log!(error = %crate::base::text::Shown(x));"), ["base::text::Shown"]);
    }

    #[test]
    fn comments_documentation_and_strings_are_no_code() {
        let source = r##"
            //! [`a`](crate::web::a)
            /// crate::web::b
            // crate::web::c
            /* crate::web::d */
            const TEXT: (&str, &str) = ("crate::web::e", r#"crate::web::f"#);
        "##;

        assert!(paths(source).is_empty());
    }

    #[test]
    fn super_is_followed_to_where_it_leads() {
        assert_eq!(
            paths("use super::user::User; use super::super::csrf;"),
            ["web::auth::user::User", "web::csrf"]
        );
        assert_eq!(
            paths("use self::kind::{self, super::super::csrf};"),
            ["web::auth::login::kind", "web::auth::csrf"]
        );
    }

    #[test]
    fn a_module_in_the_file_is_one_deeper() {
        assert_eq!(
            paths("mod tests { use super::*; use super::super::user; }"),
            ["web::auth::login::*", "web::auth::user"]
        );
    }

    #[test]
    fn visibility_and_a_macros_own_crate_are_no_import() {
        let source = "pub(crate) fn f() {} pub(in super::super) fn g() {} macro_rules! m { () => { $crate::web::x() } }";

        assert!(paths(source).is_empty());
    }

    #[test]
    fn the_crates_own_name_is_its_root() {
        assert_eq!(paths("use vestibule::Request; use ::vestibule::web::csrf;"), ["Request", "web::csrf"]);
    }

    #[test]
    fn lines_and_calls_are_told() {
        let found = read("\n\ncrate::suite!(1);\nuse crate::a::{\n    b,\n};", &[]).unwrap();

        assert_eq!(
            found.iter().map(|named| (named.line, named.is_call)).collect::<Vec<_>>(),
            [(3, true), (5, false)]
        );
    }
}
