//! What an item really uses, so that a loss is reported where there is one and nowhere else.
//!
//! Derived from the model alone; nothing here looks at rendered text.

use qbank_model::content::{Link, LinkTarget, Style};
use qbank_model::interaction::{Accept, Blank, Capitals, TypedText};
use qbank_model::{Block, Content, Decimal, Inline, Interaction, Item, Scoring, Span, Status};

/// Something that an item may use and a format may lack.
///
/// Author notes and the handles of authors and reviewers are no features: they leave the bank in no format, by design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// The question type itself: without it the item is left out.
    Type,
    /// Values that are drawn anew for each learner.
    Variables,
    /// A case that items share.
    Stimulus,
    /// A heading that is no part of the question.
    Title,
    /// Points other than 1.
    Points,
    /// Points for a part of the key.
    PartialCredit,
    /// Units of typed numbers.
    Units,
    /// Patterns that typed words are held against.
    Pattern,
    /// Typed words whose capitals count.
    Capitals,
    /// What a person scores an essay by.
    Rubric,
    /// No points for a part of a key that has several.
    AllOrNothing,
    /// Choices in another order for each learner.
    Shuffle,
    /// Choices that keep their place when the others are shuffled.
    FixedChoice,
    /// What the learner is told after picking a choice.
    Feedback,
    /// What the learner is told after a right, wrong or partly right answer.
    Outcomes,
    /// Why the key is right.
    Rationale,
    /// Help before the attempt.
    Hint,
    /// Sources.
    References,
    /// Formulas.
    Math,
    /// Pictures.
    Image,
    /// Tables.
    Table,
    /// Code, in a line or as a block.
    Code,
    /// Numbered lists that do not start at 1.
    ListStart,
    /// Notes below the text.
    Footnote,
    /// Links to the web or to mail.
    WebLink,
    /// Links to files of the bank.
    FileLink,
    /// Marked text: emphasis, sub- and superscripts, keys.
    Style,
    /// Struck-out text.
    Strike,
    /// The objective that the item tests.
    Objective,
    /// The domain that the item counts for.
    Domain,
    /// What the item asks of the mind.
    Level,
    /// Where the item stands in its life.
    Status,
    /// The expected share of right answers.
    Difficulty,
    /// The expected time for an answer.
    Seconds,
    /// Free words to find the item by.
    Tags,
    /// The licence of the item.
    License,
    /// A language other than the bank's.
    Language,
    /// The day the item was written.
    Created,
    /// Former ids.
    Aliases,
    /// Items that must not stand on one form with it.
    Enemies,
}

impl Feature {
    /// All features: first what the learner meets, then what only the bank's keepers see.
    pub const ALL: [Self; 40] = [
        Self::Type,
        Self::Variables,
        Self::Stimulus,
        Self::Title,
        Self::Points,
        Self::PartialCredit,
        Self::Units,
        Self::Pattern,
        Self::Capitals,
        Self::Rubric,
        Self::AllOrNothing,
        Self::Shuffle,
        Self::FixedChoice,
        Self::Feedback,
        Self::Outcomes,
        Self::Rationale,
        Self::Hint,
        Self::References,
        Self::Math,
        Self::Image,
        Self::Table,
        Self::Code,
        Self::ListStart,
        Self::Footnote,
        Self::WebLink,
        Self::FileLink,
        Self::Style,
        Self::Strike,
        Self::Objective,
        Self::Domain,
        Self::Level,
        Self::Status,
        Self::Difficulty,
        Self::Seconds,
        Self::Tags,
        Self::License,
        Self::Language,
        Self::Created,
        Self::Aliases,
        Self::Enemies,
    ];

