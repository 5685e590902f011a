//! A login made of cookies: a page that checks for itself, then every page guarded in one place.
//!
//! Run it with `cargo run -p cookie_login`, open <http://127.0.0.1:8000/shop/?page=2> and log in as
//! gary with the password 123. Or without a browser:
//!
//! ```text
//! curl -i localhost:8000/by_hand/                                     # sent to the login page
//! curl -i -b username=gary localhost:8000/by_hand/                    # let in, by a cookie made up
//! curl -i -b pass=gary localhost:8000/home/                           # this one is signed: sent away
//! curl -i 'localhost:8000/shop/?page=2'                               # Location carries `next`
//! curl -i -c jar -d 'username=gary&password=123' 'localhost:8000/login/?next=/shop/%3Fpage=2'
//! curl -i -b jar 'localhost:8000/shop/?page=2'                        # let in
//! curl -i -b jar -X POST localhost:8000/logout/                       # both cookies deleted
//! ```

use std::time::Duration;

use vestibule::IsView;
use vestibule::auth::{Credentials, redirect_to_login, safe_next};
use vestibule::cookies::SetCookie;
use vestibule::prelude::*;

// No sessions here, and no users: cookies are all there is.
vestibule::app! { middleware: [] }

fn main() -> ExitCode {
    App::main()
}

/// What the signed cookie is signed for; a signature made under another salt does not count.
const SALT: &str = "cookie_login.pass";
const PASS_AGE: Duration = Duration::from_secs(60 * 60);

#[view(GET, POST, "/login/")]
async fn login(request: &Request, form: Option<Form<Credentials>>) -> Result {
    let Some(Form(credentials)) = form else { return Ok(Response::html(LOGIN_PAGE)) };
    if (&*credentials.username, &*credentials.password) != ("gary", "123") {
        return Ok(Response::html(format!("{LOGIN_PAGE}<p>That was not it, try again.</p>")));
    }
    // Only a page of this site is followed: `next` is whatever somebody put into the link.
    let mut response = redirect(safe_next(request, None, &home::url()))?;
    response.set_cookie(SetCookie::new("username", "gary").max_age(PASS_AGE))?;
    response.set_signed_cookie(SetCookie::new("pass", "gary").max_age(PASS_AGE).http_only(true), SALT)?;
    Ok(response)
}

// Without an `action` the form goes back to the address it came from, `next` and all.
const LOGIN_PAGE: &str = "<!doctype html><title>Log in</title><form method=post>\
    <label>Name <input name=username></label> <label>Password <input name=password type=password></label> \
    <button>Log in</button></form>";

#[view(POST, "/logout/")]
async fn logout() -> Result {
    let mut response = redirect(login::url())?;
    response.delete_cookie("username")?;
    response.delete_cookie("pass")?;
    Ok(response)
}

// --- first: a page that checks for itself ----------------------------------------------------------

/// Believes a plain cookie, which anyone can write; and a second page would have to do it all again.
#[view(GET, "/by_hand/")]
async fn by_hand(request: &Request) -> Result {
    if request.cookies().get("username") != Some("gary") {
        return redirect(login::url());
    }
    Ok(Response::text("The page that checks for itself.\n"))
}

// --- then: every page, guarded in one place ----------------------------------------------------------

/// Views that anyone may see.
const OPEN: [&str; 2] = [login::PATH, by_hand::PATH];

/// Sends away who has no signed cookie, from every view that is not [`OPEN`].
#[derive(Default)]
struct LoginAuth;

#[middleware(order = 100)]
impl LoginAuth {
    fn process_view(&self, request: &mut Request, view: &View) -> Result<Option<Response>> {
        let has_pass = request.get_signed_cookie("pass", SALT, Some(PASS_AGE)).is_ok();
        if has_pass || OPEN.contains(&view.path()) {
            return Ok(None);
        }
        redirect_to_login(request, &login::url(), Some("next")).map(Some)
    }
}

#[view(GET, "/home/")]
async fn home() -> &'static str {
    "<p>Home. Only who is logged in sees this.</p><form method=post action=/logout/><button>Log out</button></form>"
}

#[view(GET, "/shop/")]
async fn shop(request: &Request) -> Response {
    Response::text(format!("The shop, page {}.\n", request.query().get("page").unwrap_or("1")))
}
