//! A field is given twice.

vestibule::app! { middleware: [], middleware: [] }


fn main() {}
