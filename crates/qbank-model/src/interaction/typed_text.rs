//! Typed words: what is accepted, word by word or by a pattern.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{Ast, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, GroupKind};
use unicode_normalization::UnicodeNormalization;

/// Whether capitals tell two texts apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capitals {
    /// `MRP` is `mrp`.
    #[default]
    Ignored,
    /// They are two texts.
    Count,
}

/// One way to answer right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accept {
    /// These words; white space around and between them does not count.
    Words(String),
    /// Everything that a pattern matches as a whole.
    Pattern(Pattern),
}

/// A regular expression that matches a whole answer.
///
/// It holds only what Rust, JavaScript and XML Schema read alike: characters, `.`, classes, `\d` and `\w` as the ASCII
/// ones, `\s` as a space, groups, `|`, `* + ? {m,n}`. Invariant: it compiles within [`Pattern::MAX_COMPILED`] bytes.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    portable: String,
    regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PatternFault {
    /// The bytes of the pattern that are at fault.
    pub range: std::ops::Range<usize>,
    /// What is wrong there, as a lower-case fragment.
    pub message: String,
}

impl Pattern {
    /// The most bytes a pattern may have.
    pub const MAX: usize = 200;
    /// The most bytes it may compile to; a nest of counted repetitions would take any number.
    pub const MAX_COMPILED: usize = 256 << 10;

    /// Compiles a pattern.
    ///
    /// # Errors
    /// Fails where it is no regular expression, holds what not every reader knows, matches an empty answer, or is too large.
    pub fn new(source: &str, capitals: Capitals) -> Result<Self, PatternFault> {
        let fault = |message: &str| PatternFault { range: 0..source.len(), message: message.to_owned() };
        if source.len() > Self::MAX {
            return Err(fault("a pattern has at most 200 bytes"));
        }
        let mut parser = ParserBuilder::new().nest_limit(32).build();
        let ast = parser.parse(source).map_err(|error| PatternFault {
            range: error.span().start.offset..error.span().end.offset,
            message: format!("the pattern does not parse: {}", error.kind()),
        })?;
        let mut portable = Portable { source, at: 0, out: String::with_capacity(source.len()) };
        portable.ast(&ast)?;
        let portable = portable.finish();
        let mut builder = RegexBuilder::new(&format!("^(?:{portable})$"));
        builder.case_insensitive(capitals == Capitals::Ignored).size_limit(Self::MAX_COMPILED);
        let too_large = |_| fault("the pattern is too large: write fewer or smaller repetitions");
        let regex = builder.build().map_err(too_large)?;
        if regex.is_match("") {
            return Err(fault("the pattern matches an empty answer"));
        }
        Ok(Self { source: source.to_owned(), portable, regex })
    }

    /// Returns the pattern as the author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the pattern in the syntax that Rust, JavaScript and XML Schema share; it is not anchored.
    pub fn portable(&self) -> &str {
        &self.portable
    }
}

/// Rewrites a pattern piece by piece and refuses what not every reader knows.
struct Portable<'p> {
    source: &'p str,
    at: usize,
    out: String,
}

