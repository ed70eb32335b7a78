//! Near-duplicates are told from other items and from minimal pairs: the project's own items, edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use qbank_lint::{RuleSet, lint};
use qbank_model::content::{Block, Content, Inline};
use qbank_model::interaction::{
    Choice, Choices, Interaction, Mark, Matching, MultipleChoice, Partner, Prompt, SingleChoice,
};
use qbank_model::{Bank, Entry, Item, ItemDraft, ItemId, Spanned};
use qbank_tests::TestBank;

/// `SplitMix64`, seeded by a name: the edits are the same in every run.
struct Random(u64);

impl Random {
    fn of(name: &str) -> Self {
        Self(name.bytes().fold(0xCBF2_9CE4_8422_2325, |seed, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed >> 33) as usize % n
    }
}

/// Changes a question with what others hold; tells whether it found a place for the change.
type Edit = fn(&mut ItemDraft, &Others) -> bool;
/// Choices, each with its mark.
type Marked = Vec<(Mark, Choice)>;

/// Changes that leave a question the question that it is.
const EDITS: [(&str, Edit); 5] = [
    ("typos", typos),
    ("choices reordered", reordered),
    ("a fifth reworded", reworded),
    ("a distractor swapped", swapped_distractor),
    ("a sentence more", sentence_more),
];
/// Changes that make another question of it.
const MINIMAL_PAIRS: [(&str, Edit); 3] =
    [("a number changed", other_number), ("a negation", negated), ("another key", other_key)];

/// Words that can stand for others without turning a question round.
const REWORDINGS: [&str; 24] = [
    "actual", "agreed", "basic", "careful", "common", "company", "current", "daily", "general", "given",
    "group", "item", "main", "method", "normal", "place", "plain", "regular", "several", "simple", "steady",
    "team", "usual", "work",
];
const SENTENCES: [&str; 6] = [
    "Read the text with care before you choose.",
    "The firm has worked like this since its warehouse was built near the harbour.",
    "A colleague who is new to the office asks you for help.",
    "Nobody on the team has dealt with such a case so far.",
    "The question came up in a meeting of the planners.",
    "Assume that all data in the system are up to date.",
];

/// What an edit can take from the rest of the bank.
struct Others {
    distractors: Vec<Content>,
}

fn random(draft: &ItemDraft, edit: &str) -> Random {
    Random::of(&format!("{edit} {}", draft.id.value))
}

/// Changes the texts of the stem and the choices.
fn change_texts(draft: &mut ItemDraft, change: &mut dyn FnMut(&mut String)) {
    in_content(&mut draft.stem, change);
    change_choices(draft, &mut |choices| {
        for (_, choice) in choices {
            in_content(&mut choice.content, change);
        }
    });
}

fn in_content(content: &mut Content, change: &mut dyn FnMut(&mut String)) {
    for block in &mut content.0 {
        match block {
            Block::Paragraph(inlines) => in_inlines(inlines, change),
            Block::List(list) => list.entries.iter_mut().for_each(|entry| in_content(entry, change)),
            Block::Quote(content) => in_content(content, change),
            Block::Table(_) | Block::Code(_) | Block::Rule => {}
        }
    }
}

fn in_inlines(inlines: &mut [Inline], change: &mut dyn FnMut(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let mut changed = text.as_str().to_owned();
                change(&mut changed);
                *text = changed.into();
            }
            Inline::Styled(_, inner) => in_inlines(inner, change),
            _ => {}
        }
    }
}

/// Changes the marked choices of a single or multiple choice; other types have none to change.
fn change_choices(draft: &mut ItemDraft, change: &mut dyn FnMut(&mut Marked)) -> bool {
    let interaction = &draft.interaction;
    let mark = |choice: &Choice| if interaction.is_key(&choice.id) { Mark::Key } else { Mark::Distractor };
    let mut marked: Marked =
        interaction.choices().iter().map(|choice| (mark(choice), choice.clone())).collect();
    change(&mut marked);
    let (marks, choices): (Vec<Mark>, Vec<Choice>) = marked.into_iter().unzip();
    let renewed = match interaction {
        Interaction::SingleChoice(_) => Choices::new(choices)
            .ok()
            .and_then(|choices| SingleChoice::new(choices, &marks).ok().map(Interaction::SingleChoice)),
        Interaction::MultipleChoice(_) => Choices::new(choices)
            .ok()
            .and_then(|choices| MultipleChoice::new(choices, &marks).ok().map(Interaction::MultipleChoice)),
        _ => None,
    };
    let is_changed = renewed.is_some();
    draft.interaction = renewed.unwrap_or_else(|| draft.interaction.clone());
    is_changed
}

