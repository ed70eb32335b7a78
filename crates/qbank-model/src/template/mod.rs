//! Items with variables: one text, many draws.
//!
//! A draw makes an [`Item`]; scoring, rules and writers know nothing of variables.

mod declared;
mod open_interaction;
mod open_text;
mod recompute;
mod source;
mod stress;
mod variables;

pub use declared::{Declared, VariablesFault};
pub use open_interaction::{AnswerFault, OpenAccept, OpenBlank, OpenInteraction};
pub use open_text::{NumberFormat, OpenText, Piece, Placeholder, Slot, Values};
pub use recompute::KeyFault;
pub use source::{Constant, Shape, Source, SourceFault};
pub use stress::DrawCoverage;
pub use variables::{Calc, Draw, Requirement, Variables};

use std::collections::BTreeSet;

use crate::content::FillFault;
use crate::content::fill_inlines;
use crate::expression::EvalFault;
use crate::item::{Fault, Item, ItemDraft};
use crate::media::{MediaPath, Medium};
use crate::random::Random;
use crate::revision::Revision;

/// Why a draw makes no item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawFault {
    /// A computed name has no value: its index among the computed names.
    Calc(usize, EvalFault),
    /// A condition has no value: its index.
    Require(usize, EvalFault),
    /// The conditions drop it.
    Dropped,
    /// A formula does not parse with these values.
    Formula(FillFault),
    /// The answer cannot be one with these values.
    Answer(AnswerFault),
    /// Two choices, by their indexes, print different texts of the same value, to the digits of the shorter one.
    SameValue(usize, usize),
    /// The item cannot be one with these values.
    Item(Fault),
}

/// What keeps a template from being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// A draw fails; of several that fail alike only the first is told, with its values.
    Draw(String, DrawFault),
    /// The conditions keep fewer than 1 in 100 draws: how many of how many.
    Require(u64, u64),
    /// What is computed and what is written do not agree.
    Key(KeyFault),
}

/// An item with variables. Invariant: every draw that was tried and kept makes an item, and there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemTemplate {
    draft: ItemDraft<OpenInteraction>,
    variables: Variables,
    variants: Vec<Draw>,
    sample: Item,
    coverage: DrawCoverage,
}

impl ItemTemplate {
    /// Returns about how many additions it costs to make a template with these variables.
    pub fn cost(variables: &Variables) -> u64 {
        variables.cost() * stress::n_tried(variables.n_draws())
    }

    /// Tries the draws: all of them up to 1,000, else the corners of the ranges and a sample of 1,000.
    ///
    /// # Errors
    /// Returns what fails, each kind of failure with the first draw that shows it.
    pub fn new(draft: ItemDraft<OpenInteraction>, variables: Variables) -> Result<Self, Vec<TemplateFault>> {
        let coverage = stress::stress(&draft, &variables)?;
        let variants = chosen(draft.identity().as_str(), &variables);
        let mut faults = Vec::new();
        let mut sample = None;
        for draw in variants.iter().copied().chain(stress::corners(&variables, 16)) {
            match realise(&draft, &variables, draw) {
                Ok(item) => {
                    sample.get_or_insert(item);
                }
                Err(DrawFault::Dropped) => {}
                Err(fault) => {
                    faults.push(TemplateFault::Draw(variables.assignment(draw), fault));
                    break;
                }
            }
        }
        let Some(sample) = sample.filter(|_| faults.is_empty()) else {
            return Err(if faults.is_empty() {
                vec![TemplateFault::Require(0, coverage.tried)]
            } else {
                faults
            });
        };
        recompute::number_faults(&variables, &sample).map_err(|fault| vec![TemplateFault::Key(fault)])?;
        Ok(Self { draft, variables, variants, sample, coverage })
    }

    /// Returns the item with its places open.
    pub fn draft(&self) -> &ItemDraft<OpenInteraction> {
        &self.draft
    }

    /// Returns what is drawn and computed.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// Returns the short hash of what is asked, drawn and computed, as [`Item::revision`] does for one item.
    pub fn revision<'a>(&self, medium: impl Fn(&MediaPath) -> Option<&'a Medium>) -> Revision {
        Revision::of_template(self, medium)
    }

    /// Returns which draws were tried.
    pub fn coverage(&self) -> DrawCoverage {
        self.coverage
    }

    /// Returns the item of the first variant under the template's own id, for those who look at one item.
    pub fn sample(&self) -> &Item {
        &self.sample
    }

    /// Makes the item of a draw, under the template's own id.
    ///
    /// # Errors
    /// Fails where the draw is dropped or has no sound item; of the draws that were tried none has not.
    pub fn realise(&self, draw: Draw) -> Result<Item, DrawFault> {
        realise(&self.draft, &self.variables, draw)
    }

    /// Returns the item with its places open: texts keep them, answers are those of the first variant. Nothing where the
    /// texts with their places make no item.
    ///
    /// The one item with places in it, for a writer whose format has variables of its own.
    pub fn open_item(&self) -> Option<Item> {
        let mut values = Vec::new();
        self.variables.draw(*self.variants.first()?, &mut values).ok()?;
        let values = self.variables.for_texts(&values);
        let closed = self.draft.clone().map_interaction(|interaction| interaction.close(&values));
        closed.ok()?.build().ok()
    }

    /// Returns what a place shows in a draw.
    pub fn printed(&self, place: &Placeholder, draw: Draw) -> String {
        let mut values = Vec::new();
        // A draw that fails has no values, and the place shows its source.
        let _ = self.variables.draw(draw, &mut values);
        let mut printed = String::new();
        self.variables.for_texts(&values).print(place, &mut printed);
        printed
    }

    /// Returns the draws that stand for the template in a format without variables; they depend on its identity alone.
    pub fn variants(&self) -> &[Draw] {
        &self.variants
    }

    /// Makes the items of all variants: `id~1`, `id~2` and so on, their identities alike.
    ///
    /// # Panics
    /// Never: the constructor tried every variant.
    pub fn materialise(&self) -> Vec<Item> {
        let variant = |(draw, number): (&Draw, u32)| {
            let mut draft = self.realise(*draw).expect("the constructor tried every variant").into_draft();
            draft.id.value = draft.id.value.variant(number);
            draft.aliases = draft.aliases.iter().map(|alias| alias.variant(number)).collect();
            draft.build().expect("an item stays sound under another id")
        };
        self.variants.iter().zip(1..).map(variant).collect()
    }
}

