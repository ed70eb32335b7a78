//! What responses are worth: a table over all question types and ways of scoring, and what holds for every one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use qbank_model::interaction::{Interaction, Kind};
use qbank_model::{ChoiceId, Decimal, Entry, Item, Response, Scoring, SourceMap, key_response, score};
use qbank_syntax::{Dialect, Source, parse};

/// An item, then a response and its points on each line; `*` behind the points: it is the key.
const CASES: &str = include_str!("scoring.txt");

fn item(markdown: &str) -> Item {
    let file = SourceMap::default().add("a.md", None);
    let source = Source { file, path: "items/inventory/a.md", text: markdown, domain: None };
    let parsed = parse(&source, &Dialect::default());
    match &parsed.entries[..] {
        [Entry::Fixed(item)] => (**item).clone(),
        entries => panic!("not one sound item:\n{markdown}\n{entries:?}\n{:?}", parsed.diagnostics),
    }
}

fn id(text: &str) -> ChoiceId {
    ChoiceId::new(text).expect("an id of a choice")
}

/// Reads a response in the form of the item's type: parts are parted by bars, pairs joined by equals signs.
fn response(kind: Kind, text: &str) -> Response {
    let parts = || text.split('|').map(str::trim);
    let ids = || parts().filter(|part| !part.is_empty()).map(id);
    match kind {
        Kind::Single | Kind::Multiple | Kind::TrueFalse => Response::Choices(ids().collect()),
        Kind::Numeric | Kind::Text | Kind::Essay => Response::Text(text.to_owned()),
        Kind::Blanks => Response::Blanks(parts().map(str::to_owned).collect()),
        Kind::Match => Response::Pairs(
            parts().filter_map(|part| part.split_once('=')).map(|(p, o)| (id(p), id(o))).collect(),
        ),
        Kind::Order => Response::Order(ids().collect()),
    }
}

/// A response, its points, and whether it is the key.
type Case = (String, String, bool);

/// The cases of the table, item by item.
fn cases() -> Vec<(Item, Vec<Case>)> {
    let mut cases = Vec::new();
    for part in CASES.split("\n====\n") {
        let (markdown, lines) =
            part.split_once("\n----\n").expect("a line between an item and its responses");
        let line = |line: &str| {
            let (response, points) = line.rsplit_once("=>").expect("an arrow before the points");
            let points = points.trim();
            (response.trim().to_owned(), points.trim_end_matches('*').to_owned(), points.ends_with('*'))
        };
        cases.push((item(markdown), lines.lines().filter(|line| !line.is_empty()).map(line).collect()));
    }
    cases
}

