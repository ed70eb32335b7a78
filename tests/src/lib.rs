//! What the tests of the whole toolchain share: banks, pages that are tests, and runs of the built binary.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests lay banks on the disk, run the binary and bound its time"
)]

pub mod adoption;
pub mod book;
pub mod console;
pub mod content_text;
pub mod example;
pub mod finding_text;
pub mod git;
pub mod hostile;
pub mod item_text;
pub mod page;
pub mod qbank;
pub mod repository;
pub mod shipped;
pub mod story;
pub mod suite;
pub mod temp_bank;

mod own_banks;

pub use own_banks::{BANKS, TestBank};
