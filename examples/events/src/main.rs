//! Server-sent events: a page that shows what happens elsewhere while it is open.
//!
//! Run it with `cargo run -p events`, open it in two windows, and say something in one of them. Or watch it with
//!
//! ```text
//! curl -N localhost:8000/ticks/
//! ```
//!
//! and press Ctrl-C in the server's terminal: the stream ends, `curl` with it, and the server at once. A browser comes
//! back by itself, and is told what it has missed.

use std::time::Duration;

use vestibule::prelude::*;
use vestibule::sse::{Channel, Event, EventStream, LastEventId};

vestibule::app! { middleware: [SecurityMiddleware, CommonMiddleware, CsrfViewMiddleware] }

/// What was said, for all who listen.
type Wall = Channel<String>;

fn main() -> ExitCode {
    // Who is away for a while is told the last hundred.
    App::build().state(Wall::new(100)).main()
}

#[view(GET, "/")]
async fn index(request: &Request, State(wall): State<Wall>) -> Result {
    let listen = format!("{}?last_event_id={}", String::from(listen::url()), wall.last_id());
    render!(request, "index.html", { listen })
}

#[view(POST, "/say/")]
async fn say(State(wall): State<Wall>, Form(fields): Form<vestibule::QueryDict>) -> Result {
    if let Some(words) = fields.get("words").filter(|words| !words.trim().is_empty()) {
        wall.send(words.to_owned());
    }
    redirect(index::url())
}

#[view(GET, "/wall/")]
async fn listen(State(wall): State<Wall>, last: Option<LastEventId>) -> EventStream {
    wall.events(last, Event::json)
}

/// A number each second, to whoever asks, from 1.
#[view(GET, "/ticks/")]
async fn ticks() -> EventStream {
    EventStream::write(async |out| {
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        for number in 1.. {
            seconds.tick().await;
            out.send(Event::data(number.to_string())).await?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{App, Wall};
    use vestibule::testing::Client;

    async fn client() -> Client {
        Client::new(App::build().state(Wall::new(10))).await.unwrap()
    }

    // With time paused, tokio skips what nobody waits for but a timer.
    #[tokio::test(start_paused = true)]
    async fn the_stream_ends_with_the_server() {
        let mut client = client().await;
        let shutdown = client.service().shutdown().clone();
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
            shutdown.begin();
        });

        let answer = client.get("/ticks/").await;

        let text = answer.text();
        let farewell = text.strip_prefix("data: 1\n\ndata: 2\n\ndata: 3\n\n").unwrap();
        assert!(farewell.starts_with("retry: "), "{farewell}");
    }

    #[tokio::test]
    async fn what_is_said_is_shown_where_the_page_is_open() {
        let mut client = client().await;
        let page = client.get("/").await.text();
        let (_, listen) = page.split_once("data-listen=\"").unwrap();
        let listen = listen.split('"').next().unwrap();
        // As a browser reads the attribute.
        let listen = listen.replace("&#x2f;", "/").replace("&amp;", "&");

        client.post("/say/", &[("words", "hello <b>")]).await;

        // It was opened before the words, and listens after them.
        let mut events = client.get_stream(&listen).await;
        let event = events.chunk().await.unwrap().unwrap();
        assert!(event.ends_with(b"data: \"hello <b>\"\n\n"), "{event:?}");
    }
}
