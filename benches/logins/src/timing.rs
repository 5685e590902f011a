//! Whether the time of an answer tells who has an account, and of what kind.

use std::time::Instant;

use vestibule::auth::NewUser;
use vestibule::prelude::*;
use vestibule::testing::Client;

use crate::open;
use crate::statistics::{bounds_of_median, milliseconds, quantile};

/// A name and a password, and what the line says.
const KINDS: [(&str, &str, &str); 6] = [
    ("wrong password", "gary", "wrong"),
    ("unknown user", "nobody", "wrong"),
    ("inactive user, right password", "gone", "123"),
    ("inactive user, wrong password", "gone", "wrong"),
    ("unusable password", "locked", "wrong"),
    ("older iteration count, wrong password", "old", "wrong"),
];

pub(crate) async fn measure(rounds: usize) -> Result<()> {
    let directory = std::env::temp_dir().join(format!("bench-logins-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let url = format!("sqlite://{}", directory.join("db.sqlite3").display());
    let outcome = measure_on(&url, rounds).await;
    let _ = std::fs::remove_dir_all(&directory);
    outcome
}

async fn measure_on(url: &str, rounds: usize) -> Result<()> {
    let (_, users) = {
        let url = url.to_owned();
        open(|settings| {
            settings.database_url = url;
            settings.password_iterations = 600_000;
        })
        .await?
    };
    users.create(NewUser::new("old").password("123")).await?;
    let (mut client, users) = {
        let url = url.to_owned();
        open(|settings| {
            settings.database_url = url;
            settings.login_throttle = false;
        })
        .await?
    };
    users.create(NewUser::new("gary").password("123")).await?;
    users.create(NewUser::new("gone").password("123").active(false)).await?;
    users.create(NewUser::new("locked")).await?;

    let mut times = vec![Vec::with_capacity(rounds); KINDS.len() + 1];
    let mut order: Vec<usize> = (0..times.len()).collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..=rounds {
        random.shuffle(&mut order);
        for &kind in &order {
            let taken = match KINDS.get(kind) {
                Some((_, name, password)) => enter(&mut client, name, password).await?,
                None => hash(&client).await?,
            };
            // The first round is not counted.
            if round > 0 {
                times[kind].push(taken);
            }
        }
    }
    print(&mut times);
    Ok(())
}

/// The same order with every run, and none that a kind could profit from: Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn shuffle(&mut self, values: &mut [usize]) {
        for last in (1..values.len()).rev() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            values.swap(last, (self.0 % (last as u64 + 1)) as usize);
        }
    }
}

async fn enter(client: &mut Client, name: &str, password: &str) -> Result<f64> {
    let started = Instant::now();
    let answer = client.post("/login/", &[("username", name), ("password", password)]).await;
    let taken = milliseconds(started.elapsed());
    if answer.text() != "no" {
        return Err(Error::internal(format!("{name}: {} {}", answer.status(), answer.text())));
    }
    Ok(taken)
}

/// What one hash takes, with nothing around it.
async fn hash(client: &Client) -> Result<f64> {
    let hashers = client.service().settings().password_hashers();
    let started = Instant::now();
    hashers.make("wrong").await?;
    Ok(milliseconds(started.elapsed()))
}

fn print(times: &mut [Vec<f64>]) {
    for times in &mut *times {
        times.sort_by(f64::total_cmp);
    }
    let one = times.last().map_or(f64::NAN, |times| quantile(times, 0.5));
    println!("{:40} {:>9} {:>19} {:>8} {:>8}", "", "median ms", "95 % of the median", "p90", "ratio");
    let names = KINDS.iter().map(|kind| kind.0).chain(["one hash"]);
    for (name, times) in names.zip(times.iter()) {
        let (low, high) = bounds_of_median(times);
        let median = quantile(times, 0.5);
        println!(
            "{name:40} {median:9.1} {:>19} {:8.1} {:8.3}",
            format!("{low:.1} … {high:.1}"),
            quantile(times, 0.9),
            median / one
        );
    }
}
