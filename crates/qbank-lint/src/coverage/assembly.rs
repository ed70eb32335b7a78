//! Whole forms, assembled from a pool of items: as many from each domain as the blueprint asks for.
//!
//! A case stands on a form with all its items or not at all, enemies never share one, and two forms share at most so
//! many items. The mix of levels and the spread over objectives are wishes. Forms are made one after the other, each of the
//! items that are used least and with exchanges where that is stuck: a form that is found is one, but one that is not
//! found may still exist. Where counting proves that none can, that is told. Equal pools give equal forms.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use qbank_model::item::Band;
use qbank_model::{Blueprint, Domain, Item, ItemId};

/// Which forms are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Items on each form.
    pub n_items: u32,
    /// How many forms.
    pub n_forms: u32,
    /// The most items that two of them may share.
    pub most_shared: u32,
}

impl Wish {
    /// Makes a wish of what two forms may share in percent of their items.
    pub fn new(n_items: u32, n_forms: u32, overlap: u32) -> Self {
        let most_shared = u64::from(n_items) * u64::from(overlap) / 100;
        Self { n_items, n_forms, most_shared: u32::try_from(most_shared).unwrap_or(n_items) }
    }
}

/// The forms that were found.
#[derive(Clone, Debug)]
pub struct Assembly<'b> {
    /// As many forms as were wanted, or as many as were found.
    pub forms: Vec<WholeForm<'b>>,
    /// Why there are not as many as were wanted.
    pub obstacle: Option<Obstacle<'b>>,
}

/// A form that was found.
#[derive(Clone, Debug)]
pub struct WholeForm<'b> {
    /// Its items, in the order of the pool.
    pub items: Vec<&'b Item>,
    /// The most items that it shares with one of the forms before it.
    pub shared: u32,
    /// How many items the bands of the blueprint's mix lack on it.
    pub off_mix: u32,
}

/// Why another form was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle<'b> {
    /// Some domains hold fewer items than one form takes: no form is possible.
    TooFew(Vec<Shortage<'b>>),
    /// Counting proves that so many forms share more than they may.
    SharesTooMuch {
        /// How many forms.
        n_forms: u32,
        /// What two of them share at least, on average and rounded up.
        at_least: u32,
    },
    /// The search found no way to fill the domain, for its cases, enemies and what forms may share.
    NotFound(Shortage<'b>),
}

/// A domain that cannot be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage<'b> {
    /// The domain.
    pub domain: &'b Domain,
    /// How many items a form takes from it.
    pub need: u32,
    /// How many there are, or could be placed on the form.
    pub have: u32,
}

impl fmt::Display for Obstacle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew(shortages) => {
                for (idx, Shortage { domain, need, have }) in shortages.iter().enumerate() {
                    let lead = if idx > 0 { ", " } else { "" };
                    write!(f, "{lead}`{}` has {have} of {need}", domain.id)?;
                }
                Ok(())
            }
            Self::SharesTooMuch { n_forms: 2, at_least } => write!(f, "two would share {at_least} or more"),
            Self::SharesTooMuch { n_forms, at_least } => {
                write!(f, "two of {n_forms} would share {at_least} or more on average")
            }
            Self::NotFound(Shortage { domain, need, have }) => write!(
                f,
                "`{}` is left with {have} of {need}, for its cases, its enemies and what two may share",
                domain.id
            ),
        }
    }
}

impl<'b> Assembly<'b> {
    /// Assembles forms from a pool of items; items that no domain holds are passed over.
    pub fn new(blueprint: &'b Blueprint, pool: &[&'b Item], wish: Wish) -> Self {
        let pool = Pool::new(blueprint, pool, wish.n_items);
        let mut assembly = Self { forms: Vec::new(), obstacle: None };
        let shortages = pool.shortages();
        if wish.n_forms > 0 && !shortages.is_empty() {
            assembly.obstacle = Some(Obstacle::TooFew(shortages));
            return assembly;
        }
        let mut found: Vec<BTreeSet<usize>> = Vec::new();
        while found.len() < wish.n_forms as usize {
            let n_forms = found.len() as u32 + 1;
            let least = pool.least_shared(n_forms);
            if least > wish.most_shared {
                assembly.obstacle = Some(Obstacle::SharesTooMuch { n_forms, at_least: least });
                break;
            }
            match Draft::new(&pool, &found, wish.most_shared).fill() {
                Ok(form) => {
                    assembly.forms.push(form.whole());
                    found.push(form.chosen);
                }
                Err(shortage) => {
                    assembly.obstacle = Some(Obstacle::NotFound(shortage));
                    break;
                }
            }
        }
        assembly
    }
}

