//! What a user may be called, and how names and addresses are written (Django, `contrib/auth/models.py`,
//! `contrib/auth/validators.py`, `contrib/auth/base_user.py`).

use unicode_normalization::UnicodeNormalization;

use super::error::UsersError;
use crate::base::text;

/// The most characters of each column.
pub(super) const LONGEST_NAME: usize = 150;
pub(super) const LONGEST_EMAIL: usize = 254;

/// The name as it is stored and looked for: in Unicode's normal form KC, so that what is one to the eye is one. Django's
/// `normalize_username`.
pub(super) fn normalize_username(name: &str) -> String {
    name.nfkc().collect()
}

/// The address with its domain, what follows the last `@`, in lower case. Django's `normalize_email`.
pub(super) fn normalize_email(email: &str) -> String {
    let email = email.trim();
    match email.rsplit_once('@') {
        Some((name, domain)) => format!("{name}@{}", domain.to_lowercase()),
        None => email.to_owned(),
    }
}

/// Whether there may be a user of this name: who asks for another is answered without a question to the database, which
/// may take offence at it.
pub(super) fn may_be(name: &str) -> bool {
    !name.is_empty() && !name.contains('\0') && name.chars().take(LONGEST_NAME + 1).count() <= LONGEST_NAME
}

/// # Errors
///
/// [`UsersError::Username`] unless it is 1 to 150 letters, digits and `@ . + - _`, the letters of one alphabet.
/// Django's `UnicodeUsernameValidator` is the same `[\w.@+-]`: no marks of their own, such as the vowel signs of Hindi.
pub(super) fn check_username(name: &str) -> Result<(), UsersError> {
    if !may_be(name) {
        return Err(UsersError::Username("it has 1 to 150 characters"));
    }
    if !name.chars().all(|char| text::is_word(char) || "@.+-".contains(char)) {
        return Err(UsersError::Username("it may have letters, digits and @/./+/-/_ only"));
    }
    if is_disguised(name) {
        return Err(UsersError::Username("its letters are of several alphabets that look alike"));
    }
    Ok(())
}

/// # Errors
///
/// [`UsersError::Column`] of a text that its column does not take.
pub(super) fn check_text(column: &'static str, text: &str, longest: usize) -> Result<(), UsersError> {
    let fits = text.chars().take(longest + 1).count() <= longest && !text.contains('\0');
    if fits { Ok(()) } else { Err(UsersError::Column { column, longest }) }
}

/// Whether letters that look like those of another alphabet stand beside that one's: `аdmin` with a Cyrillic `а`.
fn is_disguised(name: &str) -> bool {
    let mut alphabets = name.chars().filter_map(|char| match char {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some("Latin"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' => Some("Cyrillic"),
        '\u{531}'..='\u{58f}' => Some("Armenian"),
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Some("Cherokee"),
        _ => None,
    });
    let first = alphabets.next();
    alphabets.any(|other| Some(other) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_to_the_eye_is_one() {
        assert_eq!(normalize_username("ｇａｒｙ"), "gary");
        assert_eq!(normalize_username("ﬁnn"), "finn");
        assert_eq!(normalize_username("e\u{301}va"), "éva");
        assert_eq!(normalize_username("Gary"), "Gary", "case is kept");
    }

    #[test]
    fn a_domain_has_no_case() {
        assert_eq!(normalize_email(" Gary@EXAMPLE.Com "), "Gary@example.com");
        assert_eq!(normalize_email("a@b@EXAMPLE.com"), "a@b@example.com");
        assert_eq!(normalize_email("GARY"), "GARY");
        assert_eq!(normalize_email(""), "");
    }

    #[test]
    fn names_are_what_django_takes() {
        for name in
            ["gary", "gary@example.com", "a.b+c-d_e", "дмитрий", "ελένη", "张伟", "zoë", &"x".repeat(150)]
        {
            assert!(check_username(name).is_ok(), "{name}");
        }
        for name in [
            "",
            "gary ",
            "a b",
            "a/b",
            "a\0",
            "a\n",
            "<b>",
            "gary\u{200b}",
            "gary\u{202e}",
            "प्रिया",
            &"x".repeat(151),
        ] {
            assert!(check_username(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn nobody_passes_for_somebody_else() {
        for name in ["\u{430}dmin", "g\u{430}ry", "gar\u{443}", "m\u{3b1}ry", "\u{13a0}b"] {
            assert!(check_username(name).is_err(), "{name}");
        }
    }
}
