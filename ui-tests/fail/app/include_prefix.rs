//! What is no prefix, each with what to write.

mod shop {
    use vestibule::prelude::*;

    vestibule::app! {}

    #[view(GET, "/", app = crate::shop::App)]
    async fn index() -> &'static str {
        "shop"
    }
}

mod empty {
    vestibule::app! { include: ["" => crate::shop::App] }
}

mod root {
    vestibule::app! { include: ["/" => crate::shop::App] }
}

mod relative {
    vestibule::app! { include: ["shop" => crate::shop::App] }
}

mod slash_at_the_end {
    vestibule::app! { include: ["/shop/" => crate::shop::App] }
}

mod parameter {
    vestibule::app! { include: ["/{shop}" => crate::shop::App] }
}

mod query {
    vestibule::app! { include: ["/shop?page=1" => crate::shop::App] }
}

mod reserved {
    vestibule::app! { include: ["/__vestibule__" => crate::shop::App] }
}

fn main() {}
