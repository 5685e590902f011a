#[automatically_derived]
impl<T, U> v::__private::FormType for Page<T, U>
where
    T: Clone,
    Page<T, U>: v::__private::DeserializeOwned + ::core::marker::Send,
    T: v::__private::FormField,
{
    const FIELDS: &'static [v::__private::FieldInfo] = &[
        v::__private::FieldInfo {
            ident: "one",
            label: "One",
            ..v::__private::FieldInfo::of("one", <T as v::__private::FormField>::KIND)
        },
        v::__private::FieldInfo {
            ident: "day",
            label: "Day",
            widget: v::__private::Widget::Date,
            ..v::__private::FieldInfo::of(
                "day",
                {
                    #[allow(unused_imports)]
                    use v::__private::UnknownField as _;
                    v::__private::Widget::Date
                        .kind_of(
                            v::__private::FieldProbe::<Option<U>>::KIND,
                            true,
                            false,
                        )
                },
            )
        },
    ];
}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<1875936269717626031u64, v::__private::members::FieldView>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<14595384746719022877u64, v::__private::members::FieldView>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<14408721990270732070u64, v::__private::members::FormErrors>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<11481160986104557939u64, v::__private::members::ErrorList>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<8770690520316138975u64, v::__private::members::FieldViews>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<1454684872883516327u64, v::__private::members::FieldViews>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<T, U> v::__private::FormMember<8685876114072305238u64, v::__private::members::Flag>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<T, U> v::__private::FormMember<17520867090624266384u64, v::__private::members::Flag>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<T, U> v::__private::FormMember<2636934599255348698u64, v::__private::members::Flag>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<T, U> v::__private::FormMember<13441030151078092329u64, v::__private::members::Text>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<T, U> v::__private::FormMember<9176292397062300385u64, v::__private::members::Text>
for Page<T, U>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    T,
    U,
> v::__private::FormMember<6688223789818863754u64, v::__private::members::FieldView>
for Page<T, U>
where
    T: Clone,
{}