    /// Returns the word that reports and the command line use.
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// Returns the name for people, in the plural where there may be several.
    pub fn title(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Type => ("type", "The question type"),
            Self::Variables => ("variables", "Variables"),
            Self::Stimulus => ("stimulus", "Cases"),
            Self::Title => ("title", "Titles"),
            Self::Points => ("points", "Points other than 1"),
            Self::PartialCredit => ("partial-credit", "Partial credit"),
            Self::Units => ("units", "Units"),
            Self::Pattern => ("pattern", "Patterns for typed words"),
            Self::Capitals => ("capitals", "Typed words whose capitals count"),
            Self::Rubric => ("rubric", "Rubrics"),
            Self::AllOrNothing => ("all-or-nothing", "Several keys, all or nothing"),
            Self::Shuffle => ("shuffle", "Shuffled choices"),
            Self::FixedChoice => ("fixed-choice", "Choices that keep their place"),
            Self::Feedback => ("feedback", "Feedback on a choice"),
            Self::Outcomes => ("outcomes", "Feedback after the attempt"),
            Self::Rationale => ("rationale", "Rationales"),
            Self::Hint => ("hint", "Hints"),
            Self::References => ("references", "References"),
            Self::Math => ("math", "Formulas"),
            Self::Image => ("image", "Pictures"),
            Self::Table => ("table", "Tables"),
            Self::Code => ("code", "Code"),
            Self::ListStart => ("list-start", "Lists that do not start at 1"),
            Self::Footnote => ("footnote", "Footnotes"),
            Self::WebLink => ("web-link", "Links to the web"),
            Self::FileLink => ("file-link", "Links to files of the bank"),
            Self::Style => ("style", "Marked text"),
            Self::Strike => ("strike", "Struck-out text"),
            Self::Objective => ("objective", "Objectives"),
            Self::Domain => ("domain", "Domains"),
            Self::Level => ("level", "Levels"),
            Self::Status => ("status", "Status"),
            Self::Difficulty => ("difficulty", "Difficulty"),
            Self::Seconds => ("seconds", "Expected time"),
            Self::Tags => ("tags", "Tags"),
            Self::License => ("license", "Licences of single items"),
            Self::Language => ("language", "Languages other than the bank's"),
            Self::Created => ("created", "Dates of creation"),
            Self::Aliases => ("aliases", "Former ids"),
            Self::Enemies => ("enemies", "Enemies"),
        }
    }
}

/// Returns what an item uses, in the order of the features, each with the first place that uses it, as exactly as the model
/// knows it.
///
/// Its type and its variables are not among them: they decide whether and as what an item is in a package at all.
/// What an author left at its default is not used: a status of draft, 1 point, the bank's language.
pub fn features(item: &Item) -> impl Iterator<Item = (Feature, Span)> {
    let mut found = Found { whole: item.span, spans: [None; Feature::ALL.len()] };
    found.parts(item);
    found.details(item);
    for text in item.texts() {
        found.text(text);
    }
    Feature::ALL.into_iter().zip(found.spans).filter_map(|(feature, span)| Some((feature, span?)))
}

/// Returns how many parts an answer has that could be right each for itself.
fn n_parts(interaction: &Interaction) -> usize {
    match interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            interaction.keys().len()
        }
        Interaction::Number(_) | Interaction::Text(_) | Interaction::Essay(_) => 1,
        Interaction::Blanks(blanks) => blanks.as_slice().len(),
        Interaction::Matching(matching) => matching.prompts().len(),
        Interaction::Ordering(ordering) => ordering.steps().len(),
    }
}

struct Found {
    whole: Span,
    /// A place for each feature, in their order.
    spans: [Option<Span>; Feature::ALL.len()],
}

impl Found {
    fn add(&mut self, feature: Feature, span: Span) {
        self.spans[feature as usize].get_or_insert(span);
    }

    fn add_if(&mut self, used: bool, feature: Feature) {
        if used {
            self.add(feature, self.whole);
        }
    }

    fn parts(&mut self, item: &Item) {
        if let Some(stimulus) = &item.stimulus {
            self.add(Feature::Stimulus, stimulus.id.span);
        }
        let choices = item.interaction.choices();
        if let Some(choice) = choices.iter().find(|choice| choice.feedback.is_some()) {
            self.add(Feature::Feedback, choice.span);
        }
        if let Some(choice) = choices.iter().find(|choice| item.shuffle && choice.fixed) {
            self.add(Feature::FixedChoice, choice.span);
        }
        self.answer(&item.interaction);
        let outcomes = item.outcomes();
        let has_outcomes =
            outcomes.correct.is_some() || outcomes.incorrect.is_some() || outcomes.partial.is_some();
        self.add_if(!item.title.is_empty(), Feature::Title);
        self.add_if(item.points != Decimal::ONE, Feature::Points);
        let all_or_nothing = item.scoring == Scoring::AllOrNothing;
        self.add_if(!all_or_nothing, Feature::PartialCredit);
        self.add_if(all_or_nothing && n_parts(&item.interaction) > 1, Feature::AllOrNothing);
        self.add_if(item.shuffle && !choices.is_empty(), Feature::Shuffle);
        self.add_if(has_outcomes, Feature::Outcomes);
        self.add_if(item.rationale.is_some(), Feature::Rationale);
        self.add_if(!item.hints.is_empty(), Feature::Hint);
        self.add_if(!item.references.is_empty() || !item.details.references.is_empty(), Feature::References);
    }

