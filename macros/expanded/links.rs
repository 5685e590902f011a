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
                    const _: () = ::vestibule::__private::check_link::<
                        article,
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
                        false,
                    );
                    const _: () = ::vestibule::__private::check_link::<
                        article,
                    >(
                        &::vestibule::__private::WrittenLink {
                            given: &[
                                ::vestibule::__private::WrittenParameter {
                                    name: ::core::option::Option::None,
                                    literal: ::vestibule::__private::Literal::None,
                                    superfluous: "template `page.html:1:2`: view `blog.article` has no parameter for this\nhelp: it has `\u{1a}`",
                                    refused: "",
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
                        false,
                    );
                    ("blog.article", ::vestibule::__private::link_to::<article>)
                }
            },
            {
                use ::vestibule::__private::NoView as r#type;
                {
                    use crate::*;
                    const _: () = ::vestibule::__private::check_link::<
                        r#type,
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
                        {
                            use ::vestibule::__private::RouteIsNotServed as _;
                            <::vestibule::__private::RouteProbe<
                                <r#type as ::vestibule::__private::IsView>::App,
                                { <r#type as ::vestibule::__private::IsView>::POST_ROUTE },
                            >>::IS_SERVED
                        },
                    );
                    ("type", ::vestibule::__private::link_to::<r#type>)
                }
            },
            {
                use crate::*;
                const _: () = ::vestibule::__private::check_link::<
                    syn::index,
                >(
                    &::vestibule::__private::WrittenLink {
                        given: &[],
                        is_open: false,
                        unknown: "template `page.html:1:2`: there is no view `syn.index`\nhelp: it would be `crate::syn::index`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
                        missing: "template `page.html:1:2`: the link to `syn.index` gives no `\u{1a}`\nhelp: write `url(\"syn.index\", \u{1a}=…)`",
                        post: ::core::option::Option::None,
                    },
                    false,
                );
                ("syn.index", ::vestibule::__private::link_to::<syn::index>)
            },
        ];
        __VESTIBULE_LINKS
    }
}
