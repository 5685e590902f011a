//! `Level`: how grave a message is, and the word for it.
//!
//! | level | number | tag |
//! |---|---|---|
//! | `DEBUG` | 10 | `debug` |
//! | `INFO` | 20 | `info` |
//! | `SUCCESS` | 25 | `success` |
//! | `WARNING` | 30 | `warning` |
//! | `ERROR` | 40 | `error` |

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How grave a message is. There are five with names; `Level(35)` is one of your own, which has no tag until
/// the setting `message_tags` gives it one.
///
/// In settings it is a number, or the name of one of the five: `message_level = "debug"`.
///
/// ```
/// use vestibule::messages::Level;
///
/// assert!(Level::SUCCESS > Level::INFO && Level(35) > Level::WARNING);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub i64);

impl Level {
    /// 10: for developers, and not recorded unless `message_level` or
    /// [`set_level`](crate::messages::Messages::set_level) asks for it.
    pub const DEBUG: Self = Self(10);
    /// 20: worth knowing.
    pub const INFO: Self = Self(20);
    /// 25: what the visitor wanted is done.
    pub const SUCCESS: Self = Self(25);
    /// 30: something may go wrong, or has nearly.
    pub const WARNING: Self = Self(30);
    /// 40: what the visitor wanted is not done.
    pub const ERROR: Self = Self(40);

    /// The five, with their tags.
    pub(crate) const NAMED: [(Self, &'static str); 5] = [
        (Self::DEBUG, "debug"),
        (Self::INFO, "info"),
        (Self::SUCCESS, "success"),
        (Self::WARNING, "warning"),
        (Self::ERROR, "error"),
    ];

    /// The word for this level: the setting's, else the one in the table; empty for a level of your own.
    pub(crate) fn tag(self, tags: &BTreeMap<Self, String>) -> Cow<'static, str> {
        if let Some(tag) = tags.get(&self) {
            return Cow::Owned(tag.clone());
        }
        let named = Self::NAMED.iter().find(|(level, _)| *level == self);
        Cow::Borrowed(named.map_or("", |(_, tag)| tag))
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

/// Writes the words for levels as a table of the settings, whose keys must be texts.
pub(super) fn tags_by_text<S: Serializer>(
    tags: &BTreeMap<Level, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(tags.iter().map(|(level, tag)| (level.0.to_string(), tag)))
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LevelVisitor)
    }
}

struct LevelVisitor;

impl Visitor<'_> for LevelVisitor {
    type Value = Level;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, or debug, info, success, warning or error")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Level, E> {
        Ok(Level(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Level, E> {
        i64::try_from(number).map(Level).map_err(|_| E::custom("the level is too large"))
    }

    /// The keys of a table are texts, also where they are numbers.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Level, E> {
        let named = Level::NAMED.iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
        let level = named.map(|(level, _)| *level).or_else(|| text.parse().ok().map(Level));
        level.ok_or_else(|| E::invalid_value(de::Unexpected::Str("another text"), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::settings::Settings;

    #[test]
    fn settings_may_name_a_level_or_give_its_number() {
        #[derive(Deserialize)]
        struct Table {
            level: Level,
            tags: BTreeMap<Level, String>,
        }
        let read = |text: &str| toml::from_str::<Table>(text);

        let table = read("level = 10\n[tags]\n40 = 'danger'\nWarning = 'careful'\n35 = 'mine'").unwrap();

        assert_eq!(table.level, Level::DEBUG);
        assert_eq!(Level::ERROR.tag(&table.tags), "danger");
        assert_eq!(Level::WARNING.tag(&table.tags), "careful");
        assert_eq!(Level(35).tag(&table.tags), "mine");
        assert_eq!(Level::INFO.tag(&table.tags), "info");
        assert_eq!(Level(36).tag(&table.tags), "");
        assert_eq!(read("level = 'error'\n[tags]").unwrap().level, Level::ERROR);
        assert!(read("level = 'loud'\n[tags]").is_err());
    }

    #[test]
    fn the_settings_can_be_written_and_read_again() {
        let mut settings = Settings { message_level: Level(-1), ..Settings::default() };
        settings.message_tags.insert(Level(35), "mine".into());

        let table = toml::Table::try_from(&settings).unwrap();

        // The environment's `VESTIBULE_MESSAGE_LEVEL` is read as what stands here.
        assert!(table["message_level"].is_integer());
        let again: Settings = table.try_into().unwrap();
        assert_eq!((again.message_level, again.message_tags), (Level(-1), settings.message_tags));
    }
}
