//! Each shape of a type, under lints that are errors.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, private_interfaces, private_bounds, unnameable_types)]

use std::borrow::Cow;
use std::fmt::Display;

use serde::Serialize;
use vestibule::TemplateData;

/// Public, with fields of types that are not.
#[derive(Serialize, TemplateData)]
pub struct Article<'a, T: ?Sized, const N: usize, U = String>
where
    T: Display + ToOwned + Serialize,
    U: Serialize,
{
    text: Cow<'a, T>,
    r#type: Kind,
    #[serde(serialize_with = "nothing")]
    when: std::time::Instant,
    more: Vec<Option<Box<Self>>>,
    numbers: Numbers<N>,
    other: U,
    #[serde(skip)]
    _secret: fn(u8),
    comments: Comments,
    block: Block,
}

fn nothing<T, S: serde::Serializer>(_: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}

#[derive(Serialize, TemplateData)]
#[allow(non_camel_case_types)]
enum Kind {
    r#enum,
    Other,
}

/// Looked through, as far as anything is known of what is inside.
#[derive(TemplateData)]
pub struct Numbers<const N: usize>([u8; N]);

impl<const N: usize> Serialize for Numbers<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

#[derive(Serialize, TemplateData)]
struct Comments(Vec<Comment>);

#[derive(Clone, Serialize, TemplateData)]
#[serde(into = "String")]
struct Comment(String, u8);

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

#[derive(Serialize, TemplateData)]
struct Lax(std::time::Duration);

#[derive(Serialize, TemplateData)]
#[serde(transparent)]
struct Through<T> {
    inner: T,
    #[serde(skip)]
    marker: std::marker::PhantomData<T>,
}

#[derive(Serialize, TemplateData)]
#[serde(tag = "kind", rename_all_fields = "camelCase")]
enum Block {
    Text { id: u32, text: String },
    Image { id: u64, alt_text: String },
}

#[derive(Serialize, TemplateData)]
enum Outer {
    One(u8),
    Two { a: u8 },
}

#[derive(Serialize, TemplateData)]
#[serde(tag = "is")]
struct Flat {
    #[serde(flatten)]
    inner: Unit,
    name: String,
}

#[derive(Serialize, TemplateData)]
struct Unit;

#[derive(Serialize, TemplateData)]
struct Pair(u8, u8);

#[derive(Serialize, TemplateData)]
enum Never {}

macro_rules! renamed {
    ($name:ident, $field:literal, $ty:ty) => {
        #[derive(Serialize, TemplateData)]
        struct $name {
            #[serde(rename = $field)]
            field: $ty,
        }
    };
}

renamed!(Renamed, "title", String);

fn main() {
    let _ = (Lax(std::time::Duration::ZERO), Through { inner: Unit, marker: std::marker::PhantomData }, Pair(1, 2));
    let _ = (Outer::One(1), Outer::Two { a: 1 }, None::<Never>, Renamed { field: String::new() });
    let _ = Flat { inner: Unit, name: String::new() };
    let _ = (Block::Text { id: 1, text: String::new() }, Block::Image { id: 1, alt_text: String::new() });
    let _ = (Kind::r#enum, Kind::Other, Comments(vec![Comment(String::new(), 1)]), Numbers([1]));
}
