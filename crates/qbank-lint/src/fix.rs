//! Fixes, carried out on a text: those that touch each other wait for a later pass, so that none sees half of another.

use qbank_model::Fix;
use qbank_model::diagnostic::Edit;

/// Fixes of one file that can be applied together.
#[derive(Debug, Default)]
pub struct Batch<'f> {
    fixes: Vec<&'f Fix>,
    /// The edits of all the fixes, in the order of the text.
    edits: Vec<&'f Edit>,
}

impl<'f> Batch<'f> {
    /// Takes a fix in, unless one of its edits meets one that is already in; tells whether it did.
    ///
    /// Two edits meet even where one only begins at the other's end: which comes first would be a guess.
    pub fn take(&mut self, fix: &'f Fix) -> bool {
        let meets =
            |one: &Edit, other: &Edit| one.span.start <= other.span.end && other.span.start <= one.span.end;
        let follows =
            |one: &Edit, next: &Edit| one.span.file == next.span.file && one.span.end <= next.span.start;
        let is_sound = fix.edits.is_sorted_by(follows);
        if !is_sound || fix.edits.iter().any(|edit| self.edits.iter().any(|other| meets(edit, other))) {
            return false;
        }
        self.fixes.push(fix);
        self.edits.extend(&fix.edits);
        self.edits.sort_by_key(|edit| edit.span);
        true
    }

    /// Returns the fixes in the order in which they were taken.
    pub fn fixes(&self) -> &[&'f Fix] {
        &self.fixes
    }

    /// Returns the text with all edits made, its line breaks as they are in the text; `None` where one does not fit it.
    pub fn apply(&self, text: &str) -> Option<String> {
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut mended = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            mended.push_str(text.get(at..edit.span.range().start)?);
            mended.push_str(&edit.text.replace('\n', line_break));
            at = edit.span.range().end;
        }
        mended.push_str(text.get(at..)?);
        Some(mended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qbank_model::diagnostic::Safety;
    use qbank_model::{FileId, Span};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits = edits.iter().map(|(start, end, text)| Edit {
            span: Span::new(FileId(0), *start..*end),
            text: (*text).to_owned(),
        });
        Fix { title: String::new(), edits: edits.collect(), safety: Safety::Safe }
    }

    #[test]
    fn fixes_that_meet_wait() {
        for (first, second, expected) in [
            (fix(&[(0, 1, "A")]), fix(&[(4, 5, "E")]), "AbcdE"),
            (fix(&[(4, 5, "E")]), fix(&[(0, 1, "A")]), "AbcdE"),
            (fix(&[(1, 3, "")]), fix(&[(2, 4, "x")]), "ade"),
            (fix(&[(1, 3, "")]), fix(&[(3, 3, "x")]), "ade"),
            (fix(&[(2, 2, "x")]), fix(&[(2, 2, "y")]), "abxcde"),
            (fix(&[(0, 1, "A"), (4, 5, "E")]), fix(&[(2, 3, "C"), (4, 4, "-")]), "AbcdE"),
            (fix(&[(0, 1, "A"), (4, 5, "E")]), fix(&[(2, 3, "C")]), "AbCdE"),
            (fix(&[(3, 4, "x"), (0, 1, "y")]), fix(&[(2, 3, "C")]), "abCde"),
        ] {
            let mut batch = Batch::default();
            batch.take(&first);
            batch.take(&second);
            assert_eq!(batch.apply("abcde").as_deref(), Some(expected), "{first:?}, {second:?}");
        }
    }

    #[test]
    fn an_edit_that_does_not_fit_the_text_changes_nothing() {
        for edit in [(4, 9, ""), (1, 2, "")] {
            let fix = fix(&[edit]);
            let mut batch = Batch::default();
            batch.take(&fix);
            assert_eq!(batch.apply("aé"), None, "{edit:?}");
        }
    }
}
