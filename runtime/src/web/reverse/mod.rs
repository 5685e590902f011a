//! The way back from views to addresses: what `article::url(…)` begins with.
//!
//! An application may be included under a prefix, under another in another application, or not at all, and all of that in
//! one program. Whose prefixes count is therefore decided when a link is made:
//!
//! 1. those of the application that answers the request (or whose service's `within` is running);
//! 2. outside of requests, those of the application whose command line runs;
//! 3. where none does (a test, another server), those on which all applications of the program agree that include this one
//!    and are included by none themselves; where they do not agree, none.
//!
//! None of these depends on what happens to have been started before. A program without prefixes asks nothing of this
//! but whether there are any.
//!
//! A link in a template names its view and its parameters: `named` makes it, and `check` is what the compiler asks of it before.

mod check;
mod named;

pub use check::{Literal, WrittenLink, WrittenParameter, check_link};
pub(crate) use named::finder;
pub use named::link_to;

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::base::prefixes::Prefixes;
use crate::web::application::Application;
use crate::web::extract::UrlWriter;
use crate::web::tables::VESTIBULE_APPS_0_1;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    Program::new(VESTIBULE_APPS_0_1.iter().map(|entry| ((entry.app)(), (entry.prefixes)())))
});

/// The application whose command line runs.
static MAIN: OnceLock<&'static Prefixes> = OnceLock::new();

/// All applications that were linked into the program.
#[derive(Debug)]
struct Program {
    has_prefixes: bool,
    apps: HashMap<TypeId, Prefixes>,
    /// On which they agree.
    agreed: Prefixes,
}

/// The address of a view of the application `A` as far as the view's own path.
pub fn reverse<A: 'static>() -> UrlWriter {
    let program = &*PROGRAM;
    if !program.has_prefixes {
        return UrlWriter::new();
    }
    let prefixes = Prefixes::at_work().or_else(|| MAIN.get().copied()).unwrap_or(&program.agreed);
    UrlWriter::below(prefixes.get(TypeId::of::<A>()).unwrap_or_default())
}

/// Those of an application, to work within; `None` in a program without any.
pub(crate) fn prefixes<A: Application>() -> Option<&'static Prefixes> {
    let program = &*PROGRAM;
    if program.has_prefixes { program.apps.get(&TypeId::of::<A>()) } else { None }
}

/// Says that the program's command line is that of `A`.
pub(crate) fn is_main<A: Application>() {
    if let Some(prefixes) = prefixes::<A>() {
        // A program has one; of two, the first was there before.
        let _ = MAIN.set(prefixes);
    }
}

impl Program {
    fn new(apps: impl IntoIterator<Item = (TypeId, Prefixes)>) -> Self {
        let apps: HashMap<_, _> = apps.into_iter().collect();
        let has_prefixes = apps.values().flat_map(Prefixes::iter).any(|(_, prefix)| !prefix.is_empty());
        let agreed = agreed(&apps);
        Self { has_prefixes, apps, agreed }
    }
}

/// For each application the prefix that all have for it that are included by no other.
fn agreed(apps: &HashMap<TypeId, Prefixes>) -> Prefixes {
    // Applications that include each other are none below the other.
    let is_below = |app: TypeId, prefixes: &Prefixes| {
        apps.iter().any(|(other, theirs)| theirs.get(app).is_some() && prefixes.get(*other).is_none())
    };
    let mut found: HashMap<TypeId, Option<&str>> = HashMap::new();
    for prefixes in apps.iter().filter(|(app, prefixes)| !is_below(**app, prefixes)).map(|(_, it)| it) {
        for (app, prefix) in prefixes.iter() {
            found
                .entry(app)
                .and_modify(|known| *known = known.filter(|known| *known == prefix))
                .or_insert(Some(prefix));
        }
    }
    Prefixes::new(found.into_iter().filter_map(|(app, prefix)| Some((app, prefix?.to_owned()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Site;
    struct Shop;
    struct Basket;
    struct Other;

    fn app<A: 'static>(below: &[(TypeId, &str)]) -> (TypeId, Prefixes) {
        let own = (TypeId::of::<A>(), String::new());
        let below = below.iter().map(|(app, prefix)| (*app, (*prefix).to_owned()));
        (TypeId::of::<A>(), Prefixes::new([own].into_iter().chain(below)))
    }

    #[test]
    fn outside_of_requests_the_outermost_applications_are_asked_and_must_agree() {
        let (shop, basket) = (TypeId::of::<Shop>(), TypeId::of::<Basket>());
        let inner = || [app::<Shop>(&[(basket, "/basket")]), app::<Basket>(&[])];
        let site = || app::<Site>(&[(shop, "/shop"), (basket, "/shop/basket")]);
        let other = |prefix| app::<Other>(&[(shop, prefix)]);

        let one = Program::new(inner().into_iter().chain([site()]));
        let two = Program::new(inner().into_iter().chain([site(), other("/shop")]));
        let two_ways = Program::new(inner().into_iter().chain([site(), other("/goods")]));

        assert_eq!((one.agreed.get(shop), one.agreed.get(basket)), (Some("/shop"), Some("/shop/basket")));
        assert_eq!(two.agreed.get(shop), Some("/shop"));
        assert_eq!((two_ways.agreed.get(shop), two_ways.agreed.get(basket)), (None, Some("/shop/basket")));
    }

    #[test]
    fn applications_that_include_each_other_are_both_outermost() {
        let (site, other) = (TypeId::of::<Site>(), TypeId::of::<Other>());

        let program = Program::new([app::<Site>(&[(other, "")]), app::<Other>(&[(site, "")])]);

        assert!(!program.has_prefixes);
        assert_eq!((program.agreed.get(site), program.agreed.get(other)), (Some(""), Some("")));
    }
}
