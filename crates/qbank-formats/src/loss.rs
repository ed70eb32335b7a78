//! What a format could not hold, and of which items.
//!
//! Nothing here looks at a package: losses follow from what an item uses and what the format supports, so that a
//! writer cannot forget to report one.

use qbank_model::{Item, ItemId, Span};

use crate::feature::{Feature, features};
use crate::selection::Selection;
use crate::support::{Support, gravity, support, variables};

/// How much a loss matters, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// The key, the score or what is asked is another one.
    Meaning,
    /// The learner reads the same, but sees it otherwise or not at that place.
    Presentation,
    /// Only those who keep the bank miss it.
    Metadata,
}

impl Gravity {
    /// All degrees, the gravest first.
    pub const ALL: [Self; 3] = [Self::Meaning, Self::Presentation, Self::Metadata];

    /// Returns the word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meaning => "meaning",
            Self::Presentation => "presentation",
            Self::Metadata => "metadata",
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something else stands for it.
    Degraded {
        /// What stands for it.
        to: &'static str,
    },
    /// It is not in the package.
    Dropped,
}

/// Something that a package does not hold as the bank does, and whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss<'a> {
    /// What was lost.
    pub feature: Feature,
    /// How much it matters.
    pub gravity: Gravity,
    /// What became of it.
    pub outcome: Outcome,
    /// The items that use it, in the selection's order, each with the first place that does.
    pub items: Vec<(&'a ItemId, Span)>,
}

