//! The pages of an application that has none of its own: a title, and no more (OWASP, Error Handling
//! Cheat Sheet).

use http::StatusCode;

/// Enough to be read on any screen, by day and by night.
const STYLE: &str = "\n  <meta charset=\"utf-8\">\n  <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    \n  <style>:root{color-scheme:light dark}body{display:grid;place-content:center;min-height:90vh;margin:0;\
    padding:1.5rem;text-align:center;font:1rem/1.5 system-ui,sans-serif}main{max-width:38rem}h1{font-size:1.6rem;margin:0}\
    p{margin:.5rem 0 0;opacity:.75}</style>";

/// The page as HTML, with the seconds after which to come again, if that is known. A client that says nothing of what
/// it takes gets Django's bare page.
pub(super) fn html(status: StatusCode, retry_after: Option<u64>, is_styled: bool) -> String {
    let more = match (status.as_u16(), retry_after) {
        (404, _) => "<p>The requested resource was not found on this server.</p>".to_owned(),
        (_, Some(1)) => "<p>Try again in a second.</p>".to_owned(),
        (_, Some(seconds)) => format!("<p>Try again in {seconds} seconds.</p>"),
        _ => String::new(),
    };
    page(status, &more, is_styled)
}

/// The status as a title, and `more` below it, which is HTML.
pub(super) fn page(status: StatusCode, more: &str, is_styled: bool) -> String {
    let title = title(status);
    let style = if is_styled { STYLE } else { "" };
    let (main, end) = if is_styled { ("<main>", "</main>") } else { ("", "") };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>{title}</title>{style}\n</head>\n\
         <body>\n  {main}<h1>{title}</h1>{more}{end}\n</body>\n</html>\n"
    )
}

/// The same as one line.
pub(super) fn text(status: StatusCode) -> String {
    format!("{} {}\n", status.as_u16(), reason(status))
}

/// What RFC 9110 calls the status.
pub(super) fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

/// As Django titles its own (`views/defaults.py`).
fn title(status: StatusCode) -> String {
    match status.as_u16() {
        400 => "Bad Request (400)".to_owned(),
        403 => "403 Forbidden".to_owned(),
        404 => "Not Found".to_owned(),
        500 => "Server Error (500)".to_owned(),
        code => format!("{} ({code})", reason(status)),
    }
}
