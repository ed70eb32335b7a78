//! `qbank coverage`: what the bank holds, held against what a blueprint asks for.

use qbank_lint::coverage::{
    Assembly, Count, Coverage, DomainCoverage, ObjectiveCoverage, WholeForm, Wish, is_live, is_published,
};
use qbank_model::item::Band;
use qbank_model::suggest::did_you_mean;
use qbank_model::{Blueprint, Entry, Item, ItemId, Level};
use qbank_project::{Checked, FilledForm};
use qbank_syntax::selection::Condition;

use super::{form_called, open};
use crate::Verdict;
use crate::args::{CoverageArgs, CoverageFormat};
use crate::failure::Failure;
use crate::output::print;
use crate::render::coverage::{html, markdown, shape, text};

/// How many forms are looked for; more tell an author nothing.
const MOST_FORMS: u32 = 10;

pub(super) fn run(args: &CoverageArgs) -> Result<Verdict, Failure> {
    let condition = args.condition.as_deref().map(Condition::parse).transpose()?;
    let checked = open(&args.bank)?.check()?;
    let blueprint = blueprint(args, &checked)?;
    let form = args.form.as_ref().map(|id| form_called(id, &checked)).transpose()?;
    let counted = match form {
        Some(form) => on_form(form, &checked)?,
        None => published(&checked, blueprint, condition.as_ref()),
    };
    let report = Report { args, checked: &checked, blueprint, form, counted }.build();
    match args.output_format {
        CoverageFormat::Json => print(&(serde_json::to_string_pretty(&report)? + "\n"))?,
        CoverageFormat::Markdown => print(&markdown::markdown(&report))?,
        CoverageFormat::Html => print(&html::html(&report))?,
        CoverageFormat::Text => print(&text::text(&report))?,
    }
    Ok(Verdict::Clean)
}

fn blueprint<'c>(args: &CoverageArgs, checked: &'c Checked) -> Result<&'c Blueprint, Failure> {
    let all = &checked.bank.blueprints;
    let Some(id) = &args.blueprint else { return all.first().ok_or(Failure::NoBlueprint) };
    let known: Vec<&str> = all.iter().map(Blueprint::id).collect();
    let missing = || Failure::NoSuchBlueprint { id: id.clone(), help: did_you_mean(id, &known) };
    all.iter().find(|blueprint| blueprint.id() == id).ok_or_else(missing)
}

fn on_form<'c>(form: &FilledForm, checked: &'c Checked) -> Result<Vec<&'c Entry>, Failure> {
    let ids = form.items.as_ref().ok_or_else(|| Failure::UnfilledForm { id: form.id.clone() })?;
    let find = |id: &ItemId| checked.bank.entries().iter().find(|entry| entry.id() == Some(id));
    Ok(ids.iter().filter_map(find).collect())
}

fn published<'c>(
    checked: &'c Checked,
    blueprint: &Blueprint,
    condition: Option<&Condition>,
) -> Vec<&'c Entry> {
    let is_counted = |item: &Item| {
        is_published(&checked.bank, item)
            && condition.is_none_or(|condition| condition.holds(item, blueprint.place(item)))
    };
    checked.bank.entries().iter().filter(|entry| entry.item().is_some_and(is_counted)).collect()
}

/// A call and what it counts.
struct Report<'a> {
    args: &'a CoverageArgs,
    checked: &'a Checked,
    blueprint: &'a Blueprint,
    form: Option<&'a FilledForm>,
    counted: Vec<&'a Entry>,
}

