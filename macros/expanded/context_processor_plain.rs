fn language(request: &Request) -> Option<&str> {
    todo!()
}
/// The context processor `language`.
struct language {}
impl ::core::fmt::Debug for language {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "language")
    }
}
const _: () = {
    impl ::vestibule::__private::ContextProcessor for language {
        const VARIABLE: ::vestibule::__private::ContextVariable = ::vestibule::__private::ContextVariable {
            name: "language",
            value: |__vestibule_request| ::core::result::Result::Ok(
                <Option<
                    &str,
                > as ::vestibule::__private::ContextValue>::into_variable(
                    language(&*__vestibule_request),
                ),
            ),
            fetch: ::core::option::Option::None,
        };
    }
};
