//! What the pages of an application see besides what their views give them, as far as a constant can know it: `request`,
//! what the listed middlewares show, and what the context processors give of the application and of those that it
//! includes.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::Application;
use crate::base::text::{are_same, fnv1a};
use crate::web::context::REQUEST;

/// A claim of `#[context_processor]`, and of an own `#[middleware(…, context(…))]`: this application gives one variable
/// of this name to its pages. A second that claims it is error E0119, and the compiler underlines both.
///
/// The name is a number ([`name_hash`]), since what is generic over a constant cannot take a text.
pub trait VariableIsGivenOnce<const NAME: u64, Listed = ()> {}

/// Whether every page of the application sees a variable of this name: the text, its hash, and what [`Givers::answer`]
/// says of that. Generated code writes
///
/// ```text
/// is_seen::<crate::App, _, HASH>("basket", |givers| givers.answer())
/// ```
///
/// What an included application includes is not looked through, as with permissions.
pub const fn is_seen<A: Application, Found: Answer, const NAME: u64>(
    name: &str,
    _: fn(&AllGivers<A, NAME>) -> Found,
) -> bool {
    gives::<A>(name) || Found::IS_YES
}

/// Whether what every page sees under this name is what the framework shows, and no context processor's of the application
/// or of one that it includes. The arguments are those of [`is_seen`].
pub const fn is_of_framework<A: Application, Found: Answer, const NAME: u64>(
    name: &str,
    _: fn(&AllGivers<A, NAME>) -> Found,
) -> bool {
    gives::<A>(name) && !Found::IS_YES
}

/// Whether every page sees it without a context processor: `request`, and what the listed middlewares show.
pub const fn gives<A: Application>(name: &str) -> bool {
    // Loops are what a constant function may do.
    let mut layer = 0;
    while layer < A::CONTEXT.len() {
        let mut at = 0;
        while at < A::CONTEXT[layer].len() {
            if are_same(A::CONTEXT[layer][at].name, name) {
                return true;
            }
            at += 1;
        }
        layer += 1;
    }
    are_same(REQUEST, name)
}

/// The application itself, and those that it includes.
type AllGivers<A, const NAME: u64> = Givers<(A, <A as Application>::Includes), NAME>;

/// Whether one of a list of applications, `(A, (B, ()))`, claims the variable.
///
/// The method is never called: the compiler finds the first `answer` whose conditions hold, going on to the next
/// application by way of [`Deref`], and the type that it gives back is what counts.
pub struct Givers<Apps, const NAME: u64>(PhantomData<Apps>);

impl<A: VariableIsGivenOnce<NAME>, Others, const NAME: u64> Givers<(A, Others), NAME> {
    /// The first of them does.
    pub fn answer(&self) -> Yes {
        Yes
    }
}

impl<const NAME: u64> Givers<(), NAME> {
    /// None of them does.
    pub fn answer(&self) -> No {
        No
    }
}

impl<A, Others, const NAME: u64> Deref for Givers<(A, Others), NAME> {
    type Target = Givers<Others, NAME>;

    fn deref(&self) -> &Self::Target {
        &Givers(PhantomData)
    }
}

impl<Apps, const NAME: u64> fmt::Debug for Givers<Apps, NAME> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Givers({NAME})")
    }
}

/// An answer that is a type.
pub trait Answer {
    /// Which one.
    const IS_YES: bool;
}

/// It is so.
#[derive(Debug)]
pub struct Yes;

impl Answer for Yes {
    const IS_YES: bool = true;
}

/// It is not.
#[derive(Debug)]
pub struct No;

impl Answer for No {
    const IS_YES: bool = false;
}

/// The number of a name.
pub const fn name_hash(name: &str) -> u64 {
    fnv1a(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the algorithm's authors (draft-eastlake-fnv, test vectors of 64 bits).
    #[test]
    fn names_are_hashed_as_macros_hash_them() {
        assert_eq!(name_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(name_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(name_hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
