//! Why a call cannot be carried out; each of these ends with exit status 2.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use qbank_formats::formats::anki::old::OldPackageError;
use qbank_formats::{ExportError, PackageError};
use qbank_model::date::Date;
use qbank_model::id::IdFault;
use qbank_model::review::HandleFault;
use qbank_project::{CheckError, OpenError, PastError, SettingsError};
use qbank_syntax::selection::ConditionFault;

/// Why a call cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the reader of the output is gone")]
    ClosedPipe,
    #[error("writing the output")]
    Print(#[source] io::Error),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Check(#[from] CheckError),
    #[error(transparent)]
    Past(#[from] PastError),
    #[error("at `{rev}` there was no bank that could be checked")]
    NoBankThen { rev: String },
    #[error("no command is called `{name}`; {help}")]
    NoSuchCommand { name: String, help: String },
    #[error("the condition cannot be used")]
    Condition(#[from] ConditionFault),
    #[error("no item that the bank publishes fulfils the condition `{condition}`")]
    NoItem { condition: String },
    #[error("{format} does not tell quizzes from banks: leave `--as` away")]
    NoShape { format: &'static str },
    #[error("only an export for Anki takes `{option}`: leave it away")]
    OnlyAnki { option: &'static str },
    #[error("there is a ledger already: {path}; remove it first if it is lost or broken")]
    HasLedger { path: PathBuf },
    #[error("{path} is no package of this bank that can be read")]
    OldPackage {
        path: PathBuf,
        #[source]
        source: OldPackageError,
    },
    #[error(
        "bank.toml says that the bank was revised on {revised}, and today is {today}: learners' collections would refuse \
         later changes"
    )]
    RevisedAhead { revised: Date, today: Date },
    #[error("{format} has nothing that players draw: leave `--templates` away")]
    NoTemplates { format: &'static str },
    #[error("no form is called `{id}`; {help}")]
    NoSuchForm { id: String, help: String },
    #[error("the form `{id}` cannot be filled (see `qbank check`)")]
    UnfilledForm { id: String },
    #[error("no blueprint is called `{id}`; {help}")]
    NoSuchBlueprint { id: String, help: String },
    #[error("the bank has no blueprint that can be used, so nothing says what it should cover")]
    NoBlueprint,
    #[error("the bank publishes no item: every one is broken, or of a status that `[publish]` does not take")]
    NothingPublished,
    #[error("{format} holds none of the items")]
    NothingHeld { format: &'static str },
    #[error("there is no {path}")]
    NoSuchPath { path: PathBuf },
    #[error("reading {path}")]
    ReadFile {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{path} holds no responses as `qbank schema responses` describes them")]
    Responses {
        path: PathBuf,
        #[source]
        source: serde_json::Error,
    },
    #[error("the responses are of version {version}; this tool reads version 1")]
    ResponsesVersion { version: u32 },
    #[error("port {port} is in use: name another one with `--port`, or `--port 0` for any that is free")]
    PortInUse { port: u16 },
    #[error("listening on port {port} of this machine")]
    Listen {
        port: u16,
        #[source]
        source: io::Error,
    },
    #[error("watching the bank's folder for changes")]
    Watch(#[source] Box<dyn Error + Send + Sync>),
    #[error("opening the browser; the page is at {address}")]
    Browser {
        address: String,
        #[source]
        source: io::Error,
    },
    #[error("the clock, or SOURCE_DATE_EPOCH, shows no day of the calendar")]
    Clock,
    #[error("`{by}` cannot sign: {fault}")]
    BadHandle { by: String, fault: HandleFault },
    #[error("`{by}` has reviewed as {known} before: a person and a program do not share a handle")]
    OtherKind { by: String, known: &'static str },
    #[error("a note is one line without control characters")]
    BadNote,
    #[error("no item is called `{id}`; {help}")]
    NoSuchItem { id: String, help: String },
    #[error("the item `{id}` is broken (see `qbank check`), so that nobody can say what was reviewed")]
    BrokenItem { id: String },
    #[error("no sound item that is not retired fulfils the condition `{condition}`")]
    NothingToReview { condition: String },
    #[error("reviews.toml cannot be read (see `qbank check`), so that nothing is added to it")]
    BrokenReviews,
    #[error("`{id}` is no id: {fault}")]
    BadId { id: String, fault: IdFault },
    #[error("the id `{id}` is taken: {place}; ids are for ever, so choose another one")]
    TakenId { id: String, place: String },
    #[error("no objective is called `{name}`; {help}")]
    NoSuchObjective { name: String, help: String },
    #[error(
        "where the question belongs is not said; name its objective with `--objective`, or its file with `--file`"
    )]
    NoPlace,
    #[error("{path} is no question file of this bank: those end in `.md` and lie below `items`")]
    NoQuestionFile { path: PathBuf },
    #[error("{path} ends in something that would swallow the question (see `qbank check`)")]
    SwallowedQuestion { path: PathBuf },
    #[error("there is a bank already: {path}")]
    IsBank { path: PathBuf },
    #[error("no question was found in {path}")]
    NoQuestions { path: PathBuf },
    #[error("no item with variables is called `{id}`; {help}")]
    NoSuchTemplate { id: String, help: String },
    #[error("the item `{id}` has no variables, or is broken (see `qbank check`)")]
    NoVariables { id: String },
    #[error("there is no variant {number}; the item has {most}")]
    NoSuchVariant { number: u32, most: usize },
    #[error("no code is called `{name}`; {help}")]
    NoSuchCode { name: String, help: String },
    #[error("no schema is called `{name}`; {help}")]
    NoSuchSchema { name: String, help: String },
    #[error("no feature is called `{name}`; {help}")]
    NoSuchFeature { name: String, help: String },
    #[error("a package must not be called {name}: Anki would replace a learner's whole collection with it")]
    RefusedName { name: String },
    #[error("{path} was not written by this tool, so it is not replaced: rename it")]
    NotOurs { path: PathBuf },
    #[error("{path} is a folder")]
    IsFolder { path: PathBuf },
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("{name} has changed while it was being mended; call again")]
    ChangedMeanwhile { name: String },
    #[error("writing {path}")]
    WriteFile {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("writing {path}")]
    WritePackage {
        path: PathBuf,
        #[source]
        source: PackageError,
    },
    #[error("building the JSON text")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    /// Returns the reason and what caused it, as one sentence.
    pub(crate) fn with_causes(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let _ = write!(text, ": {error}");
            cause = error.source();
        }
        text
    }

    /// Returns the file with settings that cannot be used, where that is the reason.
    pub(crate) fn settings(&self) -> Option<&SettingsError> {
        let (Self::Open(OpenError::Settings(error))
        | Self::Check(CheckError::Baseline(error) | CheckError::Ledger(error))) = self
        else {
            return None;
        };
        Some(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Print(error) }
    }
}
