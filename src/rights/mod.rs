//! What a person is handed about their data: the export, as a document and as a page, and receipts; and what
//! may be put right.
//!
//! Reads `Plan` and the vault's answers; writes documents. `/privacy export` and `candor data export` both go through
//! here, so that nobody gets another answer from the operator than from the bot.

mod correction;
mod export;
mod page;
mod receipt;

pub use correction::{correctable, corrected};
pub use export::{
    About, Choices, Controller, Datum, Document, FORMAT, FieldAbout, NotIncluded, Policy, Row,
    StoreAbout, Subject, document, not_included, schema,
};
pub use page::page;
pub use receipt::{hand_over, receipt};

use crate::vocab::Timestamp;

/// RFC 3339, in UTC; a time out of its range is left as milliseconds.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}
