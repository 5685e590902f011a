fn login() {
    ::vestibule::__private::render(
        &*(request),
        "login.html",
        &[
            ("next", ::vestibule::__private::template_value(&(next))),
            ("title", ::vestibule::__private::template_value(&("Log in"))),
        ],
    )
}
