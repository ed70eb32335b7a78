//! A question as a form that is answered by keyboard alone: buttons, boxes, menus and fields, nothing to drag.
//!
//! The page's script knows no question type. It reads `data-form` for the shape of a response and `data-part` for where
//! a part's mark goes.

use std::fmt::Write as _;

use qbank_formats::address::path_reference;
use qbank_formats::html::{Html, Markup, MathForm};
use qbank_model::interaction::{Blank, Blanks, Essay, Matching, Ordering, TypedNumber};
use qbank_model::{Bank, Block, Content, Inline, Interaction, Item, MediaPath, scrambled};

/// Writes rich text of a bank for the page.
pub(super) struct Writer<'b> {
    pub(super) bank: &'b Bank,
}

impl Writer<'_> {
    /// Hands out the writer of rich text, with this way to write gaps.
    fn with_gaps<R>(&self, gap: &dyn Fn(usize, &mut String), write: impl FnOnce(Html) -> R) -> R {
        let media = |path: &MediaPath| self.address(path);
        write(Html {
            markup: Markup::Html,
            math: MathForm::MathMl,
            media: &media,
            links_files: false,
            gap,
            slot: &qbank_formats::html::plain_slot,
            notes: None,
        })
    }

    /// The bytes' fingerprint stands in a picture's address, so that the page sees when they change.
    fn address(&self, path: &MediaPath) -> String {
        let print = self.bank.media.get(path).map(qbank_model::Medium::sha256_hex).unwrap_or_default();
        format!("/media/{}?{}", path_reference(path.as_str()), &print[..print.len().min(12)])
    }

    /// Returns content as blocks; its notes have ids that begin with `notes`.
    pub(super) fn block(&self, content: &Content, notes: &str) -> String {
        self.with_gaps(&qbank_formats::html::plain_gap, |html| html.with_notes(notes).block(content))
    }

    /// Returns content as a choice or a cell wants it.
    pub(super) fn tight(&self, content: &Content) -> String {
        self.with_gaps(&qbank_formats::html::plain_gap, |html| html.tight(content))
    }

    /// Returns a run of a line.
    pub(super) fn inline(&self, inlines: &[Inline]) -> String {
        self.with_gaps(&qbank_formats::html::plain_gap, |html| html.inline(inlines))
    }

    /// Returns plain text as it may stand between tags.
    pub(super) fn text(&self, text: &str) -> String {
        self.inline(&[Inline::Text(text.into())])
    }

    fn stem(&self, item: &Item) -> String {
        let gap = |number: usize, out: &mut String| match &item.interaction {
            Interaction::Blanks(blanks) => out.push_str(&self.gap(blanks, number)),
            _ => qbank_formats::html::plain_gap(number, out),
        };
        self.with_gaps(&gap, |html| html.with_notes("stem").block(&item.stem))
    }

    /// Returns the question with the form that answers it.
    pub(super) fn question(&self, item: &Item) -> String {
        let mut out = String::new();
        if let Some(case) = &item.stimulus {
            let (title, content) = (self.inline(&case.title), self.block(&case.content, "case"));
            let _ = write!(out, "<section class=\"case\"><h3>{title}</h3>{content}</section>");
        }
        let (form, answer) = self.answer(item);
        let stem = self.stem(item);
        let _ = write!(out, "<form data-form=\"{form}\"><div class=\"stem\">{stem}</div>{answer}");
        for (number, hint) in (1..).zip(&item.hints) {
            let hint = self.block(hint, &format!("hint-{number}"));
            let _ = write!(out, "<details class=\"hint\"><summary>Hint {number}</summary>{hint}</details>");
        }
        out.push_str(
            "<div class=\"actions\"><button type=\"submit\" class=\"primary\">Check answer</button>\
             <button type=\"button\" data-act=\"solve\">Show answer</button>\
             <button type=\"reset\">Start over</button></div></form>",
        );
        out
    }

    /// Returns the shape of a response, as `qbank schema responses` names it, and what takes the answer.
    fn answer(&self, item: &Item) -> (&'static str, String) {
        match &item.interaction {
            Interaction::SingleChoice(_) => ("choices", self.choices(item, "radio", "Choose one")),
            Interaction::MultipleChoice(_) => {
                ("choices", self.choices(item, "checkbox", "Choose all that apply"))
            }
            Interaction::TrueFalse(_) => ("choices", self.choices(item, "radio", "True or false?")),
            Interaction::Number(number) => ("text", self.number(number)),
            Interaction::Text(_) => ("text", field("Your answer", "")),
            Interaction::Blanks(_) => ("blanks", String::new()),
            Interaction::Matching(matching) => ("pairs", self.matching(matching, item.identity().as_str())),
            Interaction::Ordering(ordering) => ("order", self.ordering(ordering, item.identity().as_str())),
            Interaction::Essay(essay) => ("text", self.essay(essay)),
        }
    }

    fn choices(&self, item: &Item, kind: &str, legend: &str) -> String {
        let mut out = format!("<fieldset class=\"choices\"><legend>{legend}</legend>");
        for (letter, choice) in ('A'..).zip(item.interaction.choices()) {
            let (id, content) = (&choice.id, self.tight(&choice.content));
            let _ = write!(
                out,
                "<div class=\"choice\" data-choice=\"{id}\"><input type=\"{kind}\" name=\"choice\" id=\"choice-{id}\" \
                 value=\"{id}\"><label for=\"choice-{id}\"><span class=\"letter\">{letter}</span>\
                 <span class=\"content\">{content}</span></label><div class=\"told\"></div></div>"
            );
        }
        out + "</fieldset>"
    }

    fn number(&self, number: &TypedNumber) -> String {
        let names: Vec<String> = number.units().iter().map(|unit| self.text(&unit.name)).collect();
        field(
            "Your answer",
            &if names.is_empty() { String::new() } else { format!("in {}", names.join(" or ")) },
        )
    }

    fn gap(&self, blanks: &Blanks, gap_idx: usize) -> String {
        let number = gap_idx + 1;
        let (id, label) = (format!("gap-{number}"), format!("Gap {number}"));
        let field = match blanks.as_slice().get(gap_idx) {
            Some(Blank::DropDown(down)) => {
                let options =
                    down.options().iter().map(|words| format!("<option>{}</option>", self.text(words)));
                let options: String = options.collect();
                format!(
                    "<select id=\"{id}\" aria-label=\"{label}\" data-gap><option value=\"\">…</option>{options}</select>"
                )
            }
            Some(Blank::Number(_) | Blank::Text(_)) | None => {
                format!(
                    "<input id=\"{id}\" aria-label=\"{label}\" data-gap autocomplete=\"off\" spellcheck=\"false\">"
                )
            }
        };
        format!("<span class=\"gap\" data-part=\"{number}\">{field}</span>")
    }

    /// The menus hold words alone, so options with more in them stand beside them, by letter.
    fn matching(&self, matching: &Matching, identity: &str) -> String {
        let options = matching.options();
        let order = scrambled(identity, options.len());
        let lettered = || ('A'..).zip(&order).map(|(letter, idx)| (letter, &options[*idx]));
        let has_plain_words = options.iter().all(|option| is_plain(&option.content));
        let [left, right] = matching.header().each_ref().map(|header| self.tight(header));
        let mut out = String::new();
        if !has_plain_words {
            out.push_str("<ul class=\"options\">");
            for (letter, option) in lettered() {
                let content = self.tight(&option.content);
                let _ = write!(out, "<li><span class=\"letter\">{letter}</span><span>{content}</span></li>");
            }
            out.push_str("</ul>");
        }
        let mut menu = String::new();
        for (letter, option) in lettered() {
            let words = self.text(&option.content.to_text());
            let words = if has_plain_words { words } else { format!("{letter} · {words}") };
            let _ = write!(menu, "<option value=\"{}\">{words}</option>", option.id);
        }
        let _ = write!(
            out,
            "<table class=\"match\"><thead><tr>{}{}</tr></thead><tbody>",
            head(&left),
            head(&right)
        );
        for prompt in matching.prompts() {
            let (id, content) = (&prompt.id, self.tight(&prompt.content));
            // Its words name the menu: a formula is not read out everywhere.
            let name = self.text(&prompt.content.to_text()).replace('"', "&quot;");
            let _ = write!(
                out,
                "<tr data-part=\"{id}\"><td>{content}</td><td><select id=\"partner-{id}\" aria-label=\"{name}\" \
                 data-prompt=\"{id}\"><option value=\"\">Choose its partner</option>{menu}</select></td></tr>"
            );
        }
        out + "</tbody></table>"
    }

    fn ordering(&self, ordering: &Ordering, identity: &str) -> String {
        let steps = ordering.steps();
        let mut out = String::from(
            "<fieldset class=\"order\"><legend>Put these into their order, the first on top</legend><ol>",
        );
        for idx in scrambled(identity, steps.len()) {
            let (id, content) = (&steps[idx].id, self.tight(&steps[idx].content));
            let _ = write!(
                out,
                "<li data-step=\"{id}\" data-part=\"{id}\"><span class=\"content\" id=\"step-{id}\">{content}</span>\
                 <span class=\"moves\">{}{}</span></li>",
                move_button(id.as_str(), "up"),
                move_button(id.as_str(), "down")
            );
        }
        out + "</ol></fieldset>"
    }

    fn essay(&self, essay: &Essay) -> String {
        let rubric = self.rubric(essay);
        format!(
            "<div class=\"field\"><label for=\"typed\">Your answer</label><textarea id=\"typed\" rows=\"8\" data-typed>\
             </textarea></div><details class=\"rubric\"><summary>What earns points</summary>{rubric}</details>"
        )
    }

    /// Returns the criteria of an essay with their points.
    pub(super) fn rubric(&self, essay: &Essay) -> String {
        let mut out =
            format!("<table><thead><tr>{}{}</tr></thead><tbody>", head("Criterion"), head("Points"));
        for criterion in essay.criteria() {
            let (content, points) = (self.tight(&criterion.content), criterion.points.normalize());
            let _ = write!(out, "<tr><td>{content}</td><td class=\"number\">{points}</td></tr>");
        }
        out + "</tbody></table>"
    }
}

