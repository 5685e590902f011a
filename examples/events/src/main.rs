//! Server-sent events: a stream that goes on until its client leaves or the server ends.
//!
//! Run it with `cargo run -p events`, watch it with
//!
//! ```text
//! curl -N localhost:8000/ticks/
//! ```
//!
//! and press Ctrl-C in the server's terminal: the stream ends, `curl` with it, and the server at once. Without
//! `take_until` the server would wait for the stream, for 30 seconds.

use std::io;
use std::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use vestibule::Shutdown;
use vestibule::bytes::Bytes;
use vestibule::prelude::*;

vestibule::app! { middleware: [] }

fn main() -> ExitCode {
    App::main()
}

#[view(GET, "/ticks/")]
async fn ticks(shutdown: Shutdown) -> Response {
    Response::stream(every_second().take_until(shutdown.begun()))
        .with_header("Content-Type", "text/event-stream")
        .with_header("Cache-Control", "no-store")
}

/// A number each second, in the form of an event: `data: 1`, and an empty line.
fn every_second() -> impl Stream<Item = io::Result<Bytes>> {
    let seconds = tokio::time::interval(Duration::from_secs(1));
    stream::unfold((seconds, 1), |(mut seconds, number)| async move {
        seconds.tick().await;
        Some((Ok(Bytes::from(format!("data: {number}\n\n"))), (seconds, number + 1)))
    })
}

#[cfg(test)]
mod tests {
    use super::App;
    use vestibule::testing::Client;

    // With time paused, tokio skips what nobody waits for but a timer.
    #[tokio::test(start_paused = true)]
    async fn the_stream_ends_with_the_server() {
        let mut client = Client::new(App::build()).await.unwrap();
        let shutdown = client.service().shutdown().clone();
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
            shutdown.begin();
        });

        let answer = client.get("/ticks/").await;

        assert_eq!(answer.header("Content-Type"), Some("text/event-stream"));
        assert_eq!(answer.text(), "data: 1\n\ndata: 2\n\ndata: 3\n\n");
    }
}
