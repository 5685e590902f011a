//! `blocking`: a place for work that does not wait but works.

use http::StatusCode;

use crate::base::error::Error;
use crate::base::panics;
use crate::base::prefixes;

/// Does work that would hold its thread: it reads files, asks a driver that is not async, hashes a password,
/// shrinks a picture.
///
/// A thread answers many requests, in turns that end where one of them waits (`.await`). While one of them works
/// or blocks instead, none of the others comes to its turn. This does the work on a thread apart and waits for it.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/report/{year}/")]
/// async fn report(year: u16) -> Result {
///     let text = vestibule::blocking(move || std::fs::read_to_string(format!("reports/{year}.txt"))).await??;
///     Ok(Response::text(text))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/report/1999/").await;
/// assert_eq!(response.status(), 500);
/// assert!(response.errors()[0].contains("No such file"));
/// # Ok(()) })? }
/// ```
///
/// The closure owns what it uses (`move`), since it goes on to its end though its request may not. Up to 512 of them
/// are at work at a time, and others stand in a queue; what never ends wants a thread of its own. At shutdown it is
/// waited for as long as its request is.
///
/// A debug build says in the log which view or hook has held its thread for more than 100 ms.
///
/// # Errors
///
/// A panic of the work, which is then answered with 500 as one of the view. 503 if the server has ended meanwhile.
///
/// # Panics
///
/// Outside a tokio runtime.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let span = tracing::Span::current();
    let work = prefixes::carry(work);
    match tokio::task::spawn_blocking(move || span.in_scope(|| panics::catch(work))).await {
        Ok(result) => result,
        // It does not panic, so that it was not begun.
        Err(error) => {
            Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "the server is shutting down").caused_by(error))
        }
    }
}
