//! A site of its own process, for tests that end processes: it keeps what it is given.

use vestibule::prelude::*;

vestibule::app! { login: "/login/" }

#[view(GET, "/set/{key}/")]
async fn set(key: String, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok(key)
}

#[view(GET, "/keys/")]
async fn keys(session: Session) -> Result<String> {
    Ok(session.keys()?.join(" "))
}

#[view(GET, "/slow/")]
async fn slow(State(gate): State<std::path::PathBuf>) -> &'static str {
    // Waits until the test makes the file: no clock decides who is first.
    while !gate.exists() {
        tokio::task::yield_now().await;
    }
    "done"
}

fn main() -> ExitCode {
    let gate = std::env::var_os("GATE").map(std::path::PathBuf::from).unwrap_or_default();
    App::build().state(gate).main()
}
