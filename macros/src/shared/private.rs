//! The path `::vestibule::__private`, as one token-able value.
//!
//! A crate may rename its dependency (`v = { package = "vestibule", … }`). The compiler does not tell a
//! macro, so the user's `Cargo.toml` is read. Only the few shapes in which Cargo lets one write a
//! dependency matter, and a reader of lines finds them; with anything it does not understand the
//! name stays `vestibule`, and `crate = …` in the attribute says another.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::{env, fs};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

const PACKAGE: &str = "vestibule";

/// Where generated code finds what it calls.
#[derive(Clone, Debug)]
pub(crate) struct Private {
    krate: TokenStream,
}

impl Private {
    /// The crate `given` with `crate = …`, else the one the user's `Cargo.toml` names.
    pub(crate) fn find(given: Option<&syn::Path>) -> Self {
        Self { krate: given.map_or_else(named_in_manifest, |path| quote!(#path)) }
    }
}

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let krate = &self.krate;
        tokens.extend(quote!(#krate::__private));
    }
}

/// Whether what is expanded is the runtime crate itself, for which its own macros are no other crate's.
pub(crate) fn is_runtime_itself() -> bool {
    env::var_os("CARGO_CRATE_NAME").is_some_and(|name| name == PACKAGE)
}

/// What stands above an entry of a table. linkme's `unsafe` is that of another crate's macro, of which the lint does not
/// speak, everywhere but where the table is declared.
pub(crate) fn linking_allowance() -> Option<TokenStream> {
    is_runtime_itself().then(|| quote!(#[allow(unsafe_code)]))
}

/// What stands above an implementation that the compiler is not to give as an example: that of a page or an application of
/// the runtime's own, in what it says of an application's mistakes.
pub(crate) fn unmentioned() -> Option<TokenStream> {
    is_runtime_itself().then(|| quote!(#[diagnostic::do_not_recommend]))
}

/// Whether the application's `Cargo.toml` names a dependency that code calls so.
pub(crate) fn is_dependency(name: &str) -> bool {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|dir| fs::read_to_string(Path::new(&dir).join("Cargo.toml")).ok())
        .unwrap_or_default();
    let dependencies = dependencies(&manifest, |table| table != "workspace.dependencies");
    dependencies.iter().any(|dependency| dependency.name.replace('-', "_") == name)
}

fn named_in_manifest() -> TokenStream {
    let name =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PACKAGE.to_owned(), |dir| cached_name(dir.into()));
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name)
}

/// Reads each manifest once. An editor expands many crates in one process, so the folder is the key.
fn cached_name(dir: PathBuf) -> String {
    static NAMES: OnceLock<Mutex<HashMap<PathBuf, String>>> = OnceLock::new();
    let names = NAMES.get_or_init(Mutex::default);
    // A name computed by a thread that panicked is as good as any.
    let mut names = names.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    names.entry(dir).or_insert_with_key(|dir| name_for(dir)).clone()
}

fn name_for(dir: &Path) -> String {
    let Ok(manifest) = fs::read_to_string(dir.join("Cargo.toml")) else {
        return PACKAGE.to_owned();
    };
    let workspace = || dir.ancestors().find_map(workspace_manifest);
    let name = dependency_name(&manifest, workspace).unwrap_or_else(|| PACKAGE.to_owned());
    let name = name.replace('-', "_");
    // Whatever was read must be a word, or the identifier made of it would panic.
    if syn::parse_str::<Ident>(&name).is_ok() { name } else { PACKAGE.to_owned() }
}

fn workspace_manifest(dir: &Path) -> Option<String> {
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
    manifest.contains("[workspace").then_some(manifest)
}

/// Under which name `manifest` depends on the package, if it does.
fn dependency_name(manifest: &str, workspace: impl Fn() -> Option<String>) -> Option<String> {
    let dependencies = dependencies(manifest, |table| table != "workspace.dependencies");
    // Both a plain and a renamed dependency: the plain name is certain to work.
    if dependencies.iter().any(|dependency| dependency.name == PACKAGE && dependency.package.is_none()) {
        return Some(PACKAGE.to_owned());
    }
    let inherited = || {
        let workspace = workspace().unwrap_or_default();
        dependencies_of_workspace(&workspace)
    };
    dependencies
        .iter()
        .find(|dependency| dependency.is_ours(inherited))
        .map(|dependency| dependency.name.clone())
}

fn dependencies_of_workspace(manifest: &str) -> Vec<Dependency> {
    dependencies(manifest, |table| table == "workspace.dependencies")
}

/// One dependency, as far as it matters here.
#[derive(Debug, Default)]
struct Dependency {
    name: String,
    package: Option<String>,
    inherits: bool,
}

impl Dependency {
    fn is_ours(&self, workspace: impl Fn() -> Vec<Self>) -> bool {
        if self.inherits {
            return workspace().iter().any(|shared| shared.name == self.name && shared.is_ours(Vec::new));
        }
        self.package.as_deref().unwrap_or(&self.name) == PACKAGE
    }
}

/// The dependencies in those tables of `manifest` that `wanted` chooses.
///
/// Four shapes: `v = "1"`, `v = { … }`, `v.key = …` below `[dependencies]`, and `key = …` below
/// `[dependencies.v]`.
fn dependencies(manifest: &str, wanted: impl Fn(&str) -> bool) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut table = String::new();
    for line in logical_lines(manifest) {
        if let Some(header) = line.strip_prefix('[') {
            table = header.trim_matches(['[', ']', ' ']).replace(['"', '\''], "");
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let Some((table, own)) = dependency_table(&table) else { continue };
        if !wanted(table) {
            continue;
        }
        let key = key.replace([' ', '\t', '"', '\''], "");
        let (name, key) = match (own, key.split_once('.')) {
            (Some(name), _) => (name.to_owned(), key),
            (None, Some((name, key))) => (name.to_owned(), key.to_owned()),
            (None, None) => (key, String::new()),
        };
        note(&mut found, name, &key, value.trim());
    }
    found
}

/// The dependency table a header names, and the dependency if the table is that of a single one.
fn dependency_table(header: &str) -> Option<(&str, Option<&str>)> {
    if header.ends_with("dependencies") {
        return Some((header, None));
    }
    let (table, name) = header.rsplit_once('.')?;
    table.ends_with("dependencies").then_some((table, Some(name)))
}

fn note(found: &mut Vec<Dependency>, name: String, key: &str, value: &str) {
    let at = found.iter().position(|dependency| dependency.name == name).unwrap_or_else(|| {
        found.push(Dependency { name, ..Dependency::default() });
        found.len() - 1
    });
    let dependency = &mut found[at];
    match key {
        "" if value.starts_with('{') => {
            for (key, value) in
                value.trim_matches(['{', '}', ' ']).split(',').filter_map(|pair| pair.split_once('='))
            {
                dependency.note(key.trim(), value.trim());
            }
        }
        key => dependency.note(key, value),
    }
}

impl Dependency {
    fn note(&mut self, key: &str, value: &str) {
        match key {
            "package" => self.package = Some(value.trim_matches(['"', '\'']).to_owned()),
            "workspace" => self.inherits = value == "true",
            _ => {}
        }
    }
}

/// The lines of `manifest` without comments, those of a list that goes over several joined to one.
fn logical_lines(manifest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for physical in manifest.lines() {
        line.push_str(without_comment(physical).trim());
        let is_open =
            !line.starts_with('[') && line.matches(['[', '{']).count() > line.matches([']', '}']).count();
        if !is_open {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines
}

fn without_comment(line: &str) -> &str {
    let mut quote = None;
    for (at, letter) in line.char_indices() {
        match (letter, quote) {
            ('#', None) => return &line[..at],
            ('"' | '\'', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_in(manifest: &str) -> Option<String> {
        dependency_name(manifest, || {
            Some(
                "[workspace.dependencies]\nw = { package = \"vestibule\", path = \"x\" }\nserde = \"1\""
                    .to_owned(),
            )
        })
    }

    #[test]
    fn a_plain_dependency_keeps_its_name() {
        assert_eq!(name_in("[dependencies]\nvestibule = \"0.1\"").as_deref(), Some("vestibule"));
        assert_eq!(name_in("[dependencies]\nvestibule = { path = \"..\" }").as_deref(), Some("vestibule"));
        assert_eq!(name_in("[dev-dependencies]\nvestibule.path = \"..\"").as_deref(), Some("vestibule"));
        assert_eq!(name_in("[dependencies.vestibule]\npath = \"..\"").as_deref(), Some("vestibule"));
    }

    #[test]
    fn a_renamed_dependency_is_found_in_every_shape() {
        for manifest in [
            "[dependencies]\nv = { package = \"vestibule\", path = \"..\" }",
            "[dependencies]\nserde = \"1\"\nv = { path = '..', package = 'vestibule' } # ours",
            "[dependencies]\nv = { features = [\n  \"a\", # one\n  \"b\",\n], package = \"vestibule\" }",
            "[dependencies.v]\npath = \"..\"\npackage = \"vestibule\"",
            "[dependencies]\nv.path = \"..\"\nv.package = \"vestibule\"",
            "[target.'cfg(unix)'.dependencies]\nv = { package = \"vestibule\" }",
        ] {
            assert_eq!(name_in(manifest).as_deref(), Some("v"), "{manifest}");
        }
    }

    #[test]
    fn a_name_may_be_inherited_from_the_workspace() {
        assert_eq!(name_in("[dependencies]\nw = { workspace = true }").as_deref(), Some("w"));
        assert_eq!(name_in("[dependencies]\nw.workspace = true").as_deref(), Some("w"));
        assert_eq!(name_in("[dependencies]\nserde.workspace = true"), None);
    }

    #[test]
    fn other_tables_and_comments_do_not_count() {
        assert_eq!(name_in("[package]\nname = \"vestibule\""), None);
        assert_eq!(name_in("[dependencies]\n# v = { package = \"vestibule\" }"), None);
        assert_eq!(name_in("[workspace.dependencies]\nv = { package = \"vestibule\" }"), None);
    }
}
