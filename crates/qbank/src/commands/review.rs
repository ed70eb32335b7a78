//! `qbank review`: what a reviewer says of items, added to `reviews.toml`.

use qbank_model::review::{Handle, Review};
use qbank_model::suggest::did_you_mean;
use qbank_model::{Bank, Entry, Item, ItemId, Status};
use qbank_syntax::review_file;
use qbank_syntax::selection::Condition;

use super::open;
use crate::Verdict;
use crate::args::ReviewArgs;
use crate::clock::today;
use crate::failure::Failure;
use crate::output::{note, write_text};
use crate::render::summary::plural;

pub(super) fn run(args: &ReviewArgs) -> Result<Verdict, Failure> {
    let by = Handle::new(&args.by).map_err(|fault| Failure::BadHandle { by: args.by.clone(), fault })?;
    if args.note.as_ref().is_some_and(|note| note.contains(char::is_control)) {
        return Err(Failure::BadNote);
    }
    let project = open(&args.bank)?;
    let bank = project.check()?.bank;
    let entries = entries(args, &bank)?;
    let written = bank.reviews.as_ref().ok_or(Failure::BrokenReviews)?;
    let mut reviews: Vec<Review> = written.iter().map(|review| review.value.clone()).collect();
    let same = |review: &&Review| review.by == by && review.kind != args.kind.0;
    if let Some(other) = reviews.iter().find(same) {
        return Err(Failure::OtherKind { by: by.to_string(), known: other.kind.as_str() });
    }
    let date = today()?;
    let n_before = reviews.len();
    for (entry, item) in entries {
        let id = || item.id.value.to_string();
        let review = Review {
            item: item.identity().clone(),
            revision: bank.entry_revision(entry).ok_or_else(|| Failure::BrokenItem { id: id() })?,
            by: by.clone(),
            kind: args.kind.0,
            date,
            verdict: args.verdict.0,
            note: args.note.clone(),
        };
        if !reviews.contains(&review) {
            reviews.push(review);
        }
    }
    let n_new = reviews.len() - n_before;
    if n_new > 0 {
        write_text(&project.reviews_path(), &review_file::print(&reviews))?;
    }
    note(&format!("reviews.toml: {} added", plural(n_new, "review")))?;
    Ok(Verdict::Clean)
}

/// Returns the items that the call names or describes, each once.
fn entries<'b>(args: &ReviewArgs, bank: &'b Bank) -> Result<Vec<(&'b Entry, &'b Item)>, Failure> {
    let Some(condition) = &args.condition else {
        let mut entries: Vec<(&Entry, &Item)> = Vec::new();
        for id in &args.ids {
            let (entry, item) = find(bank, id)?;
            if !entries.iter().any(|(_, known)| known.id == item.id) {
                entries.push((entry, item));
            }
        }
        return Ok(entries);
    };
    let wanted = Condition::parse(condition)?;
    let fits = |item: &&Item| item.status != Status::Retired && wanted.holds(item, bank.place(item));
    let sound = bank.entries().iter().filter_map(|entry| Some((entry, entry.item()?)));
    let entries: Vec<(&Entry, &Item)> = sound.filter(|(_, item)| fits(item)).collect();
    if entries.is_empty() {
        return Err(Failure::NothingToReview { condition: condition.clone() });
    }
    Ok(entries)
}

fn find<'b>(bank: &'b Bank, id: &str) -> Result<(&'b Entry, &'b Item), Failure> {
    let is_called = |entry: &&Entry| entry.id().is_some_and(|own| own.as_str() == id);
    let Some(entry) = bank.entries().iter().find(is_called) else {
        let known: Vec<&str> = bank.entries().iter().filter_map(Entry::id).map(ItemId::as_str).collect();
        return Err(Failure::NoSuchItem { id: id.to_owned(), help: did_you_mean(id, &known) });
    };
    entry.item().map(|item| (entry, item)).ok_or_else(|| Failure::BrokenItem { id: id.to_owned() })
}
