fn login() {
    {
        {
            type __VestibuleApp = crate::shop::App;
            const _: &[::core::primitive::u8] = ::core::include_bytes!(
                "/application/expanded/templates/login.html"
            );
            const _: &[::core::primitive::u8] = ::core::include_bytes!(
                "/application/expanded/templates/base.html"
            );
            const _: () = ::core::assert!(
                ::vestibule::__private::is_seen:: < __VestibuleApp, _,
                9036332894136256754u64 > ("user", | __vestibule_givers |
                __vestibule_givers.answer()),
                "template `login.html:2:43`: `user` is not given\nhelp: `AuthenticationMiddleware` gives it: put it into `middleware: […]` of `app!`\n  |\n2 | {{% block body %}}{{{{ title }}}} {{{{ next }}}} {{{{ user }}}}{{% endblock %}}\n  |                                           ^^^^"
            );
            const _: () = ::core::assert!(
                ::vestibule::__private::is_seen:: < __VestibuleApp, _,
                5608575934874940462u64 > ("site", | __vestibule_givers |
                __vestibule_givers.answer()),
                "template `base.html:1:40`: `site` is not given\nhelp: write `{{ site: … }}` in `render!`, or give it to every page with `#[context_processor]`\n  |\n1 | <main>{{% block body %}}{{% endblock %}}{{{{ site }}}}</main>\n  |                                        ^^^^"
            );
            {
                #[deprecated(
                    note = "`form` is given, and nothing in template `login.html` shows it"
                )]
                #[allow(non_upper_case_globals)]
                const unused_in_template: () = ();
                unused_in_template
            }
            #[::vestibule::__private::linkme::distributed_slice(
                ::vestibule::__private::VESTIBULE_PAGES_0_1
            )]
            #[linkme(crate = ::vestibule::__private::linkme)]
            static __VESTIBULE_PAGE: ::vestibule::__private::PageEntry = ::vestibule::__private::PageEntry::new(
                ::core::option::Option::Some(
                    ::vestibule::__private::app_id::<__VestibuleApp>,
                ),
                ::vestibule::__private::CheckedPage::new(
                    "login.html",
                    ::core::option::Option::None,
                    if ::core::cfg!(debug_assertions) {
                        &[
                            ("login.html", 2762852344230301779),
                            ("base.html", 13828650155008024646),
                        ]
                    } else {
                        &[]
                    },
                    1,
                ),
                false,
                &["next", "title", "form"],
                &[],
                ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
            );
            ::vestibule::__private::render(
                &*(request),
                "login.html",
                ::core::option::Option::None,
                ::core::option::Option::Some(&__VESTIBULE_PAGE.page),
                &[
                    ("next", ::vestibule::__private::template_value(&(next))),
                    ("title", ::vestibule::__private::template_value(&("Log in"))),
                    ("form", ::vestibule::__private::template_value(&(form))),
                ],
            )
        }
    }
}
