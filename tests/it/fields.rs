//! Forms and queries as types: lists, boxes that are not ticked, flattened and tagged types.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;

use serde::Deserialize;
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

const FORM: &str = "application/x-www-form-urlencoded";

/// The same type from a query and from a form, as it prints itself; else the status.
macro_rules! views {
    ($($name:ident $query:literal $form:literal $type:ty),* $(,)?) => {$(
        mod $name {
            use super::*;

            #[view(GET, $query, app = crate::fields::App)]
            async fn query(Query(value): Query<$type>) -> String {
                shown(&value)
            }

            #[view(POST, $form, app = crate::fields::App)]
            async fn form(Form(value): Form<$type>) -> String {
                shown(&value)
            }
        }
    )*};
}

views! {
    pairs "/pairs/q/" "/pairs/f/" Vec<(String, String)>,
    numbered "/numbered/q/" "/numbered/f/" Vec<(String, u32)>,
    two "/two/q/" "/two/f/" [(String, String); 2],
    map "/map/q/" "/map/f/" BTreeMap<String, String>,
    lists "/lists/q/" "/lists/f/" BTreeMap<String, Vec<String>>,
    hashed "/hashed/q/" "/hashed/f/" HashMap<String, Option<Vec<u8>>>,
    all "/all/q/" "/all/f/" Lists,
    boxes "/boxes/q/" "/boxes/f/" Boxes,
    flat "/flat/q/" "/flat/f/" Flat,
    open "/open/q/" "/open/f/" Open,
    tagged "/tagged/q/" "/tagged/f/" Tagged,
    adjacent "/adjacent/q/" "/adjacent/f/" Adjacent,
    untagged "/untagged/q/" "/untagged/f/" Untagged,
    ids "/ids/q/" "/ids/f/" Ids,
    many_ids "/many-ids/q/" "/many-ids/f/" BTreeMap<String, Vec<Id>>,
    half "/half/q/" "/half/f/" Half,
}

fn shown<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Lists {
    texts: Option<Vec<String>>,
    numbers: Option<Vec<u32>>,
    set: Option<BTreeSet<String>>,
    nested: Option<Option<Vec<String>>>,
    pair: Option<(u8, u8)>,
    some: Option<Vec<Option<u32>>>,
    one: Option<u32>,
    word: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Boxes {
    name: String,
    news: bool,
    #[serde(rename = "share-it")]
    share: bool,
    #[serde(default = "yes")]
    keep: bool,
    #[serde(alias = "agree")]
    terms: bool,
    tags: Vec<String>,
    ids: HashSet<u32>,
    #[serde(default = "preset")]
    colours: Vec<String>,
    wrapped: Ticked,
    maybe: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Ticked(bool);

fn yes() -> bool {
    true
}

fn preset() -> Vec<String> {
    vec!["red".to_owned()]
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Paging {
    page: u32,
    per_page: Option<u32>,
    exact: bool,
    tag: Vec<String>,
    ids: Vec<i64>,
    ratio: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Flat {
    q: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(flatten)]
    place: Place,
}

/// Numbers that are texts.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Place {
    zip: String,
    street: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Open {
    page: u32,
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "printed")]
enum Tagged {
    Circle { radius: f64, filled: bool },
    Line { points: Vec<u32>, label: String },
    Nothing,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "c")]
#[expect(dead_code, reason = "printed")]
enum Adjacent {
    Number(u32),
    Text(String),
    Flag(bool),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "printed")]
enum Untagged {
    Id { id: u32, deep: Option<bool> },
    Name { name: String, limit: u8 },
    Tags { tags: Vec<u8>, mode: String },
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Ids {
    id: Id,
    text: TextFirst,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "printed")]
enum Id {
    Number(u32),
    Name(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "printed")]
