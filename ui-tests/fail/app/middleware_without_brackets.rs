//! A list has brackets, even of one.

use vestibule::prelude::*;

mod one {
    vestibule::app! { middleware: SessionMiddleware }
}

mod two {
    vestibule::app! { middleware: [SessionMiddleware, "CommonMiddleware"] }
}

mod three {
    vestibule::app! { middleware: [SessionMiddleware, CommonMiddleware()] }
}

mod four {
    vestibule::app! { middleware: [SessionMiddleware] login: "/sso/" }
}

fn main() {}
