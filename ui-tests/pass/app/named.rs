//! An application with a name of its own beside `App`, included by it.

use vestibule::prelude::*;

vestibule::app! { include: [Admin] }

vestibule::app! { name: Admin, middleware: [SessionMiddleware,], }

#[view(GET, "/admin/", app = crate::Admin)]
async fn index(session: Session) -> Result {
    drop(session);
    Ok(Response::text("admin"))
}

fn main() {
    assert_eq!(format!("{:?}", Admin), "Admin");
}
