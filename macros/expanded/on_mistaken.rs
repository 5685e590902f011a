fn note(event: UserLoggedOut) {
    todo!()
}
::core::compile_error! {
    "`#[on]` takes no `oder`\nhelp: did you mean `order`?"
}
