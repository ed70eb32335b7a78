//! An item as the fields of a note: HTML that reads well without a script, and that the card's script makes tappable.

use std::borrow::Cow;
use std::fmt::Write as _;

use qbank_model::content::Content;
use qbank_model::date::Date;
use qbank_model::item::{Outcomes, Stimulus};
use qbank_model::scoring::share_of;
use qbank_model::{Bank, Choice, Decimal, Interaction, Item, Revision, Scoring, Status};

use super::note_type::N_FIELDS;
use super::text::field;
use crate::escape::{push_attribute, push_text};
use crate::html::Html;

/// Writes an item.
#[derive(Clone, Copy)]
pub(super) struct FieldWriter<'a> {
    /// The bank, for what an item does not say itself.
    pub(super) bank: &'a Bank,
    /// How rich text is written.
    pub(super) html: Html<'a>,
    /// The version of the item's meaning.
    pub(super) revision: &'a Revision,
}

impl FieldWriter<'_> {
    /// Returns the fields in the note type's order, the spare ones empty.
    pub(super) fn fields(&self, item: &Item) -> [String; N_FIELDS] {
        let fields = [
            item.id.value.as_str().to_owned(),
            self.stem(item),
            self.options(item),
            self.key(item),
            self.rationale(item),
            self.meta(item),
            self.source(item),
            flags(item),
            retirement(item),
            String::new(),
            String::new(),
        ];
        fields.map(field)
    }

    fn stem(&self, item: &Item) -> String {
        let mut out = self.opened("div", item);
        if let Some(stimulus) = &item.stimulus {
            self.push_case(stimulus, &mut out);
        }
        if !item.title.is_empty() {
            let _ = write!(out, "<div class=\"title\">{}</div>", self.html.inline(&item.title));
        }
        self.html.with_notes("stem").write_block(&item.stem, &mut out);
        for (idx, hint) in item.hints.iter().enumerate() {
            let number = if item.hints.len() > 1 { format!(" {}", idx + 1) } else { String::new() };
            let _ = write!(out, "<details class=\"hint\"><summary>Hint{number}</summary>");
            self.html.with_notes(&format!("hint{}", idx + 1)).write_block(hint, &mut out);
            out.push_str("</details>");
        }
        out.push_str("</div>");
        out
    }

    fn push_case(&self, stimulus: &Stimulus, out: &mut String) {
        let title = self.html.inline(&stimulus.title);
        let _ = write!(out, "<details class=\"case\"><summary>Case: {title}</summary>");
        self.html.with_notes("case").write_block(&stimulus.content, out);
        out.push_str("</details>");
    }

    /// Returns the choices, each with its reason.
    pub(super) fn choices(&self, item: &Item) -> String {
        let mut out = self.opened("ol type=\"A\"", item);
        for choice in item.interaction.choices() {
            out.extend(["<li data-k=\"", choice.id.as_str(), "\""]);
            if item.interaction.is_key(&choice.id) {
                out.push_str(" data-key=\"\"");
            }
            if choice.fixed {
                out.push_str(" data-pin=\"\"");
            }
            let share = share(item, choice);
            if !share.is_zero() {
                let _ = write!(out, " data-share=\"{share}\"");
            }
            out.push('>');
            self.html.write_tight(&choice.content, &mut out);
            if let Some(feedback) = &choice.feedback {
                out.push_str("<div class=\"why\">");
                self.html.with_notes(&format!("why-{}", choice.id)).write_block(feedback, &mut out);
                out.push_str("</div>");
            }
            out.push_str("</li>");
        }
        out.push_str("</ol>");
        out
    }

    fn rationale(&self, item: &Item) -> String {
        let outcomes = outcome_parts(item.outcomes());
        if item.rationale.is_none() && outcomes.is_empty() {
            return String::new();
        }
        let mut out = self.opened("div", item);
        for (classes, when, content) in outcomes {
            let _ = write!(
                out,
                "<div class=\"outcome {classes}\"><strong class=\"when\">After a {when} answer:</strong>"
            );
            let notes = classes.split(' ').next().unwrap_or_default();
            self.html.with_notes(notes).write_block(content, &mut out);
            out.push_str("</div>");
        }
        if let Some(rationale) = &item.rationale {
            self.html.with_notes("rationale").write_block(rationale, &mut out);
        }
        out.push_str("</div>");
        out
    }

    fn source(&self, item: &Item) -> String {
        if item.references.is_empty() && item.details.references.is_empty() {
            return String::new();
        }
        let mut out = self.opened("ul", item);
        for (idx, reference) in item.references.iter().enumerate() {
            out.push_str("<li>");
            self.html.with_notes(&format!("source{}", idx + 1)).write_tight(reference, &mut out);
            out.push_str("</li>");
        }
        for reference in &item.details.references {
            push_element("li", reference, &mut out);
        }
        out.push_str("</ul>");
        out
    }

    /// Returns the small print: where the item belongs, what it is worth, which version this is, where to report it.
    fn meta(&self, item: &Item) -> String {
        let mut out = String::new();
        for words in self.small_print(item).into_iter().flatten() {
            push_element("span", &words, &mut out);
            out.push(' ');
        }
        if let Some(address) = self.report_address(item) {
            out.push_str("<a rel=\"noopener noreferrer\" href=\"");
            push_attribute(&address, &mut out);
            out.push_str("\">Report a fault</a>");
        }
        out
    }

    fn small_print<'i>(&'i self, item: &'i Item) -> [Option<Cow<'i, str>>; 9] {
        let details = &item.details;
        let objective = item.objective.as_ref().map(|objective| {
            let known = self.bank.blueprint().and_then(|blueprint| blueprint.objective(&objective.value));
            known.map_or(objective.value.as_str(), |known| known.title.as_str())
        });
        let points = (item.points != Decimal::ONE).then(|| format!("{} points", item.points.normalize()));
        let difficulty = details.difficulty.map(|share| share * Decimal::ONE_HUNDRED);
        [
            self.bank.place(item).map(|domain| domain.title.as_str().into()),
            objective.map(Cow::from),
            item.level.map(|level| level.as_str().into()),
            points.map(Cow::from),
            details.seconds.map(|seconds| format!("{seconds} s").into()),
            difficulty.map(|percent| format!("{} % expected right", percent.normalize()).into()),
            (!details.tags.is_empty()).then(|| details.tags.join(", ").into()),
            Some(format!("{} · revision {}", item.id.value, self.revision).into()),
            details.license.as_ref().or(self.bank.info.license.as_ref()).map(|name| name.as_str().into()),
        ]
    }

    /// An id holds only characters that stand for themselves in an address, so it needs no escape there.
    fn report_address(&self, item: &Item) -> Option<String> {
        let pattern = self.bank.info.report_url.as_deref()?;
        let leads_out = ["https://", "http://", "mailto:"].iter().any(|scheme| pattern.starts_with(scheme));
        leads_out.then(|| pattern.replace("{id}", item.id.value.as_str()))
    }

    /// Opens an element in the item's language, which browsers read aloud and hyphenate by.
    pub(super) fn opened(&self, element: &str, item: &Item) -> String {
        let mut out = String::with_capacity(1_024);
        let language = item.details.language.as_deref().unwrap_or(&self.bank.info.language);
        out.extend(["<", element, " lang=\""]);
        push_attribute(language, &mut out);
        out.push_str("\">");
        out
    }
}

