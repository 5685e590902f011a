//! Where `render!` finds templates: in folders called `templates`, from the one beside the file that it stands in up to the
//! one beside the crate's Cargo.toml. So an application that is a module of its own may keep its pages with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use vestibule_templates::check::Parsed;

use super::parsed::parsed;

/// What every one of them is called.
pub(crate) const NAME: &str = "templates";

/// The folders that are there, the nearest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Folders(Vec<PathBuf>);

impl Folders {
    /// Those for code in this file; where that is not known, as in an editor, the crate's own.
    pub(crate) fn around(file: Option<&Path>) -> Self {
        let file = file.and_then(|file| file.canonicalize().ok());
        let mut folders = Vec::new();
        for folder in file.iter().flat_map(|file| file.ancestors().skip(1)) {
            folders.push(folder.join(NAME));
            if folder.join("Cargo.toml").is_file() {
                break;
            }
        }
        folders.extend(env::var_os("CARGO_MANIFEST_DIR").map(|root| Path::new(&root).join(NAME)));
        let mut seen = BTreeSet::new();
        folders.retain(|folder| folder.is_dir() && seen.insert(folder.clone()));
        Self(folders)
    }

    /// One alone.
    pub(crate) fn only(folder: &Path) -> Self {
        Self(vec![folder.to_owned()])
    }

    /// The file of a template.
    pub(crate) fn file(&self, name: &str) -> Option<PathBuf> {
        // A name is one of a template and no way out of its folder, here as when it is rendered.
        let is_plain = name.split('/').all(|part| !part.starts_with('.') && !part.contains('\\'));
        let files = self.0.iter().map(|folder| folder.join(name));
        files.filter(|_| is_plain).find(|file| file.is_file())
    }

    /// What it says.
    pub(crate) fn parsed(&self, name: &str) -> Option<&'static Parsed<'static>> {
        parsed(&self.file(name)?)
    }

    /// The names of all that there are, sorted.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for folder in &self.0 {
            collect(folder, "", &mut names);
        }
        names
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn collect(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        // Editors and desktops leave such files; none is a template.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let path = entry.path();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), names);
        } else {
            names.insert(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate with a folder of its own and one in a module.
    fn folders() -> (PathBuf, Folders) {
        let root = env::temp_dir().join(format!("vestibule-folders-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "");
        write("templates/base.html", "of the crate");
        write("templates/list.html", "of the crate");
        write("templates/.list.html.swp", "an editor's");
        write("src/shop/templates/list.html", "of the shop");
        write("src/shop/templates/shop/cart.html", "");
        write("src/shop/views.rs", "");
        let folders = Folders::around(Some(&root.join("src/shop/views.rs")));
        (root, folders)
    }

    #[test]
    fn the_nearest_template_of_a_name_counts() {
        let (root, folders) = folders();

        let text = |name: &str| folders.parsed(name).map(Parsed::text);
        assert_eq!(text("list.html"), Some("of the shop"));
        assert_eq!(text("base.html"), Some("of the crate"));
        let names: Vec<_> = folders.names().into_iter().collect();
        assert_eq!(names, ["base.html", "list.html", "shop/cart.html"]);
        assert_eq!((text("../Cargo.toml"), text("gone.html")), (None, None));
        fs::remove_dir_all(root).unwrap();
    }
}
