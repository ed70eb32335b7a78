//! Items: what one question is, in full.
//!
//! [`ItemDraft::build`] is the one way to make an item, for the parser and for every importer.

use std::ops::Deref;
use std::sync::Arc;

use crate::content::{Content, Inline};
use crate::date::Date;
use crate::id::ItemId;
use crate::interaction::{Choice, Interaction, Kind};
use crate::policy::Allowances;
use crate::revision::Revision;
use crate::scoring::Scoring;
use crate::source::{Span, Spanned};
use crate::{Decimal, MediaPath, Medium};

/// What an item asks of the mind, lowest first (Anderson and Krathwohl's revision of Bloom's taxonomy, 2001).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Recalls a fact.
    Remember,
    /// Explains in own words.
    Understand,
    /// Uses a procedure.
    Apply,
    /// Takes a situation apart.
    Analyze,
    /// Judges by criteria.
    Evaluate,
    /// Makes something new.
    Create,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 6] =
        [Self::Remember, Self::Understand, Self::Apply, Self::Analyze, Self::Evaluate, Self::Create];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Remember => "remember",
            Self::Understand => "understand",
            Self::Apply => "apply",
            Self::Analyze => "analyze",
            Self::Evaluate => "evaluate",
            Self::Create => "create",
        }
    }

    /// Returns the band that a blueprint's mix counts the level in.
    pub fn band(self) -> Band {
        match self {
            Self::Remember | Self::Understand => Band::Recall,
            Self::Apply => Band::Apply,
            Self::Analyze | Self::Evaluate | Self::Create => Band::Analyze,
        }
    }
}

/// The three bands of a blueprint's mix of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Remember and understand.
    Recall,
    /// Apply.
    Apply,
    /// Analyze, evaluate and create.
    Analyze,
}

impl Band {
    /// All bands, lowest first.
    pub const ALL: [Self; 3] = [Self::Recall, Self::Apply, Self::Analyze];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Apply => "apply",
            Self::Analyze => "analyze",
        }
    }
}

/// Where an item stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// Waiting for a reviewer.
    Review,
    /// Signed off.
    Approved,
    /// No longer asked; kept so that learners' records stay readable.
    Retired,
}

impl Status {
    /// All states, in the order of an item's life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Review, Self::Approved, Self::Retired];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Approved => "approved",
            Self::Retired => "retired",
        }
    }
}

/// What several items share: a case to read before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stimulus {
    /// Its name in packages.
    pub id: Spanned<ItemId>,
    /// The heading's text.
    pub title: Vec<Inline>,
    /// The case itself.
    pub content: Content,
    /// The case in its file, without its items.
    pub place: Spanned<()>,
}

/// What the learner is told after the attempt, whichever choice it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// After full points.
    pub correct: Option<Content>,
    /// After no points.
    pub incorrect: Option<Content>,
    /// After some of the points.
    pub partial: Option<Content>,
}

impl Outcomes {
    /// Boxes the texts, where there is one.
    pub fn boxed(self) -> Option<Box<Self>> {
        (self != Self::NONE).then(|| Box::new(self))
    }

    /// Returns the texts there are, those after full points first, then those after none.
    pub fn texts(&self) -> impl Iterator<Item = &Content> {
        [&self.correct, &self.incorrect, &self.partial].into_iter().flatten()
    }

    /// Returns the same to be changed.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        [&mut self.correct, &mut self.incorrect, &mut self.partial].into_iter().flatten()
    }

    const NONE: Self = Self { correct: None, incorrect: None, partial: None };
}

/// Facts about an item that change neither what is asked nor how it is scored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Expected share of learners who answer it right, from 0 to 1.
    pub difficulty: Option<Decimal>,
    /// Expected time for an answer, in seconds.
    pub seconds: Option<u32>,
    /// Free words to find it by, sorted.
    pub tags: Vec<String>,
    /// Handles of those who wrote it.
    pub authors: Vec<String>,
    /// Handles of those who reviewed it.
    pub reviewers: Vec<String>,
    /// Public sources, from the attributes.
    pub references: Vec<String>,
    /// Items that must not stand on one form with it.
    pub enemies: Vec<Spanned<String>>,
    /// SPDX name of the licence.
    pub license: Option<String>,
    /// BCP 47 tag, where it differs from the bank's language.
    pub language: Option<String>,
    /// The day it was written.
    pub created: Option<Date>,
    /// Lints silenced here, each with the author's reason.
    pub allow: Allowances,
}

