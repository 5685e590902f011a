//! Processes that do not outlive the tests, however the tests end.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Waits for the end of its input, which comes when the test's process ends, killed or not. Then it ends the
/// group of processes that was named last, asks first and does not ask twice, and removes the directory.
const WATCH: &str = r#"
while read -r group; do held=$group; done
if [ -n "$held" ]; then
    kill "-$1" "-$held"
    tries=0
    while kill -0 "-$held" && [ "$tries" -lt 50 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -KILL "-$held"
fi
[ -z "$2" ] || rm -rf -- "$2"
"#;

/// Holds one group of processes at a time, and ends what it holds when it is dropped.
#[derive(Debug)]
pub struct Leash {
    watcher: Child,
    held: Option<ChildStdin>,
}

impl Leash {
    /// A leash that ends what it holds by `signal`, such as `KILL`, and removes `directory` afterwards.
    ///
    /// # Panics
    ///
    /// If there is no `sh`.
    pub fn new(signal: &str, directory: Option<&Path>) -> Self {
        let mut watcher = Command::new("sh")
            .args(["-c", WATCH, "leash", signal])
            .args(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Of its own group, so that Ctrl-C ends the tests and not what cleans up after them.
            .process_group(0)
            .spawn()
            .expect("`sh`");
        let held = watcher.stdin.take();
        Self { watcher, held }
    }

    /// Starts a process in a group of its own and holds it.
    ///
    /// # Panics
    ///
    /// If the program cannot be started.
    pub fn spawn(&mut self, command: &mut Command) -> Child {
        let child = command.process_group(0).spawn();
        let child = child.unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()));
        self.tell(&child.id().to_string());
        child
    }

    /// Holds nothing any more: the process has ended.
    pub fn release(&mut self) {
        self.tell("");
    }

    fn tell(&mut self, group: &str) {
        let held = self.held.as_mut().expect("a leash that is not dropped");
        writeln!(held, "{group}").expect("a watcher that listens");
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        // Closing its input is what it waits for.
        self.held.take();
        let _ = self.watcher.wait();
    }
}

/// Sends a signal to a process: `TERM`, `KILL`.
///
/// # Panics
///
/// If it cannot be sent.
pub fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "`kill -{name}` fails");
}
