//! The stock middlewares, and an application's own between them, on constants that are computed.

use vestibule::middleware::{
    CommonMiddleware, ConditionalGetMiddleware, ContentSecurityPolicyMiddleware, GZipMiddleware,
    LoginRequiredMiddleware, SecurityMiddleware, XFrameOptionsMiddleware,
};
use vestibule::prelude::*;

vestibule::app! {
    login: login,
    middleware: [
        SecurityMiddleware,
        GZipMiddleware,
        SessionMiddleware,
        ConditionalGetMiddleware,
        ContentSecurityPolicyMiddleware,
        CommonMiddleware,
        AuthenticationMiddleware,
        LoginRequiredMiddleware,
        XFrameOptionsMiddleware,
    ],
}

#[view(GET, "/login/", no_append_slash)]
async fn login(request: &Request) -> Result {
    Ok(Response::text(request.csp_nonce()?))
}

#[derive(Default)]
struct Stopwatch;

#[middleware(
    order = order::SESSION + 1,
    after(SessionMiddleware, SecurityMiddleware),
    before(ConditionalGetMiddleware, members_only),
)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

#[middleware(order = order::LOGIN_REQUIRED - 1, after(AuthenticationMiddleware, Stopwatch), login_view)]
pub async fn members_only(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
