//! In a debug build, a page that is open in the developer's browser is loaded anew when a template, a file of a watched
//! folder or the program itself has changed.
//!
//! ```text
//! answer ─▶ add_script: <script src="/__vestibule__/reload.js" data-state="…"> before </body>
//! script ─▶ /__vestibule__/reload: a stream of events, each the state of the files (`files`)
//!           a state that is not the page's own ─▶ the page is loaded anew
//! ```
//!
//! Nobody keeps a list of changes: a state is a number made from what the folders hold and from the start of this
//! process, and it is compared. A page that was rendered before a change, and asks after it, learns of it all the same.
//!
//! The script is added where it can run and where only the developer sees it: to whole HTML pages that are answered to
//! GET, on the machine itself (as the pages of `trace`), under policies that let it in (`policy`). Technical error pages
//! have it too: when the mistake is mended, the page comes by itself.
//!
//! The setting `live_reload` turns it off. A release build has none of it.

mod events;
mod files;
mod policy;

use http::Method;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};

use crate::web::csp::Nonce;
use crate::web::recorder::IS_RECORDED;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::trace;
use events::Events;
use files::Files;

const SCRIPT: &str = "/__vestibule__/reload.js";
const EVENTS: &str = "/__vestibule__/reload";

/// The script, or the events that it listens to, if the request asks for one of them and may have it.
pub(crate) fn page(request: &Request) -> Option<Response> {
    if *request.method() != Method::GET || !matches!(request.path(), SCRIPT | EVENTS) || !is_on(request) {
        return None;
    }
    let (mut response, kind, caching) = match request.path() {
        SCRIPT => {
            (Response::text(include_str!("reload.js")), "text/javascript; charset=utf-8", "max-age=600")
        }
        _ => (
            Response::stream(Events::new(Files::of(request), request.shutdown().begun())),
            "text/event-stream",
            "no-store",
        ),
    };
    let headers = response.layer_headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    Some(response)
}

/// Adds the script to a page in which it can run.
pub(crate) fn add_script(request: &Request, response: &mut Response) {
    if *request.method() != Method::GET || !is_html(response) || !is_on(request) {
        return;
    }
    let Some(end) = response.body().as_bytes().and_then(end_of_body) else { return };
    let Some(nonce) = admit(request, response) else { return };
    let state = Files::of(request).state();
    let nonce = nonce.map(|nonce| format!(" nonce=\"{nonce}\"")).unwrap_or_default();
    let script = format!("<script src=\"{SCRIPT}\" data-state=\"{state:x}\"{nonce}></script>\n");
    let mut body = response.body().as_bytes().unwrap_or_default().to_vec();
    body.splice(end..end, script.into_bytes());
    response.set_body(body);
}

fn is_on(request: &Request) -> bool {
    IS_RECORDED && request.settings().live_reload && trace::may_look(request)
}

/// A whole one, which nobody has compressed.
fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"text/html") && !response.headers().contains_key(CONTENT_ENCODING)
}

/// Where the last `</body>` begins.
fn end_of_body(html: &[u8]) -> Option<usize> {
    const END: &[u8] = b"</body>";
    html.windows(END.len()).rposition(|piece| piece.eq_ignore_ascii_case(END))
}

/// The nonce that the script needs, if any; `None` if the page's policies do not let it in.
///
/// Only the policy of a page of ours, which lets in nothing, is made to.
fn admit(request: &Request, response: &mut Response) -> Option<Option<String>> {
    let policies: Vec<_> = response.headers().get_all(CONTENT_SECURITY_POLICY).iter().cloned().collect();
    if let [policy] = &*policies
        && *policy == trace::POLICY
    {
        let nonce = Nonce::default();
        let nonce = nonce.get().ok()?;
        let policy = policy::with_script(policy, nonce)?;
        response.layer_headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        return Some(Some(nonce.to_owned()));
    }
    let nonce = request.extensions().get::<Nonce>().and_then(Nonce::used);
    let is_let_in = policies.iter().all(|policy| policy::lets_in(policy, nonce));
    is_let_in.then(|| nonce.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_end_of_the_page() {
        assert_eq!(end_of_body(b"<p>a</body></BODY>\n</html>"), Some(11));
        assert_eq!(end_of_body(b"<li>a</li>"), None);
        assert_eq!(end_of_body(b""), None);
    }
}
