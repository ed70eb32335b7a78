//! No file makes the parser panic or point outside the file, and equal files give equal findings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qbank_model::{FileId, Span};
use qbank_syntax::source_text::{self, FileBytes};
use qbank_syntax::{Dialect, Source, parse};

fuzz_target!(|bytes: &[u8]| {
    let file = FileId(0);
    let bytes = FileBytes { start: bytes.to_vec(), length: bytes.len() as u64 };
    let Ok(text) = source_text::decode(file, bytes) else { return };
    let source = Source { file, path: "items/inventory/fuzz.md", text: &text, domain: Some("inventory") };
    let dialect = Dialect::default();
    let parsed = parse(&source, &dialect);
    for entry in &parsed.entries {
        assert_inside(&text, entry.span());
    }
    for diagnostic in &parsed.diagnostics {
        assert_inside(&text, diagnostic.primary.span);
        for label in &diagnostic.secondary {
            assert_inside(&text, label.span);
        }
        for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
            assert_inside(&text, edit.span);
        }
    }
    assert_eq!(parsed.diagnostics, parse(&source, &dialect).diagnostics);
});

fn assert_inside(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no part of a text of {} bytes", text.len());
}
