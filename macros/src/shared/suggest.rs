//! "Did you mean": the nearest known word, or nothing.

/// The word of `known` that `written` most likely stands for.
///
/// One slip in three letters is still a slip; more is another word, and naming it would mislead.
pub(crate) fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|word| (distance(&written, &word.to_lowercase()), word))
        .filter(|(slips, word)| *slips <= word.chars().count().max(3) / 3)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word)
}

/// How many letters must be added, dropped, replaced or swapped with their neighbour to get from
/// one word to the other (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
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
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("TRACE", METHODS), None);
        assert_eq!(nearest("id", ["year", "slug"]), None);
        assert_eq!(nearest("helper", ["process_request"]), None);
    }

    #[test]
    fn distance_counts_a_swap_once() {
        assert_eq!(distance("psot", "post"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
