//! Two of one name, in two modules.

vestibule::app! {}

mod shop {
    use vestibule::prelude::*;

    #[context_processor]
    async fn basket() -> u32 {
        1
    }
}

mod blog {
    use vestibule::prelude::*;

    #[context_processor]
    fn basket() -> u32 {
        2
    }
}

fn main() {}
