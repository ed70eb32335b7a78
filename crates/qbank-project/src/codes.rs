//! Findings that only who reads the disk can make; each has its manual page under `pages/`.

qbank_model::codes! {
    /// Something that is called a question file and is none.
    NOT_A_FILE = Error "not-a-file";
    /// A folder of translations, which the format reserves.
    TRANSLATION_FOLDER = Error "translation-folder";
    /// A blueprint that bank.toml names and the bank does not have.
    MISSING_BLUEPRINT = Error "missing-blueprint";
    /// Two blueprints with one id.
    DUPLICATE_BLUEPRINT = Error "duplicate-blueprint";
    /// A form that the bank cannot fill.
    UNFILLED_FORM = Error "unfilled-form";
    /// A picture or a linked file that the bank does not have.
    MISSING_FILE = Error "missing-file";
    /// A file that a symbolic link puts outside the bank.
    LINKED_OUTSIDE = Error "linked-outside";
    /// A picture in a format that players do not show.
    UNKNOWN_MEDIUM = Error "unknown-medium";
    /// A drawing that would run a program, or grow without end, where it is shown.
    UNSAFE_DRAWING = Error "unsafe-drawing";
    /// A policy that is not the one that counts.
    CHANGED_POLICY = Warning "changed-policy";
    /// A name of a revision that the bank has no longer.
    REMOVED_ID = Warning "removed-id";
}
