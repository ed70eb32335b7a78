//! The preview: a page on this machine that shows the bank as a learner sees it, and follows every change of its files.
//!
//! ```text
//! watch ──► live ──► routes ◄── server ◄── request
//!         (latest)      │          │
//!                       ▼          ▼
//!                   response     guard
//! ```
//!
//! A thread for each connection, one that watches; what they share is the latest checked bank, which nobody changes.

mod catalog;
mod coverage;
mod findings;
mod guard;
mod index;
mod live;
mod question;
mod request;
mod response;
mod routes;
mod server;
mod solution;
mod watch;

use std::sync::Arc;
use std::thread;

use crate::args::PreviewArgs;
use crate::failure::Failure;
use crate::output::print;

use live::{Live, OpenBank};
use server::Server;
use watch::Watch;

/// Serves the bank in a folder for as long as the process lives.
///
/// # Errors
/// Fails where the bank cannot be opened to begin with, the port is taken, or the system does not tell of changes.
pub(crate) fn serve(args: &PreviewArgs) -> Result<(), Failure> {
    let folder = args.bank.folder();
    let bank = OpenBank::open(folder, args.persona)?;
    let (listener, port) = server::listen(args.port)?;
    // Before the first look at the page, so that no change falls between.
    let watch = Watch::new(bank.project.root(), args.persona)?;
    let live = Arc::new(Live::new(bank));
    let server = Server::new(port, Arc::clone(&live));
    thread::spawn(move || watch.keep_fresh(&live));
    let address = format!("http://127.0.0.1:{port}/");
    print(&format!("{address}\n"))?;
    if args.open {
        open::that_detached(&address).map_err(|source| Failure::Browser { address, source })?;
    }
    server.run(&listener);
    Ok(())
}
