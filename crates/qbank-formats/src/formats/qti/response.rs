//! How an item is answered and scored, in QTI's terms but no dialect's words.

use qbank_model::interaction::{Blank, Blanks, Matching, Ordering, TypedNumber, TypedText};
use qbank_model::scoring::share_of;
use qbank_model::{Choice, ChoiceId, Decimal, Interaction, Item, Scoring};

use super::patterns;

/// What the learner answers, and what that is worth.
pub(super) struct Response {
    /// Points of a full answer.
    pub(super) points: Decimal,
    /// What is answered, in the order in which it is asked.
    pub(super) fields: Vec<Field>,
    /// What the answers are worth.
    pub(super) rules: Rules,
}

/// A variable that the learner gives a value.
pub(super) struct Field {
    /// Its name: `RESPONSE`, or `RESPONSE_1` and so on where there are several.
    pub(super) name: String,
    /// How many values it has: `single`, `multiple` or `ordered`.
    pub(super) cardinality: &'static str,
    /// What its values are: `identifier`, `directedPair`, `float` or `string`.
    pub(super) base_type: &'static str,
    /// The right values; none where a person judges.
    pub(super) correct: Vec<String>,
    /// What single values are worth, zeros left out; for importers, or for [`Rules::Mapped`].
    pub(super) mapping: Vec<(String, Decimal)>,
    /// Whether the mapping of typed words tells capitals apart; nothing where no words are typed.
    pub(super) case_sensitive: Option<bool>,
}

/// How points come from answers.
pub(super) enum Rules {
    /// All points where this holds, else none.
    Whole(Test),
    /// What the mapping of the one field says.
    Mapped,
    /// The points times the share of these that hold.
    Parts(Vec<Test>),
    /// A person gives the points.
    Person,
}

/// Something that answers fulfil or not; fields are named by their place.
pub(super) enum Test {
    /// The values are just the right ones.
    IsKey(usize),
    /// The number is not below the first and not above the second.
    Between(usize, Decimal, Decimal),
    /// The number lies between the bounds that were drawn.
    BetweenDrawn(usize),
    /// The text as a whole is of this pattern.
    Pattern(usize, String),
    /// This value stands at this place, counted from 1.
    At(usize, usize, String),
    /// All of these hold.
    All(Vec<Test>),
    /// One of these holds.
    Any(Vec<Test>),
    /// This does not hold.
    Not(Box<Test>),
}

impl Rules {
    /// Visits every test, those within others included.
    pub(super) fn for_each_test(&mut self, visit: &mut dyn FnMut(&mut Test)) {
        match self {
            Self::Whole(test) => test.for_each(visit),
            Self::Parts(tests) => tests.iter_mut().for_each(|test| test.for_each(visit)),
            Self::Mapped | Self::Person => {}
        }
    }
}

impl Test {
    fn for_each(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter_mut().for_each(|test| test.for_each(visit)),
            Self::Not(test) => test.for_each(visit),
            Self::IsKey(_) | Self::Between(..) | Self::BetweenDrawn(_) | Self::Pattern(..) | Self::At(..) => {
            }
        }
    }
}

impl Field {
    fn new(name: &str, [cardinality, base_type]: [&'static str; 2], correct: Vec<String>) -> Self {
        let (mapping, case_sensitive) = (Vec::new(), None);
        Self { name: name.to_owned(), cardinality, base_type, correct, mapping, case_sensitive }
    }
}

impl Response {
    /// Reads an item's way of scoring.
    pub(super) fn of(item: &Item) -> Self {
        let points = item.points;
        let (fields, rules) = match &item.interaction {
            Interaction::SingleChoice(_) | Interaction::TrueFalse(_) => choices(item, "single"),
            Interaction::MultipleChoice(_) => choices(item, "multiple"),
            Interaction::Number(answer) => {
                (vec![number("RESPONSE", answer)], Rules::Whole(number_test(0, answer)))
            }
            Interaction::Text(answer) => {
                (vec![text("RESPONSE", answer, points)], Rules::Whole(text_test(0, answer)))
            }
            Interaction::Blanks(answers) => blanks(item, answers),
            Interaction::Matching(pairs) => matching(item, pairs),
            Interaction::Ordering(entries) => ordering(item, entries),
            Interaction::Essay(_) => {
                (vec![Field::new("RESPONSE", ["single", "string"], Vec::new())], Rules::Person)
            }
        };
        Self { points, fields, rules }
    }

