//! `uninformative-alt-text`: words for a picture that do not say what it shows.

use qbank_model::content::Image;
use qbank_model::{Code, Confidence, Content, Diagnostic, Inline, Item, ItemName, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::cases;

/// Finds pictures whose words are a file name or say no more than that there is a picture.
pub(super) struct UninformativeAltText;

static META: Meta = Meta {
    name: "uninformative-alt-text",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("uninformative_alt_text.md"),
};

/// Words that say that there is a picture.
const PICTURE: [&str; 17] = [
    "chart",
    "diagram",
    "drawing",
    "fig",
    "figure",
    "graph",
    "graphic",
    "illustration",
    "image",
    "img",
    "photo",
    "pic",
    "picture",
    "plot",
    "screenshot",
    "table",
    "untitled",
];

impl Rule for UninformativeAltText {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        if cx.bank.media.is_empty() {
            return;
        }
        let case = item.stimulus.as_ref().map(|case| &case.content);
        let own = item.texts().into_iter().filter(|text| !case.is_some_and(|case| std::ptr::eq(*text, case)));
        for text in own {
            self.check_text(text, item, cx);
        }
    }

    fn check_bank(&self, cx: &mut Context) {
        for (item, case) in cases(cx.bank) {
            self.check_text(&case.content, item, cx);
        }
    }
}

impl UninformativeAltText {
    fn check_text(&self, text: &Content, item: &Item, cx: &mut Context) {
        text.for_each_inline(&mut |inline| {
            if let Inline::Image(image) = inline
                && !informs(image)
            {
                let message = format!("\"{}\" does not say what the picture shows", image.alt);
                let finding = Diagnostic::new(self.code(), image.path.span, message);
                let finding = finding.help("say what a learner has to see in it, but not the answer");
                cx.report(finding.of_item(Some(ItemName::from(item))));
            }
        });
    }
}

/// Tells whether the words of a picture are more than its file's name and more than "picture 2".
fn informs(image: &Image) -> bool {
    let plain = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let alt = plain(&image.alt);
    let name = image.path.value.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_name = alt == plain(name) || alt == plain(stem);
    let is_bare = |word: &String| PICTURE.contains(&word.as_str()) || word.chars().all(char::is_numeric);
    // A name of several words may be a good description of its own.
    let describes = is_name && alt != plain(name) && image.alt.contains(char::is_whitespace);
    (!is_name || describes) && !alt.iter().all(is_bare)
}
