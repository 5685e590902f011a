const _: () = ::core::assert!(
    ::vestibule::__private::is_seen:: < crate ::App, _, 4191904165217649523u64 >
    ("basket", | __vestibule_givers | __vestibule_givers.answer()),
    "`name` is not given\nhelp: write `{{ name }}`"
);
const _: () = ::core::assert!(
    ::vestibule::__private::is_seen:: < crate ::App, _, 1063340946325652309u64 >
    ("messages", | __vestibule_givers | __vestibule_givers.answer()),
    "`name` is not given\nhelp: write `{{ name }}`"
);
