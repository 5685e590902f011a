async fn article(slug: String, year: u16) -> String {
    todo!()
}
/// The view `article` at `/articles/{year}/{*slug}`.
struct article {}
impl ::core::fmt::Debug for article {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "article")
    }
}
const _: () = {
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl article {
        /// The address of the view, its arguments percent-encoded, behind the prefix that its application is included
        /// under, if there is one.
        #[must_use]
        pub fn url(
            year: <u16 as ::vestibule::__private::FromPath>::Url<'_>,
            slug: <String as ::vestibule::__private::FromPath>::Url<'_>,
        ) -> ::vestibule::__private::Url {
            ::vestibule::__private::reverse::<__VestibuleApp>()
                .text("articles")
                .parameter(&year)
                .rest(&slug)
                .finish()
        }
    }
    impl ::vestibule::__private::IsView for article {
        const NAME: &'static str = "article";
        const PATH: &'static str = "/articles/{year}/{*slug}";
        const PARAMETERS: usize = 2usize;
        const ENTRY: &'static ::vestibule::__private::ViewEntry = &__VESTIBULE_VIEW;
        const POST_ROUTE: u64 = 5354556336740936489u64;
        type App = __VestibuleApp;
    }
    impl ::vestibule::__private::RouteIsServedOnce<9578631716802226809u64>
    for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_VIEWS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_VIEW: ::vestibule::__private::ViewEntry = {
        ::vestibule::__private::needs_authentication::<__VestibuleApp>();
        ::vestibule::__private::ViewEntry {
            app: ::vestibule::__private::app_id::<__VestibuleApp>,
            info: ::vestibule::__private::ViewInfo {
                name: "article",
                place: ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
                methods: &["GET"],
                path: "/articles/{year}/{*slug}",
                prefix: "",
                segments: &[
                    ::vestibule::__private::Segment::Text("articles"),
                    ::vestibule::__private::Segment::Parameter("year"),
                    ::vestibule::__private::Segment::Rest("slug"),
                ],
                guard: ::core::option::Option::None,
                flags: ::vestibule::__private::ViewFlags {
                    never_cache: true,
                    vary_on: &["Accept-Language"],
                    robots: ::core::option::Option::Some("noindex, nofollow"),
                    etag: true,
                    last_modified: true,
                    rate_limits: &[
                        ::vestibule::__private::RateLimit {
                            count: 5u32,
                            seconds: 60u32,
                            by: ::vestibule::__private::RateLimitBy::User,
                        },
                        ::vestibule::__private::RateLimit {
                            count: 100u32,
                            seconds: 3600u32,
                            by: ::vestibule::__private::RateLimitBy::User,
                        },
                        ::vestibule::__private::RateLimit {
                            count: 10u32,
                            seconds: 1u32,
                            by: ::vestibule::__private::RateLimitBy::Function,
                        },
                        ::vestibule::__private::RateLimit {
                            count: 1u32,
                            seconds: 86400u32,
                            by: ::vestibule::__private::RateLimitBy::User,
                        },
                    ],
                    ..::vestibule::__private::ViewFlags::NONE
                },
            },
            accepts: &[
                <u16 as ::vestibule::__private::FromPath>::accepts,
                <String as ::vestibule::__private::FromPath>::accepts,
            ],
            kinds: &[
                <u16 as ::vestibule::__private::FromPath>::KIND,
                <String as ::vestibule::__private::FromPath>::KIND,
            ],
            checks: &[],
            decorators: ::core::option::Option::Some(
                &::vestibule::__private::Decorators {
                    etag: ::core::option::Option::Some(|__vestibule_request| ::vestibule::__private::says_etag::<
                        (u16, String),
                        _,
                    >(
                        tags::article,
                        __vestibule_request,
                        (|| ::core::result::Result::Ok::<
                            _,
                            ::vestibule::__private::Error,
                        >((
                            ::vestibule::__private::path_argument::<
                                u16,
                            >(__vestibule_request, 0usize)?,
                            ::vestibule::__private::path_argument::<
                                String,
                            >(__vestibule_request, 1usize)?,
                        )))(),
                    )),
                    last_modified: ::core::option::Option::Some(|__vestibule_request| ::vestibule::__private::says_last_modified::<
                        (u16, String),
                        _,
                    >(
                        changed,
                        __vestibule_request,
                        (|| ::core::result::Result::Ok::<
                            _,
                            ::vestibule::__private::Error,
                        >((
                            ::vestibule::__private::path_argument::<
                                u16,
                            >(__vestibule_request, 0usize)?,
                            ::vestibule::__private::path_argument::<
                                String,
                            >(__vestibule_request, 1usize)?,
                        )))(),
                    )),
                    keys: &[
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                        ::core::option::Option::Some(|__vestibule_request| ::vestibule::__private::counted_by(
                            shop,
                            __vestibule_request,
                        )),
                        ::core::option::Option::None,
                    ],
                },
            ),
            call: |__vestibule_request| ::std::boxed::Box::pin(async move {
                let __vestibule_argument_0 = ::vestibule::__private::path_argument::<
                    String,
                >(__vestibule_request, 1usize)?;
                let __vestibule_argument_1 = ::vestibule::__private::path_argument::<
                    u16,
                >(__vestibule_request, 0usize)?;
                <String as ::vestibule::__private::IntoResponse>::into_response(
                    article(__vestibule_argument_0, __vestibule_argument_1).await,
                )
            }),
        }
    };
};
