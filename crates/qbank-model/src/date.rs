//! Calendar dates, as authors write them: `2026-11-22`.
//!
//! Packages carry dates that the bank states; nothing here reads a clock.

use std::fmt;

/// A day of the Gregorian calendar, from 1970-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Returns the date, or `None` where the calendar or the range has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known = (1970..=9999).contains(&year) && (1..=12).contains(&month);
        (known && (1..=days_in_month(year, month)).contains(&day)).then_some(Self { year, month, day })
    }

    /// Returns the day, in UTC, that lies so many seconds after the start of 1970-01-01; `None` out of the range.
    pub fn of_epoch_seconds(seconds: u64) -> Option<Self> {
        let mut days = seconds / 86_400;
        let mut year = 1970;
        loop {
            let in_year = if is_leap(year) { 366 } else { 365 };
            if days < in_year {
                break;
            }
            days -= in_year;
            year = Some(year + 1).filter(|year| *year <= 9999)?;
        }
        let mut month = 1;
        while days >= u64::from(days_in_month(year, month)) {
            days -= u64::from(days_in_month(year, month));
            month += 1;
        }
        Self::new(year, month, days as u8 + 1)
    }

    /// Returns the seconds from 1970-01-01 to the start of this day, in UTC.
    pub fn epoch_seconds(self) -> i64 {
        let years = (1970..self.year).map(|year| if is_leap(year) { 366 } else { 365 }).sum::<i64>();
        let months = (1..self.month).map(|month| i64::from(days_in_month(self.year, month))).sum::<i64>();
        (years + months + i64::from(self.day) - 1) * 86_400
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_calendar() {
        for (year, month, day, seconds) in [
            (1970, 1, 1, Some(0)),
            (2000, 2, 29, Some(951_782_400)),
            (2026, 11, 22, Some(1_795_305_600)),
            (2100, 2, 29, None),
            (2026, 13, 1, None),
            (1969, 12, 31, None),
        ] {
            let day = Date::new(year, month, day);
            assert_eq!(day.map(Date::epoch_seconds), seconds, "{day:?}");
            for second in seconds.into_iter().flat_map(|start| [start, start + 86_399]) {
                assert_eq!(Date::of_epoch_seconds(second.unsigned_abs()), day, "{second}");
            }
        }
    }
}
