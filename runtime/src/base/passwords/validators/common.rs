//! The passwords that are guessed first.
//!
//! The list is the one that Django ships (`contrib/auth/common-passwords.txt.gz`), made by Royce Williams from passwords that
//! became known (<https://gist.github.com/roycewilliams/226886fd01572964e1431ac8afc999ce>); `tests/django/common_passwords.py`
//! sorts and compresses it.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec_zlib;

use crate::base::text;

/// One to a line, in lower case.
static LIST: LazyLock<String> = LazyLock::new(|| {
    let list = decompress_to_vec_zlib(include_bytes!("common_passwords.zlib")).unwrap_or_default();
    String::from_utf8(list).unwrap_or_default()
});

/// Whether the password is among them, without regard to case and to white space around it. Looking through all takes less
/// than a thousandth of what hashing the password will.
pub(super) fn contains(password: &str) -> bool {
    let password = password.to_lowercase();
    let password = text::strip(&password);
    LIST.lines().any(|line| line == password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_djangos() {
        let lines: Vec<&str> = LIST.lines().collect();

        assert_eq!(lines.len(), 19_640);
        assert!(lines.is_sorted() && lines.contains(&"123456") && lines.contains(&"password"));
        assert!(lines.iter().all(|line| !line.is_empty() && line.to_lowercase() == *line));
    }

    #[test]
    fn case_and_space_around_do_not_make_it_another() {
        for password in ["password", " PassWord\u{1c}\n"] {
            assert!(contains(password), "{password:?}");
        }
        for password in ["", "pass word", "password\nqwerty", "correct horse"] {
            assert!(!contains(password), "{password:?}");
        }
    }
}
