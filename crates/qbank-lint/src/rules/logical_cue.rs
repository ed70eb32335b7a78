//! `logical-cue`: the key is the only choice of the kind that is asked for.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Dimension, WordedChoice, Wording, pattern, stem_of};

/// Finds questions for a kind of thing, such as days or two names, to which only the key gives one.
pub(super) struct LogicalCue;

static META: Meta = Meta {
    name: "logical-cue",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("logical_cue.md"),
};

static HOW_MANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\bhow many (more |fewer |full |whole |whole working |working )?(?P<unit>[a-z]+)")
});
static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(what|which) (percentage|percent|share|per cent)\b|\bby what percent|\bin (percent|per cent|%)",
    )
});
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\bhow much (money|does .* cost|is paid|cash)\b|\b(how many|in) (dollars|euros|usd|eur)\b")
});
static DURATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bhow long\b|\bhow much time\b"));
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(on )?(what|which) (date|day|month)\b"));
static ASKS_WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(which|what) (week)?day of the week\b|\b(which|what) weekday\b"));
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b"));
static PAIR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(which|what) (pair|combination)\b|\b(which|what)( are)?( the)? two\b"));
static PERSON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*(who|which (role|person|function|manager|team))\b|\. who\b"));
static IS_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(manager|planner|buyer|scheduler|clerk|director|supplier|customer|carrier|operator|team|officer|owner|executive|president|engineer|accountant|auditor|expediter|expeditor|supervisor|foreman|worker|analyst|controller|sales|finance|marketing|purchasing|department|committee|board|broker|agent|driver|inspector|leader|staff)s?\b",
    )
});
static LISTS_TWO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\S,? (and|&) \S|\S / \S"));

/// What a question asks for.
enum Asked {
    /// So many of a unit, as a stem.
    Unit(String),
    /// A number in a dimension.
    Quantity(&'static [Dimension], &'static str),
    /// Two things.
    Pair,
    /// A person or a function.
    Person,
    /// A day of the week.
    Weekday,
}

/// Any of what is asked for here; few leads match it, and the others are done with.
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let asked = [&HOW_MANY, &PERCENT, &MONEY, &DURATION, &DATE, &ASKS_WEEKDAY, &PAIR, &PERSON];
    pattern(&asked.map(|asked| asked.as_str()).join("|"))
});

impl Asked {
    fn of(lead: &str) -> Option<Self> {
        const TIME: &[Dimension] = &[Dimension::Time, Dimension::Calendar];
        if !ANY.is_match(lead) {
            return None;
        }
        if PERCENT.is_match(lead) {
            return Some(Self::Quantity(&[Dimension::Percent], "a percentage"));
        }
        if MONEY.is_match(lead) {
            return Some(Self::Quantity(&[Dimension::Money], "a sum of money"));
        }
        if let Some(found) = HOW_MANY.captures(lead) {
            return Some(Self::Unit(stem_of(&found["unit"].to_lowercase())));
        }
        if DURATION.is_match(lead) {
            return Some(Self::Quantity(TIME, "a time"));
        }
        if ASKS_WEEKDAY.is_match(lead) {
            return Some(Self::Weekday);
        }
        if DATE.is_match(lead) {
            return Some(Self::Quantity(&[Dimension::Date], "a date"));
        }
        if PAIR.is_match(lead) {
            return Some(Self::Pair);
        }
        PERSON.is_match(lead).then_some(Self::Person)
    }

    fn is_met_by(&self, choice: &WordedChoice) -> bool {
        let prose = choice.text.as_str();
        let quantity = || choice.quantity.as_ref();
        match self {
            Self::Unit(unit) => {
                let mut first_words = choice.text.words().take(2);
                first_words.any(|word| stem_of(&word.text.to_lowercase()) == *unit)
                    || quantity()
                        .is_some_and(|found| found.plain().is_some() && found.dimension == Dimension::Count)
            }
            Self::Quantity(dimensions, _) => {
                quantity().is_some_and(|found| dimensions.contains(&found.dimension))
            }
            Self::Pair => LISTS_TWO.is_match(prose),
            Self::Person => IS_PERSON.is_match(prose),
            Self::Weekday => WEEKDAY.is_match(prose),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Unit(_) => "the unit".to_owned(),
            Self::Quantity(_, name) => (*name).to_owned(),
            Self::Pair => "two things".to_owned(),
            Self::Person => "a person or function".to_owned(),
            Self::Weekday => "a day of the week".to_owned(),
        }
    }
}

impl Rule for LogicalCue {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, mut distractors)) = wording.key_and_distractors() else { return };
        distractors.retain(|choice| choice.meta().is_none());
        let Some(asked) = Asked::of(wording.lead()) else { return };
        if distractors.len() < 2
            || !asked.is_met_by(key)
            || distractors.iter().any(|choice| asked.is_met_by(choice))
        {
            return;
        }
        let message =
            format!("the stem asks for {}, and the key is the only choice that names it", asked.name());
        let finding = Diagnostic::new(self.code(), key.choice.span, message).label("the key");
        cx.report(finding.help("let every choice be of the kind that is asked for"));
    }
}
