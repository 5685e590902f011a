//! Each shape of an error, with each way of saying what it means.

use std::fmt;

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(404)]
struct Unit;

#[derive(Debug, ErrorStatus)]
#[status(transparent)]
struct Tuple(Unit);

#[derive(Debug, ErrorStatus)]
#[status(transparent, crate = ::vestibule)]
struct Named {
    inner: Box<Tuple>,
}

#[derive(Debug, ErrorStatus)]
#[status(599)]
enum Empty {}

#[derive(Debug, ErrorStatus)]
#[allow(non_camel_case_types)]
enum r#type {
    #[status(400)]
    r#enum,
    #[deprecated]
    #[cfg_attr(all(), status(suspicious))]
    Old(u8, u8),
    #[cfg(any())]
    #[status(404)]
    Never(NoSuchType),
    #[status(transparent)]
    Inner { inner: Named },
    Silent,
}

macro_rules! errors {
    ($($name:ident: $status:literal),*) => {
        $(
            #[derive(Debug, ErrorStatus)]
            #[status($status)]
            struct $name;
        )*
    };
}

errors!(Gone: 410, Teapot: 418);

macro_rules! is_error {
    ($($name:ident),*) => {
        $(
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(stringify!($name))
                }
            }

            impl std::error::Error for $name {}
        )*
    };
}

is_error!(Unit, Tuple, Named, Empty, r#type, Gone, Teapot);

fn status(error: impl Into<Error>) -> u16 {
    error.into().status().as_u16()
}

fn main() {
    assert_eq!(status(Unit), 404);
    assert_eq!(status(Named { inner: Box::new(Tuple(Unit)) }), 404);
    assert_eq!([status(r#type::r#enum), status(r#type::Silent)], [400, 500]);
    assert_eq!(status(r#type::Inner { inner: Named { inner: Box::new(Tuple(Unit)) } }), 404);
    assert_eq!([status(Gone), status(Teapot)], [410, 418]);
}
