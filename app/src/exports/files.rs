//! A file to be kept on the device: its name, its kind, and how it is sent.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use nep_core::foods::fold;

/// Kinds of files that are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A table for any spreadsheet.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A picture.
    Png,
}

impl Kind {
    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("csv", "text/csv; charset=utf-8"),
            Self::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Png => ("png", "image/png"),
        }
    }

    /// `Đi chợ 9/6/2026` as a file's name that every system takes: `di-cho-9-6-2026.csv`.
    #[must_use]
    pub fn name(self, title: &str) -> String {
        let mut name = String::from("nep");
        for word in fold(title).split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            name.push('-');
            name.push_str(&word.to_ascii_lowercase());
        }
        name.truncate(LONGEST_NAME);
        format!("{}.{}", name.trim_end_matches('-'), self.parts().0)
    }

    /// The file, to be kept under that title.
    #[must_use]
    pub fn send(self, title: &str, content: Vec<u8>) -> Response {
        let disposition = format!("attachment; filename=\"{}\"", self.name(title));
        let disposition = HeaderValue::from_str(&disposition).expect("a name of letters, digits and hyphens");
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.parts().1)),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        (headers, content).into_response()
    }
}

const LONGEST_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_every_system_takes() {
        assert_eq!(Kind::Csv.name("Đi chợ 9/6/2026"), "nep-di-cho-9-6-2026.csv");
        assert_eq!(Kind::Xlsx.name("../../etc \"passwd\"\r\n"), "nep-etc-passwd.xlsx");
        assert_eq!(Kind::Png.name(""), "nep.png");
        assert!(Kind::Png.name(&"mâm ".repeat(80)).len() <= LONGEST_NAME + 4);
    }
}
