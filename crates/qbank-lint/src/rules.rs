//! The list of all rules: a file, a page and a line here for each.

mod duplicate_id;
pub(crate) mod idle_allow;
mod key_is_longest;
mod unknown_enemy;
mod unknown_objective;
mod unknown_rule;
mod unplaced_item;
mod unreachable_feedback;

use crate::rule::Rule;

/// Returns all rules with their default options, in the manual's order.
pub fn all() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(duplicate_id::DuplicateId),
        Box::new(unknown_objective::UnknownObjective),
        Box::new(unplaced_item::UnplacedItem),
        Box::new(unreachable_feedback::UnreachableFeedback),
        Box::new(unknown_enemy::UnknownEnemy),
        Box::new(key_is_longest::KeyIsLongest { ratio: 1.33 }),
        Box::new(unknown_rule::UnknownRule),
        Box::new(idle_allow::IdleAllow),
    ]
}
