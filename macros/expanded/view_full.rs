/// One article.
pub async fn article(
    request: &mut Request,
    mut year: u16,
    slug: String,
    session: Session,
    form: Option<Form<Comment>>,
) -> Result<TemplateResponse> {
    todo!()
}
/// The view `article` at `/articles/{year}/{*slug}`.
pub struct article {}
impl ::core::fmt::Debug for article {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "article")
    }
}
const _: () = {
    type __VestibuleApp = crate::blog::App;
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
    impl ::vestibule::__private::RouteIsServedOnce<5354556336740936489u64>
    for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_VIEWS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_VIEW: ::vestibule::__private::ViewEntry = {
        ::vestibule::__private::needs_login_view::<__VestibuleApp>();
        ::vestibule::__private::needs_authentication::<__VestibuleApp>();
        ::core::assert!(
            ::vestibule::__private::is_declared:: < __VestibuleApp >
            ("blog.view_article"),
            "no permission `blog.view_article` is declared\nhelp: write one that `app!` declares, or declare it: `permissions: {{ \"blog.view_article\": \"Can view article\" }}`"
        );
        ::core::assert!(
            ::vestibule::__private::is_declared:: < __VestibuleApp > ("blog.publish"),
            "no permission `blog.publish` is declared\nhelp: write one that `app!` declares, or declare it: `permissions: {{ \"blog.publish\" on post: \"Can publish\" }}`"
        );
        ::vestibule::__private::needs_csrf::<__VestibuleApp>();
        ::core::assert!(
            ! (< Session as ::vestibule::__private::FromRequest < __VestibuleApp > >
            ::TAKES_BODY && < Option < Form < Comment > > as
            ::vestibule::__private::FromRequest < __VestibuleApp > > ::TAKES_BODY),
            "`form` takes the request's body, and `session` has taken it already\nhelp: the body can be read once; take all of it in one argument"
        );
        ::core::assert!(
            ! < Session as ::vestibule::__private::FromRequest < __VestibuleApp > >
            ::ONLY_GET,
            "`session` is asked for with GET alone, and the view answers POST too\nhelp: leave out POST, and put what it is for on a view of its own"
        );
        ::core::assert!(
            ! < Option < Form < Comment > > as ::vestibule::__private::FromRequest <
            __VestibuleApp > > ::ONLY_GET,
            "`form` is asked for with GET alone, and the view answers POST too\nhelp: leave out POST, and put what it is for on a view of its own"
        );
        ::vestibule::__private::ViewEntry {
            app: ::vestibule::__private::app_id::<__VestibuleApp>,
            info: ::vestibule::__private::ViewInfo {
                name: "article",
                place: ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
                methods: &["GET", "POST"],
                path: "/articles/{year}/{*slug}",
                prefix: "",
                segments: &[
                    ::vestibule::__private::Segment::Text("articles"),
                    ::vestibule::__private::Segment::Parameter("year"),
                    ::vestibule::__private::Segment::Rest("slug"),
                ],
                guard: ::core::option::Option::Some(::vestibule::__private::Guard {
                    permissions: &["blog.view_article", "blog.publish"],
                    test: ::core::option::Option::Some(|__vestibule_user| ::vestibule::__private::passes(
                        is_author,
                        __vestibule_user,
                    )),
                    staff: true,
                    redirect: true,
                    ..::vestibule::__private::Guard::LOGIN
                }),
                flags: ::vestibule::__private::ViewFlags {
                    ensure_csrf_cookie: true,
                    xframe_options_deny: true,
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
            checks: &[
                <Session as ::vestibule::__private::FromRequest<__VestibuleApp>>::check,
                <Option<
                    Form<Comment>,
                > as ::vestibule::__private::FromRequest<__VestibuleApp>>::check,
            ],
            decorators: ::core::option::Option::None,
            call: |__vestibule_request| ::std::boxed::Box::pin(async move {
                let __vestibule_argument_1 = ::vestibule::__private::path_argument::<
                    u16,
                >(__vestibule_request, 0usize)?;
                let __vestibule_argument_2 = ::vestibule::__private::path_argument::<
                    String,
                >(__vestibule_request, 1usize)?;
                let __vestibule_argument_3 = <Session as ::vestibule::__private::FromRequest<
                    __VestibuleApp,
                >>::from_request(__vestibule_request)
                    .await?;
                let __vestibule_argument_4 = <Option<
                    Form<Comment>,
                > as ::vestibule::__private::FromRequest<
                    __VestibuleApp,
                >>::from_request(__vestibule_request)
                    .await?;
                <Result<
                    TemplateResponse,
                > as ::vestibule::__private::IntoResponse>::into_response(
                    article(
                            &mut *__vestibule_request,
                            __vestibule_argument_1,
                            __vestibule_argument_2,
                            __vestibule_argument_3,
                            __vestibule_argument_4,
                        )
                        .await,
                )
            }),
        }
    };
};