/// What stands on a form together or not at all: an item, or all items of a case.
struct Unit<'b> {
    /// The items and their places in the pool.
    items: Vec<(usize, &'b Item)>,
    /// For each domain that it counts for, how many of its items do.
    domains: BTreeMap<usize, u32>,
    /// The units that must not stand on a form with it.
    enemies: BTreeSet<usize>,
}

impl Unit<'_> {
    fn size(&self) -> u32 {
        self.items.len() as u32
    }
}

/// The items that forms are made from.
struct Pool<'b> {
    blueprint: &'b Blueprint,
    /// Where each item counts, by its place in the pool.
    domain_of: BTreeMap<usize, usize>,
    units: Vec<Unit<'b>>,
    /// The units that count for each domain.
    by_domain: Vec<Vec<usize>>,
    /// How many items a form takes from each domain.
    quotas: Vec<u32>,
    /// How many items a form wants of each band in each domain; all 0 where the domain says nothing.
    bands: Vec<[u32; Band::ALL.len()]>,
}

impl<'b> Pool<'b> {
    fn new(blueprint: &'b Blueprint, items: &[&'b Item], n_items: u32) -> Self {
        let domains = blueprint.domains();
        let quotas = blueprint.quotas(n_items);
        let mix = |(domain, quota): (&Domain, &u32)| {
            domain.levels.map(|levels| levels.quotas(*quota)).unwrap_or_default()
        };
        let bands = domains.iter().zip(&quotas).map(mix).collect();
        let index: BTreeMap<&str, usize> =
            domains.iter().enumerate().map(|(idx, domain)| (domain.id.as_str(), idx)).collect();
        let place = |item: &Item| index.get(blueprint.place(item)?.id.as_str()).copied();
        let domain_of: BTreeMap<usize, usize> =
            items.iter().enumerate().filter_map(|(at, item)| Some((at, place(item)?))).collect();
        let units = units(items, &domain_of);
        let mut by_domain = vec![Vec::new(); domains.len()];
        for (unit_idx, unit) in units.iter().enumerate() {
            for domain in unit.domains.keys() {
                by_domain[*domain].push(unit_idx);
            }
        }
        Self { blueprint, domain_of, units, by_domain, quotas, bands }
    }

    fn have(&self, domain: usize) -> u32 {
        self.by_domain[domain].iter().map(|unit| self.units[*unit].domains[&domain]).sum()
    }

    fn shortage(&self, domain: usize, have: u32) -> Shortage<'b> {
        Shortage { domain: &self.blueprint.domains()[domain], need: self.quotas[domain], have }
    }

    fn shortages(&self) -> Vec<Shortage<'b>> {
        let all = (0..self.quotas.len()).map(|domain| self.shortage(domain, self.have(domain)));
        all.filter(|shortage| shortage.have < shortage.need).collect()
    }

    /// Returns what two of so many forms share at least, on average and rounded up: each domain's items are used as evenly
    /// as can be, and an item that stands on u forms is shared by u (u - 1) / 2 pairs of them.
    fn least_shared(&self, n_forms: u32) -> u32 {
        let pairs = |n: u64| n * n.saturating_sub(1) / 2;
        let n_forms = u64::from(n_forms);
        let shared: u64 = (0..self.quotas.len())
            .filter(|domain| self.quotas[*domain] > 0)
            .map(|domain| {
                let (uses, have) = (n_forms * u64::from(self.quotas[domain]), u64::from(self.have(domain)));
                let (each, more) = (uses / have, uses % have);
                more * pairs(each + 1) + (have - more) * pairs(each)
            })
            .sum();
        shared.checked_div(pairs(n_forms)).map_or(0, |_| shared.div_ceil(pairs(n_forms)) as u32)
    }

    fn items(&self, units: &BTreeSet<usize>) -> Vec<&'b Item> {
        let mut items: Vec<(usize, &Item)> =
            units.iter().flat_map(|unit| &self.units[*unit].items).copied().collect();
        items.sort_by_key(|(at, _)| *at);
        items.into_iter().map(|(_, item)| item).collect()
    }

    fn band_of(&self, at: usize, item: &Item) -> Option<(usize, usize)> {
        Some((*self.domain_of.get(&at)?, item.level?.band() as usize))
    }
}

