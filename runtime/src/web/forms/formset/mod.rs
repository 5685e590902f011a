//! `BoundFormset`: many forms of one kind on a page, with Django's management form, so that its pages and scripts work here.

mod row;
mod sent;
mod view;

pub use row::FormsetRow;

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::bound_form::{BoundForm, form_data};
use super::field_info::FieldInfo;
use super::form_type::FormType;
use super::initial::initial_values;
use super::kind::FieldKind;
use super::state::{FieldState, State};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::extract::{FromRequest, sent_form};
use crate::web::request::Request;
use crate::web::templates::Written;
use crate::web::uploads::FormData;
use row::Row;
use sent::Sent;
use view::FormsetView;

/// The box that takes a row away (Django's name).
const DELETE: &str = "DELETE";
static DELETE_BOX: FieldInfo = FieldInfo { label: "Delete", ..FieldInfo::of(DELETE, FieldKind::FLAG) };

/// Many forms of one kind on a page: some that are there already, and some empty ones.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::forms::BoundFormset;
///
/// #[derive(Debug, serde::Deserialize, Form)]
/// struct Line {
///     product: String,
///     count: u8,
/// }
///
/// #[view(GET, POST, "/order/")]
/// async fn order(lines: BoundFormset<Line>) -> Result {
///     let mut lines = lines.extra(3).min_num(1).max_num(10);
///     if let Some(rows) = lines.valid() {
///         let names: Vec<_> = rows.iter().map(|row| format!("{} {}", row.value.count, row.value.product)).collect();
///         return Ok(Response::text(names.join(", ")));
///     }
///     Ok(Response::html(format!("<form method=post>{lines}<button>Order</button></form>")))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert!(client.get("/order/").await.text().contains(r#"name="form-TOTAL_FORMS" value="3""#));
///
/// let counts = [("form-TOTAL_FORMS", "3"), ("form-INITIAL_FORMS", "0")];
/// let rows = [("form-0-product", "Tea"), ("form-0-count", "2"), ("form-1-product", ""), ("form-1-count", "")];
/// let response = client.post("/order/", &[counts.as_slice(), &rows].concat()).await;
/// assert_eq!(response.text(), "2 Tea", "a row that stays empty is none");
///
/// let response = client.post("/order/", &counts).await;
/// assert!(response.text().contains("Please submit at least 1 form."));
/// # Ok(()) })? }
/// ```
///
/// In a template `{{ formset }}` is all of it; by hand it is `{{ formset.management_form }}` and a loop of forms. A row that is new
/// and stays as it was shown is no row, whatever its fields want. Of a row of which nothing is sent nothing is known: rows that
/// were there before have a hidden field with what they are, `#[form(widget = hidden)] id: Option<u32>`.
///
/// What is looked at is bounded, whatever `TOTAL_FORMS` says: rows that were sent, and of these the first 2,000.
pub struct BoundFormset<T> {
    prefix: String,
    /// What was sent; `None` if nothing was.
    rows: Option<Vec<Row<T>>>,
    initial_forms: usize,
    initial: Vec<Vec<(String, Vec<String>)>>,
    extra: usize,
    min_num: usize,
    max_num: usize,
    can_delete: bool,
    errors: Vec<String>,
    fields: &'static [FieldInfo],
}

impl<T: FormType> BoundFormset<T> {
    /// Without anything sent.
    pub fn new() -> Self {
        Self::of(None, "form".to_owned())
    }

    /// With what was sent, for tests and for what does not come with a request.
    pub fn bind(data: &QueryDict) -> Self {
        Self::of(Some(&form_data(data)), "form".to_owned())
    }

    /// That of a request, with another prefix than `form`, for a view that has several, or a form beside it.
    ///
    /// # Errors
    ///
    /// 415 if the body is no form; 400 if it is too large.
    pub async fn with_prefix(request: &mut Request, prefix: impl Into<String>) -> Result<Self, Error> {
        Ok(Self::of(sent_form(request).await?.as_ref(), prefix.into()))
    }

