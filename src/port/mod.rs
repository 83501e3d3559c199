//! The joints between the pure core and the world: what happens (`event`), what is to be done (`action`), what is
//! kept (`vault`), and the time.
//!
//! The router is a function over these types; `discord` and `vault` make them real, tests make them up.

mod action;
mod breach;
mod event;
mod operators;
mod request;
mod said;
#[cfg(feature = "runtime")]
mod service;
mod trouble;
mod uses;
mod vault;

pub use action::{
    Action, ActionKind, ButtonDraft, ChoiceDraft, CommandDraft, DraftKind, Embed, Failure, File,
    FormDraft, InputDraft, Inquiry, Line, LocalDraft, Made, MessageDraft, OptionDraft, Outcome,
    Pending, Refusal, SelectDraft, SelectOf, Speaker,
};
pub use breach::{Breach, BreachReceipt, Fate, LETTER_MAX, Outlook, Parts, Reader};
pub use event::{
    ButtonPress, Channel, CommandCall, Event, EventKind, FormAnswer, Guild, Interaction,
    InteractionKind, MenuPick, OptionValue, Person, Role, Told, TypedCall, Upload,
};
pub use operators::Operators;
pub use request::{Erased, Receipt, Request, RequestKind, RequestedBy};
pub use said::{plainly, without_number};
#[cfg(feature = "runtime")]
pub use service::{Clock, Notifier, Vault, Wall};
pub use trouble::Trouble;
pub use uses::{Use, Uses};
pub use vault::{
    Absence, Answer, Batch, Commit, Direction, Export, ExportRow, Marks, News, Op, Others, Places,
    Read, Reads, Revision, RowId, RowKey, SETTINGS, Scan, Settings, StoreCount, StoredRow, Swept,
    VaultError,
};
