//! `RendersText`: what `render_to_string!` is given first.

use crate::base::error::Error;
use crate::web::request::Request;
#[cfg(feature = "sql")]
use crate::web::request::Shared;
#[cfg(feature = "sql")]
use crate::web::templates::Rendering;
use crate::web::templates::{Context, Escaping};

/// Renders a template at once.
#[diagnostic::on_unimplemented(
    message = "`render_to_string!` needs the request, not `{Self}`",
    label = "not the request",
    note = "take `request: &Request` or `request: &mut Request` in the view, and hand it on"
)]
pub trait RendersText {
    /// Renders it, escaped as the ending of its name says.
    ///
    /// # Errors
    ///
    /// If the template is missing, does not parse or fails; and that of the first variable which cannot be had.
    fn render_text(&self, name: &str, given: Context) -> Result<String, Error>;
}

/// With what every page sees, as far as it is at hand.
impl RendersText for Request {
    fn render_text(&self, name: &str, given: Context) -> Result<String, Error> {
        super::render(self, name, &given, Escaping::of(name))
    }
}

/// The text of a mail, with nothing but what it is given: there is no request any more. It is no HTML, whatever the
/// template is called.
#[cfg(feature = "sql")]
#[diagnostic::do_not_recommend]
impl RendersText for Shared {
    fn render_text(&self, name: &str, given: Context) -> Result<String, Error> {
        if cfg!(debug_assertions) {
            self.templates.check_edited(name, &given, &[], Vec::new())?;
        }
        self.templates.render(name, given, Rendering::of(Escaping::Text))
    }
}
