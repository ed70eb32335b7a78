//! Writes the known spellings into one sorted text, which a program reads where it lies.
//!
//! The lists of `typos-dict` and `typos-vars` are maps of strings: 175,000 pointers that the system sets anew at every
//! start of a program that holds them, and 11 MiB of its memory.

#![expect(clippy::disallowed_methods, reason = "a build script writes into the folder that cargo names")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use dictgen::{TrieChild, TrieNode};
use typos_vars::{Category, CategorySet, VARS, VariantsMap, corrections};

/// A word's homes, and what each English writes for it.
type Variants = &'static [(u8, &'static VariantsMap)];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut spellings = BTreeMap::new();
    for (word, meant) in typos_dict::WORD.map.entries() {
        spellings.insert(word.into_inner().to_lowercase(), meant.join("|"));
    }
    // Whoever writes another English makes no slip, so these come last.
    add_variants(VARS.root, "", &mut spellings);
    let mut table = String::new();
    for (word, meant) in spellings {
        writeln!(table, "{word}\t{meant}").map_err(io::Error::other)?;
    }
    let folder = std::env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder"))?;
    std::fs::write(Path::new(&folder).join("spellings.tsv"), table)
}

/// Adds the words that begin with some letters and are not right in every English.
fn add_variants(node: &TrieNode<Variants>, letters: &str, spellings: &mut BTreeMap<String, String>) {
    let mut add = |ending: &str, variants: Variants| {
        if let Some((homes, meant)) = variants.first() {
            let word = format!("{letters}{ending}");
            let [american, british] = [Category::American, Category::BritishIse].map(|english| {
                if CategorySet::from_bits_truncate(*homes).contains(english) {
                    return String::new();
                }
                let meant = corrections(english, **meant);
                // Oxford writes -ize, which is British too.
                let is_oxford =
                    english == Category::BritishIse && meant.contains(&&*word.replace("iz", "is"));
                if is_oxford { String::new() } else { meant.join("|") }
            });
            spellings.insert(word, format!("{american}\t{british}"));
        }
    };
    if let Some(variants) = node.value {
        add("", variants);
    }
    match &node.children {
        TrieChild::Flat(endings) => {
            endings.keys.iter().zip(endings.values).for_each(|(ending, variants)| add(ending.0, variants));
        }
        TrieChild::Nested(children) => {
            for (letter, child) in ('a'..='z').zip(*children) {
                if let Some(child) = child {
                    add_variants(child, &format!("{letters}{letter}"), spellings);
                }
            }
        }
    }
}
