//! `qbank new`: the start of a question, in the file where it belongs.

use std::io;
use std::path::{Component, Path};

use qbank_model::suggest::did_you_mean;
use qbank_model::{Bank, Domain, Entry, ItemId, Objective};
use qbank_project::{Checked, Project};
use qbank_syntax::skeleton::{Start, skeleton};

use super::open;
use crate::Verdict;
use crate::args::NewArgs;
use crate::failure::Failure;
use crate::output::{note, print, write_text};
use crate::terminal::one_line;

pub(super) fn run(args: &NewArgs) -> Result<Verdict, Failure> {
    let id = ItemId::new(&args.id).map_err(|fault| Failure::BadId { id: args.id.clone(), fault })?;
    let project = open(&args.bank)?;
    let checked = project.check()?;
    refuse_taken(&id, &project, &checked)?;
    let goal = args.objective.as_deref().map(|slug| objective(&checked.bank, slug)).transpose()?;
    let name = match (&args.file, goal) {
        (Some(path), _) => question_file(&project, path)?,
        (None, Some((domain, objective))) => format!("items/{}/{}.md", domain.id, objective.id),
        (None, None) => return Err(Failure::NoPlace),
    };
    let start = Start {
        id: &id,
        kind: args.kind.0,
        objective: goal.map(|(_, objective)| objective.id.as_str()),
        level: goal.and_then(|(_, objective)| Some(objective.level?.as_str())),
    };
    let path = project.root().join(&name);
    let before = text_of(&project, &path)?;
    let after = appended(&before, &skeleton(&start));
    let is_there = |entry: &Entry| entry.id() == Some(&id) && entry.item().is_some();
    if !project.parse(&name, &after).entries.iter().any(is_there) {
        return Err(Failure::SwallowedQuestion { path });
    }
    write_text(&path, &after)?;
    let line = after.lines().position(|line| line.ends_with(&format!("{{#{id}}}"))).map_or(1, |at| at + 1);
    print(&format!("{}:{line}\n", one_line(&name)))?;
    note("now write it: every `WRITE` stands for a text of yours")?;
    Ok(Verdict::Clean)
}

/// Reads a file that may not be there yet, and refuses one that a link leads out of the bank to.
fn text_of(project: &Project, path: &Path) -> Result<String, Failure> {
    let there = path.ancestors().find_map(|part| part.canonicalize().ok());
    if !there.is_some_and(|part| part.starts_with(project.root())) {
        return Err(Failure::NoQuestionFile { path: path.to_path_buf() });
    }
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|source| Failure::ReadFile { path: path.to_path_buf(), source }),
    }
}

/// Adds a question to a file's text, behind a blank line and with the file's own line breaks.
fn appended(before: &str, question: &str) -> String {
    let kept = before.trim_end();
    let text = if kept.is_empty() { question.to_owned() } else { format!("{kept}\n\n{question}") };
    if before.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// Refuses an id that something in the bank has or had, or that was ever handed out.
fn refuse_taken(id: &ItemId, project: &Project, checked: &Checked) -> Result<(), Failure> {
    let taken = |entry: &&Entry| {
        let item = entry.item();
        let case = item.and_then(|item| item.stimulus.as_ref()).map(|case| &case.id.value);
        let former = match entry {
            Entry::Broken(stub) => &stub.aliases[..],
            Entry::Fixed(_) | Entry::Template(_) => item.map_or(&[][..], |item| &item.aliases),
        };
        entry.id() == Some(id) || case == Some(id) || former.contains(id)
    };
    let handed_out = checked.bank.handed_out.as_ref().and_then(|handed_out| handed_out.get(id));
    let place = checked.bank.entries().iter().find(taken).map(Entry::span);
    let Some(span) = place.or(handed_out.map(|line| line.span)) else { return Ok(()) };
    let name = checked.sources.path(span.file);
    let text = text_of(project, &project.root().join(name))?;
    let line = text.get(..span.range().start).map_or(1, |before| before.matches('\n').count() + 1);
    let place = format!("{name}:{line}");
    Err(Failure::TakenId { id: id.to_string(), place })
}

/// Finds an objective and its domain, in the default blueprint first.
fn objective<'b>(bank: &'b Bank, slug: &str) -> Result<(&'b Domain, &'b Objective), Failure> {
    let domains = || bank.blueprints.iter().flat_map(qbank_model::Blueprint::domains);
    let all = || domains().flat_map(|domain| domain.objectives.iter().map(move |one| (domain, one)));
    all().find(|(_, objective)| objective.id == slug).ok_or_else(|| {
        let known: Vec<&str> = all().map(|(_, objective)| objective.id.as_str()).collect();
        Failure::NoSuchObjective { name: slug.to_owned(), help: did_you_mean(slug, &known) }
    })
}

/// Returns the name of a file that may not be there yet, as it is below the bank's folder.
fn question_file(project: &Project, path: &Path) -> Result<String, Failure> {
    let refused = || Failure::NoQuestionFile { path: path.to_path_buf() };
    let relative = match path.strip_prefix(project.root()) {
        Ok(relative) => relative,
        Err(_) => path,
    };
    let names: Vec<String> = plain_names(relative).ok_or_else(refused)?;
    let name = names.join("/");
    let is_markdown = Path::new(&name).extension().is_some_and(|ending| ending == "md");
    (is_markdown && names.len() > 1 && names[0] == "items").then_some(name).ok_or_else(refused)
}

/// Returns the parts of a path that goes nowhere but down.
fn plain_names(path: &Path) -> Option<Vec<String>> {
    let names = path.components().filter(|part| *part != Component::CurDir).map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    names.collect()
}
