//! The columns of WHO's `anthro`: which of them a file has, how it separates them, and which it gets.

use std::ops::Range;

use super::records;

/// A column we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Sex,
    Age,
    IsAgeInMonth,
    Weight,
    Lenhei,
    Measure,
    Headc,
    Armc,
    Triskin,
    Subskin,
    Oedema,
}

impl Column {
    pub(super) const ALL: [Self; 11] = [
        Self::Sex,
        Self::Age,
        Self::IsAgeInMonth,
        Self::Weight,
        Self::Lenhei,
        Self::Measure,
        Self::Headc,
        Self::Armc,
        Self::Triskin,
        Self::Subskin,
        Self::Oedema,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::Age => "age",
            Self::IsAgeInMonth => "is_age_in_month",
            Self::Weight => "weight",
            Self::Lenhei => "lenhei",
            Self::Measure => "measure",
            Self::Headc => "headc",
            Self::Armc => "armc",
            Self::Triskin => "triskin",
            Self::Subskin => "subskin",
            Self::Oedema => "oedema",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// What may stand between columns.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The columns we add, in order.
pub(super) const RESULTS: [&str; 21] = [
    "clenhei",
    "cbmi",
    "csex",
    "cmeasure",
    "c9mo_flag",
    "zlen",
    "zwei",
    "zwfl",
    "zbmi",
    "zhc",
    "zac",
    "zts",
    "zss",
    "flen",
    "fwei",
    "fwfl",
    "fbmi",
    "fhc",
    "fac",
    "fts",
    "fss",
];

/// What one column of the file is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Read(Column),
    /// Passed through.
    Other,
    /// Named like a column we add, which takes its place.
    Replaced,
}

/// How a file is laid out, as its first line says.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) separator: u8,
    pub(super) line_end: &'static [u8],
    roles: Vec<Role>,
    pub(super) has_age_unit: bool,
    pub(super) replaced: Vec<String>,
    replaces_any: bool,
}

/// Why a first line cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HeaderFault {
    /// UTF-16, as spreadsheets save "Unicode text".
    Utf16,
    /// Lines end with a carriage return alone, as old Macs wrote them: the whole file is one line.
    OnlyReturns,
    /// No column is one of ours.
    NoKnownColumn,
    /// This column of ours stands twice.
    Twice(&'static str),
}

impl Layout {
    /// Reads the header line, given without its line feed and without a byte order mark.
    pub(super) fn read(header: &[u8], added: &[&str]) -> Result<Self, HeaderFault> {
        if header.starts_with(&[0xFF, 0xFE]) || header.starts_with(&[0xFE, 0xFF]) || header.contains(&0) {
            return Err(HeaderFault::Utf16);
        }
        let (header, line_end): (_, &'static [u8]) = match header {
            [line @ .., b'\r'] => (line, b"\r\n"),
            line => (line, b"\n"),
        };
        if header_ends_in_return(header) {
            return Err(HeaderFault::OnlyReturns);
        }
        let known = |separator: &u8| names(header, *separator).iter().filter(|n| Column::named(n).is_some()).count();
        // The first of those that find most columns.
        let separator = SEPARATORS.into_iter().rev().max_by_key(known).unwrap_or(b',');
        let (mut roles, mut replaced) = (Vec::new(), Vec::new());
        for name in names(header, separator) {
            roles.push(match Column::named(&name) {
                Some(column) if roles.contains(&Role::Read(column)) => return Err(HeaderFault::Twice(column.name())),
                Some(column) => Role::Read(column),
                None if added.contains(&name.as_str()) => {
                    replaced.push(name);
                    Role::Replaced
                }
                None => Role::Other,
            });
        }
        if !roles.iter().any(|role| matches!(role, Role::Read(_))) {
            return Err(HeaderFault::NoKnownColumn);
        }
        let has_age_unit = roles.contains(&Role::Read(Column::IsAgeInMonth));
        let replaces_any = !replaced.is_empty();
        Ok(Self { separator, line_end, roles, has_age_unit, replaced, replaces_any })
    }

    /// How many columns the file has.
    pub(super) fn width(&self) -> usize {
        self.roles.len()
    }