    fn answer(&mut self, interaction: &Interaction) {
        match interaction {
            Interaction::Number(number) => self.add_if(!number.units().is_empty(), Feature::Units),
            Interaction::Text(text) => self.typed_text(text),
            Interaction::Blanks(blanks) => {
                for blank in blanks.as_slice() {
                    match blank {
                        Blank::Number(number) => self.add_if(!number.units().is_empty(), Feature::Units),
                        Blank::Text(text) => self.typed_text(text),
                        Blank::DropDown(_) => {}
                    }
                }
            }
            Interaction::Essay(_) => self.add(Feature::Rubric, self.whole),
            Interaction::SingleChoice(_)
            | Interaction::MultipleChoice(_)
            | Interaction::TrueFalse(_)
            | Interaction::Matching(_)
            | Interaction::Ordering(_) => {}
        }
    }

    fn typed_text(&mut self, text: &TypedText) {
        let has_pattern = text.accepted().iter().any(|accept| matches!(accept, Accept::Pattern(_)));
        self.add_if(has_pattern, Feature::Pattern);
        self.add_if(text.capitals() == Capitals::Count, Feature::Capitals);
    }

    fn details(&mut self, item: &Item) {
        let details = &item.details;
        if let Some(objective) = &item.objective {
            self.add(Feature::Objective, objective.span);
        }
        if let Some(enemy) = details.enemies.first() {
            self.add(Feature::Enemies, enemy.span);
        }
        self.add_if(item.objective.is_some() || item.domain.is_some(), Feature::Domain);
        self.add_if(item.level.is_some(), Feature::Level);
        self.add_if(item.status != Status::Draft, Feature::Status);
        self.add_if(details.difficulty.is_some(), Feature::Difficulty);
        self.add_if(details.seconds.is_some(), Feature::Seconds);
        self.add_if(!details.tags.is_empty(), Feature::Tags);
        self.add_if(details.license.is_some(), Feature::License);
        self.add_if(details.language.is_some(), Feature::Language);
        self.add_if(details.created.is_some(), Feature::Created);
        self.add_if(!item.aliases.is_empty(), Feature::Aliases);
    }

    fn text(&mut self, content: &Content) {
        self.blocks(content);
        content.for_each_inline(&mut |inline| match inline {
            Inline::Text(_) | Inline::Break | Inline::Blank(_) | Inline::Slot(_) => {}
            Inline::Styled(Style::Strike, _) => self.add(Feature::Strike, self.whole),
            Inline::Styled(..) => self.add(Feature::Style, self.whole),
            Inline::Code(_) => self.add(Feature::Code, self.whole),
            Inline::Math(math) => self.add(Feature::Math, math.span),
            Inline::Image(image) => self.add(Feature::Image, image.path.span),
            Inline::Link(link) => self.link(link),
            Inline::Footnote(note) => {
                self.add(Feature::Footnote, self.whole);
                self.blocks(note);
            }
        });
    }

    fn link(&mut self, link: &Link) {
        let feature = match link.target.value {
            LinkTarget::Web(_) => Feature::WebLink,
            LinkTarget::File(_) => Feature::FileLink,
        };
        self.add(feature, link.target.span);
    }

    fn blocks(&mut self, content: &Content) {
        for block in &content.0 {
            match block {
                Block::Paragraph(_) | Block::Rule => {}
                Block::List(list) => {
                    self.add_if(list.start.is_some_and(|start| start != 1), Feature::ListStart);
                    for entry in &list.entries {
                        self.blocks(entry);
                    }
                }
                Block::Code(_) => self.add(Feature::Code, self.whole),
                Block::Quote(inner) => self.blocks(inner),
                Block::Table(_) => self.add(Feature::Table, self.whole),
            }
        }
    }
}
