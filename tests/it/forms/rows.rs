//! Formsets: rows that are there, rows that are new, and what a stranger says of them.

use serde::{Deserialize, Serialize};
use vestibule::QueryDict;
use vestibule::forms::BoundFormset;
use vestibule::prelude::*;

#[derive(Debug, PartialEq, Serialize, Deserialize, Form)]
struct Line {
    #[form(widget = hidden)]
    id: Option<u32>,
    product: String,
    count: u8,
}

fn formset(sent: &str) -> BoundFormset<Line> {
    BoundFormset::bind(&QueryDict::parse(sent))
}

#[test]
fn an_empty_page_has_the_rows_that_are_there_and_some_more() {
    let lines = [Line { id: Some(4), product: "Tea".to_owned(), count: 2 }];
    let formset = BoundFormset::<Line>::new().extra(2).max_num(2).can_delete(true).initial(&lines).unwrap();

    let html = formset.to_string();

    let management = "<input type=\"hidden\" name=\"form-TOTAL_FORMS\" value=\"2\" id=\"id_form-TOTAL_FORMS\">\
                      <input type=\"hidden\" name=\"form-INITIAL_FORMS\" value=\"1\" id=\"id_form-INITIAL_FORMS\">\
                      <input type=\"hidden\" name=\"form-MIN_NUM_FORMS\" value=\"0\" id=\"id_form-MIN_NUM_FORMS\">\
                      <input type=\"hidden\" name=\"form-MAX_NUM_FORMS\" value=\"2\" id=\"id_form-MAX_NUM_FORMS\">";
    assert!(html.starts_with(management), "{html}");
    assert!(
        html.contains(r#"<input type="text" name="form-0-product" value="Tea" id="id_form-0-product">"#),
        "{html}"
    );
    assert!(html.contains(r#"<input type="hidden" name="form-0-id" value="4" id="id_form-0-id">"#));
    assert!(html.contains(r#"<input type="checkbox" name="form-1-DELETE" id="id_form-1-DELETE">"#));
    assert!(!html.contains("form-2-"));
}

#[test]
fn rows_are_taken_in_order_and_empty_new_ones_are_none() {
    let mut formset = formset(
        "form-TOTAL_FORMS=3&form-INITIAL_FORMS=1&form-0-id=4&form-0-product=Tea&form-0-count=2&form-1-product=&form-1-count=\
         &form-2-product=Milk&form-2-count=1",
    );

    let rows = formset.valid().unwrap();

    let shown: Vec<_> =
        rows.iter().map(|row| (row.index, row.is_initial, row.value.id, &*row.value.product)).collect();
    assert_eq!(shown, [(0, true, Some(4), "Tea"), (2, false, None, "Milk")]);
}

#[test]
fn a_row_that_is_begun_or_was_there_is_looked_at() {
    let formset = formset(
        "form-TOTAL_FORMS=2&form-INITIAL_FORMS=1&form-0-id=4&form-0-product=&form-0-count=2&form-1-product=Milk&form-1-count=x",
    );

    assert!(!formset.is_valid());
    let html = formset.to_string();
    assert!(html.contains(
        r#"<ul class="errorlist" id="id_form-0-product_error"><li>This field is required.</li></ul>"#
    ));
    assert!(
        html.contains(
            r#"<ul class="errorlist" id="id_form-1-count_error"><li>Enter a whole number.</li></ul>"#
        )
    );
    assert!(html.contains(r#"name="form-INITIAL_FORMS" value="1""#));
}

#[test]
fn rows_are_taken_away() {
    let sent = "form-TOTAL_FORMS=3&form-INITIAL_FORMS=1&form-0-id=4&form-0-product=Tea&form-0-count=2&form-0-DELETE=on\
                &form-1-product=Milk&form-1-count=&form-1-DELETE=on&form-2-product=Salt&form-2-count=1";

    let rows = formset(sent).can_delete(true).valid().unwrap();
    assert_eq!(
        rows.iter().map(|row| (row.index, row.is_deleted)).collect::<Vec<_>>(),
        [(0, true), (2, false)]
    );

    assert!(formset(sent).valid().is_none(), "where none may be, a half-filled row is wrong");
}

#[test]
fn there_are_neither_too_many_nor_too_few() {
    let sent = "form-TOTAL_FORMS=2&form-INITIAL_FORMS=0&form-0-product=a&form-0-count=1&form-1-product=b&form-1-count=1";

    assert_eq!(formset(sent).max_num(1).non_form_errors(), ["Please submit at most 1 form."]);
    assert_eq!(formset(sent).min_num(3).non_form_errors(), ["Please submit at least 3 forms."]);
    assert!(formset(sent).min_num(2).max_num(2).is_valid());
}

#[test]
fn what_a_stranger_says_of_the_counts_costs_nothing() {
    let mut many = formset(
        "form-TOTAL_FORMS=1000000000&form-INITIAL_FORMS=0&form-7-product=a&form-7-count=1&form-999999-product=x",
    );
    assert_eq!(many.valid().unwrap().len(), 1, "one was sent that is looked at");
    assert!(many.to_string().contains(r#"name="form-TOTAL_FORMS" value="1""#), "and rows are numbered anew");

    for sent in ["", "form-TOTAL_FORMS=x&form-INITIAL_FORMS=0", "form-TOTAL_FORMS=-1&form-INITIAL_FORMS=0"] {
        let errors = formset(sent).non_form_errors();
        assert!(errors[0].contains("Missing fields: form-TOTAL_FORMS"), "{errors:?}");
        assert!(!formset(sent).is_valid());
    }
}
