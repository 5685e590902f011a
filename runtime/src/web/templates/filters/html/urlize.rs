//! `urlize`: the addresses in a text as links (Django, `utils/html.py`).

use minijinja::Value;
use percent_encoding::percent_decode_str;

use crate::base::query::QueryDict;
use crate::base::text::{is_space, is_word};
use crate::base::urls::{quote, urlsplit};
use crate::web::templates::escape::{escape, escape_into};

/// A longer word is no address.
const MAX_LENGTH: usize = 2048;
/// What may stand behind an address without being part of it.
const PUNCTUATION: [char; 5] = ['.', ',', ':', ';', '!'];
const PAIRS: [(char, char); 2] = [('(', ')'), ('[', ']')];
const DOMAINS: [&str; 7] = [".com", ".edu", ".gov", ".int", ".mil", ".net", ".org"];
/// `!$&'()*+,;=` and `:/?#[]@`, which mean something in an address (RFC 3986 section 2.2).
const RESERVED: &str = "!$&'()*+,;=:/?#[]@";

/// Links for `https://…`, `http://…`, `www.…`, `example.org` and addresses of mails. What is no markup is escaped. Search
/// engines are asked not to follow them, since visitors write them.
pub(super) fn urlize(value: &Value) -> Value {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_markup = value.is_safe();
    let mut html = String::with_capacity(text.len() * 2);
    for word in words(&text) {
        match link(word, is_markup) {
            Some(link) => html.push_str(&link),
            None if is_markup => html.push_str(word),
            None => escape_into(&mut html, word),
        }
    }
    Value::from_safe_string(html)
}

/// What stands between white space, `<`, `>` and quotes, and these.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_mark = |letter: char| is_space(letter) || matches!(letter, '<' | '>' | '"' | '\'');
    text.split_inclusive(is_mark).flat_map(move |piece| {
        let word = piece.trim_end_matches(is_mark);
        [word, &piece[word.len()..]]
    })
}

fn link(word: &str, is_markup: bool) -> Option<String> {
    let (lead, middle, trail) = trimmed(word);
    let (address, attributes) = address(middle)?;
    let shown = |text: &str| if is_markup { text.to_owned() } else { escape(text) };
    Some(format!(
        "{}<a href=\"{}\"{attributes}>{}</a>{}",
        shown(lead),
        escape(&address),
        shown(middle),
        shown(trail)
    ))
}

/// Where the link leads, if the word is an address.
fn address(word: &str) -> Option<(String, &'static str)> {
    const NOFOLLOW: &str = " rel=\"nofollow\"";
    if word.len() > MAX_LENGTH {
        return None;
    }
    let text = unescaped(word);
    let lower = word.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if let Some(rest) = rest {
        let begins = rest.strip_prefix('[').unwrap_or(rest).starts_with(is_word);
        return begins.then(|| (quoted(&text), NOFOLLOW));
    }
    if is_host(&lower) {
        return Some((quoted(&format!("http://{text}")), NOFOLLOW));
    }
    let (local, domain) = word.rsplit_once('@')?;
    is_mailbox(local, domain).then(|| (format!("mailto:{}@{}", quote(local, ""), quote(domain, "")), ""))
}

/// `www.…`, or something in one of the oldest domains: `example.org/a`.
fn is_host(lower: &str) -> bool {
    if lower.starts_with("www.") {
        return true;
    }
    let host = lower.split('/').next().unwrap_or_default();
    let is_known = DOMAINS.iter().any(|domain| host.len() > domain.len() + 1 && host.ends_with(domain));
    is_known && host.starts_with(is_word) && !host.starts_with("http") && !lower.contains('@')
}

/// A name of letters, digits and a few marks; a domain of labels, the last of letters.
fn is_mailbox(local: &str, domain: &str) -> bool {
    let is_atom = |atom: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-!#$%&'*+/=?^_`{}|~".contains(&byte);
        !atom.is_empty() && atom.bytes().all(is_plain)
    };
    let is_label = |label: &str| {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter >= '\u{a1}';
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(is_plain)
    };
    let labels: Vec<_> = domain.split('.').collect();
    let ends_well = labels
        .last()
        .is_some_and(|last| last.chars().count() > 1 && !last.bytes().all(|byte| byte.is_ascii_digit()));
    local.split('.').all(is_atom) && labels.len() > 1 && labels.iter().copied().all(is_label) && ends_well
}

/// Percent-encoded where it is not yet.
fn quoted(address: &str) -> String {
    let again = |part: &str| quote(&percent_decode_str(part).decode_utf8_lossy(), RESERVED);
    let Ok(mut split) = urlsplit(address) else { return again(address) };
    let mut query = QueryDict::default();
    for (name, value) in QueryDict::pairs(&split.query) {
        query.append(name, value);
    }
    split.netloc = again(&split.netloc);
    split.path = again(&split.path);
    split.query = query.urlencode();
    split.fragment = again(&split.fragment);
    split.to_string()
}

/// The word without brackets around it and without punctuation behind it, and these.
fn trimmed(word: &str) -> (&str, &str, &str) {
    let middle = word.trim_start_matches(PAIRS.map(|(open, _)| open));
    let lead = &word[..word.len() - middle.len()];
    let mut end = middle.len();
    loop {
        let kept = &middle[..end];
        let mut shorter = kept;
        for (open, close) in PAIRS {
            let count = |letter| shorter.matches(letter).count();
            let surplus = count(close).saturating_sub(count(open));
            let closing = shorter.len() - shorter.trim_end_matches(close).len();
            shorter = &shorter[..shorter.len() - surplus.min(closing)];
        }
        shorter = without_punctuation(shorter);
        if shorter.len() == kept.len() {
            return (lead, kept, &middle[end..]);
        }
        end = shorter.len();
    }
}

/// A semicolon that ends `&amp;` belongs to the address.
fn without_punctuation(word: &str) -> &str {
    let trimmed = word.trim_end_matches(&PUNCTUATION[..]);
    let entity = trimmed.rfind('&').map(|at| &trimmed[at + 1..]);
    let is_entity = entity.is_some_and(|name| {
        let name = name.strip_prefix('#').unwrap_or(name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if is_entity && word[trimmed.len()..].starts_with(';') { &word[..=trimmed.len()] } else { trimmed }
}

/// What markup writes with `&…;`, as text that is copied from pages has it, too.
fn unescaped(html: &str) -> String {
    const ENTITIES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(html.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
