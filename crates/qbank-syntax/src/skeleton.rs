//! A question yet to be written, as an author starts from it.

use std::fmt::Write as _;

use qbank_model::{ItemId, Kind};

use crate::print::attributes::text;

/// What a question is started with.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Its id.
    pub id: &'a ItemId,
    /// Its type.
    pub kind: Kind,
    /// The slug of its objective.
    pub objective: Option<&'a str>,
    /// The word of its level.
    pub level: Option<&'a str>,
}

/// Returns the Markdown of a question whose every text is still `WRITE`: sound by its form, and of its type.
pub fn skeleton(start: &Start) -> String {
    let mut attributes = String::new();
    let lines = [("objective", start.objective), ("level", start.level)];
    for (name, value) in lines.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let _ = writeln!(attributes, "{name} = {}", text(value));
    }
    if start.kind == Kind::Essay {
        attributes.push_str("points = 4\n");
    }
    if !attributes.is_empty() {
        attributes = format!("```toml item\n{attributes}```\n\n");
    }
    let body = match start.kind {
        Kind::Single => SINGLE,
        Kind::Multiple => MULTIPLE,
        Kind::TrueFalse => TRUE_FALSE,
        Kind::Numeric => NUMERIC,
        Kind::Text => TEXT,
        Kind::Blanks => BLANKS,
        Kind::Match => MATCH,
        Kind::Order => ORDER,
        Kind::Essay => ESSAY,
    };
    format!("## WRITE: a short title {{#{}}}\n\n{attributes}{}\n", start.id, body.trim_start())
}

const SINGLE: &str = "
WRITE: the situation, and one question about it?

- [x] WRITE: the key
- [ ] WRITE: a mistake that people make
  > WRITE: which mistake it is, and what it overlooks.
- [ ] WRITE: another mistake
  > WRITE: which mistake it is, and what it overlooks.
- [ ] WRITE: a third mistake
  > WRITE: which mistake it is, and what it overlooks.

**Rationale:** WRITE: why the key is right.";

const MULTIPLE: &str = "
WRITE: the situation. Which **two** statements hold? (Choose two.)

- [x] WRITE: a key
- [x] WRITE: the other key
- [ ] WRITE: a mistake that people make
  > WRITE: which mistake it is, and what it overlooks.
- [ ] WRITE: another mistake
  > WRITE: which mistake it is, and what it overlooks.

**Rationale:** WRITE: why the keys are right.";

const TRUE_FALSE: &str = "
WRITE: one statement, plainly true or plainly false.

- [ ] True
  > WRITE: what speaks against it.
- [x] False

**Rationale:** WRITE: why.";

const NUMERIC: &str = "
WRITE: the figures. What is the result, to the nearest unit?

**Answer:** 0 units ± 0.5

**Rationale:** WRITE: the calculation.";

const TEXT: &str = "
WRITE: a description. What is it called?

**Answer:** `WRITE`

**Rationale:** WRITE: why.";

const BLANKS: &str = "
WRITE: a text with gaps: ____ and ____.

**Blanks:**

1. `WRITE`
2. ~wrong =right

**Rationale:** WRITE: why.";

const MATCH: &str = "
WRITE: what is to be matched with what?

**Match:**

| WRITE: these   | WRITE: with these |
| -------------- | ----------------- |
| WRITE: one     | WRITE: its match  |
| WRITE: another | WRITE: another's  |
|                | WRITE: no match   |

**Rationale:** WRITE: why.";

const ORDER: &str = "
WRITE: what is to be ordered, from what to what?

**Order:**

1. WRITE: the first
2. WRITE: the second
3. WRITE: the third

**Rationale:** WRITE: why.";

const ESSAY: &str = "
WRITE: the task, with the criteria in it.

**Rubric:**

| Criterion                      | Points |
| ------------------------------ | -----: |
| WRITE: what is looked for      |      2 |
| WRITE: what else is looked for |      2 |

**Rationale:** WRITE: what a good answer holds.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Source, parse};
    use qbank_model::{Entry, FileId};

    #[test]
    fn every_skeleton_is_sound_and_of_its_type() {
        let id = ItemId::new("inv-new").expect("an id");
        for kind in Kind::ALL {
            let text = skeleton(&Start { id: &id, kind, objective: Some("inv-eoq"), level: Some("apply") });
            let source = Source { file: FileId(0), path: "items/a/a.md", text: &text, domain: None };
            let parsed = parse(&source, &Dialect::default());
            assert_eq!(parsed.diagnostics, Vec::new(), "{text}");
            let [Entry::Fixed(item)] = &parsed.entries[..] else { panic!("{text}") };
            assert_eq!(item.interaction.kind(), kind);
            let details = (item.objective.as_ref().map(|objective| objective.value.as_str()), item.level);
            assert_eq!(details, (Some("inv-eoq"), Some(qbank_model::Level::Apply)));
            assert_eq!(
                crate::layout::lay_out(&source, &Dialect::default()),
                crate::layout::Layout::Usual,
                "{text}"
            );
        }
    }
}
