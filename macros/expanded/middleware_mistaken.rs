impl Stopwatch {
    fn proces_request(&self, request: &mut Request) {}
}
const _: () = {
    impl ::vestibule::__private::Layer for Stopwatch {}
    impl ::vestibule::__private::Middleware for Stopwatch {
        type Needs = ();
        const ORDER: i32 = 150;
        const NAME: &'static str = "";
        const HOOKS: ::vestibule::__private::Hooks = ::vestibule::__private::Hooks::NONE;
        const PLACE: ::vestibule::__private::Place = ::vestibule::__private::Place::here(
            "vestibule-macros",
            ::core::module_path!(),
        );
        const IS_MISTAKEN: bool = true;
        fn make(
            _: &::vestibule::__private::Settings,
        ) -> ::core::option::Option<
            ::std::boxed::Box<dyn ::vestibule::__private::Layer>,
        > {
            ::core::option::Option::None
        }
    }
    impl ::vestibule::__private::Provides<Stopwatch>
    for ::vestibule::__private::write_vestibule_app_in_the_crate_root!() {}
};
::core::compile_error! {
    "`proces_request` is not a hook\nhelp: did you mean `process_request`?"
}
