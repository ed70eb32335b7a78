//! What stands at the ends of a line that may be a choice: a bullet, a number, a box, a letter, a tick.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// What an author's tick says about a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tick {
    None,
    Key,
    Distractor,
}

/// A line by its marks; what is left is its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineMarks {
    pub(super) bullet: bool,
    pub(super) number: Option<u32>,
    /// The letter before the text as an index: `A)` and `a.` are 0.
    pub(super) letter: Option<usize>,
    /// Whether there is a box to tick.
    pub(super) boxed: bool,
    pub(super) tick: Tick,
    /// Whether the body stands between two pairs of stars.
    pub(super) bold: bool,
    /// The text between the marks, in bytes of the line.
    pub(super) body: Range<usize>,
}

static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[-*+•]\s+"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\*\*|__)?(\d{1,4})\\?[.)](\*\*|__)?(?:\s+|$)"));
static BOX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\\?\[\s?([xXхХ✓✔✅☑×*]?)\s?\\?\](?:\s+|$|\b)|\(([ xX*•])\)\s+|([☐☑☒⬜])\s*)")
});
static TICK_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:(\*|[✓✔✅☑]\u{FE0F}?\s*|=>?\s*|-?->\s*|→\s*)|[❌✗✘✖]\u{FE0F}?\s*)(?:[^*\s]|\*\*)")
});
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<bold>\*\*|__)\(?(?P<a>[A-Za-z])(?:\\?[.):]|\))?(?P<closed>\*\*|__)[.):]?(?:\s+|$)|(?P<open>\*\*|__)?(?:\((?P<b>[A-Za-z])\)|\[(?P<d>[A-Z])\]|(?P<c>[A-Za-z])(?:\\?[.):]|\s+[-–—]))(?:\s+|$))",
    )
});
static TICK_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\s*(?:(?P<key>[✓✔✅☑]\u{FE0F}?|\s\*|(?:<?-+|←|<=)\s*(?:this is )?(?:the )?correct(?: answer)?|[*_]*[(\[]\s*(?:✓|✔|✅|(?:the )?(?:correct|right)(?: answer| one)?)\s*[)\]][*_]*)|[❌✗✘✖]\u{FE0F}?)\s*$",
    )
});

/// Reads the marks of a line that starts with no space.
pub(super) fn line_marks(line: &str) -> LineMarks {
    let mut marks = LineMarks {
        bullet: false,
        number: None,
        letter: None,
        boxed: false,
        tick: Tick::None,
        bold: false,
        body: 0..line.trim_end().len(),
    };
    marks.take_start(line);
    marks.take_end(line);
    marks
}

impl LineMarks {
    /// Returns whether the line looks like one of several choices.
    pub(super) fn is_entry(&self) -> bool {
        self.bullet || self.boxed || self.letter.is_some()
    }

    fn take_start(&mut self, line: &str) {
        let rest = |marks: &Self| line[marks.body.start..].to_owned();
        if let Some(bullet) = BULLET.find(&rest(self)) {
            self.bullet = true;
            self.body.start += bullet.end();
        } else if let Some(number) = NUMBER.captures(&rest(self)) {
            self.number = number[2].parse().ok();
            self.body.start += number[0].len();
            self.close_bold(line, number.get(1).is_some() && number.get(3).is_none());
        }
        self.body.start = self.body.start.min(self.body.end);
        if let Some(found) = BOX.captures(&rest(self)) {
            self.boxed = true;
            let sign =
                [1, 2, 3].into_iter().find_map(|group| found.get(group)).map_or("", |sign| sign.as_str());
            self.tick = if matches!(sign.trim(), "" | "☐" | "⬜") { Tick::Distractor } else { Tick::Key };
            self.body.start += found[0].len();
        } else if let Some(found) = TICK_BEFORE.captures(&rest(self)) {
            let sign = found.get(1);
            let last = found[0].chars().next_back().map_or(0, char::len_utf8);
            let is_bold = found[0].ends_with("**");
            let length = found[0].len() - if is_bold { 2 } else { last };
            let is_star = sign.is_some_and(|sign| sign.as_str() == "*");
            let follows = &line[self.body.start + length..self.body.end];
            // One star opens emphasis as well; before a letter of a choice it is a tick.
            if length > 0 && (!is_star || (LETTER.is_match(follows) && !follows.contains('*'))) {
                self.tick = if sign.is_some() { Tick::Key } else { Tick::Distractor };
                self.body.start += length;
            }
        }
        self.body.start = self.body.start.min(self.body.end);
        self.take_letter(line);
    }

