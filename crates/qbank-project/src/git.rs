//! The `git` program, asked for objects alone.
//!
//! A checkout may come from a stranger, and its configuration can name programs: hooks, a file system monitor, filters,
//! text conversions, an external diff, a transport. The commands used here read objects by their names. None looks at
//! the working tree or the index, where filters and the monitor would run, none shows a difference, and fetching what
//! a partial clone lacks is forbidden. The rest is switched off as well.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

/// Settings that outrank those of the repository.
const SETTINGS: [&str; 4] =
    ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never", "credential.helper="];
/// Variables that would lead to another repository, as those that git sets for its hooks.
const LEADING_AWAY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
];
/// No transport, no question, no fetching of missing objects, no objects in the place of others; messages in English,
/// since some are looked at.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("LC_ALL", "C"),
];

/// Why a revision of the bank cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no such program.
    #[error("git cannot be started; is it installed?")]
    Start(#[source] io::Error),
    /// The bank is in no repository.
    #[error("{folder} is in no git repository, so there are no revisions to look at")]
    NoRepository {
        /// The bank's folder.
        folder: PathBuf,
    },
    /// The repository does not know the revision.
    #[error("there is no revision `{rev}` in this repository; mend the name, or fetch it")]
    NoRevision {
        /// The name as it was given.
        rev: String,
    },
    /// The repository holds a part of its history alone.
    #[error(
        "this clone is shallow and does not hold `{rev}`; fetch the rest (`git fetch --unshallow`, or \
         `fetch-depth: 0` for actions/checkout)"
    )]
    Shallow {
        /// The revision as it was given.
        rev: String,
    },
    /// A file of the revision is not there.
    #[error("this clone does not hold all files of the revision ({object} is missing); clone it in full")]
    Partial {
        /// The object that is missing.
        object: String,
    },
    /// Something else that git says.
    #[error("git: {message}")]
    Failed {
        /// The first line of its message.
        message: String,
    },
    /// Its output broke off.
    #[error("reading the output of git")]
    Read(#[from] io::Error),
}

/// A file of a revision.
#[derive(Clone, Debug)]
pub(crate) struct Blob {
    /// The name of its content.
    pub(crate) object: String,
    /// Whether it is a regular file, and no symbolic link.
    pub(crate) is_regular: bool,
}

/// The repository around a bank.
#[derive(Debug)]
pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Finds the repository that a bank's folder lies in.
    ///
    /// # Errors
    /// Fails where there is none, where git does not trust it, and where git is missing.
    pub(crate) fn around(root: &Path) -> Result<Self, GitError> {
        let repository = Self { root: root.to_path_buf() };
        let output = repository.run(&["rev-parse", "--is-inside-work-tree"])?;
        if output.status.success() {
            return Ok(repository);
        }
        let message = String::from_utf8_lossy(&output.stderr);
        if message.contains("not a git repository") {
            return Err(GitError::NoRepository { folder: repository.root });
        }
        Err(failed(&output))
    }

    /// Returns the commit that a revision names.
    ///
    /// # Errors
    /// Fails where the repository does not know it, with the remedy for a shallow clone.
    pub(crate) fn commit(&self, rev: &str) -> Result<String, GitError> {
        let wanted = format!("{rev}^{{commit}}");
        let output = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        if output.status.success() {
            return Ok(first_line(&output.stdout));
        }
        let shallow = self.run(&["rev-parse", "--is-shallow-repository"])?;
        let rev = rev.to_owned();
        let is_shallow = first_line(&shallow.stdout) == "true";
        Err(if is_shallow { GitError::Shallow { rev } } else { GitError::NoRevision { rev } })
    }

    /// Returns the files of a commit below the bank's folder, by their paths from there.
    ///
    /// # Errors
    /// Fails where git fails; a folder that the commit does not have holds no files.
    pub(crate) fn files(&self, commit: &str) -> Result<BTreeMap<String, Blob>, GitError> {
        let output = self.run(&["ls-tree", "-r", "-z", commit])?;
        if !output.status.success() {
            return Err(failed(&output));
        }
        let lines = output.stdout.split(|byte| *byte == 0);
        Ok(lines.filter_map(|line| file(&String::from_utf8_lossy(line))).collect())
    }

    /// Starts a process that hands out contents.
    ///
    /// # Errors
    /// Fails where git cannot be started.
    pub(crate) fn contents(&self) -> Result<Contents, GitError> {
        let mut command = self.command(&["cat-file", "--batch"]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(GitError::Start)?;
        let (Some(wishes), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a pipe is missing").into());
        };
        Ok(Contents { child, wishes, answers: BufReader::new(answers) })
    }

    fn run(&self, args: &[&str]) -> Result<Output, GitError> {
        self.command(args).stdin(Stdio::null()).output().map_err(GitError::Start)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--no-pager").current_dir(&self.root);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        for name in LEADING_AWAY {
            command.env_remove(name);
        }
        command.envs(ENVIRONMENT).args(args);
        command
    }
}

/// Reads a line of `ls-tree`: mode, type and object, then a tab and the path. Submodules hold no files of the bank.
fn file(line: &str) -> Option<(String, Blob)> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    let blob = Blob { object: object.to_owned(), is_regular: mode.starts_with("100") };
    (kind == "blob").then(|| (path.to_owned(), blob))
}

fn failed(output: &Output) -> GitError {
    GitError::Failed { message: first_line(&output.stderr) }
}

fn first_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}

/// A process that hands out contents by their objects' names.
#[derive(Debug)]
pub(crate) struct Contents {
    child: Child,
    wishes: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Contents {
    /// Returns the first bytes of a content, at most `limit`, and its whole length.
    ///
    /// # Errors
    /// Fails where the clone does not hold it, and where the process ends.
    pub(crate) fn read(&mut self, object: &str, limit: u64) -> Result<(Vec<u8>, u64), GitError> {
        writeln!(self.wishes, "{object}")?;
        self.wishes.flush()?;
        let mut header = String::new();
        self.answers.read_line(&mut header)?;
        let length = header.trim_end().rsplit(' ').next().and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else { return Err(GitError::Partial { object: object.to_owned() }) };
        let mut start = Vec::new();
        (&mut self.answers).take(length.min(limit)).read_to_end(&mut start)?;
        // The rest, and the line break behind it.
        let rest = length - start.len() as u64 + 1;
        io::copy(&mut (&mut self.answers).take(rest), &mut io::sink())?;
        Ok((start, length))
    }
}

impl Drop for Contents {
    /// Ends the process, which would otherwise wait for wishes.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
