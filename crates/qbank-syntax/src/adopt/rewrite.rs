//! A text made of another one by edits, and the way back from its places.

use std::ops::Range;

/// Edits of a text, in any order; of two that overlap the first in the text is made.
#[derive(Debug, Default)]
pub(super) struct Rewrite(Vec<(Range<usize>, String)>);

/// From places of a new text to those of the one it was made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins(Vec<(usize, usize)>);

impl Rewrite {
    pub(super) fn put(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Returns the new text and its origins; nothing where it is the old one.
    pub(super) fn apply(mut self, text: &str) -> Option<(String, Origins)> {
        self.0.retain(|(range, new)| &text[range.clone()] != new);
        if self.0.is_empty() {
            return None;
        }
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut after, mut origins, mut at) = (String::with_capacity(text.len()), Origins::default(), 0);
        for (range, new) in self.0 {
            if range.start >= at {
                origins.0.push((after.len(), at));
                after.push_str(&text[at..range.start]);
                origins.0.push((after.len(), range.start));
                after.push_str(&new);
                at = range.end;
            }
        }
        origins.0.push((after.len(), at));
        after.push_str(&text[at..]);
        Some((after, origins))
    }
}

impl Origins {
    /// Returns the place in the old text that a place in the new one comes from.
    pub(super) fn of(&self, at: usize) -> usize {
        let idx = self.0.partition_point(|(new, _)| *new <= at);
        let Some((new, old)) = idx.checked_sub(1).and_then(|idx| self.0.get(idx)) else { return at };
        let next = self.0.get(idx).map_or(usize::MAX, |(_, old)| *old);
        (old + (at - new)).min(next)
    }
}