impl Portable<'_> {
    fn ast(&mut self, ast: &Ast) -> Result<(), PatternFault> {
        match ast {
            Ast::Empty(_) | Ast::Literal(_) | Ast::Dot(_) => Ok(()),
            Ast::ClassPerl(class) => self.perl(class, true),
            Ast::ClassBracketed(class) => self.set(&class.kind),
            Ast::Repetition(repetition) => self.ast(&repetition.ast),
            Ast::Alternation(alternation) => alternation.asts.iter().try_for_each(|ast| self.ast(ast)),
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|ast| self.ast(ast)),
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureIndex(_) => self.ast(&group.ast),
                GroupKind::NonCapturing(flags) if flags.items.is_empty() => self.ast(&group.ast),
                GroupKind::NonCapturing(_) | GroupKind::CaptureName { .. } => {
                    refuse(&group.span, "flags and names")
                }
            },
            Ast::Flags(flags) => refuse(&flags.span, "flags"),
            Ast::Assertion(assertion) => {
                refuse(&assertion.span, "anchors: a pattern matches the whole answer")
            }
            Ast::ClassUnicode(class) => refuse(&class.span, "Unicode classes"),
        }
    }

    fn set(&mut self, set: &ClassSet) -> Result<(), PatternFault> {
        match set {
            ClassSet::BinaryOp(operation) => refuse(&operation.span, "operations on classes"),
            ClassSet::Item(item) => self.item(item),
        }
    }

    fn item(&mut self, item: &ClassSetItem) -> Result<(), PatternFault> {
        match item {
            ClassSetItem::Empty(_) | ClassSetItem::Literal(_) | ClassSetItem::Range(_) => Ok(()),
            ClassSetItem::Perl(class) => self.perl(class, false),
            ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| self.item(item)),
            ClassSetItem::Ascii(class) => refuse(&class.span, "named classes"),
            ClassSetItem::Unicode(class) => refuse(&class.span, "Unicode classes"),
            ClassSetItem::Bracketed(class) => refuse(&class.span, "classes in classes"),
        }
    }

    /// Spells `\d`, `\w` and `\s` out: their meaning differs between readers.
    fn perl(&mut self, class: &ClassPerl, alone: bool) -> Result<(), PatternFault> {
        let members = match class.kind {
            ClassPerlKind::Digit => "0-9",
            ClassPerlKind::Word => "0-9A-Za-z_",
            ClassPerlKind::Space => " ",
        };
        if class.negated && !alone {
            return refuse(&class.span, "negated classes in classes");
        }
        self.out.push_str(&self.source[self.at..class.span.start.offset]);
        self.at = class.span.end.offset;
        match (alone, class.negated) {
            (false, _) => self.out.push_str(members),
            (true, false) => self.out.extend(["[", members, "]"]),
            (true, true) => self.out.extend(["[^", members, "]"]),
        }
        Ok(())
    }

    fn finish(mut self) -> String {
        self.out.push_str(&self.source[self.at..]);
        self.out
    }
}

fn refuse(span: &regex_syntax::ast::Span, what: &str) -> Result<(), PatternFault> {
    let message = format!("not every program that reads patterns knows {what}");
    Err(PatternFault { range: span.start.offset..span.end.offset, message })
}

/// What is wrong with a typed text's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedTextFault {
    /// Nothing but white space, in the alternative at this index.
    #[error("the answer is empty")]
    Empty(usize),
    /// The alternative at the second index is the one at the first.
    #[error("the answer stands twice")]
    Repeated(usize, usize),
    /// Patterns alone: nobody could be shown a right answer.
    #[error("a pattern needs a right answer in plain words before it")]
    PatternsAlone,
}

/// Words to type. Invariant: at least one alternative in plain words, none empty, none twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedText {
    accepted: Vec<Accept>,
    capitals: Capitals,
}

impl TypedText {
    /// Takes the alternatives in authored order.
    ///
    /// # Errors
    /// Fails where an alternative is empty or stands twice, or where none is in plain words.
    pub fn new(accepted: Vec<Accept>, capitals: Capitals) -> Result<Self, TypedTextFault> {
        for (idx, accept) in accepted.iter().enumerate() {
            let same = |other: &Accept| match (other, accept) {
                (Accept::Words(one), Accept::Words(other)) => same_words(one, other, capitals),
                (one, other) => one == other,
            };
            if matches!(accept, Accept::Words(words) if words.trim().is_empty()) {
                return Err(TypedTextFault::Empty(idx));
            }
            if let Some(first) = accepted[..idx].iter().position(same) {
                return Err(TypedTextFault::Repeated(first, idx));
            }
        }
        let has_words = accepted.iter().any(|accept| matches!(accept, Accept::Words(_)));
        if has_words { Ok(Self { accepted, capitals }) } else { Err(TypedTextFault::PatternsAlone) }
    }

    /// Returns the alternatives in authored order.
    pub fn accepted(&self) -> &[Accept] {
        &self.accepted
    }

    /// Tells whether capitals count.
    pub fn capitals(&self) -> Capitals {
        self.capitals
    }

