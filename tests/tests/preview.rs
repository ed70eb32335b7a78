//! `qbank preview` as a program that anybody on the machine, and every page in a browser, can send bytes to.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "banks are changed on the disk, and time is measured"
)]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Child;
use std::time::{Duration, Instant};

use qbank_tests::qbank::{qbank, run};
use qbank_tests::temp_bank::TempBank;
use serde_json::{Value, json};

const SOUND: &str = "## Which cost falls when lots grow? {#inv-sound}\n\n![The cost curve](../../media/chart.svg)\n\n\
                     - [x] Ordering cost\n  > Fewer orders.\n- [ ] Carrying cost\n\n**Rationale:** Orders are fewer.\n";
const KEYLESS: &str = "## Which cost falls? {#inv-keyless}\n\n- [ ] Ordering cost\n- [ ] Carrying cost\n";
/// How long anything here may take on a slow machine.
const LIMIT: Duration = Duration::from_secs(20);

/// A preview that runs, and the bank that it shows.
struct Preview {
    bank: TempBank,
    child: Child,
    port: u16,
}

/// An answer: its status, its head and its body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Preview {
    fn of(bank: TempBank) -> Self {
        let mut child = qbank(bank.root(), ["preview", "--port", "0"]).spawn().expect("the binary starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        Self { bank, child, port: port.unwrap_or_else(|| panic!("an address: {line:?}")) }
    }

    fn sound() -> Self {
        Self::of(TempBank::new().with("items/inventory/a.md", SOUND))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a connection");
        stream.set_read_timeout(Some(LIMIT)).expect("a timeout");
        stream
    }

    /// Sends bytes as they are, with `PORT` replaced.
    fn send(&self, bytes: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(bytes.replace("PORT", &self.port.to_string()).as_bytes()).expect("bytes go out");
        answer(&mut stream)
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"))
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        serde_json::from_slice(&answer.body).unwrap_or_else(|fault| panic!("{fault}: {}", answer.head))
    }

    fn post(&self, path: &str, headers: &str, body: &str) -> Answer {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:PORT\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    /// Waits for a moment at which the bank is as wanted; the test's own limit ends a wait in vain.
    fn when(&self, events: &mut BufReader<TcpStream>, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let bank = self.json("/api/bank");
            if is_so(&bank) {
                return bank;
            }
            moment(events);
        }
    }

    /// Listens for changes; the first line that comes back tells the moment that is shown.
    fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        write!(stream, "GET /events?seen=0 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port)
            .expect("bytes go out");
        BufReader::new(stream)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().expect("the preview can be ended");
        self.child.wait().expect("the preview can be waited for");
    }
}

/// Reads to the end of a connection.
fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let body = bytes.split_off(at);
    let head = String::from_utf8(bytes).expect("a head in ASCII");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Answer { status: status.unwrap_or_else(|| panic!("a status: {head:?}")), head, body }
}

/// Waits for the next moment of the bank.
fn moment(events: &mut BufReader<TcpStream>) -> u64 {
    loop {
        let mut line = String::new();
        assert_ne!(events.read_line(&mut line).expect("an event"), 0, "the stream of events ends");
        if let Some(number) = line.strip_prefix("data: ") {
            return number.trim().parse().expect("a number");
        }
    }
}

