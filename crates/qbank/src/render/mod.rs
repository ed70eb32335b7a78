//! How findings are shown: a file for each way.

pub(crate) mod concise;
pub(crate) mod diff;
pub(crate) mod full;
pub(crate) mod json;
pub(crate) mod question;
pub(crate) mod summary;
