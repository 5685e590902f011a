//! Views that `macro_rules!` writes, of its own words and of its caller's.

use vestibule::prelude::*;

vestibule::app! {}

macro_rules! shown {
    ($method:ident, $path:literal, $name:ident, $argument:ident: $type:ty) => {
        #[view($method, $path)]
        async fn $name(request: &mut Request, $argument: $type, session: Option<Session>) -> Result {
            drop(session);
            let _ = request;
            Ok(Response::text($argument.to_string()))
        }
    };
}

shown!(GET, "/users/{id}/", user, id: u32);
shown!(GET, "/pages/{title}/", page, title: String);

fn main() {
    assert_eq!(user::url(1), "/users/1/");
}