/// Groups the placed items by their cases; a case that holds enemies is left out, since it can stand on no form.
fn units<'b>(items: &[&'b Item], domain_of: &BTreeMap<usize, usize>) -> Vec<Unit<'b>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut cases: BTreeMap<&ItemId, usize> = BTreeMap::new();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(domain) = domain_of.get(&at) else { continue };
        let case = item.stimulus.as_ref().and_then(|case| cases.get(&case.id.value));
        let unit_idx = case.copied().unwrap_or(units.len());
        if unit_idx == units.len() {
            units.push(Unit { items: Vec::new(), domains: BTreeMap::new(), enemies: BTreeSet::new() });
        }
        if let Some(case) = &item.stimulus {
            cases.insert(&case.id.value, unit_idx);
        }
        let ids = std::iter::once(&item.id.value).chain(&item.aliases);
        named.extend(ids.map(|id| (id.as_str(), unit_idx)));
        units[unit_idx].items.push((at, item));
        *units[unit_idx].domains.entry(*domain).or_default() += 1;
    }
    for (unit_idx, enemy_idx) in pairs_of_enemies(&units, &named) {
        units[unit_idx].enemies.insert(enemy_idx);
        units[enemy_idx].enemies.insert(unit_idx);
    }
    for (unit_idx, unit) in units.iter_mut().enumerate() {
        if unit.enemies.contains(&unit_idx) {
            unit.domains.clear();
        }
    }
    units
}

fn pairs_of_enemies(units: &[Unit], named: &BTreeMap<&str, usize>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (unit_idx, unit) in units.iter().enumerate() {
        let enemies = unit.items.iter().flat_map(|(_, item)| &item.details.enemies);
        pairs.extend(enemies.filter_map(|enemy| Some((unit_idx, *named.get(enemy.value.as_str())?))));
    }
    pairs
}

/// A form in the making.
struct Draft<'p, 'b> {
    pool: &'p Pool<'b>,
    others: &'p [BTreeSet<usize>],
    /// On how many other forms each unit stands.
    uses: Vec<u32>,
    most_shared: u32,
    chosen: BTreeSet<usize>,
    /// How many items each domain still lacks.
    lacks: Vec<u32>,
    /// How many items of each band are on the form, by domain.
    bands: Vec<[u32; Band::ALL.len()]>,
    objectives: BTreeMap<&'b str, u32>,
    /// How many items the form shares with each other one.
    shared: Vec<u32>,
}

/// How little a unit is wanted: the lowest is taken. The parts weigh in the order in which they stand.
type Reluctance = (u32, u32, u32, usize);

impl<'p, 'b> Draft<'p, 'b> {
    fn new(pool: &'p Pool<'b>, others: &'p [BTreeSet<usize>], most_shared: u32) -> Self {
        let mut uses = vec![0; pool.units.len()];
        for unit in others.iter().flatten() {
            uses[*unit] += 1;
        }
        Self {
            pool,
            others,
            uses,
            most_shared,
            chosen: BTreeSet::new(),
            lacks: pool.quotas.clone(),
            bands: vec![Default::default(); pool.quotas.len()],
            objectives: BTreeMap::new(),
            shared: vec![0; others.len()],
        }
    }

