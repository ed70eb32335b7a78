//! Takes connections on this machine's own address, a thread for each, and hands their requests to the routes.

use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::guard::Guard;
use super::live::Live;
use super::request::{Method, Refusal, Request, receive};
use super::response::{Response, begin_events, part};
use super::routes;
use crate::failure::Failure;

/// The most connections at one time; a page shown has one open.
const MOST_CONNECTIONS: usize = 64;
/// How often a silent stream of events says that it is still there, and so learns whether its peer is: a page that is
/// loaded again and again leaves one behind each time, and they count as open.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How long to wait where the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(50);

/// What all connections share.
pub(super) struct Server {
    guard: Guard,
    live: Arc<Live>,
    n_open: AtomicUsize,
}

/// Opens the port, on the loopback address alone.
///
/// # Errors
/// Fails where another program has the port, or the system does not give it.
pub(super) fn listen(port: u16) -> Result<(TcpListener, u16), Failure> {
    let failure = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Failure::PortInUse { port },
        _ => Failure::Listen { port, source },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failure)?;
    let port = listener.local_addr().map_err(failure)?.port();
    Ok((listener, port))
}

impl Server {
    /// Makes the server of a port.
    pub(super) fn new(port: u16, live: Arc<Live>) -> Arc<Self> {
        Arc::new(Self { guard: Guard::new(port), live, n_open: AtomicUsize::new(0) })
    }

    /// Answers connections for as long as the process lives.
    pub(super) fn run(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            match stream {
                Ok(stream) => self.take(stream),
                Err(_) => thread::sleep(BREATH),
            }
        }
    }

    fn take(self: &Arc<Self>, stream: TcpStream) {
        let place = Place::take(Arc::clone(self));
        if place.number > MOST_CONNECTIONS {
            let busy = Response::refusal(503, "too many connections are open; close a page of the preview");
            let _ = stream.set_nonblocking(true).and_then(|()| busy.send(&stream, true));
            return;
        }
        let started = thread::Builder::new().spawn(move || place.server.serve(&stream));
        // Without a thread the connection is closed, and the page asks again.
        drop(started);
    }

    /// Answers one request; what goes wrong on the way to the peer is the peer's loss.
    fn serve(&self, stream: &TcpStream) {
        let request = match receive(stream) {
            Ok(request) => request,
            Err(Refusal::Gone) => return,
            Err(refusal) => {
                let _ = Response::from(refusal).send(stream, true);
                return part(stream);
            }
        };
        let _ = stream.set_nodelay(true);
        let _ = match self.guard.check(&request) {
            Err(stranger) => Response::refusal(403, &stranger.to_string()).send(stream, true),
            Ok(()) if request.path == "/events" && request.method == Method::Get => {
                self.tell_changes(&request, stream)
            }
            Ok(()) => {
                routes::answer(&request, &self.live.latest()).send(stream, request.method != Method::Head)
            }
        };
    }

    /// Sends the number of each new moment of the bank, the first one at once where the page shows an older one; a `quick`
    /// one is an edit whose findings are still looked for.
    fn tell_changes(&self, request: &Request, mut stream: &TcpStream) -> io::Result<()> {
        begin_events(stream)?;
        let mut seen: u64 = request.asked("seen").and_then(|seen| seen.parse().ok()).unwrap_or_default();
        loop {
            let latest = self.live.after(seen, HEARTBEAT);
            if latest.number > seen {
                seen = latest.number;
                let kind = if latest.is_quick { "event: quick\n" } else { "" };
                stream.write_all(format!("{kind}data: {seen}\n\n").as_bytes())?;
            } else {
                stream.write_all(b":\n\n")?;
            }
        }
    }
}

/// A connection's place among all that are open, given back when it ends, however it ends.
struct Place {
    server: Arc<Server>,
    number: usize,
}

impl Place {
    fn take(server: Arc<Server>) -> Self {
        let number = server.n_open.fetch_add(1, Ordering::Relaxed) + 1;
        Self { server, number }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.server.n_open.fetch_sub(1, Ordering::Relaxed);
    }
}
