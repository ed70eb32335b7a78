//! One module for each format; each turns a selection into a package and knows nothing of the others.

pub mod json;

pub(crate) mod anki;
pub(crate) mod qti;
