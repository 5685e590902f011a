//! Visitors are sent to a view.

vestibule::app! { login: Login }

struct Login;

fn main() {}
