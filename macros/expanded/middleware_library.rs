impl Stopwatch {
    #[cfg(feature = "slow")]
    fn process_exception(
        &self,
        request: &mut Request,
        error: &Error,
    ) -> Option<Response> {
        todo!()
    }
}
const _: () = {
    impl ::vestibule::__private::Layer for Stopwatch {
        #[cfg(feature = "slow")]
        fn process_exception<'a>(
            &'a self,
            __vestibule_request: &'a mut ::vestibule::__private::Request,
            __vestibule_error: &'a ::vestibule::__private::Error,
        ) -> ::vestibule::__private::Hooked<
            'a,
            ::core::option::Option<::vestibule::__private::Response>,
        > {
            <Option<
                Response,
            > as ::vestibule::__private::HookAnswer>::into_answer(
                <Stopwatch>::process_exception(
                    self,
                    __vestibule_request,
                    __vestibule_error,
                ),
            )
        }
    }
    impl ::vestibule::__private::Middleware for Stopwatch {
        type Needs = (
            SessionMiddleware,
            (CommonMiddleware, (::vestibule::__private::LoginView, ())),
        );
        const ORDER: i32 = 250;
        const NAME: &'static str = "Stopwatch";
        const HOOKS: ::vestibule::__private::Hooks = ::vestibule::__private::Hooks {
            process_request: false,
            process_view: false,
            process_template_response: false,
            process_exception: ::core::cfg!(all(feature = "slow")),
            process_response: false,
            around: false,
        };
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        fn make(
            __vestibule_settings: &::vestibule::__private::Settings,
        ) -> ::core::option::Option<
            ::std::boxed::Box<dyn ::vestibule::__private::Layer>,
        > {
            ::vestibule::__private::default_layer::<Stopwatch>(__vestibule_settings)
        }
    }
    impl ::vestibule::__private::OfALibrary for Stopwatch {}
    const _: () = ::core::assert!(
        < SessionMiddleware as ::vestibule::__private::Middleware > ::IS_MISTAKEN || <
        SessionMiddleware as ::vestibule::__private::Middleware > ::ORDER < < Stopwatch
        as ::vestibule::__private::Middleware > ::ORDER,
        "`Stopwatch` (`order = 250`) must come after `SessionMiddleware`\nhelp: give it a higher `order`; lower numbers are further out"
    );
    const _: () = ::core::assert!(
        < CommonMiddleware as ::vestibule::__private::Middleware > ::IS_MISTAKEN || <
        CommonMiddleware as ::vestibule::__private::Middleware > ::ORDER < < Stopwatch as
        ::vestibule::__private::Middleware > ::ORDER,
        "`Stopwatch` (`order = 250`) must come after `CommonMiddleware`\nhelp: give it a higher `order`; lower numbers are further out"
    );
};