#[test]
fn responses_earn_what_the_table_says() {
    let mut n_cases = 0;
    let mut seen: BTreeSet<(Kind, Scoring)> = BTreeSet::new();
    let mut wrong = Vec::new();
    for (item, responses) in cases() {
        let kind = item.interaction.kind();
        seen.insert((kind, item.scoring));
        for (text, points, correct) in responses {
            n_cases += 1;
            let found = score(&item, &response(kind, &text));
            let found = (found.points.normalize().to_string(), found.correct);
            if found != (points.clone(), correct) {
                wrong.push(format!("{} [{text}]: {found:?}, not {points} {correct}", item.id.value));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_cases >= 150, "only {n_cases} cases");
    let possible = Kind::ALL.iter().flat_map(|kind| kind.scorings().iter().map(|scoring| (*kind, *scoring)));
    let missing: Vec<(Kind, Scoring)> = possible.filter(|case| !seen.contains(case)).collect();
    assert_eq!(missing, []);
}

#[test]
fn the_key_earns_all_points_and_nothing_earns_none() {
    for (item, _) in cases() {
        let empty = match item.interaction.kind() {
            Kind::Single | Kind::Multiple | Kind::TrueFalse => Response::Choices(BTreeSet::new()),
            Kind::Numeric | Kind::Text | Kind::Essay => Response::Text(" ".to_owned()),
            Kind::Blanks => Response::Blanks(Vec::new()),
            Kind::Match => Response::Pairs(BTreeMap::new()),
            Kind::Order => Response::Order(Vec::new()),
        };
        let nothing = score(&item, &empty);
        assert_eq!((nothing.points, nothing.correct), (Decimal::ZERO, false), "{}", item.id.value);
        match key_response(&item) {
            Some(key) => {
                let full = score(&item, &key);
                assert_eq!((full.points, full.correct), (item.points, true), "{}", item.id.value);
                assert!(
                    !full.awaits_person && full.parts.iter().all(|part| part.correct),
                    "{}",
                    item.id.value
                );
            }
            None => assert!(nothing.awaits_person, "{}", item.id.value),
        }
    }
}

/// Picks names out of an item's own, so that random responses come near to right ones.
fn picked(item: &Item, picks: &[usize]) -> Response {
    let pick = |names: &[ChoiceId]| -> Vec<ChoiceId> {
        picks.iter().filter_map(|pick| names.get(pick % (names.len() + 1)).cloned()).collect()
    };
    match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            let names: Vec<ChoiceId> =
                item.interaction.choices().iter().map(|choice| choice.id.clone()).collect();
            Response::Choices(pick(&names).into_iter().collect())
        }
        Interaction::Matching(matching) => {
            let options: Vec<ChoiceId> = matching.options().iter().map(|option| option.id.clone()).collect();
            Response::Pairs(
                matching.prompts().iter().map(|prompt| prompt.id.clone()).zip(pick(&options)).collect(),
            )
        }
        Interaction::Ordering(ordering) => {
            let names: Vec<ChoiceId> = ordering.steps().iter().map(|step| step.id.clone()).collect();
            Response::Order(pick(&names))
        }
        Interaction::Blanks(blanks) => {
            let keys: Vec<String> =
                blanks.as_slice().iter().map(qbank_model::interaction::Blank::key).collect();
            let typed =
                picks.iter().map(|pick| keys.get(pick % (keys.len() + 1)).cloned().unwrap_or_default());
            Response::Blanks(typed.collect())
        }
        Interaction::Number(_) | Interaction::Text(_) | Interaction::Essay(_) => {
            Response::Text(picks.first().map(usize::to_string).unwrap_or_default())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn points_never_leave_their_range(picks in proptest::collection::vec(0_usize..40, 0..12)) {
        for (item, _) in cases() {
            let found = score(&item, &picked(&item, &picks));
            prop_assert!(found.points >= Decimal::ZERO && found.points <= found.max, "{}", item.id.value);
            prop_assert!(!found.correct || found.points == found.max, "{}", item.id.value);
        }
    }

    #[test]
    fn the_order_of_choices_changes_no_score(
        picks in proptest::collection::vec(0_usize..6, 0..4),
        turn in 0_usize..5,
    ) {
        let choices = ["- [x] one {#one}", "- [ ] two {#two score=-0.25}", "- [x] three {#three score=0.75}", "- [ ] four {#four}", "- [ ] five {#five}"];
        let turned: Vec<&str> = (0..5).map(|idx| choices[(idx * 2 + turn) % 5]).collect();
        let [written, turned] = [choices.to_vec(), turned].map(|choices| {
            item(&format!("## Which two? (Choose two.) {{#a}}\n\n{}\n", choices.join("\n")))
        });
        let Response::Choices(names) = picked(&written, &picks) else { unreachable!("the item has choices") };
        let response = Response::Choices(names);
        prop_assert_eq!(score(&written, &response), score(&turned, &response));
    }

    #[test]
    fn what_is_typed_never_panics(text in "\\PC{0,60}") {
        for (item, _) in cases() {
            score(&item, &Response::Text(text.clone()));
            score(&item, &Response::Blanks(vec![text.clone(); 3]));
        }
    }
}
