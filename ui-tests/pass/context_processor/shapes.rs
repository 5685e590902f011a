//! All that a context processor may take and give back, under the strictest lints.
#![forbid(
    warnings,
    unused,
    unsafe_code,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    rust_2018_idioms
)]

use vestibule::minijinja::Value;
use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, AuthenticationMiddleware, Own] }

#[context_processor]
fn constant() -> &'static str {
    "tea"
}

#[context_processor]
fn borrowed(request: &Request) -> &str {
    request.path()
}

#[context_processor]
fn fallible(request: &Request) -> std::result::Result<u32, std::num::ParseIntError> {
    request.query_string().parse()
}

#[context_processor]
fn plain_with_an_extractor(user: Option<User>) -> bool {
    user.is_some()
}

#[context_processor]
fn changes_the_request(request: &mut Request) -> Option<u8> {
    request.extensions_mut().insert(1_u8)
}

#[context_processor]
async fn nothing_taken() -> Vec<String> {
    vec!["tea".to_owned()]
}

#[context_processor]
async fn waits<'r>(request: &'r Request, mut session: Session) -> Result<Option<&'r str>> {
    let _ = &mut session;
    Ok(Some(request.path()))
}

#[context_processor]
async fn opaque(State(number): State<u32>) -> impl serde::Serialize {
    number
}

#[context_processor]
async fn markup(_request: &mut Request) -> Result<Value> {
    Ok(Value::from_safe_string("<b>".to_owned()))
}

#[context_processor]
fn r#type() -> u32 {
    1
}

mod library {
    use vestibule::prelude::*;

    #[context_processor(library)]
    pub(crate) async fn greeting(_request: &mut Request) -> &'static str {
        "hello"
    }

    /// Two libraries may use one name.
    #[context_processor(library)]
    pub(crate) fn constant() -> u32 {
        2
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Own;

#[middleware(order = 270, context(library::greeting, library::constant), library)]
impl Own {
    fn process_request(&self, _request: &mut Request) {}
}

mod nested {
    use vestibule::prelude::*;

    vestibule::app! { name: Admin, middleware: [] }

    /// The other application has one of this name as well.
    #[context_processor(app = Admin)]
    pub(crate) fn constant() -> u32 {
        1
    }
}

macro_rules! processor {
    ($name:ident, $argument:ident) => {
        #[context_processor]
        async fn $name($argument: &Request, session: Session) -> bool {
            let _ = session;
            $argument.path().is_empty()
        }
    };
}

processor!(from_a_macro, request);

fn main() {}