/// An item before it was checked; all of it is open. Its answer may be one that a draw has yet to complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDraft<Answer = Interaction> {
    /// The name that authors use; unique in the bank.
    pub id: Spanned<ItemId>,
    /// Former ids, the oldest first.
    pub aliases: Vec<ItemId>,
    /// The heading, where it is a title and not the question.
    pub title: Vec<Inline>,
    /// Slug of the objective it tests.
    pub objective: Option<Spanned<String>>,
    /// Domain for an item without objective: the author's, else the folder's.
    pub domain: Option<Spanned<String>>,
    /// What it asks of the mind.
    pub level: Option<Level>,
    /// Where it stands in its life.
    pub status: Status,
    /// Points for a full answer; more than 0.
    pub points: Decimal,
    /// How points are given.
    pub scoring: Scoring,
    /// Whether players may shuffle the choices.
    pub shuffle: bool,
    /// The case it belongs to.
    pub stimulus: Option<Arc<Stimulus>>,
    /// The question.
    pub stem: Content,
    /// How it is answered.
    pub interaction: Answer,
    /// Why the key is right.
    pub rationale: Option<Content>,
    /// Help before the attempt, the gentlest first.
    pub hints: Box<[Content]>,
    /// Sources, as the text under the item's references label.
    pub references: Box<[Content]>,
    /// What the learner is told after the attempt, where it is anything; boxed, as few items have it.
    pub outcomes: Option<Box<Outcomes>>,
    /// Notes among authors; no export carries them.
    pub notes: Box<[Content]>,
    /// What else is known about it.
    pub details: Details,
    /// The item in its file, from its heading to the last byte before the next one.
    pub span: Span,
}

/// What keeps a draft from being an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is asked.
    EmptyStem,
    /// The points are 0 or less.
    Points(Decimal),
    /// The question type has not what the way of scoring counts.
    ScoringUnfit(Scoring, Kind),
    /// Choices have shares, but the way of scoring ignores them.
    SharesIgnored(Scoring),
    /// The keys' shares sum to this instead of 1, so full points cannot be reached, or too easily.
    KeyShares(Decimal),
    /// The choice at this index is no key but earns all the points.
    DistractorEarnsAll(usize),
    /// The rubric's points sum to the first number, the item gives the second.
    RubricPoints(Decimal, Decimal),
}

impl<Answer> ItemDraft<Answer> {
    /// Returns the name that outlives renaming: the first alias, else the id.
    ///
    /// Package identifiers, Anki's guids, draws and baselines come from it.
    pub fn identity(&self) -> &ItemId {
        self.aliases.first().unwrap_or(&self.id.value)
    }

    /// Returns what the learner is told after the attempt.
    pub fn outcomes(&self) -> &Outcomes {
        static NONE: Outcomes = Outcomes::NONE;
        self.outcomes.as_deref().unwrap_or(&NONE)
    }

    /// Tells whether the item names another one, by its id or a former one, as an item that must not stand on one form
    /// with it.
    pub fn names_as_enemy<Other>(&self, other: &ItemDraft<Other>) -> bool {
        let mut enemies = self.details.enemies.iter();
        let is_other = |enemy: &str| {
            other.id.value.as_str() == enemy || other.aliases.iter().any(|alias| alias.as_str() == enemy)
        };
        enemies.any(|enemy| is_other(&enemy.value))
    }

