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
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const PERMISSIONS: &'static [::vestibule::__private::Permission] = &[];
        const INCLUDES: &'static [::vestibule::__private::Include] = &[];
        type Includes = ();
        const CONTEXT: &'static [&'static [&'static ::vestibule::__private::ContextVariable]] = &[
            <__VestibuleLayer0 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer1 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer2 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer3 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer4 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer5 as ::vestibule::__private::Middleware>::CONTEXT,
            <__VestibuleLayer6 as ::vestibule::__private::Middleware>::CONTEXT,
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
                ::vestibule::__private::listed::<Self, __VestibuleLayer2>(),
                ::vestibule::__private::listed::<Self, __VestibuleLayer3>(),
                ::vestibule::__private::listed::<Self, __VestibuleLayer4>(),
                ::vestibule::__private::listed::<Self, __VestibuleLayer5>(),
                ::vestibule::__private::listed::<Self, __VestibuleLayer6>(),
            ])
        }
        fn login_url() -> ::core::option::Option<::std::string::String> {
            ::core::option::Option::None
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
    static __VESTIBULE_APP: ::vestibule::__private::AppEntry = ::vestibule::__private::app_entry::<
        __VestibuleApp,
    >();
};
