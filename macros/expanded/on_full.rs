/// Tells whoever watches.
pub async fn alarm(event: &auth::UserLoginFailed, request: &mut Request) -> Result<()> {
    todo!()
}
const _: () = {
    type __VestibuleApp = crate::shop::App;
    struct __VestibuleSubscriber;
    impl ::vestibule::__private::Subscriber for __VestibuleSubscriber {
        type Event = auth::UserLoginFailed;
        const NAME: &'static str = "alarm";
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const ORDER: i32 = order::LAST + 1;
        async fn call(
            __vestibule_event: &Self::Event,
            __vestibule_request: &mut ::vestibule::__private::Request,
        ) -> ::core::result::Result<(), ::vestibule::__private::Error> {
            <Result<
                (),
            > as ::vestibule::__private::SubscriberAnswer>::into_answer(
                alarm(__vestibule_event, __vestibule_request).await,
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
