//! A folder that is named exists.

vestibule::app! { templates: "pages" }


fn main() {}