    /// Fills every domain, or says which one cannot be filled.
    fn fill(mut self) -> Result<Self, Shortage<'b>> {
        for domain in 0..self.lacks.len() {
            self.take(domain, None);
            while self.lacks[domain] > 0 {
                if !self.exchange(domain) {
                    let have = self.pool.quotas[domain] - self.lacks[domain];
                    return Err(self.pool.shortage(domain, have));
                }
            }
        }
        Ok(self)
    }

    fn whole(&self) -> WholeForm<'b> {
        let bands = self.pool.bands.iter().flatten().zip(self.bands.iter().flatten());
        WholeForm {
            items: self.pool.items(&self.chosen),
            shared: self.shared.iter().copied().max().unwrap_or_default(),
            off_mix: bands.map(|(wanted, there)| wanted.saturating_sub(*there)).sum(),
        }
    }

    /// Takes units for a domain for as long as one fits, and returns them.
    fn take(&mut self, domain: usize, but: Option<usize>) -> Vec<usize> {
        let mut taken = Vec::new();
        while self.lacks[domain] > 0 {
            let all = self.pool.by_domain[domain].iter().copied();
            let fitting = all.filter(|unit| Some(*unit) != but && self.fits(*unit));
            let Some(best) = fitting.min_by_key(|unit| self.reluctance(*unit)) else { break };
            self.add(best);
            taken.push(best);
        }
        taken
    }

    /// Takes one unit of a domain off the form where others that then fit bring more items, and tells whether one does.
    fn exchange(&mut self, domain: usize) -> bool {
        let before = self.lacks[domain];
        // A case over several domains would leave a gap in one that is filled.
        let counts = |unit: &usize| self.pool.units[*unit].domains.keys().eq([&domain]);
        let candidates: Vec<usize> = self.chosen.iter().copied().filter(counts).collect();
        for unit in candidates {
            self.remove(unit);
            let taken = self.take(domain, Some(unit));
            if self.lacks[domain] < before {
                return true;
            }
            for other in taken {
                self.remove(other);
            }
            self.add(unit);
        }
        false
    }

    fn fits(&self, unit_idx: usize) -> bool {
        let unit = &self.pool.units[unit_idx];
        !self.chosen.contains(&unit_idx)
            && unit.domains.iter().all(|(domain, count)| *count <= self.lacks[*domain])
            && unit.enemies.iter().all(|enemy| !self.chosen.contains(enemy))
            && self
                .others
                .iter()
                .zip(&self.shared)
                .all(|(other, shared)| !other.contains(&unit_idx) || shared + unit.size() <= self.most_shared)
    }

    fn reluctance(&self, unit_idx: usize) -> Reluctance {
        let unit = &self.pool.units[unit_idx];
        let is_wanted = |(at, item): &&(usize, &Item)| {
            let place = self.pool.band_of(*at, item);
            place.is_some_and(|(domain, band)| self.bands[domain][band] < self.pool.bands[domain][band])
        };
        let n_unwanted = unit.size() - unit.items.iter().filter(is_wanted).count() as u32;
        let objective = |(_, item): &(usize, &Item)| {
            let slug = item.objective.as_ref().map_or("", |objective| objective.value.as_str());
            self.objectives.get(slug).copied().unwrap_or_default()
        };
        let n_alike: u32 = unit.items.iter().map(objective).sum();
        // Shares of the unit in sixtieths, so that a case and a single item can be held against each other.
        let share = |count: u32| count * 60 / unit.size();
        (self.uses[unit_idx], share(n_unwanted), share(n_alike), unit_idx)
    }

    fn add(&mut self, unit: usize) {
        self.chosen.insert(unit);
        self.count(unit, |count, by| *count += by);
    }

    fn remove(&mut self, unit: usize) {
        self.chosen.remove(&unit);
        self.count(unit, |count, by| *count -= by);
    }

    fn count(&mut self, unit_idx: usize, change: impl Fn(&mut u32, u32)) {
        let unit = &self.pool.units[unit_idx];
        for (domain, count) in &unit.domains {
            // What is on the form is what it no longer lacks.
            let mut on_form = self.pool.quotas[*domain] - self.lacks[*domain];
            change(&mut on_form, *count);
            self.lacks[*domain] = self.pool.quotas[*domain] - on_form;
        }
        for (at, item) in &unit.items {
            if let Some((domain, band)) = self.pool.band_of(*at, item) {
                change(&mut self.bands[domain][band], 1);
            }
            let slug = item.objective.as_ref().map_or("", |objective| objective.value.as_str());
            change(self.objectives.entry(slug).or_default(), 1);
        }
        for (other, shared) in self.others.iter().zip(&mut self.shared) {
            if other.contains(&unit_idx) {
                change(shared, unit.size());
            }
        }
    }
}
