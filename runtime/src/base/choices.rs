//! Enums of few values, each with its word, as Django's `TextChoices`: what a setting of few values is.
//!
//! ```text
//! choices! {
//!     /// Who may show our pages in a frame.
//!     pub enum FrameOptions {
//!         /// Nobody.
//!         Deny = "DENY",
//!         /// Pages of this site, under an older name as well.
//!         SameOrigin = "SAMEORIGIN" | "SELF",
//!     }
//! }
//! ```

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

/// A word that is none of those that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    word: String,
    words: &'static [&'static str],
}

impl UnknownWord {
    pub(crate) fn new(word: &str, words: &'static [&'static str]) -> Self {
        Self { word: word.to_owned(), words }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is none of `{}`", self.word.escape_debug(), self.words.join("`, `"))
    }
}

impl std::error::Error for UnknownWord {}

/// Makes an enum with `as_str`, `Display`, `FromStr`, and as a text in serde. Words are read without regard to case;
/// those behind `|` are read as well, and never written.
macro_rules! choices {
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident {
            $($(#[$what:meta])* $value:ident = $word:literal $(| $other:literal)*,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $name {
            $($(#[$what])* $value,)+
        }

        impl $name {
            /// The words that there are.
            $vis const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word.
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::base::choices::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $(
                    if [$word $(, $other)*].iter().any(|word| word.eq_ignore_ascii_case(text)) {
                        return Ok(Self::$value);
                    }
                )+
                Err($crate::base::choices::UnknownWord::new(text, Self::WORDS))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    };
}

pub(crate) use choices;

/// A choice that may be none, which is the empty text in settings.
pub(crate) mod or_empty {
    use super::*;

    pub(crate) fn serialize<T: fmt::Display, S: Serializer>(
        choice: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match choice {
            Some(choice) => serializer.collect_str(choice),
            None => serializer.serialize_str(""),
        }
    }

    pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr<Err = UnknownWord>,
        D: Deserializer<'de>,
    {
        match &*String::deserialize(deserializer)? {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    choices! {
        /// For these tests.
        enum Door {
            /// Nobody comes in.
            Shut = "SHUT",
            /// Everybody does.
            Open = "OPEN" | "ajar",
        }
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct House {
        #[serde(with = "super::or_empty")]
        front: Option<Door>,
        back: Door,
    }

    #[test]
    fn a_choice_is_its_word_in_any_case_or_another_name() {
        for (text, door) in [("SHUT", Door::Shut), ("shut", Door::Shut), ("Ajar", Door::Open)] {
            assert_eq!(text.parse(), Ok(door));
        }
        let unknown = "a\njar".parse::<Door>().unwrap_err();
        assert_eq!(unknown.to_string(), "`a\\njar` is none of `SHUT`, `OPEN`");
        assert!("".parse::<Door>().is_err());
    }

    #[test]
    fn none_is_the_empty_text() {
        for (text, front, back) in [
            ("front = \"\"\nback = \"SHUT\"\n", None, Door::Shut),
            ("front = \"OPEN\"\nback = \"OPEN\"\n", Some(Door::Open), Door::Open),
        ] {
            let house: House = toml::from_str(text).unwrap();
            assert_eq!(house, House { front, back });
            assert_eq!(toml::Table::try_from(&house).unwrap(), text.parse().unwrap());
        }
        assert!(toml::from_str::<House>("front = \"SHUT\"\nback = \"\"").is_err());
        assert!(toml::from_str::<House>("front = \"LOCKED\"\nback = \"SHUT\"").is_err());
    }
}
