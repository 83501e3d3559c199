//! Opening the data, wherever the rows stand: what was on its way when a process was killed is finished first.
//!
//! In order: the lock; a move, a restore or a change of keys that was decided; the master key; the engine and its
//! sequence; then stock is taken (`keep::stock`).

pub(super) mod arrival;
pub(super) mod exchange;
pub(super) mod location;
pub(super) mod rewrap;

use std::{fs::File, path::Path, sync::Arc};

use crate::{
    plan::Plan,
    port::VaultError,
    vault::{
        engines::{
            Readable as _,
            disk::Sled,
            postgres::{Address, Postgres},
        },
        ground::{
            fault::{damaged, placed},
            file::make_private,
            lock,
        },
        keep::{
            stock::{self, Opening},
            writer::Writer,
        },
        ledger::{Ledger, MISSING, key::MasterKey, lost},
        rows::layout,
    },
    vocab::Timestamp,
};

/// The writer over the opened data, and the lock that keeps others out.
pub(super) fn open(
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
) -> Result<(Writer, File), VaultError> {
    let opened = || {
        make_private(dir)?;
        let lock = lock::take(dir)?;
        arrival::finish_move(dir)?;
        exchange::finish_restore(dir)?;
        rewrap::finish_rotation(dir)?;
        Ok((open_locked(dir, plan, key, now, Opening::Use)?, lock))
    };
    opened().map_err(|error| placed(dir, error))
}

/// The lock of a directory with a ledger in it, where nothing is on its way any more.
pub(super) fn at_rest(dir: &Path) -> Result<File, VaultError> {
    let none = || VaultError::Refused {
        what: format!("there is no ledger in {}", dir.display()),
        help: "set CANDOR_DATA to the directory that `candor run` was given".to_owned(),
    };
    if !dir.is_dir() {
        return Err(none());
    }
    let lock = lock::take(dir)?;
    arrival::finish_move(dir)?;
    exchange::finish_restore(dir)?;
    rewrap::finish_rotation(dir)?;
    if !Ledger::exists(dir)? {
        return Err(none());
    }
    Ok(lock)
}

/// The same, for whoever has the lock.
pub(super) fn open_locked(
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    what_for: Opening,
) -> Result<Writer, VaultError> {
    if !Ledger::exists(dir)? {
        if Sled::exists(dir) {
            return Err(lost(dir, MISSING));
        }
        Ledger::create(dir, key)?;
    }
    let ledger = Ledger::open(dir, key)?;
    if ledger.has_served() && !Sled::exists(dir) {
        return Err(damaged("the database, which is missing,"));
    }
    let engine = Sled::open(dir)?;
    stock::prepare(plan, ledger, Box::new(engine), now, what_for)
}

/// The same with the rows on a database server; `dir` holds the ledger.
pub(super) fn connect(
    address: &Address,
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
) -> Result<(Writer, File), VaultError> {
    let ready = || {
        make_private(dir)?;
        let lock = lock::take(dir)?;
        arrival::finish_move(dir)?;
        rewrap::finish_rotation(dir)?;
        Ok(lock)
    };
    let lock = ready().map_err(|error| placed(dir, error))?;
    let writer = connect_locked(address, dir, plan, key, now, Opening::Use)?;
    Ok((writer, lock))
}

/// The same, for whoever has the lock.
pub(super) fn connect_locked(
    address: &Address,
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    what_for: Opening,
) -> Result<Writer, VaultError> {
    let known = Ledger::exists(dir)?;
    if known {
        // A wrong key is told before anything waits for a server.
        Ledger::open(dir, key)?;
    }
    exchange::load(dir, address)?;
    let engine = match Postgres::connect(address, dir) {
        // Rows of which the directory knows nothing.
        Err(VaultError::Damaged { .. }) if !known => {
            return Err(lost(dir, MISSING));
        }
        connected => connected?,
    };
    let empty = engine.get(&layout::meta("ledger"))?.is_none();
    if !known {
        if !empty {
            return Err(lost(dir, MISSING));
        }
        Ledger::create(dir, key)?;
    }
    let ledger = Ledger::open(dir, key)?;
    if ledger.has_served() && empty {
        return Err(damaged("the database, which is empty,"));
    }
    stock::prepare(plan, ledger, Box::new(engine), now, what_for)
}
