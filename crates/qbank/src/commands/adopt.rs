//! `qbank adopt`: an existing Markdown bank in the format.

use std::io::Write;
use std::path::{Path, PathBuf};

use qbank_project::discover::find_root;
use qbank_project::{AdoptedFile, Adoption, Fate, MediumCopy, Project};
use schemars::JsonSchema;
use serde::Serialize;

use super::init::settings;
use super::mend::{show_changes, write_changes};
use crate::Verdict;
use crate::args::{AdoptArgs, ListFormat};
use crate::failure::Failure;
use crate::output::{WriteError, note, stdout, write_text, write_whole};
use crate::render::summary::plural;
use crate::terminal::{in_json, one_line};

/// What came of adopting a folder.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "qbank adopt")]
pub(crate) struct AdoptOutput {
    /// The version of this shape: 1.
    version: u32,
    /// Whether the bank is a new one.
    new_bank: bool,
    /// The files with questions, by name.
    files: Vec<FileLine>,
    /// The pictures and other files that were copied into the bank.
    copied: Vec<CopyLine>,
    /// The files without a question that can be read, by their paths from the folder.
    left_alone: Vec<String>,
    /// What a person has to decide, by file and line.
    needs: Vec<NeedLine>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FileLine {
    /// Its path from the folder that was adopted.
    from: String,
    /// Its path from the bank's folder.
    file: String,
    /// `new`, `changed`, `same`, or `kept` where the bank has another file of this name.
    fate: String,
    /// The number of its questions.
    questions: usize,
    /// The number of those that were brought into the format.
    adopted: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CopyLine {
    /// Where the file was.
    from: String,
    /// Its path from the bank's folder.
    file: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct NeedLine {
    /// The file's path from the bank's folder.
    file: String,
    /// The line in it, from 1.
    line: usize,
    /// The file's path from the folder that was adopted.
    from: String,
    /// The line in that one, from 1.
    from_line: usize,
    /// The question's id.
    item: Option<String>,
    /// Why, as one line.
    reason: String,
}

pub(super) fn run(args: &AdoptArgs) -> Result<Verdict, Failure> {
    let missing = |_| Failure::NoSuchPath { path: args.folder.clone() };
    let folder = args.folder.canonicalize().map_err(missing)?;
    let around = if folder.is_file() { folder.parent().unwrap_or(&folder) } else { &folder };
    let home = args.bank.clone().unwrap_or_else(|| around.to_path_buf());
    let root = home.canonicalize().ok().and_then(|home| find_root(&home));
    let (project, new_settings) = match root {
        Some(root) => (Project::open(&root)?, None),
        None => start(&home, &args.language)?,
    };
    let adoption = project.adopt(&folder)?;
    if adoption.files.is_empty() && adoption.unsettled.is_empty() {
        return Err(Failure::NoQuestions { path: args.folder.clone() });
    }
    let is_dry = args.dry_run || args.diff;
    if !is_dry {
        if let Some(text) = &new_settings {
            write_text(&project.root().join("bank.toml"), text)?;
        }
        write(&project, &adoption)?;
    }
    if args.diff {
        let changes: Vec<_> =
            adoption.files.iter().filter(|file| is_written(file)).map(|file| file.change.clone()).collect();
        show_changes(&changes)?;
    }
    let output = output(&adoption, new_settings.is_some());
    match args.output_format {
        ListFormat::Json => print_json(&output)?,
        ListFormat::Text => tell(&output, is_dry)?,
    }
    let changes = is_dry && adoption.files.iter().any(is_written);
    Ok(if changes || !output.needs.is_empty() { Verdict::Findings } else { Verdict::Clean })
}

/// Starts a bank where there is none.
fn start(home: &Path, language: &str) -> Result<(Project, Option<String>), Failure> {
    let home: PathBuf =
        std::path::absolute(home).map_err(|source| Failure::ReadFile { path: home.to_path_buf(), source })?;
    let text = settings(&home, language)?;
    Ok((Project::start(&home, text.clone())?, Some(text)))
}

fn is_written(file: &AdoptedFile) -> bool {
    matches!(file.fate, Fate::New | Fate::Changed)
}

fn write(project: &Project, adoption: &Adoption) -> Result<(), Failure> {
    for copy in &adoption.copies {
        write_copy(project, copy)?;
    }
    for file in adoption.files.iter().filter(|file| is_written(file)) {
        if file.fate == Fate::New {
            write_text(&file.change.path, &file.change.after)?;
        } else {
            write_changes(std::slice::from_ref(&file.change))?;
        }
    }
    Ok(())
}

fn write_copy(project: &Project, copy: &MediumCopy) -> Result<(), Failure> {
    let open = std::fs::File::open(&copy.from);
    let mut from = open.map_err(|source| Failure::ReadFile { path: copy.from.clone(), source })?;
    let path = project.root().join(copy.to.as_str());
    let written = write_whole(&path, |file| std::io::copy(&mut from, file).map(|_| ()));
    written.map_err(|error| match error {
        WriteError::Disk(source) | WriteError::Content(source) => Failure::WriteFile { path, source },
    })
}

fn output(adoption: &Adoption, new_bank: bool) -> AdoptOutput {
    let file = |file: &AdoptedFile| FileLine {
        from: file.from.clone(),
        file: file.change.name.clone(),
        fate: word(file.fate).to_owned(),
        questions: file.n_questions,
        adopted: file.n_adopted,
    };
    let copy = |copy: &MediumCopy| CopyLine {
        from: copy.from.display().to_string(),
        file: copy.to.as_str().to_owned(),
    };
    let needs = adoption.files.iter().filter(|file| file.fate != Fate::Kept).flat_map(|file| {
        file.needs.iter().map(|need| NeedLine {
            file: file.change.name.clone(),
            line: need.line,
            from: file.from.clone(),
            from_line: need.from_line,
            item: need.id.as_ref().map(ToString::to_string),
            reason: need.reason.clone(),
        })
    });
    let unsettled = adoption.unsettled.iter().map(|from| NeedLine {
        file: from.clone(),
        line: 1,
        from: from.clone(),
        from_line: 1,
        item: None,
        reason: "where its questions begin cannot be told: number them, or give them headings".to_owned(),
    });
    AdoptOutput {
        version: 1,
        new_bank,
        files: adoption.files.iter().map(file).collect(),
        copied: adoption.copies.iter().map(copy).collect(),
        left_alone: adoption.left_alone.clone(),
        needs: needs.chain(unsettled).collect(),
    }
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Changed => "changed",
        Fate::Same => "same",
        Fate::Kept => "kept",
    }
}

fn print_json(output: &AdoptOutput) -> Result<(), Failure> {
    let mut out = stdout();
    writeln!(out, "{}", in_json(&serde_json::to_string_pretty(output)?))?;
    Ok(out.flush()?)
}

/// Lists what needs a person on standard output, and says on standard error what was written.
fn tell(output: &AdoptOutput, is_dry: bool) -> Result<(), Failure> {
    let mut out = stdout();
    for need in &output.needs {
        let item = need.item.as_ref().map_or_else(String::new, |item| format!("{item}: "));
        // What is not written yet has no line but the foreign one.
        let (file, line) = if is_dry { (&need.from, need.from_line) } else { (&need.file, need.line) };
        writeln!(out, "{}", one_line(&format!("{file}:{line}: {item}{}", need.reason)))?;
    }
    out.flush()?;
    let would = if is_dry { "would be " } else { "" };
    if output.new_bank {
        note(&format!("{would}written: bank.toml"))?;
    }
    for file in &output.files {
        let FileLine { from, file, fate, questions, .. } = file;
        let n_questions = plural(*questions, "question");
        note(&match fate.as_str() {
            "new" => format!("{would}written: {file}, {n_questions} of {from}"),
            "changed" => format!("{would}changed: {file}, {n_questions}"),
            "same" => format!("as it is: {file}, {n_questions}"),
            _ => format!("kept: {file}, which is another than {from} would make"),
        })?;
    }
    for CopyLine { file, .. } in &output.copied {
        note(&format!("{would}copied: {file}"))?;
    }
    for name in &output.left_alone {
        note(&format!("left alone: {name}, in which no question was found"))?;
    }
    let n_adopted: usize = output
        .files
        .iter()
        .filter(|file| ["new", "changed"].contains(&file.fate.as_str()))
        .map(|file| file.adopted)
        .sum();
    let n_needs = output.needs.len();
    let adopted = if is_dry { "to adopt" } else { "adopted" };
    note(&format!("{} {adopted}, {} to decide", plural(n_adopted, "question"), plural(n_needs, "thing")))
}
