async fn login() {}
::core::compile_error! {
    "unknown method `PSOT`\nhelp: did you mean `POST`?"
}
::core::compile_error! {
    "path `login/` does not begin with `/`\nhelp: write `\"/login/\"`"
}
::core::compile_error! {
    "view `login` answers nothing\nhelp: write `-> Result`, or the type of its response"
}
