fn language(request: &Request) {}
/// The context processor `language`.
struct language {}
impl ::core::fmt::Debug for language {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(formatter, "language")
    }
}
impl ::vestibule::__private::ContextProcessor for language {
    const VARIABLE: ::vestibule::__private::ContextVariable = ::vestibule::__private::ContextVariable {
        name: "language",
        ..::vestibule::__private::ContextVariable::NONE
    };
}
impl ::vestibule::__private::VariableIsGivenOnce<15203366365119026011u64>
for ::vestibule::__private::write_vestibule_app_in_the_crate_root!() {}
::core::compile_error! {
    "context processor `language` gives no value back\nhelp: write `-> …`, the type of what templates show"
}