    /// Tells whether an answer can earn some of the points.
    pub(super) fn has_partial(&self) -> bool {
        matches!(self.rules, Rules::Mapped | Rules::Parts(..))
    }

    /// Tells whether a person gives the points.
    pub(super) fn awaits_person(&self) -> bool {
        matches!(self.rules, Rules::Person)
    }
}

fn choices(item: &Item, cardinality: &'static str) -> (Vec<Field>, Rules) {
    let keys = item.interaction.keys().into_iter().map(|key| key.id.to_string()).collect();
    let field = Field::new("RESPONSE", [cardinality, "identifier"], keys);
    if item.scoring != Scoring::PerChoice {
        return (vec![field], Rules::Whole(Test::IsKey(0)));
    }
    let worths = worths(item).into_iter().map(|(choice, worth)| (choice.to_string(), worth));
    (vec![Field { mapping: worths.collect(), ..field }], Rules::Mapped)
}

fn number(name: &str, answer: &TypedNumber) -> Field {
    Field::new(name, ["single", "float"], vec![answer.key().normalize().to_string()])
}

fn number_test(field: usize, answer: &TypedNumber) -> Test {
    let (low, high) = answer.bounds();
    Test::Between(field, low, high)
}

/// The mapping is for importers, which read no rules.
fn text(name: &str, answer: &TypedText, points: Decimal) -> Field {
    let field = Field::new(name, ["single", "string"], vec![answer.key().to_owned()]);
    let mapping = patterns::words(answer).map(|words| (words.to_owned(), points)).collect();
    Field { mapping, case_sensitive: Some(patterns::capitals_count(answer)), ..field }
}

fn text_test(field: usize, answer: &TypedText) -> Test {
    Test::Any(
        answer.accepted().iter().map(|accept| patterns::test(field, accept, answer.capitals())).collect(),
    )
}

/// Returns the identifier of a drop-down's option; numbers would be no identifiers.
pub(super) fn option_identifier(option_idx: usize) -> String {
    ChoiceId::nth(option_idx).to_string()
}

fn blanks(item: &Item, answers: &Blanks) -> (Vec<Field>, Rules) {
    let mut fields = Vec::new();
    let part = item.points / Decimal::from(answers.as_slice().len());
    for (idx, blank) in answers.as_slice().iter().enumerate() {
        let name = format!("RESPONSE_{}", idx + 1);
        fields.push(match blank {
            Blank::Number(answer) => number(&name, answer),
            Blank::Text(answer) => text(&name, answer, part.round_dp(DECIMALS)),
            Blank::DropDown(options) => {
                let key = options.options().iter().position(|option| option == options.key());
                let key = key.map(option_identifier).into_iter().collect();
                Field::new(&name, ["single", "identifier"], key)
            }
        });
    }
    let parts = answers.as_slice().iter().enumerate().map(|(idx, blank)| blank_test(idx, blank));
    (fields, by_parts(item, parts.collect()))
}

fn blank_test(field: usize, blank: &Blank) -> Test {
    match blank {
        Blank::Number(answer) => number_test(field, answer),
        Blank::Text(answer) => text_test(field, answer),
        Blank::DropDown(_) => Test::IsKey(field),
    }
}

fn matching(item: &Item, pairs: &Matching) -> (Vec<Field>, Rules) {
    let prompts = pairs.prompts().iter();
    let correct: Vec<String> =
        prompts.map(|prompt| format!("{} {}", prompt.id, pairs.key(prompt).id)).collect();
    let field = Field::new("RESPONSE", ["multiple", "directedPair"], correct.clone());
    if item.scoring != Scoring::PerPart {
        return (vec![field], Rules::Whole(Test::IsKey(0)));
    }
    let mapping = correct.into_iter().zip(shares(item.points, pairs.prompts().len())).collect();
    (vec![Field { mapping, ..field }], Rules::Mapped)
}

fn ordering(item: &Item, entries: &Ordering) -> (Vec<Field>, Rules) {
    let steps: Vec<String> = entries.steps().iter().map(|step| step.id.to_string()).collect();
    let at = |step: &String, place: usize| Test::At(0, place, step.clone());
    let rules = match item.scoring {
        Scoring::PerPart => {
            Rules::Parts(steps.iter().zip(1..).map(|(step, place)| at(step, place)).collect())
        }
        Scoring::AdjacentPairs => {
            let follows = |pair: &[String]| {
                let anywhere = (1..steps.len())
                    .map(|place| Test::All(vec![at(&pair[0], place), at(&pair[1], place + 1)]));
                Test::Any(anywhere.collect())
            };
            Rules::Parts(steps.windows(2).map(follows).collect())
        }
        Scoring::AllOrNothing | Scoring::PerChoice => Rules::Whole(Test::IsKey(0)),
    };
    (vec![Field::new("RESPONSE", ["ordered", "identifier"], steps)], rules)
}

/// Several fields are right where all are; each is a part of its own where parts count.
fn by_parts(item: &Item, parts: Vec<Test>) -> Rules {
    if item.scoring != Scoring::PerPart {
        return Rules::Whole(Test::All(parts));
    }
    Rules::Parts(parts)
}

/// Decimals of a share that no author wrote: thirds and their like.
const DECIMALS: u32 = 6;

/// Splits points evenly; what rounding leaves goes to the last part, so that all together earn exactly the points.
fn shares(points: Decimal, n_parts: usize) -> Vec<Decimal> {
    let share = (points / Decimal::from(n_parts)).round_dp(DECIMALS);
    let mut shares = vec![share; n_parts];
    if let Some(last) = shares.last_mut() {
        *last = points - share * Decimal::from(n_parts - 1);
    }
    shares
}

/// Keys that share what is left are rounded, and the last of them takes the remainder, so that all keys together earn
/// exactly the points. One pick's worth cannot be bounded by a mapping in QTI, so it is bounded here.
fn worths(item: &Item) -> Vec<(&ChoiceId, Decimal)> {
    let interaction = &item.interaction;
    let derives = |choice: &Choice| choice.share.is_none() && interaction.is_key(&choice.id);
    let last_derived = interaction.choices().iter().rposition(derives);
    let mut worths: Vec<(&ChoiceId, Decimal)> = Vec::new();
    let mut of_keys = Decimal::ZERO;
    for choice in interaction.choices() {
        let exact = share_of(interaction, choice) * item.points;
        let worth = if derives(choice) { exact.round_dp(DECIMALS) } else { exact };
        if interaction.is_key(&choice.id) {
            of_keys += worth;
        }
        worths.push((&choice.id, worth));
    }
    if let Some(last) = last_derived {
        worths[last].1 += item.points - of_keys;
    }
    if !matches!(interaction, Interaction::MultipleChoice(_)) {
        for (_, worth) in &mut worths {
            *worth = (*worth).clamp(Decimal::ZERO, item.points);
        }
    }
    worths.retain(|(_, worth)| !worth.is_zero());
    worths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn all_keys_together_earn_the_points() {
        let bank = sample::bank();
        for (id, expected) in [
            ("dem-plain", vec![]),
            ("dem-thirds", vec!["a 0.333333", "b 0.333333", "c 0.333334", "d -0.25"]),
            ("dem-penalty", vec!["a 3", "b 1.5"]),
            ("dem-weighted", vec!["a 1.875", "b 0.625"]),
        ] {
            let item = bank.items().find(|item| item.id.value.as_str() == id).expect("an item of the sample");
            let mapping = &Response::of(item).fields[0].mapping;
            let words: Vec<String> =
                mapping.iter().map(|(choice, worth)| format!("{choice} {}", worth.normalize())).collect();
            assert_eq!(words, expected, "{id}");
        }
    }
}
