//! Records of a separated file, as ranges of the bytes read: nothing is copied, so what we do not understand passes
//! through byte for byte, and every record keeps its true line number.
//!
//! A quote opens a field only at its start (RFC 4180); inside quotes a line feed or a separator is text and `""` is
//! a quote.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr2, memrchr};

/// Bytes a block holds, unless one record is longer.
const BLOCK: usize = 256 * 1024;

/// A record longer than this is a quote that was never closed.
const LONGEST_RECORD: usize = 4 * 1024 * 1024;

/// Whole records, and the line on which the first begins.
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    pub(super) first_line: u64,
}

/// Why no further block can be had.
pub(super) enum ReadFault {
    /// The system could not read.
    Io(io::Error),
    /// The record that begins on this line does not end.
    NeverEnds {
        /// Its first line.
        line: u64,
    },
}

/// Cuts what it reads into blocks of whole records.
pub(super) struct Blocks<R> {
    source: R,
    rest: Vec<u8>,
    line: u64,
    separator: u8,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// `rest` was read already and comes before `source`; it begins on `line`.
    pub(super) const fn new(source: R, rest: Vec<u8>, line: u64, separator: u8) -> Self {
        Self { source, rest, line, separator, ended: false }
    }

    /// The next block; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Block>, ReadFault> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut wanted = BLOCK;
        loop {
            if !self.ended {
                let missing = wanted.saturating_sub(bytes.len());
                bytes.reserve(missing);
                let limit = u64::try_from(missing).unwrap_or(u64::MAX);
                let read = self.source.by_ref().take(limit).read_to_end(&mut bytes).map_err(ReadFault::Io)?;
                self.ended = read < missing;
            }
            let whole = if self.ended { bytes.len() } else { end_of_last_record(&bytes, self.separator) };
            if self.ended && bytes.is_empty() {
                return Ok(None);
            }
            if whole > 0 {
                self.rest = bytes.split_off(whole);
                let first_line = self.line;
                self.line += count_lines(&bytes);
                return Ok(Some(Block { bytes, first_line }));
            }
            if bytes.len() > LONGEST_RECORD {
                return Err(ReadFault::NeverEnds { line: self.line });
            }
            wanted = bytes.len() * 2;
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u64::MAX)
}

/// Index after the last record that is complete, 0 when none is.
fn end_of_last_record(bytes: &[u8], separator: u8) -> usize {
    if memchr(b'"', bytes).is_none() {
        return memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    }
    let mut end = 0;
    while let Some(feed) = record_end(bytes, end, separator) {
        end = feed + 1;
    }
    end
}

/// Index of the line feed that ends the record beginning at `start`.
pub(super) fn record_end(bytes: &[u8], start: usize, separator: u8) -> Option<usize> {
    let first = start + memchr2(b'\n', b'"', &bytes[start..])?;
    if bytes[first] == b'\n' {
        return Some(first);
    }
    let mut at = start;
    loop {
        at = field_end(bytes, at, separator);
        match bytes.get(at) {
            None => return None,
            Some(b'\n') => return Some(at),
            Some(_) => at += 1,
        }
    }
}

/// Index of the separator or line feed after the field that begins at `at`, or the end of the bytes.
fn field_end(bytes: &[u8], mut at: usize, separator: u8) -> usize {
    if bytes.get(at) == Some(&b'"') {
        at += 1;
        loop {
            match memchr(b'"', &bytes[at..]) {
                None => return bytes.len(),
                Some(quote) if bytes.get(at + quote + 1) == Some(&b'"') => at += quote + 2,
                Some(quote) => {
                    at += quote + 1;
                    break;
                }
            }
        }
    }
    memchr2(separator, b'\n', &bytes[at..]).map_or(bytes.len(), |more| at + more)
}

/// Puts the ranges of the record's fields into `fields`. The record stands without its line end.
pub(super) fn split(record: &[u8], separator: u8, fields: &mut Vec<Range<usize>>) {
    fields.clear();
    let mut start = 0;
    if memchr(b'"', record).is_none() {
        for (at, byte) in record.iter().enumerate() {
            if *byte == separator {
                fields.push(start..at);
                start = at + 1;
            }
        }
        fields.push(start..record.len());
        return;
    }
    loop {
        // A line feed outside quotes cannot stand inside a record.
        let end = field_end(record, start, separator);
        fields.push(start..end);
        if end >= record.len() {
            return;
        }
        start = end + 1;
    }
}

/// What a field says: without surrounding blanks, without its quotes.
pub(super) fn text(field: &[u8]) -> Cow<'_, [u8]> {
    let field = field.trim_ascii();
    match field {
        [b'"', inner @ .., b'"'] if memchr(b'"', inner).is_none() => Cow::Borrowed(inner.trim_ascii()),
        [b'"', inner @ .., b'"'] => {
            let mut plain = Vec::with_capacity(inner.len());
            let mut bytes = inner.iter();
            while let Some(byte) = bytes.next() {
                plain.push(*byte);
                if *byte == b'"' {
                    bytes.next();
                }
            }
            Cow::Owned(plain.trim_ascii().to_vec())
        }
        _ => Cow::Borrowed(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields_of(record: &str) -> Vec<String> {
        let mut fields = Vec::new();
        split(record.as_bytes(), b',', &mut fields);
        let read = |field: Range<usize>| String::from_utf8_lossy(&text(&record.as_bytes()[field])).into_owned();
        fields.into_iter().map(read).collect()
    }

    #[test]
    fn quotes_hide_separators_line_feeds_and_quotes() {
        assert_eq!(fields_of(r#"a,"b,c","d""e",f"#), ["a", "b,c", "d\"e", "f"]);
        assert_eq!(fields_of("\"two\nlines\", 9.6 ,"), ["two\nlines", "9.6", ""]);
        assert_eq!(fields_of(""), [""]);
        assert_eq!(fields_of("5\" tall,x"), ["5\" tall", "x"]);
    }

    #[test]
    fn blocks_hold_whole_records_and_know_their_line() {
        let row = "\"a\nb\",1\n";
        let text = row.repeat(100_000);
        let mut blocks = Blocks::new(text.as_bytes(), Vec::new(), 2, b',');
        let (mut seen, mut line) = (Vec::new(), 2);
        while let Ok(Some(block)) = blocks.next() {
            assert_eq!(block.first_line, line);
            assert_eq!(block.bytes.len() % row.len(), 0, "cut inside a record");
            line += u64::try_from(block.bytes.len() / row.len() * 2).expect("small");
            seen.extend(block.bytes);
        }
        assert!(seen == text.as_bytes());
    }

    #[test]
    fn a_quote_never_closed_is_named_with_its_line() {
        let text = format!("\"{}", "x\n".repeat(LONGEST_RECORD));
        let mut blocks = Blocks::new(text.as_bytes(), b"a,b\n".to_vec(), 2, b',');
        assert!(matches!(blocks.next(), Ok(Some(Block { first_line: 2, .. }))));
        assert!(matches!(blocks.next(), Err(ReadFault::NeverEnds { line: 3 })));
    }

    #[test]
    fn a_last_record_without_line_feed_is_read() {
        let mut blocks = Blocks::new("a,b".as_bytes(), Vec::new(), 1, b',');
        assert!(matches!(blocks.next(), Ok(Some(block)) if block.bytes == b"a,b"));
        assert!(matches!(blocks.next(), Ok(None)));
    }
}
