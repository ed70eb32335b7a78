//! What the rules on item writing are worth, on items whose flaws are known. `suite/lint/gold/README.md` says how they were
//! labelled; the rules were tuned on the odd half alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};
use qbank_model::Severity;
use qbank_project::{Checked, Project};

/// A criterion, the rules that look for it, and floors for kappa over all items and in the even half.
struct Measured {
    criterion: &'static str,
    rules: &'static [&'static str],
    floor: f64,
    floor_even: f64,
}

const fn measured(
    criterion: &'static str,
    rules: &'static [&'static str],
    floor: f64,
    floor_even: f64,
) -> Measured {
    Measured { criterion, rules, floor, floor_even }
}

const MEASURED: [Measured; 18] = [
    measured("all-of-above", &["all-of-above"], 0.95, 0.90),
    measured("none-of-above", &["none-of-above"], 0.88, 0.75),
    measured("fill-in-blank", &["fill-in-blank"], 0.95, 0.95),
    measured("true-false", &["disguised-true-false"], 0.93, 0.90),
    measured("absolute-terms", &["absolute-terms"], 0.78, 0.65),
    measured("vague-terms", &["vague-terms"], 0.93, 0.90),
    measured("key-is-longest", &["key-is-longest"], 0.88, 0.83),
    measured("length-outlier", &["length-outlier"], 0.83, 0.74),
    measured("negative-stem", &["negative-stem"], 0.90, 0.90),
    measured("clang-cue", &["clang-cue"], 0.52, 0.55),
    measured("logical-cue", &["logical-cue"], 0.78, 0.60),
    measured("lost-sequence", &["lost-sequence"], 0.92, 0.90),
    measured("k-type", &["k-type"], 0.88, 0.75),
    measured("convergence", &["convergence"], 0.76, 0.78),
    measured("grammar-cue", &["grammar-cue"], 0.60, 0.45),
    measured("gratuitous", &["gratuitous-detail"], 0.54, 0.50),
    measured("unfocused-stem", &["unfocused-stem"], 0.60, 0.55),
    measured("ambiguous", &["missing-criterion", "two-questions", "unclear-pronoun"], 0.54, 0.42),
];

/// The cells where a reader saw a flaw: item, criterion, two readers and what was agreed.
const LABELS: &str = include_str!("../suite/lint/gold/labels.tsv");

/// The least share of right ones among findings that warn.
const PRECISION_OF_WARNINGS: f64 = 0.95;

/// The normal deviate of intervals of 95 %.
const Z: f64 = 1.96;

fn folder() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/lint/gold")
}

/// Returns the items of each criterion, as agreed.
fn labels() -> BTreeMap<String, BTreeSet<String>> {
    let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in LABELS.lines().skip(1) {
        let [item, criterion, _, _, agreed] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}");
        };
        if agreed == "1" {
            labels.entry(criterion.to_owned()).or_default().insert(item.to_owned());
        }
    }
    labels
}

/// Items by the rule that found them, with the gravest finding of each.
fn found(checked: &Checked) -> BTreeMap<&'static str, BTreeMap<String, Severity>> {
    let mut found: BTreeMap<&'static str, BTreeMap<String, Severity>> = BTreeMap::new();
    for finding in &checked.diagnostics {
        let Some(item) = &finding.item else { continue };
        let gravest = found.entry(finding.code.name()).or_default().entry(item.id.to_string());
        gravest.and_modify(|known| *known = finding.severity.max(*known)).or_insert(finding.severity);
        let tells_too = [
            (is_outlier_too(&finding.message), "length-outlier"),
            (finding.message == "the stem asks for a verdict on each choice", "unfocused-stem"),
        ];
        for (_, rule) in tells_too.into_iter().filter(|(tells, _)| *tells) {
            found.entry(rule).or_default().entry(item.id.to_string()).or_insert(Severity::Info);
        }
    }
    found
}

/// Returns the items that the rules could look at: all that have no fault of the format.
fn judged(checked: &Checked) -> Vec<String> {
    let rules = qbank_lint::codes();
    let faults = checked.diagnostics.iter().filter(|finding| !rules.contains(&finding.code));
    let refused: BTreeSet<String> =
        faults.filter_map(|fault| Some(fault.item.as_ref()?.id.to_string())).collect();
    let ids = checked.bank.entries().iter().filter_map(|entry| Some(entry.id()?.to_string()));
    ids.filter(|id| !refused.contains(id)).collect()
}

/// A key that is longest by this factor stands out among all choices; the rules tell it once.
fn is_outlier_too(message: &str) -> bool {
    let ratio = message.strip_prefix("the key is ").and_then(|rest| rest.split_once(" times"));
    ratio.and_then(|(ratio, _)| ratio.parse::<f64>().ok()).is_some_and(|ratio| ratio >= 1.8)
}

/// How often rule and label agree.
#[derive(Clone, Copy, Debug, Default)]
struct Agreement {
    both: f64,
    rule_only: f64,
    label_only: f64,
    neither: f64,
}

