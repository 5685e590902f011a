//! A table of what holds where: a column for each engine on its store, a line for each check.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex};

use super::rows::{ROWS, Row};

/// What came of one check: it holds, does not concern this row, or does not hold, and why.
type Cell = Result<bool, String>;

/// Does each check on each row, prints the table, and fails with the list of what does not hold.
///
/// `start` sets a row up, once for all checks; `check` is given that and the number of the line, panics if the
/// check does not hold, and answers `false` if it does not concern the row. Some rows are done side by side,
/// since they mostly wait: for disks and for other processes.
pub(crate) fn holds<S>(
    concerned: impl Fn(&Row) -> bool,
    lines: &[impl AsRef<str> + Sync],
    start: impl Fn(&'static Row) -> S + Sync,
    check: impl Fn(&S, usize) -> bool + Sync,
) {
    let rows: Vec<&'static Row> = ROWS.iter().filter(|row| concerned(row)).collect();
    let column = |row: &'static Row| -> Vec<Cell> {
        let _seat = Seat::take();
        let started = caught(|| start(row));
        let cell = |line| match &started {
            Ok(state) => caught(|| check(state, line)),
            Err(why) => Err(why.clone()),
        };
        (0..lines.len()).map(cell).collect()
    };
    let columns: Vec<Vec<Cell>> = std::thread::scope(|scope| {
        let columns: Vec<_> = rows.iter().map(|row| scope.spawn(|| column(row))).collect();
        columns.into_iter().map(|column| column.join().expect("panics are caught")).collect()
    });
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    print(&rows, &lines, &columns);
    let broken: Vec<_> =
        rows.iter().zip(&columns).flat_map(|(row, column)| broken(row, &lines, column)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The right to be at work: all tables together have as many as there are cores. With more at once a store
/// is slower than the limits of a site allow, and nothing is faster.
struct Seat;

static TAKEN: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

impl Seat {
    fn take() -> Self {
        let seats = std::thread::available_parallelism().map_or(1, usize::from);
        let taken = LEFT.wait_while(TAKEN.lock().unwrap(), |taken| *taken >= seats);
        *taken.unwrap() += 1;
        Self
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap() -= 1;
        LEFT.notify_one();
    }
}

fn print(rows: &[&Row], lines: &[&str], columns: &[Vec<Cell>]) {
    let width = lines.iter().map(|line| line.len()).max().unwrap_or_default();
    for (column, row) in rows.iter().enumerate() {
        println!("{:width$}  {}┌ {}", "", "│ ".repeat(column), row.name);
    }
    for (number, line) in lines.iter().enumerate() {
        let marks = columns.iter().map(|column| match column[number] {
            Ok(true) => "+",
            Ok(false) => "·",
            Err(_) => "!",
        });
        println!("{line:width$}  {}", marks.collect::<Vec<_>>().join(" "));
    }
    println!("+ holds   · does not concern it   ! does not hold");
}

fn broken(row: &Row, lines: &[&str], column: &[Cell]) -> Vec<String> {
    let cells = lines.iter().zip(column);
    cells.filter_map(|(line, cell)| Some(format!("{}: {line}: {}", row.name, cell.as_ref().err()?))).collect()
}

/// What a panic says is the error.
fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
            (Some(text), _) => text.clone(),
            (_, Some(text)) => (*text).to_owned(),
            _ => "it panicked".to_owned(),
        }
    })
}
