async fn timing(request: &mut Request, next: Next<'_>) -> Response {
    todo!()
}
/// The middleware `timing`.
struct timing {}
impl ::core::default::Default for timing {
    fn default() -> Self {
        Self {}
    }
}
impl ::core::fmt::Debug for timing {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "timing")
    }
}
const _: () = {
    impl ::vestibule::__private::Layer for timing {
        fn around<'a>(
            &'a self,
            __vestibule_request: &'a mut ::vestibule::__private::Request,
            __vestibule_next: ::vestibule::__private::Next<'a>,
        ) -> ::vestibule::__private::Hooked<'a, ::vestibule::__private::Response> {
            ::vestibule::__private::Hooked::later(async move {
                <Response as ::vestibule::__private::HookResponse>::into_hook_response(
                        timing(__vestibule_request, __vestibule_next).await,
                    )
                    .await
            })
        }
    }
    impl ::vestibule::__private::Middleware for timing {
        type Needs = ();
        const ORDER: i32 = 150;
        const NAME: &'static str = "timing";
        const HOOKS: ::vestibule::__private::Hooks = ::vestibule::__private::Hooks {
            process_request: false,
            process_view: false,
            process_template_response: false,
            process_exception: false,
            process_response: false,
            around: true,
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
            ::vestibule::__private::default_layer::<timing>(__vestibule_settings)
        }
    }
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl ::vestibule::__private::OrderIsTakenOnce<
        { <timing as ::vestibule::__private::Middleware>::ORDER },
    > for __VestibuleApp {}
    impl ::vestibule::__private::Provides<timing> for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_MIDDLEWARES_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_MIDDLEWARE: ::vestibule::__private::MiddlewareEntry = {
        ::vestibule::__private::MiddlewareEntry::of::<__VestibuleApp, timing>()
    };
};
