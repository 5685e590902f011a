//! The key that spares templates is misspelt.

vestibule::app! { check_template: false }

fn main() {}
