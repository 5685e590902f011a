//! A route's path, `"/articles/{year}/{slug}/"`, taken apart.
//!
//! This is the only parser of route paths: the runtime gets finished segments. A segment is text or
//! one parameter, never both; `{*rest}` takes everything to the end.

use super::hash::fnv1a;

/// A path that can be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    pub(crate) segments: Vec<Segment>,
}

/// What stands between two slashes. A path that ends in a slash has an empty last text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Text(String),
    Parameter(String),
    Rest(String),
}

/// One thing wrong with a path, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) headline: String,
    pub(crate) help: String,
}

impl Mistake {
    fn new(headline: impl Into<String>, help: impl Into<String>) -> Self {
        Self { headline: headline.into(), help: help.into() }
    }
}

impl PathPattern {
    /// Takes `path` apart, or says everything that is wrong with it.
    pub(crate) fn parse(path: &str) -> Result<Self, Vec<Mistake>> {
        let Some(inner) = path.strip_prefix('/') else {
            return Err(vec![no_leading_slash(path)]);
        };
        let mut mistakes = Vec::new();
        let segments = inner
            .split('/')
            .filter_map(|text| Segment::parse(text).map_err(|mistake| mistakes.push(mistake)).ok())
            .collect();
        let pattern = Self { segments };
        mistakes.extend(reserved(inner));
        mistakes.extend(doubled_slash(inner));
        mistakes.extend(pattern.repeated_parameters());
        mistakes.extend(misplaced_rest(inner));
        if mistakes.is_empty() { Ok(pattern) } else { Err(mistakes) }
    }

    /// The parameters' names, in order; `{*rest}` is one of them.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::parameter)
    }

    /// Equal for two views that answer the same requests: FNV-1a of the method and the path with the
    /// parameters' names struck out, as in `GET /articles/{}/{}/`.
    pub(crate) fn shape_hash(&self, method: &str) -> u64 {
        fnv1a(&format!("{method} {}", self.shape()))
    }

    fn shape(&self) -> String {
        self.segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => format!("/{text}"),
                Segment::Parameter(_) => "/{}".to_owned(),
                Segment::Rest(_) => "/{*}".to_owned(),
            })
            .collect()
    }

    fn repeated_parameters(&self) -> Vec<Mistake> {
        let names: Vec<&str> = self.parameters().collect();
        let repeated = (1..names.len()).filter(|&at| names[..at].contains(&names[at]));
        repeated
            .map(|at| format!("`{{{}}}` is twice in the path", names[at]))
            .map(|headline| Mistake::new(headline, "give each parameter a name of its own"))
            .collect()
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, Mistake> {
        if let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
            && !name.contains(['{', '}'])
        {
            return Self::parse_parameter(name);
        }
        check_braces(text)?;
        check_text(text)?;
        Ok(Self::Text(text.to_owned()))
    }

    fn parse_parameter(written: &str) -> Result<Self, Mistake> {
        let (star, name) = match written.strip_prefix('*') {
            Some(name) => ("*", name),
            None => ("", written),
        };
        if name.is_empty() {
            return Err(Mistake::new(
                format!("`{{{written}}}` in the path has no name"),
                format!("write `{{{star}id}}` and take an argument `id`"),
            ));
        }
        if !is_name(name) {
            return Err(Mistake::new(format!("`{name}` cannot name a parameter"), name_help(star, name)));
        }
        let name = name.to_owned();
        Ok(if star.is_empty() { Self::Parameter(name) } else { Self::Rest(name) })
    }

    fn parameter(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Parameter(name) | Self::Rest(name) => Some(name),
        }
    }
}

/// A parameter is taken by an argument of its name, so it must be one a Rust argument can have.
fn is_name(name: &str) -> bool {
    let no_raw_form = ["_", "self", "Self", "super", "crate"].contains(&name);
    let mut letters = name.chars();
    let starts_well = letters.next().is_some_and(|first| first == '_' || first.is_alphabetic());
    starts_well && !no_raw_form && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}

fn name_help(star: &str, name: &str) -> String {
    match name.split_once(':') {
        Some((one, other)) => {
            // `{int:id}` is Django's order, `{id:int}` that of others: the type is the one that is no argument.
            let name = if is_converter(other) { one } else { other };
            format!("write `{{{star}{name}}}`; the type stands at the argument")
        }
        None => "it takes letters, digits and `_`, as an argument's name does".to_owned(),
    }
}