impl Agreement {
    fn of<'i>(
        items: impl Iterator<Item = &'i String>,
        rule: impl Fn(&str) -> bool,
        label: impl Fn(&str) -> bool,
    ) -> Self {
        let mut agreement = Self::default();
        for item in items {
            let cell = match (rule(item), label(item)) {
                (true, true) => &mut agreement.both,
                (true, false) => &mut agreement.rule_only,
                (false, true) => &mut agreement.label_only,
                (false, false) => &mut agreement.neither,
            };
            *cell += 1.0;
        }
        agreement
    }

    fn precision(&self) -> Share {
        Share { of: self.both, among: self.both + self.rule_only }
    }

    fn recall(&self) -> Share {
        Share { of: self.both, among: self.both + self.label_only }
    }

    /// Cohen's kappa, and half the width of its interval by the large-sample standard error (Cohen 1960).
    fn kappa(&self) -> (f64, f64) {
        let n = self.both + self.rule_only + self.label_only + self.neither;
        let observed = (self.both + self.neither) / n;
        let by_chance = ((self.both + self.rule_only) * (self.both + self.label_only)
            + (self.neither + self.label_only) * (self.neither + self.rule_only))
            / (n * n);
        let kappa = (observed - by_chance) / (1.0 - by_chance);
        let error = (observed * (1.0 - observed) / n).sqrt() / (1.0 - by_chance);
        (kappa, Z * error)
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kappa, width) = self.kappa();
        write!(f, "P {} R {} kappa {kappa:.2} ±{width:.2}", self.precision(), self.recall())
    }
}

/// A share of things.
struct Share {
    of: f64,
    among: f64,
}

impl fmt::Display for Share {
    /// Writes the share with its interval after Wilson (1927).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.among == 0.0 {
            return write!(f, "  -  [   -   ]");
        }
        let (share, n) = (self.of / self.among, self.among);
        let centre = share + Z * Z / (2.0 * n);
        let width = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        write!(f, "{share:.2} [{:.2} {:.2}]", (centre - width) / scale, (centre + width) / scale)
    }
}

fn is_odd(item: &str) -> bool {
    item.ends_with(['1', '3', '5', '7', '9'])
}

#[test]
fn rules_find_what_readers_find() {
    let project = Project::open(folder().as_std_path()).expect("the folder is a bank");
    let checked = project.check().expect("the bank can be read");
    let (labels, found) = (labels(), found(&checked));
    let items = judged(&checked);
    assert!(items.len() >= 299, "{} items can be read", items.len());

    let mut table = vec![format!("{} items", items.len())];
    let mut faults = Vec::new();
    for Measured { criterion, rules, floor, floor_even } in MEASURED {
        let is_labelled = |item: &str| labels[criterion].contains(item);
        let of_rule = |rule: &&str, item: &str| found.get(rule)?.get(item).copied();
        let severity = |item: &str| rules.iter().filter_map(|rule| of_rule(rule, item)).max();
        let among = |half: fn(&str) -> bool, least: Severity| {
            let items = items.iter().filter(|item| half(item));
            Agreement::of(items, |item| severity(item) >= Some(least), is_labelled)
        };
        let (odd, even) = (among(is_odd, Severity::Info), among(|item| !is_odd(item), Severity::Info));
        let all = among(|_| true, Severity::Info);
        let warnings = among(|_| true, Severity::Warning).precision();
        let rows = [
            format!("{criterion:15} odd  {odd}"),
            format!("{:15} even {even}", ""),
            format!("{:15} all  {all}", ""),
            format!("{:15} warnings {} of {} right", "", warnings.of, warnings.among),
        ];
        table.extend(rows);
        if all.kappa().0 < floor || even.kappa().0 < floor_even {
            faults
                .push(format!("{criterion}: kappa is below {floor}, or in the even half below {floor_even}"));
        }
        if warnings.of < PRECISION_OF_WARNINGS * warnings.among {
            faults.push(format!("{criterion}: {} of {} warnings are right", warnings.of, warnings.among));
        }
    }
    let table = table.join("\n");
    // Past the harness, which keeps what a passing test prints to itself.
    writeln!(std::io::stdout(), "{table}").expect("standard output takes a line");
    assert!(faults.is_empty(), "{table}\n{}", faults.join("\n"));
}

/// A rule alone waits for no word: to read them all would cost more than what it looks at.
#[test]
fn rules_that_wait_for_a_word_miss_nothing() {
    let of = |rule: &str, checked: Checked| -> Vec<(String, Option<String>)> {
        let own = checked.diagnostics.into_iter().filter(|finding| finding.code.name() == rule);
        own.map(|finding| (finding.message, finding.item.map(|item| item.id.to_string()))).collect()
    };
    let mut n_findings = 0;
    for folder in [folder(), Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../bank")] {
        let open = || Project::open(folder.as_std_path()).expect("the bank opens");
        let waiting = qbank_lint::all().into_iter().filter(|rule| rule.waits_for().is_some());
        for rule in waiting.map(|rule| rule.code().name()) {
            let alone = of(rule, open().for_rules(|wanted| wanted == rule).check().expect("it is checked"));
            let among_all = of(rule, open().check().expect("it is checked"));
            assert_eq!(among_all, alone, "{rule}");
            n_findings += alone.len();
        }
    }
    assert!(n_findings > 100, "only {n_findings} findings to compare");
}
