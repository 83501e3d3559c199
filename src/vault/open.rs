//! Opening the data, wherever the rows stand: everything is checked before anything is served.
//!
//! In order: the lock, a restore or a change of keys that was decided, the master key, the engine and its sequence, erasures that were begun, every row and count, then
//! the deadlines under the plan as it is now.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs::{self, File, TryLockError},
    io::ErrorKind,
    path::Path,
    sync::Arc,
};

use tokio::sync::watch;

use super::{
    check::{Depth, check},
    disk::Sled,
    engine::{Changes, Engine, LOCK_TRIES, LOCK_WAIT, Source},
    erase::ROWS_MAX,
    file::{make_private, private_file},
    generation::Deaths,
    key::MasterKey,
    layout::{self, DbKey, Due},
    ledger::{Ledger, MISSING, Who, damaged, lost},
    postgres::{Address, Postgres},
    record::Record,
    relocate, restore, rotate,
    rules::{self, Deadlines},
    schema::{Kept, Shape},
    seal::Alias,
    view::View,
    writer::{Shared, Writer},
};
use crate::{
    plan::{Plan, Trigger},
    port::{Settings, VaultError},
    vocab::Timestamp,
};

/// The socket over which the process that has the lock may take commands.
pub const CONTROL: &str = "control";

/// The writer over the opened data, and the lock that keeps others out.
pub(super) fn open(
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
) -> Result<(Writer, File), VaultError> {
    let opened = || {
        make_private(dir)?;
        let lock = lock(dir)?;
        relocate::settle(dir)?;
        restore::settle(dir)?;
        rotate::settle(dir)?;
        Ok((open_locked(dir, plan, key, now)?, lock))
    };
    opened().map_err(|error| placed(dir, error))
}

/// An error of the disk with where it was met, and what to do.
pub(super) fn placed(dir: &Path, error: VaultError) -> VaultError {
    let VaultError::Io(error) = error else {
        return error;
    };
    let help = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "give candor's user the right to write there, or set CANDOR_DATA to another directory"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room there, then try again",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "make the folder, or name another place",
        _ => "mend the disk, then try again; nothing that was acknowledged was given up",
    };
    let text = format!("{}: {error}; {help}", dir.display());
    VaultError::Io(std::io::Error::new(error.kind(), text))
}

/// The same, for whoever has the lock.
pub(super) fn open_locked(
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
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
    prepare(plan, ledger, Box::new(engine), now)
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
        let lock = lock(dir)?;
        relocate::settle(dir)?;
        rotate::settle(dir)?;
        Ok(lock)
    };
    let lock = ready().map_err(|error| placed(dir, error))?;
    Ok((connect_locked(address, dir, plan, key, now)?, lock))
}

/// The same, for whoever has the lock.
pub(super) fn connect_locked(
    address: &Address,
    dir: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
) -> Result<Writer, VaultError> {
    let known = Ledger::exists(dir)?;
    if known {
        // A wrong key is told before anything waits for a server.
        Ledger::open(dir, key)?;
    }
    restore::load(dir, address)?;
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
    prepare(plan, ledger, Box::new(engine), now)
}

