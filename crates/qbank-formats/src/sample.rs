//! A small bank built by hand, with every feature of the model in it, for the tests of the formats.

use std::collections::BTreeMap;
use std::sync::Arc;

use qbank_model::bank::{Bank, BankInfo, Entry};
use qbank_model::blueprint::{Blueprint, Domain, Objective, Weight, WeightStatus};
use qbank_model::content::{Alignment, CodeBlock, Image, Link, LinkTarget, List, Style, Table};
use qbank_model::date::Date;
use qbank_model::interaction::{
    Accept, Blank, Blanks, Capitals, Choices, Criterion, DropDown, Essay, Mark, Matching, MultipleChoice,
    Ordering, Pattern, SingleChoice, TrueFalse, TypedNumber, TypedText,
};
use qbank_model::item::{Details, Outcomes, Stimulus};
use qbank_model::{
    Block, Choice, ChoiceId, Content, Decimal, FileId, Inline, Interaction, ItemDraft, ItemId, Level, Math,
    MediaPath, Medium, Scoring, Span, Spanned, Status,
};

use crate::format::Format;
use crate::package::{self, Body, Package};
use crate::selection::{Selection, Wanted};

/// Returns the bank.
pub(crate) fn bank() -> Bank {
    let path = picture();
    let medium = Medium { bytes: 3, sha256: [7; 32], sha1: [9; 20] };
    let info = BankInfo {
        id: "sample".to_owned(),
        title: "Sample <bank> & more".to_owned(),
        language: "en".to_owned(),
        revised: Date::new(2026, 11, 22).expect("a day"),
        notice: Some("Independent; not endorsed.".to_owned()),
        license: Some("CC-BY-4.0".to_owned()),
        publish: vec![Status::Draft, Status::Approved],
        report_url: Some("https://example.org/report?title={id}".to_owned()),
    };
    let drafts = vec![plain(), rich(), judgement(), multiple(), thirds(), penalty(), weighted()];
    let entries = drafts.into_iter().chain(case_items()).chain(answered()).map(|draft| {
        let item = draft.build().expect("a sound item");
        Entry::Fixed(Box::new(item))
    });
    let entries = entries.collect();
    Bank::new(info, vec![blueprint()], BTreeMap::from([(path, medium)])).with_entries(entries)
}

/// Returns the picture that the bank's items show.
pub(crate) fn picture() -> MediaPath {
    MediaPath::resolve("items/inventory", "../../media/Reorder point.svg").expect("a path")
}

fn blueprint() -> Blueprint {
    let domain = |id: &str, percent: i64, objectives: &[&str]| Domain {
        id: id.to_owned(),
        place: Spanned::new((), Span::start_of(FileId(0))),
        title: format!("The domain of {id}"),
        weight: Weight {
            percent: Decimal::from(percent),
            status: WeightStatus::Provisional,
            source: "ours".to_owned(),
        },
        levels: None,
        objectives: objectives.iter().map(|slug| objective(slug)).collect(),
        uses: Vec::new(),
    };
    let domains = vec![domain("inventory", 60, &["inv-eoq"]), domain("demand", 40, &["dem-forecast"])];
    Blueprint::new("sample-1.0".to_owned(), "Sample 1.0".to_owned(), domains).expect("weights of 100 %")
}

fn objective(slug: &str) -> Objective {
    Objective {
        id: slug.to_owned(),
        place: Spanned::new((), Span::start_of(FileId(0))),
        title: format!("Master {slug}"),
        level: Some(Level::Apply),
        min_items: Some(1),
    }
}

/// A single choice and nothing else: no feedback, so a standard template scores it.
fn plain() -> ItemDraft {
    draft("dem-plain", text("Which is it?"), single(&["This", "That"], 1))
}

