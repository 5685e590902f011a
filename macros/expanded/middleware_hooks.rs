impl Stopwatch {
    fn new(settings: &Settings) -> Option<Self> {
        todo!()
    }
    fn process_request(&self, request: &mut Request) {}
    async fn process_response(
        &self,
        request: &mut Request,
        response: Response,
    ) -> Response {
        todo!()
    }
}
const _: () = {
    impl ::vestibule::__private::Layer for Stopwatch {
        fn process_request<'a>(
            &'a self,
            __vestibule_request: &'a mut ::vestibule::__private::Request,
        ) -> ::vestibule::__private::Hooked<
            'a,
            ::core::option::Option<::vestibule::__private::Response>,
        > {
            ::vestibule::__private::HookAnswer::into_answer(
                <Stopwatch>::process_request(self, __vestibule_request),
            )
        }
        fn process_response<'a>(
            &'a self,
            __vestibule_request: &'a mut ::vestibule::__private::Request,
            __vestibule_response: ::vestibule::__private::Response,
        ) -> ::vestibule::__private::Hooked<'a, ::vestibule::__private::Response> {
            ::vestibule::__private::Hooked::later(async move {
                <Response as ::vestibule::__private::HookResponse>::into_hook_response(
                        <Stopwatch>::process_response(
                                self,
                                __vestibule_request,
                                __vestibule_response,
                            )
                            .await,
                    )
                    .await
            })
        }
    }
    impl ::vestibule::__private::Middleware for Stopwatch {
        type Needs = ();
        const ORDER: i32 = order::SESSION + 10;
        const NAME: &'static str = "Stopwatch";
        const HOOKS: ::vestibule::__private::Hooks = ::vestibule::__private::Hooks {
            process_request: true,
            process_view: false,
            process_template_response: false,
            process_exception: false,
            process_response: true,
            around: false,
        };
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const CONTEXT: &'static [&'static ::vestibule::__private::ContextVariable] = &[
            &<weather as ::vestibule::__private::ContextProcessor>::VARIABLE,
        ];
        fn make(
            __vestibule_settings: &::vestibule::__private::Settings,
        ) -> ::core::option::Option<
            ::std::boxed::Box<dyn ::vestibule::__private::Layer>,
        > {
            ::vestibule::__private::made_layer::<
                Option<Self>,
            >(<Stopwatch>::new(__vestibule_settings))
        }
    }
    const _: () = ::core::assert!(
        < SessionMiddleware as ::vestibule::__private::Middleware > ::IS_MISTAKEN || <
        SessionMiddleware as ::vestibule::__private::Middleware > ::ORDER < < Stopwatch
        as ::vestibule::__private::Middleware > ::ORDER,
        "`Stopwatch` (`order = order::SESSION + 10`) must come after `SessionMiddleware`\nhelp: give it a higher `order`; lower numbers are further out"
    );
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <Stopwatch as ::vestibule::__private::Middleware>::ORDER },
    > for __VestibuleApp {}
    impl ::vestibule::__private::VariableIsGivenOnce<
        {
            ::vestibule::__private::name_hash(
                <weather as ::vestibule::__private::ContextProcessor>::VARIABLE.name,
            )
        },
        <weather as ::vestibule::__private::Listed>::Here,
    > for __VestibuleApp {}
    impl ::vestibule::__private::Provides<Stopwatch> for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_MIDDLEWARES_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_MIDDLEWARE: ::vestibule::__private::MiddlewareEntry = {
        ::vestibule::__private::needs_provided::<__VestibuleApp, SessionMiddleware>();
        ::vestibule::__private::MiddlewareEntry::of::<__VestibuleApp, Stopwatch>()
    };
};
