//! The event above is another than the one it takes.

use vestibule::auth::{UserLoggedIn, UserLoggedOut};
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
async fn note(_: &UserLoggedOut) {}

#[on(UserLoggedIn)]
async fn count(_request: &mut Request, _: &UserLoggedIn) {}

type Login = UserLoggedOut;

#[on(UserLoggedIn)]
async fn renamed(_: &Login) {}

fn main() {}
