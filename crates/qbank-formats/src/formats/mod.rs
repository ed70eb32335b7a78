//! One module for each format; each turns a selection into a package and knows nothing of the others.

pub mod anki;
pub mod json;

pub(crate) mod qti;