fn prepare(
    plan: &Arc<Plan>,
    ledger: Ledger,
    engine: Box<dyn Engine>,
    now: Timestamp,
) -> Result<Writer, VaultError> {
    match engine.get(&layout::meta("ledger"))? {
        Some(id) if id == ledger.id => {}
        Some(_) => {
            return Err(VaultError::Refused {
                what: "the ledger and the database do not belong together".to_owned(),
                help: "put both back from the same place".to_owned(),
            });
        }
        None => {
            let id = (layout::meta("ledger"), Some(ledger.id.to_vec()));
            engine.apply(Changes::from([id]))?;
        }
    }

    let stored = engine.get(&layout::meta("schema"))?;
    for (mark, is_there) in [
        ("schema", stored.is_some()),
        ("revision", engine.get(&layout::meta("revision"))?.is_some()),
    ] {
        if !is_there && engine.any(&[layout::ROW])? {
            return Err(damaged(&format!(
                "the database, which has rows and no `{mark}`,"
            )));
        }
    }
    let rows = |number| {
        Ok(engine
            .get(&layout::count(number))?
            .and_then(|n| layout::number(&n))
            .unwrap_or(0))
    };
    let shape = Shape::join(plan, stored.as_deref(), rows)?;
    let revision = engine
        .get(&layout::meta("revision"))?
        .and_then(|n| layout::number(&n))
        .unwrap_or(0);
    let schema = shape.encode()?;
    let changed = stored.as_ref() != Some(&schema);
    if ledger.generation() == 0 {
        ledger.begin_generation()?;
    }
    let shared = Arc::new(Shared {
        shape,
        ledger,
        engine,
    });
    let mut writer = Writer {
        deaths: Deaths::open(&shared, now)?,
        shared,
        revision,
        idle: BTreeSet::new(),
        broken: None,
        deleting: watch::Sender::new(false),
    };
    if changed {
        let schema = (layout::meta("schema"), Some(schema));
        writer.shared.engine.apply(Changes::from([schema]))?;
    }
    writer.finish_erasures(now)?;
    writer.take_stock(now)?;
    writer.destroy_idle()?;
    Ok(writer)
}

/// One process a directory. Waits for one that is just ending: a lock is also held by whatever it starts at that
/// moment, until that program runs.
pub(super) fn lock(dir: &Path) -> Result<File, VaultError> {
    let file = private_file(&dir.join("lock"))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => {
                // Nobody answers there any more: whoever made it is gone.
                remove(&dir.join(CONTROL))?;
                return Ok(file);
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_WAIT),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(VaultError::Refused {
        what: format!("another process uses the data in {}", dir.display()),
        help: "stop it, or use another directory; a bot takes commands once it has started"
            .to_owned(),
    })
}

fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// What the engine says now.
pub(super) fn current(shared: &Shared) -> View<'_, dyn Engine> {
    view(shared, &*shared.engine)
}

/// What `source` says, with everything needed to understand it.
pub(super) fn view<'a, S: Source + ?Sized>(shared: &'a Shared, source: &'a S) -> View<'a, S> {
    View {
        shape: &shared.shape,
        ledger: &shared.ledger,
        source,
    }
}

/// What one thread learns from the rows that it reads at a start.
#[derive(Default)]
struct Stock {
    /// Secrets that rows need; all of them are there.
    used: HashSet<Alias>,
    settings: HashMap<Alias, Settings>,
    /// Rows that do not outlive a start.
    gone: Vec<DbKey>,
    nearer: Vec<Nearer>,
}

/// A row to which the plan now gives less time.
struct Nearer {
    number: u32,
    row: DbKey,
    record: Record,
    deadlines: Deadlines,
}

impl Stock {
    fn take(
        &mut self,
        view: &View<'_, dyn Engine>,
        generations: &BTreeSet<u32>,
        kept: &Kept,
        row: &[u8],
        record: Record,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let people = record.sections.iter().filter_map(|section| section.alias);
        for alias in people.chain([scope]) {
            // Erasures are finished by now: a secret that a row needs can only have been lost.
            if !self.used.contains(&alias) {
                let known = view.ledger.who(&alias);
                known.ok_or_else(|| damaged("the ledger, which lacks secrets of rows,"))?;
                self.used.insert(alias);
            }
        }
        if kept.until_boot() {
            self.gone.push(row.to_vec());
            return Ok(());
        }
        if !generations.contains(&record.generation) {
            return Err(damaged("the ledger, which lacks secrets of rows,"));
        }
        let retention = &kept.store.retention;
        if rules::waits_for_setting(retention)
            && !self.settings.contains_key(&scope)
            && let Some(guild) = view.ledger.who(&scope).and_then(Who::guild)
        {
            self.settings.insert(scope, view.settings(guild)?);
        }
        // A dropped store's settings are the old plan's; what they said stands in the row.
        let set = self.settings.get(&scope).filter(|_| kept.id.is_some());
        let said = |id| {
            kept.id?;
            let set = set.and_then(|set| set.values.get(&id));
            rules::duration(&view.shape.plan, set, id)
        };
        let (created, written) = (record.created, record.written);
        let mut deadlines = Deadlines::of(retention, created, written, record.finished, said);
        if let Some(grace) = rules::grace(retention, Trigger::Boot) {
            deadlines.fixed = deadlines.fixed.min(now.plus(grace));
        }
        if record.deadlines.nearer(deadlines) != record.deadlines {
            self.nearer.push(Nearer {
                number: kept.number,
                row: row.to_vec(),
                record,
                deadlines,
            });
        }
        Ok(())
    }
}

