/// The application `App`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::default::Default
)]
pub struct App;
impl App {
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
    impl ::vestibule::__private::Application for App {
        const NAME: &'static str = "App";
        fn place() -> ::vestibule::__private::Place {
            ::vestibule::__private::Place {
                krate: "vestibule-macros",
                module: ::core::module_path!(),
                file: ::core::file!(),
                line: ::core::line!(),
            }
        }
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
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<App>,
                    name: <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::NAME,
                    place: <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::place(),
                    order: <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::HOOKS,
                    make: <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::make,
                },
            ])
        }
        fn login_url() -> ::core::option::Option<::std::string::String> {
            ::core::option::Option::None
        }
        fn include(__vestibule_included: &mut ::vestibule::__private::Included) {}
    }
    impl ::vestibule::__private::Provides<::vestibule::__private::SecurityMiddleware>
    for App
    where
        ::vestibule::__private::SecurityMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::SecurityMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::SecurityMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::SecurityMiddleware,
    >();
    impl ::vestibule::__private::Provides<::vestibule::__private::SessionMiddleware>
    for App
    where
        ::vestibule::__private::SessionMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::SessionMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::SessionMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::SessionMiddleware,
    >();
    impl ::vestibule::__private::Provides<::vestibule::__private::CommonMiddleware>
    for App
    where
        ::vestibule::__private::CommonMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::CommonMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::CommonMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::CommonMiddleware,
    >();
    impl ::vestibule::__private::Provides<::vestibule::__private::CsrfViewMiddleware>
    for App
    where
        ::vestibule::__private::CsrfViewMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::CsrfViewMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::CsrfViewMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::CsrfViewMiddleware,
    >();
    impl ::vestibule::__private::Provides<
        ::vestibule::__private::AuthenticationMiddleware,
    > for App
    where
        ::vestibule::__private::AuthenticationMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::AuthenticationMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::AuthenticationMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::AuthenticationMiddleware,
    >();
    impl ::vestibule::__private::Provides<::vestibule::__private::MessageMiddleware>
    for App
    where
        ::vestibule::__private::MessageMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::MessageMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::MessageMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::MessageMiddleware,
    >();
    impl ::vestibule::__private::Provides<
        ::vestibule::__private::XFrameOptionsMiddleware,
    > for App
    where
        ::vestibule::__private::XFrameOptionsMiddleware: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        {
            <::vestibule::__private::XFrameOptionsMiddleware as ::vestibule::__private::Middleware>::ORDER
        },
    > for App
    where
        ::vestibule::__private::XFrameOptionsMiddleware: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        App,
        ::vestibule::__private::XFrameOptionsMiddleware,
    >();
    impl<__VestibuleOuter> ::vestibule::__private::IncludableIn<__VestibuleOuter> for App
    where
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::SecurityMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::SessionMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::CommonMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::CsrfViewMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::AuthenticationMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::MessageMiddleware,
        >,
        __VestibuleOuter: ::vestibule::__private::Provides<
            ::vestibule::__private::XFrameOptionsMiddleware,
        >,
    {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_APPS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_APP: ::vestibule::__private::AppEntry = ::vestibule::__private::AppEntry {
        app: ::vestibule::__private::app_id::<App>,
        name: "App",
        place: ::vestibule::__private::Place {
            krate: "vestibule-macros",
            module: ::core::module_path!(),
            file: ::core::file!(),
            line: ::core::line!(),
        },
    };
};