    fn take_letter(&mut self, line: &str) {
        let rest = &line[self.body.clone()];
        let Some(found) = LETTER.captures(rest) else { return };
        let letter = ["a", "b", "c", "d"].into_iter().find_map(|name| found.name(name));
        let letter = letter.and_then(|letter| letter.as_str().bytes().next()).unwrap_or(b'?');
        self.letter = Some(usize::from(letter.to_ascii_uppercase().saturating_sub(b'A')));
        self.body.start = (self.body.start + found[0].len()).min(self.body.end);
        self.close_bold(line, found.name("open").is_some());
    }

    /// Takes the stars at the end away whose partners stood before the mark; the body was bold then.
    fn close_bold(&mut self, line: &str, is_open: bool) {
        let body = &line[self.body.clone()];
        if !is_open {
            return;
        }
        if let Some(bare) = body.strip_suffix("**").or_else(|| body.strip_suffix("__")) {
            self.body.end = self.body.start + bare.trim_end().len();
            self.bold = true;
        }
    }

    fn take_end(&mut self, line: &str) {
        if let Some(found) = TICK_AFTER.captures(&line[self.body.clone()]) {
            let start = found.get(0).map_or(0, |all| all.start());
            if start > 0 {
                self.tick = if found.name("key").is_some() { Tick::Key } else { Tick::Distractor };
                self.body.end = self.body.start + start;
            }
        }
        let body = &line[self.body.clone()];
        if let Some(inner) = bold_inside(body) {
            self.bold = true;
            self.body = self.body.start + 2..self.body.start + 2 + inner.len();
        }
    }
}

/// Returns the text between the stars where all of a text is bold.
pub(super) fn bold_inside(text: &str) -> Option<&str> {
    let stars = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let inner = stars.or_else(|| text.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")))?;
    (!inner.is_empty() && !inner.contains("**") && !inner.contains("__")).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let marks = line_marks(line);
        let mut text = String::new();
        text.push_str(if marks.bullet { "bullet " } else { "" });
        text.push_str(&marks.number.map_or(String::new(), |number| format!("{number} ")));
        text.push_str(if marks.boxed { "box " } else { "" });
        text.push_str(&marks.letter.map_or(String::new(), |letter| format!("letter {letter} ")));
        text.push_str(match marks.tick {
            Tick::None => "",
            Tick::Key => "key ",
            Tick::Distractor => "wrong ",
        });
        text.push_str(if marks.bold { "bold " } else { "" });
        format!("{text}| {}", &line[marks.body])
    }

    #[test]
    fn lines_give_their_marks() {
        for (line, expected) in [
            ("Plain text", "| Plain text"),
            ("- [x] Yes", "bullet box key | Yes"),
            ("- [ ] B. No", "bullet box letter 1 wrong | No"),
            ("- [X]No space", "bullet box key | No space"),
            ("* [✓] Yes", "bullet box key | Yes"),
            ("- [] No", "bullet box wrong | No"),
            ("- [text](a.md)", "bullet | [text](a.md)"),
            ("A) One", "letter 0 | One"),
            ("(b) Two", "letter 1 | Two"),
            ("c. Three", "letter 2 | Three"),
            ("**D)** Four", "letter 3 | Four"),
            ("**D)** **Four**", "letter 3 bold | Four"),
            ("- **A.** One", "bullet letter 0 | One"),
            ("**B) Two**", "letter 1 bold | Two"),
            ("B) **Two**", "letter 1 bold | Two"),
            ("*B) Two", "letter 1 key | Two"),
            ("✅ B) Two", "letter 1 key | Two"),
            ("❌ A) One", "letter 0 wrong | One"),
            ("B) Two ✔", "letter 1 key | Two"),
            ("- Two (correct)", "bullet key | Two"),
            ("- Two <-- correct", "bullet key | Two"),
            ("- **Two**", "bullet bold | Two"),
            ("3. What?", "3 | What?"),
            ("**12. What?**", "12 bold | What?"),
            ("A plain sentence", "| A plain sentence"),
            ("*Emphasis* first", "| *Emphasis* first"),
            ("☑ Yes", "box key | Yes"),
            ("( ) No", "box wrong | No"),
            ("- [ ]", "bullet box wrong | "),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
