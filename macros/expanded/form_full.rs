#[automatically_derived]
impl ::vestibule::__private::FormType for Article {
    const FIELDS: &'static [::vestibule::__private::FieldInfo] = &[
        ::vestibule::__private::FieldInfo {
            ident: "page_title",
            label: "Title",
            help_text: "Shown in the list",
            error_messages: &[("required", "Please!")],
            attributes: &[("autofocus", "")],
            limits: ::vestibule::__private::Limits {
                min_length: ::core::option::Option::Some(2usize),
                max_length: ::core::option::Option::Some(MOST as usize),
                ..::vestibule::__private::Limits::NONE
            },
            ..::vestibule::__private::FieldInfo::of(
                "pageTitle",
                <String as ::vestibule::__private::FormField>::KIND,
            )
        },
        ::vestibule::__private::FieldInfo {
            ident: "body",
            label: "Body",
            widget: ::vestibule::__private::Widget::Textarea,
            required: ::core::option::Option::Some(false),
            attributes: &[("rows", "4")],
            ..::vestibule::__private::FieldInfo::of(
                "body",
                {
                    #[allow(unused_imports)]
                    use ::vestibule::__private::UnknownField as _;
                    ::vestibule::__private::Widget::Textarea
                        .kind_of(
                            ::vestibule::__private::FieldProbe::<String>::KIND,
                            false,
                            false,
                        )
                },
            )
        },
        ::vestibule::__private::FieldInfo {
            ident: "r#type",
            label: "Type",
            has_default: true,
            limits: ::vestibule::__private::Limits {
                min: ::core::option::Option::Some(
                    ::vestibule::__private::Limit::Written("-1"),
                ),
                max: ::core::option::Option::Some(
                    ::vestibule::__private::Limit::Written("5.5"),
                ),
                ..::vestibule::__private::Limits::NONE
            },
            ..::vestibule::__private::FieldInfo::of(
                "type",
                <Option<f32> as ::vestibule::__private::FormField>::KIND,
            )
        },
    ];
    fn broken_rules(&self) -> ::vestibule::__private::BrokenRules {
        ::vestibule::__private::broken_rules(self)
    }
}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    11646574964277823776u64,
    ::vestibule::__private::members::FieldView,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    14793735007222968981u64,
    ::vestibule::__private::members::FieldView,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    12075340201627130925u64,
    ::vestibule::__private::members::FieldView,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    14408721990270732070u64,
    ::vestibule::__private::members::FormErrors,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    11481160986104557939u64,
    ::vestibule::__private::members::ErrorList,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    8770690520316138975u64,
    ::vestibule::__private::members::FieldViews,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    1454684872883516327u64,
    ::vestibule::__private::members::FieldViews,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    8685876114072305238u64,
    ::vestibule::__private::members::Flag,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    17520867090624266384u64,
    ::vestibule::__private::members::Flag,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    2636934599255348698u64,
    ::vestibule::__private::members::Flag,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    13441030151078092329u64,
    ::vestibule::__private::members::Text,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    9176292397062300385u64,
    ::vestibule::__private::members::Text,
> for Article {}
#[automatically_derived]
impl ::vestibule::__private::FormMember<
    6688223789818863754u64,
    ::vestibule::__private::members::FieldView,
> for Article {}
const _: () = ::core::assert!(
    ::vestibule::__private::Widget::Textarea.fits({ #[allow(unused_imports)] use
    ::vestibule::__private::UnknownField as _; ::vestibule::__private::Widget::Textarea
    .kind_of(::vestibule::__private::FieldProbe:: < String > ::KIND, false, false) }),
    "`body` cannot be filled in with `textarea`\nhelp: leave `widget` out, and the type says it; or give the field another type"
);
const _: () = ::core::assert!(
    { #[allow(unused_imports)] use ::vestibule::__private::UnknownField as _;
    ::vestibule::__private::Widget::Textarea.kind_of(::vestibule::__private::FieldProbe::
    < String > ::KIND, false, false) } .can_be_empty(),
    "`body` need not be filled in, and has no value for that\nhelp: make it an `Option`, or write `#[serde(default)]` above it"
);
