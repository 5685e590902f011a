const _: () = {
    impl ::vestibule::__private::ErrorStatus for ShopError {
        fn meaning(&self) -> ::vestibule::__private::Meaning {
            match self {
                Self::NoSuchArticle { .. } => {
                    ::vestibule::__private::Meaning::status(404)
                }
                Self::SoldOut { .. } => ::vestibule::__private::Meaning::status(409),
                Self::Forged { .. } => ::vestibule::__private::Meaning::Suspicious,
                Self::Db { 0: __vestibule_inner } => {
                    <db::Error as ::vestibule::__private::ErrorStatus>::meaning(
                        __vestibule_inner,
                    )
                }
                _ => ::vestibule::__private::Meaning::status(400),
            }
        }
    }
    const _: () = ::vestibule::__private::needs_error::<ShopError>();
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_ERRORS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_ERROR: ::vestibule::__private::ErrorEntry = ::vestibule::__private::ErrorEntry::of::<
        ShopError,
    >();
};
