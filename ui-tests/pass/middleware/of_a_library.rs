//! A middleware of a library stands in the applications that list it, and in no other.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, library::Stopwatch] }

mod without {
    vestibule::app! { middleware: [] }
}

mod library {
    use vestibule::prelude::*;

    #[derive(Default)]
    pub(crate) struct Stopwatch;

    #[middleware(order = 250, after(SessionMiddleware), library)]
    impl Stopwatch {
        fn process_request(&self, _request: &mut Request) {}
    }
}

#[middleware(order = 250, app = crate::without::App)]
async fn in_its_place(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
