//! Whether a content security policy lets the script in, and lets it listen (CSP level 3, sections 6.7.2 and 6.7.3).

use http::header::HeaderValue;

/// Whether a script of this site runs, and may connect to it.
pub(super) fn lets_in(policy: &HeaderValue, nonce: Option<&str>) -> bool {
    // What cannot be read is not trusted to allow anything.
    let Ok(policies) = policy.to_str() else { return false };
    // Several in one line are separated by commas, and all of them hold.
    policies.split(',').all(|policy| {
        let script = directive(policy, &["script-src-elem", "script-src", "default-src"]);
        let connect = directive(policy, &["connect-src", "default-src"]);
        let runs = script.is_none_or(|sources| {
            let is_ours = |source| nonce.is_some_and(|nonce| source == format!("'nonce-{nonce}'"));
            let counts_hosts = !has(sources, "'strict-dynamic'");
            sources.split_ascii_whitespace().any(is_ours) || counts_hosts && has_self(sources)
        });
        runs && connect.is_none_or(has_self)
    })
}

/// The policy that lets in nothing, but for the script with this nonce.
pub(super) fn with_script(policy: &HeaderValue, nonce: &str) -> Option<HeaderValue> {
    let policy = policy.to_str().ok()?;
    HeaderValue::try_from(format!("{policy}; script-src 'nonce-{nonce}'; connect-src 'self'")).ok()
}

/// What stands in the first of these that the policy has; of two of one name the first counts.
fn directive<'p>(policy: &'p str, names: &[&str]) -> Option<&'p str> {
    names.iter().find_map(|wanted| {
        policy.split(';').find_map(|directive| {
            let directive = directive.trim();
            let (name, sources) = directive.split_once(char::is_whitespace).unwrap_or((directive, ""));
            name.eq_ignore_ascii_case(wanted).then_some(sources)
        })
    })
}

fn has_self(sources: &str) -> bool {
    has(sources, "'self'") || has(sources, "*")
}

fn has(sources: &str, wanted: &str) -> bool {
    sources.split_ascii_whitespace().any(|source| source.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_has_to_let_in_the_script_and_its_events() {
        for policy in [
            "",
            "img-src 'none'",
            "default-src 'self'",
            "default-src 'none'; script-src 'Self'; connect-src *",
            "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'",
            "script-src 'none'; script-src-elem 'self'",
            "default-src 'self', script-src 'self'",
        ] {
            assert!(lets_in(&HeaderValue::from_static(policy), Some("abc")), "{policy}");
        }
        for policy in [
            "default-src 'none'",
            "script-src 'self'; connect-src 'none'",
            "script-src 'self' 'strict-dynamic'",
            "script-src 'nonce-abcd'",
            "script-src",
            "script-src https://example.com",
            "default-src 'self', default-src 'none'",
        ] {
            assert!(!lets_in(&HeaderValue::from_static(policy), Some("abc")), "{policy}");
        }
        assert!(!lets_in(&HeaderValue::from_static("script-src 'nonce-abc'"), None));
        assert!(!lets_in(&HeaderValue::from_bytes(b"script-src 'self' \xff").unwrap(), None));
    }
}
