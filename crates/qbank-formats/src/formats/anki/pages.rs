//! The pages of a database file (SQLite's file format, 1.6): trees that are filled in the order of their keys.
//!
//! SQLite itself would hold the file until it is whole, five times the memory of everything else here. A tree that grows at its
//! end alone needs only one open page on each of its levels.

use std::io;

use super::record::{Record, push_varint};
use crate::packed::{Packer, Part};

/// How long a page is.
pub(super) const PAGE_SIZE: usize = 16_384;

/// The page that holds the byte by which systems lock a file; it stays empty.
const LOCK_PAGE: u32 = (1 << 30) / PAGE_SIZE as u32 + 1;

/// The pages of a file behind its first ones, written one after the other.
pub(super) struct Pages {
    packer: Packer,
    next: u32,
}

impl Pages {
    /// Starts behind the file's first pages.
    pub(super) fn behind(n_first: u32, packer: Packer) -> Self {
        Self { packer, next: n_first + 1 }
    }

    /// Returns the number that the next page has.
    fn next_number(&mut self) -> io::Result<u32> {
        if self.next == LOCK_PAGE {
            self.packer.push(&[0; PAGE_SIZE])?;
            self.next += 1;
        }
        Ok(self.next)
    }

    /// Writes a page and returns its number.
    fn write(&mut self, page: &[u8; PAGE_SIZE]) -> io::Result<u32> {
        let number = self.next_number()?;
        self.packer.push(page)?;
        self.next += 1;
        Ok(number)
    }

    /// Writes what of a row has no room in its page, a chain of pages, and returns the first one's number.
    fn write_overflow(&mut self, rest: &[u8]) -> io::Result<u32> {
        let first = self.next_number()?;
        let mut chunks = rest.chunks(PAGE_SIZE - 4).peekable();
        while let Some(chunk) = chunks.next() {
            let mut following = self.next_number()? + 1;
            if following == LOCK_PAGE {
                following += 1;
            }
            let link = if chunks.peek().is_some() { following } else { 0 };
            let mut page = [0; PAGE_SIZE];
            page[..4].copy_from_slice(&link.to_be_bytes());
            page[4..4 + chunk.len()].copy_from_slice(chunk);
            self.write(&page)?;
        }
        Ok(first)
    }

    /// Returns the pages, and how many the file has with its first ones.
    pub(super) fn finish(self) -> io::Result<(Part, u32)> {
        Ok((self.packer.finish()?, self.next - 1))
    }
}

/// What a tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rows by their numbers; all of them in its lowest pages.
    Table,
    /// Entries by their values; those that part two pages stand above them.
    Index,
}

/// A tree that is being filled in the order of its keys.
pub(super) struct Tree {
    kind: Kind,
    /// The open pages, the lowest first; each of the others ends in what stands below it on its right.
    levels: Vec<Page>,
    /// The number of the last row.
    last: i64,
    cell: Vec<u8>,
}

impl Tree {
    /// Starts without anything.
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, levels: vec![Page::new(kind, 0)], last: 0, cell: Vec::new() }
    }

    /// Adds a row of a table. Numbers are positive and rise.
    pub(super) fn add_row(&mut self, number: i64, row: &Record, pages: &mut Pages) -> io::Result<()> {
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        push_varint(row.len() as u64, &mut cell);
        push_varint(number.unsigned_abs(), &mut cell);
        let start = cell.len();
        row.push_to(&mut cell);
        let n_local = local(row.len());
        if n_local < row.len() {
            let rest = cell.split_off(start + n_local);
            cell.extend(pages.write_overflow(&rest)?.to_be_bytes());
        }
        self.add(0, &cell, pages)?;
        (self.cell, self.last) = (cell, number);
        Ok(())
    }

    /// Adds an entry of an index, which is short. Entries rise.
    pub(super) fn add_entry(&mut self, entry: &Record, pages: &mut Pages) -> io::Result<()> {
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        push_varint(entry.len() as u64, &mut cell);
        entry.push_to(&mut cell);
        self.add(0, &cell, pages)?;
        self.cell = cell;
        Ok(())
    }

    fn add(&mut self, level: usize, cell: &[u8], pages: &mut Pages) -> io::Result<()> {
        if level == self.levels.len() {
            self.levels.push(Page::new(self.kind, level));
        }
        if !self.levels[level].has_room(cell.len()) {
            let above = self.close(level, pages)?;
            self.add(level + 1, &above, pages)?;
        }
        self.levels[level].push(cell);
        Ok(())
    }

    /// Writes a full page, and returns what stands for it one level higher: its number, and what parts it from its successor.
    fn close(&mut self, level: usize, pages: &mut Pages) -> io::Result<Vec<u8>> {
        let page = &mut self.levels[level];
        let mut parting = Vec::new();
        if self.kind == Kind::Table && level == 0 {
            push_varint(self.last.unsigned_abs(), &mut parting);
        } else {
            // The successor is never empty, since a page is closed only when a cell waits for it.
            parting = page.pop();
        }
        if level > 0 {
            let rest = parting.split_off(4);
            page.set_right(&parting);
            parting = rest;
        }
        let number = pages.write(page.finished())?;
        page.clear();
        Ok([&number.to_be_bytes()[..], &parting].concat())
    }

    /// Writes the open pages, and returns the root, whose place in the file is the caller's word.
    pub(super) fn finish(mut self, pages: &mut Pages) -> io::Result<Box<[u8; PAGE_SIZE]>> {
        let n_below = self.levels.len() - 1;
        for level in 0..n_below {
            let number = pages.write(self.levels[level].finished())?;
            self.levels[level + 1].set_right(&number.to_be_bytes());
        }
        let mut root = self.levels.swap_remove(n_below);
        root.finished();
        Ok(root.bytes)
    }
}

