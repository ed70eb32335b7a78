//! `qbank init`: a bank that checks clean, to write into.

use std::path::{Path, PathBuf};

use qbank_project::discover::find_root;
use qbank_syntax::new_id;

use crate::Verdict;
use crate::args::InitArgs;
use crate::failure::Failure;
use crate::output::{note, print, write_text};
use crate::terminal::one_line;

/// The files of a bank, from its folder.
const BANK_FILES: [(&str, &str); 4] = [
    ("bank.toml", include_str!("init/bank.toml")),
    ("blueprints/main.toml", include_str!("init/blueprint.toml")),
    ("items/basics/one-of-each-type.md", include_str!("init/questions.md")),
    (".gitignore", include_str!("init/gitignore")),
];
/// The files of a repository, from its folder.
const REPOSITORY_FILES: [(&str, &str); 2] = [
    (".github/workflows/question-bank.yml", include_str!("init/workflow.yml")),
    (".pre-commit-config.yaml", include_str!("init/pre-commit.yaml")),
];

pub(super) fn run(args: &InitArgs) -> Result<Verdict, Failure> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    std::fs::create_dir_all(&folder).map_err(|source| Failure::WriteFile { path: folder.clone(), source })?;
    let canonical = folder.canonicalize();
    let folder = canonical.map_err(|source| Failure::ReadFile { path: folder.clone(), source })?;
    if let Some(root) = find_root(&folder) {
        return Err(Failure::IsBank { path: root });
    }
    let repository = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&folder);
    let filled = Filled::new(args, &folder, repository)?;
    let bank = BANK_FILES.iter().map(|(name, text)| (folder.join(name), *text));
    let around = REPOSITORY_FILES.iter().map(|(name, text)| (repository.join(name), *text));
    let mut n_kept = 0;
    for (path, template) in bank.chain(around) {
        let shown = one_line(&path.strip_prefix(repository).unwrap_or(&path).display().to_string());
        // A link that leads nowhere is something too.
        if path.symlink_metadata().is_ok() {
            n_kept += 1;
            print(&format!("kept    {shown}\n"))?;
        } else {
            write_text(&path, &filled.fill(template))?;
            print(&format!("written {shown}\n"))?;
        }
    }
    if n_kept > 0 {
        note("what was there is kept; compare it with what `qbank init` writes in an empty folder")?;
    }
    note("next: `qbank check`, then write over the questions in items/basics")?;
    note("in .github/workflows/question-bank.yml, put the owner of qbank's repository for OWNER")?;
    Ok(Verdict::Clean)
}

/// Returns the `bank.toml` of a bank that is made of questions there are: it has no blueprint yet.
pub(super) fn settings(folder: &Path, language: &str) -> Result<String, Failure> {
    let args = InitArgs { folder: None, title: None, language: language.to_owned() };
    let text = Filled::new(&args, folder, folder)?.fill(BANK_FILES[0].1);
    let lines = text.lines().filter(|line| !line.starts_with("blueprint ="));
    Ok(lines.fold(String::new(), |text, line| text + line + "\n"))
}

/// What stands for the places in the templates.
struct Filled([(&'static str, String); 6]);

impl Filled {
    fn new(args: &InitArgs, folder: &Path, repository: &Path) -> Result<Self, Failure> {
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let title = args.title.clone().unwrap_or_else(|| name.clone());
        let title = if title.trim().is_empty() { "Question bank".to_owned() } else { title };
        let below = folder.strip_prefix(repository).unwrap_or(Path::new(""));
        let below: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let bank = if below.is_empty() { ".".to_owned() } else { below.join("/") };
        Ok(Self([
            ("@id@", new_id(&title, &mut std::collections::BTreeSet::new()).to_string()),
            ("@title@", quoted(&title)),
            ("@language@", quoted(&args.language)),
            ("@today@", crate::clock::today()?.to_string()),
            ("@bank@", quoted(&bank)),
            ("@version@", env!("CARGO_PKG_VERSION").to_owned()),
        ]))
    }

    fn fill(&self, template: &str) -> String {
        self.0.iter().fold(template.to_owned(), |text, (place, value)| text.replace(place, value))
    }
}

/// A text between quotation marks, as TOML and YAML both read it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
