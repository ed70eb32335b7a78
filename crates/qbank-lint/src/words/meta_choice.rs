//! Choices that speak of the other choices: "all of the above", "none of these".

use std::sync::LazyLock;

use regex::Regex;

use super::{pattern, stem_of};

/// What a choice says of the others, where it speaks of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetaChoice {
    /// That all of them are right.
    All,
    /// That none of them is, or that nobody can tell.
    None,
}

/// Words for choices, and for statements that a stem lists.
const OTHERS: &str =
    "(above|these|those|them|options?|choices?|answers?|statements?|claims?|remarks?|points?|items?)";
const LISTED: &str = "(listed|named|given|shown|stated|mentioned)";
const COUNT: &str = "(two|three|four|five|six)";

static ALL: LazyLock<Regex> = LazyLock::new(|| pattern(&all()));
static ALL_ASKED: LazyLock<Regex> = LazyLock::new(|| pattern(&all_asked()));
static NONE: LazyLock<Regex> = LazyLock::new(|| pattern(&none()));
/// Any of the three: few choices match it, and those that do not are done with.
static ANY: LazyLock<Regex> = LazyLock::new(|| pattern(&[all(), all_asked(), none()].join("|")));

fn all() -> String {
    let verdict = "( (are|is|would be))?( all)?( (true|correct|right|valid|apply))?";
    let patterns = [
        format!(
            r"(all|both|any|each|every|every one|everything)( {COUNT})?( of)?( the)?( ({LISTED}|other|preceding))? {OTHERS}( (statements?|options?|answers?|choices?|{LISTED}|above|below|here))*{verdict}"
        ),
        format!(r"all( {COUNT})?( of them)?( (are|is))? (true|correct|right|apply)"),
        format!(r"everything ({LISTED}|above)( above| here)?|they all( \w+){{0,2}}|the (whole )?lot( of (them|these))?"),
        format!(r"(any|all|each|every one|any and all|both)( of)? (the|those|these) ((first|last|other|remaining|preceding|previous)( {COUNT})?|{COUNT}|{LISTED})( above| here)?( {OTHERS})?{verdict}"),
        format!(r"any and all( of (those|these|the))?( {LISTED})?|all( of)?( the)? {LISTED} \w+|(answers?|options?|choices?) \w+ (to|through|-) \w+"),
        format!(r"(the|these|those|all|every) ({COUNT} )?(\w+ )?{OTHERS}( ({LISTED}|above|here))* (is|are|holds?)( all)? (true|right|correct|valid)"),
        format!(r"(all|any|each|every one|each one|both|most|some|several|more than one|at least one|two|three) of (them|these|those|the (above|others?|foregoing|preceding|rest))( above)?{verdict}|all( {COUNT})?|both|each applies"),
        "(they|these|those) (all|both)( \\w+){0,2}|(all|both|each|every one|everything|any)( of them)? (do|does|can|holds?|fits?|will do|appl(y|ies)|works?|counts?|belongs?|helps?)".to_owned(),
        format!(r"(the )?(whole|entire|full) list|(everything|all)( that is)? (on|in) (this|the) list|all (that|which) (is|are) {LISTED}|(the )?{COUNT} (together|combined|alike)|all (together|alike|at once|equally)|every (single )?one|each one"),
        format!(r"(all|both|each|any|every one)( {COUNT})? of (these|those) \w+|(all|both|each|any)( of (them|these|those))? (are|is) (equally )?(good|likely|suitable|possible|useful|fine)|(every|each|any) \w+ {LISTED}( here| above)?|(do|use|take|apply|try|choose) (all|both|each)( of)? (these|those|them|the above)( \w+){{0,2}}"),
        format!(r"(all )?the (others?|other {COUNT}|rest|foregoing|preceding)( {OTHERS})?{verdict}|all( of)? the (others?|foregoing|preceding|rest|aforementioned)|(these|they|those) (are|apply|hold) all( {verdict})?"),
    ];
    whole(&patterns.join("|"))
}

