//! What others notice while many log in at once.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};
use vestibule::auth::NewUser;
use vestibule::prelude::*;

use crate::open;
use crate::statistics::{milliseconds, quantile};

/// How long plain pages are asked for before the crowd comes.
const ALONE: Duration = Duration::from_secs(5);

pub(crate) async fn measure(logins: usize, per_second: usize) -> Result<()> {
    let directory = std::env::temp_dir().join(format!("bench-crowd-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let url = format!("sqlite://{}", directory.join("db.sqlite3").display());
    let (_, users) = {
        let url = url.clone();
        open(|settings| settings.database_url = url).await?
    };
    for number in 0..logins {
        users.create(NewUser::new(format!("user{number}")).password("123")).await?;
    }
    let server = Server::start(&url).await?;
    let outcome = measure_at(server.address, logins, per_second).await;
    drop(server);
    let _ = std::fs::remove_dir_all(&directory);
    outcome
}

async fn measure_at(address: SocketAddr, logins: usize, per_second: usize) -> Result<()> {
    let alone = plain(address, per_second, sleep(ALONE)).await?;
    println!("{:24} {}", "plain pages alone", summary(alone));

    let mut crowd = JoinSet::new();
    let started = Instant::now();
    for number in 0..logins {
        crowd.spawn(async move { log_in(address, number).await });
    }
    let (mut let_in, mut times) = (0, Vec::new());
    let beside = plain(address, per_second, async {
        while let Some(login) = crowd.join_next().await {
            if let Ok(Ok((is_in, taken))) = login {
                let_in += usize::from(is_in);
                times.push(taken);
            }
        }
    })
    .await?;
    println!("{:24} {}", format!("beside {logins} logins"), summary(beside));
    println!(
        "{:24} {}, {let_in} of {logins} let in, {:.1} s in all",
        "the logins",
        summary(times),
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Asks for plain pages, each at its time whether or not the one before is there, until `end`; how long they took from
/// when they were due.
async fn plain(address: SocketAddr, per_second: usize, end: impl Future<Output = ()>) -> Result<Vec<f64>> {
    let mut beat = interval(Duration::from_secs(1) / u32::try_from(per_second).unwrap_or(1));
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut asked = JoinSet::new();
    let mut end = std::pin::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => break,
            due = beat.tick() => asked.spawn(async move {
                ask(address, "GET /plain/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned()).await?;
                Ok::<_, Error>(milliseconds(due.elapsed()))
            }),
        };
    }
    let mut times = Vec::new();
    while let Some(taken) = asked.join_next().await {
        times.push(taken.map_err(|error| Error::internal(error.to_string()))??);
    }
    Ok(times)
}

async fn log_in(address: SocketAddr, number: usize) -> Result<(bool, f64)> {
    let body = format!("username=user{number}&password=123");
    let started = Instant::now();
    let answer = ask(
        address,
        format!(
            "POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ),
    )
    .await?;
    Ok((answer.ends_with("\r\n\r\nin"), milliseconds(started.elapsed())))
}

async fn ask(address: SocketAddr, request: String) -> Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn summary(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let [median, p99, longest] = [0.5, 0.99, 1.0].map(|part| quantile(&times, part));
    format!("{:6} answers, median {median:.1} ms, p99 {p99:.1} ms, longest {longest:.1} ms", times.len())
}

/// This program, serving.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    async fn start(url: &str) -> Result<Self> {
        // Free now, and hardly taken by another in the next moment.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .env("VESTIBULE_BIND", address.to_string())
            .env("VESTIBULE_DATABASE_URL", url)
            .env("VESTIBULE_SECRET_KEY", "only for measuring: 0123456789 0123456789")
            .env("VESTIBULE_ALLOWED_HOSTS", "localhost")
            .env("VESTIBULE_ACCESS_LOG", "false")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { process, address };
        while TcpStream::connect(address).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
