//! Pages see one variable of a name.

use vestibule::prelude::*;

vestibule::app! {}

mod pages {
    use vestibule::prelude::*;

    #[context_processor]
    async fn weather() -> u32 {
        1
    }
}

#[context_processor(library)]
fn weather(_request: &Request) -> u32 {
    2
}

#[derive(Default)]
struct Weather;

#[middleware(order = 250, context(weather))]
impl Weather {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {
    let _ = App::main();
}
