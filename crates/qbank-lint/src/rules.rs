//! The list of all rules: a file, a page and a line here for each.

mod absolute_terms;
mod all_of_above;
mod choice_in_choice;
mod clang_cue;
mod colour_alone;
mod convergence;
mod disguised_true_false;
mod domain_off_weight;
mod dominant_author;
mod doubled_word;
mod duplicate_id;
mod duplicate_item;
mod equal_choices;
mod fill_in_blank;
mod form_not_fillable;
mod grammar_cue;
mod gratuitous_detail;
pub(crate) mod idle_allow;
mod image_too_large;
mod k_type;
mod key_is_longest;
mod key_position_bias;
mod key_rounds_to_distractor;
mod key_sequence;
mod keys_often_longest;
mod length_outlier;
mod levels_off_mix;
mod logical_cue;
mod lost_id;
mod lost_sequence;
mod missing_criterion;
mod missing_feedback;
mod missing_objective;
mod missing_rationale;
mod misspelt_word;
mod mixed_reviewer;
mod negative_stem;
mod none_of_above;
mod objective_too_thin;
mod objective_without_item;
mod one_sided_enemy;
mod own_review;
mod placeholder_text;
mod rationale_names_distractor;
mod rationale_names_letter;
mod rationale_nearer_distractor;
mod retired_enemy;
mod reused_id;
mod similar_items;
mod stale_review;
mod too_much_to_read;
mod two_questions;
mod unclear_pronoun;
mod undefined_acronym;
mod unfocused_stem;
mod unheeded_review;
mod uninformative_alt_text;
mod unknown_enemy;
mod unknown_objective;
mod unknown_review;
mod unknown_rule;
mod unplaced_item;
mod unreachable_feedback;
mod unsigned_approval;
mod unused_media;
mod vague_terms;

use crate::rule::Rule;

/// Returns all rules with their default options, in the manual's order.
pub fn all() -> Vec<Box<dyn Rule>> {
    let mut rules: Vec<Box<dyn Rule>> = vec![
        Box::new(duplicate_id::DuplicateId),
        Box::new(unknown_objective::UnknownObjective),
        Box::new(unplaced_item::UnplacedItem),
        Box::new(unreachable_feedback::UnreachableFeedback),
        Box::new(unknown_enemy::UnknownEnemy),
        Box::new(equal_choices::EqualChoices),
        Box::new(choice_in_choice::ChoiceInChoice),
        Box::new(key_rounds_to_distractor::KeyRoundsToDistractor),
        Box::new(rationale_names_letter::RationaleNamesLetter),
        Box::new(rationale_names_distractor::RationaleNamesDistractor),
        Box::new(rationale_nearer_distractor::RationaleNearerDistractor),
        Box::new(key_is_longest::KeyIsLongest { ratio: key_is_longest::RATIO }),
        Box::new(length_outlier::LengthOutlier { ratio: 1.8 }),
        Box::new(all_of_above::AllOfAbove),
        Box::new(none_of_above::NoneOfAbove),
        Box::new(k_type::KType),
        Box::new(disguised_true_false::DisguisedTrueFalse),
        Box::new(fill_in_blank::FillInBlank),
        Box::new(negative_stem::NegativeStem),
        Box::new(lost_sequence::LostSequence),
        Box::new(clang_cue::ClangCue),
        Box::new(logical_cue::LogicalCue),
        Box::new(convergence::Convergence),
        Box::new(grammar_cue::GrammarCue),
        Box::new(absolute_terms::AbsoluteTerms { extra: Vec::new() }),
        Box::new(vague_terms::VagueTerms { extra: Vec::new() }),
        Box::new(unfocused_stem::UnfocusedStem),
        Box::new(two_questions::TwoQuestions),
        Box::new(missing_criterion::MissingCriterion),
        Box::new(unclear_pronoun::UnclearPronoun),
        Box::new(undefined_acronym::UndefinedAcronym::default()),
        Box::new(gratuitous_detail::GratuitousDetail { extra: Vec::new() }),
        Box::new(too_much_to_read::TooMuchToRead { words: 90, seconds: 84 }),
        Box::new(doubled_word::DoubledWord),
        Box::new(misspelt_word::MisspeltWord),
        Box::new(placeholder_text::PlaceholderText::default()),
        Box::new(missing_rationale::MissingRationale { drafts: false }),
        Box::new(missing_feedback::MissingFeedback { drafts: false }),
        Box::new(missing_objective::MissingObjective { drafts: false }),
        Box::new(uninformative_alt_text::UninformativeAltText),
        Box::new(image_too_large::ImageTooLarge { kilobytes: 500 }),
        Box::new(colour_alone::ColourAlone),
        Box::new(unused_media::UnusedMedia),
        Box::new(domain_off_weight::DomainOffWeight { points: 5 }),
        Box::new(objective_without_item::ObjectiveWithoutItem),
        Box::new(objective_too_thin::ObjectiveTooThin { items: 1 }),
        Box::new(levels_off_mix::LevelsOffMix { points: 10 }),
        Box::new(form_not_fillable::FormNotFillable { forms: 1, overlap: 33 }),
        Box::new(unknown_rule::UnknownRule),
        Box::new(idle_allow::IdleAllow),
    ];
    rules.extend(of_the_whole_bank());
    rules
}

/// Returns the rules on what items are to each other and to those who review them.
fn of_the_whole_bank() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(duplicate_item::DuplicateItem),
        Box::new(similar_items::SimilarItems),
        Box::new(key_position_bias::KeyPositionBias { p: 0.01 }),
        Box::new(key_sequence::KeySequence { p: 0.01 }),
        Box::new(keys_often_longest::KeysOftenLongest { p: 0.01 }),
        Box::new(dominant_author::DominantAuthor { percent: 50 }),
        Box::new(lost_id::LostId),
        Box::new(reused_id::ReusedId),
        Box::new(one_sided_enemy::OneSidedEnemy),
        Box::new(retired_enemy::RetiredEnemy),
        Box::new(unsigned_approval::UnsignedApproval),
        Box::new(stale_review::StaleReview),
        Box::new(unheeded_review::UnheededReview),
        Box::new(own_review::OwnReview),
        Box::new(mixed_reviewer::MixedReviewer),
        Box::new(unknown_review::UnknownReview),
    ]
}