/// Returns the words that the card's script and style go by. A true-false pair keeps its order, which is its habit.
fn flags(item: &Item) -> String {
    let mut flags = item.interaction.kind().as_str().to_owned();
    if item.shuffle
        && matches!(item.interaction, Interaction::SingleChoice(_) | Interaction::MultipleChoice(_))
    {
        flags.push_str(" shuffle");
    }
    if item.scoring != Scoring::AllOrNothing {
        flags.push(' ');
        flags.push_str(item.scoring.as_str());
    }
    if item.status == Status::Retired {
        flags.push_str(" retired");
    }
    flags
}

/// Returns what a learner who has the card of a retired item has to know.
fn retirement(item: &Item) -> String {
    match item.status {
        Status::Retired => {
            "<p>This question is retired: it is no longer part of the bank. Suspend or delete it.</p>"
                .to_owned()
        }
        Status::Draft | Status::Review | Status::Approved => String::new(),
    }
}

const CORRECTED: &str = "<p>The right answer was corrected on ";

/// Returns what a learner has to know who has learned another key.
pub(super) fn correction(day: Date) -> String {
    format!("{CORRECTED}{day}.</p>")
}

/// Reads the day off what [`correction`] wrote.
pub(super) fn correction_in(notices: &str) -> Option<Date> {
    let (_, rest) = notices.split_once(CORRECTED)?;
    let mut parts = rest.split_once(".</p>")?.0.splitn(3, '-');
    let mut number = || parts.next()?.parse::<u16>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Returns what picking the choice earns where the item has partial credit; it chooses the feedback, not the verdict.
fn share(item: &Item, choice: &Choice) -> Decimal {
    match item.scoring {
        Scoring::PerChoice => share_of(&item.interaction, choice).round_dp(6).normalize(),
        Scoring::AllOrNothing | Scoring::PerPart | Scoring::AdjacentPairs => Decimal::ZERO,
    }
}

/// Returns the texts for after the attempt: their classes on the card, the words that name the case, and the text.
///
/// Without a text for partly right answers, the one for wrong answers serves them too.
fn outcome_parts(outcomes: &Outcomes) -> Vec<(&'static str, &'static str, &Content)> {
    let Outcomes { correct, incorrect, partial } = outcomes;
    let wrong = if partial.is_some() { "if-wrong" } else { "if-wrong if-partly" };
    let parts =
        [("if-right", "right", correct), ("if-partly", "partly right", partial), (wrong, "wrong", incorrect)];
    parts.into_iter().filter_map(|(classes, when, text)| Some((classes, when, text.as_ref()?))).collect()
}

fn push_element(element: &str, text: &str, out: &mut String) {
    out.extend(["<", element, ">"]);
    push_text(text, out);
    out.extend(["</", element, ">"]);
}
