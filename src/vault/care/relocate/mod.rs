//! A bot's data go from one place to another, and stand in exactly one of them at any time.
//!
//! 1. The target says that something is `arriving`. All entries are copied there as they are, sealed (`merge`), and
//!    the small files beside the ledger. Until step 3 the target is noise: no secret is there.
//! 2. The target is opened again, read from beginning to end and compared, and every row is opened.
//! 3. The source's file `leaving` becomes `moved` by one rename. Before it the source counts, after it the target.
//! 4. The ledger is copied to the target, and `arriving` becomes `arrived`. Then the source's ledger is overwritten and
//!    its rows are removed; only then is the target opened.
//!
//! Steps 1 and 2 are begun again by the next `relocate`, and what is there is not sent twice. Step 4 is finished by
//! `open::arrival`, also when the bot starts on the target.
//!
//! INVARIANT: never are secrets in two places while one of them is served; so an erasure reaches every one there is.

use std::{fs, path::Path, sync::Arc};

use crate::{
    plan::Plan,
    port::VaultError,
    vault::{
        engines::{
            Changes, Engine, Readable as _,
            disk::Sled,
            merge::{self, Content},
            postgres::Postgres,
        },
        ground::{
            fault,
            file::{make_private, private_file, sync_dir},
            lock,
            progress::{Count, Watch},
        },
        keep::{
            check::{self, Depth, check},
            writer::Writer,
        },
        ledger::{Ledger, key::MasterKey, seal},
        open::{
            arrival::{
                ANNOUNCING, ARRIVING, Arrival, Departure, LEAVING, MOVED, beside, finish_move,
                has_moved, read_note, remove, write_note,
            },
            location::Location,
        },
        rows::{
            layout,
            schema::{Kept, SETTINGS},
        },
    },
    vocab::Timestamp,
};

/// What went, or would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relocated {
    /// Rows of stores, without settings.
    pub rows: u64,
    pub secrets: usize,
}

/// Whether to change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relocate {
    Look,
    Move,
}

/// Moves everything from one place to the other, or finishes a move between them that was stopped.
///
/// # Errors
/// `Refused` when there is nothing in `from`, something else in `to`, or a process uses either; `Damaged` when a row
/// is, or the target does not give back what it was given; and as the disks and servers say. Until everything was read
/// back from `to`, `from` counts.
pub fn relocate(
    from: &Location,
    to: &Location,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    how: Relocate,
    watch: &Watch,
) -> Result<Relocated, VaultError> {
    let none = || VaultError::Refused {
        what: format!("there is no data in {}", from.directory().display()),
        help: "name the place that `candor run` was given".to_owned(),
    };
    if !from.directory().is_dir() {
        return Err(none());
    }
    let source = fs::canonicalize(from.directory())?;
    let gone = read_note::<Departure>(&source.join(MOVED))?;
    if gone.is_none() && !Ledger::exists(&source)? {
        return Err(none());
    }
    if how == Relocate::Look {
        has_room(&source, to.directory())?;
        let (writer, _lock) = from.look(plan, key, now)?;
        return Ok(Relocated {
            rows: rows_that_stay(&writer)?,
            ..counted(&writer)?
        });
    }
    make_private(to.directory())?;
    let target = fs::canonicalize(to.directory())?;
    let lock = lock::take(&target)?;
    match gone {
        Some(gone) if gone.to == target => {}
        Some(gone) => return Err(has_moved(&gone)),
        None => {
            has_room(&source, &target)?;
            let (writer, _lock) = from.writer(plan, key, now)?;
            let going = Going {
                writer,
                source: &source,
                target: &target,
                to,
            };
            going
                .go(watch)
                .map_err(|error| fault::placed(&target, error))?;
        }
    }
    finish_move(&target)?;
    drop(lock);
    empty(from)?;
    let (writer, _lock) = to.writer(plan, key, now)?;
    counted(&writer)
}

fn counted(writer: &Writer) -> Result<Relocated, VaultError> {
    Ok(Relocated {
        rows: check::count(&writer.shared.current())?,
        // Where data are only looked at, those are idle whom a start would have forgotten.
        secrets: writer.shared.ledger.aliases().len() - writer.idle.len(),
    })
}

/// Without those that a start deletes.
fn rows_that_stay(writer: &Writer) -> Result<u64, VaultError> {
    let view = writer.shared.current();
    let count = |rows: &mut u64, kept: &Kept, _: &[u8], _| {
        *rows += u64::from(kept.number != SETTINGS && !kept.goes_at_start());
        Ok(())
    };
    Ok(check(&view, Depth::All, count)?.gathered.iter().sum())
}

/// A move on its way, up to its decision.
struct Going<'a> {
    /// Over the source; nobody else writes there.
    writer: Writer,
    source: &'a Path,
    target: &'a Path,
    to: &'a Location,
}

