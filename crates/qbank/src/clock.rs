//! The clock, which dates new banks and reviews alone; packages carry the day that the bank states.

use std::time::{SystemTime, UNIX_EPOCH};

use qbank_model::date::Date;

use crate::failure::Failure;

/// Returns today's date in UTC; `SOURCE_DATE_EPOCH` stands for the clock where runs are to be repeatable.
///
/// # Errors
/// Fails where that variable is no number of seconds, and where the clock shows a day that no calendar here has.
pub(crate) fn today() -> Result<Date, Failure> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.parse().ok(),
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs()),
    };
    seconds.and_then(Date::of_epoch_seconds).ok_or(Failure::Clock)
}
