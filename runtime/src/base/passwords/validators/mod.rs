//! What makes a password a bad one, whoever has it: Django's four validators (`contrib/auth/password_validation.py`).

mod common;
mod similar;

use std::fmt;

use crate::base::choices::choices;
use crate::base::text;

choices! {
    /// A rule that new passwords are held to. Django's names, such as
    /// `django.contrib.auth.password_validation.MinimumLengthValidator`, are read as well.
    pub enum PasswordValidator {
        /// It is not much like the user's name or address.
        UserAttributeSimilarity = "user_attribute_similarity"
            | "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        /// It is as long as the setting `password_min_length` says.
        MinimumLength = "minimum_length" | "django.contrib.auth.password_validation.MinimumLengthValidator",
        /// It is none of the 20,000 that are guessed first.
        CommonPassword = "common_password" | "django.contrib.auth.password_validation.CommonPasswordValidator",
        /// It is not all digits.
        NumericPassword = "numeric_password" | "django.contrib.auth.password_validation.NumericPasswordValidator",
    }
}

impl PasswordValidator {
    /// What is wrong with a password, if this rule finds something. `attributes` are names, as a visitor knows them, and
    /// values of what is known of the user.
    pub(crate) fn problem(
        self,
        password: &str,
        attributes: &[(&str, &str)],
        min_length: usize,
    ) -> Option<PasswordProblem> {
        match self {
            Self::UserAttributeSimilarity => {
                let name = similar::attribute(password, attributes)?;
                Some(PasswordProblem::TooSimilar { attribute: name.to_owned() })
            }
            Self::MinimumLength => {
                (password.chars().count() < min_length).then_some(PasswordProblem::TooShort { min_length })
            }
            Self::CommonPassword => common::contains(password).then_some(PasswordProblem::TooCommon),
            Self::NumericPassword => {
                let is_numeric = !password.is_empty() && password.chars().all(text::is_digit);
                is_numeric.then_some(PasswordProblem::EntirelyNumeric)
            }
        }
    }

    /// What a form says of this rule beforehand, in Django's words.
    pub(crate) fn help_text(self, min_length: usize) -> String {
        match self {
            Self::UserAttributeSimilarity => {
                "Your password can’t be too similar to your other personal information.".to_owned()
            }
            Self::MinimumLength => {
                format!("Your password must contain at least {}.", characters(min_length))
            }
            Self::CommonPassword => "Your password can’t be a commonly used password.".to_owned(),
            Self::NumericPassword => "Your password can’t be entirely numeric.".to_owned(),
        }
    }
}

/// What is wrong with a new password. Its text is Django's, for whoever has chosen it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordProblem {
    /// It is much like something that is known of the user.
    TooSimilar {
        /// The name of that, as it was given.
        attribute: String,
    },
    /// It is too short.
    TooShort {
        /// The least, in characters.
        min_length: usize,
    },
    /// It is among those that are guessed first.
    TooCommon,
    /// It is all digits.
    EntirelyNumeric,
}

impl PasswordProblem {
    /// Django's code of it: `password_too_short`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooSimilar { .. } => "password_too_similar",
            Self::TooShort { .. } => "password_too_short",
            Self::TooCommon => "password_too_common",
            Self::EntirelyNumeric => "password_entirely_numeric",
        }
    }
}

impl fmt::Display for PasswordProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSimilar { attribute } => write!(f, "The password is too similar to the {attribute}."),
            Self::TooShort { min_length } => {
                write!(f, "This password is too short. It must contain at least {}.", characters(*min_length))
            }
            Self::TooCommon => f.write_str("This password is too common."),
            Self::EntirelyNumeric => f.write_str("This password is entirely numeric."),
        }
    }
}

fn characters(count: usize) -> String {
    format!("{count} character{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GARY: [(&str, &str); 4] = [
        ("username", "gary.smith"),
        ("first name", "Gary"),
        ("last name", ""),
        ("email address", "Gary.Smith@Example.com"),
    ];

    /// The codes, in the order of Django's own project template.
    fn codes(password: &str) -> Vec<&'static str> {
        let all = PasswordValidator::WORDS.iter().filter_map(|word| word.parse::<PasswordValidator>().ok());
        all.filter_map(|rule| rule.problem(password, &GARY, 8)).map(|problem| problem.code()).collect()
    }

    #[test]
    fn problems_are_those_that_django_finds() {
        for (password, found) in ANSWERS {
            assert_eq!(codes(password), *found, "{password}");
        }
    }

    /// What Django 5.2 finds wrong for a user of these names.
    const ANSWERS: &[(&str, &[&str])] = &[
        ("", &["password_too_short"]),
        ("correct horse battery", &[]),
        ("gary.smith", &["password_too_similar"]),
        ("GARYSMITH1", &["password_too_similar"]),
        ("htims.yrag", &["password_too_similar"]),
        ("smith", &["password_too_similar", "password_too_short", "password_too_common"]),
        ("xsmithx9", &["password_too_similar"]),
        ("smithsmith", &[]),
        ("example.", &["password_too_similar"]),
        ("12345678", &["password_too_common", "password_entirely_numeric"]),
        ("1234567", &["password_too_short", "password_too_common", "password_entirely_numeric"]),
        ("86753091", &["password_entirely_numeric"]),
        ("password", &["password_too_common"]),
        ("Password ", &["password_too_common"]),
        ("qwertyuiop", &["password_too_common"]),
        ("²²²²²²²²", &["password_entirely_numeric"]),
        ("٣٣٣٣٣٣٣٣", &["password_entirely_numeric"]),
        ("½½½½½½½½", &[]),
        ("①①①①①①①①", &["password_entirely_numeric"]),
        ("pässwörd", &[]),
        ("garygary", &[]),
        ("garygarygarygarygarygarygarygarygarygary", &[]),
        ("com", &["password_too_similar", "password_too_short", "password_too_common"]),
        ("ComComComCom", &[]),
        ("gary.smith@example.com.gary", &["password_too_similar"]),
        ("moc.elpmaxe@htims.yrag", &["password_too_similar"]),
        ("İstanbul1", &[]),
        ("éééééééé", &[]),
        ("        ", &[]),
        ("gsmithary", &["password_too_similar"]),
    ];

    #[test]
    fn problems_are_told_in_djangos_words() {
        let text = |rule: PasswordValidator, password, min_length| {
            rule.problem(password, &GARY, min_length).unwrap().to_string()
        };

        assert_eq!(
            text(PasswordValidator::MinimumLength, "x", 8),
            "This password is too short. It must contain at least 8 characters."
        );
        assert_eq!(
            text(PasswordValidator::MinimumLength, "", 1),
            "This password is too short. It must contain at least 1 character."
        );
        assert_eq!(
            text(PasswordValidator::UserAttributeSimilarity, "example1", 8),
            "The password is too similar to the email address."
        );
        assert_eq!(text(PasswordValidator::CommonPassword, "password", 8), "This password is too common.");
        assert_eq!(text(PasswordValidator::NumericPassword, "1", 8), "This password is entirely numeric.");
        assert_eq!(
            PasswordValidator::MinimumLength.help_text(1),
            "Your password must contain at least 1 character."
        );
    }
}