impl Going<'_> {
    fn go(self, watch: &Watch) -> Result<(), VaultError> {
        let id = self.announce()?;
        let content = self.fill(watch)?;
        self.prove(&content, watch)?;
        self.decide(id)
    }

    fn ledger(&self) -> [u8; 16] {
        self.writer.shared.ledger.id
    }

    fn engine(&self) -> Result<Box<dyn Engine>, VaultError> {
        Ok(match self.to {
            Location::Directory(_) => Box::new(Sled::open(self.target)?),
            Location::Database { address, .. } => {
                Box::new(Postgres::connect_anew(address, self.target)?)
            }
        })
    }

    /// From here on the target is not opened by a bot. Refuses one that has other rows.
    fn announce(&self) -> Result<[u8; 16], VaultError> {
        let id = seal::random::<16>()?;
        let arrival = Arrival {
            id,
            from: self.source.to_owned(),
        };
        let say = || write_note(self.target, ANNOUNCING, ARRIVING, &arrival);
        // Before there is a database in it, which without a ledger would look like damage.
        let is_new = matches!(self.to, Location::Directory(_)) && !Sled::exists(self.target);
        if is_new {
            say()?;
        }
        let engine = self.engine()?;
        let theirs = engine.get(&layout::meta("ledger"))?;
        let free = match &theirs {
            Some(id) => *id == self.ledger(),
            None => merge::is_empty(&*engine)?,
        };
        if !free {
            drop(engine);
            if let Location::Database { .. } = self.to {
                // It counts another bot's batches.
                remove(&self.target.join("sequence"))?;
            }
            return Err(occupied(&self.to.to_string()));
        }
        if !is_new {
            say()?;
        }
        // Whose the rows are is there before the first of them.
        let ours = (layout::meta("ledger"), Some(self.ledger().to_vec()));
        engine.apply(Changes::from([ours]))?;
        Ok(id)
    }

    fn fill(&self, watch: &Watch) -> Result<Content, VaultError> {
        let rows = self.writer.shared.current().rows()?;
        let engine = self.engine()?;
        let content = merge::merge(&*self.writer.shared.engine, &*engine, rows, watch)?;
        for name in beside(self.source)? {
            let to = self.target.join(&name);
            fs::copy(self.source.join(&name), &to)?;
            private_file(&to)?.sync_all()?;
        }
        sync_dir(self.target)?;
        Ok(content)
    }

    /// What the target gives back, freshly opened, is what the source has; every field opens.
    fn prove(&self, sent: &Content, watch: &Watch) -> Result<(), VaultError> {
        let engine = self.engine()?;
        let wrong = || {
            VaultError::Refused {
            what: format!("{} does not give back what it was given", self.to),
            help: "everything still counts where it was; look after that disk or server, or name another place".to_owned(),
        }
        };
        if merge::content(&*engine, sent.rows, watch)? != *sent {
            return Err(wrong());
        }
        let view = self.writer.shared.view(&*engine);
        let count = Count::new(watch, "rows opened", Some(sent.rows));
        check(&view, Depth::All, |(): &mut (), kept, row, record| {
            count.step();
            view.opened(kept, row, &record)?.map(drop).ok_or_else(wrong)
        })?;
        Ok(())
    }

    /// From here on the target counts.
    fn decide(self, id: [u8; 16]) -> Result<(), VaultError> {
        let departure = Departure {
            id,
            to: self.target.to_owned(),
            place: self.to.at(self.target).to_string(),
            ledger: self.ledger(),
        };
        // A new directory survives a power cut only when the one above it was synced.
        self.target.parent().map_or(Ok(()), sync_dir)?;
        write_note(self.source, LEAVING, MOVED, &departure)
    }
}

/// Takes the rows out of the database they have moved from. Nobody can open them any more.
fn empty(from: &Location) -> Result<(), VaultError> {
    let Location::Database { address, ledger } = from else {
        return Ok(());
    };
    let Some(gone) = read_note::<Departure>(&ledger.join(MOVED))? else {
        return Ok(());
    };
    let _lock = lock::take(ledger)?;
    let engine = Postgres::connect_anew(address, ledger)?;
    // Somebody may have put another bot there by now.
    let theirs = engine.get(&layout::meta("ledger"))?;
    if theirs.is_none_or(|id| id == gone.ledger) {
        engine.clear()?;
    }
    drop(engine);
    remove(&ledger.join("sequence"))
}

/// Refuses a target where data stands already, or from where it has not quite gone.
fn has_room(source: &Path, target: &Path) -> Result<(), VaultError> {
    if !target.is_dir() {
        return Ok(());
    }
    if fs::canonicalize(target)? == source {
        return Err(VaultError::Refused {
            what: format!("both places have {} for their ledger", target.display()),
            help: "give the target a directory of its own, in CANDOR_TO_LEDGER for a database"
                .to_owned(),
        });
    }
    let other = read_note::<Arrival>(&target.join(ARRIVING))?.is_some_and(|one| one.from != source);
    if other || Ledger::exists(target)? {
        return Err(occupied(&target.display().to_string()));
    }
    Ok(())
}

fn occupied(place: &str) -> VaultError {
    VaultError::Refused {
        what: format!("there is other data in {place} already"),
        help: "name a new directory or an empty database".to_owned(),
    }
}

#[cfg(test)]
mod tests;
