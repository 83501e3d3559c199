//! The page of each finding in the book: what it means, a bad and a good example.
//!
//! A page is documentation, the text of `candor explain CODE`, and a test: its examples are compiled.

/// A page of `book/src/findings`, with the code it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// `candor::syntax::malformed`
    pub code: &'static str,
    /// Where the page stands in the repository.
    pub file: &'static str,
    pub text: &'static str,
}

/// A page is called after its slug, unless another room has taken that name.
macro_rules! file_of {
    ($slug:literal) => {
        $slug
    };
    ($slug:literal $file:literal) => {
        $file
    };
}

macro_rules! pages {
    ($($room:literal { $($slug:literal $(in $file:literal)?)* })*) => {
        /// Every page, by room and slug.
        pub const PAGES: &[Page] = &[$($(Page {
            code: concat!("candor::", $room, "::", $slug),
            file: concat!("book/src/findings/", file_of!($slug $($file)?), ".md"),
            text: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/book/src/findings/", file_of!($slug $($file)?), ".md"
            )),
        }),*),*];
    };
}

pages! {
    "authority" {
        "changes-hands"
        "foreign-store"
        "nobody-asked"
        "privileged-unguarded"
    }
    "claims" {
        "guarantee-contradicted"
        "measure-not-taken"
        "promise-in-words"
        "unclear"
        "unneeded-exception"
        "words-unsaid"
    }
    "discord" {
        "answers-in-public"
        "braces-shown"
        "command-and-group"
        "command-too-large"
        "dm-unsolicited"
        "edits-unseen"
        "hidden-without-door"
        "menu-without-target"
        "no-room-in-id"
        "nobody-waits"
        "not-for-a-form"
        "option-order"
        "persona-name"
        "private-button"
        "seen-by-all"
        "servers-only"
        "timeout-too-long"
        "too-long"
        "too-many"
        "unclear-prefix"
        "wrong-length"
        "wrong-name"
        "wrong-range"
    }
    "erasure" {
        "content-stays"
        "erase-incomplete"
        "names-another"
        "no-appeal"
        "no-erasure-route"
        "nullable-owner"
        "party-unhandled"
        "recollects-after-erase"
        "refusal-incomplete"
        "refused-and-left"
        "review-unmoved"
        "two-subjects"
        "unowned-personal-row"
        "unrefused"
        "which-person"
    }
    "flow" {
        "category-not-received"
        "configuration-about-somebody"
        "content-decides-storage"
        "content-reaches-log"
        "content-reaches-storage"
        "cross-guild-flow"
        "no-category"
        "public-reply-of-personal-data"
        "sent-not-received"
        "undeclared-read"
    }
    "import" {
        "cycle" in "import-cycle"
        "duplicate-alias"
        "feature-clash"
        "missing-parameter"
        "not-a-part"
        "not-found" in "import-not-found"
        "not-public"
        "outside" in "import-outside"
        "too-many" in "import-too-many"
        "unknown-parameter"
        "wrong-parameter"
    }
    "intents" {
        "intent-missing"
    }
    "language" {
        "holes"
        "missing" in "language-missing"
        "unfit"
        "unknown-key"
        "unreadable" in "language-unreadable"
    }
    "names" {
        "bad-name"
        "confusable"
        "look-alikes"
        "not-told"
        "reserved"
        "taken"
        "unanswered-button"
        "unknown-command"
        "unknown-feature"
        "unknown-field"
        "unknown-function"
        "unknown-name"
        "unknown-option"
        "unknown-purpose"
        "unknown-setting"
        "unknown-source"
        "unknown-store"
        "unknown-type"
        "unknown-word"
    }
    "past" {
        "circle" in "rename-circle"
        "no-successor"
        "said-twice"
        "still-declared"
        "two-into-one"
    }
    "retention" {
        "backup-length"
        "backup-outlives"
        "copy-outlives-source"
        "dangling-reference"
        "ended-elsewhere"
        "ended-without-server"
        "ended-writes-itself"
        "ends-all"
        "finishes-nothing"
        "gone-at-boot"
        "holds-nothing"
        "never-ended"
        "no-retention"
        "retention-over-30d"
        "not-an-instant"
        "outage-deletes"
        "ring-without-numbers"
        "shadowed-retention"
        "short-hold"
        "unbounded-retention"
        "unobservable-trigger"
        "which-channel"
    }
    "rights" {
        "consent-beyond-server"
        "consent-copied-away"
        "consent-not-withdrawable"
        "consent-of-others"
        "controller-incomplete"
        "dates-out-of-order"
        "export-leaks-party"
        "interest-not-named"
        "missing-basis"
        "no-export"
        "objection-misplaced"
        "prohibited-use"
        "purpose-mismatch"
        "special-category-likely"
        "withheld"
    }
    "scenario" {
        "duplicate" in "scenario-duplicate"
        "missing" in "scenario-missing"
        "no-expect" in "scenario-no-expect"
        "unknown-name" in "scenario-unknown-name"
        "unknown-word" in "scenario-unknown-word"
        "wrong-value" in "scenario-wrong-value"
    }
    "syntax" {
        "clause"
        "malformed"
        "misplaced"
        "missing"
        "property-alone"
        "repeated"
        "too-deep"
        "too-large"
        "too-many-values"
        "unknown-node"
        "unknown-property"
        "wrong-value"
    }
    "types" {
        "auto-key"
        "bad-pattern"
        "incomplete-row"
        "key-given"
        "limits"
        "never-none"
        "no-default"
        "no-list"
        "no-order"
        "none-compared"
        "not-a-length"
        "not-a-list"
        "not-a-person"
        "not-a-value"
        "not-comparable"
        "not-kept"
        "not-computed"
        "not-rows"
        "not-shown"
        "not-written-out"
        "query-order"
        "required-option"
        "unguarded-optional"
        "which-row"
        "wrong-arguments"
        "wrong-type"
    }
    "unused" {
        "constant-condition"
        "unused"
    }
}

/// The last words of codes of warnings, which a policy can allow.
pub const WARNINGS: &[&str] = &[
    "answers-in-public",
    "braces-shown",
    "category-not-received",
    "constant-condition",
    "dm-unsolicited",
    "edits-unseen",
    "ends-all",
    "look-alikes",
    "promise-in-words",
    "public-reply-of-personal-data",
    "recollects-after-erase",
    "retention-over-30d",
    "shadowed-retention",
    "special-category-likely",
    "unused",
    "words-unsaid",
];

/// The page of a code.
#[must_use]
pub fn of(code: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.code == code)
}
