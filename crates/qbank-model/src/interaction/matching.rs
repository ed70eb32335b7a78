//! Pairs to find: each prompt on the left goes with one option on the right.

use crate::content::Content;
use crate::id::ChoiceId;

/// What is asked for a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its name in responses: `p1`, `p2` … in authored order.
    pub id: ChoiceId,
    /// What the learner reads.
    pub content: Content,
    /// The place of its partner among the options.
    key: usize,
}

/// What can be a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its name in responses: `o1`, `o2` … in authored order.
    pub id: ChoiceId,
    /// What the learner reads.
    pub content: Content,
}

/// What is wrong with a table of pairs; rows are counted from 0, without the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchingFault {
    /// Fewer than two prompts, or more prompts or options than [`Matching::MAX`].
    Count,
    /// The right cell of a row is empty.
    EmptyRight(usize),
    /// The left cell of the second row reads as that of the first.
    RepeatedLeft(usize, usize),
    /// The distractor in the second row reads as the right cell of the first.
    DistractorIsKey(usize, usize),
}

/// A table of pairs. Invariant: two prompts or more, distinct; distinct options; every prompt has its partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    header: [Content; 2],
    prompts: Vec<Prompt>,
    options: Vec<Partner>,
}

impl Matching {
    /// The most prompts, and the most options.
    pub const MAX: usize = 26;

    /// Takes the two cells of the header and of each row; an empty left cell makes a distractor of the right one, and equal
    /// right cells are one option.
    ///
    /// # Errors
    /// Returns everything that is wrong with the rows, in their order.
    pub fn new(header: [Content; 2], rows: Vec<[Content; 2]>) -> Result<Self, Vec<MatchingFault>> {
        let texts: Vec<[String; 2]> = rows.iter().map(|row| [row[0].to_text(), row[1].to_text()]).collect();
        let mut faults = Vec::new();
        for (idx, [left, right]) in texts.iter().enumerate() {
            let earlier = || texts[..idx].iter();
            if rows[idx][1].is_empty() {
                faults.push(MatchingFault::EmptyRight(idx));
                continue;
            }
            if rows[idx][0].is_empty() {
                if let Some(first) =
                    texts.iter().take(idx).chain(texts.iter().skip(idx + 1)).position(|row| row[1] == *right)
                {
                    let first = if first < idx { first } else { first + 1 };
                    faults.push(MatchingFault::DistractorIsKey(first, idx));
                }
            } else if let Some(first) = earlier().position(|row| row[0] == *left) {
                faults.push(MatchingFault::RepeatedLeft(first, idx));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut matching = Self { header, prompts: Vec::new(), options: Vec::new() };
        let mut options: Vec<String> = Vec::new();
        for ([left, right], [_, right_text]) in rows.into_iter().zip(texts) {
            let place = options.iter().position(|text| *text == right_text).unwrap_or_else(|| {
                options.push(right_text);
                let id = ChoiceId::numbered('o', options.len());
                matching.options.push(Partner { id, content: right });
                options.len() - 1
            });
            if !left.is_empty() {
                let id = ChoiceId::numbered('p', matching.prompts.len() + 1);
                matching.prompts.push(Prompt { id, content: left, key: place });
            }
        }
        let is_sound = (2..=Self::MAX).contains(&matching.prompts.len()) && options.len() <= Self::MAX;
        if is_sound { Ok(matching) } else { Err(vec![MatchingFault::Count]) }
    }

    /// Returns what stands over the two columns; may be empty.
    pub fn header(&self) -> &[Content; 2] {
        &self.header
    }

    /// Returns what is asked for a partner, in authored order.
    pub fn prompts(&self) -> &[Prompt] {
        &self.prompts
    }

    /// Returns what can be a partner, distractors included, in authored order.
    ///
    /// That order tells the pairs; who shows the options shows them in another one.
    pub fn options(&self) -> &[Partner] {
        &self.options
    }

    /// Returns the partner of a prompt.
    pub fn key(&self, prompt: &Prompt) -> &Partner {
        &self.options[prompt.key]
    }
}
