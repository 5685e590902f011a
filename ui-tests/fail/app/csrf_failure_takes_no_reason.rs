use vestibule::prelude::*;

vestibule::app! { csrf_failure: refused }

async fn refused(request: &mut Request) -> Result {
    redirect(request.path())
}

fn main() {}
