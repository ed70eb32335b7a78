//! The command line: what can be called, with which options.

mod values;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand};
use clap_complete::Shell;

pub(crate) use self::values::{
    Color, CoverageFormat, DiffFormat, FailOn, FormatArg, KindArg, LayoutArg, ListFormat, OutputFormat,
    Persona, ReviewerArg, ScoreFormat, ShapeArg, VerdictArg,
};

/// Checks question banks written in Markdown and exports them to JSON, QTI and Anki.
#[derive(Debug, Parser)]
#[command(name = "qbank", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 clean, 1 findings, 2 the call cannot be carried out.")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a bank: settings, a blueprint, a question of each type, a workflow and a pre-commit hook
    Init(InitArgs),
    /// Bring an existing Markdown bank in: ids, heading levels, choices, keys
    Adopt(AdoptArgs),
    /// Start a question in its objective's file
    New(NewArgs),
    /// Check a bank and show everything that is wrong with it
    Check(CheckArgs),
    /// Give question files their usual look, without changing what they mean
    Fmt(FmtArgs),
    /// Show what the bank holds of what its blueprint asks for
    Coverage(CoverageArgs),
    /// Show what changed in meaning since a git revision
    Diff(DiffArgs),
    /// Show the bank as a learner sees it, in a browser, and follow every change
    Preview(PreviewArgs),
    /// Write a package of the bank's items
    Export(ExportArgs),
    /// Write down what a reviewer says of items
    Review(ReviewArgs),
    /// Score responses as the bank defines right and wrong
    Score(ScoreArgs),
    /// Show the draws that stand for an item with variables
    Variants(VariantsArgs),
    /// Show the manual page of a finding's code
    Explain(ExplainArgs),
    /// List all codes with what they mean
    Rules(ListArgs),
    /// Show what each format can hold
    Formats(ListArgs),
    /// Print the JSON Schema of an output
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page of the tool or of a command
    Man(ManArgs),
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank init                                    a bank in this folder
  qbank init banks/welding --title 'Welding, level 2'")]
pub(crate) struct InitArgs {
    /// The folder, which is made where there is none [default: this folder]
    pub(crate) folder: Option<PathBuf>,
    /// The bank's name for people [default: the folder's name]
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// The language of its questions, as a BCP 47 tag
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) language: String,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_long_help = "Foreign files are never changed: their questions are written to `items` in the bank, under the names that the
files have below DIR, and pictures to `media`. Without a bank around DIR or at `--bank`, DIR becomes one. Files of the
bank's own `items` are changed where they are, so commit before and look at `git diff` after. A file that the bank has
already is kept and told. Questions with an id are the bank's and stay as they are, so a second run changes nothing.

Exit status: 0 all is adopted, 1 something needs a person or, with --diff or --dry-run, would change, 2 the call cannot be
carried out.

Examples:
  qbank adopt quizzes                           quizzes becomes a bank: quizzes/bank.toml, quizzes/items
  qbank adopt ../old-quizzes --bank .           into the bank in this folder
  qbank adopt ../old-quizzes --bank . --dry-run what needs a person, and nothing written
  qbank adopt items/lots                        files that were copied into the bank by hand"
)]
pub(crate) struct AdoptArgs {
    /// The folder with the Markdown files, or one file
    pub(crate) folder: PathBuf,
    /// The bank's folder, which is made where there is none [default: the bank around DIR, else DIR]
    #[arg(long = "bank", value_name = "DIR")]
    pub(crate) bank: Option<PathBuf>,
    /// The language of the questions of a new bank, as a BCP 47 tag
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) language: String,
    /// Write nothing and list what would be written
    #[arg(long, group = "dry")]
    pub(crate) dry_run: bool,
    /// Write nothing and show what would change, as a diff
    #[arg(long, group = "dry")]
    pub(crate) diff: bool,
    /// How the result is shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank new inv-eoq-doubled --objective inv-eoq
  qbank new inv-rop-seal --objective inv-rop --type numeric
  qbank new acme-lots --file items/inventory/acme.md")]
