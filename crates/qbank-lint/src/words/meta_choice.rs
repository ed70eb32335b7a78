//! Choices that speak of the other choices: "all of the above", "none of these".

use std::sync::LazyLock;

use regex::Regex;

/// What a choice says of the others, where it speaks of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetaChoice {
    /// That all of them are right.
    All,
    /// That none of them is, or that nobody can tell.
    None,
}

const OTHERS: &str = "(above|these|those|them|options?|choices?|answers?|statements?)";

static ALL: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let verdict = "( (are|is|would be))?( all)?( (true|correct|right|valid|apply))?";
    [
        pattern(&format!(
            r"^\W*(all|both|any|each|every one|everything)( (two|three|four|five))?( of)?( the)?( (listed|named|given|other|preceding|mentioned))? {OTHERS}( (statements?|options?|answers?|choices?|listed|named|mentioned|above|below))*{verdict}\W*$"
        )),
        pattern(
            r"^\W*(all( (two|three|four|five))?( of them)?( (are|is))? (true|correct|right|apply)|everything (listed|named|mentioned|above)( above)?)\W*$",
        ),
    ]
});

static NONE: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        pattern(&format!(
            r"^\W*(none|neither|not any|no one)( of)?( the)?( (two|three|four|five|other|listed|named|given|preceding|mentioned))? {OTHERS}\b"
        )),
        pattern(
            r"^\W*(none|neither|nothing)( of (these|them|the above))?( (is|are) (correct|right|true))?\W*$",
        ),
        pattern(r"^\W*((it|this) )?(cannot|can ?not|can't) be (determined|decided|calculated|computed)\b"),
        pattern(r"^\W*(not enough|insufficient|too little) (information|info|data)\b"),
    ]
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("the patterns of this file compile")
}

impl MetaChoice {
    /// Reads the prose of a choice.
    pub fn of(prose: &str) -> Option<Self> {
        if ALL.iter().any(|pattern| pattern.is_match(prose)) {
            Some(Self::All)
        } else if NONE.iter().any(|pattern| pattern.is_match(prose)) {
            Some(Self::None)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_about_choices_are_told_from_choices_about_the_field() {
        for (prose, found) in [
            ("All of the above", Some(MetaChoice::All)),
            ("All of these are correct.", Some(MetaChoice::All)),
            ("Both of the above", Some(MetaChoice::All)),
            ("All three of these statements", Some(MetaChoice::All)),
            ("All are true", Some(MetaChoice::All)),
            ("Each of the options listed above", Some(MetaChoice::All)),
            ("All of the finished stock is moved", None),
            ("All three sites", None),
            ("Both plants", None),
            ("None of the above", Some(MetaChoice::None)),
            ("None", Some(MetaChoice::None)),
            ("Neither of these", Some(MetaChoice::None)),
            ("Not enough information", Some(MetaChoice::None)),
            ("It cannot be determined from the data", Some(MetaChoice::None)),
            ("No safety stock is held", None),
            ("None; demand is dependent", None),
            ("Nothing is ordered", None),
        ] {
            assert_eq!(MetaChoice::of(prose), found, "{prose}");
        }
    }
}
