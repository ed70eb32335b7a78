//! `grammar-cue`: choices that do not fit the stem, or not each other, by their grammar.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{OBJECT, WordedChoice, Wording, exact_pattern, pattern};

/// Finds what grammar gives away: an article or a verb that only some choices fit, one choice of another form, one
/// full stop.
pub(super) struct GrammarCue;

static META: Meta = Meta {
    name: "grammar-cue",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("grammar_cue.md"),
};

/// Nouns in -ing, which are no form of a verb here.
static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(scheduling|planning|purchasing|costing|pegging|netting|sequencing|kitting|ordering|carrying|holding|buying|sourcing|outsourcing|shipping|picking|packing|tooling|marketing|manufacturing|engineering|accounting|training|levell?ing|loading|routing|timing|pricing|warehousing|forecasting|batching|processing|reporting|rating|billing|handling|offering|opening|setting|building|nesting|bonding|tracking|smoothing|lasting|remaining|existing|missing|changing|rising|falling|growing|increasing|decreasing|incoming|outgoing|following|working|meeting)$",
    )
});

static ENDS_IN_ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(a|an)[ _.:]*$"));
static ENDS_IN_VERB: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(is|was|are|were)[ _.:]*$"));
static VOWEL_SOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([aeio]|u[^sn]|un[^i]|us[^aeiu]|hour|honest|honou?r|heir)"));
static NO_VOWEL_SOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(one\b|once|eu|uni(t|on|que|form|v)|us(e|age|ual))"));
static VOWEL_LETTER: LazyLock<Regex> = LazyLock::new(|| exact_pattern(r"^[AEFHILMNORSX][A-Z&]+\b"));
static ABBREVIATION: LazyLock<Regex> = LazyLock::new(|| exact_pattern(r"^[A-Z][A-Z&]+\b"));

/// How a choice begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Infinitive,
    Gerund,
    Because,
    By,
    Other,
}

impl Form {
    fn of(choice: &WordedChoice) -> Self {
        let mut words = choice.text.words().map(|word| word.text.to_lowercase());
        let first = words.next().unwrap_or_default();
        match first.as_str() {
            "to" if words.next().is_some_and(|next| !matches!(next.as_str(), "the" | "a" | "an")) => {
                Self::Infinitive
            }
            "because" => Self::Because,
            "by" => Self::By,
            gerund if gerund.ends_with("ing") && gerund.len() > 4 && words.next().is_some() => Self::Gerund,
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Infinitive => "an infinitive",
            Self::Gerund => "a form in -ing",
            Self::Because => "\"because\"",
            Self::By => "\"by\"",
            Self::Other => "something else",
        }
    }
}

impl Rule for GrammarCue {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, _)) = wording.key_and_distractors() else { return };
        let choices: Vec<&WordedChoice> =
            wording.choices().iter().filter(|choice| choice.meta().is_none()).collect();
        let lead = wording.lead();
        let found = by_article(lead, &choices)
            .map(|message| (message, key))
            .or_else(|| by_verb(lead, &choices).map(|message| (message, key)))
            .or_else(|| by_form(&choices))
            .or_else(|| by_full_stop(&choices));
        let Some((message, choice)) = found else { return };
        let mut finding = Diagnostic::new(self.code(), choice.choice.span, message).label("this choice");
        if !choice.is_key {
            (finding.severity, finding.confidence) = (Severity::Info, Confidence::Low);
        }
        cx.report(finding.help("give all choices one form, which fits the stem"));
    }
}

/// The stem ends in an article, which does not fit each choice, but fits the key.
fn by_article(lead: &str, choices: &[&WordedChoice]) -> Option<String> {
    let article = ENDS_IN_ARTICLE.captures(lead)?.get(1)?.as_str().to_lowercase();
    let fits = |choice: &&WordedChoice| begins_with_vowel(choice.text.as_str()) == (article == "an");
    let n_fitting = choices.iter().filter(|choice| fits(choice)).count();
    let key_fits = choices.iter().any(|choice| choice.is_key && fits(choice));
    (key_fits && n_fitting < choices.len()).then(|| {
        format!("\"{article}\" at the end of the stem fits {n_fitting} of {} choices", choices.len())
    })
}

