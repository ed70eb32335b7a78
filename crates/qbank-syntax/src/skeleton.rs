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

/// Returns the Markdown of a question whose every text is still `TODO`: sound by its form, and of its type.
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
    format!("## TODO: a short title {{#{}}}\n\n{attributes}{}\n", start.id, body.trim_start())
}

const SINGLE: &str = "
TODO: the situation, and one question about it?

- [x] TODO: the key
- [ ] TODO: a mistake that people make
  > TODO: which mistake it is, and what it overlooks.
- [ ] TODO: another mistake
  > TODO: which mistake it is, and what it overlooks.
- [ ] TODO: a third mistake
  > TODO: which mistake it is, and what it overlooks.

**Rationale:** TODO: why the key is right.";

const MULTIPLE: &str = "
TODO: the situation. Which **two** statements hold? (Choose two.)

- [x] TODO: a key
- [x] TODO: the other key
- [ ] TODO: a mistake that people make
  > TODO: which mistake it is, and what it overlooks.
- [ ] TODO: another mistake
  > TODO: which mistake it is, and what it overlooks.

**Rationale:** TODO: why the keys are right.";

const TRUE_FALSE: &str = "
TODO: one statement, plainly true or plainly false.

- [ ] True
  > TODO: what speaks against it.
- [x] False

**Rationale:** TODO: why.";

const NUMERIC: &str = "
TODO: the figures. What is the result, to the nearest unit?

**Answer:** 0 units ± 0.5

**Rationale:** TODO: the calculation.";

const TEXT: &str = "
TODO: a description. What is it called?

**Answer:** `TODO`

**Rationale:** TODO: why.";

const BLANKS: &str = "
TODO: a text with gaps: ____ and ____.

**Blanks:**

1. `TODO`
2. ~wrong =right

**Rationale:** TODO: why.";

const MATCH: &str = "
TODO: what is to be matched with what?

**Match:**

| TODO: these   | TODO: with these |
| ------------- | ---------------- |
| TODO: one     | TODO: its match  |
| TODO: another | TODO: another's  |
|               | TODO: no match   |

**Rationale:** TODO: why.";

const ORDER: &str = "
TODO: what is to be ordered, from what to what?

**Order:**

1. TODO: the first
2. TODO: the second
3. TODO: the third

**Rationale:** TODO: why.";

const ESSAY: &str = "
TODO: the task, with the criteria in it.

**Rubric:**

| Criterion                     | Points |
| ----------------------------- | -----: |
| TODO: what is looked for      |      2 |
| TODO: what else is looked for |      2 |

**Rationale:** TODO: what a good answer holds.";

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
