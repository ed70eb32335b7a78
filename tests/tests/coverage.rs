//! Whole forms: what is assembled keeps every promise, by a reading that knows nothing of the assembly.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use qbank_lint::coverage::{Assembly, Obstacle, Wish, is_published};
use qbank_model::{Bank, FileId, Item};
use qbank_syntax::{Dialect, Source, blueprint_file, parse};
use qbank_tests::{BANKS, TestBank};

/// Returns which promises a form breaks: its size and domains, its cases, its enemies, what it shares.
fn broken_promises(bank: &Bank, pool: &[&Item], wish: Wish, forms: &[Vec<&Item>]) -> Vec<String> {
    let mut broken = Vec::new();
    let quotas = bank.blueprint().expect("a blueprint").quotas(wish.n_items);
    let domain = |item: &Item| bank.place(item).map(|domain| domain.id.clone());
    let case = |item: &Item| item.stimulus.as_ref().map(|case| case.id.value.clone());
    let ids = |form: &[&Item]| form.iter().map(|item| item.id.value.clone()).collect::<BTreeSet<_>>();
    for (idx, form) in forms.iter().enumerate() {
        if ids(form).len() != wish.n_items as usize || form.len() != ids(form).len() {
            broken.push(format!("form {idx} has {} items", form.len()));
        }
        for (plan, quota) in bank.blueprint().expect("a blueprint").domains().iter().zip(&quotas) {
            let count = form.iter().filter(|item| domain(item).as_ref() == Some(&plan.id)).count();
            if count != *quota as usize {
                broken.push(format!("form {idx} has {count} of {}", plan.id));
            }
        }
        let cases: BTreeSet<_> = form.iter().filter_map(|item| case(item)).collect();
        let placed = pool.iter().filter(|item| domain(item).is_some());
        let torn = placed.filter(|item| case(item).is_some_and(|case| cases.contains(&case)));
        broken.extend(torn.filter(|item| !ids(form).contains(&item.id.value)).map(|item| {
            let id = &item.id.value;
            format!("form {idx} has the case of {id} without it")
        }));
        for item in form {
            let enemies = item.details.enemies.iter().map(|enemy| enemy.value.as_str());
            let there = enemies.filter(|enemy| ids(form).iter().any(|id| id.as_str() == *enemy));
            broken.extend(
                there.map(|enemy| format!("form {idx} has the enemies {enemy} and {}", item.id.value)),
            );
        }
        for (other_idx, other) in forms[..idx].iter().enumerate() {
            let n_shared = ids(form).intersection(&ids(other)).count();
            if n_shared > wish.most_shared as usize {
                broken.push(format!("forms {other_idx} and {idx} share {n_shared}"));
            }
        }
    }
    broken
}

fn forms<'b>(assembly: &Assembly<'b>) -> Vec<Vec<&'b Item>> {
    assembly.forms.iter().map(|form| form.items.clone()).collect()
}

#[test]
fn the_shipped_bank_makes_two_exams_with_at_most_a_third_in_common() {
    let bank = TestBank::open(BANKS[0]).checked.bank;
    let blueprint = bank.blueprint().expect("the bank has a blueprint");
    let n_items = blueprint.form().expect("the exam has a form").items;
    let pool: Vec<&Item> = bank.items().filter(|item| is_published(&bank, item)).collect();
    let wish = Wish { n_items, n_forms: 2, most_shared: n_items / 3 };
    let assembly = Assembly::new(blueprint, &pool, wish);
    let found = forms(&assembly);
    assert_eq!(found.len(), 2, "{:?}", assembly.obstacle);
    assert_eq!(broken_promises(&bank, &pool, wish, &found), [""; 0]);
    let n_cases = found[0].iter().filter(|item| item.stimulus.is_some()).count();
    assert!(n_cases > 0, "no case is on the form, so that nothing is shown of cases");
}

#[test]
fn the_reading_finds_planted_faults() {
    let bank = TestBank::open(BANKS[0]).checked.bank;
    let pool: Vec<&Item> = bank.items().filter(|item| is_published(&bank, item)).collect();
    let wish = Wish { n_items: 150, n_forms: 2, most_shared: 50 };
    let sound = forms(&Assembly::new(bank.blueprint().expect("a blueprint"), &pool, wish));
    let case_at = sound[0].iter().position(|item| item.stimulus.is_some()).expect("a case is on the form");
    let torn = sound[0][case_at];
    let is_like = |item: &&&Item| item.stimulus.is_none() && bank.place(item) == bank.place(torn);
    let free =
        *sound[1].iter().find(is_like).expect("the other form has an item of the domain outside a case");
    let put = |at: usize, item| {
        let mut forms = sound.clone();
        forms[0][at] = item;
        forms
    };
    let (first, second) = (&sound[0], &sound[1]);
    for (fault, forms) in [
        ("an item too few", vec![first[1..].to_vec(), second.clone()]),
        ("an item twice", put(1, first[0])),
        ("another domain", put(0, second[149])),
        ("a torn case", put(case_at, free)),
        ("the same form again", vec![first.clone(), first.clone()]),
    ] {
        assert!(!broken_promises(&bank, &pool, wish, &forms).is_empty(), "{fault} is not found");
    }
}

