//! What a page costs to render: by `render!`, by minijinja called directly, and by askama.
//!
//! ```text
//! cargo run --release -p bench-templates -- times 400
//! cargo run --release -p bench-templates -- count vestibule 1000
//! ```
//!
//! `times` renders in so many rounds, each with all ways in turn, and compares their medians. `count` renders so often in
//! one way, for callgrind.

mod engines;
mod page;

use std::hint::black_box;
use std::time::Instant;

use vestibule::prelude::*;
use vestibule::sessions::SessionEngine;
use vestibule::testing::Client;

use engines::{Engine, Kitchen};

vestibule::app! { middleware: [] }

/// How often a round renders in each way: less than a millisecond, so that a busy machine disturbs few of them.
const PAGES: u32 = 10;

/// It measures where pages are made: in a view.
#[view(GET, "/")]
async fn measure(request: &mut Request) -> Result<String> {
    let kitchen = Kitchen::new(request)?;
    compare_pages(&kitchen)?;
    let words: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        [] => times(&kitchen, 400),
        ["times", rounds] => times(&kitchen, rounds.parse()?),
        ["count", name, pages] => {
            let engine = Engine::ALL.into_iter().find(|engine| engine.name() == name);
            let engine = engine.ok_or_else(|| Error::internal(format!("what is `{name}`?")))?;
            repeat(&kitchen, engine, pages.parse()?)?;
            Ok(String::new())
        }
        _ => Err(Error::internal("times ROUNDS | count ENGINE PAGES")),
    }
}

/// All ways make the same page, but for how they escape: askama does so by numbers, and minijinja escapes `/` as well.
fn compare_pages(kitchen: &Kitchen<'_>) -> Result<()> {
    let alike = |page: &[u8]| {
        let page = String::from_utf8_lossy(page);
        let by_name = page.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;");
        by_name.replace("&#39;", "&#x27;").replace("&#x2f;", "/")
    };
    let expected = kitchen.make(Engine::Vestibule, alike)?;
    for engine in Engine::ALL {
        if kitchen.make(engine, alike)? != expected {
            return Err(Error::internal(format!("{} makes another page", engine.name())));
        }
    }
    Ok(())
}

fn repeat(kitchen: &Kitchen<'_>, engine: Engine, pages: u32) -> Result<()> {
    for _ in 0..pages {
        black_box(kitchen.make(engine, |page| black_box(page).len())?);
    }
    Ok(())
}

/// The median of each way, and how it stands to that of minijinja.
fn times(kitchen: &Kitchen<'_>, rounds: usize) -> Result<String> {
    let mut times = Engine::ALL.map(|_| Vec::with_capacity(rounds));
    for round in 0..=rounds {
        for (engine, times) in Engine::ALL.into_iter().zip(&mut times) {
            let started = Instant::now();
            repeat(kitchen, engine, PAGES)?;
            // The first round is not counted.
            if round > 0 {
                times.push(started.elapsed().as_secs_f64() * 1e6 / f64::from(PAGES));
            }
        }
    }
    let medians = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    });
    let mut table = String::from("                 µs a page   / minijinja\n");
    for (engine, median) in Engine::ALL.into_iter().zip(medians) {
        table.push_str(&format!("{:16} {median:9.1} {:13.3}\n", engine.name(), median / medians[1]));
    }
    Ok(table)
}

async fn ask() -> Result<()> {
    let site = App::build().settings(|settings| {
        settings.access_log = false;
        // This program has no database.
        settings.session_engine = SessionEngine::Cache;
    });
    let answer = Client::new(site).await?.get("/").await;
    if answer.status() != 200 {
        return Err(Error::internal(answer.errors().join("\n")));
    }
    print!("{}", answer.text());
    Ok(())
}

fn main() -> ExitCode {
    match vestibule::server::run(1, ask()).map_err(Error::from).and_then(|outcome| outcome) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
