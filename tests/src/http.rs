//! The smallest client that can say exactly what goes over the wire: HTTP/1.1, one request a connection.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::site::Site;

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, as text.
    pub body: String,
}

impl Answer {
    /// The first header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A reader of the pages, who may hold the cookie.
pub struct Reader<'a> {
    site: &'a Site,
    cookie: Option<String>,
}

impl<'a> Reader<'a> {
    /// Somebody who only knows the port.
    #[must_use]
    pub const fn stranger(site: &'a Site) -> Self {
        Self { site, cookie: None }
    }

    /// Somebody who opened the printed address.
    ///
    /// # Panics
    ///
    /// When opening it gives no cookie.
    #[must_use]
    pub fn invited(site: &'a Site) -> Self {
        let path = site.address().strip_prefix(&site.url("")).expect("the address is of this site");
        let answer = Self::stranger(site).get(path);
        let cookie = answer.header("set-cookie").expect("opening the printed address sets the cookie");
        let cookie = cookie.split(';').next().expect("a cookie has a value").to_owned();
        Self { site, cookie: Some(cookie) }
    }

    /// GETs a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        let host = self.site.url("").replace("http://", "");
        self.send("GET", path, &[("Host", &host)], b"")
    }

    /// Sends just these headers (and the cookie, if held) and this body.
    ///
    /// # Panics
    ///
    /// When nothing that looks like an answer comes back.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let authority = self.site.url("").replace("http://", "");
        let cookie = self.cookie.as_deref().map(|cookie| ("Cookie", cookie));
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain(cookie).collect();
        send(&authority, method, path, &headers, body)
    }
}

/// GETs a path of whoever listens there.
///
/// # Panics
///
/// When nothing that looks like an answer comes back.
#[must_use]
pub fn ask(authority: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(authority, "GET", path, headers, b"")
}

fn send(authority: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(authority).expect("the program listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
    let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).expect("the head is sent");
    // A refused body may be cut short: what counts is the answer.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    parse(&answer)
}

fn parse(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(body) } else { body.to_owned() };
    Answer { status: status.expect("an answer has a status"), headers, body }
}

fn unchunk(body: &str) -> String {
    let mut out = Vec::new();
    let mut rest = body.as_bytes();
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && end + 2 + size <= rest.len()) else { break };
        out.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    String::from_utf8_lossy(&out).into_owned()
}
