const _: () = {
    impl ::vestibule::__private::ErrorStatus for NoSuchArticle {
        fn meaning(&self) -> ::vestibule::__private::Meaning {
            ::vestibule::__private::Meaning::status(404)
        }
    }
    const _: () = ::vestibule::__private::needs_error::<NoSuchArticle>();
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_ERRORS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_ERROR: ::vestibule::__private::ErrorEntry = ::vestibule::__private::ErrorEntry::of::<
        NoSuchArticle,
    >();
};
