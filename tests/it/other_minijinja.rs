//! An application that uses another version of minijinja than ours, in the same program.

use minijinja2::{Environment, Value, context};
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! {}

/// Renders by itself, with the other version.
#[filter(app = crate::other_minijinja::App)]
fn stars(count: u8) -> Result<Markup> {
    let mut environment = Environment::new();
    environment.add_filter("twice", |text: String| text.repeat(2));
    Ok(Markup::new(environment.render_str("<b>{{ '*' | twice }} {{ count }}</b>", context! { count })?))
}

#[view(GET, "/beside/", app = crate::other_minijinja::App)]
async fn page(request: &Request) -> Result {
    let drinks = Value::from_serialize(["tea", "milk & honey"]);
    render!(request, "beside.html", { count: 3, drinks }, app = crate::other_minijinja::App)
}

#[tokio::test]
async fn both_render_in_one_program() {
    let mut client = Client::new(App::build()).await.unwrap();

    let shown = client.get("/beside/").await.text();

    assert_eq!(shown, "<b>** 3</b> tea, milk &amp; honey milk &amp; honey &lt;i&gt;");
}
