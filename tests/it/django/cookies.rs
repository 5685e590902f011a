//! Signed cookies, set on one side and read on the other.

use vestibule_tests::{Browser, SiteProcess, django};

use crate::keeper;

/// Names, salts and values beyond the plain: of two and more bytes, with what signatures and cookies use
/// themselves, and nothing at all.
const CASES: [(&str, &str, &str); 6] = [
    ("user", "", "gary"),
    ("user", "salt", "grüße ÿ \"quoted\" \\ , ;"),
    ("user", "鹽 und Sälz 🧂", "a:b:c"),
    ("__Host-user", "é", ""),
    ("ab", "c", "1"),
    ("a", "bc", "{\"json\": [1, 2]}"),
];

fn settings() -> [(&'static str, String); 1] {
    [("VESTIBULE_SECRET_KEY", "the same on both sides: thirty-two bytes or more".into())]
}

fn is_read_by_the_other(signer: &SiteProcess, reader: &SiteProcess) {
    for (name, salt, value) in CASES {
        let mut browser = Browser::new();
        browser.get(signer.address(), "/sign/", &[("name", name), ("salt", salt), ("value", value)]);

        let read = browser.get(reader.address(), "/verify/", &[("name", name), ("salt", salt)]);
        let other = browser.try_get(reader.address(), "/verify/", &[("name", name), ("salt", "other")]);
        browser.get(reader.address(), "/forget/", &[("name", name)]);

        assert_eq!(read, value, "{name} {salt}");
        assert_eq!(other.unwrap().status, 400, "{name} is read with another salt");
        assert_eq!(browser.cookie(name), None);
    }
}

#[test]
fn a_signed_cookie_is_read_by_both() {
    let (django, keeper) = (django::serve(&settings()), keeper::serve(&settings()));

    is_read_by_the_other(&django, &keeper);
    is_read_by_the_other(&keeper, &django);
}
