//! `Query` and `Form`: the fields of a query string or an urlencoded body as a type.

use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use super::field_error::FieldError;
use super::{FromRequest, fields};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::request::Request;
use crate::web::uploads::{FormData, UploadedFile};

/// The query string as a type: `Query(search): Query<Search>`.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(serde::Deserialize)]
/// struct Search {
///     q: String,
///     tag: Vec<String>,
///     page: Option<u32>,
/// }
///
/// #[view(GET, "/search/")]
/// async fn search(Query(search): Query<Search>) -> String {
///     format!("{} in {:?}, page {}", search.q, search.tag, search.page.unwrap_or(1))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/search/?q=rust&tag=web&tag=http&page=").await;
/// assert_eq!(response.text(), r#"rust in ["web", "http"], page 1"#);
/// assert_eq!(client.get("/search/").await.status(), 400, "without `q`");
/// # Ok(()) })? }
/// ```
///
/// # What becomes of a field
///
/// | field | is |
/// |---|---|
/// | a number, text, unit variant … | the last value of that name |
/// | `bool` | true for `on`, `true`, `1`; false for `off`, `false`, `0`, an empty value and none |
/// | `Vec`, set | all values of that name, in order; empty if there is none |
/// | `Option` | `None` if the name is missing or its last value empty; an `Option` of a list is what was sent |
/// | `#[serde(default)]` | that default, if the name is missing |
///
/// So a box that is not ticked, which browsers leave out, is false, and a list of which nothing is chosen is
/// empty; whatever else is missing is an error. `Vec<(String, String)>` in the place of `T` is the whole, in the
/// order it was sent; maps such as `HashMap<String, Vec<String>>` take any names.
///
/// In a `#[serde(flatten)]`ed, tagged or untagged type the same holds, with what follows from serde's putting the
/// values aside there: an empty `Option<String>` is `Some("")`, there are no `u128` and `i128`, and at most some
/// 128 values can be something else than text, fewer among hundreds of names.
///
/// Fails with 400 when a field is missing or of the wrong kind. That names the field: to a program that
/// asks for JSON in the `errors` of a problem (RFC 9457), with a JSON pointer; in the log, without its value.
/// `Option<Query<T>>` is `None` where there is no query and a `T` cannot do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// The fields of a form as a type: `form: Form<Credentials>`. What becomes of which field, and what
/// is said of a wrong one, is as with [`Query`]; a form with files (`enctype="multipart/form-data"`) has them as
/// [`UploadedFile`](crate::UploadedFile).
///
/// # Example
///
/// One view shows the form and takes it:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(serde::Deserialize)]
/// struct Article {
///     title: String,
///     is_public: bool,
/// }
///
/// #[view(GET, POST, "/articles/new/")]
/// async fn new_article(request: &mut Request, article: Option<Form<Article>>) -> Result {
///     let Some(Form(article)) = article else {
///         return Ok(Response::html("<form method=post> …"));
///     };
///     Ok(Response::text(format!("{}, public: {}", article.title, article.is_public)))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert!(client.get("/articles/new/").await.text().starts_with("<form"));
/// let response = client.post("/articles/new/", &[("title", "Hello"), ("is_public", "on")]).await;
/// assert_eq!(response.text(), "Hello, public: true");
/// # Ok(()) })? }
/// ```
///
/// `Option<Form<T>>` is `None` where no form was sent, such as on the GET of a page that has one.
/// Fails with 400 when a field is missing or of the wrong kind or the body too large, and with 415
/// when the body is no form, or not said to be one.
///
/// A view that would rather show the form again than answer 400 takes a `Result`; a program that asks for JSON is told which
/// field it was:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(serde::Deserialize)]
/// struct Order { count: u32 }
///
/// #[view(POST, "/order/")]
/// async fn order(order: Result<Form<Order>, Error>) -> String {
///     match order {
///         Ok(Form(order)) => format!("{} ordered", order.count),
///         Err(_) => "how many?".to_owned(),
///     }
/// }
///
/// #[view(POST, "/api/order/")]
/// async fn api_order(Form(order): Form<Order>) -> String {
///     order.count.to_string()
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.post("/order/", &[("count", "2")]).await.text(), "2 ordered");
/// assert_eq!(client.post("/order/", &[("count", "many")]).await.text(), "how many?");
///
/// client.headers_mut().insert("accept", "application/json".parse()?);
/// let response = client.post("/api/order/", &[("count", "many")]).await;
/// assert_eq!(response.status(), 400);
/// assert_eq!(response.json()["errors"][0]["pointer"], "#/count");
/// # Ok(()) })? }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

impl<A, T: DeserializeOwned + Send> FromRequest<A> for Query<T> {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let limit = request.settings().data_upload_max_number_fields;
        let query = QueryDict::pairs_limited(request.query_string(), limit)?;
        fields::read(&query).map(Self).map_err(|error| match query.is_empty() {
            true => {
                let message = format!("there is no query: {error}");
                Error::missing(StatusCode::BAD_REQUEST, message).telling(error.told("query"))
            }
            false => wrong("query", &error),
        })
    }
}

impl<A> FromRequest<A> for QueryDict {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        limited(request.query_string(), request)
    }
}

impl<A, T: DeserializeOwned + Send> FromRequest<A> for Form<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let form = request.form_data().await?;
        fields::read_form(form).map(Self).map_err(|error| wrong("form", &error))
    }
}

/// All that the form brought, as it came.
impl<A> FromRequest<A> for FormData {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.form_data().await.cloned()
    }
}

/// The file of a form that has one; the last, if there are several.
impl<A> FromRequest<A> for UploadedFile {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let form = request.form_data().await?;
        let file = form.files().last().map(|(_, file)| file.clone());
        file.ok_or_else(|| Error::missing(StatusCode::BAD_REQUEST, "a file was expected, and none was sent"))
    }
}

/// The fields as they came: all values of every name.
impl<A> FromRequest<A> for Form<QueryDict> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(Self(request.form_data().await?.to_query_dict()))
    }
}

/// The form in the body as it came; `None` where a form is asked for, and not sent.
///
/// # Errors
///
/// As those of `Request::form_data`. A body that is empty has no fields, and need not say what it is.
pub(crate) async fn sent_form(request: &mut Request) -> Result<Option<FormData>, Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(None);
    }
    match request.form_data().await {
        Ok(form) => Ok(Some(form.clone())),
        Err(error) if error.is_missing() => Ok(Some(FormData::default())),
        Err(error) => Err(error),
    }
}

/// What a type would not have.
pub(crate) struct Refused {
    /// The field, as the type calls it.
    pub(crate) name: Option<String>,
    /// The type's own words for it, if it has some.
    pub(crate) words: Option<String>,
    /// What stands in the log of it.
    pub(crate) reason: String,
}

/// A type from its fields.
///
/// # Errors
///
/// The first that it refuses.
pub(crate) fn read_fields<T: DeserializeOwned>(form: &FormData) -> Result<T, Refused> {
    fields::read_form(form).map_err(|error: FieldError| Refused {
        name: error.field().map(str::to_owned),
        words: error.words().map(str::to_owned),
        reason: error.to_string(),
    })
}

fn limited(text: &str, request: &Request) -> Result<QueryDict, Error> {
    QueryDict::parse_limited(text, request.settings().data_upload_max_number_fields)
}

fn wrong(what: &str, error: &FieldError) -> Error {
    Error::bad_request(format!("the {what} could not be read: {error}")).telling(error.told(what))
}
