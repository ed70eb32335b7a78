//! The two versions of QTI that have a document for each item, and where they differ in words.
//!
//! Writers use the words of 3.0. Version 2.1 has nearly the same elements under names in camel case, but no documents for
//! cases and no element around rich text.

use std::borrow::Cow;

use crate::xml::Spell;

/// A version of QTI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// 3.0, of 2022.
    V3,
    /// 2.1, of 2012.
    V21,
}

/// The words of a version.
#[derive(Debug)]
pub(super) struct Words {
    /// Namespace of items, tests and cases.
    pub(super) namespace: &'static str,
    /// Namespace of the manifest.
    pub(super) manifest: &'static str,
    /// Namespace of QTI's own metadata.
    pub(super) metadata: &'static str,
    /// What the manifest calls the version: schema, its version, and the scheme of the metadata.
    pub(super) schema: [&'static str; 3],
    /// The manifest's types of items and tests.
    pub(super) item_type: &'static str,
    pub(super) test_type: &'static str,
    /// The standard template that gives 1 point for the key.
    pub(super) match_correct: &'static str,
    /// The standard template that adds up a mapping.
    pub(super) map_response: &'static str,
}

const WORDS_3: Words = Words {
    namespace: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    manifest: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    metadata: "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0",
    schema: ["QTI Package", "3.0.0", "QTIv3.0"],
    item_type: "imsqti_item_xmlv3p0",
    test_type: "imsqti_test_xmlv3p0",
    match_correct: "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
    map_response: "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml",
};

const WORDS_21: Words = Words {
    namespace: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    manifest: "http://www.imsglobal.org/xsd/imscp_v1p1",
    metadata: "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1",
    schema: ["QTIv2.1 Package", "1.0.0", "QTIv2.1"],
    item_type: "imsqti_item_xmlv2p1",
    test_type: "imsqti_test_xmlv2p1",
    match_correct: "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct",
    map_response: "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response",
};

impl Version {
    /// Returns the version's words.
    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::V3 => &WORDS_3,
            Self::V21 => &WORDS_21,
        }
    }

    /// Tells whether a case is a document of its own.
    pub(super) fn has_stimuli(self) -> bool {
        self == Self::V3
    }

    /// Returns how the version spells the names of 3.0.
    pub(super) fn spell(self) -> Spell {
        match self {
            Self::V3 => |name| Cow::Borrowed(name),
            Self::V21 => camel_case,
        }
    }
}

/// `qti-simple-choice` is `simpleChoice` in 2.1, `max-choices` is `maxChoices`; HTML has no hyphens.
fn camel_case(name: &str) -> Cow<'_, str> {
    let name = name.strip_prefix("qti-").unwrap_or(name);
    if !name.contains('-') {
        return Cow::Borrowed(name);
    }
    let mut camel = String::with_capacity(name.len());
    for (idx, word) in name.split('-').enumerate() {
        match word.chars().next().filter(|_| idx > 0) {
            Some(first) => camel.extend([first.to_ascii_uppercase()].into_iter().chain(word.chars().skip(1))),
            None => camel.push_str(word),
        }
    }
    Cow::Owned(camel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_3_0_are_spelled_as_2_1_does() {
        for (name, expected) in [
            ("qti-assessment-item", "assessmentItem"),
            ("qti-response-else-if", "responseElseIf"),
            ("qti-prompt", "prompt"),
            ("max-choices", "maxChoices"),
            ("xml:lang", "xml:lang"),
            ("blockquote", "blockquote"),
        ] {
            assert_eq!((Version::V21.spell())(name), expected);
            assert_eq!((Version::V3.spell())(name), name);
        }
    }
}