fn is_converter(word: &str) -> bool {
    let primitive = word.strip_prefix(['u', 'i']).is_some_and(|bits| bits.parse::<u8>().is_ok());
    primitive || ["int", "str", "slug", "uuid", "path", "String", "bool"].contains(&word)
}

fn check_braces(text: &str) -> Result<(), Mistake> {
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match (letter, open) {
            ('{', None) => open = Some(at),
            ('}', Some(_)) => open = None,
            ('{', Some(start)) => return Err(never_closed(&text[start..at])),
            ('}', None) => {
                let stray = &text[..=at];
                return Err(Mistake::new(
                    format!("`{stray}` is never opened in the path"),
                    format!("write `{{{stray}`"),
                ));
            }
            _ => {}
        }
    }
    match open {
        Some(start) => Err(never_closed(&text[start..])),
        None if text.contains('{') => Err(Mistake::new(
            format!("`{text}` is half text, half parameter"),
            "a parameter fills its whole segment, from slash to slash",
        )),
        None => Ok(()),
    }
}

fn never_closed(part: &str) -> Mistake {
    Mistake::new(format!("`{part}` is never closed in the path"), format!("write `{part}}}`"))
}

/// RFC 3986 section 3.3, with letters of every script: those are sent percent-encoded.
fn check_text(text: &str) -> Result<(), Mistake> {
    if text == "." || text == ".." {
        return Err(Mistake::new(
            format!("no request reaches the segment `{text}`"),
            "browsers resolve it before they ask",
        ));
    }
    if let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let name = name.rsplit(':').next().unwrap_or(name);
        return Err(Mistake::new(
            format!("`{text}` is Django's way to write a parameter"),
            format!("write `{{{name}}}`; the type stands at the argument"),
        ));
    }
    match text.chars().find(|letter| !fits_a_path(*letter)) {
        Some('?') => {
            Err(Mistake::new("a path ends before its `?`", "take the query as an argument, `Query<T>`"))
        }
        Some('#') => Err(Mistake::new("a path ends before its `#`", "browsers keep that part to themselves")),
        Some('%') => Err(Mistake::new(
            "`%` cannot stand in a path",
            "write the character itself; it is encoded for you",
        )),
        Some(letter) => Err(Mistake::new(
            format!("`{}` cannot stand in a path", letter.escape_debug()),
            "letters, digits and `- . _ ~ ! $ & ' ( ) * + , ; = : @` can",
        )),
        None => Ok(()),
    }
}

fn fits_a_path(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(letter)
    } else {
        !letter.is_control() && !letter.is_whitespace()
    }
}

fn no_leading_slash(path: &str) -> Mistake {
    if path.is_empty() {
        return Mistake::new("the path is empty", "the root is `\"/\"`");
    }
    match path.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])) {
        Some(path) => Mistake::new("a path has no scheme and no host", format!("write `\"{path}\"`")),
        None => {
            Mistake::new(format!("path `{path}` does not begin with `/`"), format!("write `\"/{path}\"`"))
        }
    }
}

/// A debug build answers below it by itself (`runtime/src/web/trace/pages.rs`).
fn reserved(inner: &str) -> Option<Mistake> {
    let is_reserved = inner.split('/').next() == Some("__vestibule__");
    is_reserved.then(|| {
        Mistake::new(
            "`/__vestibule__/` belongs to the pages of a debug build",
            "begin the path with another segment",
        )
    })
}

fn doubled_slash(inner: &str) -> Option<Mistake> {
    let doubled = inner.starts_with('/') || inner.contains("//");
    doubled.then(|| Mistake::new("the path has two slashes in a row", "write one"))
}

fn misplaced_rest(inner: &str) -> Option<Mistake> {
    let (before, _) = inner.rsplit_once('/')?;
    let early = before.split('/').find(|segment| segment.starts_with("{*") && segment.ends_with('}'))?;
    Some(Mistake::new(
        format!("`{early}` must be the end of the path"),
        "it takes everything that is left, slashes too",
    ))
}

#[cfg(test)]
mod tests {
    use super::Segment::{Parameter, Rest, Text};
    use super::*;

    fn segments(path: &str) -> Vec<Segment> {
        PathPattern::parse(path).unwrap().segments
    }