fn change_words(draft: &mut ItemDraft, change: &mut dyn FnMut(&str) -> Option<String>) {
    change_texts(draft, &mut |text| {
        let words: Vec<String> = text
            .split(' ')
            .map(|word| {
                let bare = word.trim_matches(|letter: char| !letter.is_alphabetic());
                let is_plain = bare.len() > 3 && bare.chars().all(|letter| letter.is_ascii_alphabetic());
                let new = if is_plain && !turns_round(bare) { change(bare) } else { None };
                new.map_or_else(|| word.to_owned(), |new| word.replace(bare, &new))
            })
            .collect();
        *text = words.join(" ");
    });
}

/// Words that an edit must not touch, since another one in their place makes another question.
const TURNING: [&str; 84] = [
    "three",
    "four",
    "five",
    "seven",
    "eight",
    "nine",
    "eleven",
    "twelve",
    "cannot",
    "except",
    "false",
    "incorrect",
    "neither",
    "never",
    "none",
    "without",
    "above",
    "below",
    "after",
    "before",
    "always",
    "least",
    "most",
    "more",
    "less",
    "fewer",
    "first",
    "last",
    "higher",
    "lower",
    "early",
    "late",
    "earlier",
    "later",
    "over",
    "under",
    "into",
    "from",
    "long",
    "short",
    "large",
    "small",
    "fixed",
    "variable",
    "dependent",
    "independent",
    "customer",
    "supplier",
    "highest",
    "lowest",
    "high",
    "best",
    "rises",
    "falls",
    "rise",
    "fall",
    "push",
    "pull",
    "increase",
    "decrease",
    "inside",
    "outside",
    "largest",
    "smallest",
    "longer",
    "shorter",
    "longest",
    "shortest",
    "maximum",
    "minimum",
    "positive",
    "negative",
    "upstream",
    "downstream",
    "gain",
    "loss",
    "fast",
    "slow",
    "faster",
    "slower",
    "internal",
    "external",
    "larger",
    "smaller",
];

fn turns_round(word: &str) -> bool {
    TURNING.contains(&word.to_lowercase().as_str())
}

/// Swaps two letters in a word of fifteen, and begins others with the wrong kind of letter.
fn typos(draft: &mut ItemDraft, _: &Others) -> bool {
    let mut random = random(draft, "typos");
    change_words(draft, &mut |word| match random.below(15) {
        0 => {
            let at = 1 + random.below(word.len() - 2);
            let mut letters: Vec<char> = word.chars().collect();
            letters.swap(at, at + 1);
            Some(letters.into_iter().collect())
        }
        1 => Some(word.to_uppercase()),
        _ => None,
    });
    true
}

fn reordered(draft: &mut ItemDraft, _: &Others) -> bool {
    let by = 1 + random(draft, "order").below(2);
    if let Interaction::Matching(matching) = &draft.interaction {
        let row = |prompt: &Prompt| [prompt.content.clone(), matching.key(prompt).content.clone()];
        let mut rows: Vec<[Content; 2]> = matching.prompts().iter().map(row).collect();
        let is_taken =
            |option: &Partner| matching.prompts().iter().any(|prompt| matching.key(prompt) == option);
        let more = matching.options().iter().filter(|option| !is_taken(option));
        rows.extend(more.map(|option| [Content::default(), option.content.clone()]));
        rows.rotate_left(by);
        let renewed = Matching::new(matching.header().clone(), rows).ok().map(Interaction::Matching);
        let is_changed = renewed.is_some();
        draft.interaction = renewed.unwrap_or_else(|| draft.interaction.clone());
        return is_changed;
    }
    change_choices(draft, &mut |choices| {
        let by = by.min(choices.len());
        choices.rotate_left(by);
    })
}

fn reworded(draft: &mut ItemDraft, _: &Others) -> bool {
    let mut random = random(draft, "words");
    change_words(draft, &mut |_| {
        (random.below(5) == 0).then(|| REWORDINGS[random.below(REWORDINGS.len())].to_owned())
    });
    true
}

fn swapped_distractor(draft: &mut ItemDraft, others: &Others) -> bool {
    let mut random = random(draft, "distractor");
    let other = others.distractors[random.below(others.distractors.len())].clone();
    change_choices(draft, &mut |choices| {
        if let Some((_, choice)) = choices.iter_mut().rev().find(|(mark, _)| *mark == Mark::Distractor) {
            choice.content = other.clone();
        }
    })
}

fn sentence_more(draft: &mut ItemDraft, _: &Others) -> bool {
    let sentence = SENTENCES[random(draft, "sentence").below(SENTENCES.len())];
    draft.stem.0.insert(0, Block::Paragraph(vec![Inline::Text(sentence.into())]));
    true
}