#[test]
fn the_page_loads_from_here_and_may_do_nothing_else() {
    let preview = Preview::sound();
    let page = preview.get("/");
    assert_eq!(page.status, 200);
    for header in [
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
    ] {
        assert!(page.head.contains(header), "{header} is not in {}", page.head);
    }
    let html = String::from_utf8(page.body).expect("HTML in UTF-8");
    let addresses =
        ["src=\"", "href=\""].map(|name| html.split(name).skip(1).filter_map(|rest| rest.split('"').next()));
    let mut n_files = 0;
    for address in addresses.into_iter().flatten().filter(|address| address.starts_with('/')) {
        assert_eq!(preview.get(address).status, 200, "{address}");
        n_files += 1;
    }
    assert_eq!(n_files, 3);
    assert!(!html.contains("//"), "nothing comes from outside: {html}");
    let head = preview.send("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn only_the_preview_s_own_page_is_answered() {
    let preview = Preview::sound();
    let mut faults = Vec::new();
    for (headers, expected) in [
        ("Host: 127.0.0.1:PORT\r\n", 200),
        ("Host: LOCALHOST:PORT\r\n", 200),
        ("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n", 200),
        ("Host: localhost:PORT\r\nSec-Fetch-Site: same-origin\r\n", 200),
        ("Host: localhost:PORT\r\nSec-Fetch-Site: none\r\n", 200),
        ("", 403),
        ("Host: 127.0.0.1\r\n", 403),
        ("Host: localhost:1\r\n", 403),
        ("Host: attacker.example:PORT\r\n", 403),
        ("Host: 127.0.0.1.attacker.example:PORT\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nHost: attacker.example\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nOrigin: http://attacker.example\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nOrigin: https://127.0.0.1:PORT\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:1\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nOrigin: null\r\n", 403),
        ("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n", 403),
        (
            "Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
            403,
        ),
    ] {
        for path in ["/", "/api/bank", "/media/media/chart.svg"] {
            let found = preview.send(&format!("GET {path} HTTP/1.1\r\n{headers}\r\n")).status;
            if found != expected {
                faults.push(format!("{path} with {headers:?}: {found}, not {expected}"));
            }
        }
    }
    let link = "Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    for (path, expected) in [("/", 200), ("/api/bank", 403)] {
        let found = preview.send(&format!("GET {path} HTTP/1.1\r\n{link}\r\n")).status;
        if found != expected {
            faults.push(format!("a link to {path}: {found}, not {expected}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_outside_what_questions_show_are_not_handed_out() {
    let preview = Preview::sound();
    let picture = preview.get("/media/media/chart.svg");
    assert_eq!(picture.status, 200);
    assert_eq!(picture.body, preview.bank.bytes("media/chart.svg"));
    assert!(
        picture.head.contains("Content-Type: image/svg+xml") && picture.head.contains("; sandbox"),
        "{}",
        picture.head
    );
    for (path, expected) in [
        ("/media/bank.toml", 404),
        ("/media/items/inventory/a.md", 404),
        ("/media//etc/passwd", 404),
        ("/media/media", 404),
        ("/media/", 404),
        ("/nothing", 404),
        ("/media/../bank.toml", 400),
        ("/media/media/%2e%2e/media/chart.svg", 400),
        ("/..%2fbank.toml", 400),
        ("/media/..%5Cbank.toml", 400),
    ] {
        assert_eq!(preview.get(path).status, expected, "{path}");
    }
}

#[test]
fn what_is_sent_is_bounded() {
    let preview = Preview::sound();
    let start = Instant::now();
    let host = "Host: 127.0.0.1:PORT\r\n";
    let gigabyte = format!("POST /api/score HTTP/1.1\r\n{host}Content-Length: 1073741824\r\n\r\n");
    assert_eq!(preview.send(&gigabyte).status, 413);
    assert!(start.elapsed() < Duration::from_secs(3), "a gigabyte was waited for");
    for (request, expected) in [
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(5_000)), 414),
        (format!("GET / HTTP/1.1\r\n{host}A: {}\r\n\r\n", "a".repeat(20_000)), 431),
        (format!("GET / HTTP/1.1\r\n{host}{}\r\n", "A: b\r\n".repeat(100)), 431),
        (format!("POST /api/score HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 411),
        (format!("DELETE /api/bank HTTP/1.1\r\n{host}\r\n"), 405),
        (format!("OPTIONS /api/score HTTP/1.1\r\n{host}\r\n"), 405),
        ("nonsense\r\n\r\n".to_owned(), 400),
    ] {
        assert_eq!(preview.send(&request).status, expected, "{}", &request[..request.len().min(60)]);
    }
    assert_eq!(preview.get("/api/bank").status, 200);
}

#[test]
fn a_gigabyte_that_is_really_sent_is_not_taken() {
    let preview = Preview::sound();
    let mut stream = preview.connect();
    write!(
        stream,
        "POST /api/score HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 1073741824\r\n\r\n",
        preview.port
    )
    .expect("a head goes out");
    let piece = vec![b'x'; 1 << 20];
    // What the system holds on the way goes out; then the connection ends.
    let n_sent = (0..1024).take_while(|_| stream.write_all(&piece).is_ok()).count();
    assert!(n_sent < 100, "{n_sent} MiB were taken");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn slow_peers_are_let_go_and_keep_nobody_waiting() {
    let preview = Preview::sound();
    let mut slow: Vec<TcpStream> = (0..40).map(|_| preview.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HT").expect("bytes go out");
    }
    let start = Instant::now();
    assert_eq!(preview.get("/api/bank").status, 200);
    assert!(start.elapsed() < Duration::from_secs(3), "it waited for others");
    let mut drip = slow.remove(0);
    while start.elapsed() < LIMIT {
        if drip.write_all(b"x").is_err() {
            break;
        }
        let mut byte = [0; 1];
        drip.set_read_timeout(Some(Duration::from_millis(200))).expect("a timeout");
        match drip.read(&mut byte) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Ok(_) | Err(_) => break,
        }
    }
    assert!(start.elapsed() < Duration::from_secs(10), "a peer that drips bytes is kept");
    assert_eq!(answer(&mut slow[0]).status, 408);
}

#[test]
fn too_many_connections_are_told_so_and_a_free_place_is_used_again() {
    let preview = Preview::sound();
    let held: Vec<TcpStream> = (0..70).map(|_| preview.connect()).collect();
    let busy = |stream: &TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(500))).expect("a timeout");
        let mut bytes = [0; 12];
        (&mut &*stream).read_exact(&mut bytes).is_ok_and(|()| bytes.ends_with(b"503"))
    };
    assert!(held[64..].iter().all(busy), "more than 64 connections are kept");
    drop(held);
    let start = Instant::now();
    // Who is sent away may find the connection reset before the answer was read.
    let is_served = || {
        let (mut stream, mut answer) = (preview.connect(), Vec::new());
        let sent = write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", preview.port);
        sent.and_then(|()| stream.read_to_end(&mut answer)).is_ok() && answer.starts_with(b"HTTP/1.1 200")
    };
    while !is_served() {
        assert!(start.elapsed() < LIMIT, "no place becomes free");
    }
}

#[test]
fn responses_are_scored_as_qbank_score_does() {
    let preview = Preview::sound();
    let json_type = "Content-Type: application/json\r\n";
    for (choices, points, told) in
        [(json!(["a"]), "1", json!({"a": "<p>Fewer orders.</p>"})), (json!(["b"]), "0", json!({}))]
    {
        let response = json!({ "item": "inv-sound", "choices": choices });
        let answer = preview.post("/api/score?key=inv-sound", json_type, &response.to_string());
        assert_eq!(answer.status, 200);
        let solution: Value = serde_json::from_slice(&answer.body).expect("JSON");
        fs::write(preview.bank.path("r.json"), json!({ "version": 1, "responses": [response] }).to_string())
            .expect("a file can be written");
        let scores: Value =
            serde_json::from_slice(&run(&mut qbank(preview.bank.root(), ["score", "r.json"])).stdout)
                .expect("JSON");
        assert_eq!(solution["score"], scores["scores"][0]);
        assert_eq!((&solution["score"]["points"], &solution["told"]), (&json!(points), &told));
        assert_eq!(solution["keys"], json!(["a"]));
        assert!(
            solution["html"].as_str().is_some_and(|html| html.contains("Orders are fewer.")),
            "{solution}"
        );
    }
    let response = json!({ "item": "inv-sound", "choices": ["a"] }).to_string();
    let unfit = json!({ "item": "inv-sound", "text": "a" }).to_string();
    for (path, headers, body, expected) in [
        ("/api/score?key=inv-sound", "", response.as_str(), 415),
        ("/api/score?key=inv-sound", "Content-Type: text/plain\r\n", &response, 415),
        ("/api/score?key=nothing", json_type, &response, 404),
        ("/api/score?key=inv-sound", json_type, "{", 400),
        ("/api/score?key=inv-sound", json_type, &unfit, 400),
        ("/api/bank", json_type, &response, 404),
    ] {
        assert_eq!(preview.post(path, headers, body).status, expected, "{path} {headers} {body}");
    }
}

#[test]
fn the_heat_map_says_whose_the_weights_are() {
    let preview = Preview::sound();
    let map = |preview: &Preview| preview.json("/api/coverage")["html"].as_str().expect("a text").to_owned();
    assert!(map(&preview).contains("Provisional weights") && map(&preview).contains("<table>"));
    let path = preview.bank.root().join("blueprints/test.toml");
    let official = fs::read_to_string(&path).expect("a blueprint").replace("\"house\"", "\"official\"");
    let official = Preview::of(
        TempBank::new().with("items/inventory/a.md", SOUND).with("blueprints/test.toml", &official),
    );
    assert!(!map(&official).contains("Provisional weights") && map(&official).contains("<table>"));
}

#[test]
fn every_change_is_followed_and_a_broken_bank_keeps_being_shown() {
    let preview = Preview::sound();
    let mut events = preview.events();
    let first = moment(&mut events);
    let write = |name: &str, text: &str| {
        fs::write(preview.bank.path(name), text).expect("a file can be written");
    };
    write("items/inventory/a.md", KEYLESS);
    let bank = preview.when(&mut events, |bank| bank["items"][0]["key"] == "inv-keyless");
    assert!(bank["number"].as_u64() > Some(first));
    assert_eq!(bank["items"][0]["errors"], 1);
    let finding = &bank["findings"][0];
    assert_eq!((&finding["code"], &finding["key"]), (&json!("no-key"), &json!("inv-keyless")));
    assert_eq!(preview.json("/api/item?key=inv-keyless")["html"], Value::Null);
    assert_eq!(preview.json("/api/item?key=inv-gone"), Value::Null);
    write("bank.toml", "id = \"test\"\nidd = 1\n");
    let broken = preview.when(&mut events, |bank| {
        let findings = bank["trouble"]["findings"].as_array().into_iter().flatten();
        findings.map(|one| &one["code"]).any(|code| code == "unknown-attribute")
    });
    assert_eq!(broken["items"], bank["items"]);
    fs::remove_file(preview.bank.path("bank.toml")).expect("a file can be removed");
    preview.when(&mut events, |bank| {
        bank["trouble"]["message"].as_str().is_some_and(|message| message.starts_with("no bank.toml"))
    });
    write("bank.toml", &String::from_utf8(TempBank::new().bytes("bank.toml")).expect("text"));
    write("items/inventory/a.md", SOUND);
    let mended = preview.when(&mut events, |bank| bank["items"][0]["key"] == "inv-sound");
    assert_eq!(mended["trouble"], Value::Null);
}

#[test]
fn folders_that_come_later_are_watched_too() {
    let preview = Preview::of(TempBank::new());
    let mut events = preview.events();
    moment(&mut events);
    fs::create_dir_all(preview.bank.path("items/inventory")).expect("a folder can be made");
    moment(&mut events);
    fs::write(preview.bank.path("items/inventory/a.md"), SOUND).expect("a file can be written");
    preview.when(&mut events, |bank| bank["items"][0]["key"] == "inv-sound");
}

#[test]
fn a_port_in_use_is_told_with_its_remedy() {
    let bank = TempBank::new().with("items/inventory/a.md", SOUND);
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let run = run(&mut qbank(bank.root(), ["preview", "--port", &port]));
    assert_eq!((run.status, run.out().as_str()), (Some(2), ""));
    let expected = format!(
        "error: port {port} is in use: name another one with `--port`, or `--port 0` for any that is free\n"
    );
    assert_eq!(run.err(), expected);
}
