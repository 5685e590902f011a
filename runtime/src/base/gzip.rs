//! The gzip format (RFC 1952), written as it comes: a header, what miniz_oxide makes of the data, a trailer.
//!
//! ```text
//! 1f 8b 08 08 00000000 00 ff  "aaa…" 00   deflate …   crc32, length
//!          name, no time      padding                 4 bytes each, lowest first
//! ```
//!
//! The name is padding: a random number of letters hides the exact length of what was compressed, which would
//! tell a listener who can add to a page whether he has guessed a secret in it (BREACH; the paper "Heal the
//! Breach" for the remedy).

use bytes::Bytes;
use miniz_oxide::DataFormat;
use miniz_oxide::deflate::CompressionLevel;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output};

/// Deflate, with a name, of no time, and of an unknown system: as Python writes it.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0x08, 0, 0, 0, 0, 0, 0xff];

/// Compresses at level 6, the one that everyone takes.
pub(crate) struct Encoder {
    compressor: Box<CompressorOxide>,
    crc: u32,
    length: u32,
    written: Vec<u8>,
}

impl Encoder {
    /// With so many letters of padding.
    pub(crate) fn new(padding: usize) -> Self {
        let mut written = HEADER.to_vec();
        written.resize(HEADER.len() + padding, b'a');
        written.push(0);
        let compressor =
            CompressorOxide::with_format_and_level(DataFormat::Raw, CompressionLevel::DefaultLevel);
        Self { compressor: Box::new(compressor), crc: !0, length: 0, written }
    }

    /// Takes data in. Some of it stays inside until there is more.
    pub(crate) fn write(&mut self, data: &[u8]) {
        self.crc = crc32(self.crc, data);
        // The format counts modulo 2^32.
        self.length = self.length.wrapping_add(data.len() as u32);
        self.compress(data, TDEFLFlush::None);
    }

    /// Brings out all that was taken in, so that the other side can read it.
    pub(crate) fn flush(&mut self) {
        self.compress(&[], TDEFLFlush::Sync);
    }

    /// Ends it: the data's last bytes and the trailer.
    pub(crate) fn finish(&mut self) {
        self.compress(&[], TDEFLFlush::Finish);
        self.written.extend_from_slice(&(!self.crc).to_le_bytes());
        self.written.extend_from_slice(&self.length.to_le_bytes());
    }

    /// What has come out by now; it is not handed out twice.
    pub(crate) fn take(&mut self) -> Bytes {
        std::mem::take(&mut self.written).into()
    }

    /// Bytes that have come out and not been taken.
    pub(crate) fn ready(&self) -> usize {
        self.written.len()
    }

    fn compress(&mut self, data: &[u8], flush: TDEFLFlush) {
        let written = &mut self.written;
        // Its errors are those of a callback that refuses, or of parameters other than these.
        compress_to_output(&mut self.compressor, data, flush, |bytes| {
            written.extend_from_slice(bytes);
            true
        });
    }
}

/// For each byte, what it adds to the remainder (RFC 1952 section 8).
const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder = if remainder & 1 == 1 { 0xedb8_8320 ^ (remainder >> 1) } else { remainder >> 1 };
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
};

fn crc32(crc: u32, data: &[u8]) -> u32 {
    data.iter().fold(crc, |crc, byte| CRC_TABLE[((crc ^ u32::from(*byte)) & 0xff) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of one whole: its name, its data, and what the trailer says.
    fn read(gzip: &[u8]) -> (usize, Vec<u8>) {
        assert_eq!(gzip[..10], HEADER);
        let name = gzip[10..].iter().position(|byte| *byte == 0).unwrap();
        let (body, trailer) = gzip[10 + name + 1..].split_at(gzip.len() - 10 - name - 1 - 8);
        let data = miniz_oxide::inflate::decompress_to_vec(body).unwrap();
        assert_eq!(trailer[..4], (!crc32(!0, &data)).to_le_bytes());
        assert_eq!(trailer[4..], (data.len() as u32).to_le_bytes());
        (name, data)
    }

    #[test]
    fn the_checksum_is_that_of_the_world() {
        assert_eq!(!crc32(!0, b"123456789"), 0xcbf4_3926);
        assert_eq!(!crc32(crc32(!0, b"12345"), b"6789"), 0xcbf4_3926);
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

        let mut inflate = miniz_oxide::inflate::stream::InflateState::new(DataFormat::Raw);
        let mut read = [0; 10];
        let result = miniz_oxide::inflate::stream::inflate(
            &mut inflate,
            &sent[HEADER.len() + 1..],
            &mut read,
            miniz_oxide::MZFlush::Sync,
        );

        assert_eq!(&read[..result.bytes_written], b"first");
    }
}
