//! Places for values, `{{name}}` or `{{name:format}}`, where an item has variables.

use qbank_model::content::PlainText;
use qbank_model::expression::Type;
use qbank_model::suggest::did_you_mean;
use qbank_model::template::{NumberFormat, OpenText, Piece, Placeholder, Slot, Variables};
use qbank_model::{Inline, Spanned};

use crate::codes;
use crate::content::Lowering;
use crate::masks::{Mask, MaskKind, place_at};

/// What becomes of the places in an item's text.
#[derive(Debug, Default)]
pub(crate) enum Places {
    /// The item has no variables: they stay as they are.
    #[default]
    Literal,
    /// The item's variables fill them.
    Open(Variables),
    /// The item's variables are broken, which was reported.
    Broken,
}

impl Lowering<'_, '_> {
    /// Lowers a place that stands in text.
    pub(crate) fn place(&mut self, mask: &Mask) -> Inline {
        let source = &self.document.text[mask.range.clone()];
        let span = self.document.span(mask.range.clone());
        let is_nested = self.document.text[..mask.range.start].ends_with('{');
        if is_nested && matches!(self.places, Places::Literal) {
            return Inline::Text(PlainText::written(source, span));
        }
        match self.placeholder(&self.document.text[mask.body.clone()], mask.range.clone()) {
            Some(place) => {
                let slot = Slot::Value(place);
                Inline::Slot(Box::new(Spanned::new(slot, span)))
            }
            None => Inline::Text(PlainText::written(source, span)),
        }
    }

    /// Lowers a formula with places in it; `None` where it has none, or they stay as they are.
    pub(crate) fn open_formula(&mut self, mask: &Mask, tex: &str) -> Option<Inline> {
        // Without variables, doubled braces are LaTeX's own.
        if !tex.contains("{{") || matches!(self.places, Places::Literal) {
            return None;
        }
        let open = self.open_text(tex, mask.range.clone());
        if open.is_fixed() {
            return None;
        }
        let slot = Slot::Math { tex: open, display: mask.kind == MaskKind::Display };
        Some(Inline::Slot(Box::new(Spanned::new(slot, self.document.span(mask.range.clone())))))
    }

    /// Splits a text at its places; what is wrong with one is reported at `range`.
    pub(crate) fn open_text(&mut self, text: &str, range: std::ops::Range<usize>) -> OpenText {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let Some(length) = place_at(&rest[start..]) else {
                push_text(&mut pieces, &rest[..start + 2]);
                rest = &rest[start + 2..];
                continue;
            };
            let place = self.placeholder(&rest[start + 2..start + length - 2], range.clone());
            push_text(&mut pieces, &rest[..start]);
            match place {
                Some(place) => pieces.push(Piece::Value(place)),
                None => push_text(&mut pieces, &rest[start..start + length]),
            }
            rest = &rest[start + length..];
        }
        push_text(&mut pieces, rest);
        OpenText(pieces)
    }

    /// Reads what stands between the braces; `None` where it stays text, which is reported.
    fn placeholder(&mut self, body: &str, range: std::ops::Range<usize>) -> Option<Placeholder> {
        let (name, format) = body.split_once(':').map_or((body, None), |(name, format)| (name, Some(format)));
        let name = name.trim();
        let variables = match &self.places {
            Places::Literal if self.told_literal => return None,
            Places::Literal => {
                self.told_literal = true;
                let message = format!("`{{{{{name}}}}}` stays as it is: the item has no variables");
                let finding = self.found(codes::LITERAL_PLACE, range, message);
                self.report(finding.help("declare it under `[vars]` or `[calc]`, or write a number"));
                return None;
            }
            Places::Broken => return None,
            Places::Open(variables) => variables,
        };
        let Some((variable, kind)) = variables.find(name) else {
            let names: Vec<&str> = variables.names().collect();
            let help = did_you_mean(name, &names);
            let finding = self.found(codes::UNKNOWN_VARIABLE, range, format!("no value is called `{name}`"));
            self.report(finding.help(help));
            return None;
        };
        let format = format.map(|format| read_format(format.trim()));
        let fault = match (kind, &format) {
            (Type::Truth, _) => Some("a yes or no cannot be printed: print `if(…, \"yes\", \"no\")`"),
            (Type::Text, Some(_)) => Some("a text has no number of decimals"),
            (_, Some(None)) => {
                Some("a format is a number of decimals from 0 to 15, perhaps with a comma before it")
            }
            _ => None,
        };
        if let Some(fault) = fault {
            let finding = self.found(codes::BROKEN_PLACE, range, fault);
            self.report(
                finding.help("write `{{name}}`, `{{name:2}}` or, with thousands in groups, `{{name:,2}}`"),
            );
            return None;
        }
        Some(Placeholder { variable, name: name.into(), format: format.flatten() })
    }
}

/// Reads `2`, `,2` or `,`.
fn read_format(format: &str) -> Option<NumberFormat> {
    let digits = format.strip_prefix(',').unwrap_or(format);
    let groups = digits.len() < format.len();
    if digits.is_empty() {
        return groups.then_some(NumberFormat { decimals: None, groups });
    }
    let decimals: u32 = digits.parse().ok().filter(|decimals| *decimals <= NumberFormat::MAX_DECIMALS)?;
    Some(NumberFormat { decimals: Some(decimals), groups })
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}
