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
    About, Choice, Choices, Controller, Document, FORMAT, FieldAbout, Left, NamedBy, NotIncluded,
    Policy, Refused, Row, StoreAbout, Subject, document, schema, until,
};
pub use page::page;
pub use receipt::{hand_over, receipt};
