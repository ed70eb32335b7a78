//! Coverage: what a bank holds, held against what a blueprint asks for, by domain, objective and level.
//!
//! The one place where this is counted: the rules about coverage and the report both speak from it.

mod assembly;

use std::collections::BTreeMap;

use qbank_model::item::Band;
use qbank_model::{Bank, Blueprint, Domain, Entry, Item, Level, Objective};

pub use self::assembly::{Assembly, Obstacle, Shortage, WholeForm, Wish};

/// Items by what they ask of the mind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the order of [`Level::ALL`].
    by_level: [u32; Level::ALL.len()],
    /// Items that name no level, and broken ones, whose level nobody knows.
    without_level: u32,
}

impl Count {
    /// Returns the number of all items.
    pub fn total(&self) -> u32 {
        self.by_level.iter().sum::<u32>() + self.without_level
    }

    /// Returns the number of items of a level.
    pub fn at(&self, level: Level) -> u32 {
        self.by_level[level as usize]
    }

    /// Returns the number of items in a band of levels.
    pub fn within(&self, band: Band) -> u32 {
        Level::ALL.into_iter().filter(|level| level.band() == band).map(|level| self.at(level)).sum()
    }

    /// Returns the number of items whose level is not known.
    pub fn without_level(&self) -> u32 {
        self.without_level
    }

    fn add(&mut self, level: Option<Level>) {
        match level {
            Some(level) => self.by_level[level as usize] += 1,
            None => self.without_level += 1,
        }
    }
}

/// What a bank holds of a blueprint.
#[derive(Clone, Debug)]
pub struct Coverage<'b> {
    /// The blueprint.
    pub blueprint: &'b Blueprint,
    /// Its domains, in its order.
    pub domains: Vec<DomainCoverage<'b>>,
    /// Items that no domain holds.
    pub unplaced: Count,
}

/// What a bank holds of a domain.
#[derive(Clone, Debug)]
pub struct DomainCoverage<'b> {
    /// The domain.
    pub domain: &'b Domain,
    /// All its items.
    pub count: Count,
    /// Its objectives, in the blueprint's order; those of other blueprints last.
    pub objectives: Vec<ObjectiveCoverage<'b>>,
    /// Items that the domain holds without an objective.
    pub without_objective: Count,
}

/// What a bank holds of an objective.
#[derive(Clone, Debug)]
pub struct ObjectiveCoverage<'b> {
    /// Its slug.
    pub id: &'b str,
    /// The objective; `None` where it is of another blueprint that the bank does not have.
    pub objective: Option<&'b Objective>,
    /// Its items.
    pub count: Count,
}

/// Tells whether an entry is part of what a bank holds: all but what is no longer asked.
pub fn is_live(entry: &Entry) -> bool {
    entry.item().is_none_or(|item| item.status != qbank_model::Status::Retired)
}

/// Tells whether the bank's exports take an item.
pub fn is_published(bank: &Bank, item: &Item) -> bool {
    bank.info.publish.contains(&item.status)
}

impl<'b> Coverage<'b> {
    /// Counts entries of a bank by a blueprint; a broken one counts for the objective that it names.
    pub fn new(
        bank: &'b Bank,
        blueprint: &'b Blueprint,
        entries: impl IntoIterator<Item = &'b Entry>,
    ) -> Self {
        let domains: Vec<DomainCoverage> =
            blueprint.domains().iter().map(|domain| DomainCoverage::new(bank, domain)).collect();
        let mut coverage = Self { blueprint, domains, unplaced: Count::default() };
        let places = coverage.places();
        for entry in entries {
            coverage.add(entry, &places);
        }
        coverage
    }

    /// Returns the number of all items that were counted.
    pub fn n_items(&self) -> u32 {
        self.domains.iter().map(|domain| domain.count.total()).sum::<u32>() + self.unplaced.total()
    }

    /// Returns where each objective is: its domain and its place in that.
    fn places(&self) -> BTreeMap<&'b str, (usize, usize)> {
        let mut places = BTreeMap::new();
        for (domain_idx, domain) in self.domains.iter().enumerate() {
            for (objective_idx, objective) in domain.objectives.iter().enumerate() {
                // An objective counts for the first domain that holds it, as in `Blueprint::place`.
                places.entry(objective.id).or_insert((domain_idx, objective_idx));
            }
        }
        places
    }

    fn add(&mut self, entry: &Entry, places: &BTreeMap<&str, (usize, usize)>) {
        let level = entry.item().and_then(|item| item.level);
        let objective = match entry {
            Entry::Broken(stub) => stub.objective.as_ref(),
            Entry::Fixed(_) | Entry::Template(_) => entry.item().and_then(|item| item.objective.as_ref()),
        };
        let count = match objective {
            Some(objective) => places.get(objective.value.as_str()).map(|(domain_idx, objective_idx)| {
                let domain = &mut self.domains[*domain_idx];
                domain.count.add(level);
                &mut domain.objectives[*objective_idx].count
            }),
            None => entry.item().and_then(|item| item.domain.as_ref()).and_then(|named| {
                let domain = self.domains.iter_mut().find(|domain| domain.domain.id == named.value)?;
                domain.count.add(level);
                Some(&mut domain.without_objective)
            }),
        };
        count.unwrap_or(&mut self.unplaced).add(level);
    }
}

impl<'b> DomainCoverage<'b> {
    fn new(bank: &'b Bank, domain: &'b Domain) -> Self {
        let own = domain.objectives.iter().map(|objective| ObjectiveCoverage {
            id: &objective.id,
            objective: Some(objective),
            count: Count::default(),
        });
        let used = domain.uses.iter().map(|used| ObjectiveCoverage {
            id: &used.value.objective,
            objective: bank
                .blueprints
                .iter()
                .find(|other| other.id() == used.value.blueprint)
                .and_then(|other| other.objective(&used.value.objective)),
            count: Count::default(),
        });
        Self {
            domain,
            count: Count::default(),
            objectives: own.chain(used).collect(),
            without_objective: Count::default(),
        }
    }
}
