//! What is included is an application.

vestibule::app! { include: [blog::App] }

mod blog {
    pub struct App;
}

fn main() {}