/// An item of each type that is not answered by picking from a list.
fn answered() -> Vec<ItemDraft> {
    let number = || TypedNumber::parse("2 h ± 5% | 120 min").expect("an answer");
    let pattern = Pattern::new("kan[- ]?ban", Capitals::Count).expect("a pattern");
    let accepted = vec![Accept::Words("Kanban".to_owned()), Accept::Pattern(pattern)];
    let words = TypedText::new(accepted, Capitals::Count).expect("an answer");
    let options = vec![(false, "less".to_owned()), (true, "more".to_owned())];
    let down = DropDown::new(options).expect("a drop-down");
    let blanks = vec![Blank::Number(number()), Blank::Text(words.clone()), Blank::DropDown(down)];
    let gaps = (0..3).map(Inline::Blank).collect();
    let rows = vec![[text("a"), text("1")], [text("b"), text("2")], [Content::default(), text("3")]];
    let pairs = Matching::new([text("Left"), text("Right")], rows).expect("pairs");
    let steps = Ordering::new(vec![text("first"), text("second"), text("third")]).expect("an order");
    let criterion = Criterion { content: text("Weighs both sides"), points: Decimal::ONE };
    let essay = Essay::new(vec![criterion]).expect("a rubric");
    vec![
        draft("dem-number", text("How long?"), Interaction::Number(number())),
        draft("dem-words", text("What is it called?"), Interaction::Text(words)),
        draft(
            "dem-gaps",
            Content(vec![Block::Paragraph(gaps)]),
            Interaction::Blanks(Blanks::new(blanks, 3).expect("gaps")),
        ),
        draft("dem-pairs", text("Match them."), Interaction::Matching(pairs)),
        draft("dem-steps", text("Put them in order."), Interaction::Ordering(steps)),
        draft("dem-essay", text("Argue."), Interaction::Essay(essay)),
    ]
}

/// Every kind of block and inline, feedback, outcomes, rationale, hints, references and details.
fn rich() -> ItemDraft {
    let choices = vec![
        Choice { feedback: Some(text("Half of it.")), ..choice("It doubles.", 0) },
        Choice { feedback: Some(Content(vec![code(), table(2)])), ..choice("It rises by 41 %.", 1) },
        Choice { content: Content(vec![Block::Paragraph(vec![math("2Q", false)])]), ..choice("2Q", 2) },
        Choice { fixed: true, ..choice("It < that & \"this\".", 3) },
    ];
    let outcomes = Outcomes {
        correct: Some(text("Well done.")),
        incorrect: Some(text("Read on.")),
        partial: Some(text("Never shown.")),
    };
    let details = Details {
        difficulty: Some(Decimal::new(650, 3)),
        seconds: Some(90),
        tags: vec!["calculation".to_owned(), "long run".to_owned()],
        authors: vec!["ann".to_owned()],
        reviewers: vec!["bob".to_owned()],
        references: vec!["A textbook, p. 3".to_owned()],
        enemies: vec![at("dem-plain".to_owned())],
        license: Some("CC0-1.0".to_owned()),
        language: Some("en-GB".to_owned()),
        created: Date::new(2026, 1, 2),
        allow: BTreeMap::new(),
    };
    ItemDraft {
        aliases: vec![id("inv-eoq-old")],
        title: vec![Inline::Text("Demand ".into()), styled(Style::Emphasis, "doubles")],
        objective: Some(at("inv-eoq".to_owned())),
        level: Some(Level::Apply),
        status: Status::Approved,
        rationale: Some(Content(vec![Block::Paragraph(vec![
            Inline::Text("Because ".into()),
            math(r"Q^* = \sqrt{\frac{2DS}{H}} < 5", true),
        ])])),
        hints: [text("Think of the root."), text("Of what under it?")].into(),
        references: [text("The notes.")].into(),
        outcomes: outcomes.boxed(),
        notes: [text("Not for learners.")].into(),
        details,
        ..draft("inv-eoq-demand", everything(), single_of(choices, 1))
    }
}

fn everything() -> Content {
    Content(vec![
        Block::Paragraph(inlines()),
        code(),
        Block::Quote(text("A quotation.")),
        list(None, vec![text("one"), Content(vec![table(0), Block::Rule])]),
        list(Some(3), vec![text("three"), text("four")]),
        table(2),
        Block::Rule,
        Block::Paragraph(vec![Inline::Image(Box::new(Image {
            path: at(picture()),
            alt: "A \"saw\" tooth".to_owned(),
        }))]),
    ])
}