/// Raises the first digit of the first number of the stem.
fn other_number(draft: &mut ItemDraft, _: &Others) -> bool {
    let mut is_changed = false;
    in_content(&mut draft.stem, &mut |text| {
        if let Some(at) = text.find(|letter: char| letter.is_ascii_digit()).filter(|_| !is_changed) {
            let digit = (text.as_bytes()[at] - b'0') % 9 + 1;
            text.replace_range(at..=at, &digit.to_string());
            is_changed = true;
        }
    });
    is_changed
}

fn negated(draft: &mut ItemDraft, _: &Others) -> bool {
    let mut is_changed = false;
    in_content(&mut draft.stem, &mut |text| {
        for verb in [" is ", " are ", " does ", " can ", " should ", " has ", " will "] {
            if text.contains(verb) && !is_changed {
                *text = text.replacen(verb, &format!("{verb}not "), 1);
                is_changed = true;
            }
        }
    });
    is_changed
}

fn other_key(draft: &mut ItemDraft, _: &Others) -> bool {
    change_choices(draft, &mut |choices| {
        let place = |wanted| choices.iter().position(|(mark, _)| *mark == wanted);
        if let (Some(key), Some(other)) = (place(Mark::Key), place(Mark::Distractor)) {
            choices[key].0 = Mark::Distractor;
            choices[other].0 = Mark::Key;
        }
    })
}

/// Makes a bank of the items and their edited copies, whose ids end in `-copy`, and counts the pairs that are duplicates:
/// those of an item with its own copy, and all.
struct Trial {
    copies: usize,
    own: usize,
    told: Vec<String>,
    missed: Vec<String>,
}

fn trial(bank: &Bank, edit: fn(&mut ItemDraft, &Others) -> bool) -> Trial {
    let items: Vec<&Item> = bank.items().collect();
    let distractors = items.iter().flat_map(|item| {
        let choices = item.interaction.choices().iter();
        choices.filter(|choice| !item.interaction.is_key(&choice.id)).map(|choice| choice.content.clone())
    });
    let others = Others { distractors: distractors.collect() };
    let mut entries: Vec<Entry> = items.iter().map(|item| Entry::Fixed(Box::new((*item).clone()))).collect();
    let mut copied = BTreeSet::new();
    for (idx, item) in items.iter().enumerate() {
        let mut draft = (*item).clone().into_draft();
        if !edit(&mut draft, &others) {
            continue;
        }
        draft.id.value = ItemId::new(&format!("copy-{idx}")).expect("an id");
        draft.aliases.clear();
        // Each item has a place of its own.
        draft.id = Spanned::new(
            draft.id.value,
            qbank_model::Span { file: qbank_model::FileId(9_999), start: idx as u32, end: idx as u32 + 1 },
        );
        if let Ok(copy) = draft.build() {
            copied.insert((item.id.value.to_string(), copy.id.value.to_string()));
            entries.push(Entry::Fixed(Box::new(copy)));
        }
    }
    let bank =
        Bank::new(bank.info.clone(), bank.blueprints.clone(), bank.media.clone()).with_entries(entries);
    let findings = lint(&bank, &RuleSet::default()).findings;
    let names: BTreeMap<_, _> = bank.items().map(|item| (item.id.span, item.id.value.to_string())).collect();
    let pairs = findings.iter().filter(|finding| finding.code.name() == "duplicate-item").map(|finding| {
        let mut pair = [names[&finding.primary.span].clone(), names[&finding.secondary[0].span].clone()];
        pair.sort_by_key(|name| name.starts_with("copy-"));
        let [item, copy] = pair;
        (item, copy)
    });
    let pairs: BTreeSet<(String, String)> = pairs.collect();
    let own = pairs.intersection(&copied).count();
    let missed = copied.difference(&pairs).map(|(item, _)| item.clone()).collect();
    let told = pairs.into_iter().map(|(item, other)| format!("{item} {other}")).collect();
    Trial { copies: copied.len(), own, told, missed }
}

#[test]
fn edited_items_are_duplicates_and_minimal_pairs_are_not() {
    let bank = TestBank::open("bank").checked.bank;
    let (mut copies, mut found, mut told) = (0, 0, 0);
    let mut report = String::new();
    for (name, edit) in EDITS {
        let trial = trial(&bank, edit);
        copies += trial.copies;
        found += trial.own;
        told += trial.told.len();
        let _ = writeln!(
            report,
            "{name}: {} of {}, {} told; missed {:?}",
            trial.own,
            trial.copies,
            trial.told.len(),
            trial.missed
        );
    }
    for (name, edit) in MINIMAL_PAIRS {
        let trial = trial(&bank, edit);
        told += trial.told.len();
        let _ = writeln!(report, "{name}: of {} copies, told {:?}", trial.copies, trial.told);
    }
    let _ = writeln!(report, "recall {found} / {copies}, precision {found} / {told}");
    assert!(found * 100 >= copies * 99 && found * 100 >= told * 99, "{report}");
}
