//! A site of its own process: it keeps what it is given. `tests/django/neighbour.py` is the same in Django.

use std::path::PathBuf;
use std::time::Duration;

use vestibule::QueryDict;
use vestibule::auth::tokens::{self, PasswordResetTokenGenerator};
use vestibule::auth::{self, Credentials, FixedUsers, NewUser, UserChanges, Users};
use vestibule::crypto::random_text;
use vestibule::http::{Method, StatusCode};
use vestibule::messages::{Level, mark_safe};
use vestibule::prelude::*;
use vestibule::sessions::Data;
use vestibule::time::OffsetDateTime;
use vestibule::time::format_description::well_known::Iso8601;
use vestibule_tests::EveryEvent;

vestibule::app! {
    login: login,
    include: ["/below" => below::App],
    permissions: {
        "keeper.add_thing": "Can add thing",
        "keeper.lend" on thing: "Can lend things",
        "keeper.greet" on visitor: "Can greet visitors",
    },
}

mod below {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [] }

    /// A link that is made outside of the request.
    #[view(GET, "/link/", app = crate::below::App)]
    async fn link() -> Result<String> {
        Ok(tokio::spawn(async { link::url() }).await?.into())
    }
}

/// Another application of the program, which does not run: it puts the same one elsewhere.
mod elsewhere {
    vestibule::app! { middleware: [], include: ["/elsewhere" => crate::below::App] }
}

#[view(GET, "/plain/")]
async fn plain() -> &'static str {
    "plain"
}

#[view(GET, "/data/")]
async fn data(session: Session) -> Result<String> {
    Ok(session.data().to_json())
}

#[view(GET, "/keys/")]
async fn keys(session: Session) -> Result<String> {
    Ok(session.keys().join(" "))
}

#[view(GET, "/set/{key}/")]
async fn set(key: String, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok(key)
}

/// Sets a text of so many characters that cannot be made much shorter.
#[view(GET, "/fill/{size}/")]
async fn fill(size: usize, session: Session) -> Result<&'static str> {
    session.insert("fill", random_text(size, b"0123456789abcdefghijklmnopqrstuvwxyz")?)?;
    Ok("done")
}

#[view(POST, "/upload/", csrf_exempt)]
async fn upload(request: &Request, file: UploadedFile) -> Result<String> {
    let storage = request.storage()?;
    let name = file.save(storage, file.name()).await?;
    Ok(format!("{} {}", storage.url(&name)?, storage.size(&name).await?))
}

#[view(GET, "/put/")]
async fn put(request: &Request, session: Session) -> Result<&'static str> {
    session.update(&Data::from_json(parameter(request, "data")?).map_err(bad)?);
    Ok("done")
}

#[view(GET, "/remove/")]
async fn remove(request: &Request, session: Session) -> Result<&'static str> {
    Ok(if session.remove(parameter(request, "key")?) { "done" } else { "nothing" })
}

#[view(GET, "/flush/")]
async fn flush(session: Session) -> Result<&'static str> {
    session.flush().await?;
    Ok("done")
}

#[view(GET, "/delete/")]
async fn delete(session: Session) -> Result<&'static str> {
    session.delete().await?;
    Ok("done")
}

#[view(GET, "/cycle/")]
async fn cycle(session: Session) -> Result<&'static str> {
    session.cycle_key().await?;
    Ok("done")
}

#[view(GET, "/expire/")]
async fn expire(request: &Request, session: Session) -> Result<&'static str> {
    let value = parameter(request, "value")?;
    let number = || value.parse().map_err(bad);
    session.set_expiry(match parameter(request, "form")? {
        "seconds" => Expiry::in_seconds(number()?),
        "duration" => Expiry::FromNow(Duration::from_secs(number()?.unsigned_abs())),
        "instant" => Expiry::At(OffsetDateTime::parse(value, &Iso8601::DEFAULT).map_err(bad)?),
        _ => Expiry::Default,
    });
    Ok("done")
}

