mod __App_0_0 {
    /// The application `App`.
    #[derive(
        ::core::fmt::Debug,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::default::Default
    )]
    pub struct App;
}
pub use __App_0_0::App as App;
impl __App_0_0::App {
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
    type __VestibuleApp = __App_0_0::App;
    type __VestibuleLayer0 = ::vestibule::__private::SecurityMiddleware;
    type __VestibuleLayer1 = ::vestibule::__private::SessionMiddleware;
    type __VestibuleLayer2 = ::vestibule::__private::CommonMiddleware;
    type __VestibuleLayer3 = ::vestibule::__private::CsrfViewMiddleware;
    type __VestibuleLayer4 = ::vestibule::__private::AuthenticationMiddleware;
    type __VestibuleLayer5 = ::vestibule::__private::MessageMiddleware;
    type __VestibuleLayer6 = ::vestibule::__private::XFrameOptionsMiddleware;
    impl ::vestibule::__private::Application for __VestibuleApp {
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
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer0 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer1 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer2 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer3 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer4 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer5 as ::vestibule::__private::Middleware>::make,
                },
                ::vestibule::__private::MiddlewareEntry {
                    app: ::vestibule::__private::app_id::<__VestibuleApp>,
                    name: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::NAME,
                    place: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::place(),
                    order: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::ORDER,
                    hooks: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::HOOKS,
                    context: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::CONTEXT,
                    make: <__VestibuleLayer6 as ::vestibule::__private::Middleware>::make,
                },
            ])
        }
        fn login_url() -> ::core::option::Option<::std::string::String> {
            ::core::option::Option::None
        }
        fn include(__vestibule_included: &mut ::vestibule::__private::Included) {}
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
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer0,
    >();
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
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer1,
    >();
    impl ::vestibule::__private::Provides<__VestibuleLayer2> for __VestibuleApp
    where
        __VestibuleLayer2: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer2 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer2 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer2: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer2,
    >();
    impl ::vestibule::__private::Provides<__VestibuleLayer3> for __VestibuleApp
    where
        __VestibuleLayer3: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer3 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer3 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer3: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer3,
    >();
    impl ::vestibule::__private::Provides<__VestibuleLayer4> for __VestibuleApp
    where
        __VestibuleLayer4: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer4 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer4 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer4: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer4,
    >();
    impl ::vestibule::__private::Provides<__VestibuleLayer5> for __VestibuleApp
    where
        __VestibuleLayer5: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer5 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer5 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer5: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer5,
    >();
    impl ::vestibule::__private::Provides<__VestibuleLayer6> for __VestibuleApp
    where
        __VestibuleLayer6: ::vestibule::__private::OfALibrary,
    {}
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <__VestibuleLayer6 as ::vestibule::__private::Middleware>::ORDER },
        <__VestibuleLayer6 as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp
    where
        __VestibuleLayer6: ::vestibule::__private::OfALibrary,
    {}
    const _: () = ::vestibule::__private::needs_met::<
        __VestibuleApp,
        __VestibuleLayer6,
    >();
    impl<__VestibuleOuter> ::vestibule::__private::IncludableIn<__VestibuleOuter>
    for __VestibuleApp
    where
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer0>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer1>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer2>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer3>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer4>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer5>,
        __VestibuleOuter: ::vestibule::__private::Provides<__VestibuleLayer6>,
    {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_APPS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_APP: ::vestibule::__private::AppEntry = ::vestibule::__private::AppEntry {
        app: ::vestibule::__private::app_id::<__VestibuleApp>,
        name: "App",
        place: ::vestibule::__private::Place {
            krate: "vestibule-macros",
            module: ::core::module_path!(),
            file: ::core::file!(),
            line: ::core::line!(),
        },
    };
};