/// Makes the item of a draft whose variables draw nothing: what is computed is put in, and held against what is written.
///
/// # Errors
/// Returns what fails.
pub fn compute(
    draft: &ItemDraft<OpenInteraction>,
    variables: &Variables,
) -> Result<Item, Vec<TemplateFault>> {
    let draw = |fault| vec![TemplateFault::Draw(String::new(), fault)];
    let key = |fault| vec![TemplateFault::Key(fault)];
    if let Some(unmet) = variables.unmet(Draw(0)) {
        return Err(key(KeyFault::Unmet(unmet.text.clone())));
    }
    let item = realise(draft, variables, Draw(0)).map_err(draw)?;
    recompute::number_faults(variables, &item).map_err(key)?;
    recompute::typed_key_fault(draft, variables, &item).map_err(key)?;
    recompute::value_fault(variables, &item).map_err(key)?;
    Ok(item)
}

fn realise(draft: &ItemDraft<OpenInteraction>, variables: &Variables, draw: Draw) -> Result<Item, DrawFault> {
    let mut values = Vec::new();
    if !variables.draw(draw, &mut values)? {
        return Err(DrawFault::Dropped);
    }
    let values = variables.for_texts(&values);
    let mut draft = draft.clone();
    fill(&mut draft, &values).map_err(DrawFault::Formula)?;
    let closed = draft.map_interaction(|interaction| interaction.close(&values));
    let draft = closed.map_err(|faults| first(faults, DrawFault::Answer))?;
    draft.build().map_err(first_fault)
}

fn first_fault(faults: Vec<Fault>) -> DrawFault {
    first(faults, DrawFault::Item)
}

/// A constructor that fails has at least one reason.
fn first<F>(faults: Vec<F>, of: impl Fn(F) -> DrawFault) -> DrawFault {
    faults.into_iter().next().map_or(DrawFault::Dropped, of)
}

/// Fills the places of every text.
fn fill(draft: &mut ItemDraft<OpenInteraction>, values: &Values) -> Result<(), FillFault> {
    fill_inlines(&mut draft.title, values)?;
    let outcomes = draft.outcomes.iter_mut().flat_map(|outcomes| outcomes.texts_mut());
    let once = outcomes.chain(&mut draft.rationale);
    let many = draft.hints.iter_mut().chain(&mut draft.references).chain(&mut draft.notes);
    let texts = once.chain(many).chain([&mut draft.stem]);
    let mut texts = texts.chain(draft.interaction.contents_mut());
    texts.try_for_each(|text| text.fill(values))
}

/// Chooses the variants' draws: different ones that the conditions keep, as many as the item asks for and there are.
///
/// Up to 4,096 combinations are shuffled as a whole; of more, numbers are drawn until enough are kept.
fn chosen(identity: &str, variables: &Variables) -> Vec<Draw> {
    const SHUFFLED: u64 = 4_096;
    const TRIES_A_VARIANT: u32 = 1_000;
    let n_draws = variables.n_draws();
    let wanted = variables.variants() as usize;
    let mut random = Random::of(identity);
    let mut values = Vec::new();
    let mut keeps = |draw| variables.draw(draw, &mut values).is_ok_and(|is_kept| is_kept);
    if n_draws <= SHUFFLED {
        let mut all: Vec<u64> = (0..n_draws).collect();
        for last in (1..all.len()).rev() {
            all.swap(last, random.below(last as u64 + 1) as usize);
        }
        return all.into_iter().map(Draw).filter(|draw| keeps(*draw)).take(wanted).collect();
    }
    let (mut variants, mut seen) = (Vec::new(), BTreeSet::new());
    for _ in 0..TRIES_A_VARIANT.saturating_mul(variables.variants()) {
        let draw = Draw(random.below(n_draws));
        if variants.len() == wanted {
            break;
        }
        if seen.insert(draw) && keeps(draw) {
            variants.push(draw);
        }
    }
    variants
}
