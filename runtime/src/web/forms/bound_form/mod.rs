//! `BoundForm`: a form on its way from a page to the view and back.

mod said;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::form_type::FormType;
use super::initial::initial_values;
use super::read::read;
use super::state::State;
use super::view::FormView;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::extract::{FromRequest, sent_form};
use crate::web::request::Request;
use crate::web::templates::Written;
use crate::web::uploads::FormData;

/// A form: empty on GET, and on POST with what was typed and all that is wrong with it.
///
/// `T` is a struct that derives [`Form`](macro@crate::Form). The page shows `{{ form }}`, or its fields one by one; which there
/// are the compiler knows.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use serde::Deserialize;
/// use vestibule::forms::BoundForm;
///
/// #[derive(Debug, Deserialize, Form)]
/// struct Order {
///     #[form(label = "How many")]
///     count: u8,
///     note: Option<String>,
/// }
///
/// #[view(GET, POST, "/order/")]
/// async fn order(mut form: BoundForm<Order>) -> Result {
///     if let Some(order) = form.valid() {
///         if order.count <= 7 {
///             return redirect("/thanks/");
///         }
///         form.add_error("count", "There are no more than seven.");
///     }
///     Ok(Response::html(format!("<form method=post>{form}<button>Order</button></form>")))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let page = client.get("/order/").await.text().to_owned();
/// assert!(page.contains(r#"<label for="id_count">How many:</label>"#));
/// assert!(page.contains(r#"<input type="number" name="count" min="0" required id="id_count">"#));
///
/// let page = client.post("/order/", &[("count", "a few"), ("note", "soon")]).await.text().to_owned();
/// assert!(page.contains(r#"<ul class="errorlist" id="id_count_error"><li>Enter a whole number.</li></ul>"#));
/// assert!(page.contains(r#"name="note" value="soon""#), "what was typed is shown again");
///
/// assert!(client.post("/order/", &[("count", "9")]).await.text().contains("no more than seven"));
/// assert_eq!(client.post("/order/", &[("count", " 7 ")]).await.location(), Some("/thanks/"));
/// # Ok(()) })? }
/// ```
///
/// As an argument of a view it is bound by every method but GET and HEAD. Fails as [`Form`](struct@crate::Form) does with a body
/// that is no form, or too large; what is wrong with single fields is in the form. `Display` writes it as `{{ form }}` does.
pub struct BoundForm<T> {
    state: Arc<State>,
    value: Option<T>,
    /// Whether the value is to be had, or was taken already.
    is_valid: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: FormType> BoundForm<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self::from_state(State::new(T::FIELDS, None))
    }

    /// One that was filled in, for tests and for what does not come with a request.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// use vestibule::QueryDict;
    /// use vestibule::forms::BoundForm;
    ///
    /// #[derive(Debug, PartialEq, serde::Deserialize, Form)]
    /// struct Login { name: String }
    ///
    /// let mut form = BoundForm::<Login>::bind(&QueryDict::parse("name=+ada+"));
    /// assert_eq!(form.valid(), Some(Login { name: "ada".to_owned() }));
    ///
    /// let mut form = BoundForm::<Login>::bind(&QueryDict::parse("name=+"));
    /// assert_eq!(form.valid(), None);
    /// assert_eq!(form.field_errors("name"), ["This field is required."]);
    /// ```
    pub fn bind(data: &QueryDict) -> Self {
        Self::bind_form(&form_data(data), None)
    }

    /// [`bind`](Self::bind), or an empty one where nothing was sent.
    pub fn of(data: Option<&QueryDict>) -> Self {
        data.map_or_else(Self::new, Self::bind)
    }

    /// That of a request, for a view with several forms: each has its own prefix, which stands before the names of its fields
    /// (Django's `prefix`).
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::forms::BoundForm;
    /// # #[derive(serde::Deserialize, Form)] struct Address { street: String }
    /// # vestibule::app! {}
    /// #[view(GET, POST, "/addresses/")]
    /// async fn addresses(request: &mut Request) -> Result {
    ///     let mut home = BoundForm::<Address>::with_prefix(request, "home").await?;
    ///     let mut work = BoundForm::<Address>::with_prefix(request, "work").await?;
    ///     if let (Some(home), Some(work)) = (home.valid(), work.valid()) {
    ///         return redirect("/thanks/");
    ///     }
    ///     Ok(Response::html(format!("<form method=post>{home}{work}<button>Save</button></form>")))
    /// }
    /// # fn main() {}
    /// ```
    ///
    /// # Errors
    ///
    /// 415 if the body is no form; 400 if it is too large.
    pub async fn with_prefix(request: &mut Request, prefix: impl Into<String>) -> Result<Self, Error> {
        Self::of_request(request, Some(prefix.into())).await
    }

    async fn of_request(request: &mut Request, prefix: Option<String>) -> Result<Self, Error> {
        Ok(match sent_form(request).await? {
            Some(form) => Self::bind_form(&form, prefix),
            None => Self::from_state(State::new(T::FIELDS, prefix)),
        })
    }

    pub(super) fn bind_form(data: &FormData, prefix: Option<String>) -> Self {
        let mut state = State::new(T::FIELDS, prefix);
        state.bind(data);
        let mut form = Self::from_state(state);
        form.value = read(Arc::make_mut(&mut form.state));
        form.is_valid = form.value.is_some();
        form
    }

    pub(super) fn from_state(state: State) -> Self {
        Self { state: Arc::new(state), value: None, is_valid: false, of: PhantomData }
    }

    /// What was filled in, if all of it is right: Django's `is_valid()` and `cleaned_data` in one. It is taken out of the form,
    /// which goes on showing what was typed; a second call is `None`.
    pub fn valid(&mut self) -> Option<T> {
        if self.is_valid() { self.value.take() } else { None }
    }

    /// What [`valid`](Self::valid) would take.
    pub fn cleaned_data(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.is_valid())
    }

    /// What an empty form begins with: the values of the same names, of whatever can be serialized, such as an article that is to
    /// be changed. In one that was filled in, nothing of it is shown.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::forms::BoundForm;
    /// #[derive(serde::Deserialize, Form)]
    /// struct ArticleForm { title: String, is_public: bool }
    ///
    /// #[derive(serde::Serialize)]
    /// struct Article { id: u32, title: String, is_public: bool }
    ///
    /// let article = Article { id: 7, title: "Tea".to_owned(), is_public: true };
    /// let mut form = BoundForm::<ArticleForm>::new();
    /// form.initial(&article)?;
    /// assert!(form.to_string().contains(r#"name="title" value="Tea""#));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of its `Serialize`.
    pub fn initial(&mut self, value: &(impl Serialize + ?Sized)) -> Result<&mut Self, Error> {
        let state = Arc::make_mut(&mut self.state);
        for (name, values) in initial_values(value)? {
            if let Some(at) = state.position(&name) {
                state.fields[at].initial = values;
            }
        }
        Ok(self)
    }
}

