//! The group `onion`: three layers around one view, each hook doing what the case says.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use vestibule::Context;
use vestibule::prelude::*;
use vestibule::{http, minijinja};

use super::site::client;
use super::{Meta, expect_eq};

vestibule::app! { middleware: [] }

/// What happens in this case, and what has happened so far.
#[derive(Clone)]
struct Case {
    acts: Arc<serde_json::Map<String, Value>>,
    hooks: Arc<Value>,
    trace: Arc<Mutex<Vec<String>>>,
}

impl Case {
    fn note(&self, what: &str) {
        self.trace.lock().unwrap().push(what.to_owned());
    }

    /// Whether the middleware of this case has the hook.
    fn has(&self, layer: &str, hook: &str) -> bool {
        self.hooks[layer].as_array().is_some_and(|hooks| hooks.iter().any(|known| known == hook))
    }

    /// A page whose rendering is noted; it shows `body`, or fails.
    fn template(&self, body: &str, fails: bool) -> TemplateResponse {
        let (case, body) = (self.clone(), body.to_owned());
        let render = minijinja::Value::from_function(move || {
            case.note("render");
            match fails {
                true => Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, "cannot")),
                false => Ok(body.clone()),
            }
        });
        let mut context = Context::new();
        context.insert("body", &render);
        TemplateResponse::new("echo.html", context)
    }
}

fn raise(class: &str) -> Error {
    match class {
        "Http404" => Error::not_found("raised"),
        "PermissionDenied" => Error::permission_denied("raised"),
        "BadRequest" => Error::bad_request("raised"),
        "SuspiciousOperation" => Error::suspicious("raised"),
        _ => Error::internal("raised"),
    }
}

/// What a hook does in this case.
fn act(request: &Request, layer: &str, hook: &str) -> Result<Option<Response>> {
    let case: &Case = request.state().expect("the case");
    if !case.has(layer, hook) {
        return Ok(None);
    }
    let name = format!("{layer}.{hook}");
    case.note(&name);
    match case.acts.get(&name).and_then(Value::as_str) {
        None => Ok(None),
        Some("respond") => Ok(Some(Response::text(name))),
        Some("respond_404") => Ok(Some(Response::text(name).with_status(http::StatusCode::NOT_FOUND))),
        Some("respond_template") => Ok(Some(case.template(&name, false).into())),
        Some(other) => match other.strip_prefix("raise:") {
            Some(class) => Err(raise(class)),
            None => panic!("unknown act `{other}`"),
        },
    }
}

// The middle layer's hooks are async, so that both kinds take part in every case.
macro_rules! layer {
    ($name:ident, $order:literal, $($async:tt)?) => {
        #[derive(Default)]
        struct $name;

        #[middleware(order = $order, app = crate::vectors::onion::App)]
        impl $name {
            $($async)? fn process_request(&self, request: &mut Request) -> Result<Option<Response>> {
                act(request, stringify!($name), "process_request")
            }

            $($async)? fn process_view(&self, request: &mut Request, view: &View) -> Result<Option<Response>> {
                assert_eq!(view.name(), "hit");
                act(request, stringify!($name), "process_view")
            }

            $($async)? fn process_template_response(
                &self,
                request: &mut Request,
                response: TemplateResponse,
            ) -> Result<TemplateResponse> {
                match act(request, stringify!($name), "process_template_response")?.map(Response::into_template) {
                    Some(Ok(other)) => Ok(other),
                    _ => Ok(response),
                }
            }

            $($async)? fn process_exception(&self, request: &mut Request, _: &Error) -> Result<Option<Response>> {
                act(request, stringify!($name), "process_exception")
            }

            $($async)? fn process_response(&self, request: &mut Request, response: Response) -> Result {
                Ok(act(request, stringify!($name), "process_response")?.unwrap_or(response))
            }
        }
    };
}

layer!(A, 10,);
layer!(B, 20, async);
layer!(C, 30,);

