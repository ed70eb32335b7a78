//! Coverage: what a bank holds, held against what a blueprint asks for, by domain, objective and level.
//!
//! The one place where this is counted: the rules about coverage and the report both speak from it.

mod assembly;

use std::collections::BTreeMap;
use std::fmt;

use qbank_model::item::Band;
use qbank_model::{Bank, Blueprint, Decimal, Domain, Entry, Item, Level, Objective, Severity, Span};

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

/// A part of some items, in words such as "3 of 20 items (15 %)".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many they are.
    pub part: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// Returns the share in percent; of nothing it is 0.
    pub fn percent(self) -> Decimal {
        Decimal::from(self.part) * Decimal::ONE_HUNDRED / Decimal::from(self.of.max(1))
    }

    /// Tells whether the share is off a wanted one by more than so many percentage points, and by more than two items: of
    /// few items a share says little.
    pub fn is_off(self, wanted: Decimal, points: u32) -> bool {
        let off = (self.percent() - wanted).abs();
        off > Decimal::from(points) && off * Decimal::from(self.of) > Decimal::TWO * Decimal::ONE_HUNDRED
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} items ({} %)", self.part, self.of, self.percent().round())
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
    /// Where the blueprint names it.
    pub place: Span,
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

    /// Counts what a bank holds of its default blueprint, once there is enough to judge: as many items as a form of the exam
    /// has, or, of an exam without a form, as it has objectives.
    ///
    /// A smaller bank is still being written. What it lacks is no fault of what is there, and the report shows it.
    pub fn of_grown_bank(bank: &'b Bank) -> Option<Self> {
        let blueprint = bank.blueprint()?;
        let coverage = Self::new(bank, blueprint, bank.entries().iter().filter(|entry| is_live(entry)));
        let n_objectives = || coverage.domains.iter().map(|domain| domain.objectives.len() as u32).sum();
        let enough = blueprint.form().map_or_else(n_objectives, |form| form.items);
        (coverage.n_placed() >= enough).then_some(coverage)
    }

    /// Returns how grave a gap is: a bank for an exam with a form is meant to fill one.
    pub fn severity(&self) -> Severity {
        if self.blueprint.form().is_some() { Severity::Warning } else { Severity::Info }
    }

    /// Returns the number of items that count for a domain.
    pub fn n_placed(&self) -> u32 {
        self.domains.iter().map(|domain| domain.count.total()).sum()
    }

    /// Returns the number of all items that were counted.
    pub fn n_items(&self) -> u32 {
        self.n_placed() + self.unplaced.total()
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
            place: objective.place.span,
            objective: Some(objective),
            count: Count::default(),
        });
        let used = domain.uses.iter().map(|used| ObjectiveCoverage {
            id: &used.value.objective,
            place: used.span,
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
