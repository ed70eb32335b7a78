//! Attributes: in the order of the manual, one space around each equals sign; comments stay with what they stand at.

use std::ops::Range;

use toml_edit::{DocumentMut, RawString};

use super::edits::Edits;
use crate::attributes::Place;

/// Lays out the TOML in a part of the text.
pub(super) fn lay_out(range: Range<usize>, edits: &mut Edits) {
    if !edits.is_sound(&range) {
        return;
    }
    let toml = edits.text()[range.clone()].replace("\r\n", "\n");
    if let Some(arranged) = arranged(&toml) {
        edits.put(range, &arranged);
    }
}

/// Returns the same TOML in the usual order; tables stand below the attributes of the item and stay in theirs, because the
/// order of variables decides what is drawn.
fn arranged(toml: &str) -> Option<String> {
    let mut document: DocumentMut = toml.parse().ok()?;
    let known = Place::Item.keys();
    let rank = |key: &str| known.iter().position(|known| *known == key).unwrap_or(known.len());
    let root = document.as_table_mut();
    for (mut key, value) in root.iter_mut() {
        if let Some(value) = value.as_value_mut() {
            key.leaf_decor_mut().set_suffix(" ");
            value.decor_mut().set_prefix(" ");
            let comment = value.decor().suffix().and_then(RawString::as_str).unwrap_or_default();
            if comment.trim().is_empty() {
                value.decor_mut().set_suffix("");
            }
        }
    }
    root.sort_values_by(|one, _, other, _| rank(one.get()).cmp(&rank(other.get())));
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_get_their_order() {
        for (toml, expected) in [
            ("level=\"apply\"\nobjective  = \"a\"\n", "objective = \"a\"\nlevel = \"apply\"\n"),
            (
                "# why\ntags = [\"b\"]  # all\n\n# first\ntype = \"single\"\n",
                "\n# first\ntype = \"single\"\n# why\ntags = [\"b\"]  # all\n",
            ),
            (
                "points = 2\nlevel = \"apply\"\n[calc]\nb = \"a + 1\"\na = \"1\"\n# end\n",
                "level = \"apply\"\npoints = 2\n[calc]\nb = \"a + 1\"\na = \"1\"\n# end\n",
            ),
            ("calc.b = \"1\"\nlevel = \"apply\"\n", "level = \"apply\"\ncalc.b = \"1\"\n"),
        ] {
            assert_eq!(arranged(toml).as_deref(), Some(expected));
            assert_eq!(arranged(expected).as_deref(), Some(expected), "twice");
        }
    }

    #[test]
    fn what_is_no_toml_stays() {
        assert_eq!(arranged("level = \n"), None);
    }
}
