//! `qbank score`: what responses are worth, by the bank's one definition of right and wrong.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use qbank_formats::responses::{ItemScore, ResponseSheet, ScoreSheet, score_sheet};

use super::open;
use crate::Verdict;
use crate::args::{ScoreArgs, ScoreFormat};
use crate::failure::Failure;
use crate::output::{note, print};
use crate::render::summary::plural;

pub(super) fn run(args: &ScoreArgs) -> Result<Verdict, Failure> {
    let sheet = read(&args.responses)?;
    let checked = open(&args.bank)?.check()?;
    let scored = score_sheet(&checked.bank, &sheet);
    print(&match args.output_format {
        ScoreFormat::Json => serde_json::to_string_pretty(&scored)? + "\n",
        ScoreFormat::Csv => csv(&scored),
    })?;
    for fault in &scored.faults {
        note(&format!(
            "error[response]: response {} ({}): {}",
            fault.response + 1,
            fault.item,
            fault.message
        ))?;
    }
    let n_awaiting = scored.scores.iter().filter(|score| score.awaits_person).count();
    let awaiting =
        if n_awaiting == 0 { String::new() } else { format!(", {n_awaiting} of them await a person") };
    note(&format!(
        "{} scored{awaiting}, {} not",
        plural(scored.scores.len(), "response"),
        scored.faults.len()
    ))?;
    Ok(if scored.faults.is_empty() { Verdict::Clean } else { Verdict::Findings })
}

/// Reads the responses of a file, or of standard input where it is called `-`.
fn read(path: &Path) -> Result<ResponseSheet, Failure> {
    let read_error = |source| Failure::ReadFile { path: path.to_path_buf(), source };
    let text = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(read_error)?;
        text
    } else {
        std::fs::read_to_string(path).map_err(read_error)?
    };
    let sheet: ResponseSheet = serde_json::from_str(&text)
        .map_err(|source| Failure::Responses { path: path.to_path_buf(), source })?;
    if sheet.version == 1 { Ok(sheet) } else { Err(Failure::ResponsesVersion { version: sheet.version }) }
}

/// RFC 4180: a header, then a line for each score.
fn csv(scored: &ScoreSheet) -> String {
    let mut text = String::from("item,revision,person,points,max,correct,awaits_person\r\n");
    for ItemScore { item, revision, person, points, max, correct, awaits_person, parts: _ } in &scored.scores
    {
        let person = field(person.as_deref().unwrap_or_default());
        let _ =
            write!(text, "{item},{revision},{person},{},{},{correct},{awaits_person}\r\n", points.0, max.0);
    }
    text
}

/// RFC 4180, 2.6: a field with a comma, quote or line break is quoted. One that a spreadsheet would compute gets an
/// apostrophe, because responses come from strangers.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
