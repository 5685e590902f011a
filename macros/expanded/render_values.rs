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
            static __VESTIBULE_PAGE: ::vestibule::__private::PageEntry = ::vestibule::__private::PageEntry {
                app: ::core::option::Option::None,
                page: ::vestibule::__private::CheckedPage {
                    template: "article.html",
                    fragment: ::core::option::Option::None,
                    files: if ::core::cfg!(debug_assertions) {
                        &[("article.html", 10066350968240471904u64)]
                    } else {
                        &[]
                    },
                    links: &[],
                },
                is_text: false,
                names: &["article"],
                place: ::vestibule::__private::Place {
                    krate: "vestibule-macros",
                    module: ::core::module_path!(),
                    file: ::core::file!(),
                    line: ::core::line!(),
                },
            };
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
                                    use ::vestibule::__private::{Known as _, Otherwise as _};
                                    let vestibule_step_0 = ::vestibule::__private::TypeOf::value(
                                        __vestibule_value,
                                    );
                                    let vestibule_step_1 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:1:4`: `{Self}` has no field `title`\n  |\n1 | {{{{ article.title }}}}\n  |    ^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField<Value: ?::core::marker::Sized> {
                                            fn step(
                                                _: &::vestibule::__private::TypeOf<Self>,
                                            ) -> &::vestibule::__private::TypeOf<Value> {
                                                loop {}
                                            }
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl<
                                            T: ::vestibule::__private::HasField<
                                                    15722393318163439657u64,
                                                    Value,
                                                > + ?::core::marker::Sized,
                                            Value: ?::core::marker::Sized,
                                        > HasThisField<Value> for T {}
                                        HasThisField::step(vestibule_step_0.shown())
                                    };
                                    let vestibule_step_2 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:2:19`: `{Self}` has no field `comments`\n  |\n2 | {{% for comment in article.comments %}}\n  |                   ^^^^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField<Value: ?::core::marker::Sized> {
                                            fn step(
                                                _: &::vestibule::__private::TypeOf<Self>,
                                            ) -> &::vestibule::__private::TypeOf<Value> {
                                                loop {}
                                            }
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl<
                                            T: ::vestibule::__private::HasField<
                                                    3235193856308725463u64,
                                                    Value,
                                                > + ?::core::marker::Sized,
                                            Value: ?::core::marker::Sized,
                                        > HasThisField<Value> for T {}
                                        HasThisField::step(vestibule_step_0.shown())
                                    };
                                    let vestibule_step_3 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:2:19`: `{Self}` has no elements to loop over\n  |\n2 | {{% for comment in article.comments %}}\n  |                   ^^^^^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasElements<Value: ?::core::marker::Sized> {
                                            fn step(
                                                _: &::vestibule::__private::TypeOf<Self>,
                                            ) -> &::vestibule::__private::TypeOf<Value> {
                                                loop {}
                                            }
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl<
                                            T: ::vestibule::__private::HasElements<Value>
                                                + ?::core::marker::Sized,
                                            Value: ?::core::marker::Sized,
                                        > HasElements<Value> for T {}
                                        HasElements::step(vestibule_step_2.shown())
                                    };
                                    let vestibule_step_4 = {
                                        #[diagnostic::on_unimplemented(
                                            message = "template `article.html:3:6`: `{Self}` has no field `text`\n  |\n3 | {{{{ comment.text }}}}\n  |    ^^^^^^^^^^^^",
                                            label = "given to the template here"
                                        )]
                                        trait HasThisField<Value: ?::core::marker::Sized> {
                                            fn step(
                                                _: &::vestibule::__private::TypeOf<Self>,
                                            ) -> &::vestibule::__private::TypeOf<Value> {
                                                loop {}
                                            }
                                        }
                                        #[diagnostic::do_not_recommend]
                                        impl<
                                            T: ::vestibule::__private::HasField<
                                                    18015793717152399486u64,
                                                    Value,
                                                > + ?::core::marker::Sized,
                                            Value: ?::core::marker::Sized,
                                        > HasThisField<Value> for T {}
                                        HasThisField::step(vestibule_step_3.shown())
                                    };
                                    let _ = (
                                        vestibule_step_1,
                                        vestibule_step_2,
                                        vestibule_step_3,
                                        vestibule_step_4,
                                    );
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
