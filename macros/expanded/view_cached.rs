async fn index() -> String {
    todo!()
}
/// The view `index` at `/`.
struct index {}
impl ::core::fmt::Debug for index {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "index")
    }
}
const _: () = {
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl index {
        /// The address of the view, its arguments percent-encoded, behind the prefix that its application is included
        /// under, if there is one.
        #[must_use]
        pub fn url() -> ::vestibule::__private::Url {
            ::vestibule::__private::reverse::<__VestibuleApp>().text("").finish()
        }
    }
    impl ::vestibule::__private::IsView for index {
        const NAME: &'static str = "index";
        const PATH: &'static str = "/";
        const PARAMETERS: usize = 0usize;
        const ENTRY: &'static ::vestibule::__private::ViewEntry = &__VESTIBULE_VIEW;
        const POST_ROUTE: u64 = 10609137657517827486u64;
        type App = __VestibuleApp;
    }
    impl ::vestibule::__private::RouteIsServedOnce<8592744892573339118u64>
    for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_VIEWS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_VIEW: ::vestibule::__private::ViewEntry = {
        ::vestibule::__private::ViewEntry {
            app: ::vestibule::__private::app_id::<__VestibuleApp>,
            info: ::vestibule::__private::ViewInfo {
                name: "index",
                place: ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
                methods: &["GET"],
                path: "/",
                prefix: "",
                segments: &[::vestibule::__private::Segment::Text("")],
                guard: ::core::option::Option::None,
                flags: ::vestibule::__private::ViewFlags {
                    cache_control: &[
                        ("public", ::core::option::Option::None),
                        ("max-age", ::core::option::Option::Some("300")),
                        ("no-cache", ::core::option::Option::Some("\"Set-Cookie\"")),
                    ],
                    ..::vestibule::__private::ViewFlags::NONE
                },
            },
            accepts: &[],
            kinds: &[],
            checks: &[],
            decorators: ::core::option::Option::Some(
                &::vestibule::__private::Decorators {
                    etag: ::core::option::Option::None,
                    last_modified: ::core::option::Option::None,
                    keys: &[],
                },
            ),
            call: |__vestibule_request| ::std::boxed::Box::pin(async move {
                <String as ::vestibule::__private::IntoResponse>::into_response(
                    index().await,
                )
            }),
        }
    };
};
