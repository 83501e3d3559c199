//! Keeps rows for exactly as long as the plan promises, sealed under keys that can be destroyed.
//!
//! Reads a [`Plan`](crate::plan::Plan); answers [`port::Vault`](crate::port::Vault): [`SealedVault`], whose rows stand in
//! a directory or on a database server. A naive model that it must agree with stands with its tests
//! (`tests/vault/model`).
//!
//! Sub-rooms, each of which imports only those above it (`tests/rooms.rs` holds the map):
//!
//! ```text
//! ground    files, their lock, errors in words, progress
//! ledger    who has which secret, and what follows from a secret: keys, aliases, proofs
//! rows      what a row is: its database key, its record, what a policy promises of it, the stores by number
//! engines   bytes by key that are durable when somebody is told so: sled in `disk`, a server in `postgres`
//! keep      reading and writing: views, transactions, deadlines, departures, erasures, sweeps, generations, checks
//! open      opening the data, wherever they stand; what a kill left unfinished is finished first
//! care      the data as a whole: backups, restores, moves, changes of the key; the record of requests
//! door      [`SealedVault`], which everybody else sees
//! ```
//!
//! A data directory holds:
//!
//! ```text
//! ledger.rotat…     a change of the master key on its way                              (`open::rewrap`)
//! lock              one process at a time                                              (`ground::lock`)
//! control           a socket of that process, over which it takes commands
//! ledger, .mirror   who has which secret: fixed slots, wrapped under the master key    (`ledger`)
//! sequence          how many durable batches the engine must know                      (`engines::sequence`)
//! choices           who does not want to be started with, should the database be lost  (`engines::choices`)
//! application       which application of Discord's the data belong to                 (`care::application`)
//! time              the latest time that was believed                                  (`care::mark`)
//! letters           whom the operator is writing to, by alias                        (`care::letters`)
//! requests, .head   what people asked about their data; names nobody                   (`care::requests`)
//! sled/             rows, sealed, under keys that name nobody                          (`rows`, `engines::disk`)
//! restor…, replaced a restore on its way                                               (`open::exchange`)
//! arriv…, leaving   a move to another place on its way; `moved` when it is done        (`open::arrival`)
//! ```
//!
//! With rows on a server (`engines::postgres`) the directory holds all but `sled/`.
//!
//! INVARIANT: no id of a person or server and no text reaches the directory unsealed.
//! INVARIANT: what is acknowledged is on disk; what is erased has no key left on disk when it is acknowledged.

mod care;
mod door;
mod engines;
mod ground;
mod keep;
mod ledger;
mod open;
mod rows;

pub use care::{
    application::{application, belongs_to, is_of},
    backup::{Manifest, StoreRows, free_name},
    letters::{Addressee, Letters, Progressed},
    mark::marks,
    relocate::{Relocate, Relocated, relocate},
    requests::{Counts, Record, Recorded, RequestOutcome, recent, requests},
    restore::{Restore, Restored, restore},
    rotate::{count_secrets, rotate},
};
pub use door::SealedVault;
pub use engines::{disk::compact_from, postgres::Address};
pub use ground::{
    file::{BACKUP_ENDING, make_private},
    lock::CONTROL,
    progress::{Progress, Watch, nobody},
};
pub use ledger::{
    Secrets,
    key::MasterKey,
    proof::{Holder, Nonces, PROOF, Session, Side},
};
pub use open::location::Location;

#[cfg(test)]
#[path = "../../tests/vault/policy.rs"]
#[expect(
    clippy::too_many_lines,
    reason = "the suite's plan, of which unit tests use a part"
)]
mod policy;
