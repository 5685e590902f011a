use vestibule::csrf::CsrfError;
use vestibule::prelude::*;

vestibule::app! { csrf_failure: refused }

async fn refused(_: &mut Request, _: &CsrfError) -> u8 {
    0
}

fn main() {}
