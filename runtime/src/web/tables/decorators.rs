//! The functions that a view's words name: `etag = …`, `last_modified = …`, `rate_limit(…, by = …)`.

use std::fmt;
use std::future::ready;
use std::pin::Pin;

use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::web::request::Request;

/// What a function says of what a view shows; nothing where it cannot say.
pub type ValidatorFuture<'r, T> = Pin<Box<dyn Future<Output = Result<Option<T>, Error>> + Send + 'r>>;

/// Asks such a function: `String` of a tag, `Timestamp` of a date.
pub type Validator<T> = for<'r> fn(&'r Request) -> ValidatorFuture<'r, T>;

/// Says by what a request is counted; nothing for one that is not counted.
pub type LimitKey = fn(&Request) -> Option<String>;

/// What is done around the call of a view, besides what its flags say.
pub struct Decorators {
    /// `etag = article_tag`
    pub etag: Option<Validator<String>>,
    /// `last_modified = article_date`
    pub last_modified: Option<Validator<Timestamp>>,
    /// For each of the flags' rate limits the function of `by`, if it names one.
    pub keys: &'static [Option<LimitKey>],
}

impl fmt::Debug for Decorators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decorators").finish_non_exhaustive()
    }
}

/// A function that says something of what a view shows: of `&Request` and the parameters of the path, or of `&Request` alone.
#[diagnostic::on_unimplemented(
    message = "this function does not fit the view",
    label = "takes or gives something else than it should",
    note = "`etag = name` is `fn name(request: &Request) -> Option<String>`, and `last_modified = name` gives `Option<Timestamp>`; it may \
            be an `async fn`, and give a `Result` of that",
    note = "behind the request it may take the parameters of the path, all of them, as the view does: here `{Arguments}`"
)]
pub trait ValidatorFunction<'r, Arguments, T, Shape> {
    /// Asks it.
    fn ask(self, request: &'r Request, arguments: Arguments) -> ValidatorFuture<'r, T>;
}

/// What such a function gives back: `Option<T>`, a `Result` of one, or a future of either.
pub trait ValidatorAnswer<'r, T, Shape> {
    /// What it says.
    fn answer(self) -> ValidatorFuture<'r, T>;
}

/// Tells the ways apart in which a function may be written.
#[derive(Debug)]
pub struct Plain;

/// With a `Result`.
#[derive(Debug)]
pub struct Fallible;

/// As an `async fn`.
#[derive(Debug)]
pub struct Later<Shape>(Shape);

/// With the parameters of the path.
#[derive(Debug)]
pub struct OfPath<Shape>(Shape);

/// Without them.
#[derive(Debug)]
pub struct OfRequest<Shape>(Shape);

impl<'r, T: Send + 'r> ValidatorAnswer<'r, T, Plain> for Option<T> {
    fn answer(self) -> ValidatorFuture<'r, T> {
        Box::pin(ready(Ok(self)))
    }
}

impl<'r, T: Send + 'r, E: Into<Error>> ValidatorAnswer<'r, T, Fallible> for Result<Option<T>, E> {
    fn answer(self) -> ValidatorFuture<'r, T> {
        Box::pin(ready(self.map_err(Into::into)))
    }
}

impl<'r, T, F, Shape> ValidatorAnswer<'r, T, Later<Shape>> for F
where
    F: Future<Output: ValidatorAnswer<'r, T, Shape>> + Send + 'r,
{
    fn answer(self) -> ValidatorFuture<'r, T> {
        Box::pin(async move {
            let answer = self.await.answer();
            answer.await
        })
    }
}

