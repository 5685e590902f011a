//! A function makes an article, but is none.

#[derive(vestibule::TemplateData)]
fn article() -> String {
    "hat".to_owned()
}

fn main() {}
