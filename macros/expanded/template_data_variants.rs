#[automatically_derived]
impl ::vestibule::__private::TemplateData<Self> for Block {}
#[automatically_derived]
impl ::vestibule::__private::HasField<
    658666871779284544u64,
    ::vestibule::__private::Unknown,
> for Block {}
#[automatically_derived]
impl ::vestibule::__private::HasField<1078249248256508798u64, String> for Block {}
#[automatically_derived]
impl ::vestibule::__private::HasField<628021283683842752u64, u32> for Block {}
#[automatically_derived]
impl ::vestibule::__private::HasField<7687108460792127076u64, String> for Block {}
#[automatically_derived]
impl ::vestibule::__private::HasField<
    17265840922154185283u64,
    &'static ::core::primitive::str,
> for Block {}