/// Returns how much of a row stands in its page (1.6: U, P, X, M and K of table leaves).
fn local(length: usize) -> usize {
    let (most, least) = (PAGE_SIZE - 35, (PAGE_SIZE - 12) * 32 / 255 - 23);
    if length <= most {
        return length;
    }
    let fitting = least + (length - least) % (PAGE_SIZE - 4);
    if fitting <= most { fitting } else { least }
}

/// A page that is being filled: cells from its end, the list of their places from its beginning.
struct Page {
    bytes: Box<[u8; PAGE_SIZE]>,
    kind: u8,
    header: usize,
    n_cells: usize,
    start: usize,
}

impl Page {
    fn new(kind: Kind, level: usize) -> Self {
        let kind = match (kind, level) {
            (Kind::Table, 0) => 13,
            (Kind::Table, _) => 5,
            (Kind::Index, 0) => 10,
            (Kind::Index, _) => 2,
        };
        let header = if level > 0 { 12 } else { 8 };
        Self { bytes: Box::new([0; PAGE_SIZE]), kind, header, n_cells: 0, start: PAGE_SIZE }
    }

    fn clear(&mut self) {
        self.bytes.fill(0);
        (self.n_cells, self.start) = (0, PAGE_SIZE);
    }

    /// Returns where the place of a cell is listed.
    fn listed(&self, cell_idx: usize) -> usize {
        self.header + 2 * cell_idx
    }

    fn has_room(&self, length: usize) -> bool {
        self.listed(self.n_cells + 1) + length <= self.start
    }

    fn push(&mut self, cell: &[u8]) {
        let end = self.start;
        self.start -= cell.len();
        self.bytes[self.start..end].copy_from_slice(cell);
        let place = self.listed(self.n_cells);
        self.put(place, self.start);
        self.n_cells += 1;
    }

    /// Takes the last cell off.
    fn pop(&mut self) -> Vec<u8> {
        self.n_cells -= 1;
        let place = self.listed(self.n_cells);
        self.put(place, 0);
        let end = match self.n_cells.checked_sub(1).map(|before| self.listed(before)) {
            Some(place) => usize::from(u16::from_be_bytes([self.bytes[place], self.bytes[place + 1]])),
            None => PAGE_SIZE,
        };
        let cell = self.bytes[self.start..end].to_vec();
        self.bytes[self.start..end].fill(0);
        self.start = end;
        cell
    }

    /// Says which page stands below on the right.
    fn set_right(&mut self, number: &[u8]) {
        self.bytes[8..12].copy_from_slice(number);
    }

    /// Returns the page with its header.
    fn finished(&mut self) -> &[u8; PAGE_SIZE] {
        self.bytes[0] = self.kind;
        self.put(3, self.n_cells);
        self.put(5, self.start);
        &self.bytes
    }

    fn put(&mut self, place: usize, number: usize) {
        self.bytes[place..place + 2].copy_from_slice(&(number as u16).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::{Form, Packed};

    fn bytes_of(pages: Pages) -> Vec<u8> {
        let (part, _) = pages.finish().expect("memory");
        let mut bytes = Vec::new();
        Packed::new(Form::Deflate, vec![part]).expect("memory").unpack(&mut bytes).expect("memory");
        bytes
    }

    #[test]
    fn the_page_that_systems_lock_stays_empty() {
        let packer = Packer::new(Form::Deflate);
        let mut pages = Pages::behind(LOCK_PAGE - 2, packer);
        let first = pages.write_overflow(&vec![7; 3 * (PAGE_SIZE - 4)]).expect("memory");
        let bytes = bytes_of(pages);
        assert_eq!((first, bytes.len()), (LOCK_PAGE - 1, 4 * PAGE_SIZE));
        let links: Vec<u32> = bytes
            .chunks(PAGE_SIZE)
            .map(|page| u32::from_be_bytes([page[0], page[1], page[2], page[3]]))
            .collect();
        assert_eq!(links, [LOCK_PAGE + 1, 0, LOCK_PAGE + 2, 0]);
        assert!(bytes[PAGE_SIZE..2 * PAGE_SIZE].iter().all(|byte| *byte == 0));
    }
}
