#[automatically_derived]
impl ::vestibule::__private::Choices for Status {
    const CHOICES: &'static [::vestibule::__private::Choice] = &[
        ::vestibule::__private::Choice {
            value: "in-review",
            label: "In review",
        },
        ::vestibule::__private::Choice {
            value: "all",
            label: "For everyone",
        },
    ];
}
#[automatically_derived]
impl ::vestibule::__private::FormField for Status {
    const KIND: ::vestibule::__private::FieldKind = ::vestibule::__private::FieldKind::choices(
        <Self as ::vestibule::__private::Choices>::CHOICES,
    );
}
