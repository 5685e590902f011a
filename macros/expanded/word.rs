const _: () = {
    type __VestibuleApps = (
        crate::App,
        <crate::App as ::vestibule::__private::Application>::Includes,
    );
    match ::vestibule::__private::find_word::<
        __VestibuleApps,
        ::vestibule::__private::TemplateFilter,
        5654811112196011216u64,
        _,
    >(|words| words.answer()) {
        ::core::option::Option::Some(__vestibule_arguments) => {
            match __vestibule_arguments.names.len() {
                0usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` takes no argument, not 2"
                    )
                }
                1usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` takes one argument, not 2"
                    )
                }
                _ => {}
            }
            match __vestibule_arguments.least {
                4usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` needs 4 arguments, not 3"
                    )
                }
                5usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` needs 5 arguments, not 3"
                    )
                }
                6usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` needs 6 arguments, not 3"
                    )
                }
                7usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` needs 7 arguments, not 3"
                    )
                }
                8usize => {
                    ::core::panic!(
                        "{}",
                        "template `a.html:1:1`: filter `rating` needs 8 arguments, not 3"
                    )
                }
                _ => {}
            }
            ::core::assert!(
                __vestibule_arguments.takes("max", 2usize), "{}",
                "template `a.html:1:1`: filter `rating` has no argument `max` here\nhelp: arguments are called as in the function, and each is given once"
            );
        }
        ::core::option::Option::None => {
            ::core::panic!(
                "{}",
                "template `a.html:1:1`: there is no filter `rating`\nhelp: write a function `rating` with `#[filter]` above it"
            );
        }
    }
};
