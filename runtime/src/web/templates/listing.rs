//! The templates of an application, each with its text: from its folder as it is now, or from the binary.

use std::fs;
use std::path::Path;

use super::TemplateFiles;

impl TemplateFiles {
    /// Name and text of each, in no promised order. What is no text is no template.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        if let Some(folder) = self.directory {
            collect(Path::new(folder), "", &mut texts);
        }
        texts.extend(self.embedded.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        texts
    }
}

/// As `app!` looks into it.
fn collect(folder: &Path, prefix: &str, texts: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        // Editors and desktops leave such files; none is a template.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let (path, name) = (entry.path(), format!("{prefix}{name}"));
        if path.is_dir() {
            collect(&path, &format!("{name}/"), texts);
        } else if let Ok(text) = fs::read_to_string(path) {
            texts.push((name, text));
        }
    }
}
