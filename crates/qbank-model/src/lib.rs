//! The nouns of a question bank: what an item is, what a response scores, what a blueprint asks for.
//!
//! Everything here is plain data that cannot be wrong once it was built. The crate never touches the disk, never
//! parses Markdown and never serialises itself: each public format owns its own types.

pub mod bank;
pub mod blueprint;
pub mod change;
pub mod content;
pub mod date;
pub mod diagnostic;
pub mod expression;
pub mod id;
pub mod id_lock;
pub mod interaction;
pub mod item;
pub mod ledger;
pub mod math;
pub mod media;
pub mod number;
pub mod policy;
pub mod random;
pub mod review;
pub mod revision;
pub mod scoring;
pub mod source;
pub mod suggest;
pub mod template;

pub use bank::{Bank, BankInfo, Entry, Stub};
pub use blueprint::{Blueprint, Domain, Objective};
pub use content::{Block, Content, Inline};
pub use diagnostic::{Code, Confidence, Diagnostic, Fix, ItemName, Label, Meta, Severity};
pub use id::{ChoiceId, ItemId};
pub use id_lock::{IdLock, IdUse};
pub use interaction::{Choice, Interaction, Kind};
pub use item::{Item, ItemDraft, Level, Status};
pub use ledger::{Ledger, LedgerNote};
pub use math::Math;
pub use media::{MediaPath, Medium};
pub use policy::{Allowances, KnownFinding, LintLevel, OptionValue, Policy, RuleSetting, Subject};
pub use random::scrambled;
pub use review::Review;
pub use revision::Revision;
pub use scoring::{Response, Score, Scoring, key_response, score};
pub use source::{FileId, SourceMap, Span, Spanned};
pub use template::ItemTemplate;

/// Exact decimal numbers: points, shares and, in typed answers, what the learner wrote.
pub use rust_decimal::Decimal;
