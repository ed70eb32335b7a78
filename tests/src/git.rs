//! Repositories for tests: git as a process that knows no settings but the test's own.

use std::path::Path;
use std::process::{Command, Stdio};

/// Prepares a call of git in a folder, without the settings of the machine.
pub fn git<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("GIT_AUTHOR", "Test"), ("GIT_COMMITTER", "Test")] {
        command.env(format!("{name}_NAME"), value).env(format!("{name}_EMAIL"), "test@example.org");
        command.env(format!("{name}_DATE"), "2026-11-22T12:00:00Z");
    }
    command.args(args);
    command
}

/// Makes a commit of everything in a folder, and a repository before it where there is none.
///
/// # Panics
/// Panics when git fails.
pub fn commit(folder: &Path) {
    for args in ["init --quiet", "add --all", "commit --quiet --allow-empty --message x"] {
        let status = git(folder, args.split(' ')).status().expect("git starts");
        assert!(status.success(), "git {args}");
    }
}
