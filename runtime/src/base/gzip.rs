//! The gzip format (RFC 1952), written as it comes, with a name that is padding.
//!
//! ```text
//! 1f 8b 08 08 00000000 00 ff  "aaa…" 00   deflate …   crc32, length
//!          name, no time      padding                 4 bytes each, lowest first
//! ```
//!
//! A random number of letters hides the exact length of what was compressed, which would tell a listener who can
//! add to a page whether he has guessed a secret in it (BREACH; the paper "Heal the Breach" for the remedy).

use std::io::Write as _;

use bytes::Bytes;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

/// The level that everyone takes.
const LEVEL: Compression = Compression::new(6);

/// "Unknown", as Python writes it.
const OPERATING_SYSTEM: u8 = 255;

/// Compresses into memory, where nothing fails: whatever is written is taken in.
pub(crate) struct Encoder(GzEncoder<Vec<u8>>);

impl Encoder {
    /// With so many letters of padding.
    pub(crate) fn new(padding: usize) -> Self {
        let header = GzBuilder::new().filename(vec![b'a'; padding]).operating_system(OPERATING_SYSTEM);
        Self(header.write(Vec::new(), LEVEL))
    }

    /// Takes data in. Some of it stays inside until there is more.
    pub(crate) fn write(&mut self, data: &[u8]) {
        let _ = self.0.write_all(data);
    }

    /// Brings out all that was taken in, so that the other side can read it.
    pub(crate) fn flush(&mut self) {
        let _ = self.0.flush();
    }

    /// Ends it: the data's last bytes and the trailer.
    pub(crate) fn finish(&mut self) {
        let _ = self.0.try_finish();
    }

    /// What has come out by now; it is not handed out twice.
    pub(crate) fn take(&mut self) -> Bytes {
        std::mem::take(self.0.get_mut()).into()
    }

    /// Bytes that have come out and not been taken.
    pub(crate) fn ready(&self) -> usize {
        self.0.get_ref().len()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// The length of its name, and its data; its checksum and its length are those of the data.
    fn read(gzip: &[u8]) -> (usize, Vec<u8>) {
        let mut decoder = GzDecoder::new(gzip);
        let mut data = Vec::new();
        decoder.read_to_end(&mut data).unwrap();
        (decoder.header().and_then(|header| header.filename()).map_or(0, <[u8]>::len), data)
    }

    #[test]
    fn it_begins_as_pythons_does() {
        let mut encoder = Encoder::new(2);
        encoder.finish();

        assert_eq!(encoder.take()[..13], *b"\x1f\x8b\x08\x08\0\0\0\0\0\xffaa\0");
    }

    #[test]
    fn what_goes_in_comes_out() {
        let data: Vec<u8> = (0..100_000_u32).flat_map(|number| (number / 7).to_le_bytes()).collect();
        let mut encoder = Encoder::new(42);
        data.chunks(1000).for_each(|chunk| encoder.write(chunk));
        encoder.finish();

        let gzip = encoder.take();

        assert!(gzip.len() < data.len() / 2);
        assert_eq!(read(&gzip), (42, data));
    }

    #[test]
    fn what_is_taken_in_parts_is_one_whole() {
        let data: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut encoder = Encoder::new(1);
        let mut gzip = Vec::new();
        for chunk in data.chunks(1000) {
            encoder.write(chunk);
            gzip.extend_from_slice(&encoder.take());
        }
        encoder.finish();
        gzip.extend_from_slice(&encoder.take());

        assert_eq!(read(&gzip), (1, data));
    }

    #[test]
    fn nothing_is_a_whole_too() {
        let mut encoder = Encoder::new(0);
        encoder.finish();

        assert_eq!(read(&encoder.take()), (0, vec![]));
    }

    #[test]
    fn what_is_flushed_can_be_read_before_the_end() {
        let mut encoder = Encoder::new(0);
        encoder.write(b"first");
        encoder.flush();
        let sent = encoder.take();

        let mut read = [0; 5];
        GzDecoder::new(&*sent).read_exact(&mut read).unwrap();

        assert_eq!(&read, b"first");
    }
}