    fn of(data: Option<&FormData>, prefix: String) -> Self {
        let mut formset = Self {
            prefix,
            rows: None,
            initial_forms: 0,
            initial: Vec::new(),
            extra: 1,
            min_num: 0,
            max_num: 1000,
            can_delete: false,
            errors: Vec::new(),
            fields: T::FIELDS,
        };
        let Some(data) = data else { return formset };
        match Sent::read(data, &formset.prefix) {
            Ok(sent) => {
                formset.initial_forms = sent.initial_forms;
                let rows = sent.rows.into_iter().map(|(index, fields)| formset.row(index, &fields));
                formset.rows = Some(rows.collect());
            }
            Err(tampered) => {
                formset.rows = Some(Vec::new());
                formset.errors.push(tampered.to_string());
            }
        }
        formset
    }

    fn row(&self, index: usize, data: &FormData) -> Row<T> {
        let prefix = format!("{}-{index}", self.prefix);
        let deletion = format!("{prefix}-{DELETE}");
        let deletion = data.get_list(&deletion).map(str::to_owned).collect();
        let is_initial = index < self.initial_forms;
        let mut form = BoundForm::bind_form(data, Some(prefix));
        let state = form.change();
        state.says_required = false;
        if !is_initial && !state.has_changed() {
            state.fields.iter_mut().for_each(|field| field.errors.clear());
            state.non_field_errors.clear();
        }
        Row { form, index, is_initial, deletion }
    }

    /// How many empty rows there are on a page that is shown first. Default: 1.
    #[must_use]
    pub fn extra(self, extra: usize) -> Self {
        Self { extra, ..self }
    }

    /// The fewest rows. Default: none.
    #[must_use]
    pub fn min_num(self, min_num: usize) -> Self {
        Self { min_num, ..self }
    }

    /// The most rows. Default: 1,000.
    #[must_use]
    pub fn max_num(self, max_num: usize) -> Self {
        Self { max_num, ..self }
    }

    /// Whether each row has a box `DELETE` that takes it away. Default: no.
    #[must_use]
    pub fn can_delete(self, can_delete: bool) -> Self {
        Self { can_delete, ..self }
    }

    /// The rows that are there before anything is sent, as [`BoundForm::initial`] takes each of them.
    ///
    /// # Errors
    ///
    /// Those of their `Serialize`.
    pub fn initial(self, rows: impl IntoIterator<Item: Serialize>) -> Result<Self, Error> {
        let initial: Vec<_> = rows.into_iter().map(|row| initial_values(&row)).collect::<Result<_, _>>()?;
        Ok(Self { initial, ..self })
    }

    /// The rows that were filled in, in order, if all of them are right. They are taken out of the formset.
    pub fn valid(&mut self) -> Option<Vec<FormsetRow<T>>> {
        if !self.is_valid() {
            return None;
        }
        let can_delete = self.can_delete;
        let rows = self.rows.as_mut()?.iter_mut().filter(|row| row.counts(can_delete));
        rows.map(|row| {
            let is_deleted = row.is_deleted(can_delete);
            row.form.valid().map(|value| FormsetRow {
                value,
                index: row.index,
                is_initial: row.is_initial,
                is_deleted,
            })
        })
        .collect()
    }
}

impl<T> BoundFormset<T> {
    /// Whether something was sent.
    pub fn is_bound(&self) -> bool {
        self.rows.is_some()
    }

    /// Whether something was sent, and nothing is wrong with it.
    pub fn is_valid(&self) -> bool {
        self.rows.as_ref().is_some_and(|rows| {
            let mut rows = rows.iter().filter(|row| row.counts(self.can_delete));
            rows.all(|row| row.form.is_valid()) && self.non_form_errors().is_empty()
        })
    }

    /// Says that something is wrong with the rows together.
    pub fn add_non_form_error(&mut self, error: impl Into<String>) {
        self.errors.push(error.into());
    }

