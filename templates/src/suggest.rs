//! "Did you mean": the nearest known word, or nothing.

use strsim::osa_distance;

/// The word of `known` that `written` most likely stands for.
///
/// A letter added, dropped, replaced or swapped with its neighbour is a slip. One in three letters is still a slip;
/// more is another word, and naming it would mislead. So is a word of which no letter is left.
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|word| (osa_distance(&written, &word.to_lowercase()), word))
        .filter(|(slips, word)| {
            let letters = word.chars().count();
            *slips <= letters.max(3) / 3 && *slips < letters
        })
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word)
}

/// The words, those first that are the most like `written`.
pub fn nearest_first<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_by_cached_key(|word| osa_distance(&written.to_lowercase(), &word.to_lowercase()));
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    #[test]
    fn a_slip_finds_its_word() {
        assert_eq!(nearest("PSOT", METHODS), Some("POST"));
        assert_eq!(nearest("get", METHODS), Some("GET"));
        assert_eq!(nearest("DELET", METHODS), Some("DELETE"));
        assert_eq!(nearest("slog", ["year", "slug"]), Some("slug"));
        assert_eq!(
            nearest("proces_response", ["process_request", "process_response"]),
            Some("process_response")
        );
        assert_eq!(nearest("endfi", ["endfor", "endif"]), Some("endif"));
        assert_eq!(nearest("Slog", ["year", "slug"]), Some("slug"));
    }

    #[test]
    fn what_is_the_most_alike_comes_first() {
        assert_eq!(nearest_first("rwos", ["foot", "head", "rows"]), ["rows", "foot", "head"]);
        assert_eq!(nearest_first("x", ["b", "a"]), ["b", "a"]);
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("TRACE", METHODS), None);
        assert_eq!(nearest("helper", ["process_request"]), None);
        assert_eq!(nearest("id", ["year", "slug"]), None);
        assert_eq!(nearest("c", ["a", "b"]), None);
    }
}
