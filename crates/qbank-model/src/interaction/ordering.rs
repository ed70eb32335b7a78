//! Entries to bring into their order.

use crate::content::Content;
use crate::id::ChoiceId;

/// One of the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in responses: `a`, `b`, `c` … in the right order.
    pub id: ChoiceId,
    /// What the learner reads.
    pub content: Content,
}

/// What is wrong with a list to order; entries are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderingFault {
    /// Fewer than two, or more than [`Ordering::MAX`].
    Count(usize),
    /// Nothing to read in this entry.
    Empty(usize),
    /// The second entry reads as the first: their order could not be told.
    Repeated(usize, usize),
}

/// Entries to bring into their order. Invariant: two to 26, distinct, none empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordering(Vec<Step>);

impl Ordering {
    /// The most entries.
    pub const MAX: usize = 26;

    /// Takes the entries in the right order.
    ///
    /// # Errors
    /// Returns everything that is wrong with them; a wrong count alone.
    pub fn new(entries: Vec<Content>) -> Result<Self, Vec<OrderingFault>> {
        if !(2..=Self::MAX).contains(&entries.len()) {
            return Err(vec![OrderingFault::Count(entries.len())]);
        }
        let texts: Vec<String> = entries.iter().map(Content::to_text).collect();
        let mut faults = Vec::new();
        for (idx, entry) in entries.iter().enumerate() {
            if entry.is_empty() {
                faults.push(OrderingFault::Empty(idx));
            } else if let Some(first) = texts[..idx].iter().position(|text| *text == texts[idx]) {
                faults.push(OrderingFault::Repeated(first, idx));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let step = |(idx, content)| Step { id: ChoiceId::nth(idx), content };
        Ok(Self(entries.into_iter().enumerate().map(step).collect()))
    }

    /// Returns the entries in the right order; who shows them shows them in another one.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}