    /// The column of ours at this place.
    pub(super) fn column(&self, place: usize) -> Option<Column> {
        match self.roles.get(place) {
            Some(Role::Read(column)) => Some(*column),
            _ => None,
        }
    }

    /// Writes the fields of a record as they came, without those we replace, each column in its place.
    pub(super) fn pass_through(&self, record: &[u8], fields: &[Range<usize>], out: &mut Vec<u8>) {
        if !self.replaces_any && fields.len() == self.width() {
            out.extend_from_slice(record);
            return;
        }
        let mut first = true;
        for (place, role) in self.roles.iter().enumerate().filter(|(_, role)| **role != Role::Replaced) {
            debug_assert!(*role != Role::Replaced);
            if !first {
                out.push(self.separator);
            }
            first = false;
            out.extend_from_slice(fields.get(place).map_or(&[], |field| &record[field.clone()]));
        }
    }
}

/// Index of the line feed that ends the header at the start of `bytes`, whatever separates its names.
pub(super) fn header_end(bytes: &[u8]) -> Option<usize> {
    end_of_names(bytes, b'\n')
}

fn header_ends_in_return(header: &[u8]) -> bool {
    end_of_names(header, b'\r').is_some()
}

/// Index of the first `end` outside quotes. A quote opens a name only at its start.
fn end_of_names(bytes: &[u8], end: u8) -> Option<usize> {
    let (mut quoted, mut at_start) = (false, true);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'"' && (quoted || at_start) {
            // A doubled quote closes and opens again.
            quoted = !quoted;
            at_start = !quoted;
        } else if !quoted {
            if *byte == end {
                return Some(at);
            }
            at_start = SEPARATORS.contains(byte);
        }
    }
    None
}

fn names(header: &[u8], separator: u8) -> Vec<String> {
    let mut fields = Vec::new();
    records::split(header, separator, &mut fields);
    fields
        .into_iter()
        .map(|field| String::from_utf8_lossy(&records::text(&header[field])).to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_finds_our_columns() {
        for (header, separator) in [
            ("sex,age,weight", b','),
            ("Họ, tên;SEX;\"Age\";WEIGHT\r", b';'),
            ("sex\tage\tnote, more, and more", b'\t'),
            ("weight", b','),
        ] {
            let layout = Layout::read(header.as_bytes(), &RESULTS).expect("a header");
            assert_eq!(layout.separator, separator, "{header}");
        }
    }

    #[test]
    fn a_header_that_is_none_of_ours_is_refused() {
        assert_eq!(Layout::read(b"a,b,c", &RESULTS).err(), Some(HeaderFault::NoKnownColumn));
        assert_eq!(Layout::read(b"sex,age,Age", &RESULTS).err(), Some(HeaderFault::Twice("age")));
        assert_eq!(Layout::read(b"\xFF\xFEs\0e\0x\0", &RESULTS).err(), Some(HeaderFault::Utf16));
    }

    #[test]
    fn a_quoted_name_may_hold_a_line_feed_and_another_quote_does_not_open_one() {
        assert_eq!(header_end(b"sex,\"no\nte\",age\nm"), Some(15));
        assert_eq!(header_end(b"sex;\"say \"\"no\n\"\"\";age\nm"), Some(21));
        assert_eq!(header_end(b"sex,5\" tall,age\nm,\"x"), Some(15));
        assert_eq!(header_end(b"sex,\"note,age\nm"), None);
    }

    #[test]
    fn lines_that_end_with_a_return_alone_are_refused() {
        assert_eq!(Layout::read(b"sex,age\rm,300\r", &RESULTS).err(), Some(HeaderFault::OnlyReturns));
        assert!(Layout::read(b"sex,\"two\r\nlines\",age\r", &RESULTS).is_ok());
    }

    #[test]
    fn a_column_named_like_a_result_is_replaced() {
        let layout = Layout::read(b"id,zlen,sex", &RESULTS).expect("a header");
        assert_eq!(layout.replaced, ["zlen"]);
        let (record, mut fields, mut out) = (b"7,1.00,m", Vec::new(), Vec::new());
        records::split(record, b',', &mut fields);
        layout.pass_through(record, &fields, &mut out);
        assert_eq!(out, b"7,m");
    }
}
