//! `similar-items`: items that read so much alike that one may help to answer the other.

use qbank_model::{Code, Confidence, Diagnostic, Item, Meta, Severity};

use crate::alike::{Likeness, Pair};
use crate::rule::{Context, Rule};

/// Finds items that read like earlier ones and that nothing keeps off one form.
pub(super) struct SimilarItems;

static META: Meta = Meta {
    name: "similar-items",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("similar_items.md"),
};

impl Rule for SimilarItems {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn compares_items(&self) -> bool {
        true
    }

    fn check_bank(&self, cx: &mut Context) {
        let open: Vec<&Pair> = cx.alike.iter().filter(|pair| is_open(pair)).collect();
        for of_one in open.chunk_by(|pair, next| pair.second.id.span == next.second.id.span) {
            let item = of_one[0].second;
            let names: Vec<String> = of_one.iter().map(|pair| format!("`{}`", pair.first.id.value)).collect();
            let message = format!("`{}` reads much like {}", item.id.value, names.join(", "));
            let mut finding = Diagnostic::new(self.code(), item.id.span, message);
            for pair in of_one {
                finding = finding.also(pair.first.id.span, "it reads like this one");
            }
            let enemies: Vec<String> =
                of_one.iter().map(|pair| format!("\"{}\"", pair.first.id.value)).collect();
            let help = format!("keep them off one form: `enemies = [{}]`", enemies.join(", "));
            cx.report(finding.help(help).of_item(Some(item.into())));
        }
    }
}

/// Tells whether nobody has yet said that two similar items belong together or apart.
fn is_open(pair: &Pair) -> bool {
    let (first, second) = (pair.first, pair.second);
    let case = |item: &Item| item.stimulus.as_ref().map(|case| case.id.value.clone());
    let share_a_case = case(first).is_some() && case(first) == case(second);
    let are_enemies = first.names_as_enemy(second) || second.names_as_enemy(first);
    pair.likeness == Likeness::Similar && !share_a_case && !are_enemies
}
