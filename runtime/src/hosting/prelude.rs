//! What an application needs: `use vestibule::prelude::*;`

pub use std::process::ExitCode;

pub use vestibule_macros::{ErrorStatus, app, context_processor, login_auth, middleware, render, view};

pub use crate::base::error::Error;
pub use crate::hosting::site::Site;
pub use crate::web::application::IsView;
pub use crate::web::cookies::{Cookies, SetCookie};
pub use crate::web::extract::{Form, FromPath, FromRequest, Query, State};
pub use crate::web::layer::{Hooked, Next};
pub use crate::web::messages::Messages;
pub use crate::web::middleware::{
    AuthenticationMiddleware, CommonMiddleware, ConditionalGetMiddleware, ContentSecurityPolicyMiddleware,
    CsrfViewMiddleware, GZipMiddleware, LoginRequiredMiddleware, MessageMiddleware, SecurityMiddleware,
    SessionMiddleware, XFrameOptionsMiddleware, order,
};
pub use crate::web::request::Request;
pub use crate::web::response::{IntoResponse, Json, Response, Result, TemplateResponse, redirect};
pub use crate::web::sessions::{Expiry, Session};
pub use crate::web::settings::Settings;
pub use crate::web::users::User;
pub use crate::web::view::View;
