async fn note(event: &UserLoggedIn) {
    todo!()
}
const _: () = {
    type __VestibuleApp = ::vestibule::__private::write_vestibule_app_in_the_crate_root!();
    struct __VestibuleSubscriber;
    impl ::vestibule::__private::Subscriber for __VestibuleSubscriber {
        type Event = UserLoggedIn;
        const NAME: &'static str = "note";
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const ORDER: i32 = 0;
        async fn call(
            __vestibule_event: &Self::Event,
            _: &mut ::vestibule::__private::Request,
        ) -> ::core::result::Result<(), ::vestibule::__private::Error> {
            ::vestibule::__private::SubscriberAnswer::into_answer(
                note(__vestibule_event).await,
            )
        }
    }
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_SUBSCRIBERS_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_SUBSCRIBER: ::vestibule::__private::SubscriberEntry = ::vestibule::__private::SubscriberEntry::of::<
        __VestibuleApp,
        __VestibuleSubscriber,
    >();
};
