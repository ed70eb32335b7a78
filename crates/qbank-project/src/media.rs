//! The files that content names: whether they are there, inside the bank, and what their bytes hash to.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use qbank_model::{Diagnostic, MediaPath, Medium, Spanned};
use qbank_syntax::FileUse;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::codes;
use crate::error::ReadError;
use crate::files::{Files, MediumPlace};
use crate::svg::Scan;

/// Endings of the media that players show.
pub(crate) const ENDINGS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4", "webm"];

/// Why a path of the bank leads to no file of the bank.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unresolved {
    #[error("the bank has no such file")]
    Missing,
    #[error("it is no regular file")]
    NotAFile,
    #[error("a symbolic link leads it out of the bank")]
    Outside,
}

/// Finds a file of the bank on disk, links followed, never out of the bank; `root` is canonical.
pub(crate) fn resolve(root: &Path, path: &MediaPath) -> Result<PathBuf, Unresolved> {
    let place = root.join(path.as_str()).canonicalize().map_err(|_| Unresolved::Missing)?;
    if !place.starts_with(root) {
        return Err(Unresolved::Outside);
    }
    if place.is_file() { Ok(place) } else { Err(Unresolved::NotAFile) }
}

/// What came of looking for the files that a bank's texts name.
#[derive(Debug, Default)]
pub(crate) struct FoundMedia {
    pub(crate) media: BTreeMap<MediaPath, Medium>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// Looks for every file once and reports every place that names one in vain.
///
/// # Errors
/// Fails when a file that is there cannot be read.
pub(crate) fn find(files: &Files, uses: &[(FileUse, Spanned<MediaPath>)]) -> Result<FoundMedia, ReadError> {
    let mut found = FoundMedia::default();
    let mut places: BTreeMap<&MediaPath, Result<MediumPlace, Unresolved>> = BTreeMap::new();
    for (file_use, path) in uses {
        let place = places.entry(&path.value).or_insert_with(|| files.medium(&path.value));
        match place {
            Err(why) => found.findings.push(unresolved(why, path)),
            Ok(_) if *file_use == FileUse::Link => {}
            Ok(_) if !ENDINGS.contains(&path.value.extension().as_str()) => {
                let message = format!("players do not show files such as {}", path.value.file_name());
                let finding = Diagnostic::new(codes::UNKNOWN_MEDIUM, path.span, message);
                found.findings.push(finding.help(format!("use one of {}", ENDINGS.join(", "))));
            }
            Ok(place) => {
                if !found.media.contains_key(&path.value) {
                    let mut scan = (path.value.extension() == "svg").then(Scan::default);
                    let medium = files.open(place).and_then(|file| fingerprint(file, scan.as_mut()));
                    let unread = |source| ReadError { path: path.value.as_str().into(), source };
                    let medium = medium.map_err(unread)?;
                    found
                        .findings
                        .extend(scan.and_then(|scan| scan.found()).map(|what| unsafe_drawing(what, path)));
                    found.media.insert(path.value.clone(), medium);
                }
            }
        }
    }
    Ok(found)
}

fn unresolved(why: &Unresolved, path: &Spanned<MediaPath>) -> Diagnostic {
    let (code, message, help) = match why {
        Unresolved::Missing => (
            codes::MISSING_FILE,
            format!("the bank has no file {}", path.value),
            "mend the path, or add the file",
        ),
        Unresolved::NotAFile => (
            codes::MISSING_FILE,
            format!("{} is no regular file", path.value),
            "name a file, not a folder or a device",
        ),
        Unresolved::Outside => {
            let message = format!("a symbolic link leads {} out of the bank", path.value);
            (codes::LINKED_OUTSIDE, message, "copy the file into the bank")
        }
    };
    Diagnostic::new(code, path.span, message).help(help)
}

fn unsafe_drawing(what: &str, path: &Spanned<MediaPath>) -> Diagnostic {
    let message = format!("the drawing {} holds {what}", path.value);
    Diagnostic::new(codes::UNSAFE_DRAWING, path.span, message)
        .help("save it as plain SVG, without scripts and entities")
}

/// Hashes a file in pieces, so that its size does not matter, and has a drawing looked at.
fn fingerprint(mut file: impl Read, mut scan: Option<&mut Scan>) -> io::Result<Medium> {
    let (mut sha256, mut sha1) = (Sha256::new(), Sha1::new());
    let mut buffer = vec![0; 64 << 10];
    let mut bytes = 0;
    loop {
        let n_read = file.read(&mut buffer)?;
        if n_read == 0 {
            return Ok(Medium { bytes, sha256: sha256.finalize().into(), sha1: sha1.finalize().into() });
        }
        if let Some(scan) = &mut scan {
            scan.push(&buffer[..n_read]);
        }
        sha256.update(&buffer[..n_read]);
        sha1.update(&buffer[..n_read]);
        bytes += n_read as u64;
    }
}
