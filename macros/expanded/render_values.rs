fn show() {
    {
        {
            const _: &[::core::primitive::u8] = ::core::include_bytes!(
                "/application/expanded/templates/article.html"
            );
            #[::vestibule::__private::linkme::distributed_slice(
                ::vestibule::__private::VESTIBULE_PAGES_0_1
            )]
            #[linkme(crate = ::vestibule::__private::linkme)]
            static __VESTIBULE_PAGE: ::vestibule::__private::PageEntry = ::vestibule::__private::PageEntry::new(
                ::core::option::Option::None,
                ::vestibule::__private::CheckedPage::new(
                    "article.html",
                    ::core::option::Option::None,
                    if ::core::cfg!(debug_assertions) {
                        &[("article.html", 10066350968240471904)]
                    } else {
                        &[]
                    },
                    1,
                ),
                false,
                &["article"],
                &[],
                ::vestibule::__private::Place::here(
                    "vestibule-macros",
                    ::core::module_path!(),
                ),
            );
            ::vestibule::__private::render(
                &*(request),
                "article.html",
                ::core::option::Option::None,
                ::core::option::Option::Some(&__VESTIBULE_PAGE.page),
                &[
                    (
                        "article",
                        match &(article) {
                            __vestibule_value => {
                                if false {
                                    use ::vestibule::__private::{
                                        Known as _, Leads as _, LeadsNowhere as _, Otherwise as _,
                                    };
                                    let vestibule_step_0 = ::vestibule::__private::TypeOf::value(
                                            __vestibule_value,
                                        )
                                        .shown();
                                    {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:1:4`: `{Self}` has no field `title`\n  |\n1 | {{{{ article.title }}}}\n  |    ^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField {
                                            fn step(&self) {}
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl HasThisField for ::vestibule::__private::Right {}
                                        HasThisField::step(
                                            vestibule_step_0.field::<15722393318163439657u64>().right(),
                                        );
                                    }
                                    let vestibule_step_2 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:2:19`: `{Self}` has no field `comments`\n  |\n2 | {{% for comment in article.comments %}}\n  |                   ^^^^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField {
                                            fn step(&self) {}
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl HasThisField for ::vestibule::__private::Right {}
                                        let taken = vestibule_step_0
                                            .field::<3235193856308725463u64>();
                                        HasThisField::step(taken.right());
                                        taken.value().shown()
                                    };
                                    let vestibule_step_3 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:2:19`: `{Self}` has no elements to loop over\n  |\n2 | {{% for comment in article.comments %}}\n  |                   ^^^^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasElements {
                                            fn step(&self) {}
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl HasElements for ::vestibule::__private::Right {}
                                        let taken = vestibule_step_2.elements();
                                        HasElements::step(taken.right());
                                        taken.value().shown()
                                    };
                                    {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:3:6`: `{Self}` has no field `text`\n  |\n3 | {{{{ comment.text }}}}\n  |    ^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField {
                                            fn step(&self) {}
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl HasThisField for ::vestibule::__private::Right {}
                                        HasThisField::step(
                                            vestibule_step_3.field::<18015793717152399486u64>().right(),
                                        );
                                    }
                                }
                                ::vestibule::__private::template_value(__vestibule_value)
                            }
                        },
                    ),
                ],
            )
        }
    }
}