impl<T> BoundForm<T> {
    /// Whether something was sent.
    pub fn is_bound(&self) -> bool {
        self.state.is_bound
    }

    /// Whether something was sent, and nothing is wrong with it.
    pub fn is_valid(&self) -> bool {
        self.is_valid && !self.state.has_errors()
    }

    /// Whether something else was sent than what the form began with.
    pub fn has_changed(&self) -> bool {
        self.state.has_changed()
    }

    /// All that is wrong, by field; what is wrong with the whole stands last, under `__all__`.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.state.errors()
    }

    /// What is wrong with a field.
    pub fn field_errors(&self, field: &str) -> &[String] {
        self.state.position(field).map_or(&[], |at| &self.state.fields[at].errors)
    }

    /// What is wrong with the whole.
    pub fn non_field_errors(&self) -> &[String] {
        &self.state.non_field_errors
    }

    /// What was typed into a field, the last value of its name; empty if nothing was.
    pub fn typed(&self, field: &str) -> &str {
        let field = self.state.position(field).map(|at| &self.state.fields[at]);
        field.and_then(|field| field.typed.last()).map_or("", String::as_str)
    }

    pub(super) fn state(&self) -> &Arc<State> {
        &self.state
    }

    pub(super) fn change(&mut self) -> &mut State {
        Arc::make_mut(&mut self.state)
    }
}

/// Without files.
pub(super) fn form_data(data: &QueryDict) -> FormData {
    let each = |(name, values): (&str, &[String])| {
        values.iter().map(|value| (name.to_owned(), value.clone())).collect::<Vec<_>>()
    };
    FormData::new(data.iter().flat_map(each).collect(), Vec::new())
}

impl<T: FormType> Default for BoundForm<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A, T: FormType> FromRequest<A> for BoundForm<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Self::of_request(request, None).await
    }
}

/// As templates have it.
impl<T> Serialize for BoundForm<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::value(FormView(Arc::clone(&self.state))).serialize(serializer)
    }
}

/// As `{{ form }}` writes it: HTML.
impl<T> fmt::Display for BoundForm<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&FormView(Arc::clone(&self.state)).as_div())
    }
}

/// Without what was typed, which may be a password.
impl<T> fmt::Debug for BoundForm<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors: Vec<_> = self.state.errors().collect();
        f.debug_struct("BoundForm").field("is_bound", &self.is_bound()).field("errors", &errors).finish()
    }
}
