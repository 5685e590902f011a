//! `benches/app` in callgrind, and what its dumps say.
//!
//! One tool counts it all: instructions by itself, locked ones as its global bus events (`--collect-bus`), allocations
//! and clock reads as calls of the C library's functions.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::succeeds;

const ALLOCATIONS: [&str; 5] = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"];
const CLOCK_READS: [&str; 3] = ["clock_gettime", "gettimeofday", "time"];

/// The most that the server takes to listen, or callgrind to write a dump.
const PATIENCE: Duration = Duration::from_secs(60);

/// What has been counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// In user space, of all threads.
    pub(super) instructions: f64,
    /// Those that lock the bus.
    pub(super) locked: f64,
    /// New and larger pieces of memory.
    pub(super) allocations: f64,
    /// Times that the system was asked for the time.
    pub(super) clock_reads: f64,
}

impl Cost {
    pub(super) fn minus(&self, other: &Self) -> Self {
        Self {
            instructions: self.instructions - other.instructions,
            locked: self.locked - other.locked,
            allocations: self.allocations - other.allocations,
            clock_reads: self.clock_reads - other.clock_reads,
        }
    }

    pub(super) fn divided_by(&self, requests: u32) -> Self {
        let requests = f64::from(requests);
        Self {
            instructions: self.instructions / requests,
            locked: self.locked / requests,
            allocations: self.allocations / requests,
            clock_reads: self.clock_reads / requests,
        }
    }

    /// Reads a dump that was written without compressed names.
    ///
    /// ```text
    /// fn=some_function
    /// cfn=malloc
    /// calls=3 0
    /// 17 240 0
    /// totals: 22301 84
    /// ```
    fn read(dump: &str) -> Self {
        let mut cost = Self::default();
        let mut callee = "";
        for line in dump.lines() {
            let Some((key, value)) = line.split_once(['=', ':']) else { continue };
            let mut numbers = value.split_whitespace().map(|number| number.parse().unwrap_or(0.0));
            match key {
                // A function that calls itself has its depth behind a tick.
                "cfn" => callee = value.split(['\'', '@']).next().unwrap_or(value),
                "calls" if ALLOCATIONS.contains(&callee) => cost.allocations += numbers.next().unwrap_or(0.0),
                "calls" if CLOCK_READS.contains(&callee) => cost.clock_reads += numbers.next().unwrap_or(0.0),
                "totals" => {
                    cost.instructions = numbers.next().unwrap_or(0.0);
                    cost.locked = numbers.next().unwrap_or(0.0);
                }
                _ => {}
            }
        }
        cost
    }
}

/// A server in callgrind, ended when this is dropped.
pub(super) struct Callgrind {
    process: Child,
    address: SocketAddr,
    /// Where its dumps go; the n-th has `.n` behind the name.
    dumps: PathBuf,
    written: u32,
}

impl Callgrind {
    /// Starts `bench-app` with these options, on one thread, and waits until it listens.
    pub(super) fn start(options: &[&str]) -> Result<Self, String> {
        let directory = PathBuf::from("target/bench");
        fs::create_dir_all(&directory).map_err(|error| format!("target/bench: {error}"))?;
        let dumps = directory.join("dump");
        let address = free_address()?;
        let process = Command::new("valgrind")
            .args(["--tool=callgrind", "--quiet", "--instr-atstart=no", "--collect-bus=yes"])
            .args(["--compress-strings=no", "--compress-pos=no", "--fair-sched=yes"])
            .arg(format!("--callgrind-out-file={}", dumps.display()))
            .args(["target/release/bench-app", "--threads", "1", "--port", &address.port().to_string()])
            .args(options)
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("valgrind: {error}"))?;
        let mut server = Self { process, address, dumps, written: 0 };
        let is_up = |server: &mut Self| {
            server.process.try_wait().is_ok_and(|ended| ended.is_none())
                && TcpStream::connect(server.address).is_ok()
        };
        wait_until(|| is_up(&mut server)).ok_or("`bench-app` does not start in callgrind")?;
        Ok(server)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins or ends counting.
    pub(super) fn count(&mut self, counts: bool) -> Result<(), String> {
        self.control(&["-i", if counts { "on" } else { "off" }])
    }

    /// Forgets what has been counted.
    pub(super) fn zero(&mut self) -> Result<(), String> {
        self.control(&["-z"])
    }

    /// What has been counted; the profile stays under this name.
    pub(super) fn dump(&mut self, name: &str) -> Result<Cost, String> {
        self.control(&["-d"])?;
        self.written += 1;
        let file = self.dumps.with_extension(self.written.to_string());
        let is_whole = |text: &String| text.lines().any(|line| line.starts_with("totals:"));
        let mut text = String::new();
        wait_until(|| {
            text = fs::read_to_string(&file).unwrap_or_default();
            is_whole(&text)
        })
        .ok_or_else(|| format!("callgrind has not written {}", file.display()))?;
        let profile = self.dumps.with_file_name(name.to_lowercase());
        fs::rename(&file, &profile).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Cost::read(&text))
    }

    fn control(&mut self, arguments: &[&str]) -> Result<(), String> {
        let mut command = Command::new("callgrind_control");
        command.args(arguments).arg(self.process.id().to_string());
        match succeeds(command.stdout(Stdio::null()).stderr(Stdio::null())) {
            true => Ok(()),
            false => Err("`callgrind_control` failed".to_owned()),
        }
    }
}

impl Drop for Callgrind {
    fn drop(&mut self) {
        // It is gone already if this fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One that nobody listens at now.
fn free_address() -> Result<SocketAddr, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}

fn wait_until(mut is_so: impl FnMut() -> bool) -> Option<()> {
    let started = Instant::now();
    while !is_so() {
        if started.elapsed() > PATIENCE {
            return None;
        }
        sleep(Duration::from_millis(20));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_the_function_that_is_called() {
        let dump = "events: Ir Ge\n\nfn=a\n12 30 1\ncfn=malloc\ncalls=3 0\n13 240 0\ncfn=b\ncalls=9 0\n14 7 0\n\
                    fn=b\ncob=/lib/libc.so.6\ncfn=clock_gettime@@GLIBC_2.17\ncalls=2 0\n15 9 0\n\
                    cfn=realloc'2\ncalls=1 0\n15 9 0\ntotals: 22301 84\n";
        let cost = Cost::read(dump);

        assert_eq!([cost.instructions, cost.locked], [22301.0, 84.0]);
        assert_eq!([cost.allocations, cost.clock_reads], [4.0, 2.0]);
    }
}
