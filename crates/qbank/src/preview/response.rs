//! Answers of the preview, each with the headers that keep its page to itself.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::request::Refusal;

/// What a page of the preview may do: load what lies beside it, and nothing else. Formulas are set by styles of their
/// elements; nothing that an author writes becomes an attribute.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
                           img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";

/// What a file of the bank may do when it is opened by itself: a drawing may set its own colours and do nothing.
const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// How long a peer may take to take what it asked for.
const MOST_TIME: Duration = Duration::from_secs(5);

/// What is left of a refused request is read for so long, so that the peer sees the answer before the end.
const FAREWELL: Duration = Duration::from_millis(200);
const FAREWELL_BYTES: u64 = 64 << 10;

/// An answer.
pub(super) struct Response {
    status: u16,
    kind: &'static str,
    policy: &'static str,
    body: Body,
}

enum Body {
    Text(String),
    File(Box<dyn Read>),
}

impl Response {
    /// A text of the preview itself.
    pub(super) fn text(kind: &'static str, text: impl Into<String>) -> Self {
        Self { status: 200, kind, policy: PAGE_POLICY, body: Body::Text(text.into()) }
    }

    /// A JSON document.
    pub(super) fn json(text: impl Into<String>) -> Self {
        Self::text("application/json", text)
    }

    /// A file of the bank, streamed: it may be of any size.
    pub(super) fn file(kind: &'static str, file: Box<dyn Read>) -> Self {
        Self { status: 200, kind, policy: FILE_POLICY, body: Body::File(file) }
    }

    /// Says why there is no other answer.
    pub(super) fn refusal(status: u16, why: &str) -> Self {
        Self { status, ..Self::text("text/plain; charset=utf-8", format!("{why}\n")) }
    }

    /// Writes the answer, without its body where only the head was asked for, and ends the connection.
    ///
    /// # Errors
    /// Fails where the peer is gone, or does not take it in time.
    pub(super) fn send(self, stream: &TcpStream, with_body: bool) -> io::Result<()> {
        stream.set_write_timeout(Some(MOST_TIME))?;
        let mut out = io::BufWriter::new(stream);
        write_head(&mut out, self.status, self.kind, self.policy)?;
        match self.body {
            Body::Text(text) => {
                write!(out, "Content-Length: {}\r\n\r\n", text.len())?;
                if with_body {
                    out.write_all(text.as_bytes())?;
                }
            }
            Body::File(mut file) => {
                write!(out, "\r\n")?;
                if with_body {
                    io::copy(&mut file, &mut out)?;
                }
            }
        }
        out.flush()
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        Self::refusal(refusal.status(), &refusal.to_string())
    }
}

/// Writes the head of a stream of events, which lasts as long as the page is shown.
///
/// # Errors
/// Fails where the peer is gone.
pub(super) fn begin_events(mut stream: &TcpStream) -> io::Result<()> {
    stream.set_write_timeout(Some(MOST_TIME))?;
    let mut head = Vec::new();
    write_head(&mut head, 200, "text/event-stream", PAGE_POLICY)?;
    head.extend_from_slice(b"\r\n");
    stream.write_all(&head)
}

fn write_head(out: &mut impl Write, status: u16, kind: &str, policy: &str) -> io::Result<()> {
    let reason = reason(status);
    write!(
        out,
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Security-Policy: {policy}\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\nConnection: close\r\n"
    )?;
    if status == 405 { out.write_all(b"Allow: GET, HEAD, POST\r\n") } else { Ok(()) }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        _ => "Service Unavailable",
    }
}

/// Ends a connection whose peer may still be sending: reads a little of it and throws it away, since an end with unread
/// bytes would take the answer back (RFC 9112, 9.6).
pub(super) fn part(stream: &TcpStream) {
    let left = stream.shutdown(Shutdown::Write).and_then(|()| stream.set_read_timeout(Some(FAREWELL)));
    if left.is_ok() {
        // How it ends is no matter: the answer is sent.
        let _ = io::copy(&mut stream.take(FAREWELL_BYTES), &mut io::sink());
    }
}
