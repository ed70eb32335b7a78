//! `k-type`: choices that combine labels or other choices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use qbank_model::{Block, Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{WordedChoice, Wording, pattern};

/// Finds choices such as "I and III only" and "A and C".
pub(super) struct KType;

static META: Meta = Meta {
    name: "k-type",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("k_type.md"),
};

const LABEL: &str = r"\(?(viii|vii|vi|iv|ix|iii|ii|i|v|x|[a-h]|[1-9])\)?";

static COMBINATION: LazyLock<Regex> = LazyLock::new(|| {
    let noun = "(both|only|neither|all of|statements?|options?|answers?|choices?|items?|numbers?|claims?|points?|reasons?|steps?|factors?)";
    let patterns = [
        format!(
            r"^\W*({noun} )*{LABEL}([,; ]+({noun} )?{LABEL})*[, ]*(and|or|nor|&|but not|plus) ({noun} )?{LABEL}( (only|are (correct|true|right)|apply))?\W*$"
        ),
        format!(r"^\W*((only|{noun}) )*{LABEL}([,; ]+{LABEL})* (only|alone)\W*$|^\W*only {LABEL}\W*$"),
        format!(r"^\W*{LABEL}([,;&+/] ?{LABEL})+( only)?\W*$"),
    ];
    pattern(&patterns.join("|"))
});

static LABELS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(viii|vii|vi|iv|ix|iii|ii|i|v|x|[a-h]|[1-9])\b"));

impl Rule for KType {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let combinations: Vec<(&WordedChoice, BTreeSet<String>)> = wording
            .choices()
            .iter()
            .filter_map(|choice| Some((choice, labels_in(choice, wording)?)))
            .collect();
        let sets: BTreeSet<&BTreeSet<String>> = combinations.iter().map(|(_, labels)| labels).collect();
        let are_orders = combinations.len() >= 2 && sets.len() == 1;
        let help = "ask for several keys (\"choose two\"), with a choice for each label";
        if let Some((first, _)) = combinations.first().filter(|_| !are_orders) {
            let message = match combinations.len() {
                1 => "a choice combines labels".to_owned(),
                n_choices => format!("{n_choices} choices combine labels"),
            };
            let mut finding = Diagnostic::new(self.code(), first.choice.span, message).label("this choice");
            for (choice, _) in &combinations[1..] {
                finding = finding.also(choice.choice.span, "and this one");
            }
            cx.report(finding.help(help));
        } else if combinations.is_empty() && combines_parts(wording) {
            let message = "the choices combine the same few things in different ways";
            let finding = Diagnostic::new(self.code(), wording.item.id.span, message).help(help);
            cx.report(Diagnostic { severity: Severity::Info, confidence: Confidence::Low, ..finding });
        }
    }
}

/// Returns the labels that a choice combines, where they are labels of something.
fn labels_in(choice: &WordedChoice, wording: &Wording) -> Option<BTreeSet<String>> {
    let prose = choice.text.as_str();
    // Braces make a set of things, which is one answer.
    if prose.contains('{') || !COMBINATION.is_match(prose) {
        return None;
    }
    let labels: BTreeSet<String> =
        LABELS.find_iter(prose).map(|label| label.as_str().to_lowercase()).collect();
    let stem = wording.stem().as_str();
    let marks = |label: &str, pattern: &str| {
        let pattern = pattern.replace('L', &regex::escape(label));
        Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(stem))
    };
    let is_numbered =
        wording.item.stem.0.iter().any(|block| matches!(block, Block::List(list) if list.start.is_some()));
    let is_marked =
        |label: &String| is_numbered || marks(label, r"(?i)(^|[\s(\[])L[.):\]]|(^|[?:.,;] ?)L [a-z]");
    let is_roman = |label: &String| label.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let is_word = |label: &String| marks(&label.to_uppercase(), r"\bL\b");
    let is_choice = |label: &String| {
        let letter = label.bytes().next().filter(|_| label.len() == 1).unwrap_or_default();
        (b'a'..b'a' + wording.choices().len() as u8).contains(&letter)
    };
    let are_labels = labels.iter().all(is_marked)
        || labels.iter().all(|label| is_roman(label) && is_word(label))
        || labels.iter().all(|label| is_choice(label) && !is_word(label));
    are_labels.then_some(labels)
}

/// Tells whether the choices are lists that share their parts, other than a grid of two things with two values each.
fn combines_parts(wording: &Wording) -> bool {
    let lists = wording.lists();
    if lists.is_empty() {
        return false;
    }
    let mut uses: BTreeMap<&str, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for (at, part) in lists.iter().flat_map(|parts| parts.iter().enumerate()) {
        let (n_uses, places) = uses.entry(part).or_default();
        *n_uses += 1;
        places.insert(at);
    }
    let n_shared = uses.values().filter(|(n_uses, _)| *n_uses >= 2).count();
    // A stray part makes no other question of it, where enough parts are shared and stand now here, now there.
    let n_moving = uses.values().filter(|(_, places)| places.len() >= 2).count();
    let n_lists = lists.iter().filter(|parts| parts.len() >= 2).count();
    let are_mostly_shared = n_lists >= 4 && n_moving >= 2 && 5 * n_shared >= 3 * uses.len();
    let are_shared = n_shared == uses.len() || are_mostly_shared;
    let repeats = |parts: &Vec<String>| parts.iter().collect::<BTreeSet<_>>().len() < parts.len();
    let lengths: BTreeSet<usize> = lists.iter().map(Vec::len).collect();
    let is_grid = lengths.len() == 1 && uses.values().all(|(_, places)| places.len() == 1);
    let sets: BTreeSet<BTreeSet<&String>> = lists.iter().map(|parts| parts.iter().collect()).collect();
    sets.len() > 1
        && !lengths.contains(&0)
        && uses.len() >= 2
        && are_shared
        && !is_grid
        && !lists.iter().any(repeats)
}
