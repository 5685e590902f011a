//! Error pages show what they are not given.

vestibule::app! { templates: "fail/app/pages/error_page" }

fn main() {}