#[view(GET, "/hit/", app = crate::vectors::onion::App)]
async fn hit(request: &mut Request) -> Result {
    let case = request.state::<Case>().expect("the case").clone();
    case.note("view");
    match case.acts.get("view").and_then(Value::as_str).unwrap_or("plain") {
        "plain" => Ok(Response::text("view")),
        "template" => Ok(case.template("view", false).into()),
        "template_fails" => Ok(case.template("view", true).into()),
        "template_rendered" => {
            let mut template = case.template("view", false);
            template.render(request)?;
            Ok(template.into())
        }
        "template_callbacks" => {
            let mut template = case.template("view", false);
            for (name, answers) in [("callback1", false), ("callback2", true), ("callback3", false)] {
                let case = case.clone();
                template.add_post_render_callback(move |_| {
                    case.note(name);
                    Ok(answers.then(|| Response::text(name)))
                })?;
            }
            Ok(template.into())
        }
        other => Err(raise(other.strip_prefix("raise:").expect("a known act"))),
    }
}

/// What hooks can do, and the view, besides failing as [`FAILURES`] says.
const ACTS: [&str; 3] = ["respond", "respond_404", "respond_template"];
const VIEW_ACTS: [&str; 5] =
    ["plain", "template", "template_fails", "template_rendered", "template_callbacks"];
/// Python's exceptions that Django knows, and some of those that it does not.
const FAILURES: [&str; 9] = [
    "Http404",
    "PermissionDenied",
    "BadRequest",
    "SuspiciousOperation",
    "ValueError",
    "KeyError",
    "TypeError",
    "RuntimeError",
    "Exception",
];
const HOOKS: [&str; 5] =
    ["process_request", "process_view", "process_template_response", "process_exception", "process_response"];

/// An act that nobody does would be none.
fn check_acts(vector: &Value) -> Result<(), String> {
    let is_hook = |layer: &str, hook: &str| ["A", "B", "C"].contains(&layer) && HOOKS.contains(&hook);
    for (name, act) in vector["act"].as_object().into_iter().flatten() {
        let act = act.as_str().unwrap_or_default();
        let is_failure = act.strip_prefix("raise:").is_some_and(|class| FAILURES.contains(&class));
        let is_known = match name.split_once('.') {
            Some((layer, hook)) => is_hook(layer, hook).then(|| ACTS.contains(&act)),
            None => (name == "view").then(|| VIEW_ACTS.contains(&act)),
        };
        match is_known {
            None => return Err(format!("the act `{name}` is not known")),
            Some(false) if !is_failure => return Err(format!("`{name}` cannot do `{act}`")),
            Some(_) => {}
        }
    }
    for (layer, hooks) in vector["hooks"].as_object().into_iter().flatten() {
        let mut hooks = hooks.as_array().into_iter().flatten().map(|hook| hook.as_str().unwrap_or_default());
        if let Some(unknown) = hooks.find(|hook| !is_hook(layer, hook)) {
            return Err(format!("the hook `{layer}.{unknown}` is not known"));
        }
    }
    Ok(())
}

/// Runs one case.
pub(super) async fn case(meta: &Meta, vector: &Value) -> Result<(), String> {
    check_acts(vector)?;
    let case = Case {
        acts: Arc::new(vector["act"].as_object().cloned().unwrap_or_default()),
        hooks: Arc::new(vector["hooks"].clone()),
        trace: Arc::default(),
    };
    let mut client = client(App::build().state(case.clone()), meta.settings(vector)?).await?;

    let response = client.get(vector["url"].as_str().unwrap_or("/hit/")).await;

    let expect = &vector["expect"];
    let trace = serde_json::json!(*case.trace.lock().unwrap());
    if !expect["trace"].is_null() {
        expect_eq("the trace", &trace, &expect["trace"])?;
    }
    if !expect["status"].is_null() {
        expect_eq("the status", &response.status(), &expect["status"])?;
    }
    match expect["body"].as_str() {
        Some(body) => expect_eq("the body", response.text().trim_end(), body),
        None => Ok(()),
    }
}
