//! Gaps in a stem, each with an answer of its own.

use super::typed_number::TypedNumber;
use super::typed_text::TypedText;

/// The answer of one gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blank {
    /// A number to type.
    Number(TypedNumber),
    /// Words to type.
    Text(TypedText),
    /// Words to pick.
    DropDown(DropDown),
}

impl Blank {
    /// Tells whether a response is right: the typed answer, or the words of the picked option.
    pub fn accepts(&self, response: &str) -> bool {
        match self {
            Self::Number(number) => number.accepts(response),
            Self::Text(text) => text.accepts(response),
            Self::DropDown(options) => options.key() == response.trim(),
        }
    }

    /// Returns a response that is right.
    pub fn key(&self) -> String {
        match self {
            Self::Number(number) => number.key().normalize().to_string(),
            Self::Text(text) => text.key().to_owned(),
            Self::DropDown(options) => options.key().to_owned(),
        }
    }
}

/// What is wrong with a drop-down's options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DropDownFault {
    /// Fewer than two, or more than [`DropDown::MAX`].
    #[error("a drop-down has 2 to 26 options")]
    Count,
    /// No option is the right one, or more than one is.
    #[error("a drop-down has one right option, with `=` before it")]
    Keys,
    /// An option has no words.
    #[error("an option is empty")]
    Empty,
    /// Two options read the same.
    #[error("two options read the same")]
    Repeated,
}

/// Options to pick one from. Invariant: two to 26, distinct, none empty, one of them right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropDown {
    options: Vec<String>,
    key: usize,
}

impl DropDown {
    /// The most options.
    pub const MAX: usize = 26;

    /// Takes the options in authored order, each with whether it is right.
    ///
    /// # Errors
    /// Fails where there are too few or too many, one is empty or stands twice, or not exactly one is right.
    pub fn new(options: Vec<(bool, String)>) -> Result<Self, DropDownFault> {
        if !(2..=Self::MAX).contains(&options.len()) {
            return Err(DropDownFault::Count);
        }
        let keys: Vec<usize> = (0..options.len()).filter(|idx| options[*idx].0).collect();
        let [key] = keys[..] else { return Err(DropDownFault::Keys) };
        let options: Vec<String> = options.into_iter().map(|(_, words)| words.trim().to_owned()).collect();
        if options.iter().any(String::is_empty) {
            return Err(DropDownFault::Empty);
        }
        if (1..options.len()).any(|idx| options[..idx].contains(&options[idx])) {
            return Err(DropDownFault::Repeated);
        }
        Ok(Self { options, key })
    }

    /// Returns the options in authored order.
    pub fn options(&self) -> &[String] {
        &self.options
    }

    /// Returns the right option.
    pub fn key(&self) -> &str {
        &self.options[self.key]
    }
}

/// The gaps of a stem, in its order. Invariant: at least one, and as many as the stem has places for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blanks(Vec<Blank>);

impl Blanks {
    /// The most gaps an item may have.
    pub const MAX: usize = 26;

    /// Takes the answers in the order of the stem's gaps, of which there are `n_places`; `None` where the numbers differ,
    /// or are not from 1 to [`Blanks::MAX`].
    pub fn new(blanks: Vec<Blank>, n_places: usize) -> Option<Self> {
        let is_sound = blanks.len() == n_places && (1..=Self::MAX).contains(&n_places);
        is_sound.then_some(Self(blanks))
    }

    /// Returns the gaps in the stem's order.
    pub fn as_slice(&self) -> &[Blank] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drop_downs_have_one_right_option() {
        let down = |options: &[(bool, &str)]| {
            DropDown::new(options.iter().map(|(key, words)| (*key, (*words).to_owned())).collect())
        };
        assert_eq!(down(&[(false, "less"), (true, "more")]).expect("a drop-down").key(), "more");
        for (options, fault) in [
            (vec![(true, "more")], DropDownFault::Count),
            (vec![(false, "less"), (false, "more")], DropDownFault::Keys),
            (vec![(true, "less"), (true, "more")], DropDownFault::Keys),
            (vec![(false, " "), (true, "more")], DropDownFault::Empty),
            (vec![(false, "more"), (true, "more ")], DropDownFault::Repeated),
        ] {
            assert_eq!(down(&options), Err(fault));
        }
    }
}
