const _: () = ::core::assert!(
    ::vestibule::__private::is_seen:: < crate ::App, _, 4191904165217649523u64 >
    ("basket", | __vestibule_givers | __vestibule_givers.answer()),
    "nothing gives `name`\nhelp: write `{{ name }}`"
);
const _: () = ::core::assert!(
    ::vestibule::__private::is_seen:: < crate ::App, _, 1063340946325652309u64 >
    ("messages", | __vestibule_givers | __vestibule_givers.answer()),
    "nothing gives `name`\nhelp: `MessageMiddleware` gives it: put it into `middleware: […]` of `app!`"
);
