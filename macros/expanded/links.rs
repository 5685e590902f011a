fn links() {
    {
        ::core::compile_error!(
            "template `page.html:1:2`: `blog:article` names no view\nhelp: write its module and its function with a dot between: `blog.article`"
        );
        static __VESTIBULE_LINKS: ::vestibule::__private::PageLinks = &[
            {
                use ::vestibule::__private::NoView as article;
                {
                    use crate::blog::*;
                    type __VestibuleView = article;
                    use ::vestibule::__private::RouteIsNotServed as _;
                    const _: () = ::vestibule::__private::check_link::<
                        __VestibuleView,
                    >(
                        &::vestibule::__private::WrittenLink {
                            given: &[
                                ::vestibule::__private::WrittenParameter {
                                    name: ::core::option::Option::Some("year"),
                                    literal: ::vestibule::__private::Literal::Integer(2026i128),
                                    superfluous: "template `page.html:1:2`: view `blog.article` has no parameter `year`\nhelp: it has `\u{1a}`",
                                    refused: "template `page.html:1:2`: `year` of view `blog.article` cannot be `2026`\nhelp: it takes \u{1a}",
                                },
                            ],
                            is_open: false,
                            unknown: "template `page.html:1:2`: there is no view `blog.article`\nhelp: it would be `crate::blog::article`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
                            missing: "template `page.html:1:2`: the link to `blog.article` gives no `\u{1a}`\nhelp: write `url(\"blog.article\", \u{1a}=…)`",
                            post: ::core::option::Option::None,
                        },
                        <::vestibule::__private::RouteProbe<
                            <__VestibuleView as ::vestibule::__private::IsView>::App,
                            {
                                <__VestibuleView as ::vestibule::__private::IsView>::POST_ROUTE
                            },
                        >>::IS_SERVED,
                    );
                    const _: () = ::vestibule::__private::check_link::<
                        __VestibuleView,
                    >(
                        &::vestibule::__private::WrittenLink {
                            given: &[
                                ::vestibule::__private::WrittenParameter {
                                    name: ::core::option::Option::None,
                                    literal: ::vestibule::__private::Literal::None,
                                    superfluous: "template `page.html:1:2`: view `blog.article` has no parameter for this\nhelp: it has `\u{1a}`",
                                    refused: "template `page.html:1:2`: a link to `blog.article` cannot have `` here\nhelp: it takes \u{1a}",
                                },
                                ::vestibule::__private::WrittenParameter {
                                    name: ::core::option::Option::None,
                                    literal: ::vestibule::__private::Literal::Text("a/b"),
                                    superfluous: "template `page.html:1:2`: view `blog.article` has no parameter for this\nhelp: it has `\u{1a}`",
                                    refused: "template `page.html:1:2`: a link to `blog.article` cannot have `a/b` here\nhelp: it takes \u{1a}",
                                },
                            ],
                            is_open: true,
                            unknown: "template `page.html:1:2`: there is no view `blog.article`\nhelp: it would be `crate::blog::article`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
                            missing: "template `page.html:1:2`: the link to `blog.article` gives no `\u{1a}`\nhelp: write `url(\"blog.article\", \u{1a}=…)`",
                            post: ::core::option::Option::None,
                        },
                        <::vestibule::__private::RouteProbe<
                            <__VestibuleView as ::vestibule::__private::IsView>::App,
                            {
                                <__VestibuleView as ::vestibule::__private::IsView>::POST_ROUTE
                            },
                        >>::IS_SERVED,
                    );
                    (
                        "blog.article",
                        ::vestibule::__private::link_to::<__VestibuleView>
                            as ::vestibule::__private::LinkTo,
                    )
                }
            },
            {
                use ::vestibule::__private::NoView as r#type;
                {
                    use crate::*;
                    type __VestibuleView = r#type;
                    use ::vestibule::__private::RouteIsNotServed as _;
                    const _: () = ::vestibule::__private::check_link::<
                        __VestibuleView,
                    >(
                        &::vestibule::__private::WrittenLink {
                            given: &[],
                            is_open: false,
                            unknown: "template `page.html:1:2`: there is no view `type`\nhelp: it would be `crate::type`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
                            missing: "template `page.html:1:2`: the link to `type` gives no `\u{1a}`\nhelp: write `url(\"type\", \u{1a}=…)`",
                            post: ::core::option::Option::Some(
                                "template `page.html:1:2`: a form is sent by POST to `type`, which does not answer it\nhelp: it answers `\u{1a}`",
                            ),
                        },
                        <::vestibule::__private::RouteProbe<
                            <__VestibuleView as ::vestibule::__private::IsView>::App,
                            {
                                <__VestibuleView as ::vestibule::__private::IsView>::POST_ROUTE
                            },
                        >>::IS_SERVED,
                    );
                    (
                        "type",
                        ::vestibule::__private::link_to::<__VestibuleView>
                            as ::vestibule::__private::LinkTo,
                    )
                }
            },
            {
                use crate::*;
                type __VestibuleView = syn::index;
                use ::vestibule::__private::RouteIsNotServed as _;
                const _: () = ::vestibule::__private::check_link::<
                    __VestibuleView,
                >(
                    &::vestibule::__private::WrittenLink {
                        given: &[],
                        is_open: false,
                        unknown: "template `page.html:1:2`: there is no view `syn.index`\nhelp: it would be `crate::syn::index`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
                        missing: "template `page.html:1:2`: the link to `syn.index` gives no `\u{1a}`\nhelp: write `url(\"syn.index\", \u{1a}=…)`",
                        post: ::core::option::Option::None,
                    },
                    <::vestibule::__private::RouteProbe<
                        <__VestibuleView as ::vestibule::__private::IsView>::App,
                        {
                            <__VestibuleView as ::vestibule::__private::IsView>::POST_ROUTE
                        },
                    >>::IS_SERVED,
                );
                (
                    "syn.index",
                    ::vestibule::__private::link_to::<__VestibuleView>
                        as ::vestibule::__private::LinkTo,
                )
            },
        ];
        __VESTIBULE_LINKS
    }
}
