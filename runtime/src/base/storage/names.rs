//! The names of files in a storage (Django, `core/files/storage/base.py` and `utils/text.py`).

use super::StorageError;
use crate::base::crypto::random_text;

/// Most bytes of a name between two slashes, as file systems have it.
const MAX_BYTES: usize = 255;

const RANDOM: usize = 7;
const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The bare name of a file as it is kept: without blanks at its ends, with `_` for those within, and of all else only
/// letters, digits, `_`, `-` and `.`. Django's `get_valid_name`.
///
/// ```
/// use vestibule::storage::get_valid_name;
///
/// assert_eq!(get_valid_name(" my holiday (2026).jpg ").unwrap(), "my_holiday_2026.jpg");
/// assert!(get_valid_name("..").is_err());
/// ```
///
/// # Errors
///
/// [`StorageError::Name`] if nothing is left of it, or a directory.
pub fn get_valid_name(name: &str) -> Result<String, StorageError> {
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let name: String = name.trim().replace(' ', "_").chars().filter(kept).collect();
    match &*name {
        "" | "." | ".." => Err(StorageError::Name),
        _ => Ok(shortened(&name, MAX_BYTES, "")),
    }
}

/// `a_Xy12Zab.tar.gz` for `a.tar.gz`, should that be taken. Django's `get_alternative_name`.
///
/// # Errors
///
/// [`StorageError::Failed`] without random numbers.
pub(super) fn alternative(path: &str) -> Result<String, StorageError> {
    let random = random_text(RANDOM, ALPHABET).map_err(|error| StorageError::Failed(error.into()))?;
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = shortened(name, MAX_BYTES, &format!("_{random}"));
    Ok(if directory.is_empty() { name } else { format!("{directory}/{name}") })
}

/// The name with `added` before its extensions, cut before those if it is longer than that.
fn shortened(name: &str, limit: usize, added: &str) -> String {
    let (stem, extensions) = name.split_at(name.len() - extensions(name).len());
    let extensions = at_most(extensions, limit / 2);
    let stem = at_most(stem, limit - extensions.len() - added.len());
    format!("{stem}{added}{extensions}")
}

/// `.tar.gz`; what begins with a dot has none before the next.
fn extensions(name: &str) -> &str {
    let visible = name.trim_start_matches('.');
    visible.find('.').map_or("", |at| &visible[at..])
}

fn at_most(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A path within the storage, its parts joined by `/`.
///
/// # Errors
///
/// [`StorageError::Name`] if it is absolute, leads outside, or has a part that no file may have anywhere: Windows is
/// where a colon names a drive or a stream, and a backslash parts.
pub(super) fn path_within(name: &str) -> Result<&str, StorageError> {
    let is_part = |part: &str| {
        let is_odd = |letter: char| letter.is_control() || matches!(letter, '\\' | ':');
        !matches!(part, "" | "." | "..") && part.len() <= MAX_BYTES && !part.contains(is_odd)
    };
    if name.split('/').all(is_part) { Ok(name) } else { Err(StorageError::Name) }
}

/// The same for a file that is to be kept: the directories as they are, and a [valid name](get_valid_name).
pub(super) fn path_to_save(name: &str) -> Result<String, StorageError> {
    match name.rsplit_once('/') {
        Some((directory, name)) => Ok(format!("{}/{}", path_within(directory)?, get_valid_name(name)?)),
        None => get_valid_name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_outside() {
        for name in [
            "", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", "a/.", "c:a", "c:/a", "a\\b",
            "..\\a", "a\0", "a\nb",
        ] {
            assert!(path_within(name).is_err(), "{name:?}");
        }
        for name in ["a", "a/b", "...", "a b", ".hidden", "a/..b", "é"] {
            assert_eq!(path_within(name).unwrap(), name);
        }
    }

    #[test]
    fn a_file_is_kept_under_a_valid_name() {
        for (name, expected) in [
            (" a b.txt ", "a_b.txt"),
            ("2026/07/a*?.png", "2026/07/a.png"),
            ("naïve–你.txt", "naïve你.txt"),
            ("..a", "..a"),
            ("a\\b:c", "abc"),
        ] {
            assert_eq!(path_to_save(name).unwrap(), expected);
        }
        for name in ["", "a/", "a/..", "*", "../a", "/a", "a//b"] {
            assert!(path_to_save(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn another_name_keeps_directory_and_extensions() {
        let other = alternative("2026/a.tar.gz").unwrap();

        assert!(other.starts_with("2026/a_") && other.ends_with(".tar.gz"), "{other}");
        assert_eq!(other.len(), "2026/a_1234567.tar.gz".len());
        assert!(alternative(".hidden").unwrap().starts_with(".hidden_"));
    }

    #[test]
    fn a_name_fits_into_a_file_system() {
        let long = get_valid_name(&format!("{}.png", "é".repeat(300))).unwrap();
        assert!(long.len() <= 255 && long.ends_with("é.png"));
        assert!(alternative(&long).unwrap().len() <= 255);
        assert!(get_valid_name(&format!("a.{}", "x".repeat(300))).unwrap().len() <= 255);
    }
}
