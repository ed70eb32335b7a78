//! Free text that a person scores by a rubric.

use crate::Decimal;
use crate::content::Content;

/// One of the things that earn points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// What the reader looks for.
    pub content: Content,
    /// Points for it, above 0.
    pub points: Decimal,
}

/// What is wrong with a rubric; criteria are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EssayFault {
    /// It has no criterion.
    NoCriterion,
    /// A criterion says nothing.
    Empty(usize),
    /// A criterion earns no points.
    Points(usize),
}

/// An essay's rubric. Invariant: at least one criterion, each says something and earns points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Essay(Vec<Criterion>);

impl Essay {
    /// Takes the criteria in authored order.
    ///
    /// # Errors
    /// Returns everything that is wrong with them.
    pub fn new(criteria: Vec<Criterion>) -> Result<Self, Vec<EssayFault>> {
        let mut faults = Vec::new();
        for (idx, criterion) in criteria.iter().enumerate() {
            if criterion.content.is_empty() {
                faults.push(EssayFault::Empty(idx));
            }
            if criterion.points <= Decimal::ZERO {
                faults.push(EssayFault::Points(idx));
            }
        }
        if criteria.is_empty() {
            faults.push(EssayFault::NoCriterion);
        }
        if faults.is_empty() { Ok(Self(criteria)) } else { Err(faults) }
    }

    /// Returns the criteria in authored order.
    pub fn criteria(&self) -> &[Criterion] {
        &self.0
    }

    /// Returns the points of all criteria together.
    pub fn points(&self) -> Decimal {
        self.0.iter().map(|criterion| criterion.points).sum()
    }
}
