//! Terminal sessions on pages: the commands after `$ `, what they print, and how they end.
//!
//! Standard output stands as it is, each line of standard error behind `2> `, and the exit status in the last line.

use std::fmt::Write as _;
use std::path::Path;

use crate::example::files;
use crate::page::{Section, fenced};
use crate::qbank::{qbank, run};
use crate::temp_bank::TempBank;

/// Returns the session of a section as it goes now, in the bank that the section's other fences make.
pub fn outcome(section: &Section) -> String {
    let bank = TempBank::holding(files(section.input()));
    let written = section.fences.iter().filter(|fence| fence.info == "console");
    let commands = written.flat_map(|fence| fence.body.lines()).filter_map(|line| line.strip_prefix("$ "));
    let sessions: Vec<String> = commands.map(|command| session(command, bank.root())).collect();
    fenced("console", &sessions.join("\n"))
}

fn session(command: &str, folder: &Path) -> String {
    let words = words(command);
    let (program, args) = words.split_first().expect("a command stands after the dollar");
    assert_eq!(program, "qbank", "pages call no other program");
    let run = run(&mut qbank(folder, args));
    let mut text = format!("$ {command}\n");
    for line in portable(&run.out(), folder).lines() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for line in portable(&run.err(), folder).lines() {
        let _ = writeln!(text, "{}", format!("2> {line}").trim_end());
    }
    let status = run.status.map_or("none".to_owned(), |status| status.to_string());
    let _ = writeln!(text, "exit {status}");
    text
}

/// Splits a command line at spaces; single quotes keep some.
pub(crate) fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is a word from the start").push(c),
        }
    }
    words
}

/// Puts `BANK` for the temporary folder and `/` for Windows' separators in the paths that are printed.
pub(crate) fn portable(text: &str, folder: &Path) -> String {
    let canonical = folder.canonicalize().expect("the bank's folder is there");
    let mut text = text.replace('\r', "");
    for folder in [canonical.as_path(), folder] {
        text = text.replace(&folder.display().to_string(), "BANK");
    }
    if cfg!(windows) {
        text.replace("BANK\\", "BANK/").replace("dist\\", "dist/").replace("qbank.exe", "qbank")
    } else {
        text
    }
}