/// Returns what a format loses of a selection, by feature; what stands for one may depend on an item's type.
pub fn losses<'a>(selection: &'a Selection) -> Vec<Loss<'a>> {
    let format = selection.format;
    let mut losses: Vec<Loss> = Vec::new();
    let mut add = |item: &'a Item, feature: Feature, span: Span, support: Support| {
        let outcome = match support {
            Support::Native => return,
            Support::Degraded(to) => Outcome::Degraded { to },
            Support::Dropped => Outcome::Dropped,
        };
        let place = (&item.id.value, span);
        let is_same = |loss: &&mut Loss| loss.feature == feature && loss.outcome == outcome;
        if let Some(loss) = losses.iter_mut().find(is_same) {
            loss.items.push(place);
        } else {
            let gravity = gravity(format, feature);
            losses.push(Loss { feature, gravity, outcome, items: vec![place] });
        }
    };
    for item in selection.left_out().iter().map(|left_out| left_out.item) {
        add(item, Feature::Type, item.span, Support::Dropped);
    }
    for selected in selection.templates() {
        let item = selected.template.sample();
        let support = variables(format, item.interaction.kind(), selected.is_kept);
        add(item, Feature::Variables, item.span, support);
    }
    for item in selection.items() {
        for (feature, span) in features(item) {
            add(item, feature, span, support(format, item.interaction.kind(), feature));
        }
    }
    losses.sort_by_key(|loss| loss.feature);
    losses
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use qbank_model::item::Details;
    use qbank_model::{Bank, Decimal, Entry, ItemDraft, Status};

    use super::*;
    use crate::format::{Format, export};
    use crate::sample;
    use crate::support::refusal;

    fn uses(item: &Item, feature: Feature) -> bool {
        features(item).any(|(used, _)| used == feature)
    }

    fn bank_of(bank: &Bank, draft: ItemDraft) -> Bank {
        let item = draft.build().expect("a sound item");
        Bank::new(bank.info.clone(), bank.blueprints.clone(), bank.media.clone())
            .with_entries(vec![Entry::Fixed(Box::new(item))])
    }

    /// How to take one feature away from an item, and nothing else.
    type Removal = (Feature, fn(&mut ItemDraft));

    const REMOVALS: [Removal; 18] = [
        (Feature::Stimulus, |draft| draft.stimulus = None),
        (Feature::Title, |draft| draft.title.clear()),
        (Feature::Points, |draft| draft.points = Decimal::ONE),
        (Feature::Shuffle, |draft| draft.shuffle = false),
        (Feature::Outcomes, |draft| draft.outcomes = None),
        (Feature::Rationale, |draft| draft.rationale = None),
        (Feature::Hint, |draft| draft.hints = Box::default()),
        (Feature::References, |draft| {
            draft.references = Box::default();
            draft.details.references.clear();
        }),
        (Feature::Objective, |draft| draft.objective = None),
        (Feature::Level, |draft| draft.level = None),
        (Feature::Status, |draft| draft.status = Status::Draft),
        (Feature::Difficulty, |draft| draft.details.difficulty = None),
        (Feature::Seconds, |draft| draft.details.seconds = None),
        (Feature::Tags, |draft| draft.details.tags.clear()),
        (Feature::License, |draft| draft.details.license = None),
        (Feature::Language, |draft| draft.details.language = None),
        (Feature::Created, |draft| draft.details.created = None),
        (Feature::Enemies, |draft| draft.details.enemies.clear()),
    ];

    #[test]
    fn packages_hold_what_is_not_dropped_and_nothing_else() {
        let bank = sample::bank();
        for (feature, remove) in REMOVALS {
            for item in bank.items().filter(|item| uses(item, feature)) {
                let mut poorer = item.clone().into_draft();
                remove(&mut poorer);
                // An objective says the domain too, which is a feature of its own.
                let domain = bank.place(item).filter(|_| feature == Feature::Objective);
                poorer.domain = domain.map(|domain| sample::at(domain.id.clone())).or(poorer.domain);
                let [full, poorer] = [item.clone().into_draft(), poorer].map(|draft| bank_of(&bank, draft));
                let Some(poorer_item) = poorer.items().next() else { continue };
                assert!(!uses(poorer_item, feature), "{feature:?} was not taken away");
                for format in Format::ALL.into_iter().filter(|format| refusal(*format, item).is_none()) {
                    let [with, without] = [&full, &poorer].map(|bank| {
                        let selection = sample::selection(bank, format);
                        sample::contents(&export(&selection).expect("a package"))
                    });
                    let is_dropped = [Feature::Type, feature]
                        .map(|feature| support(format, item.interaction.kind(), feature))
                        .contains(&Support::Dropped);
                    assert_eq!(with == without, is_dropped, "{feature:?} in {}", format.as_str());
                }
            }
        }
    }

    #[test]
    fn the_sample_uses_every_feature() {
        let bank = sample::bank();
        let used: BTreeSet<Feature> =
            bank.items().flat_map(|item| features(item).map(|(feature, _)| feature)).collect();
        let unused: Vec<Feature> =
            Feature::ALL.into_iter().filter(|feature| !used.contains(feature)).collect();
        assert_eq!(unused, [Feature::Type, Feature::Variables]);
    }

    #[test]
    fn losses_name_the_place_and_what_stands_there() {
        let bank = sample::bank();
        assert_eq!(losses(&sample::selection(&bank, Format::Json)), []);
        let selection = sample::selection(&bank, Format::Qti3);
        let lost = losses(&selection);
        let of_items = lost.iter().filter(|loss| loss.feature != Feature::Type);
        let words: Vec<(Vec<&str>, &str, Outcome)> = of_items
            .map(|loss| {
                let items = loss.items.iter().map(|(item, _)| item.as_str()).collect();
                (items, loss.feature.as_str(), loss.outcome)
            })
            .collect();
        let degraded = |to| Outcome::Degraded { to };
        assert_eq!(
            words,
            [
                (vec!["dem-gaps", "dem-number"], "units", degraded("the first unit beside the field")),
                (vec!["inv-eoq-demand"], "hint", degraded("a block that is open from the start")),
                (vec!["inv-eoq-demand"], "references", degraded("the end of the rationale")),
                (vec!["inv-eoq-demand"], "list-start", degraded("a list with its numbers in the text")),
                (vec!["inv-eoq-demand"], "file-link", degraded("the text of the link")),
                (vec!["inv-eoq-demand"], "strike", degraded("text of a class that players need not know")),
            ]
        );
    }

    #[test]
    fn names_of_authors_and_their_notes_stay_at_home() {
        let bank = sample::bank();
        let Some(item) = bank.items().find(|item| !item.details.authors.is_empty()) else {
            panic!("an item has authors");
        };
        let mut quiet = item.clone().into_draft();
        quiet.notes = Box::default();
        quiet.details =
            Details { authors: Vec::new(), reviewers: Vec::new(), ..std::mem::take(&mut quiet.details) };
        let [named, quiet] = [item.clone().into_draft(), quiet].map(|draft| bank_of(&bank, draft));
        for format in Format::ALL {
            let [one, other] = [&named, &quiet].map(|bank| {
                let selection = sample::selection(bank, format);
                sample::contents(&export(&selection).expect("a package"))
            });
            assert_eq!(one, other, "{}", format.as_str());
        }
    }
}