impl Report<'_> {
    fn build(&self) -> shape::Coverage {
        let bank = &self.checked.bank;
        let coverage = Coverage::new(bank, self.blueprint, self.counted.iter().copied());
        let form_items = match self.form {
            Some(_) => Some(self.counted.len() as u32),
            None => self.blueprint.form().map(|form| form.items),
        };
        let quotas = form_items.map(|n_items| self.blueprint.quotas(n_items));
        let domains = coverage.domains.iter().enumerate().map(|(idx, domain)| {
            let need = quotas.as_ref().map(|quotas| quotas[idx]);
            self.domain(domain, need)
        });
        let is_unpublished = |item: &&Item| !is_published(bank, item);
        let live = bank.entries().iter().filter(|entry| is_live(entry)).filter_map(Entry::item);
        shape::Coverage {
            version: 1,
            blueprint: named(self.blueprint.id(), self.blueprint.title()),
            provisional_weights: self.blueprint.has_unofficial_weight(),
            form: self.form.map(|form| named(&form.id, &form.title)),
            condition: self.args.condition.clone(),
            form_items,
            have: coverage.n_items(),
            unplaced: coverage.unplaced.total(),
            broken: self.checked.n_broken() as u32,
            unpublished: live.filter(is_unpublished).count() as u32,
            domains: domains.collect(),
            forms: self.forms(),
        }
    }

    fn domain(&self, domain: &DomainCoverage, need: Option<u32>) -> shape::Domain {
        let DomainCoverage { domain, count, objectives, without_objective } = domain;
        let mix = domain.levels.zip(need).map(|(mix, need)| mix.quotas(need));
        let bands = Band::ALL.map(|band| shape::Band {
            name: band.as_str().to_owned(),
            need: mix.map(|mix| mix[band as usize]),
            have: count.within(band),
        });
        shape::Domain {
            id: domain.id.clone(),
            title: domain.title.clone(),
            weight: domain.weight.percent.normalize().to_string(),
            weight_status: domain.weight.status.as_str().to_owned(),
            weight_source: domain.weight.source.clone(),
            need,
            have: count.total(),
            bands,
            levels: levels(count),
            objectives: objectives.iter().map(|objective| self.objective(objective)).collect(),
            without_objective: without_objective.total(),
        }
    }

    fn objective(&self, held: &ObjectiveCoverage) -> shape::Objective {
        let ObjectiveCoverage { id, objective, count, .. } = held;
        let need = objective.and_then(|objective| objective.min_items).unwrap_or(1);
        shape::Objective {
            id: (*id).to_owned(),
            title: objective.map_or(*id, |objective| &objective.title).to_owned(),
            level: objective.and_then(|objective| objective.level).map(|level| level.as_str().to_owned()),
            need: self.form.is_none().then_some(need),
            have: count.total(),
            levels: levels(count),
        }
    }

    fn forms(&self) -> Option<shape::Forms> {
        let plan = self.blueprint.form().filter(|_| self.form.is_none())?;
        let n_items = plan.items;
        let pool: Vec<&Item> = self.counted.iter().filter_map(|entry| entry.item()).collect();
        let wish = Wish::new(n_items, MOST_FORMS, self.args.overlap);
        let assembly = Assembly::new(self.blueprint, &pool, wish);
        let form = |form: &WholeForm| shape::Form {
            items: form.items.iter().map(|item| item.id.value.to_string()).collect(),
            shared: form.shared,
            off_mix: form.off_mix,
        };
        Some(shape::Forms {
            items: n_items,
            most_shared: wish.most_shared,
            wanted: MOST_FORMS,
            found: assembly.forms.iter().map(form).collect(),
            obstacle: assembly.obstacle.as_ref().map(ToString::to_string),
        })
    }
}

fn named(id: &str, title: &str) -> shape::Named {
    shape::Named { id: id.to_owned(), title: title.to_owned() }
}

fn levels(count: &Count) -> shape::Levels {
    shape::Levels {
        remember: count.at(Level::Remember),
        understand: count.at(Level::Understand),
        apply: count.at(Level::Apply),
        analyze: count.at(Level::Analyze),
        evaluate: count.at(Level::Evaluate),
        create: count.at(Level::Create),
        none: count.without_level(),
    }
}
