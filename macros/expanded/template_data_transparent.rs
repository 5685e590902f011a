#[automatically_derived]
impl<
    T,
    __VestibuleShown: ?::core::marker::Sized,
> ::vestibule::__private::TemplateData<__VestibuleShown> for Articles<T>
where
    Vec<T>: ::vestibule::__private::TemplateData<__VestibuleShown>,
{}
