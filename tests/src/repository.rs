//! A bank in a repository that Git makes.

use std::process::Command;

use crate::temp_bank::TempBank;

/// Runs Git in a bank's folder, as an author whose settings are nobody's.
///
/// # Panics
/// Panics when Git does not start or does not do it.
pub fn git(bank: &TempBank, args: &[&str]) {
    let name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    let output = command.args(name).args(args).current_dir(bank.root()).output().expect("git starts");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}
