//! Keeps rows for exactly as long as the plan promises, sealed under keys that can be destroyed.
//!
//! Reads a [`Plan`](crate::plan::Plan); answers [`port::Vault`](crate::port::Vault): [`SealedVault`], whose rows stand in
//! a directory or on a database server. A naive model that it must agree with stands with its tests
//! (`tests/vault/model`).
//!
//! A data directory holds:
//!
//! ```text
//! ledger.rotat…     a change of the master key on its way                              (`rotate`)
//! lock              one process at a time
//! control           a socket of that process, over which it takes commands
//! ledger, .mirror   who has which secret: fixed slots, wrapped under the master key   (`ledger`)
//! sequence          how many durable batches the engine must know                   (`sequence`)
//! choices           who does not want to be started with, should the database be lost      (`choices`)
//! time              the latest time that was believed                                  (`mark`)
//! requests, .head   what people asked about their data; names nobody                   (`requests`)
//! sled/             rows, sealed, under keys that name nobody                         (`layout`, `record`)
//! restor…, replaced a restore on its way                                              (`restore`)
//! arriv…, leaving   a move to another place on its way; `moved` when it is done       (`relocate`)
//! ```
//!
//! With rows on a server (`postgres`) the directory holds all but `sled/`.
//!
//! INVARIANT: no id of a person or server and no text reaches the directory unsealed.
//! INVARIANT: what is acknowledged is on disk; what is erased has no key left on disk when it is acknowledged.

mod backup;
mod check;
mod choices;
mod deadline;
mod departure;
mod disk;
mod draft;
mod embedded;
mod engine;
mod erase;
mod file;
mod generation;
mod key;
mod lasting;
mod layout;
mod ledger;
mod mark;
mod merge;
mod open;
mod part;
mod place;
mod postgres;
mod progress;
mod proof;
mod record;
mod relocate;
mod requests;
mod restore;
mod rotate;
mod rules;
mod schema;
mod seal;
mod sequence;
mod spread;
mod sum;
mod sweep;
mod transaction;
mod view;
mod writer;

pub use backup::{ENDING as BACKUP_ENDING, Manifest, StoreRows, free_name};
pub use disk::compact_from;
pub use embedded::SealedVault;
pub use file::make_private;
pub use key::MasterKey;
pub use ledger::Secrets;
pub use mark::marks;
pub use open::CONTROL;
pub use place::Place;
pub use postgres::Address;
pub use progress::{Progress, Watch, nobody};
pub use proof::{Holder, Nonces, PROOF, Session, Side};
pub use relocate::{Relocate, Relocated, relocate};
pub use requests::{Counts, Outcome, Record, Recorded, recent, requests};
pub use restore::{Restore, Restored, restore};
pub use rotate::{count_secrets, rotate};

#[cfg(test)]
#[path = "../../tests/vault/policy.rs"]
#[expect(
    clippy::too_many_lines,
    reason = "the suite's plan, of which unit tests use a part"
)]
mod policy;