#[view(GET, "/expiry/")]
async fn expiry(session: Session) -> Result<String> {
    // As Python rounds it to whole seconds.
    let instant = session.expiry_date().unix_timestamp_nanos() as f64 / 1e9;
    Ok(format!("{instant:.0} {}", session.expires_at_browser_close()))
}

#[view(GET, "/sign/")]
async fn sign(request: &Request) -> Result {
    let (name, value) = (parameter(request, "name")?, parameter(request, "value")?);
    let mut response = Response::text("done");
    response.set_signed_cookie((name.to_owned(), value.to_owned()), parameter(request, "salt")?)?;
    Ok(response)
}

#[view(GET, "/verify/")]
async fn verify(request: &Request) -> Result {
    let (name, salt) = (parameter(request, "name")?, parameter(request, "salt")?);
    Ok(match request.get_signed_cookie(name, salt, None) {
        Ok(value) => Response::text(value),
        Err(_) => Response::text("refused").with_status(StatusCode::BAD_REQUEST),
    })
}

#[view(GET, "/forget/")]
async fn forget(request: &Request) -> Result {
    let mut response = Response::text("done");
    response.delete_cookie(parameter(request, "name")?)?;
    Ok(response)
}

#[view(GET, POST, DELETE, "/form/")]
async fn form(request: &mut Request, form: Option<Form<QueryDict>>) -> Result {
    if *request.method() == Method::GET {
        return render!(request, "csrf_form.html");
    }
    let name = form.as_ref().and_then(|Form(fields)| fields.get("name"));
    Ok(Response::text(name.unwrap_or("nothing").to_owned()))
}

#[view(POST, "/login/")]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result<&'static str> {
    let user = auth::authenticate(request, &credentials).await?;
    auth::login(request, user.ok_or_else(|| Error::permission_denied("somebody else"))?).await?;
    Ok("welcome")
}

/// Who is logged in.
#[view(GET, "/whoami/")]
async fn whoami(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| user.username().to_owned())
}

#[view(GET, "/logout/")]
async fn logout(request: &mut Request) -> Result<&'static str> {
    auth::logout(request).await?;
    Ok("done")
}

/// Users in tables, for views that name one by `username`.
struct Tables(Users);

impl Tables {
    fn of(users: Option<Users>) -> Result<Self> {
        users.map(Self).ok_or_else(|| Error::not_found("users are not in tables"))
    }

    async fn person(&self, request: &Request) -> Result<User> {
        let user = self.0.by_username(parameter(request, "username")?).await?;
        user.ok_or_else(|| Error::not_found("nobody"))
    }
}

#[view(GET, "/signup/")]
async fn signup(request: &Request, users: Option<Users>) -> Result<String> {
    let new = NewUser::new(parameter(request, "username")?).email(parameter(request, "email")?);
    let user = Tables::of(users)?.0.create(new.password(parameter(request, "password")?)).await?;
    Ok(user.id().to_owned())
}

/// Gives who is logged in another password, and keeps this session.
#[view(GET, "/password/")]
async fn password(request: &mut Request, user: User, users: Option<Users>) -> Result<&'static str> {
    let user = Tables::of(users)?.0.set_password(&user, parameter(request, "password")?).await?;
    auth::update_session_auth_hash(request, &user).await?;
    Ok("done")
}

#[view(GET, "/deactivate/")]
async fn deactivate(request: &Request, users: Option<Users>) -> Result<&'static str> {
    let tables = Tables::of(users)?;
    tables.0.update(&tables.person(request).await?, UserChanges::new().active(false)).await?;
    Ok("done")
}

#[view(GET, "/grant/")]
async fn grant(request: &Request, users: Option<Users>) -> Result<&'static str> {
    let tables = Tables::of(users)?;
    tables.0.grant(&tables.person(request).await?, parameter(request, "permission")?).await?;
    Ok("done")
}

#[view(GET, "/revoke/")]
async fn revoke(request: &Request, users: Option<Users>) -> Result<&'static str> {
    let tables = Tables::of(users)?;
    tables.0.revoke(&tables.person(request).await?, parameter(request, "permission")?).await?;
    Ok("done")
}

