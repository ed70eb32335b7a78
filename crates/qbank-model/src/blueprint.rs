//! Blueprints: what an exam asks of a form, domain by domain.
//!
//! Which domain an item counts for is the blueprint's answer, not the item's.

use rust_decimal::prelude::ToPrimitive;

use crate::Decimal;
use crate::item::{ItemDraft, Level};
use crate::source::Spanned;

/// An exam's plan. Invariant: the domains' weights sum to 100 percent, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blueprint {
    id: String,
    title: String,
    form: Option<FormPlan>,
    scale: Option<Scale>,
    domains: Vec<Domain>,
}

/// How long an exam is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormPlan {
    /// Where the blueprint says it.
    pub place: Spanned<()>,
    /// Items on a form.
    pub items: u32,
    /// Items that count; at most `items`.
    pub scored: u32,
    /// Time for a form, in minutes.
    pub minutes: u32,
}

/// The scale that an exam reports on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest score.
    pub min: u32,
    /// The highest score.
    pub max: u32,
    /// The lowest score that passes.
    pub pass: u32,
}

/// Who stands behind a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WeightStatus {
    /// Published by the exam's owner.
    Official,
    /// An estimate, to be replaced once the owner's number is known.
    Provisional,
    /// The bank's own decision.
    House,
}

impl WeightStatus {
    /// All states, the firmest first.
    pub const ALL: [Self; 3] = [Self::Official, Self::Provisional, Self::House];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Provisional => "provisional",
            Self::House => "house",
        }
    }
}

/// A domain's share of a form, and where the number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Share of the form's items, in percent.
    pub percent: Decimal,
    /// Who stands behind it.
    pub status: WeightStatus,
    /// The source, in words.
    pub source: String,
}

/// The mix of levels a domain aims at, in percent; the three sum to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelMix {
    /// Remember and understand.
    pub recall: Decimal,
    /// Apply.
    pub apply: Decimal,
    /// Analyze, evaluate and create.
    pub analyze: Decimal,
}

impl LevelMix {
    /// Returns how many of so many items belong to each band, in the order of [`Band::ALL`](crate::item::Band::ALL).
    pub fn quotas(&self, n_items: u32) -> [u32; 3] {
        let quotas = deal(&[self.recall, self.apply, self.analyze], n_items);
        [quotas[0], quotas[1], quotas[2]]
    }
}

/// A part of the exam's subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its name in items and folders.
    pub id: String,
    /// Where the blueprint names it.
    pub place: Spanned<()>,
    /// Its name for people.
    pub title: String,
    /// Its share of a form.
    pub weight: Weight,
    /// The mix of levels it aims at.
    pub levels: Option<LevelMix>,
    /// What it wants learners to be able to do.
    pub objectives: Vec<Objective>,
    /// Objectives of other blueprints that count here.
    pub uses: Vec<Spanned<ObjectiveRef>>,
}

/// Something a learner should be able to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Its slug, for ever.
    pub id: String,
    /// Where the blueprint names it.
    pub place: Spanned<()>,
    /// What the learner can do, in words.
    pub title: String,
    /// The highest level an item for it should claim.
    pub level: Option<Level>,
    /// The fewest items a bank should hold for it.
    pub min_items: Option<u32>,
}

/// An objective of another blueprint, written `blueprint:objective`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectiveRef {
    /// The blueprint's id.
    pub blueprint: String,
    /// The objective's slug.
    pub objective: String,
}

/// The weights sum to something other than 100 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the weights sum to {sum} %, not 100 %")]
pub struct WeightSum {
    /// What they sum to.
    pub sum: Decimal,
}

impl Blueprint {
    /// Makes a blueprint of its domains, in the order in which they are taught.
    ///
    /// # Errors
    /// Fails when the domains' weights do not sum to 100 percent.
    pub fn new(id: String, title: String, domains: Vec<Domain>) -> Result<Self, WeightSum> {
        let sum: Decimal = domains.iter().map(|domain| domain.weight.percent).sum();
        if sum != Decimal::ONE_HUNDRED {
            return Err(WeightSum { sum });
        }
        Ok(Self { id, title, form: None, scale: None, domains })
    }