pub(crate) struct NewArgs {
    /// Its id: a small letter, then up to 63 small letters, digits or hyphens; it is for ever
    pub(crate) id: String,
    /// Its type
    #[arg(long = "type", value_name = "TYPE", default_value = "single")]
    pub(crate) kind: KindArg,
    /// The objective that it tests; its level is the objective's, its file `items/<domain>/<objective>.md`
    #[arg(long, value_name = "SLUG")]
    pub(crate) objective: Option<String>,
    /// The file that it is added to
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) bank: BankArg,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank check                                   the bank around this folder
  qbank check items/inventory                   only findings below this path
  qbank check --output-format concise           one line for each finding
  qbank check --where 'domain = inventory'      only findings of these items
  qbank check --select no-key --select key-is-longest
  qbank check --persona auditor                 also what is only a hint
  qbank check --write-baseline                  from now on tell only what is new
  qbank check --diff                            what --fix would change
  qbank check --changed-since main              only what was changed since the branch main")]
pub(crate) struct CheckArgs {
    /// Show only findings in these files or folders
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// How findings are shown; full on a terminal, else concise
    #[arg(long, value_name = "FORMAT")]
    pub(crate) output_format: Option<OutputFormat>,
    /// The severity from which on the exit status is 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(crate) fail_on: FailOn,
    /// Show only findings of items that fulfil a condition, such as 'domain = inventory and level = apply'
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,
    /// Show only what a change since a git revision touches
    #[arg(long, value_name = "REV")]
    pub(crate) changed_since: Option<String>,
    /// Let the rules' levels, the bank's allowances and the baseline of a git revision count, not those of the files
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub(crate) policy_from: Option<String>,
    /// Show only findings of this code, however unsure; may be repeated
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Show no findings of this code; may be repeated
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Who looks: what is less sure is shown to reviewers, and mere hints to auditors
    #[arg(long, value_name = "WHO", default_value = "author")]
    pub(crate) persona: Persona,
    /// Write what the rules find now into baseline.toml, which later checks do not tell again
    #[arg(long, conflicts_with_all = ["paths", "condition", "select", "ignore", "mending", "changed_since"])]
    pub(crate) write_baseline: bool,
    #[command(flatten)]
    pub(crate) mending: MendingArgs,
    #[command(flatten)]
    pub(crate) color: ColorArg,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank fmt                                     all question files of the bank around this folder
  qbank fmt items/inventory --diff              what would change below this path
  qbank fmt --check                             for CI: exit status 1 where a file is to be formatted
  qbank fmt --assign-ids                        also ids for the questions that have none
  qbank fmt - < draft.md                        for editors: from standard input to standard output")]
pub(crate) struct FmtArgs {
    /// Format only these files, or those in these folders; `-` alone for standard input
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// Change nothing and list the files that would change; the exit status is 1 where there are any
    #[arg(long, group = "dry")]
    pub(crate) check: bool,
    /// Change nothing and show what would change; the exit status is 1 where there is something
    #[arg(long, group = "dry")]
    pub(crate) diff: bool,
    /// Give an id, made of the heading's words, to each question that has none
    #[arg(long)]
    pub(crate) assign_ids: bool,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank coverage                                need against have, and how many whole forms there are
  qbank coverage --where 'not type = essay'     of these items only
  qbank coverage --form midterm                 what the form midterm holds
  qbank coverage --output-format markdown       for a pull request
  qbank coverage --output-format html > coverage.html")]
pub(crate) struct CoverageArgs {
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// The blueprint to hold the bank against [default: that of bank.toml]
    #[arg(long, value_name = "ID")]
    pub(crate) blueprint: Option<String>,
    /// Count only items that fulfil a condition, such as 'not type = essay'
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,
    /// Count the items of a form instead of all that the bank publishes: `forms/<ID>.toml`
    #[arg(long, value_name = "ID", conflicts_with_all = ["condition", "overlap"])]
    pub(crate) form: Option<String>,
    /// How much of two whole forms may be the same, in percent
    #[arg(long, value_name = "PERCENT", default_value = "33", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) overlap: u32,
    /// How the coverage is shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: CoverageFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank diff main                               a line for each part of a question that changed
  qbank diff v1.2 --output-format markdown      for a pull request or the notes of a release")]
pub(crate) struct DiffArgs {
    /// The git revision to compare with
    #[arg(value_name = "REV")]
    pub(crate) revision: String,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// How the changes are shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: DiffFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank preview                                 the bank around this folder, on http://127.0.0.1:8421/
  qbank preview --open                          and open it in the browser
  qbank preview --port 0                        on any port that is free")]
pub(crate) struct PreviewArgs {
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// The port of this machine that the page is on; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8421)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Who looks: what is less sure is shown to reviewers, and mere hints to auditors
    #[arg(long, value_name = "WHO", default_value = "author")]
    pub(crate) persona: Persona,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank export anki                             dist/<bank>.apkg
  qbank export qti3 -o inventory.zip --where 'domain = inventory'
  qbank export canvas --as bank                 a question bank of Canvas, not a quiz
  qbank export qti21 --form midterm             the items of forms/midterm.toml, as a test
  qbank export anki --package latest            a smaller package, for Anki 2.1.54 and later
  qbank export anki --against dist/old.apkg     what an update does to learners; nothing is written
  qbank export qti3 --locked                    a release: every id of it is in the committed ids.lock
  qbank export canvas --trial                   a package to look at, which binds nobody to its ids
  qbank export anki --deny-loss                 fail where Anki cannot hold something
  qbank export anki --deny-loss --allow-loss points")]
pub(crate) struct ExportArgs {
    /// The format of the package
    pub(crate) format: FormatArg,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// The file to write; by default `dist/<bank id>.<ending>`
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// Take only items that fulfil a condition, such as 'domain = inventory and level = apply'
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,
    /// Write fixed variants of items with variables, even where the format has variables
    #[arg(long)]
    pub(crate) materialise: bool,
    /// Have players draw the numbers of items with variables (only qti3)
    #[arg(long, conflicts_with = "materialise")]
    pub(crate) templates: bool,
    /// Take the items of a form, in its order: `forms/<ID>.toml`
    #[arg(long, value_name = "ID", conflicts_with_all = ["condition", "since"])]
    pub(crate) form: Option<String>,
    /// Take only items that are new or changed since a commit; the report lists those that were retired
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// What Canvas and Common Cartridge make of the items [default: quiz]
    #[arg(long = "as", value_name = "SHAPE")]
    pub(crate) shape: Option<ShapeArg>,
    #[command(flatten)]
    pub(crate) records: RecordArgs,
    #[command(flatten)]
    pub(crate) anki: AnkiArgs,
    /// Leave broken items out instead of writing nothing; the exit status stays 1
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Fail on any loss, or on the loss of one feature; may be repeated
    #[arg(long, value_name = "FEATURE", num_args = 0..=1, default_missing_value = "")]
    pub(crate) deny_loss: Vec<String>,
    /// Allow the loss of a feature, even one that changes the meaning; may be repeated
    #[arg(long, value_name = "FEATURE")]
    pub(crate) allow_loss: Vec<String>,
    #[command(flatten)]
    pub(crate) color: ColorArg,
}

/// What becomes of the records of packages.
#[derive(Debug, ClapArgs)]
pub(crate) struct RecordArgs {
    /// Fail instead of changing `ids.lock` or Anki's ledger: for a release, whose files are committed
    #[arg(long)]
    pub(crate) locked: bool,
    /// Keep no record of the package, which is for nobody: `ids.lock` and Anki's ledger stay as they are
    #[arg(long, conflicts_with = "locked")]
    pub(crate) trial: bool,
}

/// What only an export for Anki knows.
#[derive(Debug, ClapArgs)]
pub(crate) struct AnkiArgs {
    /// How the package is laid out for Anki [default: legacy]
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) package: Option<LayoutArg>,
    /// The ledger of Anki's notes [default: `anki.lock.toml` beside bank.toml]
    #[arg(long, value_name = "PATH")]
    pub(crate) ledger: Option<PathBuf>,
    /// Make the lost ledger again from an Anki package that was handed out
    #[arg(long, value_name = "OLD.apkg", conflicts_with_all = ["locked", "trial"])]
    pub(crate) recover: Option<PathBuf>,
    /// Write nothing; show what the package would do to who has an older one, or that of a git revision
    #[arg(
        long,
        value_name = "OLD.apkg|REV",
        conflicts_with_all = [
            "output", "form", "since", "package", "locked", "trial", "deny_loss", "allow_loss"
        ]
    )]
    pub(crate) against: Option<String>,
    /// How what `--against` finds is shown
    #[arg(long, value_name = "FORMAT", default_value = "text", requires = "against")]
    pub(crate) output_format: DiffFormat,
}

impl AnkiArgs {
    /// Returns an option that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.package.is_some(), "--package"),
            (self.ledger.is_some(), "--ledger"),
            (self.recover.is_some(), "--recover"),
            (self.against.is_some(), "--against"),
        ];
        options.into_iter().find_map(|(is_given, name)| is_given.then_some(name))
    }
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank review inv-eoq --verdict agree --by bob --kind human
  qbank review inv-eoq inv-rop --verdict mend --by bob --kind human --note 'which year?'
  qbank review --where 'type != essay' --verdict agree --by solver --kind automated

The reviews stand in reviews.toml, each with the day and the item's revision: a change of what it
says voids them.")]
pub(crate) struct ReviewArgs {
    /// The ids of the items
    #[arg(required_unless_present = "condition", conflicts_with = "condition")]
    pub(crate) ids: Vec<String>,
    /// Review the items that fulfil a condition, such as 'domain = inventory'; retired ones are left out
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,
    /// What the reviewer says
    #[arg(long)]
    pub(crate) verdict: VerdictArg,
    /// The reviewer's handle: letters, digits, dots, hyphens and underscores
    #[arg(long, value_name = "HANDLE")]
    pub(crate) by: String,
    /// Whether a person has looked or a program; a program signs nothing
    #[arg(long)]
    pub(crate) kind: ReviewerArg,
    /// Why, on one line
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    #[command(flatten)]
    pub(crate) bank: BankArg,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank score responses.json                    scores as JSON
  qbank score - --output-format csv < responses.json
  qbank schema responses                        how responses are written")]
pub(crate) struct ScoreArgs {
    /// The file of responses, as JSON; `-` for standard input
    pub(crate) responses: PathBuf,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// How scores are shown
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) output_format: ScoreFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank variants inv-rop                        a table of the values of each variant
  qbank variants inv-rop --variant 2            the second variant as a finished question")]
pub(crate) struct VariantsArgs {
    /// The item's id
    pub(crate) id: String,
    /// Show this variant, from 1, as a finished question
    #[arg(long, value_name = "N")]
    pub(crate) variant: Option<u32>,
    #[command(flatten)]
    pub(crate) bank: BankArg,
    /// How the table is shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank explain broken-id")]
pub(crate) struct ExplainArgs {
    /// The code, as it stands in brackets behind a finding's severity
    pub(crate) code: String,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank rules
  qbank formats --output-format json")]
pub(crate) struct ListArgs {
    /// How the list is shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank schema                                  the names of all schemas
  qbank schema bank > bank.schema.json")]
pub(crate) struct SchemaArgs {
    /// Which output's; without it the names are listed
    pub(crate) name: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank completions bash > ~/.local/share/bash-completion/completions/qbank")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  qbank man | man -l -                          read it
  qbank man check | man -l -
  qbank man --output-dir ~/.local/share/man/man1   all pages, for `man qbank-check` and the others")]
pub(crate) struct ManArgs {
    /// The command; without it the tool's own page
    pub(crate) name: Option<String>,
    /// Write the pages of the tool and of all commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub(crate) output_dir: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MendingArgs {
    /// Mend what can be mended without changing what the author meant, then show the rest
    #[arg(long, group = "mending")]
    pub(crate) fix: bool,
    /// Show what `--fix` would change, and change nothing; the exit status is 1 where there is something
    #[arg(long, group = "mending")]
    pub(crate) diff: bool,
    /// With `--fix` or `--diff`: also changes that a person has to look at
    #[arg(long, requires = "mending")]
    pub(crate) unsafe_fixes: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BankArg {
    /// The bank's folder, or one below it [default: this folder]
    #[arg(long = "bank", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

impl BankArg {
    /// Returns the folder that the bank is looked for from.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new("."))
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ColorArg {
    /// When to use colour; `NO_COLOR` and `FORCE_COLOR` are heeded
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}
