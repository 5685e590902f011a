//! Two applications in one crate, with the same routes and orders.

use vestibule::prelude::*;

vestibule::app! { login: "/sso/" }

mod admin {
    vestibule::app! {}
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("site"))
}

#[view(GET, "/", app = crate::admin::App)]
async fn admin_index() -> Result {
    Ok(Response::text("admin"))
}

#[middleware(order = 150)]
async fn timing(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[middleware(order = 150, app = crate::admin::App)]
async fn admin_timing(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {
    assert_eq!(index::url(), admin_index::url());
}
