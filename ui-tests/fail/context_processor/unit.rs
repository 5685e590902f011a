//! It gives back what is nothing, in a `Result`.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
async fn basket(_request: &mut Request) -> Result<()> {
    Ok(())
}

fn main() {}
