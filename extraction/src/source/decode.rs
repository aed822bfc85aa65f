//! Bytes of a declared encoding become UTF-8, and nothing is replaced in silence.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_8};

use crate::dataset::Encoding;

const INPUT: usize = 1 << 16;
/// A byte of GB18030 gives at most three of UTF-8.
const OUTPUT: usize = 3 * INPUT + 16;

/// The bytes are not of the declared encoding.
#[derive(Debug, thiserror::Error)]
#[error("malformed text")]
pub(super) struct Malformed;

/// Reads UTF-8 out of a reader of another encoding; a byte order mark is dropped.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    /// The stretch of `input` that is still to decode.
    waiting: std::ops::Range<usize>,
    output: Vec<u8>,
    ready: std::ops::Range<usize>,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(inner: R, encoding: Encoding) -> Self {
        let encoding = match encoding {
            Encoding::Utf8 => UTF_8,
            Encoding::Gb18030 => GB18030,
        };
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            input: vec![0; INPUT],
            waiting: 0..0,
            output: vec![0; OUTPUT],
            ready: 0..0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.ready.is_empty() && !self.ended {
            if self.waiting.is_empty() {
                self.waiting = 0..self.inner.read(&mut self.input)?;
                self.ended = self.waiting.is_empty();
            }
            let bytes = self.input.get(self.waiting.clone()).unwrap_or_default();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.output, self.ended);
            if matches!(result, DecoderResult::Malformed(..)) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, Malformed));
            }
            self.waiting.start += read;
            self.ready = 0..written;
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let bytes = self.output.get(self.ready.clone()).unwrap_or_default();
        let count = bytes.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), bytes.get(..count)) {
            to.copy_from_slice(from);
        }
        self.ready.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: Encoding) -> Option<String> {
        let mut text = String::new();
        Decoding::new(bytes, encoding).read_to_string(&mut text).ok().map(|_| text)
    }

    #[test]
    fn both_encodings_become_the_same_text() {
        let text = "登记号,金额\n甲𠀀,1\n".repeat(20_000);
        let (bytes, _, lossy) = GB18030.encode(&text);
        assert!(!lossy);
        assert!(decoded(&bytes, Encoding::Gb18030) == Some(text.clone()));
        assert!(decoded(text.as_bytes(), Encoding::Utf8) == Some(text));
    }

    #[test]
    fn a_byte_order_mark_is_dropped_and_malformed_bytes_are_an_error() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa", Encoding::Utf8).as_deref(), Some("a"));
        assert_eq!(decoded(b"a\xFF\xFEb", Encoding::Utf8), None);
        assert_eq!(decoded(b"a\xE7\x99", Encoding::Utf8), None, "cut in the middle of a character");
        assert_eq!(decoded(b"a\x81", Encoding::Gb18030), None, "cut in the middle of a character");
    }
}
