//! What an application needs: `use vestibule::prelude::*;`

#[doc(no_inline)]
pub use std::process::ExitCode;

#[doc(no_inline)]
pub use vestibule_macros::{
    Choices, ErrorStatus, Form, TemplateData, app, context_processor, filter, login_auth, middleware, on,
    render, render_to_string, template_function, template_test, view,
};

#[doc(no_inline)]
pub use crate::base::error::Error;
#[doc(no_inline)]
pub use crate::hosting::site::Site;
#[doc(no_inline)]
pub use crate::web::application::IsView;
#[doc(no_inline)]
pub use crate::web::cookies::{Cookies, SetCookie};
pub use crate::web::extract::{Form, FromPath, FromRequest, Query, State};
#[cfg(feature = "validator")]
#[doc(no_inline)]
pub use crate::web::forms::Valid;
#[doc(no_inline)]
pub use crate::web::forms::{BoundForm, BoundFormset};
#[doc(no_inline)]
pub use crate::web::layer::{Hooked, Next};
#[doc(no_inline)]
pub use crate::web::messages::Messages;
#[doc(no_inline)]
pub use crate::web::middleware::{
    AuthenticationMiddleware, CommonMiddleware, ConditionalGetMiddleware, ContentSecurityPolicyMiddleware,
    CsrfViewMiddleware, GZipMiddleware, LoginRequiredMiddleware, MessageMiddleware, SecurityMiddleware,
    SessionMiddleware, XFrameOptionsMiddleware, order,
};
#[doc(no_inline)]
pub use crate::web::request::Request;
#[doc(no_inline)]
pub use crate::web::response::{
    FileResponse, IntoResponse, Json, Response, Result, TemplateResponse, redirect,
};
#[doc(no_inline)]
pub use crate::web::sessions::{Expiry, Session};
#[doc(no_inline)]
pub use crate::web::settings::Settings;
#[doc(no_inline)]
pub use crate::web::templates::Markup;
#[doc(no_inline)]
pub use crate::web::uploads::UploadedFile;
#[doc(no_inline)]
pub use crate::web::users::{Staff, User};
#[doc(no_inline)]
pub use crate::web::view::View;
