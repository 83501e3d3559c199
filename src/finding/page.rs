//! The page of each finding in the book: what it means, a bad and a good example.
//!
//! A page is documentation, the text of `candor explain CODE`, and a test: its examples are compiled.

/// `book/src/findings/<slug>.md`, with the code it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// `candor::syntax::malformed`
    pub code: &'static str,
    pub text: &'static str,
}

macro_rules! pages {
    ($($room:literal { $($slug:literal)* })*) => {
        /// Every page, by room and slug.
        pub const PAGES: &[Page] = &[$($(Page {
            code: concat!("candor::", $room, "::", $slug),
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/book/src/findings/", $slug, ".md")),
        }),*),*];
    };
}

pages! {
    "authority" {
        "privileged-unguarded"
    }
    "claims" {
        "guarantee-contradicted"
    }
    "discord" {
        "command-invalid"
    }
    "erasure" {
        "erase-incomplete"
        "no-erasure-route"
        "nullable-owner"
        "party-unhandled"
        "unowned-personal-row"
    }
    "flow" {
        "category-not-received"
        "content-decides-storage"
        "content-reaches-log"
        "content-reaches-storage"
        "undeclared-read"
    }
    "intents" {
        "intent-missing"
    }
    "names" {
        "unknown-name"
    }
    "retention" {
        "no-retention"
        "unobservable-trigger"
    }
    "rights" {
        "controller-incomplete"
        "export-leaks-party"
        "missing-basis"
    }
    "syntax" {
        "clause"
        "duplicate-or-unknown"
        "malformed"
        "too-deep"
        "too-large"
    }
    "types" {
        "type-mismatch"
        "unguarded-optional"
    }
    "unused" {
        "unused"
    }
}

/// The page of a code, in Markdown.
#[must_use]
pub fn of(code: &str) -> Option<&'static str> {
    PAGES
        .iter()
        .find(|page| page.code == code)
        .map(|page| page.text)
}

/// Where a code's page stands in the repository.
pub(super) fn path(code: &str) -> String {
    let slug = code.rsplit("::").next().unwrap_or(code);
    format!("book/src/findings/{slug}.md")
}
