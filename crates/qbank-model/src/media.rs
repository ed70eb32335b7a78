//! Files of the bank that content shows: their paths and their fingerprints.
//!
//! Reading them is the project's work; a [`MediaPath`] cannot leave the bank by its spelling.

use std::fmt;

/// Why a path cannot name a file of the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// It climbs above the bank's folder.
    #[error("the path leaves the bank")]
    Outside,
    /// It starts at a root or a drive.
    #[error("the path is absolute")]
    Absolute,
    /// It names no file, or holds a character that no portable file name has.
    #[error("the path names no file")]
    NoFile,
}

/// The path of a file from the bank's folder: `/` between names, no `.`, no `..`, not absolute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaPath(Box<str>);

impl MediaPath {
    /// Resolves a path against the folder of the file that names it, itself relative to the bank.
    ///
    /// Both arguments use `/`; `path` must be percent-decoded before.
    ///
    /// # Errors
    /// Fails where the path is absolute, climbs out of the bank or names no file.
    pub fn resolve(folder: &str, path: &str) -> Result<Self, PathFault> {
        if path.starts_with(['/', '\\']) || path.split('/').next().is_some_and(|first| first.contains(':')) {
            return Err(PathFault::Absolute);
        }
        if path.is_empty() || path.ends_with('/') || path.contains(|c: char| c.is_control() || c == '\\') {
            return Err(PathFault::NoFile);
        }
        let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
        for name in path.split('/') {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop().ok_or(PathFault::Outside)?;
                }
                name => names.push(name),
            }
        }
        if names.is_empty() { Err(PathFault::NoFile) } else { Ok(Self(names.join("/").into())) }
    }

    /// Returns the path from the bank's folder, with `/` between names.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last name of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Returns what follows the file name's last dot, in small letters; empty where there is none.
    pub fn extension(&self) -> String {
        self.file_name()
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
    }
}

impl fmt::Display for MediaPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A medium that was found: how long it is and what its bytes hash to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// SHA-1 of the bytes, which Anki's media names are made from.
    pub sha1: [u8; 20],
}

impl Medium {
    /// Returns the SHA-256 in small hexadecimal letters.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

/// Returns bytes in small hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_bank() {
        for (folder, path, expected) in [
            ("items/inventory", "eoq.svg", Ok("items/inventory/eoq.svg")),
            ("items/inventory", "../../media/a b.png", Ok("media/a b.png")),
            ("items", "./x/../y.png", Ok("items/y.png")),
            ("items", "../../etc/passwd", Err(PathFault::Outside)),
            ("items", "/etc/passwd", Err(PathFault::Absolute)),
            ("items", "C:/x.png", Err(PathFault::Absolute)),
            ("items", "\\\\host\\x", Err(PathFault::Absolute)),
            ("items", "..", Err(PathFault::NoFile)),
            ("items", "", Err(PathFault::NoFile)),
            ("items", "a\0b", Err(PathFault::NoFile)),
        ] {
            let found = MediaPath::resolve(folder, path);
            assert_eq!(
                found.as_ref().map(MediaPath::as_str).map_err(|fault| *fault),
                expected,
                "{folder} {path}"
            );
        }
    }
}
