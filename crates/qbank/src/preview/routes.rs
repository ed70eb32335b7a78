//! What each address of the preview answers with.

use std::io::{self, Read};

use qbank_formats::responses::ItemResponse;
use qbank_model::{Entry, Item, MediaPath};
use serde::Serialize;

use super::catalog::shown;
use super::coverage;
use super::index::Index;
use super::live::{OpenBank, Snapshot};
use super::question::Writer;
use super::request::{Method, Request};
use super::response::Response;
use super::solution::Solution;

/// The files of the page itself: their addresses, kinds and texts.
const PAGE: [(&str, &str, &str); 8] = [
    ("/", "text/html; charset=utf-8", include_str!("page/page.html")),
    ("/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("/page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
    ("/dom.js", "text/javascript; charset=utf-8", include_str!("page/dom.js")),
    ("/findings.js", "text/javascript; charset=utf-8", include_str!("page/findings.js")),
    ("/list.js", "text/javascript; charset=utf-8", include_str!("page/list.js")),
    ("/question.js", "text/javascript; charset=utf-8", include_str!("page/question.js")),
    ("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
];

/// The coverage of the blueprint as the page shows it.
#[derive(Serialize)]
struct Coverage {
    html: String,
}

/// A question as the page shows it.
#[derive(Serialize)]
struct Page<'b> {
    key: &'b str,
    /// The form; none of a broken question.
    html: Option<String>,
    /// The heading, where it is no part of the question.
    title: Option<String>,
    /// The variant that is shown, from 1, and how many there are; 0 and 0 of an item without variables.
    variant: usize,
    variants: usize,
    facts: Vec<(&'static str, String)>,
}

/// Answers a request from the bank as it is at a moment.
pub(super) fn answer(request: &Request, snapshot: &Snapshot) -> Response {
    let own = PAGE.iter().find(|(address, ..)| *address == request.path);
    match (request.method, request.path.as_str()) {
        (Method::Post, "/api/score") => score(request, &snapshot.bank),
        (Method::Post, _) => Response::refusal(404, "only responses can be sent here"),
        (_, "/api/bank") => json(&Index::new(snapshot)),
        (_, "/api/item") => item_page(request, &snapshot.bank),
        (_, "/api/coverage") => json(&Coverage { html: coverage::map(&snapshot.bank.checked.bank) }),
        (_, "/api/solution") => solution(request, &snapshot.bank),
        (_, path) => match (own, path.strip_prefix("/media/")) {
            (Some((_, kind, text)), _) => Response::text(kind, *text),
            (None, Some(path)) => medium(path, &snapshot.bank),
            (None, None) => not_found(),
        },
    }
}

fn not_found() -> Response {
    Response::refusal(404, "there is nothing at this address")
}

fn json(value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => Response::json(text),
        Err(error) => Response::refusal(500, &error.to_string()),
    }
}

/// Finds the entry that a request names, and the variant of it.
fn asked<'b>(request: &Request, bank: &'b OpenBank) -> Option<(&'b str, &'b Entry, usize)> {
    let entry_idx = bank.catalog.find(request.asked("key")?)?;
    let variant = request.asked("variant").and_then(|number| number.parse().ok()).unwrap_or(1);
    Some((bank.catalog.key(entry_idx), &bank.checked.bank.entries()[entry_idx], variant))
}

/// Answers with a question as it is now, or with `null` where the bank has none of that name any more.
fn item_page(request: &Request, bank: &OpenBank) -> Response {
    let Some((key, entry, variant)) = asked(request, bank) else { return json(&None::<Page<'_>>) };
    let writer = Writer { bank: &bank.checked.bank };
    let item = shown(entry, variant);
    let variants = entry.template().map_or(0, |template| template.variants().len());
    let title = item.as_ref().filter(|item| !item.title.is_empty()).map(|item| writer.inline(&item.title));
    json(&Page {
        key,
        html: item.as_ref().map(|item| writer.question(item)),
        title,
        variant: variant.clamp(variants.min(1), variants),
        variants,
        facts: facts(entry, item.as_ref(), bank),
    })
}

/// Returns what else there is to know of an entry, in words.
fn facts(entry: &Entry, item: Option<&Item>, bank: &OpenBank) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Place", place(entry, bank))];
    let Some(item) = item else { return facts };
    let mut add = |name, value: Option<String>| facts.extend(value.map(|value| (name, value)));
    add("Type", Some(item.interaction.kind().as_str().to_owned()));
    add("Objective", item.objective.as_ref().map(|objective| objective.value.clone()));
    add("Level", item.level.map(|level| level.as_str().to_owned()));
    add("Status", Some(item.status.as_str().to_owned()));
    add("Points", Some(format!("{}, {}", item.points.normalize(), item.scoring.as_str())));
    add("Revision", bank.checked.bank.entry_revision(entry).map(|revision| revision.to_string()));
    let joined = |words: &[String]| (!words.is_empty()).then(|| words.join(", "));
    add("Tags", joined(&item.details.tags));
    add("Authors", joined(&item.details.authors));
    add("Reviewers", joined(&item.details.reviewers));
    add("Former ids", joined(&item.aliases.iter().map(ToString::to_string).collect::<Vec<_>>()));
    for note in &item.notes {
        add("Note", Some(note.to_text()));
    }
    facts
}

/// Returns the file and the line of an entry; the check lets go of texts that no finding points into.
fn place(entry: &Entry, bank: &OpenBank) -> String {
    let span = entry.span();
    let path = bank.checked.sources.path(span.file);
    let read = || -> io::Result<String> {
        let name = MediaPath::resolve("", path).map_err(io::Error::other)?;
        let mut before = String::new();
        bank.project.open_medium(&name)?.take(u64::from(span.start)).read_to_string(&mut before)?;
        Ok(before)
    };
    match read() {
        Ok(before) => format!("{path}:{}", before.matches('\n').count() + 1),
        Err(_) => path.to_owned(),
    }
}

fn score(request: &Request, bank: &OpenBank) -> Response {
    let kind = request.header("content-type").unwrap_or_default();
    if kind.split(';').next().is_none_or(|kind| kind.trim() != "application/json") {
        return Response::refusal(415, "a response is sent as application/json");
    }
    let Some((_, entry, variant)) = asked(request, bank) else { return not_found() };
    let Some(item) = shown(entry, variant) else {
        return Response::refusal(400, "a broken question has no score");
    };
    let response: ItemResponse = match serde_json::from_slice(&request.body) {
        Ok(response) => response,
        Err(error) => return Response::refusal(400, &format!("this is no response: {error}")),
    };
    match Solution::of_response(&Writer { bank: &bank.checked.bank }, &item, &response) {
        Ok(solution) => json(&solution),
        Err(fault) => Response::refusal(400, &fault),
    }
}

fn solution(request: &Request, bank: &OpenBank) -> Response {
    let item = asked(request, bank).and_then(|(_, entry, variant)| shown(entry, variant));
    let writer = Writer { bank: &bank.checked.bank };
    item.map_or_else(not_found, |item| json(&Solution::of_item(&writer, &item)))
}

/// Hands out a file that some question shows, and no other one.
fn medium(path: &str, bank: &OpenBank) -> Response {
    let path = MediaPath::resolve("", path).ok().filter(|path| bank.checked.bank.media.contains_key(path));
    let Some(path) = path else { return not_found() };
    match bank.project.open_medium(&path) {
        Ok(file) => Response::file(kind_of(&path.extension()), file),
        Err(_) => not_found(),
    }
}

fn kind_of(extension: &str) -> &'static str {
    match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