/// A collective word and a noun that the question itself asks for: "All three charges".
fn all_asked() -> String {
    whole(&format!(r"(all|both|each|every one)( of)?( the)?( {COUNT})?( {LISTED})? (?P<noun>[a-z]+)"))
}

fn none() -> String {
    let patterns = [
        format!(
            r"^\W*(none|neither|not any|no one)( of)?( the)?( ({COUNT}|{LISTED}|other|preceding))? {OTHERS}\b"
        ),
        whole(
            r"(none|neither|nothing)( of (these|those|them|the above))?( \w+)?( (is|are|holds?) (correct|right|true))?|none of (these|those) \w+",
        ),
        whole(&format!(
            r"(no|some|an?) ?(other )?(option|answer|choice|thing|value|number|amount|figure|\w+) (not )?(fits?|{LISTED})( here| above)?|(something|anything|nothing)( else)? (not )?{LISTED}( here)?( (applies|fits))?|not among (these|them|those)|no (option|answer|choice|claim|statement)( fits| holds| applies| is right| is correct)?"
        )),
        String::from(
            r"^\W*((it|this|that|nobody|no one) )?(cannot|can ?not|can't|can) (be (determined|decided|calculated|computed|known|said)|say|tell|know)\b",
        ),
        String::from(
            r"^\W*((not enough|insufficient|too little|too few) (information|info|data|facts)|the (data|facts|information|figures) (does|do|are|is) (not suffice|insufficient|not enough))\b",
        ),
    ];
    patterns.join("|")
}

/// The whole of a choice has to match, punctuation aside.
fn whole(inner: &str) -> String {
    format!(r"^\W*({inner})\W*$")
}

impl MetaChoice {
    /// Reads the prose of a choice; the sentence that asks says what a collective word can stand for.
    pub fn of(prose: &str, lead: impl FnOnce() -> String) -> Option<Self> {
        if !ANY.is_match(prose) {
            return None;
        }
        let is_asked = |noun: &str| {
            let stem = stem_of(&noun.to_lowercase());
            let lead = lead();
            let mut words = lead.split(|c: char| !c.is_alphabetic());
            words.any(|word| word.len() > 3 && stem_of(&word.to_lowercase()) == stem)
        };
        if ALL.is_match(prose)
            || ALL_ASKED.is_match(prose)
                && ALL_ASKED.captures(prose).is_some_and(|found| is_asked(&found["noun"]))
        {
            Some(Self::All)
        } else if NONE.is_match(prose) {
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
            ("All three charges", Some(MetaChoice::All)),
            ("Any of the first three", Some(MetaChoice::All)),
            ("They all do", Some(MetaChoice::All)),
            ("All listed levers", Some(MetaChoice::All)),
            ("Every remark is true", Some(MetaChoice::All)),
            ("All three of these records", Some(MetaChoice::All)),
            ("All are equally good", Some(MetaChoice::All)),
            ("Both of the first two remarks are right", Some(MetaChoice::All)),
            ("Every effect named here", Some(MetaChoice::All)),
            ("Do all of these in turn", Some(MetaChoice::All)),
            ("Both apply", Some(MetaChoice::All)),
            ("All that is listed", Some(MetaChoice::All)),
            ("The three together", Some(MetaChoice::All)),
            ("Both plants apply for it", None),
            ("All together they weigh two tons", None),
            ("All three sites", None),
            ("Both plants", None),
            ("None of the above", Some(MetaChoice::None)),
            ("None", Some(MetaChoice::None)),
            ("Neither of these", Some(MetaChoice::None)),
            ("Not enough information", Some(MetaChoice::None)),
            ("It cannot be determined from the data", Some(MetaChoice::None)),
            ("No option fits", Some(MetaChoice::None)),
            ("A number not shown", Some(MetaChoice::None)),
            ("The data do not suffice", Some(MetaChoice::None)),
            ("Nobody can tell", Some(MetaChoice::None)),
            ("No safety stock is held", None),
            ("None; demand is dependent", None),
            ("Nothing is ordered", None),
        ] {
            assert_eq!(
                MetaChoice::of(prose, || "Which charges does the firm pay?".to_owned()),
                found,
                "{prose}"
            );
        }
    }
}
