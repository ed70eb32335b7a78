//! `image-too-large`: a picture that takes long to load.

use std::collections::BTreeSet;

use qbank_model::{Code, Confidence, Diagnostic, ItemName, MediaPath, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds pictures with more bytes than a picture needs.
pub(super) struct ImageTooLarge {
    /// The most kilobytes, of 1,000 bytes, that a picture may have.
    pub(super) kilobytes: u32,
}

static META: Meta = Meta {
    name: "image-too-large",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("image_too_large.md"),
};

/// Endings of pictures; what plays is long by its nature.
const PICTURES: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

impl Rule for ImageTooLarge {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::count("kilobytes", &mut self.kilobytes, 0..=1_000_000)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let most = u64::from(self.kilobytes) * 1_000;
        let is_large =
            |path: &MediaPath, bytes: u64| bytes > most && PICTURES.contains(&path.extension().as_str());
        let media = cx.bank.media.iter().filter(|(path, medium)| is_large(path, medium.bytes));
        let mut large: BTreeSet<&MediaPath> = media.map(|(path, _)| path).collect();
        if large.is_empty() {
            return;
        }
        for item in cx.bank.items() {
            for path in item.texts().into_iter().flat_map(|text| text.files()) {
                if large.remove(&path.value) {
                    // It was found among the media.
                    let bytes = cx.bank.media.get(&path.value).map_or(0, |medium| medium.bytes);
                    let message = format!(
                        "{} has {} kB, more than {}",
                        path.value,
                        bytes.div_ceil(1_000),
                        self.kilobytes
                    );
                    let finding = Diagnostic::new(self.code(), path.span, message);
                    let finding = finding.help("save it smaller, or as a drawing (SVG)");
                    cx.report(finding.of_item(Some(ItemName::from(item))));
                }
            }
        }
    }
}
