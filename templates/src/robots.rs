//! What a page tells search engines: the directives of `<meta name="robots">` and of the header `X-Robots-Tag`, as Google's
//! and Bing's pages list them.

use crate::suggest::nearest;

/// Those that stand alone.
const WORDS: [&str; 11] = [
    "all",
    "follow",
    "index",
    "indexifembedded",
    "noarchive",
    "nofollow",
    "noimageindex",
    "noindex",
    "none",
    "nosnippet",
    "notranslate",
];

/// Those with a value, and what it may be.
const VALUED: [(&str, &str); 4] = [
    ("max-image-preview", "max-image-preview:large"),
    ("max-snippet", "max-snippet:50"),
    ("max-video-preview", "max-video-preview:30"),
    ("unavailable_after", "unavailable_after: 2026-12-31"),
];

/// Of each of these pairs one can hold.
const OPPOSITES: [(&str, &str); 7] = [
    ("index", "noindex"),
    ("follow", "nofollow"),
    ("all", "none"),
    ("all", "noindex"),
    ("all", "nofollow"),
    ("none", "index"),
    ("none", "follow"),
];

/// What is wrong with a list of directives.
#[derive(Debug, PartialEq, Eq)]
pub struct RobotsMistake {
    /// What it is.
    pub headline: String,
    /// What to write.
    pub help: String,
}

/// Looks at a list such as `noindex, nofollow`.
///
/// ```
/// use vestibule_templates::robots;
///
/// assert_eq!(robots::check("noindex, max-snippet:50"), Ok(()));
/// assert_eq!(robots::check("no-index").unwrap_err().help, "did you mean `noindex`?");
/// assert!(robots::check("index, noindex").is_err());
/// ```
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn check(list: &str) -> Result<(), RobotsMistake> {
    let mut known: Vec<String> = Vec::new();
    for directive in list.split(',').map(|directive| directive.trim_matches(' ')) {
        let name = check_one(directive)?;
        if known.contains(&name) {
            return Err(mistake(format!("`{name}` is given twice"), "leave one of them out"));
        }
        let opposite = |(one, other): &(&str, &str)| match name.as_str() {
            name if name == *one => known.iter().find(|known| *known == other),
            name if name == *other => known.iter().find(|known| *known == one),
            _ => None,
        };
        if let Some(opposite) = OPPOSITES.iter().find_map(opposite) {
            return Err(mistake(format!("`{name}` contradicts `{opposite}`"), "leave one of them out"));
        }
        known.push(name);
    }
    Ok(())
}

/// Its name, in lower case.
fn check_one(directive: &str) -> Result<String, RobotsMistake> {
    let (name, value) = match directive.split_once(':') {
        Some((name, value)) => (name.trim().to_ascii_lowercase(), Some(value.trim())),
        None => (directive.to_ascii_lowercase(), None),
    };
    if name.is_empty() {
        return Err(mistake(
            "a directive for robots is missing".into(),
            "write `noindex`, or `noindex, nofollow`",
        ));
    }
    let example = VALUED.iter().find(|(known, _)| *known == name).map(|(_, example)| *example);
    match (WORDS.contains(&name.as_str()), example, value) {
        (true, _, None) => Ok(name),
        (true, _, Some(_)) => {
            Err(mistake(format!("`{name}` takes no value"), &format!("write `{name}` by itself")))
        }
        (false, Some(_), Some(value)) if is_value_of(&name, value) => Ok(name),
        (false, Some(example), Some(value)) => {
            Err(mistake(format!("`{value}` is no value of `{name}`"), &format!("such as `{example}`")))
        }
        (false, Some(example), None) => {
            Err(mistake(format!("`{name}` has a value"), &format!("such as `{example}`")))
        }
        (false, None, _) => Err(unknown(&name)),
    }
}

fn is_value_of(name: &str, value: &str) -> bool {
    match name {
        "max-image-preview" => ["none", "standard", "large"].contains(&value),
        // In any of the spellings that there are of a date.
        "unavailable_after" => {
            value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && value.contains(char::is_numeric)
        }
        _ => value.parse::<i32>().is_ok_and(|number| number >= -1),
    }
}

fn unknown(name: &str) -> RobotsMistake {
    let all = || WORDS.into_iter().chain(VALUED.into_iter().map(|(name, _)| name));
    let help = match nearest(name, all()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("they are `{}`", all().collect::<Vec<_>>().join("`, `")),
    };
    mistake(format!("unknown directive for robots `{}`", name.escape_debug()), &help)
}

fn mistake(headline: String, help: &str) -> RobotsMistake {
    RobotsMistake { headline, help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_robots_understand_are_right() {
        for list in [
            "noindex",
            "NoIndex,nofollow",
            "none",
            "max-snippet:-1, max-image-preview: large , max-video-preview:0",
            "unavailable_after: 25 Jun 2027 15:00:00 GMT",
        ] {
            assert_eq!(check(list), Ok(()), "{list}");
        }
    }

    #[test]
    fn what_is_wrong_with_others_is_said() {
        for (list, headline) in [
            ("", "a directive for robots is missing"),
            ("noindex,", "a directive for robots is missing"),
            ("noindexx", "unknown directive for robots `noindexx`"),
            ("noindex, NOINDEX", "`noindex` is given twice"),
            ("nofollow, follow", "`follow` contradicts `nofollow`"),
            ("all, none", "`none` contradicts `all`"),
            ("noindex:1", "`noindex` takes no value"),
            ("max-snippet", "`max-snippet` has a value"),
            ("max-snippet:-2", "`-2` is no value of `max-snippet`"),
            ("max-image-preview:huge", "`huge` is no value of `max-image-preview`"),
            ("no\nindex", "unknown directive for robots `no\\nindex`"),
        ] {
            assert_eq!(check(list).unwrap_err().headline, headline, "{list:?}");
        }
    }
}
