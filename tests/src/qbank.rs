//! Runs the built binary as its users do: as a process, with a limit on its time.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// How long a run may take: far more than any sound one needs on a slow machine.
const LIMIT: Duration = Duration::from_secs(20);

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit status; `None` where a signal ended it, or the limit.
    pub status: Option<i32>,
    /// What it wrote on standard output.
    pub stdout: Vec<u8>,
    /// What it wrote on standard error.
    pub stderr: Vec<u8>,
    /// How long it took.
    pub time: Duration,
}

impl Run {
    /// Returns standard output as text.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Returns standard error as text.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}

/// Prepares a call of the binary, which is built at the first call; the caller's wishes on colour do not count.
pub fn qbank<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(binary());
    command.args(args).current_dir(folder).env_remove("NO_COLOR").env_remove("FORCE_COLOR");
    // The job that runs the tests has a summary of its own.
    command.env_remove("GITHUB_STEP_SUMMARY");
    // A clock that is later than the day on which any test's bank was revised.
    command.env("SOURCE_DATE_EPOCH", "1798675200");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a call to its end, or to the limit on its time.
///
/// # Panics
/// Panics when the program cannot be started.
pub fn run(command: &mut Command) -> Run {
    let start = Instant::now();
    let mut child = command.spawn().expect("the binary starts");
    let stdout = child.stdout.take().map(|pipe| spawn(|| read(pipe)));
    let stderr = child.stderr.take().map(|pipe| spawn(|| read(pipe)));
    let status = wait(&mut child, start);
    let time = start.elapsed();
    let join = |reader: Option<std::thread::JoinHandle<Vec<u8>>>| {
        reader.map(|reader| reader.join().expect("reading a pipe ends")).unwrap_or_default()
    };
    Run { status, stdout: join(stdout), stderr: join(stderr), time }
}

fn wait(child: &mut Child, start: Instant) -> Option<i32> {
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().expect("the binary can be waited for") {
            return status.code();
        }
        sleep(Duration::from_millis(5));
    }
    child.kill().expect("a run over its limit can be ended");
    child.wait().expect("the binary can be waited for").code()
}

fn read(mut pipe: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).expect("a pipe can be read");
    bytes
}

fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let target = target();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "qbank", "--target-dir"]).arg(&target);
        let built = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status().expect("cargo starts");
        assert!(built.success(), "the binary can be built");
        target.join("debug").join(format!("qbank{}", std::env::consts::EXE_SUFFIX))
    })
}

/// Returns cargo's target folder, the one that holds this program.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("this program has a path");
    let profile = program.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    let target = profile.and_then(Path::parent).expect("this program lies in a profile's folder");
    target.to_path_buf()
}
