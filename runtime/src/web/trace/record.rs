//! What is kept of a request when it is over: the last few, in memory, without their secrets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_TYPE, COOKIE};
use serde::Serialize;

use super::masked::{masked, shortened};
use crate::base::clock::Timestamp;
use crate::base::query::QueryDict;
use crate::web::recorder::{Step, Trace};
use crate::web::request::Request;

/// This many requests are kept; each newer one drops the oldest.
const KEPT: usize = 50;
/// At most this many headers, fields and cookies of a request are kept.
const LISTED: usize = 60;

/// What a client sent, as it may be shown: values cut, secrets blank, the body's contents left out.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Snapshot {
    pub(crate) method: String,
    /// Decoded.
    pub(crate) path: String,
    pub(crate) version: String,
    pub(crate) peer: Option<String>,
    /// Name and value.
    pub(crate) query: Vec<(String, String)>,
    /// Name and value, without `Cookie`.
    pub(crate) headers: Vec<(String, String)>,
    /// Names only.
    pub(crate) cookies: Vec<String>,
    /// The names of the form's fields, if a form was sent and has been read.
    pub(crate) form: Option<Vec<String>>,
}

impl Snapshot {
    pub(crate) fn of(request: &Request) -> Self {
        let headers = request.headers().iter().filter(|(name, _)| **name != COOKIE);
        let headers = headers.map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), masked(name.as_str(), &value))
        });
        let query = request.query().iter().flat_map(|(name, values)| {
            values.iter().map(move |value| (shortened(name), masked(name, value)))
        });
        let cookies = request.cookies().iter().map(|(name, _)| shortened(name));
        Self {
            method: request.method().to_string(),
            path: shortened(request.path()),
            version: format!("{:?}", request.version()),
            peer: request.peer().map(|peer| peer.to_string()),
            query: query.take(LISTED).collect(),
            headers: headers.take(LISTED).collect(),
            cookies: cookies.take(LISTED).collect(),
            form: form_names(request),
        }
    }
}

/// The names of a form's fields and files; of one that nobody has asked for, if it is here.
fn form_names(request: &Request) -> Option<Vec<String>> {
    if let Some(form) = request.parsed_form() {
        return Some(form.names().map(shortened).take(LISTED).collect());
    }
    let kind = request.header(&CONTENT_TYPE)?;
    if !kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let text = std::str::from_utf8(request.read_body()?).ok()?;
    let form = QueryDict::parse_limited(text, request.settings().data_upload_max_number_fields).ok()?;
    Some(form.iter().map(|(name, _)| shortened(name)).take(LISTED).collect())
}

/// A request that is over, and the way it went.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) at: Timestamp,
    pub(crate) took: Duration,
    /// `None` if it ended before the answer.
    pub(crate) status: Option<StatusCode>,
    pub(crate) request: Snapshot,
    /// The view that was found: its path in the code and where it stands.
    pub(crate) view: Option<(String, String)>,
    pub(crate) steps: Vec<Step>,
    /// Every error on the way, with its causes.
    pub(crate) errors: Vec<String>,
}

impl Record {
    pub(super) fn new(request: &Request, trace: &Trace, status: Option<StatusCode>) -> Self {
        Self {
            id: trace.id,
            at: request.now(),
            took: trace.began.elapsed(),
            status,
            request: Snapshot::of(request),
            view: request.view().map(|view| (view.to_string(), view.place().short())),
            steps: trace.steps.clone(),
            errors: request.failures().iter().map(|failure| failure.text().to_owned()).collect(),
        }
    }
}

/// The last requests of an application.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    /// Oldest first.
    records: Mutex<VecDeque<Arc<Record>>>,
}

impl Traces {
    pub(super) fn keep(&self, record: Record) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if records.len() == KEPT {
            records.pop_front();
        }
        records.push_back(Arc::new(record));
    }

    /// Newest first.
    pub(super) fn all(&self) -> Vec<Arc<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    pub(super) fn get(&self, id: u64) -> Option<Arc<Record>> {
        self.all().into_iter().find(|record| record.id == id)
    }
}
