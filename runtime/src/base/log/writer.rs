//! The thread that writes the log, whatever becomes of what it writes to.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::queue::{Batch, Queue};

/// Most bytes of one write, so that a slow reader is seen to read.
const PIECE: usize = 8 * 1024;

/// How often to look whether a file descriptor that does not wait takes bytes again.
const RETRY_AFTER: Duration = Duration::from_millis(20);

/// When a line was written, as the lines around it say it: `2026-03-14T09:26:53.589793Z`.
const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// Writes what is in the queue, for as long as the process lives.
pub(super) fn spawn(queue: &Queue, out: Box<dyn Write + Send>) -> io::Result<()> {
    let mut writer = Writer { queue: queue.clone(), out, lost: 0, is_mid_line: false };
    let write = move || {
        let mut used = Vec::new();
        loop {
            let batch = writer.queue.take(used);
            writer.write_batch(&batch);
            used = batch.lines;
        }
    };
    thread::Builder::new().name("vestibule-log".to_owned()).spawn(write).map(drop)
}

struct Writer<W> {
    queue: Queue,
    out: W,
    /// Lines that are nowhere, and have not been told of.
    lost: u64,
    /// Whether the last line that was written breaks off.
    is_mid_line: bool,
}

impl<W: Write> Writer<W> {
    fn write_batch(&mut self, batch: &Batch) {
        if self.tell_lost().is_err() {
            self.lost += lines(&batch.lines);
        } else if let Err(rest) = self.write(&batch.lines) {
            self.lost += lines(rest);
        }
        self.lost += batch.lost;
        // What had no room was behind what is written now: nothing has to come for it to be told.
        let _ = self.tell_lost();
    }

    /// Says how many lines are lost, where they would stand.
    fn tell_lost(&mut self) -> Result<(), ()> {
        if self.lost == 0 {
            return Ok(());
        }
        let before = if self.is_mid_line { "\n" } else { "" };
        let now = OffsetDateTime::now_utc().format(TIME).unwrap_or_default();
        let (count, s) = (self.lost, if self.lost == 1 { "" } else { "s" });
        let line = format!("{before}{now}  WARN vestibule::log: {count} line{s} could not be written\n");
        self.write(line.as_bytes()).map_err(drop)?;
        self.lost = 0;
        Ok(())
    }

    /// Writes all of it, or gives back what could not be written.
    fn write<'b>(&mut self, mut bytes: &'b [u8]) -> Result<(), &'b [u8]> {
        while !bytes.is_empty() {
            self.queue.begin_write();
            let written = self.write_piece(&bytes[..bytes.len().min(PIECE)]);
            self.queue.end_write();
            let Ok(length @ 1..) = written else { return Err(bytes) };
            self.is_mid_line = bytes[length - 1] != b'\n';
            bytes = &bytes[length..];
        }
        Ok(())
    }

    fn write_piece(&mut self, piece: &[u8]) -> io::Result<usize> {
        loop {
            match self.out.write(piece) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Whoever shares the file descriptor has made it so.
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(RETRY_AFTER),
                result => return result,
            }
        }
    }
}

/// How many lines end in these bytes.
fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes more, and is then full.
    #[derive(Default)]
    struct Disk {
        room: usize,
        text: Vec<u8>,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.room);
            if taken == 0 {
                return Err(ErrorKind::StorageFull.into());
            }
            self.room -= taken;
            self.text.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn writer(room: usize) -> Writer<Disk> {
        let out = Disk { room, ..Disk::default() };
        Writer { queue: Queue::new(), out, lost: 0, is_mid_line: false }
    }

    fn batch(lines: &str, lost: u64) -> Batch {
        Batch { lines: lines.into(), lost }
    }

    /// What was written, without the time at which lines were told of.
    fn text(writer: &Writer<Disk>) -> Vec<String> {
        let text = str::from_utf8(&writer.out.text).unwrap();
        text.lines().map(|line| line.split_once("Z  ").map_or(line, |line| line.1).to_owned()).collect()
    }

    #[test]
    fn what_could_not_be_written_is_counted_and_told_when_there_is_room() {
        let mut writer = writer(6);

        writer.write_batch(&batch("one\ntwo\nthree\n", 0));
        writer.write_batch(&batch("four\n", 3));
        writer.out.room = 1000;
        writer.write_batch(&batch("five\n", 0));
        writer.write_batch(&batch("six\n", 0));

        let told = "WARN vestibule::log: 6 lines could not be written";
        assert_eq!(text(&writer), ["one", "tw", told, "five", "six"]);
    }

    #[test]
    fn what_had_no_room_in_the_queue_is_told_behind_what_had() {
        let mut writer = writer(1000);

        writer.write_batch(&batch("one\n", 1));

        assert_eq!(text(&writer), ["one", "WARN vestibule::log: 1 line could not be written"]);
    }
}
