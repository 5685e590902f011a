//! Whether templates are checked is yes or no.

vestibule::app! { check_templates: "pages" }

fn main() {}