    fn headlines(path: &str) -> Vec<String> {
        PathPattern::parse(path).unwrap_err().into_iter().map(|mistake| mistake.headline).collect()
    }

    #[test]
    fn segments_are_texts_and_parameters() {
        assert_eq!(segments("/"), [Text(String::new())]);
        assert_eq!(
            segments("/articles/{year}/{slug}/"),
            [
                Text("articles".into()),
                Parameter("year".into()),
                Parameter("slug".into()),
                Text(String::new())
            ]
        );
        assert_eq!(segments("/files/{*rest}"), [Text("files".into()), Rest("rest".into())]);
        assert_eq!(segments("/@ada/über~uns"), [Text("@ada".into()), Text("über~uns".into())]);
    }

    #[test]
    fn braces_must_pair_and_fill_their_segment() {
        assert_eq!(headlines("/{slug/"), ["`{slug` is never closed in the path"]);
        assert_eq!(headlines("/{slug{id}/"), ["`{slug` is never closed in the path"]);
        assert_eq!(headlines("/slug}/"), ["`slug}` is never opened in the path"]);
        assert_eq!(headlines("/a{b}/"), ["`a{b}` is half text, half parameter"]);
        assert_eq!(headlines("/{a}{b}/"), ["`{a}{b}` is half text, half parameter"]);
    }

    #[test]
    fn parameters_have_names_of_arguments() {
        assert_eq!(headlines("/{}/"), ["`{}` in the path has no name"]);
        assert_eq!(headlines("/{*}"), ["`{*}` in the path has no name"]);
        assert_eq!(headlines("/{my-id}/"), ["`my-id` cannot name a parameter"]);
        assert_eq!(headlines("/{self}/"), ["`self` cannot name a parameter"]);
        assert_eq!(segments("/{type}"), [Parameter("type".into())]);
    }

    #[test]
    fn types_in_the_path_are_sent_to_the_argument() {
        let help = |path| PathPattern::parse(path).unwrap_err().remove(0).help;

        assert_eq!(help("/{int:id}/"), "write `{id}`; the type stands at the argument");
        assert_eq!(help("/{id:u32}/"), "write `{id}`; the type stands at the argument");
        assert_eq!(help("/<int:id>/"), "write `{id}`; the type stands at the argument");
    }

    #[test]
    fn all_mistakes_are_found_at_once() {
        assert_eq!(
            headlines("/{id}/{id}/{}/a b"),
            ["`{}` in the path has no name", "` ` cannot stand in a path", "`{id}` is twice in the path"]
        );
    }

    #[test]
    fn the_rest_is_last() {
        assert_eq!(headlines("/{*rest}/edit"), ["`{*rest}` must be the end of the path"]);
        assert_eq!(headlines("/{*rest}/"), ["`{*rest}` must be the end of the path"]);
        assert_eq!(headlines("/{*a}/{*b}"), ["`{*a}` must be the end of the path"]);
    }

    #[test]
    fn what_no_request_can_ask_for_is_refused() {
        assert_eq!(headlines(""), ["the path is empty"]);
        assert_eq!(headlines("login/"), ["path `login/` does not begin with `/`"]);
        assert_eq!(headlines("/a//b"), ["the path has two slashes in a row"]);
        assert_eq!(headlines("//"), ["the path has two slashes in a row"]);
        assert_eq!(headlines("/../a"), ["no request reaches the segment `..`"]);
        assert_eq!(
            headlines("/__vestibule__/a/"),
            ["`/__vestibule__/` belongs to the pages of a debug build"]
        );
        assert!(PathPattern::parse("/a/__vestibule__/").is_ok());
        assert_eq!(headlines("/a?b=c"), ["a path ends before its `?`"]);
        assert_eq!(headlines("/a%20b"), ["`%` cannot stand in a path"]);
    }

    #[test]
    fn names_do_not_change_the_shape() {
        let shape = |path| PathPattern::parse(path).unwrap().shape_hash("GET");

        assert_eq!(shape("/a/{x}/"), shape("/a/{y}/"));
        assert_ne!(shape("/a/{x}/"), shape("/a/{x}"));
        assert_ne!(shape("/a/{x}"), shape("/a/{*x}"));
        assert_ne!(
            PathPattern::parse("/").unwrap().shape_hash("POST"),
            PathPattern::parse("/").unwrap().shape_hash("GET")
        );
    }
}
