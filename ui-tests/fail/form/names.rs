//! Two fields of one name, one of a name that every form has, and fields that are not here.

#![allow(unreachable_patterns)]

use serde::Deserialize;
use vestibule::prelude::*;

#[derive(Deserialize, Form)]
struct Search {
    q: String,
    #[serde(rename = "q")]
    again: String,
    errors: u8,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Deserialize)]
struct Paging {
    page: u32,
}

#[derive(Deserialize, Form)]
#[serde(from = "Paging")]
struct Checked {
    page: u32,
}

impl From<Paging> for Checked {
    fn from(paging: Paging) -> Self {
        Self { page: paging.page }
    }
}

fn main() {}
