//! Stories: pages of the manual whose terminal sessions follow each other in one folder, as a reader types them.
//!
//! A fence with a path after its language is a file that the reader writes. In a `console` fence stand the commands after
//! `$ ` and what the reader sees: standard output, then standard error.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::console::{portable, words};
use crate::page::{Fence, Page, fenced};
use crate::qbank::{qbank, run};

/// The pages that are stories.
const STORIES: [&str; 4] = ["adopt.md", "tutorial.md", "reviewers.md", "coverage.md"];

/// The day that the stories take place, in seconds of Unix time.
const TODAY: &str = "1795305600";

/// Returns the stories with their paths.
///
/// # Panics
/// Panics when a page cannot be read.
pub fn pages() -> Vec<(PathBuf, Page)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the project");
    let paths = STORIES.map(|name| root.join("docs/src").join(name));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a page is a text");
        (path, Page::read(&text))
    };
    paths.into_iter().map(read).collect()
}

/// Returns a story's text as its sessions go now.
///
/// # Panics
/// Panics where the story calls something else than `qbank` and `cd`, or the disk refuses.
pub fn renewed(page: &Page) -> String {
    let temporary = TempDir::with_prefix("qbank-").expect("a temporary folder can be made");
    let mut story = Story { root: temporary.path().to_path_buf(), folder: temporary.path().to_path_buf() };
    let mut text = String::new();
    let mut copied = 0;
    for fence in page.sections.iter().flat_map(|section| &section.fences) {
        if fence.info == "console" {
            text.push_str(&page.text[copied..fence.range.start]);
            text.push_str(&fenced("console", &story.session(fence)));
            copied = fence.range.end;
        } else if let Some((_, path)) = fence.info.split_once(' ').filter(|(_, path)| path.contains('.')) {
            story.write(path, &fence.body);
        }
    }
    text + &page.text[copied..]
}

/// Where a story stands.
struct Story {
    root: PathBuf,
    folder: PathBuf,
}

impl Story {
    fn write(&self, path: &str, text: &str) {
        let place = self.folder.join(path);
        fs::create_dir_all(place.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(place, text).expect("a file can be written");
    }

    fn session(&mut self, fence: &Fence) -> String {
        let commands: Vec<&str> = fence.body.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        commands.into_iter().map(|command| self.run(command)).collect()
    }

    fn run(&mut self, command: &str) -> String {
        let (call, file) =
            command.split_once(" > ").map_or((command, None), |(call, file)| (call, Some(file)));
        let words = words(call);
        let (program, args) = words.split_first().expect("a command stands after the dollar");
        if program == "cd" {
            self.folder.push(&args[0]);
            return format!("$ {command}\n");
        }
        assert_eq!(program, "qbank", "stories call no other program");
        let run = run(qbank(&self.folder, args).env("SOURCE_DATE_EPOCH", TODAY));
        let mut shown = run.out();
        if let Some(file) = file {
            self.write(file, &shown);
            shown.clear();
        }
        shown.push_str(&run.err());
        let shown = portable(&shown, &self.root);
        let lines: String = shown.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        format!("$ {command}\n{lines}")
    }
}
