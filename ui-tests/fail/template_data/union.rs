//! Nothing tells its fields apart.

use vestibule::prelude::*;

#[derive(TemplateData)]
union Price {
    euros: u32,
    dollars: u32,
}

fn main() {}
