//! With the request and without, plain and with a result, under other names.
#![forbid(unsafe_code)]
#![deny(warnings)]

use vestibule::auth::{self, UserLoggedIn, UserLoginFailed};
use vestibule::prelude::*;

vestibule::app! {}

mod shadows {
    #![allow(dead_code)]

    use vestibule::auth::UserLoggedOut;
    use vestibule::on;

    struct Box;
    struct Result;
    struct Request;

    #[on(UserLoggedOut)]
    async fn shadowed(_: &UserLoggedOut, _request: &mut vestibule::Request) {}
}

const EARLY: i32 = -10;

#[on(UserLoggedIn)]
async fn plain(_: &UserLoggedIn) {}

#[on(auth::UserLoggedIn, order = EARLY + 1)]
async fn with_a_result(event: &auth::UserLoggedIn, request: &mut Request) -> Result<()> {
    request.session().await?.insert("name", event.user.username())?;
    Ok(())
}

#[on(order = 1, UserLoginFailed, app = crate::App)]
async fn r#with_an_error(
    UserLoginFailed { credentials, .. }: &UserLoginFailed,
    _: &Request,
) -> std::result::Result<(), std::fmt::Error> {
    assert!(!credentials.username.is_empty());
    Ok(())
}

fn main() {
    let _ = (plain, with_a_result, r#with_an_error);
}