/// A made-up item: its domain, its case, and the number of an item that it must not stand with.
type Made = (usize, Option<usize>, Option<usize>);

const DOMAINS: [(&str, u32); 3] = [("ash", 50), ("birch", 30), ("cedar", 20)];

/// Makes a bank of items; those of a case follow each other under its heading.
fn bank_of(items: &[Made]) -> Bank {
    let mut text = String::new();
    let mut by_case: BTreeMap<Option<usize>, Vec<(usize, Made)>> = BTreeMap::new();
    for (number, made) in items.iter().enumerate() {
        by_case.entry(made.1).or_default().push((number, *made));
    }
    for (case, items) in by_case {
        let marks = if case.is_some() { "###" } else { "##" };
        if let Some(case) = case {
            let _ = writeln!(text, "## Case {{#case-{case} .case}}\n\nA firm sells pumps.\n");
        }
        for (number, (domain, _, enemy)) in items {
            let domain = DOMAINS[domain].0;
            let enemy = enemy.map_or(String::new(), |enemy| format!("enemies = [\"i-{enemy}\"]\n"));
            let _ = writeln!(
                text,
                "{marks} Which of them is {number}? {{#i-{number}}}\n\n```toml item\ndomain = \"{domain}\"\n{enemy}```\n\n- [x] This\n- [ ] That\n"
            );
        }
    }
    let mut blueprint = "id = \"trees\"\ntitle = \"Trees\"\n".to_owned();
    for (id, percent) in DOMAINS {
        let _ = writeln!(
            blueprint,
            "[[domain]]\nid = \"{id}\"\ntitle = \"{id}\"\nweight = {{ percent = {percent}, status = \"house\", source = \"ours\" }}"
        );
    }
    let blueprint = blueprint_file::read(FileId(0), &blueprint).expect("a blueprint");
    let source = Source { file: FileId(1), path: "items/ash/all.md", text: &text, domain: None };
    let entries = parse(&source, &Dialect::default()).entries;
    let info = TestBank::open(BANKS[1]).checked.bank.info;
    Bank::new(info, vec![blueprint], BTreeMap::new()).with_entries(entries)
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let case = prop_oneof![4 => Just(None), 1 => (0usize..6).prop_map(Some)];
    let enemy = prop_oneof![5 => Just(None), 1 => (0usize..60).prop_map(Some)];
    proptest::collection::vec((0..DOMAINS.len(), case, enemy), 5..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn forms_keep_their_promises(items in made(), n_items in 1u32..12, n_forms in 1u32..4, most_shared in 0u32..6) {
        let bank = bank_of(&items);
        let pool: Vec<&Item> = bank.items().collect();
        prop_assert_eq!(pool.len(), items.len());
        let wish = Wish { n_items, n_forms, most_shared };
        let assembly = Assembly::new(bank.blueprint().expect("a blueprint"), &pool, wish);
        prop_assert_eq!(broken_promises(&bank, &pool, wish, &forms(&assembly)), Vec::<String>::new());
        prop_assert_eq!(assembly.forms.len() < n_forms as usize, assembly.obstacle.is_some());
    }

    #[test]
    fn without_cases_and_enemies_two_forms_are_found_wherever_they_exist(
        domains in proptest::collection::vec(0..DOMAINS.len(), 5..60), n_items in 1u32..16, most_shared in 0u32..8
    ) {
        let items: Vec<Made> = domains.iter().map(|domain| (*domain, None, None)).collect();
        let bank = bank_of(&items);
        let pool: Vec<&Item> = bank.items().collect();
        let blueprint = bank.blueprint().expect("a blueprint");
        let assembly = Assembly::new(blueprint, &pool, Wish { n_items, n_forms: 2, most_shared });
        let have = |domain| domains.iter().filter(|other| **other == domain).count() as u32;
        let quotas = blueprint.quotas(n_items);
        let needed = quotas.iter().enumerate();
        let is_possible = needed.clone().all(|(domain, quota)| have(domain) >= *quota);
        let shared: u32 = needed.map(|(domain, quota)| (2 * quota).saturating_sub(have(domain))).sum();
        let expected = if !is_possible { 0 } else if shared > most_shared { 1 } else { 2 };
        prop_assert_eq!(assembly.forms.len(), expected, "{:?}", &assembly.obstacle);
        prop_assert!(!matches!(assembly.obstacle, Some(Obstacle::NotFound(_))));
    }
}
