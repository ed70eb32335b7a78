//! The list of all rules: a file, a page and a line here for each.

mod absolute_terms;
mod all_of_above;
mod disguised_true_false;
mod duplicate_id;
mod fill_in_blank;
pub(crate) mod idle_allow;
mod key_is_longest;
mod length_outlier;
mod negative_stem;
mod none_of_above;
mod unknown_enemy;
mod unknown_objective;
mod unknown_rule;
mod unplaced_item;
mod unreachable_feedback;
mod vague_terms;

use crate::rule::Rule;

/// Returns all rules with their default options, in the manual's order.
pub fn all() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(duplicate_id::DuplicateId),
        Box::new(unknown_objective::UnknownObjective),
        Box::new(unplaced_item::UnplacedItem),
        Box::new(unreachable_feedback::UnreachableFeedback),
        Box::new(unknown_enemy::UnknownEnemy),
        Box::new(key_is_longest::KeyIsLongest { ratio: key_is_longest::RATIO }),
        Box::new(length_outlier::LengthOutlier { ratio: 1.8 }),
        Box::new(all_of_above::AllOfAbove),
        Box::new(none_of_above::NoneOfAbove),
        Box::new(disguised_true_false::DisguisedTrueFalse),
        Box::new(fill_in_blank::FillInBlank),
        Box::new(negative_stem::NegativeStem),
        Box::new(absolute_terms::AbsoluteTerms { extra: Vec::new() }),
        Box::new(vague_terms::VagueTerms { extra: Vec::new() }),
        Box::new(unknown_rule::UnknownRule),
        Box::new(idle_allow::IdleAllow),
    ]
}