    /// Returns the answer that learners are shown: the first one in plain words.
    pub fn key(&self) -> &str {
        let words = self.accepted.iter().find_map(|accept| match accept {
            Accept::Words(words) => Some(words.as_str()),
            Accept::Pattern(_) => None,
        });
        words.unwrap_or_default()
    }

    /// Tells whether a typed answer is right. White space around it and doubled inside it never counts; an empty one is
    /// never right.
    pub fn accepts(&self, typed: &str) -> bool {
        let typed = canonical(typed);
        let matches = |accept: &Accept| match accept {
            Accept::Words(words) => same_words(words, &typed, self.capitals),
            Accept::Pattern(pattern) => pattern.regex.is_match(&typed),
        };
        !typed.is_empty() && self.accepted.iter().any(matches)
    }
}

/// Tells whether two texts are the same words.
pub(super) fn same_words(one: &str, other: &str, capitals: Capitals) -> bool {
    let (one, other) = (canonical(one), canonical(other));
    one == other || (capitals == Capitals::Ignored && one.to_lowercase() == other.to_lowercase())
}

/// Returns a text in Unicode's composed form, with single spaces between its words.
fn canonical(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(accepted: &[&str], capitals: Capitals) -> TypedText {
        let accept = |text: &&str| match text.strip_prefix('/').and_then(|text| text.strip_suffix('/')) {
            Some(pattern) => Accept::Pattern(Pattern::new(pattern, capitals).expect("a pattern")),
            None => Accept::Words((*text).to_owned()),
        };
        TypedText::new(accepted.iter().map(accept).collect(), capitals).expect("an answer")
    }

    #[test]
    fn answers_accept_their_words_and_patterns() {
        let effect = words(&["bullwhip effect", "/(forrester|whiplash) effect/"], Capitals::Ignored);
        for typed in ["Bullwhip  Effect", " forrester effect ", "WHIPLASH EFFECT"] {
            assert!(effect.accepts(typed), "{typed}");
        }
        for typed in ["", " ", "bullwhip", "the forrester effect", "forrester effects"] {
            assert!(!effect.accepts(typed), "{typed}");
        }
        let strict = words(&["MRP", "/MRP-I{1,2}/"], Capitals::Count);
        assert!(strict.accepts("MRP-II") && !strict.accepts("mrp") && !strict.accepts("mrp-ii"));
        assert!(words(&["re\u{301}serve"], Capitals::Ignored).accepts("R\u{e9}serve"));
    }

    #[test]
    fn patterns_are_what_all_readers_share() {
        for (source, portable) in [
            ("kan[- ]?ban", "kan[- ]?ban"),
            (r"\d+ [\d\w]\s\D", "[0-9]+ [0-90-9A-Za-z_][ ][^0-9]"),
            ("a|b", "a|b"),
        ] {
            assert_eq!(Pattern::new(source, Capitals::Ignored).expect("a pattern").portable(), portable);
        }
        for source in
            ["(", "(?i)a", "^a", r"\bx", r"\pL", "[[:alpha:]]", "(?P<n>a)", "a*", "((((((a{50}){50}){50}))))"]
        {
            assert!(Pattern::new(source, Capitals::Ignored).is_err(), "{source}");
        }
        assert!(Pattern::new(&"a".repeat(201), Capitals::Ignored).is_err());
        assert!(Pattern::new(&"(".repeat(150), Capitals::Ignored).is_err());
    }

    #[test]
    fn an_answer_can_be_shown() {
        let pattern = || Accept::Pattern(Pattern::new("a+", Capitals::Ignored).expect("a pattern"));
        let plain = |text: &str| Accept::Words(text.to_owned());
        for (accepted, expected) in [
            (vec![pattern()], TypedTextFault::PatternsAlone),
            (vec![], TypedTextFault::PatternsAlone),
            (vec![plain("a"), plain("  ")], TypedTextFault::Empty(1)),
            (vec![plain("a"), plain("A ")], TypedTextFault::Repeated(0, 1)),
            (vec![plain("a"), pattern(), pattern()], TypedTextFault::Repeated(1, 2)),
        ] {
            assert_eq!(TypedText::new(accepted, Capitals::Ignored), Err(expected));
        }
    }
}
