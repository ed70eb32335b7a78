//! Variables as an author declares them, and what can be wrong with that.

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::Source;
use super::variables::Variables;
use crate::expression::{Expression, ParseFault};
use crate::source::Spanned;

/// Variables as an author declares them, before they were checked.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The names of each source in their order, and the source.
    pub sources: Vec<(Vec<Spanned<String>>, Source)>,
    /// Names and the expressions that compute them, in any order.
    pub calcs: Vec<(Spanned<String>, Spanned<String>)>,
    /// Conditions that a draw has to fulfil to be kept.
    pub require: Vec<Spanned<String>>,
    /// Digits behind the point where a place says nothing else.
    pub decimals: Option<u32>,
    /// How many variants a format without variables is given; 5 where nothing is said.
    pub variants: Option<u32>,
}

/// What is wrong with declared variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariablesFault {
    /// A name that is no small letter followed by small letters, digits and underscores, or that the language of
    /// expressions keeps for itself.
    Name(Spanned<String>),
    /// A name that stands twice: the second place, then the first.
    Repeated(Spanned<String>, Spanned<String>),
    /// More than [`Variables::MAX_NAMES`].
    TooManyNames(Spanned<String>),
    /// An expression that does not parse; the fault's bytes are those of its text.
    Expression(Spanned<String>, ParseFault),
    /// A condition that is none.
    NoCondition(Spanned<String>),
    /// A name that is computed from itself, by way of the others.
    Circular(Spanned<String>, Vec<String>),
}

impl VariablesFault {
    /// Tells whether a name itself is at fault, whatever is computed.
    pub fn is_of_a_name(&self) -> bool {
        match self {
            Self::Name(_) | Self::Repeated(..) | Self::TooManyNames(_) => true,
            Self::Expression(..) | Self::NoCondition(_) | Self::Circular(..) => false,
        }
    }
}

/// Reports names that cannot be used.
pub(super) fn name_faults(declared: &Declared) -> Vec<VariablesFault> {
    let drawn = declared.sources.iter().flat_map(|(names, _)| names);
    let all: Vec<&Spanned<String>> = drawn.chain(declared.calcs.iter().map(|(name, _)| name)).collect();
    let mut faults = Vec::new();
    let mut first: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for name in &all {
        if !is_name(&name.value) || Expression::is_reserved(&name.value) {
            faults.push(VariablesFault::Name((*name).clone()));
        }
        if let Some(earlier) = first.insert(&name.value, name) {
            faults.push(VariablesFault::Repeated((*name).clone(), earlier.clone()));
        }
    }
    if let Some(name) = all.get(Variables::MAX_NAMES) {
        faults.push(VariablesFault::TooManyNames((*name).clone()));
    }
    faults
}

fn is_name(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A name and the text of its expression.
pub(super) type Written = (Spanned<String>, Spanned<String>);

/// Brings names into an order in which each stands after those that its expression reads; those that cannot be are
/// returned apart.
pub(super) fn in_order(calcs: Vec<Written>) -> (Vec<Written>, Vec<Written>) {
    let needs: Vec<Vec<usize>> = calcs
        .iter()
        .map(|(_, text)| {
            let index = |word: Range<usize>| {
                calcs.iter().position(|(name, _)| name.value == text.value[word.clone()])
            };
            words(&text.value).into_iter().filter_map(index).collect()
        })
        .collect();
    let mut placed = vec![false; calcs.len()];
    let mut order = Vec::with_capacity(calcs.len());
    let is_ready = |idx: usize, placed: &[bool]| !placed[idx] && needs[idx].iter().all(|need| placed[*need]);
    while let Some(ready) = (0..calcs.len()).find(|idx| is_ready(*idx, &placed)) {
        placed[ready] = true;
        order.push(ready);
    }
    let mut calcs: Vec<Option<Written>> = calcs.into_iter().map(Some).collect();
    let ordered = order.into_iter().filter_map(|idx| calcs[idx].take()).collect();
    (ordered, calcs.into_iter().flatten().collect())
}

/// Returns the words of an expression, whatever they mean; texts between quotation marks hold none.
fn words(text: &str) -> Vec<Range<usize>> {
    let (mut words, mut start, mut quote) = (Vec::new(), None, None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_word = quote.is_none() && (c.is_ascii_alphanumeric() || c == '_');
        match (start, is_word) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
        if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        }
    }
    words
}
