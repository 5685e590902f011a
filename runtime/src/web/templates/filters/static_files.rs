//! `static("css/site.css")`: where a file of the application's is.

use minijinja::Environment;

use crate::base::urls::quote;

pub(super) fn add(environment: &mut Environment<'static>, static_url: &str) {
    let static_url = static_url.to_owned();
    environment.add_function("static", move |path: &str| address(&static_url, path));
}

/// Below the setting, each of its segments percent-encoded.
fn address(static_url: &str, path: &str) -> String {
    format!("{}/{}", static_url.trim_end_matches('/'), quote(path.trim_start_matches('/'), "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_below_the_setting() {
        for (static_url, path, expected) in [
            ("/static/", "css/site.css", "/static/css/site.css"),
            ("/static/", "/css/site.css", "/static/css/site.css"),
            ("https://cdn.example.com", "a b/é?.png", "https://cdn.example.com/a%20b/%C3%A9%3F.png"),
        ] {
            assert_eq!(address(static_url, path), expected);
        }
    }
}
