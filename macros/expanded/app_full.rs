mod __Admin_0_0 {
    /// The application `Admin`.
    #[derive(
        ::core::fmt::Debug,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::default::Default
    )]
    pub struct Admin;
}
pub use __Admin_0_0::Admin as Admin;
impl __Admin_0_0::Admin {
    /// The command line of the application: `serve`, `routes`, `migrate` and the others.
    pub fn main() -> ::std::process::ExitCode {
        ::vestibule::__private::main::<Self>()
    }
    /// The application as a value, for tests and for other servers.
    #[must_use]
    pub fn build() -> ::vestibule::__private::Site<Self> {
        ::vestibule::__private::builder::<Self>()
    }
}
const _: () = {
    type __VestibuleApp = __Admin_0_0::Admin;
    type __VestibuleLayer0 = SessionMiddleware;
    type __VestibuleLayer1 = blog::Stopwatch;
    impl ::vestibule::__private::Application for __VestibuleApp {
        const NAME: &'static str = "Admin";
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const PERMISSIONS: &'static [::vestibule::__private::Permission] = &[
            ::vestibule::__private::Permission {
                permission: "shop.add_hat",
                model: "hat",
                name: "Can add hat",
            },
            ::vestibule::__private::Permission {
                permission: "shop.refund",
                model: "order",
                name: "Can refund orders",
            },
        ];
        const INCLUDES: &'static [::vestibule::__private::Include] = &[
            ::vestibule::__private::Include::of::<Self, blog::App>(""),
            ::vestibule::__private::Include::of::<Self, shop::App>("/shop"),
        ];
        type Includes = (blog::App, (shop::App, ()));
        const CONTEXT: &'static [&'static [&'static ::vestibule::__private::ContextVariable]] = &[
            <__VestibuleLayer0 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer1 as ::vestibule::__private::Middleware>::CONTEXT,
        ];
        const TEMPLATES: &'static [&'static str] = &[];
        fn templates() -> ::vestibule::__private::Templates {
            #[cfg(debug_assertions)]
            const __VESTIBULE_TEMPLATES: ::vestibule::__private::Templates = ::vestibule::__private::Templates {
                directory: ::core::option::Option::Some("/application/templates"),
                embedded: &[],
            };
            #[cfg(not(debug_assertions))]
            const __VESTIBULE_TEMPLATES: ::vestibule::__private::Templates = ::vestibule::__private::Templates {
                directory: ::core::option::Option::None,
                embedded: &[],
            };
            __VESTIBULE_TEMPLATES
        }
        fn middlewares() -> ::std::vec::Vec<::vestibule::__private::MiddlewareEntry> {
            ::std::vec::Vec::from([
                ::vestibule::__private::listed::<Self, __VestibuleLayer0>(),
                ::vestibule::__private::listed::<Self, __VestibuleLayer1>(),
            ])
        }
        fn login_url() -> ::core::option::Option<::std::string::String> {
            ::core::option::Option::Some(
                <Self as ::vestibule::__private::HasLoginView>::login_url(),
            )
        }
        fn csrf_failure() -> ::core::option::Option<
            ::vestibule::__private::CsrfFailure,
        > {
            ::core::option::Option::Some(|__vestibule_request, __vestibule_reason| {
                ::std::boxed::Box::pin(async move {
                    ::vestibule::__private::IntoResponse::into_response(
                        accounts::refused(__vestibule_request, __vestibule_reason).await,
                    )
                })
            })
        }
    }
    impl ::vestibule::__private::Provides<__VestibuleLayer0> for __VestibuleApp
    where
        __VestibuleLayer0: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer0 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer0 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer0: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::Provides<__VestibuleLayer1> for __VestibuleApp
    where
        __VestibuleLayer1: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer1 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer1 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer1: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::core::assert!(
        < accounts::login as ::vestibule::__private::IsView > ::PARAMETERS == 0,
        "login view `accounts::login` has parameters in its path\nhelp: visitors who must log in bring none"
    );
    impl ::vestibule::__private::HasLoginView for __VestibuleApp {
        fn login_url() -> ::std::string::String {
            <accounts::login as ::vestibule::__private::IsView>::PATH
                .split('/')
                .skip(1)
                .fold(
                    ::vestibule::__private::reverse::<
                        <accounts::login as ::vestibule::__private::IsView>::App,
                    >(),
                    ::vestibule::__private::UrlWriter::text,
                )
                .finish()
                .into()
        }
    }
    impl<__VestibuleOuter> ::vestibule::__private::IncludableIn<__VestibuleOuter>
    for __VestibuleApp
    where
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer0>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer1>,
        __VestibuleOuter: ::vestibule::__private::HasLoginView,
    {}
    const _: () = ::core::assert!(
        ! ::vestibule::__private::is_declared_before:: < __VestibuleApp >
        ("shop.add_hat"),
        "permission `shop.add_hat` is declared already\nhelp: leave it out: an application that is included declares it, or Django's own are meant"
    );
    const _: () = ::core::assert!(
        ! ::vestibule::__private::is_declared_before:: < __VestibuleApp >
        ("shop.refund"),
        "permission `shop.refund` is declared already\nhelp: leave it out: an application that is included declares it, or Django's own are meant"
    );
    const _: () = ::vestibule::__private::needs_provided::<
        __VestibuleApp,
        ::vestibule::__private::CsrfViewMiddleware,
    >();
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_APPS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_APP: ::vestibule::__private::AppEntry = ::vestibule::__private::app_entry::<
        __VestibuleApp,
    >();
};
