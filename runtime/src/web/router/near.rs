//! What a path that no view has may have meant: for error pages of a debug build and for `explain`.

use super::fit::fit;
use super::route::refused;
use crate::web::tables::ViewEntry;
use crate::web::view::Segment;

/// At most this many are shown.
const SHOWN: usize = 4;
/// Segments longer than this, in bytes, are not compared letter by letter: that takes their square.
const COMPARED: usize = 64;

/// A view that a path nearly has.
#[derive(Debug)]
pub(crate) struct NearMiss {
    pub(crate) view: &'static ViewEntry,
    /// What keeps the path from it: `it ends with a slash`.
    pub(crate) why: String,
}

/// The views nearest to a path that the router refused, the nearest first.
pub(crate) fn near_misses(views: &[&'static ViewEntry], path: &str) -> Vec<NearMiss> {
    let mut found: Vec<(usize, NearMiss)> = views.iter().filter_map(|&view| compare(view, path)).collect();
    found.sort_by_key(|(distance, miss)| (*distance, miss.view.info.path));
    found.into_iter().map(|(_, miss)| miss).take(SHOWN).collect()
}

/// How far the path is from the view, and why; `None` if the two have little in common.
fn compare(view: &'static ViewEntry, path: &str) -> Option<(usize, NearMiss)> {
    let miss = |distance, why: String| Some((distance, NearMiss { view, why }));
    let slashed = format!("{path}/");
    let spellings = [
        (path, None),
        (&*slashed, Some("it ends with a slash")),
        (path.strip_suffix('/').unwrap_or(path), Some("it does not end with a slash")),
    ];
    for (path, why) in spellings {
        let Some(params) = fit(view.info.segments, path) else { continue };
        if let Some(index) = refused(view, &params, path) {
            let parameter = view
                .info
                .segments
                .iter()
                .filter(|segment| !matches!(segment, Segment::Text(_)))
                .nth(index)?;
            let text = params.get(index, path).unwrap_or_default();
            return miss(0, format!("`{parameter}` cannot be `{text}`"));
        }
        return miss(0, why?.to_owned());
    }
    let wanted = view.info.segments;
    let given: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    // A slip and a slash are still two slips.
    let fits = |given: &[&str]| slips(wanted, given);
    let slashed = || fits(&[&given[..], &[""]].concat()).map(|slips| slips + 1);
    match fits(&given).or_else(slashed)? {
        0 => None,
        slips if is_same_but_case(wanted, &given) => miss(slips.min(1), "letters differ in case".into()),
        slips => miss(1 + slips, "did you mean this one?".into()),
    }
}

/// Letters to change until the fixed segments fit; `None` if that makes another path of it.
fn slips(wanted: &[Segment], given: &[&str]) -> Option<usize> {
    let has_rest = matches!(wanted.last(), Some(Segment::Rest(_) | Segment::Mount));
    if given.len() < wanted.len() || (given.len() > wanted.len() && !has_rest) {
        return None;
    }
    let mut total = 0;
    for (segment, text) in wanted.iter().zip(given) {
        let (Segment::Text(word), true) = (segment, text.len() <= COMPARED) else { continue };
        let slips = strsim::osa_distance(word, text);
        // One slip in three letters is still a slip; more is another word.
        if slips > word.len().max(text.len()) / 3 && !word.eq_ignore_ascii_case(text) {
            return None;
        }
        total += slips;
    }
    Some(total)
}

fn is_same_but_case(wanted: &[Segment], given: &[&str]) -> bool {
    wanted.iter().zip(given).all(|(segment, text)| match segment {
        Segment::Text(word) => word.eq_ignore_ascii_case(text),
        Segment::Parameter(_) | Segment::Rest(_) | Segment::Mount => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::router::tests::{entry, reading};

    fn misses(path: &str) -> Vec<(&'static str, String)> {
        let views = [
            entry(&["GET"], "/home/"),
            entry(&["GET"], "/articles/{slug}"),
            reading(&["GET"], "/years/{year}/", &[|text| text.parse::<u16>().is_ok()]),
            reading(&["GET"], "/files/{*path}", &[|text| !text.contains("..")]),
        ];
        near_misses(&views, path).into_iter().map(|miss| (miss.view.info.path, miss.why)).collect()
    }

    #[test]
    fn each_miss_says_what_is_missed() {
        for (path, view, why) in [
            ("/home", "/home/", "it ends with a slash"),
            ("/articles/x/", "/articles/{slug}", "it does not end with a slash"),
            ("/HOME/", "/home/", "letters differ in case"),
            ("/hmoe/", "/home/", "did you mean this one?"),
            ("/article/x", "/articles/{slug}", "did you mean this one?"),
            ("/hom", "/home/", "did you mean this one?"),
            ("/years/next/", "/years/{year}/", "`{year}` cannot be `next`"),
            ("/years/next", "/years/{year}/", "`{year}` cannot be `next`"),
            ("/years/2026", "/years/{year}/", "it ends with a slash"),
            ("/files/a/../b", "/files/{*path}", "`{*path}` cannot be `a/../b`"),
        ] {
            assert_eq!(misses(path), [(view, why.to_owned())], "{path}");
        }
    }

    #[test]
    fn another_path_is_no_miss() {
        for path in ["/", "/about/", "/articles/a/b/c", "/years/2026/1/"] {
            assert_eq!(misses(path), [], "{path}");
        }
    }
}
