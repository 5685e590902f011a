//! The folder of templates: where it is for a debug build, what is in it for a release build.
//!
//! A release build carries every template that was there when the crate was compiled. Cargo notices a
//! template that changed, not one that is new: the crate is then compiled when its code is.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::Span;
use syn::LitStr;

use crate::shared::errors::Errors;

/// The folder every application has unless it names another.
const DEFAULT: &str = "templates";

/// A folder and the files below it.
#[derive(Default)]
pub(super) struct Templates {
    /// Absolute; none without Cargo.
    pub(super) directory: Option<String>,
    pub(super) files: Vec<Template>,
}

/// One file: its name from the folder on, `accounts/login.html`, and where it is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) path: String,
}

impl Templates {
    /// Looks into the folder. One that was named must be there.
    pub(super) fn find(named: Option<(Span, LitStr)>, errors: &mut Errors) -> Self {
        let Some(root) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
            return Self::default();
        };
        let name = named.as_ref().map_or_else(|| DEFAULT.to_owned(), |(_, literal)| literal.value());
        let directory = root.join(&name);
        if let Some((_, literal)) = named
            && !directory.is_dir()
        {
            errors.report_with_help(
                literal.span(),
                format_args!("there is no folder `{name}` for templates"),
                "it is looked for beside the crate's Cargo.toml",
            );
        }
        let mut files = Vec::new();
        collect(&directory, "", &mut files);
        // Folders are read in no promised order, and builds should not differ by it.
        files.sort();
        Self { directory: text_of(&directory), files }
    }
}

fn collect(directory: &Path, prefix: &str, files: &mut Vec<Template>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else { continue };
        // Editors and desktops leave such files; none is a template.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if let Some(path) = text_of(&path) {
            files.push(Template { name, path });
        }
    }
}

fn text_of(path: &Path) -> Option<String> {
    path.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_folder_on() {
        let mut files = Vec::new();

        collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), "", &mut files);

        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert!(names.contains(&"lib.rs"));
        assert!(names.contains(&"app/templates.rs"));
        assert!(files.iter().all(|file| Path::new(&file.path).is_absolute()));
    }
}
