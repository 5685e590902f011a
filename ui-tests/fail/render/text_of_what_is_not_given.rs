//! `render_to_string!` is checked as `render!` is.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn mail(request: &Request) -> Result<String> {
    let name = "Ada";
    let subject = render_to_string!(request, "text_of_what_is_not_given/subject.txt", { name })?;
    Ok(subject + &render_to_string!(request, "text_of_what_is_not_given/mail.txt", { nme: name })?)
}

fn main() {}
