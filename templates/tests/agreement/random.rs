//! Right templates, broken at random: both still agree, and nothing panics.

use super::snippets::VALID;
use super::{minijinja_takes, we_take};

/// A small generator whose numbers are always the same (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % end.max(1)
    }
}

/// What is put in: pieces that mean something.
const PIECES: [&str; 40] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "-",
    "+",
    "*",
    "**",
    "|",
    ".",
    ",",
    ":",
    "=",
    "==",
    "\"",
    "'",
    "\\",
    " ",
    "\n",
    "1",
    "1.",
    "_",
    "e",
    "if",
    "else",
    "is",
    "not",
    "in",
    "{% endif %}",
    "{% raw %}",
    "ä",
    "?",
];

fn broken(random: &mut Random) -> String {
    let mut text: Vec<char> = VALID[random.below(VALID.len())].chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(4)).min(text.len());
        match random.below(4) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            2 => drop(text.splice(at..end, PIECES[random.below(PIECES.len())].chars())),
            _ => text.extend(VALID[random.below(VALID.len())].chars()),
        }
    }
    text.into_iter().collect()
}

#[test]
fn both_agree_on_what_is_broken_at_random() {
    let mut random = Random(0x5eed);
    let mut wrong = 0;
    for _ in 0..20_000 {
        let text = broken(&mut random);
        let is_taken = we_take(&text);
        wrong += usize::from(!is_taken);
        assert_eq!(is_taken, minijinja_takes(&text), "{text:?}");
    }
    assert!((5_000..18_000).contains(&wrong), "{wrong} of 20000 are wrong");
}
