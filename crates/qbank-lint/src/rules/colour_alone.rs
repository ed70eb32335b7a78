//! `colour-alone`: a text that tells parts of a picture apart by their colour.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Content, Diagnostic, Inline, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Wording, pattern, place_in};

/// Finds questions about a picture that only who sees its colours can answer.
pub(super) struct ColourAlone;

static META: Meta = Meta {
    name: "colour-alone",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("colour_alone.md"),
};

static COLOURED: LazyLock<Regex> = LazyLock::new(|| {
    let colours = "black|blue|brown|gr[ae]y|green|orange|pink|purple|red|violet|white|yellow|colou?red";
    let parts = "areas?|arrows?|bands?|bars?|blocks?|box(es)?|cells?|circles?|columns?|curves?|dots?|fields?|lines?|markers?|parts?|points?|regions?|rows?|sections?|segments?|shapes?|squares?|tiles?|triangles?";
    pattern(&format!(r"\b(dark |light |pale |bright )?({colours}) ({parts})\b"))
});

impl Rule for ColourAlone {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let item = wording.item;
        let case = item.stimulus.as_ref().map(|case| &case.content);
        let shown = case.into_iter().chain([&item.stem]).chain(item.interaction.texts());
        if !shown.into_iter().any(shows_a_picture) {
            return;
        }
        let choices = wording.choices().iter().map(|choice| (&choice.choice.content, choice.text.as_str()));
        let mut texts = std::iter::once((&item.stem, wording.stem().as_str())).chain(choices);
        let Some((content, found)) =
            texts.find_map(|(content, text)| Some((content, COLOURED.find(text)?.as_str())))
        else {
            return;
        };
        let place = place_in(content, found).unwrap_or(item.id.span);
        let message = format!("\"{found}\" can be told only by who sees colours");
        cx.report(
            Diagnostic::new(self.code(), place, message)
                .help("name the part, or give it a label or a pattern in the picture"),
        );
    }
}

fn shows_a_picture(content: &Content) -> bool {
    let mut shows = false;
    content.for_each_inline(&mut |inline| shows |= matches!(inline, Inline::Image(_)));
    shows
}