fn inlines() -> Vec<Inline> {
    let mut inlines: Vec<Inline> = Style::ALL.into_iter().map(|style| styled(style, "marked")).collect();
    let link = |target, words: &str| {
        Inline::Link(Box::new(Link { target: at(target), text: vec![Inline::Text(words.into())] }))
    };
    let file = MediaPath::resolve("", "docs/a b.md").expect("a path");
    inlines.extend([
        Inline::Text("1 < 2 & \\(x\\) \u{1}é".into()),
        Inline::Break,
        Inline::Code("a < b".to_owned()),
        math(r"\frac{1}{2}", false),
        link(LinkTarget::Web("https://example.org/a?b=[1]&c={d} e#f".to_owned()), "web"),
        link(LinkTarget::File(file), "file"),
        Inline::Footnote(Content(vec![Block::Paragraph(vec![
            Inline::Text("A note".into()),
            Inline::Footnote(text("on a note")),
        ])])),
    ]);
    inlines
}

fn judgement() -> ItemDraft {
    let Interaction::SingleChoice(judged) = single(&["True", "False"], 0) else {
        unreachable!("made as a single choice");
    };
    let interaction = Interaction::TrueFalse(TrueFalse::new(judged, 0).expect("two choices"));
    ItemDraft {
        rationale: Some(text("By definition.")),
        shuffle: false,
        ..draft("inv-true", text("Safety stock protects against variation."), interaction)
    }
}

/// All or nothing with points other than 1.
fn multiple() -> ItemDraft {
    let interaction =
        multiple_of(["Level demand", "Unique designs", "Short changeovers"].map(plain_choice), &[0, 2]);
    ItemDraft {
        points: Decimal::from(2),
        outcomes: Outcomes { correct: Some(text("Both.")), ..Outcomes::default() }.boxed(),
        ..draft("inv-kanban", text("Which **two**? (Choose two.)"), interaction)
    }
}

/// Three keys without shares, a distractor that costs.
fn thirds() -> ItemDraft {
    let mut choices = ["one", "two", "three", "four", "five"].map(plain_choice);
    choices[3].share = Some(Decimal::new(-25, 2));
    ItemDraft {
        scoring: Scoring::PerChoice,
        outcomes: Outcomes {
            correct: Some(text("All.")),
            incorrect: Some(text("None.")),
            partial: Some(text("Some.")),
        }
        .boxed(),
        ..draft("dem-thirds", text("Which three?"), multiple_of(choices, &[0, 1, 2]))
    }
}

/// A single choice with a half-right distractor and one that would cost.
fn penalty() -> ItemDraft {
    let mut choices = vec![choice("right", 0), choice("half", 1), choice("bad", 2)];
    choices[1].share = Some(Decimal::new(5, 1));
    choices[2].share = Some(Decimal::NEGATIVE_ONE);
    ItemDraft {
        scoring: Scoring::PerChoice,
        points: Decimal::from(3),
        rationale: Some(text("So it is.")),
        ..draft("dem-penalty", text("Which one?"), single_of(choices, 0))
    }
}

fn weighted() -> ItemDraft {
    let mut choices = ["most", "little", "wrong"].map(plain_choice);
    choices[0].share = Some(Decimal::new(75, 2));
    ItemDraft {
        scoring: Scoring::PerChoice,
        points: Decimal::new(25, 1),
        ..draft("dem-weighted", text("Which two?"), multiple_of(choices, &[0, 1]))
    }
}

fn case_items() -> Vec<ItemDraft> {
    let stimulus = Arc::new(Stimulus {
        id: at(id("case-acme")),
        title: vec![Inline::Text("Acme & ".into()), styled(Style::Strong, "Sons")],
        content: Content(vec![
            table(3),
            Block::Paragraph(vec![Inline::Image(Box::new(Image {
                path: at(picture()),
                alt: "Stock".to_owned(),
            }))]),
        ]),
        place: at(()),
    });
    let item = |name: &str| ItemDraft {
        stimulus: Some(Arc::clone(&stimulus)),
        objective: Some(at("dem-forecast".to_owned())),
        ..draft(name, text("How many?"), single(&["30", "35", "40"], 1))
    };
    vec![item("case-atp-1"), item("case-atp-2")]
}

