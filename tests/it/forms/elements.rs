//! The elements of each kind of field, as Django 5.2 writes them (but for its white space).

use serde::Deserialize;
use vestibule::QueryDict;
use vestibule::forms::BoundForm;
use vestibule::prelude::*;
use vestibule::time::{Date, PrimitiveDateTime, Time};
use vestibule::validator::Validate;

const MOST: u64 = 60;

#[allow(dead_code, reason = "they are shown, and not read")]
#[derive(Debug, Deserialize, Form, Validate)]
#[validate(crate = "vestibule::validator")]
struct Everything {
    #[form(help_text = "Shown in the <list>")]
    #[validate(length(min = 2, max = 200))]
    title: String,
    #[form(widget = textarea, attrs("rows" = "4"))]
    body: Option<String>,
    #[validate(range(min = 1, max = 9))]
    count: i32,
    price: f64,
    published: bool,
    kind: Kind,
    #[form(widget = radio)]
    radio: Kind,
    many: Vec<Kind>,
    #[form(widget = checkboxes, help_text = "Any")]
    boxes: Vec<Kind>,
    when: Date,
    at: Option<Time>,
    moment: Option<PrimitiveDateTime>,
    #[form(widget = password, autocomplete = "new-password")]
    password: String,
    #[validate(email, length(max = "MOST"))]
    mail: String,
    #[validate(url)]
    site: Option<String>,
    #[form(widget = hidden, initial = 7)]
    id: u32,
    sure: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Choices)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[choice(label = "A <b>")]
    A,
    B,
}

fn assert_elements(html: &str, elements: &[&str]) {
    for element in elements {
        assert!(html.contains(element), "{element}\nis not in\n{html}");
    }
}

#[test]
fn an_empty_form_is_written_as_django_writes_it() {
    let html = BoundForm::<Everything>::new().to_string();

    assert_elements(
        &html,
        &[
            r#"<div>
<label for="id_title">Title:</label>
<div class="helptext" id="id_title_helptext">Shown in the &lt;list&gt;</div>
<input type="text" name="title" maxlength="200" minlength="2" required aria-describedby="id_title_helptext" id="id_title">
</div>"#,
            "<textarea name=\"body\" cols=\"40\" rows=\"4\" id=\"id_body\">\n</textarea>",
            r#"<input type="number" name="count" min="1" max="9" required id="id_count">"#,
            r#"<input type="number" name="price" step="any" required id="id_price">"#,
            r#"<input type="checkbox" name="published" id="id_published">"#,
            "<select name=\"kind\" required id=\"id_kind\">\n<option value=\"\">---------</option>\n\
         <option value=\"a\">A &lt;b&gt;</option>\n<option value=\"b\">B</option>\n</select>",
            "<fieldset>\n<legend>Radio:</legend>\n<div id=\"id_radio\">\n<div><label for=\"id_radio_0\">\
         <input type=\"radio\" name=\"radio\" value=\"a\" required id=\"id_radio_0\"> A &lt;b&gt;</label></div>",
            "<select name=\"many\" id=\"id_many\" multiple>\n<option value=\"a\">",
            r#"<fieldset aria-describedby="id_boxes_helptext">"#,
            r#"<input type="checkbox" name="boxes" value="a" id="id_boxes_0">"#,
            r#"<input type="date" name="when" required id="id_when">"#,
            r#"<input type="time" name="at" id="id_at">"#,
            r#"<input type="datetime-local" name="moment" id="id_moment">"#,
            r#"<input type="password" name="password" autocomplete="new-password" required id="id_password">"#,
            r#"<input type="email" name="mail" maxlength="60" required id="id_mail">"#,
            r#"<input type="url" name="site" id="id_site">"#,
            "<select name=\"sure\" id=\"id_sure\">\n<option value=\"\">Unknown</option>\n<option value=\"true\">Yes</option>",
        ],
    );
    assert!(html.ends_with(r#"<input type="hidden" name="id" value="7" id="id_id">"#), "{html}");
    assert!(!html.contains("errorlist") && !html.contains("aria-invalid"));
}

#[test]
fn what_was_typed_is_shown_again_as_it_was() {
    let sent = "title=+%3Cx%3E+&body=%0D%0Ahi&count=x&price=nan&published=on&kind=b&radio=b&many=a&many=b&boxes=b&when=31%2F12\
                &password=s3cret&mail=a&id=7&sure=true";
    let html = BoundForm::<Everything>::bind(&QueryDict::parse(sent)).to_string();

    assert_elements(
        &html,
        &[
            r#"<input type="text" name="title" value=" &lt;x&gt; " maxlength="200""#,
            "id=\"id_body\">\n\r\nhi</textarea>",
            "<ul class=\"errorlist\" id=\"id_count_error\"><li>Enter a whole number.</li></ul>\n<input type=\"number\" name=\"count\" \
         value=\"x\" min=\"1\" max=\"9\" required aria-invalid=\"true\" aria-describedby=\"id_count_error\" id=\"id_count\">",
            "<li>Enter a number.</li>",
            r#"<input type="checkbox" name="published" id="id_published" checked>"#,
            r#"<option value="b" selected>B</option>"#,
            r#"<input type="radio" name="radio" value="b" required id="id_radio_1" checked>"#,
            r#"<input type="checkbox" name="boxes" value="b" id="id_boxes_1" checked>"#,
            r#"<input type="date" name="when" value="31/12" required aria-invalid="true""#,
            "<li>Enter a valid email address.</li>",
            r#"<option value="true" selected>Yes</option>"#,
        ],
    );
    assert!(!html.contains("s3cret"), "a password is never sent back");
    assert!(!html.contains("---------"), "one is chosen, and one must be");
}

#[test]
fn what_is_wrong_with_a_hidden_field_is_said_at_the_top() {
    let html = BoundForm::<Everything>::bind(&QueryDict::parse("id=x")).to_string();

    let top = r#"<ul class="errorlist nonfield"><li>(Hidden field id) Enter a whole number.</li></ul>"#;
    assert!(html.starts_with(top), "{html}");
}

#[test]
fn a_form_begins_with_a_value() {
    #[derive(serde::Serialize)]
    struct Row {
        title: &'static str,
        count: u8,
        published: bool,
        kind: &'static str,
        many: Vec<&'static str>,
        when: Date,
        password: &'static str,
        other: u8,
    }
    let when = Date::from_calendar_date(2026, vestibule::time::Month::March, 1).unwrap();
    let row = Row {
        title: "Tea",
        count: 3,
        published: true,
        kind: "b",
        many: vec!["a"],
        when,
        password: "x",
        other: 1,
    };
    let mut form = BoundForm::<Everything>::new();

    let html = form.initial(&row).unwrap().to_string();

    assert_elements(
        &html,
        &[
            r#"name="title" value="Tea""#,
            r#"name="count" value="3""#,
            r#"<input type="checkbox" name="published" id="id_published" checked>"#,
            "<select name=\"kind\" required id=\"id_kind\">\n<option value=\"a\">A &lt;b&gt;</option>\n<option value=\"b\" selected>",
            "multiple>\n<option value=\"a\" selected>",
            r#"<input type="date" name="when" value="2026-03-01""#,
            r#"<input type="password" name="password" autocomplete"#,
        ],
    );
    assert!(form.initial(&"text").is_err());
}
