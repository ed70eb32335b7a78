//! The media of a package: their names in the learner's folder, and the list by which Anki finds them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use prost::Message;
use qbank_model::media::hex;
use qbank_model::{Bank, MediaPath};
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

use crate::package::{Entry, Packing};
use crate::selection::Layout;

/// The media that the notes show, by the names they have in the learner's one folder for media.
///
/// A name comes from the bytes: a changed picture is a new file, since Anki would keep the old one, and the same
/// picture under two paths is one.
pub(super) struct Shelf<'a> {
    bank: &'a Bank,
    shown: Mutex<BTreeMap<String, MediaPath>>,
}

impl<'a> Shelf<'a> {
    /// Starts with nothing shown.
    pub(super) fn new(bank: &'a Bank) -> Self {
        Self { bank, shown: Mutex::default() }
    }

    /// Returns a medium's name and notes that it is shown.
    ///
    /// One that the bank lacks is named after its path; it is an entry all the same, so that writing the package
    /// fails rather than leave a learner with a broken picture.
    pub(super) fn name(&self, path: &MediaPath) -> String {
        let hash = match self.bank.media.get(path) {
            Some(medium) => hex(&medium.sha1[..8]),
            None => hex(&Sha1::digest(path.as_str())[..8]),
        };
        let extension: String = path.extension().chars().filter(char::is_ascii_alphanumeric).collect();
        let name = if extension.is_empty() { format!("qb-{hash}") } else { format!("qb-{hash}.{extension}") };
        let mut shown = self.shown();
        let known = shown.entry(name.clone()).or_insert_with(|| path.clone());
        // Several threads ask: of equal pictures, the first by its path stands for all, whoever asked first.
        if path < known {
            path.clone_into(known);
        }
        drop(shown);
        name
    }

    /// A thread that broke off leaves no half of an entry.
    fn shown(&self) -> MutexGuard<'_, BTreeMap<String, MediaPath>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the list of media, and the media under their places in it.
    pub(super) fn into_entries<'e>(self, layout: Layout) -> Vec<Entry<'e>> {
        let list = match layout {
            Layout::Legacy => Entry::bytes("media", self.map()),
            Layout::Latest => Entry::bytes("media", self.messages()).packed(Packing::Zstd),
        };
        let shown = self.shown.into_inner().unwrap_or_else(PoisonError::into_inner);
        let media = shown.into_values().enumerate();
        let media = media.map(|(idx, path)| {
            let entry = Entry::medium(idx.to_string(), path);
            match layout {
                Layout::Legacy => entry,
                Layout::Latest => entry.packed(Packing::Zstd),
            }
        });
        std::iter::once(list).chain(media).collect()
    }

    /// Returns the map from numbers to names, as JSON.
    fn map(&self) -> String {
        let shown = self.shown();
        let numbered = shown.keys().enumerate();
        let map: Map<String, Value> =
            numbered.map(|(idx, name)| (idx.to_string(), Value::from(name.as_str()))).collect();
        Value::Object(map).to_string()
    }

    /// Returns names, lengths and hashes in order, as protobuf.
    fn messages(&self) -> Vec<u8> {
        let entries = self
            .shown()
            .iter()
            .map(|(name, path)| {
                let medium = self.bank.media.get(path);
                MediaEntry {
                    name: name.clone(),
                    size: medium.map_or(0, |medium| u32::try_from(medium.bytes).unwrap_or(u32::MAX)),
                    sha1: medium.map_or_else(Vec::new, |medium| medium.sha1.to_vec()),
                }
            })
            .collect();
        MediaEntries { entries }.encode_to_vec()
    }
}

/// The list of media in the latest layout.
#[derive(Clone, PartialEq, Message)]
struct MediaEntries {
    #[prost(message, repeated, tag = "1")]
    entries: Vec<MediaEntry>,
}

#[derive(Clone, PartialEq, Message)]
struct MediaEntry {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(uint32, tag = "2")]
    size: u32,
    #[prost(bytes = "vec", tag = "3")]
    sha1: Vec<u8>,
}
