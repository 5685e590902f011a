//! A template has a mistake, and no view answers with it.

vestibule::app! { templates: "fail/app/pages/broken" }

fn main() {}
