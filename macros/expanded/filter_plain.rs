fn loud(text: &str) -> String {
    todo!()
}
const _: () = {
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    impl ::vestibule::__private::WordIsGivenOnce<
        ::vestibule::__private::TemplateFilter,
        14859341842412199725u64,
    > for __VestibuleApp {
        const ARGUMENTS: ::vestibule::__private::ArgumentNames = ::vestibule::__private::ArgumentNames {
            least: 0usize,
            names: &[],
        };
    }
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_WORDS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_WORD: ::vestibule::__private::WordEntry = ::vestibule::__private::WordEntry {
        app: ::vestibule::__private::app_id::<__VestibuleApp>,
        kind: ::vestibule::__private::WordKind::Filter,
        name: "loud",
        arguments: &["text"],
        call: |__vestibule_arguments| {
            let __vestibule_argument_0 = ::vestibule::__private::WordArguments::take::<
                <str as ::std::borrow::ToOwned>::Owned,
            >(__vestibule_arguments, "&str")?;
            ::core::result::Result::Ok(
                <String as ::vestibule::__private::WordAnswer>::into_answer(
                    loud(
                        <<str as ::std::borrow::ToOwned>::Owned as ::core::borrow::Borrow<
                            str,
                        >>::borrow(&__vestibule_argument_0),
                    ),
                ),
            )
        },
    };
};