macro_rules! functions {
    ($(($($argument:ident)*))*) => {$(
        impl<'r, F, R, T, Shape, $($argument),*> ValidatorFunction<'r, ($($argument,)*), T, OfPath<Shape>> for F
        where
            F: FnOnce(&'r Request, $($argument),*) -> R,
            R: ValidatorAnswer<'r, T, Shape>,
        {
            #[allow(non_snake_case, reason = "the arguments are called as their types")]
            fn ask(self, request: &'r Request, ($($argument,)*): ($($argument,)*)) -> ValidatorFuture<'r, T> {
                self(request, $($argument),*).answer()
            }
        }
    )*};
}

functions!(()(A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E G));

macro_rules! functions_of_the_request {
    ($(($($argument:ident)*))*) => {$(
        impl<'r, F, R, T, Shape, $($argument),*> ValidatorFunction<'r, ($($argument,)*), T, OfRequest<Shape>> for F
        where
            F: FnOnce(&'r Request) -> R,
            R: ValidatorAnswer<'r, T, Shape>,
        {
            fn ask(self, request: &'r Request, _: ($($argument,)*)) -> ValidatorFuture<'r, T> {
                self(request).answer()
            }
        }
    )*};
}

// Of no parameters, both ways are one.
functions_of_the_request!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E G));

/// What nothing is.
pub trait Never {}

// Of a function that could be asked in one way only, the compiler would say what it lacks for that, in words of its own.
impl<'r, F: Never, T: Send + 'r, Shape> ValidatorFunction<'r, (), T, OfRequest<Shape>> for F {
    fn ask(self, _: &'r Request, (): ()) -> ValidatorFuture<'r, T> {
        Box::pin(ready(Ok(None)))
    }
}

/// Asks the function of `etag = …`.
pub fn says_etag<'r, Arguments, Shape>(
    function: impl ValidatorFunction<'r, Arguments, String, Shape>,
    request: &'r Request,
    arguments: Result<Arguments, Error>,
) -> ValidatorFuture<'r, String> {
    match arguments {
        Ok(arguments) => function.ask(request, arguments),
        Err(error) => Box::pin(ready(Err(error))),
    }
}

/// Asks the function of `last_modified = …`.
pub fn says_last_modified<'r, Arguments, Shape>(
    function: impl ValidatorFunction<'r, Arguments, Timestamp, Shape>,
    request: &'r Request,
    arguments: Result<Arguments, Error>,
) -> ValidatorFuture<'r, Timestamp> {
    match arguments {
        Ok(arguments) => function.ask(request, arguments),
        Err(error) => Box::pin(ready(Err(error))),
    }
}

/// Asks the function of `rate_limit(…, by = …)`. It may be wrong in what it takes and in what it says, each of which is a trait
/// here that says so.
pub fn counted_by<'r, R: CountedRequest<'r>, A: LimitKeyAnswer>(
    function: impl FnOnce(R) -> A,
    request: &'r Request,
) -> Option<String> {
    function(R::counted(request)).key()
}

/// What the function of a rate limit takes.
#[diagnostic::on_unimplemented(
    message = "the function of a rate limit takes `&Request`, and this one `{Self}`",
    label = "is not `fn(&Request) -> String`",
    note = "write `fn shop(request: &Request) -> String`"
)]
pub trait CountedRequest<'r> {
    /// The request, as the function takes it.
    fn counted(request: &'r Request) -> Self;
}

impl<'r> CountedRequest<'r> for &'r Request {
    fn counted(request: &'r Request) -> Self {
        request
    }
}

/// What the function of a rate limit says.
#[diagnostic::on_unimplemented(
    message = "the function of a rate limit says a text, and this one `{Self}`",
    label = "is neither `String` nor `Option<String>`",
    note = "write `fn shop(request: &Request) -> String`, or `-> Option<String>` where some requests are not counted"
)]
pub trait LimitKeyAnswer {
    /// By what the request is counted.
    fn key(self) -> Option<String>;
}

impl LimitKeyAnswer for String {
    fn key(self) -> Option<String> {
        Some(self)
    }
}

impl LimitKeyAnswer for Option<String> {
    fn key(self) -> Option<String> {
        self
    }
}
