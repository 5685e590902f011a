//! Variables by name, by value, by expression, or none.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/login/{next}/")]
async fn login(request: &mut Request, next: String) -> Result {
    let r#type = "form";
    let count = 1;
    render!(
        request,
        "login.html",
        { next: &next, title: "Log in", r#type, total: count + 1, list: [1, 2], },
    )
}

#[view(GET, "/plain/")]
async fn plain(request: &Request) -> Result {
    if false {
        return render!(request, "plain.html", {});
    }
    let name = format!("{}.html", "plain");
    render!(request, name)
}

fn main() {}