    /// Adds what a form of the exam looks like.
    #[must_use]
    pub fn with_form(self, form: Option<FormPlan>, scale: Option<Scale>) -> Self {
        Self { form, scale, ..self }
    }

    /// Returns the blueprint's name in files.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the exam's name for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns how long the exam is.
    pub fn form(&self) -> Option<FormPlan> {
        self.form
    }

    /// Returns the scale that the exam reports on.
    pub fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// Returns the domains in the order in which they are taught.
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// Tells whether no official source stands behind one of the weights.
    pub fn has_unofficial_weight(&self) -> bool {
        self.domains.iter().any(|domain| domain.weight.status != WeightStatus::Official)
    }

    /// Returns the domain that an item counts for: the one that holds its objective, else, for an item without
    /// one, the one it names.
    pub fn place(&self, item: &ItemDraft) -> Option<&Domain> {
        self.domains.iter().find(|domain| match (&item.objective, &item.domain) {
            (Some(objective), _) => domain.holds(&objective.value),
            (None, Some(named)) => domain.id == named.value,
            (None, None) => false,
        })
    }

    /// Returns the domain that an objective counts for.
    pub fn holder(&self, slug: &str) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.holds(slug))
    }

    /// Returns how many of a form's items belong to each domain, in the order of the domains.
    ///
    /// By the method of largest remainders: whole parts first, what is left to the largest remainders, the earlier domain
    /// where two are equal.
    pub fn quotas(&self, n_items: u32) -> Vec<u32> {
        let weights: Vec<Decimal> = self.domains.iter().map(|domain| domain.weight.percent).collect();
        deal(&weights, n_items)
    }

    /// Finds an objective by its slug.
    pub fn objective(&self, slug: &str) -> Option<&Objective> {
        self.domains.iter().flat_map(|domain| &domain.objectives).find(|objective| objective.id == slug)
    }
}

impl Domain {
    fn holds(&self, slug: &str) -> bool {
        self.objectives.iter().any(|objective| objective.id == slug)
            || self.uses.iter().any(|used| used.value.objective == slug)
    }
}

/// Deals items out by shares that sum to 100 percent, by the method of largest remainders.
fn deal(shares: &[Decimal], n_items: u32) -> Vec<u32> {
    let exact: Vec<Decimal> =
        shares.iter().map(|share| share * Decimal::from(n_items) / Decimal::ONE_HUNDRED).collect();
    let mut quotas: Vec<u32> = exact.iter().map(|share| share.to_u32().unwrap_or(n_items)).collect();
    let n_left = n_items.saturating_sub(quotas.iter().sum());
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|idx| std::cmp::Reverse(exact[*idx].fract()));
    for idx in by_remainder.into_iter().take(n_left as usize) {
        quotas[idx] += 1;
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dealt(percents: &[i64], n_items: u32) -> Vec<u32> {
        let shares: Vec<Decimal> = percents.iter().map(|percent| Decimal::from(*percent)).collect();
        deal(&shares, n_items)
    }

    #[test]
    fn quotas_go_to_the_largest_remainders() {
        let weights = [15, 11, 10, 17, 13, 15, 4, 15];
        for (n_items, expected) in [
            (150, [23, 17, 15, 26, 19, 22, 6, 22]),
            (130, [20, 14, 13, 22, 17, 20, 5, 19]),
            (100, [15, 11, 10, 17, 13, 15, 4, 15]),
            (60, [9, 7, 6, 10, 8, 9, 2, 9]),
            (0, [0; 8]),
        ] {
            assert_eq!(dealt(&weights, n_items), expected, "{n_items} items");
        }
        assert_eq!(dealt(&[50, 50], 3), [2, 1], "of equal remainders the first gets the item");
        assert_eq!(dealt(&[100, 0], u32::MAX), [u32::MAX, 0]);
    }

    #[test]
    fn a_third_three_times_is_dealt_in_full() {
        let third = Decimal::ONE_HUNDRED / Decimal::from(3);
        let mix = LevelMix { recall: third, apply: third, analyze: Decimal::ONE_HUNDRED - third - third };
        assert_eq!(mix.quotas(10).iter().sum::<u32>(), 10);
    }
}
