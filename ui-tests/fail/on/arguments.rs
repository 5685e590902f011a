//! The event, borrowed, and the request.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
async fn nothing() {}

#[on(UserLoggedIn)]
async fn owned(_: UserLoggedIn) {}

#[on(UserLoggedIn)]
async fn changed(_: &mut UserLoggedIn) {}

#[on(UserLoggedIn)]
async fn session(_: &UserLoggedIn, _session: Session) {}

#[on(UserLoggedIn)]
async fn request(_: &UserLoggedIn, _request: Request) {}

#[on(UserLoggedIn)]
async fn more(_: &UserLoggedIn, _request: &mut Request, _user: Option<User>) {}

fn main() {}
