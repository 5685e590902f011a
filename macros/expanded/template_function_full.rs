/// Says what it costs.
pub fn price<'a>(
    cents: u64,
    currency: &'a [Currency],
    rounded: Option<bool>,
) -> Result<&'a str, Broke> {
    todo!()
}
const _: () = {
    type __VestibuleApp = crate::shop::App;
    impl ::vestibule::__private::WordIsGivenOnce<
        ::vestibule::__private::TemplateFunction,
        3393610910270210282u64,
    > for __VestibuleApp {
        const ARGUMENTS: ::vestibule::__private::ArgumentNames = ::vestibule::__private::ArgumentNames {
            least: 2usize,
            names: &["cents", "currency", "rounded"],
        };
    }
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_WORDS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_WORD: ::vestibule::__private::WordEntry = ::vestibule::__private::WordEntry {
        app: ::vestibule::__private::app_id::<__VestibuleApp>,
        kind: ::vestibule::__private::WordKind::Function,
        name: "price",
        arguments: &["cents", "currency", "rounded"],
        call: |__vestibule_arguments| {
            let __vestibule_argument_0 = ::vestibule::__private::WordArguments::take::<
                u64,
            >(__vestibule_arguments, "u64")?;
            let __vestibule_argument_1 = ::vestibule::__private::WordArguments::take::<
                <[Currency] as ::std::borrow::ToOwned>::Owned,
            >(__vestibule_arguments, "&'a[Currency]")?;
            let __vestibule_argument_2 = ::vestibule::__private::WordArguments::take::<
                Option<bool>,
            >(__vestibule_arguments, "Option<bool>")?;
            ::core::result::Result::Ok(
                ::vestibule::__private::WordAnswer::into_answer(
                    (|| -> ::core::result::Result<_, ::vestibule::__private::Error> {
                        let __vestibule_answer = price(
                            __vestibule_argument_0,
                            <<[Currency] as ::std::borrow::ToOwned>::Owned as ::core::borrow::Borrow<
                                [Currency],
                            >>::borrow(&__vestibule_argument_1),
                            __vestibule_argument_2,
                        )?;
                        ::core::result::Result::Ok(__vestibule_answer)
                    })()
                        .map_err(::vestibule::__private::WordError::Failed)?,
                ),
            )
        },
    };
};
