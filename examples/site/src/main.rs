//! A small house: a hall that anyone may enter, a cloakroom, a room for those we know, and a lodge for the staff.
//!
//! Run it with `cargo run -p site` and open <http://127.0.0.1:8000/>. Its first line on the console
//! says who may log in, and mails to visitors are printed there, too. `cargo run -p site -- routes` lists its views;
//! `cargo test -p site` takes the whole tour without a browser.
//!
//! Users and sessions are in `db.sqlite3`. In PostgreSQL they are by one setting, once `migrate` has made the tables:
//!
//! ```text
//! export VESTIBULE_DATABASE_URL=postgres://user:password@localhost/site
//! cargo run -p site -- migrate && cargo run -p site
//! ```

mod lodge;
mod views;
mod way_in;

#[cfg(test)]
mod tests;

use vestibule::Site;
use vestibule::auth::{self, NewUser, Users};
use vestibule::prelude::*;

// The pages to sign up, log in and out, and to change a password are the framework's, in this site's own frame:
// `templates/registration/base.html`.
vestibule::app! {
    login: auth::views::login,
    include: ["/accounts" => auth::views::App],
}

const NAME: &str = "gary";
const PASSWORD: &str = "123";

fn main() -> ExitCode {
    eprintln!("Whom we know: {NAME}, with the password {PASSWORD}, and whoever signs up");
    site().main()
}

fn site() -> Site<App> {
    App::build()
        .settings(|settings| {
            settings.registration = true;
            settings.login_redirect_url = views::home::url().into();
            settings.logout_redirect_url = views::index::url().into();
        })
        .state(lodge::GuestBook::default())
        .first_users(porter)
}

/// For whoever tries this example. In an application of yours `cargo run -- createsuperuser` makes the first user, whose
/// password is judged.
async fn porter(users: Users) -> Result<()> {
    if users.by_username(NAME).await?.is_none() {
        let gary = NewUser::new(NAME).password(PASSWORD).email("gary@example.com").staff(true);
        users.create(gary).await?;
    }
    Ok(())
}
