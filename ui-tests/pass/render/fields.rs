//! Fields that are there, of values of every shape, under lints that are errors.

#![forbid(unsafe_code)]
#![deny(warnings, rust_2018_idioms)]

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde::{Serialize, Serializer};
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Clone, Serialize, TemplateData)]
#[serde(rename_all = "camelCase", tag = "kind")]
struct Article<'a> {
    title: Cow<'a, str>,
    author: Option<Box<Author>>,
    all_comments: Comments,
    block: Block,
    status: Status,
    r#type: &'a &'a Author,
    #[serde(serialize_with = "no_author")]
    written: Author,
    #[serde(rename(serialize = "renamed"))]
    _name: Author,
    by_name: BTreeMap<String, Author>,
    by_number: BTreeMap<u8, Author>,
}

fn no_author<S: Serializer>(_: &Author, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}

#[derive(Clone, Serialize, TemplateData)]
struct Author {
    name: String,
}

#[derive(Clone, Serialize, TemplateData)]
struct Comments(Vec<Comment>);

#[derive(Clone, Serialize, TemplateData)]
struct Comment {
    text: String,
    answers: Vec<Comment>,
}

#[derive(Clone, Serialize, TemplateData)]
#[serde(tag = "kind")]
enum Block {
    Text { id: u32, author: Author },
    Image { id: u64, alt: String },
}

#[derive(Clone, Serialize, TemplateData)]
enum Status {
    Draft,
    Public,
}

/// Nothing is known of it.
struct Stranger(std::cell::Cell<u8>);

impl Serialize for Stranger {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0.get())
    }
}

#[derive(Serialize, TemplateData)]
struct Wrapped(Stranger);

#[derive(Serialize, TemplateData)]
struct Flat {
    #[serde(flatten)]
    author: Author,
    date: std::time::Duration,
}

#[derive(Serialize, TemplateData)]
struct Page<'a, T> {
    items: &'a [T],
    first: Option<&'a T>,
}

async fn find<'a>(author: &'a &'a Author) -> Result<Article<'a>> {
    let name = Author { name: String::new() };
    let comment = Comment { text: String::new(), answers: Vec::new() };
    let _ = (Status::Draft, Block::Image { id: 1, alt: String::new() });
    Ok(Article {
        title: "".into(),
        author: None,
        all_comments: Comments(vec![comment]),
        block: Block::Text { id: 1, author: name.clone() },
        status: Status::Public,
        r#type: author,
        written: Author::clone(author),
        _name: name,
        by_name: BTreeMap::new(),
        by_number: BTreeMap::new(),
    })
}

async fn show<T: Serialize + Sync>(request: &Request, t: &T, numbers: &[u8]) -> Result {
    #[derive(Serialize, TemplateData)]
    struct Local<'a> {
        title: &'a str,
    }
    let author = Author { name: String::new() };
    let author = &author;
    let article = find(&author).await?;
    let mut queue = VecDeque::new();
    queue.push_back(Box::new(find(&author).await?));
    let stranger = Stranger(1.into());
    let map: HashMap<String, Box<Author>> = HashMap::new();
    let list = [find(&author).await?];
    let r#type = Local { title: "" };
    let shown = render!(request, "fields/right.html", {
        article,
        awaited: find(&author).await?,
        stranger,
        wrapped: Wrapped(Stranger(2.into())),
        flat: Flat { author: author.clone(), date: std::time::Duration::ZERO },
        page: Page { items: &list, first: list.first() },
        list: [find(&author).await?, find(&author).await?],
        pairs: vec![("a", author)],
        set: numbers.iter().collect::<HashSet<_>>(),
        count: 1,
        map,
        queue,
        t,
        r#type,
    });
    drop((article, stranger));
    shown
}

#[view(GET, "/")]
async fn shapes(request: &Request) -> Result {
    show(request, &1, &[1, 2]).await
}

fn main() {}
