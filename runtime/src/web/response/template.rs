//! `TemplateResponse`: a page that is rendered late.
//!
//! `render!` names a template and its context; the text is made only when the view's part of the
//! onion is over, after every `process_template_response` had its say (Django,
//! `template/response.py`). Rendering happens once: a second call does nothing.

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::{Body, HTML, Response};
use crate::base::error::Error;
use crate::web::context;
use crate::web::request::Request;
use crate::web::templates::{Context, Escaping, content_type};

/// Called with the rendered response; may answer another one, which then takes its place.
pub type PostRenderCallback = Box<dyn FnOnce(&Response) -> Result<Option<Response>, Error> + Send>;

/// A response whose body is a template, rendered late.
///
/// What [`render!`](crate::render) makes, by hand. A view may answer with it; `process_template_response` of the middlewares
/// sees it, and may change name and variables, before the text is made.
///
/// ```
/// use vestibule::prelude::*;
/// # vestibule::app! {}
///
/// /// Another template for telephones.
/// #[derive(Default)]
/// struct Mobile;
///
/// #[middleware(order = 350)]
/// impl Mobile {
///     fn process_template_response(
///         &self,
///         request: &mut Request,
///         mut response: TemplateResponse,
///     ) -> TemplateResponse {
///         if request.header("User-Agent").is_some_and(|agent| agent.contains("Mobile")) {
///             let name = format!("mobile/{}", response.template_name());
///             response.set_template_name(name);
///         }
///         response.context_mut().insert("year", &2026);
///         response
///     }
/// }
/// # fn main() {
/// use vestibule::Context;
///
/// let mut context = Context::new();
/// context.insert("title", "Hello");
/// let page = TemplateResponse::new("article.html", context);
/// assert_eq!(page.template_name(), "article.html");
/// assert!(page.context().contains("title") && !page.is_rendered());
/// # }
/// ```
pub struct TemplateResponse {
    // Its body is empty until the template is rendered.
    response: Response,
    deferred: Box<Deferred>,
}

/// The template's half, as it rests in the body of a [`Response`].
pub(crate) struct Deferred {
    name: String,
    context: Context,
    content: Option<Bytes>,
    callbacks: Vec<PostRenderCallback>,
}

impl Deferred {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }
}

impl TemplateResponse {
    /// 200, from the template of this name; or from one block of it, `list.html#rows`, as it is in its page: what stands
    /// around it is not rendered. It is `text/html; charset=utf-8` but for names that end in `.txt`, `.md`, `.csv`, `.json`,
    /// `.js`, `.xml` or `.svg`, which are sent as that.
    pub fn new(name: impl Into<String>, context: Context) -> Self {
        let deferred = Deferred { name: name.into(), context, content: None, callbacks: Vec::new() };
        Self {
            response: Response::new(sent_as(&deferred.name), Body::default()),
            deferred: Box::new(deferred),
        }
    }

    /// The template's name, relative to the templates' folder: `blog/article.html`, or `blog/list.html#rows`.
    pub fn template_name(&self) -> &str {
        &self.deferred.name
    }

    /// Renders another template instead, and sends it as what its name ends in, unless the response says otherwise.
    /// Without effect once rendered.
    pub fn set_template_name(&mut self, name: impl Into<String>) {
        let before = sent_as(&self.deferred.name);
        self.deferred.name = name.into();
        let headers = &mut self.response.parts.headers;
        if self.deferred.content.is_none() && headers.get(CONTENT_TYPE) == Some(&before) {
            headers.insert(CONTENT_TYPE, sent_as(&self.deferred.name));
        }
    }

    /// The variables the template sees.
    pub fn context(&self) -> &Context {
        &self.deferred.context
    }

    /// The variables, to add to or change. Without effect once rendered.
    pub fn context_mut(&mut self) -> &mut Context {
        &mut self.deferred.context
    }

    /// Status, headers and cookies of the page to come.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The same, to change.
    pub fn response_mut(&mut self) -> &mut Response {
        &mut self.response
    }

