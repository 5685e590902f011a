//! `Valid`: what was sent, with its rules.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::{Validate, ValidationErrors};

use super::rules::{Step, all, message};
use crate::base::error::{Error, Told};
use crate::web::extract::{Form, FromRequest, Pointer, Query, Startup, sent_form};
use crate::web::request::Request;
use crate::web::response::Json;

/// What another extractor takes, if it keeps the rules of its type: `Valid(Json(order)): Valid<Json<Order>>`.
///
/// For programs. Fails with 400 where a rule is broken, and names all of them: to a program that asks for JSON in the `errors`
/// of a problem (RFC 9457), each with a JSON pointer; in the log by their places, without what was sent. A page that shows
/// its form again takes a [`BoundForm`](super::BoundForm).
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::validator::Validate;
///
/// #[derive(serde::Deserialize, Validate)]
/// #[validate(crate = "vestibule::validator")]
/// #[serde(rename_all = "camelCase")]
/// struct Order {
///     #[validate(range(min = 1, max = 9))]
///     how_many: u32,
///     #[validate(email)]
///     email: String,
/// }
///
/// #[view(POST, "/api/orders/")]
/// async fn order(Valid(Json(order)): Valid<Json<Order>>) -> String {
///     format!("{} for {}", order.how_many, order.email)
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.post_json("/api/orders/", &serde_json::json!({ "howMany": 2, "email": "a@example.com" })).await;
/// assert_eq!(response.text(), "2 for a@example.com");
///
/// client.headers_mut().insert("accept", "application/json".parse()?);
/// let response = client.post_json("/api/orders/", &serde_json::json!({ "howMany": 0, "email": "?" })).await;
/// assert_eq!(response.status(), 400);
/// assert_eq!(response.json()["errors"], serde_json::json!([
///     { "pointer": "#/email", "detail": "Enter a valid email address." },
///     { "pointer": "#/howMany", "detail": "Ensure this value is greater than or equal to 1." },
/// ]));
/// # Ok(()) })? }
/// ```
///
/// The pointers have the names that were sent, also where serde writes them in another case than Rust. A field that
/// `#[serde(rename = "…")]` calls by another word is named as Rust calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Valid<E>(pub E);

/// An extractor whose type has rules: [`Form`], [`Query`] and [`Json`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules",
    label = "nothing says what is valid",
    note = "`Valid` takes `Form<T>`, `Query<T>` and `Json<T>` of a type that derives validator's `Validate`"
)]
pub trait HasRules: Sized {
    /// What was sent: `form`.
    const WHAT: &'static str;

    /// # Errors
    ///
    /// The rules that are broken.
    fn validate(&self) -> Result<(), ValidationErrors>;

    /// What was sent, with the names that it had.
    fn sent(request: &mut Request) -> impl Future<Output = Value> + Send;
}

macro_rules! has_rules {
    ($($extractor:ident, $what:literal, $sent:path;)+) => {
        $(impl<T: Validate + DeserializeOwned + Send> HasRules for $extractor<T> {
            const WHAT: &'static str = $what;

            fn validate(&self) -> Result<(), ValidationErrors> {
                self.0.validate()
            }

            async fn sent(request: &mut Request) -> Value {
                $sent(request).await
            }
        })+
    };
}

has_rules! {
    Form, "form", names_of_form;
    Query, "query", names_of_query;
    Json, "body", names_of_json;
}

async fn names_of_form(request: &mut Request) -> Value {
    let form = sent_form(request).await.ok().flatten().unwrap_or_default();
    names(form.names().map(str::to_owned))
}

async fn names_of_query(request: &mut Request) -> Value {
    let query = crate::base::query::QueryDict::parse(request.query_string());
    names(query.iter().map(|(name, _)| name.to_owned()))
}

async fn names_of_json(request: &mut Request) -> Value {
    let body = request.body().await.unwrap_or_default();
    serde_json::from_slice(&body).unwrap_or_default()
}

fn names(names: impl Iterator<Item = String>) -> Value {
    Value::Object(names.map(|name| (name, Value::Null)).collect())
}

impl<A, E: FromRequest<A> + HasRules + Send> FromRequest<A> for Valid<E> {
    const TAKES_BODY: bool = E::TAKES_BODY;

    fn check(app: &Startup<'_>) -> Result<(), Error> {
        E::check(app)
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let value = E::from_request(request).await?;
        match value.validate() {
            Ok(()) => Ok(Self(value)),
            Err(errors) => Err(broken(E::WHAT, &errors, &E::sent(request).await)),
        }
    }
}

/// The 400.
fn broken(what: &str, errors: &ValidationErrors, sent: &Value) -> Error {
    let (mut told, mut places) = (Told::new(format!("the {what} breaks a rule")), Vec::new());
    all(errors, &mut |path, error| {
        let pointer = pointer(path, sent);
        places.push(pointer.place());
        told = std::mem::replace(&mut told, Told::new("")).with_error(pointer.fragment(), message(error));
    });
    Error::bad_request(format!("the {what} breaks a rule: {}", places.join(", "))).telling(told)
}

/// With the names that were sent.
fn pointer(path: &[Step<'_>], sent: &Value) -> Pointer {
    let mut pointer = Pointer::whole();
    let mut at = Some(sent);
    for step in path {
        match step {
            Step::Index(index) => {
                pointer.push_index(*index);
                at = at.and_then(|value| value.get(index));
            }
            Step::Field(ident) => {
                let name = at.and_then(|value| sent_name(ident, value)).unwrap_or(ident);
                pointer.push_name(name);
                at = at.and_then(|value| value.get(name));
            }
        }
    }
    pointer
}

/// The name of a field as it was sent: `howMany` for `how_many`.
fn sent_name<'a>(ident: &str, sent: &'a Value) -> Option<&'a str> {
    let sent = sent.as_object()?;
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let ident = ident.strip_prefix("r#").unwrap_or(ident);
    let by_plain: HashMap<_, _> = sent.keys().map(|name| (plain(name), name)).collect();
    sent.get_key_value(ident)
        .map(|(name, _)| name)
        .or_else(|| by_plain.get(&plain(ident)).copied())
        .map(String::as_str)
}
