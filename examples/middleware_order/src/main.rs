//! Two middlewares with all five hooks, which print as they run.
//!
//! Run it with `cargo run -p middleware_order` and watch its output while you ask for
//!
//! ```text
//! curl localhost:8000/                # a page: request and view go in, response comes out
//! curl localhost:8000/template/       # a template: both may change it before it is rendered
//! curl localhost:8000/error/          # an error: the innermost is asked first
//! curl localhost:8000/nowhere/        # no view: no process_view
//! ```
//!
//! Then start it again as
//!
//! ```text
//! EARLY=1 cargo run -p middleware_order       # First answers in process_request: Second sees nothing
//! REPLACE=1 cargo run -p middleware_order     # First puts its own response in place of the view's
//! SWAP=1 cargo run -p middleware_order        # Second stands outside First
//! ```

use vestibule::prelude::*;

vestibule::app! {}

fn main() -> ExitCode {
    App::main()
}

// The order is known when the program is compiled, and so is what `option_env!` reads: cargo
// compiles this file again when SWAP changes.
const SWAP: bool = option_env!("SWAP").is_some();

#[derive(Default)]
struct First;

#[middleware(order = if SWAP { 30 } else { 10 })]
impl First {
    fn process_request(&self, _: &mut Request) -> Option<Response> {
        println!("First   process_request");
        is_set("EARLY").then(|| Response::text("First answered early\n"))
    }

    fn process_view(&self, _: &mut Request, view: &View) {
        println!("First   process_view: {}", view.name());
    }

    fn process_template_response(&self, _: &mut Request, mut page: TemplateResponse) -> TemplateResponse {
        println!("First   process_template_response");
        page.context_mut().insert("signed_by", "First");
        page
    }

    fn process_exception(&self, _: &mut Request, error: &Error) -> Option<Response> {
        println!("First   process_exception: {error}");
        None
    }

    fn process_response(&self, _: &mut Request, response: Response) -> Response {
        println!("First   process_response");
        if is_set("REPLACE") { Response::text("First's own response\n") } else { response }
    }
}

#[derive(Default)]
struct Second;

#[middleware(order = 20)]
impl Second {
    fn process_request(&self, _: &mut Request) {
        println!("Second  process_request");
    }

    fn process_view(&self, _: &mut Request, view: &View) {
        println!("Second  process_view: {}", view.name());
    }

    fn process_template_response(&self, _: &mut Request, mut page: TemplateResponse) -> TemplateResponse {
        println!("Second  process_template_response");
        page.context_mut().insert("signed_by", "Second");
        page
    }

    fn process_exception(&self, _: &mut Request, error: &Error) -> Option<Response> {
        println!("Second  process_exception: {error}");
        None
    }

    fn process_response(&self, _: &mut Request, response: Response) -> Response {
        println!("Second  process_response");
        response
    }
}

#[view(GET, "/")]
async fn index() -> Response {
    println!("        index");
    Response::text("index\n")
}

#[view(GET, "/template/")]
async fn template(request: &Request) -> Result {
    println!("        template");
    render!(request, "page.html", { signed_by: "nobody" })
}

#[view(GET, "/error/")]
async fn error() -> Result {
    println!("        error");
    Err(Error::not_found("there is nothing to see"))
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some()
}
