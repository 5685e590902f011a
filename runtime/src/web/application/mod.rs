//! What `app!` promises: the application's contracts, which generated code keeps and the compiler checks.

mod included;
mod is_view;
mod seen;

pub use included::Include;
pub(crate) use included::{Included, IncludedTwice, prefixes};
pub use is_view::{IsView, NoView};
pub use seen::{Answer, Givers, No, VariableIsGivenOnce, Yes, gives, is_of_framework, is_seen, name_hash};

use crate::base::text::are_same;
use crate::web::context::ContextVariable;
use crate::web::csrf_token::CsrfError;
use crate::web::request::Request;
use crate::web::tables::{MiddlewareEntry, ViewFuture};
use crate::web::templates::{PageLinks, TemplateFiles};
use crate::web::users::{DJANGOS, Permission, is_among};
use crate::web::view::Place;

/// What an application answers a refused request with: the function that `csrf_failure` names in `app!`.
pub type CsrfFailure = for<'a> fn(&'a mut Request, &'a CsrfError) -> ViewFuture<'a>;

/// An application, as `app!` makes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an application",
    note = "`vestibule::app! {{ … }}` makes one; `app = …` names it where it is not `crate::App`"
)]
pub trait Application: Sized + 'static {
    /// The type's name.
    const NAME: &'static str;
    /// Where `app!` stands.
    const PLACE: Place;
    /// The permissions that it declares.
    const PERMISSIONS: &'static [Permission];
    /// The applications that it includes.
    const INCLUDES: &'static [Include];
    /// The same as a list of types, `(A, (B, ()))`.
    type Includes;
    /// What pages see of each of the middlewares that `app!` lists.
    const CONTEXT: &'static [&'static [&'static ContextVariable]];
    /// The names of the templates in its folder, as it was compiled.
    const TEMPLATES: &'static [&'static str];
    /// The links of its error pages, which no `render!` names.
    fn links() -> Vec<PageLinks> {
        Vec::new()
    }
    /// Its templates.
    fn templates() -> TemplateFiles;
    /// The middlewares that `app!` lists; the application's own are in the table.
    fn middlewares() -> Vec<MiddlewareEntry>;
    /// The URL of the login view, if one is named.
    fn login_url() -> Option<String>;
    /// What answers a request that the CSRF check has refused, if it is not the page of the framework.
    fn csrf_failure() -> Option<CsrfFailure> {
        None
    }
}

/// Whether the application has a template of this name: in its own folder, or in that of one it includes. What an included
/// one includes is not looked through.
pub const fn has_template<A: Application>(name: &str) -> bool {
    let mut is_there = is_one_of(A::TEMPLATES, name);
    let mut at = 0;
    while at < A::INCLUDES.len() {
        is_there |= is_one_of(A::INCLUDES[at].templates(), name);
        at += 1;
    }
    is_there
}

const fn is_one_of(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if are_same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// An application that `Outer` may include: it has the middlewares that this one lists, and a login view if this
/// one names one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an application",
    note = "`vestibule::app! {{ … }}` makes one"
)]
pub trait IncludableIn<Outer>: Application {}

/// Whether the application knows the permission: its own `app!` declares it, that of one it includes, or the framework.
/// What an included one includes is not looked through: two applications may include each other, and no constant can
/// be made of a circle.
pub const fn is_declared<A: Application>(permission: &str) -> bool {
    is_among(A::PERMISSIONS, permission) || is_declared_before::<A>(permission)
}

/// Whether somebody else than the application itself declares the permission.
pub const fn is_declared_before<A: Application>(permission: &str) -> bool {
    // A loop is what a constant function may do.
    let mut at = 0;
    while at < A::INCLUDES.len() {
        if is_among(A::INCLUDES[at].permissions(), permission) {
            return true;
        }
        at += 1;
    }
    is_among(DJANGOS, permission)
}

/// The application has the middleware `M`.
#[diagnostic::on_unimplemented(
    message = "this application has no `{M}`",
    label = "needs `{M}`",
    note = "add `{M}` to the middleware of its `app!`: `middleware: [{M}, …]`; the list names all that are wanted, \
            Django's seven too"
)]
pub trait Provides<M> {}

/// A list `(M, (N, ()))` of what the application `A` must have. (The list and not the application implements
/// it, so that the compiler speaks of the one that is missing.)
pub trait MetBy<A> {}

impl<A> MetBy<A> for () {}

impl<A: Provides<First>, First, Rest: MetBy<A>> MetBy<A> for (First, Rest) {}

/// What an application provides that names a login view.
#[derive(Debug)]
pub struct LoginView;

impl<A: HasLoginView> Provides<LoginView> for A {}

/// The application has a login view to send visitors to.
#[diagnostic::on_unimplemented(
    message = "this application has no login view",
    label = "sends visitors to the login view",
    note = "name one in its `app!`: `login: login`, or `login: \"/sso/\"` for an address outside"
)]
pub trait HasLoginView {
    /// Its address.
    fn login_url() -> String;
}
