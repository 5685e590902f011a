//! A prefix and its application are written `"/shop" => shop::App`.

mod shop {
    use vestibule::prelude::*;

    vestibule::app! {}

    #[view(GET, "/", app = crate::shop::App)]
    async fn index() -> &'static str {
        "shop"
    }
}

mod prefix_alone {
    vestibule::app! { include: ["/shop"] }
}

mod prefix_last {
    vestibule::app! { include: [crate::shop::App => "/shop"] }
}

mod with_a_colon {
    vestibule::app! { include: ["/shop": crate::shop::App] }
}

mod application_in_quotes {
    vestibule::app! { include: ["/shop" => "shop::App"] }
}

mod prefix_without_quotes {
    vestibule::app! { include: [/shop => crate::shop::App] }
}

mod without_brackets {
    vestibule::app! { include: "/shop" => crate::shop::App }
}

mod twice {
    vestibule::app! { include: ["/shop" => crate::shop::App, "/goods" => crate::shop::App] }
}

fn main() {}
