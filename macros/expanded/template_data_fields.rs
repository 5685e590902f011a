#[automatically_derived]
impl<'a, T: Display> ::vestibule::__private::TemplateData<Self> for Page<'a, T>
where
    T: Clone,
{}
#[automatically_derived]
impl<'a, T: Display> ::vestibule::__private::HasField<10120243867935457818u64, &'a str>
for Page<'a, T>
where
    T: Clone,
{}
#[automatically_derived]
impl<'a, T: Display> ::vestibule::__private::HasField<16640971154896050852u64, Vec<T>>
for Page<'a, T>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    'a,
    T: Display,
> ::vestibule::__private::HasField<
    15902905282948881040u64,
    ::vestibule::__private::Unknown,
> for Page<'a, T>
where
    T: Clone,
{}
#[automatically_derived]
impl<
    'a,
    T: Display,
> ::vestibule::__private::HasField<
    17265840922154185283u64,
    &'static ::core::primitive::str,
> for Page<'a, T>
where
    T: Clone,
{}
