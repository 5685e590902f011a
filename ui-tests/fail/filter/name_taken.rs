//! Two of one name, in two modules; a test of that name is another thing.

vestibule::app! {}

mod shop {
    use vestibule::prelude::*;

    #[filter]
    fn stars(count: u8) -> String {
        "*".repeat(count.into())
    }

    #[template_test]
    fn stars_given(count: u8) -> bool {
        count > 0
    }
}

mod blog {
    use vestibule::prelude::*;

    #[filter]
    fn stars(count: u8) -> String {
        "+".repeat(count.into())
    }
}

fn main() {}
