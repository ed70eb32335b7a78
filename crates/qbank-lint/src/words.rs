//! English as rules read it: an item's texts, its lead, its content words, its glossary.
//!
//! Works on the model, never on Markdown. What is opaque to a reader of words (code, formulas, links, pictures, tables) is
//! one [`OBJECT`] in a [`Text`], so that no rule looks inside it by mistake.

mod glossary;
mod letters;
mod lexicon;
mod memo;
mod meta_choice;
mod parts;
mod pattern;
mod quantity;
mod spelling;
mod text;
mod vocabulary;
mod wording;
mod written;

pub use glossary::Glossary;
pub(crate) use lexicon::Passed;
pub use lexicon::{Lexicon, THREE_QUESTION_MARKS, TWICE, TWICE_APART, WordTest, one_of};
pub use memo::Memo;
pub use meta_choice::MetaChoice;
pub use pattern::{exact_pattern, pattern};
pub use quantity::{Dimension, Frame, Quantity};
pub use spelling::{Meant, Spelling};
pub(crate) use text::is_evenly_spaced;
pub use text::{OBJECT, Text, Word};
pub use vocabulary::{StemHash, hash_of, is_stop_word, shared, stem_of, words_among};
pub use wording::{WordedChoice, Wording};
pub use written::{WrittenWord, cases, place_in, runs_of_case, written_words};