    /// Puts another answer in the place of this one.
    ///
    /// # Errors
    /// Fails where `change` does.
    pub fn map_interaction<Other, Fault>(
        self,
        change: impl FnOnce(Answer) -> Result<Other, Fault>,
    ) -> Result<ItemDraft<Other>, Fault> {
        Ok(ItemDraft {
            interaction: change(self.interaction)?,
            id: self.id,
            aliases: self.aliases,
            title: self.title,
            objective: self.objective,
            domain: self.domain,
            level: self.level,
            status: self.status,
            points: self.points,
            scoring: self.scoring,
            shuffle: self.shuffle,
            stimulus: self.stimulus,
            stem: self.stem,
            rationale: self.rationale,
            hints: self.hints,
            references: self.references,
            outcomes: self.outcomes,
            notes: self.notes,
            details: self.details,
            span: self.span,
        })
    }
}

impl ItemDraft {
    /// Checks what no single part can check alone.
    ///
    /// # Errors
    /// Returns all faults; the draft is then not an item.
    pub fn build(self) -> Result<Item, Vec<Fault>> {
        let mut faults = Vec::new();
        if self.stem.is_empty() {
            faults.push(Fault::EmptyStem);
        }
        if self.points <= Decimal::ZERO {
            faults.push(Fault::Points(self.points));
        }
        faults.extend(self.scoring_faults());
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Item(self))
    }

    fn scoring_faults(&self) -> Vec<Fault> {
        let choices = self.interaction.choices();
        let kind = self.interaction.kind();
        if let Interaction::Essay(essay) = &self.interaction
            && essay.points() != self.points
        {
            return vec![Fault::RubricPoints(essay.points(), self.points)];
        }
        if !kind.scorings().contains(&self.scoring) {
            return vec![Fault::ScoringUnfit(self.scoring, kind)];
        }
        match self.scoring {
            Scoring::PerChoice => self.share_faults(choices),
            Scoring::AllOrNothing if choices.iter().any(|choice| choice.share.is_some()) => {
                vec![Fault::SharesIgnored(self.scoring)]
            }
            Scoring::AllOrNothing | Scoring::PerPart | Scoring::AdjacentPairs => Vec::new(),
        }
    }

    fn share_faults(&self, choices: &[Choice]) -> Vec<Fault> {
        let keys = self.interaction.keys();
        let stated: Decimal = keys.iter().filter_map(|key| key.share).sum();
        let all_stated = keys.iter().all(|key| key.share.is_some());
        let reachable = if all_stated { stated == Decimal::ONE } else { stated < Decimal::ONE };
        let mut faults = Vec::new();
        if !reachable {
            faults.push(Fault::KeyShares(stated));
        }
        for (idx, choice) in choices.iter().enumerate() {
            let earns_all = choice.share.is_some_and(|share| share >= Decimal::ONE);
            if earns_all && !self.interaction.is_key(&choice.id) {
                faults.push(Fault::DistractorEarnsAll(idx));
            }
        }
        faults
    }

    /// Returns every part of the item that a learner may come to read, the case included.
    pub fn texts(&self) -> Vec<&Content> {
        let choices = self.interaction.choices().iter();
        let mut texts = Vec::new();
        texts.extend(self.stimulus.as_ref().map(|stimulus| &stimulus.content));
        texts.push(&self.stem);
        texts.extend(self.interaction.texts());
        texts.extend(choices.filter_map(|choice| choice.feedback.as_ref()));
        texts.extend(self.outcomes().texts());
        texts.extend(&self.rationale);
        texts.extend(&self.hints);
        texts.extend(&self.references);
        texts
    }
}

/// A question that can be asked and scored. It reads as its draft does and cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item(ItemDraft);

impl Deref for Item {
    type Target = ItemDraft;

    fn deref(&self) -> &ItemDraft {
        &self.0
    }
}

impl Item {
    /// Returns the short hash of what is asked and how it is scored.
    ///
    /// Computed anew at each call, since checking a bank needs none. `medium` finds the pictures' fingerprints: a picture counts by its bytes, not by its name. One that is
    /// unknown counts as empty.
    pub fn revision<'a>(&self, medium: impl Fn(&MediaPath) -> Option<&'a Medium>) -> Revision {
        Revision::of(self, medium)
    }

    /// Opens the item again, for an editor that changes it and builds it anew.
    pub fn into_draft(self) -> ItemDraft {
        self.0
    }
}