fn begins_with_vowel(prose: &str) -> bool {
    if ABBREVIATION.is_match(prose) {
        return VOWEL_LETTER.is_match(prose);
    }
    VOWEL_SOUND.is_match(prose) && !NO_VOWEL_SOUND.is_match(prose)
}

/// The stem ends in a verb of one number, which does not fit each choice, but fits the key.
fn by_verb(lead: &str, choices: &[&WordedChoice]) -> Option<String> {
    let verb = ENDS_IN_VERB.captures(lead)?.get(1)?.as_str().to_lowercase();
    let wants_plural = matches!(verb.as_str(), "are" | "were");
    let numbers: Vec<bool> = choices.iter().map(|choice| is_plural(choice)).collect::<Option<_>>()?;
    let n_fitting = numbers.iter().filter(|is_plural| **is_plural == wants_plural).count();
    let key_fits =
        choices.iter().zip(&numbers).any(|(choice, is_plural)| choice.is_key && *is_plural == wants_plural);
    (key_fits && n_fitting < choices.len())
        .then(|| format!("\"{verb}\" at the end of the stem fits {n_fitting} of {} choices", choices.len()))
}

/// Tells of a short choice whether it names several things.
fn is_plural(choice: &WordedChoice) -> Option<bool> {
    let words: Vec<&str> = choice.text.words().map(|word| word.text).collect();
    let last = words.last().filter(|_| words.len() <= 3)?.to_lowercase();
    let is_singular = ["ss", "us", "is", "ics"].iter().any(|ending| last.ends_with(ending));
    Some(words.contains(&"and") || last.ends_with('s') && !is_singular)
}

/// Of four choices and more exactly one begins in another form.
fn by_form<'w, 'i>(choices: &[&'w WordedChoice<'i>]) -> Option<(String, &'w WordedChoice<'i>)> {
    if choices.len() < 4 {
        return None;
    }
    let forms: Vec<Form> = choices.iter().map(|choice| Form::of(choice)).collect();
    let is_odd = |idx: &usize| {
        let mut others = forms.iter().enumerate().filter(|(other, _)| other != idx).map(|(_, form)| *form);
        let first = others.next();
        first != Some(forms[*idx]) && others.all(|form| Some(form) == first)
    };
    let odd = (0..forms.len()).find(is_odd)?;
    let common = forms[usize::from(odd == 0)];
    // A word in -ing among other words may be a noun, and so may several such nouns.
    let may_be_nouns = || {
        let mut first_words = choices.iter().filter_map(|choice| choice.text.words().next());
        first_words.all(|word| !word.text.ends_with("ing") || NOUN.is_match(word.text))
    };
    if common == Form::Other && forms[odd] == Form::Gerund || common == Form::Gerund && may_be_nouns() {
        return None;
    }
    let message = format!("one choice begins with {}, the others with {}", forms[odd].name(), common.name());
    Some((message, choices[odd]))
}

/// Of three choices and more exactly one ends in a full stop.
fn by_full_stop<'w, 'i>(choices: &[&'w WordedChoice<'i>]) -> Option<(String, &'w WordedChoice<'i>)> {
    let stops: Vec<&&WordedChoice> =
        choices.iter().filter(|choice| choice.text.as_str().ends_with('.')).collect();
    let are_words = choices.iter().all(|choice| !choice.text.as_str().ends_with(OBJECT));
    match stops[..] {
        [only] if choices.len() >= 3 && are_words => {
            Some(("only one choice ends in a full stop".to_owned(), only))
        }
        _ => None,
    }
}
