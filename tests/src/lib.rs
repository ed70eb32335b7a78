//! What the tests of the whole toolchain share: where the project's folders are.

use camino::Utf8Path;

/// Returns the project's root folder, the one that holds `bank/` and `tests/`.
///
/// # Panics
/// Never: the package's own folder lies in the root.
pub fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the project")
}
