//! A guard that sends nobody anywhere needs no login view; all that guards ask for may stand together.

use vestibule::prelude::*;

vestibule::app! { include: [blog::App], permissions: { "shop.refund" on order: "Can refund orders" } }

mod blog {
    vestibule::app! { permissions: { "blog.add_post": "Can add post" } }
}

#[view(GET, "/raises/")]
#[login_auth(raise)]
async fn raises() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, "/all/")]
#[login_auth(
    permission = ["shop.refund", "blog.add_post", "auth.view_user"],
    staff,
    superuser,
    test = User::is_staff,
    raise,
)]
async fn all(_staff: Staff) -> Result {
    Ok(Response::text("…"))
}

fn main() {}
