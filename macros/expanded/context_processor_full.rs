/// What the visitor has chosen.
pub async fn basket(
    request: &Request,
    session: Session,
    user: Option<User>,
) -> Result<Basket> {
    todo!()
}
/// The context processor `basket`.
pub struct basket {}
impl ::core::fmt::Debug for basket {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "basket")
    }
}
const _: () = {
    type __VestibuleApp = crate::shop::App;
    impl ::vestibule::__private::FetchedProcessor for basket {
        const NAME: &'static str = "basket";
        async fn call(
            __vestibule_request: &mut ::vestibule::__private::Request,
        ) -> ::core::result::Result<
            ::core::option::Option<::vestibule::__private::TemplateValue>,
            ::vestibule::__private::Error,
        > {
            let __vestibule_argument_1 = <Session as ::vestibule::__private::FromRequest<
                __VestibuleApp,
            >>::from_request(__vestibule_request)
                .await?;
            let __vestibule_argument_2 = <Option<
                User,
            > as ::vestibule::__private::FromRequest<
                __VestibuleApp,
            >>::from_request(__vestibule_request)
                .await?;
            ::core::result::Result::Ok(
                <Basket as ::vestibule::__private::ContextValue>::into_variable(
                    basket(
                            &*__vestibule_request,
                            __vestibule_argument_1,
                            __vestibule_argument_2,
                        )
                        .await?,
                ),
            )
        }
    }
    const _: () = ::core::assert!(
        ! < Session as ::vestibule::__private::FromRequest < __VestibuleApp > >
        ::TAKES_BODY,
        "`session` takes the request's body, which is the view's\nhelp: the view gives its page what it has read"
    );
    const _: () = ::core::assert!(
        ! < Option < User > as ::vestibule::__private::FromRequest < __VestibuleApp > >
        ::TAKES_BODY,
        "`user` takes the request's body, which is the view's\nhelp: the view gives its page what it has read"
    );
    impl ::vestibule::__private::ContextProcessor for basket {
        const VARIABLE: ::vestibule::__private::ContextVariable = ::vestibule::__private::ContextVariable::fetched::<
            basket,
        >();
    }
    impl ::vestibule::__private::VariableIsGivenOnce<4191904165217649523u64>
    for __VestibuleApp {}
    #[::vestibule::__private::linkme::distributed_slice(
        ::vestibule::__private::VESTIBULE_CONTEXT_0_1
    )]
    #[linkme(crate = ::vestibule::__private::linkme)]
    static __VESTIBULE_CONTEXT_PROCESSOR: ::vestibule::__private::ContextEntry = ::vestibule::__private::ContextEntry {
        app: ::vestibule::__private::app_id::<__VestibuleApp>,
        variable: &<basket as ::vestibule::__private::ContextProcessor>::VARIABLE,
    };
};