impl Writer {
    /// Checks every row; deletes what must not outlive a start; brings deadlines nearer where the plan now says so.
    fn take_stock(&mut self, now: Timestamp) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        let generations = shared.ledger.generations();
        let generations: BTreeSet<u32> =
            generations.into_iter().map(|(number, _)| number).collect();
        let view = current(&shared);
        let depth = if shared.engine.is_near() {
            Depth::Start
        } else {
            Depth::All
        };
        let checked = check(&view, depth, |stock: &mut Stock, kept, row, record| {
            stock.take(&view, &generations, kept, row, record, now)
        })?;
        let mut used = HashSet::new();
        let (mut gone, mut nearer) = (Vec::new(), Vec::new());
        for stock in checked.gathered {
            used.extend(stock.used);
            gone.extend(stock.gone);
            nearer.extend(stock.nearer);
        }
        gone.sort_unstable();
        nearer.sort_unstable_by(|a, b| a.row.cmp(&b.row));
        for rows in gone.chunks(ROWS_MAX) {
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            for row in rows {
                transaction.remove(row)?;
            }
            let draft = transaction.done()?;
            self.write(draft, self.revision)?;
        }
        for rows in nearer.chunks(ROWS_MAX) {
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            for nearer in rows {
                let kept = shared.shape.numbered(nearer.number)?;
                transaction.shorten(kept, &nearer.row, &nearer.record, nearer.deadlines)?;
            }
            let draft = transaction.done()?;
            self.write(draft, self.revision)?;
        }
        self.plan_departures(checked.departures, now)?;
        // A kill between the ledger and the rows leaves secrets that nothing needs.
        let aliases = shared.ledger.aliases().into_iter();
        let aliases = aliases.map(|(alias, _)| alias);
        self.idle
            .extend(aliases.filter(|alias| !used.contains(alias)));
        Ok(())
    }

    /// Graces may have become shorter: what is due with a server or a member is planned anew. `planned` is what was.
    fn plan_departures(
        &mut self,
        planned: BTreeSet<DbKey>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
        let mut due = BTreeSet::new();
        for (mark, since) in shared.engine.scan(&[layout::REMOVED], usize::MAX)? {
            let (Some(scope), Some(since)) = (layout::alias(&mark), layout::instant(&since)) else {
                continue;
            };
            if !matches!(shared.ledger.who(&scope), Some(Who::Server(_))) {
                continue;
            }
            for kept in shared.shape.all() {
                let rows = layout::store_prefix(&scope, kept.number);
                if let Some(grace) = kept.server_grace
                    && shared.engine.any(&rows)?
                {
                    let what = Due::Server(scope, kept.number);
                    due.insert(layout::due(since.plus(grace), &what));
                }
            }
        }
        for (mark, _) in shared.engine.scan(&[layout::LEFT], usize::MAX)? {
            let Some(person) = layout::alias(&mark) else {
                continue;
            };
            if !matches!(shared.ledger.who(&person), Some(Who::Person(Some(_), _))) {
                continue;
            }
            for kept in shared.shape.all() {
                let rows = layout::person_store_prefix(&person, kept.number);
                if let Some(at) = transaction.view().gone_at(kept, &person)?
                    && shared.engine.any(&rows)?
                {
                    due.insert(layout::due(at, &Due::Member(person, kept.number)));
                }
            }
        }
        for key in &due {
            // Not by `planned`, from which rows that went since may have taken some.
            if shared.engine.get(key)?.is_none() {
                transaction.draft.put(key.clone(), []);
            }
        }
        for key in planned {
            if !due.contains(&key) {
                transaction.draft.remove(key);
            }
        }
        let draft = transaction.done()?;
        self.write(draft, self.revision)
    }
}
