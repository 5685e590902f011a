//! Context processors that wait, and where their values are kept from there until the page is rendered.

use std::collections::BTreeMap;

use minijinja::Value;

use super::table::ContextVariable;
use crate::base::error::Error;
use crate::web::request::Request;

/// A context processor that takes waiting: what `#[context_processor]` makes of an `async fn`, and of one that takes
/// anything from the request.
pub trait FetchedProcessor: 'static {
    /// What templates call its variable.
    const NAME: &'static str;

    /// Takes the arguments and calls the function; `None` leaves the variable out.
    ///
    /// # Errors
    ///
    /// Those of the arguments, and the function's own.
    fn call(request: &mut Request) -> impl Future<Output = Result<Option<Value>, Error>> + Send;
}

impl ContextVariable {
    /// That of a processor which is called at most once for a request.
    pub const fn fetched<P: FetchedProcessor>() -> Self {
        Self {
            name: P::NAME,
            value: |request| Ok(Kept::of(request, P::NAME).cloned().flatten()),
            fetch: Some(|request| Box::pin(fetch::<P>(request))),
        }
    }
}

async fn fetch<P: FetchedProcessor>(request: &mut Request) -> Result<(), Error> {
    if Kept::of(request, P::NAME).is_none() {
        let value = P::call(request).await?;
        request.extensions_mut().get_or_insert_default::<Kept>().0.insert(P::NAME, value);
    }
    Ok(())
}

/// What the processors of an application have given for this request, by name.
#[derive(Clone, Default)]
struct Kept(BTreeMap<&'static str, Option<Value>>);

impl Kept {
    /// `None` if the processor has not been called.
    fn of<'r>(request: &'r Request, name: &str) -> Option<&'r Option<Value>> {
        request.extensions().get::<Self>()?.0.get(name)
    }
}
