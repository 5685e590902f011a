//! What users' sessions and links are made of: the hash of a login, and tokens for new passwords.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use vestibule::auth;
use vestibule::auth::tokens::{self, PasswordResetTokenGenerator};
use vestibule::clock::Clock;
use vestibule::prelude::*;
use vestibule::time::format_description::well_known::Rfc3339;
use vestibule::{Settings, Timestamp};

use super::site::client;
use super::{Meta, expect_eq, fields, instant};

vestibule::app! { middleware: [SessionMiddleware, AuthenticationMiddleware] }

/// Logs somebody in, and answers with the hash that the session remembers.
#[view(GET, "/", app = crate::vectors::auth::App)]
async fn hash_of(request: &mut Request, State(user): State<User>) -> Result<String> {
    auth::login(request, user).await?;
    Ok(request.session().await?.get("_auth_user_hash")?.unwrap_or_default())
}

pub(super) async fn session_auth_hash(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        password_column: String,
        hash: String,
        fallback_hashes: Vec<String>,
    }
    let told: Case = fields(case)?;
    let keys = std::iter::once(&meta.secret_key).chain(&meta.fallback_keys);
    let hashes = std::iter::once(&told.hash).chain(&told.fallback_hashes);
    for (key, theirs) in keys.zip(hashes) {
        let user = User::builder("1", "ann").password(&*told.password_column).build();
        let mut settings = meta.settings(case)?;
        settings.secret_key.clone_from(key);
        let ours = client(App::build().state(user), settings).await?.get("/").await.text();
        expect_eq(&format!("the hash under {key}"), &*ours, &**theirs)?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Account {
    pk: u64,
    password: String,
    last_login: Option<String>,
    email: String,
}

impl Account {
    fn user(&self) -> Result<User, String> {
        let at = |text: &String| Timestamp::parse(text, &Rfc3339).map_err(|error| error.to_string());
        let last_login = self.last_login.as_ref().map(at).transpose()?;
        let builder = User::builder(self.pk.to_string(), "").password(&*self.password).email(&*self.email);
        Ok(builder.last_login(last_login).build())
    }
}

pub(super) fn password_reset_token(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        user: Account,
        made_at: f64,
        token: String,
        uid: String,
        check: Check,
    }
    #[derive(Deserialize)]
    struct Check {
        user: Account,
        token: String,
        at: f64,
        valid: bool,
    }
    let told: Case = fields(case)?;
    let clock = Clock::fixed(instant(told.made_at));
    let timeout = Settings::default().password_reset_timeout;
    expect_eq("the timeout", timeout, Duration::from_secs(259_200))?;
    let generator = PasswordResetTokenGenerator::new(&meta.keys(false), timeout, &clock);
    let user = told.user.user()?;

    expect_eq("the token", generator.make_token(&user), told.token)?;
    expect_eq("the uid", tokens::encode_uid(&user), &*told.uid)?;
    expect_eq("the id", tokens::decode_uid(&told.uid).as_deref(), Some(user.id()))?;
    clock.set(instant(told.check.at));
    let ours = generator.check_token(&told.check.user.user()?, &told.check.token);
    expect_eq("whether it is good", ours, told.check.valid)
}
