async fn login() -> Result {
    todo!()
}
/// The view `login` at `/login/`.
struct login {}
impl ::core::fmt::Debug for login {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "login")
    }
}
const _: () = {
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl login {
        /// The address of the view, its arguments percent-encoded, behind the prefix that its application is included
        /// under, if there is one.
        #[must_use]
        pub fn url() -> ::vestibule::__private::Url {
            ::vestibule::__private::reverse::<__VestibuleApp>()
                .text("login")
                .text("")
                .finish()
        }
    }
    impl ::vestibule::__private::IsView for login {
        const NAME: &'static str = "login";
        const PATH: &'static str = "/login/";
        const PARAMETERS: usize = 0usize;
        const ENTRY: &'static ::vestibule::__private::ViewEntry = &__VESTIBULE_VIEW;
        const POST_ROUTE: u64 = 12018347034361376172u64;
        type App = __VestibuleApp;
    }
    impl ::vestibule::__private::RouteIsServedOnce<13641468855607969212u64>
    for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_VIEWS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_VIEW: ::vestibule::__private::ViewEntry = {
        ::vestibule::__private::ViewEntry {
            app: ::vestibule::__private::app_id::<__VestibuleApp>,
            info: ::vestibule::__private::ViewInfo {
                name: "login",
                place: ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
                methods: &["GET"],
                path: "/login/",
                prefix: "",
                segments: &[
                    ::vestibule::__private::Segment::Text("login"),
                    ::vestibule::__private::Segment::Text(""),
                ],
                guard: ::core::option::Option::None,
                flags: ::vestibule::__private::ViewFlags::NONE,
            },
            accepts: &[],
            kinds: &[],
            checks: &[],
            decorators: ::core::option::Option::None,
            call: |__vestibule_request| ::std::boxed::Box::pin(async move {
                <Result as ::vestibule::__private::IntoResponse>::into_response(
                    login().await,
                )
            }),
        }
    };
};