enum TextFirst {
    Name(String),
    Number(u32),
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Half {
    #[serde(flatten)]
    paging: Option<Paging>,
    #[serde(flatten)]
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
enum Kind {
    #[serde(rename = "number")]
    Number(u32),
    #[serde(rename = "flag")]
    Flag(bool),
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

/// As a query and as a form: both say the same.
async fn read(client: &mut Client, name: &str, text: &str) -> String {
    let query = client.get(&format!("/{name}/q/?{text}")).await;
    let form = client.request(Method::POST, &format!("/{name}/f/"), Some(FORM), text.to_owned()).await;
    assert_eq!(query.status(), form.status(), "{name} {text}: {:?} {:?}", query.errors(), form.errors());
    match query.status() {
        200 => {
            assert_eq!(query.text(), form.text());
            query.text()
        }
        status => format!("{status}"),
    }
}

#[tokio::test]
async fn a_whole_query_or_form_keeps_order_and_repeats() {
    let mut client = client().await;

    for (name, text, value) in [
        ("pairs", "a=1&b=2&a=3&c", r#"[("a", "1"), ("b", "2"), ("a", "3"), ("c", "")]"#),
        ("pairs", "", "[]"),
        ("numbered", "a=1&b=2&a=3", r#"[("a", 1), ("b", 2), ("a", 3)]"#),
        ("numbered", "a=1&b=x", "400"),
        ("two", "b=1&a=2", r#"[("b", "1"), ("a", "2")]"#),
        ("two", "b=1", "400"),
        ("two", "b=1&a=2&b=3", "400"),
        ("map", "a=1&b=2&a=3", r#"{"a": "3", "b": "2"}"#),
        ("lists", "a=1&b=2&a=3&c=", r#"{"a": ["1", "3"], "b": ["2"], "c": [""]}"#),
        ("hashed", "a=1&a=2", r#"{"a": Some([1, 2])}"#),
    ] {
        assert_eq!(read(&mut client, name, text).await, value, "{name} {text}");
    }
}

#[tokio::test]
async fn the_test_client_keeps_the_order_of_a_form() {
    let answer = client().await.post("/pairs/f/", &[("a", "1"), ("b", "2"), ("a", "3")]).await;

    assert_eq!(answer.text(), r#"[("a", "1"), ("b", "2"), ("a", "3")]"#);
}

#[tokio::test]
async fn an_optional_list_is_what_was_sent() {
    let mut client = client().await;

    for (text, part) in [
        (
            "",
            "texts: None, numbers: None, set: None, nested: None, pair: None, some: None, one: None, word: None",
        ),
        ("texts=a&texts=", r#"texts: Some(["a", ""])"#),
        ("texts=&texts=", r#"texts: Some(["", ""])"#),
        ("texts=", r#"texts: Some([""])"#),
        ("set=b&set=&set=b", r#"set: Some({"", "b"})"#),
        ("nested=a&nested=", r#"nested: Some(Some(["a", ""]))"#),
        ("numbers=1&numbers=2", "numbers: Some([1, 2])"),
        ("numbers=1&numbers=", "400"),
        ("numbers=1&numbers=x", "400"),
        ("pair=1&pair=2", "pair: Some((1, 2))"),
        ("pair=1", "400"),
        ("some=1&some=", "some: Some([Some(1), None])"),
        // One value: the last, and none if that is empty.
        ("one=1&one=2", "one: Some(2)"),
        ("one=1&one=", "one: None"),
        ("one=", "one: None"),
        ("word=a&word=", "word: None"),
    ] {
        let value = read(&mut client, "all", text).await;

        assert!(value.contains(part), "{text}: {value}");
    }
}

#[tokio::test]
async fn what_was_not_ticked_is_false_and_empty() {
    let mut client = client().await;

    assert_eq!(
        read(&mut client, "boxes", "name=ada").await,
        r#"Boxes { name: "ada", news: false, share: false, keep: true, terms: false, tags: [], ids: {}, colours: ["red"], wrapped: Ticked(false), maybe: None }"#
    );
    assert_eq!(
        read(
            &mut client,
            "boxes",
            "name=&news=on&share-it=true&keep=off&agree=1&tags=a&ids=7&colours=blue&wrapped=on&maybe="
        )
        .await,
        r#"Boxes { name: "", news: true, share: true, keep: false, terms: true, tags: ["a"], ids: {7}, colours: ["blue"], wrapped: Ticked(true), maybe: None }"#
    );
    for text in ["", "news=on&tags=a", "name=ada&news=maybe", "name=ada&ids=x"] {
        assert_eq!(read(&mut client, "boxes", text).await, "400", "{text}");
    }
}

#[tokio::test]
async fn flattened_fields_are_more_than_text() {
    let mut client = client().await;

    assert_eq!(
        read(
            &mut client,
            "flat",
            "q=5&page=5&per_page=20&exact=on&tag=5&tag=x&ids=1&ids=-2&ratio=0.5&zip=01234&street=5"
        )
        .await,
        r#"Flat { q: "5", paging: Paging { page: 5, per_page: Some(20), exact: true, tag: ["5", "x"], ids: [1, -2], ratio: Some(0.5) }, place: Place { zip: "01234", street: Some("5") } }"#
    );
    // What is left out, and what is empty.
    assert_eq!(
        read(&mut client, "flat", "q=&page=1&per_page=&zip=12345").await,
        r#"Flat { q: "", paging: Paging { page: 1, per_page: None, exact: false, tag: [], ids: [], ratio: None }, place: Place { zip: "12345", street: None } }"#
    );
    assert_eq!(
        read(&mut client, "open", "page=2&a=1&b=true&c=").await,
        r#"Open { page: 2, more: {"a": "1", "b": "true", "c": ""} }"#
    );
    for text in ["q=&page=x&zip=1", "q=&zip=1", "q=&page=1", "page=1&zip=1", "q=&page=1&zip=1&ids=1&ids=x"] {
        assert_eq!(read(&mut client, "flat", text).await, "400", "{text}");
    }
}

#[tokio::test]
async fn tagged_types_are_more_than_text() {
    let mut client = client().await;

    for (name, text, value) in [
        ("tagged", "kind=circle&radius=1.5&filled=on", "Circle { radius: 1.5, filled: true }"),
        ("tagged", "radius=2&kind=circle", "Circle { radius: 2.0, filled: false }"),
        ("tagged", "kind=line&points=1&points=2&label=12", r#"Line { points: [1, 2], label: "12" }"#),
        ("tagged", "kind=line&points=7&label=x", r#"Line { points: [7], label: "x" }"#),
        ("tagged", "kind=line&label=x", r#"Line { points: [], label: "x" }"#),
        ("tagged", "kind=nothing", "Nothing"),
        ("tagged", "kind=square", "400"),
        ("tagged", "kind=circle&radius=wide", "400"),
        ("tagged", "kind=line", "400"),
        ("tagged", "radius=1", "400"),
        ("adjacent", "t=Number&c=7", "Number(7)"),
        ("adjacent", "c=7&t=Number", "Number(7)"),
        ("adjacent", "c=7&t=Text", r#"Text("7")"#),
        ("adjacent", "c=on&t=Flag", "Flag(true)"),
        ("adjacent", "c=1&t=Flag", "Flag(true)"),
        ("adjacent", "t=Flag&c=1", "Flag(true)"),
    ] {
        assert_eq!(read(&mut client, name, text).await, value, "{name} {text}");
    }
}

#[tokio::test]
async fn of_an_untagged_type_the_first_that_can_be_read_is_taken() {
    let mut client = client().await;

    for (name, text, value) in [
        ("untagged", "id=7", "Id { id: 7, deep: None }"),
        ("untagged", "id=7&deep=on", "Id { id: 7, deep: Some(true) }"),
        ("untagged", "name=7&limit=9", r#"Name { name: "7", limit: 9 }"#),
        ("untagged", "tags=1&tags=2&mode=3", r#"Tags { tags: [1, 2], mode: "3" }"#),
        // What was not chosen is empty here too.
        ("untagged", "mode=any", r#"Tags { tags: [], mode: "any" }"#),
        ("untagged", "id=x&name=y&limit=many", "400"),
        ("ids", "id=7&text=7", r#"Ids { id: Number(7), text: Name("7") }"#),
        ("ids", "id=ada&text=8", r#"Ids { id: Name("ada"), text: Name("8") }"#),
        (
            "many-ids",
            "a=1&b=x&a=y&c=-1",
            r#"{"a": [Number(1), Name("y")], "b": [Name("x")], "c": [Name("-1")]}"#,
        ),
        ("half", "", "Half { paging: None, kind: None }"),
        (
            "half",
            "page=5&tag=5&ids=6&ids=7&number=3",
            r#"Half { paging: Some(Paging { page: 5, per_page: None, exact: false, tag: ["5"], ids: [6, 7], ratio: None }), kind: Some(Number(3)) }"#,
        ),
        (
            "half",
            "page=5&number=3",
            "Half { paging: Some(Paging { page: 5, per_page: None, exact: false, tag: [], ids: [], ratio: None }), kind: Some(Number(3)) }",
        ),
        ("half", "page=x&flag=on", "Half { paging: None, kind: Some(Flag(true)) }"),
        ("ids", "id=-7&text=", r#"Ids { id: Name("-7"), text: Name("") }"#),
    ] {
        assert_eq!(read(&mut client, name, text).await, value, "{name} {text}");
    }
}

#[tokio::test]
async fn a_stranger_cannot_make_a_form_expensive() {
    let mut client = client().await;
    let many: String = (0..900).map(|index| format!("f{index}=&")).collect();

    let open = read(&mut client, "open", &format!("{many}page=1")).await;

    assert!(open.starts_with("Open { page: 1, more: {"), "{open}");
}