/// Puts somebody into a group which allows something.
#[view(GET, "/join/")]
async fn join(request: &Request, users: Option<Users>) -> Result<&'static str> {
    let tables = Tables::of(users)?;
    let group = parameter(request, "group")?;
    tables.0.create_group(group).await?;
    tables.0.grant_to_group(group, parameter(request, "permission")?).await?;
    tables.0.add_to_group(&tables.person(request).await?, group).await?;
    Ok("done")
}

#[view(GET, "/leave/")]
async fn leave(request: &Request, users: Option<Users>) -> Result<&'static str> {
    let tables = Tables::of(users)?;
    tables.0.remove_from_group(&tables.person(request).await?, parameter(request, "group")?).await?;
    Ok("done")
}

#[view(GET, "/may/")]
async fn may(request: &Request, user: Option<User>) -> Result<String> {
    let permission = parameter(request, "permission")?;
    Ok(user.is_some_and(|user| user.has_permission(permission)).to_string())
}

/// What stands in a link to a new password: whose it is, and the token.
#[view(GET, "/forgotten/")]
async fn forgotten(request: &Request, users: Option<Users>) -> Result<String> {
    let user = Tables::of(users)?.person(request).await?;
    let token = PasswordResetTokenGenerator::of(request).make_token(&user);
    Ok(format!("{} {token}", tokens::encode_uid(&user)))
}

#[view(GET, "/reset/")]
async fn reset(request: &Request, users: Option<Users>) -> Result {
    let tables = Tables::of(users)?;
    let id = tokens::decode_uid(parameter(request, "uid")?).ok_or_else(|| Error::not_found("no id"))?;
    let user = tables.0.get(&id).await?.ok_or_else(|| Error::not_found("nobody"))?;
    if !PasswordResetTokenGenerator::of(request).check_token(&user, parameter(request, "token")?) {
        return Ok(Response::text("refused").with_status(StatusCode::BAD_REQUEST));
    }
    tables.0.set_password(&user, parameter(request, "password")?).await?;
    Ok(Response::text("done"))
}

/// Adds a message.
#[view(GET, "/say/")]
async fn say(request: &Request, messages: Messages) -> Result<&'static str> {
    let level = Level(parameter(request, "level")?.parse().map_err(bad)?);
    let text = parameter(request, "text")?;
    let text = if request.query().contains("safe") { mark_safe(text) } else { text.into() };
    messages.add(level, text, request.query().get("tags"));
    Ok("done")
}

/// Shows the messages.
#[view(GET, "/told/")]
async fn told(request: &mut Request) -> Result {
    render!(request, "messages.html")
}

/// Counts the messages, by the same template, and shows none.
#[view(GET, "/count/")]
async fn count(request: &mut Request) -> Result {
    render!(request, "messages.html")
}

#[view(GET, "/slow/")]
async fn slow(State(gate): State<PathBuf>) -> &'static str {
    // Waits until the test makes the file: no clock decides who is first.
    while !gate.exists() {
        tokio::task::yield_now().await;
    }
    "done"
}

fn parameter<'a>(request: &'a Request, name: &str) -> Result<&'a str> {
    request.query().get(name).ok_or_else(|| Error::bad_request(format!("`{name}` is missing")))
}

fn bad(error: impl std::error::Error) -> Error {
    Error::bad_request(error.to_string())
}

fn main() -> ExitCode {
    if std::env::var_os("LOUD").is_some() {
        vestibule::tracing::subscriber::set_global_default(EveryEvent::printed()).expect("the first");
    }
    let gate = std::env::var_os("GATE").map(PathBuf::from).unwrap_or_default();
    let mut site = App::build().state(gate);
    // Else they are in tables.
    if std::env::var_os("KEEPER_USERS").is_none() {
        site = site.users(FixedUsers::new([("gary", "123")]));
    }
    if std::env::var_os("INSIDE_TOKIO").is_some() {
        // As under `#[tokio::main]`.
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        return runtime.block_on(async { site.main() });
    }
    site.main()
}
