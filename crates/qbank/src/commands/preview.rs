//! `qbank preview`: the bank as a learner sees it, in a browser.

use crate::Verdict;
use crate::args::PreviewArgs;
use crate::failure::Failure;
use crate::preview::serve;

pub(super) fn run(args: &PreviewArgs) -> Result<Verdict, Failure> {
    serve(args).map(|()| Verdict::Clean)
}