    /// Says that something is wrong with a field of a row that was sent, by [`FormsetRow::index`].
    pub fn add_error(&mut self, index: usize, field: &str, error: impl Into<String>) {
        let row = self.rows.iter_mut().flatten().find(|row| row.index == index);
        match row {
            Some(row) => row.form.add_error(field, error),
            None => self.errors.push(error.into()),
        }
    }

    /// What is wrong with the rows together.
    pub fn non_form_errors(&self) -> Vec<String> {
        let mut errors = self.errors.clone();
        let rows = self.rows.iter().flatten();
        let count =
            rows.filter(|row| row.counts(self.can_delete) && !row.is_deleted(self.can_delete)).count();
        let forms = |number: usize| if number == 1 { "form" } else { "forms" };
        if self.is_bound() && self.errors.is_empty() {
            if count > self.max_num {
                errors.push(format!("Please submit at most {} {}.", self.max_num, forms(self.max_num)));
            }
            if count < self.min_num {
                errors.push(format!("Please submit at least {} {}.", self.min_num, forms(self.min_num)));
            }
        }
        errors
    }

    fn view(&self) -> FormsetView {
        let (forms, initial_forms) = match &self.rows {
            Some(rows) => {
                let forms: Vec<_> = rows.iter().enumerate().map(|(at, row)| self.state_of(at, row)).collect();
                (forms, rows.iter().filter(|row| row.is_initial).count())
            }
            None => {
                let shown =
                    self.initial.len() + self.extra.min(self.max_num.saturating_sub(self.initial.len()));
                let shown = shown.max(self.min_num);
                let forms = (0..shown).map(|at| Arc::new(self.empty(&at, self.initial.get(at)))).collect();
                (forms, self.initial.len())
            }
        };
        FormsetView {
            prefix: self.prefix.clone(),
            forms,
            empty_form: Arc::new(self.empty(&"__prefix__", None)),
            initial_forms,
            min_num: self.min_num,
            max_num: self.max_num,
            errors: self.non_form_errors(),
            is_bound: self.is_bound(),
            is_valid: self.is_valid(),
        }
    }

    /// Numbered anew, so that there are no gaps.
    fn state_of(&self, at: usize, row: &Row<T>) -> Arc<State> {
        let mut state = Arc::clone(row.form.state());
        let prefix = format!("{}-{at}", self.prefix);
        if self.can_delete || state.prefix.as_deref() != Some(&*prefix) {
            let state = Arc::make_mut(&mut state);
            state.prefix = Some(prefix);
            if self.can_delete {
                state.fields.push(FieldState { typed: row.deletion.clone(), ..FieldState::new(&DELETE_BOX) });
            }
        }
        state
    }

    fn empty(&self, index: &dyn fmt::Display, initial: Option<&Vec<(String, Vec<String>)>>) -> State {
        let mut state = State::new(self.fields, Some(format!("{}-{index}", self.prefix)));
        state.says_required = false;
        for (name, values) in initial.into_iter().flatten() {
            if let Some(at) = state.position(name) {
                state.fields[at].initial.clone_from(values);
            }
        }
        if self.can_delete {
            state.fields.push(FieldState::new(&DELETE_BOX));
        }
        state
    }
}

impl<T: FormType> Default for BoundFormset<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A, T: FormType> FromRequest<A> for BoundFormset<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Self::with_prefix(request, "form").await
    }
}

/// As templates have it.
impl<T> Serialize for BoundFormset<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::value(self.view()).serialize(serializer)
    }
}

/// As `{{ formset }}` writes it: HTML.
impl<T> fmt::Display for BoundFormset<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.view().as_div())
    }
}

/// Without what was typed.
impl<T> fmt::Debug for BoundFormset<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows.as_ref().map(Vec::len);
        f.debug_struct("BoundFormset")
            .field("rows", &rows)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}