/// A cell over a column; one that says nothing heads nothing.
fn head(content: &str) -> String {
    if content.is_empty() { "<td></td>".to_owned() } else { format!("<th scope=\"col\">{content}</th>") }
}

fn field(label: &str, unit: &str) -> String {
    let (described, unit) = match unit {
        "" => ("", String::new()),
        unit => (" aria-describedby=\"unit\"", format!("<span class=\"unit\" id=\"unit\">{unit}</span>")),
    };
    format!(
        "<div class=\"field\" data-part=\"typed\"><label for=\"typed\">{label}</label><input id=\"typed\" data-typed \
         autocomplete=\"off\" spellcheck=\"false\"{described}>{unit}</div>"
    )
}

fn move_button(id: &str, way: &str) -> String {
    let arrow = if way == "up" { "↑" } else { "↓" };
    format!(
        "<button type=\"button\" id=\"{way}-{id}\" data-move=\"{way}\" aria-label=\"Move {way}\" \
         aria-labelledby=\"{way}-{id} step-{id}\">{arrow}</button>"
    )
}

/// Tells whether a menu can show a content as it is.
fn is_plain(content: &Content) -> bool {
    match &content.0[..] {
        [Block::Paragraph(inlines)] => inlines.iter().all(|inline| matches!(inline, Inline::Text(_))),
        _ => false,
    }
}
