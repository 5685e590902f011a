//! What a thousand clients cost that listen, and how they come to an end.
//!
//! ```text
//! cargo run --release -p bench-streams            # a thousand of each
//! cargo run --release -p bench-streams -- 4000    # so many (`ulimit -n`)
//! ```
//!
//! It starts itself once more as a server, connects clients that wait between requests, that listen to events, and that
//! have a WebSocket open, and prints the server's memory (`VmRSS`) for one of each. Then each client is told or asked
//! something, and at last the server gets SIGTERM: how many clients came to their end in order, and how long it took.

mod clients;
mod server;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use vestibule::BoxError;

use clients::{Listener, Socket};
use server::Server;

/// Rounds in which each client is told something, or asks.
const ROUNDS: usize = 10;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => server::main(),
        count => {
            let count = count.and_then(|count| count.parse().ok()).unwrap_or(1000);
            match vestibule::server::run(1, measure(count)) {
                Ok(Ok(())) => ExitCode::SUCCESS,
                Ok(Err(error)) => failed(&error),
                Err(error) => failed(&error),
            }
        }
    }
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

async fn measure(count: usize) -> Result<(), BoxError> {
    println!("{count} clients          KiB each   a round of all   SIGTERM: in order, the process ended");
    idle(count).await?;
    events(count).await?;
    sockets(count).await
}

/// Connections that have asked for something, and wait.
async fn idle(count: usize) -> Result<(), BoxError> {
    let server = Server::start()?;
    let before = server.memory()?;
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        let mut client = TcpStream::connect(server.address()).await?;
        clients::ask(&mut client, "/one/").await?;
        clients.push(client);
    }
    let each = server.memory()?.saturating_sub(before) as f64 / count as f64;
    println!("idle, on HTTP/1.1     {each:8.1}");
    Ok(())
}

async fn events(count: usize) -> Result<(), BoxError> {
    let server = Server::start()?;
    let before = server.memory()?;
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        clients.push(Listener::connect(server.address()).await?);
    }
    let each = server.memory()?.saturating_sub(before) as f64 / count as f64;
    let begun = Instant::now();
    for round in 0..ROUNDS {
        let mut client = TcpStream::connect(server.address()).await?;
        clients::ask(&mut client, "/tell/").await?;
        for client in &mut clients {
            client.hear(round).await?;
        }
    }
    let round = begun.elapsed() / ROUNDS as u32;

    let begun = Instant::now();
    terminate(&server)?;
    let mut in_order = 0;
    for client in clients {
        in_order += usize::from(client.ends_in_order().await);
    }
    report("server-sent events  ", each, round, (in_order, count), begun, server)
}

async fn sockets(count: usize) -> Result<(), BoxError> {
    let server = Server::start()?;
    let before = server.memory()?;
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        clients.push(Socket::connect(server.address()).await?);
    }
    let each = server.memory()?.saturating_sub(before) as f64 / count as f64;
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        for client in &mut clients {
            client.say("hello").await?;
        }
        for client in &mut clients {
            client.hear("hello").await?;
        }
    }
    let round = begun.elapsed() / ROUNDS as u32;

    let begun = Instant::now();
    terminate(&server)?;
    let mut in_order = 0;
    for client in clients {
        in_order += usize::from(client.ends_in_order().await);
    }
    report("WebSockets, echoing ", each, round, (in_order, count), begun, server)
}

fn terminate(server: &Server) -> Result<(), BoxError> {
    Command::new("kill").args(["-TERM", &server.id().to_string()]).status()?;
    Ok(())
}

fn report(
    name: &str,
    each: f64,
    round: Duration,
    (in_order, count): (usize, usize),
    begun: Instant,
    server: Server,
) -> Result<(), BoxError> {
    let status = server.ended()?;
    let took = begun.elapsed();
    println!("{name}  {each:8.1}   {round:14.1?}   {in_order} of {count}, {status} after {took:.1?}");
    Ok(())
}
