//! A field is misspelt.

vestibule::app! { midleware: [] }


fn main() {}
