//! Whose requests count: those of the preview's own page, and of people who type its address.
//!
//! A server on this machine can be reached by every page that a browser shows. Another site's page is told apart by `Host`,
//! which names that site even where its name leads here (DNS rebinding), by `Origin`, and by the browser's own word on
//! where a request comes from (`Sec-Fetch-Site`).

use super::request::{Method, Request};

/// The names under which the preview answers.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    hosts: [String; 2],
}

/// Why a request is nobody's business here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stranger {
    #[error("the preview answers to its own address alone")]
    Host,
    #[error("another site asks, and it gets no answer")]
    Origin,
}

impl Guard {
    /// Makes the guard of a port.
    pub(super) fn new(port: u16) -> Self {
        Self { hosts: ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}")) }
    }

    /// Lets a request pass, or says why not.
    pub(super) fn check(&self, request: &Request) -> Result<(), Stranger> {
        let is_ours = |host: &str| self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host));
        if !request.header("host").is_some_and(is_ours) {
            return Err(Stranger::Host);
        }
        let origin_is_ours = |origin: &str| origin.strip_prefix("http://").is_some_and(is_ours);
        if request.has_header("origin") && !request.header("origin").is_some_and(origin_is_ours) {
            return Err(Stranger::Origin);
        }
        match request.header("sec-fetch-site") {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if is_link_to_the_page(request) => Ok(()),
            Some(_) => Err(Stranger::Origin),
        }
    }
}

/// A link on another page may lead here: it shows the page and tells that other page nothing.
fn is_link_to_the_page(request: &Request) -> bool {
    request.method == Method::Get
        && request.path == "/"
        && request.header("sec-fetch-mode") == Some("navigate")
        && request.header("sec-fetch-dest") == Some("document")
}
