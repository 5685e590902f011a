//! A relative address depends on where one is.

vestibule::app! { login: "sso/" }


fn main() {}