fn draft(name: &str, stem: Content, interaction: Interaction) -> ItemDraft {
    ItemDraft {
        id: at(id(name)),
        aliases: Vec::new(),
        title: Vec::new(),
        objective: None,
        domain: Some(at("demand".to_owned())),
        level: None,
        status: Status::Draft,
        points: Decimal::ONE,
        scoring: Scoring::AllOrNothing,
        shuffle: true,
        stimulus: None,
        stem,
        interaction,
        rationale: None,
        hints: Box::default(),
        references: Box::default(),
        outcomes: None,
        notes: Box::default(),
        details: Details::default(),
        span: span(),
    }
}

fn single(texts: &[&str], key: usize) -> Interaction {
    single_of(texts.iter().zip(0..).map(|(text, idx)| choice(text, idx)).collect(), key)
}

fn single_of(choices: Vec<Choice>, key: usize) -> Interaction {
    let marks = marks(choices.len(), &[key]);
    let choices = Choices::new(choices).expect("sound choices");
    Interaction::SingleChoice(SingleChoice::new(choices, &marks).expect("one key"))
}

fn multiple_of<const N: usize>(choices: [Choice; N], keys: &[usize]) -> Interaction {
    let mut choices = Vec::from(choices);
    for (idx, choice) in choices.iter_mut().enumerate() {
        choice.id = ChoiceId::nth(idx);
    }
    let marks = marks(choices.len(), keys);
    let choices = Choices::new(choices).expect("sound choices");
    Interaction::MultipleChoice(MultipleChoice::new(choices, &marks).expect("a key"))
}

fn marks(n_choices: usize, keys: &[usize]) -> Vec<Mark> {
    (0..n_choices).map(|idx| if keys.contains(&idx) { Mark::Key } else { Mark::Distractor }).collect()
}

fn plain_choice(words: &str) -> Choice {
    choice(words, 0)
}

fn choice(words: &str, idx: usize) -> Choice {
    Choice {
        id: ChoiceId::nth(idx),
        content: text(words),
        feedback: None,
        fixed: false,
        share: None,
        span: span(),
    }
}

/// Returns a paragraph of plain words.
pub(crate) fn text(words: &str) -> Content {
    Content(vec![Block::Paragraph(vec![Inline::Text(words.into())])])
}

fn styled(style: Style, words: &str) -> Inline {
    Inline::Styled(style, vec![Inline::Text(words.into())])
}

/// Returns a formula.
pub(crate) fn math(tex: &str, display: bool) -> Inline {
    Inline::Math(Box::new(at(Math::new(tex, display).expect("a formula"))))
}

fn list(start: Option<u64>, entries: Vec<Content>) -> Block {
    Block::List(Box::new(List { start, entries }))
}

fn code() -> Block {
    let (language, text) = ("python".to_owned(), "if a < b:\n    pass\n".to_owned());
    Block::Code(Box::new(CodeBlock { language, text }))
}

fn table(n_rows: usize) -> Block {
    let row = |cells: [&str; 2]| cells.map(|cell| vec![Inline::Text(cell.into())]).to_vec();
    Block::Table(Box::new(Table {
        alignment: vec![Alignment::None, Alignment::Right],
        header: row(["Week", "Orders"]),
        rows: (0..n_rows).map(|_| row(["1", "25"])).collect(),
    }))
}

fn id(name: &str) -> ItemId {
    ItemId::new(name).expect("an id")
}

/// Puts a value at the only place that the bank has.
pub(crate) fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span())
}

fn span() -> Span {
    Span::new(FileId(0), 0..1)
}

/// Takes all items of a bank.
pub(crate) fn selection(bank: &Bank, format: Format) -> Selection<'_> {
    Selection::new(bank, &Wanted::new(format, "1"), bank.entries())
}

/// A package's entries by name: the bytes that are made, or the path of a file of the bank.
pub(crate) type Contents = Vec<(String, Vec<u8>)>;

/// Returns what a package holds.
pub(crate) fn contents(package: &Package) -> Contents {
    let content = |entry: &package::Entry| {
        let bytes = match &entry.body {
            Body::Made(_) | Body::Packed(_) => {
                entry.body.bytes().expect("an entry can be made").unwrap_or_default()
            }
            Body::Medium(path) => path.as_str().as_bytes().to_vec(),
        };
        (entry.name.clone(), bytes)
    };
    package.entries.iter().map(content).collect()
}
