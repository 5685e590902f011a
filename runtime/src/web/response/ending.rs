//! What a trace shows of a response that leaves a hook, the guard or the view.

use http::StatusCode;

use super::{Response, TemplateResponse};
use crate::web::recorder::{Ending, Outcome};

/// Of hooks that may answer, and of the guard.
impl Ending for Option<Response> {
    fn ending(&self) -> (Outcome, Option<StatusCode>) {
        match self {
            Some(response) => (Outcome::Answered, Some(response.status())),
            None => (Outcome::Passed, None),
        }
    }
}

/// Of hooks that pass a response on, and of the view.
impl Ending for Response {
    fn ending(&self) -> (Outcome, Option<StatusCode>) {
        (Outcome::Passed, Some(self.status()))
    }
}

impl Ending for TemplateResponse {
    fn ending(&self) -> (Outcome, Option<StatusCode>) {
        (Outcome::Passed, Some(self.response().status()))
    }
}
