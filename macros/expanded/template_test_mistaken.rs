async fn good() -> u8 {
    todo!()
}
::core::compile_error! {
    "`#[template_test]` does not take this\nhelp: it takes `app = …`, and mostly nothing"
}
