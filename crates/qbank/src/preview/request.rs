//! Requests of HTTP/1.1, read within bounds: who sends too much, too slowly or nonsense is refused, never waited for.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use percent_encoding::percent_decode_str;

/// The most bytes of a request line with its headers.
pub(super) const MAX_HEAD: usize = 16 << 10;
/// The most bytes of a request line's address.
pub(super) const MAX_TARGET: usize = 4 << 10;
/// The most bytes of a body: a long essay.
pub(super) const MAX_BODY: usize = 256 << 10;
const MAX_HEADERS: usize = 64;
/// How long a whole request may take to come in.
const MOST_TIME: Duration = Duration::from_secs(5);

/// What a request may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
    Post,
}

/// A request that was read whole.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    /// Percent-decoded; it begins with `/` and has no `..` between slashes.
    pub(super) path: String,
    /// The names and values behind the question mark, percent-decoded, in their order.
    pub(super) query: Vec<(String, String)>,
    /// The headers, names in small letters.
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Why a request is not answered as it wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the connection ended before a request came in")]
    Gone,
    #[error("this is no request of HTTP/1.1")]
    Malformed,
    #[error("a path here has no `..` and no control characters")]
    Path,
    #[error("only GET, HEAD and POST are known here")]
    Method,
    #[error("the request took longer than {} seconds to come in", MOST_TIME.as_secs())]
    Slow,
    #[error("the length of a body is to be stated")]
    NoLength,
    #[error("a body has at most {} KiB", MAX_BODY >> 10)]
    LargeBody,
    #[error("an address has at most {} KiB", MAX_TARGET >> 10)]
    LongTarget,
    #[error("a request line and its headers have at most {} KiB and {MAX_HEADERS} headers", MAX_HEAD >> 10)]
    LargeHead,
}

impl Refusal {
    /// Returns the status of RFC 9110 that says so.
    pub(super) fn status(self) -> u16 {
        match self {
            Self::Gone | Self::Malformed | Self::Path => 400,
            Self::Method => 405,
            Self::Slow => 408,
            Self::NoLength => 411,
            Self::LargeBody => 413,
            Self::LongTarget => 414,
            Self::LargeHead => 431,
        }
    }
}

impl Request {
    /// Returns a header's value; `None` where it is missing, or stands twice, which nobody sends in good faith.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// Tells whether a header is there, once or more.
    pub(super) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(other, _)| other == name)
    }

    /// Returns a value of the query.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a request from a connection.
///
/// # Errors
/// Fails as soon as it is clear that the request is none that is answered here.
pub(super) fn receive(stream: &TcpStream) -> Result<Request, Refusal> {
    read(&mut Timed { stream, until: Instant::now() + MOST_TIME })
}

/// A connection that is read for so long and no longer, however its bytes are dealt out.
struct Timed<'s> {
    stream: &'s TcpStream,
    until: Instant,
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

fn read(source: &mut impl Read) -> Result<Request, Refusal> {
    let (head, rest) = read_head(source)?;
    let mut request = parse_head(&head)?;
    request.body = read_body(&request, rest, source)?;
    Ok(request)
}

/// Reads to the empty line behind the headers; returns what came behind it as well.
fn read_head(source: &mut impl Read) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let mut head = Vec::new();
    let mut buffer = [0; 4 << 10];
    loop {
        let searched = head.len().saturating_sub(3);
        let n_read = read_some(source, &mut buffer)?;
        if n_read == 0 {
            return Err(if head.is_empty() { Refusal::Gone } else { Refusal::Malformed });
        }
        head.extend_from_slice(&buffer[..n_read]);
        if let Some(at) = head[searched..].windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = head.split_off(searched + at + 4);
            return if head.len() > MAX_HEAD { Err(Refusal::LargeHead) } else { Ok((head, rest)) };
        }
        if head.len() > MAX_HEAD {
            let is_line = !head.contains(&b'\n');
            return Err(if is_line { Refusal::LongTarget } else { Refusal::LargeHead });
        }
    }
}

fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Refusal> {
    loop {
        match source.read(buffer) {
            Ok(n_read) => return Ok(n_read),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => return Err(Refusal::Slow),
                _ => return Err(Refusal::Gone),
            },
        }
    }
}

fn parse_head(head: &[u8]) -> Result<Request, Refusal> {
    let mut places = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut places);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) if parsed.version == Some(1) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::LargeHead),
        Ok(_) | Err(_) => return Err(Refusal::Malformed),
    }
    let method = match parsed.method {
        Some("GET") => Method::Get,
        Some("HEAD") => Method::Head,
        Some("POST") => Method::Post,
        _ => return Err(Refusal::Method),
    };
    let target = parsed.path.unwrap_or_default();
    if target.len() > MAX_TARGET {
        return Err(Refusal::LongTarget);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let header = |header: &httparse::Header| {
        let value = std::str::from_utf8(header.value).map_err(|_| Refusal::Malformed)?;
        Ok((header.name.to_ascii_lowercase(), value.to_owned()))
    };
    let headers = parsed.headers.iter().map(header).collect::<Result<_, Refusal>>()?;
    Ok(Request { method, path: decoded_path(path)?, query: decoded_query(query)?, headers, body: Vec::new() })
}