    /// Puts a text in the place of the one that the template would make, which then is not rendered any more:
    /// one from a cache, say. As in Django, where assigning `content` does so; callbacks are not called.
    pub fn set_content(&mut self, content: impl Into<Bytes>) {
        let content = content.into();
        self.deferred.content = Some(content.clone());
        self.response.set_body(content);
    }

    /// Whether the text has been made.
    pub fn is_rendered(&self) -> bool {
        self.deferred.content.is_some()
    }

    /// Has `callback` called after rendering, in order of registration; at once, and its answer
    /// ignored, if the response is rendered already.
    ///
    /// ```
    /// use vestibule::{Context, TemplateResponse};
    ///
    /// let mut page = TemplateResponse::new("article.html", Context::new());
    /// page.add_post_render_callback(|response| {
    ///     println!("{} bytes of HTML", response.body().as_bytes().map_or(0, <[u8]>::len));
    ///     Ok(None)
    /// })?;
    /// assert!(!page.is_rendered());
    /// # Ok::<(), vestibule::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only those of a callback that is called at once.
    pub fn add_post_render_callback<F>(&mut self, callback: F) -> Result<(), Error>
    where
        F: FnOnce(&Response) -> Result<Option<Response>, Error> + Send + 'static,
    {
        if self.is_rendered() {
            callback(&self.response)?;
        } else {
            self.deferred.callbacks.push(Box::new(callback));
        }
        Ok(())
    }

    /// Makes the text now, and calls the callbacks. The onion does this by itself, late; calling it
    /// in a view fixes name and context there.
    ///
    /// # Errors
    ///
    /// If the template is missing, does not parse or fails, or a callback does.
    pub fn render(&mut self, request: &Request) -> Result<(), Error> {
        if self.is_rendered() {
            return Ok(());
        }
        let sent_as = self.response.parts.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let escaping = Escaping::of_sent(&self.deferred.name, sent_as.unwrap_or_default());
        let text = context::render(request, &self.deferred.name, &self.deferred.context, escaping)?;
        self.set_content(text);
        for callback in std::mem::take(&mut self.deferred.callbacks) {
            if let Some(replacement) = callback(&self.response)? {
                self.response = replacement;
            }
        }
        Ok(())
    }

    /// The finished response, if it is rendered.
    pub(crate) fn into_rendered(self) -> Result<Response, Self> {
        if self.is_rendered() { Ok(self.response) } else { Err(self) }
    }
}

/// What the ending of the name says.
fn sent_as(name: &str) -> HeaderValue {
    content_type(name).map_or(HTML, HeaderValue::from_static)
}

impl From<TemplateResponse> for Response {
    fn from(template: TemplateResponse) -> Self {
        let TemplateResponse { mut response, mut deferred } = template;
        if deferred.content.is_some() {
            // A callback may have put another response in the place of the one that was rendered.
            let Some(content) = response.parts.body.as_bytes() else { return response };
            deferred.content = Some(Bytes::copy_from_slice(content));
        }
        response.parts.body = Body::deferred(deferred);
        response
    }
}

impl Response {
    /// Whether its body is a template; one that was rendered early still counts, as in Django.
    pub fn is_template(&self) -> bool {
        self.parts.body.is_deferred()
    }

    /// The template response this is, or itself unchanged if it is none.
    ///
    /// # Errors
    ///
    /// Gives the response back when its body is no template.
    pub fn into_template(mut self) -> Result<TemplateResponse, Self> {
        match std::mem::take(&mut self.parts.body).into_deferred() {
            Ok(deferred) => {
                self.parts.body = deferred.content.clone().map(Body::from).unwrap_or_default();
                Ok(TemplateResponse { response: self, deferred })
            }
            Err(body) => {
                self.parts.body = body;
                Err(self)
            }
        }
    }
}

impl fmt::Debug for TemplateResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TemplateResponse")
            .field("template_name", &self.deferred.name)
            .field("is_rendered", &self.is_rendered())
            .field("response", &self.response)
            .finish()
    }
}
