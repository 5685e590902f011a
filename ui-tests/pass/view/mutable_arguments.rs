//! Arguments may be `mut`, in any order around the request.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/{count}/")]
async fn counted(mut count: u32, request: &mut Request, mut session: Option<Session>) -> Result {
    count += 1;
    session.take();
    let _ = request;
    Ok(Response::text(count.to_string()))
}

fn main() {}