/// Decodes once; what is still encoded afterwards is a name with a percent sign.
fn decoded_path(path: &str) -> Result<String, Refusal> {
    let path = decoded(path)?;
    let climbs = path.split(['/', '\\']).any(|name| name == "..");
    if !path.starts_with('/') || climbs || path.contains(char::is_control) {
        return Err(Refusal::Path);
    }
    Ok(path)
}

fn decoded_query(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decoded(name)?, decoded(value)?))
    };
    pairs.map(pair).collect()
}

fn decoded(text: &str) -> Result<String, Refusal> {
    percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| Refusal::Path)
}

/// Reads a body of the stated length; a longer one than [`MAX_BODY`] is refused before any of it is read.
fn read_body(request: &Request, mut body: Vec<u8>, source: &mut impl Read) -> Result<Vec<u8>, Refusal> {
    if request.has_header("transfer-encoding") {
        return Err(Refusal::NoLength);
    }
    let length = match request.header("content-length") {
        // RFC 9110, 8.6: digits alone; `parse` would take a sign.
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse::<usize>().unwrap_or(usize::MAX)
        }
        None if !request.has_header("content-length") => match request.method {
            Method::Post => return Err(Refusal::NoLength),
            Method::Get | Method::Head => 0,
        },
        Some(_) | None => return Err(Refusal::Malformed),
    };
    if length > MAX_BODY {
        return Err(Refusal::LargeBody);
    }
    let mut buffer = [0; 4 << 10];
    while body.len() < length {
        match read_some(source, &mut buffer)? {
            0 => return Err(Refusal::Gone),
            n_read => body.extend_from_slice(&buffer[..n_read]),
        }
    }
    body.truncate(length);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Request, Refusal> {
        read(&mut text.as_bytes())
    }

    #[test]
    fn requests_are_read_whole() {
        let text = "POST /a%20b/c?x=1&y=%26 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcdef";
        let request = read_text(text).expect("a request");
        assert_eq!((request.method, request.path.as_str()), (Method::Post, "/a b/c"));
        assert_eq!(
            (request.asked("x"), request.asked("y"), request.asked("z")),
            (Some("1"), Some("&"), None)
        );
        assert_eq!((request.header("host"), request.body.as_slice()), (Some("h"), &b"abc"[..]));
    }

    #[test]
    fn what_is_too_much_or_nonsense_is_refused() {
        let get = |path: &str, headers: &str| format!("GET {path} HTTP/1.1\r\n{headers}\r\n");
        let post = |headers: &str| format!("POST / HTTP/1.1\r\n{headers}\r\n");
        let many = "A: b\r\n".repeat(MAX_HEADERS + 1);
        let large = format!("A: {}\r\n", "b".repeat(MAX_HEAD));
        for (text, refusal) in [
            (String::new(), Refusal::Gone),
            ("GET / HTTP/1.1\r\nHost:".to_owned(), Refusal::Malformed),
            ("GET / HTTP/1.0\r\n\r\n".to_owned(), Refusal::Malformed),
            ("\u{16}\u{3}\u{1} a TLS handshake\r\n\r\n".to_owned(), Refusal::Malformed),
            (get("/../etc/passwd", ""), Refusal::Path),
            (get("/media/..", ""), Refusal::Path),
            (get("/media/%2e%2E/x", ""), Refusal::Path),
            (get("/media/..%5cx", ""), Refusal::Path),
            (get("/media%2f..%2fx", ""), Refusal::Path),
            (get("/a%00b", ""), Refusal::Path),
            (get("/%FF", ""), Refusal::Path),
            (get("http://elsewhere/", ""), Refusal::Path),
            (get("*", ""), Refusal::Path),
            (get("/", &many), Refusal::LargeHead),
            (get("/", &large), Refusal::LargeHead),
            (get(&format!("/{}", "a".repeat(MAX_TARGET)), ""), Refusal::LongTarget),
            (format!("GET /{}", "a".repeat(2 * MAX_HEAD)), Refusal::LongTarget),
            ("DELETE / HTTP/1.1\r\n\r\n".to_owned(), Refusal::Method),
            (post(""), Refusal::NoLength),
            (post("Transfer-Encoding: chunked\r\n"), Refusal::NoLength),
            (post("Content-Length: 1073741824\r\n"), Refusal::LargeBody),
            (post("Content-Length: 99999999999999999999999\r\n"), Refusal::LargeBody),
            (post("Content-Length: +3\r\n"), Refusal::Malformed),
            (post("Content-Length: 3\r\nContent-Length: 4\r\n"), Refusal::Malformed),
            (post("Content-Length: 3\r\n"), Refusal::Gone),
        ] {
            let found = read_text(&text).map(|request| request.path);
            assert_eq!(found, Err(refusal), "{}", &text[..text.len().min(80)]);
        }
    }

    #[test]
    fn names_with_dots_are_names() {
        for path in ["/media/a..b.png", "/media/...", "/.well-known/x", "/media/%252e%252e/x"] {
            assert!(read_text(&format!("GET {path} HTTP/1.1\r\n\r\n")).is_ok(), "{path}");
        }
    }
}
