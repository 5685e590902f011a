impl Door {
    fn process_view<'a>(
        &'a self,
        request: &'a mut Request,
        view: &'a View,
    ) -> onion::Hooked<'a, Option<Response>> {
        todo!()
    }
}
const _: () = {
    impl ::vestibule::__private::Layer for Door {
        fn process_view<'a>(
            &'a self,
            __vestibule_request: &'a mut ::vestibule::__private::Request,
            __vestibule_view: &'a ::vestibule::__private::View,
        ) -> ::vestibule::__private::Hooked<
            'a,
            ::core::option::Option<::vestibule::__private::Response>,
        > {
            <onion::Hooked<
                'a,
                Option<Response>,
            > as ::vestibule::__private::HookAnswer>::into_answer(
                <Door>::process_view(self, __vestibule_request, __vestibule_view),
            )
        }
    }
    impl ::vestibule::__private::Middleware for Door {
        type Needs = ();
        const ORDER: i32 = 250;
        const NAME: &'static str = "Door";
        const HOOKS: ::vestibule::__private::Hooks = ::vestibule::__private::Hooks {
            process_request: false,
            process_view: true,
            process_template_response: false,
            process_exception: false,
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
            ::vestibule::__private::default_layer::<Door>(__vestibule_settings)
        }
    }
    impl ::vestibule::__private::OfALibrary for Door {}
};
