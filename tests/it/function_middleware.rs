//! A middleware written as a function, among ones written as hooks.

use std::sync::{Arc, Mutex};

use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

#[derive(Clone, Default)]
struct Trace(Arc<Mutex<Vec<&'static str>>>);

fn note(request: &Request, what: &'static str) {
    request.state::<Trace>().unwrap().0.lock().unwrap().push(what);
}

macro_rules! hooks {
    ($name:ident, $order:literal, $request:literal, $response:literal) => {
        #[derive(Default)]
        struct $name;

        #[middleware(order = $order, app = crate::function_middleware::App)]
        impl $name {
            fn process_request(&self, request: &mut Request) {
                note(request, $request);
            }

            fn process_response(&self, request: &mut Request, response: Response) -> Response {
                note(request, $response);
                response
            }
        }
    };
}

hooks!(Outer, 1, "outer in", "outer out");
hooks!(Inner, 3, "inner in", "inner out");

#[middleware(order = 2, after(Outer), before(Inner), app = crate::function_middleware::App)]
async fn between(request: &mut Request, next: Next<'_>) -> Result {
    note(request, "between in");
    if request.path() == "/early/" {
        return Ok(Response::text("early"));
    }
    if request.path() == "/broken/" {
        return Err(Error::permission_denied("not today"));
    }
    let response = next.run(request).await;
    note(request, "between out");
    Ok(response.with_header("X-Between", "yes"))
}

#[view(GET, "/", app = crate::function_middleware::App)]
async fn index(request: &Request) -> &'static str {
    note(request, "view");
    "index"
}

async fn trace(path: &str) -> (u16, Vec<&'static str>) {
    let trace = Trace::default();
    let mut client = Client::new(App::build().state(trace.clone())).await.unwrap();
    let answer = client.get(path).await;
    (answer.status(), trace.0.lock().unwrap().clone())
}

#[tokio::test]
async fn it_encloses_what_is_inside() {
    let all = vec!["outer in", "between in", "inner in", "view", "inner out", "between out", "outer out"];

    assert_eq!(trace("/").await, (200, all));
}

#[tokio::test]
async fn it_may_answer_or_fail_by_itself() {
    assert_eq!(trace("/early/").await, (200, vec!["outer in", "between in", "outer out"]));
    assert_eq!(trace("/broken/").await, (403, vec!["outer in", "between in", "outer out"]));
}

#[tokio::test]
async fn it_sees_the_response_an_error_became() {
    let mut client = Client::new(App::build().state(Trace::default())).await.unwrap();

    let answer = client.get("/nowhere/").await;

    assert_eq!((answer.status(), answer.header("x-between")), (404, Some("yes")));
}
