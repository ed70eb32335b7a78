//! `cargo xtask tidy`: the design's figures, measured on the source.
//!
//! Knows only what no compiler lint knows; the length of functions, for one, is clippy's work.

use camino::Utf8PathBuf;
use miette::{Result, ensure};

use crate::shell;

// The longest, in lines, that a Rust file, all of xtask and ARCHITECTURE.md may be.
const FILE_LINES: usize = 600;
const XTASK_LINES: usize = 799;
const ARCHITECTURE_LINES: usize = 200;

// What must not stand in a file; spelt in halves, so that this file does not hold it either.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const MACHINE_FOLDERS: [&str; 5] = ["work", "root", "home", "Users", "tmp"];
const ALLOW: [&str; 2] = [concat!("#[al", "low"), concat!("#![al", "low")];
const UNWRAP: &str = concat!(".unw", "rap()");

struct File {
    /// Relative to the root, with `/`.
    path: Utf8PathBuf,
    text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.extension() == Some("rs")
    }

    /// Returns what is built into a program: nothing of a test's file, and no trailing test module.
    fn production(&self) -> &str {
        let tests = self.path.components().any(|part| ["tests", "tests.rs"].contains(&part.as_str()));
        let end = if tests { Some(0) } else { self.text.find("\n#[cfg(test)]") };
        end.map_or(&self.text, |end| &self.text[..end])
    }
}

/// Runs the command; every finding is printed before it fails.
pub(crate) fn run() -> Result<()> {
    let load = |path: Utf8PathBuf| {
        let text = shell::read(&path)?;
        let path = path.strip_prefix(shell::root()).unwrap_or(&path).as_str().replace('\\', "/");
        Ok(File { path: path.into(), text })
    };
    let paths =
        shell::files(shell::root(), &["rs", "toml", "md", "yml", "json", "py", "css", "js", "mjs", "html"]);
    let files: Vec<File> = paths.into_iter().map(load).collect::<Result<_>>()?;
    figures(&files);
    let findings = [lengths(&files), forbidden(&files), rules(&files), pages(&files)].concat();
    for finding in &findings {
        println!("{finding}");
    }
    ensure!(findings.is_empty(), "{} findings of tidy", findings.len());
    Ok(())
}

fn figures(files: &[File]) {
    let rust = files.iter().filter(|file| file.is_rust());
    let mut lengths: Vec<usize> = rust.map(|file| file.production().lines().count()).collect();
    lengths.retain(|length| *length > 0);
    lengths.sort_unstable();
    let p90 = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or_default();
    let max = lengths.last().copied().unwrap_or_default();
    let sum: usize = lengths.iter().sum();
    let n = lengths.len();
    println!("{n} Rust files, {sum} lines without tests; lines in a file: p90 {p90}, max {max}");
}

fn lengths(files: &[File]) -> Vec<String> {
    let lines = |file: &File| file.text.lines().count();
    let rust = || files.iter().filter(|file| file.is_rust());
    let mut bounds: Vec<_> = rust().map(|file| (file.path.as_str(), lines(file), FILE_LINES)).collect();
    let xtask = rust().filter(|file| file.path.starts_with("xtask")).map(lines).sum();
    bounds.push(("xtask", xtask, XTASK_LINES));
    let architecture = files.iter().find(|file| file.path == "ARCHITECTURE.md");
    bounds.push(("ARCHITECTURE.md", architecture.map_or(0, lines), ARCHITECTURE_LINES));
    let over = bounds.into_iter().filter(|(_, lines, bound)| lines > bound);
    over.map(|(name, lines, bound)| format!("{name}: {lines} lines, over {bound}")).collect()
}

fn forbidden(files: &[File]) -> Vec<String> {
    let (mut findings, machines) = (Vec::new(), MACHINE_FOLDERS.map(|folder| format!("/{folder}/")));
    for file in files {
        let n_production = file.production().lines().count();
        for (line_idx, line) in file.text.lines().enumerate() {
            let holds = |texts: &[&str]| texts.iter().any(|text| stands_alone(line, text));
            let unwraps = line_idx < n_production && line.contains(UNWRAP);
            let faults = [
                (holds(&UNFINISHED), "finish it, or leave it out"),
                (holds(&machines.each_ref().map(String::as_str)), "a path of one machine"),
                (file.is_rust() && holds(&ALLOW), "write `#[expect(…, reason = \"…\")]`"),
                (file.is_rust() && unwraps, "say with `expect` why it cannot fail, or return an error"),
            ];
            let faults = faults.iter().filter(|(found, _)| *found);
            findings.extend(faults.map(|(_, fault)| format!("{}:{}: {fault}", file.path, line_idx + 1)));
        }
    }
    findings
}

/// Tells whether the line holds the text where it does not continue a longer word or path.
fn stands_alone(line: &str, text: &str) -> bool {
    let longer = |c: char| c.is_alphanumeric() || "_-.}~".contains(c);
    line.match_indices(text).any(|(at, _)| !line[..at].ends_with(longer))
}

/// Every lint rule has its page, every page its rule, and the list names each.
fn rules(files: &[File]) -> Vec<String> {
    let folder = "crates/qbank-lint/src/rules";
    let lists = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
    let list: String =
        files.iter().filter(|file| lists.contains(&file.path.to_string())).map(File::production).collect();
    let mut findings = Vec::new();
    for File { path, .. } in files.iter().filter(|file| file.path.starts_with(folder)) {
        let other = path.with_extension(if path.extension() == Some("rs") { "md" } else { "rs" });
        let module = format!("{}::", path.file_stem().unwrap_or_default());
        if module != "mod::" && !(list.contains(&module) && files.iter().any(|file| file.path == other)) {
            findings.push(format!("{path}: {other} is missing, or the rule is not in the list"));
        }
    }
    findings
}

/// Every page in a crate's folder `pages` is named by a code that a file beside that folder declares.
fn pages(files: &[File]) -> Vec<String> {
    let is_page = |file: &&File| file.path.starts_with("crates") && file.path.as_str().contains("/pages/");
    let declared = |page: &&File| {
        let beside = page.path.ancestors().nth(2);
        let code = format!("\"{}\"", page.path.file_stem().unwrap_or_default());
        files.iter().any(|file| file.is_rust() && file.path.parent() == beside && file.text.contains(&code))
    };
    let idle = files.iter().filter(is_page).filter(|page| !declared(page));
    idle.map(|page| format!("{}: no code has this name", page.path)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_counts_only_where_it_begins() {
        let path = format!("/{}/", super::MACHINE_FOLDERS[0]);
        for (line, expected) in [(format!("in {path}bank"), true), (format!("https://a.org{path}x"), false)] {
            assert_eq!(super::stands_alone(&line, &path), expected, "{line}");
        }
    }
}
